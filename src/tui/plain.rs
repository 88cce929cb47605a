//! The desk without a screen: lines out, lines in, for screen readers and slow links. The same screens, keys
//! and acts; after every line typed, what has changed is told, a line each.
//!
//! What is typed goes into the screen letter by letter. A line that begins with `/` names keys: `/回车`,
//! `/下 3`, `/f3`, `/^s`, `/alt+4`.

use std::{
    io::{self, BufRead, Read, Write},
    sync::mpsc,
};

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    app::{App, SMALLEST},
    canvas::{Canvas, is_wide},
    keys::{self, Code, Command, Key},
    look::{Look, Symbols},
    screen::Reply,
    screens::opening,
    seat::Seat,
    terminal::input::Input,
    worker,
};
use crate::office::Opening;

const HELP: &str = "\
直接打字：查找，或填进现在这一项。
单独一个数字：菜单里选这一条，检查表里答这一项。
/回车 /返回 /上 /下 /左 /右 /翻上 /翻下 /首 /末 /删 /空格 /换，后面可以写次数：/下 3
/f2 到 /f10、/^s 这样写键名；/全 念出整个画面；/键 念出这里能用的键；/退出 关闭。";

/// Reads a line that nobody sees being typed, and asks for it once that is so.
pub type Unseen = fn(&mut dyn Read, &mut dyn FnMut()) -> Option<String>;

/// Works the desk over lines until the input ends or the desk is closed; a password is read `unseen`.
pub fn run(
    opening: Opening,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    unseen: Unseen,
) -> io::Result<()> {
    let (done, answers) = mpsc::channel::<Reply>();
    let worker = worker::start(Seat::new(opening.clone()), move |reply| {
        // Nobody listens once the desk is closed.
        let _ = done.send(reply);
    })?;
    let look = Look { symbols: Symbols::Ascii, wide: false, colour: false, plain: true };
    let mut app = App::new(look, opening::Opening::new(opening));
    let mut told = Told::default();
    let wait = |app: &mut App| {
        loop {
            let mut busy = false;
            for job in app.take_jobs() {
                busy = worker.jobs.send(job).is_ok();
            }
            if !busy && app.shared.waiting == 0 {
                return;
            }
            match answers.recv() {
                Ok(reply) => app.reply(reply),
                Err(_) => return,
            }
        }
    };
    wait(&mut app);
    writeln!(output, "按行使用安办。写 /帮助 看怎么用。")?;
    let mut next = Some(Next::Whole);
    let mut line = String::new();
    while !app.is_over() {
        line.clear();
        let secret = app.takes_secret();
        // The question itself is told once nothing of the answer is shown: a terminal in that state ends no line by itself.
        let mut ask = || {
            let mut text = Vec::new();
            next.take().map_or(Ok(()), |next| next.tell(&mut told, &app, &mut text))?;
            let text = String::from_utf8_lossy(&text);
            let text = if secret { text.replace('\n', "\r\n").into() } else { text };
            write!(output, "{text}> ").and_then(|()| output.flush())
        };
        if secret {
            let mut asked = Ok(());
            let typed = unseen(&mut &mut *input, &mut || asked = ask());
            asked?;
            let Some(typed) = typed else { break };
            line.push_str(&typed);
            writeln!(output)?;
        } else {
            ask()?;
            if input.read_line(&mut line)? == 0 {
                break;
            }
        }
        let typed = line.trim_end_matches(['\r', '\n']);
        // A password may begin with a stroke, and is repeated by no answer.
        let said = match read(typed) {
            Said::Unknown(_) if secret => letters(typed),
            said => said,
        };
        match said {
            Said::Keys(keys) => {
                for key in keys {
                    app.input(Input::Key(key));
                    wait(&mut app);
                }
                next = Some(Next::Change(line.trim().to_owned()));
            }
            Said::All => next = Some(Next::Whole),
            Said::Help => writeln!(output, "{HELP}")?,
            Said::Card => write!(output, "{}", app.keys_here())?,
            Said::Unknown(word) => writeln!(output, "没有“/{word}”。写 /帮助 看怎么用。")?,
        }
    }
    next.map_or(Ok(()), |next| next.tell(&mut told, &app, output))
}

/// What is told before the next line is asked for.
enum Next {
    Whole,
    /// What has changed by the line that was typed.
    Change(String),
}

impl Next {
    fn tell(self, told: &mut Told, app: &App, output: &mut dyn Write) -> io::Result<()> {
        let Next::Change(typed) = self else { return told.tell(app, true, output).map(drop) };
        let changed = told.tell(app, false, output)?;
        if !changed && !app.is_over() {
            writeln!(output, "{}", unchanged(app, &typed))?;
        }
        Ok(())
    }
}

/// What is told of a line that changed nothing: who hears the screen would wait for it.
fn unchanged(app: &App, typed: &str) -> String {
    if let Some(message) = app.message_text() {
        return message.to_owned();
    }
    let unused = match typed.chars().count() > 1 && key(typed).is_some() {
        true => format!("键名前面要加斜杠，写成 /{typed}。"),
        false => String::new(),
    };
    format!("没有变化。{unused}写 /帮助 看怎么用。")
}

/// What a line asks for.
#[derive(Debug, PartialEq)]
enum Said {
    Keys(Vec<Key>),
    All,
    Help,
    Card,
    Unknown(String),
}

fn read(line: &str) -> Said {
    let Some(named) = line.strip_prefix('/') else {
        return letters(line);
    };
    let (word, times) = match named.split_once(char::is_whitespace) {
        Some((word, times)) => (word, times.trim().parse().unwrap_or(1)),
        None => (named, 1usize),
    };
    match word {
        "帮助" | "?" => Said::Help,
        "全" => Said::All,
        "键" => Said::Card,
        "退出" => Said::Keys(Command::Quit.keys().iter().take(1).copied().collect()),
        _ => match key(word) {
            Some(key) => Said::Keys(vec![key; times.clamp(1, 500)]),
            None => Said::Unknown(word.to_owned()),
        },
    }
}

fn letters(line: &str) -> Said {
    Said::Keys(line.chars().map(|c| Key::of(Code::Char(c))).collect())
}

fn key(word: &str) -> Option<Key> {
    let code = match word {
        "" | "回车" => Code::Enter,
        "返回" => Code::Esc,
        "上" => Code::Up,
        "下" => Code::Down,
        "左" => Code::Left,
        "右" => Code::Right,
        "翻上" => Code::PageUp,
        "翻下" => Code::PageDown,
        "首" => Code::Home,
        "末" => Code::End,
        "删" | "退格" => Code::Backspace,
        "空格" => Code::Char(' '),
        "换" => Code::Tab,
        _ => {
            let wanted = word.to_lowercase();
            return Command::ALL
                .iter()
                .flat_map(|command| command.keys())
                .copied()
                .find(|key| keys::written(*key).to_lowercase() == wanted);
        }
    };
    Some(Key::of(code))
}

/// What was told of the screen last.
#[derive(Default)]
struct Told(Vec<String>);

impl Told {
    /// Tells the lines that were not there before; all of them when asked, or when hardly any stayed. `false` when
    /// nothing has changed.
    fn tell(&mut self, app: &App, all: bool, output: &mut dyn Write) -> io::Result<bool> {
        let lines = lines(app);
        let new: Vec<&String> = lines.iter().filter(|line| !self.0.contains(line)).collect();
        if all || new.len() * 2 > lines.len() {
            lines.iter().try_for_each(|line| writeln!(output, "{line}"))?;
        } else {
            new.iter().try_for_each(|line| writeln!(output, "{line}"))?;
        }
        let changed = self.0 != lines;
        self.0 = lines;
        Ok(changed)
    }
}

/// The screen as plain lines: no borders, no columns, no key bars.
fn lines(app: &App) -> Vec<String> {
    let area = Rect::new(0, 0, SMALLEST.0.max(200), 60);
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, app.shared.look);
    app.draw(&mut canvas);
    let chosen = canvas.laid().chosen;
    let message = app.message_text();
    let foot = area.height - if message.is_some() { 1 } else { 2 };
    let mut lines: Vec<String> = (0..foot)
        .filter_map(|y| {
            let mut row = String::new();
            let mut x = 0;
            while x < area.width {
                row.push_str(buffer[(x, y)].symbol());
                x += if is_wide(&buffer, x, y) { 2 } else { 1 };
            }
            let text = row.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        })
        .collect();
    if let Some((at, of)) = chosen {
        let place = format!("第{at}项，共{of}项");
        // 今日 says it at its foot.
        if !lines.iter().any(|line| line.contains(&place)) {
            lines.push(place);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_text_or_names_keys() {
        for (line, said) in [
            ("恒捷", letters("恒捷")),
            ("3", letters("3")),
            ("/回车", Said::Keys(vec![Key::of(Code::Enter)])),
            ("/", Said::Keys(vec![Key::of(Code::Enter)])),
            ("/下 3", Said::Keys(vec![Key::of(Code::Down); 3])),
            ("/F3", Said::Keys(vec![Key::of(Code::F(3))])),
            ("/^s", Said::Keys(vec![Key::ctrl('s')])),
            ("/alt+4", Said::Keys(vec![Key::alt('4')])),
            ("/飞", Said::Unknown("飞".into())),
            ("/全", Said::All),
        ] {
            assert_eq!(read(line), said, "{line}");
        }
    }
}
