//! Coverage (覆盖): which premises a round has to reach in its week or month, and which it has reached (INS-01,
//! INS-02, INS-04).

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{id::Id, share::share, unit::Level};

/// Premises of a round, and those of them that were seen as often as it asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    pub required: u32,
    pub covered: u32,
}

impl Count {
    pub fn missed(self) -> u32 {
        self.required.saturating_sub(self.covered)
    }

    /// In tenths of a percent; only what is whole is 1000. `None` where nothing is required.
    pub fn permille(self) -> Option<u32> {
        let share = share(self.covered.into(), self.required.into(), 1000)?;
        u32::try_from(share).ok()
    }

    pub fn add(&mut self, other: Count) {
        self.required += other.required;
        self.covered += other.covered;
    }
}

/// The last day of the first week or month in which a premises was missed: the one after that of its last visit, but none
/// before that of the day from which it was `owed`, and none that had begun when the round was first `asked` for. `stretch`
/// gives the first and the last day of a day's.
pub fn first_missed(
    stretch: impl Fn(NaiveDate) -> (NaiveDate, NaiveDate),
    seen: Option<NaiveDate>,
    owed: NaiveDate,
    asked: NaiveDate,
) -> NaiveDate {
    let after = |day: NaiveDate| stretch(day).1 + Days::new(1);
    let asked = if stretch(asked).0 == asked { asked } else { after(asked) };
    let owed = owed.max(asked);
    stretch(seen.map_or(owed, |seen| after(seen).max(owed))).1
}

/// The first day since which an entry has come under a round at the end of every week or month, up to its last change:
/// what was at rest and back before its end owes it. `None` where it does not come under it. `stood`: the day of each
/// change, in their order, and whether it did from then on; `stretch` gives the first and the last day of a day's.
pub fn owed_since(
    stretch: impl Fn(NaiveDate) -> (NaiveDate, NaiveDate),
    stood: &[(NaiveDate, bool)],
) -> Option<NaiveDate> {
    let mut since = None;
    for (day, owed) in stood.iter().rev() {
        match (owed, since) {
            (true, _) => since = Some(*day),
            (false, Some(back)) if back <= stretch(*day).1 => {}
            (false, _) => break,
        }
    }
    since
}

/// Premises that a round has to reach so often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need<P> {
    pub place: P,
    pub premises: Id,
    /// At least once.
    pub times: u32,
}

/// What came of a round: the counts of each place, and the needs that are not met, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'a, P> {
    pub counts: BTreeMap<P, Count>,
    pub missed: Vec<&'a Need<P>>,
}

/// Holds needs against the visits of their days; `visits` counts those of each premises.
pub fn tell<'a, P: Ord + Clone>(needs: &'a [Need<P>], visits: &HashMap<Id, u32>) -> Told<'a, P> {
    let mut told = Told { counts: BTreeMap::new(), missed: Vec::new() };
    for need in needs {
        let seen = visits.get(&need.premises).copied().unwrap_or(0);
        let covered = seen >= need.times.max(1);
        told.counts
            .entry(need.place.clone())
            .or_default()
            .add(Count { required: 1, covered: u32::from(covered) });
        if !covered {
            told.missed.push(need);
        }
    }
    told
}

/// Whether a visit of one level counts for a round of another. The street's and the district's rounds are theirs
/// alone (S2 §职责二(二)3); in the community anybody's visit tells how the premises stand.
pub fn counts_for(round: Level, visit: Level) -> bool {
    match round {
        Level::Grid | Level::Community => true,
        Level::Street | Level::District | Level::City => visit == round,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn need(place: u8, premises: u8, times: u32) -> Need<u8> {
        Need { place, premises: Id([premises; 16]), times }
    }

    #[test]
    fn a_miss_begins_with_the_first_week_that_nobody_came() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (week, month) = (crate::domain::period::week_of, crate::domain::period::month_of);
        for (seen, asked, by_week, by_month) in [
            // Seen on Thursday: the week from the 23rd on was missed.
            ("2026-11-19", "2026-01-05", "2026-11-29", "2026-12-31"),
            ("2026-11-22", "2026-01-05", "2026-11-29", "2026-12-31"),
            ("2026-11-23", "2026-01-05", "2026-12-06", "2026-12-31"),
            // Never seen: from a Monday on, or from a day in mid-week.
            ("", "2026-11-02", "2026-11-08", "2026-12-31"),
            ("", "2026-11-03", "2026-11-15", "2026-12-31"),
            ("", "2026-11-01", "2026-11-08", "2026-11-30"),
            // Seen long before it was asked for.
            ("2026-06-10", "2026-11-03", "2026-11-15", "2026-12-31"),
            ("2026-06-10", "2026-11-02", "2026-11-08", "2026-12-31"),
        ] {
            let told = |stretch: fn(NaiveDate) -> (NaiveDate, NaiveDate)| {
                let (seen, asked) = (seen.parse().ok(), day(asked));
                first_missed(stretch, seen, day("2026-01-05"), asked).to_string()
            };
            assert_eq!(
                (told(week), told(month)),
                (by_week.into(), by_month.into()),
                "{seen} {asked}"
            );
        }
        // What came on the way is missed by the week and the month in which it came, not by those before.
        for (seen, owed, by_week, by_month) in [
            ("", "2026-11-03", "2026-11-08", "2026-11-30"),
            ("2026-06-10", "2026-11-08", "2026-11-08", "2026-11-30"),
            ("2026-11-04", "2026-11-03", "2026-11-15", "2026-12-31"),
        ] {
            let told = |stretch: fn(NaiveDate) -> (NaiveDate, NaiveDate)| {
                let (seen, asked) = (seen.parse().ok(), day("2026-01-05"));
                first_missed(stretch, seen, day(owed), asked).to_string()
            };
            assert_eq!(
                (told(week), told(month)),
                (by_week.into(), by_month.into()),
                "{seen} {owed}"
            );
        }
    }

    #[test]
    fn a_premises_owes_since_it_came_under_the_round_without_a_break() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        for (stood, since) in [
            (&[][..], None),
            (&[(2, true)], Some(2)),
            (&[(2, false)], None),
            // Put on the key list, other things changed since.
            (&[(2, false), (10, true), (12, true)], Some(10)),
            // Stopped and begun anew before the week was over: on a Tuesday and its Thursday, its Sunday.
            (&[(2, true), (10, false), (12, true)], Some(2)),
            (&[(2, true), (10, false), (15, true)], Some(2)),
            (&[(2, true), (10, false), (10, true)], Some(2)),
            // After it.
            (&[(2, true), (10, false), (16, true)], Some(16)),
            (&[(2, true), (15, false), (16, true)], Some(16)),
            (&[(2, true), (10, false), (11, false), (16, true), (17, false), (18, true)], Some(16)),
            (&[(2, true), (10, false)], None),
        ] {
            let days: Vec<(NaiveDate, bool)> =
                stood.iter().map(|(on, owed)| (day(*on), *owed)).collect();
            let told = owed_since(crate::domain::period::week_of, &days);
            assert_eq!(told, since.map(day), "{stood:?}");
        }
    }

    #[test]
    fn a_part_is_never_rounded_up_to_the_whole() {
        for (required, covered, permille) in [
            (0, 0, None),
            (5, 0, Some(0)),
            (3, 2, Some(667)),
            (1000, 999, Some(999)),
            (100_000, 99_999, Some(999)),
            (7, 7, Some(1000)),
        ] {
            let count = Count { required, covered };
            assert_eq!(count.permille(), permille, "{covered}/{required}");
            assert_eq!(count.missed(), required - covered);
        }
    }

    #[test]
    fn a_premises_is_covered_when_it_was_seen_as_often_as_is_asked() {
        let needs = [need(1, 1, 1), need(1, 2, 2), need(2, 3, 1), need(2, 4, 0)];
        let visits = HashMap::from([(Id([1; 16]), 3), (Id([2; 16]), 1), (Id([9; 16]), 1)]);
        let told = tell(&needs, &visits);
        assert_eq!(
            told.counts,
            BTreeMap::from([
                (1, Count { required: 2, covered: 1 }),
                (2, Count { required: 2, covered: 0 })
            ])
        );
        let missed: Vec<Id> = told.missed.iter().map(|need| need.premises).collect();
        assert_eq!(missed, [2, 3, 4].map(|n| Id([n; 16])));
    }

    #[test]
    fn the_rounds_of_the_street_and_the_district_are_their_own() {
        use Level::{City, Community, District, Grid, Street};
        for (round, visit, counts) in [
            (Grid, Community, true),
            (Community, Street, true),
            (Community, District, true),
            (Street, Street, true),
            (Street, Community, false),
            (Street, District, false),
            (District, District, true),
            (District, Street, false),
            (City, District, false),
        ] {
            assert_eq!(counts_for(round, visit), counts, "{round:?} {visit:?}");
        }
    }

    fn needs() -> impl Strategy<Value = Vec<Need<u8>>> {
        let times = prop::collection::vec((0u8..4, 0u32..4), 0..60);
        times.prop_map(|all| {
            (0u8..).zip(all).map(|(at, (place, times))| need(place, at, times)).collect()
        })
    }

    fn visits() -> impl Strategy<Value = HashMap<Id, u32>> {
        prop::collection::hash_map((0u8..80).prop_map(|n| Id([n; 16])), 0u32..5, 0..40)
    }

    proptest! {
        #[test]
        fn covered_and_missed_are_all(needs in needs(), visits in visits()) {
            let told = tell(&needs, &visits);
            let mut sum = Count::default();
            told.counts.values().for_each(|count| sum.add(*count));
            prop_assert_eq!(sum.required as usize, needs.len());
            prop_assert_eq!(sum.missed() as usize, told.missed.len());
            prop_assert!(told.counts.values().all(|count| count.covered <= count.required));
        }

        #[test]
        fn one_more_visit_never_lowers_it(needs in needs(), visits in visits(), seen in 0u8..80) {
            let before = tell(&needs, &visits);
            let mut more = visits.clone();
            *more.entry(Id([seen; 16])).or_default() += 1;
            let after = tell(&needs, &more);
            for (place, count) in &before.counts {
                prop_assert!(after.counts[place].covered >= count.covered);
                prop_assert_eq!(after.counts[place].required, count.required);
            }
            prop_assert!(after.missed.iter().all(|need| before.missed.contains(need)));
        }
    }
}
