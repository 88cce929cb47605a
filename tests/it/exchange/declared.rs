//! No table and no column of the schema is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use anban::store::{
    Driver, Engine,
    exchange::{self, Kind},
};

use crate::engines::Place;

/// Columns by table, with their types in the engine's words.
fn schema(driver: &mut dyn Driver) -> BTreeMap<String, BTreeMap<String, String>> {
    let sql = match driver.engine() {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
        Engine::Postgres => {
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = current_schema()"
        }
    };
    let mut tables: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in driver.query(sql, &[]).unwrap() {
        let (table, column) = (row.text(0).unwrap(), row.text(1).unwrap());
        tables.entry(table).or_default().insert(column, row.text(2).unwrap());
    }
    tables
}

fn word(engine: Engine, kind: Kind) -> &'static str {
    match (engine, kind) {
        (Engine::Sqlite, Kind::Text | Kind::Path | Kind::Json | Kind::Day) => "TEXT",
        (Engine::Sqlite, Kind::Int | Kind::Bool) => "INTEGER",
        (Engine::Sqlite, Kind::Id | Kind::Bytes) => "BLOB",
        (Engine::Postgres, Kind::Text | Kind::Path | Kind::Json) => "text",
        (Engine::Postgres, Kind::Day) => "date",
        (Engine::Postgres, Kind::Int) => "bigint",
        (Engine::Postgres, Kind::Bool) => "boolean",
        (Engine::Postgres, Kind::Id) => "uuid",
        (Engine::Postgres, Kind::Bytes) => "bytea",
    }
}

#[test]
fn every_table_is_exchanged_or_says_why_not() {
    for place in Place::both() {
        let engine = place.engine();
        let mut store = place.open();
        let mut schema = schema(&mut *store.driver);
        for (table, why) in exchange::NOT_EXCHANGED {
            let known = schema.remove(*table).is_some();
            assert!(known || (*table == "evidence_bytes" && engine == Engine::Sqlite), "{table}");
            assert!(why.split(' ').count() > 3, "{table} needs a reason");
        }
        for table in exchange::tables() {
            let columns = schema.remove(table.name).unwrap_or_else(|| panic!("no {}", table.name));
            let declared: BTreeMap<String, String> = table
                .columns
                .iter()
                .map(|column| (column.name.to_owned(), word(engine, column.kind).to_owned()))
                .collect();
            assert_eq!(declared, columns, "{}", table.name);
        }
        let left: BTreeSet<&String> = schema.keys().collect();
        assert!(left.is_empty(), "neither exchanged nor named as left out: {left:?}");
        let parts = exchange::RECORDS
            .iter()
            .flat_map(|record| record.steps.into_iter().chain(record.parts));
        let known: BTreeSet<&str> = exchange::RECORDS
            .iter()
            .map(|record| record.table)
            .chain(parts.map(|(table, _)| table))
            .chain([exchange::FORMS])
            .collect();
        let all: BTreeSet<&str> = exchange::tables().iter().map(|table| table.name).collect();
        assert_eq!(known, all, "each table is a record or part of one");
    }
}
