//! A long text to read, with lines of its own or broken at the edge.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
    look::Look,
};

/// Lines are measured as the widest terminal shows them.
const WIDEST: Look = Look { wide: true, ..Look::SAFE };

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    text: String,
    top: usize,
    /// Its lines stand as they are, tables among them; what is wider than the screen is reached by Left and
    /// Right, so many columns from the left edge.
    sheet: Option<u16>,
}

/// Columns that Left and Right go.
const ASIDE: u16 = 20;

impl Reader {
    pub fn new(text: String) -> Reader {
        Reader { text, top: 0, sheet: None }
    }

    /// A paper, line by line as it is laid out.
    pub fn sheet(text: String) -> Reader {
        Reader { text, top: 0, sheet: Some(0) }
    }

    /// Moves by a key; the end is kept in sight by the painter.
    pub fn key(&mut self, key: Key) {
        let lines = self.text.lines().count();
        if let Some(aside) = &mut self.sheet {
            let widest = self.text.lines().map(|line| WIDEST.width(line)).max().unwrap_or_default();
            match key.code {
                Code::Left => *aside = aside.saturating_sub(ASIDE),
                Code::Right if *aside + ASIDE < widest => *aside += ASIDE,
                _ => {}
            }
        }
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
        let look = canvas.look;
        let lines = match self.sheet.filter(|_| !look.plain) {
            None => look.wrap(&self.text, area.width),
            Some(aside) => self.text.lines().map(|line| look.behind(line, aside)).collect(),
        };
        // Where not all is shown the last line says how far it goes, and covers no word.
        let whole = lines.len() <= usize::from(area.height);
        let height = usize::from(area.height).saturating_sub(usize::from(!whole));
        let top = self.top.min(lines.len().saturating_sub(height));
        let shown = lines.iter().skip(top).take(height);
        for (y, line) in (area.top()..area.bottom()).zip(shown) {
            if self.sheet.is_some() {
                // The lines are pictures of a page: what goes on beside them has its sign in the margin.
                canvas.put(area.x, y, area.width, line, look.plain());
                if look.width(line) > area.width && area.right() < canvas.area().right() {
                    canvas.put(area.right(), y, 1, ">", look.notice());
                }
                if self.sheet.is_some_and(|aside| aside > 0) && area.x > 0 {
                    canvas.put(area.x - 1, y, 1, "<", look.notice());
                }
            } else {
                canvas.cell(area.x, y, area.width, line, look.plain());
            }
        }
        if !whole {
            let end = (top + height).min(lines.len());
            let place = format!(" {end}/{} ", lines.len());
            let width = canvas.look.width(&place);
            canvas.put(area.right() - width, area.bottom() - 1, width, &place, canvas.look.quiet());
        }
    }
}
