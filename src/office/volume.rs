//! The notices of a whole year in one file, for the shelf: laid out from the words that were kept. What was printed and
//! signed one by one stays as it is.

use std::{collections::BTreeMap, path::Path};

use super::{
    Office, Refusal, folder,
    notices::read_letter,
    print::{Print, refused, shown, title},
    stack::Stack,
};
use crate::{
    form::letter::Letter,
    paper::{self, Meta},
    store,
};

impl Office {
    /// Writes the valid notices of a year, this one when not said, into one PDF with a list of them beside its
    /// pages. Those that cannot be laid out are named and left out.
    pub fn print_volume(
        &mut self,
        year: Option<i32>,
        print: &Print,
        file: &Path,
    ) -> Result<Stack, Refusal> {
        let year = year.unwrap_or_else(|| chrono::Datelike::year(&self.act.today));
        let mut stored = store::notices::of_year(&mut *self.store.driver, &self.scope, year)?;
        let all = stored.len();
        stored.retain(|stored| stored.notice.void.is_none());
        let office = self.fonts()?;
        let mut stack = Stack {
            void: all - stored.len(),
            warnings: office.problems.clone(),
            ..Stack::default()
        };
        let mut letters: Vec<Option<Letter>> = Vec::new();
        let mut titles = Vec::new();
        let mut wrong: BTreeMap<usize, Refusal> = BTreeMap::new();
        for (at, stored) in stored.iter().enumerate() {
            titles.push(title(stored).unwrap_or_else(|_| stored.notice.number.clone()));
            match read_letter(stored).and_then(|letter| print.of(letter)) {
                Ok(letter) => letters.push(Some(shown(&stored.notice, letter))),
                Err(refusal) => {
                    letters.push(None);
                    wrong.insert(at, refusal);
                }
            }
        }
        let mut lay = |at: usize| {
            let Some(letter) = &letters[at] else { return Vec::new() };
            paper::letter(letter, &office.fonts, print.overlay).unwrap_or_else(|error| {
                wrong.insert(at, refused(error));
                Vec::new()
            })
        };
        let meta = Meta {
            title: format!("{year}年整改通知书"),
            author: self.unit_name(&self.scope),
            date: stored
                .iter()
                .map(|stored| stored.notice.issued_on)
                .max()
                .unwrap_or(self.act.today),
        };
        let bytes = paper::volume(&titles, &mut lay, &meta, &office.fonts).map_err(refused)?;
        for (at, stored) in stored.into_iter().enumerate() {
            match wrong.remove(&at) {
                Some(refusal) => stack.failed.push((stored.notice.number, refusal)),
                None => stack.done.push((stored.notice, None)),
            }
        }
        if stack.done.is_empty() {
            return Ok(stack);
        }
        folder::write_whole(file, &bytes)?;
        self.note_export(&meta.title, file, stack.done.len(), false)?;
        Ok(stack)
    }
}
