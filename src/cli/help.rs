//! Help texts in Chinese, written from the tree of commands itself.

use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

use super::output::padded;

/// Widest left column; a longer entry puts its explanation on the next line.
const LEFT: usize = 30;

/// Gives every command of the tree its own Chinese help text, with `-h`/`--help` to show it.
pub fn in_chinese(command: Command) -> Command {
    let name = command.get_name().to_owned();
    localised(command, &name, true)
}

fn localised(command: Command, path: &str, root: bool) -> Command {
    let text = text_of(&command, path, root);
    let names: Vec<String> =
        command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command.override_help(text).disable_help_subcommand(true);
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |below| localised(below, &path, false));
    }
    command
}

fn text_of(command: &Command, path: &str, root: bool) -> String {
    let mut text = String::new();
    if let Some(about) = command.get_about() {
        text.push_str(&format!("{about}\n\n"));
    }
    text.push_str(&format!("用法：{}\n", usage(command, path)));
    let below: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .map(|below| (below.get_name().to_owned(), styled(below.get_about())))
        .collect();
    section(&mut text, "命令", &below);
    let explained = |arg: &Arg| (spelling(arg), styled(arg.get_help()));
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    let positionals: Vec<_> = shown().filter(|arg| arg.is_positional()).map(explained).collect();
    section(&mut text, "参数", &positionals);
    let options: Vec<_> =
        shown().filter(|arg| !arg.is_positional() && !arg.is_global_set()).map(explained).collect();
    section(&mut text, "选项", &options);
    if root {
        let global: Vec<_> = shown().filter(|arg| arg.is_global_set()).map(explained).collect();
        section(&mut text, "通用选项（写在命令前后都可以）", &global);
    }
    if let Some(after) = command.get_after_help() {
        text.push_str(&format!("\n{after}\n"));
    }
    if !root {
        if let Some(below) = command.get_subcommands().next() {
            text.push_str(&format!("\n某个命令怎么用，例如：{path} {} --help\n", below.get_name()));
        }
        text.push_str("\n通用选项见 anban --help\n");
    }
    text.truncate(text.trim_end().len());
    text
}

fn styled(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

fn section(text: &mut String, heading: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("\n{heading}：\n"));
    let left = rows.iter().map(|(left, _)| left.width()).filter(|width| *width <= LEFT).max();
    let left = left.unwrap_or(LEFT);
    for (word, meaning) in rows {
        let lines: Vec<&str> = meaning.lines().collect();
        if word.width() > left {
            text.push_str(&format!("  {word}\n"));
            for line in &lines {
                text.push_str(&format!("  {}  {line}\n", padded("", left)));
            }
            continue;
        }
        text.push_str(&format!("  {}  {}\n", padded(word, left), lines.first().unwrap_or(&"")));
        for line in lines.iter().skip(1) {
            text.push_str(&format!("  {}  {line}\n", padded("", left)));
        }
    }
}

fn usage(command: &Command, path: &str) -> String {
    let mut text = path.to_owned();
    if command.has_subcommands() {
        text.push_str(if command.is_subcommand_required_set() { " <命令>" } else { " [命令]" });
        return text;
    }
    let own = || command.get_arguments().filter(|arg| !arg.is_global_set());
    for arg in own().filter(|arg| arg.is_positional()) {
        let name = value_name(arg);
        let one = if arg.is_required_set() { format!(" {name}") } else { format!(" [{name}]") };
        text.push_str(&one);
    }
    for arg in own().filter(|arg| !arg.is_positional() && arg.is_required_set()) {
        text.push_str(&format!(" {}", spelling(arg)));
    }
    for group in command.get_groups().filter(|group| group.is_required_set()) {
        let names: Vec<String> = group.get_args().map(|id| format!("--{id}")).collect();
        text.push_str(&format!(" {}", names.join("|")));
    }
    if own().any(|arg| !arg.is_positional() && !arg.is_required_set()) {
        text.push_str(" [选项]");
    }
    text
}

/// `--on 日期`, `-o, --output 文件`, `名称`.
pub fn spelling(arg: &Arg) -> String {
    if arg.is_positional() {
        return value_name(arg);
    }
    let mut names = Vec::new();
    if let Some(short) = arg.get_short() {
        names.push(format!("-{short}"));
    }
    if let Some(long) = arg.get_long() {
        names.push(format!("--{long}"));
    }
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let value = if takes { format!(" {}", value_name(arg)) } else { String::new() };
    format!("{}{value}", names.join(", "))
}

fn value_name(arg: &Arg) -> String {
    match arg.get_value_names() {
        Some([name, ..]) => name.to_string(),
        _ => "值".into(),
    }
}
