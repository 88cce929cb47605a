//! Numbered items of a list, each with smaller lines below it: label and text, short ones beside each other, and in
//! every item of the paper at the same place.

use std::collections::HashMap;

use super::{Desk, Style};
use crate::{
    form::letter::{Block, Letter, Words},
    paper::{
        fonts::Glyph,
        line::{Line, Wrap, break_lines},
        page::{Align, Pen},
        strip::Strip,
    },
};

/// Between two details on one line, in em.
const GAP: f32 = 1.5;
/// Below an item of a notice, in points.
const ROOM: f32 = 3.0;

/// A label with its text.
type Detail = (Words, Words);

/// Where each label stands: its line below the item, and how far from the left, in em.
type Tabs = HashMap<String, (usize, f32)>;

/// A label with its text in lines.
struct Laid {
    label: String,
    lines: Vec<Line>,
}

impl Desk<'_> {
    /// One hazard of a notice; the labels of its details are the form's.
    pub(super) fn item(
        &self,
        pen: &Pen,
        number: u32,
        text: &str,
        details: Vec<Strip>,
    ) -> Vec<Strip> {
        let lines = pen.lines(&format!("{number}．{text}"), self.sheet.column, 2.0, 0.0);
        let mut strips = with_details(Strip::paragraph(pen, &lines), details);
        strips.push(Strip::space(ROOM));
        strips
    }

    /// One item of a form's list; the labels of its details are the form's.
    pub(super) fn entry(
        &self,
        pen: &Pen,
        number: u32,
        words: &Words,
        details: Vec<Strip>,
    ) -> Vec<Strip> {
        let mut text = Words::case(format!("{number}．"));
        text.append(words);
        let column = self.sheet.column;
        let lines = self.lines(pen, &text, column, (2.0, 0.0));
        let strips = self.paragraph(pen, &lines, (0.0, column), Align::Left);
        with_details(strips, details)
    }

    /// Label and text of the details of each item, in smaller type.
    pub(super) fn details(&self) -> impl Iterator<Item = Vec<Strip>> {
        let items = details_of(self.letter).map(|details| self.laid_details(&details));
        let items: Vec<Vec<Laid>> = items.collect();
        let tabs = self.tabs(&items);
        items.into_iter().map(move |details| self.placed(details, &tabs))
    }

    /// The places of all labels. Two share a line if they fit in every item.
    fn tabs(&self, items: &[Vec<Laid>]) -> Tabs {
        // In the order of the form, of which an item may leave some out; width, and whether any takes several lines.
        let mut labels: Vec<(&str, f32, bool)> = Vec::new();
        for details in items {
            let mut at = 0;
            for laid in details {
                let width = laid.lines.iter().map(Line::width).fold(0.0, f32::max);
                let long = laid.lines.len() > 1;
                match labels.iter().position(|(label, ..)| *label == laid.label) {
                    Some(known) => {
                        let (_, most, any) = &mut labels[known];
                        (*most, *any) = (most.max(width), *any || long);
                        at = known + 1;
                    }
                    None => {
                        labels.insert(at, (&laid.label, width, long));
                        at += 1;
                    }
                }
            }
        }
        // From the last one upwards: what belongs together, such as all who answer for it, stands at the end.
        let room = self.detail_room();
        let mut begins = vec![true; labels.len()];
        let mut used: Option<f32> = None;
        for (at, &(_, width, long)) in labels.iter().enumerate().rev() {
            used = match used {
                Some(used) if !long && width + GAP + used <= room => {
                    begins[at + 1] = false;
                    Some(width + GAP + used)
                }
                _ => (!long).then_some(width),
            };
        }
        let (mut line, mut left) = (0, 0.0);
        let mut tabs = Tabs::new();
        for ((label, width, _), begins) in labels.into_iter().zip(begins) {
            if begins {
                (line, left) = (line + 1, 0.0);
            }
            tabs.insert(label.to_owned(), (line, left));
            left += width + GAP;
        }
        tabs
    }

    fn placed(&self, details: Vec<Laid>, tabs: &Tabs) -> Vec<Strip> {
        let pen = self.pen(Style::Small, self.look.detail);
        let indent = self.detail_indent();
        let mut lines: Vec<Line> = Vec::new();
        let mut open = None;
        for mut laid in details {
            let (line, left) = tabs.get(&laid.label).copied().unwrap_or_default();
            match lines.last_mut() {
                Some(last) if open == Some(line) && left >= last.width() => {
                    let gap = left - last.width();
                    last.append(laid.lines.remove(0), self.fonts, gap);
                }
                _ => {
                    for line in &mut laid.lines {
                        line.indent += indent;
                    }
                    lines.append(&mut laid.lines);
                }
            }
            open = Some(line);
        }
        self.paragraph(&pen, &lines, (0.0, self.sheet.column), Align::Left)
    }

    fn laid_details(&self, details: &[Detail]) -> Vec<Laid> {
        let room = self.detail_room();
        let laid = |(label, text): &Detail| {
            let mut glyphs = self.glyphs(Style::Heading, label);
            let hang: f32 = glyphs.iter().map(Glyph::width).sum();
            glyphs.extend(self.glyphs(Style::Small, text));
            let how = Wrap { width: room, first: 0.0, rest: hang.min(room / 2.0), justify: true };
            Laid { label: label.text(), lines: break_lines(glyphs, how) }
        };
        details.iter().map(laid).collect()
    }

    /// In em of the details: as far as the first line of the body.
    fn detail_indent(&self) -> f32 {
        2.0 * self.look.body.0 / self.look.detail.0
    }

    fn detail_room(&self) -> f32 {
        self.sheet.column / self.look.detail.0 - self.detail_indent()
    }

    /// Glyphs of a text on one line, each knowing whose it is.
    fn glyphs(&self, style: Style, words: &Words) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for piece in words.pieces() {
            let shaped = self.fonts.shape(style, &piece.text.replace('\n', " "));
            glyphs.extend(shaped.into_iter().map(|glyph| Glyph { form: !piece.case, ..glyph }));
        }
        glyphs
    }
}

/// What was found is not parted from what has to be done about it.
fn with_details(mut item: Vec<Strip>, details: Vec<Strip>) -> Vec<Strip> {
    if let (Some(strip), false) = (item.last_mut(), details.is_empty()) {
        strip.keep = true;
    }
    item.extend(details);
    item
}

fn of_notice((label, text): &(String, String)) -> Detail {
    (Words::form(format!("{label}：")), Words::case(text.as_str()))
}

fn of_form((label, text): &(String, Words)) -> Detail {
    (Words::form(format!("{label}：")), text.clone())
}

/// The details of each item of a paper.
fn details_of(letter: &Letter) -> impl Iterator<Item = Vec<Detail>> {
    letter.blocks.iter().filter_map(|block| match block {
        Block::Item { details, .. } => Some(details.iter().map(of_notice).collect()),
        Block::Entry { details, .. } => Some(details.iter().map(of_form).collect()),
        _ => None,
    })
}
