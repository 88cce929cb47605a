//! A letter (整改通知书, 复查意见书 …) on A4: head, numbered hazards, signatures, room for the seal.
//!
//! One page when it fits, in slightly smaller type if need be; else as many as it takes, with the
//! signatures and the seal on the same page as the last lines of the text.

use std::ops::Range;

use super::{
    Fonts, Meta, PaperError, Style, crew,
    line::Line,
    page::{Align, Leaf, MM, Mark, Page, Pen},
    pdf::{Ink, inked, pdf},
    qr::qr,
    shift::shift,
    strip::{Later, Pager, Strip},
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
    /// Rows in which no hand writes are as low as their words.
    low: bool,
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
/// case, moved right and down by so many millimetres, for sheets with the rest printed on them (套打); refused where anything of it
/// would lie off the sheet.
pub fn letter(
    letter: &Letter,
    fonts: &Fonts,
    overlay: Option<(f32, f32)>,
) -> Result<Vec<Page>, PaperError> {
    let one = |stub| one_copy::<Page>(letter, fonts, overlay.is_some(), stub);
    let unlabelled = [String::new()];
    let labels = if letter.copies.is_empty() { &unlabelled[..] } else { &letter.copies };
    let last = labels.len() - 1;
    let bare = if letter.stub && last == 0 { Vec::new() } else { one(false)? };
    let stubbed = if letter.stub { one(true)? } else { Vec::new() };
    let mut pages = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let stub = letter.stub && at == last;
        for (number, mut page) in (if stub { &stubbed } else { &bare }).iter().cloned().enumerate()
        {
            if overlay.is_none() && !label.is_empty() {
                page.add(labelled(letter, fonts, label, stub && number == 0));
            }
            pages.push(page);
        }
    }
    if let Some(by) = overlay {
        shift(&mut pages, by, if letter.qr.is_empty() { "柱形图" } else { "二维码" })?;
    }
    Ok(pages)
}

/// The same as a file. Each page is turned into ink as soon as it is laid out; the copies have all in common but their
/// labels. The words are let go before the file is made: of a long list they take as much room as all else.
pub fn letter_pdf(
    letter: Letter,
    fonts: &Fonts,
    overlay: Option<(f32, f32)>,
    meta: &Meta,
) -> Result<Vec<u8>, PaperError> {
    if overlay.is_some() || letter.stub {
        return pdf(&self::letter(&letter, fonts, overlay)?, meta, fonts);
    }
    let mut one: Vec<Ink> = one_copy(&letter, fonts, false, false)?;
    let labelled = |label: &String| labelled(&letter, fonts, label, false);
    let mut labels = Vec::new();
    match letter.copies.as_slice() {
        [label] => one.iter_mut().for_each(|page| page.add(labelled(label))),
        all => labels = all.iter().map(|label| Ink::of(labelled(label), false)).collect(),
    }
    drop(letter);
    inked(one, labels, meta, fonts)
}

/// In the largest type in which it fits on one page, else in the first; without a label.
fn one_copy<L: Leaf>(
    letter: &Letter,
    fonts: &Fonts,
    overlay: bool,
    stub: bool,
) -> Result<Vec<L>, PaperError> {
    let sheet = Sheet::of(letter.look);
    let heads = said::said(letter);
    let rows = said::rows(letter);
    fonts.require(heads.iter().map(|words| &**words).chain(rows))?;
    let code = if letter.qr.is_empty() {
        Vec::new()
    } else {
        qr(&letter.qr, sheet.left + sheet.column - QR, sheet.top + 22.0 - QR, QR)?
    };
    let desk = |look| Desk { letter, fonts, sheet, look, overlay, stub, code: &code };
    let sizes = sheet::sizes(letter.look);
    // Below a 存根 it may be set in 5号, to stand on one sheet with it.
    let below = stub.then_some(&sheet::BELOW_STUB);
    let mut one = desk(sizes[0]).pages();
    for look in sizes[1..].iter().chain(below).copied() {
        // No type is so small that so much goes on one page.
        if one.len() == 1 || one.len() > NEVER_ONE {
            break;
        }
        let smaller = desk(look).pages();
        if smaller.len() == 1 {
            one = smaller;
        }
    }
    Ok(one)
}

/// More pages than these are not one in the smallest type: it takes half of the room of the largest.
const NEVER_ONE: usize = 4;

/// The label of a copy, at the head of its pages; `below` a 存根, since what is cut off is no copy.
fn labelled(letter: &Letter, fonts: &Fonts, label: &str, below: bool) -> Page {
    let sheet = Sheet::of(letter.look);
    let pen = Pen { fonts, style: Style::Heading, size: 10.5, leading: 15.0 };
    let mut page = sheet.page();
    let top = if below { stub::LABEL } else { sheet.above };
    page.line(&pen.one(label), pen.size, sheet.left, top);
    page
}

impl<'a> Desk<'a> {
    fn pen(&self, style: Style, (size, leading): (f32, f32)) -> Pen<'a> {
        Pen { fonts: self.fonts, style, size, leading }
    }

    /// One copy, without its label.
    fn pages<L: Leaf>(&self) -> Vec<L> {
        let sheet = &self.sheet;
        let mut first = sheet.page();
        let start = self.head(&mut first);
        let blocks = &self.letter.blocks;
        let annex = blocks.iter().position(|block| *block == Block::Annex).unwrap_or(blocks.len());
        let mut details = self.details();
        let mut strips = self.body(0..annex, &mut details);
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
        strips.extend(self.body(annex..blocks.len(), &mut details));
        let long = strips.iter().any(|strip| strip.later.is_some());
        let mut pager = Pager::new(sheet.bottom - start, sheet.bottom - sheet.top);
        let mut first = Some((first, start));
        let mut pages: Vec<L> = Vec::new();
        for strip in strips {
            let Some(later) = strip.later else {
                pager.push(strip);
                continue;
            };
            for from in later.rows.clone().step_by(rows::TOGETHER) {
                let rows = from..(from + rows::TOGETHER).min(later.rows.end);
                for strip in self.later(&Later { rows, ..later.clone() }) {
                    pager.push(strip);
                }
                pages.extend(self.drawn(pager.full(), &mut first, long));
            }
        }
        pages.extend(self.drawn(pager.end(), &mut first, long));
        if !self.overlay {
            let count = pages.len();
            for (number, page) in (1..).zip(&mut pages) {
                page.add(self.page_number(number, count));
            }
        }
        pages
    }

    /// Pages with their strips put down. The first of all has its head already, and begins below it.
    fn drawn<L: Leaf>(
        &self,
        pages: Vec<Vec<Strip>>,
        first: &mut Option<(Page, f32)>,
        long: bool,
    ) -> Vec<L> {
        let begun =
            |strips| (first.take().unwrap_or_else(|| (self.further(), self.sheet.top)), strips);
        let pages: Vec<((Page, f32), Vec<Strip>)> = pages.into_iter().map(begun).collect();
        crew::each(pages, |((mut page, mut y), strips)| {
            for strip in strips {
                page.take(strip.marks, self.sheet.left, y);
                y += strip.height;
            }
            if self.letter.look != Paper::Notice {
                page.join_rules();
            }
            L::of(page, long)
        })
    }

    /// 第1页 共2页 where there are several; — 1 — on every page of an official letter, odd ones at the right
    /// (GB/T 9704-2012 7.5).
    fn page_number(&self, number: usize, count: usize) -> Page {
        let mut page = self.sheet.page();
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
        page
    }

    /// Some of its blocks, the addressee above the first.
    fn body(
        &self,
        range: Range<usize>,
        details: &mut impl Iterator<Item = Vec<Strip>>,
    ) -> Vec<Strip> {
        let column = self.sheet.column;
        // What a page holds below its own head.
        let room = self.sheet.bottom - self.sheet.top;
        let pen = self.pen(Style::Body, self.look.body);
        let blocks = &self.letter.blocks[range.clone()];
        let mut strips = if range.start == 0 { self.addressee(&pen) } else { Vec::new() };
        // Where what is signed begins, if it is a grid or a line below the rest.
        let mut last = 0;
        let mut before = 0;
        for (at, block) in range.zip(blocks) {
            before = std::mem::replace(&mut last, strips.len());
            // What is said of a table stands above it, not on the page before.
            if matches!(block, Block::Table(_) | Block::Grid(_))
                && let Some(Block::Text { flush: true, .. }) =
                    at.checked_sub(1).and_then(|at| self.letter.blocks.get(at))
                && let Some(said) = strips.last_mut()
            {
                said.keep = true;
            }
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
                    let from = strips.len();
                    strips.extend(self.text(words, *face, *align, *flush));
                    if self.letter.look == Paper::Official && is_note(&words.text()) {
                        // It goes with what it is a note to.
                        let last = strips.len().saturating_sub(1);
                        strips[from.saturating_sub(1)..last]
                            .iter_mut()
                            .for_each(|it| it.keep = true);
                    }
                    // What announces something stands above it, not on the page before.
                    if words.text().ends_with('：')
                        && let Some(said) = strips.last_mut()
                    {
                        said.keep = true;
                    }
                }
                Block::Entry { number, words, .. } => {
                    let details = details.next().unwrap_or_default();
                    strips.extend(self.entry(&pen, *number, words, details));
                }
                Block::Grid(grid) => strips.extend(apart(self.grid(grid))),
                Block::Table(table) => strips.extend(apart(self.table(at, table, room))),
                Block::Bars { bars, height } => strips.extend(apart(self.bars(bars, *height))),
                Block::Break | Block::Annex => {
                    strips.push(Strip { fresh: true, ..Strip::default() })
                }
                Block::Space { height } => strips.push(Strip::space(height * MM)),
            }
        }
        // Nobody signs a sheet that says nothing: the last rows above go with it.
        let ends = blocks.last();
        let boxes = match blocks {
            [.., Block::Grid(_), Block::Text { flush: true, .. }] => &mut strips[before..last],
            _ => &mut [],
        };
        // Boxes that are filled by hand and signed below are on one page, if they take no more than a third of it.
        if height(boxes) <= room / 3.0 {
            boxes.iter_mut().for_each(|strip| strip.keep = true);
        }
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

/// What an official letter says below its text: its 附件说明 or its 附注, which stands in brackets (GB/T 9704-2012 7.3.4, 7.3.6).
fn is_note(words: &str) -> bool {
    words.starts_with("附件：") || words.starts_with('（') && words.ends_with('）')
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
