//! What the desk is painted on: a terminal that gets only what has changed, each frame in one write.

use std::io::{self, Write};

use ratatui::{Terminal, backend::Backend, layout::Size};

use super::backend::Lean;
use crate::tui::{app::App, canvas::Canvas};

pub struct Glass<W: Write>(Terminal<Lean<W>>);

impl<W: Write> Glass<W> {
    pub fn new(out: W, columns: u16, rows: u16) -> io::Result<Glass<W>> {
        let mut terminal = Terminal::new(Lean::new(out, Size::new(columns, rows)))?;
        terminal.clear()?;
        Ok(Glass(terminal))
    }

    /// The next frame has another size and is painted in full.
    pub fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.0.backend_mut().resize(Size::new(columns, rows));
        self.0.clear()
    }

    /// The next frame is painted in full.
    pub fn again(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        self.0.draw(|frame| {
            let mut canvas = Canvas::new(frame.buffer_mut(), app.shared.look);
            app.draw(&mut canvas);
            if let Some(caret) = canvas.caret() {
                frame.set_cursor_position(caret);
            }
        })?;
        self.0.backend_mut().flush()
    }
}
