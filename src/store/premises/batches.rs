//! Imports, and the entries that each of them touched.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    COLUMNS, NAMING, Stored,
    changes::{CHANGE, change},
    stored,
};
use crate::{
    domain::{id::Id, premises::Change, unit::UnitPath},
    params,
    store::{Driver, Fault, units::path},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub community: UnitPath,
    pub id: Id,
    pub file: String,
    pub on: NaiveDate,
    pub actor: String,
    pub added: u32,
    pub updated: u32,
    pub undone_on: Option<NaiveDate>,
}

pub fn insert_batch(driver: &mut dyn Driver, batch: &Batch) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO import_batch(cid, id, file, on_day, actor, added, updated)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            batch.community.as_str(),
            batch.id.0,
            &batch.file,
            batch.on,
            &batch.actor,
            batch.added,
            batch.updated
        ],
    )?;
    Ok(())
}

/// The imports in scope, the newest first.
pub fn batches(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Batch>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, id, file, on_day, actor, added, updated, undone_on FROM import_batch
             WHERE cid >= $1 AND cid < $2 ORDER BY id DESC",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            Ok(Batch {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                file: row.text(2)?,
                on: row.day(3)?,
                actor: row.text(4)?,
                added: row.int(5)? as u32,
                updated: row.int(6)? as u32,
                undone_on: row.opt_day(7)?,
            })
        })
        .collect()
}

pub fn undo_batch(driver: &mut dyn Driver, batch: &Batch, on: NaiveDate) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE import_batch SET undone_on = $3 WHERE cid = $1 AND id = $2 AND undone_on IS NULL",
        params![batch.community.as_str(), batch.id.0, on],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// An entry that an import touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub stored: Stored,
    /// All its changes, in the order in which they were entered.
    pub changes: Vec<Change>,
    /// Which of them the import made.
    pub ours: Id,
    /// Whether another record names it ([`is_named`]).
    pub named: bool,
}

/// The entries that an import touched, with what has become of them: three questions for the whole batch, and none
/// for each of its entries.
pub fn of_batch(
    driver: &mut dyn Driver,
    community: &UnitPath,
    batch: Id,
) -> Result<Vec<Imported>, Fault> {
    const OURS: &str = "SELECT premises FROM premises_change WHERE cid = $1 AND batch = $2";
    let key = params![community.as_str(), batch.0];
    let sql = format!("SELECT {COLUMNS} FROM premises WHERE cid = $1 AND id IN ({OURS})");
    let mut entries: HashMap<[u8; 16], Stored> = HashMap::new();
    for row in driver.query(&sql, key)? {
        let stored = stored(&row)?;
        entries.insert(stored.entry.id.0, stored);
    }
    let each: Vec<String> = NAMING
        .iter()
        .map(|table| {
            format!("SELECT premises FROM {table} WHERE cid = $1 AND premises IN ({OURS})")
        })
        .collect();
    let mut named: HashSet<[u8; 16]> = HashSet::new();
    for row in driver.query(&each.join(" UNION "), key)? {
        named.insert(row.id(0)?);
    }
    let sql = format!(
        "SELECT {CHANGE}, premises, batch FROM premises_change
         WHERE cid = $1 AND premises IN ({OURS}) ORDER BY premises, seq"
    );
    let mut found: Vec<Imported> = Vec::with_capacity(entries.len());
    for row in driver.query(&sql, key)? {
        let (premises, change) = (row.id(6)?, change(&row)?);
        if let Some(stored) = entries.remove(&premises) {
            let named = named.contains(&premises);
            found.push(Imported { stored, changes: Vec::new(), ours: change.id, named });
        }
        let one = found
            .last_mut()
            .filter(|one| one.stored.entry.id.0 == premises)
            .ok_or_else(|| Fault::damaged(format!("an imported entry {} is gone", Id(premises))))?;
        if row.opt_id(7)? == Some(batch.0) {
            one.ours = change.id;
        }
        one.changes.push(change);
    }
    Ok(found)
}
