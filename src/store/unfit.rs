//! Premises that are flagged as 不具备安全生产条件.

use chrono::NaiveDate;

use super::{Driver, Fault, Row, units::path};
use crate::{
    domain::{id::Id, unfit::Unfit, unit::UnitPath},
    params,
};

const COLUMNS: &str = "u.cid, u.id, u.premises, u.on_day, u.reason, u.actor, u.reported_on,
    u.lifted_on, u.lifted_reason";

pub fn insert(driver: &mut dyn Driver, unfit: &Unfit) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO unfit(cid, id, premises, on_day, reason, actor, reported_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            unfit.community.as_str(),
            unfit.id.0,
            unfit.premises.0,
            unfit.on,
            &unfit.reason,
            &unfit.by,
            unfit.reported_on
        ],
    )?;
    Ok(())
}

/// Writes what came after the flag; one that another desk has reported or lifted meanwhile is a conflict.
pub fn update(driver: &mut dyn Driver, before: &Unfit, after: &Unfit) -> Result<(), Fault> {
    let lifted = after.lifted.as_ref();
    let reported = if before.reported_on.is_some() { "IS NOT NULL" } else { "IS NULL" };
    let sql = format!(
        "UPDATE unfit SET reported_on = $3, lifted_on = $4, lifted_reason = $5
         WHERE cid = $1 AND id = $2 AND lifted_on IS NULL AND reported_on {reported}"
    );
    let touched = driver.execute(
        &sql,
        params![
            after.community.as_str(),
            after.id.0,
            after.reported_on,
            lifted.map(|(on, _)| *on),
            lifted.map(|(_, reason)| reason.as_str())
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// The flag that stands for a premises.
pub fn standing(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
) -> Result<Option<Unfit>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unfit u WHERE u.cid = $1 AND u.premises = $2 AND u.lifted_on IS NULL"
    );
    let rows = driver.query(&sql, params![community.as_str(), premises.0])?;
    rows.first().map(unfit).transpose()
}

/// Every flag that a premises had, the newest first.
pub fn of_premises(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
) -> Result<Vec<Unfit>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unfit u WHERE u.cid = $1 AND u.premises = $2
         ORDER BY u.on_day DESC, u.id DESC"
    );
    driver.query(&sql, params![community.as_str(), premises.0])?.iter().map(unfit).collect()
}

/// A flag whose report for closure is still to be made, with the premises' name and grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub unfit: Unfit,
    pub name: String,
    pub grid: Option<UnitPath>,
}

/// Those in scope that wait for their report; what is closed or gone needs none.
pub fn waiting(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Waiting>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS}, p.name, p.grid FROM unfit u
         JOIN premises p ON p.cid = u.cid AND p.id = u.premises
         WHERE u.cid >= $1 AND u.cid < $2 AND u.lifted_on IS NULL AND u.reported_on IS NULL
           AND p.status IN ('operating', 'suspended')
         ORDER BY u.on_day, u.id"
    );
    driver
        .query(&sql, params![low, high])?
        .iter()
        .map(|row| {
            Ok(Waiting {
                unfit: unfit(row)?,
                name: row.text(9)?,
                grid: super::units::opt_path(row, 10)?,
            })
        })
        .collect()
}

/// Flags that stand and were reported since a day.
pub fn reported(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<Unfit>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM unfit u
         WHERE u.cid >= $1 AND u.cid < $2 AND u.lifted_on IS NULL AND u.reported_on >= $3
         ORDER BY u.on_day, u.id"
    );
    driver.query(&sql, params![low, high, since])?.iter().map(unfit).collect()
}

fn unfit(row: &Row) -> Result<Unfit, Fault> {
    let lifted = match (row.opt_day(7)?, row.opt_text(8)?) {
        (Some(on), Some(reason)) => Some((on, reason)),
        _ => None,
    };
    Ok(Unfit {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        premises: Id(row.id(2)?),
        on: row.day(3)?,
        reason: row.text(4)?,
        by: row.text(5)?,
        reported_on: row.opt_day(6)?,
        lifted,
    })
}
