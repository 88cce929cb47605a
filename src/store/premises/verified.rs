//! When entries were compared with what is there, and which of them wait for it.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::{id::Id, premises::Premises, unit::UnitPath},
    params,
    store::{
        Driver, Fault, Row,
        each::{self, Each},
        units::{opt_path, path},
        weeks::Place,
    },
};

/// An entry that waits to be compared with what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct ToVerify {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub name: String,
    pub verified_on: NaiveDate,
}

/// Those that were compared last on one of these days, so many of each community, the oldest first.
pub fn to_verify(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    (from, to): (NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<ToVerify>, Fault> {
    let question = "SELECT cid, id, grid, name, verified_on FROM premises
         WHERE cid = {cid} AND status = 'operating' AND verified_on >= $1 AND verified_on <= $2
         ORDER BY cid, verified_on LIMIT $3";
    each::ask(driver, communities, question, params![from, to, limit])?
        .iter()
        .map(|row| {
            Ok(ToVerify {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                grid: opt_path(row, 2)?,
                name: row.text(3)?,
                verified_on: row.day(4)?,
            })
        })
        .collect()
}

/// Of a place the oldest day, and how many.
pub type VerifyCount = (Place, NaiveDate, u32);

fn verify_count(row: &Row) -> Result<VerifyCount, Fault> {
    Ok(((path(row, 0)?, opt_path(row, 1)?), row.day(2)?, row.int(3)? as u32))
}

/// How many of each were compared last before a day, and when the oldest.
pub fn verified_before(
    driver: &mut dyn Driver,
    each: &Each,
    late: NaiveDate,
) -> Result<Vec<VerifyCount>, Fault> {
    let rows = match each {
        Each::Place(scope) => {
            let (low, high) = scope.range();
            driver.query(
                "SELECT cid, grid, MIN(verified_on), COUNT(*) FROM premises
                 WHERE cid >= $1 AND cid < $2 AND status = 'operating' AND verified_on < $3
                 GROUP BY cid, grid",
                params![low, high, late],
            )?
        }
        Each::Community(communities) => {
            // The oldest is the first of them, found apart: the others are counted and not read.
            let late_ones = "cid = {cid} AND status = 'operating' AND verified_on < $1";
            let question = format!(
                "SELECT {{cid}} AS cid, CAST(NULL AS TEXT) AS grid,
                     (SELECT MIN(verified_on) FROM premises WHERE {late_ones}) AS oldest, COUNT(*) AS late
                 FROM premises WHERE {late_ones} HAVING COUNT(*) > 0"
            );
            each::ask(driver, communities, &question, params![late])?
        }
    };
    rows.iter().map(verify_count).collect()
}

/// How many of each place were compared last on each of some days.
pub fn verified_by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<VerifyCount>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT p.cid, p.grid, p.verified_on, COUNT(*) FROM unit u CROSS JOIN premises p
         WHERE u.path >= $1 AND u.path < $2 AND p.cid = u.path AND p.status = 'operating'
           AND p.verified_on >= $3 AND p.verified_on <= $4
         GROUP BY p.cid, p.grid, p.verified_on",
        params![low, high, from, to],
    )?;
    rows.iter().map(verify_count).collect()
}

/// Notes that an entry was compared with what is there; an older day than is known changes nothing.
pub fn verify(
    driver: &mut dyn Driver,
    entry: &Premises,
    id: Id,
    on: NaiveDate,
    actor: &str,
    note: &str,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO verification(cid, id, premises, on_day, actor, note)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![entry.community.as_str(), id.0, entry.id.0, on, actor, note],
    )?;
    driver.execute(
        "UPDATE premises SET verified_on = $3
         WHERE cid = $1 AND id = $2 AND (verified_on IS NULL OR verified_on < $3)",
        params![entry.community.as_str(), entry.id.0, on],
    )?;
    Ok(())
}

/// When each entry was last compared with what is there, by a day; without those that were not until then.
pub fn verified_by(
    driver: &mut dyn Driver,
    of: &UnitPath,
    on: NaiveDate,
) -> Result<HashMap<Id, NaiveDate>, Fault> {
    let (low, high) = of.range();
    let rows = driver.query(
        "SELECT premises, MAX(on_day) FROM verification
         WHERE cid >= $1 AND cid < $2 AND on_day <= $3 GROUP BY premises",
        params![low, high, on],
    )?;
    rows.iter().map(|row| Ok((Id(row.id(0)?), row.day(1)?))).collect()
}

/// Notes the last comparing that is on record; an older day than is known changes nothing.
pub fn raise_verified(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    driver.execute(
        "UPDATE premises SET verified_on = (
             SELECT MAX(v.on_day) FROM verification v WHERE v.cid = $1 AND v.premises = $2)
         WHERE cid = $1 AND id = $2 AND (verified_on IS NULL OR verified_on < (
             SELECT MAX(v.on_day) FROM verification v WHERE v.cid = $1 AND v.premises = $2))",
        params![community.as_str(), id.0],
    )?;
    Ok(())
}
