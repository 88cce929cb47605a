//! What was typed, made ready to be looked for in a hundred thousand names.
//!
//! ```text
//! typed      丰 泽 f u s h          places 0 1 2 3 4 5 (6 = all of it is found)
//! name   …   丰 泽 服 饰  …         each character moves the set of places that are reached:
//!                                   泽: {1}→{2}    服 (fu): {2}→{3, 4}    饰 (shi): {4}→{5, 6 cut short}
//! ```
//! The set of places is one word of bits; a character's moves are worked out once for what was typed, for
//! each distinct character of all names.

use std::collections::HashMap;

use crate::domain::reading::{Reading, Use, fold, readings};

/// Places that fit into the set; what is typed beyond them is not looked at.
const MOST_TYPED: usize = 63;

/// Letters that may stand inside a syllable; every other one begins a character.
const INSIDE: &str = "aeiouvnghrm";

/// Marks of what a name holds besides the initials a–z.
const DIGIT: u32 = 1 << 26;
const OTHER: u32 = 1 << 27;
/// Above them, which digit it is, for its pairs.
const VALUE: u32 = 28;
const OWN: u32 = (1 << VALUE) - 1;

/// A distinct character of the names, with what it is found by.
pub(super) struct Letter {
    pub c: char,
    folded: char,
    readings: Box<[Reading]>,
}

impl Letter {
    pub fn of(c: char) -> Letter {
        let folded = fold(c);
        Letter { c, folded, readings: readings(folded).into() }
    }

    /// Characters that are neither letter nor digit stand for nothing: （）· and the like.
    fn is_silent(&self) -> bool {
        !self.folded.is_alphanumeric()
    }

    /// What a name that has this character holds.
    pub fn marks(&self) -> u32 {
        match self.folded {
            'a'..='z' => mark(self.folded as u8),
            '0'..='9' => DIGIT | (self.folded as u32 - '0' as u32) << VALUE,
            _ if self.is_silent() => 0,
            _ => self
                .readings
                .iter()
                .filter_map(|reading| reading.letters.bytes().next())
                .fold(OTHER, |marks, letter| marks | mark(letter)),
        }
    }
}

/// Marks of one initial, or one digit, after another: each pair has one of 32 bits, above the marks of the
/// letters.
fn pairs(before: u32, after: u32) -> u64 {
    if before & after & DIGIT != 0 {
        return 1 << (32 + ((before >> VALUE) * 3 + (after >> VALUE) * 7) % 32);
    }
    let initials = |marks: u32| (0..26).filter(move |letter| marks & (1 << letter) != 0);
    initials(before)
        .flat_map(|first| {
            initials(after).map(move |second| 1 << (32 + (first * 5 + second * 11) % 32))
        })
        .fold(0, |all, pair: u64| all | pair)
}

/// Gathers what an entry holds, letter by letter.
#[derive(Default)]
pub(super) struct Marks {
    pub all: u64,
    before: u32,
}

impl Marks {
    /// `marks` are those of the next letter.
    pub fn add(&mut self, marks: u32) {
        if marks != 0 {
            self.all |= u64::from(marks & OWN) | pairs(self.before, marks);
            self.before = marks;
        }
    }
}

fn mark(letter: u8) -> u32 {
    1 << (letter - b'a')
}

/// The text as it is compared: folded, without spaces and signs.
pub(super) struct Typed(Vec<char>);

impl Typed {
    pub fn new(typed: &str) -> Typed {
        let letters = typed.chars().map(fold).filter(|c| c.is_alphanumeric());
        Typed(letters.take(MOST_TYPED).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text as a part of a credit code or a phone number, when it begins as one does.
    pub fn number(&self) -> Option<Vec<u8>> {
        let number = self.0.first().is_some_and(char::is_ascii_digit)
            && self.0.iter().all(char::is_ascii_alphanumeric);
        number.then(|| self.0.iter().map(|c| c.to_ascii_uppercase() as u8).collect())
    }

    /// What a name must hold to be looked at.
    fn marks(&self) -> u64 {
        let mut marks = 0;
        let mut before: Option<char> = None;
        for c in &self.0 {
            let own = Letter::of(*c).marks();
            let inside = INSIDE.contains(*c);
            if !(inside && before.is_some_and(|before| before.is_ascii_lowercase())) {
                marks |= u64::from(own & OWN);
            }
            // Two letters that both begin a character, or two characters: they stand side by side.
            if let Some(before) = before
                && before.is_ascii() == c.is_ascii()
                && !inside
                && !INSIDE.contains(before)
            {
                // One reading of each will do.
                let first = |marks: u32| match marks & DIGIT {
                    0 => marks & marks.wrapping_neg(),
                    _ => marks,
                };
                marks |= pairs(first(Letter::of(before).marks()), first(own));
            }
            before = Some(*c);
        }
        marks
    }

    /// Where a character leads from each place.
    fn moves(&self, letter: &Letter, most_rare: Use) -> Moves {
        let mut moves = Moves::default();
        for (place, c) in self.0.iter().enumerate() {
            if *c == letter.folded {
                moves.add(place, 1);
            }
            if !c.is_ascii_lowercase() {
                continue;
            }
            for reading in letter.readings.iter().filter(|reading| reading.used <= most_rare) {
                let sounds = reading.letters.as_bytes();
                let typed = &self.0[place..];
                let common = typed
                    .iter()
                    .zip(sounds)
                    .take_while(|(c, sound)| **c as u32 == u32::from(**sound));
                let common = common.count();
                if common == 0 {
                    continue;
                }
                moves.add(place, 1);
                if common >= 2 && sounds[1] == b'h' {
                    moves.add(place, 2);
                }
                if common == sounds.len() || common == typed.len() {
                    moves.add(place, common);
                }
            }
        }
        moves
    }
}

/// Where one character leads: from each place marked, so many places on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Moves {
    by_one: u64,
    by_more: Vec<(u32, u64)>,
}

impl Moves {
    fn add(&mut self, place: usize, length: usize) {
        let (from, length) = (1 << place, length as u32);
        if length == 1 {
            self.by_one |= from;
        } else if let Some((_, places)) = self.by_more.iter_mut().find(|(by, _)| *by == length) {
            *places |= from;
        } else {
            self.by_more.push((length, from));
        }
    }

    fn is_empty(&self) -> bool {
        self.by_one == 0 && self.by_more.is_empty()
    }

    fn from(&self, reached: u64) -> u64 {
        let mut next = (reached & self.by_one) << 1;
        for (length, places) in &self.by_more {
            next |= (reached & places) << length;
        }
        next
    }
}

/// The kinds of a match, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    Start,
    Inside,
    /// By a reading that is seldom meant.
    RareStart,
    RareInside,
    Person,
    /// In the credit code or a phone number.
    Number,
}

impl Match {
    pub const KINDS: usize = 6;
}

/// A character that nothing was typed for: what was reached is lost.
const BREAK: u16 = 0;
/// A character that stands for nothing: what was reached stays.
const SILENT: u16 = 1;
/// From here on a deed is one of the moves.
const MOVES: u16 = 2;
/// From here on a deed does something even while nothing is reached: it leads on from the first place.
const STARTS: u16 = 0x8000;
/// The end of the name.
const END: u16 = u16::MAX;

/// Between the name and the person in charge in the text of an entry; the store refuses it in either.
pub(super) const BETWEEN: char = '\0';

/// What was typed, with its moves for every character that the names have.
pub(super) struct Wanted {
    marks: u64,
    /// The place at which all of it is found.
    found: u64,
    /// What a character does, by its number in the basic plane.
    deeds: Vec<u16>,
    beyond: HashMap<char, u16>,
    /// The moves by usual readings and those by all, for deeds from [`MOVES`] on.
    moves: Vec<(Moves, Moves)>,
}

impl Wanted {
    pub fn new(typed: &Typed, letters: &[Letter]) -> Wanted {
        let mut wanted = Wanted {
            marks: typed.marks(),
            found: 1 << typed.0.len(),
            deeds: vec![BREAK; 0x1_0000],
            beyond: HashMap::new(),
            moves: Vec::new(),
        };
        let sought: u32 =
            typed.0.iter().map(|c| Letter::of(*c).marks()).fold(0, |all, one| all | one);
        let mut known: HashMap<(Moves, Moves), u16> = HashMap::new();
        for letter in letters {
            let deed = if letter.is_silent() {
                SILENT
            } else if letter.marks() & sought == 0 {
                BREAK
            } else {
                let any = typed.moves(letter, Use::Rare);
                if any.is_empty() {
                    BREAK
                } else {
                    let both = (typed.moves(letter, Use::Usual), any);
                    *known.entry(both).or_insert_with_key(|both| {
                        let starts = if both.1.from(1) == 0 { 0 } else { STARTS };
                        wanted.moves.push(both.clone());
                        ((wanted.moves.len() - 1) as u16 + MOVES) | starts
                    })
                }
            };
            match wanted.deeds.get_mut(letter.c as usize) {
                Some(place) => *place = deed,
                None => drop(wanted.beyond.insert(letter.c, deed)),
            }
        }
        wanted.deeds[BETWEEN as usize] = END;
        wanted
    }

    /// Whether a text with these marks may hold it at all.
    pub fn may_stand_in(&self, marks: u64) -> bool {
        marks & self.marks == self.marks
    }

    /// How it stands in the text of an entry: the name, [`BETWEEN`], the person in charge.
    pub fn stands_in(&self, text: &str) -> Option<Match> {
        let (mut usual, mut any) = (1, 1);
        let mut rare = false;
        let mut letters = text.chars();
        for c in letters.by_ref() {
            let deed = self.deed(c);
            if any == 1 && deed < STARTS {
                continue;
            }
            match deed {
                BREAK => (usual, any) = (1, 1),
                SILENT => {}
                END => break,
                deed => {
                    let (by_usual, by_any) = self.moves(deed);
                    usual = by_usual.from(usual) | 1;
                    any = by_any.from(any) | 1;
                    if usual & self.found != 0 {
                        let starts = self.begins(text, |both| &both.0);
                        return Some(if starts { Match::Start } else { Match::Inside });
                    }
                    rare |= any & self.found != 0;
                }
            }
        }
        if rare {
            let starts = self.begins(text, |both| &both.1);
            return Some(if starts { Match::RareStart } else { Match::RareInside });
        }
        any = 1;
        for c in letters {
            let deed = self.deed(c);
            if any == 1 && deed < STARTS {
                continue;
            }
            match deed {
                BREAK => any = 1,
                SILENT | END => {}
                deed => {
                    any = self.moves(deed).1.from(any) | 1;
                    if any & self.found != 0 {
                        return Some(Match::Person);
                    }
                }
            }
        }
        None
    }

    /// Whether it stands at the very beginning.
    fn begins(&self, text: &str, which: impl Fn(&(Moves, Moves)) -> &Moves) -> bool {
        let mut reached = 1;
        for c in text.chars() {
            match self.deed(c) {
                BREAK | END => return false,
                SILENT => {}
                deed => reached = which(self.moves(deed)).from(reached),
            }
            if reached & self.found != 0 {
                return true;
            }
            if reached == 0 {
                return false;
            }
        }
        false
    }

    #[inline(always)]
    fn moves(&self, deed: u16) -> &(Moves, Moves) {
        &self.moves[usize::from((deed & !STARTS) - MOVES)]
    }

    /// Asked for every character of every name that is looked at; a program built for size would call it.
    #[inline(always)]
    fn deed(&self, c: char) -> u16 {
        match self.deeds.get(c as usize) {
            Some(deed) => *deed,
            None => self.beyond.get(&c).copied().unwrap_or(BREAK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_begin_characters_stand_inside_none() {
        for c in '\0'..=char::MAX {
            for reading in readings(c) {
                let inside =
                    reading.letters.chars().skip(1).find(|letter| !INSIDE.contains(*letter));
                assert_eq!(inside, None, "{c} {}", reading.letters);
            }
        }
    }
}
