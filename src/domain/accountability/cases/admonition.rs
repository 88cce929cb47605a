//! Cases of 诫勉谈话.

use super::*;

/// Last seen, due since, open, overdue; a fire on 11-10.
pub(super) const FIRE: &[(&str, &str, u32, u32, &str)] = &[
    ("11-09", "11-02", 0, 0, ""),
    ("11-02", "11-02", 0, 0, ""),
    ("11-01", "11-02", 0, 0, "holds 11-10"),
    ("", "11-02", 0, 0, "holds 11-10"),
    ("11-09", "11-02", 1, 0, "holds 11-10"),
    ("11-09", "11-02", 1, 1, "holds 11-10"),
    ("10-01", "10-01", 0, 0, ""),
    ("09-30", "10-01", 0, 0, "holds 11-10"),
];

/// Problems, last seen, due since, open, overdue; checked on 11-10.
pub(super) const INSPECTORS: &[(bool, &str, &str, u32, u32, &str)] = &[
    (true, "11-09", "11-02", 0, 0, ""),
    (true, "11-09", "11-02", 3, 0, ""),
    (true, "11-09", "11-02", 3, 1, "holds 11-10"),
    (true, "11-01", "11-02", 0, 0, "holds 11-10"),
    (true, "", "11-02", 0, 0, "holds 11-10"),
    (false, "", "11-02", 3, 3, ""),
    (false, "11-09", "11-02", 0, 0, ""),
];

/// The day, key since, on the rounds since; from when on somebody had to have been there.
const REQUIRED: &[(&str, &str, &str, &str)] = &[
    // Tuesday: the week before is that from the 2nd.
    ("11-10", "01-05", "01-05", "11-02"),
    ("11-10", "11-02", "11-02", "11-02"),
    // Came, or was put on the key list, in the middle of it: by the month, where that was owed from its first day.
    ("11-10", "11-03", "01-05", "10-01"),
    ("11-10", "11-03", "11-03", ""),
    ("11-10", "11-09", "10-01", "10-01"),
    // Not key.
    ("11-10", "", "10-01", "10-01"),
    ("11-10", "", "10-02", ""),
    ("12-01", "", "10-02", "11-01"),
    // Registered on the very day, or under no round at all.
    ("11-10", "11-10", "11-10", ""),
    ("11-10", "", "", ""),
];

#[test]
fn nobody_is_accused_of_days_before_a_premises_was_there() {
    for (on, key, all, expected) in REQUIRED {
        let told = required(day(on), may(key), may(all));
        assert_eq!(told, may(expected), "{on} {key} {all}");
        let never = Before { seen: None, required: told, open: 0, overdue: 0 };
        assert_eq!(fire(day(on), never).is_some(), !expected.is_empty(), "{on} {key} {all}");
    }
}

#[test]
fn a_person_is_admonished() {
    for (seen, required, open, overdue, expected) in FIRE {
        let before =
            Before { seen: may(seen), required: may(required), open: *open, overdue: *overdue };
        assert_eq!(told(fire(day("11-10"), before)), *expected, "{before:?}");
    }
    for (problems, seen, required, open, overdue, expected) in INSPECTORS {
        let before =
            Before { seen: may(seen), required: may(required), open: *open, overdue: *overdue };
        let found = found_by_inspectors(day("11-10"), *problems, before);
        assert_eq!(told(found), *expected, "{problems} {before:?}");
    }
}
