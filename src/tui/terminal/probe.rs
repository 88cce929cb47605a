//! How wide the terminal shows characters of ambiguous width: two of them are printed before the first
//! frame, and the terminal is asked where its cursor is. A Chinese Windows console measures its font;
//! everything else answers by a table.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

/// The characters that are tried; both are in every Chinese font.
const TRIED: &str = "\x1b[H…─";
/// Columns of the two when each takes one.
const NARROW: u16 = 2;
/// The file beside the database that remembers answers.
const REMEMBERED: &str = "terminals.txt";

/// Whether ambiguous characters take two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide(pub bool);

/// Prints what is to be measured. Nothing else may be printed until [`answer`] has come.
pub fn ask() -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(TRIED.as_bytes())?;
    out.flush()
}

/// Waits for the terminal's answer, in the thread that reads keys; keys that come first are kept.
/// `None` from a terminal that does not answer.
pub fn answer() -> Option<Wide> {
    let (column, _) = crossterm::cursor::position().ok()?;
    Some(Wide(column > NARROW))
}

/// What tells terminals apart.
fn name() -> String {
    const TOLD_BY: [&str; 6] =
        ["TERM", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "COLORTERM", "XTERM_VERSION"];
    let said = |name: &str| std::env::var(name).unwrap_or_default();
    TOLD_BY
        .map(
            |name| {
                if name == "WT_SESSION" { said(name).is_empty().to_string() } else { said(name) }
            },
        )
        .join("|")
        .replace(['\n', '\t'], " ")
}

/// The answer that a terminal of this kind gave before.
pub fn remembered(folder: &Path) -> Option<Wide> {
    let text = fs::read_to_string(folder.join(REMEMBERED)).ok()?;
    let name = name();
    text.lines().find_map(|line| match line.split_once('\t')? {
        ("narrow", known) if known == name => Some(Wide(false)),
        ("wide", known) if known == name => Some(Wide(true)),
        _ => None,
    })
}

/// Remembers an answer; a folder that takes no file is asked again next time.
pub fn remember(folder: &Path, wide: Wide) {
    let name = name();
    let path = folder.join(REMEMBERED);
    let known = fs::read_to_string(&path).unwrap_or_default();
    let mut text: String = known
        .lines()
        .filter(|line| line.split_once('\t').is_some_and(|(_, other)| other != name))
        .flat_map(|line| [line, "\n"])
        .collect();
    text.push_str(if wide.0 { "wide" } else { "narrow" });
    text.push('\t');
    text.push_str(&name);
    text.push('\n');
    if text != known {
        let _ = fs::write(path, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_of_a_terminal_is_the_one_remembered() {
        let folder = std::env::temp_dir().join(format!("anban-probe-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(remembered(&folder), None);
        for wide in [Wide(true), Wide(false), Wide(true)] {
            remember(&folder, wide);
            assert_eq!(remembered(&folder), Some(wide));
        }
        assert_eq!(fs::read_to_string(folder.join(REMEMBERED)).unwrap().lines().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}
