//! A long text to read, with lines of its own or broken at the edge.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    text: String,
    top: usize,
}

impl Reader {
    pub fn new(text: String) -> Reader {
        Reader { text, top: 0 }
    }

    /// Moves by a key; the end is kept in sight by the painter.
    pub fn key(&mut self, key: Key) {
        let lines = self.text.lines().count();
        self.top = match key.code {
            Code::Up => self.top.saturating_sub(1),
            Code::Down | Code::Enter => self.top + 1,
            Code::PageUp => self.top.saturating_sub(18),
            Code::PageDown | Code::Char(' ') => self.top + 18,
            Code::Home => 0,
            Code::End => lines,
            _ => return,
        }
        .min(lines);
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let lines = canvas.look.wrap(&self.text, area.width);
        let top = self.top.min(lines.len().saturating_sub(area.height.into()));
        let shown = lines.iter().skip(top);
        for (y, line) in (area.top()..area.bottom()).zip(shown) {
            canvas.cell(area.x, y, area.width, line, canvas.look.plain());
        }
        if lines.len() > usize::from(area.height) {
            let end = (top + usize::from(area.height)).min(lines.len());
            let place = format!(" {end}/{} ", lines.len());
            let width = canvas.look.width(&place);
            canvas.put(area.right() - width, area.bottom() - 1, width, &place, canvas.look.quiet());
        }
    }
}
