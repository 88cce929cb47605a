//! When something in a unit was last written: the day that a list of it was last up to date.

use chrono::NaiveDate;

use super::{Driver, Fault, Value};
use crate::{domain::unit::UnitPath, params};

fn latest(
    driver: &mut dyn Driver,
    sql: &str,
    params: &[Value],
) -> Result<Option<NaiveDate>, Fault> {
    driver.query(sql, params)?.first().map_or(Ok(None), |row| row.opt_day(0))
}

/// The last step of a hazard.
pub fn hazards(driver: &mut dyn Driver, unit: &UnitPath) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(on_day) FROM hazard_step WHERE cid >= $1 AND cid < $2";
    latest(driver, sql, params![low, high])
}

/// The last day on which somebody began or ceased to answer for a grid, up to a day.
pub fn duties(
    driver: &mut dyn Driver,
    unit: &UnitPath,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(day) FROM (
                 SELECT from_day AS day FROM assignment WHERE grid >= $1 AND grid < $2
                 UNION ALL SELECT to_day FROM assignment WHERE grid >= $1 AND grid < $2) AS days
               WHERE day <= $3";
    latest(driver, sql, params![low, high, today])
}
