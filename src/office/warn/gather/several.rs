//! Rounds that ask for several visits: whether they were made is not told by the last one of a premises.

use std::collections::{HashMap, HashSet};

use super::{Gather, rounds::Rounds};
use crate::{
    domain::{
        id::Id,
        owed::{Stay, stays},
        premises::Premises,
        unit::{Level, UnitPath},
    },
    office::{Office, Refusal, coverage::Rule},
    store,
};

/// A premises with where it stood through the rounds that have missed it, and through those that are about to.
pub(super) struct Missed {
    pub community: UnitPath,
    pub id: Id,
    pub over: Option<Vec<Stay>>,
    pub near: Option<Vec<Stay>>,
}

impl Office {
    /// What was seen less often than each of the rounds asks. `level`: whose visits alone count.
    pub(super) fn missed_several(
        &mut self,
        gather: &Gather,
        rounds: &Rounds,
        level: Option<Level>,
    ) -> Result<Vec<Missed>, Refusal> {
        let driver = &mut *self.store.driver;
        let mut counts: Vec<HashMap<Id, u32>> = Vec::new();
        for rule in &rounds.rules {
            let to = rounds.end(rule);
            counts.push(store::coverage::visits(driver, gather.scope, rule.from, to, level)?);
        }
        let at = rounds.at;
        let judged = |entry: &Premises, owed: &[bool]| {
            let seen = |(rule, count): (&Rule, &HashMap<Id, u32>)| {
                count.get(&entry.id).is_some_and(|count| *count >= rule.times)
            };
            let each = || rounds.rules.iter().zip(&counts);
            let missed: Vec<bool> =
                each().zip(owed).map(|(each, owed)| *owed && !seen(each)).collect();
            let all = |rounds: &[bool]| rounds.len() == at && rounds.iter().all(|missed| *missed);
            // What the running round has reached meanwhile is held against nobody, as where one visit is asked for.
            let still = each().next().is_none_or(|running| !seen(running));
            let over = still && all(missed.get(1..=at).unwrap_or(&[]));
            (over, all(missed.get(..at).unwrap_or(&[])))
        };
        let (far, near) = (rounds.days(true), rounds.days(false));
        let mut all = Vec::new();
        let mut told = |entry: Premises, owed: &[bool], stood: &dyn Fn(_) -> Vec<Stay>| {
            let (over, about) = judged(&entry, owed);
            if over || about {
                all.push(Missed {
                    community: entry.community,
                    id: entry.id,
                    over: over.then(|| stood(far)),
                    near: about.then(|| stood(near)),
                });
            }
        };
        let changed = store::premises::corrected_after(driver, gather.scope, far.0, None)?;
        let mut known: HashSet<Id> = HashSet::new();
        for (now, changes) in changed {
            known.insert(now.entry.id);
            let owed = rounds.owed(&changes);
            told(now.entry, &owed, &|days| stays(&changes, days));
        }
        let filter = store::premises::Filter::default();
        for stored in store::premises::list(driver, gather.scope, &filter)? {
            let entry = stored.entry;
            if known.contains(&entry.id) || !rounds.rules[0].holds(&entry) {
                continue;
            }
            let (owed, grid) = (rounds.owed_since(entry.since), entry.grid.clone());
            told(entry, &owed, &|(from, to)| vec![Stay { grid: grid.clone(), from, to }]);
        }
        Ok(all)
    }
}
