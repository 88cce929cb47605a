//! Who answered for a grid on which day: nobody is called to account for what was before he had it or after he left it.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::domain::{
    owed::Stay,
    unit::{Assignment, Duty, Level, UnitPath},
};

/// Who answered for a premises through all of some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Throughout<'a> {
    /// In the order of their duties, never none; several share what is there.
    By(Vec<&'a str>),
    /// On one of them at least nobody had it.
    Nobody,
    /// It went from hand to hand: none of them for all of the days.
    Several,
}

/// The 网格员 of a grid on a day, each once, in the order of their duties.
pub fn officers_on<'a>(posts: &'a [Assignment], grid: &UnitPath, day: NaiveDate) -> Vec<&'a str> {
    let of_grid = posts.iter().filter(|post| post.grid == *grid && post.holds_on(day));
    let officers = of_grid.filter(|post| post.duty == Duty::GridOfficer);
    let mut seen = HashSet::new();
    officers.map(|post| post.name.as_str()).filter(|name| seen.insert(*name)).collect()
}

/// The 网格员 who had a premises through all of its stays, wherever it stood meanwhile.
pub fn officers_throughout<'a>(posts: &'a [Assignment], stays: &[Stay]) -> Throughout<'a> {
    let mut names: Option<Vec<&str>> = None;
    let mut vacant = stays.is_empty();
    for Stay { grid, from, to } in stays {
        let Some(grid) = grid else { return Throughout::Nobody };
        let goes = |post: &&Assignment| post.duty == Duty::GridOfficer && post.grid == *grid;
        let of_grid: Vec<&Assignment> = posts.iter().filter(goes).collect();
        for day in from.iter_days().take_while(|day| day <= to) {
            let there = of_grid.iter().filter(|post| post.holds_on(day));
            let there: Vec<&str> = there.map(|post| post.name.as_str()).collect();
            vacant |= there.is_empty();
            match &mut names {
                Some(names) => names.retain(|name| there.contains(name)),
                None => names = Some(there),
            }
        }
    }
    match names.filter(|names| !names.is_empty()) {
        Some(mut names) => {
            let mut seen = HashSet::new();
            names.retain(|name| seen.insert(*name));
            Throughout::By(names)
        }
        None if vacant => Throughout::Nobody,
        None => Throughout::Several,
    }
}

/// Who answers for a grid on a day, each since a day: its 网格员, else its 监管责任人.
pub fn charged_on<'a>(
    posts: &'a [Assignment],
    grid: &UnitPath,
    day: NaiveDate,
) -> Vec<(&'a str, NaiveDate)> {
    let on = |duty| {
        let there = posts.iter().filter(move |post| post.duty == duty && post.holds_on(day));
        let there = there.filter(|post| post.grid == *grid);
        there.map(|post| (post.name.as_str(), post.from)).collect::<Vec<_>>()
    };
    let officers = on(Duty::GridOfficer);
    if officers.is_empty() { on(Duty::Supervisor) } else { officers }
}

/// Since when nobody answers for a grid that nobody has on a day; `None` where nobody ever had it.
pub fn vacant_since(posts: &[Assignment], grid: &UnitPath, day: NaiveDate) -> Option<NaiveDate> {
    let duties = [Duty::GridOfficer, Duty::Supervisor];
    let of_grid = posts.iter().filter(|post| post.grid == *grid && duties.contains(&post.duty));
    of_grid.filter_map(|post| post.to?.succ_opt()).filter(|first| *first <= day).max()
}

/// Whether it is the community that leaves something undone after a visit (S0 §一.2(3), §二.2 谁检查、谁负责、谁跟踪): that of
/// its own people, whoever asks. `follows` has whose people who follows it now is of, by each post near there; where that
/// does not tell, whose visit it was does.
pub fn is_communitys(visit: Level, follows: &[Level]) -> bool {
    let own = |level: &Level| *level >= Level::Community;
    match (follows.iter().any(own), follows.iter().all(own)) {
        (true, true) => true,
        (false, false) => false,
        _ => own(&visit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn grid() -> UnitPath {
        at("01")
    }

    fn at(tail: &str) -> UnitPath {
        UnitPath::parse(&format!("3505/03/008/006/{tail}")).unwrap()
    }

    /// `duty name from to`, a dash where it goes on; in 01, or in the grid that stands behind the duty.
    fn posts(all: &[&str]) -> Vec<Assignment> {
        let post = |line: &&str| {
            let [duty, name, from, to] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let (duty, tail) = duty.split_once('@').unwrap_or((duty, "01"));
            Assignment {
                id: Id([0; 16]),
                grid: at(tail),
                duty: Duty::from_code(duty).unwrap(),
                name: name.to_owned(),
                post: String::new(),
                from: day(from),
                to: (to != "-").then(|| day(to)),
            }
        };
        all.iter().map(post).collect()
    }

    #[test]
    fn only_who_had_the_grid_on_all_days_answers_for_them() {
        let handed = &[
            "grid_officer 陈一鸣 01-01 11-24",
            "grid_officer 甲新 11-25 11-25",
            "grid_officer 乙新 11-26 -",
        ][..];
        let twice = &["grid_officer 陈一鸣 01-01 11-08", "grid_officer 陈一鸣 11-09 -"][..];
        let two = &["grid_officer 甲新 11-10 -", "grid_officer 陈一鸣 01-01 -"][..];
        let gap = &["grid_officer 陈一鸣 01-01 11-04", "grid_officer 甲新 11-12 -"][..];
        let other = &["contact 林安全 01-01 -", "supervisor 郑街道 01-01 -"][..];
        let by = |name| Throughout::By(vec![name]);
        for (all, from, to, expected) in [
            (handed, "11-09", "11-22", by("陈一鸣")),
            (handed, "11-09", "11-24", by("陈一鸣")),
            (handed, "11-09", "11-25", Throughout::Several),
            (handed, "11-25", "11-25", by("甲新")),
            (handed, "11-26", "12-06", by("乙新")),
            (twice, "11-02", "11-15", by("陈一鸣")),
            // Who joined later answers for none of it while the first one does.
            (two, "11-02", "11-15", by("陈一鸣")),
            (two, "11-10", "11-15", Throughout::By(vec!["甲新", "陈一鸣"])),
            (gap, "11-02", "11-15", Throughout::Nobody),
            (gap, "11-12", "11-15", by("甲新")),
            (other, "11-02", "11-15", Throughout::Nobody),
            (&[], "11-02", "11-15", Throughout::Nobody),
        ] {
            let all = posts(all);
            let told = officers_throughout(&all, &[stay(Some(grid()), from, to)]);
            assert_eq!(told, expected, "{from} {to} {all:?}");
        }
    }

    fn stay(grid: Option<UnitPath>, from: &str, to: &str) -> Stay {
        Stay { grid, from: day(from), to: day(to) }
    }

    #[test]
    fn what_was_moved_is_nobodys_who_had_it_for_a_while_only() {
        let all = posts(&[
            "grid_officer 陈一鸣 01-01 -",
            "grid_officer@02 黄小燕 01-01 -",
            "grid_officer@03 陈一鸣 01-01 -",
        ]);
        for (tail, expected) in [
            ("01", Throughout::By(vec!["陈一鸣"])),
            ("02", Throughout::Several),
            // Both grids are his.
            ("03", Throughout::By(vec!["陈一鸣"])),
            ("04", Throughout::Nobody),
        ] {
            let moved =
                [stay(Some(grid()), "11-02", "11-11"), stay(Some(at(tail)), "11-12", "11-15")];
            assert_eq!(officers_throughout(&all, &moved), expected, "{tail}");
        }
        let stays = [stay(Some(grid()), "11-02", "11-11"), stay(None, "11-12", "11-15")];
        assert_eq!(officers_throughout(&all, &stays), Throughout::Nobody);
        assert_eq!(officers_throughout(&all, &[]), Throughout::Nobody);
    }

    #[test]
    fn what_the_street_or_the_district_left_undone_is_not_the_communitys() {
        use Level::{Community, District, Street};
        for (visit, follows, expected) in [
            (Community, &[][..], true),
            (Street, &[], false),
            (District, &[], false),
            (Community, &[Community], true),
            (Street, &[Street], false),
            (District, &[District], false),
            // Handed over, down or up.
            (Street, &[Community], true),
            (Community, &[Street], false),
            (District, &[Street], false),
            // One name with a post here and above it.
            (Community, &[Street, Community], true),
            (Street, &[Street, Community], false),
        ] {
            assert_eq!(is_communitys(visit, follows), expected, "{visit:?} {follows:?}");
        }
    }

    #[test]
    fn the_officer_of_the_day_answers_and_a_grid_is_vacant_since_the_last_one_left() {
        let all = posts(&[
            "grid_officer 陈一鸣 01-01 11-24",
            "supervisor 郑街道 03-01 -",
            "grid_officer 乙新 11-26 12-31",
        ]);
        for (on, officers, charged) in [
            ("11-24", &["陈一鸣"][..], ("陈一鸣", "01-01")),
            ("11-25", &[], ("郑街道", "03-01")),
            ("11-26", &["乙新"], ("乙新", "11-26")),
        ] {
            assert_eq!(officers_on(&all, &grid(), day(on)), officers, "{on}");
            assert_eq!(charged_on(&all, &grid(), day(on)), [(charged.0, day(charged.1))], "{on}");
        }
        let two = posts(&[
            "grid_officer 吴志强 01-01 -",
            "grid_officer 黄小燕 11-23 -",
            "grid_officer 吴志强 11-20 -",
        ]);
        assert_eq!(officers_on(&two, &grid(), day("11-24")), ["吴志强", "黄小燕"]);
        let gone = posts(&["grid_officer 陈一鸣 01-01 11-04", "supervisor 郑街道 03-01 11-12"]);
        assert_eq!(vacant_since(&gone, &grid(), day("11-20")), Some(day("11-13")));
        assert_eq!(vacant_since(&[], &grid(), day("11-20")), None);
    }
}
