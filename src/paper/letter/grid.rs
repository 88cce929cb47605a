//! Bordered cells: rows that cells join are one piece; a row that does not fit on what is left of a page is parted between its lines.

use std::sync::Arc;

use super::{Desk, Style, words::aligned};
use crate::{
    form::letter::{Content, Grid, GridCell, Words},
    paper::{
        line::Line,
        page::{Align, MM, Page, Pen},
        strip::Strip,
        table::{THICK, THIN},
    },
};

/// Between rule and words.
const PAD: f32 = 4.0;
/// Room for a hand below the words of a cell to sign in.
const HAND: f32 = 26.0;
/// Between two options, in em.
const TICKS_GAP: f32 = 1.0;
/// A row of so many lines is not parted.
const FEW: usize = 5;
const DAY: &str = "年　　月　　日";

/// A cell with its place in the grid and its lines.
struct Laid {
    /// First row and rows that it takes.
    row: usize,
    rows: usize,
    x: f32,
    width: f32,
    lines: Vec<Line>,
    size: f32,
    leading: f32,
    align: Align,
    /// Room to sign, and whether a day follows.
    sign: Option<bool>,
}

impl Laid {
    fn height(&self) -> f32 {
        let day = if self.sign == Some(true) { self.leading } else { 0.0 };
        let hand = if self.sign.is_some() { HAND } else { 0.0 };
        self.lines.len() as f32 * self.leading + hand + day + 2.0 * PAD
    }
}

impl Desk<'_> {
    pub(super) fn grid(&self, grid: &Grid) -> Vec<Strip> {
        let sum: f32 = grid.columns.iter().sum::<f32>().max(1.0);
        let widths: Vec<f32> =
            grid.columns.iter().map(|width| width / sum * self.sheet.column).collect();
        let cells = self.laid(grid, &widths);
        let mut strips = Vec::new();
        let mut row = 0;
        while row < grid.rows.len() {
            // A cell that reaches further down takes its rows along.
            let mut end = row + 1;
            while let Some(further) = cells
                .iter()
                .filter(|cell| (row..end).contains(&cell.row))
                .map(|cell| cell.row + cell.rows)
                .max()
                .filter(|further| *further > end)
            {
                end = further;
            }
            let end = end.min(grid.rows.len());
            let least: Vec<f32> = grid.rows[row..end].iter().map(|row| row.height * MM).collect();
            let band: Vec<&Laid> =
                cells.iter().filter(|cell| (row..end).contains(&cell.row)).collect();
            let edges = (row == 0, end == grid.rows.len());
            strips.push(self.band(&band, row, least, edges));
            row = end;
        }
        // Nobody signs a page that says nothing: the row above goes with it.
        let signed = grid.rows.last().is_some_and(|row| {
            row.cells.iter().any(|cell| matches!(cell.content, Content::Sign { .. }))
        });
        if let ([.., above, _], true) = (&mut strips[..], signed) {
            above.keep = true;
        }
        strips
    }

    /// Cells with the columns that they stand in: those that a cell from above reaches into are taken.
    fn laid(&self, grid: &Grid, widths: &[f32]) -> Vec<Laid> {
        let mut taken = vec![0usize; widths.len()];
        let mut cells = Vec::new();
        for (at, row) in grid.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &row.cells {
                while column < taken.len() && taken[column] > at {
                    column += 1;
                }
                let end = (column + cell.span.max(1)).min(widths.len());
                if column >= end {
                    break;
                }
                taken[column..end].fill(at + cell.rows.max(1));
                let x = widths[..column].iter().sum();
                let width = widths[column..end].iter().sum();
                cells.push(self.cell(cell, at, x, width));
                column = end;
            }
        }
        cells
    }

    fn cell(&self, cell: &GridCell, row: usize, x: f32, width: f32) -> Laid {
        let room = (width - 2.0 * PAD).max(1.0);
        let (size, leading) = self.look.detail;
        let words = self.pen(Style::Small, (size, leading));
        let label = self.pen(Style::Heading, (size - 0.5, leading));
        let (lines, pen, align): (Vec<Line>, Pen, Align) = match &cell.content {
            Content::Label(text) => (self.label_lines(&label, text, room), label, Align::Centre),
            Content::Words { words: text, align } => {
                (self.lines(&words, text, room, (0.0, 0.0)), words, aligned(*align))
            }
            Content::Ticks(options) => (self.ticks(&words, options, room), words, Align::Left),
            Content::Sign { label, .. } => {
                (self.form_lines(&words, label, room), words, Align::Left)
            }
        };
        let sign = match cell.content {
            Content::Sign { dated, .. } => Some(dated),
            _ => None,
        };
        let rows = cell.rows.max(1);
        Laid { row, rows, x, width, lines, size: pen.size, leading: pen.leading, align, sign }
    }

    /// Options with their boxes, each whole on a line if it can be.
    fn ticks(&self, pen: &Pen, options: &[(String, bool)], room: f32) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (option, ticked) in options {
            // The sign of what was chosen is the case's, all else the form's.
            let mut text = Words::default();
            text.push(if *ticked { "☑" } else { "□" }, *ticked);
            text.push(option, false);
            let mut broken = self.lines(pen, &text, room, (0.0, 0.0));
            match (lines.last_mut(), &mut broken[..]) {
                (Some(last), [one])
                    if (last.width() + TICKS_GAP + one.width()) * pen.size <= room =>
                {
                    last.append(std::mem::take(one), self.fonts, TICKS_GAP);
                }
                _ => lines.append(&mut broken),
            }
        }
        lines
    }

    /// Rows that hang together, as one strip; a single row can be parted between its lines.
    fn band(
        &self,
        cells: &[&Laid],
        first: usize,
        mut heights: Vec<f32>,
        edges: (bool, bool),
    ) -> Strip {
        for cell in cells.iter().filter(|cell| cell.rows == 1) {
            if let Some(height) = heights.get_mut(cell.row - first) {
                *height = height.max(cell.height());
            }
        }
        for cell in cells.iter().filter(|cell| cell.rows > 1) {
            let from = cell.row - first;
            let to = (from + cell.rows).min(heights.len());
            let missing = cell.height() - heights[from..to].iter().sum::<f32>();
            if missing > 0.0
                && let Some(last) = heights[from..to].last_mut()
            {
                *last += missing;
            }
        }
        let strip = self.strip(cells, first, &heights, edges);
        let parts = match heights[..] {
            [height] => self.parts(cells, height, edges),
            _ => None,
        };
        Strip { parts, ..strip }
    }

    /// One row line by line, its rules on either side; above and below it where a page begins or ends within it. What is
    /// to be signed stands at its end.
    fn parts(&self, cells: &[&Laid], least: f32, edges: (bool, bool)) -> Option<Arc<[Strip]>> {
        let words = cells.iter().filter(|cell| cell.sign.is_none());
        let count = words.map(|cell| cell.lines.len()).max().filter(|count| *count > FEW)?;
        let rule = |thick: bool| {
            let mut page = Page::default();
            if !self.overlay {
                let thickness = if thick { THICK } else { THIN };
                page.rule((0.0, 0.0), (self.sheet.column, 0.0), thickness);
            }
            Strip { marks: page.marks, ..Strip::default() }
        };
        let across = Arc::new(rule(true));
        let mut parts = Vec::new();
        let mut stands = 0.0;
        for number in 0..count {
            let (first, last) = (number == 0, number + 1 == count);
            let mut page = Page::default();
            let mut height = cells.iter().map(|cell| cell.leading).fold(0.0, f32::max);
            let top = if first { PAD } else { 0.0 };
            height += top;
            if last {
                let signed = cells.iter().filter(|cell| cell.sign.is_some());
                let signed = signed.map(|cell| cell.height()).fold(height + PAD, f32::max);
                height = signed.max(least - stands);
            }
            for cell in cells {
                let whole;
                let (at, shown) = match cell.sign {
                    Some(_) if last => (0.0, *cell),
                    Some(_) => continue,
                    None => {
                        let lines = cell.lines.get(number).cloned().into_iter().collect();
                        whole = Laid { lines, ..**cell };
                        (top - PAD, &whole)
                    }
                };
                self.fill(&mut page, shown, at, height - at, true);
            }
            if !self.overlay {
                self.sides(&mut page, cells, height);
                if first {
                    page.place(&rule(edges.0).marks, 0.0, 0.0);
                }
                if last {
                    page.place(&rule(edges.1).marks, 0.0, height);
                }
            }
            stands += height;
            parts.push(Strip {
                height,
                marks: page.marks,
                keep: first || number + 2 == count,
                head: (!first).then(|| Arc::clone(&across)),
                foot: (!last).then(|| Arc::clone(&across)),
                ..Strip::default()
            });
        }
        Some(parts.into())
    }

    /// The rules on either side of the cells of a row, and of the frame.
    fn sides(&self, page: &mut Page, cells: &[&Laid], height: f32) {
        for cell in cells {
            for x in [cell.x, cell.x + cell.width] {
                page.rule((x, 0.0), (x, height), THIN);
            }
        }
        for x in [0.0, self.sheet.column] {
            page.rule((x, 0.0), (x, height), THICK);
        }
    }

    fn strip(
        &self,
        cells: &[&Laid],
        first: usize,
        heights: &[f32],
        (top, bottom): (bool, bool),
    ) -> Strip {
        let mut page = Page::default();
        let all: f32 = heights.iter().sum();
        for cell in cells {
            let from = cell.row - first;
            let to = (from + cell.rows).min(heights.len());
            let y: f32 = heights[..from].iter().sum();
            let height: f32 = heights[from..to].iter().sum();
            if !self.overlay {
                page.frame(cell.x, y, cell.width, height, THIN);
            }
            self.fill(&mut page, cell, y, height, cell.sign.is_some());
        }
        if !self.overlay {
            let column = self.sheet.column;
            page.rule((0.0, 0.0), (0.0, all), THICK);
            page.rule((column, 0.0), (column, all), THICK);
            if top {
                page.rule((0.0, 0.0), (column, 0.0), THICK);
            }
            if bottom {
                page.rule((0.0, all), (column, all), THICK);
            }
        }
        Strip { height: all, marks: page.marks, ..Strip::default() }
    }

    /// The words of a cell: in the middle of its height, or at its top.
    fn fill(&self, page: &mut Page, cell: &Laid, y: f32, height: f32, at_top: bool) {
        let drop = (cell.leading - cell.size) / 2.0;
        let words = cell.lines.len() as f32 * cell.leading;
        let mut top = drop + if at_top { y + PAD } else { y + (height - words) / 2.0 };
        let room = cell.width - 2.0 * PAD;
        for line in &cell.lines {
            self.put(page, line, cell.size, (cell.x + PAD, top, room), cell.align);
            top += cell.leading;
        }
        if cell.sign == Some(true) && !self.overlay {
            let pen = self.pen(Style::Small, (cell.size, cell.leading));
            let day = pen.one(DAY);
            let top = y + height - PAD - cell.leading + drop;
            page.aligned(&day, cell.size, cell.x + PAD, top, room, Align::Right);
        }
    }
}
