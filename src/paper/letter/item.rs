//! Numbered items of a list, each with smaller lines below it.

use super::{Desk, Style};
use crate::{
    form::letter::Words,
    paper::{
        fonts::Glyph,
        line::{Line, Wrap, break_lines},
        page::{Align, Pen, Strip},
    },
};

/// Between two details on one line, in em.
const GAP: f32 = 1.5;
/// Below an item of a notice, in points.
const ROOM: f32 = 3.0;

/// A label with its text.
type Detail = (Words, Words);

impl Desk<'_> {
    /// One hazard of a notice; all of it is the case's.
    pub(super) fn item(
        &self,
        pen: &Pen,
        number: u32,
        text: &str,
        details: &[(String, String)],
    ) -> Vec<Strip> {
        let lines = pen.lines(&format!("{number}．{text}"), self.sheet.column, 2.0, 0.0);
        let detail = |(label, text): &(String, String)| {
            (Words::case(format!("{label}：")), Words::case(text.as_str()))
        };
        let mut strips =
            self.with_details(Strip::paragraph(pen, &lines), details.iter().map(detail).collect());
        strips.push(Strip::space(ROOM));
        strips
    }

    /// One item of a form's list; the labels of its details are the form's.
    pub(super) fn entry(
        &self,
        pen: &Pen,
        number: u32,
        words: &Words,
        details: &[(String, Words)],
    ) -> Vec<Strip> {
        let mut text = Words::case(format!("{number}．"));
        for piece in words.pieces() {
            text.push(piece.text, piece.case);
        }
        let column = self.sheet.column;
        let lines = self.lines(pen, &text, column, (2.0, 0.0));
        let strips = self.paragraph(pen, &lines, (0.0, column), Align::Left);
        let detail =
            |(label, text): &(String, Words)| (Words::form(format!("{label}：")), text.clone());
        self.with_details(strips, details.iter().map(detail).collect())
    }

    /// What was found is not parted from what has to be done about it.
    fn with_details(&self, mut item: Vec<Strip>, details: Vec<Detail>) -> Vec<Strip> {
        let details = self.details(&details);
        if let (Some(strip), false) = (item.last_mut(), details.is_empty()) {
            strip.keep = true;
        }
        item.extend(details);
        item
    }

    /// Label and text of each detail, in smaller type; short ones share a line.
    fn details(&self, details: &[Detail]) -> Vec<Strip> {
        let pen = self.pen(Style::Small, self.look.detail);
        let indent = 2.0 * self.look.body.0 / pen.size;
        let room = self.sheet.column / pen.size - indent;
        let mut lines: Vec<Line> = Vec::new();
        // Where a short detail may still be added to the last line.
        let mut open = false;
        for (label, text) in details {
            let mut glyphs = self.glyphs(Style::Heading, label);
            let hang: f32 = glyphs.iter().map(Glyph::width).sum();
            glyphs.extend(self.glyphs(Style::Small, text));
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
        self.paragraph(&pen, &lines, (0.0, self.sheet.column), Align::Left)
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
