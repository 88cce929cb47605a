//! The screens, one a file; and which one a command of the top opens.

pub mod accident;
pub mod analysis;
pub mod ask;
mod asked;
mod barred;
pub mod calendar;
pub mod choose;
pub mod contacts;
pub mod criteria;
mod days;
pub mod documents;
pub mod door;
mod exchange;
pub mod fields;
pub mod first_run;
pub mod hazard_acts;
pub mod hazards;
pub mod help;
pub mod inbox;
pub mod inspection;
mod kept;
pub mod ledgers;
pub mod major;
pub mod matters;
pub mod menu;
pub mod notices;
pub mod officers;
pub mod opening;
pub mod palette;
pub mod papers;
pub mod password;
pub mod people;
pub mod premises;
pub mod projector;
mod reading;
pub mod report;
pub mod reports;
mod resume;
pub mod review;
pub mod rounds;
pub mod sample;
pub mod settings;
pub mod today;
pub mod undo;
pub mod units;
pub mod visits;
pub mod warn;
pub mod window;

pub use resume::resume;

use super::{keys::Command, screen::Screen};

/// The screen that a command of the bottom line opens from anywhere.
pub fn home(command: Command) -> Option<Box<dyn Screen>> {
    Some(match command {
        Command::Today => Box::new(today::Today::default()),
        Command::Premises => Box::new(premises::Premises::new()),
        Command::Inspect => Box::new(premises::Premises::to_inspect()),
        Command::Hazards => Box::new(hazards::Hazards::default()),
        Command::Calendar => Box::new(calendar::Calendar::default()),
        Command::Units => Box::new(units::Units::default()),
        Command::Settings => Box::new(settings::Settings::default()),
        Command::Notices => Box::new(notices::Notices::default()),
        Command::Matters => Box::new(matters::Matters::default()),
        Command::Documents => Box::new(documents::Documents::default()),
        Command::Review => Box::new(review::Board::default()),
        Command::Officers => Box::new(officers::Officers::default()),
        Command::Rounds => Box::new(rounds::Covered::default()),
        Command::Warn => Box::new(warn::Warnings::default()),
        Command::Analysis => Box::new(analysis::Situation::default()),
        Command::Reports => Box::new(reports::Reports::default()),
        Command::Ledgers => Box::new(ledgers::Ledgers::default()),
        Command::Inbox => Box::new(inbox::Inbox::default()),
        _ => return None,
    })
}
