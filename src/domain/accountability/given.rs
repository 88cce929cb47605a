//! Where somebody answers for a task, and who answers for one that was given to a unit as a whole (YT-1).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::charged_on;
use crate::domain::{
    staff::{Role, Staff},
    unit::{Assignment, Duty, Level, UnitPath},
};

/// Who answers on a day for what a unit was given: the head of the street; of a community its head (社区主干), else its safety
/// officer; who has the grid. `None` where nobody has the post, or several have: whoever confirms names one.
pub fn head_on<'a>(
    unit: &UnitPath,
    staff: &'a [Staff],
    posts: &'a [Assignment],
    on: NaiveDate,
) -> Option<&'a str> {
    let of = |role: Role| -> BTreeSet<&'a str> {
        let there = staff.iter().filter(|post| post.unit == *unit && post.role == role);
        there.filter(|post| post.serves_on(on)).map(|post| post.name.as_str()).collect()
    };
    let heads = match unit.level() {
        Level::Grid => charged_on(posts, unit, on).into_iter().map(|(name, _)| name).collect(),
        Level::Community => Some(of(Role::CommunityHead))
            .filter(|heads| !heads.is_empty())
            .unwrap_or_else(|| of(Role::SafetyOfficer)),
        _ => of(Role::UnitHead),
    };
    heads.first().copied().filter(|_| heads.len() == 1)
}

/// Where a person answers on a day for what a unit has given out: in the only community below it that has them, by their
/// posts or else by their grids; with the unit itself where they sit there, or nobody can tell which community is meant.
pub fn seat_on(
    name: &str,
    by: &UnitPath,
    staff: &[Staff],
    posts: &[Assignment],
    on: NaiveDate,
) -> UnitPath {
    let own = |post: &&Staff| post.name == name && by.covers(&post.unit) && post.serves_on(on);
    let own: Vec<&Staff> = staff.iter().filter(own).collect();
    let walks = |post: &&Assignment| {
        let there = post.name == name && by.covers(&post.grid) && post.holds_on(on);
        there && post.duty == Duty::GridOfficer
    };
    let seats: BTreeSet<Option<UnitPath>> = match own.is_empty() {
        true => posts.iter().filter(walks).map(|post| post.grid.at(Level::Community)).collect(),
        false => own
            .iter()
            .map(|post| post.unit.at(Level::Community).filter(|_| is_communitys(post)))
            .collect(),
    };
    let only = seats.first().filter(|_| seats.len() == 1).cloned().flatten();
    only.unwrap_or_else(|| by.clone())
}

/// Who is of the street is so wherever the post is.
fn is_communitys(post: &Staff) -> bool {
    post.visits_for() >= Level::Community
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::Id, staff::Left};

    const STREET: &str = "3505/03/008";
    const HERE: &str = "3505/03/008/006";
    const THERE: &str = "3505/03/008/007";
    const GRID: &str = "3505/03/008/006/01";

    fn unit(path: &str) -> UnitPath {
        UnitPath::parse(path).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    /// `name role unit since left`, a dash where it is not told.
    fn staff(all: &[&str]) -> Vec<Staff> {
        let post = |line: &&str| {
            let [name, role, at, since, left] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let told = |text: &str| (text != "-").then(|| day(text));
            Staff {
                id: Id([0; 16]),
                unit: unit(at),
                name: name.to_owned(),
                role: Role::from_code(role).unwrap(),
                phone: String::new(),
                card: String::new(),
                full_time: true,
                origin: String::new(),
                since: told(since),
                left: told(left).map(|on| Left { on, why: "调动".into(), to: String::new() }),
            }
        };
        all.iter().map(post).collect()
    }

    /// 陈一鸣 walks the grid, whoever else is there.
    fn walked() -> Vec<Assignment> {
        let post = |duty, name: &str| Assignment {
            id: Id([0; 16]),
            grid: unit(GRID),
            duty,
            name: name.to_owned(),
            post: String::new(),
            from: day("01-01"),
            to: None,
        };
        vec![post(Duty::GridOfficer, "陈一鸣"), post(Duty::Contact, "沈卫东")]
    }

    #[test]
    fn a_unit_is_answered_for_by_its_head() {
        let safety = format!("林安全 safety_officer {HERE} - -");
        let head = format!("蔡书记 community_head {HERE} 06-01 11-01");
        let other = format!("郑书记 community_head {THERE} - -");
        let second = format!("李书记 community_head {THERE} 11-01 -");
        let streets = format!("韩书记 unit_head {STREET} - -");
        let all = [safety.as_str(), &other, &head, &second, &streets];
        for (at, all, on, expected) in [
            (HERE, &all[..], "10-31", Some("蔡书记")),
            // Not there yet, and gone.
            (HERE, &all[..], "05-31", Some("林安全")),
            (HERE, &all[..], "11-01", Some("林安全")),
            (HERE, &all[1..2], "10-31", None),
            (THERE, &all[..], "10-31", Some("郑书记")),
            // Two of them: whoever confirms names one.
            (THERE, &all[..], "11-01", None),
            (STREET, &all[..], "11-01", Some("韩书记")),
            (STREET, &all[..4], "11-01", None),
            (GRID, &all[..], "10-31", Some("陈一鸣")),
            ("3505/03/008/006/02", &all[..], "10-31", None),
        ] {
            let staff = staff(all);
            assert_eq!(head_on(&unit(at), &staff, &walked(), day(on)), expected, "{at} {on}");
        }
    }

    #[test]
    fn a_person_answers_where_they_sit() {
        let here = |name: &str| format!("{name} grid_officer {HERE} - -");
        let there = |name: &str| format!("{name} grid_officer {THERE} 06-01 -");
        for (name, all, by, expected) in [
            ("林安全", vec![here("林安全")], STREET, HERE),
            ("林安全", vec![here("林安全")], HERE, HERE),
            // Of no list, but known by the grid.
            ("陈一鸣", vec![], STREET, HERE),
            ("陈一鸣", vec![there("陈一鸣")], STREET, THERE),
            // A duty in a grid makes nobody of the street sit there.
            ("沈卫东", vec![], STREET, STREET),
            ("沈卫东", vec![format!("沈卫东 street_officer {HERE} - -")], STREET, STREET),
            ("沈卫东", vec![format!("沈卫东 street_officer {STREET} - -")], STREET, STREET),
            // Two of one name; the record of one community means its own.
            ("吴二", vec![here("吴二"), there("吴二")], STREET, STREET),
            ("吴二", vec![here("吴二"), there("吴二")], THERE, THERE),
            ("张三", vec![], STREET, STREET),
        ] {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let seat = seat_on(name, &unit(by), &staff(&all), &walked(), day("10-31"));
            assert_eq!(seat, unit(expected), "{name} {by} {all:?}");
        }
        let moved = [here("吴二").replace("- -", "- 06-01"), there("吴二")];
        let moved = staff(&[&moved[0], &moved[1]]);
        for (on, expected) in [("05-31", HERE), ("06-01", THERE)] {
            let seat = seat_on("吴二", &unit(STREET), &moved, &[], day(on));
            assert_eq!(seat, unit(expected), "{on}");
        }
    }
}
