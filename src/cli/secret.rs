//! A password typed at the terminal without being seen there, or read from a file by a script.

use std::{
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use crossterm::terminal;

use super::Stop;
use crate::office::folder;

#[derive(Debug, Args)]
pub struct Secret {
    #[arg(
        long,
        value_name = "密码文件",
        help = "密码写在这个文件的第一行（给定时任务用）；不写就在终端里问"
    )]
    pub password_file: Option<PathBuf>,
}

/// Enter and the signs that end or mend what is typed, as a terminal sends them.
const ENTER: [u8; 2] = [b'\r', b'\n'];
const BACK: [u8; 2] = [0x08, 0x7f];
const STOP: [u8; 2] = [0x03, 0x04];

impl Secret {
    /// The password; `twice` for a new one, which nobody could read back.
    pub fn get(
        &self,
        stdin: &mut dyn Read,
        person: Option<&mut dyn Write>,
        twice: bool,
    ) -> Result<String, Stop> {
        if let Some(file) = &self.password_file {
            return first_line(file);
        }
        let Some(person) = person else {
            return Err(Stop::said(
                "这里没有终端可以问密码。请用 --password-file 写明存密码的文件。",
            ));
        };
        if twice {
            asked_twice("密码：", stdin, person)
        } else {
            asked("密码：", stdin, person)
        }
    }
}

/// A new password, which nobody could read back.
pub fn asked_twice(
    what: &str,
    stdin: &mut dyn Read,
    person: &mut dyn Write,
) -> Result<String, Stop> {
    // Who types the second before it is asked for is not seen either.
    let _unseen = Unseen::new();
    let typed = asked(what, stdin, person)?;
    if asked("再写一遍密码：", stdin, person)? != typed {
        return Err(Stop::said("两遍密码不一样，什么也没有做。请再来一次。"));
    }
    Ok(typed)
}

pub fn first_line(file: &Path) -> Result<String, Stop> {
    let text = folder::read_text(file)?;
    Ok(text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned())
}

/// The terminal shows nothing of what is typed while this lives; one that lives inside of another changes nothing. A line
/// that is written meanwhile ends with [`END`].
pub struct Unseen(bool);

impl Unseen {
    pub fn new() -> Unseen {
        let shown = io::stdin().is_terminal() && !terminal::is_raw_mode_enabled().unwrap_or(false);
        Unseen(shown && terminal::enable_raw_mode().is_ok())
    }
}

/// The end of a line on a terminal that mends none by itself.
pub const END: &str = "\r\n";

impl Drop for Unseen {
    fn drop(&mut self) {
        if self.0 {
            // A terminal that is gone needs it no more.
            let _ = terminal::disable_raw_mode();
        }
    }
}

pub fn asked(what: &str, stdin: &mut dyn Read, person: &mut dyn Write) -> Result<String, Stop> {
    let unheard = || Stop::said("没有读到密码，什么也没有做。请再来一次。");
    let mut told = Ok(());
    let typed = unseen(stdin, &mut || {
        told = write!(person, "{what}").and_then(|()| person.flush());
    });
    told.map_err(|_| unheard())?;
    // The line that Enter would have ended.
    let _ = write!(person, "{END}").and_then(|()| person.flush());
    typed.ok_or_else(unheard)
}

/// A line that nobody sees being typed; `None` when somebody gives up. It is asked for once nothing is shown any more: who
/// types at once is not seen either.
pub fn unseen(stdin: &mut dyn Read, ask: &mut dyn FnMut()) -> Option<String> {
    let _unseen = Unseen::new();
    ask();
    line(stdin).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Bytes up to Enter; `None` when somebody gives up.
pub fn line(stdin: &mut dyn Read) -> Option<Vec<u8>> {
    let mut typed = Vec::new();
    let mut byte = [0];
    loop {
        match stdin.read(&mut byte) {
            Ok(0) if typed.is_empty() => return None,
            Ok(0) => return Some(typed),
            Ok(_) if ENTER.contains(&byte[0]) => return Some(typed),
            Ok(_) if STOP.contains(&byte[0]) => return None,
            Ok(_) if BACK.contains(&byte[0]) => {
                let whole = |byte: &u8| byte & 0xc0 != 0x80;
                typed.truncate(typed.iter().rposition(whole).unwrap_or(0));
            }
            Ok(_) => typed.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
