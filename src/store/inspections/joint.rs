//! 联合检查: the further levels of visits that people of several levels made together. Only visits of the district have any,
//! and they are few: the table is read where such visits are among those that were found, and for the level that asks.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::level;
use crate::{
    domain::{
        id::Id,
        inspection::Inspection,
        unit::{Level, UnitPath},
    },
    params,
    store::{Driver, Fault, plans::Seen},
};

pub(super) fn insert(driver: &mut dyn Driver, inspection: &Inspection) -> Result<(), Fault> {
    for also in &inspection.also {
        driver.execute(
            "INSERT INTO inspection_level(cid, inspection, level) VALUES ($1, $2, $3)",
            params![inspection.community.as_str(), inspection.id.0, also.code()],
        )?;
    }
    Ok(())
}

/// Whether a visit of this level may have others below it: between it and the communities is the street alone.
fn may_be_joint(level: Level) -> bool {
    level == Level::District
}

/// Adds the further levels to visits in scope.
pub(super) fn fill<'a>(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    visits: impl Iterator<Item = &'a mut Inspection>,
) -> Result<(), Fault> {
    let mut visits: HashMap<Id, &mut Inspection> =
        visits.filter(|visit| may_be_joint(visit.level)).map(|visit| (visit.id, visit)).collect();
    if visits.is_empty() {
        return Ok(());
    }
    // The rows of a grid lie in the range of its community.
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let sql = "SELECT inspection, level FROM inspection_level WHERE cid >= $1 AND cid < $2
         ORDER BY inspection, level";
    for row in driver.query(sql, params![low, high])? {
        if let Some(visit) = visits.get_mut(&Id(row.id(0)?)) {
            visit.also.push(level(&row.text(1)?)?);
        }
    }
    Ok(())
}

/// The condition that people of a level were on a visit, where it stands in a statement under this name.
pub fn was_of(level: Level, visit: &str) -> String {
    match level {
        Level::Street => format!(
            "({visit}.level = 'street' OR {visit}.level = 'district' AND EXISTS (
                 SELECT 1 FROM inspection_level l
                 WHERE l.cid = {visit}.cid AND l.inspection = {visit}.id AND l.level = 'street'))"
        ),
        own => format!("{visit}.level = '{}'", own.code()),
    }
}

/// The further levels of visits that no later one corrects, from a day to a day; none where the visits that were `found`
/// have no others below them.
pub fn among(
    driver: &mut dyn Driver,
    mut found: impl Iterator<Item = Level>,
    (low, high): (String, String),
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Seen>, Fault> {
    if !found.any(may_be_joint) {
        return Ok(Vec::new());
    }
    driver
        .query(
            "SELECT i.premises, i.on_day, l.level FROM inspection_level l CROSS JOIN inspection i
             WHERE l.cid >= $1 AND l.cid < $2 AND i.cid = l.cid AND i.id = l.inspection
               AND i.on_day >= $3 AND i.on_day <= $4
               AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id)",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.day(1)?, level(&row.text(2)?)?)))
        .collect()
}
