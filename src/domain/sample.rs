//! 抽查: which premises or units are drawn (REP-08). Each has lots in the drum, more of them where nothing was reported or
//! found; the highest lots are drawn, and one that is drawn twice counts once.

use serde::{Deserialize, Serialize};

/// How many lots go into the drum (S2 制度四: 对零报告的重点督查).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// For a unit that reported 零报告, and for its premises.
    pub zero_report: u32,
    /// Where no hazard was found.
    pub no_hazards: u32,
}

/// Why one had the lots that it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    ZeroReport,
    NoHazards,
    Random,
}

impl Why {
    pub fn code(self) -> &'static str {
        match self {
            Why::ZeroReport => "zero_report",
            Why::NoHazards => "no_hazards",
            Why::Random => "random",
        }
    }
}

impl Weights {
    /// The lots of one, one at least, and the reason; of two reasons the one with more lots, 零报告 of two alike.
    pub fn lots(self, zero_report: bool, no_hazards: bool) -> (u32, Why) {
        let of = |holds: bool, lots: u32| if holds { lots } else { 0 };
        let zero = of(zero_report, self.zero_report);
        let none = of(no_hazards, self.no_hazards);
        match (zero, none) {
            (0 | 1, 0 | 1) if zero_report => (1, Why::ZeroReport),
            (0 | 1, 0 | 1) => (1, Why::Random),
            _ if zero >= none => (zero, Why::ZeroReport),
            _ => (none, Why::NoHazards),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<K> {
    pub key: K,
    pub zero_report: bool,
    pub no_hazards: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<K> {
    pub key: K,
    pub lots: u32,
    pub why: Why,
}

/// The first `count` of the drawn, in the order in which they are drawn; all where there are no more. `number` is what
/// stands on a lot, from whose it is and the lot's number from 0 on: the same numbers draw the same, and whoever joins
/// or leaves moves nobody else.
pub fn draw<K: Clone + Ord>(
    candidates: &[Candidate<K>],
    weights: Weights,
    count: usize,
    number: impl Fn(&K, u32) -> u64,
) -> Vec<Drawn<K>> {
    let mut drum: Vec<(u64, Drawn<K>)> = candidates
        .iter()
        .map(|one| {
            let (lots, why) = weights.lots(one.zero_report, one.no_hazards);
            let highest = (0..lots).map(|lot| number(&one.key, lot)).max().unwrap_or(0);
            (highest, Drawn { key: one.key.clone(), lots, why })
        })
        .collect();
    drum.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.key.cmp(&other.key)));
    drum.into_iter().take(count).map(|(_, drawn)| drawn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    const WEIGHTS: Weights = Weights { zero_report: 3, no_hazards: 2 };

    #[test]
    fn who_reported_or_found_nothing_has_more_lots() {
        let even = Weights { zero_report: 2, no_hazards: 2 };
        let none = Weights { zero_report: 1, no_hazards: 1 };
        let other = Weights { zero_report: 2, no_hazards: 5 };
        for (weights, zero, clean, lots, why) in [
            (WEIGHTS, false, false, 1, Why::Random),
            (WEIGHTS, true, false, 3, Why::ZeroReport),
            (WEIGHTS, false, true, 2, Why::NoHazards),
            (WEIGHTS, true, true, 3, Why::ZeroReport),
            (even, true, true, 2, Why::ZeroReport),
            (other, true, true, 5, Why::NoHazards),
            (other, true, false, 2, Why::ZeroReport),
            (none, false, true, 1, Why::Random),
            (none, true, false, 1, Why::ZeroReport),
            (none, true, true, 1, Why::ZeroReport),
        ] {
            assert_eq!(weights.lots(zero, clean), (lots, why), "{weights:?} {zero} {clean}");
        }
    }

    fn candidates(flags: &[(bool, bool)]) -> Vec<Candidate<Id>> {
        (1..)
            .zip(flags)
            .map(|(no, &(zero_report, no_hazards))| Candidate {
                key: Id([no; 16]),
                zero_report,
                no_hazards,
            })
            .collect()
    }

    fn ids(drawn: &[Drawn<Id>]) -> Vec<u8> {
        drawn.iter().map(|drawn| drawn.key.0[0]).collect()
    }

    #[test]
    fn the_highest_lots_are_drawn() {
        // Lots by premises; one premises reported nothing, one found nothing.
        let lots: [&[u64]; 4] = [&[50, 999, 999], &[10, 40, 70], &[20, 60, 999], &[55, 999, 999]];
        let number = |id: &Id, lot: u32| lots[usize::from(id.0[0]) - 1][lot as usize];
        let flags = [(false, false), (true, false), (false, true), (false, false)];
        let all = candidates(&flags);
        for (count, drawn) in [(0, vec![]), (1, vec![2]), (3, vec![2, 3, 4]), (9, vec![2, 3, 4, 1])]
        {
            assert_eq!(ids(&draw(&all, WEIGHTS, count, number)), drawn, "{count}");
        }
        // Without the favour the order is another; without one premises the others stay as they were.
        let plain = Weights { zero_report: 1, no_hazards: 1 };
        assert_eq!(ids(&draw(&all, plain, 4, number)), [4, 1, 3, 2]);
        assert_eq!(ids(&draw(&all[1..], WEIGHTS, 4, number)), [2, 3, 4]);
        assert!(draw(&[], WEIGHTS, 4, number).is_empty());
        // Lots that are alike fall to the older entry.
        assert_eq!(ids(&draw(&all, WEIGHTS, 2, |_, _| 7)), [1, 2]);
    }

    #[test]
    fn lots_are_chances() {
        let all = candidates(&[(true, false), (false, false), (false, true), (false, false)]);
        let mut times = [0u32; 4];
        for seed in 0..7000u64 {
            let number = |id: &Id, lot: u32| {
                let mixed = (seed << 16) ^ (u64::from(id.0[0]) << 8) ^ u64::from(lot);
                let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
            };
            times[usize::from(ids(&draw(&all, WEIGHTS, 1, number))[0]) - 1] += 1;
        }
        // Of seven lots in the drum three, one, two and one.
        for (times, expected) in times.into_iter().zip([3000, 1000, 2000, 1000]) {
            assert!(times.abs_diff(expected) < 150, "{times} for {expected}");
        }
    }
}
