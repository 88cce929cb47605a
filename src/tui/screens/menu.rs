//! F10: all screens, by number.

use super::choose::{Choose, choice};
use crate::tui::{
    keys::{self, Command},
    screen::Cx,
};

pub fn main() -> Choose {
    const LINES: [Command; 20] = [
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
        Command::Inbox,
        Command::Review,
        Command::Analysis,
        Command::Reports,
        Command::Warn,
        Command::Rounds,
        Command::Officers,
        Command::Settings,
        Command::Lock,
        Command::Quit,
    ];
    let choices = LINES
        .into_iter()
        .map(|command| {
            let key = command.keys().first().map(|key| keys::written(*key)).unwrap_or_default();
            let label = command.label();
            choice(label, move |cx: &mut Cx| cx.run(command)).noted(command.says()).keyed(key)
        })
        .collect();
    Choose::new("desk", "菜单", choices).in_two()
}
