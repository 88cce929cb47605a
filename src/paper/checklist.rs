//! A filled checklist as the paper has it (S2 表四): head, kind of place, a grid of two columns, boxes
//! ticked or empty, on one A4 page a copy; a form that is too long for it takes further pages (`flow`).

use std::collections::HashMap;

use super::{
    Fonts, PaperError, Style,
    fonts::Glyph,
    line::{Line, Wrap, break_lines, wrap},
    page::{Align, HEIGHT, MM, Page, Pen, WIDTH},
    qr::qr,
    table::{Cell, Grid, THICK},
};
use crate::{
    domain::answer::Answer,
    form::checklist::{Checklist, Filled, Group, Item, Nature, Side},
};

mod flow;

const LEFT: f32 = 22.0 * MM;
const COLUMN: f32 = WIDTH - LEFT - 18.0 * MM;
const TOP: f32 = 20.0 * MM;
const BOTTOM: f32 = HEIGHT - 15.0 * MM;
const ABOVE: f32 = 11.0 * MM;
const QR: f32 = 15.0 * MM;
/// Width of a title in the grid: five characters of the largest type.
const TITLE: f32 = 50.0;
/// Width of a label in the head.
const LABEL: f32 = 64.0;
const PAD: f32 = 4.0;
/// Sizes in points, the largest first; the first that fits the page is taken, down to the smallest that is read
/// with ease.
const SIZES: [f32; 6] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0];
/// What the paper has over both columns of the grid (S2 表四).
const COLUMN_HEAD: &str = "检查项目和检查情况";
/// Between two questions on a line, in em.
const GAP: f32 = 1.0;
/// The most that a row is stretched to fill the page, in points.
const STRETCH: f32 = 14.0;
/// Signatures and note, in points.
const FOOT: f32 = 52.0;

struct Desk<'a> {
    form: &'a Checklist,
    filled: &'a Filled,
    fonts: &'a Fonts,
    size: f32,
    /// Item id → its answer.
    answers: HashMap<&'a str, Answer>,
}

/// A row of the table: its columns and what stands in them.
type Row = (Grid, Vec<Cell>);

/// What stands beside each other in the table.
enum Band<'a> {
    /// Two fields of the head, or the last one: label without its colon, value.
    Fields(Vec<(&'a str, &'a str)>),
    Nature(&'a Nature),
    /// Left and right.
    Groups([Option<&'a Group>; 2]),
}

/// How many lines a row may have: in the first piece of a band, and in further ones; `None` for the whole band in one row.
type Most = Option<(usize, usize)>;

/// All copies, each with its label. 未查 and 不涉及 print as empty boxes.
pub fn checklist(
    form: &Checklist,
    filled: &Filled,
    fonts: &Fonts,
) -> Result<Vec<Page>, PaperError> {
    fonts.require(words(form, filled))?;
    let mut one = None;
    for size in SIZES {
        one = Desk::new(form, filled, fonts, size).page()?;
        if one.is_some() {
            break;
        }
    }
    let pages = match one {
        Some(page) => vec![page],
        None => flow::pages(form, filled, fonts)?,
    };
    if form.copies.is_empty() {
        return Ok(pages);
    }
    let pen = Pen { fonts, style: Style::Heading, size: 10.5, leading: 15.0 };
    let labelled = form.copies.iter().flat_map(|label| {
        pages.iter().map(|page| {
            let mut page = page.clone();
            page.line(&pen.one(label), pen.size, LEFT, ABOVE);
            page
        })
    });
    Ok(labelled.collect())
}

fn words<'a>(form: &'a Checklist, filled: &'a Filled) -> Vec<&'a str> {
    let mut words =
        vec![COLUMN_HEAD, "0123456789第页共（续）□☑　：", &*form.title, &form.caption, &form.note];
    words.extend(form.head.iter().map(|field| &*field.label));
    words.extend(form.copies.iter().chain(&form.signatures).map(String::as_str));
    words.extend(filled.head.iter().map(String::as_str));
    words.push(&filled.number);
    if let Some(nature) = &form.nature {
        words.push(&nature.label);
        words.extend(nature.options.iter().map(String::as_str));
    }
    words.extend(form.groups.iter().map(|group| &*group.title));
    for item in form.items() {
        words.push(&item.ask);
        words.extend(item.options.iter().map(String::as_str));
        words.extend(item.blanks.iter().map(|blank| &*blank.label));
    }
    words.extend(filled.blanks.iter().map(|(_, _, text)| &**text));
    words
}

impl<'a> Desk<'a> {
    fn new(form: &'a Checklist, filled: &'a Filled, fonts: &'a Fonts, size: f32) -> Desk<'a> {
        let ids = form.items().map(|item| &*item.id);
        let answers = ids.zip(filled.answers.iter().copied()).collect();
        Desk { form, filled, fonts, size, answers }
    }

    fn pen(&self, style: Style, size: f32) -> Pen<'a> {
        Pen { fonts: self.fonts, style, size, leading: size * 1.45 }
    }

    /// The page, or `None` when this size is too large.
    fn page(&self) -> Result<Option<Page>, PaperError> {
        let mut page = Page::default();
        let top = self.title(&mut page)?;
        let whole = |band: &Band| self.band(band, None);
        let mut rows: Vec<Row> = self.head_bands().iter().flat_map(whole).collect();
        let fixed = rows.len();
        rows.push(self.column_head());
        rows.extend(self.group_bands().iter().flat_map(whole));
        let used: f32 = rows.iter().map(|(grid, row)| grid.height(row)).sum();
        let spare = BOTTOM - top - FOOT - used;
        if spare < 0.0 {
            return Ok(None);
        }
        // What is left of the page goes to the rows of the grid, evenly.
        let each = (spare / (rows.len() - fixed).max(1) as f32).min(STRETCH);
        let mut y = top;
        for (at, (grid, row)) in rows.iter().enumerate() {
            let height = grid.height(row) + if at > fixed { each } else { 0.0 };
            grid.draw(&mut page, row, y, height);
            y += height;
        }
        page.frame(LEFT, top, COLUMN, y - top, THICK);
        self.foot(&mut page, y);
        Ok(Some(page))
    }

    /// Caption and title, the day behind them, number and QR code above; gives where the grid begins.
    fn title(&self, page: &mut Page) -> Result<f32, PaperError> {
        let filled = self.filled;
        let small = self.pen(Style::Small, 10.0);
        let mut room = COLUMN;
        if !filled.qr.is_empty() {
            let marks = qr(&filled.qr, LEFT + COLUMN - QR, ABOVE - 6.0, QR)?;
            page.place(&marks, 0.0, 0.0);
            room -= QR + 6.0;
        }
        page.aligned(&small.one(&filled.number), 10.0, LEFT, ABOVE, room, Align::Right);
        let line = self.pen(Style::Title, 15.0).one(&self.whole_title());
        let size = (room / line.width().max(1.0)).min(15.0);
        page.line(&line, size, LEFT, TOP);
        let mut y = TOP + 22.0;
        for (label, value) in self
            .head()
            .filter(|(field, ..)| *field == "date")
            .map(|(_, label, value)| (label, value))
        {
            let line = small.one(&format!("{label}：{value}"));
            // Below the code, so it stands where the paper has it.
            page.aligned(&line, 10.0, LEFT, y, COLUMN, Align::Right);
            y += 16.0;
        }
        Ok(y + 2.0)
    }

    /// Caption and title: 表四：安全生产….
    fn whole_title(&self) -> String {
        let form = self.form;
        if form.caption.is_empty() {
            form.title.clone()
        } else {
            format!("{}：{}", form.caption, form.title)
        }
    }

    /// Field, label without its colon, value.
    fn head(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        let values = self.filled.head.iter().map(String::as_str);
        self.form
            .head
            .iter()
            .zip(values.chain(std::iter::repeat("")))
            .map(|(field, value)| (&*field.field, field.label.trim_end_matches('：'), value))
    }

    fn head_bands(&self) -> Vec<Band<'a>> {
        let fields: Vec<_> = self
            .head()
            .filter(|(field, ..)| *field != "date")
            .map(|(_, label, value)| (label, value))
            .collect();
        let nature = self.form.nature.as_ref().map(Band::Nature);
        fields.chunks(2).map(|pair| Band::Fields(pair.to_vec())).chain(nature).collect()
    }

    /// Left and right groups side by side.
    fn group_bands(&self) -> Vec<Band<'a>> {
        let side = |side| -> Vec<&'a Group> {
            let groups = self.form.groups.iter();
            groups.filter(|group| group.side == side).collect()
        };
        let (left, right) = (side(Side::Left), side(Side::Right));
        let pair = |at: usize| [left.get(at).copied(), right.get(at).copied()];
        (0..left.len().max(right.len())).map(|at| Band::Groups(pair(at))).collect()
    }

    /// A band in one row, or in as many as its lines need.
    fn band(&self, band: &Band<'a>, most: Most) -> Vec<Row> {
        match band {
            Band::Fields(pair) => {
                let narrow = 100.0;
                let widths = match pair[..] {
                    [_] => vec![LABEL, COLUMN - LABEL],
                    _ => vec![LABEL, COLUMN - 2.0 * LABEL - narrow, LABEL, narrow],
                };
                let columns = pair.iter().zip(widths.chunks(2)).map(|((label, value), widths)| {
                    let width = (widths[1] - 2.0 * PAD) / self.size;
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

    /// The head of the grid.
    fn column_head(&self) -> Row {
        let half = COLUMN / 2.0;
        let head = Pen { leading: self.size * 1.6, ..self.pen(Style::Heading, self.size) };
        let cell = || Cell::new(&head, COLUMN_HEAD, half, 1.0, Align::Centre);
        (Grid { pad: 1.0, ..self.grid(vec![half, half]) }, vec![cell(), cell()])
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

    /// 疏散通道：☑畅通 □堵塞 □闭锁
    fn item(&self, item: &Item, answer: Answer) -> Vec<Glyph> {
        let mut words = item.ask.clone();
        for (at, option) in item.options.iter().enumerate() {
            if at > 0 {
                // Options are not torn apart unless there is something to write between them.
                words.push(if item.blanks.is_empty() { '\u{A0}' } else { ' ' });
            }
            words.push(if answer == Answer::Option(at as u8) { '☑' } else { '□' });
            words.push_str(option);
            for blank in item.blanks.iter().filter(|blank| blank.when == *option) {
                let text = self.filled.blanks.iter().find_map(|(of, id, text)| {
                    (*of == item.id && *id == blank.id).then_some(&**text)
                });
                words.push(' ');
                words.push_str(&blank.label);
                words.push_str(text.filter(|text| !text.is_empty()).unwrap_or("　　　　"));
            }
        }
        self.fonts.shape(Style::Small, &words)
    }

    fn boxed(&self, option: &str, ticked: bool) -> Vec<Glyph> {
        let sign = if ticked { '☑' } else { '□' };
        self.fonts.shape(Style::Small, &format!("{sign}{option}"))
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

    /// A title in the grid, its lines about equally long.
    fn label(&self, text: &str, width: f32) -> Cell {
        let pen = self.pen(Style::Heading, self.size);
        let room = ((width - 2.0 * PAD) / pen.size).max(1.0);
        let whole = pen.measure(text) / pen.size;
        let lines = (whole / room).ceil().max(1.0);
        let how = Wrap { width: (whole / lines).ceil().min(room), ..Wrap::default() };
        Cell {
            lines: wrap(self.fonts, pen.style, text, how),
            align: Align::Centre,
            size: pen.size,
            leading: pen.leading,
        }
    }

    fn grid(&self, widths: Vec<f32>) -> Grid {
        Grid { x: LEFT, widths, pad: PAD }
    }

    /// Signatures side by side, then the note.
    fn foot(&self, page: &mut Page, y: f32) {
        let pen = self.pen(Style::Small, 10.5);
        let share = COLUMN / self.form.signatures.len().max(1) as f32;
        let top = y + 12.0;
        for (at, label) in self.form.signatures.iter().enumerate() {
            let x = LEFT + share * at as f32;
            let line = pen.one(&format!("{}：", label.trim_end_matches('：')));
            page.line(&line, pen.size, x, top);
            let from = x + line.width() * pen.size;
            page.rule((from, top + 13.0), (x + share - 16.0, top + 13.0), 0.5);
        }
        let note = self.pen(Style::Note, 10.0);
        page.line(&note.one(&self.form.note), note.size, LEFT, y + 36.0);
    }
}

#[cfg(test)]
mod tests;
