//! Half-filled forms, each under its desk, who filled it in, its kind and what it is about.

use super::{Driver, Fault, Row};
use crate::params;

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Who has filled it in; empty where nobody had signed in.
    pub who: String,
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

impl Draft {
    /// Whether this person may go on with it: of what nobody signed in filled in, anybody may.
    pub fn is_of(&self, who: &str) -> bool {
        self.who.is_empty() || self.who == who
    }
}

/// Keeps a draft in the place of the one it follows. What nobody had signed for is the person's from now on.
pub fn save(driver: &mut dyn Driver, desk: &str, draft: &Draft) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO draft(desk, who, kind, subject, title, body, changed_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT(desk, who, kind, subject)
         DO UPDATE SET title = excluded.title, body = excluded.body, changed_ms = excluded.changed_ms",
        params![
            desk,
            &draft.who,
            &draft.kind,
            &draft.subject,
            &draft.title,
            &draft.body,
            draft.changed_ms
        ],
    )?;
    if !draft.who.is_empty() {
        drop(driver, desk, "", &draft.kind, &draft.subject)?;
    }
    Ok(())
}

const ALL: &str = "SELECT who, kind, subject, title, body, changed_ms FROM draft WHERE desk = $1";

/// All drafts of a desk, the latest first.
pub fn all(driver: &mut dyn Driver, desk: &str) -> Result<Vec<Draft>, Fault> {
    let sql = format!("{ALL} ORDER BY changed_ms DESC, kind, subject, who");
    driver.query(&sql, params![desk])?.iter().map(read).collect()
}

/// What the person may go on with, their own before nobody's.
pub fn find(
    driver: &mut dyn Driver,
    desk: &str,
    who: &str,
    kind: &str,
    subject: &str,
) -> Result<Option<Draft>, Fault> {
    let sql = format!(
        "{ALL} AND who IN ($2, '') AND kind = $3 AND subject = $4 ORDER BY who DESC LIMIT 1"
    );
    let rows = driver.query(&sql, params![desk, who, kind, subject])?;
    rows.first().map(read).transpose()
}

/// Lets go of the person's draft, and of nobody's about the same.
pub fn drop(
    driver: &mut dyn Driver,
    desk: &str,
    who: &str,
    kind: &str,
    subject: &str,
) -> Result<(), Fault> {
    driver.execute(
        "DELETE FROM draft WHERE desk = $1 AND who IN ($2, '') AND kind = $3 AND subject = $4",
        params![desk, who, kind, subject],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<Draft, Fault> {
    Ok(Draft {
        who: row.text(0)?,
        kind: row.text(1)?,
        subject: row.text(2)?,
        title: row.text(3)?,
        body: row.text(4)?,
        changed_ms: row.int(5)?,
    })
}
