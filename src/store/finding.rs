//! The register as the desk holds it in memory to find in: few columns of many rows.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row,
    units::{opt_path, path},
};
use crate::{
    domain::{id::Id, premises::Status, unit::UnitPath},
    params,
};

/// What is known of an entry where it is only looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub name: String,
    pub person_in_charge: String,
    pub uscc: String,
    pub phone: String,
    pub key: bool,
    pub category: String,
    pub state: Status,
    pub last_on: Option<NaiveDate>,
    pub open_hazards: u32,
}

macro_rules! columns {
    () => {
        "SELECT cid, id, grid, name, person_in_charge, uscc, phone, is_key, category, status, last_on
         FROM premises "
    };
}

/// Rows of one answer: enough that a street takes few of them, few enough to weigh nothing.
const PAGE: u32 = 1_024;

fn found(row: &Row) -> Result<Found, Fault> {
    let status = row.text(9)?;
    Ok(Found {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        grid: opt_path(row, 2)?,
        name: row.text(3)?,
        person_in_charge: row.text(4)?,
        uscc: row.text(5)?,
        phone: row.text(6)?,
        key: row.bool(7)?,
        category: row.text(8)?,
        state: Status::from_code(&status)
            .ok_or_else(|| Fault::damaged(format!("not a status: {status}")))?,
        last_on: row.opt_day(10)?,
        open_hazards: 0,
    })
}

/// Hands over every entry in scope, in no useful order: by community and id, which is how the pages are cut.
pub fn each(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    mut take: impl FnMut(Found),
) -> Result<(), Fault> {
    // A community's at a time: the counts of a street weigh more than its page.
    let mut open: Option<(UnitPath, HashMap<Id, u32>)> = None;
    let (mut cid, high) = scope.range();
    let mut id = [0; 16];
    loop {
        let rows = driver.query(
            concat!(
                columns!(),
                "WHERE (cid, id) > ($1, $2) AND cid < $3 ORDER BY cid, id LIMIT $4"
            ),
            params![cid.as_str(), id, high.as_str(), PAGE],
        )?;
        for row in &rows {
            let entry = found(row)?;
            let counts = match &mut open {
                Some((community, counts)) if *community == entry.community => counts,
                open => {
                    let counts = open_hazards(driver, &entry.community)?;
                    &mut open.insert((entry.community.clone(), counts)).1
                }
            };
            let open_hazards = counts.get(&entry.id).copied().unwrap_or(0);
            take(Found { open_hazards, ..entry });
        }
        match rows.last() {
            Some(last) if rows.len() == PAGE as usize => (cid, id) = (last.text(0)?, last.id(1)?),
            _ => return Ok(()),
        }
    }
}

/// The first entries of each of these communities in Chinese order; each costs as little as one page. Their
/// open hazards are not counted.
pub fn first_of(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    count: u32,
) -> Result<Vec<Found>, Fault> {
    let mut first = Vec::new();
    for community in communities {
        let rows = driver.query(
            concat!(columns!(), "WHERE cid = $1 ORDER BY sort, id LIMIT $2"),
            params![community.as_str(), count],
        )?;
        for row in &rows {
            first.push(found(row)?);
        }
    }
    Ok(first)
}

/// One entry in scope.
pub fn one(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Found>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        concat!(columns!(), "WHERE id = $1 AND cid >= $2 AND cid < $3"),
        params![id.0, low, high],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let entry = found(row)?;
    let open_hazards = open_hazards_of(driver, &entry.community, id)?;
    Ok(Some(Found { open_hazards, ..entry }))
}

/// Open hazards of one entry.
pub fn open_hazards_of(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
) -> Result<u32, Fault> {
    let rows = driver.query(
        "SELECT COUNT(*) FROM hazard WHERE cid = $1 AND premises = $2 AND is_open",
        params![community.as_str(), id.0],
    )?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)? as u32))
}

/// Open hazards of the entries of a community that have any.
fn open_hazards(driver: &mut dyn Driver, community: &UnitPath) -> Result<HashMap<Id, u32>, Fault> {
    driver
        .query(
            "SELECT premises, COUNT(*) FROM hazard WHERE is_open AND cid = $1 GROUP BY premises",
            params![community.as_str()],
        )?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.int(1)? as u32)))
        .collect()
}
