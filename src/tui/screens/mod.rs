//! The screens, one a file; and which one a command of the top opens.

pub mod ask;
pub mod calendar;
pub mod choose;
pub mod first_run;
pub mod hazard_acts;
pub mod hazards;
pub mod help;
pub mod inspection;
pub mod menu;
pub mod notices;
pub mod opening;
pub mod palette;
pub mod papers;
pub mod premises;
pub mod report;
pub mod settings;
pub mod today;
pub mod undo;
pub mod units;

use super::{
    keys::Command,
    screen::{Cx, Screen},
};
use crate::{domain::id::Id, office::drafts::Draft};

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
        _ => return None,
    })
}

/// Goes on with a form that was left half filled.
pub fn resume(draft: &Draft, cx: &mut Cx) {
    match (draft.kind.as_str(), Id::parse(&draft.subject)) {
        (inspection::DRAFT, Some(premises)) => {
            let name = draft.title.split(' ').next().unwrap_or_default();
            cx.open(inspection::Inspection::of(premises, name));
        }
        _ => cx.alarm("这份草稿是别的版本留下的，打不开。"),
    }
}
