//! A letter (整改通知书, 复查意见书 …) on A4: head, numbered hazards, signatures, room for the seal.
//!
//! One page when it fits, in slightly smaller type if need be; else as many as it takes, with the
//! signatures and the seal on the same page as the last lines of the text.

use super::{
    Fonts, PaperError, Style,
    line::{Line, Wrap, break_lines},
    page::{Align, HEIGHT, MM, Mark, Page, Pen, Strip, WIDTH, paginate},
    qr::qr,
    table::{THICK, THIN},
};
use crate::form::letter::{Block, Letter};

mod tail;

/// The column of text: 156 mm, as in GB/T 9704.
const LEFT: f32 = 28.0 * MM;
const COLUMN: f32 = WIDTH - LEFT - 26.0 * MM;
const TOP: f32 = 20.0 * MM;
const BOTTOM: f32 = HEIGHT - 20.0 * MM;
/// The lines above the text (copy label, number on further pages) and below it (page numbers).
const ABOVE: f32 = 12.0 * MM;
const BELOW: f32 = HEIGHT - 15.0 * MM;
const QR: f32 = 17.0 * MM;

/// Sizes and pitches in points.
#[derive(Clone, Copy)]
struct Look {
    body: (f32, f32),
    detail: (f32, f32),
}

const ROOMY: Look = Look { body: (14.0, 22.0), detail: (11.0, 16.5) };
const CLOSE: Look = Look { body: (12.5, 19.0), detail: (10.5, 15.0) };
/// The smallest that is still read with ease.
const TIGHT: Look = Look { body: (12.0, 17.5), detail: (10.0, 14.0) };

struct Desk<'a> {
    letter: &'a Letter,
    fonts: &'a Fonts,
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
    fonts.require(words(letter))?;
    let code = if letter.qr.is_empty() {
        Vec::new()
    } else {
        qr(&letter.qr, LEFT + COLUMN - QR, TOP + 22.0 - QR, QR)?
    };
    let desk = |look| Desk { letter, fonts, look, overlay: overlay.is_some(), code: &code };
    let mut one = desk(ROOMY).pages();
    for look in [CLOSE, TIGHT] {
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
                None => desk(ROOMY).label(&mut page, label),
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
fn words(letter: &Letter) -> Vec<&str> {
    let mut words = vec![
        "0123456789第页共年月日：．□☑",
        &letter.heading,
        &letter.title,
        &letter.number,
        &letter.addressee,
        &letter.issuer,
        &letter.footnote,
    ];
    for block in &letter.blocks {
        match block {
            Block::Paragraph { text, .. } => words.push(text),
            Block::Item { text, details, .. } => {
                words.push(text);
                words.extend(details.iter().flat_map(|(label, text)| [&**label, text]));
            }
            Block::Ticks { label, options } => {
                words.push(label);
                words.extend(options.iter().map(|(option, _)| &**option));
            }
            _ => {}
        }
    }
    for line in &letter.signatures {
        words.extend([&*line.label, &line.second, &line.second_value]);
    }
    words.extend(letter.copies.iter().map(String::as_str));
    words
}

impl<'a> Desk<'a> {
    fn pen(&self, style: Style, (size, leading): (f32, f32)) -> Pen<'a> {
        Pen { fonts: self.fonts, style, size, leading }
    }

    /// One copy, without its label.
    fn pages(&self) -> Vec<Page> {
        let mut first = Page::default();
        let start = self.head(&mut first);
        let mut strips = self.body();
        let tail = self.tail();
        let free = BOTTOM - start - height(&strips) - tail.height;
        // A short letter has its signatures a little below the text, not at its heels.
        strips.push(Strip {
            keep: true,
            ..Strip::space(if free < 0.0 { 12.0 } else { (free * 0.3).min(48.0) })
        });
        let last = strips.len().saturating_sub(3);
        for strip in &mut strips[last..] {
            strip.keep = true;
        }
        strips.push(tail);
        let sheets = paginate(strips, BOTTOM - start, BOTTOM - TOP);
        let count = sheets.len();
        let mut pages = Vec::new();
        for (at, sheet) in sheets.into_iter().enumerate() {
            let (mut page, mut y) =
                if at == 0 { (std::mem::take(&mut first), start) } else { (self.further(), TOP) };
            for strip in sheet {
                page.place(&strip.marks, LEFT, y);
                y += strip.height;
            }
            if count > 1 && !self.overlay {
                let pen = self.pen(Style::Small, (10.0, 15.0));
                let line = pen.one(&format!("第{}页 共{count}页", at + 1));
                page.aligned(&line, pen.size, LEFT, BELOW, COLUMN, Align::Centre);
            }
            pages.push(page);
        }
        pages
    }

    /// Small heading over a double rule, title, number, QR code; gives where the text begins.
    fn head(&self, page: &mut Page) -> f32 {
        let letter = self.letter;
        let mut y = TOP;
        if !letter.heading.is_empty() {
            self.centred(page, Style::Title, 16.0, &letter.heading, y, !self.overlay);
            y += 26.0;
            if !self.overlay {
                page.rule((LEFT, y), (LEFT + COLUMN, y), THICK);
                page.rule((LEFT, y + 2.6), (LEFT + COLUMN, y + 2.6), THIN);
            }
            y += 14.0;
        }
        self.centred(page, Style::Title, 22.0, &letter.title, y, !self.overlay);
        y += 33.0;
        if !letter.number.is_empty() {
            self.centred(page, Style::Body, 13.0, &letter.number, y, true);
            y += 26.0;
        }
        page.place(self.code, 0.0, 0.0);
        y
    }

    /// A centred line that stays clear of the QR code, in smaller type when it is long.
    fn centred(&self, page: &mut Page, style: Style, size: f32, text: &str, y: f32, print: bool) {
        let line = self.pen(style, (size, size)).one(text);
        let room = COLUMN - 2.0 * (QR + 6.0);
        let size = size.min(room / line.width().max(1.0));
        if print {
            page.aligned(&line, size, LEFT, y, COLUMN, Align::Centre);
        }
    }

    /// A further page says whose it is.
    fn further(&self) -> Page {
        let mut page = Page::default();
        if !self.overlay {
            let pen = self.pen(Style::Small, (9.5, 14.0));
            let words = [&*self.letter.title, &self.letter.number].join(" ");
            let line = pen.one(words.trim());
            page.aligned(&line, pen.size, LEFT, ABOVE, COLUMN, Align::Right);
        }
        page
    }

    fn label(&self, page: &mut Page, label: &str) {
        let pen = self.pen(Style::Heading, (10.5, 15.0));
        page.line(&pen.one(label), pen.size, LEFT, ABOVE);
    }

    fn body(&self) -> Vec<Strip> {
        let pen = self.pen(Style::Body, self.look.body);
        let mut strips = self.addressee(&pen);
        for block in &self.letter.blocks {
            match block {
                Block::Paragraph { text, flush } => {
                    let indent = if *flush { 0.0 } else { 2.0 };
                    let lines: Vec<Line> = text
                        .split('\n')
                        .flat_map(|part| pen.lines(part, COLUMN, indent, 0.0))
                        .collect();
                    strips.extend(Strip::paragraph(&pen, &lines));
                }
                Block::Item { number, text, details } => {
                    let lines = pen.lines(&format!("{number}．{text}"), COLUMN, 2.0, 0.0);
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
                    let lines = pen.lines(words.trim_end(), COLUMN, 2.0, 2.0);
                    strips.extend(Strip::paragraph(&pen, &lines));
                }
                _ => {}
            }
        }
        strips
    }

    /// The name on a rule, and the colon.
    fn addressee(&self, pen: &Pen) -> Vec<Strip> {
        if self.letter.addressee.is_empty() {
            return Vec::new();
        }
        let text = format!("{}：", self.letter.addressee);
        let how = Wrap { width: COLUMN / pen.size, ..Wrap::default() };
        let lines = break_lines(self.fonts.shape_name(Style::Body, &text), how);
        let mut strips = Strip::paragraph(pen, &lines);
        for (line, strip) in lines.iter().zip(&mut strips) {
            let name = line.width() - if line.text().ends_with('：') { 1.0 } else { 0.0 };
            if !self.overlay && name > 0.0 {
                let y = (pen.leading + pen.size) / 2.0 + 1.5;
                strip.marks.push(Mark::Rule {
                    from: (0.0, y),
                    to: (name * pen.size, y),
                    width: THIN,
                });
            }
        }
        strips.push(Strip::space(2.0));
        strips
    }

    /// Label and text of each detail, in smaller type; short ones share a line.
    fn details(&self, details: &[(String, String)]) -> Vec<Strip> {
        let pen = self.pen(Style::Small, self.look.detail);
        let indent = 2.0 * self.look.body.0 / pen.size;
        let room = COLUMN / pen.size - indent;
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
