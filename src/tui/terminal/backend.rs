//! The backend that writes the fewest bytes: it knows that a wide character moves the cursor by two,
//! groups changes of style, moves by the shortest sequence, and sends one write a frame whose last bytes
//! put the cursor at the caret.

use std::io::{self, Write};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::{Cell, CellDiffOption},
    layout::{Position, Size},
    style::{Color, Modifier},
};

/// Modifiers and the number that sets each.
const MODIFIERS: [(Modifier, u16); 4] =
    [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::UNDERLINED, 4), (Modifier::REVERSED, 7)];

pub struct Lean<W: Write> {
    out: W,
    frame: Vec<u8>,
    /// Where the terminal's cursor is; `None` when terminals may differ about it.
    at: Option<(u16, u16)>,
    hidden: bool,
    /// The screen is to be emptied by the next frame.
    cleared: bool,
    caret: (u16, u16),
    size: Size,
}

impl<W: Write> Lean<W> {
    pub fn new(out: W, size: Size) -> Lean<W> {
        Lean {
            out,
            frame: Vec::with_capacity(16 * 1024),
            at: None,
            hidden: false,
            cleared: false,
            caret: (0, 0),
            size,
        }
    }

    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, row)) if row == y && x > from => {
                self.frame.extend_from_slice(b"\x1b[");
                if x - from > 1 {
                    number(&mut self.frame, x - from);
                }
                self.frame.push(b'C');
            }
            Some((_, row)) if x == 0 && y == row + 1 => self.frame.extend_from_slice(b"\r\n"),
            _ => {
                self.frame.extend_from_slice(b"\x1b[");
                number(&mut self.frame, y + 1);
                if x > 0 {
                    self.frame.push(b';');
                    number(&mut self.frame, x + 1);
                }
                self.frame.push(b'H');
            }
        }
        self.at = Some((x, y));
    }
}

/// The style that the terminal has now.
#[derive(Clone, Copy, PartialEq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// Writes what leads from this style to the other.
    fn change(self, to: Pen, out: &mut Vec<u8>) {
        if self == to {
            return;
        }
        out.extend_from_slice(b"\x1b[");
        let mut from = self;
        let mut first = true;
        let mut part = |out: &mut Vec<u8>, n: u16| {
            if !std::mem::take(&mut first) {
                out.push(b';');
            }
            number(out, n);
        };
        if !(from.modifier - to.modifier).is_empty() || to == Pen::PLAIN {
            from = Pen::PLAIN;
            if to == Pen::PLAIN {
                out.push(b'm');
                return;
            }
            part(out, 0);
        }
        let added = to.modifier - from.modifier;
        for (modifier, n) in MODIFIERS {
            if added.contains(modifier) {
                part(out, n);
            }
        }
        if to.fg != from.fg {
            part(out, colour(to.fg));
        }
        if to.bg != from.bg {
            part(out, colour(to.bg) + 10);
        }
        out.push(b'm');
    }
}

/// The number of one of the sixteen named colours as foreground; others are not used and show as default.
fn colour(colour: Color) -> u16 {
    match colour {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 39,
    }
}

fn number(out: &mut Vec<u8>, n: u16) {
    // Writing into memory does not fail.
    let _ = write!(out, "{n}");
}

impl<W: Write> Backend for Lean<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = Pen::PLAIN;
        let mut any = false;
        self.cleared = false;
        for (x, y, cell) in content {
            if !any && !self.hidden {
                self.frame.extend_from_slice(b"\x1b[?25l");
                self.hidden = true;
            }
            any = true;
            self.go(x, y);
            let to = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
            pen.change(to, &mut self.frame);
            pen = to;
            self.frame.extend_from_slice(cell.symbol().as_bytes());
            let width = match cell.diff_option {
                CellDiffOption::ForcedWidth(width) => width.get(),
                _ => 1,
            };
            // Terminals differ about where the cursor is after the last column.
            let next = x + width;
            self.at = (next < self.size.width).then_some((next, y));
        }
        pen.change(Pen::PLAIN, &mut self.frame);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if !self.hidden {
            self.frame.extend_from_slice(b"\x1b[?25l");
            self.hidden = true;
        }
        self.flush()
    }

    /// The cursor is shown by [`Backend::set_cursor_position`], in the same write.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.caret = (x, y);
        // An empty screen is shown to nobody: it goes with what is painted on it.
        if self.cleared {
            return Ok(());
        }
        self.go(x, y);
        if self.hidden {
            self.frame.extend_from_slice(b"\x1b[?25h");
            self.hidden = false;
        }
        self.flush()
    }

    fn clear(&mut self) -> io::Result<()> {
        if !self.cleared {
            self.frame.extend_from_slice(if self.hidden { b"" } else { b"\x1b[?25l" });
            self.frame.extend_from_slice(b"\x1b[m\x1b[2J");
            (self.at, self.hidden, self.cleared) = (None, true, true);
        }
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::new(0, 0) })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            self.out.write_all(&self.frame)?;
            self.frame.clear();
        }
        self.out.flush()
    }
}
