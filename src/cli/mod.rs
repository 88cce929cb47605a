//! The command line: the same verbs as the screens, for scripts and for a quick look (CLI.md).

mod accident;
mod analysis;
mod args;
mod campaign;
mod coverage;
pub mod crash;
mod days;
mod door;
mod event;
mod evidence;
mod exchange;
mod files;
mod forms;
mod hazard;
mod help;
mod inspect;
mod keeping;
mod ledger;
mod major;
mod matters;
mod nearest;
mod notice;
mod officer;
mod output;
mod paper;
mod plan;
mod premises;
mod report;
mod review;
mod sample;
mod secret;
mod setup;
mod sheets;
mod stop;
mod supervise;
mod transfer;
mod undo;
mod units;
mod usage;
mod values;
mod warn;

use std::{
    ffi::OsString,
    io::{self, IsTerminal, Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, CommandFactory, FromArgMatches, error::ErrorKind};

use self::{
    args::{Command, Global, Line},
    door::Door,
    output::{Output, safe},
    stop::Stop,
};
use crate::office::{Key, Opening};

pub use self::{args::Symbols, secret::unseen};

/// What a command may touch outside the office.
pub struct World<'a> {
    /// A variable of the environment.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    pub stdin: &'a mut dyn Read,
    pub stdout: &'a mut dyn Write,
    pub stderr: &'a mut dyn Write,
    /// Columns of the terminal; `None` when standard output is not one.
    pub columns: Option<usize>,
    /// Somebody sits before standard input and sees what is asked on the error output.
    pub asks: bool,
    /// The screens, where there is a terminal for them.
    pub desk: Option<&'a dyn Fn(Opening, Sight) -> io::Result<()>>,
    /// The same over lines, where there is no screen or nobody can see one.
    pub plain: &'a dyn Fn(Opening) -> io::Result<()>,
    /// The card of keys that the screens are worked with.
    pub keys: fn() -> String,
    /// The manual of the screens, whole.
    pub manual: fn() -> String,
}

type Desk<'a> = dyn Fn(Opening, Sight) -> io::Result<()> + 'a;
type Plain<'a> = dyn Fn(Opening) -> io::Result<()> + 'a;

/// How the screens are to look, as the flags and the environment say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    pub symbols: args::Symbols,
    /// No colours.
    pub mono: bool,
}

/// The screens, as the program brings them to the command line.
pub struct Screens<'a> {
    pub desk: &'a (dyn Fn(Opening, Sight) -> io::Result<()> + std::panic::RefUnwindSafe),
    pub plain: &'a (dyn Fn(Opening) -> io::Result<()> + std::panic::RefUnwindSafe),
    pub keys: fn() -> String,
    /// The manual of the screens, whole.
    pub manual: fn() -> String,
}

/// The whole program: the exit code says what came of it (CLI.md).
pub fn main(screens: &Screens) -> ExitCode {
    crash::install();
    // The hook has said what happened; the code is all that is left to say.
    let code = std::panic::catch_unwind(|| {
        let stdout = io::stdout();
        let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
        let talks = stdout.is_terminal() && io::stdin().is_terminal();
        let columns = stdout
            .is_terminal()
            .then(|| crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns)));
        run(
            std::env::args_os().collect(),
            World {
                env: &|name| std::env::var_os(name),
                stdin: &mut io::stdin(),
                stdout: &mut io::stdout(),
                stderr: &mut io::stderr(),
                columns,
                asks,
                desk: talks.then_some(screens.desk as _),
                plain: screens.plain,
                keys: screens.keys,
                manual: screens.manual,
            },
        )
    })
    .unwrap_or(1);
    ExitCode::from(code)
}

/// Runs one command line; `args` begin with the program's name. Nothing is printed on standard output
/// unless the command is done.
pub fn run(args: Vec<OsString>, world: World) -> u8 {
    let World { env, stdin, stdout, stderr, columns, asks, desk, plain, keys, manual } = world;
    let line = match flags_alone(&args).map_or_else(|| commanded(args, keys, manual), Ok) {
        Ok(line) => *line,
        Err((0, text)) => return written(stdout, stderr, text.as_bytes()),
        Err((code, text)) => return say(stderr, code, &text),
    };
    let mut out = Output::new(line.global.json, columns);
    let person: Option<&mut dyn Write> = if asks { Some(&mut *stderr) } else { None };
    match perform(line, env, (stdin, person), (desk, plain), &mut out) {
        Ok(()) => {
            let (bytes, remarks, code) = out.finish();
            let code = written(stdout, stderr, &bytes).max(code);
            remarks.iter().fold(code, |code, remark| say(stderr, code, remark))
        }
        Err(stop) => {
            let log = stop.detail().filter(|detail| !detail.is_empty()).and_then(crash::log);
            let code = say(stderr, stop.code(), &stop.sentence());
            match log {
                Some(log) => {
                    say(stderr, code, &format!("详情已写入 {}，可交给维护人员。", log.display()))
                }
                None => code,
            }
        }
    }
}

/// A line without a command opens the desk, which does not wait for the tree of all commands.
fn flags_alone(args: &[OsString]) -> Option<Box<Line>> {
    let bare = clap::Command::new("anban")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_version_flag(true);
    let mut flags = Global::augment_args(bare);
    if first_word(args, &flags) < args.len() {
        return None;
    }
    let matches = flags.try_get_matches_from_mut(args).ok()?;
    usage::nothing_empty(&flags, &matches).ok()?;
    let global = Global::from_arg_matches(&matches).ok()?;
    Some(Box::new(Line { global, command: None }))
}

/// A line as it was meant, or what is said to it, with the exit code.
fn commanded(
    args: Vec<OsString>,
    keys: fn() -> String,
    manual: fn() -> String,
) -> Result<Box<Line>, (u8, String)> {
    let tree = Line::command();
    let words = args.get(first_word(&args, &tree)..).unwrap_or_default();
    if words == ["help", "keys"] {
        return Err((0, keys()));
    }
    if words == ["help", "manual"] {
        return Err((0, manual()));
    }
    let args = offset_joined(help_last(args, &tree));
    parsed(tree, &args).map(Box::new).or_else(|_| told(&args))
}

fn parsed(mut tree: clap::Command, args: &[OsString]) -> Result<Line, clap::Error> {
    let matches = tree.try_get_matches_from_mut(args)?;
    usage::nothing_empty(&tree, &matches)?;
    Line::from_arg_matches(&matches)
}

/// What is said to a line that is no order, with the exit code. The tree of all commands with its Chinese texts is made for that
/// alone: it would be a third of a program's start.
fn told(args: &[OsString]) -> Result<Box<Line>, (u8, String)> {
    let mut tree = help::in_chinese(Line::command());
    // Built, every command knows the flags that stand before it.
    tree.build();
    parsed(tree.clone(), args).map(Box::new).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp => (0, error.to_string()),
        ErrorKind::DisplayVersion => {
            (0, concat!("anban ", env!("CARGO_PKG_VERSION"), "\n").to_owned())
        }
        _ => (2, usage::sentence(&error, &tree, args)),
    })
}

fn perform<'a>(
    line: Line,
    env: &dyn Fn(&str) -> Option<OsString>,
    (stdin, person): (&'a mut dyn Read, Option<&'a mut dyn Write>),
    (desk, plain): (Option<&Desk<'_>>, &Plain<'_>),
    out: &mut Output,
) -> Result<(), Stop> {
    let mut opening = opening(&line.global, env)?;
    if let Ok(folder) = opening.folder() {
        crash::note_into(folder.path().to_owned());
    }
    let named = || env("ANBAN_LOGIN_FILE").filter(|file| !file.is_empty()).map(PathBuf::from);
    let file = line.global.login_file.clone().or_else(named);
    let mut door = Door { file, stdin, person };
    let Some(command) = line.command else {
        if line.global.plain {
            door.bring(&mut opening)?;
            return plain(opening)
                .map_err(|_| Stop::said("读不到输入或写不出结果，已经停下；办好的都保存了。"));
        }
        return match desk.filter(|_| !line.global.json) {
            Some(desk) => {
                door.bring(&mut opening)?;
                let sight = Sight { symbols: symbols(&line.global, env)?, mono: mono(env) };
                desk(opening, sight).map_err(|_| {
                    Stop::said("终端打不开，画面显示不出来。请换一个终端窗口再试，或用 anban agenda 看今天要办的事。")
                })
            }
            None => days::start(&mut door.enter(&mut opening)?, &opening, out),
        };
    };
    match command {
        Command::Demo(demo) => demo.run(&opening, out),
        Command::Init(init) => init.run(&opening, out),
        Command::Form(form) => form.run(&opening, out),
        Command::Restore(restore) => {
            door.unlock(&mut opening)?;
            restore.run(&opening, door.stdin, door.person, out)
        }
        Command::Unit(unit) => unit.run(&mut door.enter(&mut opening)?, out),
        Command::Grid(grid) => grid.run(&mut door.enter(&mut opening)?, out),
        Command::Staff(staff) => {
            let office = &mut door.enter(&mut opening)?;
            staff.run(office, &opening.key, (door.stdin, door.person), out)
        }
        Command::Premises(premises) => premises.run(&mut door.enter(&mut opening)?, out),
        Command::Inspect(inspect) => inspect.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Notice(notice) => notice.run(&mut door.enter(&mut opening)?, out),
        Command::Hazard(hazard) => hazard.run(&mut door.enter(&mut opening)?, out),
        Command::Major(major) => major.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Transfer(transfer) => transfer.run(&mut door.enter(&mut opening)?, out),
        Command::Supervise(supervise) => supervise.run(&mut door.enter(&mut opening)?, out),
        Command::Event(event) => event.run(&mut door.enter(&mut opening)?, out),
        Command::Paper(paper) => paper.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Ledger(ledger) => ledger.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Evidence(evidence) => evidence.run(&mut door.enter(&mut opening)?, out),
        Command::Agenda(agenda) => agenda.run(&mut door.enter(&mut opening)?, out),
        Command::Calendar(calendar) => calendar.run(&mut door.enter(&mut opening)?, out),
        Command::Coverage(coverage) => coverage.run(&mut door.enter(&mut opening)?, out),
        Command::Plan(plan) => plan.run(&mut door.enter(&mut opening)?, out),
        Command::Accident(accident) => accident.run(&mut door.enter(&mut opening)?, out),
        Command::Sample(sample) => sample.run(&mut door.enter(&mut opening)?, out),
        Command::Campaign(campaign) => campaign.run(&mut door.enter(&mut opening)?, out),
        Command::Officer(officer) => officer.run(&mut door.enter(&mut opening)?, out),
        Command::Undo(undo) => undo.run(&mut door.enter(&mut opening)?, out),
        Command::Review(board) => board.run(&mut door.enter(&mut opening)?, out),
        Command::Warn(warn) => warn.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Analysis(situation) => situation.run(&mut door.enter(&mut opening)?, out),
        Command::Report(report) => report.run(&mut door.enter(&mut opening)?, door.stdin, out),
        Command::Check => keeping::check(&mut door.enter(&mut opening)?, out),
        Command::Backup(backup) => {
            backup.run(&mut door.enter(&mut opening)?, door.stdin, door.person, out)
        }
        Command::Pack(pack) => {
            pack.run(&mut door.enter(&mut opening)?, door.stdin, door.person, out)
        }
        Command::Unpack(unpack) => {
            unpack.run(&mut door.enter(&mut opening)?, door.stdin, door.person, out)
        }
        Command::Journal(journal) => journal.run(&mut door.enter(&mut opening)?, out),
    }
}

/// The flags, and where they are silent the environment. A variable that is set to nothing is not set.
fn opening(global: &Global, env: &dyn Fn(&str) -> Option<OsString>) -> Result<Opening, Stop> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let text = |name: &str| {
        set(name)
            .map(|value| {
                value.into_string().map_err(|_| {
                    Stop::Usage(format!(
                        "环境变量 {name} 里有不是 UTF-8 编码的文字，请改正后再试。"
                    ))
                })
            })
            .transpose()
    };
    let today = match global.today {
        Some(day) => Some(day),
        None => text("ANBAN_TODAY")?
            .map(|day| values::day(&day))
            .transpose()
            .map_err(|why| Stop::Usage(format!("环境变量 ANBAN_TODAY {why}")))?,
    };
    let given = |flag: &Option<String>, name: &str| match flag {
        Some(value) => Ok(Some(value.clone())),
        None => text(name),
    };
    Ok(Opening {
        data: global.data.clone().or_else(|| set("ANBAN_DATA").map(Into::into)),
        database: given(&global.database, "ANBAN_DATABASE")?,
        actor: given(&global.actor, "ANBAN_USER")?,
        today,
        key: Key::default(),
    })
}

/// The set of signs: the flag, else the environment, else what the terminal answers.
fn symbols(global: &Global, env: &dyn Fn(&str) -> Option<OsString>) -> Result<args::Symbols, Stop> {
    use clap::ValueEnum;
    if let Some(symbols) = global.symbols {
        return Ok(symbols);
    }
    match env("ANBAN_SYMBOLS").filter(|value| !value.is_empty()) {
        None => Ok(args::Symbols::Auto),
        Some(value) => args::Symbols::from_str(&value.to_string_lossy(), true)
            .map_err(|_| Stop::Usage("环境变量 ANBAN_SYMBOLS 只能写 auto、box 或 ascii。".into())),
    }
}

/// Whether no colours are wanted (`NO_COLOR`), or the terminal has none.
fn mono(env: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let unwanted = env("NO_COLOR").is_some_and(|value| !value.is_empty());
    let term = env("TERM").unwrap_or_default();
    let term = term.to_string_lossy();
    let none = ["dumb", "vt1", "vt2", "vt3"].iter().any(|kind| term.starts_with(kind));
    unwanted || none || term.ends_with("-m") || term.ends_with("-mono")
}

/// Where the first word stands that is no flag of the whole program and no value of one.
fn first_word(args: &[OsString], tree: &clap::Command) -> usize {
    let takes_value = |word: &OsString| {
        let long = word.to_str().and_then(|word| word.strip_prefix("--"));
        tree.get_arguments().any(|arg| {
            arg.get_long().is_some() && arg.get_long() == long && arg.get_action().takes_values()
        })
    };
    let mut at = 1;
    while args.get(at).is_some_and(|word| word.to_str().is_some_and(|word| word.starts_with("--")))
    {
        at += if takes_value(&args[at]) { 2 } else { 1 };
    }
    at
}

/// `anban help inspect record` asks what `anban inspect record --help` asks, also behind flags of the
/// whole program.
fn help_last(mut args: Vec<OsString>, tree: &clap::Command) -> Vec<OsString> {
    let at = first_word(&args, tree);
    if args.get(at).is_some_and(|word| word == "help") {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

/// `--overlay -1,2` is one flag with its value: two lengths may begin with a minus, and no flag of ours
/// reads as two lengths.
fn offset_joined(args: Vec<OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::with_capacity(args.len());
    for arg in args {
        let lengths = arg.to_str().is_some_and(|text| values::offset(text).is_ok());
        match joined.last_mut().filter(|last| *last == "--overlay" && lengths) {
            Some(flag) => {
                flag.push("=");
                flag.push(arg);
            }
            None => joined.push(arg),
        }
    }
    joined
}

/// Writes a result. A reader that went away is no failure; a full disk is.
fn written(stdout: &mut dyn Write, stderr: &mut dyn Write, bytes: &[u8]) -> u8 {
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(_) => say(stderr, 1, "结果写不出来。请检查输出的文件或磁盘空间，再试一次。"),
    }
}

fn say(stderr: &mut dyn Write, code: u8, sentence: &str) -> u8 {
    for line in sentence.lines() {
        // There is nowhere left to tell that the error output is closed.
        let _ = writeln!(stderr, "{}", safe(line));
    }
    code
}

#[cfg(test)]
mod tests;
