//! Entries written, taken out, and what is noted on them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Stored, by_id, last_by};
use crate::{
    domain::{
        id::Id,
        premises::{Premises, Risk},
        unit::{Level, UnitPath},
    },
    params,
    store::{Driver, Fault, Value, inspections::joint::was_of, search, text},
};

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
        text::list_to_text(&entry.key_reasons),
        entry.risk.map(Risk::code),
        entry.status.code(),
        entry.since,
        search::sort_key(&entry.name),
        search::find_text(entry),
        text::to_json(&entry.extra)?,
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

/// Notes a visit of these levels; an older one than is known changes nothing.
pub fn seen_on(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
    on: NaiveDate,
    levels: impl Iterator<Item = Level>,
) -> Result<(), Fault> {
    let own = levels.map(|level| last_by(Some(level))).filter(|own| *own != last_by(None));
    for column in std::iter::once(last_by(None)).chain(own) {
        let sql = format!(
            "UPDATE premises SET {column} = $3
             WHERE cid = $1 AND id = $2 AND ({column} IS NULL OR {column} < $3)"
        );
        driver.execute(&sql, params![community.as_str(), id.0, on])?;
    }
    Ok(())
}

/// Tells the last visits anew after one was taken back: the newest that no other corrects.
pub fn unsee(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    let newest = |level: Option<Level>| {
        let of = level.map_or(String::new(), |level| format!(" AND {}", was_of(level, "i")));
        format!(
            "{} = (SELECT MAX(i.on_day) FROM inspection i
               WHERE i.cid = $1 AND i.premises = $2{of}
                 AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id))",
            last_by(level)
        )
    };
    let all = [None, Some(Level::Street), Some(Level::District)].map(newest).join(", ");
    let sql = format!("UPDATE premises SET {all} WHERE cid = $1 AND id = $2");
    driver.execute(&sql, params![community.as_str(), id.0])?;
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
