//! The terminal: taken over while the desk is open, given back as it was, whatever happens.

pub mod backend;
pub mod glass;
pub mod input;
pub mod probe;

use std::{
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::terminal as raw;

/// Whether the terminal is ours now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back.
pub struct Taken(());

impl Taken {
    /// Raw mode first, the other screen after it: an old Windows console ends the program otherwise.
    pub fn take() -> io::Result<Taken> {
        raw::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let taken = Taken(());
        ansi();
        let mut out = io::stdout();
        out.write_all(b"\x1b[?1049h\x1b[?2004h\x1b[2J\x1b[H")?;
        out.flush()?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back; doing it twice does nothing. A panic and a signal call it as well.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    // Emptied first: what the window has grown by stays with the shell in some terminals. Nothing can be told to a
    // terminal that is gone.
    let _ = out.write_all(b"\x1b[m\x1b[2J\x1b[?2004l\x1b[?25h\x1b[?1049l");
    let _ = out.flush();
    let _ = raw::disable_raw_mode();
}

/// Asks a Windows console to understand the sequences.
#[cfg(windows)]
fn ansi() {
    let _ = crossterm::ansi_support::supports_ansi();
}

#[cfg(not(windows))]
fn ansi() {}
