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
    // No round asked for it: 部门直管, 停产, registered only lately.
    ("", "", 0, 0, ""),
    ("09-30", "", 1, 0, "holds 11-10"),
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
    (true, "", "", 3, 0, ""),
    (true, "09-30", "", 3, 1, "holds 11-10"),
];

/// Visits, each with the day on which it was entered; the one that speaks for itself, and the one that was entered since.
pub(super) const SEEN: &[(&str, &str, &str)] = &[
    ("", "", ""),
    ("11-05/11-05", "11-05", ""),
    // Entered late, and before it happened.
    ("11-03/11-09", "11-03", ""),
    // On its day, and after it.
    ("11-09/11-10", "", "11-09/11-10"),
    ("11-09/11-20", "", "11-09/11-20"),
    ("11-03/11-03 11-09/11-11", "11-03", "11-09/11-11"),
    ("11-05/11-05 11-04/11-11", "11-05", ""),
    ("11-05/11-05 11-05/11-11", "11-05", ""),
    ("11-04/11-12 11-09/11-11", "", "11-09/11-11"),
    // Corrected before it happened, and only then or since.
    ("11-03/11-03 11-09/11-09/11-09", "11-03", ""),
    ("11-03/11-03 11-09/11-09/11-10", "11-09", ""),
    ("11-09/11-10/11-12", "", "11-09/11-10/11-12"),
    // Of the day itself, and of later ones.
    ("11-10/11-10 11-12/11-12", "", ""),
];

#[test]
fn a_visit_that_was_entered_since_does_not_speak_for_itself() {
    for (visits, seen, since) in SEEN {
        let visit = |text: &str| {
            let mut days = text.split('/').map(day);
            let mut next = || days.next();
            Visited { on: next().unwrap(), entered: next().unwrap(), until: next() }
        };
        let all: Vec<Visited> = visits.split_whitespace().map(visit).collect();
        let expected = (may(seen), since.split_whitespace().next().map(visit));
        assert_eq!(last_seen(day("11-10"), &all), expected, "{visits}");
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
