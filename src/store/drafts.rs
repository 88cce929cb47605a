//! Half-filled forms, each under its desk, its kind and what it is about.

use super::{Driver, Fault, Row};
use crate::params;

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What form it is: `inspection`, `premises` …
    pub kind: String,
    /// What it is about, mostly an id.
    pub subject: String,
    /// As the list of drafts shows it.
    pub title: String,
    /// The form's own text.
    pub body: String,
    /// When it was last changed, in milliseconds since 1970.
    pub changed_ms: i64,
}

/// Keeps a draft in the place of the one it follows.
pub fn save(driver: &mut dyn Driver, desk: &str, draft: &Draft) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO draft(desk, kind, subject, title, body, changed_ms)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT(desk, kind, subject)
         DO UPDATE SET title = excluded.title, body = excluded.body, changed_ms = excluded.changed_ms",
        params![desk, &draft.kind, &draft.subject, &draft.title, &draft.body, draft.changed_ms],
    )?;
    Ok(())
}

/// All drafts of a desk, the latest first.
pub fn all(driver: &mut dyn Driver, desk: &str) -> Result<Vec<Draft>, Fault> {
    driver
        .query(
            "SELECT kind, subject, title, body, changed_ms FROM draft WHERE desk = $1
             ORDER BY changed_ms DESC, kind, subject",
            params![desk],
        )?
        .iter()
        .map(read)
        .collect()
}

pub fn find(
    driver: &mut dyn Driver,
    desk: &str,
    kind: &str,
    subject: &str,
) -> Result<Option<Draft>, Fault> {
    driver
        .query(
            "SELECT kind, subject, title, body, changed_ms FROM draft
             WHERE desk = $1 AND kind = $2 AND subject = $3",
            params![desk, kind, subject],
        )?
        .first()
        .map(read)
        .transpose()
}

pub fn drop(driver: &mut dyn Driver, desk: &str, kind: &str, subject: &str) -> Result<(), Fault> {
    driver.execute(
        "DELETE FROM draft WHERE desk = $1 AND kind = $2 AND subject = $3",
        params![desk, kind, subject],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<Draft, Fault> {
    Ok(Draft {
        kind: row.text(0)?,
        subject: row.text(1)?,
        title: row.text(2)?,
        body: row.text(3)?,
        changed_ms: row.int(4)?,
    })
}
