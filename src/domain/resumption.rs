//! What stands in the way of 复产复工: a stop that was ordered and not yet followed by a passed recheck (of a
//! major hazard: its acceptance). 16号令: what was stopped for treatment is examined on the spot when the
//! premises asks to resume; only what passes is struck off, the rest stays stopped. Whoever agrees before
//! that is called to account (S0 §四.1(5)).

use super::{
    grade::{Disposal, Grade},
    hazard::{Course, StateKind},
};

/// Whether a hazard ordered its premises to stop: by the notice (停业整改), or at once (停业、停用、撤人).
pub fn is_stop(disposal: Disposal, course: &Course) -> bool {
    disposal == Disposal::Suspend || course.stopped_on().is_some()
}

/// Whether a hazard still forbids its premises to work.
pub fn forbids(disposal: Disposal, course: &Course) -> bool {
    let accepted = course.report().is_some_and(|report| report.accepted().is_some());
    is_stop(disposal, course)
        && match course.kind() {
            StateKind::Closed | StateKind::Withdrawn => false,
            StateKind::Passed => match course.grade() {
                Grade::General => false,
                Grade::Major => !accepted,
                // Nobody has told yet whether it needs an acceptance.
                Grade::Unsure => true,
            },
            StateKind::Found | StateKind::Ordered | StateKind::Refused | StateKind::Reported => {
                true
            }
        }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{
        hazard::{Recipient, Step},
        id::Id,
        time_of_day::TimeOfDay,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_stop_forbids_until_its_recheck_has_passed() {
        let ordered = Step::Ordered {
            on: day("2026-11-02"),
            notice: Id([1; 16]),
            deadline: day("2026-11-09"),
        };
        let failed = Step::Failed {
            on: day("2026-11-09"),
            deadline: day("2026-11-12"),
            note: String::new(),
        };
        let reported =
            Step::Reported {
                on: day("2026-11-10"), to: Recipient::Street, reason: "停业".into()
            };
        let passed =
            Step::Passed {
                on: day("2026-11-12"), acceptor: "林安全".into(), note: String::new()
            };
        let closed = Step::Closed { on: day("2026-11-12") };
        let withdrawn = Step::Withdrawn { on: day("2026-11-12"), by: Id([2; 16]) };
        let general = |steps: &[&Step]| {
            let steps = steps.iter().copied();
            Course::replay(day("2026-11-02"), Grade::General, steps).unwrap()
        };
        for (disposal, course, expected) in [
            (Disposal::Suspend, general(&[&ordered]), true),
            (Disposal::Suspend, general(&[&ordered, &failed]), true),
            (Disposal::Suspend, general(&[&ordered, &reported]), true),
            (Disposal::Suspend, general(&[&ordered, &passed]), false),
            (Disposal::Suspend, general(&[&ordered, &passed, &closed]), false),
            (Disposal::Suspend, general(&[&ordered, &withdrawn]), false),
            (Disposal::ByDeadline, general(&[&ordered]), false),
        ] {
            assert_eq!(forbids(disposal, &course), expected, "{disposal:?} {course:?}");
        }
        // What may be or is major waits for its grade or its acceptance.
        for grade in [Grade::Unsure, Grade::Major] {
            let course = Course::replay(day("2026-11-02"), grade, [&ordered, &passed]).unwrap();
            assert!(forbids(Disposal::Suspend, &course), "{grade:?}");
        }
    }

    #[test]
    fn a_stop_at_once_forbids_whatever_the_notice_ordered() {
        let steps = [
            Step::Ordered {
                on: day("2026-11-02"),
                notice: Id([1; 16]),
                deadline: day("2026-11-09"),
            },
            Step::Stopped {
                on: day("2026-11-02"),
                at: TimeOfDay::read("9:30").unwrap(),
                by: "陈一鸣".into(),
                measures: "撤出作业人员".into(),
            },
        ];
        let course = Course::replay(day("2026-11-02"), Grade::Major, &steps).unwrap();
        assert!(forbids(Disposal::ByDeadline, &course));
    }
}
