//! A text of several lines, broken softly at a fixed width so that Up and Down mean the same wherever it is
//! painted. Enter is the form's (next field); Alt+Enter begins a new line.

use std::ops::Range;

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::field::{Field, Takes};
use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
    look::{Look, closes},
};

/// Columns of a line at most, and where hardly anything is left beside the label.
const COLUMNS: u16 = 52;
const FEWEST: u16 = 12;
/// Lines are broken as the widest terminal shows them, so that a key means the same on every one.
pub const WIDEST: Look = Look { wide: true, ..Look::SAFE };
/// Lines that are shown at once.
pub const LINES: u16 = 4;

#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    field: Field,
    columns: u16,
}

impl Area {
    pub fn new(longest: usize, text: &str) -> Area {
        Area { field: Field::new(Takes::Lines, longest).with(text), columns: COLUMNS }
    }

    /// Breaks its lines so that they fit into so many columns with the caret behind them.
    pub fn within(&mut self, columns: u16) {
        self.columns = columns.saturating_sub(1).clamp(FEWEST, COLUMNS);
    }

    fn rows(&self) -> Vec<Range<usize>> {
        rows(self.text(), self.columns)
    }

    pub fn text(&self) -> &str {
        self.field.text()
    }

    pub fn set(&mut self, text: &str) {
        self.field.set(text);
    }

    /// Empties the text, or has back what was emptied.
    pub fn empty(&mut self) -> bool {
        self.field.empty()
    }

    pub fn take_cut(&mut self) -> Option<usize> {
        self.field.take_cut()
    }

    pub fn paste(&mut self, text: &str) -> bool {
        self.field.paste(text)
    }

    /// Takes a key; `true` when the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            Code::Enter if key.alt || key.pasted => {
                self.field.key(Key { pasted: key.pasted, ..Key::of(Code::Char('\n')) })
            }
            _ => self.field.key(key),
        }
    }

    /// Whether Up or Down stays within the text: then the caret has moved.
    pub fn moves(&mut self, key: Key) -> bool {
        let rows = self.rows();
        let (line, column) = self.place(WIDEST, &rows);
        let to = match key.code {
            Code::Up if line > 0 => line - 1,
            Code::Down if line + 1 < rows.len() => line + 1,
            _ => return false,
        };
        let row = rows[to].clone();
        let mut at = row.start;
        let mut used = 0;
        for grapheme in self.text()[row].graphemes(true) {
            let width = WIDEST.width(grapheme);
            if used + width > column || grapheme == "\n" {
                break;
            }
            used += width;
            at += grapheme.len();
        }
        self.field.set_caret(at);
        true
    }

    /// Line of the caret, and its column as `look` shows it.
    fn place(&self, look: Look, rows: &[Range<usize>]) -> (usize, u16) {
        let caret = self.field.caret();
        // Between two lines the caret stands at the beginning of the second.
        let line = rows.iter().rposition(|row| row.start <= caret).unwrap_or(0);
        let start = rows.get(line).map_or(0, |row| row.start);
        (line, look.width(self.text().get(start..caret).unwrap_or_default()))
    }

    /// Paints the lines around the caret; the caret is set when it has the focus.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, focused: bool) {
        let look = canvas.look;
        let style = if focused { look.field() } else { look.plain() };
        let rows = self.rows();
        let (line, _) = self.place(look, &rows);
        let height = usize::from(area.height.max(1));
        let top = if focused { line.saturating_sub(height - 1) } else { 0 };
        let width = area.width.min(self.columns + 1);
        for (y, at) in (area.y..area.bottom()).zip(top..) {
            let text =
                rows.get(at).map_or("", |row| self.text()[row.clone()].trim_end_matches('\n'));
            let used = canvas.put(area.x, y, width, text, style);
            canvas.blank(area.x + used, y, width.saturating_sub(used), style);
        }
        if focused {
            let y = area.y + (line - top).min(height - 1) as u16;
            let start = rows.get(line).map_or(0, |row| row.start);
            let before = self.text().get(start..self.field.caret()).unwrap_or_default();
            canvas.focus(Rect { y, width, ..area }, before);
        }
    }
}

/// The lines as they are shown, as ranges of the text; a line end belongs to the line that it ends. A mark that
/// closes takes the character before it along to the next line.
fn rows(text: &str, columns: u16) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut before = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if matches!(grapheme, "\n" | "\r\n") {
            rows.push(start..at + grapheme.len());
            (start, used) = (at + grapheme.len(), 0);
            continue;
        }
        let width = WIDEST.width(grapheme);
        if used + width > columns {
            let closes = grapheme.chars().next().is_some_and(closes);
            let from = if closes && before > start { before } else { at };
            rows.push(start..from);
            (start, used) = (from, WIDEST.width(&text[from..at]));
        }
        used += width;
        before = at;
    }
    rows.push(start..text.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(area: &mut Area, code: Code) -> bool {
        area.moves(Key::of(code))
    }

    #[test]
    fn up_and_down_stay_within_the_text_until_its_ends() {
        let mut area = Area::new(2000, &format!("{}\n末行", "字".repeat(30)));
        assert!(!press(&mut area, Code::Down));
        assert!(press(&mut area, Code::Up));
        // 26 characters fit a line: the second one holds four and ends in the line end.
        assert_eq!(area.rows().len(), 3);
        assert!(press(&mut area, Code::Up));
        assert!(!press(&mut area, Code::Up));
        area.key(Key::of(Code::Char('新')));
        assert_eq!(area.text().chars().position(|c| c == '新'), Some(2));
    }

    #[test]
    fn a_mark_that_closes_begins_no_line() {
        let text = format!("{}。末", "字".repeat(26));
        assert_eq!(
            rows(&text, COLUMNS).iter().map(|row| &text[row.clone()]).nth(1),
            Some("字。末")
        );
    }

    #[test]
    fn only_alt_enter_begins_a_line_and_a_paste_keeps_its_lines() {
        let mut area = Area::new(2000, "");
        area.paste("甲\r\n乙");
        area.key(Key { alt: true, ..Key::of(Code::Enter) });
        area.key(Key::of(Code::Char('丙')));
        assert_eq!(area.text(), "甲\n乙\n丙");
        assert!(!area.key(Key::of(Code::Enter)));
    }
}
