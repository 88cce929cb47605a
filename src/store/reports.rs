//! Submitted reports, as they were sent.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{
        campaign::Sent,
        id::Id,
        report::{self, Report, Returned},
        unit::UnitPath,
    },
    form::facts::Facts,
    params,
};

/// A report with all that it said.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub report: Report,
    pub form_sha: String,
    /// What the paper was filled with.
    pub facts: Facts,
    /// What it corrected of earlier reports: the hazard's row as it stood then, nothing for one that was gone.
    pub told: Told,
    /// `form::letter::Letter` as JSON.
    pub letter: String,
}

pub type Told = BTreeMap<String, Option<report::Row>>;

const COLUMNS: &str =
    "cid, id, code, title, from_day, to_day, due_on, submitted_on, submitted_at, actor, signer,
    is_zero, figures, returned_on, returned_by, returned_reason,
    (SELECT MIN(f.submitted_on) FROM report f WHERE f.cid = report.cid AND f.code = report.code
       AND f.from_day = report.from_day AND f.to_day = report.to_day),
    (SELECT MAX(f.returned_on) FROM report f WHERE f.cid = report.cid AND f.code = report.code
       AND f.from_day = report.from_day AND f.to_day = report.to_day
       AND f.submitted_at < report.submitted_at)";

/// A second one about the same days is refused as [`Fault::Unique`].
pub fn insert(driver: &mut dyn Driver, stored: &Stored) -> Result<(), Fault> {
    let report = &stored.report;
    driver.execute(
        "INSERT INTO report(cid, id, code, title, from_day, to_day, due_on, submitted_on, submitted_at,
             actor, signer, is_zero, form_sha, figures, facts, told, letter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![
            report.unit.as_str(),
            report.id.0,
            &report.code,
            &report.title,
            report.from,
            report.to,
            report.due,
            report.submitted_on,
            report.submitted_at,
            &report.by,
            &report.signer,
            report.zero,
            &stored.form_sha,
            to_json(&report.figures)?,
            to_json(&stored.facts)?,
            to_json(&stored.told)?,
            &stored.letter
        ],
    )?;
    Ok(())
}

/// Marks a report as returned; one that another desk has returned first is a conflict.
pub fn give_back(
    driver: &mut dyn Driver,
    report: &Report,
    returned: &Returned,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE report SET returned_on = $3, returned_by = $4, returned_reason = $5
         WHERE cid = $1 AND id = $2 AND returned_on IS NULL",
        params![report.unit.as_str(), report.id.0, returned.on, &returned.by, &returned.reason],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

fn report(row: &Row) -> Result<Report, Fault> {
    let returned = match row.opt_day(13)? {
        Some(on) => Some(Returned {
            on,
            by: row.opt_text(14)?.unwrap_or_default(),
            reason: row.opt_text(15)?.unwrap_or_default(),
        }),
        None => None,
    };
    let submitted_on = row.day(7)?;
    Ok(Report {
        unit: path(row, 0)?,
        id: Id(row.id(1)?),
        code: row.text(2)?,
        title: row.text(3)?,
        from: row.day(4)?,
        to: row.day(5)?,
        due: row.opt_day(6)?,
        submitted_on,
        first_on: row.opt_day(16)?.filter(|first| *first < submitted_on),
        back_on: row.opt_day(17)?,
        submitted_at: row.int(8)?,
        by: row.text(9)?,
        signer: row.text(10)?,
        zero: row.bool(11)?,
        figures: from_json(&row.text(12)?)?,
        returned,
    })
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    Ok(Stored {
        report: report(row)?,
        form_sha: row.text(18)?,
        facts: from_json(&row.text(19)?)?,
        told: from_json(&row.text(20)?)?,
        letter: row.text(21)?,
    })
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS}, form_sha, facts, told, letter FROM report
         WHERE cid >= $1 AND cid < $2 AND id = $3"
    );
    driver.query(&sql, params![low, high, id.0])?.first().map(stored).transpose()
}

/// What stands of one unit and code about days that begin in this range, all of it, the oldest first.
pub fn standing(
    driver: &mut dyn Driver,
    unit: &UnitPath,
    code: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Stored>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS}, form_sha, facts, told, letter FROM report
         WHERE cid = $1 AND code = $2 AND from_day >= $3 AND from_day <= $4 AND returned_on IS NULL
         ORDER BY from_day, to_day"
    );
    driver.query(&sql, params![unit.as_str(), code, from, to])?.iter().map(stored).collect()
}

/// What a report is about: whose it is, its code, the first and the last day that it speaks of.
pub type About = (UnitPath, String, NaiveDate, NaiveDate);

/// What stands of the reports in scope about days that touch this range, sent by a day.
pub fn sent(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (from, to): (NaiveDate, NaiveDate),
    by: NaiveDate,
) -> Result<HashSet<About>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, code, from_day, to_day FROM report
             WHERE cid >= $1 AND cid < $2 AND to_day >= $3 AND from_day <= $4
               AND submitted_on <= $5 AND returned_on IS NULL",
            params![low, high, from, to, by],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, row.text(1)?, row.day(2)?, row.day(3)?)))
        .collect()
}

/// What has ever been sent under some codes, those that were given back too: the code, whose it is, its days and the day by
/// which it was asked for first.
pub fn first_sent(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    codes: &[String],
) -> Result<Vec<(String, UnitPath, Sent)>, Fault> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let (low, high) = scope.range();
    let mut values = params![low, high].to_vec();
    values.extend(codes.iter().map(|code| Value::from(code.as_str())));
    let places: Vec<String> = (3..=values.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT code, cid, from_day, to_day, MIN(due_on) FROM report
         WHERE code IN ({}) AND cid >= $1 AND cid < $2 GROUP BY code, cid, from_day, to_day",
        places.join(", ")
    );
    driver
        .query(&sql, &values)?
        .iter()
        .map(|row| {
            let (from, to) = (row.day(2)?, row.day(3)?);
            let due = row.opt_day(4)?.unwrap_or(to);
            Ok((row.text(0)?, path(row, 1)?, Sent { due, from, to }))
        })
        .collect()
}

/// Reports in scope about days that touch this range, returned ones too, in the order in which they were sent.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Report>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM report
         WHERE cid >= $1 AND cid < $2 AND to_day >= $3 AND from_day <= $4
         ORDER BY submitted_at, id"
    );
    driver.query(&sql, params![low, high, from, to])?.iter().map(report).collect()
}
