//! The screens, one a file; and which one a command of the top opens.

pub mod ask;
pub mod choose;
pub mod help;
pub mod menu;
pub mod opening;
pub mod palette;
pub mod today;
pub mod undo;

use super::{keys::Command, screen::Screen};

/// The screen that a command of the bottom line opens from anywhere.
pub fn home(command: Command) -> Option<Box<dyn Screen>> {
    Some(match command {
        Command::Today => Box::new(today::Today::default()),
        _ => return None,
    })
}
