//! What a round had to reach, and whose it was, as the register's history and the duties of the grids tell it: what
//! the coverage says of a week or a month and what is held against somebody are told from here.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::{
    premises::{Change, Premises},
    unit::{Assignment, Duty, UnitPath},
};

/// The entry as the register had it at the end of a day; `None` before it was on it. Of several changes of one day the
/// last counts; those entered late stand behind.
pub fn on_register(changes: &[Change], on: NaiveDate) -> Option<&Premises> {
    // What was known before it came into the register is not on it.
    let then = changes.iter().filter(|change| change.on <= on && change.after.since <= on);
    then.max_by_key(|change| change.on).map(|change| &change.after)
}

/// Whether a round over some days (both count) asks somebody for a premises: it came under the rule (`holds`) by its
/// first day and was under it at its end. What came under it only on the way is required by the coverage as well and told
/// by the agenda, and held against nobody.
pub fn is_owed(
    changes: &[Change],
    (from, to): (NaiveDate, NaiveDate),
    holds: impl Fn(&Premises) -> bool,
) -> bool {
    [from, to].iter().all(|day| on_register(changes, *day).is_some_and(&holds))
}

/// Days (both count) through which a premises stood in one grid, or in none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    pub grid: Option<UnitPath>,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Where a premises stood through some days (both count), in their order; nothing of days before it was registered.
pub fn stays(changes: &[Change], (from, to): (NaiveDate, NaiveDate)) -> Vec<Stay> {
    let mut all: Vec<Stay> = Vec::new();
    let told = changes.iter().map(|change| change.on).filter(|day| (from..=to).contains(day));
    let mut days: Vec<NaiveDate> = std::iter::once(from).chain(told).collect();
    days.sort_unstable();
    for day in days {
        let Some(then) = on_register(changes, day) else { continue };
        match all.last_mut() {
            Some(stay) if stay.grid == then.grid => {}
            last => {
                if let Some(stay) = last {
                    stay.to = day.pred_opt().unwrap_or(day);
                }
                all.push(Stay { grid: then.grid.clone(), from: day, to });
            }
        }
    }
    all
}

/// The grid in which a premises stood for most days of its stays, the later of two that had it as long; `None` where that
/// was in no grid.
pub fn stood(stays: &[Stay]) -> Option<&UnitPath> {
    let length = |grid: &Option<UnitPath>| -> i64 {
        let there = stays.iter().filter(|stay| stay.grid == *grid);
        there.map(|stay| (stay.to - stay.from).num_days() + 1).sum()
    };
    stays.iter().max_by_key(|stay| length(&stay.grid))?.grid.as_ref()
}

/// The 网格员 who went through a grid in some days (both count): of those who followed each other the ones who had it
/// longest, in the order of their duties; none where it was vacant for longer.
pub fn walkers<'a>(
    posts: impl IntoIterator<Item = &'a Assignment>,
    grid: &UnitPath,
    days: RangeInclusive<NaiveDate>,
) -> Vec<&'a str> {
    let of_grid = posts.into_iter().filter(|post| post.grid == *grid);
    let walk = of_grid.filter(|post| post.duty == Duty::GridOfficer);
    longest(walk.map(|post| (post.name.as_str(), Some(post.from), post.to)), days)
}

/// Those who had a post longest in some days (both count): `held` are names with the first and the last day, which may be
/// open; in their order. None where nobody had it for longer than they.
pub fn longest<'a>(
    held: impl IntoIterator<Item = (&'a str, Option<NaiveDate>, Option<NaiveDate>)>,
    days: RangeInclusive<NaiveDate>,
) -> Vec<&'a str> {
    let (first, end) = days.into_inner();
    let mut lengths: Vec<(&str, i64)> = Vec::new();
    let mut had: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (name, from, to) in held {
        let from = from.map_or(first, |from| from.max(first));
        let last = to.map_or(end, |to| to.min(end));
        let length = (last - from).num_days() + 1;
        if length > 0 {
            had.push((from, last));
            match lengths.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => *all += length,
                None => lengths.push((name, length)),
            }
        }
    }
    let is_vacant = |day: &NaiveDate| !had.iter().any(|(from, to)| (from..=to).contains(&day));
    let vacant = first.iter_days().take_while(|day| *day <= end).filter(is_vacant).count() as i64;
    let most = lengths.iter().map(|(_, length)| *length).max().unwrap_or(0).max(vacant);
    lengths.into_iter().filter(|(_, length)| *length == most).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::Id,
        premises::{ChangeKind, Status},
    };

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn grid(tail: &str) -> UnitPath {
        UnitPath::parse(&format!("3505/03/008/006/{tail}")).unwrap()
    }

    /// `day grid words` with commas between: `key`, `direct`, `rest` stand as words; registered on 10-01.
    fn history(told: &str) -> Vec<Change> {
        let change = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let says = |word: &str| words[2..].contains(&word);
            let after = Premises {
                id: Id([1; 16]),
                community: UnitPath::parse("3505/03/008/006").unwrap(),
                grid: (words[1] != "-").then(|| grid(words[1])),
                name: "恒捷鞋材厂".into(),
                uscc: String::new(),
                licensed: true,
                kind: Default::default(),
                address: String::new(),
                site_address: String::new(),
                industry: String::new(),
                category: String::new(),
                person_in_charge: String::new(),
                safety_lead: String::new(),
                phone: String::new(),
                key: says("key"),
                key_reasons: Vec::new(),
                risk: None,
                extra: Default::default(),
                direct: if says("direct") { "区卫健局直管".into() } else { String::new() },
                status: if says("rest") { Status::Suspended } else { Status::Operating },
                since: day("10-01"),
            };
            Change {
                id: Id([2; 16]),
                kind: ChangeKind::Corrected,
                on: day(words[0]),
                reason: String::new(),
                by: String::new(),
                after,
            }
        };
        told.split(',').map(change).collect()
    }

    #[test]
    fn a_round_asks_for_what_was_under_it_from_its_first_day_to_its_end() {
        for (told, key, owed) in [
            ("10-01 01", false, true),
            ("10-01 01", true, false),
            ("10-01 01 key", true, true),
            // 重点 since the round's first day, on the way, since the day after it.
            ("10-01 01,11-16 01 key", true, true),
            ("10-01 01,11-17 01 key", true, false),
            ("10-01 01,11-23 01 key", true, false),
            // No longer: before its end, on its last day, after it.
            ("10-01 01 key,11-20 01", true, false),
            ("10-01 01 key,11-22 01", true, false),
            ("10-01 01 key,11-23 01", true, true),
            // 部门直管 and 停产, before it and given back after it.
            ("10-01 01,11-02 01 direct,11-24 01", false, false),
            ("10-01 01,11-02 01 rest,11-24 01", false, false),
            ("10-01 01,11-02 01 direct,11-16 01", false, true),
            // At rest within it alone, and put right on the same day.
            ("10-01 01,11-17 01 rest,11-20 01", false, true),
            ("10-01 01,11-16 01 rest,11-16 01", false, true),
            // Entered late it stands behind, and counts for its own day.
            ("10-01 01,11-24 01,11-10 01 direct", false, false),
            // What is told of days before the registration.
            ("09-01 01", false, true),
            ("11-17 01", false, false),
        ] {
            let holds = |then: &Premises| then.is_patrolled() && (!key || then.key);
            let changes = history(told);
            assert_eq!(is_owed(&changes, (day("11-16"), day("11-22")), holds), owed, "{told}");
        }
        // Registered on the round's first day, and a day later.
        for (on, owed) in [("10-01", true), ("09-30", false)] {
            let changes = history("09-01 01");
            let days = (day(on), day("10-31"));
            assert_eq!(is_owed(&changes, days, Premises::is_patrolled), owed, "{on}");
        }
    }

    #[test]
    fn where_a_premises_stood_is_told_by_its_days() {
        for (told, expected) in [
            ("10-01 01", "01 11-09 11-22"),
            ("10-01 01,11-05 02", "02 11-09 11-22"),
            ("10-01 01,11-09 02", "02 11-09 11-22"),
            ("10-01 01,11-20 02", "01 11-09 11-19,02 11-20 11-22"),
            (
                "10-01 01,11-20 02 key,11-21 02,11-22 -",
                "01 11-09 11-19,02 11-20 11-21,- 11-22 11-22",
            ),
            ("10-01 01,11-23 02", "01 11-09 11-22"),
            ("10-01 01,11-20 02,11-20 03", "01 11-09 11-19,03 11-20 11-22"),
            // Entered late.
            ("10-01 01,11-20 03,11-10 02", "01 11-09 11-09,02 11-10 11-19,03 11-20 11-22"),
        ] {
            let says = |stay: &Stay| {
                let name = stay.grid.as_ref().map_or("-", |at| &at.as_str()[16..]);
                format!("{name} {} {}", stay.from.format("%m-%d"), stay.to.format("%m-%d"))
            };
            let stays = stays(&history(told), (day("11-09"), day("11-22")));
            assert_eq!(stays.iter().map(says).collect::<Vec<_>>().join(","), expected, "{told}");
        }
    }

    #[test]
    fn a_premises_is_of_the_grid_in_which_it_stood_longest() {
        for (told, expected) in [
            ("10-01 01", Some("01")),
            ("10-01 01,11-22 02", Some("01")),
            ("10-01 01,11-10 02", Some("02")),
            // As long in both: where it stood later.
            ("10-01 01,11-16 02", Some("02")),
            // There and back again.
            ("10-01 01,11-12 02,11-18 01", Some("01")),
            ("10-01 -,11-20 02", None),
            ("10-01 01,11-12 -", None),
            ("11-23 01", None),
        ] {
            let changes = history(told);
            let stays = stays(&changes, (day("11-09"), day("11-22")));
            assert_eq!(stood(&stays).cloned(), expected.map(grid), "{told}");
        }
    }

    #[test]
    fn a_grid_is_whose_it_was_longest() {
        let posts = |told: &[(&str, &str, &str)]| -> Vec<Assignment> {
            let post = |(name, from, to): &(&str, &str, &str)| Assignment {
                id: Id([0; 16]),
                grid: grid("01"),
                duty: Duty::GridOfficer,
                name: (*name).to_owned(),
                post: String::new(),
                from: day(from),
                to: (!to.is_empty()).then(|| day(to)),
            };
            told.iter().map(post).collect()
        };
        for (told, expected) in [
            (&[("黄小燕", "01-01", "11-28"), ("吴志强", "11-29", "")][..], &["黄小燕"][..]),
            (&[("黄小燕", "01-01", ""), ("吴志强", "11-01", "")], &["黄小燕", "吴志强"]),
            (&[("黄小燕", "01-01", ""), ("吴志强", "11-02", "")], &["黄小燕"]),
            // Taken back after a while: both stretches count.
            (
                &[
                    ("黄小燕", "01-01", "11-08"),
                    ("吴志强", "11-09", "11-22"),
                    ("黄小燕", "11-23", ""),
                ],
                &["黄小燕"],
            ),
            (&[("黄小燕", "01-01", "10-31"), ("吴志强", "12-01", "")], &[]),
            // Nobody had it for longer than who took it, or just as long.
            (&[("黄小燕", "01-01", "10-31"), ("吴志强", "11-28", "")], &[]),
            (&[("黄小燕", "01-01", "11-05"), ("吴志强", "11-24", "")], &[]),
            (&[("吴志强", "11-16", "")], &["吴志强"]),
            (&[("黄小燕", "11-11", "11-20"), ("吴志强", "11-15", "11-30")], &["吴志强"]),
        ] {
            let posts = posts(told);
            assert_eq!(walkers(&posts, &grid("01"), day("11-01")..=day("11-30")), expected);
            assert!(walkers(&posts, &grid("02"), day("11-01")..=day("11-30")).is_empty());
        }
    }

    #[test]
    fn a_round_of_a_post_is_of_who_had_it_longest() {
        let (week, since) = (day("11-23")..=day("11-29"), |text: &str| Some(day(text)));
        for (held, expected) in [
            (vec![("周安平", None, None)], vec!["周安平"]),
            (vec![("周安平", None, None), ("沈卫东", None, None)], vec!["周安平", "沈卫东"]),
            // Who came on its last days, beside who is still there and after who has left.
            (vec![("周安平", None, None), ("新街员", since("11-28"), None)], vec!["周安平"]),
            (
                vec![("周安平", None, since("11-27")), ("新街员", since("11-28"), None)],
                vec!["周安平"],
            ),
            (
                vec![("周安平", None, since("11-24")), ("新街员", since("11-25"), None)],
                vec!["新街员"],
            ),
            (vec![("周安平", None, since("11-22"))], vec![]),
        ] {
            assert_eq!(longest(held.clone(), week.clone()), expected, "{held:?}");
        }
    }
}
