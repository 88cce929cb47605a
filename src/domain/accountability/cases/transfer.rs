//! Cases of 移送.

use super::*;

/// Dead, injured, loss in 万元, with much stir.
pub(super) const GRAVE: &[(u32, u32, u64, bool, Severity, &str)] = &[
    (0, 0, 0, false, Severity::Ordinary, ""),
    (0, 0, 0, true, Severity::Ordinary, "holds 11-10"),
    (2, 9, 999, false, Severity::Ordinary, ""),
    (3, 0, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 10, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 0, 1000, false, Severity::Considerable, "holds 11-10"),
    // One short of each border, and at each border alone.
    (2, 0, 0, false, Severity::Ordinary, ""),
    (0, 9, 0, false, Severity::Ordinary, ""),
    (0, 0, 999, false, Severity::Ordinary, ""),
    (9, 0, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 49, 0, false, Severity::Considerable, "holds 11-10"),
    (0, 0, 4999, false, Severity::Considerable, "holds 11-10"),
    (29, 0, 0, false, Severity::Serious, "holds 11-10"),
    (0, 99, 0, false, Severity::Serious, "holds 11-10"),
    (0, 0, 9999, false, Severity::Serious, "holds 11-10"),
    // The gravest of the three tells.
    (3, 50, 0, false, Severity::Serious, "holds 11-10"),
    (1, 10, 10000, false, Severity::Extreme, "holds 11-10"),
    (9, 49, 4999, false, Severity::Considerable, "holds 11-10"),
    (10, 0, 0, false, Severity::Serious, "holds 11-10"),
    (0, 50, 0, false, Severity::Serious, "holds 11-10"),
    (0, 0, 5000, false, Severity::Serious, "holds 11-10"),
    (29, 99, 9999, true, Severity::Serious, "holds 11-10"),
    (30, 0, 0, false, Severity::Extreme, "holds 11-10"),
    (0, 100, 0, false, Severity::Extreme, "holds 11-10"),
    (0, 0, 10000, false, Severity::Extreme, "holds 11-10"),
];

#[test]
fn a_grave_accident_is_handed_on() {
    for (dead, injured, loss, impact, expected, found) in GRAVE {
        let got = severity(*dead, *injured, loss * 1_000_000);
        assert_eq!(got, *expected, "{dead} {injured} {loss}");
        assert_eq!(told(grave(day("11-10"), got, *impact)), *found, "{dead} {injured} {loss}");
    }
}
