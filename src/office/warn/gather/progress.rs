//! TB-1: how far the communities of a street have come with the hazards of a month, each with what its own people follow.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, Proof, Record, street_of};
use crate::{
    domain::{
        accountability::{self as rules, Situation},
        hazard::StateKind,
        id::Id,
        period,
        review::Stand,
        staff::Staff,
        unit::{Level, UnitPath},
    },
    office::Refusal,
    store::{Driver, warn, weeks},
    terms,
};

/// A month, its first and its last day.
type Month = (NaiveDate, NaiveDate);

/// What the rule counts of a community: of the hazards of a month all and those put right, and those past their deadline.
#[derive(Clone, Copy, Default)]
struct Counts {
    found: u32,
    right: u32,
    overdue: u32,
}

/// The counts of a community by today's columns, and as a month that is over stood at its end.
#[derive(Clone, Default)]
struct Of {
    now: Counts,
    then: Counts,
    /// Of those past their deadline, and of these and those of the month that were not put right, what was so at its end
    /// alone or is so by now alone.
    late: Moved,
    open: Moved,
}

#[derive(Clone, Default)]
struct Moved {
    only_then: Vec<Id>,
    only_now: Vec<Id>,
}

impl Moved {
    fn note(&mut self, id: Id, then: bool, now: bool) {
        match (then, now) {
            (true, false) => self.only_then.push(id),
            (false, true) => self.only_now.push(id),
            _ => {}
        }
    }
}

/// A count of now as it was then, of something that counted then or not, and counts now or not.
fn back(count: &mut u32, then: bool, now: bool) {
    *count = (*count + u32::from(then)).saturating_sub(u32::from(now));
}

fn is_right(stand: &Stand) -> bool {
    matches!(stand.kind, StateKind::Passed | StateKind::Closed)
}

impl Gather<'_> {
    /// The month that ended last, and what the running one comes to.
    pub(super) fn progress(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let running = period::month_of(self.clock.today);
        let before = period::month_of(running.0 - Days::new(1));
        let communities: Vec<UnitPath> =
            self.places.iter().map(|place| place.path.clone()).collect();
        // Of each street as a whole, whoever asks: a community is compared with its own.
        let streets: HashSet<UnitPath> = communities.iter().map(street_of).collect();
        for street in streets {
            let others = self.followed_above(driver, &street, (before.0, running.1))?;
            for month in [before, running] {
                let is_over = month.1 < self.clock.today;
                let counts = counts(driver, &street, month, is_over, &others)?;
                for community in communities.iter().filter(|path| street.covers(path)) {
                    self.judge(driver, community, month, &counts, &others)?;
                }
            }
        }
        Ok(())
    }

    /// Hazards of a street that are none of its communities' (谁检查、谁负责、谁跟踪), by community.
    fn followed_above(
        &self,
        driver: &mut dyn Driver,
        street: &UnitPath,
        days: Month,
    ) -> Result<HashMap<UnitPath, Vec<warn::Above>>, Refusal> {
        let above = self.staff.iter().filter(|post| post.visits_for() < Level::Community);
        let names: HashSet<&str> = above.map(|post: &Staff| post.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let mut by: HashMap<UnitPath, Vec<warn::Above>> = HashMap::new();
        for one in warn::above(driver, street, days, &names)? {
            if !self.is_communitys(&one.community, one.visit, &one.owner) {
                by.entry(one.community.clone()).or_default().push(one);
            }
        }
        Ok(by)
    }

    fn judge(
        &mut self,
        driver: &mut dyn Driver,
        community: &UnitPath,
        (from, ends): Month,
        counts: &HashMap<UnitPath, Of>,
        others: &HashMap<UnitPath, Vec<warn::Above>>,
    ) -> Result<(), Refusal> {
        let is_over = ends < self.clock.today;
        let Some(own) = counts.get(community) else { return Ok(()) };
        let progress = |of: fn(&Of) -> Counts| {
            let (own, all) = (of(own), counts.values().map(of));
            let (street_found, street_closed) =
                all.fold((0, 0), |(found, right), of| (found + of.found, right + of.right));
            rules::Progress {
                closed: own.right,
                found: own.found,
                street_closed,
                street_found,
                overdue: own.overdue,
                ends,
            }
        };
        // A month that is over is told as it stood at its end, whatever was put right or extended since.
        let (then, now) = (progress(|of| of.then), progress(|of| of.now));
        let judged = rules::progress(self.clock, self.limits, &then);
        if judged.is_none() {
            return Ok(());
        }
        let is_better = rules::progress(self.clock, self.limits, &now).is_none();
        // Overdue ones show it; where they are not too many, those that keep the rate down.
        let slow = then.overdue <= self.limits.overdue_most;
        let above = others.get(community).map_or(&[][..], Vec::as_slice);
        let most = now.overdue + now.found - now.closed + above.len() as u32;
        let days = slow.then_some((from, ends));
        let mut ids = warn::not_put_right(driver, community, ends, days, most)?;
        let moved = if slow { &own.open } else { &own.late };
        let others = |id: &Id| above.iter().any(|one| one.id == *id);
        ids.retain(|id| !moved.only_now.contains(id) && !others(id));
        let more: Vec<Id> =
            moved.only_then.iter().filter(|id| !ids.contains(id)).copied().collect();
        ids.extend(more);
        let proofs = ids.into_iter().map(|id| Proof::of(Record::Hazard, id));
        let says = format!(
            "{}查出{}条、整改{}条（全街道查出{}条、整改{}条），{}逾期{}条",
            terms::month(from),
            then.found,
            then.closed,
            then.street_found,
            then.street_closed,
            if is_over { "月底" } else { "到月底" },
            then.overdue,
        );
        let of = Draft::of(Situation::SlowProgress, community, from.format("%Y-%m"));
        self.put(of.shown_by(proofs).saying(says).past(is_over && is_better), judged);
        Ok(())
    }
}

/// What the rule counts of each community of a street, without what is followed from above.
fn counts(
    driver: &mut dyn Driver,
    street: &UnitPath,
    (from, ends): Month,
    is_over: bool,
    others: &HashMap<UnitPath, Vec<warn::Above>>,
) -> Result<HashMap<UnitPath, Of>, Refusal> {
    let mut all: HashMap<UnitPath, Of> = HashMap::new();
    for (community, (found, right)) in warn::found(driver, street, from, ends)? {
        let now = &mut all.entry(community).or_default().now;
        (now.found, now.right) = (found, right);
    }
    for (community, (overdue, _)) in warn::past(driver, street, ends)? {
        all.entry(community).or_default().now.overdue = overdue;
    }
    for (community, above) in others {
        let now = &mut all.entry(community.clone()).or_default().now;
        for one in above {
            let stand = &one.stand;
            if (from..=ends).contains(&one.found_on) {
                now.found = now.found.saturating_sub(1);
                now.right = now.right.saturating_sub(u32::from(is_right(stand)));
            }
            now.overdue = now.overdue.saturating_sub(u32::from(stand.is_overdue(ends)));
        }
    }
    for of in all.values_mut() {
        of.then = of.now;
    }
    if !is_over {
        return Ok(all);
    }
    let above: HashSet<Id> = others.values().flatten().map(|one| one.id).collect();
    for moved in weeks::moved_past(driver, street, ends, from)? {
        // What was withdrawn since never was one.
        if moved.now.kind == StateKind::Withdrawn || above.contains(&moved.hazard) {
            continue;
        }
        let of = all.entry(moved.place.0).or_default();
        let within = (from..=ends).contains(&moved.found_on);
        let right = |stand: &Stand| within && is_right(stand);
        let late = |stand: &Stand| stand.is_overdue(ends);
        let open = |stand: &Stand| late(stand) || within && !is_right(stand);
        let (then, now) = (&moved.then, &moved.now);
        back(&mut of.then.right, right(then), right(now));
        back(&mut of.then.overdue, late(then), late(now));
        of.late.note(moved.hazard, late(then), late(now));
        of.open.note(moved.hazard, open(then), open(now));
    }
    Ok(all)
}
