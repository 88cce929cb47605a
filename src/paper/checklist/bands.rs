//! What stands beside each other in the table of a checklist, in one row or in as many as its lines need.

use super::{
    Answer, COLUMN, Cell, Desk, GAP, Glyph, Grid, Group, LABEL, Line, Nature, PAD, Side, Style,
    TITLE, Wrap, break_lines,
};
use crate::paper::page::Align;

/// A row of the table: its columns and what stands in them.
pub(super) type Row = (Grid, Vec<Cell>);

/// What stands beside each other in the table.
pub(super) enum Band<'a> {
    /// Two fields of the head, or the last one: label without its colon, value.
    Fields(Vec<(&'a str, &'a str)>),
    Nature(&'a Nature),
    /// Left and right.
    Groups([Option<&'a Group>; 2]),
}

/// How many lines a row may have: in the first piece of a band, and in further ones; `None` for the whole band in one row.
pub(super) type Most = Option<(usize, usize)>;

/// The columns of so many fields of the head beside each other: each its label and its value.
pub(super) fn fields(count: usize) -> Vec<f32> {
    const NARROW: f32 = 100.0;
    match count {
        1 => vec![LABEL, COLUMN - LABEL],
        _ => vec![LABEL, COLUMN - 2.0 * LABEL - NARROW, LABEL, NARROW],
    }
}

impl<'a> Desk<'a> {
    pub(super) fn head_bands(&self) -> Vec<Band<'a>> {
        let fields: Vec<_> = self
            .head()
            .filter(|(field, ..)| *field != "date")
            .map(|(_, label, value)| (label, value))
            .collect();
        let nature = self.form.nature.as_ref().map(Band::Nature);
        fields.chunks(2).map(|pair| Band::Fields(pair.to_vec())).chain(nature).collect()
    }

    /// Left and right groups side by side.
    pub(super) fn group_bands(&self) -> Vec<Band<'a>> {
        let side = |side| -> Vec<&'a Group> {
            let groups = self.form.groups.iter();
            groups.filter(|group| group.side == side).collect()
        };
        let (left, right) = (side(Side::Left), side(Side::Right));
        let pair = |at: usize| [left.get(at).copied(), right.get(at).copied()];
        (0..left.len().max(right.len())).map(|at| Band::Groups(pair(at))).collect()
    }

    /// A band in one row, or in as many as its lines need.
    pub(super) fn band(&self, band: &Band<'a>, most: Most) -> Vec<Row> {
        match band {
            Band::Fields(pair) => {
                let widths = fields(pair.len());
                let columns = pair.iter().zip(widths.chunks(2)).map(|((label, value), widths)| {
                    let width = (widths[1] - 2.0 * PAD) / self.size;
                    if self.overlay {
                        let pen = self.pen(Style::Small, self.size);
                        let line = pen.one(value);
                        let size = self.one_line(&line, widths[1]);
                        let (lines, align) = (vec![line], Align::Left);
                        return (*label, vec![Cell { lines, align, size, leading: pen.leading }]);
                    }
                    let glyphs = self.fonts.shape_name(Style::Small, value);
                    let lines = break_lines(glyphs, Wrap { width, ..Wrap::default() });
                    (*label, self.cells(vec![lines], most))
                });
                self.rows(&widths, columns.collect())
            }
            Band::Nature(nature) => {
                let widths = [LABEL, COLUMN - LABEL];
                let pieces = nature.options.iter().enumerate().map(|(at, option)| {
                    let ticked = self.filled.nature.contains(&at);
                    self.boxed(option, ticked)
                });
                let cells = self.packed(pieces.collect(), widths[1], 0.5, most);
                self.rows(&widths, vec![(&nature.label, cells)])
            }
            Band::Groups(pair) => {
                let width = COLUMN / 2.0 - TITLE;
                let column = |group: &Option<&'a Group>| match *group {
                    Some(group) => (&*group.title, self.group(group, width, most)),
                    None => ("", Vec::new()),
                };
                self.rows(&[TITLE, width, TITLE, width], pair.iter().map(column).collect())
            }
        }
    }

    /// Columns beside each other, each a title and its pieces from top to bottom; the title stands beside each piece.
    fn rows(&self, widths: &[f32], columns: Vec<(&str, Vec<Cell>)>) -> Vec<Row> {
        let count = columns.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let row = |at: usize| {
            let cells = columns.iter().enumerate().flat_map(|(column, (title, cells))| {
                let Some(cell) = cells.get(at) else { return [Cell::default(), Cell::default()] };
                let again = if at == 0 { String::new() } else { format!("{title}（续）") };
                let title = if at == 0 { title } else { &*again };
                [self.label(title, widths[2 * column]), cell.clone()]
            });
            (self.grid(widths.to_vec()), cells.collect())
        };
        (0..count).map(row).collect()
    }

    fn group(&self, group: &Group, width: f32, most: Most) -> Vec<Cell> {
        let pieces = group.items.iter().map(|item| {
            let answer = self.answers.get(&*item.id).copied();
            self.item(item, answer.unwrap_or(Answer::Unchecked))
        });
        self.packed(pieces.collect(), width, GAP, most)
    }

    /// Pieces side by side, each whole on a line if it can be, `gap` em apart; in cells of `most` lines.
    fn packed(&self, pieces: Vec<Vec<Glyph>>, width: f32, gap: f32, most: Most) -> Vec<Cell> {
        let room = (width - 2.0 * PAD) / self.size;
        let how = Wrap { width: room, ..Wrap::default() };
        // Each entry begins with a piece, and none is torn from its further lines.
        let mut whole: Vec<Vec<Line>> = Vec::new();
        for piece in pieces {
            let mut broken = break_lines(piece, how);
            match (whole.last_mut().and_then(|lines| lines.last_mut()), &mut broken[..]) {
                (Some(last), [one]) if last.width() + gap + one.width() <= room => {
                    last.append(std::mem::take(one), self.fonts, gap);
                }
                _ => whole.push(broken),
            }
        }
        self.cells(whole, most)
    }

    /// Lines in cells of `most`, those of one entry in the same cell unless they are more than that.
    fn cells(&self, whole: Vec<Vec<Line>>, most: Most) -> Vec<Cell> {
        let pen = self.pen(Style::Small, self.size);
        let mut cells = vec![Vec::new()];
        for entry in whole {
            let limit = |cells: &[Vec<Line>]| match most {
                Some((first, _)) if cells.len() == 1 => first,
                Some((_, further)) => further,
                None => usize::MAX,
            };
            let used = cells.last().map_or(0, Vec::len);
            let further = most.map_or(usize::MAX, |(_, further)| further);
            if used > 0 && used + entry.len() > limit(&cells) && entry.len() <= further {
                cells.push(Vec::new());
            }
            for line in entry {
                if cells.last().map_or(0, Vec::len) >= limit(&cells) {
                    cells.push(Vec::new());
                }
                if let Some(cell) = cells.last_mut() {
                    cell.push(line);
                }
            }
        }
        let cell = |lines| Cell { lines, align: Align::Left, size: pen.size, leading: pen.leading };
        cells.into_iter().map(cell).collect()
    }
}
