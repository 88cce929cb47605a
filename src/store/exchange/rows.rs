//! Rows of the declared tables, read and written alike on both engines.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{
    place::{Place, renamed},
    tables::{Kind, Table},
};
use crate::{
    domain::{id::Id, unit::UnitPath},
    store::{Driver, Engine, Fault, Row, Value},
};

/// A row in the order of the table's columns. Texts are as they travel ([`Place`]).
pub type Values = Vec<Value>;

/// All that is read from here on in this transaction is of one moment.
pub fn hold_still(driver: &mut dyn Driver) -> Result<(), Fault> {
    match driver.engine() {
        // Its transactions are of one moment anyway.
        Engine::Sqlite => Ok(()),
        Engine::Postgres => driver.batch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
    }
}

/// The rows of a community, by their key. Bytes are left out (NULL): they travel as files.
pub fn read(
    driver: &mut dyn Driver,
    table: &Table,
    community: &UnitPath,
) -> Result<Vec<Values>, Fault> {
    let place = Place::of(community);
    let (low, high) = community.range();
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| if column.kind == Kind::Bytes { "NULL" } else { column.name })
        .collect();
    let keys: Vec<&str> = table.key().map(|(_, column)| column.name).collect();
    let scope = match table.name {
        super::FORMS => String::new(),
        _ => format!(" WHERE {0} >= $1 AND {0} < $2", table.place()),
    };
    let sql = format!(
        "SELECT {} FROM {}{scope} ORDER BY {}",
        columns.join(", "),
        table.name,
        keys.join(", ")
    );
    let params: &[Value] = if scope.is_empty() { &[] } else { &[low.into(), high.into()] };
    driver.query(&sql, params)?.iter().map(|row| told(row, table, &place)).collect()
}

fn told(row: &Row, table: &Table, place: &Place) -> Result<Values, Fault> {
    let value = |(at, kind): (usize, Kind)| {
        Ok(match kind {
            Kind::Text | Kind::Path | Kind::Json => {
                row.opt_str(at)?.map(|text| place.told(kind, text)).into()
            }
            Kind::Int => row.opt_int(at)?.into(),
            Kind::Bool => row.opt_bool(at)?.into(),
            Kind::Day => row.opt_day(at)?.into(),
            Kind::Id => row.opt_id(at)?.into(),
            Kind::Bytes => Value::Null,
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(value).collect()
}

/// A value as it stands in a parcel.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Real(_) | Value::Bytes(_) => Json::Null,
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Id(id) => Id(*id).to_string().into(),
        Value::Bool(yes) => (*yes).into(),
        Value::Day(day) => day.to_string().into(),
    }
}

/// The value of a column that stands in a parcel; `None` where it is something else.
pub fn from_json(kind: Kind, json: &Json) -> Option<Value> {
    if json.is_null() {
        return Some(Value::Null);
    }
    Some(match kind {
        Kind::Text | Kind::Path | Kind::Json => {
            let text = json.as_str()?;
            // What neither engine would keep.
            (!text.contains('\0')).then(|| text.into())?
        }
        Kind::Int => json.as_i64()?.into(),
        Kind::Bool => json.as_bool()?.into(),
        Kind::Day => json.as_str()?.parse::<NaiveDate>().ok()?.into(),
        Kind::Id => Id::parse(json.as_str()?)?.0.into(),
        Kind::Bytes => return None,
    })
}

/// A row with other names for some records and grids.
pub fn with_names(
    table: &Table,
    mut row: Values,
    names: &HashMap<String, String>,
    ids: &HashMap<[u8; 16], [u8; 16]>,
) -> Values {
    if names.is_empty() && ids.is_empty() {
        return row;
    }
    for (column, value) in table.columns.iter().zip(&mut row) {
        match value {
            Value::Text(text) => *text = renamed(column.kind, text, names),
            Value::Id(id) => *id = *ids.get(id).unwrap_or(id),
            _ => {}
        }
    }
    row
}

fn own(table: &Table, place: &Place, row: &[Value]) -> Values {
    let value = |(column, value): (&super::tables::Column, &Value)| match value {
        Value::Text(text) => Value::Text(place.own(column.kind, text)),
        other => other.clone(),
    };
    table.columns.iter().zip(row).map(value).collect()
}

/// Writes new rows; only inside a transaction.
pub fn insert(
    driver: &mut dyn Driver,
    table: &Table,
    community: &UnitPath,
    rows: &[&Values],
) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    let place = Place::of(community);
    let numbers: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    // A revision of a form is known by what it says: one that is here already is the same.
    let known = if table.name == super::FORMS { " ON CONFLICT(sha) DO NOTHING" } else { "" };
    let sql = format!(
        "INSERT INTO {}({}) VALUES ({}){known}",
        table.name,
        table.names().join(", "),
        numbers.join(", ")
    );
    let rows: Vec<Values> = rows.iter().map(|row| own(table, &place, row)).collect();
    driver.bulk(&sql, &rows)?;
    Ok(())
}

/// Writes these columns of a row that is here. One that is gone is [`Fault::Conflict`].
pub fn update(
    driver: &mut dyn Driver,
    table: &Table,
    community: &UnitPath,
    row: &Values,
    columns: &[usize],
) -> Result<(), Fault> {
    let row = own(table, &Place::of(community), row);
    let mut params = Vec::new();
    let mut word = |at: usize| {
        let name = table.columns.get(at).map_or("", |column| column.name);
        params.push(row.get(at).cloned().unwrap_or(Value::Null));
        format!("{name} = ${}", params.len())
    };
    let mut set: Vec<String> = columns.iter().map(|at| word(*at)).collect();
    let key: Vec<String> = table.key().map(|(at, _)| word(at)).collect();
    if table.at("version").is_some() {
        set.push("version = version + 1".into());
    }
    if set.is_empty() {
        return Ok(());
    }
    let sql = format!("UPDATE {} SET {} WHERE {}", table.name, set.join(", "), key.join(" AND "));
    if driver.execute(&sql, &params)? == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Takes a row out.
pub fn remove(
    driver: &mut dyn Driver,
    table: &Table,
    community: &UnitPath,
    row: &Values,
) -> Result<(), Fault> {
    let row = own(table, &Place::of(community), row);
    let key: Vec<String> = table
        .key()
        .enumerate()
        .map(|(n, (_, column))| format!("{} = ${}", column.name, n + 1))
        .collect();
    let params: Values = table.key().filter_map(|(at, _)| row.get(at).cloned()).collect();
    let sql = format!("DELETE FROM {} WHERE {}", table.name, key.join(" AND "));
    if driver.execute(&sql, &params)? == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Takes out the rows that belong to a record.
pub fn remove_parts(
    driver: &mut dyn Driver,
    (table, link): (&str, &str),
    community: &UnitPath,
    id: [u8; 16],
) -> Result<(), Fault> {
    let sql = format!("DELETE FROM {table} WHERE cid = $1 AND {link} = $2");
    driver.execute(&sql, crate::params![community.as_str(), id])?;
    Ok(())
}

/// The values of these columns in the rows of other communities: a number is given once, whoever gave it.
pub fn given_outside(
    driver: &mut dyn Driver,
    table: &Table,
    community: &UnitPath,
    columns: &[&str],
) -> Result<Vec<Values>, Fault> {
    let (low, high) = community.range();
    let place = Place::of(community);
    let whole: Vec<&super::tables::Column> = columns
        .iter()
        .filter_map(|name| table.at(name))
        .filter_map(|at| table.columns.get(at))
        .collect();
    let narrowed = Table { name: table.name, columns: whole.into_iter().cloned().collect() };
    let first = columns.first().copied().unwrap_or("cid");
    let sql = format!(
        "SELECT {} FROM {} WHERE {first} IS NOT NULL AND (cid < $1 OR cid >= $2)",
        columns.join(", "),
        table.name
    );
    let rows = driver.query(&sql, &[low.into(), high.into()])?;
    rows.iter().map(|row| told(row, &narrowed, &place)).collect()
}

/// The bytes of a kept paper.
pub fn paper_bytes(
    driver: &mut dyn Driver,
    community: &UnitPath,
    kind: &str,
    subject: [u8; 16],
) -> Result<Option<Vec<u8>>, Fault> {
    Ok(crate::store::papers::find(driver, community, kind, Id(subject))?.map(|paper| paper.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_travels_as_it_is() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        for (kind, value) in [
            (Kind::Text, Value::from("招联“一”")),
            (Kind::Int, Value::from(7i64)),
            (Kind::Bool, Value::from(true)),
            (Kind::Day, Value::from(day)),
            (Kind::Id, Value::Id([7; 16])),
            (Kind::Json, Value::Null),
        ] {
            assert_eq!(from_json(kind, &to_json(&value)), Some(value));
        }
        for (kind, wrong) in [
            (Kind::Int, Json::from("7")),
            (Kind::Day, Json::from("昨天")),
            (Kind::Id, Json::from("7")),
            (Kind::Text, Json::from("a\0b")),
            (Kind::Bytes, Json::from("ab")),
        ] {
            assert_eq!(from_json(kind, &wrong), None, "{wrong}");
        }
    }
}
