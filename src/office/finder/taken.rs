//! Filling a finder: entries taken one by one, then put into list order.

use std::{collections::HashMap, hash::Hash, mem::take, ops::Range};

use super::{
    Finder, Kind, letters_of, order, start,
    wanted::{Letter, Marks},
};
use crate::{domain::unit::UnitPath, store::finding::Found};

/// Entries as they come, with what makes taking many of them quick.
#[derive(Default)]
pub(super) struct Taken {
    finder: Finder,
    kinds: HashMap<Kind, u32>,
    units: HashMap<(UnitPath, Option<UnitPath>), u32>,
    categories: HashMap<String, u32>,
    /// The marks of each letter seen.
    marks: Seen,
}

impl Taken {
    pub fn take(&mut self, entry: Found) {
        let finder = &mut self.finder;
        let mut marks = Marks::default();
        for c in letters_of(&entry) {
            let known = self.marks.of(c);
            if *known == NOT_SEEN {
                let letter = Letter::of(c);
                *known = letter.marks();
                finder.letters.push(letter);
            }
            marks.add(*known);
        }
        let Found { community, grid, category, .. } = &entry;
        let unit = known(&mut self.units, &mut finder.units, (community.clone(), grid.clone()));
        let category = known(&mut self.categories, &mut finder.categories, category.clone());
        let kind = Kind { unit, category, key: entry.key, state: entry.state };
        let kind = known(&mut self.kinds, &mut finder.kinds, kind);
        finder.insert(finder.len() as u32, &entry, kind, marks.all);
    }

    /// In list order. Each column is let go as soon as it is put in order, so that little is held twice.
    pub fn sorted(self) -> Finder {
        let Taken { finder: mut taken, kinds, units, categories, marks } = self;
        drop((kinds, units, categories, marks));
        let order = order::in_list_order(
            taken.letters.iter().map(|letter| letter.c),
            taken.len(),
            |place| taken.name(place),
            |place| taken.ids[place as usize],
        );
        let (mut text, mut numbers) = (String::new(), Vec::new());
        let text_ends = {
            let parts = take(&mut taken.text);
            text.reserve_exact(parts.len());
            ends_in_order(&order, take(&mut taken.text_ends), |part| {
                text.push_str(&parts[part]);
                text.len()
            })
        };
        let number_ends = {
            let parts = take(&mut taken.numbers);
            numbers.reserve_exact(parts.len());
            ends_in_order(&order, take(&mut taken.number_ends), |part| {
                numbers.extend_from_slice(&parts[part]);
                numbers.len()
            })
        };
        Finder {
            ids: in_order(&order, take(&mut taken.ids)),
            text,
            text_ends,
            numbers,
            number_ends,
            marks: in_order(&order, take(&mut taken.marks)),
            kind_of: in_order(&order, take(&mut taken.kind_of)),
            last_on: in_order(&order, take(&mut taken.last_on)),
            open_hazards: in_order(&order, take(&mut taken.open_hazards)),
            ..taken
        }
    }
}

/// Where parts that lie behind each other end once `push` has put them, in order, behind each other.
fn ends_in_order(
    order: &[u32],
    ends: Vec<u32>,
    mut push: impl FnMut(Range<usize>) -> usize,
) -> Vec<u32> {
    let part = |place: &u32| start(&ends, *place as usize)..ends[*place as usize] as usize;
    order.iter().map(|place| push(part(place)) as u32).collect()
}

fn in_order<T: Copy>(order: &[u32], list: Vec<T>) -> Vec<T> {
    order.iter().map(|place| list[*place as usize]).collect()
}

/// Marks by character: a table where nearly all of them are.
struct Seen {
    basic: Vec<u32>,
    beyond: HashMap<char, u32>,
}

const NOT_SEEN: u32 = u32::MAX;

impl Default for Seen {
    fn default() -> Seen {
        Seen { basic: vec![NOT_SEEN; 0x1_0000], beyond: HashMap::new() }
    }
}

impl Seen {
    fn of(&mut self, c: char) -> &mut u32 {
        match self.basic.get_mut(c as usize) {
            Some(marks) => marks,
            None => self.beyond.entry(c).or_insert(NOT_SEEN),
        }
    }
}

/// The number of a value, which it gets when it is first seen.
fn known<T: Clone + Eq + Hash>(numbers: &mut HashMap<T, u32>, list: &mut Vec<T>, value: T) -> u32 {
    if let Some(number) = numbers.get(&value) {
        return *number;
    }
    let number = list.len() as u32;
    list.push(value.clone());
    numbers.insert(value, number);
    number
}
