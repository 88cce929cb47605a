//! 诫勉谈话 of a person (S0 §四.4), held by the 街道纪工委; the office only proposes it.

use chrono::NaiveDate;

use super::Found;

/// A visit, and the day on which it was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visited {
    pub on: NaiveDate,
    pub entered: NaiveDate,
    /// The day on which a correction took its place.
    pub until: Option<NaiveDate>,
}

/// The last of the visits before something happened that speaks for itself, and the last one behind it that does not: it
/// was entered only on the day of what happened, or since. What was corrected by then was known to have been otherwise.
pub fn last_seen(happened: NaiveDate, visits: &[Visited]) -> (Option<NaiveDate>, Option<Visited>) {
    let stood = |visit: &&Visited| visit.until.is_none_or(|until| until >= happened);
    let before = visits.iter().filter(|visit| visit.on < happened).filter(stood);
    let (known, since): (Vec<&Visited>, Vec<&Visited>) =
        before.partition(|visit| visit.entered < happened);
    let seen = known.iter().map(|visit| visit.on).max();
    let since = since.into_iter().max_by_key(|visit| visit.on);
    (seen, since.filter(|visit| seen.is_none_or(|seen| seen < visit.on)).copied())
}

/// What was done about a premises before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The last inspection up to that day that speaks for itself ([`last_seen`]).
    pub seen: Option<NaiveDate>,
    /// First day from which one was due: that of the round before the one that ran, where it asked for the premises.
    pub required: Option<NaiveDate>,
    /// Hazards open, and those of them past their deadline.
    pub open: u32,
    pub overdue: u32,
}

impl Before {
    /// 该排查未排查
    pub fn is_unseen(self) -> bool {
        self.required.is_some_and(|due| self.seen.is_none_or(|seen| seen < due))
    }
}

/// JM-1: a fire where nobody had looked, or where a hazard was still open.
pub fn fire(happened: NaiveDate, before: Before) -> Option<Found> {
    (before.is_unseen() || before.open > 0).then_some(Found::Holds { since: happened })
}

/// JM-2: an inspection from above finds problems where nobody had looked, or what should have been put right.
pub fn found_by_inspectors(checked: NaiveDate, problems: bool, before: Before) -> Option<Found> {
    (problems && (before.is_unseen() || before.overdue > 0))
        .then_some(Found::Holds { since: checked })
}
