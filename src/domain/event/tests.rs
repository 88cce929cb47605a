use super::*;
use crate::domain::time_of_day::TimeOfDay;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
}

fn registered(informant: &str) -> Registered {
    Registered {
        on: day(2),
        by: "陈一鸣".into(),
        grid: "招联一网格".into(),
        source: Source::Call,
        at: TimeOfDay::read("9:30"),
        place: "招联街12号".into(),
        object: "恒捷鞋材厂".into(),
        content: "夜间违规生产".into(),
        informant: informant.into(),
        phone: String::new(),
        hop_days: 3,
    }
}

fn up(on: u32, to: Desk) -> Step {
    Step::PassedUp {
        on: day(on),
        by: "陈一鸣".into(),
        to,
        name: String::new(),
        opinion: "超出权限".into(),
    }
}

fn give(on: u32, to: Desk) -> Step {
    Step::Assigned {
        on: day(on),
        by: "周安平".into(),
        to,
        name: "城建科".into(),
        helpers: vec![],
        opinion: String::new(),
    }
}

fn handled(on: u32) -> Step {
    Step::Handled { on: day(on), by: "周安平".into(), note: "已责令停止".into() }
}

fn back(on: u32) -> Step {
    Step::FedBack { on: day(on), by: "周安平".into(), opinion: "已处置".into() }
}

fn done(on: u32) -> Step {
    Step::Done { on: day(on), by: "陈一鸣".into(), result: "已回访".into() }
}

#[test]
fn each_step_stands_where_the_flowchart_has_it() {
    use Desk as D;
    use StateKind as S;
    let at_city = [up(2, D::Street), up(3, D::District), up(4, D::City)];
    type Row = (Vec<Step>, Step, Result<(S, D), RuleError>);
    let table: Vec<Row> = vec![
        (vec![], handled(2), Ok((S::Handled, D::Grid))),
        (vec![handled(2)], done(2), Ok((S::Done, D::Grid))),
        (vec![], up(2, D::Community), Ok((S::At, D::Community))),
        (vec![up(2, D::Community)], up(2, D::Street), Ok((S::At, D::Street))),
        (
            vec![],
            up(2, D::District),
            Err(RuleError::NotThatDesk { from: D::Grid, to: D::District }),
        ),
        (
            vec![],
            give(2, D::Section),
            Err(RuleError::NotThatDesk { from: D::Grid, to: D::Section }),
        ),
        (vec![up(2, D::Street)], give(2, D::Section), Ok((S::At, D::Section))),
        (
            vec![up(2, D::Street), give(2, D::Community)],
            up(3, D::Street),
            Err(RuleError::NotThatDesk { from: D::Community, to: D::Street }),
        ),
        (at_city.to_vec(), give(5, D::Department), Ok((S::At, D::Department))),
        (
            vec![up(2, D::Street), up(3, D::District), give(4, D::Department)],
            give(5, D::Department),
            Ok((S::At, D::Department)),
        ),
        (
            vec![up(2, D::Street)],
            back(3),
            Err(RuleError::EventNotNow { step: StepKind::FedBack, desk: D::Street, state: S::At }),
        ),
        (vec![up(2, D::Street), handled(3)], back(3), Ok((S::Returned, D::Grid))),
        (
            vec![up(2, D::Street), handled(3)],
            done(3),
            Err(RuleError::FeedbackMissing { desk: D::Street }),
        ),
        (
            vec![up(2, D::Street), give(2, D::Section), handled(3), back(3)],
            done(3),
            Err(RuleError::FeedbackMissing { desk: D::Street }),
        ),
        (
            vec![up(2, D::Street), give(2, D::Section), handled(3), back(3)],
            up(4, D::District),
            Ok((S::At, D::District)),
        ),
        (
            vec![up(2, D::Street), give(2, D::Section), handled(3), back(3), back(4)],
            done(4),
            Ok((S::Done, D::Grid)),
        ),
        (
            vec![handled(2)],
            back(2),
            Err(RuleError::EventNotNow {
                step: StepKind::FedBack,
                desk: D::Grid,
                state: S::Handled,
            }),
        ),
    ];
    for (before, step, outcome) in table {
        let course = Course::replay(&registered(""), &before).unwrap();
        let got = course.take(&step).map(|course| (course.kind(), course.seat().desk));
        assert_eq!(got, outcome, "{before:?} {step:?}");
    }
}

#[test]
fn what_was_registered_by_mistake_is_taken_back_while_nothing_followed() {
    use StateKind as S;
    let back =
        |reason: &str| Step::Withdrawn {
            on: day(4), by: "陈一鸣".into(), reason: reason.into()
        };
    let not_now =
        |desk, state| Err(RuleError::EventNotNow { step: StepKind::Withdrawn, desk, state });
    for (before, step, outcome) in [
        (vec![], back("重复登记"), Ok(S::Withdrawn)),
        (vec![], back(" "), Err(RuleError::ReasonMissing)),
        (vec![handled(3)], back("重复登记"), not_now(Desk::Grid, S::Handled)),
        (vec![up(3, Desk::Street)], back("重复登记"), not_now(Desk::Street, S::At)),
        (vec![handled(3), done(3)], back("重复登记"), not_now(Desk::Grid, S::Done)),
        (vec![back("重复")], back("重复登记"), not_now(Desk::Grid, S::Withdrawn)),
        (
            vec![back("重复")],
            handled(4),
            Err(RuleError::EventNotNow {
                step: StepKind::Handled,
                desk: Desk::Grid,
                state: S::Withdrawn,
            }),
        ),
    ] {
        let course = Course::replay(&registered(""), &before).unwrap();
        let got = course.take(&step).map(|course| course.kind());
        assert_eq!(got, outcome, "{before:?}");
    }
    let gone = Course::replay(&registered("热心居民"), &[back("重复")]).unwrap();
    assert_eq!((gone.due(), gone.closed_on()), (None, Some(day(4))));
}

#[test]
fn a_desk_has_three_days() {
    let mut course = Course::open(&registered("")).unwrap();
    assert!(!course.is_overdue(day(5)) && course.is_overdue(day(6)));
    course = course.take(&up(6, Desk::Street)).unwrap();
    assert!(!course.is_overdue(day(9)) && course.is_overdue(day(10)));
    course = course.take(&handled(9)).unwrap();
    assert!(course.is_overdue(day(10)), "the feedback is missing");
    course = course.take(&back(10)).unwrap().take(&done(11)).unwrap();
    assert_eq!((course.due(), course.closed_on()), (None, Some(day(11))));
}

#[test]
fn the_hops_say_how_long_it_lay_where() {
    let steps = [up(4, Desk::Street), handled(9), back(10), done(11)];
    let told: Vec<(Desk, Option<Desk>, bool, i64)> = hops(&registered(""), &steps)
        .unwrap()
        .into_iter()
        .map(|hop| (hop.from.desk, hop.to.map(|seat| seat.desk), hop.back, hop.days))
        .collect();
    assert_eq!(
        told,
        [
            (Desk::Grid, Some(Desk::Street), false, 2),
            (Desk::Street, Some(Desk::Grid), true, 6),
            (Desk::Grid, None, false, 1),
        ]
    );
}

#[test]
fn a_reward_goes_to_somebody_once() {
    let reward = |fen| Step::Rewarded { on: day(12), by: "周安平".into(), fen };
    let nobody = Course::open(&registered("")).unwrap();
    assert_eq!(nobody.take(&reward(50_000)), Err(RuleError::InformantMissing));
    let course = Course::replay(&registered("热心居民"), &[handled(2), done(3)]).unwrap();
    assert!(course.clone().take(&reward(0)).is_err());
    let course = course.take(&reward(50_000)).unwrap();
    assert_eq!(course.rewarded(), Some((day(12), 50_000)));
    assert!(course.take(&reward(1)).is_err());
}
