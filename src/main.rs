//! The program: everything is in the library, so that tests use the same code. Here the two faces meet.

use std::process::ExitCode;

use anban::{
    cli::{self, Screens, Sight, Symbols},
    tui,
};

fn main() -> ExitCode {
    cli::main(&Screens {
        desk: &|opening, Sight { symbols, mono }| {
            let symbols = match symbols {
                Symbols::Auto => None,
                Symbols::Box => Some(tui::Symbols::Box),
                Symbols::Ascii => Some(tui::Symbols::Ascii),
            };
            let noted = |info: &std::panic::PanicHookInfo| {
                cli::crash::noted(info);
            };
            tui::run(opening, tui::Sight { symbols, mono }, noted)
        },
        plain: &|opening| {
            let (input, output) = (&mut std::io::stdin().lock(), &mut std::io::stdout());
            tui::run_plain(opening, input, output, cli::unseen)
        },
        keys: tui::card,
        manual: tui::manual::whole,
    })
}
