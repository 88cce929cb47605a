//! Weeks and months as the desk counts them: a week runs from Monday to Sunday (ISO 8601).

use chrono::{Datelike, Days, NaiveDate};

/// The first day of days that have no beginning: what stands was entered at some time before.
pub const BEGINNING: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

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

/// `2026-10`, `2026-Q4`, `2026`, `2026-W47`; other stretches by their two days, `2026-10-01/2026-10-15`.
pub fn stretch_name(from: NaiveDate, to: NaiveDate) -> String {
    let is = |span: Span| span.of(from) == (from, to);
    if is(Span::Month) {
        format!("{}-{:02}", from.year(), from.month())
    } else if is(Span::Quarter) {
        format!("{}-Q{}", from.year(), from.month0() / 3 + 1)
    } else if is(Span::Year) {
        from.year().to_string()
    } else if is(Span::Week) {
        week_name(from)
    } else {
        format!("{from}/{to}")
    }
}

/// First and last day of a stretch as [`stretch_name`] writes it; weeks and single days are read elsewhere.
pub fn read_stretch(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    let first = |year: &str, month: u32| {
        let year = year.parse().ok().filter(|year| (1949..=2199).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, 1)
    };
    if let Some((from, to)) = text.split_once('/') {
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        return (from <= to).then_some((from, to));
    }
    let Some((year, rest)) = text.split_once('-') else {
        return Some(Span::Year.of(first(text, 1)?));
    };
    if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
        let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Some(Span::Quarter.of(first(year, quarter * 3)?));
    }
    let month = rest.parse().ok().filter(|_| rest.len() <= 2)?;
    Some(Span::Month.of(first(year, month)?))
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

    #[test]
    fn a_stretch_is_read_as_it_is_written() {
        for (name, from, to) in [
            ("2026-10", "2026-10-01", "2026-10-31"),
            ("2026-Q4", "2026-10-01", "2026-12-31"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-10-01/2026-10-15", "2026-10-01", "2026-10-15"),
        ] {
            assert_eq!(read_stretch(name), Some((day(from), day(to))), "{name}");
            assert_eq!(stretch_name(day(from), day(to)), name);
        }
        assert_eq!(stretch_name(day("2026-11-16"), day("2026-11-22")), "2026-W47");
        for bad in
            ["", "2026-13", "2026-Q5", "26", "2026-W47", "2026-10-01", "2026-10-15/2026-10-01"]
        {
            assert_eq!(read_stretch(bad), None, "{bad}");
        }
    }
}
