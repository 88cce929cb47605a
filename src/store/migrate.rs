//! Brings a database to the schema of this program: numbered, checksummed steps, all in one transaction.
//!
//! One text serves both engines. Types stand as words in braces; a line that begins with `-- sqlite:` or
//! `-- postgres:` is for that engine alone and a comment for the other. A released step is never edited.

use sha2::{Digest, Sha256};

use super::driver::{Driver, Engine};
use super::fault::Fault;
use super::transaction;
use crate::params;

/// A step: its name, which orders it, and its text.
pub type Step = (&'static str, &'static str);

/// Every step, oldest first.
pub const STEPS: &[Step] = &[
    ("0000_house", include_str!("schema/0000_house.sql")),
    ("0001_records", include_str!("schema/0001_records.sql")),
    ("0002_drafts", include_str!("schema/0002_drafts.sql")),
    ("0003_matters", include_str!("schema/0003_matters.sql")),
    ("0004_documents", include_str!("schema/0004_documents.sql")),
    ("0005_evidence", include_str!("schema/0005_evidence.sql")),
    ("0006_duties", include_str!("schema/0006_duties.sql")),
    ("0007_review", include_str!("schema/0007_review.sql")),
    ("0008_warn", include_str!("schema/0008_warn.sql")),
    ("0009_plan", include_str!("schema/0009_plan.sql")),
    ("0010_report", include_str!("schema/0010_report.sql")),
    ("0012_filled", include_str!("schema/0012_filled.sql")),
    ("0015_trade", include_str!("schema/0015_trade.sql")),
    ("0017_folded", include_str!("schema/0017_folded.sql")),
    ("0017_origin", include_str!("schema/0017_origin.sql")),
    ("0019_board", include_str!("schema/0019_board.sql")),
    ("0024_server", include_str!("schema/0024_server.sql")),
    ("0025_roles", include_str!("schema/0025_roles.sql")),
    ("0026_left", include_str!("schema/0026_left.sql")),
    ("0027_closed", include_str!("schema/0027_closed.sql")),
    ("0028_trade_grid", include_str!("schema/0028_trade_grid.sql")),
    ("0029_district_officer", include_str!("schema/0029_district_officer.sql")),
    ("0030_matter_link", include_str!("schema/0030_matter_link.sql")),
    ("0031_hazard_form", include_str!("schema/0031_hazard_form.sql")),
    ("0032_site", include_str!("schema/0032_site.sql")),
    ("0033_password", include_str!("schema/0033_password.sql")),
    ("0033_unit_head", include_str!("schema/0033_unit_head.sql")),
    ("0034_exchange", include_str!("schema/0034_exchange.sql")),
    ("0035_due", include_str!("schema/0035_due.sql")),
    ("0036_agenda", include_str!("schema/0036_agenda.sql")),
    ("0037_notice_entered", include_str!("schema/0037_notice_entered.sql")),
    ("0039_campaign_withdrawn", include_str!("schema/0039_campaign_withdrawn.sql")),
    ("0042_counts", include_str!("schema/0042_counts.sql")),
    ("0043_draft_whose", include_str!("schema/0043_draft_whose.sql")),
    ("0044_entry_changed", include_str!("schema/0044_entry_changed.sql")),
    ("0046_mend", include_str!("schema/0046_mend.sql")),
    ("0047_seen_by", include_str!("schema/0047_seen_by.sql")),
    ("0048_standing", include_str!("schema/0048_standing.sql")),
    ("0056_beside", include_str!("schema/0056_beside.sql")),
    ("0057_named", include_str!("schema/0057_named.sql")),
    ("0062_joint", include_str!("schema/0062_joint.sql")),
    ("0063_report_code", include_str!("schema/0063_report_code.sql")),
    ("0064_resting", include_str!("schema/0064_resting.sql")),
];

/// Word, SQLite, PostgreSQL. Text compares by code point on both.
const WORDS: [(&str, &str, &str); 8] = [
    ("{ID}", "BLOB", "UUID"),
    ("{INT}", "INTEGER", "BIGINT"),
    ("{BOOL}", "INTEGER", "BOOLEAN"),
    ("{REAL}", "REAL", "DOUBLE PRECISION"),
    ("{TEXT}", "TEXT", "TEXT COLLATE \"C\""),
    ("{DAY}", "TEXT", "DATE"),
    ("{BYTES}", "BLOB", "BYTEA"),
    ("{STRICT}", " STRICT", ""),
];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_step(
    name {TEXT} NOT NULL PRIMARY KEY, sha256 {TEXT} NOT NULL){STRICT};";

/// Applies the steps that the database does not have yet; returns their names.
///
/// Errors: [`Fault::Newer`] and [`Fault::Altered`], with the database left as it was.
pub fn migrate(driver: &mut dyn Driver, steps: &[Step]) -> Result<Vec<&'static str>, Fault> {
    if missing(driver, steps)?.is_empty() {
        return Ok(Vec::new());
    }
    transaction(driver, |driver| {
        let engine = driver.engine();
        if engine == Engine::Postgres {
            // Two desks that are upgraded at the same time: the second waits, then finds the work done.
            driver.batch("SELECT pg_advisory_xact_lock(7310113)")?;
        }
        driver.batch(&dialect(LEDGER, engine))?;
        let missing = missing(driver, steps)?;
        for (name, text) in &missing {
            driver.batch(&dialect(text, engine))?;
            driver.execute(
                "INSERT INTO schema_step(name, sha256) VALUES ($1, $2)",
                params![*name, checksum(text)],
            )?;
        }
        Ok(missing.into_iter().map(|(name, _)| name).collect())
    })
}

/// The steps that the database does not have, after those that it has were recognised.
pub(super) fn missing(driver: &mut dyn Driver, steps: &[Step]) -> Result<Vec<Step>, Fault> {
    let done = applied(driver)?;
    for (name, sha256) in &done {
        match steps.iter().find(|(known, _)| known == name) {
            None => return Err(Fault::Newer { place: None, step: name.clone() }),
            Some((_, text)) if checksum(text) != *sha256 => {
                return Err(Fault::Altered { place: None, step: name.clone() });
            }
            Some(_) => {}
        }
    }
    Ok(steps
        .iter()
        .filter(|(name, _)| !done.iter().any(|(known, _)| known == name))
        .copied()
        .collect())
}

/// Names and checksums of the steps that the database has, oldest first.
pub(super) fn applied(driver: &mut dyn Driver) -> Result<Vec<(String, String)>, Fault> {
    let ledger = match driver.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE name = 'schema_step'",
        Engine::Postgres => {
            "SELECT tablename FROM pg_catalog.pg_tables
            WHERE schemaname = current_schema() AND tablename = 'schema_step'"
        }
    };
    if driver.query(ledger, &[])?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = driver.query("SELECT name, sha256 FROM schema_step ORDER BY name", &[])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// Schema text in the engine's own words.
pub fn dialect(text: &str, engine: Engine) -> String {
    let prefix = match engine {
        Engine::Sqlite => "-- sqlite:",
        Engine::Postgres => "-- postgres:",
    };
    let lines: Vec<&str> =
        text.lines().map(|line| line.strip_prefix(prefix).unwrap_or(line)).collect();
    let mut text = lines.join("\n");
    for (word, sqlite, postgres) in WORDS {
        text = text.replace(word, if engine == Engine::Sqlite { sqlite } else { postgres });
    }
    text
}

/// Of the text with bare line ends: a checkout on Windows may have added carriage returns.
fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text.replace('\r', ""));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_for_two_engines() {
        let text = "CREATE TABLE t(id {ID}, d {DAY}){STRICT};\n-- sqlite:A {ID}\r\n-- postgres:B\n-- a remark";
        assert_eq!(
            dialect(text, Engine::Sqlite),
            "CREATE TABLE t(id BLOB, d TEXT) STRICT;\nA BLOB\n-- postgres:B\n-- a remark"
        );
        assert_eq!(
            dialect(text, Engine::Postgres),
            "CREATE TABLE t(id UUID, d DATE);\n-- sqlite:A UUID\nB\n-- a remark"
        );
    }

    #[test]
    fn the_steps_are_in_order_and_leave_no_word_behind() {
        assert!(STEPS.windows(2).all(|pair| pair[0].0 < pair[1].0), "steps are numbered upwards");
        for (name, text) in STEPS {
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let text = dialect(text, engine);
                let left = text
                    .split('{')
                    .skip(1)
                    .any(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
                assert!(!left, "{name} has a word that is not known");
            }
        }
    }

    #[test]
    fn carriage_returns_do_not_alter_a_step() {
        assert_eq!(checksum("a\r\nb\r\n"), checksum("a\nb\n"));
        assert_ne!(checksum("a\nb\n"), checksum("a\nc\n"));
    }
}
