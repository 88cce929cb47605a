//! The head of a paper: heading, title, number, QR code, whom it is addressed to; and the line on further pages.

use super::{Desk, Paper, QR, Style, sheet, sheet::Sheet, stub, title};
use crate::paper::{
    line::{Wrap, break_lines},
    page::{Align, Mark, Page, Pen},
    strip::Strip,
    table::{THICK, THIN},
};

/// A title that is wider than its room by more than this is set in lines, not in smaller type.
const SHRUNK: f32 = 1.15;

impl Desk<'_> {
    /// Small heading over a double rule, title, number, QR code; gives where the text begins.
    pub(super) fn head(&self, page: &mut Page) -> f32 {
        let letter = self.letter;
        let Sheet { left, column, .. } = self.sheet;
        let mut y = self.sheet.top;
        if letter.look == Paper::Official {
            return self.official_head(page);
        }
        if self.stub {
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
        y += self.title(page, y);
        if !letter.number.is_empty() {
            self.centred(page, Style::Body, 13.0, &letter.number, y, true);
            y += 26.0;
        }
        let down = if self.stub { stub::BELOW - self.sheet.top } else { 0.0 };
        page.place(self.code, 0.0, down);
        y
    }

    /// Title, number, a line left free (GB/T 9704-2012 7.3.1).
    fn official_head(&self, page: &mut Page) -> f32 {
        let Sheet { left, column, .. } = self.sheet;
        let pitch = sheet::OFFICIAL_PITCH;
        let mut y = self.sheet.top;
        let pen = self.pen(Style::Title, (22.0, 33.0));
        let room = column - if self.code.is_empty() { 0.0 } else { 2.0 * (QR + 6.0) };
        for line in title::lines(&pen, &self.letter.title, room) {
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

    /// The title of a form, in lines when it would be much smaller on one; gives its height.
    fn title(&self, page: &mut Page, y: f32) -> f32 {
        const HEIGHT: f32 = 33.0;
        let Sheet { left, column, .. } = self.sheet;
        let pen = self.pen(Style::Title, (22.0, 29.0));
        let room = column - 2.0 * (QR + 6.0);
        let small = pen.measure(&self.letter.title) > SHRUNK * room;
        if self.letter.look == Paper::Notice || !small {
            self.centred(page, Style::Title, pen.size, &self.letter.title, y, !self.overlay);
            return HEIGHT;
        }
        let lines = title::lines(&pen, &self.letter.title, room);
        for (at, line) in lines.iter().enumerate().filter(|_| !self.overlay) {
            let top = y + at as f32 * pen.leading;
            page.aligned(line, pen.size, left, top, column, Align::Centre);
        }
        HEIGHT + (lines.len() - 1) as f32 * pen.leading
    }

    /// A centred line that stays clear of the QR code, in smaller type when it is long.
    pub(super) fn centred(
        &self,
        page: &mut Page,
        style: Style,
        size: f32,
        text: &str,
        y: f32,
        print: bool,
    ) {
        let line = self.pen(style, (size, size)).one(text);
        let Sheet { left, column, .. } = self.sheet;
        let room = column - 2.0 * (QR + 6.0);
        let size = size.min(room / line.width().max(1.0));
        if print {
            page.aligned(&line, size, left, y, column, Align::Centre);
        }
    }

    /// A further page says whose it is.
    pub(super) fn further(&self) -> Page {
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

    /// The name on a rule, and the colon.
    pub(super) fn addressee(&self, pen: &Pen) -> Vec<Strip> {
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
}
