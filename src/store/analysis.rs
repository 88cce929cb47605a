//! Hazards counted by what they have in common.

use chrono::NaiveDate;

use super::{Driver, Fault, Row};
use crate::{
    domain::{analysis::Tally, unit::UnitPath},
    params,
};

/// What hazards are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Category,
    /// Of the premises, as the register has it today.
    Industry,
    Community,
    /// Empty for those that stand in no grid.
    Grid,
}

const TALLY: &str = "COUNT(*), SUM(CASE WHEN h.state = 'closed' THEN 1 ELSE 0 END),
    SUM(CASE WHEN h.grade = 'major' THEN 1 ELSE 0 END)";

fn tally(row: &Row) -> Result<Tally, Fault> {
    Ok(Tally { found: row.int(1)?, closed: row.int(2)?, major: row.int(3)? })
}

/// Hazards by the day on which they were found.
pub fn by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, Tally)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT h.found_on, {TALLY} FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY h.found_on"
    );
    driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((row.day(0)?, tally(row)?)))
        .collect()
}

/// Hazards found in some days, by group, those with the most first.
pub fn by_group(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    by: By,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(String, Tally)>, Fault> {
    let (low, high) = scope.range();
    let (group, join) = match by {
        By::Category => ("h.category", "WHERE"),
        By::Industry => {
            ("p.industry", "CROSS JOIN premises p WHERE p.cid = h.cid AND p.id = h.premises AND")
        }
        By::Community => ("h.cid", "WHERE"),
        By::Grid => ("COALESCE(h.grid, '')", "WHERE"),
    };
    let sql = format!(
        "SELECT {group}, {TALLY} FROM unit u CROSS JOIN hazard h {join}
           u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY {group} ORDER BY 2 DESC, 1"
    );
    driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((row.text(0)?, tally(row)?)))
        .collect()
}
