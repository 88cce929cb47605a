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
        circular::PROGRESS.len(),
        circular::NOTICE.len(),
        circular::LEDGER.len(),
        circular::RECHECK.len(),
        circular::RESUMED.len(),
        circular::UNREPORTED.len(),
        circular::REPORT.len(),
        interview::TASK.len(),
        interview::ROUNDS.len(),
        interview::AFTER_CIRCULAR.len(),
        interview::NOT_STOPPED.len(),
        interview::PUSHED.len(),
        interview::REOPENED.len(),
        interview::SHOVED.len(),
        interview::RELAPSED.len(),
        interview::SILENT.len(),
        supervision::GROWN.len(),
        supervision::UNFIT.len(),
        supervision::ACCIDENT.len(),
        admonition::FIRE.len(),
        admonition::INSPECTORS.len(),
        transfer::GRAVE.len(),
        LADDER.len(),
    ];
    let sum: usize = all.iter().sum();
    assert!(sum >= 200, "{sum} cases");
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
        S::SlowProgress => vec![("progress", expected!(circular::PROGRESS, 7))],
        S::NoticeLate => vec![("notice", expected!(circular::NOTICE, 3))],
        S::NoLedger => vec![("ledger", expected!(circular::LEDGER, 3))],
        S::RecheckLate => vec![("recheck", expected!(circular::RECHECK, 3))],
        S::ResumedTooEarly => vec![("resumed", expected!(circular::RESUMED, 2))],
        S::NotReported => vec![("unreported", expected!(circular::UNREPORTED, 4))],
        S::ReportLate => vec![("report", expected!(circular::REPORT, 2))],
        S::TasksMissed => vec![
            ("task", expected!(interview::TASK, 3)),
            ("rounds", expected!(interview::ROUNDS, 3)),
        ],
        S::NoBetter => vec![("after_circular", expected!(interview::AFTER_CIRCULAR, 3))],
        S::NotStopped => vec![("not_stopped", expected!(interview::NOT_STOPPED, 4))],
        S::PushedWeakly => vec![
            ("pushed", expected!(interview::PUSHED, 1)),
            ("reopened", expected!(interview::REOPENED, 2)),
        ],
        S::ShovedAbout => vec![
            ("shoved", expected!(interview::SHOVED, 1)),
            ("silent", expected!(interview::SILENT, 2)),
        ],
        S::FalseProgress => vec![("relapsed", expected!(interview::RELAPSED, 2))],
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
