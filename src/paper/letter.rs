//! A letter (整改通知书, 复查意见书 …) on A4: head, numbered hazards, signatures, room for the seal.
//!
//! One page when it fits, in slightly smaller type if need be; else as many as it takes, with the
//! signatures and the seal on the same page as the last lines of the text.

use std::borrow::Cow;

use super::{
    Fonts, PaperError, Style,
    line::{Line, Wrap, break_lines},
    page::{Align, MM, Mark, Page, Pen, Strip, paginate},
    qr::qr,
    table::{THICK, THIN},
};
use crate::form::letter::{Block, Content, Letter, Look as Paper, Words};
use sheet::Sheet;

mod grid;
mod rows;
mod sheet;
mod stub;
mod tail;
mod words;

const QR: f32 = 17.0 * MM;

/// Sizes and pitches in points.
#[derive(Clone, Copy)]
struct Look {
    body: (f32, f32),
    detail: (f32, f32),
}

struct Desk<'a> {
    letter: &'a Letter,
    fonts: &'a Fonts,
    sheet: Sheet,
    look: Look,
    /// The head, the labels and the rules are on the sheet already; only the words of this case are
    /// printed.
    overlay: bool,
    code: &'a [Mark],
}

/// All copies, each with its label and its own page count. `overlay` prints only the words of this
/// case, moved right and down by so many millimetres, for sheets with the rest printed on them (套打).
pub fn letter(
    letter: &Letter,
    fonts: &Fonts,
    overlay: Option<(f32, f32)>,
) -> Result<Vec<Page>, PaperError> {
    let sheet = Sheet::of(letter.look);
    fonts.require(said(letter).iter().map(|words| &**words))?;
    let code = if letter.qr.is_empty() {
        Vec::new()
    } else {
        qr(&letter.qr, sheet.left + sheet.column - QR, sheet.top + 22.0 - QR, QR)?
    };
    let overlaid = overlay.is_some();
    let desk = |look| Desk { letter, fonts, sheet, look, overlay: overlaid, code: &code };
    let sizes = sheet::sizes(letter.look);
    let roomy = sizes[0];
    let mut one = desk(roomy).pages();
    for look in sizes[1..].iter().copied() {
        if one.len() == 1 {
            break;
        }
        let smaller = desk(look).pages();
        if smaller.len() == 1 {
            one = smaller;
        }
    }
    let unlabelled = [String::new()];
    let labels = if letter.copies.is_empty() { &unlabelled[..] } else { &letter.copies };
    let mut pages = Vec::new();
    for label in labels {
        for mut page in one.iter().cloned() {
            match overlay {
                None => desk(roomy).label(&mut page, label),
                Some((right, down)) => {
                    let marks = std::mem::take(&mut page.marks);
                    page.place(&marks, right * MM, down * MM);
                }
            }
            pages.push(page);
        }
    }
    Ok(pages)
}

/// Every text that will be printed, and the characters that the layout adds itself.
fn said(letter: &Letter) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<str>> = vec![
        "0123456789第页共年月日：．□☑—（）存根送达单位填发期经办人收件签名".into(),
        letter.heading.as_str().into(),
        letter.title.as_str().into(),
        letter.number.as_str().into(),
        letter.addressee.as_str().into(),
        letter.issuer.as_str().into(),
        letter.footnote.as_str().into(),
    ];
    for block in &letter.blocks {
        match block {
            Block::Paragraph { text, .. } => words.push(text.into()),
            Block::Item { text, details, .. } => {
                words.push(text.into());
                let texts = details.iter().flat_map(|(label, text)| [label, text]);
                words.extend(texts.map(|text| Cow::from(text.as_str())));
            }
            Block::Ticks { label, options } => {
                words.push(label.into());
                words.extend(options.iter().map(|(option, _)| Cow::from(option.as_str())));
            }
            Block::Text { words: text, .. } => words.push(text.text().into()),
            Block::Entry { words: text, details, .. } => {
                words.push(text.text().into());
                for (label, text) in details {
                    words.extend([Cow::from(label.as_str()), text.text().into()]);
                }
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                    match &cell.content {
                        Content::Label(label) | Content::Sign { label, .. } => {
                            words.push(label.into());
                        }
                        Content::Words { words: text, .. } => words.push(text.text().into()),
                        Content::Ticks(options) => words
                            .extend(options.iter().map(|(option, _)| Cow::from(option.as_str()))),
                    }
                }
            }
            Block::Table(table) => {
                words.extend(table.columns.iter().map(|column| Cow::from(column.head.as_str())));
                words.extend(table.rows.iter().flatten().map(|text| Cow::from(text.as_str())));
                words.extend(table.total.iter().map(|text| Cow::from(text.text())));
            }
            Block::Break | Block::Space { .. } => {}
        }
    }
    for line in &letter.signatures {
        let texts = [&line.label, &line.second, &line.second_value];
        words.extend(texts.map(|text| Cow::from(text.as_str())));
    }
    words.extend(letter.copies.iter().map(|label| Cow::from(label.as_str())));
    words
}

impl<'a> Desk<'a> {
    fn pen(&self, style: Style, (size, leading): (f32, f32)) -> Pen<'a> {
        Pen { fonts: self.fonts, style, size, leading }
    }

    /// One copy, without its label.
    fn pages(&self) -> Vec<Page> {
        let sheet = &self.sheet;
        let mut first = sheet.page();
        let start = self.head(&mut first);
        let mut strips = self.body();
        if let Some(tail) = self.tail() {
            let free = sheet.bottom - start - height(&strips) - tail.height;
            // A short letter has its signatures a little below the text, not at its heels.
            let gap = match self.letter.look {
                Paper::Official => 0.0,
                _ if free < 0.0 => 12.0,
                _ => (free * 0.3).min(48.0),
            };
            strips.push(Strip { keep: true, ..Strip::space(gap) });
            let last = strips.len().saturating_sub(3);
            for strip in &mut strips[last..] {
                strip.keep = true;
            }
            strips.push(tail);
        }
        let sheets = paginate(strips, sheet.bottom - start, sheet.bottom - sheet.top);
        let count = sheets.len();
        let mut pages = Vec::new();
        for (at, strips) in sheets.into_iter().enumerate() {
            let (mut page, mut y) = if at == 0 {
                (std::mem::take(&mut first), start)
            } else {
                (self.further(), sheet.top)
            };
            for strip in strips {
                page.place(&strip.marks, sheet.left, y);
                y += strip.height;
            }
            if !self.overlay {
                self.page_number(&mut page, at + 1, count);
            }
            pages.push(page);
        }
        pages
    }

    /// 第1页 共2页 where there are several; — 1 — on every page of an official letter, odd ones at the right
    /// (GB/T 9704-2012 7.5).
    fn page_number(&self, page: &mut Page, number: usize, count: usize) {
        let Sheet { left, column, below, .. } = self.sheet;
        if self.letter.look == Paper::Official {
            let pen = self.pen(Style::Small, (14.0, 14.0));
            let line = pen.one(&format!("— {number} —"));
            let (x, align) = if number % 2 == 1 {
                (left - pen.size, Align::Right)
            } else {
                (left + pen.size, Align::Left)
            };
            page.aligned(&line, pen.size, x, below, column, align);
        } else if count > 1 {
            let pen = self.pen(Style::Small, (10.0, 15.0));
            let line = pen.one(&format!("第{number}页 共{count}页"));
            page.aligned(&line, pen.size, left, below, column, Align::Centre);
        }
    }

    /// Small heading over a double rule, title, number, QR code; gives where the text begins.
    fn head(&self, page: &mut Page) -> f32 {
        let letter = self.letter;
        let Sheet { left, column, .. } = self.sheet;
        let mut y = self.sheet.top;
        if letter.look == Paper::Official {
            return self.official_head(page);
        }
        if letter.stub {
            self.stub(page);
            y = stub::BELOW;
        }
        if !letter.heading.is_empty() {
            self.centred(page, Style::Title, 16.0, &letter.heading, y, !self.overlay);
            y += 26.0;
            if !self.overlay {
                page.rule((left, y), (left + column, y), THICK);
                page.rule((left, y + 2.6), (left + column, y + 2.6), THIN);
            }
            y += 14.0;
        }
        self.centred(page, Style::Title, 22.0, &letter.title, y, !self.overlay);
        y += 33.0;
        if !letter.number.is_empty() {
            self.centred(page, Style::Body, 13.0, &letter.number, y, true);
            y += 26.0;
        }
        let down = if letter.stub { stub::BELOW - self.sheet.top } else { 0.0 };
        page.place(self.code, 0.0, down);
        y
    }

    /// Title in lines of one length, number, a line left free (GB/T 9704-2012 7.3.1).
    fn official_head(&self, page: &mut Page) -> f32 {
        let Sheet { left, column, .. } = self.sheet;
        let pitch = sheet::OFFICIAL_PITCH;
        let mut y = self.sheet.top + pitch;
        let pen = self.pen(Style::Title, (22.0, 33.0));
        let lines = (pen.measure(&self.letter.title) / (column * 0.9)).ceil().max(1.0);
        let letters: Vec<char> = self.letter.title.chars().collect();
        let most = (letters.len() as f32 / lines).ceil().max(1.0) as usize;
        for part in letters.chunks(most) {
            let line = pen.one(&part.iter().collect::<String>());
            if !self.overlay {
                page.aligned(&line, pen.size, left, y, column, Align::Centre);
            }
            y += pen.leading;
        }
        if !self.letter.number.is_empty() {
            let pen = self.pen(Style::Body, (sheet::OFFICIAL, pitch));
            let line = pen.one(&self.letter.number);
            page.aligned(&line, pen.size, left, y + 4.0, column, Align::Centre);
            y += pitch;
        }
        page.place(self.code, 0.0, 0.0);
        // What follows stands on the lines of the page.
        let used = ((y - self.sheet.top) / pitch).ceil();
        self.sheet.top + (used + 1.0) * pitch
    }

    /// A centred line that stays clear of the QR code, in smaller type when it is long.
    fn centred(&self, page: &mut Page, style: Style, size: f32, text: &str, y: f32, print: bool) {
        let line = self.pen(style, (size, size)).one(text);
        let Sheet { left, column, .. } = self.sheet;
        let room = column - 2.0 * (QR + 6.0);
        let size = size.min(room / line.width().max(1.0));
        if print {
            page.aligned(&line, size, left, y, column, Align::Centre);
        }
    }

    /// A further page says whose it is.
    fn further(&self) -> Page {
        let mut page = self.sheet.page();
        let Sheet { left, column, above, .. } = self.sheet;
        if !self.overlay && self.letter.look != Paper::Official {
            let pen = self.pen(Style::Small, (9.5, 14.0));
            let words = [&*self.letter.title, &self.letter.number].join(" ");
            let line = pen.one(words.trim());
            page.aligned(&line, pen.size, left, above, column, Align::Right);
        }
        page
    }

    fn label(&self, page: &mut Page, label: &str) {
        let pen = self.pen(Style::Heading, (10.5, 15.0));
        page.line(&pen.one(label), pen.size, self.sheet.left, self.sheet.above);
    }

    fn body(&self) -> Vec<Strip> {
        let column = self.sheet.column;
        // What a page holds below its own head.
        let room = self.sheet.bottom - self.sheet.top;
        let pen = self.pen(Style::Body, self.look.body);
        let mut strips = self.addressee(&pen);
        for block in &self.letter.blocks {
            match block {
                Block::Paragraph { text, flush } => {
                    let indent = if *flush { 0.0 } else { 2.0 };
                    let lines: Vec<Line> = text
                        .split('\n')
                        .flat_map(|part| pen.lines(part, column, indent, 0.0))
                        .collect();
                    strips.extend(Strip::paragraph(&pen, &lines));
                }
                Block::Item { number, text, details } => {
                    let lines = pen.lines(&format!("{number}．{text}"), column, 2.0, 0.0);
                    let mut item = Strip::paragraph(&pen, &lines);
                    let details = self.details(details);
                    // The hazard is not parted from what has to be done about it.
                    if let (Some(strip), false) = (item.last_mut(), details.is_empty()) {
                        strip.keep = true;
                    }
                    item.extend(details);
                    item.push(Strip::space(3.0));
                    strips.extend(item);
                }
                Block::Ticks { label, options } => {
                    let mut words = label.clone();
                    for (option, ticked) in options {
                        words.push_str(if *ticked { "☑" } else { "□" });
                        words.push_str(option);
                        words.push('　');
                    }
                    let lines = pen.lines(words.trim_end(), column, 2.0, 2.0);
                    strips.extend(Strip::paragraph(&pen, &lines));
                }
                Block::Text { words, face, align, flush } => {
                    strips.extend(self.text(words, *face, *align, *flush));
                }
                Block::Entry { number, words, details } => {
                    strips.extend(self.entry(&pen, *number, words, details));
                }
                Block::Grid(grid) => strips.extend(self.grid(grid, room)),
                Block::Table(table) => strips.extend(self.table(table, room)),
                Block::Break => strips.push(Strip { fresh: true, ..Strip::default() }),
                Block::Space { height } => strips.push(Strip::space(height * MM)),
            }
        }
        strips
    }

    /// A numbered item of a form's list.
    fn entry(
        &self,
        pen: &Pen,
        number: u32,
        words: &Words,
        details: &[(String, Words)],
    ) -> Vec<Strip> {
        let mut text = Words::form(format!("{number}．"));
        for piece in words.pieces() {
            text.push(piece.text, piece.case);
        }
        let column = self.sheet.column;
        let lines = self.lines(pen, &text, column, (2.0, 0.0));
        let mut strips = self.paragraph(pen, &lines, (0.0, column), Align::Left);
        let details: Vec<(String, String)> =
            details.iter().map(|(label, words)| (label.clone(), words.text())).collect();
        let details = self.details(&details);
        if let (Some(strip), false) = (strips.last_mut(), details.is_empty()) {
            strip.keep = true;
        }
        strips.extend(details);
        strips
    }

    /// The name on a rule, and the colon.
    fn addressee(&self, pen: &Pen) -> Vec<Strip> {
        if self.letter.addressee.is_empty() {
            return Vec::new();
        }
        let text = format!("{}：", self.letter.addressee);
        let how = Wrap { width: self.sheet.column / pen.size, ..Wrap::default() };
        let lines = break_lines(self.fonts.shape_name(Style::Body, &text), how);
        let mut strips = Strip::paragraph(pen, &lines);
        for (line, strip) in lines.iter().zip(&mut strips) {
            let name = line.width() - if line.text().ends_with('：') { 1.0 } else { 0.0 };
            if !self.overlay && name > 0.0 && self.letter.look != Paper::Official {
                let y = (pen.leading + pen.size) / 2.0 + 1.5;
                strip.marks.push(Mark::Rule {
                    from: (0.0, y),
                    to: (name * pen.size, y),
                    width: THIN,
                });
            }
        }
        if self.letter.look != Paper::Official {
            strips.push(Strip::space(2.0));
        }
        strips
    }

    /// Label and text of each detail, in smaller type; short ones share a line.
    fn details(&self, details: &[(String, String)]) -> Vec<Strip> {
        let pen = self.pen(Style::Small, self.look.detail);
        let indent = 2.0 * self.look.body.0 / pen.size;
        let room = self.sheet.column / pen.size - indent;
        let mut lines: Vec<Line> = Vec::new();
        // Where a short detail may still be added to the last line.
        let mut open = false;
        for (label, text) in details {
            let mut glyphs = self.fonts.shape(Style::Heading, &format!("{label}："));
            let hang: f32 = glyphs.iter().map(|glyph| glyph.width()).sum();
            glyphs.extend(self.fonts.shape(Style::Small, &text.replace('\n', " ")));
            let how = Wrap { width: room, first: 0.0, rest: hang.min(room / 2.0), justify: true };
            let mut broken = break_lines(glyphs, how);
            for line in &mut broken {
                line.indent += indent;
            }
            let short = broken.len() == 1;
            match lines.last_mut() {
                Some(last) if open && short && last.width() + GAP + broken[0].width() <= room => {
                    last.append(broken.remove(0), self.fonts, GAP);
                }
                _ => lines.append(&mut broken),
            }
            open = short;
        }
        Strip::paragraph(&pen, &lines)
    }
}

/// Between two details on one line, in em.
const GAP: f32 = 1.5;

fn height(strips: &[Strip]) -> f32 {
    strips.iter().map(|strip| strip.height).sum()
}

#[cfg(test)]
mod tests;
