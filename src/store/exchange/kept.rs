//! What this office remembers of others: which parcel it took in last, what each side had when they agreed, and which
//! records are the same under two ids.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::unit::UnitPath,
    params,
    store::{Driver, Fault, Value, meta},
};

/// Under this word the office's own name for the exchange is kept.
const OFFICE: &str = "exchange_office";

/// The id that [`office`] has given before.
pub fn known_office(driver: &mut dyn Driver) -> Result<Option<String>, Fault> {
    meta::get(driver, OFFICE)
}

/// The id by which other offices know this database; `fresh` where it has none yet.
pub fn office(driver: &mut dyn Driver, fresh: &str) -> Result<String, Fault> {
    if let Some(id) = meta::get(driver, OFFICE)? {
        return Ok(id);
    }
    meta::set(driver, OFFICE, fresh)?;
    Ok(fresh.to_owned())
}

/// The newest parcel of an office that was taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub other: String,
    pub name: String,
    /// When it was made, by the clock of that office.
    pub made_ms: i64,
    /// When it was taken in, by ours.
    pub taken_ms: i64,
    pub on: NaiveDate,
    pub actor: String,
}

/// Of a community, by office.
pub fn taken(driver: &mut dyn Driver, community: &UnitPath) -> Result<Vec<Taken>, Fault> {
    driver
        .query(
            "SELECT other, name, made_ms, taken_ms, on_day, actor FROM exchange WHERE cid = $1 ORDER BY other",
            params![community.as_str()],
        )?
        .iter()
        .map(|row| {
            Ok(Taken {
                other: row.text(0)?,
                name: row.text(1)?,
                made_ms: row.int(2)?,
                taken_ms: row.int(3)?,
                on: row.day(4)?,
                actor: row.text(5)?,
            })
        })
        .collect()
}

pub fn keep_taken(
    driver: &mut dyn Driver,
    community: &UnitPath,
    taken: &Taken,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO exchange(cid, other, name, made_ms, taken_ms, on_day, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT(cid, other) DO UPDATE SET name = excluded.name, made_ms = excluded.made_ms,
             taken_ms = excluded.taken_ms, on_day = excluded.on_day, actor = excluded.actor",
        params![
            community.as_str(),
            &taken.other,
            &taken.name,
            taken.made_ms,
            taken.taken_ms,
            taken.on,
            &taken.actor
        ],
    )?;
    Ok(())
}

/// What both sides had of a record when they last agreed.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    pub other: String,
    pub kind: String,
    /// Its key, told.
    pub record: String,
    pub ours: String,
    pub theirs: String,
    /// When the parcel was made that they agreed over, by the clock of the other.
    pub made_ms: i64,
    /// When, by our clock.
    pub taken_ms: i64,
}

/// With every office that records of a community were exchanged with.
pub fn agreed(driver: &mut dyn Driver, community: &UnitPath) -> Result<Vec<Agreed>, Fault> {
    driver
        .query(
            "SELECT other, kind, record, ours, theirs, made_ms, taken_ms FROM exchanged
             WHERE cid = $1 ORDER BY other, kind, record",
            params![community.as_str()],
        )?
        .iter()
        .map(|row| {
            Ok(Agreed {
                other: row.text(0)?,
                kind: row.text(1)?,
                record: row.text(2)?,
                ours: row.text(3)?,
                theirs: row.text(4)?,
                made_ms: row.int(5)?,
                taken_ms: row.int(6)?,
            })
        })
        .collect()
}

pub fn keep_agreed(
    driver: &mut dyn Driver,
    community: &UnitPath,
    agreed: &[Agreed],
) -> Result<(), Fault> {
    let rows: Vec<Vec<Value>> = agreed
        .iter()
        .map(|one| {
            params![
                community.as_str(),
                &one.other,
                &one.kind,
                &one.record,
                &one.ours,
                &one.theirs,
                one.made_ms,
                one.taken_ms
            ]
            .to_vec()
        })
        .collect();
    driver.bulk(
        "INSERT INTO exchanged(cid, other, kind, record, ours, theirs, made_ms, taken_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT(cid, other, kind, record) DO UPDATE SET ours = excluded.ours,
             theirs = excluded.theirs, made_ms = excluded.made_ms, taken_ms = excluded.taken_ms",
        &rows,
    )?;
    Ok(())
}

/// The records of others that are ours under another id: theirs → ours.
pub fn same(
    driver: &mut dyn Driver,
    community: &UnitPath,
) -> Result<HashMap<[u8; 16], [u8; 16]>, Fault> {
    driver
        .query(
            "SELECT theirs, ours FROM exchange_same WHERE cid = $1",
            params![community.as_str()],
        )?
        .iter()
        .map(|row| Ok((row.id(0)?, row.id(1)?)))
        .collect()
}

pub fn keep_same(
    driver: &mut dyn Driver,
    community: &UnitPath,
    kind: &str,
    theirs: [u8; 16],
    ours: [u8; 16],
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO exchange_same(cid, theirs, ours, kind) VALUES ($1, $2, $3, $4)
         ON CONFLICT(cid, theirs) DO UPDATE SET ours = excluded.ours",
        params![community.as_str(), theirs, ours, kind],
    )?;
    Ok(())
}

/// Forgets what was agreed on records that are no more.
pub fn forget(
    driver: &mut dyn Driver,
    community: &UnitPath,
    other: &str,
    records: &[(&str, String)],
) -> Result<(), Fault> {
    for (kind, record) in records {
        driver.execute(
            "DELETE FROM exchanged WHERE cid = $1 AND other = $2 AND kind = $3 AND record = $4",
            params![community.as_str(), other, *kind, record],
        )?;
    }
    Ok(())
}
