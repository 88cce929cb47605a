//! What the figures of hazards say about the situation (S0 §一.1(2): 经常分析本网格安全生产形势; S2 制度二).

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use super::{period::month_of, share::share};

/// Hazards counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Found, those of corrected inspections left out.
    pub found: i64,
    /// Of these, closed by now.
    pub closed: i64,
    /// Of these, graded 重大 now.
    pub major: i64,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.found += other.found;
        self.closed += other.closed;
        self.major += other.major;
    }

    pub fn take_off(&mut self, other: Tally) {
        self.found -= other.found;
        self.closed -= other.closed;
        self.major -= other.major;
    }

    pub fn open(self) -> i64 {
        self.found - self.closed
    }

    /// 整改率 in tenths of a percent; 100 % says that nothing is open. `None` when nothing was found.
    pub fn rate(self) -> Option<i64> {
        share(self.closed, self.found, 1000)
    }
}

/// The days of a month, first and last, both counted.
pub type Days = (NaiveDate, NaiveDate);

/// So many calendar months up to the one of a day, the oldest first; the last ends on the day.
pub fn months(until: NaiveDate, count: u32) -> Vec<Days> {
    let (first, _) = month_of(until);
    (0..count)
        .rev()
        .filter_map(|back| first.checked_sub_months(Months::new(back)))
        .map(|first| {
            let (first, last) = month_of(first);
            (first, last.min(until))
        })
        .collect()
}

/// Where in `months` a day lies.
pub fn place(months: &[Days], day: NaiveDate) -> Option<usize> {
    let first = months.first()?.0;
    let at = (day.year() - first.year()) * 12 + day.month0() as i32 - first.month0() as i32;
    let at = usize::try_from(at).ok()?;
    months.get(at).filter(|(from, to)| (*from..=*to).contains(&day)).map(|_| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn twelve_months_end_today() {
        let months = months(day("2026-02-10"), 12);
        assert_eq!(months.len(), 12);
        assert_eq!(months[0], (day("2025-03-01"), day("2025-03-31")));
        assert_eq!(months[10], (day("2026-01-01"), day("2026-01-31")));
        assert_eq!(months[11], (day("2026-02-01"), day("2026-02-10")));
        for (text, expected) in [
            ("2025-02-28", None),
            ("2025-03-01", Some(0)),
            ("2025-12-31", Some(9)),
            ("2026-01-01", Some(10)),
            ("2026-02-10", Some(11)),
            ("2026-02-11", None),
            ("2026-03-01", None),
        ] {
            assert_eq!(place(&months, day(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_rate_is_whole_only_when_nothing_is_open() {
        for (found, closed, expected) in [
            (0, 0, None),
            (3, 0, Some(0)),
            (3, 2, Some(667)),
            (1000, 999, Some(999)),
            (10_001, 10_000, Some(999)),
            (7, 7, Some(1000)),
        ] {
            assert_eq!(Tally { found, closed, major: 0 }.rate(), expected, "{closed} of {found}");
        }
    }
}
