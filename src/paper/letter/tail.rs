//! The end of a letter: lines to be signed, the issuer and the date in the room for the seal, the
//! closing rule and the note on copies.

use super::{Desk, Style};
use crate::{
    form::letter::{Look, Signature},
    paper::{
        page::{Align, MM, Page, Pen},
        strip::Strip,
        table::THIN,
    },
};

/// A seal of 42 to 45 mm: nothing but issuer and date is printed in this square.
pub(super) const SEAL: f32 = 45.0 * MM;
/// From one signature to the next where all of it stands on one line, in points.
const STEP: f32 = 26.0;
/// The same where its number and its day stand on a line of their own below it.
const STACKED: f32 = 38.0;
/// From the one to the other of these two lines.
const BELOW: f32 = 19.0;
/// The least room for a hand to sign in, and for a number written by hand.
const SIGN: f32 = 45.0 * MM;
const WRITE: f32 = 56.0;
/// Size of the issuer's name, and of one that is wider than the seal.
const ISSUER: f32 = 13.0;
const LONG_ISSUER: f32 = 12.0;
/// Sizes for the signature lines, tried in this order.
const SIZES: [f32; 3] = [12.0, 11.0, 10.5];
const DAY: &str = "　　年　　月　　日";

impl Desk<'_> {
    /// `None` for a paper that ends with its last block.
    pub(super) fn tail(&self) -> Option<Strip> {
        let letter = self.letter;
        let issued = !letter.issuer.is_empty() || letter.date.is_some() || letter.date_by_hand;
        if letter.look != Look::Notice && !issued && letter.signatures.is_empty() {
            return (!letter.footnote.is_empty()).then(|| self.footnote());
        }
        if letter.look == Look::Official && issued {
            return Some(self.official_end());
        }
        Some(self.signed(letter.look == Look::Notice || issued))
    }

    /// The note on copies alone, under its rule.
    fn footnote(&self) -> Strip {
        let mut page = Page::default();
        let y = self.note(&mut page, 6.0);
        Strip { height: y, marks: page.marks, ..Strip::default() }
    }

    fn note(&self, page: &mut Page, mut y: f32) -> f32 {
        if self.letter.footnote.is_empty() {
            return y;
        }
        let column = self.sheet.column;
        // Over a preprinted form it is not printed, but takes its room: what stands above it stays in place.
        let mut put = Page::default();
        put.rule((0.0, y), (column, y), THIN);
        y += 4.0;
        let note = self.pen(Style::Note, (10.5, 16.0));
        for line in note.lines(&self.letter.footnote, column, 0.0, 0.0) {
            put.line(&line, note.size, 0.0, y + 2.0);
            y += note.leading;
        }
        if !self.overlay {
            page.place(&put.marks, 0.0, 0.0);
        }
        y
    }

    /// 成文日期 four characters from the right edge, 署名 centred over it, room for the seal over both
    /// (GB/T 9704-2012 7.3.5).
    fn official_end(&self) -> Strip {
        let column = self.sheet.column;
        let pen = self.pen(Style::Body, self.look.body);
        let mut page = Page::default();
        let day = match self.letter.date {
            Some(date) => crate::form::notice::written_day(date),
            None if self.letter.date_by_hand && !self.overlay => DAY.to_owned(),
            None => String::new(),
        };
        let (issuer, day) = (pen.one(&self.letter.issuer), pen.one(&day));
        let right = column - 4.0 * pen.size;
        let middle = right - day.width() * pen.size / 2.0;
        // A name wider than the room beside it ends two characters from the edge instead.
        let wide = issuer.width() * pen.size;
        let from = (middle - wide / 2.0).min(column - 2.0 * pen.size - wide).max(0.0);
        let date_top = (SEAL + pen.leading) / 2.0;
        let drop = (pen.leading - pen.size) / 2.0;
        page.line(&issuer, pen.size, from, date_top - pen.leading + drop);
        page.line(&day, pen.size, right - day.width() * pen.size, date_top + drop);
        // Who receives the letter signs below the seal, over the whole width.
        let lines = &self.letter.signatures;
        let bare = lines.is_empty() && self.letter.footnote.is_empty();
        let below = if bare { SEAL } else { SEAL + pen.leading };
        let pens = SIZES.map(|size| self.pen(Style::Body, (size, STEP)));
        let fits = |pen: &Pen| lines.iter().all(|line| Parts::new(pen, line).least() <= column);
        let signing =
            pens.into_iter().find(fits).unwrap_or(self.pen(Style::Body, (SIZES[2], STEP)));
        for (at, line) in lines.iter().enumerate() {
            self.signature(&mut page, &signing, line, below + at as f32 * STEP, column);
        }
        let y = self.note(&mut page, below + lines.len() as f32 * STEP);
        Strip { height: y, marks: page.marks, ..Strip::default() }
    }

    /// Lines to sign, issuer and date in the room for the seal when `sealed`.
    fn signed(&self, sealed: bool) -> Strip {
        let column = self.sheet.column;
        let mut page = Page::default();
        let lines = &self.letter.signatures;
        let issuing = |size| self.pen(Style::Body, (size, 22.0));
        let mut issued = issuing(self.look.body.0.min(ISSUER));
        if issued.measure(&self.letter.issuer) > SEAL {
            issued = issuing(LONG_ISSUER);
        }
        let issuer = issued.one(&self.letter.issuer);
        let size = issued.size.min(column / issuer.width().max(1.0));
        let wide = issuer.width() * size;
        // The issuer is centred over the date and the seal over both.
        let seal = if sealed { SEAL } else { 0.0 };
        let centre = column - wide.max(SEAL) / 2.0;
        let beside = if sealed { column - wide.max(SEAL) - 6.0 } else { column };
        // Beside the seal if that leaves room for a hand, on two lines if need be; else above it.
        let ways = [(STEP, beside), (STACKED, beside), (STEP, column)];
        let fitting = ways.into_iter().find_map(|(step, room)| {
            let pens = SIZES.map(|size| self.pen(Style::Body, (size, step)));
            let fits = |pen: &Pen| lines.iter().all(|line| Parts::new(pen, line).least() <= room);
            Some((pens.into_iter().find(fits)?, room))
        });
        let smallest = self.pen(Style::Body, (SIZES[2], STEP));
        let (pen, room) = fitting.unwrap_or((smallest, column));
        let signed = lines.len() as f32 * pen.leading;
        let top = if room < column { 0.0 } else { signed };
        let middle = SEAL / 2.0;
        for (at, line) in lines.iter().enumerate() {
            self.signature(&mut page, &pen, line, at as f32 * pen.leading, room);
        }
        let left = centre - column / 2.0;
        page.aligned(&issuer, size, left, top + middle - 18.0, column, Align::Centre);
        let day = match self.letter.date {
            Some(date) => crate::form::notice::written_day(date),
            None if self.letter.date_by_hand && !self.overlay => DAY.to_owned(),
            None => String::new(),
        };
        let day = issued.one(&day);
        page.aligned(&day, issued.size, left, top + middle + 6.0, column, Align::Centre);
        let y = self.note(&mut page, signed.max(top + seal) + 6.0);
        Strip { height: y, marks: page.marks, ..Strip::default() }
    }

    fn signature(&self, page: &mut Page, pen: &Pen, line: &Signature, y: f32, room: f32) {
        let parts = Parts::new(pen, line);
        let mut top = y + (STEP - pen.size) / 2.0;
        let spare = room - parts.least();
        let more = if parts.second > 0.0 && !parts.stacked { spare / 2.0 } else { spare.min(60.0) };
        let sign = (SIGN + more).max(WRITE);
        let mut x = parts.label;
        if !self.overlay {
            page.line(&pen.one(&format!("{}：", line.label)), pen.size, 0.0, top);
            blank(page, pen, (x, x + sign), top);
        }
        if parts.stacked {
            top += BELOW;
            x -= parts.second;
        } else {
            x += sign + parts.gap;
        }
        if parts.second > 0.0 {
            let write = if parts.stacked && !line.dated {
                sign
            } else if line.dated {
                parts.value
            } else {
                parts.value + spare.max(0.0) / 2.0
            };
            if !self.overlay {
                page.line(&pen.one(&format!("{}：", line.second)), pen.size, x, top);
                blank(page, pen, (x + parts.second, x + parts.second + write), top);
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

/// A rule to write on, under a line that begins at `top`.
fn blank(page: &mut Page, pen: &Pen, (from, to): (f32, f32), top: f32) {
    let under = top + pen.size + 2.0;
    page.rule((from, under), (to, under), THIN);
}

/// Widths of what stands on a signature line, in points.
struct Parts {
    /// Number and day stand below the name.
    stacked: bool,
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
            stacked: pen.leading == STACKED,
            label: pen.measure(&format!("{}：", line.label)),
            second: only(pen.measure(&line.second) + pen.size),
            value: only(WRITE.max(pen.measure(&line.second_value) + 4.0)),
            gap: only(8.0),
            day: if line.dated { pen.measure(DAY) } else { 0.0 },
        }
    }

    fn least(&self) -> f32 {
        if self.stacked {
            self.label + SIGN.max(self.value + self.day)
        } else {
            self.label + SIGN + self.gap + self.second + self.value + self.day
        }
    }
}
