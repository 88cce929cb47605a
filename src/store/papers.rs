//! Issued paper, as the bytes that were printed and signed.

use std::collections::HashSet;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{Driver, Fault, units::path};
use crate::{
    domain::{id::Id, unit::UnitPath},
    params,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub community: UnitPath,
    /// `notice`, `checklist` …
    pub kind: String,
    /// The record it is the paper of.
    pub subject: Id,
    /// sha256 of the bytes.
    pub sha: String,
    pub made_on: NaiveDate,
    pub bytes: Vec<u8>,
}

/// Keeps the paper unless another desk has printed it first (`false`); what is stored then is what counts.
pub fn keep(driver: &mut dyn Driver, paper: &Paper) -> Result<bool, Fault> {
    let kept = driver.execute(
        "INSERT INTO paper(cid, kind, subject, sha, made_on, bytes) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT(cid, kind, subject) DO NOTHING",
        params![
            paper.community.as_str(),
            &paper.kind,
            paper.subject.0,
            &paper.sha,
            paper.made_on,
            paper.bytes.clone()
        ],
    )?;
    Ok(kept == 1)
}

pub fn find(
    driver: &mut dyn Driver,
    community: &UnitPath,
    kind: &str,
    subject: Id,
) -> Result<Option<Paper>, Fault> {
    let rows = driver.query(
        "SELECT sha, made_on, bytes FROM paper WHERE cid = $1 AND kind = $2 AND subject = $3",
        params![community.as_str(), kind, subject.0],
    )?;
    rows.first()
        .map(|row| {
            Ok(Paper {
                community: community.clone(),
                kind: kind.to_owned(),
                subject,
                sha: row.text(0)?,
                made_on: row.day(1)?,
                bytes: row.bytes(2)?,
            })
        })
        .transpose()
}

/// The records of `scope` that have a kept paper of this kind.
pub fn subjects(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    kind: &str,
) -> Result<HashSet<Id>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT subject FROM paper WHERE cid >= $1 AND cid < $2 AND kind = $3",
            params![low.as_str(), high.as_str(), kind],
        )?
        .iter()
        .map(|row| Ok(Id(row.id(0)?)))
        .collect()
}

/// A kept paper whose bytes are not those that were printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Damaged {
    pub community: UnitPath,
    pub kind: String,
    pub subject: Id,
}

/// Papers read at once while all are looked through.
const PAGE_ROWS: i64 = 64;

/// Reads every kept paper and compares it with its sha256.
pub fn damaged(driver: &mut dyn Driver) -> Result<Vec<Damaged>, Fault> {
    let mut damaged = Vec::new();
    let mut last = (String::new(), String::new(), [0; 16]);
    loop {
        let rows = driver.query(
            "SELECT cid, kind, subject, sha, bytes FROM paper WHERE (cid, kind, subject) > ($1, $2, $3)
             ORDER BY cid, kind, subject LIMIT $4",
            params![&last.0, &last.1, last.2, PAGE_ROWS],
        )?;
        for row in &rows {
            last = (row.text(0)?, row.text(1)?, row.id(2)?);
            if sha(&row.bytes(4)?) != row.text(3)? {
                damaged.push(Damaged {
                    community: path(row, 0)?,
                    kind: last.1.clone(),
                    subject: Id(last.2),
                });
            }
        }
        if (rows.len() as i64) < PAGE_ROWS {
            return Ok(damaged);
        }
    }
}

/// sha256 as it is kept: lower-case hex.
pub fn sha(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
