//! The register of premises and its dated changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value,
    each::{self, Each},
    search,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        id::Id,
        premises::{Change, ChangeKind, Kind, Premises, Risk, Status},
        unit::{Level, UnitPath},
    },
    params,
};

const COLUMNS: &str = "cid, id, grid, name, uscc, licensed, kind, address, site_address, industry,
    category, person_in_charge, safety_lead, phone, is_key, key_reasons, risk, status, since, last_on,
    version, extra, direct, verified_on";

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

const INSERT: &str = "INSERT INTO premises(cid, id, grid, name, uscc, licensed, kind, address,
    site_address, industry, category, person_in_charge, safety_lead, phone, is_key, key_reasons, risk,
    status, since, sort, find, extra, direct, version, verified_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, 1, $19)";

const UPDATE: &str =
    "UPDATE premises SET grid = $3, name = $4, uscc = $5, licensed = $6, kind = $7,
    address = $8, site_address = $9, industry = $10, category = $11, person_in_charge = $12,
    safety_lead = $13, phone = $14, is_key = $15, key_reasons = $16, risk = $17, status = $18,
    since = $19, sort = $20, find = $21, extra = $22, direct = $23, version = version + 1
    WHERE cid = $1 AND id = $2 AND version = $24";

fn values(entry: &Premises) -> Result<Vec<Value>, Fault> {
    let values = params![
        entry.community.as_str(),
        entry.id.0,
        entry.grid.as_ref().map(UnitPath::as_str),
        &entry.name,
        &entry.uscc,
        entry.licensed,
        entry.kind.code(),
        &entry.address,
        &entry.site_address,
        &entry.industry,
        &entry.category,
        &entry.person_in_charge,
        &entry.safety_lead,
        &entry.phone,
        entry.key,
        super::text::list_to_text(&entry.key_reasons),
        entry.risk.map(Risk::code),
        entry.status.code(),
        entry.since,
        search::sort_key(&entry.name),
        search::find_text(entry),
        super::text::to_json(&entry.extra)?,
        &entry.direct
    ];
    Ok(values.to_vec())
}

pub fn insert(driver: &mut dyn Driver, entries: &[Premises]) -> Result<(), Fault> {
    let rows = entries.iter().map(values).collect::<Result<Vec<Vec<Value>>, Fault>>()?;
    driver.bulk(INSERT, &rows)?;
    Ok(())
}

/// Writes an entry over the version that was read, or [`Fault::Conflict`].
pub fn update(driver: &mut dyn Driver, entry: &Premises, version: i64) -> Result<(), Fault> {
    let mut row = values(entry)?;
    row.push(Value::Int(version));
    if driver.execute(UPDATE, &row)? == 1 { Ok(()) } else { Err(Fault::Conflict) }
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

/// How many entries one statement takes out.
const AT_ONCE: usize = 200;

/// Takes entries out that nothing stands on (the undo of an import); where one was changed or visited since
/// it was read it is [`Fault::Conflict`]. Only inside a transaction.
pub fn remove(driver: &mut dyn Driver, entries: &[&Stored]) -> Result<(), Fault> {
    let mut alike: BTreeMap<(&str, i64), Vec<[u8; 16]>> = BTreeMap::new();
    for stored in entries {
        let key = (stored.entry.community.as_str(), stored.version);
        alike.entry(key).or_default().push(stored.entry.id.0);
    }
    let list = |first: usize| {
        let numbers: Vec<String> = (first..first + AT_ONCE).map(|n| format!("${n}")).collect();
        numbers.join(", ")
    };
    let hanging = ["premises_change", "plan_visit"]
        .map(|table| format!("DELETE FROM {table} WHERE cid = $1 AND premises IN ({})", list(2)));
    let own = format!(
        "DELETE FROM premises WHERE cid = $1 AND version = $2 AND last_on IS NULL AND id IN ({})",
        list(3)
    );
    for ((community, version), ids) in alike {
        for some in ids.chunks(AT_ONCE) {
            // The last id again and again where there are fewer: one text serves all.
            let last = some.last().copied().into_iter().cycle();
            let padded = some.iter().copied().chain(last).take(AT_ONCE).map(Value::Id);
            let padded: Vec<Value> = padded.collect();
            for sql in &hanging {
                driver.execute(sql, &[params![community], &padded[..]].concat())?;
            }
            let gone =
                driver.execute(&own, &[params![community, version], &padded[..]].concat())?;
            if gone != some.len() as u64 {
                return Err(Fault::Conflict);
            }
        }
    }
    Ok(())
}

/// Notes a visit; an older one than is known changes nothing.
pub fn seen_on(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
    on: NaiveDate,
) -> Result<(), Fault> {
    driver.execute(
        "UPDATE premises SET last_on = $3
         WHERE cid = $1 AND id = $2 AND (last_on IS NULL OR last_on < $3)",
        params![community.as_str(), id.0, on],
    )?;
    Ok(())
}

/// An entry that waits to be compared with what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct ToVerify {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub name: String,
    pub verified_on: NaiveDate,
}

/// Those that were compared last on a day or before, so many of each community, the oldest first.
pub fn to_verify(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    last: NaiveDate,
    limit: u32,
) -> Result<Vec<ToVerify>, Fault> {
    let question = "SELECT cid, id, grid, name, verified_on FROM premises
         WHERE cid = {cid} AND status = 'operating' AND verified_on <= $1
         ORDER BY cid, verified_on LIMIT $2";
    each::ask(driver, communities, question, params![last, limit])?
        .iter()
        .map(|row| {
            Ok(ToVerify {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                grid: opt_path(row, 2)?,
                name: row.text(3)?,
                verified_on: row.day(4)?,
            })
        })
        .collect()
}

/// Of a place the oldest day, and how many.
pub type VerifyCount = (Place, NaiveDate, u32);

fn verify_count(row: &Row) -> Result<VerifyCount, Fault> {
    Ok(((path(row, 0)?, opt_path(row, 1)?), row.day(2)?, row.int(3)? as u32))
}

/// How many of each were compared last before a day, and when the oldest.
pub fn verified_before(
    driver: &mut dyn Driver,
    each: &Each,
    late: NaiveDate,
) -> Result<Vec<VerifyCount>, Fault> {
    let rows = match each {
        Each::Place(scope) => {
            let (low, high) = scope.range();
            driver.query(
                "SELECT cid, grid, MIN(verified_on), COUNT(*) FROM premises
                 WHERE cid >= $1 AND cid < $2 AND status = 'operating' AND verified_on < $3
                 GROUP BY cid, grid",
                params![low, high, late],
            )?
        }
        Each::Community(communities) => {
            // The oldest is the first of them, found apart: the others are counted and not read.
            let late_ones = "cid = {cid} AND status = 'operating' AND verified_on < $1";
            let question = format!(
                "SELECT {{cid}} AS cid, CAST(NULL AS TEXT) AS grid,
                     (SELECT MIN(verified_on) FROM premises WHERE {late_ones}) AS oldest, COUNT(*) AS late
                 FROM premises WHERE {late_ones} HAVING COUNT(*) > 0"
            );
            each::ask(driver, communities, &question, params![late])?
        }
    };
    rows.iter().map(verify_count).collect()
}

/// How many of each place were compared last on each of some days.
pub fn verified_by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<VerifyCount>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT p.cid, p.grid, p.verified_on, COUNT(*) FROM unit u CROSS JOIN premises p
         WHERE u.path >= $1 AND u.path < $2 AND p.cid = u.path AND p.status = 'operating'
           AND p.verified_on >= $3 AND p.verified_on <= $4
         GROUP BY p.cid, p.grid, p.verified_on",
        params![low, high, from, to],
    )?;
    rows.iter().map(verify_count).collect()
}

/// Notes that an entry was compared with what is there; an older day than is known changes nothing.
pub fn verify(
    driver: &mut dyn Driver,
    entry: &Premises,
    id: Id,
    on: NaiveDate,
    actor: &str,
    note: &str,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO verification(cid, id, premises, on_day, actor, note)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![entry.community.as_str(), id.0, entry.id.0, on, actor, note],
    )?;
    driver.execute(
        "UPDATE premises SET verified_on = $3
         WHERE cid = $1 AND id = $2 AND (verified_on IS NULL OR verified_on < $3)",
        params![entry.community.as_str(), entry.id.0, on],
    )?;
    Ok(())
}

/// Tells anew what an entry is sorted and found by, after it came from elsewhere.
pub fn retell(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    let Some(Stored { entry, .. }) = by_id(driver, community, id)? else { return Ok(()) };
    driver.execute(
        "UPDATE premises SET sort = $3, find = $4 WHERE cid = $1 AND id = $2",
        params![community.as_str(), id.0, search::sort_key(&entry.name), search::find_text(&entry)],
    )?;
    Ok(())
}

/// Notes the last comparing that is on record; an older day than is known changes nothing.
pub fn raise_verified(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    driver.execute(
        "UPDATE premises SET verified_on = (
             SELECT MAX(v.on_day) FROM verification v WHERE v.cid = $1 AND v.premises = $2)
         WHERE cid = $1 AND id = $2 AND (verified_on IS NULL OR verified_on < (
             SELECT MAX(v.on_day) FROM verification v WHERE v.cid = $1 AND v.premises = $2))",
        params![community.as_str(), id.0],
    )?;
    Ok(())
}

/// Tells the last visit anew after one was taken back: the newest that no other corrects.
pub fn unsee(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    driver.execute(
        "UPDATE premises SET last_on = (
             SELECT MAX(i.on_day) FROM inspection i
             WHERE i.cid = $1 AND i.premises = $2
               AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id))
         WHERE cid = $1 AND id = $2",
        params![community.as_str(), id.0],
    )?;
    Ok(())
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

pub fn add_changes(
    driver: &mut dyn Driver,
    changes: &[Change],
    batch: Option<Id>,
) -> Result<(), Fault> {
    // The first change of an entry needs no look at those before it, so that a roster goes in at once.
    let (first, later): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| change.kind == ChangeKind::Added);
    driver.bulk(
        "INSERT INTO premises_change(cid, id, premises, kind, on_day, reason, actor, after_entry,
             batch, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        &change_rows(&first, batch)?,
    )?;
    driver.bulk(
        "INSERT INTO premises_change(cid, id, premises, kind, on_day, reason, actor, after_entry,
             batch, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
             (SELECT COALESCE(MAX(seq), 0) + 1 FROM premises_change WHERE cid = $1 AND premises = $3))",
        &change_rows(&later, batch)?,
    )?;
    Ok(())
}
/// What stood after changes that another one was laid before.
pub fn rewrite_changes(driver: &mut dyn Driver, changes: &[Change]) -> Result<(), Fault> {
    let row = |change: &Change| {
        let after = super::text::to_json(&change.after)?;
        Ok(params![change.after.community.as_str(), change.id.0, after].to_vec())
    };
    let rows = changes.iter().map(row).collect::<Result<Vec<_>, Fault>>()?;
    driver.bulk("UPDATE premises_change SET after_entry = $3 WHERE cid = $1 AND id = $2", &rows)?;
    Ok(())
}

/// The same for many at once, inside a transaction.
pub fn update_all<'a>(
    driver: &mut dyn Driver,
    entries: impl Iterator<Item = (&'a Premises, i64)>,
) -> Result<(), Fault> {
    let rows = entries
        .map(|(entry, version)| {
            let mut row = values(entry)?;
            row.push(Value::Int(version));
            Ok(row)
        })
        .collect::<Result<Vec<Vec<Value>>, Fault>>()?;
    if driver.bulk(UPDATE, &rows)? == rows.len() as u64 { Ok(()) } else { Err(Fault::Conflict) }
}

fn change_rows(changes: &[&Change], batch: Option<Id>) -> Result<Vec<Vec<Value>>, Fault> {
    changes
        .iter()
        .map(|change| {
            let values = params![
                change.after.community.as_str(),
                change.id.0,
                change.after.id.0,
                change.kind.code(),
                change.on,
                &change.reason,
                &change.by,
                super::text::to_json(&change.after)?,
                batch.map(|id| id.0)
            ];
            Ok(values.to_vec())
        })
        .collect()
}

fn change(row: &Row) -> Result<Change, Fault> {
    let kind = row.text(1)?;
    let after = row.text(5)?;
    Ok(Change {
        id: Id(row.id(0)?),
        kind: ChangeKind::from_code(&kind)
            .ok_or_else(|| Fault::damaged(format!("not a change: {kind}")))?,
        on: row.day(2)?,
        reason: row.text(3)?,
        by: row.text(4)?,
        after: super::text::from_json(&after)?,
    })
}

const CHANGE: &str = "id, kind, on_day, reason, actor, after_entry";

/// The changes of one entry in the order of their days, those of one day in the order in which they were entered.
pub fn changes(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
) -> Result<Vec<Change>, Fault> {
    let sql = format!(
        "SELECT {CHANGE} FROM premises_change WHERE cid = $1 AND premises = $2 ORDER BY seq"
    );
    let rows = driver.query(&sql, params![community.as_str(), id.0])?;
    let mut changes = rows.iter().map(change).collect::<Result<Vec<Change>, Fault>>()?;
    // Asked for by days, SQLite would go through all days of the community.
    changes.sort_by_key(|change| change.on);
    Ok(changes)
}

/// The entries that were changed after a day, each with all of its changes in the order in which they were entered.
/// Two statements, however many they are.
pub fn changed_after(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
) -> Result<Vec<(Stored, Vec<Change>)>, Fault> {
    const CHANGED: &str =
        "(SELECT DISTINCT c.cid AS in_cid, c.premises AS of_premises FROM unit u CROSS JOIN premises_change c
         WHERE u.path >= $1 AND u.path < $2 AND c.cid = u.path AND c.on_day > $3) AS w";
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {CHANGE}, premises FROM {CHANGED} CROSS JOIN premises_change
         WHERE cid = w.in_cid AND premises = w.of_premises ORDER BY premises, seq"
    );
    let mut changes: HashMap<Id, Vec<Change>> = HashMap::new();
    for row in driver.query(&sql, params![&low, &high, after])? {
        changes.entry(Id(row.id(6)?)).or_default().push(change(&row)?);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM {CHANGED} CROSS JOIN premises
         WHERE cid = w.in_cid AND id = w.of_premises ORDER BY cid, id"
    );
    let entries = driver.query(&sql, params![&low, &high, after])?;
    let mut changed = Vec::with_capacity(entries.len());
    for row in &entries {
        let stored = stored(row)?;
        let changes = changes.remove(&stored.entry.id).unwrap_or_default();
        changed.push((stored, changes));
    }
    Ok(changed)
}

/// Dated changes of a unit's register from a day to a day (both count), the oldest first.
pub fn changed_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Change>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {CHANGE} FROM premises_change
         WHERE cid >= $1 AND cid < $2 AND on_day >= $3 AND on_day <= $4 ORDER BY on_day, cid, premises, seq"
    );
    driver.query(&sql, params![low, high, from, to])?.iter().map(change).collect()
}

/// The changes of every entry of a unit, entry by entry in the order of their days.
pub fn changes_of(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Change>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {CHANGE} FROM premises_change
         WHERE cid >= $1 AND cid < $2 ORDER BY cid, premises, on_day, seq"
    );
    driver.query(&sql, params![low, high])?.iter().map(change).collect()
}

/// The changes of every entry of a unit that was ever on the key list, entry by entry in the order of their days.
pub fn key_changes(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Change>, Fault> {
    let (low, high) = scope.range();
    // Inside a text of the entry the quotes would stand behind backslashes.
    let sql = format!(
        "SELECT {CHANGE} FROM premises_change
         WHERE cid >= $1 AND cid < $2 AND premises IN (
           SELECT premises FROM premises_change
           WHERE cid >= $1 AND cid < $2 AND after_entry LIKE '%\"key\":true%')
         ORDER BY cid, premises, on_day, seq"
    );
    driver.query(&sql, params![low, high])?.iter().map(change).collect()
}

/// The register as it stood at the end of a day: of each entry that was on it the last change dated on or before it.
pub fn as_of(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    day: NaiveDate,
) -> Result<Vec<Premises>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {CHANGE} FROM (
           SELECT {CHANGE}, ROW_NUMBER() OVER (PARTITION BY cid, premises ORDER BY on_day DESC, seq DESC) AS place
           FROM premises_change WHERE cid >= $1 AND cid < $2 AND on_day <= $3) AS dated
         WHERE place = 1"
    );
    let rows = driver.query(&sql, params![low, high, day])?;
    let mut entries = rows
        .iter()
        .map(|row| change(row).map(|change| change.after))
        .collect::<Result<Vec<_>, _>>()?;
    // What is known from before it came into the register.
    entries.retain(|entry| entry.since <= day);
    entries.sort_by_cached_key(|entry| search::sort_key(&entry.name));
    Ok(entries)
}

#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub community: UnitPath,
    pub id: Id,
    pub file: String,
    pub on: NaiveDate,
    pub actor: String,
    pub added: u32,
    pub updated: u32,
    pub undone_on: Option<NaiveDate>,
}

pub fn insert_batch(driver: &mut dyn Driver, batch: &Batch) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO import_batch(cid, id, file, on_day, actor, added, updated)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            batch.community.as_str(),
            batch.id.0,
            &batch.file,
            batch.on,
            &batch.actor,
            batch.added,
            batch.updated
        ],
    )?;
    Ok(())
}

/// The imports in scope, the newest first.
pub fn batches(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Batch>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, id, file, on_day, actor, added, updated, undone_on FROM import_batch
             WHERE cid >= $1 AND cid < $2 ORDER BY id DESC",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            Ok(Batch {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                file: row.text(2)?,
                on: row.day(3)?,
                actor: row.text(4)?,
                added: row.int(5)? as u32,
                updated: row.int(6)? as u32,
                undone_on: row.opt_day(7)?,
            })
        })
        .collect()
}

pub fn undo_batch(driver: &mut dyn Driver, batch: &Batch, on: NaiveDate) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE import_batch SET undone_on = $3 WHERE cid = $1 AND id = $2 AND undone_on IS NULL",
        params![batch.community.as_str(), batch.id.0, on],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// An entry that an import touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub stored: Stored,
    /// All its changes, in the order in which they were entered.
    pub changes: Vec<Change>,
    /// Which of them the import made.
    pub ours: Id,
    /// Whether another record names it ([`is_named`]).
    pub named: bool,
}

/// The entries that an import touched, with what has become of them: three questions for the whole batch, and none
/// for each of its entries.
pub fn of_batch(
    driver: &mut dyn Driver,
    community: &UnitPath,
    batch: Id,
) -> Result<Vec<Imported>, Fault> {
    const OURS: &str = "SELECT premises FROM premises_change WHERE cid = $1 AND batch = $2";
    let key = params![community.as_str(), batch.0];
    let sql = format!("SELECT {COLUMNS} FROM premises WHERE cid = $1 AND id IN ({OURS})");
    let mut entries: HashMap<[u8; 16], Stored> = HashMap::new();
    for row in driver.query(&sql, key)? {
        let stored = stored(&row)?;
        entries.insert(stored.entry.id.0, stored);
    }
    let each: Vec<String> = NAMING
        .iter()
        .map(|table| {
            format!("SELECT premises FROM {table} WHERE cid = $1 AND premises IN ({OURS})")
        })
        .collect();
    let mut named: HashSet<[u8; 16]> = HashSet::new();
    for row in driver.query(&each.join(" UNION "), key)? {
        named.insert(row.id(0)?);
    }
    let sql = format!(
        "SELECT {CHANGE}, premises, batch FROM premises_change
         WHERE cid = $1 AND premises IN ({OURS}) ORDER BY premises, seq"
    );
    let mut found: Vec<Imported> = Vec::with_capacity(entries.len());
    for row in driver.query(&sql, key)? {
        let (premises, change) = (row.id(6)?, change(&row)?);
        if let Some(stored) = entries.remove(&premises) {
            let named = named.contains(&premises);
            found.push(Imported { stored, changes: Vec::new(), ours: change.id, named });
        }
        let one = found
            .last_mut()
            .filter(|one| one.stored.entry.id.0 == premises)
            .ok_or_else(|| Fault::damaged(format!("an imported entry {} is gone", Id(premises))))?;
        if row.opt_id(7)? == Some(batch.0) {
            one.ours = change.id;
        }
        one.changes.push(change);
    }
    Ok(found)
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
