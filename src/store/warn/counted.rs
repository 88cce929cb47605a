//! What is counted by community: hazards found, past their deadline and closed, what is on record, premises in operation.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::unit::UnitPath,
    params,
    store::{
        Driver, Fault, Value,
        units::{opt_path, path},
    },
};

/// Two counts of a community.
pub type Counts = HashMap<UnitPath, (u32, u32)>;

fn counts(driver: &mut dyn Driver, sql: &str, params: &[Value]) -> Result<Counts, Fault> {
    driver
        .query(sql, params)?
        .iter()
        .map(|row| Ok((path(row, 0)?, (row.int(1)? as u32, row.int(2)? as u32))))
        .collect()
}

/// Hazards found from a day to a day, and those of them that have passed their recheck by now.
pub fn found(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), SUM(CASE WHEN h.state IN ('passed', 'closed') THEN 1 ELSE 0 END)
         FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY h.cid",
        params![low, high, from, to],
    )
}

/// Hazards whose deadline still runs and lies before a day; the second count is always nothing.
pub fn past(driver: &mut dyn Driver, scope: &UnitPath, day: NaiveDate) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.deadline < $3
           AND h.state IN ('ordered', 'refused', 'reported')
         GROUP BY h.cid",
        params![low, high, day],
    )
}

/// Hazards closed since a day; the second count is always nothing.
pub fn closed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.closed_on >= $3
           AND h.state = 'closed'
         GROUP BY h.cid",
        params![low, high, since],
    )
}

/// How much each community has on record of some days: inspections, steps of hazards, and what enterprises said of
/// themselves.
pub fn kept(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<UnitPath, u32>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT u.path,
                 (SELECT COUNT(*) FROM inspection i
                  WHERE i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4)
                 + (SELECT COUNT(*) FROM hazard_step s
                    WHERE s.cid = u.path AND s.on_day >= $3 AND s.on_day <= $4)
                 + (SELECT COUNT(*) FROM entry e WHERE e.cid = u.path AND e.ledger = 'self_report'
                    AND e.on_day >= $3 AND e.on_day <= $4 AND e.void_on IS NULL)
             FROM unit u WHERE u.path >= $1 AND u.path < $2",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, row.int(1)? as u32)))
        .collect()
}

/// Grids with premises in operation, each with its community; `None` for those in no grid.
pub fn operating_grids(
    driver: &mut dyn Driver,
    scope: &UnitPath,
) -> Result<Vec<(UnitPath, Option<UnitPath>)>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT p.cid, p.grid FROM premises p
             WHERE p.cid >= $1 AND p.cid < $2 AND p.status = 'operating'
             GROUP BY p.cid, p.grid ORDER BY p.cid, p.grid",
            params![low, high],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, opt_path(row, 1)?)))
        .collect()
}

/// Communities with premises in operation, and how many.
pub fn operating(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT p.cid, COUNT(*), 0 FROM premises p
         WHERE p.cid >= $1 AND p.cid < $2 AND p.status = 'operating' GROUP BY p.cid",
        params![low, high],
    )
}
