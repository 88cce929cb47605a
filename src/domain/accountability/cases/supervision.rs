//! Cases of 挂牌督办.

use super::*;

/// Raised, deadline at that time.
pub(super) const GROWN: &[(&str, &str, &str)] = &[
    ("11-10", "11-09", "holds 11-10"),
    ("11-10", "11-10", ""),
    ("11-10", "11-11", ""),
    ("11-10", "10-01", "holds 11-10"),
    ("11-10", "", ""),
];

/// Flagged, reported, today.
pub(super) const UNFIT: &[(&str, &str, &str, &str)] = &[
    ("11-09", "", "11-09", "near 11-12"),
    ("11-09", "", "11-11", "near 11-12"),
    ("11-09", "", "11-12", "holds 11-12"),
    ("11-09", "11-09", "11-20", ""),
    ("11-09", "11-11", "11-20", ""),
    ("11-09", "11-12", "11-20", "holds 11-12"),
    ("11-13", "", "11-17", "near 11-18"),
    ("11-13", "", "11-18", "holds 11-18"),
    ("09-30", "10-09", "11-20", ""),
];

/// Happened, hazards past their deadline.
pub(super) const ACCIDENT: &[(&str, u32, &str)] =
    &[("11-10", 0, ""), ("11-10", 1, "holds 11-10"), ("11-10", 9, "holds 11-10")];

#[test]
fn a_community_is_put_under_supervision() {
    for (raised, deadline, expected) in GROWN {
        assert_eq!(told(grown(day(raised), may(deadline))), *expected, "{raised} {deadline}");
    }
    for (flagged, reported, today, expected) in UNFIT {
        let found = on(today, |clock| unfit(clock, LIMITS(), day(flagged), may(reported)));
        assert_eq!(found, *expected, "{flagged} {reported} {today}");
    }
    for (happened, overdue, expected) in ACCIDENT {
        assert_eq!(told(accident(day(happened), *overdue)), *expected, "{happened} {overdue}");
    }
}
