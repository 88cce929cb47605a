//! A table: its head stands on every page, a row is cut only when it is higher than a page.

use std::sync::Arc;

use super::{Desk, Style, words::aligned};
use crate::{
    form::letter::{Block, Look, Table, Words},
    paper::{
        crew,
        fit::Needs,
        line::Line,
        page::{Align, MM, Page, Pen},
        strip::{Later, Strip},
        table::THIN,
    },
};

/// Between rule and words.
const PAD: f32 = 3.0;
/// The same above and below the words of a low row.
const LOW: f32 = 1.5;

/// A row of a form is high enough for a hand to write in, in points.
const LEAST: f32 = 8.0 * MM;

/// So many rows of a long table are laid out and in memory at a time.
pub(super) const TOGETHER: usize = 1_024;
/// Those at its end are laid out with what stands below the table.
const ENDING: usize = 64;

/// The lines of one cell of a row.
type Cell = (Vec<Line>, Align);

impl Desk<'_> {
    /// The table that is the block of this number; `room` is what a page has.
    pub(super) fn table(&self, block: usize, table: &Table, room: f32) -> Vec<Strip> {
        let sum: f32 = table.columns.iter().map(|column| column.width).sum::<f32>().max(1.0);
        let widths: Vec<f32> =
            table.columns.iter().map(|column| column.width / sum * self.sheet.column).collect();
        let (label, pen) = (self.label_pen(), self.cell_pen());
        let widths = needs(&pen, table, widths.len()).fitted(&widths, PAD);
        let heads: Vec<Cell> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| {
                (self.label_lines(&label, &column.head, inside(*width)), Align::Centre)
            })
            .collect();
        let head = Strip { keep: true, ..self.row(&label, &heads, &widths, self.is_low(table)) };
        let repeated = Arc::new(Strip { keep: false, ..head.clone() });
        let mut strips = vec![head];
        let count = table.count();
        let later = if count > TOGETHER { 0..count - ENDING } else { 0..0 };
        let rest = later.end..count;
        let of = |rows| Later {
            block,
            rows,
            widths: widths.clone(),
            head: Arc::clone(&repeated),
            fresh: room - repeated.height,
        };
        if !later.is_empty() {
            // At least as high as this.
            let height = later.len() as f32 * pen.leading;
            strips.push(Strip { height, later: Some(of(later)), ..Strip::default() });
        }
        let rest = of(rest);
        strips.extend(self.rows(table, &rest));
        let empty = table.least.max(1).saturating_sub(count);
        let empty = std::iter::repeat_n(vec![Words::default()], empty);
        let total = Some(table.total.clone()).filter(|total| !total.is_empty());
        for words in empty.chain(total) {
            let lines = |pen: &Pen, at: usize, width| {
                words.get(at).map(|words| self.lines(pen, words, width, (0.0, 0.0)))
            };
            self.lay(table, lines, &rest, &mut strips);
        }
        strips
    }

    /// Rows that were left for later, some of them at a time.
    pub(super) fn later(&self, later: &Later) -> Vec<Strip> {
        match self.letter.blocks.get(later.block) {
            Some(Block::Table(table)) => self.rows(table, later),
            _ => Vec::new(),
        }
    }

    fn rows(&self, table: &Table, of: &Later) -> Vec<Strip> {
        let size = (of.rows.len() / SHARES).max(1);
        let starts: Vec<usize> = of.rows.clone().step_by(size).collect();
        let share = |start: usize| {
            let mut strips = Vec::new();
            for at in start..(start + size).min(of.rows.end) {
                let row: Vec<&str> = table.row(at).collect();
                let lines = |pen: &Pen, at: usize, width| {
                    row.get(at).map(|text| self.case_lines(pen, text, width))
                };
                self.lay(table, lines, of, &mut strips);
            }
            strips
        };
        crew::each(starts, share).into_iter().flatten().collect()
    }

    /// One row, in pieces where it is higher than a page; `lines` are those of a cell in the room that it has.
    fn lay(
        &self,
        table: &Table,
        lines: impl Fn(&Pen, usize, f32) -> Option<Vec<Line>>,
        of: &Later,
        strips: &mut Vec<Strip>,
    ) {
        let pen = self.cell_pen();
        let align = |at: usize| table.columns.get(at).map_or(Align::Left, |it| aligned(it.align));
        let cell = |(at, width): (usize, &f32)| match lines(&pen, at, inside(*width)) {
            Some(lines) => (lines, align(at)),
            None => (Vec::new(), Align::Left),
        };
        let cells: Vec<Cell> = of.widths.iter().enumerate().map(cell).collect();
        for part in cut(cells, pen.leading, of.fresh) {
            let strip = self.row(&pen, &part, &of.widths, self.is_low(table));
            strips.push(Strip { head: Some(Arc::clone(&of.head)), ..strip });
        }
    }

    fn label_pen(&self) -> Pen<'_> {
        self.pen(Style::Heading, self.look.detail)
    }

    fn cell_pen(&self) -> Pen<'_> {
        self.pen(Style::Small, self.look.detail)
    }

    /// Whether the rows of a table are low: no hand writes in them, and all is tried to be set on one page.
    fn is_low(&self, table: &Table) -> bool {
        table.counted && self.look.low
    }

    fn row(&self, pen: &Pen, cells: &[Cell], widths: &[f32], low: bool) -> Strip {
        let lines = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0).max(1);
        let words = lines as f32 * pen.leading;
        let height = match self.letter.look {
            _ if low => words + 2.0 * LOW,
            Look::Wide => words + 2.0 * PAD,
            _ => (words + 2.0 * PAD).max(LEAST),
        };
        let mut page = Page::default();
        if !self.overlay {
            self.ruled(&mut page, widths, height);
        }
        let mut x = 0.0;
        for ((lines, align), width) in cells.iter().zip(widths) {
            let used = lines.len() as f32 * pen.leading;
            let mut top = (height - used) / 2.0 + (pen.leading - pen.size) / 2.0;
            for line in lines {
                let place = (x + PAD, top, width - 2.0 * PAD);
                self.put(&mut page, line, pen.size, place, *align);
                top += pen.leading;
            }
            x += width;
        }
        Strip { height, marks: page.marks, ..Strip::default() }
    }

    /// The rules of a row: above and below it, and on either side of each cell.
    fn ruled(&self, page: &mut Page, widths: &[f32], height: f32) {
        let mut x = 0.0;
        page.rule((x, 0.0), (x, height), THIN);
        for width in widths {
            x += width;
            page.rule((x, 0.0), (x, height), THIN);
        }
        for y in [0.0, height] {
            page.rule((0.0, y), (x, y), THIN);
        }
    }
}

/// Rows are parted among the processors in so many shares.
const SHARES: usize = 32;

/// What a column holds between its rules.
fn inside(width: f32) -> f32 {
    (width - 2.0 * PAD).max(1.0)
}

/// What the words of a table need.
fn needs<'p>(pen: &'p Pen<'p>, table: &Table, columns: usize) -> Needs<'p> {
    let mut needs = Needs::new(pen, columns);
    for row in 0..table.count() {
        table.row(row).enumerate().for_each(|(at, text)| needs.cell(at, text));
    }
    for (at, words) in table.total.iter().enumerate() {
        needs.cell(at, &words.text());
    }
    needs
}

/// A row in pieces that fit a page below the head; mostly the one piece that it is.
fn cut(cells: Vec<Cell>, leading: f32, room: f32) -> Vec<Vec<Cell>> {
    let most = ((room - 2.0 * PAD) / leading).floor().max(1.0) as usize;
    let longest = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
    if longest <= most {
        return vec![cells];
    }
    (0..longest.div_ceil(most))
        .map(|piece| {
            cells
                .iter()
                .map(|(lines, align)| {
                    (lines.iter().skip(piece * most).take(most).cloned().collect(), *align)
                })
                .collect()
        })
        .collect()
}
