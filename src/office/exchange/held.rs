//! What one side holds of a community: rows gathered into records, and what their content comes to.

use std::collections::{BTreeMap, HashMap};

use super::super::notices::hex;
use crate::{
    domain::{
        exchange::{Roads, Side, roads},
        unit::UnitPath,
    },
    store::{
        Driver, Fault, Value,
        exchange::{self, Record, Table, Values, Weight, to_json},
    },
};
use sha2::{Digest, Sha256};

/// The rows of a community by table, as they travel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holding(pub BTreeMap<&'static str, Vec<Values>>);

impl Holding {
    /// Everything that this office has of a community, and the revisions of forms that it names.
    pub fn of(driver: &mut dyn Driver, community: &UnitPath) -> Result<Holding, Fault> {
        let mut rows = BTreeMap::new();
        for table in exchange::tables() {
            rows.insert(table.name, exchange::read(driver, table, community)?);
        }
        let mut holding = Holding(rows);
        holding.keep_named_forms();
        Ok(holding)
    }

    /// Leaves out the revisions of forms that no row names.
    fn keep_named_forms(&mut self) {
        let mut named = std::collections::HashSet::new();
        for table in exchange::tables() {
            let Some(at) = table.at("form_sha") else { continue };
            for row in self.rows(table.name) {
                if let Some(Value::Text(sha)) = row.get(at) {
                    named.insert(sha.clone());
                }
            }
        }
        if let Some(forms) = self.0.get_mut(exchange::FORMS) {
            forms
                .retain(|row| matches!(row.first(), Some(Value::Text(sha)) if named.contains(sha)));
        }
    }

    pub fn rows(&self, table: &str) -> &[Values] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// The records of a kind, each with the rows that belong to it.
    pub fn records(&self, record: &'static Record) -> Vec<One> {
        let Some(table) = exchange::table(record.table) else { return Vec::new() };
        let mut steps = self.gathered(record.steps);
        let mut parts = self.gathered(record.parts);
        let one = |row: &Values| {
            let id = id_of(table, row);
            let rows = |of: &mut HashMap<[u8; 16], Vec<Values>>| {
                id.and_then(|id| of.remove(&id)).unwrap_or_default()
            };
            One {
                key: key_of(table, row),
                id,
                row: row.clone(),
                steps: rows(&mut steps),
                parts: rows(&mut parts),
            }
        };
        self.rows(record.table).iter().map(one).collect()
    }

    fn gathered(&self, rows: Option<(&str, &str)>) -> HashMap<[u8; 16], Vec<Values>> {
        let mut by: HashMap<[u8; 16], Vec<Values>> = HashMap::new();
        let Some((name, link)) = rows else { return by };
        let Some(table) = exchange::table(name) else { return by };
        let at = table.at(link).unwrap_or_default();
        for row in self.rows(name) {
            if let Some(Value::Id(id)) = row.get(at) {
                by.entry(*id).or_default().push(row.clone());
            }
        }
        // A history is told in its order, whatever the key is sorted by.
        if let Some(seq) = table.at("seq") {
            let number = |row: &Values| match row.get(seq) {
                Some(Value::Int(number)) => *number,
                _ => 0,
            };
            by.values_mut().for_each(|rows| rows.sort_by_key(number));
        }
        by
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// Its key without the community, as text.
    pub key: String,
    /// Where it is one of those that others refer to.
    pub id: Option<[u8; 16]>,
    pub row: Values,
    pub steps: Vec<Values>,
    pub parts: Vec<Values>,
}

/// The id of a record whose table has one.
pub fn id_of(table: &Table, row: &Values) -> Option<[u8; 16]> {
    match table.at("id").and_then(|at| row.get(at)) {
        Some(Value::Id(id)) => Some(*id),
        _ => None,
    }
}

/// The key of a row, without the community or unit where an id tells it apart.
pub fn key_of(table: &Table, row: &Values) -> String {
    let with_place = table.key().count() == 1;
    let parts: Vec<String> = table
        .key()
        .filter(|(at, _)| *at > 0 || with_place)
        .filter_map(|(at, _)| row.get(at))
        .map(|value| {
            to_json(value).as_str().map_or_else(|| to_json(value).to_string(), str::to_owned)
        })
        .collect();
    parts.join(" ")
}

/// The columns that are compared.
fn content(table: &Table) -> impl Iterator<Item = usize> + '_ {
    let weighed = |(_, column): &(usize, &exchange::Column)| column.weight != Weight::Beside;
    table.columns.iter().enumerate().filter(weighed).map(|(at, _)| at)
}

fn same_content(table: &Table, a: &Values, b: &Values) -> bool {
    content(table).all(|at| a.get(at) == b.get(at))
}

impl One {
    /// sha256 of its content: the same on both sides where it is alike.
    pub fn sha(&self, record: &Record) -> String {
        let mut digest = Sha256::new();
        let mut add = |name: &str, rows: &mut dyn Iterator<Item = &Values>| {
            let Some(table) = exchange::table(name) else { return };
            for row in rows {
                digest.update([0x1e]);
                for at in content(table) {
                    let value = row.get(at).map(to_json).unwrap_or_default();
                    digest.update(value.to_string().as_bytes());
                    digest.update([0x1f]);
                }
            }
            digest.update([0x1d]);
        };
        add(record.table, &mut std::iter::once(&self.row));
        if let Some((name, _)) = record.steps {
            add(name, &mut self.steps.iter());
        }
        if let Some((name, _)) = record.parts {
            add(name, &mut self.parts.iter());
        }
        hex(&digest.finalize())
    }

    /// The columns in which two rows differ.
    pub fn differing(&self, record: &Record, other: &One) -> Vec<usize> {
        let Some(table) = exchange::table(record.table) else { return Vec::new() };
        content(table).filter(|at| self.row.get(*at) != other.row.get(*at)).collect()
    }

    /// All columns but the key that are not alike, those beside the content as well.
    pub fn unlike(&self, table: &Table, other: &One) -> Vec<usize> {
        let plain = |(at, column): &(usize, &exchange::Column)| {
            column.weight != Weight::Key
                // What each database counts and draws for itself, and since when it knows a unit.
                && !matches!(
                    column.name,
                    "version"
                        | "last_on"
                        | "street_on"
                        | "district_on"
                        | "verified_on"
                        | "sort"
                        | "find"
                        | "valid_from"
                )
                && self.row.get(*at) != other.row.get(*at)
        };
        table.columns.iter().enumerate().filter(plain).map(|(at, _)| at).collect()
    }

    /// How the histories of two stand to each other.
    pub fn roads(&self, record: &Record, theirs: &One) -> Option<Roads> {
        let (name, _) = record.steps?;
        let table = exchange::table(name)?;
        let told = |one: &One| -> Vec<Values> {
            one.steps
                .iter()
                .map(|row| content(table).filter_map(|at| row.get(at).cloned()).collect())
                .collect()
        };
        Some(roads(&told(self), &told(theirs)))
    }

    /// Which side is further where nobody has agreed on anything: the one whose register of changes goes on, or that alone
    /// has written what is written once.
    pub fn further(&self, record: &Record, theirs: &One) -> Option<Side> {
        let table = exchange::table(record.table)?;
        if record.table == "premises" {
            let part = exchange::table("premises_change")?;
            let told = |one: &One| -> Vec<Values> {
                one.parts
                    .iter()
                    .map(|row| content(part).filter_map(|at| row.get(at).cloned()).collect())
                    .collect()
            };
            return match roads(&told(self), &told(theirs)) {
                Roads::OursOn => Some(Side::Ours),
                Roads::TheirsOn => Some(Side::Theirs),
                Roads::Alike | Roads::Parted(_) => None,
            };
        }
        let empty = |row: &Values, at: usize| match row.get(at) {
            None | Some(Value::Null) => true,
            Some(Value::Text(text)) => text.is_empty(),
            Some(_) => false,
        };
        let mut side = None;
        for at in self.differing(record, theirs) {
            let once = table.columns.get(at).is_some_and(|column| column.weight == Weight::Once);
            let of = match (empty(&self.row, at), empty(&theirs.row, at)) {
                (true, false) => Side::Theirs,
                (false, true) => Side::Ours,
                _ => return None,
            };
            if !once || side.is_some_and(|side| side != of) {
                return None;
            }
            side = Some(of);
        }
        side
    }

    /// Whether nothing but the rows beside the content differs.
    pub fn is_like(&self, record: &Record, theirs: &One) -> bool {
        let rows = |name: Option<(&str, &str)>, a: &[Values], b: &[Values]| {
            let table = name.and_then(|(name, _)| exchange::table(name));
            a.len() == b.len()
                && table.is_none_or(|table| a.iter().zip(b).all(|(a, b)| same_content(table, a, b)))
        };
        self.differing(record, theirs).is_empty()
            && rows(record.steps, &self.steps, &theirs.steps)
            && rows(record.parts, &self.parts, &theirs.parts)
    }

    /// A value of its row by the name of the column.
    pub fn value(&self, table: &Table, column: &str) -> Option<&Value> {
        table.at(column).and_then(|at| self.row.get(at))
    }

    pub fn text(&self, table: &Table, column: &str) -> &str {
        match self.value(table, column) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}
