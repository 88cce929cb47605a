//! A filled checklist as the paper has it (S2 表四): head, kind of place, a grid of two columns, boxes
//! ticked or empty, on one A4 page a copy; a form that is too long for it takes further pages (`flow`).

use std::collections::HashMap;

use super::{
    Fonts, PaperError, Style,
    fonts::Glyph,
    line::{Line, Wrap, break_lines, wrap},
    page::{Align, HEIGHT, MM, Page, Pen, WIDTH},
    qr::qr,
    shift::shift,
    table::{Cell, Grid, THICK},
};
use crate::{
    domain::answer::Answer,
    form::{
        answers::NOT_APPLICABLE,
        checklist::{Checklist, Filled, Group, Item, Nature, Side},
    },
};

mod bands;
mod flow;
mod overlay;

use bands::{Band, Row};
use overlay::{Piece, Sign, fixed};

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
    /// The form is on the sheet already.
    overlay: bool,
    /// Item id → its answer.
    answers: HashMap<&'a str, Answer>,
}

/// All copies, each with its label. 未查 prints as empty boxes; behind those of an item that does not concern the place
/// stands （不涉及）, a remark as it is written by hand: the paper itself has no such box. `overlay` prints only what was
/// filled in, moved right and down by so many millimetres (套打).
pub fn checklist(
    form: &Checklist,
    filled: &Filled,
    fonts: &Fonts,
    overlay: Option<(f32, f32)>,
) -> Result<Vec<Page>, PaperError> {
    fonts.require(words(form, filled))?;
    let desk = |size| Desk { overlay: overlay.is_some(), ..Desk::new(form, filled, fonts, size) };
    if overlay.is_some() {
        desk(SIZES[0]).fits()?;
    }
    let mut one = None;
    for size in SIZES {
        one = desk(size).page()?;
        if one.is_some() {
            break;
        }
    }
    let pages = match one {
        Some(page) => vec![page],
        None => flow::pages(desk)?,
    };
    let pages = match overlay {
        Some(by) => {
            let mut bare: Vec<Page> =
                pages.iter().map(|page| overlay::only_case(page, fonts)).collect();
            shift(&mut bare, by, "二维码")?;
            bare
        }
        None => pages,
    };
    if form.copies.is_empty() {
        return Ok(pages);
    }
    let pen = Pen { fonts, style: Style::Heading, size: 10.5, leading: 15.0 };
    let labelled = form.copies.iter().flat_map(|label| {
        pages.iter().map(|page| {
            let mut page = page.clone();
            if overlay.is_none() {
                page.line(&pen.one(label), pen.size, LEFT, ABOVE);
            }
            page
        })
    });
    Ok(labelled.collect())
}

fn words<'a>(form: &'a Checklist, filled: &'a Filled) -> Vec<&'a str> {
    let mut words =
        vec![COLUMN_HEAD, "0123456789第页共（续）□☑　：", &*form.title, &form.caption, &form.note];
    words.push(NOT_APPLICABLE);
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
        Desk { form, filled, fonts, size, overlay: false, answers }
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
        page.line(&fixed(line), size, LEFT, TOP);
        let mut y = TOP + 22.0;
        for (label, value) in self
            .head()
            .filter(|(field, ..)| *field == "date")
            .map(|(_, label, value)| (label, value))
        {
            let mut line = fixed(small.one(&format!("{label}：")));
            line.glyphs.extend(small.one(value).glyphs);
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

    /// The head of the grid.
    fn column_head(&self) -> Row {
        let half = COLUMN / 2.0;
        let head = Pen { leading: self.size * 1.6, ..self.pen(Style::Heading, self.size) };
        let cell = || {
            let cell = Cell::new(&head, COLUMN_HEAD, half, 1.0, Align::Centre);
            Cell { lines: cell.lines.into_iter().map(fixed).collect(), ..cell }
        };
        (Grid { pad: 1.0, ..self.grid(vec![half, half]) }, vec![cell(), cell()])
    }

    /// 疏散通道：☑畅通 □堵塞 □闭锁; 电梯准用证：□有 □无（不涉及）
    fn item(&self, item: &Item, answer: Answer) -> Vec<Glyph> {
        let concerned = answer != Answer::NotApplicable;
        let mut pieces = vec![Piece::Form(item.ask.clone())];
        for (at, option) in item.options.iter().enumerate() {
            if at > 0 {
                // Options are not torn apart unless there is something to write between them.
                let apart = if item.blanks.is_empty() { "\u{A0}" } else { " " };
                pieces.push(Piece::Form(apart.into()));
            }
            pieces.push(Piece::Box(match answer {
                Answer::Option(chosen) if chosen == at as u8 => Sign::Ticked,
                _ if concerned => Sign::Empty,
                _ => Sign::Struck,
            }));
            pieces.push(Piece::Form(option.clone()));
            for blank in item.blanks.iter().filter(|blank| blank.when == *option) {
                let text = self.filled.blanks.iter().find_map(|(of, id, text)| {
                    (*of == item.id && *id == blank.id).then_some(&**text)
                });
                pieces.push(Piece::Form(format!(" {}", blank.label)));
                pieces.push(Piece::Blank(text.filter(|text| !text.is_empty())));
            }
        }
        if !concerned {
            pieces.push(Piece::Remark(format!("（{NOT_APPLICABLE}）")));
        }
        self.shaped(&pieces)
    }

    fn boxed(&self, option: &str, ticked: bool) -> Vec<Glyph> {
        let sign = if ticked { Sign::Ticked } else { Sign::Empty };
        self.shaped(&[Piece::Box(sign), Piece::Form(option.to_owned())])
    }

    fn shaped(&self, pieces: &[Piece<'_>]) -> Vec<Glyph> {
        if self.overlay {
            return self.over_blank(pieces);
        }
        let words: String = pieces.iter().map(Piece::text).collect();
        self.fonts.shape(Style::Small, &words)
    }

    /// A title in the grid, its lines about equally long.
    fn label(&self, text: &str, width: f32) -> Cell {
        let pen = self.pen(Style::Heading, self.size);
        let room = ((width - 2.0 * PAD) / pen.size).max(1.0);
        let whole = pen.measure(text) / pen.size;
        let lines = (whole / room).ceil().max(1.0);
        let how = Wrap { width: (whole / lines).ceil().min(room), ..Wrap::default() };
        Cell {
            lines: wrap(self.fonts, pen.style, text, how).into_iter().map(fixed).collect(),
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
            page.line(&fixed(line.clone()), pen.size, x, top);
            let from = x + line.width() * pen.size;
            page.rule((from, top + 13.0), (x + share - 16.0, top + 13.0), 0.5);
        }
        let note = self.pen(Style::Note, 10.0);
        page.line(&fixed(note.one(&self.form.note)), note.size, LEFT, y + 36.0);
    }
}

#[cfg(test)]
mod tests;
