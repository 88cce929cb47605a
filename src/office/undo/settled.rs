//! What has been taken back is done with, and so is what took it back: the last deed is the one before both.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{domain::id::Id, store::journal::Link};

/// What the body of an entry says of it.
#[derive(Default, Deserialize)]
struct Mark {
    /// Numbers in the chain of this desk: what this entry takes back (`Act::undoing`).
    #[serde(default)]
    undoes: Vec<i64>,
}

/// The rows of the register's history that an entry has written, or made nothing of.
#[derive(Default, Deserialize)]
struct Rows {
    row: Option<Id>,
    #[serde(default)]
    rows: Vec<Id>,
}

/// What stands in the way of a record that came before: told with its verb and its object.
const BEFORE: [(&str, &str); 2] = [("entry_void", "entry_add"), ("undo_import", "import")];

/// What is done with, gathered from the newest entry of a desk back.
#[derive(Default)]
pub(super) struct Settled {
    links: BTreeSet<i64>,
    /// Verb and object of what stands in the same deed as what was taken back.
    records: BTreeSet<(&'static str, String)>,
    /// Objects of what an older program has taken back, without saying which entry it was.
    unnamed: Vec<String>,
    /// Rows of the register's history that stand in nobody's way.
    pub(super) rows: BTreeSet<Id>,
}

impl Settled {
    /// Whether the next older entry is done with.
    pub(super) fn passes_over(&mut self, link: &Link) -> bool {
        let (verb, object) = (link.entry.verb.as_str(), link.entry.object.as_str());
        let mark: Mark = serde_json::from_str(&link.entry.body).unwrap_or_default();
        let takes_back = !mark.undoes.is_empty();
        if takes_back {
            self.links.extend(mark.undoes);
            let before = BEFORE.into_iter().filter(|(taker, _)| *taker == verb);
            self.records.extend(before.map(|(_, taken)| (taken, object.to_owned())));
        }
        let known = takes_back
            || self.links.contains(&link.seq)
            || self.records.iter().any(|(taken, of)| *taken == verb && of == object);
        if known {
            let rows: Rows = serde_json::from_str(&link.entry.body).unwrap_or_default();
            self.rows.extend(rows.row.into_iter().chain(rows.rows));
            return true;
        }
        self.passes_over_unnamed(verb, object)
    }

    fn passes_over_unnamed(&mut self, verb: &str, object: &str) -> bool {
        if verb == "take_back" {
            self.unnamed.push(object.to_owned());
            return true;
        }
        let at = self.unnamed.iter().position(|known| known == object);
        match at {
            // Part of what took an entry back.
            Some(_) if verb == "premises_remove" => true,
            Some(at) => {
                self.unnamed.remove(at);
                true
            }
            None => false,
        }
    }
}
