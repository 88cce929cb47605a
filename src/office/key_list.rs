//! The key list with the days of entry and exit (REG-11), as of any day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Office, Refusal};
use crate::{
    domain::{
        id::Id,
        key_list::{self, KeySpell},
        premises::Change,
        unit::UnitPath,
    },
    store,
};

impl Office {
    /// Of each premises in what the actor sees that was ever on the key list up to a day (today for `None`), its
    /// stretches on it as they stood at the end of that day.
    pub fn key_spells(
        &mut self,
        until: Option<NaiveDate>,
    ) -> Result<HashMap<Id, Vec<KeySpell>>, Refusal> {
        let scope = self.scope.clone();
        self.key_spells_of(&scope, until)
    }

    pub(super) fn key_spells_of(
        &mut self,
        of: &UnitPath,
        until: Option<NaiveDate>,
    ) -> Result<HashMap<Id, Vec<KeySpell>>, Refusal> {
        let until = until.unwrap_or(NaiveDate::MAX);
        let changes = store::premises::key_changes(&mut *self.store.driver, of)?;
        Ok(changes
            .chunk_by(|a, b| a.after.id == b.after.id)
            .map(|changes| {
                let then: Vec<Change> =
                    changes.iter().filter(|change| change.since() <= until).cloned().collect();
                (changes[0].after.id, key_list::spells(&then))
            })
            .filter(|(_, spells)| !spells.is_empty())
            .collect())
    }
}
