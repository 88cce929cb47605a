//! What leaves the office as a spreadsheet is on record: who, when, which list, how many rows, and whether the numbers of
//! people were hidden (S2 五(三) 保密).

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Office, Refusal, folder};
use crate::{
    domain::personal,
    store::journal::{self, Link},
};

const VERB: &str = "export";

/// How a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    pub csv: bool,
    /// Telephone and identity numbers are hidden.
    pub masked: bool,
}

/// A list as it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub title: String,
    pub rows: usize,
    pub masked: bool,
    pub bytes: Vec<u8>,
}

/// What the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub title: String,
    /// Name of the file, without its folder.
    pub file: String,
    pub rows: usize,
    pub masked: bool,
}

impl How {
    /// Words as they are written.
    pub(super) fn word(self, text: &str) -> String {
        if self.masked { personal::masked(text) } else { text.to_owned() }
    }

    pub(super) fn rows(self, rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        if !self.masked {
            return rows;
        }
        rows.iter().map(|row| row.iter().map(|cell| self.word(cell)).collect()).collect()
    }
}

impl Office {
    /// Writes a list to a file, whole or not at all.
    pub fn write_sheet(&mut self, sheet: &Sheet, file: &Path) -> Result<(), Refusal> {
        let export = Export {
            title: sheet.title.clone(),
            file: named(file),
            rows: sheet.rows,
            masked: sheet.masked,
        };
        // A file that could not be put on record is not there.
        self.act.tell(&mut self.store, |trace| {
            trace.note(VERB, None, &export.title, &export)?;
            folder::write_whole(file, &sheet.bytes)
        })
    }

    /// Puts on record what was written bit by bit.
    pub(super) fn note_export(
        &mut self,
        title: &str,
        file: &Path,
        rows: usize,
    ) -> Result<(), Refusal> {
        let export = Export { title: title.to_owned(), file: named(file), rows, masked: false };
        // Whoever may read may take out; it is on record just the same.
        self.act.tell(&mut self.store, |trace| trace.note(VERB, None, title, &export))
    }

    /// What was taken out, the last first, each with its entry of the journal.
    pub fn exports(&mut self, count: u32) -> Result<Vec<(Link, Export)>, Refusal> {
        let links = journal::of_verb(&mut *self.store.driver, VERB, count)?;
        Ok(links
            .into_iter()
            .filter_map(|link| {
                let export = serde_json::from_str(&link.entry.body).ok()?;
                Some((link, export))
            })
            .collect())
    }
}

/// The name of a file, without its folder.
fn named(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
