//! The manual, one text for the help of the screens, `anban help` and the printed card.

use super::keys::{self, Command};

const TEXT: &str = include_str!("manual.md");

pub struct Section {
    pub title: String,
    pub text: String,
}

/// The section with this topic; the one about the desk where there is none. The list of keys is made
/// from the keymap.
pub fn section(topic: &str) -> Section {
    let found = sections().find(|(known, ..)| *known == topic);
    let (_, title, text) = found.or_else(|| sections().next()).unwrap_or(("", "", ""));
    let mut text = text.trim().to_owned();
    text.push_str("\n\n—— 随处可用的键 ——\n");
    text.push_str(&card(keys::EVERYWHERE));
    Section { title: title.to_owned(), text }
}

/// `(topic, title, text)` of every section.
pub fn sections() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TEXT.split("\n## ").skip(1).filter_map(|part| {
        let (heading, text) = part.split_once('\n')?;
        let (title, topic) = heading.strip_suffix('}')?.rsplit_once(" {")?;
        Some((topic, title, text))
    })
}

/// One line a command: its keys and what it does.
pub fn card(commands: &[Command]) -> String {
    commands
        .iter()
        .map(|command| {
            let keys: Vec<String> = command.keys().iter().map(|key| keys::written(*key)).collect();
            format!("{}：{}\n", keys.join(" 或 "), command.says())
        })
        .collect()
}
