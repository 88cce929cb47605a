//! Who answered for a grid on which day: nobody is called to account for what was before he had it or after he left it.

use chrono::NaiveDate;

use crate::domain::unit::{Assignment, Duty, Level, UnitPath};

/// Who answered for a grid through all of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throughout<'a> {
    By(&'a str),
    /// On one of them at least nobody had it.
    Nobody,
    /// It went from hand to hand: none of them for all of the days.
    Several,
}

/// The 网格员 of a grid on a day, the first of several.
pub fn officer_on<'a>(posts: &'a [Assignment], grid: &UnitPath, day: NaiveDate) -> Option<&'a str> {
    officers_on(posts, grid, day).next()
}

/// The 网格员 of a grid from a day to a day (both count).
pub fn officer_throughout<'a>(
    posts: &'a [Assignment],
    grid: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Throughout<'a> {
    let days = || from.iter_days().take_while(|day| *day <= to);
    let had = |name: &str, day| officers_on(posts, grid, day).any(|other| other == name);
    if let Some(name) = officers_on(posts, grid, from).find(|name| days().all(|day| had(name, day)))
    {
        return Throughout::By(name);
    }
    match days().all(|day| officer_on(posts, grid, day).is_some()) {
        true => Throughout::Several,
        false => Throughout::Nobody,
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

fn officers_on<'a>(
    posts: &'a [Assignment],
    grid: &UnitPath,
    day: NaiveDate,
) -> impl Iterator<Item = &'a str> {
    let grid = grid.clone();
    posts
        .iter()
        .filter(move |post| {
            post.duty == Duty::GridOfficer && post.grid == grid && post.holds_on(day)
        })
        .map(|post| post.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn grid() -> UnitPath {
        UnitPath::parse("3505/03/008/006/01").unwrap()
    }

    /// `duty name from to`, a dash where it goes on.
    fn posts(all: &[&str]) -> Vec<Assignment> {
        let post = |line: &&str| {
            let [duty, name, from, to] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            Assignment {
                id: Id([0; 16]),
                grid: grid(),
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
        for (all, from, to, expected) in [
            (handed, "11-09", "11-22", Throughout::By("陈一鸣")),
            (handed, "11-09", "11-24", Throughout::By("陈一鸣")),
            (handed, "11-09", "11-25", Throughout::Several),
            (handed, "11-25", "11-25", Throughout::By("甲新")),
            (handed, "11-26", "12-06", Throughout::By("乙新")),
            (twice, "11-02", "11-15", Throughout::By("陈一鸣")),
            // Who joined later answers for none of it while the first one does.
            (two, "11-02", "11-15", Throughout::By("陈一鸣")),
            (gap, "11-02", "11-15", Throughout::Nobody),
            (gap, "11-12", "11-15", Throughout::By("甲新")),
            (other, "11-02", "11-15", Throughout::Nobody),
            (&[], "11-02", "11-15", Throughout::Nobody),
        ] {
            let all = posts(all);
            let told = officer_throughout(&all, &grid(), day(from), day(to));
            assert_eq!(told, expected, "{from} {to} {all:?}");
        }
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
        for (on, officer, charged) in [
            ("11-24", Some("陈一鸣"), ("陈一鸣", "01-01")),
            ("11-25", None, ("郑街道", "03-01")),
            ("11-26", Some("乙新"), ("乙新", "11-26")),
        ] {
            assert_eq!(officer_on(&all, &grid(), day(on)), officer, "{on}");
            assert_eq!(charged_on(&all, &grid(), day(on)), [(charged.0, day(charged.1))], "{on}");
        }
        let gone = posts(&["grid_officer 陈一鸣 01-01 11-04", "supervisor 郑街道 03-01 11-12"]);
        assert_eq!(vacant_since(&gone, &grid(), day("11-20")), Some(day("11-13")));
        assert_eq!(vacant_since(&[], &grid(), day("11-20")), None);
    }
}
