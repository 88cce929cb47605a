//! Tables of cases, one a rule: days as MM-DD of 2026, nothing for none; what is expected as `holds 11-12`,
//! `near 11-12` or nothing. 1–7 October 2026 are days off, Saturday the 10th is worked.

use chrono::NaiveDate;

use super::{
    ladder::{Taken, Whom, counts, next},
    *,
};
use crate::domain::workday::sample::calendar_2026;

fn day(text: &str) -> NaiveDate {
    let whole = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    whole.parse().unwrap_or_else(|_| panic!("not a day: {text}"))
}

fn may(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| day(text))
}

/// Days with a blank between them.
fn days(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace().map(day).collect()
}

fn told(found: Option<Found>) -> String {
    let short = |day: NaiveDate| day.to_string().trim_start_matches("2026-").to_owned();
    match found {
        None => String::new(),
        Some(Found::Holds { since }) => format!("holds {}", short(since)),
        Some(Found::Near { on }) => format!("near {}", short(on)),
    }
}

const LIMITS: fn() -> Limits = Limits::default;

/// Asks a rule on a day.
fn on(today: &str, rule: impl Fn(Clock) -> Option<Found>) -> String {
    let calendar = calendar_2026();
    told(rule(Clock { calendar: &calendar, today: day(today), ahead: 3 }))
}

/// What holds after a last day, asked on a day: last, today.
const FORECAST: &[(&str, &str, &str)] = &[
    ("11-12", "11-06", ""),
    ("11-12", "11-09", "near 11-13"),
    ("11-12", "11-11", "near 11-13"),
    ("11-12", "11-12", "near 11-13"),
    ("11-12", "11-13", "holds 11-13"),
    ("11-12", "12-31", "holds 11-13"),
    // The days off before the day are no working days: told before they begin.
    ("10-08", "09-27", ""),
    ("10-08", "09-28", "near 10-09"),
    ("10-08", "10-03", "near 10-09"),
    ("11-15", "11-10", "near 11-16"),
    ("11-15", "11-09", ""),
    ("11-15", "11-15", "near 11-16"),
    ("11-15", "11-16", "holds 11-16"),
];

#[test]
fn a_forecast_comes_three_working_days_before() {
    for (last, today, expected) in FORECAST {
        assert_eq!(on(today, |clock| clock.after(day(last))), *expected, "{last} {today}");
    }
}

/// closed, found, street closed, street found, overdue then, overdue at the next end; asked on 11-20 or another day.
type ProgressCase = (u32, u32, u32, u32, u32, u32, &'static str, &'static str);
const PROGRESS: &[ProgressCase] = &[
    // 70% beside 80%: ten points are no more than the gap.
    (7, 10, 80, 100, 0, 0, "11-20", ""),
    (69, 100, 800, 1000, 0, 0, "11-20", "holds 10-31"),
    (70, 100, 800, 1000, 0, 0, "11-20", ""),
    (6, 10, 80, 100, 0, 0, "11-20", "holds 10-31"),
    (10, 10, 80, 100, 0, 0, "11-20", ""),
    (0, 5, 80, 100, 0, 0, "11-20", "holds 10-31"),
    // Four hazards say nothing of a rate.
    (0, 4, 80, 100, 0, 0, "11-20", ""),
    (0, 0, 80, 100, 0, 0, "11-20", ""),
    (0, 0, 0, 0, 0, 0, "11-20", ""),
    // The only community is the street.
    (1, 10, 1, 10, 0, 0, "11-20", ""),
    (5, 5, 5, 5, 5, 0, "11-20", ""),
    (5, 5, 5, 5, 6, 0, "11-20", "holds 10-31"),
    (5, 5, 5, 5, 60, 60, "11-20", "holds 10-31"),
    (5, 5, 5, 5, 0, 6, "11-20", ""),
    // The 30th is a Monday: Wednesday to Friday are left after Tuesday.
    (5, 5, 5, 5, 0, 6, "11-23", ""),
    (5, 5, 5, 5, 0, 6, "11-24", "near 11-30"),
    (5, 5, 5, 5, 0, 6, "11-25", "near 11-30"),
    (5, 5, 5, 5, 0, 5, "11-25", ""),
    (5, 5, 5, 5, 0, 6, "11-30", "holds 11-30"),
    (5, 5, 5, 5, 0, 5, "11-30", ""),
];

#[test]
fn a_community_falls_behind() {
    for case in PROGRESS {
        let (closed, found, street_closed, street_found, overdue, overdue_next, today, expected) =
            *case;
        let of = Progress {
            closed,
            found,
            street_closed,
            street_found,
            overdue,
            overdue_next,
            ended: day("10-31"),
            ends: day("11-30"),
        };
        assert_eq!(on(today, |clock| progress(clock, LIMITS(), &of)), expected, "{case:?}");
    }
}

/// Inspected, notice issued, today.
const NOTICE: &[(&str, &str, &str, &str)] = &[
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

/// Rows of October, nothing found reported, today.
const LEDGER: &[(u32, bool, &str, &str)] = &[
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
    for (rows, zero, today, expected) in LEDGER {
        let month = MonthKept { last: day("10-31"), rows: *rows, zero: *zero };
        assert_eq!(on(today, |clock| ledger(clock, month)), *expected, "{rows} {zero} {today}");
    }
}

/// Deadline, rechecked, today.
const RECHECK: &[(&str, &str, &str, &str)] = &[
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
const RESUMED: &[(&str, bool, &str)] =
    &[("11-10", true, "holds 11-10"), ("11-10", false, ""), ("", true, ""), ("", false, "")];

#[test]
fn nobody_agrees_to_work_before_it_is_put_right() {
    for (on, forbidden, expected) in RESUMED {
        assert_eq!(told(resumed(may(on), *forbidden)), *expected, "{on} {forbidden}");
    }
}

/// Refused, failed rechecks, reported, today.
const UNREPORTED: &[(&str, &str, &str, &str, &str)] = &[
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

/// Due on 11-05; submitted (`?` for what nobody keeps), today.
const REPORT: &[(&str, &str, &str)] = &[
    ("?", "11-20", ""),
    ("?", "11-05", ""),
    ("", "11-01", ""),
    ("", "11-02", "near 11-06"),
    ("", "11-05", "near 11-06"),
    ("", "11-06", "holds 11-06"),
    ("11-04", "11-20", ""),
    ("11-05", "11-20", ""),
    ("11-06", "11-20", "holds 11-06"),
    ("11-19", "11-20", "holds 11-06"),
];

#[test]
fn a_report_is_submitted_by_its_day() {
    for (submitted, today, expected) in REPORT {
        let known = match *submitted {
            "?" => Submission::Unknown,
            "" => Submission::NotYet,
            on => Submission::On(day(on)),
        };
        // The 1st is a Sunday: four working days are left after it.
        let found = on(today, |clock| report(clock, day("11-05"), known));
        assert_eq!(found, *expected, "{submitted} {today}");
    }
}

/// Due, done, today.
const TASK: &[(&str, &str, &str, &str)] = &[
    ("11-13", "", "11-09", ""),
    ("11-13", "", "11-10", "near 11-14"),
    ("11-13", "", "11-13", "near 11-14"),
    ("11-13", "", "11-14", "holds 11-14"),
    ("11-13", "11-12", "11-20", ""),
    ("11-13", "11-13", "11-20", ""),
    ("11-13", "11-14", "11-20", "holds 11-14"),
    ("11-13", "", "2027-01-05", "holds 11-14"),
];

#[test]
fn a_task_is_done_by_its_day() {
    for (due, done, today, expected) in TASK {
        let found = on(today, |clock| task(clock, day(due), may(done)));
        assert_eq!(found, *expected, "{due} {done} {today}");
    }
}

/// Last seen, known since, today; weeks that begin on 11-23 (next), 11-16, 11-09, 11-02.
const ROUNDS: &[(&str, &str, &str, &str)] = &[
    ("11-17", "01-01", "11-20", ""),
    ("11-16", "01-01", "11-20", ""),
    ("11-09", "01-01", "11-20", ""),
    ("11-15", "01-01", "11-20", ""),
    // Seen in the week before last: the running one is the second without a visit.
    ("11-08", "01-01", "11-16", ""),
    ("11-08", "01-01", "11-17", "near 11-23"),
    ("11-08", "01-01", "11-20", "near 11-23"),
    ("11-02", "01-01", "11-20", "near 11-23"),
    ("11-01", "01-01", "11-16", "holds 11-16"),
    ("11-01", "01-01", "11-20", "holds 11-16"),
    ("", "01-01", "11-20", "holds 11-16"),
    // Registered on the Monday of the first week, and a day later.
    ("", "11-02", "11-20", "holds 11-16"),
    ("", "11-03", "11-20", "near 11-23"),
    ("", "11-09", "11-20", "near 11-23"),
    ("", "11-10", "11-20", ""),
    ("", "11-18", "11-20", ""),
];

#[test]
fn two_rounds_are_missed_one_after_the_other() {
    let begins = days("11-23 11-16 11-09 11-02");
    for (seen, known, today, expected) in ROUNDS {
        let found = on(today, |clock| rounds(clock, LIMITS(), may(seen), day(known), &begins));
        assert_eq!(found, *expected, "{seen} {known} {today}");
    }
    // Fewer periods than the rule asks for say nothing.
    let short = &begins[..2];
    assert_eq!(on("11-20", |clock| rounds(clock, LIMITS(), None, day("01-01"), short)), "");
}

/// Circulated, holds still, today.
const AFTER_CIRCULAR: &[(&str, bool, &str, &str)] = &[
    ("10-20", true, "11-12", ""),
    ("10-20", true, "11-16", "near 11-19"),
    ("10-20", true, "11-18", "near 11-19"),
    ("10-20", true, "11-19", "holds 11-19"),
    ("10-20", true, "11-20", "holds 11-19"),
    ("10-20", false, "11-18", ""),
    ("10-20", false, "11-20", ""),
    ("01-31", true, "03-02", "holds 03-02"),
];

#[test]
fn nothing_is_better_a_month_after_a_circular() {
    for (circulated, still, today, expected) in AFTER_CIRCULAR {
        let found = on(today, |clock| after_circular(clock, LIMITS(), day(circulated), *still));
        assert_eq!(found, *expected, "{circulated} {still} {today}");
    }
}

/// Known as major, ordered to stop, stopped, today.
const NOT_STOPPED: &[(&str, bool, &str, &str, &str)] = &[
    ("11-09", false, "", "11-09", "near 11-10"),
    ("11-09", false, "", "11-10", "holds 11-10"),
    ("11-09", false, "", "11-20", "holds 11-10"),
    ("11-09", false, "11-09", "11-20", ""),
    ("11-09", false, "11-08", "11-20", ""),
    ("11-09", false, "11-10", "11-20", "holds 11-10"),
    ("11-09", true, "", "11-20", ""),
    ("11-09", true, "11-12", "11-20", ""),
    // At once is at once, on a day off too.
    ("11-14", false, "", "11-15", "holds 11-15"),
];

#[test]
fn a_major_hazard_is_stopped_on_its_day() {
    for (major, ordered, stopped, today, expected) in NOT_STOPPED {
        let found = on(today, |clock| not_stopped(clock, day(major), *ordered, may(stopped)));
        assert_eq!(found, *expected, "{major} {ordered} {stopped} {today}");
    }
}

/// Extended.
const PUSHED: &[(&str, &str)] = &[
    ("", ""),
    ("11-02", ""),
    ("11-02 11-09", "holds 11-09"),
    ("11-09 11-02", "holds 11-09"),
    ("11-02 11-09 11-16", "holds 11-09"),
    ("11-02 11-02", "holds 11-02"),
];

/// Closed, reopened.
const REOPENED: &[(u32, &str, &str)] = &[
    (10, "", ""),
    (10, "11-02 11-03", ""),
    (10, "11-02 11-03 11-04", "holds 11-04"),
    (9, "11-03 11-02", "holds 11-03"),
    (5, "11-02", ""),
    (5, "11-02 11-05", "holds 11-05"),
    (4, "11-02 11-05", ""),
    (0, "11-02", ""),
];

/// Handed over.
const SHOVED: &[(&str, &str)] = &[
    ("", ""),
    ("11-02", ""),
    ("11-02 11-09", "holds 11-09"),
    ("11-09 11-02", "holds 11-09"),
    ("11-02 11-02 11-05", "holds 11-02"),
];

/// Closed, found again.
const RELAPSED: &[(&str, &str, &str)] = &[
    ("10-20", "10-20", "holds 10-20"),
    ("10-20", "10-21", "holds 10-21"),
    ("10-20", "11-18", "holds 11-18"),
    ("10-20", "11-19", "holds 11-19"),
    ("10-20", "11-20", ""),
    ("10-20", "10-19", ""),
    ("10-20", "2027-10-20", ""),
];

#[test]
fn work_that_goes_badly_is_counted() {
    for (extended, expected) in PUSHED {
        assert_eq!(told(pushed(LIMITS(), &days(extended))), *expected, "{extended}");
    }
    for (closed, again, expected) in REOPENED {
        assert_eq!(told(reopened(LIMITS(), *closed, &days(again))), *expected, "{closed} {again}");
    }
    for (handed, expected) in SHOVED {
        assert_eq!(told(shoved(LIMITS(), &days(handed))), *expected, "{handed}");
    }
    for (closed, found, expected) in RELAPSED {
        let relapse = relapsed(LIMITS(), day(closed), day(found));
        assert_eq!(told(relapse), *expected, "{closed} {found}");
    }
}

/// Last day with a word, today.
const SILENT: &[(&str, &str, &str)] = &[
    ("11-09", "11-10", ""),
    ("11-09", "11-11", "near 11-17"),
    ("11-09", "11-16", "near 11-17"),
    ("11-09", "11-17", "holds 11-17"),
    ("11-09", "11-20", "holds 11-17"),
    ("11-13", "11-20", "near 11-21"),
    ("11-13", "11-21", "holds 11-21"),
    ("09-30", "10-12", "near 10-14"),
    ("09-30", "10-14", "holds 10-14"),
];

#[test]
fn five_working_days_without_a_word() {
    for (last, today, expected) in SILENT {
        let found = on(today, |clock| silent(clock, LIMITS(), day(last)));
        assert_eq!(found, *expected, "{last} {today}");
    }
}

/// Raised, deadline at that time.
const GROWN: &[(&str, &str, &str)] = &[
    ("11-10", "11-09", "holds 11-10"),
    ("11-10", "11-10", ""),
    ("11-10", "11-11", ""),
    ("11-10", "10-01", "holds 11-10"),
    ("11-10", "", ""),
];

/// Flagged, reported, today.
const UNFIT: &[(&str, &str, &str, &str)] = &[
    ("11-09", "", "11-09", "near 11-12"),
    ("11-09", "", "11-11", "near 11-12"),
    ("11-09", "", "11-12", "holds 11-12"),
    ("11-09", "11-09", "11-20", ""),
    ("11-09", "11-11", "11-20", ""),
    ("11-09", "11-12", "11-20", "holds 11-12"),
    ("11-13", "", "11-17", "near 11-18"),
    ("11-13", "", "11-18", "holds 11-18"),
    ("09-30", "10-09", "11-20", ""),
];

/// Happened, hazards past their deadline.
const ACCIDENT: &[(&str, u32, &str)] =
    &[("11-10", 0, ""), ("11-10", 1, "holds 11-10"), ("11-10", 9, "holds 11-10")];

#[test]
fn a_community_is_put_under_supervision() {
    for (raised, deadline, expected) in GROWN {
        assert_eq!(told(grown(day(raised), may(deadline))), *expected, "{raised} {deadline}");
    }
    for (flagged, reported, today, expected) in UNFIT {
        let found = on(today, |clock| unfit(clock, LIMITS(), day(flagged), may(reported)));
        assert_eq!(found, *expected, "{flagged} {reported} {today}");
    }
    for (happened, overdue, expected) in ACCIDENT {
        assert_eq!(told(accident(day(happened), *overdue)), *expected, "{happened} {overdue}");
    }
}

/// Last seen, due since, open, overdue; a fire on 11-10.
const FIRE: &[(&str, &str, u32, u32, &str)] = &[
    ("11-09", "11-02", 0, 0, ""),
    ("11-02", "11-02", 0, 0, ""),
    ("11-01", "11-02", 0, 0, "holds 11-10"),
    ("", "11-02", 0, 0, "holds 11-10"),
    ("11-09", "11-02", 1, 0, "holds 11-10"),
    ("11-09", "11-02", 1, 1, "holds 11-10"),
    ("10-01", "10-01", 0, 0, ""),
    ("09-30", "10-01", 0, 0, "holds 11-10"),
];

/// Problems, last seen, due since, open, overdue; checked on 11-10.
const INSPECTORS: &[(bool, &str, &str, u32, u32, &str)] = &[
    (true, "11-09", "11-02", 0, 0, ""),
    (true, "11-09", "11-02", 3, 0, ""),
    (true, "11-09", "11-02", 3, 1, "holds 11-10"),
    (true, "11-01", "11-02", 0, 0, "holds 11-10"),
    (true, "", "11-02", 0, 0, "holds 11-10"),
    (false, "", "11-02", 3, 3, ""),
    (false, "11-09", "11-02", 0, 0, ""),
];

#[test]
fn a_person_is_admonished() {
    for (seen, required, open, overdue, expected) in FIRE {
        let before =
            Before { seen: may(seen), required: day(required), open: *open, overdue: *overdue };
        assert_eq!(told(fire(day("11-10"), before)), *expected, "{before:?}");
    }
    for (problems, seen, required, open, overdue, expected) in INSPECTORS {
        let before =
            Before { seen: may(seen), required: day(required), open: *open, overdue: *overdue };
        let found = found_by_inspectors(day("11-10"), *problems, before);
        assert_eq!(told(found), *expected, "{problems} {before:?}");
    }
}

/// Dead, injured, loss in 万元, with much stir.
const GRAVE: &[(u32, u32, u64, bool, Severity, &str)] = &[
    (0, 0, 0, false, Severity::Ordinary, ""),
    (0, 0, 0, true, Severity::Ordinary, "holds 11-10"),
    (2, 9, 999, false, Severity::Ordinary, ""),
    (3, 0, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 10, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 0, 1000, false, Severity::Considerable, "holds 11-10"),
    (9, 49, 4999, false, Severity::Considerable, "holds 11-10"),
    (10, 0, 0, false, Severity::Serious, "holds 11-10"),
    (0, 50, 0, false, Severity::Serious, "holds 11-10"),
    (0, 0, 5000, false, Severity::Serious, "holds 11-10"),
    (29, 99, 9999, true, Severity::Serious, "holds 11-10"),
    (30, 0, 0, false, Severity::Extreme, "holds 11-10"),
    (0, 100, 0, false, Severity::Extreme, "holds 11-10"),
    (0, 0, 10000, false, Severity::Extreme, "holds 11-10"),
];

#[test]
fn a_grave_accident_is_handed_on() {
    for (dead, injured, loss, impact, expected, found) in GRAVE {
        let got = severity(*dead, *injured, loss * 1_000_000);
        assert_eq!(got, *expected, "{dead} {injured} {loss}");
        assert_eq!(told(grave(day("11-10"), got, *impact)), *found, "{dead} {injured} {loss}");
    }
}

/// Of whom, what was taken in the year (one letter a kind: C, I, S, A, T), in the year before, the next rung.
const LADDER: &[(Whom, &str, &str, Option<Kind>)] = &[
    (Whom::Community, "", "", Some(Kind::Circular)),
    (Whom::Community, "C", "", Some(Kind::Interview)),
    (Whom::Community, "CC", "", Some(Kind::Interview)),
    (Whom::Community, "CI", "", Some(Kind::Supervision)),
    (Whom::Community, "S", "", Some(Kind::Admonition)),
    (Whom::Community, "SC", "", Some(Kind::Admonition)),
    (Whom::Community, "CISA", "", Some(Kind::Transfer)),
    (Whom::Community, "T", "", None),
    (Whom::Community, "", "S", Some(Kind::Circular)),
    (Whom::Community, "C", "SA", Some(Kind::Interview)),
    (Whom::Person, "", "", Some(Kind::Interview)),
    (Whom::Person, "I", "", Some(Kind::Admonition)),
    (Whom::Person, "II", "", Some(Kind::Admonition)),
    (Whom::Person, "A", "", Some(Kind::Transfer)),
    (Whom::Person, "T", "", None),
    (Whom::Person, "", "I", Some(Kind::Interview)),
];

#[test]
fn the_next_rung_stands_above_what_was_taken_this_year() {
    let taken = |letters: &str, on: NaiveDate| -> Vec<Taken> {
        let kind = |letter| Kind::ALL["CISAT".find(letter).unwrap()];
        letters.chars().map(|letter| Taken { kind: kind(letter), on }).collect()
    };
    for (whom, now, before, expected) in LADDER {
        let mut all = taken(now, day("03-05"));
        all.extend(taken(before, day("2025-12-31")));
        assert_eq!(next(*whom, &all, 2026), *expected, "{whom:?} {now} {before}");
    }
    let mut all = taken("CCIT", day("01-01"));
    all.extend(taken("CS", day("2025-12-31")));
    assert_eq!(counts(&all, 2026), [2, 1, 0, 0, 1]);
    assert_eq!(counts(&all, 2025), [1, 0, 1, 0, 0]);
}

#[test]
fn every_situation_has_its_number_and_its_kind() {
    assert_eq!(Situation::ALL.len(), 24);
    let prefix = |kind: Kind| match kind {
        Kind::Circular => "TB",
        Kind::Interview => "YT",
        Kind::Supervision => "GP",
        Kind::Admonition => "JM",
        Kind::Transfer => "YS",
    };
    let mut last = ("", 0);
    for situation in Situation::ALL {
        let code = situation.code();
        assert_eq!(Situation::from_code(&code.to_lowercase()), Some(*situation));
        let (letters, number) = code.split_once('-').unwrap();
        assert_eq!(letters, prefix(situation.kind()), "{code}");
        let number: u32 = number.parse().unwrap();
        assert_eq!(number, if letters == last.0 { last.1 + 1 } else { 1 }, "{code}");
        last = (prefix(situation.kind()), number);
        let supervised = situation.of_supervision().is_some();
        assert_eq!(supervised, situation.kind() == Kind::Supervision, "{code}");
    }
}

#[test]
fn the_tables_hold_two_hundred_cases() {
    let all = [
        FORECAST.len(),
        PROGRESS.len(),
        NOTICE.len(),
        LEDGER.len(),
        RECHECK.len(),
        RESUMED.len(),
        UNREPORTED.len(),
        REPORT.len(),
        TASK.len(),
        ROUNDS.len(),
        AFTER_CIRCULAR.len(),
        NOT_STOPPED.len(),
        PUSHED.len(),
        REOPENED.len(),
        SHOVED.len(),
        RELAPSED.len(),
        SILENT.len(),
        GROWN.len(),
        UNFIT.len(),
        ACCIDENT.len(),
        FIRE.len(),
        INSPECTORS.len(),
        GRAVE.len(),
        LADDER.len(),
    ];
    let sum: usize = all.iter().sum();
    assert!(sum >= 200, "{sum} cases");
}
