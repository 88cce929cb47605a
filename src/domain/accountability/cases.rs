//! Tables of cases, one a rule: days as MM-DD of 2026, nothing for none; what is expected as `holds 11-12`,
//! `near 11-12` or nothing. 1–7 October 2026 are days off, Saturday the 10th is worked.

mod admonition;
mod circular;
mod interview;
mod supervision;
mod transfer;

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

/// Of whom, what was taken in the year (one letter a kind: C, I, S, A, T), in the year before, the next rung.
const LADDER: &[(Whom, &str, &str, Option<Kind>)] = &[
    (Whom::Community, "", "", Some(Kind::Circular)),
    (Whom::Community, "C", "", Some(Kind::Interview)),
    (Whom::Community, "CC", "", Some(Kind::Interview)),
    (Whom::Community, "CI", "", Some(Kind::Supervision)),
    (Whom::Community, "I", "", Some(Kind::Supervision)),
    // What comes after it is about persons.
    (Whom::Community, "S", "", None),
    (Whom::Community, "SC", "", None),
    (Whom::Community, "CIS", "", None),
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

/// The last of each case of a table: what is expected of it.
macro_rules! expected {
    ($table:expr, $at:tt) => {
        $table.iter().map(|case| case.$at).collect::<Vec<&str>>()
    };
}

/// The rules that show a situation, each with what its cases expect; none for one that only people can tell.
fn rules_of(situation: Situation) -> Vec<(&'static str, Vec<&'static str>)> {
    use Situation as S;
    match situation {
        S::SlowProgress => vec![("progress", expected!(circular::PROGRESS, 6))],
        S::NoticeLate => vec![("notice", expected!(circular::NOTICE, 3))],
        S::NoLedger => vec![("ledger", expected!(circular::LEDGER, 3))],
        S::RecheckLate => vec![("recheck", expected!(circular::RECHECK, 3))],
        S::ResumedTooEarly => vec![("resumed", expected!(circular::RESUMED, 2))],
        S::NotReported => vec![("unreported", expected!(circular::UNREPORTED, 4))],
        S::ReportLate => vec![("report", expected!(circular::REPORT, 3))],
        S::TasksMissed => vec![
            ("task", expected!(interview::TASK, 3)),
            ("rounds", expected!(interview::ROUNDS, 3)),
            ("rounds", expected!(interview::OWED, 2)),
        ],
        S::NoBetter => vec![("after_circular", expected!(interview::AFTER_CIRCULAR, 3))],
        S::NotStopped => vec![("not_stopped", expected!(interview::NOT_STOPPED, 4))],
        S::PushedWeakly => vec![
            ("pushed", expected!(interview::PUSHED, 1)),
            ("reopened", expected!(interview::REOPENED, 2)),
        ],
        S::ShovedAbout => vec![("silent", expected!(interview::SILENT, 2))],
        S::FalseProgress => vec![
            ("relapsed", expected!(interview::RELAPSED, 2)),
            ("unchanged", expected!(interview::UNCHANGED, 3)),
        ],
        S::GrownMajor => vec![("grown", expected!(supervision::GROWN, 2))],
        S::NotReportedForClosure => vec![("unfit", expected!(supervision::UNFIT, 3))],
        S::Accident => vec![("accident", expected!(supervision::ACCIDENT, 2))],
        S::Fire => vec![("fire", expected!(admonition::FIRE, 4))],
        S::FoundByInspectors => vec![("found_by_inspectors", expected!(admonition::INSPECTORS, 5))],
        S::GraveAccident => vec![("grave", expected!(transfer::GRAVE, 5))],
        S::OtherCircular
        | S::OtherInterview
        | S::Reprimanded
        | S::OtherSupervision
        | S::OtherAdmonition => Vec::new(),
    }
}

#[test]
fn every_situation_has_a_case_that_shows_it_and_one_that_does_not() {
    for situation in Situation::ALL {
        let rules = rules_of(*situation);
        assert_eq!(!rules.is_empty(), situation.is_detected(), "{}", situation.code());
        for (rule, cases) in rules {
            let shows = cases.iter().filter(|expected| expected.starts_with("holds ")).count();
            let silent = cases.iter().filter(|expected| expected.is_empty()).count();
            assert!(shows > 0 && silent > 0, "{} {rule}: {shows} {silent}", situation.code());
        }
    }
}

/// Cases of the situations alone: what the ladder and the forecast say is tested beside them.
#[test]
fn two_hundred_cases_show_a_situation_or_show_none() {
    let all: Vec<&str> = Situation::ALL
        .iter()
        .flat_map(|situation| rules_of(*situation))
        .flat_map(|(_, cases)| cases)
        .collect();
    let none = all.iter().filter(|expected| expected.is_empty()).count();
    assert!(all.len() >= 200, "{} cases", all.len());
    assert!(none >= 80 && all.len() - none >= 80, "{none} of {} show nothing", all.len());
}

/// A rule asked on a day, about what begins on Monday the 2nd of November.
type Asked = fn(Clock) -> Option<Found>;

/// What time alone brings about in each situation; none where a deed or a word brings it.
fn brought_by_time(situation: Situation) -> &'static [Asked] {
    use Situation as S;
    const BEGAN: fn() -> NaiveDate = || day("11-02");
    match situation {
        S::SlowProgress => &[|clock| {
            let ends = day("11-30");
            let of = Progress {
                closed: 5,
                found: 5,
                street_closed: 5,
                street_found: 5,
                overdue: 6,
                ends,
            };
            progress(clock, LIMITS(), &of)
        }],
        S::NoticeLate => &[|clock| notice(clock, LIMITS(), BEGAN(), None)],
        S::NoLedger => {
            &[|clock| ledger(clock, MonthKept { last: day("11-30"), rows: 0, reported: false })]
        }
        S::RecheckLate => &[|clock| recheck(clock, 3, day("11-12"), None)],
        S::NotReported => &[|clock| {
            unreported(
                clock,
                LIMITS(),
                Hopeless { refused: Some(BEGAN()), failed: &[], reported: None },
            )
        }],
        S::ReportLate => &[|clock| report(clock, day("11-15"), Submission::NotYet)],
        S::TasksMissed => &[
            |clock| task(clock, day("11-14"), None),
            |clock| {
                rounds(
                    clock,
                    LIMITS(),
                    None,
                    &[true, true, false],
                    &days("11-16 11-09 11-02 10-26"),
                )
            },
        ],
        S::NoBetter => &[|clock| {
            let again = Again { since: BEGAN(), past: false };
            after_circular(clock, LIMITS(), BEGAN(), &[again])
        }],
        S::NotStopped => &[|clock| not_stopped(clock, BEGAN(), false, None)],
        S::ShovedAbout => &[|clock| silent(clock, LIMITS(), BEGAN(), &Away::default())],
        S::NotReportedForClosure => &[|clock| unfit(clock, LIMITS(), BEGAN(), None)],
        S::ResumedTooEarly
        | S::OtherCircular
        | S::PushedWeakly
        | S::FalseProgress
        | S::OtherInterview
        | S::Reprimanded
        | S::GrownMajor
        | S::Accident
        | S::OtherSupervision
        | S::Fire
        | S::FoundByInspectors
        | S::OtherAdmonition
        | S::GraveAccident => &[],
    }
}

/// Where the term is shorter than that, it is told from the day on which it begins to run.
#[test]
fn what_time_brings_is_told_three_working_days_before() {
    let calendar = calendar_2026();
    let mut told = 0;
    for situation in Situation::ALL {
        for rule in brought_by_time(*situation) {
            let ask = |today| rule(Clock { calendar: &calendar, today, ahead: 3 });
            let begins = day("11-02");
            let holds = |day: &NaiveDate| ask(*day).is_some_and(Found::holds);
            let first = begins.iter_days().take(60).find(holds).unwrap();
            for today in begins.iter_days().take_while(|today| *today < first) {
                let left = calendar.workdays_between(today, first - Days::new(1));
                let expected = (left <= 3).then_some(Found::Near { on: first });
                assert_eq!(ask(today), expected, "{} on {today}", situation.code());
            }
            assert_eq!(ask(first), Some(Found::Holds { since: first }), "{}", situation.code());
            told += 1;
        }
    }
    assert_eq!(told, 12);
}
