//! The register in memory, to find in while a person types: every premises in the actor's scope, in list order.
//!
//! ```text
//! text      name, person in charge      one after the other in one arena      find by Chinese and by letters
//! numbers   credit code, phone          the same                              find by digits
//! marks     the initials of name and person, and which follow which: most entries are passed over by a look at one word
//! kinds     grid, category, key, state: few distinct ones, so that a narrowed list asks each only once
//! ```
//! It holds no addresses: they would double it. Where nothing is found here, the office is asked for them
//! ([`Office::addressed`]).

mod order;
mod taken;
mod wanted;

#[cfg(test)]
mod tests;

use std::{collections::HashSet, ops::Range, thread};

use chrono::NaiveDate;

use super::{Office, Refusal};
use crate::{
    domain::{
        id::Id,
        premises::Status,
        reading::{fold, sort_key},
        unit::{Level, UnitPath},
    },
    store::{finding, hazards, inspections, journal, premises},
};
use taken::Taken;
use wanted::{BETWEEN, Letter, Marks, Match, Typed, Wanted};

pub use crate::store::finding::Found;

/// What the desk shows of an entry in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    pub id: Id,
    pub name: &'a str,
    pub community: &'a UnitPath,
    pub grid: Option<&'a UnitPath>,
    pub key: bool,
    pub state: Status,
    /// Code of the counter in 表二; empty when not mapped.
    pub category: &'a str,
    /// The last day on which somebody inspected it.
    pub last_on: Option<NaiveDate>,
    /// 65,535 stands for more.
    pub open_hazards: u32,
}

/// Entries that were touched meanwhile.
pub enum News {
    /// Each as it is now; `None` for one that is gone.
    Few(Vec<(Id, Option<Found>)>),
    /// So many that all were read again.
    Many(Box<Finder>),
}

/// Verbs of the journal behind which stand many entries.
const ROSTERS: [&str; 2] = ["import", "undo_import"];

/// So many changes are as quickly read with the whole register.
const MANY: u32 = 500;

/// What a list is narrowed to; `None` takes everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// A grid, or a unit above it with all that lies in it.
    pub grid: Option<UnitPath>,
    /// Only those that no grid holds.
    pub orphan: bool,
    pub key: Option<bool>,
    pub state: Option<Status>,
    pub category: Option<String>,
}

/// The entries in list order. Their places change with [`Finder::replace`] and [`Finder::remove`].
#[derive(Default)]
pub struct Finder {
    ids: Vec<Id>,
    text: String,
    text_ends: Vec<u32>,
    numbers: Vec<u8>,
    number_ends: Vec<u32>,
    marks: Vec<u64>,
    kind_of: Vec<u32>,
    last_on: Vec<Option<NaiveDate>>,
    open_hazards: Vec<u16>,
    kinds: Vec<Kind>,
    units: Vec<(UnitPath, Option<UnitPath>)>,
    categories: Vec<String>,
    /// The distinct characters of the text.
    letters: Vec<Letter>,
}

/// What many entries have in common, as indexes into the finder's lists.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    unit: u32,
    category: u32,
    key: bool,
    state: Status,
}

impl Finder {
    /// Puts entries into list order.
    pub fn of(entries: impl IntoIterator<Item = Found>) -> Finder {
        let mut taken = Taken::default();
        entries.into_iter().for_each(|entry| taken.take(entry));
        taken.sorted()
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The entry at a place in the list.
    ///
    /// # Panics
    /// When the place is not below [`Finder::len`].
    pub fn entry(&self, index: u32) -> Entry<'_> {
        let place = index as usize;
        let kind = self.kinds[self.kind_of[place] as usize];
        let (community, grid) = &self.units[kind.unit as usize];
        Entry {
            id: self.ids[place],
            name: self.name(index),
            community,
            grid: grid.as_ref(),
            key: kind.key,
            state: kind.state,
            category: &self.categories[kind.category as usize],
            last_on: self.last_on[place],
            open_hazards: self.open_hazards[place].into(),
        }
    }

    /// Where an entry stands in the list.
    pub fn place_of(&self, id: Id) -> Option<u32> {
        self.ids.iter().position(|other| *other == id).map(|place| place as u32)
    }

    /// The places of the entries that were typed for, the best kind of match first, each kind in list order:
    /// at the start of the name, inside it, by readings seldom meant, by the person in charge, by credit code
    /// or phone. Chinese, pinyin whole or cut short, initials and digits may follow each other; spaces,
    /// brackets and other signs count for nothing. Nothing typed finds all.
    pub fn find(&self, typed: &str, narrow: &Narrow) -> Vec<u32> {
        self.found_in(typed, narrow, |part, look| part.for_each(look))
    }

    /// The same as [`Finder::find`], when `within` is what it gave for the beginning of `typed`, narrowed no
    /// more than now.
    pub fn refine(&self, typed: &str, narrow: &Narrow, within: &[u32]) -> Vec<u32> {
        let mut words = vec![0u64; self.len().div_ceil(64)];
        for place in within {
            if let Some(word) = words.get_mut((place / 64) as usize) {
                *word |= 1 << (place % 64);
            }
        }
        self.found_in(typed, narrow, |part, look| {
            for word in part.start / 64..part.end.div_ceil(64) {
                let mut rest = words[word as usize];
                while rest != 0 {
                    look(word * 64 + rest.trailing_zeros());
                    rest &= rest - 1;
                }
            }
        })
    }

    /// The places of these entries that a list is narrowed to, in list order.
    pub fn places_of(&self, ids: &[Id], narrow: &Narrow) -> Vec<u32> {
        let ids: HashSet<&Id> = ids.iter().collect();
        let kinds: Vec<bool> = self.kinds.iter().map(|kind| self.passes(kind, narrow)).collect();
        let here =
            |place: &usize| ids.contains(&self.ids[*place]) && kinds[self.kind_of[*place] as usize];
        (0..self.len()).filter(here).map(|place| place as u32).collect()
    }

    /// Takes an entry in, in the place of the one with its id if there is one. Returns where it stands now.
    pub fn replace(&mut self, entry: &Found) -> u32 {
        self.remove(entry.id);
        let key = (sort_key(&entry.name), entry.id);
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if (sort_key(self.name(middle)), self.ids[middle as usize]) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut marks = Marks::default();
        for c in letters_of(entry) {
            let letter = Letter::of(c);
            marks.add(letter.marks());
            if !self.letters.iter().any(|known| known.c == c) {
                self.letters.push(letter);
            }
        }
        let unit = place_in(&mut self.units, (entry.community.clone(), entry.grid.clone()));
        let category = place_in(&mut self.categories, entry.category.clone());
        let kind = Kind { unit, category, key: entry.key, state: entry.state };
        let kind = place_in(&mut self.kinds, kind);
        self.insert(low, entry, kind, marks.all);
        low
    }

    /// Takes an entry out; false when it is not here.
    pub fn remove(&mut self, id: Id) -> bool {
        let Some(place) = self.place_of(id) else { return false };
        let at = place as usize;
        let (text, numbers) = (self.text_of(place), self.numbers_of(place));
        self.text.replace_range(text.clone(), "");
        self.numbers.drain(numbers.clone());
        self.text_ends.remove(at);
        self.number_ends.remove(at);
        self.text_ends[at..].iter_mut().for_each(|end| *end -= text.len() as u32);
        self.number_ends[at..].iter_mut().for_each(|end| *end -= numbers.len() as u32);
        self.ids.remove(at);
        self.marks.remove(at);
        self.kind_of.remove(at);
        self.last_on.remove(at);
        self.open_hazards.remove(at);
        true
    }

    fn insert(&mut self, place: u32, entry: &Found, kind: u32, marks: u64) {
        let at = place as usize;
        let (text_start, number_start) = (start(&self.text_ends, at), start(&self.number_ends, at));
        let (old_text, old_numbers) = (self.text.len(), self.numbers.len());
        self.text.insert_str(text_start, &entry.person_in_charge);
        self.text.insert(text_start, BETWEEN);
        self.text.insert_str(text_start, &entry.name);
        self.numbers.splice(number_start..number_start, numbers(entry));
        self.text_ends.insert(at, text_start as u32);
        self.number_ends.insert(at, number_start as u32);
        let text_grew = (self.text.len() - old_text) as u32;
        let numbers_grew = (self.numbers.len() - old_numbers) as u32;
        self.text_ends[at..].iter_mut().for_each(|end| *end += text_grew);
        self.number_ends[at..].iter_mut().for_each(|end| *end += numbers_grew);
        self.ids.insert(at, entry.id);
        self.marks.insert(at, marks);
        self.kind_of.insert(at, kind);
        self.last_on.insert(at, entry.last_on);
        self.open_hazards.insert(at, u16::try_from(entry.open_hazards).unwrap_or(u16::MAX));
    }

    #[inline(always)]
    fn text_of(&self, place: u32) -> Range<usize> {
        start(&self.text_ends, place as usize)..self.text_ends[place as usize] as usize
    }

    fn numbers_of(&self, place: u32) -> Range<usize> {
        start(&self.number_ends, place as usize)..self.number_ends[place as usize] as usize
    }

    fn name(&self, place: u32) -> &str {
        let text = &self.text[self.text_of(place)];
        text.split(BETWEEN).next().unwrap_or(text)
    }

    /// `each` gives the places of a part of the list that are looked at.
    fn found_in(
        &self,
        typed: &str,
        narrow: &Narrow,
        each: impl Fn(Range<u32>, &mut dyn FnMut(u32)) + Sync,
    ) -> Vec<u32> {
        let kinds: Vec<bool> = self.kinds.iter().map(|kind| self.passes(kind, narrow)).collect();
        let wide = *narrow == Narrow::default();
        let passes = |place: u32| wide || kinds[self.kind_of[place as usize] as usize];
        let typed = Typed::new(typed);
        if typed.is_empty() {
            let mut all = Vec::new();
            each(0..self.len() as u32, &mut |place| {
                if passes(place) {
                    all.push(place);
                }
            });
            return all;
        }
        let number = typed.number();
        let wanted = Wanted::new(&typed, &self.letters);
        let look_through = |part: Range<u32>| {
            let numbers = number.as_ref().map(|number| self.with_number(number, part.clone()));
            let mut found = [const { Vec::new() }; Match::KINDS];
            let first = part.start;
            each(part, &mut |place| {
                if !passes(place) {
                    return;
                }
                let by_text = wanted
                    .may_stand_in(self.marks[place as usize])
                    .then(|| wanted.stands_in(&self.text[self.text_of(place)]))
                    .flatten();
                let by_number =
                    || numbers.as_ref()?[(place - first) as usize].then_some(Match::Number);
                if let Some(kind) = by_text.or_else(by_number) {
                    found[kind as usize].push(place);
                }
            });
            found
        };
        let found = in_parts(self.len() as u32, look_through);
        let by_kind = |kind: usize| found.iter().map(move |part| part[kind].as_slice());
        (0..Match::KINDS).flat_map(by_kind).collect::<Vec<_>>().concat()
    }

    fn passes(&self, kind: &Kind, narrow: &Narrow) -> bool {
        let (community, grid) = &self.units[kind.unit as usize];
        let lies_in = |unit: &UnitPath| unit.covers(grid.as_ref().unwrap_or(community));
        narrow.grid.as_ref().is_none_or(lies_in)
            && (!narrow.orphan || grid.is_none() && kind.state != Status::MovedOut)
            && narrow.key.is_none_or(|key| key == kind.key)
            && narrow.state.is_none_or(|state| state == kind.state)
            && narrow
                .category
                .as_ref()
                .is_none_or(|category| **category == *self.categories[kind.category as usize])
    }

    /// For each entry of a part of the list, whether its credit code or phone holds this.
    fn with_number(&self, number: &[u8], part: Range<u32>) -> Vec<bool> {
        let mut holds = vec![false; part.len()];
        let (first, last) = (part.start as usize, part.end as usize);
        let (mut at, mut place) = (start(&self.number_ends, first), first);
        let end = start(&self.number_ends, last);
        let wanted = memchr::memmem::Finder::new(number);
        while let Some(further) = wanted.find(&self.numbers[at..end]) {
            let found = at + further;
            while self.number_ends[place] as usize <= found {
                place += 1;
            }
            holds[place - first] = true;
            at = self.number_ends[place] as usize;
        }
        holds
    }
}

/// Fewer entries are looked through by one thread.
const WORTH_A_THREAD: u32 = 16_384;

/// Looks through a list in as many parts as there are processors for, in whole words of 64 places; gives what
/// was found in each, in order.
fn in_parts<T: Send>(len: u32, look_through: impl Fn(Range<u32>) -> T + Sync) -> Vec<T> {
    let most = thread::available_parallelism().map_or(1, |count| count.get().min(4)) as u32;
    let parts = (len / WORTH_A_THREAD).clamp(1, most);
    let size = len.div_ceil(parts).next_multiple_of(64);
    let part = |number: u32| (number * size).min(len)..((number + 1) * size).min(len);
    thread::scope(|scope| {
        let look_through = &look_through;
        let others: Vec<_> =
            (1..parts).map(|number| scope.spawn(move || look_through(part(number)))).collect();
        let mut found = vec![look_through(part(0))];
        found.extend(
            others
                .into_iter()
                .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
        );
        found
    })
}

#[inline(always)]
fn start(ends: &[u32], place: usize) -> usize {
    place.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

/// Where a value stands in a list that holds it once; put at its end when it is new.
fn place_in<T: PartialEq>(list: &mut Vec<T>, value: T) -> u32 {
    let place = list.iter().position(|other| *other == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    });
    place as u32
}

fn letters_of(entry: &Found) -> impl Iterator<Item = char> {
    entry.name.chars().chain(entry.person_in_charge.chars())
}

/// The credit code and the phone numbers in capitals, each ended by a zero; what joins the parts of one
/// number is left out.
fn numbers(entry: &Found) -> impl Iterator<Item = u8> {
    let fields = [&entry.uscc, &entry.phone];
    fields.into_iter().flat_map(|field| field.chars().map(fold).chain(['\0'])).filter_map(|c| {
        match c {
            '-' | ' ' => None,
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_uppercase() as u8),
            _ => Some(0),
        }
    })
}

/// So many are found by an address at once: who types more of it finds fewer.
const MOST_ADDRESSED: u32 = 500;

impl Office {
    /// The premises that are found by what the finder does not hold, either of their addresses.
    pub fn addressed(&mut self, typed: &str) -> Result<Vec<Id>, Refusal> {
        let filter = premises::Filter {
            find: typed.to_owned(),
            limit: Some(MOST_ADDRESSED),
            ..premises::Filter::default()
        };
        let found = premises::list(&mut *self.store.driver, &self.scope, &filter)?;
        Ok(found.into_iter().map(|stored| stored.entry.id).collect())
    }

    /// Every premises in the actor's scope, to find in.
    pub fn finder(&mut self) -> Result<Finder, Refusal> {
        let mut taken = Taken::default();
        finding::each(&mut *self.store.driver, &self.scope, |entry| taken.take(entry))?;
        // A low-spec machine holds the register twice while it is put in order, and nothing besides.
        self.store.driver.ease()?;
        Ok(taken.sorted())
    }

    /// When the register was last touched, as [`Office::finder_news`] takes it.
    pub fn finder_stamp(&mut self) -> Result<i64, Refusal> {
        Ok(journal::latest(&mut *self.store.driver)?)
    }

    /// What others have done to the register since a stamp, and the stamp of now.
    pub fn finder_news(&mut self, since: i64) -> Result<(i64, News), Refusal> {
        let now = self.finder_stamp()?;
        if now == since {
            return Ok((now, News::Few(Vec::new())));
        }
        let touched = journal::touched_since(&mut *self.store.driver, since, MANY)?;
        // A roster touches many in one deed.
        let rosters = touched.iter().any(|(verb, _)| ROSTERS.contains(&verb.as_str()));
        if rosters || touched.len() >= MANY as usize {
            return Ok((now, News::Many(Box::new(self.finder()?))));
        }
        let mut ids: Vec<Id> = Vec::new();
        for (verb, object) in &touched {
            let Some(object) = Id::parse(object) else { continue };
            let id = match verb.starts_with("premises") {
                true => Some(object),
                false => self.premises_of(object)?,
            };
            ids.extend(id.filter(|id| !ids.contains(id)));
        }
        let mut few = Vec::new();
        for id in ids {
            few.push((id, self.finder_entry(id)?));
        }
        Ok((now, News::Few(few)))
    }

    /// The premises of a hazard or an inspection: its row says how many hazards are open and when it was seen last.
    fn premises_of(&mut self, id: Id) -> Result<Option<Id>, Refusal> {
        let (driver, scope) = (&mut *self.store.driver, &self.scope);
        if let Some(stored) = hazards::by_id(driver, scope, id)? {
            return Ok(Some(stored.hazard.premises));
        }
        Ok(inspections::by_id(driver, scope, id)?.map(|inspection| inspection.premises))
    }

    /// The first `count` of them in list order, for the first frame: read at once, whatever the register's size.
    pub fn finder_page(&mut self, count: u32) -> Result<Finder, Refusal> {
        let communities: Vec<UnitPath> =
            self.units_at(Level::Community).map(|unit| unit.path.clone()).collect();
        let driver = &mut *self.store.driver;
        let first = Finder::of(finding::first_of(driver, &communities, count)?);
        let mut page = Vec::new();
        for place in 0..first.len().min(count as usize) {
            page.extend(finding::one(driver, &self.scope, first.ids[place])?);
        }
        Ok(Finder::of(page))
    }

    /// One premises as [`Finder::replace`] takes it, after it was added, edited or visited; `None` when it
    /// is not in the actor's scope.
    pub fn finder_entry(&mut self, id: Id) -> Result<Option<Found>, Refusal> {
        Ok(finding::one(&mut *self.store.driver, &self.scope, id)?)
    }
}
