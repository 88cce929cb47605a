//! What a search found, letter by letter: another letter looks only through what is left, and a letter taken
//! back looks through nothing.

use crate::office::finder::{Finder, Narrow};

/// So many letters can be taken back at no cost.
const DEEPEST: usize = 8;

/// What was typed and the places found by it, each beginning with the one before.
#[derive(Default)]
pub struct Trail(Vec<(String, Vec<u32>)>);

impl Trail {
    /// The places in the finder; `None` is all of them.
    pub fn found(&self) -> Option<&[u32]> {
        self.0.last().map(|(_, found)| found.as_slice())
    }

    /// What was found elsewhere by what was typed last.
    pub fn put(&mut self, found: Vec<u32>) {
        if let Some((_, last)) = self.0.last_mut() {
            *last = found;
        }
    }

    /// After a change of the register or of the filter.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn go(&mut self, typed: &str, finder: &Finder, narrow: &Narrow) {
        if typed.is_empty() && *narrow == Narrow::default() {
            return self.0.clear();
        }
        while self.0.last().is_some_and(|(before, _)| !typed.starts_with(before)) {
            self.0.pop();
        }
        let found = match self.0.last() {
            Some((before, _)) if before == typed => return,
            Some((before, within)) if !before.is_empty() => finder.refine(typed, narrow, within),
            _ => finder.find(typed, narrow),
        };
        if self.0.len() == DEEPEST {
            self.0.remove(0);
        }
        self.0.push((typed.to_owned(), found));
    }
}
