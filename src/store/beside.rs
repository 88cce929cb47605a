//! What a list tells beside its rows where there is room: asked for the rows in view, a page at once.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Driver, Fault, Row, Value, text::from_json, units::path};
use crate::{
    domain::{
        event::{self, Source},
        id::Id,
        unit::UnitPath,
    },
    params,
};

/// Ids of one question; a shorter list is filled up, so that the database knows the question already.
pub const PAGE: usize = 128;

/// Where premises are found, and whom one calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    pub name: String,
    /// Where the work is done.
    pub address: String,
    pub person_in_charge: String,
    pub phone: String,
}

/// How far the hazards of a notice have come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    pub items: u32,
    /// Not 已销号 yet.
    pub open: u32,
    /// 复查合格, 已销号 or not.
    pub passed: u32,
    /// The nearest deadline of those that are open.
    pub due: Option<NaiveDate>,
    /// A scan of the signed paper is kept.
    pub signed: bool,
}

/// Since when premises are on the register, and whether their entry has changed since.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    pub community: UnitPath,
    pub since: NaiveDate,
    pub changed: bool,
}

pub fn contacts(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    premises: &[Id],
) -> Result<HashMap<Id, Contact>, Fault> {
    let sql = "SELECT id, name, address, site_address, person_in_charge, phone FROM premises
         WHERE cid >= $1 AND cid < $2 AND id IN ";
    paged(driver, scope, sql, "", premises, |row| {
        let (address, site) = (row.text(2)?, row.text(3)?);
        Ok(Contact {
            name: row.text(1)?,
            address: if site.is_empty() { address } else { site },
            person_in_charge: row.text(4)?,
            phone: row.text(5)?,
        })
    })
}

pub fn standings(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    notices: &[Id],
) -> Result<HashMap<Id, Standing>, Fault> {
    let sql = "SELECT n.id, COUNT(h.id), SUM(CASE WHEN h.is_open THEN 1 ELSE 0 END),
             SUM(CASE WHEN h.state IN ('passed', 'closed') THEN 1 ELSE 0 END),
             MIN(CASE WHEN h.is_open THEN h.deadline END),
             EXISTS (SELECT 1 FROM evidence e
                 WHERE e.cid = n.cid AND e.subject = n.id AND e.kind = 'scan' AND e.void_on IS NULL)
         FROM notice n LEFT JOIN hazard h ON h.cid = n.cid AND h.inspection = n.inspection
         WHERE n.cid >= $1 AND n.cid < $2 AND n.id IN ";
    paged(driver, scope, sql, " GROUP BY n.cid, n.id", notices, |row| {
        Ok(Standing {
            items: row.int(1)? as u32,
            open: row.int(2)? as u32,
            passed: row.int(3)? as u32,
            due: row.opt_day(4)?,
            signed: row.bool(5)?,
        })
    })
}

pub fn registered(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    premises: &[Id],
) -> Result<HashMap<Id, Registered>, Fault> {
    let sql = "SELECT p.id, p.cid, p.since, EXISTS (
             SELECT 1 FROM premises_change c WHERE c.cid = p.cid AND c.premises = p.id AND c.seq > 1)
         FROM premises p WHERE p.cid >= $1 AND p.cid < $2 AND p.id IN ";
    paged(driver, scope, sql, "", premises, |row| {
        Ok(Registered { community: path(row, 1)?, since: row.day(2)?, changed: row.bool(3)? })
    })
}

/// How events came to the desk.
pub fn sources(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    events: &[Id],
) -> Result<HashMap<Id, Source>, Fault> {
    let sql =
        "SELECT id, opening FROM matter WHERE kind = 'event' AND cid >= $1 AND cid < $2 AND id IN ";
    paged(driver, scope, sql, "", events, |row| {
        Ok(from_json::<event::Registered>(&row.text(1)?)?.source)
    })
}

fn paged<T>(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    before: &str,
    after: &str,
    ids: &[Id],
    read: impl Fn(&Row) -> Result<T, Fault>,
) -> Result<HashMap<Id, T>, Fault> {
    let (low, high) = scope.range();
    let places: Vec<String> = (0..PAGE).map(|at| format!("${}", at + 3)).collect();
    let sql = format!("{before}({}){after}", places.join(", "));
    let mut told = HashMap::new();
    for page in ids.chunks(PAGE) {
        let mut params: Vec<Value> = params![low.as_str(), high.as_str()].to_vec();
        let filled = page.iter().chain(page.last().into_iter().cycle()).take(PAGE);
        params.extend(filled.map(|id| Value::from(id.0)));
        for row in driver.query(&sql, &params)? {
            told.insert(Id(row.id(0)?), read(&row)?);
        }
    }
    Ok(told)
}
