//! 存根: what stays with the office, above a cut line that the number runs across.

use super::{Desk, Style};
use crate::paper::{
    line::{Wrap, break_lines},
    page::{Align, MM, Page},
};

/// Where the cut line stands, and where the paper below it begins: its code stands clear of the line.
const CUT: f32 = 99.0 * MM;
pub(super) const BELOW: f32 = CUT + 12.0 * MM;
/// Which copy it is stands on the part below.
pub(super) const LABEL: f32 = CUT + 2.0 * MM;
/// A dash of the line and the gap behind it.
const DASH: (f32, f32) = (4.0, 3.0);
/// Size and pitch of a name that is too long for its line.
const LONG: (f32, f32) = (9.0, 10.5);

impl Desk<'_> {
    pub(super) fn stub(&self, page: &mut Page) {
        let sheet = &self.sheet;
        let letter = self.letter;
        let mut y = sheet.top;
        let title = format!("{}（存根）", letter.title);
        self.centred(page, Style::Title, 18.0, &title, y, !self.overlay);
        y += 32.0;
        self.centred(page, Style::Body, 13.0, &letter.number, y, true);
        y += 30.0;
        let date = letter.date.map(crate::form::notice::written_day).unwrap_or_default();
        for (label, value) in [
            ("送达单位", letter.addressee.as_str()),
            ("填发日期", &date),
            ("经办人", ""),
            ("收件人（签名）", ""),
        ] {
            y = self.blank_line(page, label, value, y);
        }
        self.cut_line(page);
    }

    /// A label, what is known of it, and the rule to write on; gives where the next one begins.
    fn blank_line(&self, page: &mut Page, label: &str, value: &str, y: f32) -> f32 {
        let sheet = &self.sheet;
        let pen = self.pen(Style::Body, (12.0, 24.0));
        let name = pen.one(&format!("{label}："));
        let from = sheet.left + name.width() * pen.size;
        let under = y + pen.size + 2.0;
        if !self.overlay {
            page.line(&name, pen.size, sheet.left, y);
            page.rule((from, under), (sheet.left + sheet.column, under), 0.5);
        }
        let (x, room) = (from + 4.0, sheet.column - name.width() * pen.size - 4.0);
        let line = pen.one(value);
        if line.width() * pen.size <= room {
            page.line(&line, pen.size, x, y);
            return y + pen.leading;
        }
        // It stands on the rule with its last line.
        let how = Wrap { width: room / LONG.0, ..Wrap::default() };
        let lines = break_lines(self.fonts.shape_name(pen.style, value), how);
        let top = under - 2.0 - lines.len() as f32 * LONG.1;
        for (at, line) in lines.iter().enumerate() {
            page.line(line, LONG.0, x, top + at as f32 * LONG.1);
        }
        y + pen.leading
    }

    /// The cut line, the number across it.
    fn cut_line(&self, page: &mut Page) {
        let sheet = &self.sheet;
        let pen = self.pen(Style::Body, (11.0, 16.0));
        let across = pen.one(&self.letter.number);
        let wide = across.width() * pen.size;
        let middle = sheet.left + sheet.column / 2.0;
        page.aligned(&across, pen.size, sheet.left, CUT - 6.0, sheet.column, Align::Centre);
        if self.overlay {
            return;
        }
        let mut x = sheet.left;
        while x < sheet.left + sheet.column {
            let end = (x + DASH.0).min(sheet.left + sheet.column);
            if end < middle - wide / 2.0 - 4.0 || x > middle + wide / 2.0 + 4.0 {
                page.rule((x, CUT), (end, CUT), 0.5);
            }
            x += DASH.0 + DASH.1;
        }
    }
}
