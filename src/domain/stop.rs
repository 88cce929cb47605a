//! What a major hazard owes on its road beside its signatures: work stopped, equipment taken out of use, people
//! brought away, at once and with the time (S0 §一.1(3), §一.2(3), §一.3(5); INS-09).
//!
//! Asked when a step is entered; the fold of what is kept knows nothing of it.

use super::{
    grade::{Disposal, Grade},
    hazard::Course,
    major::{Advance, StageKind},
    rule::RuleError,
};

/// Whether its stop with the time is still to be entered: the notice orders it (停业整改), or its report says
/// that work must stop, in part or wholly (`reported`).
pub fn is_owed(disposal: Disposal, reported: bool, course: &Course) -> bool {
    let ordered = disposal == Disposal::Suspend || reported;
    course.grade() == Grade::Major
        && course.kind().is_open()
        && ordered
        && course.stopped_on().is_none()
        && course.report_kind() < Some(StageKind::Accepted)
}

/// No step of the report is signed before the stop is entered; how the work goes on may be noted.
pub fn check(
    to: Advance,
    disposal: Disposal,
    reported: bool,
    course: &Course,
) -> Result<(), RuleError> {
    if to != Advance::Progress && is_owed(disposal, reported, course) {
        return Err(RuleError::StopOwed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{hazard::Step, major::Measures, time_of_day::TimeOfDay};

    #[test]
    fn the_stop_is_owed_until_it_is_entered() {
        let on = "2026-11-02".parse().unwrap();
        let found = Course::found(on, Grade::Major);
        let filled = Step::MajorFilled {
            on,
            by: "陈一鸣".into(),
            fields: Default::default(),
            measures: Measures::default(),
        };
        let stop = Step::Stopped {
            on,
            at: TimeOfDay::read("10:30").unwrap(),
            by: "陈一鸣".into(),
            measures: "停用夹层".into(),
        };
        let ordered = Step::Ordered { on, notice: crate::domain::id::Id([1; 16]), deadline: on };
        let found = found.take(&ordered).unwrap();
        let filled = found.clone().take(&filled).unwrap();
        let stopped = filled.clone().take(&stop).unwrap();
        use Disposal::{ByDeadline, Suspend};
        for (what, course, disposal, reported, owed) in [
            ("not filled in yet", &found, Suspend, false, true),
            ("ordered by the notice", &filled, Suspend, false, true),
            ("said by the report", &filled, ByDeadline, true, true),
            ("nothing is to be stopped", &filled, ByDeadline, false, false),
            ("entered", &stopped, Suspend, true, false),
        ] {
            assert_eq!(is_owed(disposal, reported, course), owed, "{what}");
            let expected = if owed { Err(RuleError::StopOwed) } else { Ok(()) };
            assert_eq!(check(Advance::Verified, disposal, reported, course), expected, "{what}");
            assert_eq!(check(Advance::Progress, disposal, reported, course), Ok(()), "{what}");
        }
        assert!(!is_owed(Suspend, true, &Course::found(on, Grade::General)));
    }
}
