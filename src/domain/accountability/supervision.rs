//! 挂牌督办 of a community (S0 §四.3).

use chrono::NaiveDate;

use super::{Clock, Found, Limits};

/// GP-2: a general hazard was raised to a major one after its deadline had passed.
pub fn grown(raised: NaiveDate, deadline: Option<NaiveDate>) -> Option<Found> {
    deadline.filter(|deadline| *deadline < raised).map(|_| Found::Holds { since: raised })
}

/// GP-3: flagged as 不具备安全生产条件, or penalties add up, and closure was not asked for in time.
pub fn unfit(
    clock: Clock,
    limits: Limits,
    flagged: NaiveDate,
    reported: Option<NaiveDate>,
) -> Option<Found> {
    let last = clock.calendar.add_workdays(flagged, limits.report_workdays);
    if reported.is_some_and(|on| on <= last) { None } else { clock.after(last) }
}

/// GP-4: an accident where a hazard was past its deadline on that day.
pub fn accident(happened: NaiveDate, overdue: u32) -> Option<Found> {
    (overdue > 0).then_some(Found::Holds { since: happened })
}
