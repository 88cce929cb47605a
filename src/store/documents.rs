//! Issued papers other than notices.

use std::collections::BTreeMap;

use super::{
    Driver, Fault, Row, Value,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{document::Document, id::Id, notice::Void, unit::UnitPath},
    params,
};

/// A document with what was asked for it and the words it was issued with.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub document: Document,
    pub form_sha: String,
    /// What a person filled in, by field.
    pub fields: BTreeMap<String, String>,
    /// `form::letter::Letter` as JSON.
    pub letter: String,
}

const COLUMNS: &str =
    "d.cid, d.id, d.code, d.title, d.subject, d.premises, d.unit, d.year, d.serial,
    d.number, d.issued_on, d.void_on, d.void_reason";

pub fn insert(driver: &mut dyn Driver, stored: &Stored) -> Result<(), Fault> {
    let document = &stored.document;
    driver.execute(
        "INSERT INTO document(cid, id, code, form_sha, title, subject, premises, unit, year, serial,
             number, issued_on, fields, letter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            document.community.as_str(),
            document.id.0,
            &document.code,
            &stored.form_sha,
            &document.title,
            document.subject.map(|id| id.0),
            document.premises.map(|id| id.0),
            document.unit.as_str(),
            document.year,
            document.serial,
            &document.number,
            document.issued_on,
            to_json(&stored.fields)?,
            &stored.letter
        ],
    )?;
    Ok(())
}

/// Marks a document void; one that another desk has voided first is a conflict.
pub fn void(driver: &mut dyn Driver, document: &Document, void: &Void) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE document SET void_on = $3, void_reason = $4
         WHERE cid = $1 AND id = $2 AND void_on IS NULL",
        params![document.community.as_str(), document.id.0, void.on, &void.reason],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

fn document(row: &Row) -> Result<Document, Fault> {
    let void = match row.opt_day(11)? {
        Some(on) => Some(Void { on, reason: row.opt_text(12)?.unwrap_or_default() }),
        None => None,
    };
    Ok(Document {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        code: row.text(2)?,
        title: row.text(3)?,
        subject: row.opt_id(4)?.map(Id),
        premises: row.opt_id(5)?.map(Id),
        unit: path(row, 6)?,
        year: row.int(7)? as i32,
        serial: row.opt_int(8)?.map(|serial| serial as u32),
        number: row.text(9)?,
        issued_on: row.day(10)?,
        void,
    })
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    Ok(Stored {
        document: document(row)?,
        form_sha: row.text(13)?,
        fields: from_json(&row.text(14)?)?,
        letter: row.text(15)?,
    })
}

fn select(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    clause: &str,
    value: Value,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS}, d.form_sha, d.fields, d.letter FROM document d
         WHERE d.cid >= $1 AND d.cid < $2 AND {clause} ORDER BY d.issued_on, d.id"
    );
    driver.query(&sql, &[low.into(), high.into(), value])?.iter().map(stored).collect()
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    Ok(select(driver, scope, "d.id = $3", id.0.into())?.into_iter().next())
}

/// Documents with this number (two units might write the same one).
pub fn by_number(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    number: &str,
) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, "d.number = $3", number.into())
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub code: Option<String>,
    pub subject: Option<Id>,
    pub premises: Option<Id>,
    pub year: Option<i32>,
    pub limit: Option<u32>,
}

/// Documents, void ones too, the newest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Document>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clauses = String::new();
    let mut also = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            clauses += &format!(" AND d.{column} = ${}", params.len());
        }
    };
    also("code", filter.code.as_deref().map(Into::into));
    also("subject", filter.subject.map(|id| id.0.into()));
    also("premises", filter.premises.map(|id| id.0.into()));
    also("year", filter.year.map(Into::into));
    let mut limit = String::new();
    if let Some(rows) = filter.limit {
        params.push(rows.into());
        limit = format!(" LIMIT ${}", params.len());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM document d WHERE d.cid >= $1 AND d.cid < $2{clauses}
         ORDER BY d.issued_on DESC, d.serial DESC, d.id{limit}"
    );
    driver.query(&sql, &params)?.iter().map(document).collect()
}
