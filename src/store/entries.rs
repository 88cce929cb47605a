//! Rows of ledgers. What an entry said before it was put right stands in the journal.

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{entry::Entry, id::Id, notice::Void, unit::UnitPath},
    params,
};

/// An entry with its version, which tells whether somebody else has changed it since it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub entry: Entry,
    pub form_sha: String,
    pub version: i64,
}

const COLUMNS: &str =
    "e.cid, e.id, e.ledger, e.premises, e.hazard, e.on_day, e.until_day, e.fields,
    e.void_on, e.void_reason, e.form_sha, e.version";

pub fn insert(driver: &mut dyn Driver, entry: &Entry, form_sha: &str) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO entry(cid, id, ledger, form_sha, premises, hazard, on_day, until_day, fields, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        params![
            entry.community.as_str(),
            entry.id.0,
            &entry.ledger,
            form_sha,
            entry.premises.map(|id| id.0),
            entry.hazard.map(|id| id.0),
            entry.on,
            entry.until,
            to_json(&entry.fields)?
        ],
    )?;
    Ok(())
}

/// Writes over the version that was read; another one in its place is a conflict.
pub fn update(
    driver: &mut dyn Driver,
    entry: &Entry,
    form_sha: &str,
    read: i64,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE entry SET form_sha = $4, on_day = $5, until_day = $6, fields = $7, void_on = $8,
             void_reason = $9, version = version + 1
         WHERE cid = $1 AND id = $2 AND version = $3",
        params![
            entry.community.as_str(),
            entry.id.0,
            read,
            form_sha,
            entry.on,
            entry.until,
            to_json(&entry.fields)?,
            entry.void.as_ref().map(|void| void.on),
            entry.void.as_ref().map(|void| void.reason.as_str())
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    let void = match row.opt_day(8)? {
        Some(on) => Some(Void { on, reason: row.opt_text(9)?.unwrap_or_default() }),
        None => None,
    };
    Ok(Stored {
        entry: Entry {
            community: path(row, 0)?,
            id: Id(row.id(1)?),
            ledger: row.text(2)?,
            premises: row.opt_id(3)?.map(Id),
            hazard: row.opt_id(4)?.map(Id),
            on: row.day(5)?,
            until: row.opt_day(6)?,
            fields: from_json(&row.text(7)?)?,
            void,
        },
        form_sha: row.text(10)?,
        version: row.int(11)?,
    })
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql =
        format!("SELECT {COLUMNS} FROM entry e WHERE e.cid >= $1 AND e.cid < $2 AND e.id = $3");
    driver.query(&sql, params![low, high, id.0])?.first().map(stored).transpose()
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub ledger: Option<String>,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    /// Of these days, both counted.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Ends on this day or before.
    pub until: Option<NaiveDate>,
    /// Those struck out as well.
    pub void: bool,
    pub limit: Option<u32>,
}

/// Entries, the newest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clauses = String::new();
    let mut also = |clause: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            clauses += &format!(" AND e.{clause} ${}", params.len());
        }
    };
    also("ledger =", filter.ledger.as_deref().map(Into::into));
    also("premises =", filter.premises.map(|id| id.0.into()));
    also("hazard =", filter.hazard.map(|id| id.0.into()));
    also("on_day >=", filter.from.map(Into::into));
    also("on_day <=", filter.to.map(Into::into));
    also("until_day <=", filter.until.map(Into::into));
    if !filter.void {
        clauses += " AND e.void_on IS NULL";
    }
    let mut limit = String::new();
    if let Some(rows) = filter.limit {
        params.push(rows.into());
        limit = format!(" LIMIT ${}", params.len());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE e.cid >= $1 AND e.cid < $2{clauses}
         ORDER BY e.on_day DESC, e.id DESC{limit}"
    );
    driver.query(&sql, &params)?.iter().map(stored).collect()
}
