//! The week of a grid in figures, as the weekly meeting looks at it (S0 §一.2(1): 掌握各小网格动态).

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    grade::Grade,
    hazard::{Course, StateKind},
    period,
    premises::{Premises, Status},
};

/// The days that a review speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Monday.
    pub from: NaiveDate,
    /// Sunday.
    pub to: NaiveDate,
    /// The day at whose end its standing figures are taken: Sunday, or today where the week still runs.
    pub end: NaiveDate,
}

impl Week {
    /// The week of a day; `None` while it lies ahead.
    pub fn of(day: NaiveDate, today: NaiveDate) -> Option<Week> {
        let (from, to) = period::week_of(day);
        (from <= today).then_some(Week { from, to, end: to.min(today) })
    }

    pub fn before(self) -> Week {
        let to = self.from.pred_opt().unwrap_or(self.from);
        let (from, _) = period::week_of(to);
        Week { from, to, end: to }
    }

    pub fn holds(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What is counted of a grid in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// On the register at the week's end, those moved out left out.
    pub premises: i64,
    pub key_premises: i64,
    /// Key premises in operation at the week's end: each is to be seen once (INS-01).
    pub key_required: i64,
    /// Those of them that somebody saw in the week.
    pub key_inspected: i64,
    /// Inspections of the week, without those that a later one corrects.
    pub inspections: i64,
    /// Hazards of these inspections.
    pub found: i64,
    /// Closed in the week and not reopened in it.
    pub closed: i64,
    /// Past their deadline and open at the week's end.
    pub overdue: i64,
    /// Hazards whose deadline was moved in the week, each once.
    pub extended: i64,
    /// Hazards refused (拒不整改) in the week, each once.
    pub refused: i64,
    /// Major hazards open at the week's end.
    pub major_open: i64,
    /// Notices of the week without a signed scan at its end.
    pub unsigned: i64,
    /// Hazards of the week that have come back (回潮, REG-10).
    pub recurring: i64,
}

/// A figure of the board that has rows behind it besides the register's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    Inspections,
    Found,
    Closed,
    Overdue,
    Extended,
    Refused,
    MajorOpen,
    Unsigned,
    Recurring,
}

impl Figure {
    pub const ALL: [Figure; 9] = [
        Figure::Inspections,
        Figure::Found,
        Figure::Closed,
        Figure::Overdue,
        Figure::Extended,
        Figure::Refused,
        Figure::MajorOpen,
        Figure::Unsigned,
        Figure::Recurring,
    ];

    pub fn of(self, counts: &Counts) -> i64 {
        match self {
            Figure::Inspections => counts.inspections,
            Figure::Found => counts.found,
            Figure::Closed => counts.closed,
            Figure::Overdue => counts.overdue,
            Figure::Extended => counts.extended,
            Figure::Refused => counts.refused,
            Figure::MajorOpen => counts.major_open,
            Figure::Unsigned => counts.unsigned,
            Figure::Recurring => counts.recurring,
        }
    }
}

/// As much of a hazard on some day as the board counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    pub kind: StateKind,
    pub grade: Grade,
    pub deadline: Option<NaiveDate>,
    /// Of a closed one alone.
    pub closed_on: Option<NaiveDate>,
}

impl From<&Course> for Stand {
    fn from(course: &Course) -> Stand {
        Stand {
            kind: course.kind(),
            grade: course.grade(),
            deadline: course.deadline(),
            closed_on: course.closed_on(),
        }
    }
}

impl Stand {
    /// Past its deadline on a day and not yet rechecked as 合格.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.kind.runs() && self.deadline.is_some_and(|deadline| deadline < day)
    }
}

impl Counts {
    /// Each count, in the order of the board.
    fn each(&mut self) -> [&mut i64; 13] {
        [
            &mut self.premises,
            &mut self.key_premises,
            &mut self.key_required,
            &mut self.key_inspected,
            &mut self.inspections,
            &mut self.found,
            &mut self.closed,
            &mut self.overdue,
            &mut self.extended,
            &mut self.refused,
            &mut self.major_open,
            &mut self.unsigned,
            &mut self.recurring,
        ]
    }

    /// Adds the counts of something, or with −1 takes them off again.
    pub fn add(&mut self, mut other: Counts, sign: i64) {
        for (own, others) in self.each().into_iter().zip(other.each()) {
            *own += sign * *others;
        }
    }

    /// What a hazard adds to the standing figures of a week, as it stood at the week's end.
    pub fn of_hazard(stand: &Stand, found_on: NaiveDate, week: Week) -> Counts {
        let is = |yes: bool| i64::from(yes && found_on <= week.end);
        Counts {
            found: is(week.holds(found_on) && stand.kind != StateKind::Withdrawn),
            closed: is(stand.closed_on.is_some_and(|on| week.holds(on))),
            overdue: is(stand.is_overdue(week.end)),
            major_open: is(stand.grade == Grade::Major && stand.kind.is_open()),
            ..Counts::default()
        }
    }

    /// What an entry of the register adds, whether or not anybody was there.
    pub fn of_premises(entry: &Premises) -> Counts {
        let here = entry.status != Status::MovedOut;
        Counts {
            premises: i64::from(here),
            key_premises: i64::from(here && entry.key),
            ..Counts::default()
        }
    }
}

/// Whether the weekly round of the key premises has to reach it.
pub fn is_required(entry: &Premises) -> bool {
    entry.key && entry.is_patrolled()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{hazard::Step, id::Id};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_ends_on_sunday_or_today() {
        let today = day("2026-11-18");
        let week = Week::of(day("2026-11-16"), today).unwrap();
        assert_eq!((week.from, week.to, week.end), (day("2026-11-16"), day("2026-11-22"), today));
        let before = week.before();
        assert_eq!((before.from, before.to), (day("2026-11-09"), day("2026-11-15")));
        assert_eq!(before.end, before.to);
        assert_eq!(Week::of(day("2026-11-23"), today), None);
        // Over the turn of a year.
        let first = Week::of(day("2027-01-01"), day("2027-01-02")).unwrap();
        assert_eq!((first.from, first.end), (day("2026-12-28"), day("2027-01-02")));
    }

    /// `found`, `closed`, `overdue`, `major_open` of a hazard found on Monday the 9th with a deadline on Friday
    /// the 13th, rechecked and closed as said.
    #[test]
    fn a_hazard_counts_in_the_week_that_it_stood_in() {
        let notice = Id([0; 16]);
        let ordered = Step::Ordered { on: day("2026-11-09"), notice, deadline: day("2026-11-13") };
        let passed =
            Step::Passed { on: day("2026-11-17"), acceptor: "吴九".into(), note: String::new() };
        let closed = Step::Closed { on: day("2026-11-17") };
        let course = |steps: &[&Step]| {
            Course::replay(day("2026-11-09"), Grade::General, steps.iter().copied()).unwrap()
        };
        let weeks = |today: &str| {
            let week = Week::of(day(today), day(today)).unwrap();
            (week, week.before())
        };
        let figures = |course: &Course, week: Week| {
            let counts = Counts::of_hazard(&Stand::from(course), day("2026-11-09"), week);
            (counts.found, counts.closed, counts.overdue, counts.major_open)
        };
        let open = course(&[&ordered]);
        let done = course(&[&ordered, &passed, &closed]);
        let (week, before) = weeks("2026-11-18");
        for (course, week, expected) in [
            (&open, before, (1, 0, 1, 0)),
            (&open, week, (0, 0, 1, 0)),
            (&done, week, (0, 1, 0, 0)),
            // On the day of the deadline it is in time.
            (&open, weeks("2026-11-13").0, (1, 0, 0, 0)),
            (&open, weeks("2026-11-14").0, (1, 0, 1, 0)),
            // Before it was found there was nothing.
            (&open, weeks("2026-11-08").0, (0, 0, 0, 0)),
        ] {
            assert_eq!(figures(course, week), expected, "{week:?}");
        }
    }
}
