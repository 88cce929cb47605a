//! What leaves the office as a list, in a spreadsheet, on paper, on a wall, is on record: who, when, which list, how many
//! rows, and whether the numbers of people were hidden (S2 五(三) 保密).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{
    Office, Refusal,
    documents::sheet_name,
    folder,
    print::{Printed, file_name},
};
use crate::{
    domain::personal,
    form::letter::{self, Block, Content, Letter, Words},
    sheet,
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
    /// The map whose columns it has, where these are not those of a paper.
    pub map: Option<String>,
    pub bytes: Vec<u8>,
    /// A csv file holds one table: the others of a paper, each with its name, are files beside the first.
    pub beside: Vec<(String, Vec<u8>)>,
}

/// The tables of a paper as a file.
pub(super) fn sheet_of(
    title: String,
    mut tables: Vec<letter::Sheet>,
    how: How,
) -> Result<Sheet, Refusal> {
    if tables.is_empty() {
        return Err(Refusal::said(format!("“{title}”不是表格，不能存成电子表格。请改存为 PDF。")));
    }
    for table in &mut tables {
        how.leave(table);
    }
    let rows = tables.iter().map(|table| table.rows.len()).sum();
    let plain = |table: &letter::Sheet| sheet::write::csv(&table.heads, &table.lines());
    let (bytes, beside) = if how.csv {
        let beside = tables[1..].iter().map(|table| (table.name.clone(), plain(table)));
        (plain(&tables[0]), beside.collect())
    } else {
        let book = sheet::write::book(&tables);
        (book.map_err(|error| Refusal::said(format!("{error}。")))?, Vec::new())
    };
    Ok(Sheet { title, rows, masked: how.masked, map: None, bytes, beside })
}

/// What a paper is as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub rows: usize,
    pub masked: bool,
}

impl Listed {
    /// `None` for a paper that is no list.
    pub(super) fn of(letter: &Letter, masked: bool) -> Option<Listed> {
        let tables = letter.body().filter_map(|block| match block {
            Block::Table(table) => Some(table.count()),
            _ => None,
        });
        tables.reduce(|all, rows| all + rows).map(|rows| Listed { rows, masked })
    }
}

/// The words of a list with the numbers of people hidden, wherever they stand.
pub(super) fn mask(letter: &mut Letter) {
    for block in &mut letter.blocks {
        match block {
            Block::Paragraph { text, .. } => hide(text),
            Block::Item { text, details, .. } => {
                hide(text);
                details.iter_mut().for_each(|(_, text)| hide(text));
            }
            Block::Text { words, .. } => hide_in(words),
            Block::Entry { words, details, .. } => {
                hide_in(words);
                details.iter_mut().for_each(|(_, words)| hide_in(words));
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if let Content::Words { words, .. } = &mut cell.content {
                        hide_in(words);
                    }
                }
            }
            Block::Table(table) => {
                table.rows.iter_mut().flatten().for_each(hide);
                table.packed.rewrite(personal::masked);
                table.total.iter_mut().for_each(hide_in);
            }
            Block::Ticks { .. }
            | Block::Bars { .. }
            | Block::Break
            | Block::Annex
            | Block::Space { .. } => {}
        }
    }
}

fn hide(text: &mut String) {
    *text = personal::masked(text);
}

fn hide_in(words: &mut Words) {
    let mut hidden = Words::default();
    for piece in words.pieces() {
        hidden.push(&personal::masked(piece.text), piece.case);
    }
    *words = hidden;
}

/// What the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub title: String,
    /// Name of the file, without its folder; else where it went.
    pub file: String,
    pub rows: usize,
    pub masked: bool,
}

impl Sheet {
    /// The files it takes: its own, and one for each table beside it.
    fn files(&self, file: &Path) -> Vec<(PathBuf, &Vec<u8>)> {
        let beside = self.beside.iter().map(|(name, bytes)| (beside(file, name), bytes));
        std::iter::once((file.to_owned(), &self.bytes)).chain(beside).collect()
    }
}

impl How {
    /// Words as they are written.
    pub(super) fn word(self, text: &str) -> String {
        if self.masked { personal::masked(text) } else { text.to_owned() }
    }

    /// A table as it is written, on a sheet of its name.
    pub(super) fn leave(self, table: &mut letter::Sheet) {
        table.name = sheet_name(&table.name);
        table.rows = self.rows(std::mem::take(&mut table.rows));
        table.total.iter_mut().for_each(|cell| *cell = self.word(cell));
    }

    pub(super) fn rows(self, rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        if !self.masked {
            return rows;
        }
        rows.iter().map(|row| row.iter().map(|cell| self.word(cell)).collect()).collect()
    }
}

impl Office {
    /// Writes a list to a file, each table beside it to one of its own, whole or not at all. Gives the files.
    pub fn write_sheet(&mut self, sheet: &Sheet, file: &Path) -> Result<Vec<PathBuf>, Refusal> {
        let files = sheet.files(file);
        let names: Vec<String> = files.iter().map(|(file, _)| named(file)).collect();
        let export = Export {
            title: sheet.title.clone(),
            file: names.join("、"),
            rows: sheet.rows,
            masked: sheet.masked,
        };
        // A file that could not be put on record is not there.
        self.act.tell(&mut self.store, |trace| {
            trace.note(VERB, None, &export.title, &export)?;
            files.iter().try_for_each(|(file, bytes)| folder::write_whole(file, bytes))
        })?;
        Ok(files.into_iter().map(|(file, _)| file).collect())
    }

    /// Writes a list among the office's papers, beside whatever was saved there before. Gives the files.
    pub fn save_sheet(
        &mut self,
        sheet: &Sheet,
        title: &str,
        how: How,
    ) -> Result<Vec<PathBuf>, Refusal> {
        self.folder.make()?;
        let ending = if how.csv { "csv" } else { "xlsx" };
        let file = self.folder.papers().join(format!("{}.{ending}", file_name(title)));
        let file = folder::unused(&file, |file| {
            sheet.files(file).iter().all(|(file, bytes)| folder::is_free(file, bytes))
        });
        self.write_sheet(sheet, &file)
    }

    /// Writes a paper among the office's papers, beside whatever was saved there before. Gives the file.
    pub fn save_paper(&mut self, paper: &Printed) -> Result<PathBuf, Refusal> {
        self.folder.make()?;
        let file = paper.file(&self.folder);
        self.write_paper(paper, &file)?;
        Ok(file)
    }

    /// Writes a paper to a file, whole or not at all.
    pub fn write_paper(&mut self, paper: &Printed, file: &Path) -> Result<(), Refusal> {
        folder::write_whole(file, &paper.bytes)?;
        self.note_list(&paper.title, paper.list, file)
    }

    /// That a paper left by this file; one that is no list is on record by itself.
    pub fn note_list(
        &mut self,
        title: &str,
        list: Option<Listed>,
        file: &Path,
    ) -> Result<(), Refusal> {
        match list {
            Some(Listed { rows, masked }) => self.note_export(title, file, rows, masked),
            None => Ok(()),
        }
    }

    /// Puts on record what was written bit by bit.
    pub(super) fn note_export(
        &mut self,
        title: &str,
        file: &Path,
        rows: usize,
        masked: bool,
    ) -> Result<(), Refusal> {
        self.note_taken(title, &named(file), rows, masked)
    }

    /// That a list went somewhere else than into a file.
    pub fn note_taken(
        &mut self,
        title: &str,
        to: &str,
        rows: usize,
        masked: bool,
    ) -> Result<(), Refusal> {
        let export = Export { title: title.to_owned(), file: to.to_owned(), rows, masked };
        // Whoever may read may take out; it is on record just the same.
        self.act.tell(&mut self.store, |trace| trace.note(VERB, None, title, &export))
    }

    /// What was taken out, the last first, each with its entry of the journal.
    pub fn exports(&mut self, count: u32) -> Result<Vec<(Link, Export)>, Refusal> {
        let links = journal::exports(&mut *self.store.driver, count)?;
        Ok(links
            .into_iter()
            .filter_map(|link| {
                let export = serde_json::from_str(&link.entry.body).ok()?;
                Some((link, export))
            })
            .collect())
    }
}

/// Where a further table of a list goes: 季报.csv → 季报-一、重大隐患.csv
fn beside(file: &Path, table: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let table: String = table.chars().filter(|c| !"<>\"|".contains(*c)).collect();
    file.with_file_name(format!("{stem}-{table}.csv"))
}

/// The name of a file, without its folder.
fn named(file: &Path) -> String {
    match file.file_name() {
        Some(name) if name == "-" => "标准输出".to_owned(),
        name => name.unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
    }
}
