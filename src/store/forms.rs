//! The source of every form revision that was ever used.

use super::{Driver, Fault};
use crate::params;

#[derive(Clone, Debug, PartialEq)]
pub struct FormRevision {
    /// sha256 of `source`, in hexadecimal digits.
    pub sha: String,
    /// `checklist`, `notice` …
    pub kind: String,
    pub code: String,
    pub revision: u32,
    pub source: String,
}

/// Keeps a revision; one that is kept already stays as it is.
pub fn keep(driver: &mut dyn Driver, form: &FormRevision) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO form_revision(sha, kind, code, revision, source) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT(sha) DO NOTHING",
        params![&form.sha, &form.kind, &form.code, form.revision, &form.source],
    )?;
    Ok(())
}

pub fn by_sha(driver: &mut dyn Driver, sha: &str) -> Result<Option<FormRevision>, Fault> {
    let rows = driver.query(
        "SELECT sha, kind, code, revision, source FROM form_revision WHERE sha = $1",
        params![sha],
    )?;
    rows.first()
        .map(|row| {
            Ok(FormRevision {
                sha: row.text(0)?,
                kind: row.text(1)?,
                code: row.text(2)?,
                revision: row.int(3)? as u32,
                source: row.text(4)?,
            })
        })
        .transpose()
}
