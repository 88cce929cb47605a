//! A month as a grid, Monday first: which cell a day lies in, and which day lies above, below and beside.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    domain::period,
    tui::keys::{Code, Key},
};

/// The Monday that the first row begins with, and how many weeks the month touches (4 to 6).
pub fn weeks(of: NaiveDate) -> (NaiveDate, u16) {
    let (first, last) = period::month_of(of);
    let (monday, _) = period::week_of(first);
    let days = (last - monday).num_days() + 1;
    (monday, (days as u16).div_ceil(7))
}

/// Column (Monday is 0) and row of a day in the grid of a month.
pub fn place(of: NaiveDate, day: NaiveDate) -> (u16, u16) {
    let (monday, _) = weeks(of);
    let column = day.weekday().num_days_from_monday() as u16;
    (column, ((day - monday).num_days().max(0) / 7) as u16)
}

/// The day that a key leads to; `None` for a key that does not move.
pub fn moved(day: NaiveDate, today: NaiveDate, key: Key) -> Option<NaiveDate> {
    if key.ctrl || key.alt {
        return None;
    }
    match key.code {
        Code::Left => day.checked_sub_days(Days::new(1)),
        Code::Right => day.checked_add_days(Days::new(1)),
        Code::Up => day.checked_sub_days(Days::new(7)),
        Code::Down => day.checked_add_days(Days::new(7)),
        Code::PageUp => day.checked_sub_months(Months::new(1)),
        Code::PageDown => day.checked_add_months(Months::new(1)),
        Code::Home => Some(today),
        _ => None,
    }
    .filter(|day| (1950..=2099).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_has_the_weeks_it_touches() {
        for (month, monday, count) in [
            ("2026-11-23", "2026-10-26", 6),
            ("2026-10-01", "2026-09-28", 5),
            ("2027-02-10", "2027-02-01", 4),
            ("2028-02-29", "2028-01-31", 5),
        ] {
            assert_eq!(weeks(day(month)), (day(monday), count), "{month}");
        }
    }

    #[test]
    fn a_day_lies_under_its_weekday() {
        for (of, place_of, cell) in [
            ("2026-11-23", "2026-11-01", (6, 0)),
            ("2026-11-23", "2026-11-23", (0, 4)),
            ("2026-11-23", "2026-11-30", (0, 5)),
            ("2026-10-08", "2026-10-08", (3, 1)),
        ] {
            assert_eq!(place(day(of), day(place_of)), cell, "{place_of}");
        }
    }

    #[test]
    fn keys_go_by_day_week_and_month() {
        let (from, today) = (day("2026-10-31"), day("2026-11-23"));
        for (code, to) in [
            (Code::Right, Some("2026-11-01")),
            (Code::Down, Some("2026-11-07")),
            (Code::Up, Some("2026-10-24")),
            (Code::PageDown, Some("2026-11-30")),
            (Code::PageUp, Some("2026-09-30")),
            (Code::Home, Some("2026-11-23")),
            (Code::Enter, None),
        ] {
            assert_eq!(moved(from, today, Key::of(code)), to.map(day), "{code:?}");
        }
        assert_eq!(moved(day("2099-12-31"), today, Key::of(Code::Right)), None);
    }
}
