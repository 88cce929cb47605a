//! 存根: what stays with the office, above a cut line that the number runs across.

use super::{Desk, Style};
use crate::paper::page::{Align, MM, Page};

/// Where the cut line stands, and where the paper below it begins.
const CUT: f32 = 99.0 * MM;
pub(super) const BELOW: f32 = CUT + 8.0 * MM;
/// A dash of the line and the gap behind it.
const DASH: (f32, f32) = (4.0, 3.0);

impl Desk<'_> {
    pub(super) fn stub(&self, page: &mut Page) {
        let sheet = &self.sheet;
        let letter = self.letter;
        let mut y = sheet.top;
        self.centred(
            page,
            Style::Title,
            18.0,
            &format!("{}（存根）", letter.title),
            y,
            !self.overlay,
        );
        y += 32.0;
        self.centred(page, Style::Body, 13.0, &letter.number, y, true);
        y += 30.0;
        let pen = self.pen(Style::Body, (12.0, 24.0));
        let date = letter.date.map(crate::form::notice::written_day).unwrap_or_default();
        for (label, value) in [
            ("送达单位", letter.addressee.as_str()),
            ("填发日期", &date),
            ("经办人", ""),
            ("收件人（签名）", ""),
        ] {
            let name = pen.one(&format!("{label}："));
            let from = sheet.left + name.width() * pen.size;
            if !self.overlay {
                page.line(&name, pen.size, sheet.left, y);
                let under = y + pen.size + 2.0;
                page.rule((from, under), (sheet.left + sheet.column, under), 0.5);
            }
            page.line(&pen.one(value), pen.size, from + 4.0, y);
            y += pen.leading;
        }
        if self.overlay {
            return;
        }
        let pen = self.pen(Style::Body, (11.0, 16.0));
        let across = pen.one(&letter.number);
        let wide = across.width() * pen.size;
        let middle = sheet.left + sheet.column / 2.0;
        page.aligned(&across, pen.size, sheet.left, CUT - 6.0, sheet.column, Align::Centre);
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
