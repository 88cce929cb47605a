//! Since when a round has missed its premises: what was missed week after week is late since the first of them, so that
//! its ladder goes on.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Item, Office, Refusal};
use crate::{
    domain::{coverage::first_missed, unit::UnitPath},
    form::regime::Patrol,
    store,
};

impl Office {
    /// Tells the lines of rounds that are over since when each is late: since the oldest miss that it names.
    pub(super) fn tell_since(&mut self, items: &mut [Item]) -> Result<(), Refusal> {
        // Nothing was missed before there was an office.
        let began = self.unit(&self.home).map(|unit| unit.valid_from);
        let mut late: BTreeMap<(String, Option<UnitPath>), NaiveDate> = BTreeMap::new();
        for item in items.iter() {
            let Some(patrol) = self.patrol_over(item) else { continue };
            let Some(id) = item.premises_id else { continue };
            let known = match item.seen {
                Some(seen) => seen,
                None => match store::premises::by_id(&mut *self.store.driver, &self.scope, id)? {
                    Some(stored) => Some(stored.entry.since).max(began).unwrap_or(item.day),
                    None => continue,
                },
            };
            let first = first_missed(|day| patrol.every.stretch(day), item.seen, known);
            let since = late.entry((patrol.code, item.place.clone())).or_insert(item.day);
            *since = first.min(*since);
        }
        for item in items {
            let patrol = self.patrol_over(item);
            item.late_since =
                patrol.and_then(|of| late.get(&(of.code, item.place.clone()))).copied();
        }
        Ok(())
    }

    /// The patrol of the regime whose days are over on this line.
    fn patrol_over(&self, item: &Item) -> Option<Patrol> {
        let round = item.walk.as_ref()?.round.as_ref()?;
        round.over?;
        self.regime.patrols.iter().find(|patrol| patrol.code == round.code).cloned()
    }
}
