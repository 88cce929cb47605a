//! What a row of a roster is recognised by: its credit code, else its name and community (DOMAIN §5).

use std::collections::HashMap;

use crate::{
    domain::{premises::Status, typed::name_key, unit::UnitPath},
    sheet::roster::RosterEntry,
    store::premises::Stored,
};

/// The register by what a row is recognised by.
pub struct Known {
    by_code: HashMap<(UnitPath, String), Vec<usize>>,
    by_name: HashMap<(UnitPath, String), Vec<usize>>,
    pub all: Vec<Stored>,
}

/// The entry that a row means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    pub index: usize,
    /// By its code or its address, and not by its name alone.
    pub sure: bool,
}

impl Known {
    pub fn of(all: Vec<Stored>) -> Known {
        let (mut by_code, mut by_name) = (HashMap::new(), HashMap::new());
        for (index, stored) in all.iter().enumerate() {
            let entry = &stored.entry;
            // Who moved out and comes back is registered anew.
            if entry.status == Status::MovedOut {
                continue;
            }
            let place = entry.community.clone();
            if !entry.uscc.is_empty() {
                let codes: &mut Vec<usize> =
                    by_code.entry((place.clone(), entry.uscc.clone())).or_default();
                codes.push(index);
            }
            let names: &mut Vec<usize> = by_name.entry((place, name_key(&entry.name))).or_default();
            names.push(index);
        }
        Known { by_code, by_name, all }
    }

    /// The entry a row means: the one with its code and its name, or its code and its address; else the one of its
    /// name, unless both have codes and they differ. What bears its code under another name at another address
    /// may be another site of the same owner: it is none that a row means by itself ([`Known::alike`]).
    pub fn find(&self, community: &UnitPath, row: &RosterEntry) -> Option<Match> {
        let code = row.uscc.clone().unwrap_or_default();
        if !code.is_empty()
            && let Some(coded) = self.by_code.get(&(community.clone(), code.clone()))
        {
            let named =
                |index: &&usize| name_key(&self.all[**index].entry.name) == name_key(&row.name);
            let placed = |index: &&usize| self.is_there(**index, row) != Some(false);
            if let Some(index) = coded.iter().find(named).or_else(|| coded.iter().find(placed)) {
                return Some(Match { index: *index, sure: true });
            }
        }
        // Two places of one name may be two premises; where one side does not say where, they are taken for one.
        let fitting = self.namesakes(community, row);
        let there = |said| fitting.iter().find(|index| self.is_there(**index, row) == said);
        let found = there(Some(true)).map(|index| Match { index: *index, sure: true });
        found.or_else(|| there(None).map(|index| Match { index: *index, sure: false }))
    }

    /// Whether an entry stands where the row says.
    fn is_there(&self, index: usize, row: &RosterEntry) -> Option<bool> {
        self.all[index].entry.whereabouts().is(row.whereabouts())
    }

    /// Entries that a row may mean: those of its name ([`Known::namesakes`]), and those of its code.
    pub fn alike(&self, community: &UnitPath, row: &RosterEntry) -> Vec<usize> {
        let mut alike = self.namesakes(community, row);
        let code = row.uscc.clone().unwrap_or_default();
        let coded = self.by_code.get(&(community.clone(), code));
        alike.extend(coded.into_iter().flatten().copied().filter(|_| row.uscc.is_some()));
        alike.sort_unstable();
        alike.dedup();
        alike
    }

    /// Entries of the row's name, but for those where both have codes and they differ.
    pub fn namesakes(&self, community: &UnitPath, row: &RosterEntry) -> Vec<usize> {
        let named = self.by_name.get(&(community.clone(), name_key(&row.name)));
        let code = row.uscc.as_deref().unwrap_or_default();
        let fits = |index: &usize| {
            let other = &self.all[*index].entry.uscc;
            code.is_empty() || other.is_empty() || other == code
        };
        named.into_iter().flatten().copied().filter(fits).collect()
    }
}
