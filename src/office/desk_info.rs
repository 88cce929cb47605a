//! What the settings of a desk show and change: where the data lies, the printer, the fonts.

use std::path::PathBuf;

use super::{Office, Refusal, folder, settings::Settings};
use crate::{
    domain::{agenda::Task, staff::Staff},
    form::library::Library,
    paper::{self, Style},
    store,
    terms::{self, Ruled},
};

/// What a person at the desk wants to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskInfo {
    /// The folder, and the server where there is one.
    pub data: String,
    pub regime: String,
    pub printer: Option<String>,
    /// A word for every style: the file that the office names or that this computer has, or the built-in one.
    pub fonts: Vec<String>,
    /// Those who may act here, each with the name of the unit.
    pub staff: Vec<(Staff, String)>,
    /// Who acts has a password.
    pub has_password: bool,
    /// Minutes after which the desk locks itself.
    pub lock_minutes: Option<u32>,
}

impl Office {
    /// The numbers of the regime in force, each with its source (NF-07).
    pub fn regime_told(&self) -> Vec<Ruled> {
        terms::regime(&self.regime, &|code| called_in(&self.library, code))
    }

    pub fn desk_info(&mut self) -> Result<DeskInfo, Refusal> {
        let settings = Settings::read(&self.folder)?;
        let (named, found) = (settings.fonts.named(), paper::system_fonts());
        let file = |files: &[(Style, PathBuf)], style| {
            files.iter().find(|(of, _)| *of == style).map(|(_, file)| file.clone())
        };
        let fonts = Style::ALL
            .into_iter()
            .map(|style| {
                let called = called(style);
                let found = file(&found, style);
                match (file(&named, style), found) {
                    (Some(file), _) if file.exists() => format!("{called} {}", file.display()),
                    (Some(file), _) => format!("{called} 找不到{}", file.display()),
                    (None, Some(file)) => format!("{called} {}", file.display()),
                    (None, None) => format!("{called} 内置"),
                }
            })
            .collect();
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        Ok(DeskInfo {
            has_password: self.has_password()?,
            lock_minutes: settings.desk.lock_minutes.filter(|minutes| *minutes > 0),
            data: self.folder.path().display().to_string(),
            regime: self.regime.title.clone(),
            printer: settings.print.printer,
            fonts,
            staff: staff
                .into_iter()
                .filter(|person| person.serves_on(self.act.today))
                .map(|person| {
                    let unit = self.unit_name(&person.unit);
                    (person, unit)
                })
                .collect(),
        })
    }

    /// How many premises no grid has (S2 §三(一)1 监管无盲区).
    pub fn orphans(&mut self) -> Result<u32, Refusal> {
        Ok(store::premises::orphans(&mut *self.store.driver, &self.scope)?)
    }

    /// Names the printer in `office.toml`; the other lines of the file stay as they are. Empty goes back
    /// to the system's own.
    pub fn set_printer(&mut self, printer: &str) -> Result<(), Refusal> {
        let printer = printer.trim();
        let value = (!printer.is_empty()).then(|| toml::Value::from(printer));
        self.set_line("print", "printer", value)
    }

    /// Minutes without a key after which the desk locks itself; never where nobody has a password to open it.
    pub fn locks_after(&self) -> Option<u32> {
        if !self.guarded {
            return None;
        }
        let settings = Settings::read(&self.folder).ok()?;
        settings.desk.lock_minutes.filter(|minutes| *minutes > 0)
    }

    /// Sets them in `office.toml`, for this computer; `None` for never.
    pub fn set_lock_minutes(&mut self, minutes: Option<u32>) -> Result<(), Refusal> {
        self.set_line("desk", "lock_minutes", minutes.map(|minutes| i64::from(minutes).into()))
    }

    fn set_line(
        &self,
        section: &str,
        key: &str,
        value: Option<toml::Value>,
    ) -> Result<(), Refusal> {
        let file = self.folder.path().join("office.toml");
        let text = if file.exists() { folder::read_text(&file)? } else { String::new() };
        folder::write_own(&file, with_line(&text, section, key, value).as_bytes())?;
        Settings::read(&self.folder).map(|_| ())
    }
}

/// The typeface that a style of the papers wants.
fn called(style: Style) -> &'static str {
    match style {
        Style::Body => "仿宋",
        Style::Small => "宋体",
        Style::Title => "小标宋",
        Style::Heading => "黑体",
        Style::Note => "楷体",
    }
}

/// The settings' text with another value of a key, or without it.
fn with_line(text: &str, section: &str, key: &str, value: Option<toml::Value>) -> String {
    let line = value.map(|value| format!("{key} = {value}"));
    let head = format!("[{section}]");
    let mut lines: Vec<String> = Vec::new();
    let (mut within, mut written) = (String::new(), false);
    for old in text.lines() {
        let bare = old.trim();
        if bare.starts_with('[') {
            within = bare.to_owned();
        }
        if within == head && bare.split('=').next().unwrap_or_default().trim() == key {
            continue;
        }
        lines.push(old.to_owned());
        if bare == head && !written {
            lines.extend(line.clone());
            written = true;
        }
    }
    if let (false, Some(line)) = (written, line) {
        lines.extend([head, line]);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// An item of the agenda or a form by its code.
pub fn called_in(library: &Library, code: &str) -> String {
    if let Some(task) = Task::ALL.into_iter().find(|task| task.code() == code) {
        return terms::task(task).to_owned();
    }
    let form = library.entries().find(|entry| entry.code() == code);
    form.map_or_else(|| code.to_owned(), |entry| entry.title())
}

#[cfg(test)]
mod tests {
    use super::with_line;

    #[test]
    fn only_the_printer_changes() {
        for (before, printer, after) in [
            ("", "HP", "[print]\nprinter = \"HP\"\n"),
            (
                "[print]\nprinter = \"A\"\ncommand = []\n",
                "B",
                "[print]\nprinter = \"B\"\ncommand = []\n",
            ),
            (
                "[print]\nprinter = \"A\"\n[fonts]\nbody = \"x\"\n",
                "",
                "[print]\n[fonts]\nbody = \"x\"\n",
            ),
            (
                "[fonts]\nbody = \"x\"\n",
                "他\"的",
                "[fonts]\nbody = \"x\"\n[print]\nprinter = '他\"的'\n",
            ),
        ] {
            let value = (!printer.is_empty()).then(|| printer.into());
            let text = with_line(before, "print", "printer", value);
            assert_eq!(text, after);
            let read: toml::Table = text.parse().unwrap();
            let named = read.get("print").and_then(|print| print.get("printer"));
            assert_eq!(named.and_then(|name| name.as_str()).unwrap_or_default(), printer);
        }
    }
}
