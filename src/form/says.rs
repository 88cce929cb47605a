//! Rows of a ledger of which a field says one of some words.

use std::collections::BTreeMap;

/// Which rows are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Says {
    pub field: String,
    pub values: Vec<String>,
}

impl Says {
    /// Whether a row with these fields is meant.
    pub fn fits(&self, fields: &BTreeMap<String, String>) -> bool {
        fields.get(&self.field).is_some_and(|said| self.values.contains(said))
    }
}
