//! Rounds that were left out (YT-1).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, street_of};
use crate::{
    domain::{
        accountability::{self as rules, Found, Situation},
        id::Id,
        staff::Role,
        unit::{Level, UnitPath},
    },
    form::regime::{Patrol, Scope},
    office::{
        Refusal,
        coverage::is_owed,
        warn::{Proof, Record},
    },
    store::{Driver, rounds::Which, warn},
};

const ROUNDS: &str = "{n}项巡查连续没有完成";

impl Gather<'_> {
    /// YT-1: rounds of the grid officers, and those of the street's office.
    pub(super) fn rounds(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        self.rounds_above(driver)?;
        let patrols: Vec<&Patrol> =
            self.regime.patrols.iter().filter(|patrol| patrol.by == "grid_officer").collect();
        for patrol in patrols {
            let at = self.limits.missed_periods as usize;
            let begins = self.begins(patrol, at + 2);
            let (Some(near), Some(far)) = (begins.get(at), begins.get(at + 1)) else { continue };
            let which = which(patrol.scope);
            // By grid: how many it has missed already, and how many it is about to miss with them.
            let mut missed: BTreeMap<(UnitPath, Option<UnitPath>), (u32, u32)> = BTreeMap::new();
            for group in warn::unseen(driver, self.scope, which, *near)? {
                let (limits, known) = (self.limits, group.since);
                let found = rules::rounds(self.clock, limits, group.seen, known, &begins);
                let held = found.is_some_and(Found::holds);
                let all = missed.entry((group.community, group.grid)).or_default();
                all.0 += if held { group.premises } else { 0 };
                all.1 += group.premises;
            }
            let (running, next) = (begins[1], begins[0]);
            let over = (*far, running - Days::new(1));
            for ((community, grid), (held, all)) in missed {
                let grid = grid.as_ref();
                // Who has had the grid for one of the rounds alone is not told of two.
                let by = self.officer_through(grid, over).filter(|_| held > 0);
                let by = by.filter(|by| !self.was_away(by, &community, &begins[1..]));
                let (by, since, found, premises) = match by {
                    Some(by) => (by, far, Some(Found::Holds { since: running }), held),
                    None => {
                        let by = self.officer_through(grid, (*near, self.clock.today));
                        let by = by.filter(|by| !self.was_away(by, &community, &begins[..=at]));
                        let Some(by) = by else { continue };
                        (by, near, self.clock.from(next), all)
                    }
                };
                if found.is_none() {
                    continue;
                }
                let ids = warn::unseen_ids(driver, (&community, grid), which, *since, premises)?;
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id));
                let about = format!("{}/{}", patrol.code, grid.map_or("-", UnitPath::as_str));
                let of = Draft::of(Situation::TasksMissed, &community, about).by(by).called(ROUNDS);
                self.put(of.shown_by(proofs).saying(self.left_out(patrol, premises)), found);
            }
        }
        Ok(())
    }

    /// A round of the street's office is its people's, whatever a grid officer has seen meanwhile: one case of all
    /// communities, kept under the first of them. A community's desk is not told of it.
    fn rounds_above(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        if self.scope.level() > Level::Street {
            return Ok(());
        }
        let of_street = |patrol: &&Patrol| patrol.by == Role::StreetOfficer.code();
        let patrols: Vec<&Patrol> = self.regime.patrols.iter().filter(of_street).collect();
        for patrol in patrols {
            let at = self.limits.missed_periods as usize;
            let begins = self.begins(patrol, at + 2);
            let (Some(near), Some(far)) = (begins.get(at), begins.get(at + 1)) else { continue };
            let which = (which(patrol.scope), Level::Street);
            let mut missed: BTreeMap<(UnitPath, bool), (Found, Vec<Id>)> = BTreeMap::new();
            for one in warn::unseen_by(driver, self.scope, which, *near)? {
                let (seen, known) = (one.seen, one.since);
                let found = rules::rounds(self.clock, self.limits, seen, known, &begins);
                let Some(found) = found else { continue };
                let key = (street_of(&one.community), found.holds());
                missed.entry(key).or_insert((found, Vec::new())).1.push(one.id);
            }
            // What is about to be missed is told where nothing is missed already.
            let held: Vec<UnitPath> =
                missed.keys().filter(|key| key.1).map(|key| key.0.clone()).collect();
            missed.retain(|(street, holds), _| *holds || !held.contains(street));
            for ((street, _), (found, ids)) in missed {
                let first = self.places.iter().find(|place| street.covers(&place.path));
                let Some(community) = first.map(|place| &place.path) else { continue };
                let (days, rounds) = match found.holds() {
                    true => ((*far, begins[1] - Days::new(1)), &begins[1..]),
                    false => ((*near, self.clock.today), &begins[..=at]),
                };
                let by = self.officer_above(community, days);
                if self.was_away(by, community, rounds) {
                    continue;
                }
                let of = Draft::of(
                    Situation::TasksMissed,
                    community,
                    format!("{}/{street}", patrol.code),
                );
                let says = self.left_out(patrol, ids.len() as u32);
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id));
                let of = of.by(by).called(ROUNDS).shown_by(proofs).saying(says);
                self.put(of, Some(found));
            }
        }
        Ok(())
    }

    /// Whether somebody was on leave for most of one of the rounds: the day after the last of them, then the first day of
    /// each, the newest first.
    fn was_away(&self, name: &str, at: &UnitPath, begins: &[NaiveDate]) -> bool {
        let away = self.away(name, at);
        let rounds = begins.iter().zip(begins.iter().skip(1));
        rounds.into_iter().any(|(next, first)| {
            let last = next.pred_opt().unwrap_or(*next);
            away.mostly(self.clock.calendar, *first, last)
        })
    }

    /// First days of periods, the next one, the running one and earlier ones, so many together, the newest first; one that
    /// owes no round goes with the one before it.
    fn begins(&self, patrol: &Patrol, count: usize) -> Vec<NaiveDate> {
        let (mut first, last) = patrol.every.stretch(self.clock.today);
        let mut all = vec![last + Days::new(1)];
        while all.len() < count {
            if is_owed(self.clock.calendar, patrol, first) {
                all.push(first);
            }
            first = patrol.every.stretch(first - Days::new(1)).0;
        }
        all
    }

    fn left_out(&self, patrol: &Patrol, premises: u32) -> String {
        let periods = self.limits.missed_periods;
        format!("“{}”连续{periods}期没有完成，{premises}家没有查到", patrol.label)
    }
}

fn which(scope: Scope) -> Which {
    Which::of(scope == Scope::Key)
}
