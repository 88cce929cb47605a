//! Penalties of a premises from the ledger 行政处罚登记, and whether they add up (安全生产法 第一百一十三条).

use super::{Office, Refusal};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        penalty::{self, Flag},
        unit::UnitPath,
    },
    store::entries,
};

/// The ledger of penalties and its field of their kind.
pub(super) const LEDGER: &str = "penalty";
const KIND: &str = "kind";
/// An order, and what a court does: no administrative penalties (行政处罚法 第九条); they stand in the ledger all the same.
const NO_PENALTY: [&str; 2] = ["责令改正", "追究刑责"];

/// Whether a row of the ledger is a penalty.
pub(super) fn counts(entry: &Entry) -> bool {
    entry.fields.get(KIND).is_none_or(|kind| !NO_PENALTY.contains(&kind.as_str()))
}

impl Office {
    /// What the penalties of a premises come to today.
    pub fn penalties(
        &mut self,
        community: &UnitPath,
        premises: Id,
    ) -> Result<Option<Flag>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(LEDGER.to_owned()),
            premises: Some(premises),
            ..entries::Filter::default()
        };
        let stored = entries::list(&mut *self.store.driver, community, &filter)?;
        let days: Vec<_> = stored
            .iter()
            .map(|stored| &stored.entry)
            .filter(|entry| counts(entry))
            .map(|entry| entry.on)
            .collect();
        Ok(penalty::flag(&days, self.act.today))
    }

    /// The same after an entry was made; nothing for another ledger.
    pub fn penalties_after(&mut self, entry: &Entry) -> Result<Option<Flag>, Refusal> {
        match entry.premises {
            Some(premises) if entry.ledger == LEDGER => self.penalties(&entry.community, premises),
            _ => Ok(None),
        }
    }
}
