//! Rows of ledgers. What an entry said before it was put right stands in the journal.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, search, sought,
    text::{from_json, like, to_json},
    units::{opt_path, path},
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
    /// The day on which somebody has last put it right or struck it out; `None` while it is as it was entered.
    pub changed_on: Option<NaiveDate>,
}

const COLUMNS: &str =
    "e.cid, e.id, e.ledger, e.premises, e.hazard, e.on_day, e.until_day, e.fields,
    e.void_on, e.void_reason, e.form_sha, e.version, e.waits, e.changed_on";

pub fn insert(driver: &mut dyn Driver, entry: &Entry, form_sha: &str) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO entry(cid, id, ledger, form_sha, premises, hazard, on_day, until_day, fields, waits,
             done_day, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        params![
            entry.community.as_str(),
            entry.id.0,
            &entry.ledger,
            form_sha,
            entry.premises.map(|id| id.0),
            entry.hazard.map(|id| id.0),
            entry.on,
            entry.until,
            to_json(&entry.fields)?,
            entry.waits,
            entry.done_on()
        ],
    )?;
    Ok(())
}

/// Writes over the version that was read, on a day; another one in its place is a conflict. It stays in its community.
pub fn update(
    driver: &mut dyn Driver,
    entry: &Entry,
    form_sha: &str,
    read: i64,
    today: NaiveDate,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE entry SET form_sha = $4, on_day = $5, until_day = $6, fields = $7, void_on = $8,
             void_reason = $9, waits = $10, done_day = $11, changed_on = $12,
             premises = $13, version = version + 1
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
            entry.void.as_ref().map(|void| void.reason.as_str()),
            entry.waits,
            entry.done_on(),
            today,
            entry.premises.map(|id| id.0)
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
            waits: row.bool(12)?,
        },
        form_sha: row.text(10)?,
        version: row.int(11)?,
        changed_on: row.opt_day(13)?,
    })
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql =
        format!("SELECT {COLUMNS} FROM entry e WHERE e.cid >= $1 AND e.cid < $2 AND e.id = $3");
    driver.query(&sql, params![low, high, id.0])?.first().map(stored).transpose()
}

/// An entry that somebody still has to see to, with the premises that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub row: Stored,
    pub premises: Option<String>,
    pub grid: Option<UnitPath>,
    /// The premises have closed or moved out.
    pub gone: bool,
    /// They have done so since the row was entered.
    pub gone_since: bool,
}

/// What a row was to bring to premises that have closed or moved out since its day reaches nobody any more.
const GONE_SINCE: &str =
    "EXISTS (SELECT 1 FROM premises g JOIN premises_change c ON c.cid = g.cid AND c.premises = g.id
    WHERE g.cid = e.cid AND g.id = e.premises AND g.status IN ('closed', 'moved_out')
      AND c.kind = g.status AND c.on_day > e.on_day)";

/// Rows of a ledger of which a field says the same and that have the same last day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Batch {
    pub ledger: String,
    pub field: String,
    pub word: String,
    pub until: NaiveDate,
}

/// Those whose last day is this one or an earlier, the most urgent first: behind one that is given, and without the rows
/// of some batches.
pub fn waiting(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    until: NaiveDate,
    behind: Option<(NaiveDate, Id)>,
    without: &[Batch],
    limit: u32,
) -> Result<Vec<Waiting>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, until, limit].to_vec();
    let mut clauses = String::new();
    if let Some((day, id)) = behind {
        params.extend(params![day, id.0].iter().cloned());
        clauses += " AND (e.until_day > $5 OR e.until_day = $5 AND e.id > $6)";
    }
    for batch in without {
        params.push(like(&said(&batch.field, &batch.word)?).into());
        params.extend(params![&batch.ledger, batch.until].iter().cloned());
        let at = params.len();
        clauses += &format!(
            " AND NOT (e.fields LIKE ${} ESCAPE '!' AND e.ledger = ${} AND e.until_day = ${at})",
            at - 2,
            at - 1
        );
    }
    let sql = format!(
        "SELECT {COLUMNS}, p.name, p.grid, COALESCE(p.status IN ('closed', 'moved_out'), FALSE), {GONE_SINCE}
         FROM unit u CROSS JOIN entry e
         LEFT JOIN premises p ON p.cid = e.cid AND p.id = e.premises
         WHERE u.path >= $1 AND u.path < $2 AND e.cid = u.path AND e.waits AND e.until_day <= $3{clauses}
         ORDER BY e.until_day, e.id LIMIT $4"
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| {
            Ok(Waiting {
                row: stored(row)?,
                premises: row.opt_text(14)?,
                grid: opt_path(row, 15)?,
                gone: row.bool(16)?,
                gone_since: row.bool(17)?,
            })
        })
        .collect()
}

/// How many rows of a batch wait, without those for premises that are gone since.
pub fn waiting_in(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    batch: &Batch,
) -> Result<usize, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT COUNT(*) FROM unit u CROSS JOIN entry e
         WHERE u.path >= $1 AND u.path < $2 AND e.cid = u.path AND e.waits AND e.until_day = $3
           AND e.ledger = $4 AND e.fields LIKE $5 ESCAPE '!' AND NOT {GONE_SINCE}"
    );
    let word = like(&said(&batch.field, &batch.word)?);
    let rows = driver.query(&sql, params![low, high, batch.until, &batch.ledger, word])?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)? as usize))
}

/// Rows of a ledger in some days, by community.
pub fn counted(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ledger: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<UnitPath, u32>, Fault> {
    by_community(
        driver,
        "SELECT e.cid, COUNT(*) FROM unit u CROSS JOIN entry e
         WHERE u.path >= $1 AND u.path < $2 AND e.cid = u.path AND e.ledger = $3
           AND e.on_day >= $4 AND e.on_day <= $5 AND e.void_on IS NULL
         GROUP BY e.cid",
        (scope, ledger, from, to),
    )
}

/// Rows of which a field says one of these words count for nothing: `(field, words)`.
pub type Uncounted<'a> = Option<(&'a str, &'a [String])>;

/// What the kept fields hold where one says this: they are JSON without blanks.
fn said(field: &str, value: &str) -> Result<String, Fault> {
    Ok(format!("{}:{}", to_json(&field)?, to_json(&value)?))
}

/// ` AND …` over the kept fields.
fn counts(uncounted: Uncounted<'_>, params: &mut Vec<Value>) -> Result<String, Fault> {
    let Some((field, words)) = uncounted else { return Ok(String::new()) };
    let mut clauses = String::new();
    for word in words {
        params.push(like(&said(field, word)?).into());
        clauses += &format!(" AND e.fields NOT LIKE ${} ESCAPE '!'", params.len());
    }
    Ok(clauses)
}

/// How many key premises of each community have a row of a ledger in some days.
pub fn keys_with(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ledger: &str,
    uncounted: Uncounted<'_>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<HashMap<UnitPath, u32>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, ledger, from, to].to_vec();
    let counts = counts(uncounted, &mut params)?;
    let sql = format!(
        "SELECT e.cid, COUNT(DISTINCT e.premises) FROM unit u CROSS JOIN entry e
         JOIN premises p ON p.cid = e.cid AND p.id = e.premises
         WHERE u.path >= $1 AND u.path < $2 AND e.cid = u.path AND e.ledger = $3
           AND e.on_day >= $4 AND e.on_day <= $5 AND e.void_on IS NULL
           AND p.is_key AND p.status = 'operating' AND p.direct = ''{counts}
         GROUP BY e.cid"
    );
    let rows = driver.query(&sql, &params)?;
    rows.iter().map(|row| Ok((path(row, 0)?, row.int(1)? as u32))).collect()
}

/// The same, day by day.
pub fn keys_by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ledger: &str,
    uncounted: Uncounted<'_>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<HashMap<(UnitPath, NaiveDate), u32>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, ledger, from, to].to_vec();
    let counts = counts(uncounted, &mut params)?;
    let sql = format!(
        "SELECT e.cid, e.on_day, COUNT(DISTINCT e.premises) FROM unit u CROSS JOIN entry e
         JOIN premises p ON p.cid = e.cid AND p.id = e.premises
         WHERE u.path >= $1 AND u.path < $2 AND e.cid = u.path AND e.ledger = $3
           AND e.on_day >= $4 AND e.on_day <= $5 AND e.void_on IS NULL
           AND p.is_key AND p.status = 'operating' AND p.direct = ''{counts}
         GROUP BY e.cid, e.on_day"
    );
    let rows = driver.query(&sql, &params)?;
    rows.iter().map(|row| Ok(((path(row, 0)?, row.day(1)?), row.int(2)? as u32))).collect()
}

/// The first and the last day that a ledger has a row of, in any community; `None` for one that was never used.
pub fn days(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ledger: &str,
) -> Result<Option<(NaiveDate, NaiveDate)>, Fault> {
    let (low, high) = scope.range();
    let day = |order: &str| {
        format!(
            "(SELECT e.on_day FROM entry e WHERE e.cid = u.path AND e.ledger = $3 AND e.void_on IS NULL
              ORDER BY e.on_day {order} LIMIT 1)"
        )
    };
    let sql = format!(
        "SELECT MIN(of_each.first_day), MAX(of_each.last_day)
         FROM (SELECT {} AS first_day, {} AS last_day FROM unit u WHERE u.path >= $1 AND u.path < $2)
           AS of_each",
        day("ASC"),
        day("DESC")
    );
    let rows = driver.query(&sql, params![low, high, ledger])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.opt_day(0)?.zip(row.opt_day(1)?))
}

/// Key premises of a community that have none, the first of them in Chinese order.
pub fn keys_lacking(
    driver: &mut dyn Driver,
    community: &UnitPath,
    ledger: &str,
    uncounted: Uncounted<'_>,
    (from, to): (NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<String>, Fault> {
    let mut params = params![community.as_str(), ledger, from, to, limit].to_vec();
    let counts = counts(uncounted, &mut params)?;
    let sql = format!(
        "SELECT p.name FROM premises p
         WHERE p.cid = $1 AND p.is_key AND p.status = 'operating' AND p.direct = ''
           AND NOT EXISTS (SELECT 1 FROM entry e
             WHERE e.cid = p.cid AND e.premises = p.id AND e.ledger = $2
               AND e.on_day >= $3 AND e.on_day <= $4 AND e.void_on IS NULL{counts})
         ORDER BY p.sort, p.id LIMIT $5"
    );
    driver.query(&sql, &params)?.iter().map(|row| row.text(0)).collect()
}

/// How many rows a ledger has, and how many of them should have been seen to by today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub rows: u32,
    pub due: u32,
}

/// What every ledger holds, those struck out left out; one statement. Of some ledgers what was for premises that are gone
/// since is not to be seen to.
pub fn held(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    today: NaiveDate,
    reaching: &[String],
) -> Result<HashMap<String, Held>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, today].to_vec();
    let reached = self::reaching(reaching, &mut params);
    let sql = format!(
        "SELECT e.ledger, COUNT(*), COUNT(*) FILTER (WHERE e.waits AND e.until_day <= $3{reached})
         FROM entry e WHERE e.cid >= $1 AND e.cid < $2 AND e.void_on IS NULL GROUP BY e.ledger"
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| {
            let (rows, due) = (row.int(1)? as u32, row.int(2)? as u32);
            Ok((row.text(0)?, Held { rows, due }))
        })
        .collect()
}

/// ` AND …`: of these ledgers without the rows for premises that are gone since.
fn reaching(ledgers: &[String], params: &mut Vec<Value>) -> String {
    let clause = |ledger: &String| {
        params.push(ledger.as_str().into());
        format!(" AND NOT (e.ledger = ${} AND {GONE_SINCE})", params.len())
    };
    ledgers.iter().map(clause).collect()
}

fn by_community(
    driver: &mut dyn Driver,
    sql: &str,
    (scope, ledger, from, to): (&UnitPath, &str, NaiveDate, NaiveDate),
) -> Result<HashMap<UnitPath, u32>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(sql, params![low, high, ledger, from, to])?
        .iter()
        .map(|row| Ok((path(row, 0)?, row.int(1)? as u32)))
        .collect()
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub ledger: Option<String>,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    /// Of these days, both counted.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Those that somebody still has to see to as well, however old.
    pub waiting: bool,
    /// Not done yet, or done on this day or later.
    pub undone_before: Option<NaiveDate>,
    /// Those that somebody still has to see to, and no others.
    pub only_waiting: bool,
    /// Of these ledgers without the rows for premises that are gone since.
    pub reaching: Vec<String>,
    /// A field that says exactly this.
    pub says: Option<(String, String)>,
    /// In what a row says, or the premises by its name, pinyin or initials; empty finds everything.
    pub find: String,
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
    select(driver, scope.range(), filter)
}

/// The same of those that stand under a unit itself, not under what lies in it.
pub fn of_unit(
    driver: &mut dyn Driver,
    unit: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Stored>, Fault> {
    select(driver, unit.alone(), filter)
}

fn select(
    driver: &mut dyn Driver,
    (low, high): (String, String),
    filter: &Filter,
) -> Result<Vec<Stored>, Fault> {
    let mut params = params![low, high].to_vec();
    let mut clauses = String::new();
    let mut also = |clause: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            clauses += &format!(" AND {}", clause.replace('$', &format!("${}", params.len())));
        }
    };
    also("e.ledger = $", filter.ledger.as_deref().map(Into::into));
    also("e.premises = $", filter.premises.map(|id| id.0.into()));
    also("e.hazard = $", filter.hazard.map(|id| id.0.into()));
    match filter.from {
        Some(from) if filter.waiting => also("(e.waits OR e.on_day >= $)", Some(from.into())),
        from => also("e.on_day >= $", from.map(Into::into)),
    }
    also("e.on_day <= $", filter.to.map(Into::into));
    also("(e.done_day IS NULL OR e.done_day >= $)", filter.undone_before.map(Into::into));
    also("e.until_day <= $", filter.until.map(Into::into));
    if !filter.void {
        clauses += " AND e.void_on IS NULL";
    }
    if filter.only_waiting {
        clauses += " AND e.waits";
        clauses += &reaching(&filter.reaching, &mut params);
    }
    if let Some((field, value)) = &filter.says {
        params.push(like(&said(field, value)?).into());
        clauses += &format!(" AND e.fields LIKE ${} ESCAPE '!'", params.len());
    }
    let find = filter.find.trim();
    if !find.is_empty() {
        // Letters alone are a name in pinyin: they stand in the ids of the fields as well.
        if find.chars().all(|c| c.is_ascii_alphabetic()) {
            params.push(like(&search::wanted(find)).into());
            clauses += &format!(
                " AND e.premises IN (SELECT q.id FROM premises q
                   WHERE q.cid >= $1 AND q.cid < $2 AND q.find LIKE ${} ESCAPE '!')",
                params.len()
            );
        } else {
            clauses += &sought::clause(find, &["e.fields"], "e.premises", &[], &mut params);
        }
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
