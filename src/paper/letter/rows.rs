//! A table: its head stands on every page, a row is cut only when it is higher than a page.

use std::rc::Rc;

use super::{Desk, Style, words::aligned};
use crate::{
    form::letter::{Look, Table, Words},
    paper::{
        fit::Needs,
        line::Line,
        page::{Align, MM, Page, Pen, Strip},
        table::THIN,
    },
};

/// Between rule and words.
const PAD: f32 = 3.0;

/// A row of a form is high enough for a hand to write in, in points.
const LEAST: f32 = 8.0 * MM;

/// The lines of one cell of a row.
type Cell = (Vec<Line>, Align);

impl Desk<'_> {
    pub(super) fn table(&self, table: &Table, room: f32) -> Vec<Strip> {
        let sum: f32 = table.columns.iter().map(|column| column.width).sum::<f32>().max(1.0);
        let widths: Vec<f32> =
            table.columns.iter().map(|column| column.width / sum * self.sheet.column).collect();
        let (size, leading) = self.look.detail;
        let label = self.pen(Style::Heading, (size, leading));
        let pen = self.pen(Style::Small, (size, leading));
        let mut needs = Needs::new(&pen, widths.len());
        for row in &table.rows {
            row.iter().enumerate().for_each(|(at, text)| needs.cell(at, text));
        }
        for (at, words) in table.total.iter().enumerate() {
            needs.cell(at, &words.text());
        }
        let widths = needs.fitted(&widths, PAD);
        let inside = |at: usize| (widths[at] - 2.0 * PAD).max(1.0);
        let heads: Vec<Cell> = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| (self.label_lines(&label, &column.head, inside(at)), Align::Centre))
            .collect();
        let head = Strip { keep: true, ..self.row(&label, &heads, &widths) };
        let repeated = Rc::new(Strip { keep: false, ..head.clone() });
        let fresh = room - head.height;
        let mut strips = vec![head];
        let align = |at: usize| table.columns.get(at).map_or(Align::Left, |it| aligned(it.align));
        let laid = |words: Vec<Words>| -> Vec<Cell> {
            (0..widths.len())
                .map(|at| match words.get(at) {
                    Some(words) => (self.lines(&pen, words, inside(at), (0.0, 0.0)), align(at)),
                    None => (Vec::new(), Align::Left),
                })
                .collect()
        };
        let rows = table.rows.iter().map(|row| row.iter().map(Words::case).collect());
        let empty = table.least.max(1).saturating_sub(table.rows.len());
        let empty = std::iter::repeat_n(vec![Words::default()], empty);
        let total = Some(table.total.clone()).filter(|total| !total.is_empty());
        for words in rows.chain(empty).chain(total) {
            for part in cut(laid(words), leading, fresh) {
                let strip = self.row(&pen, &part, &widths);
                strips.push(Strip { head: Some(Rc::clone(&repeated)), ..strip });
            }
        }
        strips
    }

    fn row(&self, pen: &Pen, cells: &[Cell], widths: &[f32]) -> Strip {
        let lines = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0).max(1);
        let words = lines as f32 * pen.leading + 2.0 * PAD;
        let height = if self.letter.look == Look::Wide { words } else { words.max(LEAST) };
        let mut page = Page::default();
        let mut x = 0.0;
        for ((lines, align), width) in cells.iter().zip(widths) {
            if !self.overlay {
                page.frame(x, 0.0, *width, height, THIN);
            }
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
