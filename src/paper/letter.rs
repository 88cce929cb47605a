//! A letter (整改通知书, 复查意见书 …) on A4: head, numbered hazards, signatures, room for the seal.
//!
//! One page when it fits, in slightly smaller type if need be; else as many as it takes, with the
//! signatures and the seal on the same page as the last lines of the text.

use super::{
    Fonts, PaperError, Style,
    line::Line,
    page::{Align, MM, Mark, Page, Pen, Strip, paginate},
    qr::qr,
};
use crate::form::letter::{Block, Letter, Look as Paper};
use sheet::Sheet;

mod bars;
mod grid;
mod head;
mod item;
mod rows;
mod said;
mod sheet;
mod stub;
mod tail;
mod title;
mod words;

const QR: f32 = 17.0 * MM;
/// Between a grid and the words around it, in points.
const APART: f32 = 4.0;

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
    /// Below a 存根.
    stub: bool,
    code: &'a [Mark],
}

/// All copies, each with its label and its own page count; the last of them, which leaves the office, below the 存根
/// where the letter has one. `overlay` prints only the words of this
/// case, moved right and down by so many millimetres, for sheets with the rest printed on them (套打).
pub fn letter(
    letter: &Letter,
    fonts: &Fonts,
    overlay: Option<(f32, f32)>,
) -> Result<Vec<Page>, PaperError> {
    let sheet = Sheet::of(letter.look);
    fonts.require(said::said(letter).iter().map(|words| &**words))?;
    let code = if letter.qr.is_empty() {
        Vec::new()
    } else {
        qr(&letter.qr, sheet.left + sheet.column - QR, sheet.top + 22.0 - QR, QR)?
    };
    let overlaid = overlay.is_some();
    let desk =
        |look, stub| Desk { letter, fonts, sheet, look, overlay: overlaid, stub, code: &code };
    let sizes = sheet::sizes(letter.look);
    let roomy = sizes[0];
    let fitted = |stub| {
        let one = desk(roomy, stub).pages();
        if one.len() == 1 {
            return one;
        }
        // Below a 存根 it may be set in 5号, to stand on one sheet with it.
        let below = stub.then_some(&sheet::BELOW_STUB);
        let smaller = sizes[1..].iter().chain(below);
        let mut smaller = smaller.map(|look| desk(*look, stub).pages());
        smaller.find(|pages| pages.len() == 1).unwrap_or(one)
    };
    let unlabelled = [String::new()];
    let labels = if letter.copies.is_empty() { &unlabelled[..] } else { &letter.copies };
    let last = labels.len() - 1;
    let bare = if letter.stub && last == 0 { Vec::new() } else { fitted(false) };
    let stubbed = if letter.stub { fitted(true) } else { Vec::new() };
    let mut pages = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let stub = letter.stub && at == last;
        for (page, mut sheet) in (if stub { &stubbed } else { &bare }).iter().cloned().enumerate() {
            match overlay {
                None => desk(roomy, stub && page == 0).label(&mut sheet, label),
                Some((right, down)) => {
                    let marks = std::mem::take(&mut sheet.marks);
                    sheet.place(&marks, right * MM, down * MM);
                }
            }
            pages.push(sheet);
        }
    }
    Ok(pages)
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
        } else {
            // The distance below the last block is no reason for a page.
            while strips.last().is_some_and(|strip| strip.marks.is_empty() && !strip.fresh) {
                strips.pop();
            }
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
            if self.letter.look != Paper::Notice {
                page.join_rules();
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

    fn label(&self, page: &mut Page, label: &str) {
        let pen = self.pen(Style::Heading, (10.5, 15.0));
        // What is cut off is no copy.
        let top = if self.stub { stub::LABEL } else { self.sheet.above };
        page.line(&pen.one(label), pen.size, self.sheet.left, top);
    }

    fn body(&self) -> Vec<Strip> {
        let column = self.sheet.column;
        // What a page holds below its own head.
        let room = self.sheet.bottom - self.sheet.top;
        let pen = self.pen(Style::Body, self.look.body);
        let mut details = self.details();
        let mut strips = self.addressee(&pen);
        // Where what is signed begins, if it is a grid or a line below the rest.
        let mut last = 0;
        for block in &self.letter.blocks {
            last = strips.len();
            match block {
                Block::Paragraph { text, flush } => {
                    let indent = if *flush { 0.0 } else { 2.0 };
                    let lines: Vec<Line> = text
                        .split('\n')
                        .flat_map(|part| pen.lines(part, column, indent, 0.0))
                        .collect();
                    strips.extend(Strip::paragraph(&pen, &lines));
                }
                Block::Item { number, text, .. } => {
                    let details = details.next().unwrap_or_default();
                    strips.extend(self.item(&pen, *number, text, details));
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
                Block::Entry { number, words, .. } => {
                    let details = details.next().unwrap_or_default();
                    strips.extend(self.entry(&pen, *number, words, details));
                }
                Block::Grid(grid) => strips.extend(apart(self.grid(grid, room))),
                Block::Table(table) => strips.extend(apart(self.table(table, room))),
                Block::Bars { bars, height } => strips.extend(apart(self.bars(bars, *height))),
                Block::Break => strips.push(Strip { fresh: true, ..Strip::default() }),
                Block::Space { height } => strips.push(Strip::space(height * MM)),
            }
        }
        // Nobody signs a sheet that says nothing: the last rows above go with it.
        let ends = self.letter.blocks.last();
        if matches!(ends, Some(Block::Grid(_) | Block::Text { flush: true, .. })) {
            let mut said = 0;
            for strip in strips[..last].iter_mut().rev() {
                if said == 2 {
                    break;
                }
                said += usize::from(!strip.marks.is_empty());
                strip.keep = true;
            }
        }
        strips
    }
}

/// Rules keep their distance from the words above and below them.
fn apart(mut strips: Vec<Strip>) -> Vec<Strip> {
    strips.insert(0, Strip { keep: true, ..Strip::space(APART) });
    strips.push(Strip::space(APART));
    strips
}

fn height(strips: &[Strip]) -> f32 {
    strips.iter().map(|strip| strip.height).sum()
}

#[cfg(test)]
mod tests;
