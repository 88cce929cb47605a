//! Cases of 约谈.

use super::*;

/// Due, done, today.
pub(super) const TASK: &[(&str, &str, &str, &str)] = &[
    ("11-13", "", "11-09", ""),
    ("11-13", "", "11-10", "near 11-14"),
    ("11-13", "", "11-13", "near 11-14"),
    ("11-13", "", "11-14", "holds 11-14"),
    ("11-13", "11-12", "11-20", ""),
    ("11-13", "11-13", "11-20", ""),
    ("11-13", "11-14", "11-20", "holds 11-14"),
    ("11-13", "", "2027-01-05", "holds 11-14"),
];

#[test]
fn a_task_is_done_by_its_day() {
    for (due, done, today, expected) in TASK {
        let found = on(today, |clock| task(clock, day(due), may(done)));
        assert_eq!(found, *expected, "{due} {done} {today}");
    }
}

/// Last seen, known since, today; weeks that begin on 11-23 (next), 11-16, 11-09, 11-02.
pub(super) const ROUNDS: &[(&str, &str, &str, &str)] = &[
    ("11-17", "01-01", "11-20", ""),
    ("11-16", "01-01", "11-20", ""),
    ("11-09", "01-01", "11-20", ""),
    ("11-15", "01-01", "11-20", ""),
    // Seen in the week before last: the running one is the second without a visit.
    ("11-08", "01-01", "11-16", ""),
    ("11-08", "01-01", "11-17", "near 11-23"),
    ("11-08", "01-01", "11-20", "near 11-23"),
    ("11-02", "01-01", "11-20", "near 11-23"),
    ("11-01", "01-01", "11-16", "holds 11-16"),
    ("11-01", "01-01", "11-20", "holds 11-16"),
    ("", "01-01", "11-20", "holds 11-16"),
    // Registered on the Monday of the first week, and a day later.
    ("", "11-02", "11-20", "holds 11-16"),
    ("", "11-03", "11-20", "near 11-23"),
    ("", "11-09", "11-20", "near 11-23"),
    ("", "11-10", "11-20", ""),
    ("", "11-18", "11-20", ""),
];

#[test]
fn two_rounds_are_missed_one_after_the_other() {
    let begins = days("11-23 11-16 11-09 11-02");
    for (seen, known, today, expected) in ROUNDS {
        let owed: Vec<bool> = begins[1..].iter().map(|from| day(known) <= *from).collect();
        let found = on(today, |clock| rounds(clock, LIMITS(), may(seen), &owed, &begins));
        assert_eq!(found, *expected, "{seen} {known} {today}");
    }
    // Fewer periods than the rule asks for say nothing.
    for (owed, begins) in [(&[true; 3][..], &begins[..2]), (&[true; 2], &begins)] {
        assert_eq!(on("11-20", |clock| rounds(clock, LIMITS(), None, owed, begins)), "");
    }
}

/// Last seen; whether the running round asked for it, the one before, and the one before that; what holds on 11-20.
pub(super) const OWED: &[(&str, [bool; 3], &str)] = &[
    ("", [true, true, true], "holds 11-16"),
    // 停产, 部门直管 or no longer 重点 by now: what was missed before it was missed.
    ("", [false, true, true], "holds 11-16"),
    ("11-10", [false, true, true], ""),
    // Newly 重点, given back by its department, at work again: within the round before the last, the last, this one.
    ("", [true, true, false], "near 11-23"),
    ("11-08", [true, true, false], "near 11-23"),
    ("11-10", [true, true, false], ""),
    ("", [true, false, true], ""),
    ("", [true, false, false], ""),
    ("", [false, true, false], ""),
];

#[test]
fn only_rounds_that_asked_for_it_have_missed_it() {
    let begins = days("11-23 11-16 11-09 11-02");
    for (seen, owed, expected) in OWED {
        let found = on("11-20", |clock| rounds(clock, LIMITS(), may(seen), owed, &begins));
        assert_eq!(found, *expected, "{seen} {owed:?}");
    }
}

#[test]
fn whoever_has_a_grid_is_judged_once_and_a_grid_that_nobody_has_by_the_head() {
    let grid =
        |tail: &str| crate::domain::unit::UnitPath::parse(&format!("3505/03/008/006/{tail}"));
    let (one, two, three) = (grid("01"), grid("02"), grid("03"));
    let began = day("01-05");
    // 陈一鸣 since before the office, another joined him later; 二网格 is his too; 三网格 has nobody.
    let of_one = vec![("陈一鸣", day("01-01")), ("许小梅", day("03-02"))];
    let of_two = vec![("陈一鸣", day("06-01"))];
    let charge = |grid, officers| Charge { grid, officers, vacant: None };
    let officers = [charge(one.as_ref(), of_one), charge(two.as_ref(), of_two)];
    let empty = charge(three.as_ref(), Vec::new());
    let with_gap = [officers[0].clone(), officers[1].clone(), empty.clone()];
    let left = [Charge { vacant: Some(day("09-01")), ..empty }];
    let gridless = [charge(None, Vec::new())];
    let told = |charges: &[Charge<'_>], head| -> Vec<String> {
        let said = |each: &Watched<'_>| {
            let grid = each.grid.map_or("-", |grid| grid.as_str().rsplit('/').next().unwrap());
            format!("{} {grid} {}", each.person.unwrap_or("-"), each.since.format("%m-%d"))
        };
        watched(charges, head, began).iter().map(said).collect()
    };
    let both = ["许小梅 - 03-02", "陈一鸣 - 01-05"];
    let head = Some(("蔡书记", None));
    assert_eq!(told(&officers, head), both);
    assert_eq!(told(&with_gap, head), [&both[..], &["蔡书记 03 01-05"]].concat());
    assert_eq!(told(&with_gap, None), [&both[..], &["- 03 01-05"]].concat());
    assert_eq!(told(&gridless, head), ["蔡书记 - 01-05"]);
    assert_eq!(told(&gridless, None), ["- - 01-05"]);
    // Not before somebody else had left it, and no head before his own first day.
    assert_eq!(told(&left, head), ["蔡书记 03 09-01"]);
    assert_eq!(told(&left, Some(("蔡书记", Some(day("08-01"))))), ["蔡书记 03 09-01"]);
    assert_eq!(told(&left, Some(("蔡书记", Some(day("10-12"))))), ["蔡书记 03 10-12"]);
}

/// Circulated, what is found of the same (since a day; with a cross where it is over), today.
pub(super) const AFTER_CIRCULAR: &[(&str, &str, &str, &str)] = &[
    ("10-20", "10-12", "11-12", ""),
    ("10-20", "10-12", "11-16", "near 11-19"),
    ("10-20", "10-12", "11-18", "near 11-19"),
    ("10-20", "10-12", "11-19", "holds 11-19"),
    ("10-20", "10-12", "11-20", "holds 11-19"),
    ("10-20", "", "11-18", ""),
    ("10-20", "", "11-20", ""),
    ("01-31", "01-12", "03-02", "holds 03-02"),
    // Over before the circular, or on its day: that is what it spoke of.
    ("10-20", "10-12x", "11-20", ""),
    ("10-20", "10-20x", "11-20", ""),
    ("10-20", "10-12x 10-14x", "12-24", ""),
    // Over, and begun after it.
    ("10-20", "10-21x", "11-20", "holds 11-19"),
    ("10-20", "10-12x 11-02x", "11-18", "near 11-19"),
    ("10-20", "10-12x 10-14", "11-20", "holds 11-19"),
    // Anew when the thirty days are long over.
    ("10-20", "12-04x", "12-03", "near 12-04"),
    ("10-20", "12-04x", "12-24", "holds 12-04"),
];

#[test]
fn nothing_is_better_a_month_after_a_circular() {
    for (circulated, found, today, expected) in AFTER_CIRCULAR {
        let read = |text: &str| Again {
            since: day(text.trim_end_matches('x')),
            past: text.ends_with('x'),
        };
        let again: Vec<Again> = found.split_whitespace().map(read).collect();
        let told = on(today, |clock| after_circular(clock, LIMITS(), day(circulated), &again));
        assert_eq!(told, *expected, "{circulated} {found} {today}");
    }
}

/// Known as unsafe, ordered to stop, stopped, today.
pub(super) const NOT_STOPPED: &[(&str, bool, &str, &str, &str)] = &[
    ("11-09", false, "", "11-09", "near 11-10"),
    ("11-09", false, "", "11-10", "holds 11-10"),
    ("11-09", false, "", "11-20", "holds 11-10"),
    ("11-09", false, "11-09", "11-20", ""),
    ("11-09", false, "11-08", "11-20", ""),
    ("11-09", false, "11-10", "11-20", "holds 11-10"),
    ("11-09", true, "", "11-20", ""),
    ("11-09", true, "11-12", "11-20", ""),
    // At once is at once, on a day off too.
    ("11-14", false, "", "11-15", "holds 11-15"),
];

#[test]
fn a_major_hazard_is_stopped_on_its_day() {
    for (major, ordered, stopped, today, expected) in NOT_STOPPED {
        let found = on(today, |clock| not_stopped(clock, day(major), *ordered, may(stopped)));
        assert_eq!(found, *expected, "{major} {ordered} {stopped} {today}");
    }
}

/// Extended.
pub(super) const PUSHED: &[(&str, &str)] = &[
    ("", ""),
    ("11-02", ""),
    ("11-02 11-09", "holds 11-09"),
    ("11-09 11-02", "holds 11-09"),
    ("11-02 11-09 11-16", "holds 11-09"),
    ("11-02 11-02", "holds 11-02"),
];

/// Closed, reopened.
pub(super) const REOPENED: &[(u32, &str, &str)] = &[
    (10, "", ""),
    (10, "11-02 11-03", ""),
    (10, "11-02 11-03 11-04", "holds 11-04"),
    (9, "11-03 11-02", "holds 11-03"),
    (5, "11-02", ""),
    (5, "11-02 11-05", "holds 11-05"),
    (4, "11-02 11-05", ""),
    (0, "11-02", ""),
];

/// Closed, found again.
pub(super) const RELAPSED: &[(&str, &str, &str)] = &[
    ("10-20", "10-20", "holds 10-20"),
    ("10-20", "10-21", "holds 10-21"),
    ("10-20", "11-18", "holds 11-18"),
    ("10-20", "11-19", "holds 11-19"),
    ("10-20", "11-20", ""),
    ("10-20", "10-19", ""),
    ("10-20", "2027-10-20", ""),
];

/// Closed, checked, whether the check names it.
pub(super) const UNCHANGED: &[(&str, &str, bool, &str)] = &[
    ("10-20", "10-20", true, "holds 10-20"),
    ("10-20", "11-10", true, "holds 11-10"),
    ("10-20", "2027-01-20", true, "holds 2027-01-20"),
    ("10-20", "10-19", true, ""),
    ("10-20", "11-19", false, "holds 11-19"),
    ("10-20", "11-20", false, ""),
    ("10-20", "10-19", false, ""),
];

#[test]
fn work_that_goes_badly_is_counted() {
    for (extended, expected) in PUSHED {
        assert_eq!(told(pushed(LIMITS(), &days(extended))), *expected, "{extended}");
    }
    for (closed, again, expected) in REOPENED {
        assert_eq!(told(reopened(LIMITS(), *closed, &days(again))), *expected, "{closed} {again}");
    }
    for (closed, found, expected) in RELAPSED {
        let relapse = relapsed(LIMITS(), day(closed), day(found));
        assert_eq!(told(relapse), *expected, "{closed} {found}");
    }
    for (closed, checked, named, expected) in UNCHANGED {
        let found = unchanged(LIMITS(), day(closed), day(checked), *named);
        assert_eq!(told(found), *expected, "{closed} {checked} {named}");
    }
}

/// Last day with a word, today.
pub(super) const SILENT: &[(&str, &str, &str)] = &[
    ("11-09", "11-10", ""),
    ("11-09", "11-11", "near 11-17"),
    ("11-09", "11-16", "near 11-17"),
    ("11-09", "11-17", "holds 11-17"),
    ("11-09", "11-20", "holds 11-17"),
    ("11-13", "11-20", "near 11-21"),
    ("11-13", "11-21", "holds 11-21"),
    ("09-30", "10-12", "near 10-14"),
    ("09-30", "10-14", "holds 10-14"),
];

#[test]
fn five_working_days_without_a_word() {
    for (last, today, expected) in SILENT {
        let found = on(today, |clock| silent(clock, LIMITS(), day(last), &Away::default()));
        assert_eq!(found, *expected, "{last} {today}");
    }
}
