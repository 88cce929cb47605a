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

/// The last dated change of the register.
pub fn premises(driver: &mut dyn Driver, unit: &UnitPath) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(on_day) FROM premises_change WHERE cid >= $1 AND cid < $2";
    latest(driver, sql, params![low, high])
}

/// The last step of a hazard.
pub fn hazards(driver: &mut dyn Driver, unit: &UnitPath) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(on_day) FROM hazard_step WHERE cid >= $1 AND cid < $2";
    latest(driver, sql, params![low, high])
}

/// The last entry of a ledger.
pub fn ledger(
    driver: &mut dyn Driver,
    unit: &UnitPath,
    code: &str,
) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(on_day) FROM entry
               WHERE cid >= $1 AND cid < $2 AND ledger = $3 AND void_on IS NULL";
    latest(driver, sql, params![low, high, code])
}

/// The last change of who answers for a grid.
pub fn duties(driver: &mut dyn Driver, unit: &UnitPath) -> Result<Option<NaiveDate>, Fault> {
    let (low, high) = unit.range();
    let sql = "SELECT MAX(from_day) FROM assignment WHERE grid >= $1 AND grid < $2";
    latest(driver, sql, params![low, high])
}
