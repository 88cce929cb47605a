//! Hazards of a stretch of days with what a printed list says beside them.

use std::collections::HashMap;

use chrono::{Days, Months, NaiveDate};

use super::{COLUMNS, Stored, disposal, grade, with_steps};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::Step,
        id::Id,
        report::Figures,
        unit::{Level, UnitPath},
    },
    params,
    store::{
        Driver, Fault,
        text::{from_json, list_from_text},
    },
};

/// A hazard with what a printed list says beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub stored: Stored,
    pub premises: String,
    /// Where the work is done.
    pub address: String,
    pub phone: String,
    pub inspectors: Vec<String>,
    /// Number of the valid notice of its inspection.
    pub notice: Option<String>,
}

/// Hazards found from a day to a day (both count) and not withdrawn, in the order in which they were found.
pub fn found_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    told_between(driver, scope, "h.found_on >= $3 AND h.found_on <= $4", from, to)
}

/// Nothing is known of before.
const CENTURY: Months = Months::new(1200);

/// Hazards found before a day that are not closed, in the order in which they were found.
pub fn open_before(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    before: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    let (from, to) = (before - CENTURY, before - Days::new(1));
    told_between(driver, scope, "h.is_open AND h.found_on >= $3 AND h.found_on <= $4", from, to)
}

/// Hazards that may have been open at the end of a day: found by then, and not closed by then for good.
pub fn standing_on(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    day: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    told_between(driver, scope, "h.found_on <= $3 AND (h.is_open OR h.closed_on > $4)", day, day)
}

/// Hazards that stand as closed on one of these days, in the order in which they were found.
pub fn closed_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    told_between(driver, scope, "h.closed_on >= $3 AND h.closed_on <= $4", from, to)
}

fn told_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    those: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    // The rows of a grid lie in the range of its community.
    let grid = Some(scope).filter(|scope| scope.level() == Level::Grid);
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let mut steps: HashMap<Id, Vec<(Step, String)>> = HashMap::new();
    let sql = format!(
        "SELECT s.hazard, s.body, s.actor FROM unit u CROSS JOIN hazard h CROSS JOIN hazard_step s
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND {those} AND s.cid = h.cid AND s.hazard = h.id
         ORDER BY s.cid, s.hazard, s.seq"
    );
    let rows = driver.query(&sql, params![&low, &high, from, to])?;
    for row in &rows {
        let step = (from_json(&row.text(1)?)?, row.text(2)?);
        steps.entry(Id(row.id(0)?)).or_default().push(step);
    }
    let sql = format!(
        "SELECT {COLUMNS}, p.name, p.address, p.site_address, p.phone, i.inspectors, n.number
         FROM unit u CROSS JOIN hazard h
         JOIN premises p ON p.cid = h.cid AND p.id = h.premises
         JOIN inspection i ON i.cid = h.cid AND i.id = h.inspection
         LEFT JOIN notice n ON n.cid = h.cid AND n.inspection = h.inspection AND n.void_on IS NULL
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND {those} AND h.state <> 'withdrawn'
         ORDER BY h.found_on, h.inspection, h.ordinal"
    );
    let mut told = driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| {
            let (address, site) = (row.text(20)?, row.text(21)?);
            Ok(Told {
                stored: with_steps(row, steps.remove(&Id(row.id(1)?)).unwrap_or_default())?,
                premises: row.text(19)?,
                address: if site.is_empty() { address } else { site },
                phone: row.text(22)?,
                inspectors: list_from_text(&row.text(23)?)?,
                notice: row.opt_text(24)?,
            })
        })
        .collect::<Result<Vec<Told>, Fault>>()?;
    told.retain(|told| grid.is_none() || told.stored.hazard.grid.as_ref() == grid);
    Ok(told)
}

/// What a report counts of a hazard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub id: Id,
    pub premises: Id,
    pub found_on: NaiveDate,
    pub disposal: Disposal,
    pub grade: Grade,
    pub closed_on: Option<NaiveDate>,
}

impl Found {
    /// With whether it counts as closed.
    pub fn figures(&self, closed: bool) -> Figures {
        Figures::of_hazard(self.disposal, self.grade, closed)
    }
}

/// The same hazards as [`found_between`], for their counts alone: their steps are not read.
pub fn counted_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Found>, Fault> {
    let grid = Some(scope).filter(|scope| scope.level() == Level::Grid);
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let mut values = params![low, high, from, to].to_vec();
    let mut here = "";
    if let Some(grid) = grid {
        values.push(grid.as_str().into());
        here = " AND h.grid = $5";
    }
    let sql = format!(
        "SELECT h.premises, h.disposal, h.grade, h.closed_on, h.id, h.found_on FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'{here}"
    );
    driver
        .query(&sql, &values)?
        .iter()
        .map(|row| {
            Ok(Found {
                premises: Id(row.id(0)?),
                disposal: disposal(&row.text(1)?)?,
                grade: grade(&row.text(2)?)?,
                closed_on: row.opt_day(3)?,
                id: Id(row.id(4)?),
                found_on: row.day(5)?,
            })
        })
        .collect()
}

/// The first and the last day in a stretch on which something was found that stands.
pub fn found_days(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Option<(NaiveDate, NaiveDate)>, Fault> {
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let rows = driver.query(
        "SELECT MIN(h.found_on), MAX(h.found_on) FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'",
        params![low, high, from, to],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.opt_day(0)?.zip(row.opt_day(1)?))
}
