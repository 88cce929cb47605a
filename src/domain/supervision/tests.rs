use super::*;
use crate::domain::{id::Id, workday::sample::calendar_2026};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of_hazard() -> Opened {
    Opened {
        on: day("2026-09-01"),
        by: "周安平".into(),
        unit: "丰泽区安委会办公室".into(),
        every: Every::Month,
        of: Of::Hazard(OfHazard {
            hazard: Id([5; 16]),
            responsible_unit: "恒捷鞋材厂".into(),
            responsible: "黄志明".into(),
            leader: "区领导".into(),
            deadline: day("2026-10-30"),
            extension_workdays: 15,
        }),
    }
}

fn of_community(situation: Situation, words: &str) -> Opened {
    let of = Of::Community(OfCommunity { situation, words: words.into() });
    Opened { of, ..of_hazard() }
}

fn by() -> String {
    "周安平".into()
}

fn ask(on: &str, until: &str) -> Step {
    let left = workdays_left(&calendar_2026(), day(on), day("2026-10-30"));
    Step::ExtensionAsked {
        on: day(on),
        by: by(),
        until: day(until),
        reason: "设备未到".into(),
        workdays_left: left,
    }
}

fn lift(on: &str, closed: Option<&str>) -> Step {
    Step::Lifted { on: day(on), by: by(), reason: String::new(), hazard_closed_on: closed.map(day) }
}

fn given(on: &str, passed: bool) -> Step {
    Step::AcceptanceGiven { on: day(on), by: by(), passed, opinion: "已治理".into() }
}

fn asked(on: &str) -> Step {
    Step::AcceptanceAsked { on: day(on), by: by() }
}

#[test]
fn an_extension_is_asked_for_fifteen_workdays_ahead() {
    // 10 October 2026 is a Saturday worked in exchange for the holiday.
    for (on, outcome) in [
        ("2026-10-09", Ok(StateKind::ExtensionAsked)),
        ("2026-10-10", Ok(StateKind::ExtensionAsked)),
        ("2026-10-12", Err(RuleError::ExtensionLate { left: 14, needed: 15 })),
        ("2026-10-29", Err(RuleError::ExtensionLate { left: 1, needed: 15 })),
    ] {
        let course = Course::open(&of_hazard()).unwrap().take(&ask(on, "2026-11-30"));
        assert_eq!(course.map(|course| course.kind()), outcome, "{on}");
    }
    let earlier = Course::open(&of_hazard()).unwrap().take(&ask("2026-09-07", "2026-10-30"));
    assert!(matches!(earlier, Err(RuleError::DeadlineNotLater { .. })));
}

#[test]
fn a_hazard_is_lifted_after_its_acceptance_or_its_closure() {
    use StateKind as S;
    let not_now = |step, state| Err(RuleError::SupervisionNotNow { step, state });
    let table: [(&[Step], Step, Result<S, RuleError>); 9] = [
        (&[], lift("2026-09-20", None), Err(RuleError::LiftTooEarly)),
        (&[], lift("2026-09-20", Some("2026-09-21")), Err(RuleError::LiftTooEarly)),
        (&[], lift("2026-09-20", Some("2026-09-20")), Ok(S::Lifted)),
        (&[asked("2026-09-20")], lift("2026-09-20", None), Err(RuleError::LiftTooEarly)),
        (&[], given("2026-09-20", true), not_now(StepKind::AcceptanceGiven, S::Running)),
        (&[asked("2026-09-20")], given("2026-09-21", false), Ok(S::Running)),
        (
            &[asked("2026-09-20"), given("2026-09-21", false)],
            lift("2026-09-22", None),
            Err(RuleError::LiftTooEarly),
        ),
        (
            &[asked("2026-09-20"), given("2026-09-21", true)],
            lift("2026-09-22", None),
            Ok(S::Lifted),
        ),
        (
            &[asked("2026-09-20"), given("2026-09-21", true), lift("2026-09-22", None)],
            asked("2026-09-23"),
            not_now(StepKind::AcceptanceAsked, S::Lifted),
        ),
    ];
    for (before, step, outcome) in table {
        let course = Course::replay(&of_hazard(), before).unwrap();
        assert_eq!(course.take(&step).map(|course| course.kind()), outcome, "{step:?}");
    }
}

#[test]
fn what_was_put_up_by_mistake_is_taken_back_while_nothing_followed() {
    use StateKind as S;
    let back =
        |reason: &str| Step::Withdrawn { on: day("2026-09-20"), by: by(), reason: reason.into() };
    let report = || Step::Reported { on: day("2026-09-10"), by: by(), note: "正在拆除".into() };
    let not_now = |state| Err(RuleError::SupervisionNotNow { step: StepKind::Withdrawn, state });
    let community = of_community(Situation::GrownMajor, "");
    let gone = vec![Step::Withdrawn { on: day("2026-09-19"), by: by(), reason: "错".into() }];
    for (opened, before, step, outcome) in [
        (of_hazard(), vec![], back("挂错了"), Ok(S::Withdrawn)),
        (community.clone(), vec![], back("挂错了"), Ok(S::Withdrawn)),
        (of_hazard(), vec![], back(" "), Err(RuleError::ReasonMissing)),
        (of_hazard(), vec![report()], back("挂错了"), not_now(S::Running)),
        (community.clone(), vec![report()], back("挂错了"), not_now(S::Watched)),
        (of_hazard(), vec![asked("2026-09-10")], back("挂错了"), not_now(S::AcceptanceAsked)),
        (of_hazard(), gone.clone(), back("挂错了"), not_now(S::Withdrawn)),
    ] {
        let course = Course::replay(&opened, &before).unwrap();
        assert_eq!(course.take(&step).map(|course| course.kind()), outcome, "{before:?}");
    }
    let gone = Course::replay(&of_hazard(), &gone).unwrap();
    assert_eq!((gone.due(), gone.closed_on()), (None, Some(day("2026-09-19"))));
}

#[test]
fn what_is_due_is_the_report_or_the_deadline() {
    let report = |on: &str| Step::Reported { on: day(on), by: by(), note: "正在拆除".into() };
    let mut course = Course::open(&of_hazard()).unwrap();
    assert_eq!(course.due(), Some(day("2026-10-01")));
    course = course.take(&report("2026-09-30")).unwrap();
    assert_eq!(course.due(), Some(day("2026-10-30")), "both on one day");
    let asked = course.take(&ask("2026-10-08", "2026-11-30")).unwrap();
    let granted = Step::ExtensionGranted {
        on: day("2026-10-09"),
        by: by(),
        until: day("2026-11-30"),
        opinion: "同意".into(),
    };
    course = asked.take(&granted).unwrap().take(&report("2026-10-28")).unwrap();
    assert_eq!(
        (course.due(), course.deadline()),
        (Some(day("2026-11-28")), Some(day("2026-11-30")))
    );
    let quarterly = Opened { every: Every::Quarter, ..of_community(Situation::Accident, "") };
    let course = Course::open(&quarterly).unwrap();
    assert_eq!(course.due(), Some(day("2026-12-01")));
}

#[test]
fn a_community_is_lifted_with_a_reason() {
    assert_eq!(Course::open(&of_community(Situation::Other, " ")), Err(RuleError::ReasonMissing));
    let course = Course::open(&of_community(Situation::GrownMajor, "")).unwrap();
    assert!(course.clone().take(&asked("2026-09-20")).is_err());
    assert_eq!(course.clone().take(&lift("2026-09-20", None)), Err(RuleError::ReasonMissing));
    let lifted = Step::Lifted {
        on: day("2026-12-01"),
        by: by(),
        reason: "连续三个月按期整改".into(),
        hazard_closed_on: None,
    };
    assert_eq!(course.take(&lifted).unwrap().closed_on(), Some(day("2026-12-01")));
}
