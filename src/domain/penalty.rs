//! Penalties that lead to a request for closure: 一百八十日内三次或者一年内四次受到行政处罚 (安全生产法 第一百一十三条第一项,
//! which also asks that a major hazard exists: whoever wires this looks at that beside it).
//!
//! Counted from the first penalty of a group: its day is not counted (民法典 第二百零一条), so that the third of
//! three is in time up to the 180th day after the first, and the fourth of four up to the same day of the
//! next year (or that month's last day).

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

/// Days within which three penalties count together.
pub const DAYS: u64 = 180;

/// Which of the two counts is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// 180日内3次
    #[serde(rename = "three_in_180_days")]
    ThreeIn180Days,
    /// 一年内4次
    FourInAYear,
}

/// The penalties that together reach a count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    pub reached: Reached,
    /// In order, the one that reached it last.
    pub days: Vec<NaiveDate>,
}

/// What the penalties up to a day come to: the group that was reached last; of two reached by the same
/// penalty, the shorter period. Penalties after `on` do not count; two on one day are two.
pub fn flag(penalties: &[NaiveDate], on: NaiveDate) -> Option<Flag> {
    let mut days: Vec<NaiveDate> = penalties.iter().copied().filter(|day| *day <= on).collect();
    days.sort_unstable();
    let three = last_group(&days, 3, |first| first.checked_add_days(Days::new(DAYS)));
    let four = last_group(&days, 4, |first| first.checked_add_months(Months::new(12)));
    let flag = |reached, days: &[NaiveDate]| Flag { reached, days: days.to_vec() };
    match (three, four) {
        (Some(three), Some(four)) if four.last() > three.last() => {
            Some(flag(Reached::FourInAYear, four))
        }
        (Some(three), _) => Some(flag(Reached::ThreeIn180Days, three)),
        (None, Some(four)) => Some(flag(Reached::FourInAYear, four)),
        (None, None) => None,
    }
}

/// The last `count` days in a row of which the first reaches to the last.
fn last_group(
    days: &[NaiveDate],
    count: usize,
    end: impl Fn(NaiveDate) -> Option<NaiveDate>,
) -> Option<&[NaiveDate]> {
    days.windows(count).rev().find(|group| match group {
        [first, .., last] => end(*first).is_some_and(|end| last <= &end),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn three_in_180_days_or_four_in_a_year() {
        use Reached::{FourInAYear, ThreeIn180Days};
        for (penalties, on, reached) in [
            (&[][..], "2026-11-20", None),
            (&["2026-01-01", "2026-02-01"], "2026-11-20", None),
            // The 180th day after 1 January 2026 is 30 June.
            (&["2026-01-01", "2026-02-01", "2026-06-30"], "2026-11-20", Some(ThreeIn180Days)),
            (&["2026-01-01", "2026-02-01", "2026-07-01"], "2026-11-20", None),
            // Not before the third is there.
            (&["2026-01-01", "2026-02-01", "2026-06-30"], "2026-06-29", None),
            (&["2026-05-06", "2026-05-06", "2026-05-06"], "2026-05-06", Some(ThreeIn180Days)),
            // Four up to the same day of the next year.
            (
                &["2025-03-01", "2025-08-29", "2025-09-10", "2026-03-01"],
                "2026-03-01",
                Some(FourInAYear),
            ),
            (&["2025-03-01", "2025-08-29", "2025-09-10", "2026-03-02"], "2026-03-02", None),
            // In a leap year the last day of February stands for the 29th.
            (
                &["2024-02-29", "2024-08-28", "2024-09-10", "2025-02-28"],
                "2025-03-01",
                Some(FourInAYear),
            ),
            (&["2024-02-29", "2024-08-28", "2024-09-10", "2025-03-01"], "2025-03-01", None),
            // Entered out of order.
            (&["2026-06-30", "2026-01-01", "2026-02-01"], "2026-11-20", Some(ThreeIn180Days)),
        ] {
            let days: Vec<NaiveDate> = penalties.iter().map(|text| day(text)).collect();
            let got = flag(&days, day(on));
            assert_eq!(got.map(|flag| flag.reached), reached, "{penalties:?} on {on}");
        }
    }

    #[test]
    fn the_group_that_was_reached_last_is_named() {
        let days = ["2025-01-01", "2025-02-01", "2025-03-01", "2026-01-01", "2026-02-01"].map(day);
        let got = flag(&days, day("2026-11-20")).unwrap();
        // February 2025 to February 2026 holds four; the three of early 2025 were before.
        assert_eq!((got.reached, got.days), (Reached::FourInAYear, days[1..].to_vec()));
    }
}
