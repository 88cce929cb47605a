//! The days that are not held against somebody (YT-1, YT-5): registered leave, and days on which one may not inspect.

use chrono::{Days, NaiveDate};

use crate::domain::{staff::is_near, unit::UnitPath, workday::WorkCalendar};

/// Leave of somebody of a place, or what keeps one from inspecting there, from a day to a day (both count).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    pub name: String,
    pub at: UnitPath,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The days of one person that are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Away(Vec<(NaiveDate, NaiveDate)>);

impl Away {
    /// Of who is called so at a place.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Leave>, name: &str, at: &UnitPath) -> Away {
        let own = all.into_iter().filter(|leave| leave.name == name && is_near(&leave.at, at));
        Away(own.map(|leave| (leave.from, leave.to)).collect())
    }

    /// Whether any of these days is one of them.
    pub fn any(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.0.iter().any(|(first, last)| *first <= to && from <= *last)
    }

    pub fn on(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// Whether more working days of these were leave than not.
    pub fn mostly(&self, calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> bool {
        let worked = from.iter_days().take_while(|day| *day <= to);
        let (away, there): (Vec<NaiveDate>, Vec<NaiveDate>) =
            worked.filter(|day| calendar.is_workday(*day)).partition(|day| self.on(*day));
        away.len() > there.len()
    }

    /// The last day in time of what is due on a day: a due day on leave waits for the first working day after it.
    pub fn due(&self, calendar: &WorkCalendar, due: NaiveDate) -> NaiveDate {
        let back = |day: &NaiveDate| calendar.is_workday(*day) && !self.on(*day);
        match self.on(due) {
            true => due.iter_days().take(366).find(back).unwrap_or(due),
            false => due,
        }
    }

    /// The `n`th working day after a day on which the person was there; `None` where that is more than a year ahead.
    pub fn nth_there(&self, calendar: &WorkCalendar, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let after = (day + Days::new(1)).iter_days().take(366);
        let mut there = after.filter(|day| calendar.is_workday(*day) && !self.on(*day));
        there.nth((n as usize).checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workday::sample::calendar_2026;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    /// `from to` with a comma between.
    fn away(text: &str) -> Away {
        let at = UnitPath::parse("3505/03/008/006").unwrap();
        let leave = |part: &str| {
            let (from, to) = part.split_once(' ').unwrap();
            let name = "吴志强".to_owned();
            Leave { name, at: at.clone(), from: day(from), to: day(to) }
        };
        let all: Vec<Leave> = text.split(',').filter(|part| !part.is_empty()).map(leave).collect();
        let other = Away::of(&all, "陈一鸣", &at);
        let elsewhere = UnitPath::parse("3505/03/008/007").unwrap();
        assert_eq!(
            [other, Away::of(&all, "吴志强", &elsewhere)],
            [Away::default(), Away::default()]
        );
        Away::of(&all, "吴志强", &UnitPath::parse("3505/03/008/006/01").unwrap())
    }

    #[test]
    fn days_of_leave_are_not_counted() {
        let calendar = calendar_2026();
        for (leave, last, expected) in [
            ("", "11-09", "11-16"),
            ("11-21 12-11", "11-20", "12-18"),
            ("11-21 12-11", "11-17", "12-15"),
            ("11-10 11-10,11-12 11-12", "11-09", "11-18"),
            ("11-14 11-15", "11-09", "11-16"),
            ("10-01 10-08", "09-30", "10-14"),
        ] {
            let nth = away(leave).nth_there(&calendar, day(last), 5);
            assert_eq!(nth, Some(day(expected)), "{leave} after {last}");
        }
        assert_eq!(away("01-01 12-31").nth_there(&calendar, day("01-01"), 300), None);
    }

    #[test]
    fn a_round_is_not_told_of_who_was_mostly_away() {
        let calendar = calendar_2026();
        for (leave, mostly) in [
            ("", false),
            ("11-23 11-24", false),
            ("11-23 11-25", true),
            ("11-21 12-11", true),
            // The weekend is nobody's.
            ("11-26 11-29", false),
            ("11-16 11-22", false),
        ] {
            let away = away(leave);
            assert_eq!(away.mostly(&calendar, day("11-23"), day("11-29")), mostly, "{leave}");
        }
    }

    #[test]
    fn what_is_due_on_leave_waits_for_the_return() {
        let calendar = calendar_2026();
        for (leave, due, expected) in [
            ("", "11-25", "11-25"),
            ("11-21 12-11", "11-20", "11-20"),
            ("11-21 12-11", "11-25", "12-14"),
            ("11-25 11-25", "11-25", "11-26"),
            ("11-25 11-25,11-26 11-27", "11-25", "11-30"),
        ] {
            assert_eq!(away(leave).due(&calendar, day(due)), day(expected), "{leave} {due}");
        }
    }
}
