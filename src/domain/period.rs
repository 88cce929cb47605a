//! Weeks and months as the desk counts them: a week runs from Monday to Sunday (ISO 8601).

use chrono::{Datelike, Days, NaiveDate};

/// Monday and Sunday of the week of a day.
pub fn week_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = day - Days::new(day.weekday().num_days_from_monday().into());
    (monday, monday + Days::new(6))
}

/// First and last day of the month of a day.
pub fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, next_month(first) - Days::new(1))
}

/// The stretch of days that a report speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    Week,
    #[default]
    Month,
    Quarter,
    Year,
}

impl Span {
    pub const ALL: [Span; 4] = [Span::Week, Span::Month, Span::Quarter, Span::Year];

    pub fn code(self) -> &'static str {
        match self {
            Span::Week => "week",
            Span::Month => "month",
            Span::Quarter => "quarter",
            Span::Year => "year",
        }
    }

    /// First and last day of the stretch that a day lies in.
    pub fn of(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first_of = |month| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            Span::Week => week_of(day),
            Span::Month => month_of(day),
            Span::Quarter => {
                let first = first_of(day.month0() / 3 * 3 + 1);
                (first, month_of(first_of(first.month() + 2)).1)
            }
            Span::Year => (first_of(1), month_of(first_of(12)).1),
        }
    }
}

/// The first day of the month after.
pub fn next_month(day: NaiveDate) -> NaiveDate {
    let (year, month) =
        if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day)
}

/// The first day of the month before.
pub fn previous_month(day: NaiveDate) -> NaiveDate {
    let (first, _) = month_of(day);
    month_of(first - Days::new(1)).0
}

/// `2026-W47`
pub fn week_name(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_and_months_meet_at_their_ends() {
        assert_eq!(week_of(day("2026-11-22")), (day("2026-11-16"), day("2026-11-22")));
        assert_eq!(week_of(day("2027-01-01")), (day("2026-12-28"), day("2027-01-03")));
        assert_eq!(week_name(day("2027-01-01")), "2026-W53");
        assert_eq!(month_of(day("2028-02-29")), (day("2028-02-01"), day("2028-02-29")));
        assert_eq!(month_of(day("2026-12-31")), (day("2026-12-01"), day("2026-12-31")));
        assert_eq!(previous_month(day("2026-01-15")), day("2025-12-01"));
    }

    #[test]
    fn a_stretch_holds_the_day_it_is_asked_for() {
        for (span, of, from, to) in [
            (Span::Week, "2026-11-22", "2026-11-16", "2026-11-22"),
            (Span::Month, "2028-02-10", "2028-02-01", "2028-02-29"),
            (Span::Quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
            (Span::Quarter, "2026-06-30", "2026-04-01", "2026-06-30"),
            (Span::Quarter, "2026-11-20", "2026-10-01", "2026-12-31"),
            (Span::Year, "2026-11-20", "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(span.of(day(of)), (day(from), day(to)), "{span:?} {of}");
        }
    }
}
