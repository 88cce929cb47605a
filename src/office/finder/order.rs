//! The order of a Chinese list for many names at once, the same as that of their sort keys.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use crate::domain::{
    id::Id,
    reading::{sort_key, sort_token},
};

/// Characters whose ranks fit into one number that settles most comparisons.
const PACKED: usize = 4;

/// The places of the names in the order of `(sort_key(name), id)`. `letters` are all their characters.
pub(super) fn in_list_order<'a>(
    letters: impl Iterator<Item = char>,
    count: usize,
    name: impl Fn(u32) -> &'a str,
    id: impl Fn(u32) -> Id,
) -> Vec<u32> {
    let ranks = Ranks::of(letters);
    let mut all: Vec<u16> = Vec::new();
    let mut ends: Vec<u32> = vec![0];
    let mut keys: Vec<(u64, u32)> = (0..count as u32)
        .map(|index| {
            let start = all.len();
            all.extend(name(index).chars().map(|c| ranks.rank(c)));
            ends.push(all.len() as u32);
            let packed = (0..PACKED).fold(0, |packed, place| {
                packed << 16 | u64::from(all.get(start + place).copied().unwrap_or(0))
            });
            (packed, index)
        })
        .collect();
    let ranks_of = |index: u32| {
        let index = index as usize;
        &all[ends[index] as usize..ends[index + 1] as usize]
    };
    keys.sort_unstable_by(|(left_packed, left), (right_packed, right)| {
        let (left_ranks, right_ranks) = (ranks_of(*left), ranks_of(*right));
        if left_packed != right_packed && left_ranks.len().min(right_ranks.len()) >= PACKED {
            return left_packed.cmp(right_packed);
        }
        let differ = left_ranks.iter().zip(right_ranks).find(|(left, right)| left != right);
        let names = || match left_ranks.len().cmp(&right_ranks.len()) {
            Ordering::Equal => name(*left).cmp(name(*right)),
            // Where one reads as the beginning of the other, its name meets the other's reading.
            _ => sort_key(name(*left)).cmp(&sort_key(name(*right))),
        };
        differ
            .map_or_else(names, |(left, right)| left.cmp(right))
            .then_with(|| id(*left).cmp(&id(*right)))
    });
    keys.into_iter().map(|(_, index)| index).collect()
}

/// Where each character stands among all of them; characters that are read alike stand together.
struct Ranks {
    basic: Vec<u16>,
    beyond: HashMap<char, u16>,
}

impl Ranks {
    fn of(letters: impl Iterator<Item = char>) -> Ranks {
        let mut by_token: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for c in letters {
            // The space that ends it in a key orders `an` before `ang`.
            by_token.entry(sort_token(c) + " ").or_default().push(c);
        }
        let mut ranks = Ranks { basic: vec![0; 0x1_0000], beyond: HashMap::new() };
        for (rank, c) in (1..=u16::MAX)
            .zip(by_token.into_values())
            .flat_map(|(rank, letters)| letters.into_iter().map(move |c| (rank, c)))
        {
            match ranks.basic.get_mut(c as usize) {
                Some(place) => *place = rank,
                None => drop(ranks.beyond.insert(c, rank)),
            }
        }
        ranks
    }

    fn rank(&self, c: char) -> u16 {
        match self.basic.get(c as usize) {
            Some(rank) => *rank,
            None => self.beyond.get(&c).copied().unwrap_or(0),
        }
    }
}
