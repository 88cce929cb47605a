//! The register of premises: an entry as it is stored, and finding it.

mod batches;
mod changes;
mod verified;
mod write;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, search,
    units::{opt_path, path},
};
use crate::{
    domain::{
        id::Id,
        premises::{Kind, Premises, Risk, Status},
        unit::{Level, UnitPath},
    },
    params,
};

pub use batches::{Batch, Imported, batches, insert_batch, of_batch, undo_batch};
pub use changes::{
    add_changes, as_of, changed_after, changed_between, changes, changes_of, corrected_after,
    key_changes, rewrite_changes,
};
pub use verified::{
    ToVerify, VerifyCount, raise_verified, to_verify, verified_before, verified_by,
    verified_by_day, verify,
};
pub use write::{insert, remove, retell, seen_on, unsee, update, update_all};

const COLUMNS: &str = "cid, id, grid, name, uscc, licensed, kind, address, site_address, industry,
    category, person_in_charge, safety_lead, phone, is_key, key_reasons, risk, status, since, last_on,
    version, extra, direct, verified_on";

/// The column of the last visit by anybody, or by the officers of the street or the district alone.
pub(super) fn last_by(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Street) => "street_on",
        Some(Level::District) => "district_on",
        _ => "last_on",
    }
}

/// An entry as it is stored, with what the store adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub entry: Premises,
    /// The last day on which somebody inspected it.
    pub last_on: Option<NaiveDate>,
    /// The last day on which somebody compared the entry with what is there.
    pub verified_on: Option<NaiveDate>,
    /// Grows with every change; a write names the one it has read.
    pub version: i64,
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    let coded = |column: usize| row.text(column);
    let broken = |what: &str, code: &str| Fault::damaged(format!("not a {what}: {code}"));
    let (kind, status) = (coded(6)?, coded(17)?);
    Ok(Stored {
        entry: Premises {
            community: path(row, 0)?,
            id: Id(row.id(1)?),
            grid: opt_path(row, 2)?,
            name: row.text(3)?,
            uscc: row.text(4)?,
            licensed: row.bool(5)?,
            kind: Kind::from_code(&kind).ok_or_else(|| broken("kind", &kind))?,
            address: row.text(7)?,
            site_address: row.text(8)?,
            industry: row.text(9)?,
            category: row.text(10)?,
            person_in_charge: row.text(11)?,
            safety_lead: row.text(12)?,
            phone: row.text(13)?,
            key: row.bool(14)?,
            key_reasons: super::text::list_from_text(&row.text(15)?)?,
            risk: row
                .opt_text(16)?
                .map(|code| Risk::from_code(&code).ok_or_else(|| broken("risk", &code)))
                .transpose()?,
            status: Status::from_code(&status).ok_or_else(|| broken("status", &status))?,
            since: row.day(18)?,
            extra: super::text::from_json(&row.text(21)?)?,
            direct: row.text(22)?,
        },
        last_on: row.opt_day(19)?,
        verified_on: row.opt_day(23)?,
        version: row.int(20)?,
    })
}

/// Tables whose rows name an entry.
const NAMING: [&str; 7] =
    ["inspection", "matter", "evidence", "unfit", "document", "entry", "verification"];

/// Whether a record other than the register's own names an entry: a visit, a matter, a photo, a flag, a paper, a
/// ledger's row.
pub fn is_named(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<bool, Fault> {
    let each: Vec<String> = NAMING
        .iter()
        .map(|table| format!("EXISTS(SELECT 1 FROM {table} WHERE cid = $1 AND premises = $2)"))
        .collect();
    let sql = format!("SELECT 1 WHERE {}", each.join(" OR "));
    let rows = driver.query(&sql, params![community.as_str(), id.0])?;
    Ok(!rows.is_empty())
}

/// What a list of premises is narrowed by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Chinese, pinyin, initials, credit code, phone; empty finds everything.
    pub find: String,
    pub grid: Option<UnitPath>,
    pub key: bool,
    pub status: Option<Status>,
    pub limit: Option<u32>,
}

/// Entries in scope, in Chinese order; of a grid those that stand in it.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Stored>, Fault> {
    // The rows of a grid lie in the range of its community.
    let within = Some(scope).filter(|scope| scope.level() == Level::Grid);
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let mut sql = format!("SELECT {COLUMNS} FROM premises WHERE cid >= $1 AND cid < $2");
    let mut params = params![low, high].to_vec();
    let mut also = |sql: &mut String, clause: &str, value: Value| {
        params.push(value);
        sql.push_str(&clause.replace("$n", &format!("${}", params.len())));
    };
    let wanted = search::wanted(&filter.find);
    if !wanted.is_empty() {
        also(&mut sql, " AND find LIKE $n ESCAPE '!'", super::text::like(&wanted).into());
    }
    for grid in within.into_iter().chain(&filter.grid) {
        also(&mut sql, " AND grid = $n", grid.as_str().into());
    }
    if filter.key {
        sql.push_str(" AND is_key");
    }
    if let Some(status) = filter.status {
        also(&mut sql, " AND status = $n", status.code().into());
    }
    sql.push_str(" ORDER BY sort, id");
    if let Some(limit) = filter.limit {
        also(&mut sql, " LIMIT $n", limit.into());
    }
    driver.query(&sql, &params)?.iter().map(stored).collect()
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!("SELECT {COLUMNS} FROM premises WHERE cid >= $1 AND cid < $2 AND id = $3");
    driver.query(&sql, params![low, high, id.0])?.first().map(stored).transpose()
}

/// Entries of this name (two places may share one): spelt exactly so, else the same but for blanks, widths and kinds
/// of brackets.
pub fn by_name(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    name: &str,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM premises WHERE cid >= $1 AND cid < $2 AND name = $3 ORDER BY id"
    );
    let exact = driver.query(&sql, params![low, high, name])?;
    if exact.is_empty() {
        like_name(driver, scope, name)
    } else {
        exact.iter().map(stored).collect()
    }
}

/// Ids of entries in scope that end in these hexadecimal digits.
pub fn ids_ending(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ending: &str,
) -> Result<Vec<Id>, Fault> {
    let (low, high) = scope.range();
    let rows =
        driver.query("SELECT id FROM premises WHERE cid >= $1 AND cid < $2", params![low, high])?;
    let ids = rows.iter().map(|row| row.id(0).map(Id)).collect::<Result<Vec<Id>, Fault>>()?;
    Ok(ids.into_iter().filter(|id| id.short() == ending).collect())
}

/// Entries of this name however it is spelt. Looks through all of the scope.
pub fn like_name(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    name: &str,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let folded = search::wanted(name);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM premises
         WHERE cid >= $1 AND cid < $2 AND (find = $3 OR find LIKE $4 ESCAPE '!') ORDER BY id"
    );
    let first_line = super::text::like_beginning(&format!("{folded}\n"));
    driver.query(&sql, params![low, high, folded, first_line])?.iter().map(stored).collect()
}

/// How many entries in scope have no grid.
pub fn orphans(driver: &mut dyn Driver, scope: &UnitPath) -> Result<u32, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND grid IS NULL AND status <> 'moved_out'",
        params![low, high],
    )?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)? as u32))
}
