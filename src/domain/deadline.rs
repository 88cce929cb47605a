//! Deadlines: how a period is counted and where its last day falls.
//!
//! The day of issue is not counted (民法典 第二百零一条). An enterprise's deadline that falls on a day
//! off rolls forward (第二百零三条); an office's reporting day rolls back, because "5日前" has to be
//! met. Printed "于×月×日前" includes the day itself.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::workday::{DayMark, WorkCalendar};

/// Longest period that is counted, in days: ten years stop a slip of the finger, not a rule.
pub const LONGEST: u32 = 3650;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last permitted day.
    pub day: NaiveDate,
    /// Set when the counted day was a day off.
    pub rolled: Option<Rolled>,
    pub counted: Counted,
    /// A year between the start and the end has no published days off: weekends were known, and what is off by law.
    pub unpublished: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rolled {
    pub from: NaiveDate,
    pub why: DayOff,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOff {
    Weekend,
    /// The name of the festival.
    Holiday(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Calendar days.
    Days(u32),
    Workdays(u32),
    /// The day was named.
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineError {
    /// The named day lies before the inspection.
    BeforeInspection,
    /// More than [`LONGEST`] days.
    TooFar,
}

/// `n` calendar days after `issued`. Zero is the day itself, which never rolls: what is ordered for
/// today is due today, Sunday or not.
pub fn by_days(
    calendar: &WorkCalendar,
    issued: NaiveDate,
    n: u32,
) -> Result<Deadline, DeadlineError> {
    if n > LONGEST {
        return Err(DeadlineError::TooFar);
    }
    let last = issued.checked_add_days(Days::new(n.into())).ok_or(DeadlineError::TooFar)?;
    Ok(forward(calendar, issued, last, Counted::Days(n)))
}

/// `n` working days after `issued`.
pub fn by_workdays(
    calendar: &WorkCalendar,
    issued: NaiveDate,
    n: u32,
) -> Result<Deadline, DeadlineError> {
    if n > LONGEST {
        return Err(DeadlineError::TooFar);
    }
    let last = calendar.add_workdays(issued, n);
    Ok(forward(calendar, issued, last, Counted::Workdays(n)))
}

/// A day that was named by the inspector.
pub fn fixed(
    calendar: &WorkCalendar,
    inspected: NaiveDate,
    day: NaiveDate,
) -> Result<Deadline, DeadlineError> {
    let distance = (day - inspected).num_days();
    if distance < 0 {
        return Err(DeadlineError::BeforeInspection);
    }
    if distance > i64::from(LONGEST) {
        return Err(DeadlineError::TooFar);
    }
    Ok(forward(calendar, inspected, day, Counted::Fixed))
}

/// The last working day on or before an office's reporting day.
pub fn office_due(calendar: &WorkCalendar, day: NaiveDate) -> Deadline {
    let why = day_off(calendar, day);
    let due = match why {
        Some(_) => calendar.previous_workday(day),
        None => day,
    };
    Deadline {
        day: due,
        rolled: why.map(|why| Rolled { from: day, why }),
        counted: Counted::Fixed,
        unpublished: unpublished(calendar, due, day),
    }
}

/// The last day on which a recheck is still in time: `grace` working days after the deadline.
pub fn recheck_limit(calendar: &WorkCalendar, deadline: NaiveDate, grace: u32) -> NaiveDate {
    calendar.add_workdays(deadline, grace)
}

fn forward(
    calendar: &WorkCalendar,
    start: NaiveDate,
    last: NaiveDate,
    counted: Counted,
) -> Deadline {
    let why = if last == start { None } else { day_off(calendar, last) };
    let day = match why {
        Some(_) => calendar.next_workday(last),
        None => last,
    };
    Deadline {
        day,
        rolled: why.map(|why| Rolled { from: last, why }),
        counted,
        unpublished: unpublished(calendar, start, day),
    }
}

fn day_off(calendar: &WorkCalendar, day: NaiveDate) -> Option<DayOff> {
    match calendar.mark(day) {
        DayMark::Workday | DayMark::MakeUp(_) => None,
        DayMark::Weekend => Some(DayOff::Weekend),
        DayMark::Holiday(name) => Some(DayOff::Holiday(name)),
    }
}

fn unpublished(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> bool {
    (from.year()..=to.year()).any(|year| !calendar.published(year))
}

#[cfg(test)]
mod tests {
    use super::{
        super::workday::sample::{calendar_2026, day},
        *,
    };

    #[test]
    fn calendar_days_roll_forward_over_days_off() {
        let calendar = calendar_2026();
        for (issued, n, from, due, festival) in [
            ("2026-02-10", 7, "2026-02-17", "2026-02-24", "春节"),
            ("2026-09-18", 15, "2026-10-03", "2026-10-08", "国庆节"),
            ("2026-01-16", 30, "2026-02-15", "2026-02-24", "春节"),
        ] {
            let deadline = by_days(&calendar, day(issued), n).expect("counted");
            assert_eq!(
                deadline,
                Deadline {
                    day: day(due),
                    rolled: Some(Rolled { from: day(from), why: DayOff::Holiday(festival.into()) }),
                    counted: Counted::Days(n),
                    unpublished: false,
                },
                "{issued}+{n}"
            );
        }
        let plain = by_days(&calendar, day("2026-11-20"), 7).expect("counted");
        assert_eq!((plain.day, plain.rolled), (day("2026-11-27"), None));
        let weekend = by_days(&calendar, day("2026-11-20"), 1).expect("counted");
        assert_eq!(weekend.day, day("2026-11-23"));
        assert_eq!(weekend.rolled.expect("rolled").why, DayOff::Weekend);
    }

    #[test]
    fn working_days_count_the_make_up_days() {
        let calendar = calendar_2026();
        for (issued, n, due) in [
            ("2026-02-13", 3, "2026-02-25"),
            ("2026-09-18", 10, "2026-10-09"),
            ("2026-04-30", 3, "2026-05-08"),
            ("2025-12-30", 5, "2026-01-07"),
            ("2026-01-02", 2, "2026-01-05"),
        ] {
            let deadline = by_workdays(&calendar, day(issued), n).expect("counted");
            assert_eq!(
                (deadline.day, deadline.rolled, deadline.unpublished),
                (day(due), None, false),
                "{issued}+{n}"
            );
        }
    }

    #[test]
    fn reporting_days_of_2026_roll_back() {
        let calendar = calendar_2026();
        let mut moved: Vec<(u32, NaiveDate)> = Vec::new();
        for of_month in [5, 20, 25, 28] {
            for month in 1..=12 {
                let wanted = NaiveDate::from_ymd_opt(2026, month, of_month).expect("a day");
                let due = office_due(&calendar, wanted);
                assert!(due.day <= wanted && calendar.is_workday(due.day), "{wanted}");
                assert_eq!(due.rolled.is_some(), due.day != wanted, "{wanted}");
                if due.day != wanted {
                    moved.push((of_month, due.day));
                }
            }
        }
        let listed: Vec<(u32, NaiveDate)> = [
            (5, "2026-04-03 2026-04-30 2026-07-03 2026-09-04 2026-09-30 2026-12-04"),
            (20, "2026-02-14 2026-06-18 2026-12-18"),
            (25, "2026-01-23 2026-04-24 2026-07-24 2026-09-24 2026-10-23"),
            (28, "2026-03-27 2026-06-26 2026-11-27"),
        ]
        .into_iter()
        .flat_map(|(of_month, days)| days.split(' ').map(move |text| (of_month, day(text))))
        .collect();
        assert_eq!(moved, listed);
    }

    #[test]
    fn a_named_day_rolls_and_may_not_lie_before_the_inspection() {
        let calendar = calendar_2026();
        let inspected = day("2026-09-30");
        assert_eq!(
            fixed(&calendar, inspected, day("2026-09-29")),
            Err(DeadlineError::BeforeInspection)
        );
        assert_eq!(fixed(&calendar, inspected, day("2126-09-29")), Err(DeadlineError::TooFar));
        let rolled = fixed(&calendar, inspected, day("2026-10-05")).expect("a deadline");
        assert_eq!(rolled.day, day("2026-10-08"));
        // An order for the very day stays on it.
        let sunday = day("2026-11-22");
        assert_eq!(by_days(&calendar, sunday, 0).map(|due| due.day), Ok(sunday));
        assert_eq!(by_days(&calendar, sunday, u32::MAX), Err(DeadlineError::TooFar));
    }

    #[test]
    fn a_deadline_in_an_unpublished_year_says_so() {
        let calendar = calendar_2026();
        let deadline = by_days(&calendar, day("2026-12-20"), 15).expect("counted");
        assert_eq!(deadline.day, day("2027-01-04"));
        assert!(deadline.unpublished);
    }

    #[test]
    fn a_recheck_has_three_working_days() {
        let calendar = calendar_2026();
        for (deadline, limit) in [("2026-11-20", "2026-11-25"), ("2026-02-13", "2026-02-25")] {
            assert_eq!(recheck_limit(&calendar, day(deadline), 3), day(limit));
        }
    }
}
