//! Issued paper, as the bytes that were printed and signed.

use chrono::NaiveDate;

use super::{Driver, Fault};
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
