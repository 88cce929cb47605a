//! The plan of visits (INS-05, REP-19): what is owed in a week or a month is laid evenly over its working days, in
//! the order in which one walks.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{id::Id, way::Way};

pub mod made;

/// A premises that somebody has to see so often within a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    pub premises: Id,
    pub way: Way,
    pub times: u32,
}

/// What one person owes within some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// First and last day; a visit on any of them counts.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Working days on which one may still go, rising.
    pub days: Vec<NaiveDate>,
    pub wants: Vec<Want>,
}

/// A visit laid on a day, for the stretch of this place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    pub day: NaiveDate,
    pub stretch: usize,
    pub premises: Id,
}

/// Visits that found no day: more often owed than there are days, or no working day at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub stretch: usize,
    pub premises: Id,
    pub times: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// By day, each day in walking order.
    pub visits: Vec<Visit>,
    pub left: Vec<Left>,
}

/// Visits as they are laid.
#[derive(Default)]
struct Table {
    load: BTreeMap<NaiveDate, u32>,
    days: HashMap<Id, Vec<NaiveDate>>,
}

impl Table {
    fn put(&mut self, day: NaiveDate, premises: Id) {
        *self.load.entry(day).or_default() += 1;
        self.days.entry(premises).or_default().push(day);
    }

    fn load(&self, day: NaiveDate) -> u32 {
        self.load.get(&day).copied().unwrap_or(0)
    }

    /// The days of a premises within a stretch.
    fn within(&self, premises: Id, stretch: &Stretch) -> Vec<NaiveDate> {
        let mut days = self.days.get(&premises).cloned().unwrap_or_default();
        days.retain(|day| (stretch.from..=stretch.to).contains(day));
        days
    }
}

/// Lays the stretches of one person, one after the other: the shorter ones stand first, and what they bring counts for
/// the longer ones. `fixed` are visits that stand already: made, or laid by hand.
pub fn plan(stretches: &[Stretch], fixed: &[(NaiveDate, Id)]) -> Plan {
    let mut table = Table::default();
    fixed.iter().for_each(|(day, premises)| table.put(*day, *premises));
    let mut plan = Plan::default();
    let mut ways: HashMap<Id, &Way> = HashMap::new();
    for (at, stretch) in stretches.iter().enumerate() {
        let mut laid: Vec<(NaiveDate, Id)> = Vec::new();
        let mut left: Vec<(Id, u32)> = Vec::new();
        let mut once: Vec<&Want> = Vec::new();
        let mut wants: Vec<&Want> = stretch.wants.iter().collect();
        wants.sort_by_key(|want| (&want.way, want.premises));
        for want in wants {
            ways.insert(want.premises, &want.way);
            let taken = table.within(want.premises, stretch);
            let owed = want.times.saturating_sub(taken.len() as u32);
            if owed == 1 && taken.is_empty() {
                once.push(want);
                continue;
            }
            // Several visits of one premises need days of their own: each takes the emptiest.
            let mut days: Vec<NaiveDate> =
                stretch.days.iter().copied().filter(|day| !taken.contains(day)).collect();
            days.sort_by_key(|day| (table.load(*day), *day));
            days.truncate(owed as usize);
            left.push((want.premises, owed - days.len() as u32));
            for day in days {
                table.put(day, want.premises);
                laid.push((day, want.premises));
            }
        }
        // Who is seen once goes with his neighbours: each day takes a part of the way.
        let mut walk = once.into_iter();
        for (day, room) in rooms(&stretch.days, &table, walk.len()) {
            for want in walk.by_ref().take(room) {
                table.put(day, want.premises);
                laid.push((day, want.premises));
            }
        }
        left.extend(walk.map(|want| (want.premises, 1)));
        let visit = |(day, premises)| Visit { day, stretch: at, premises };
        plan.visits.extend(laid.into_iter().map(visit));
        left.retain(|(_, times)| *times > 0);
        let left = left.into_iter();
        plan.left.extend(left.map(|(premises, times)| Left { stretch: at, premises, times }));
    }
    plan.visits.sort_by(|a, b| {
        (a.day, ways.get(&a.premises), a.premises).cmp(&(b.day, ways.get(&b.premises), b.premises))
    });
    plan
}

/// How many more each day takes, so that the days end as even as they can; the earlier day takes the odd one.
fn rooms(days: &[NaiveDate], table: &Table, count: usize) -> Vec<(NaiveDate, usize)> {
    let mut rooms: Vec<(NaiveDate, usize, usize)> =
        days.iter().map(|day| (*day, table.load(*day) as usize, 0)).collect();
    for _ in 0..count {
        if let Some(room) = rooms.iter_mut().min_by_key(|(day, load, more)| (load + more, *day)) {
            room.2 += 1;
        }
    }
    rooms.into_iter().map(|(day, _, more)| (day, more)).collect()
}

/// Cuts a walk into a part for each of several people, as even as they can be.
pub fn share<T: Clone>(walk: &[T], people: usize) -> Vec<Vec<T>> {
    let (part, odd) = (walk.len() / people.max(1), walk.len() % people.max(1));
    let mut rest = walk;
    (0..people.max(1))
        .map(|at| {
            let (own, others) = rest.split_at(part + usize::from(at < odd));
            rest = others;
            own.to_vec()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn id(n: u16) -> Id {
        let mut bytes = [0; 16];
        bytes[14..].copy_from_slice(&n.to_be_bytes());
        Id(bytes)
    }

    fn want(n: u16, times: u32) -> Want {
        Want { premises: id(n), way: Way::of(&format!("普贤路{n}号")), times }
    }

    fn week(first: u32, days: u32, wants: Vec<Want>) -> Stretch {
        Stretch {
            from: day(first),
            to: day(first + 6),
            days: (first..first + days).map(day).collect(),
            wants,
        }
    }

    fn told(plan: &Plan) -> Vec<(u32, Vec<u16>)> {
        let mut days: BTreeMap<NaiveDate, Vec<u16>> = BTreeMap::new();
        for visit in &plan.visits {
            let bytes = visit.premises.0;
            days.entry(visit.day).or_default().push(u16::from_be_bytes([bytes[14], bytes[15]]));
        }
        days.into_iter().map(|(on, seen)| (chrono::Datelike::day(&on), seen)).collect()
    }

    #[test]
    fn a_week_goes_along_the_street() {
        let wants = [12, 3, 7, 1, 9, 2, 30].map(|n| want(n, 1)).to_vec();
        let plan = plan(&[week(16, 5, wants)], &[]);
        let days =
            [(16, vec![1, 2]), (17, vec![3, 7]), (18, vec![9]), (19, vec![12]), (20, vec![30])];
        assert_eq!(told(&plan), days);
        assert_eq!(plan.left, []);
    }

    #[test]
    fn what_is_seen_twice_is_seen_on_two_days() {
        let laid = plan(&[week(16, 2, vec![want(1, 2), want(2, 1), want(3, 3)])], &[]);
        assert_eq!(told(&laid), [(16, vec![1, 2, 3]), (17, vec![1, 3])]);
        // A third day there is not.
        assert_eq!(laid.left, [Left { stretch: 0, premises: id(3), times: 1 }]);
        // A week without a working day.
        let holiday = plan(&[week(16, 0, vec![want(1, 1)])], &[]);
        assert_eq!((holiday.visits.len(), holiday.left.len()), (0, 1));
    }

    #[test]
    fn what_stands_counts() {
        let month = Stretch {
            from: day(1),
            to: day(30),
            days: (2..=6).chain(9..=13).map(day).collect(),
            wants: (1..=6).map(|n| want(n, 1)).collect(),
        };
        // The first was seen on Sunday; the second is laid on the 3rd by hand; the third is a key premises.
        let fixed = [(day(1), id(1)), (day(3), id(2))];
        let plan = plan(&[week(2, 5, vec![want(3, 1)]), month], &fixed);
        assert_eq!(told(&plan), [(2, vec![3]), (4, vec![4]), (5, vec![5]), (6, vec![6])]);
    }

    #[test]
    fn a_walk_is_cut_evenly() {
        assert_eq!(share(&[1, 2, 3, 4, 5], 2), [vec![1, 2, 3], vec![4, 5]]);
        assert_eq!(share(&[1], 3), [vec![1], vec![], vec![]]);
        assert_eq!(share(&[1, 2], 0), [vec![1, 2]]);
    }

    /// Wants of different premises, each owed up to three times.
    fn wants(most: usize) -> impl Strategy<Value = Vec<Want>> {
        prop::collection::btree_map(0u16..200, 1u32..4, 0..most)
            .prop_map(|all| all.into_iter().map(|(n, times)| want(n, times)).collect())
    }

    fn loads(plan: &Plan, days: &[NaiveDate]) -> Vec<usize> {
        days.iter()
            .map(|day| plan.visits.iter().filter(|visit| visit.day == *day).count())
            .collect()
    }

    /// Few premises, so that what stands and what is owed often meet.
    fn few() -> impl Strategy<Value = Vec<Want>> {
        prop::collection::btree_map(0u16..20, 1u32..4, 0..15)
            .prop_map(|all| all.into_iter().map(|(n, times)| want(n, times)).collect())
    }

    proptest! {
        #[test]
        fn what_stands_stays_and_what_is_owed_is_laid_once(
            keys in few(),
            all in few(),
            worked in prop::array::uniform4(0u32..6),
            fixed in prop::collection::btree_set((1u32..31, 0u16..20), 0..40),
        ) {
            let mut stretches: Vec<Stretch> = [2, 9, 16, 23]
                .into_iter()
                .zip(worked)
                .map(|(first, days)| week(first, days, keys.clone()))
                .collect();
            let days = stretches.iter().flat_map(|week| week.days.clone()).collect();
            stretches.push(Stretch { from: day(1), to: day(30), days, wants: all });
            let fixed: Vec<(NaiveDate, Id)> =
                fixed.into_iter().map(|(on, n)| (day(on), id(n))).collect();
            let laid = plan(&stretches, &fixed);
            prop_assert!(laid.visits.iter().all(|visit| visit.stretch < stretches.len()));
            let mut standing: BTreeSet<(NaiveDate, Id)> = fixed.into_iter().collect();
            for (at, stretch) in stretches.iter().enumerate() {
                let own: Vec<&Visit> =
                    laid.visits.iter().filter(|visit| visit.stretch == at).collect();
                let before = standing.clone();
                for visit in &own {
                    prop_assert!(stretch.days.contains(&visit.day));
                    prop_assert!(stretch.wants.iter().any(|want| want.premises == visit.premises));
                    // Nobody is sent where somebody goes on that day.
                    prop_assert!(standing.insert((visit.day, visit.premises)), "{:?}", visit);
                }
                for want in &stretch.wants {
                    let counts = |(on, premises): &&(NaiveDate, Id)| {
                        *premises == want.premises && (stretch.from..=stretch.to).contains(on)
                    };
                    let stood = before.iter().filter(counts).count() as u32;
                    let more = standing.iter().filter(counts).count() as u32 - stood;
                    let left: u32 = laid
                        .left
                        .iter()
                        .filter(|left| left.stretch == at && left.premises == want.premises)
                        .map(|left| left.times)
                        .sum();
                    prop_assert_eq!(more + left, want.times.saturating_sub(stood));
                    let full = stretch.days.iter().all(|on| standing.contains(&(*on, want.premises)));
                    prop_assert!(left == 0 || full);
                }
            }
        }

        #[test]
        fn a_walk_is_shared_within_one_visit_and_nobody_is_left_out(
            numbers in prop::collection::btree_set(0u16..200, 0..60),
            people in 1usize..6,
            worked in 1u32..6,
        ) {
            // By number, as they lie along the street.
            let walk: Vec<Want> = numbers.into_iter().map(|n| want(n, 1)).collect();
            let parts = share(&walk, people);
            prop_assert_eq!(parts.len(), people);
            let most = parts.iter().map(Vec::len).max().unwrap_or(0);
            let least = parts.iter().map(Vec::len).min().unwrap_or(0);
            prop_assert!(most - least <= 1);
            // Each walks his own part to its end, and all of them together the whole street.
            let walked: Vec<Id> = parts
                .into_iter()
                .flat_map(|part| plan(&[week(2, worked, part)], &[]).visits)
                .map(|visit| visit.premises)
                .collect();
            prop_assert_eq!(walked, walk.iter().map(|want| want.premises).collect::<Vec<_>>());
        }

        #[test]
        fn a_week_is_planned_as_often_as_it_is_owed(wants in wants(60), days in 0u32..6) {
            let stretch = week(16, days, wants.clone());
            let laid = plan(std::slice::from_ref(&stretch), &[]);
            for want in &wants {
                let mine: Vec<NaiveDate> = laid
                    .visits
                    .iter()
                    .filter(|visit| visit.premises == want.premises)
                    .map(|visit| visit.day)
                    .collect();
                let left: u32 = laid
                    .left
                    .iter()
                    .filter(|left| left.premises == want.premises)
                    .map(|left| left.times)
                    .sum();
                prop_assert_eq!(mine.len() as u32 + left, want.times);
                // Nothing is left while there is a day for it.
                prop_assert!(left == 0 || mine.len() == stretch.days.len());
                let different: BTreeSet<&NaiveDate> = mine.iter().collect();
                prop_assert_eq!(different.len(), mine.len());
                prop_assert!(mine.iter().all(|day| stretch.days.contains(day)));
            }
            let loads = loads(&laid, &stretch.days);
            let most = loads.iter().max().copied().unwrap_or(0);
            let least = loads.iter().min().copied().unwrap_or(0);
            prop_assert!(most - least <= 1, "{:?}", loads);
        }

        #[test]
        fn the_order_of_the_wants_does_not_matter(wants in wants(40), turn in 0usize..40) {
            let mut turned = wants.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
            }
            let once = plan(&[week(16, 5, wants)], &[]);
            prop_assert_eq!(once, plan(&[week(16, 5, turned)], &[]));
        }

        #[test]
        fn a_month_is_as_even_as_its_weeks_allow(keys in wants(12), all in wants(80)) {
            let keys: Vec<Want> = keys.into_iter().map(|want| Want { times: 1, ..want }).collect();
            let all: Vec<Want> = all.into_iter().map(|want| Want { times: 1, ..want }).collect();
            let days: Vec<NaiveDate> = [2u32, 9, 16, 23].iter().flat_map(|first| (*first..first + 5).map(day)).collect();
            let mut stretches: Vec<Stretch> =
                [2, 9, 16, 23].into_iter().map(|first| week(first, 5, keys.clone())).collect();
            stretches.push(Stretch { from: day(1), to: day(30), days: days.clone(), wants: all.clone() });
            let laid = plan(&stretches, &[]);
            prop_assert!(laid.left.is_empty());
            for want in &all {
                let seen = laid.visits.iter().filter(|visit| visit.premises == want.premises).count();
                let key = keys.iter().any(|key| key.premises == want.premises);
                prop_assert_eq!(seen, if key { 4 } else { 1 });
            }
            // Moving a visit of the month would even out nothing more.
            let loads = loads(&laid, &days);
            let least = loads.iter().min().copied().unwrap_or(0);
            for (day, load) in days.iter().zip(&loads) {
                let movable = laid.visits.iter().any(|visit| visit.day == *day && visit.stretch == 4);
                prop_assert!(!movable || load - least <= 1, "{:?}", loads);
            }
        }
    }
}
