use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::domain::{
    grade::Grade,
    id::Id,
    major::{Measures, StageKind},
    rule::RuleError,
    time_of_day::TimeOfDay,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const NOTICE: Id = Id([1; 16]);

fn ordered() -> Course {
    Course::found(day("2026-11-02"), Grade::General)
        .take(&Step::Ordered { on: day("2026-11-02"), notice: NOTICE, deadline: day("2026-11-09") })
        .unwrap()
}

fn passed(on: &str) -> Step {
    Step::Passed { on: day(on), acceptor: "林安全".into(), note: String::new() }
}

fn closed(on: &str) -> Step {
    Step::Closed { on: day(on) }
}

#[test]
fn the_usual_road_is_order_recheck_close() {
    let course =
        ordered().take(&passed("2026-11-09")).unwrap().take(&closed("2026-11-10")).unwrap();
    assert_eq!(course.closed_on(), Some(day("2026-11-10")));
    assert_eq!((course.rounds(), course.deadline()), (1, Some(day("2026-11-09"))));
}

#[test]
fn overdue_is_the_day_after_the_deadline_and_ends_with_a_passed_recheck() {
    let course = ordered();
    assert!(!course.is_overdue(day("2026-11-09")));
    assert!(course.is_overdue(day("2026-11-10")));
    assert!(!course.take(&passed("2026-11-12")).unwrap().is_overdue(day("2026-12-01")));
}

#[test]
fn nothing_closes_without_its_recheck() {
    let not_now = |course: Course| {
        matches!(course.take(&closed("2026-11-30")), Err(RuleError::NotNow { .. }))
    };
    assert!(not_now(Course::found(day("2026-11-02"), Grade::General)));
    assert!(not_now(ordered()));
    let refused = Step::Refused { on: day("2026-11-10"), note: "拒绝拆除".into() };
    assert!(not_now(ordered().take(&refused).unwrap()));
}

#[test]
fn what_was_refused_is_reported_or_passes() {
    let refused = Step::Refused { on: day("2026-11-10"), note: "拒绝拆除".into() };
    let failed =
        Step::Failed { on: day("2026-11-11"), deadline: day("2026-11-16"), note: String::new() };
    let extended = Step::Extended {
        on: day("2026-11-12"),
        deadline: day("2026-11-18"),
        reason: "设备未到货".into(),
    };
    let owed = ordered().take(&refused).unwrap();
    assert!(owed.clone().take(&extended).is_err());
    let again = owed.take(&failed).unwrap();
    assert_eq!((again.kind(), again.rounds()), (StateKind::Refused, 2));
    assert_eq!(again.deadline(), Some(day("2026-11-16")));
    let later = again.clone().take(&extended).unwrap();
    assert_eq!((later.kind(), later.deadline()), (StateKind::Refused, Some(day("2026-11-18"))));
    let twice =
        later.take(&Step::Refused { on: day("2026-11-18"), note: "仍拒绝".into() }).unwrap();
    assert_eq!((twice.kind(), twice.rounds()), (StateKind::Refused, 3));
    let reported =
        Step::Reported {
            on: day("2026-11-18"), to: Recipient::Street, reason: "拒不整改".into()
        };
    let reported = twice.take(&reported).unwrap();
    assert_eq!(reported.kind(), StateKind::Reported);
    let failed =
        Step::Failed { on: day("2026-11-19"), deadline: day("2026-11-23"), note: String::new() };
    assert_eq!(reported.take(&failed).unwrap().kind(), StateKind::Ordered);
    assert_eq!(again.take(&passed("2026-11-16")).unwrap().kind(), StateKind::Passed);
}

/// A hazard that turned out to be major, with its recheck passed on 9 November.
fn major() -> Course {
    let raised = Step::Regraded {
        on: day("2026-11-05"),
        to: Grade::Major,
        reason: "住宿与生产未分隔".into(),
    };
    ordered().take(&raised).unwrap().take(&passed("2026-11-09")).unwrap()
}

fn whole() -> Measures {
    Measures {
        responsibility: "厂长".into(),
        measures: "拆除".into(),
        funds: "2万元".into(),
        time_limit: "11月9日".into(),
        plan: "应急预案".into(),
    }
}

fn filled(on: &str, measures: Measures) -> Step {
    Step::MajorFilled { on: day(on), by: "陈一鸣".into(), fields: BTreeMap::new(), measures }
}

fn signed(on: &str, by: [&str; 2]) -> Step {
    Step::MajorSigned { on: day(on), by: by.map(str::to_owned) }
}

fn word(kind: StepKind, on: &str) -> Step {
    let (on, by, opinion) = (day(on), "林安全".to_owned(), String::new());
    match kind {
        StepKind::MajorVerified => Step::MajorVerified { on, by, opinion },
        StepKind::MajorSealed => Step::MajorSealed { on, by },
        StepKind::MajorApproved => Step::MajorApproved { on, by, opinion },
        StepKind::MajorReceived => Step::MajorReceived { on, by, at: None },
        StepKind::MajorStreetVerified => Step::MajorStreetVerified { on, by, opinion },
        StepKind::MajorProgress => Step::MajorProgress { on, by, note: "正在拆除".into() },
        StepKind::Accepted => Step::Accepted { on, by, opinion },
        other => panic!("not a word: {other:?}"),
    }
}

/// The steps of a report up to the street's own look, all on 6 November.
fn report() -> Vec<Step> {
    let on = "2026-11-06";
    vec![
        filled(on, whole()),
        word(StepKind::MajorVerified, on),
        signed(on, ["蔡书记", "苏主任"]),
        word(StepKind::MajorSealed, on),
        word(StepKind::MajorApproved, on),
        word(StepKind::MajorReceived, on),
        word(StepKind::MajorStreetVerified, on),
    ]
}

fn after(course: Course, steps: &[Step]) -> Course {
    steps.iter().try_fold(course, Course::take).unwrap()
}

#[test]
fn a_major_hazard_is_closed_after_every_signature_and_its_acceptance() {
    let course = major();
    assert_eq!(course.raised_from(), Some(Grade::General));
    assert_eq!(course.clone().take(&closed("2026-11-10")), Err(RuleError::MajorNotAccepted));
    let mut course = course;
    for step in report() {
        let early = course.clone().take(&word(StepKind::Accepted, "2026-11-10"));
        let stage = course.report_kind();
        assert_eq!(early, Err(RuleError::MajorNotNow { step: StepKind::Accepted, stage }));
        course = course.take(&step).unwrap();
        assert_eq!(course.clone().take(&closed("2026-11-10")), Err(RuleError::MajorNotAccepted));
    }
    let accepted = course.take(&word(StepKind::Accepted, "2026-11-10")).unwrap();
    let course = accepted.clone().take(&closed("2026-11-10")).unwrap();
    assert_eq!(course.kind(), StateKind::Closed);
    let report = course.report().unwrap();
    assert_eq!(report.signed().unwrap().1, &["蔡书记".to_owned(), "苏主任".to_owned()]);
    assert_eq!(report.accepted().unwrap().by, "林安全");

    // A later recheck that finds it not put right takes the acceptance back, and no signature.
    let failed =
        Step::Failed { on: day("2026-11-11"), deadline: day("2026-11-16"), note: String::new() };
    let again = accepted.take(&failed).unwrap().take(&passed("2026-11-16")).unwrap();
    assert_eq!(again.report_kind(), Some(StageKind::StreetVerified));
    assert_eq!(again.clone().take(&closed("2026-11-16")), Err(RuleError::MajorNotAccepted));
    let again = again.take(&word(StepKind::Accepted, "2026-11-16")).unwrap();
    assert!(again.take(&closed("2026-11-16")).is_ok());
}

#[test]
fn no_step_of_the_report_is_left_out() {
    let on = "2026-11-07";
    let each = [
        word(StepKind::MajorVerified, on),
        signed(on, ["蔡书记", "苏主任"]),
        word(StepKind::MajorSealed, on),
        word(StepKind::MajorApproved, on),
        word(StepKind::MajorReceived, on),
        word(StepKind::MajorStreetVerified, on),
        word(StepKind::MajorProgress, on),
    ];
    let report = report();
    for done in 0..=report.len() {
        let course = after(major(), &report[..done]);
        for step in &each {
            let next = report.get(done).is_some_and(|next| next.kind() == step.kind());
            let progress = step.kind() == StepKind::MajorProgress && done >= 6;
            let outcome = course.clone().take(step);
            if next || progress {
                assert!(outcome.is_ok(), "{done} {step:?}");
            } else {
                let stage = course.report_kind();
                let refused = RuleError::MajorNotNow { step: step.kind(), stage };
                assert_eq!(outcome, Err(refused), "{done}");
            }
        }
        let again = course.clone().take(&filled(on, whole()));
        assert_eq!(again.is_ok(), done < 5, "filled again after {done} steps");
    }
}

#[test]
fn the_five_measures_and_two_names_are_asked_for() {
    let gaps = Measures { responsibility: "厂长".into(), ..Measures::default() };
    let mut steps = report();
    steps[0] = filled("2026-11-06", gaps);
    let sealed = after(major(), &steps[..4]);
    let Err(RuleError::MeasuresMissing { missing }) = sealed.clone().take(&steps[4]) else {
        panic!("gaps in the five measures must be refused")
    };
    assert_eq!(missing.len(), 4);
    // What only fills in the gaps needs no new signatures.
    let whole = sealed.take(&filled("2026-11-06", whole())).unwrap();
    assert_eq!(whole.report_kind(), Some(StageKind::Sealed));
    assert!(whole.take(&steps[4]).is_ok());

    let verified = after(major(), &report()[..2]);
    for (by, error) in [
        (["蔡书记", " 蔡书记 "], RuleError::SignedByOne { name: "蔡书记".into() }),
        (["蔡书记", ""], RuleError::PersonMissing),
    ] {
        assert_eq!(verified.clone().take(&signed("2026-11-07", by)), Err(error));
    }
}

#[test]
fn only_a_major_hazard_has_a_report_and_its_days_run_beside_the_others() {
    assert_eq!(ordered().take(&report()[0]), Err(RuleError::NotMajor));
    // The recheck of 9 November stands; the report of the 6th is entered after it.
    let course = after(major(), &report());
    let failed =
        Step::Failed { on: day("2026-11-09"), deadline: day("2026-11-16"), note: String::new() };
    assert!(course.clone().take(&failed).is_ok());
    let before = word(StepKind::MajorProgress, "2026-11-05");
    assert!(matches!(course.clone().take(&before), Err(RuleError::BeforeLast { .. })));
    let early = course.take(&word(StepKind::Accepted, "2026-11-08"));
    assert!(matches!(early, Err(RuleError::BeforeLast { .. })), "before its recheck");
}

#[test]
fn a_stop_is_entered_with_its_own_day() {
    let stop = |on: &str, measures: &str| Step::Stopped {
        on: day(on),
        at: TimeOfDay::read("9:30").unwrap(),
        by: "陈一鸣".into(),
        measures: measures.into(),
    };
    let course = major().take(&stop("2026-11-02", "停用二楼夹层，撤出12人")).unwrap();
    assert_eq!((course.stopped_on(), course.kind()), (Some(day("2026-11-02")), StateKind::Passed));
    assert_eq!(major().take(&stop("2026-11-02", " ")), Err(RuleError::StopMissing));
    assert!(matches!(major().take(&stop("2026-11-01", "停产")), Err(RuleError::BeforeLast { .. })));
}

#[test]
fn an_unassessed_hazard_is_not_closed_and_a_grade_never_falls() {
    let course = Course::found(day("2026-11-02"), Grade::Unsure)
        .take(&Step::Ordered { on: day("2026-11-02"), notice: NOTICE, deadline: day("2026-11-09") })
        .unwrap()
        .take(&passed("2026-11-09"))
        .unwrap();
    assert_eq!(course.clone().take(&closed("2026-11-09")), Err(RuleError::GradeUnsure));
    let to = |grade| Step::Regraded { on: day("2026-11-09"), to: grade, reason: "评估".into() };
    let general = course.take(&to(Grade::General)).unwrap();
    assert!(general.clone().take(&closed("2026-11-09")).is_ok());
    let major = general.take(&to(Grade::Major)).unwrap();
    assert_eq!(
        major.take(&to(Grade::General)),
        Err(RuleError::GradeNotRaised { from: Grade::Major, to: Grade::General })
    );
}

#[test]
fn each_illegal_step_says_why() {
    let extend = |deadline: &str, reason: &str| Step::Extended {
        on: day("2026-11-08"),
        deadline: day(deadline),
        reason: reason.into(),
    };
    let table = [
        (
            extend("2026-11-09", "设备未到"),
            RuleError::DeadlineNotLater {
                deadline: day("2026-11-09"),
                standing: day("2026-11-09"),
            },
        ),
        (extend("2026-11-20", " "), RuleError::ReasonMissing),
        (
            passed("2026-11-01"),
            RuleError::BeforeLast { on: day("2026-11-01"), last: day("2026-11-02") },
        ),
        (
            Step::Failed {
                on: day("2026-11-09"),
                deadline: day("2026-11-08"),
                note: String::new(),
            },
            RuleError::DeadlineBefore { deadline: day("2026-11-08"), on: day("2026-11-09") },
        ),
        (
            Step::Passed { on: day("2026-11-09"), acceptor: " ".into(), note: String::new() },
            RuleError::AcceptorMissing,
        ),
    ];
    for (step, error) in table {
        assert_eq!(ordered().take(&step), Err(error));
    }
}

#[test]
fn a_reopened_hazard_needs_a_recheck_again() {
    let course =
        ordered().take(&passed("2026-11-09")).unwrap().take(&closed("2026-11-10")).unwrap();
    let reopened = course
        .take(&Step::Reopened {
            on: day("2026-11-20"),
            deadline: day("2026-11-25"),
            reason: "回潮".into(),
        })
        .unwrap();
    assert_eq!((reopened.kind(), reopened.reopened()), (StateKind::Ordered, 1));
    assert!(reopened.clone().take(&closed("2026-11-21")).is_err());
    assert_eq!(reopened.take(&passed("2026-11-24")).unwrap().rounds(), 2);
}

#[test]
fn a_slip_of_the_follow_up_is_taken_back_and_a_signed_paper_is_not() {
    let on = "2026-11-20";
    let back = |reason: &str| Step::TakenBack { on: day(on), reason: reason.into() };
    let reason = || "点错了".to_owned();
    let reported = Step::Reported { on: day(on), to: Recipient::Street, reason: reason() };
    let reopened = Step::Reopened { on: day(on), deadline: day(on), reason: reason() };
    let done = ordered().take(&passed("2026-11-09")).unwrap();
    let major = after(major(), &report());
    for (course, step, goes) in [
        (ordered(), passed(on), true),
        (ordered(), Step::Failed { on: day(on), deadline: day(on), note: reason() }, true),
        (ordered(), Step::Refused { on: day(on), note: reason() }, true),
        (ordered(), reported, true),
        (ordered(), Step::Extended { on: day(on), deadline: day(on), reason: reason() }, true),
        (ordered(), Step::Regraded { on: day(on), to: Grade::Major, reason: reason() }, true),
        (done.clone(), closed(on), true),
        (done.clone().take(&closed(on)).unwrap(), reopened, true),
        (ordered(), Step::Renoticed { on: day(on), notice: NOTICE }, false),
        (ordered(), Step::HandedOver { on: day(on), to: "林安全".into(), reason: reason() }, false),
        (ordered(), Step::Withdrawn { on: day(on), by: NOTICE }, false),
        (major.clone(), word(StepKind::MajorProgress, on), false),
        (major, word(StepKind::Accepted, on), false),
    ] {
        let taken = course.clone().take(&step).unwrap();
        let stands = if goes { Ok(course) } else { Err(RuleError::NothingToTakeBack) };
        assert_eq!(taken.take(&back("点错了")), stands, "{step:?}");
    }
    let taken = done.clone().take(&closed(on)).unwrap();
    assert_eq!(taken.clone().take(&back(" ")), Err(RuleError::ReasonMissing));
    // One after the other, as far as the order; the days go back with them.
    let ordered_again = taken.take(&back("点错了")).unwrap().take(&back("点错了")).unwrap();
    assert_eq!(ordered_again, ordered());
    assert!(ordered_again.take(&passed("2026-11-05")).is_ok());
    let steps = [passed("2026-11-09"), closed(on), back("点错了")];
    assert_eq!(standing(&steps, |step| step), [&steps[0]]);
}
