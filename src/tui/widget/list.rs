//! Where one stands in a list of any length, and which of its lines show. The lines themselves are
//! made by the screen, only those that show.

use ratatui::{layout::Rect, style::Style};

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub at: usize,
    top: usize,
}

impl Cursor {
    /// Moves by a key; `true` when the key was one that moves. `rows` is what shows at a time.
    pub fn key(&mut self, key: Key, len: usize, rows: usize) -> bool {
        let last = len.saturating_sub(1);
        let page = rows.saturating_sub(1).max(1);
        if key.ctrl || key.alt {
            return false;
        }
        self.at = match key.code {
            Code::Up => self.at.saturating_sub(1),
            Code::Down => self.at + 1,
            Code::PageUp => self.at.saturating_sub(page),
            Code::PageDown => self.at + page,
            Code::Home => 0,
            Code::End => last,
            _ => return false,
        }
        .min(last);
        self.follow(rows);
        true
    }

    /// Stays within a list that became shorter.
    pub fn keep(&mut self, len: usize) {
        self.at = self.at.min(len.saturating_sub(1));
    }

    pub fn go(&mut self, at: usize) {
        self.at = at;
    }

    fn follow(&mut self, rows: usize) {
        let rows = rows.max(1);
        if self.at < self.top {
            self.top = self.at;
        } else if self.at >= self.top + rows {
            self.top = self.at + 1 - rows;
        }
    }

    /// The first line of a list that shows in so many rows, as it is painted; the chosen one is always among them.
    pub fn shown(&self, canvas: &mut Canvas, len: usize, rows: usize) -> usize {
        canvas.tell_chosen(self.at, len);
        self.top(len, rows)
    }

    /// The same of a list that is not painted now.
    pub fn top(&self, len: usize, rows: usize) -> usize {
        let rows = rows.max(1);
        let mut shown = *self;
        shown.follow(rows);
        shown.top.min(len.saturating_sub(rows))
    }
}

/// Lines under each other, the chosen one marked; each in cells with their columns.
pub fn rows(
    canvas: &mut Canvas,
    area: Rect,
    cursor: Cursor,
    len: usize,
    lines: impl Iterator<Item = (Vec<(u16, String)>, Style)>,
) {
    let look = canvas.look;
    let top = cursor.shown(canvas, len, usize::from(area.height));
    for (y, (index, (line, style))) in (area.y..area.bottom()).zip(lines.enumerate().skip(top)) {
        let chosen = index == cursor.at;
        let style = if chosen { look.selected() } else { style };
        canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
        let mut x = area.x + 1;
        for (columns, text) in line {
            let columns = columns.min(area.right() - x);
            canvas.cell(x, y, columns, &text, style);
            x += columns;
        }
        if chosen {
            canvas.set_caret(area.x, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_line_always_shows() {
        let mut cursor = Cursor::default();
        let press = |cursor: &mut Cursor, code, len| cursor.key(Key::of(code), len, 5);
        for (code, at, top) in [
            (Code::Down, 1, 0),
            (Code::PageDown, 5, 1),
            (Code::End, 99, 95),
            (Code::Down, 99, 95),
            (Code::PageUp, 95, 95),
            (Code::Up, 94, 94),
            (Code::Home, 0, 0),
            (Code::Up, 0, 0),
        ] {
            assert!(press(&mut cursor, code, 100));
            assert_eq!((cursor.at, cursor.top(100, 5)), (at, top), "{code:?}");
        }
        assert!(!press(&mut cursor, Code::Enter, 100));
        press(&mut cursor, Code::End, 100);
        cursor.keep(3);
        assert_eq!((cursor.at, cursor.top(3, 5)), (2, 0));
        cursor.keep(0);
        assert_eq!((cursor.at, cursor.top(0, 5)), (0, 0));
    }
}
