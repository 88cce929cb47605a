//! Wrong usage in one Chinese sentence: what is wrong and what to do.

use std::ffi::OsString;

use clap::{
    ArgMatches, Command,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use super::{help::spelling, nearest::nearest};

/// The sentence for a command line that cannot be understood.
pub fn sentence(error: &Error, tree: &Command, args: &[OsString]) -> String {
    let (command, path) = meant(tree, args);
    let flag = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let see = format!("请用 {path} --help 查看用法。");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = text(error, ContextKind::InvalidSubcommand);
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            match nearest(&typed, names.iter().copied()) {
                Some(near) => format!("没有“{typed}”这个命令。您要的也许是“{near}”；{see}"),
                None => format!("没有“{typed}”这个命令。可用的命令：{}。", names.join("、")),
            }
        }
        ErrorKind::UnknownArgument => unknown_argument(command, &path, &flag),
        ErrorKind::MissingRequiredArgument => {
            let missing = named(command, error);
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            format!("缺少 {}，请补上。{see}", missing.join("、"))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            format!("没有写明要做什么。{path} 后面可写：{}。", names.join("、"))
        }
        ErrorKind::ValueValidation => {
            let flag = spelled(command, &flag);
            let why = std::error::Error::source(error).map(ToString::to_string);
            match why.filter(|why| why.starts_with('的')) {
                Some(why) if flag.starts_with('-') => format!("{flag} {why}"),
                Some(why) => format!("{flag}{why}"),
                None => format!("{flag} 的“{value}”写得不对。{see}"),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{} 后面没有写值，请补上。{see}", spelled(command, &flag))
        }
        ErrorKind::InvalidValue => {
            let allowed = texts(error, ContextKind::ValidValue);
            format!(
                "{} 的“{value}”写得不对。可写：{}。",
                spelled(command, &flag),
                allowed.join("、")
            )
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{} 不能带值“{value}”，或值太多，请去掉。{see}", spelled(command, &flag))
        }
        ErrorKind::TooFewValues | ErrorKind::NoEquals => {
            format!("{} 后面没有写值，请补上。{see}", spelled(command, &flag))
        }
        ErrorKind::ArgumentConflict => {
            let flag = spelled(command, &flag);
            let others: Vec<String> = texts(error, ContextKind::PriorArg)
                .iter()
                .map(|other| spelled(command, other))
                .collect();
            if others.is_empty() || others.contains(&flag) {
                format!("{flag} 写了不止一次，请只留一个。")
            } else {
                format!("{flag} 不能与 {} 同时使用，请只留一个。", others.join("、"))
            }
        }
        ErrorKind::InvalidUtf8 => {
            "命令行里有不是 UTF-8 编码的文字，看不懂。请把终端的编码改为 UTF-8 再输入。".into()
        }
        _ => format!("命令行写得不对。{see}"),
    }
}

/// What stands alone on the line (a name, a number) is said, not left empty: an empty one is as good as missing.
pub fn nothing_empty(tree: &Command, matches: &ArgMatches) -> Result<(), Error> {
    let (mut command, mut matches) = (tree, matches);
    while let Some((name, below)) = matches.subcommand() {
        let Some(next) = command.find_subcommand(name) else { break };
        (command, matches) = (next, below);
    }
    let is_empty = |id: &str| {
        let mut values = matches.get_raw(id).into_iter().flatten();
        values.any(|value| value.to_str().is_some_and(|text| text.trim().is_empty()))
    };
    let empty = command.get_positionals().filter(|arg| is_empty(arg.get_id().as_str()));
    let empty: Vec<String> = empty.map(ToString::to_string).collect();
    if empty.is_empty() {
        return Ok(());
    }
    let mut error = Error::new(ErrorKind::MissingRequiredArgument);
    error.insert(ContextKind::InvalidArg, ContextValue::Strings(empty));
    Err(error)
}

fn unknown_argument(command: &Command, path: &str, typed: &str) -> String {
    let see = format!("请用 {path} --help 查看用法。");
    if !typed.starts_with('-') {
        return format!("多写了“{typed}”，不知道是什么。名称里有空格时请加引号；{see}");
    }
    let flags: Vec<String> = command
        .get_arguments()
        .filter_map(|arg| arg.get_long().map(|long| format!("--{long}")))
        .collect();
    match nearest(typed, flags.iter().map(String::as_str)) {
        Some(near) => format!("没有 {typed} 这个选项。您要的也许是 {near}；{see}"),
        None => format!("没有 {typed} 这个选项。{see}"),
    }
}

/// The command that the words of the line lead to, and how it is called.
fn meant<'a>(tree: &'a Command, args: &[OsString]) -> (&'a Command, String) {
    let (mut command, mut path) = (tree, tree.get_name().to_owned());
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(below) = command.find_subcommand(word) {
            command = below;
            path = format!("{path} {}", below.get_name());
        }
    }
    (command, path)
}

/// What is missing, as the help spells it.
fn named(command: &Command, error: &Error) -> Vec<String> {
    texts(error, ContextKind::InvalidArg).iter().map(|arg| spelled(command, arg)).collect()
}

/// `--on 日期` for clap's `--on <日期>`.
fn spelled(command: &Command, shown: &str) -> String {
    // What may be written several times is shown with dots behind it, what need not be in other brackets.
    let name =
        |shown: &str| shown.trim_end_matches("...").trim_matches(['<', '>', '[', ']']).to_owned();
    let is = |text: &str| text == shown || (!shown.starts_with("<-") && name(text) == name(shown));
    match command.get_arguments().find(|arg| is(&arg.to_string())) {
        Some(arg) if arg.is_positional() => format!("“{}”", spelling(arg)),
        Some(arg) => match arg.get_long() {
            Some(long) => format!("--{long}"),
            None => spelling(arg),
        },
        // A group of which one is wanted: `<--passed|--failed>`, `<--hazard <编号>|--notice <文号>>`.
        None if shown.starts_with("<-") => {
            let flags = shown.trim_start_matches('<').split('|');
            let flags: Vec<&str> = flags.filter_map(|flag| flag.split([' ', '>']).next()).collect();
            format!("{} 之一", flags.join(" 或 "))
        }
        None => shown.split(' ').next().unwrap_or(shown).to_owned(),
    }
}

fn text(error: &Error, kind: ContextKind) -> String {
    texts(error, kind).join(" ")
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::told;

    #[test]
    fn what_is_missing_or_empty_is_named_in_the_words_of_the_help() {
        for (line, missing) in [
            (&["notice", "print"][..], "--output、“文号”"),
            (&["notice", "print", "", "-o", "a.pdf"], "“文号”"),
            (&["notice", "print", "招联1号", " ", "-o", "a.pdf"], "“文号”"),
            (&["notice", "show", ""], "“文号”"),
            (&["hazard", "recheck", ""], "--passed 或 --failed 之一"),
            (&["hazard", "recheck", "", "--passed"], "“编号”"),
            (
                &["evidence", "take", "a.jpg"],
                "--hazard 或 --notice 或 --premises 或 --inspection 或 --transfer 或 --event 或 --supervision 或 --document 之一",
            ),
        ] {
            let words = [&["anban"], line].concat();
            let args: Vec<std::ffi::OsString> = words.iter().map(Into::into).collect();
            let (code, sentence) = told(&args).err().unwrap_or_default();
            let told = format!(
                "缺少 {missing}，请补上。请用 anban {} {} --help 查看用法。",
                line[0], line[1]
            );
            assert_eq!((code, sentence), (2, told), "{line:?}");
        }
    }
}
