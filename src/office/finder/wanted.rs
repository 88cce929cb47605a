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

/// Marks of what a name holds besides the initials a–z.
const DIGIT: u32 = 1 << 26;
const OTHER: u32 = 1 << 27;

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
            '0'..='9' => DIGIT,
            _ if self.is_silent() => 0,
            _ => self
                .readings
                .iter()
                .filter_map(|reading| reading.letters.bytes().next())
                .fold(OTHER, |marks, letter| marks | mark(letter)),
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
    fn marks(&self) -> u32 {
        let mut marks = 0;
        let mut after_letter = false;
        for c in &self.0 {
            // A letter after a letter may be the inside of a syllable.
            if !(after_letter && c.is_ascii_lowercase()) {
                marks |= Letter::of(*c).marks();
            }
            after_letter = c.is_ascii_lowercase();
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

/// Between the name and the person in charge in the text of an entry; the store refuses it in either.
pub(super) const BETWEEN: char = '\0';

/// What was typed, with its moves for every character that the names have.
pub(super) struct Wanted {
    marks: u32,
    /// The place at which all of it is found.
    found: u64,
    /// What a character does, by its number in the basic plane.
    deeds: Vec<u16>,
    beyond: HashMap<char, u16>,
    /// The moves by usual readings and those by all, for deeds from 2 on.
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
        let sought = typed.0.iter().map(|c| Letter::of(*c).marks()).fold(0, |all, one| all | one);
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
                        wanted.moves.push(both.clone());
                        wanted.moves.len() as u16 + SILENT
                    })
                }
            };
            match wanted.deeds.get_mut(letter.c as usize) {
                Some(place) => *place = deed,
                None => drop(wanted.beyond.insert(letter.c, deed)),
            }
        }
        wanted
    }

    /// Whether a text with these marks may hold it at all.
    pub fn may_stand_in(&self, marks: u32) -> bool {
        marks & self.marks == self.marks
    }

    /// How it stands in the text of an entry: the name, [`BETWEEN`], the person in charge.
    pub fn stands_in(&self, text: &str) -> Option<Match> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let (mut usual, mut any) = (1, 1);
        let mut rare = false;
        while let Some(byte) = bytes.get(at) {
            if *byte == BETWEEN as u8 {
                break;
            }
            match self.deed(text, &mut at) {
                BREAK => (usual, any) = (1, 1),
                SILENT => {}
                deed => {
                    let (by_usual, by_any) = &self.moves[usize::from(deed - 2)];
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
        at += 1;
        any = 1;
        while at < bytes.len() {
            match self.deed(text, &mut at) {
                BREAK => any = 1,
                SILENT => {}
                deed => {
                    any = self.moves[usize::from(deed - 2)].1.from(any) | 1;
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
        let mut at = 0;
        let mut reached = 1;
        while reached != 0 && at < text.len() {
            match self.deed(text, &mut at) {
                BREAK => return false,
                SILENT => {}
                deed => reached = which(&self.moves[usize::from(deed - 2)]).from(reached),
            }
            if reached & self.found != 0 {
                return true;
            }
        }
        false
    }

    /// What the character at this byte does; moves on to the next.
    fn deed(&self, text: &str, at: &mut usize) -> u16 {
        let bytes = &text.as_bytes()[*at..];
        let low = |byte: u8| usize::from(byte & 0x3f);
        // Decoded by hand: this loop is the whole cost of a keystroke.
        let (number, length) = match *bytes {
            [a, ..] if a < 0x80 => (usize::from(a), 1),
            [a, b, ..] if a < 0xe0 => (usize::from(a & 0x1f) << 6 | low(b), 2),
            [a, b, c, ..] if a < 0xf0 => (usize::from(a & 0x0f) << 12 | low(b) << 6 | low(c), 3),
            _ => {
                let c = text[*at..].chars().next().unwrap_or_default();
                *at += 4;
                return self.beyond.get(&c).copied().unwrap_or(BREAK);
            }
        };
        *at += length;
        self.deeds[number & 0xffff]
    }
}
