//! Premises that rounds have left out: which, since when, by whose level, and who has seen them again.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        accountability::Visited,
        id::Id,
        unit::{Level, UnitPath},
    },
    params,
    store::{
        Driver, Fault,
        changed::changed,
        inspections::joint::was_of,
        premises::last_by,
        rounds::Which,
        units::{opt_path, path},
    },
};

/// Premises of a grid that were last seen on the same day and stand as they do since the same day.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub seen: Option<NaiveDate>,
    pub since: NaiveDate,
    pub premises: u32,
}

/// What a round has not reached since a day.
pub fn unseen(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    which: Which,
    since: NaiveDate,
) -> Result<Vec<Unseen>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, last_on, since, COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND {} AND (last_on IS NULL OR last_on < $3) AND since <= $3
         GROUP BY cid, grid, last_on, since ORDER BY cid, grid, last_on NULLS FIRST, since",
        which.clause()
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            Ok(Unseen {
                community: path(row, 0)?,
                grid: opt_path(row, 1)?,
                seen: row.opt_day(2)?,
                since: row.day(3)?,
                premises: row.int(4)? as u32,
            })
        })
        .collect()
}

/// A premises that somebody has seen again after days without a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenAgain {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub since: NaiveDate,
    /// Whether the round asks for it as it stands.
    pub asked: bool,
    /// Whether its entry has changed since these days began.
    pub changed: bool,
}

/// Premises that were on the register from a day on, that nobody (of a level) has seen from then until another day, and that
/// somebody has seen since.
pub fn seen_again(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (which, level): (Which, Option<Level>),
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<SeenAgain>, Fault> {
    let (low, high) = scope.range();
    let by = |table: &str| match level {
        Some(level) => format!(
            " AND {}
               AND NOT EXISTS (SELECT 1 FROM inspection n WHERE n.corrects = {table}.id)",
            was_of(level, table)
        ),
        None => String::new(),
    };
    let sql = format!(
        "SELECT p.cid, p.id, p.grid, p.since, ({}),
             EXISTS (SELECT 1 FROM premises_change c WHERE c.cid = p.cid AND c.premises = p.id
                 AND c.on_day > $3 AND c.kind <> 'added')
         FROM (SELECT DISTINCT i.cid, i.premises FROM unit u CROSS JOIN inspection i
               WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $4{}) AS v
         CROSS JOIN premises p
         WHERE p.cid = v.cid AND p.id = v.premises AND p.since <= $3
           AND NOT EXISTS (SELECT 1 FROM inspection b WHERE b.cid = p.cid AND b.premises = p.id
               AND b.on_day >= $3 AND b.on_day < $4{})
         ORDER BY p.cid, p.id",
        which.clause(),
        by("i"),
        by("b")
    );
    driver
        .query(&sql, params![low, high, from, until])?
        .iter()
        .map(|row| {
            Ok(SeenAgain {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                grid: opt_path(row, 2)?,
                since: row.day(3)?,
                asked: row.bool(4)?,
                changed: row.bool(5)?,
            })
        })
        .collect()
}

/// The premises of a grid that a round has not reached since a day.
pub fn unseen_ids(
    driver: &mut dyn Driver,
    (community, grid): (&UnitPath, Option<&UnitPath>),
    which: Which,
    since: NaiveDate,
) -> Result<Vec<Id>, Fault> {
    let mut params = params![community.as_str(), since].to_vec();
    let of_grid = match grid {
        Some(grid) => {
            params.push(grid.as_str().into());
            "grid = $3"
        }
        None => "grid IS NULL",
    };
    let sql = format!(
        "SELECT id FROM premises WHERE cid = $1 AND {of_grid} AND {}
           AND (last_on IS NULL OR last_on < $2) AND since <= $2
         ORDER BY last_on NULLS FIRST, since",
        which.clause()
    );
    let rows = driver.query(&sql, &params)?;
    rows.iter().map(|row| Ok(Id(row.id(0)?))).collect()
}

/// A premises that nobody of a level has seen since a day.
#[derive(Clone, Debug, PartialEq)]
pub struct UnseenBy {
    pub community: UnitPath,
    pub id: Id,
    /// Their last visit.
    pub seen: Option<NaiveDate>,
    pub since: NaiveDate,
}

/// What a round of a level above the communities has not reached since a day: others' visits do not count for it.
pub fn unseen_by(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (which, level): (Which, Level),
    since: NaiveDate,
) -> Result<Vec<UnseenBy>, Fault> {
    let (low, high) = scope.range();
    let last = last_by(Some(level));
    let sql = format!(
        "SELECT cid, id, {last}, since FROM premises
         WHERE cid >= $1 AND cid < $2 AND {} AND ({last} IS NULL OR {last} < $3) AND since <= $3
         ORDER BY cid, {last} NULLS FIRST, id",
        which.clause()
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            Ok(UnseenBy {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                seen: row.opt_day(2)?,
                since: row.day(3)?,
            })
        })
        .collect()
}

/// When people of a level have last seen each of the premises that were changed on the register after a day.
pub fn changed_seen_by(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    level: Level,
    after: NaiveDate,
) -> Result<HashMap<Id, NaiveDate>, Fault> {
    let (low, high) = scope.range();
    let last = last_by(Some(level));
    let sql = format!(
        "SELECT p.id, p.{last} FROM {} CROSS JOIN premises p
         WHERE p.cid = c.cid AND p.id = c.premises AND p.{last} IS NOT NULL",
        changed("c.on_day > $3 AND c.kind <> 'added'")
    );
    driver
        .query(&sql, params![low, high, after])?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.day(1)?)))
        .collect()
}

/// Premises that were agreed to work again since a day, with that day, while a hazard there is open.
pub fn resumed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<(UnitPath, Id, NaiveDate)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT c.cid, c.premises, c.on_day FROM {} CROSS JOIN premises p
         WHERE p.cid = c.cid AND p.id = c.premises AND p.status = 'operating'
           AND EXISTS (SELECT 1 FROM hazard h
               WHERE h.cid = c.cid AND h.premises = c.premises AND h.is_open)",
        changed("c.on_day >= $3 AND c.kind = 'resumed'")
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| Ok((path(row, 0)?, Id(row.id(1)?), row.day(2)?)))
        .collect()
}

/// The visits of a premises up to a day, whoever made them, each with the day on which it was entered, and that on which it
/// was corrected: those on which the notices of both were given their number.
pub fn visited(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    to: NaiveDate,
) -> Result<Vec<Visited>, Fault> {
    driver
        .query(
            "SELECT i.on_day, MIN(n.entered_on),
                 (SELECT MIN(m.entered_on) FROM inspection c CROSS JOIN notice m
                  WHERE c.corrects = i.id AND m.cid = c.cid AND m.inspection = c.id)
             FROM inspection i LEFT JOIN notice n ON n.cid = i.cid AND n.inspection = i.id
             WHERE i.cid = $1 AND i.premises = $2 AND i.on_day <= $3 GROUP BY i.id, i.on_day",
            params![community.as_str(), premises.0, to],
        )?
        .iter()
        .map(|row| {
            let on = row.day(0)?;
            Ok(Visited { on, entered: row.opt_day(1)?.unwrap_or(on), until: row.opt_day(2)? })
        })
        .collect()
}
