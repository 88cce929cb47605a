//! What a period counts of a clue (打非线索): found in the period of its day, banned (取缔) in the period of that, so that
//! over a year each is found once and banned once.

use chrono::NaiveDate;

/// What becomes of a clue in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Found in it, and not banned by its end.
    Open,
    /// Found and banned in it.
    Banned,
    /// Banned in it, found before.
    BannedBefore,
}

impl Counted {
    pub fn is_found(self) -> bool {
        self != Counted::BannedBefore
    }

    pub fn is_banned(self) -> bool {
        self != Counted::Open
    }
}

/// What the period `from` to `to` (both counted) has of a clue; `None` where it has nothing of it.
pub fn counted(
    found: NaiveDate,
    banned: Option<NaiveDate>,
    from: NaiveDate,
    to: NaiveDate,
) -> Option<Counted> {
    let within = |day: NaiveDate| (from..=to).contains(&day);
    match (within(found), banned.is_some_and(within)) {
        (true, true) => Some(Counted::Banned),
        (true, false) => Some(Counted::Open),
        (false, true) => Some(Counted::BannedBefore),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clue_is_found_in_one_month_and_banned_in_one() {
        let day = |text: &str| format!("2026-{text}").parse::<NaiveDate>().unwrap();
        let month = |first: &str, last: &str, found: &str, banned: &str| {
            let banned = (!banned.is_empty()).then(|| day(banned));
            counted(day(found), banned, day(first), day(last))
        };
        let october = |found, banned| month("10-01", "10-31", found, banned);
        let november = |found, banned| month("11-01", "11-30", found, banned);
        use Counted::{Banned, BannedBefore, Open};
        for (found, banned, first, second) in [
            ("10-12", "", Some(Open), None),
            ("10-12", "10-31", Some(Banned), None),
            ("10-12", "11-01", Some(Open), Some(BannedBefore)),
            ("11-30", "11-30", None, Some(Banned)),
            ("11-01", "12-01", None, Some(Open)),
            ("09-30", "10-01", Some(BannedBefore), None),
            ("09-30", "", None, None),
        ] {
            let told = (october(found, banned), november(found, banned));
            assert_eq!(told, (first, second), "found {found}, banned {banned}");
        }
        assert_eq!(month("10-01", "11-30", "10-12", "11-01"), Some(Banned));
    }
}
