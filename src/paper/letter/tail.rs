//! The end of a letter: lines to be signed, the issuer and the date in the room for the seal, the
//! closing rule and the note on copies.

use super::{COLUMN, Desk, Style};
use crate::{
    form::letter::Signature,
    paper::{
        page::{Align, MM, Page, Pen, Strip},
        table::THIN,
    },
};

/// A seal of 42 to 45 mm: nothing but issuer and date is printed in this square.
pub(super) const SEAL: f32 = 45.0 * MM;
/// From one signature to the next, in points.
const STEP: f32 = 26.0;
/// The least room to sign in, and for a number written by hand.
const SIGN: f32 = 56.0;
const WRITE: f32 = 56.0;
/// Sizes for the signature lines, tried in this order beside the seal.
const SIZES: [f32; 3] = [12.0, 11.0, 10.5];
const DAY: &str = "　　年　　月　　日";

impl Desk<'_> {
    pub(super) fn tail(&self) -> Strip {
        let mut page = Page::default();
        let lines = &self.letter.signatures;
        let issued = self.pen(Style::Body, (self.look.body.0.min(13.0), 22.0));
        let issuer = issued.one(&self.letter.issuer);
        let size = issued.size.min(COLUMN / issuer.width().max(1.0));
        let wide = issuer.width() * size;
        // The issuer is centred over the date and the seal over both.
        let centre = COLUMN - wide.max(SEAL) / 2.0;
        let beside = centre - SEAL / 2.0 - 10.0;
        let pen = |size| self.pen(Style::Body, (size, STEP));
        let fitting = SIZES
            .map(pen)
            .into_iter()
            .find(|pen| lines.iter().all(|line| Parts::new(pen, line).least() <= beside));
        let signed = lines.len() as f32 * STEP;
        let (pen, room, mut top) = match fitting {
            Some(pen) => (pen, beside, 0.0),
            None => (pen(SIZES[0]), COLUMN, signed),
        };
        let middle = SEAL / 2.0;
        if wide > SEAL {
            // The issuer's line reaches out of the square and must clear the signatures.
            top = top.max(signed - middle + 22.0);
        }
        for (at, line) in lines.iter().enumerate() {
            self.signature(&mut page, &pen, line, at as f32 * STEP, room);
        }
        let left = centre - COLUMN / 2.0;
        page.aligned(&issuer, size, left, top + middle - 18.0, COLUMN, Align::Centre);
        if let Some(date) = self.letter.date {
            let day = issued.one(&date.format("%Y年%-m月%-d日").to_string());
            page.aligned(&day, issued.size, left, top + middle + 6.0, COLUMN, Align::Centre);
        }
        let mut y = signed.max(top + SEAL) + 6.0;
        if !self.letter.footnote.is_empty() && !self.overlay {
            page.rule((0.0, y), (COLUMN, y), THIN);
            y += 4.0;
            let note = self.pen(Style::Note, (10.5, 16.0));
            for line in note.lines(&self.letter.footnote, COLUMN, 0.0, 0.0) {
                page.line(&line, note.size, 0.0, y + 2.0);
                y += note.leading;
            }
        }
        Strip { height: y, marks: page.marks, keep: false }
    }

    fn signature(&self, page: &mut Page, pen: &Pen, line: &Signature, y: f32, room: f32) {
        let parts = Parts::new(pen, line);
        let top = y + (STEP - pen.size) / 2.0;
        let under = top + pen.size + 2.0;
        let spare = (room - parts.least()).max(0.0);
        let sign = SIGN + if parts.second > 0.0 { spare / 2.0 } else { spare.min(60.0) };
        let mut x = parts.label;
        if !self.overlay {
            page.line(&pen.one(&format!("{}：", line.label)), pen.size, 0.0, top);
            page.rule((x, under), (x + sign, under), THIN);
        }
        x += sign;
        if parts.second > 0.0 {
            x += parts.gap;
            let write = parts.value + if line.dated { 0.0 } else { spare / 2.0 };
            if !self.overlay {
                page.line(&pen.one(&format!("{}：", line.second)), pen.size, x, top);
                let from = x + parts.second;
                page.rule((from, under), (from + write, under), THIN);
            }
            x += parts.second;
            page.line(&pen.one(&line.second_value), pen.size, x + 2.0, top);
            x += write;
        }
        if line.dated && !self.overlay {
            page.line(&pen.one(DAY), pen.size, x, top);
        }
    }
}

/// Widths of what stands on a signature line, in points.
struct Parts {
    /// With its colon.
    label: f32,
    /// Zero when there is no second blank.
    second: f32,
    value: f32,
    gap: f32,
    day: f32,
}

impl Parts {
    fn new(pen: &Pen, line: &Signature) -> Parts {
        let with = !line.second.is_empty();
        let only = |width: f32| if with { width } else { 0.0 };
        Parts {
            label: pen.measure(&format!("{}：", line.label)),
            second: only(pen.measure(&line.second) + pen.size),
            value: only(WRITE.max(pen.measure(&line.second_value) + 4.0)),
            gap: only(8.0),
            day: if line.dated { pen.measure(DAY) } else { 0.0 },
        }
    }

    fn least(&self) -> f32 {
        self.label + SIGN + self.gap + self.second + self.value + self.day
    }
}
