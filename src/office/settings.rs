//! What an office sets for its own computer: `office.toml` in its folder.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Refusal, folder};
use crate::paper::Style;

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub print: Print,
    pub fonts: Fonts,
    pub evidence: Evidence,
    pub desk: Desk,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Desk {
    /// Minutes without a key after which the desk locks itself; never when not set, or 0.
    pub lock_minutes: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// Megabytes that one file may have.
    pub limit_mb: u32,
}

impl Default for Evidence {
    fn default() -> Evidence {
        Evidence { limit_mb: 20 }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Print {
    /// The printer's name; the system's default when not set.
    pub printer: Option<String>,
    /// A program and its arguments that print a file: `{file}` and `{copies}` are filled in.
    pub command: Vec<String>,
}

/// Font files by style; the fonts in the program stand behind them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fonts {
    /// 仿宋
    pub body: Option<PathBuf>,
    /// 宋体, for text under 12 pt.
    pub small: Option<PathBuf>,
    /// 小标宋
    pub title: Option<PathBuf>,
    /// 黑体
    pub heading: Option<PathBuf>,
    /// 楷体
    pub note: Option<PathBuf>,
}

impl Settings {
    /// Reads the file; an office without one has the defaults.
    pub fn read(office: &folder::Folder) -> Result<Settings, Refusal> {
        let file = office.path().join("office.toml");
        if !file.exists() {
            return Ok(Settings::default());
        }
        let text = folder::read_text(&file)?;
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)
            });
            Refusal::said(format!(
                "{}:{line}：这一行不合规定。可写的项目：[print] printer、command；[fonts] body、small、title、heading、note；[evidence] limit_mb；[desk] lock_minutes。",
                file.display()
            ))
        })
    }
}

impl Fonts {
    pub fn named(&self) -> Vec<(Style, PathBuf)> {
        [
            (Style::Body, &self.body),
            (Style::Small, &self.small),
            (Style::Title, &self.title),
            (Style::Heading, &self.heading),
            (Style::Note, &self.note),
        ]
        .into_iter()
        .filter_map(|(style, path)| Some((style, path.clone()?)))
        .collect()
    }
}
