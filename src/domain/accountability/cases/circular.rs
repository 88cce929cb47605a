//! Cases of 通报.

use super::*;

/// closed, found, street closed, street found, overdue at the end of October, asked on a day.
pub(super) type ProgressCase = (u32, u32, u32, u32, u32, &'static str, &'static str);
pub(super) const PROGRESS: &[ProgressCase] = &[
    // 70% beside 80%: ten points are no more than the gap.
    (7, 10, 80, 100, 0, "11-20", ""),
    (69, 100, 800, 1000, 0, "11-20", "holds 11-01"),
    (70, 100, 800, 1000, 0, "11-20", ""),
    (6, 10, 80, 100, 0, "11-20", "holds 11-01"),
    (10, 10, 80, 100, 0, "11-20", ""),
    (0, 5, 80, 100, 0, "11-20", "holds 11-01"),
    // Four hazards say nothing of a rate.
    (0, 4, 80, 100, 0, "11-20", ""),
    (0, 0, 80, 100, 0, "11-20", ""),
    (0, 0, 0, 0, 0, "11-20", ""),
    // The only community is the street.
    (1, 10, 1, 10, 0, "11-20", ""),
    (5, 5, 5, 5, 5, "11-20", ""),
    (5, 5, 5, 5, 6, "11-20", "holds 11-01"),
    (5, 5, 5, 5, 60, "11-20", "holds 11-01"),
    // The 31st is a Saturday: Wednesday to Friday are left after Tuesday.
    (5, 5, 5, 5, 6, "10-26", ""),
    (5, 5, 5, 5, 6, "10-27", "near 11-01"),
    (5, 5, 5, 5, 5, "10-27", ""),
    (0, 5, 80, 100, 0, "10-26", ""),
    (0, 5, 80, 100, 0, "10-28", "near 11-01"),
    (5, 5, 5, 5, 6, "10-30", "near 11-01"),
    // The last day is not over.
    (5, 5, 5, 5, 6, "10-31", "near 11-01"),
    (0, 5, 80, 100, 6, "10-31", "near 11-01"),
    (5, 5, 5, 5, 6, "11-01", "holds 11-01"),
    (5, 5, 5, 5, 5, "11-01", ""),
];

#[test]
fn a_community_falls_behind() {
    for case in PROGRESS {
        let (closed, found, street_closed, street_found, overdue, today, expected) = *case;
        let ends = day("10-31");
        let of = Progress { closed, found, street_closed, street_found, overdue, ends };
        assert_eq!(on(today, |clock| progress(clock, LIMITS(), &of)), expected, "{case:?}");
    }
}

/// Inspected, notice issued, today.
pub(super) const NOTICE: &[(&str, &str, &str, &str)] = &[
    ("11-02", "11-02", "11-20", ""),
    ("11-02", "11-03", "11-20", ""),
    ("11-02", "11-04", "11-20", "holds 11-04"),
    ("11-02", "", "11-02", "near 11-04"),
    ("11-02", "", "11-03", "near 11-04"),
    ("11-02", "", "11-04", "holds 11-04"),
    ("11-02", "", "11-20", "holds 11-04"),
    // Friday: Monday is in time.
    ("11-06", "11-09", "11-20", ""),
    ("11-06", "11-10", "11-20", "holds 11-10"),
    ("11-06", "", "11-09", "near 11-10"),
    ("11-06", "", "11-08", "near 11-10"),
    // Before the days off the next working day is the 8th.
    ("09-30", "", "10-08", "near 10-09"),
    ("09-30", "10-08", "10-20", ""),
    ("09-30", "", "10-09", "holds 10-09"),
    ("10-03", "10-08", "10-20", ""),
    // The Saturday is worked.
    ("10-09", "", "10-10", "near 10-11"),
    ("10-09", "", "10-11", "holds 10-11"),
];

#[test]
fn a_notice_follows_its_inspection() {
    for (inspected, issued, today, expected) in NOTICE {
        let found = on(today, |clock| notice(clock, LIMITS(), day(inspected), may(issued)));
        assert_eq!(found, *expected, "{inspected} {issued} {today}");
    }
}

/// Rows of October, its report sent, today.
pub(super) const LEDGER: &[(u32, bool, &str, &str)] = &[
    (0, false, "10-20", ""),
    // Friday the 30th is the last working day.
    (0, false, "10-27", "near 11-01"),
    (0, false, "10-26", ""),
    (0, false, "10-30", "near 11-01"),
    (0, false, "10-31", "near 11-01"),
    (0, false, "11-01", "holds 11-01"),
    (0, false, "11-20", "holds 11-01"),
    (1, false, "11-20", ""),
    (0, true, "11-20", ""),
    (0, true, "10-31", ""),
    (30, true, "11-01", ""),
];

#[test]
fn a_month_has_rows_or_a_word_that_there_are_none() {
    for (rows, sent, today, expected) in LEDGER {
        let month = MonthKept { last: day("10-31"), rows: *rows, reported: *sent };
        assert_eq!(on(today, |clock| ledger(clock, month)), *expected, "{rows} {sent} {today}");
    }
}

/// Deadline, rechecked, today.
pub(super) const RECHECK: &[(&str, &str, &str, &str)] = &[
    ("11-09", "", "11-06", ""),
    ("11-09", "", "11-09", "near 11-13"),
    ("11-09", "", "11-10", "near 11-13"),
    ("11-09", "", "11-12", "near 11-13"),
    ("11-09", "", "11-13", "holds 11-13"),
    ("11-09", "", "11-20", "holds 11-13"),
    ("11-09", "11-09", "11-20", ""),
    ("11-09", "11-12", "11-20", ""),
    ("11-09", "11-13", "11-20", "holds 11-13"),
    // Before the deadline it is in time all the more.
    ("11-09", "11-04", "11-20", ""),
    // A weekend between.
    ("11-12", "11-17", "11-20", ""),
    ("11-12", "", "11-17", "near 11-18"),
    ("11-12", "", "11-18", "holds 11-18"),
    // The days off between: 8, 9 and 10 October.
    ("09-30", "", "10-10", "near 10-11"),
    ("09-30", "10-10", "10-20", ""),
    ("09-30", "10-11", "10-20", "holds 10-11"),
    ("09-30", "", "10-11", "holds 10-11"),
];

#[test]
fn a_recheck_follows_its_deadline() {
    for (deadline, rechecked, today, expected) in RECHECK {
        let found = on(today, |clock| recheck(clock, 3, day(deadline), may(rechecked)));
        assert_eq!(found, *expected, "{deadline} {rechecked} {today}");
    }
    // Without a grace the day after the deadline.
    assert_eq!(on("11-10", |clock| recheck(clock, 0, day("11-09"), None)), "holds 11-10");
}

/// Resumed, forbidden.
pub(super) const RESUMED: &[(&str, bool, &str)] =
    &[("11-10", true, "holds 11-10"), ("11-10", false, ""), ("", true, ""), ("", false, "")];

#[test]
fn nobody_agrees_to_work_before_it_is_put_right() {
    for (on, forbidden, expected) in RESUMED {
        assert_eq!(told(resumed(may(on), *forbidden)), *expected, "{on} {forbidden}");
    }
}

/// Refused, failed rechecks, reported, today.
pub(super) const UNREPORTED: &[(&str, &str, &str, &str, &str)] = &[
    ("", "", "", "11-20", ""),
    ("11-09", "", "", "11-09", "near 11-12"),
    ("11-09", "", "", "11-11", "near 11-12"),
    ("11-09", "", "", "11-12", "holds 11-12"),
    ("11-09", "", "11-09", "11-20", ""),
    ("11-09", "", "11-11", "11-20", ""),
    ("11-09", "", "11-12", "11-20", "holds 11-12"),
    // Reported before it was refused: the street knew.
    ("11-09", "", "11-03", "11-20", ""),
    ("", "11-09", "", "11-20", ""),
    ("", "11-03 11-09", "", "11-20", "holds 11-12"),
    ("", "11-09 11-03", "", "11-20", "holds 11-12"),
    ("", "11-03 11-09", "11-11", "11-20", ""),
    ("", "11-03 11-09 11-16", "", "11-20", "holds 11-12"),
    ("11-16", "11-03 11-09", "", "11-20", "holds 11-12"),
    ("11-03", "11-09 11-16", "", "11-20", "holds 11-06"),
    // A weekend, and the days off.
    ("11-12", "", "11-16", "11-20", ""),
    ("11-12", "", "", "11-17", "holds 11-17"),
    ("09-30", "", "10-09", "11-20", ""),
    ("09-30", "", "", "10-09", "near 10-10"),
    ("09-30", "", "", "10-10", "holds 10-10"),
];

#[test]
fn what_is_hopeless_is_reported() {
    for (refused, failed, reported, today, expected) in UNREPORTED {
        let failed = days(failed);
        let of = Hopeless { refused: may(refused), failed: &failed, reported: may(reported) };
        let found = on(today, |clock| unreported(clock, LIMITS(), of));
        assert_eq!(found, *expected, "{refused} {failed:?} {reported} {today}");
    }
}

/// Due on 11-05; submitted, to be there anew by (nothing where it was not given back, or is there anew), today.
pub(super) const REPORT: &[(&str, &str, &str, &str)] = &[
    ("", "", "11-01", ""),
    ("", "", "11-02", "near 11-06"),
    ("", "", "11-05", "near 11-06"),
    ("", "", "11-06", "holds 11-06"),
    ("11-04", "", "11-20", ""),
    ("11-05", "", "11-20", ""),
    ("11-06", "", "11-20", "holds 11-06"),
    ("11-19", "", "11-20", "holds 11-06"),
    // Given back on the 23rd, with three working days for it.
    ("11-04", "11-26", "11-20", ""),
    ("11-04", "11-26", "11-23", "near 11-27"),
    ("11-04", "11-26", "11-26", "near 11-27"),
    ("11-04", "11-26", "11-27", "holds 11-27"),
    ("11-04", "11-26", "12-23", "holds 11-27"),
    ("11-06", "11-26", "11-20", "holds 11-06"),
];

#[test]
fn a_report_is_submitted_by_its_day() {
    for (submitted, again, today, expected) in REPORT {
        let known = match (may(submitted), may(again)) {
            (None, _) => Submission::NotYet,
            (Some(on), None) => Submission::On(on),
            (Some(first), Some(again_by)) => {
                Submission::GivenBack { first, returned: day("11-23"), again_by }
            }
        };
        // The 1st is a Sunday: four working days are left after it.
        let found = on(today, |clock| report(clock, day("11-05"), known));
        assert_eq!(found, *expected, "{submitted} {again} {today}");
    }
}
