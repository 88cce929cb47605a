//! The manual, one text for the help of the screens, `anban help` and the printed card.

use super::keys::{self, Command};

const TEXT: &str = include_str!("manual.md");

pub struct Section {
    pub title: String,
    pub text: String,
}

/// The whole manual, for `anban help manual`.
pub fn whole() -> String {
    let sections = sections().map(|(_, title, text)| format!("{title}\n\n{}\n\n", text.trim()));
    sections.collect::<String>() + &card()
}

/// The section with this topic; the one about the desk where there is none. The list of keys is made
/// from the keymap.
pub fn section(topic: &str) -> Section {
    let found = sections().find(|(known, ..)| *known == topic);
    let (_, title, text) = found.or_else(|| sections().next()).unwrap_or(("", "", ""));
    let mut text = text.trim().to_owned();
    text.push_str("\n\n—— 随处可用的键 ——\n");
    text.push_str(&lines(keys::EVERYWHERE));
    Section { title: title.to_owned(), text }
}

/// The words of a section about what is done on a screen, without its fields.
pub fn text(topic: &str) -> String {
    let found = sections().find(|(known, ..)| *known == topic);
    let lines = found.map_or("", |(.., text)| text).lines();
    lines.filter(|line| !line.starts_with('【')).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// What the manual says of a field of a window: the line `【title·label】` of the topic's section, else its
/// line `【label】`, else the line of the section about filling in. A star behind the label says that the
/// field has to be filled.
pub fn field(topic: &str, title: &str, label: &str) -> Option<&'static str> {
    let label = label.trim_end_matches('*');
    let window = title.split([' ', '：']).next().unwrap_or_default();
    let line = |topic: &str, named: &str| {
        let (_, _, text) = sections().find(|(known, ..)| *known == topic)?;
        text.lines()
            .find_map(|line| line.strip_prefix('【')?.strip_prefix(named)?.strip_prefix('】'))
    };
    line(topic, &format!("{window}·{label}"))
        .or_else(|| line(topic, label))
        .or_else(|| line("ask", label))
}

/// `(topic, title, text)` of every section.
pub fn sections() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TEXT.split("\n## ").skip(1).filter_map(|part| {
        let (heading, text) = part.split_once('\n')?;
        let (title, topic) = heading.strip_suffix('}')?.rsplit_once(" {")?;
        Some((topic, title, text))
    })
}

/// One page of all keys, for the wall beside the desk.
pub fn card() -> String {
    let elsewhere: Vec<Command> = Command::ALL
        .iter()
        .copied()
        .filter(|command| !keys::EVERYWHERE.contains(command))
        .collect();
    format!(
        "安办按键一览（每个 F 键都可以改按 Alt 和同一个数字，F10 是 Alt+0）\n\n随处可用\n{}\n在画面里\n{}\n移动和填写\n{}",
        lines(keys::EVERYWHERE),
        lines(&elsewhere),
        "↑↓ PgUp PgDn Home End：移动\nEnter：打开、下一项\nEsc：返回，填过的不丢\n数字：菜单里直接选，检查表里作答\n打字：名册、隐患、通知书里马上查找，中文、拼音、首字母都行\n空格：检查表里“不涉及”，隐患清单里标记\nTab：换一类\n"
    )
}

/// One line a command: its keys and what it does.
fn lines(commands: &[Command]) -> String {
    commands
        .iter()
        .map(|command| {
            let keys: Vec<String> = command.keys().iter().map(|key| keys::written(*key)).collect();
            format!("{}：{}\n", keys.join(" 或 "), command.says())
        })
        .collect()
}
