//! The painter: the only way to the cells of the screen. It measures with [`Look`], never cuts a wide
//! character, and repairs the one that a popup's edge would cut.

use std::num::NonZeroU16;

use ratatui::{
    buffer::{Buffer, CellDiffOption},
    layout::{Position, Rect},
    style::Style,
};

use super::look::{Look, Symbols};

pub struct Canvas<'b> {
    buffer: &'b mut Buffer,
    pub look: Look,
    caret: Option<Position>,
    /// Nothing outside of it is painted now.
    limit: Rect,
    laid: Laid,
}

/// How a frame is laid out, told beside its cells so that a test can hold them against it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// The windows over the screen, the last one on top, and whether each has a border.
    pub windows: Vec<(Rect, bool)>,
    /// The line of the field that has the focus, and what it shows before the caret.
    pub focus: Option<(Rect, String)>,
    /// The chosen line of the list on top, from 1 on, and how many it has.
    pub chosen: Option<(usize, usize)>,
    /// The first place outside of its own area that something wanted to paint.
    pub strayed: Option<Position>,
}

impl<'b> Canvas<'b> {
    pub fn new(buffer: &'b mut Buffer, look: Look) -> Canvas<'b> {
        let limit = buffer.area;
        Canvas { buffer, look, caret: None, limit, laid: Laid::default() }
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    pub fn laid(&self) -> &Laid {
        &self.laid
    }

    /// Paints what belongs into an area; the rest of the screen stays as it is.
    pub fn within(&mut self, area: Rect, paint: impl FnOnce(&mut Canvas)) {
        let before = self.limit;
        self.limit = area.intersection(before);
        paint(self);
        self.limit = before;
    }

    fn stray(&mut self, x: u16, y: u16) {
        self.laid.strayed.get_or_insert(Position::new(x, y));
    }

    /// Where the input method opens its window; the last one set counts.
    pub fn set_caret(&mut self, x: u16, y: u16) {
        if self.limit.is_empty() {
            return;
        }
        if !self.limit.contains(Position::new(x, y)) {
            self.stray(x, y);
        }
        let (left, top) = (self.limit.x, self.limit.y);
        let (right, bottom) = (self.limit.right() - 1, self.limit.bottom() - 1);
        self.caret = Some(Position::new(x.clamp(left, right), y.clamp(top, bottom)));
        self.laid.focus = None;
    }

    /// The caret in the line of a field, behind what the line shows before it.
    pub fn focus(&mut self, line: Rect, before: &str) {
        let used = self.look.width(before).min(line.width.saturating_sub(1));
        self.set_caret(line.x + used, line.y);
        self.laid.focus = Some((Rect { height: 1, ..line }, before.to_owned()));
    }

    /// Which line of a list of so many is chosen; the last list told counts.
    pub fn tell_chosen(&mut self, at: usize, len: usize) {
        self.laid.chosen = (at < len).then_some((at + 1, len));
    }

    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// Paints a text from a cell on, at most so many columns; gives the columns used.
    pub fn put(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        let limit = self.limit;
        if !limit.contains(Position::new(x, y)) {
            if columns > 0 && !text.is_empty() {
                self.stray(x, y);
            }
            return 0;
        }
        let end = x + columns.min(limit.right() - x);
        let mut at = x;
        let mut marks: Option<u16> = None;
        for c in text.chars() {
            let Some(width) = self.look.columns(c) else { continue };
            if width == 0 {
                if let Some(cell) = marks.and_then(|x| self.buffer.cell_mut((x, y))) {
                    let mut symbol = cell.symbol().to_owned();
                    symbol.push(c);
                    cell.set_symbol(&symbol);
                }
                continue;
            }
            if at + width > end {
                if end < x.saturating_add(columns) {
                    self.stray(end, y);
                }
                break;
            }
            self.unhook(at, y);
            self.unhook(at + width - 1, y);
            if let Some(signs) = self.look.instead(c) {
                for (x, sign) in (at..).zip(signs.chars()) {
                    let cell = &mut self.buffer[(x, y)];
                    cell.set_char(sign).set_style(style);
                    cell.diff_option = CellDiffOption::None;
                }
                at += width;
                continue;
            }
            let cell = &mut self.buffer[(at, y)];
            cell.set_char(c).set_style(style);
            cell.diff_option = match NonZeroU16::new(width) {
                Some(forced) if width == 2 => CellDiffOption::ForcedWidth(forced),
                _ => CellDiffOption::None,
            };
            if width == 2 {
                let half = &mut self.buffer[(at + 1, y)];
                half.reset();
                half.set_style(style);
            }
            marks = Some(at);
            at += width;
        }
        at - x
    }

    /// Before a cell is written: when it is the second half of a wide character, that one goes; when it
    /// is the first half, its second half goes with it.
    fn unhook(&mut self, x: u16, y: u16) {
        if x > self.area().x && is_wide(self.buffer, x - 1, y) {
            let style = self.buffer[(x - 1, y)].style();
            let cell = &mut self.buffer[(x - 1, y)];
            cell.reset();
            cell.set_style(style);
        }
        if is_wide(self.buffer, x, y) {
            let style = self.buffer[(x, y)].style();
            let cell = &mut self.buffer[(x, y)];
            cell.reset();
            cell.set_style(style);
        }
    }

    /// A text cut to its columns with `..`, the rest of them blank in the same style.
    pub fn cell(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) {
        let text = self.look.fit(text, columns);
        let used = self.put(x, y, columns, &text, style);
        self.blank(x + used, y, columns.saturating_sub(used), style);
    }

    /// The same, set against the right edge.
    pub fn cell_right(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) {
        let text = self.look.fit(text, columns);
        let pad = columns.saturating_sub(self.look.width(&text));
        self.blank(x, y, pad, style);
        self.put(x + pad, y, columns - pad, &text, style);
    }

    /// Why nothing could be read, from a line of the area on, whole: it ends with what to do.
    pub fn refused(&mut self, area: Rect, from: u16, why: &[String]) {
        let (look, columns) = (self.look, area.width.saturating_sub(4));
        let lines = why.iter().flat_map(|line| look.wrap(line, columns));
        for (y, line) in (from..area.bottom()).zip(lines) {
            self.cell(area.x + 2, y, columns, &line, look.alarm());
        }
    }

    /// Blanks of one style.
    pub fn blank(&mut self, x: u16, y: u16, columns: u16, style: Style) {
        let Some(row) = self.row(x, y, columns) else { return };
        for x in row {
            self.unhook(x, y);
            let cell = &mut self.buffer[(x, y)];
            cell.reset();
            cell.set_style(style);
        }
    }

    /// The columns of a row that may be painted.
    fn row(&mut self, x: u16, y: u16, columns: u16) -> Option<std::ops::Range<u16>> {
        let (limit, end) = (self.limit, x.saturating_add(columns));
        if columns == 0 {
            return None;
        }
        if y < limit.top() || y >= limit.bottom() || x < limit.left() || end > limit.right() {
            self.stray(x, y);
        }
        (limit.top()..limit.bottom())
            .contains(&y)
            .then(|| x.max(limit.left())..end.min(limit.right()))
    }

    /// Empties a rectangle for a window over the screen; a wide character that its edge cuts goes whole. What follows
    /// is painted within the window, and the cursor is in it.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.limit);
        for y in area.top()..area.bottom() {
            self.blank(area.x, y, area.width, Style::new());
        }
        self.limit = area;
        self.set_caret(area.x, area.y);
        self.laid.windows.push((area, false));
    }

    /// A style laid over a line that is painted already.
    pub fn restyle(&mut self, x: u16, y: u16, columns: u16, style: Style) {
        for x in self.row(x, y, columns).into_iter().flatten() {
            self.buffer[(x, y)].set_style(style);
        }
    }

    /// A border with its title in the upper edge.
    pub fn frame(&mut self, area: Rect, title: &str, style: Style) {
        let area = area.intersection(self.limit);
        if area.width < 2 || area.height < 2 {
            return;
        }
        if let Some((window, framed)) = self.laid.windows.last_mut() {
            *framed = *window == area;
        }
        let bars = Bars::of(self.look);
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.edge(area.x, area.y, area.width, bars.top, bars.across, style);
        self.edge(area.x, bottom, area.width, bars.foot, bars.across, style);
        for y in area.y + 1..bottom {
            self.put(area.x, y, 1, bars.down, style);
            self.put(right, y, 1, bars.down, style);
        }
        self.heading(area, area.y, title, style);
    }

    /// A line across a frame, joined to its sides, with words in it.
    pub fn divide(&mut self, area: Rect, y: u16, title: &str, style: Style) {
        let bars = Bars::of(self.look);
        self.edge(area.x, y, area.width, bars.middle, bars.across, style);
        self.heading(area, y, title, style);
    }

    fn heading(&mut self, area: Rect, y: u16, title: &str, style: Style) {
        if !title.is_empty() && area.width > 6 {
            let title = self.look.fit(title, area.width - 6);
            self.put(area.x + 2, y, area.width - 4, &format!(" {title} "), style);
        }
    }

    fn edge(&mut self, x: u16, y: u16, columns: u16, ends: [&str; 2], across: &str, style: Style) {
        for at in x + 1..(x + columns).saturating_sub(1) {
            self.put(at, y, 1, across, style);
        }
        self.put(x, y, 1, ends[0], style);
        self.put((x + columns).saturating_sub(1), y, 1, ends[1], style);
    }
}

/// Whether a cell holds a character of two columns.
pub fn is_wide(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer.cell((x, y)).is_some_and(
        |cell| matches!(cell.diff_option, CellDiffOption::ForcedWidth(width) if width.get() == 2),
    )
}

struct Bars {
    top: [&'static str; 2],
    middle: [&'static str; 2],
    foot: [&'static str; 2],
    across: &'static str,
    down: &'static str,
}

impl Bars {
    fn of(look: Look) -> Bars {
        match look.symbols {
            // A border is nothing to be told.
            _ if look.plain => Bars {
                top: [" ", " "],
                middle: [" ", " "],
                foot: [" ", " "],
                across: " ",
                down: " ",
            },
            // Where a line is two columns wide, none fits into a border.
            Symbols::Box if !look.wide => Bars {
                top: ["┌", "┐"],
                middle: ["├", "┤"],
                foot: ["└", "┘"],
                across: "─",
                down: "│",
            },
            Symbols::Box | Symbols::Ascii => Bars {
                top: ["+", "+"],
                middle: ["+", "+"],
                foot: ["+", "+"],
                across: "-",
                down: "|",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { symbols: Symbols::Box, wide: false, colour: false, plain: false };

    fn row(buffer: &Buffer, y: u16) -> String {
        let mut text = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            text.push_str(buffer[(x, y)].symbol());
            x += if is_wide(buffer, x, y) { 2 } else { 1 };
        }
        text
    }

    #[test]
    fn arrows_are_painted_in_ascii_where_nothing_else_is_sure() {
        for (symbols, wide, shown) in [
            (Symbols::Box, false, "甲→乙 ↑↓      "),
            (Symbols::Ascii, false, "甲>乙 ^v      "),
            (Symbols::Ascii, true, "甲->乙 ^ v    "),
        ] {
            let look = Look { symbols, wide, ..LOOK };
            let mut buffer = Buffer::empty(Rect::new(0, 0, 14, 1));
            let mut canvas = Canvas::new(&mut buffer, look);
            let text = "甲→乙 ↑↓";
            assert_eq!(canvas.put(0, 0, 14, text, Style::new()), look.width(text));
            assert_eq!(row(&buffer, 0), shown);
        }
    }

    #[test]
    fn a_wide_character_is_never_cut() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 7, 3));
        let mut canvas = Canvas::new(&mut buffer, LOOK);
        assert_eq!(canvas.put(0, 0, 7, "泉州市丰泽", Style::new()), 6);
        // A popup whose left edge falls on the second half of 州.
        canvas.within(Rect::new(0, 0, 7, 3), |canvas| {
            canvas.clear(Rect::new(3, 0, 2, 1));
            canvas.put(3, 0, 2, "|", Style::new());
        });
        canvas.put(0, 1, 5, "北峰街道", Style::new());
        canvas.put(1, 1, 1, "x", Style::new());
        assert_eq!(row(&buffer, 0), "泉 |   ");
        assert_eq!(row(&buffer, 1), " x峰   ");
    }

    #[test]
    fn nothing_is_painted_outside_of_its_area_and_it_is_told() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 3));
        let mut canvas = Canvas::new(&mut buffer, LOOK);
        canvas.within(Rect::new(2, 1, 4, 1), |canvas| {
            canvas.put(2, 1, 4, "北峰街道", Style::new());
            assert_eq!(canvas.laid().strayed, None);
            canvas.put(2, 1, 6, "北峰街道", Style::new());
            assert_eq!(canvas.laid().strayed, Some(Position::new(6, 1)));
            canvas.put(2, 0, 4, "上", Style::new());
            canvas.blank(0, 2, 8, Style::new().fg(ratatui::style::Color::Red));
            canvas.set_caret(7, 2);
        });
        assert_eq!(canvas.caret(), Some(Position::new(5, 1)));
        canvas.put(0, 0, 8, "街道", Style::new());
        assert_eq!(
            [row(&buffer, 0), row(&buffer, 1), row(&buffer, 2)],
            ["街道    ", "  北峰  ", "        "]
        );
    }

    #[test]
    fn a_cell_is_as_wide_as_it_was_told() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        let mut canvas = Canvas::new(&mut buffer, LOOK);
        canvas.cell(0, 0, 7, "恒捷鞋材厂", Style::new());
        canvas.cell_right(7, 0, 5, "12", Style::new());
        canvas.frame(Rect::new(0, 1, 12, 1), "", Style::new());
        assert_eq!(row(&buffer, 0), "恒捷..    12");
    }
}
