//! 通报 of a community (S0 §四.1).

use chrono::NaiveDate;

use super::{Clock, Found, Limits, nth};
use crate::domain::deadline::recheck_limit;

/// How far a community has come with a month, beside the whole street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Of the hazards found in the month: those closed by now, and all.
    pub closed: u32,
    pub found: u32,
    pub street_closed: u32,
    pub street_found: u32,
    /// Hazards past their deadline when the month ends: as they stood then, of a running month as they stand now.
    pub overdue: u32,
    /// Its last day.
    pub ends: NaiveDate,
}

/// TB-1: at the end of a month the rate lies more than the gap below the street's, or too many are overdue. It holds
/// once the month is over: on its last day things can still be put right.
pub fn progress(clock: Clock, limits: Limits, of: &Progress) -> Option<Found> {
    let [closed, found, street_closed, street_found] =
        [of.closed, of.found, of.street_closed, of.street_found].map(i64::from);
    let behind = of.found >= limits.rate_least
        && 100 * (street_closed * found - closed * street_found)
            > i64::from(limits.rate_gap) * found * street_found;
    (behind || of.overdue > limits.overdue_most).then(|| clock.after(of.ends)).flatten()
}

/// TB-2: no notice so many working days after an inspection, or one that was issued later.
pub fn notice(
    clock: Clock,
    limits: Limits,
    inspected: NaiveDate,
    issued: Option<NaiveDate>,
) -> Option<Found> {
    let last = clock.calendar.add_workdays(inspected, limits.notice_workdays);
    if issued.is_some_and(|issued| issued <= last) {
        return None;
    }
    clock.after(last)
}

/// What a community has on record of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthKept {
    /// Its last day, or the last on which its report can be sent in time.
    pub last: NaiveDate,
    /// Inspections, steps of hazards, and what enterprises said of themselves.
    pub rows: u32,
    /// Its report, 零报告 or not, is sent and not given back.
    pub reported: bool,
}

/// TB-3: a month has ended without a row and without its report.
pub fn ledger(clock: Clock, month: MonthKept) -> Option<Found> {
    if month.rows > 0 || month.reported { None } else { clock.after(month.last) }
}

/// TB-4: the deadline has passed by more than the grace without a recheck, or it was made later.
pub fn recheck(
    clock: Clock,
    grace_workdays: u32,
    deadline: NaiveDate,
    rechecked: Option<NaiveDate>,
) -> Option<Found> {
    let last = recheck_limit(clock.calendar, deadline, grace_workdays);
    if rechecked.is_some_and(|on| on <= last) { None } else { clock.after(last) }
}

/// TB-5: agreed to work again while a hazard still forbids it.
pub fn resumed(resumed_on: Option<NaiveDate>, forbidden: bool) -> Option<Found> {
    resumed_on.filter(|_| forbidden).map(|since| Found::Holds { since })
}

/// A hazard that will not be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hopeless<'a> {
    /// 拒不整改
    pub refused: Option<NaiveDate>,
    /// Rechecks 不合格.
    pub failed: &'a [NaiveDate],
    /// The first report or transfer of it.
    pub reported: Option<NaiveDate>,
}

/// TB-6: refused, or rechecked in vain too often, and not reported within so many working days.
pub fn unreported(clock: Clock, limits: Limits, of: Hopeless) -> Option<Found> {
    let failed = nth(of.failed, limits.failed_rechecks);
    let from = [of.refused, failed].into_iter().flatten().min()?;
    let last = clock.calendar.add_workdays(from, limits.report_workdays);
    if of.reported.is_some_and(|on| on <= last) { None } else { clock.after(last) }
}

/// What has come of a report that was owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    NotYet,
    /// First sent on this day, given back meanwhile or not.
    On(NaiveDate),
    /// First sent on a day, given back, and not there anew; it is in time anew until `again_by`.
    GivenBack {
        first: NaiveDate,
        returned: NaiveDate,
        again_by: NaiveDate,
    },
}

/// TB-7: not submitted by its day, which is still in time; or given back and not sent anew, which is not having sent it.
pub fn report(clock: Clock, due: NaiveDate, submitted: Submission) -> Option<Found> {
    match submitted {
        Submission::On(on) if on <= due => None,
        Submission::GivenBack { first, again_by, .. } if first <= due => clock.after(again_by),
        Submission::On(_) | Submission::GivenBack { .. } | Submission::NotYet => clock.after(due),
    }
}
