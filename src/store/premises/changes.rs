//! The dated changes of entries, and the register as it stood on a day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{COLUMNS, Stored, stored};
use crate::{
    domain::{
        id::Id,
        premises::{Change, ChangeKind, Premises},
        unit::UnitPath,
    },
    params,
    store::{Driver, Fault, Row, Value, search, text},
};

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
        let after = text::to_json(&change.after)?;
        Ok(params![change.after.community.as_str(), change.id.0, after].to_vec())
    };
    let rows = changes.iter().map(row).collect::<Result<Vec<_>, Fault>>()?;
    driver.bulk("UPDATE premises_change SET after_entry = $3 WHERE cid = $1 AND id = $2", &rows)?;
    Ok(())
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
                text::to_json(&change.after)?,
                batch.map(|id| id.0)
            ];
            Ok(values.to_vec())
        })
        .collect()
}

pub(super) const CHANGE: &str = "id, kind, on_day, reason, actor, after_entry";

pub(super) fn change(row: &Row) -> Result<Change, Fault> {
    let kind = row.text(1)?;
    let after = row.text(5)?;
    Ok(Change {
        id: Id(row.id(0)?),
        kind: ChangeKind::from_code(&kind)
            .ok_or_else(|| Fault::damaged(format!("not a change: {kind}")))?,
        on: row.day(2)?,
        reason: row.text(3)?,
        by: row.text(4)?,
        after: text::from_json(&after)?,
    })
}

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
    let (low, high) = scope.range();
    changed(driver, "c.on_day > $3", params![low, high, after])
}

/// The same of those that were not only registered after it, where a second day is said of those that nobody has seen
/// since then.
pub fn corrected_after(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
    unseen: Option<NaiveDate>,
) -> Result<Vec<(Stored, Vec<Change>)>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, after].to_vec();
    let mut which = "c.on_day > $3 AND c.kind <> 'added'".to_owned();
    if let Some(day) = unseen {
        params.push(day.into());
        which += " AND EXISTS (SELECT 1 FROM premises p WHERE p.cid = c.cid AND p.id = c.premises
              AND (p.last_on IS NULL OR p.last_on < $4))";
    }
    changed(driver, &which, &params)
}

fn changed(
    driver: &mut dyn Driver,
    which: &str,
    params: &[Value],
) -> Result<Vec<(Stored, Vec<Change>)>, Fault> {
    let changed = format!(
        "(SELECT DISTINCT c.cid AS in_cid, c.premises AS of_premises FROM unit u CROSS JOIN premises_change c
         WHERE u.path >= $1 AND u.path < $2 AND c.cid = u.path AND {which}) AS w"
    );
    let sql = format!(
        "SELECT {CHANGE}, premises FROM {changed} CROSS JOIN premises_change
         WHERE cid = w.in_cid AND premises = w.of_premises ORDER BY premises, seq"
    );
    let mut changes: HashMap<Id, Vec<Change>> = HashMap::new();
    for row in driver.query(&sql, params)? {
        changes.entry(Id(row.id(6)?)).or_default().push(change(&row)?);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM {changed} CROSS JOIN premises
         WHERE cid = w.in_cid AND id = w.of_premises ORDER BY cid, id"
    );
    let entries = driver.query(&sql, params)?;
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
