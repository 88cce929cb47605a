//! 回潮: the same item of the same checklist at the same premises is found again within twelve months of its
//! 销号 (REG-10; S0 §三.1(3) 隐患容易“回潮”). Beside it stands what comes again across a street: the same item, found
//! at other premises within these months.

use chrono::{Months, NaiveDate};

use super::id::Id;

/// Months after a closure within which the item counts as back.
pub const MONTHS: u32 = 12;
/// Other premises up to which they are counted; beyond, there are more.
pub const COUNTED: u32 = 99;

/// From when on an item counts as common across a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Other premises, at the least.
    pub premises: u32,
    /// Of the premises that were inspected in these months, more than so many percent.
    pub percent: u32,
}

impl Share {
    /// The other premises that it takes where so many were inspected.
    pub fn of(self, inspected: u32) -> u32 {
        let share = u64::from(inspected) * u64::from(self.percent) / 100 + 1;
        self.premises.max(share.try_into().unwrap_or(u32::MAX))
    }
}

/// An item of a checklist that was closed at a premises.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    pub hazard: Id,
    pub item: String,
    pub on: NaiveDate,
}

/// Whether what was closed on a day and found on another counts as back. The day of closing counts; the
/// last day is the same day of the month a year later, or that month's last.
pub fn is_back(closed: NaiveDate, found: NaiveDate) -> bool {
    closed <= found
        && closed.checked_add_months(Months::new(MONTHS)).is_some_and(|end| found <= end)
}

/// The first day of the twelve months that end on a day.
pub fn since(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(Months::new(MONTHS)).unwrap_or(NaiveDate::MIN)
}

/// Whether what was found on a day is looked at on another for what comes again across the street.
pub fn is_recent(found: NaiveDate, today: NaiveDate) -> bool {
    since(today) <= found && found <= today
}

/// The other premises of all at which an item was found, the asker's own among them or not.
pub fn elsewhere(premises: u32, own: bool) -> u32 {
    premises.saturating_sub(u32::from(own)).min(COUNTED + 1)
}

/// The latest closure of the item that makes a hazard found on a day a recurrence.
pub fn of<'a>(item: &str, found: NaiveDate, closed: &'a [Closed]) -> Option<&'a Closed> {
    closed
        .iter()
        .filter(|before| before.item == item && is_back(before.on, found))
        .max_by_key(|before| (before.on, before.hazard))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn twelve_months_from_the_closure() {
        for (closed, found, back) in [
            ("2026-11-20", "2026-11-19", false),
            ("2026-11-20", "2026-11-20", true),
            ("2025-11-20", "2026-11-20", true),
            ("2025-11-19", "2026-11-20", false),
            // 29 February has no day of its own the year after.
            ("2024-02-29", "2025-02-28", true),
            ("2024-02-29", "2025-03-01", false),
            ("2023-02-28", "2024-02-28", true),
            ("2023-02-28", "2024-02-29", false),
        ] {
            assert_eq!(is_back(day(closed), day(found)), back, "{closed} {found}");
        }
    }

    #[test]
    fn an_item_across_a_street() {
        for (premises, own, others) in [
            (0, false, 0),
            (1, true, 0),
            (1, false, 1),
            (2, true, 1),
            (48, true, 47),
            (100, true, 99),
            (101, true, 100),
            (101, false, 100),
        ] {
            assert_eq!(elsewhere(premises, own), others, "{premises} {own}");
        }
        for (found, today, recent) in [
            ("2025-11-20", "2026-11-20", true),
            ("2025-11-19", "2026-11-20", false),
            ("2026-11-20", "2026-11-20", true),
            ("2026-11-21", "2026-11-20", false),
        ] {
            assert_eq!(is_recent(day(found), day(today)), recent, "{found} {today}");
        }
    }

    #[test]
    fn a_common_item_is_found_at_some_premises_and_at_a_share_of_those_inspected() {
        let share = Share { premises: 3, percent: 10 };
        for (inspected, others) in
            [(0, 3), (5, 3), (20, 3), (29, 3), (30, 4), (39, 4), (100, 11), (22_700, 2271)]
        {
            assert_eq!(share.of(inspected), others, "{inspected}");
        }
        assert_eq!(Share { premises: 1, percent: 0 }.of(10_000), 1);
        assert_eq!(Share { premises: 1, percent: 100 }.of(u32::MAX), u32::MAX);
    }

    #[test]
    fn the_latest_closure_of_the_same_item_is_named() {
        let closed = |id: u8, item: &str, on: &str| Closed {
            hazard: Id([id; 16]),
            item: item.into(),
            on: day(on),
        };
        let known = [
            closed(1, "q20", "2026-01-10"),
            closed(2, "q20", "2026-06-10"),
            closed(3, "q21", "2026-10-10"),
            closed(4, "q20", "2024-06-10"),
        ];
        let named = |item, on| of(item, day(on), &known).map(|before| before.hazard);
        assert_eq!(named("q20", "2026-11-20"), Some(Id([2; 16])));
        assert_eq!(named("q20", "2026-05-01"), Some(Id([1; 16])));
        assert_eq!(named("q22", "2026-11-20"), None);
        assert_eq!(named("q21", "2027-10-11"), None);
    }
}
