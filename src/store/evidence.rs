//! Evidence, and on a server its bytes.

use super::{Driver, Fault, Row, Value, papers::sha, units::path};
use crate::{
    domain::{
        evidence::{About, Evidence, Kind, Media},
        id::Id,
        notice::Void,
        unit::UnitPath,
    },
    params,
};

pub fn insert(driver: &mut dyn Driver, evidence: &Evidence) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO evidence(cid, id, about, subject, premises, kind, name, note, media, size, sha,
             taken_on, added_on, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            evidence.community.as_str(),
            evidence.id.0,
            evidence.about.code(),
            evidence.subject.0,
            evidence.premises.map(|id| id.0),
            evidence.kind.code(),
            &evidence.name,
            &evidence.note,
            evidence.media.code(),
            evidence.size as i64,
            &evidence.sha,
            evidence.taken_on,
            evidence.added_on,
            &evidence.actor
        ],
    )?;
    Ok(())
}

/// Marks evidence as taken back; what another desk has taken back first is a conflict.
pub fn void(driver: &mut dyn Driver, evidence: &Evidence, void: &Void) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE evidence SET void_on = $3, void_reason = $4
         WHERE cid = $1 AND id = $2 AND void_on IS NULL",
        params![evidence.community.as_str(), evidence.id.0, void.on, &void.reason],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

const COLUMNS: &str = "cid, id, about, subject, premises, kind, name, note, media, size, sha,
    taken_on, added_on, actor, void_on, void_reason";

fn evidence(row: &Row) -> Result<Evidence, Fault> {
    let code = |column, what: &str| {
        row.text(column).map(|code| (Fault::damaged(format!("not {what}: {code}")), code))
    };
    let (no_about, about) = code(2, "a kind of record")?;
    let (no_kind, kind) = code(5, "a kind of evidence")?;
    let (no_media, media) = code(8, "a kind of file")?;
    let void = match row.opt_day(14)? {
        Some(on) => Some(Void { on, reason: row.opt_text(15)?.unwrap_or_default() }),
        None => None,
    };
    Ok(Evidence {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        about: About::from_code(&about).ok_or(no_about)?,
        subject: Id(row.id(3)?),
        premises: row.opt_id(4)?.map(Id),
        kind: Kind::from_code(&kind).ok_or(no_kind)?,
        name: row.text(6)?,
        note: row.text(7)?,
        media: Media::from_code(&media).ok_or(no_media)?,
        size: row.int(9)? as u64,
        sha: row.text(10)?,
        taken_on: row.opt_day(11)?,
        added_on: row.day(12)?,
        actor: row.text(13)?,
        void,
    })
}

/// What a list of evidence is narrowed by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub subject: Option<Id>,
    /// Of the premises itself and of all its records.
    pub premises: Option<Id>,
    pub kind: Option<Kind>,
    /// What was taken back too.
    pub withdrawn: bool,
    pub limit: Option<u32>,
}

/// Evidence in scope, the newest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Evidence>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clauses = String::new();
    let mut also = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            clauses += &format!(" AND {column} = ${}", params.len());
        }
    };
    also("subject", filter.subject.map(|id| id.0.into()));
    also("premises", filter.premises.map(|id| id.0.into()));
    also("kind", filter.kind.map(|kind| kind.code().into()));
    if !filter.withdrawn {
        clauses += " AND void_on IS NULL";
    }
    let mut limit = String::new();
    if let Some(rows) = filter.limit {
        params.push(rows.into());
        limit = format!(" LIMIT ${}", params.len());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM evidence WHERE cid >= $1 AND cid < $2{clauses}
         ORDER BY added_on DESC, id DESC{limit}"
    );
    driver.query(&sql, &params)?.iter().map(evidence).collect()
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Evidence>, Fault> {
    let (low, high) = scope.range();
    let sql = format!("SELECT {COLUMNS} FROM evidence WHERE cid >= $1 AND cid < $2 AND id = $3");
    driver.query(&sql, params![low, high, id.0])?.first().map(evidence).transpose()
}

/// Ids that end in these hexadecimal digits.
pub fn ids_ending(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ending: &str,
) -> Result<Vec<Id>, Fault> {
    let (low, high) = scope.range();
    let ids = driver
        .query("SELECT id FROM evidence WHERE cid >= $1 AND cid < $2", params![low, high])?
        .iter()
        .map(|row| row.id(0).map(Id))
        .collect::<Result<Vec<Id>, Fault>>()?;
    Ok(ids.into_iter().filter(|id| id.to_string().replace('-', "").ends_with(ending)).collect())
}

/// The evidence of a record that has these very bytes and stands.
pub fn same(
    driver: &mut dyn Driver,
    community: &UnitPath,
    subject: Id,
    sha: &str,
) -> Result<Option<Evidence>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM evidence
         WHERE cid = $1 AND subject = $2 AND sha = $3 AND void_on IS NULL"
    );
    let rows = driver.query(&sql, params![community.as_str(), subject.0, sha])?;
    rows.first().map(evidence).transpose()
}

/// Keeps bytes on the server under their sha256; bytes that are there stay as they are.
pub fn keep_bytes(driver: &mut dyn Driver, sha: &str, bytes: Vec<u8>) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO evidence_bytes(sha, bytes) VALUES ($1, $2) ON CONFLICT(sha) DO NOTHING",
        params![sha, bytes],
    )?;
    Ok(())
}

/// Bytes kept on the server.
pub fn bytes(driver: &mut dyn Driver, wanted: &str) -> Result<Option<Vec<u8>>, Fault> {
    let rows = driver.query("SELECT bytes FROM evidence_bytes WHERE sha = $1", params![wanted])?;
    rows.first().map(|row| row.bytes(0)).transpose()
}

/// Whether the server still has the bytes as they were handed in; `None` when they are gone.
pub fn intact(driver: &mut dyn Driver, wanted: &str) -> Result<Option<bool>, Fault> {
    Ok(bytes(driver, wanted)?.map(|bytes| sha(&bytes) == wanted))
}
