//! 约谈 of the persons who answer for it (S0 §四.2).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Away, Clock, Found, Limits, nth};
use crate::domain::unit::UnitPath;

/// YT-1: a task was not done by its day, which is still in time.
pub fn task(clock: Clock, due: NaiveDate, done: Option<NaiveDate>) -> Option<Found> {
    if done.is_some_and(|on| on <= due) { None } else { clock.after(due) }
}

/// YT-1: a premises was left out by rounds one after the other. `begins` has the first day of the next round, of
/// the running one, and of those before it, the newest first; `owed` says of the running one and those before it whether
/// they asked for the premises; `seen` is its last visit.
pub fn rounds(
    clock: Clock,
    limits: Limits,
    seen: Option<NaiveDate>,
    owed: &[bool],
    begins: &[NaiveDate],
) -> Option<Found> {
    let at = limits.missed_periods as usize;
    let missed = |rounds: &[bool], from: NaiveDate| {
        rounds.iter().all(|owed| *owed) && seen.is_none_or(|seen| seen < from)
    };
    let (running, before) = (owed.get(..at)?, owed.get(1..=at)?);
    if missed(before, *begins.get(at + 1)?) {
        return Some(Found::Holds { since: *begins.get(1)? });
    }
    if missed(running, *begins.get(at)?) { clock.from(*begins.first()?) } else { None }
}

/// A case of the situation that a circular named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    pub since: NaiveDate,
    /// Done and over: a notice that came late, a report that was sent late. Else it is still to be put right.
    pub past: bool,
}

impl Again {
    /// Whether it is no better for the circular: still to be put right, or begun after it. What was over before is what
    /// the circular spoke of.
    pub fn goes_on(self, circulated: NaiveDate) -> bool {
        !self.past || self.since > circulated
    }
}

/// YT-2: so many days after a circular what it named goes on, or begins anew later.
pub fn after_circular(
    clock: Clock,
    limits: Limits,
    circulated: NaiveDate,
    again: &[Again],
) -> Option<Found> {
    let goes_on = again.iter().filter(|each| each.goes_on(circulated));
    let first = goes_on.map(|each| each.since).min()?;
    clock.from(first.max(circulated + Days::new(limits.improve_days.into())))
}

/// YT-3: safety cannot be kept up beside a major hazard, which is known since a day, and nothing was stopped on that day.
/// `ordered` is a notice that orders 停业整改.
pub fn not_stopped(
    clock: Clock,
    unsafe_since: NaiveDate,
    ordered: bool,
    stopped: Option<NaiveDate>,
) -> Option<Found> {
    if ordered || stopped.is_some_and(|on| on <= unsafe_since) {
        None
    } else {
        clock.after(unsafe_since)
    }
}

/// YT-4: a deadline was extended too often.
pub fn pushed(limits: Limits, extended: &[NaiveDate]) -> Option<Found> {
    nth(extended, limits.extensions).map(|since| Found::Holds { since })
}

/// YT-4: too many closed hazards were reopened; `days` are the days of the reopenings.
pub fn reopened(limits: Limits, closed: u32, days: &[NaiveDate]) -> Option<Found> {
    let many = closed >= limits.rate_least
        && 100 * days.len() as u64 > u64::from(limits.reopened_percent) * u64::from(closed);
    let since = days.iter().copied().max().filter(|_| many)?;
    Some(Found::Holds { since })
}

/// A grid with premises in operation, and who answers for it, each since a day; `None` for a community without grids.
#[derive(Clone, Debug)]
pub struct Charge<'a> {
    pub grid: Option<&'a UnitPath>,
    pub officers: Vec<(&'a str, NaiveDate)>,
    /// Since when nobody has it, where somebody had.
    pub vacant: Option<NaiveDate>,
}

/// Whose silence is judged, from when at the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched<'a> {
    /// `None` where the records name nobody.
    pub person: Option<&'a str>,
    /// The grid that nobody has, where it is about one.
    pub grid: Option<&'a UnitPath>,
    pub since: NaiveDate,
}

/// YT-5: everybody who has a grid once, since the first of those that are theirs today; a grid that nobody has, and a
/// community without grids, is for the community's head. Nobody before `began`, the community's first day, nor the head
/// before his own, or for the time in which somebody had the grid.
pub fn watched<'a>(
    charges: &[Charge<'a>],
    head: Option<(&'a str, Option<NaiveDate>)>,
    began: NaiveDate,
) -> Vec<Watched<'a>> {
    let mut people: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for (name, from) in charges.iter().flat_map(|charge| &charge.officers) {
        let since = people.entry(name).or_insert(*from);
        *since = (*since).min(*from);
    }
    let own = people.into_iter().map(|(person, since)| Watched {
        person: Some(person),
        grid: None,
        since: since.max(began),
    });
    let nobody = charges.iter().filter(|charge| charge.officers.is_empty()).map(|charge| {
        let since = [Some(began), head.and_then(|(_, since)| since), charge.vacant];
        Watched {
            person: head.map(|(name, _)| name),
            grid: charge.grid,
            since: since.into_iter().flatten().fold(began, NaiveDate::max),
        }
    });
    own.chain(nobody).collect()
}

/// YT-5: neither an inspection nor a step of a hazard nor an entry of the log since a day; leave is not counted.
pub fn silent(clock: Clock, limits: Limits, last: NaiveDate, away: &Away) -> Option<Found> {
    clock.after(away.nth_there(clock.calendar, last, limits.silent_workdays)?)
}

/// YT-6: closed, and found unchanged soon after (the last day counts).
pub fn relapsed(limits: Limits, closed: NaiveDate, found: NaiveDate) -> Option<Found> {
    let days = (found - closed).num_days();
    (0..=i64::from(limits.relapse_days)).contains(&days).then_some(Found::Holds { since: found })
}

/// YT-6: closed, and a check found it unchanged. `named`: the check says which hazard it means; else only what was
/// closed not long before is meant.
pub fn unchanged(
    limits: Limits,
    closed: NaiveDate,
    checked: NaiveDate,
    named: bool,
) -> Option<Found> {
    match named {
        true => (closed <= checked).then_some(Found::Holds { since: checked }),
        false => relapsed(limits, closed, checked),
    }
}
