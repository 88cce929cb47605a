//! The manual, one text for the help of the screens, `anban help` and the printed card.

use super::{
    keys::{self, Command},
    look::{Look, Symbols},
};

const TEXT: &str = include_str!("manual.md");

/// Where the manual cites what the regime in use says of 责任追究.
const CITED: &str = "{责任追究的出处}";

/// The same where no office is open.
const NOT_OPEN: &str = "出处见监管制度";

pub struct Section {
    pub title: String,
    pub text: String,
}

/// The whole manual, for `anban help manual`.
pub fn whole() -> String {
    let sections = sections().map(|(_, title, text)| format!("{title}\n\n{}\n\n", text.trim()));
    sections.collect::<String>().replace(CITED, NOT_OPEN) + &card()
}

/// The section with this topic; the one about the desk where there is none. The list of keys is made
/// from the keymap, what it cites is that of the regime in use.
pub fn section(topic: &str, cited: Option<&str>) -> Section {
    let found = sections().find(|(known, ..)| *known == topic);
    let (_, title, text) = found.or_else(|| sections().next()).unwrap_or(("", "", ""));
    let mut text = text.trim().replace(CITED, cited.unwrap_or(NOT_OPEN));
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

/// Moving about and filling in, which no command does.
const MOVING: [&str; 7] = [
    "↑↓ PgUp PgDn Home End：移动",
    "Enter：打开、下一项",
    "Esc：返回，填过的不丢",
    "Tab：换一类",
    "数字：菜单里直接选，检查表里作答",
    "空格：检查表里“不涉及”，隐患清单里标记",
    "打字：名册、隐患、通知书里马上查找，中文、拼音、首字母都行",
];

/// Columns of one of the two entries that stand side by side on the page.
const HALF: u16 = 40;

/// One page of all keys, for the wall beside the desk.
pub fn card() -> String {
    let told = |commands: &[Command]| commands.iter().map(|each| line(*each)).collect::<Vec<_>>();
    let elsewhere: Vec<Command> = Command::ALL
        .iter()
        .copied()
        .filter(|command| !keys::EVERYWHERE.contains(command))
        .collect();
    format!(
        "安办按键一览（每个 F 键都可以改按 Alt 和同一个数字，F10 是 Alt+0）\n\n随处可用\n{}\n在画面里\n{}\n移动和填写\n{}",
        side_by_side(&told(keys::EVERYWHERE)),
        side_by_side(&told(&elsewhere)),
        side_by_side(&MOVING.map(str::to_owned)),
    )
}

/// Two entries a line; one that is too long for half the page has a line of its own.
fn side_by_side(entries: &[String]) -> String {
    let look = Look { symbols: Symbols::Box, wide: false, colour: false, plain: true };
    let mut page = String::new();
    let mut left: Option<&String> = None;
    for entry in entries {
        let fits = look.width(entry) < HALF;
        match left.take() {
            Some(first) if fits => {
                let gap = " ".repeat(usize::from(HALF - look.width(first)));
                page.push_str(&format!("{first}{gap}{entry}\n"));
            }
            before => {
                page.extend(before.map(|first| format!("{first}\n")));
                match fits {
                    true => left = Some(entry),
                    false => page.push_str(&format!("{entry}\n")),
                }
            }
        }
    }
    page.extend(left.map(|last| format!("{last}\n")));
    page
}

/// A command: its keys and what it does.
fn line(command: Command) -> String {
    let keys: Vec<String> = command.keys().iter().map(|key| keys::written(*key)).collect();
    format!("{}：{}", keys.join(" 或 "), command.says())
}

/// One line a command.
fn lines(commands: &[Command]) -> String {
    commands.iter().map(|command| line(*command) + "\n").collect()
}
