//! A filled checklist as the paper has it (S2 表四): head, kind of place, a grid of two columns, boxes
//! ticked or empty, on one A4 page a copy.

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
    form::checklist::{Checklist, Filled, Group, Item, Side},
};

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
/// Sizes in points, the largest first; the first that fits the page is taken.
const SIZES: [f32; 8] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.0, 6.0];
/// What the paper has over both columns of the grid (S2 表四).
const COLUMN_HEAD: &str = "检查项目和检查情况";
/// Between two questions on a line, in em.
const GAP: f32 = 1.0;
/// The most that a row is stretched to fill the page, in points.
const STRETCH: f32 = 14.0;

struct Desk<'a> {
    form: &'a Checklist,
    filled: &'a Filled,
    fonts: &'a Fonts,
    size: f32,
}

/// All copies, one page each. 未查 and 不涉及 print as empty boxes.
pub fn checklist(
    form: &Checklist,
    filled: &Filled,
    fonts: &Fonts,
) -> Result<Vec<Page>, PaperError> {
    fonts.require(words(form, filled))?;
    let page = SIZES
        .into_iter()
        .find_map(|size| {
            let desk = Desk { form, filled, fonts, size };
            desk.page().transpose()
        })
        .unwrap_or_else(|| Err(PaperError::TooLong(form.title.clone())))?;
    if form.copies.is_empty() {
        return Ok(vec![page]);
    }
    let pen = Pen { fonts, style: Style::Heading, size: 10.5, leading: 15.0 };
    let labelled = form.copies.iter().map(|label| {
        let mut page = page.clone();
        page.line(&pen.one(label), pen.size, LEFT, ABOVE);
        page
    });
    Ok(labelled.collect())
}

fn words<'a>(form: &'a Checklist, filled: &'a Filled) -> Vec<&'a str> {
    let mut words = vec![COLUMN_HEAD, "□☑　：", &*form.title, &form.caption, &form.note];
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
    fn pen(&self, style: Style, size: f32) -> Pen<'a> {
        Pen { fonts: self.fonts, style, size, leading: size * 1.45 }
    }

    /// The page, or `None` when this size is too large.
    fn page(&self) -> Result<Option<Page>, PaperError> {
        let mut page = Page::default();
        let top = self.title(&mut page)?;
        let mut rows = self.head_rows();
        rows.extend(self.nature_row());
        let fixed = rows.len();
        rows.extend(self.group_rows());
        let foot = 30.0 + 22.0;
        let used: f32 = rows.iter().map(|(grid, row)| grid.height(row)).sum();
        let spare = BOTTOM - top - foot - used;
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
        let (form, filled) = (self.form, self.filled);
        let small = self.pen(Style::Small, 10.0);
        let mut room = COLUMN;
        if !filled.qr.is_empty() {
            let marks = qr(&filled.qr, LEFT + COLUMN - QR, ABOVE - 6.0, QR)?;
            page.place(&marks, 0.0, 0.0);
            room -= QR + 6.0;
        }
        page.aligned(&small.one(&filled.number), 10.0, LEFT, ABOVE, room, Align::Right);
        let words = if form.caption.is_empty() {
            form.title.clone()
        } else {
            format!("{}：{}", form.caption, form.title)
        };
        let line = self.pen(Style::Title, 15.0).one(&words);
        let size = (room / line.width().max(1.0)).min(15.0);
        page.line(&line, size, LEFT, TOP);
        let mut y = TOP + 22.0;
        for (label, value) in self
            .head()
            .filter(|(field, ..)| *field == "date")
            .map(|(_, label, value)| (label, value))
        {
            let line = small.one(&format!("{label}：{value}"));
            page.aligned(&line, 10.0, LEFT, y, room, Align::Right);
            y += 16.0;
        }
        Ok(y + 2.0)
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

    /// Two fields a row: label, value, label, value.
    fn head_rows(&self) -> Vec<(Grid, Vec<Cell>)> {
        let fields: Vec<_> = self.head().filter(|(field, ..)| *field != "date").collect();
        let (label, narrow) = (LABEL, 100.0);
        let wide = COLUMN - 2.0 * label - narrow;
        fields
            .chunks(2)
            .map(|pair| {
                let widths = match pair {
                    [_] => vec![label, COLUMN - label],
                    _ => vec![label, wide, label, narrow],
                };
                let mut cells = Vec::new();
                for (at, (_, title, value)) in pair.iter().enumerate() {
                    cells.push(self.label(title, widths[at * 2]));
                    let pen = self.pen(Style::Small, self.size);
                    let how = Wrap {
                        width: (widths[at * 2 + 1] - 2.0 * PAD) / self.size,
                        ..Wrap::default()
                    };
                    cells.push(Cell {
                        lines: break_lines(self.fonts.shape_name(pen.style, value), how),
                        align: Align::Left,
                        size: pen.size,
                        leading: pen.leading,
                    });
                }
                (self.grid(widths), cells)
            })
            .collect()
    }

    fn nature_row(&self) -> Option<(Grid, Vec<Cell>)> {
        let nature = self.form.nature.as_ref()?;
        let widths = vec![LABEL, COLUMN - LABEL];
        let pieces = nature.options.iter().enumerate().map(|(at, option)| {
            let ticked = self.filled.nature.contains(&at);
            self.boxed(option, ticked)
        });
        let cells = vec![
            self.label(&nature.label, widths[0]),
            self.packed(pieces.collect(), widths[1], 0.5),
        ];
        Some((self.grid(widths), cells))
    }

    /// The head of the grid, then left and right groups side by side.
    fn group_rows(&self) -> Vec<(Grid, Vec<Cell>)> {
        let half = COLUMN / 2.0;
        let head = Pen { leading: self.size * 1.6, ..self.pen(Style::Heading, self.size) };
        let cell = || Cell::new(&head, COLUMN_HEAD, half, 1.0, Align::Centre);
        let mut top = self.grid(vec![half, half]);
        top.pad = 1.0;
        let mut rows = vec![(top, vec![cell(), cell()])];
        let side = |side| -> Vec<&Group> {
            let groups = self.form.groups.iter();
            groups.filter(|group| group.side == side).collect()
        };
        let (left, right) = (side(Side::Left), side(Side::Right));
        let mut items = self.answers();
        for at in 0..left.len().max(right.len()) {
            let mut cells = Vec::new();
            for group in [left.get(at), right.get(at)] {
                match group {
                    Some(group) => {
                        cells.push(self.label(&group.title, TITLE));
                        cells.push(self.group(group, &mut items, half - TITLE));
                    }
                    None => cells.extend([Cell::default(), Cell::default()]),
                }
            }
            let widths = vec![TITLE, half - TITLE, TITLE, half - TITLE];
            rows.push((self.grid(widths), cells));
        }
        rows
    }

    /// Item id → its answer.
    fn answers(&self) -> std::collections::HashMap<&'a str, Answer> {
        let ids = self.form.items().map(|item| &*item.id);
        ids.zip(self.filled.answers.iter().copied()).collect()
    }

    fn group(
        &self,
        group: &Group,
        answers: &mut std::collections::HashMap<&'a str, Answer>,
        width: f32,
    ) -> Cell {
        let pieces = group.items.iter().map(|item| {
            let answer = answers.get(&*item.id).copied();
            self.item(item, answer.unwrap_or(Answer::Unchecked))
        });
        self.packed(pieces.collect(), width, GAP)
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

    /// Pieces side by side, each whole on a line if it can be; `gap` in em.
    fn packed(&self, pieces: Vec<Vec<Glyph>>, width: f32, gap: f32) -> Cell {
        let pen = self.pen(Style::Small, self.size);
        let room = (width - 2.0 * PAD) / pen.size;
        let how = Wrap { width: room, ..Wrap::default() };
        let mut lines: Vec<Line> = Vec::new();
        for piece in pieces {
            let mut broken = break_lines(piece, how);
            match (lines.last_mut(), &mut broken[..]) {
                (Some(last), [one]) if last.width() + gap + one.width() <= room => {
                    last.append(std::mem::take(one), self.fonts, gap);
                }
                _ => lines.append(&mut broken),
            }
        }
        Cell { lines, align: Align::Left, size: pen.size, leading: pen.leading }
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
