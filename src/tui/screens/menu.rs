//! F10: all screens, by number.

use super::choose::{Choose, choice};
use crate::tui::{keys::Command, screen::Cx};

pub fn main() -> Choose {
    const LINES: [Command; 19] = [
        Command::Today,
        Command::Premises,
        Command::Inspect,
        Command::Hazards,
        Command::Calendar,
        Command::Notices,
        Command::Units,
        Command::Matters,
        Command::Documents,
        Command::Ledgers,
        Command::Review,
        Command::Analysis,
        Command::Reports,
        Command::Warn,
        Command::Rounds,
        Command::Officers,
        Command::Settings,
        Command::Help,
        Command::Quit,
    ];
    let choices = LINES
        .into_iter()
        .map(|command| {
            let label = format!("{}  {}", command.label(), command.says());
            choice(label, move |cx: &mut Cx| cx.run(command))
        })
        .collect();
    Choose::new("desk", "菜单", choices)
}
