//! The same thing entered twice under two ids: one credit code, one number, one person in one post.

use std::collections::{HashMap, HashSet};

use super::held::One;
use crate::{
    domain::typed::name_key,
    store::{
        Value,
        exchange::{Record, Table, Values, to_json},
    },
};

/// What tells records of a kind apart, of all that are here.
pub struct Marks {
    record: &'static Record,
    table: &'static Table,
    /// Mark → the key of the record that has it; empty for one of another community.
    known: HashMap<String, String>,
}

impl Marks {
    pub fn new(record: &'static Record, table: &'static Table) -> Marks {
        Marks { record, table, known: HashMap::new() }
    }

    /// Columns of which a value is given once in the whole database, not in a community alone.
    pub fn everywhere(record: &Record) -> impl Iterator<Item = &'static [&'static str]> {
        let unlike = record.unlike.iter().map(|(columns, _)| *columns);
        unlike.filter(|columns| {
            matches!(columns.first(), Some(&"unit" | &"corrects")) && !columns.contains(&"role")
        })
    }

    /// What other communities have given.
    pub fn add_outside(&mut self, columns: &[&str], rows: &[Values]) {
        for row in rows {
            if let Some(mark) = mark(columns, row) {
                self.known.insert(mark, String::new());
            }
        }
    }

    pub fn add(&mut self, one: &One) {
        for mark in self.marks(one) {
            self.known.insert(mark, one.key.clone());
        }
    }

    /// The key of another record that has what this one may not have too; empty for one of another community.
    /// `theirs` are the keys that the other office has: what it holds beside each other it has told apart.
    pub fn clash(&self, one: &One, theirs: &HashSet<&str>) -> Option<&str> {
        self.marks(one).iter().find_map(|mark| {
            let key = self.known.get(mark)?;
            let apart = mark.starts_with('?') && theirs.contains(key.as_str());
            (*key != one.key && !apart).then_some(key.as_str())
        })
    }

    fn marks(&self, one: &One) -> Vec<String> {
        let mut marks = Vec::new();
        for (columns, ends) in self.record.unlike {
            let over = !ends.is_empty()
                && !matches!(one.value(self.table, ends), None | Some(Value::Null));
            let values: Values = columns
                .iter()
                .map(|column| one.value(self.table, column).cloned().unwrap_or(Value::Null))
                .collect();
            if !over {
                marks.extend(mark(columns, &values));
            }
        }
        match self.record.table {
            "premises" => marks.extend(self.premises(one)),
            "warning" => {
                // A case is spoken of once.
                let case = |row: &Values| mark(&["code", "subject"], row.get(1..3)?);
                marks.extend(one.parts.iter().filter_map(case));
            }
            _ => {}
        }
        marks
    }

    /// One credit code, or one name at one address. Marks with a question mark are no law: an enterprise may have two
    /// places.
    fn premises(&self, one: &One) -> Vec<String> {
        let text = |column: &str| name_key(one.text(self.table, column));
        let mut marks = Vec::new();
        if !text("uscc").is_empty() {
            marks.push(format!("?uscc {}", text("uscc")));
        }
        for address in ["address", "site_address"] {
            if !text(address).is_empty() {
                marks.push(format!("?name {} {}", text("name"), text(address)));
            }
        }
        marks
    }
}

/// The mark of these values; what is empty tells nothing apart.
fn mark(columns: &[&str], values: &[Value]) -> Option<String> {
    if values.contains(&Value::Null) {
        return None;
    }
    let words: Vec<String> = values.iter().map(|value| to_json(value).to_string()).collect();
    Some(format!("{} {}", columns.join("+"), words.join(" ")))
}
