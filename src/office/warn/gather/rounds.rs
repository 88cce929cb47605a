//! Rounds that were left out (YT-1).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, NAMED};
use crate::{
    domain::{
        accountability::{self as rules, Found, Situation},
        id::Id,
        period,
        staff::Role,
        unit::{Level, UnitPath},
    },
    form::regime::{Every, Patrol, Scope},
    office::{
        Refusal,
        warn::{Proof, Record},
    },
    store::{Driver, rounds::Which, warn},
};

impl Gather<'_> {
    /// YT-1: rounds of the grid officers, and those of the street's office.
    pub(super) fn rounds(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        self.rounds_above(driver)?;
        let patrols: Vec<&Patrol> =
            self.regime.patrols.iter().filter(|patrol| patrol.by == "grid_officer").collect();
        for patrol in patrols {
            let at = self.limits.missed_periods as usize;
            let begins = begins(patrol.every, self.clock.today, at + 2);
            let (Some(near), Some(far)) = (begins.get(at), begins.get(at + 1)) else { continue };
            let which = which(patrol.scope);
            // By grid: what it has missed already, else what it is about to.
            let mut missed: BTreeMap<(UnitPath, Option<UnitPath>), (Found, u32)> = BTreeMap::new();
            for group in warn::unseen(driver, self.scope, which, *near)? {
                let (limits, known) = (self.limits, group.since);
                let found = rules::rounds(self.clock, limits, group.seen, known, &begins);
                let Some(found) = found else { continue };
                let all = missed.entry((group.community, group.grid)).or_insert((found, 0));
                match (all.0.holds(), found.holds()) {
                    (true, false) => continue,
                    (false, true) => *all = (found, group.premises),
                    _ => all.1 += group.premises,
                }
            }
            for ((community, grid), (found, premises)) in missed {
                let since = if found.holds() { *far } else { *near };
                let place = (&community, grid.as_ref());
                let ids = warn::unseen_ids(driver, place, which, since, NAMED as u32)?;
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id));
                let about =
                    format!("{}/{}", patrol.code, grid.as_ref().map_or("-", UnitPath::as_str));
                let says = self.left_out(patrol, premises);
                let officer = self.officer(grid.as_ref());
                let of = Draft::of(Situation::TasksMissed, &community, about).by(&officer);
                self.put(of.shown_by(proofs).saying(says), Some(found));
            }
        }
        Ok(())
    }

    /// A round of the street's office is its people's, whatever a grid officer has seen meanwhile.
    fn rounds_above(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let of_street = |patrol: &&Patrol| patrol.by == Role::StreetOfficer.code();
        let patrols: Vec<&Patrol> = self.regime.patrols.iter().filter(of_street).collect();
        for patrol in patrols {
            let at = self.limits.missed_periods as usize;
            let begins = begins(patrol.every, self.clock.today, at + 2);
            let Some(near) = begins.get(at) else { continue };
            let which = (which(patrol.scope), Level::Street);
            let mut missed: BTreeMap<(UnitPath, bool), (Found, Vec<Id>)> = BTreeMap::new();
            for one in warn::unseen_by(driver, self.scope, which, *near)? {
                let (seen, known) = (one.seen, one.since);
                let found = rules::rounds(self.clock, self.limits, seen, known, &begins);
                let Some(found) = found else { continue };
                let key = (one.community, found.holds());
                missed.entry(key).or_insert((found, Vec::new())).1.push(one.id);
            }
            // What is about to be missed is told where nothing is missed already.
            let held: Vec<UnitPath> =
                missed.keys().filter(|key| key.1).map(|key| key.0.clone()).collect();
            missed.retain(|(community, holds), _| *holds || !held.contains(community));
            for ((community, _), (found, ids)) in missed {
                let says = self.left_out(patrol, ids.len() as u32);
                let proofs = ids.into_iter().take(NAMED).map(|id| Proof::of(Record::Premises, id));
                let about = format!("{}/{community}", patrol.code);
                let officer = self.officer_above(&community);
                let of = Draft::of(Situation::TasksMissed, &community, about).by(&officer);
                self.put(of.shown_by(proofs).saying(says), Some(found));
            }
        }
        Ok(())
    }

    fn left_out(&self, patrol: &Patrol, premises: u32) -> String {
        let periods = self.limits.missed_periods;
        format!("“{}”连续{periods}期没有完成，{premises}家没有查到", patrol.label)
    }
}

fn which(scope: Scope) -> Which {
    Which::of(scope == Scope::Key)
}

/// First days of periods, the next one, the running one and `before` earlier ones, the newest first.
fn begins(every: Every, today: NaiveDate, before: usize) -> Vec<NaiveDate> {
    let span = match every {
        Every::Week => period::Span::Week,
        Every::Month => period::Span::Month,
        Every::Quarter => period::Span::Quarter,
        Every::Year => period::Span::Year,
    };
    let (mut first, last) = span.of(today);
    let mut all = vec![last + Days::new(1), first];
    while all.len() < before {
        first = span.of(first - Days::new(1)).0;
        all.push(first);
    }
    all
}
