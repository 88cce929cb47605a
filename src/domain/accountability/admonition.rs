//! 诫勉谈话 of a person (S0 §四.4), held by the 街道纪工委; the office only proposes it.

use chrono::{Days, NaiveDate};

use super::Found;
use crate::domain::period;

/// What was done about a premises before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The last inspection up to that day.
    pub seen: Option<NaiveDate>,
    /// First day from which one was due ([`required`]); `None` where none was.
    pub required: Option<NaiveDate>,
    /// Hazards open, and those of them past their deadline.
    pub open: u32,
    pub overdue: u32,
}

impl Before {
    /// 该排查未排查
    pub fn is_unseen(self) -> bool {
        self.required.is_some_and(|required| self.seen.is_none_or(|seen| seen < required))
    }
}

/// First day from which somebody had to have been at a premises before a day: that of the round before the one that ran, by
/// the week where it was key, else by the month. `key` and `all` are the days since which it came under either, `None` where
/// it did not: of a round that it did not owe from its first day nobody is accused.
pub fn required(
    on: NaiveDate,
    key: Option<NaiveDate>,
    all: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let week = period::week_of(on).0 - Days::new(7);
    let month = period::previous_month(on);
    let owed = |since: Option<NaiveDate>, first: NaiveDate| {
        since.is_some_and(|since| since <= first).then_some(first)
    };
    owed(key, week).or_else(|| owed(all, month))
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
