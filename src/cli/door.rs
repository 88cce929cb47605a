//! The door of the office at the command line: the password is asked for at the terminal, or read from a file that a timed task
//! names. The variable of the environment names a file, too, and holds no password: every program that this one starts inherits
//! the environment, and a list of processes may show it; who may read a file, its owner says.

use std::{
    io::{Read, Write},
    path::PathBuf,
};

use super::{Stop, output::safe, secret};
use crate::{
    domain::password::Shut,
    office::{Key, Office, Opening, Refusal, door, passwords},
};

/// So often one command asks.
const TURNS: usize = 3;

/// Who can be asked, and the file that speaks for them.
pub struct Door<'a> {
    pub file: Option<PathBuf>,
    pub stdin: &'a mut dyn Read,
    pub person: Option<&'a mut dyn Write>,
}

impl Door<'_> {
    /// Opens the office; what opened it stands in `opening` from then on.
    pub fn enter(&mut self, opening: &mut Opening) -> Result<Office, Stop> {
        match Office::open(opening) {
            Err(Refusal::Shut(Shut::Asked { name })) => self.ask(&name, opening),
            opened => Ok(opened?),
        }
    }

    /// The same before an office is exchanged, which may be none or too damaged to open.
    pub fn unlock(&mut self, opening: &mut Opening) -> Result<(), Stop> {
        match Office::open(opening) {
            Err(Refusal::Shut(Shut::Asked { name })) => self.ask(&name, opening).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn ask(&mut self, name: &str, opening: &mut Opening) -> Result<Office, Stop> {
        if let Some(file) = &self.file {
            opening.key = Key::typed(&secret::first_line(file)?);
            return Ok(Office::open(opening)?);
        }
        let Some(person) = &mut self.person else {
            return Err(Stop::said(format!(
                "这个办公室设了密码，这里没有终端可以问。请把{name}的密码写在只有自己能读的文件里，用 --login-file（或环境变量 ANBAN_LOGIN_FILE）写明是哪个文件。"
            )));
        };
        for turn in 1.. {
            let typed = secret::asked(&format!("{name}的密码："), self.stdin, person)?;
            if door::recovers(opening, &typed) {
                let new = secret::asked_twice("恢复码对。新密码：", self.stdin, person)?;
                let (office, set) = passwords::recover(opening, &typed, &new)?;
                opening.key = office.key();
                for told in new_code(&set.recovery.unwrap_or_default()) {
                    // A terminal that is gone: the code can be made anew by who is in.
                    let _ = writeln!(person, "{told}");
                }
                return Ok(office);
            }
            opening.key = Key::typed(&typed);
            match Office::open(opening) {
                Err(Refusal::Shut(wrong @ Shut::Wrong { .. })) if turn < TURNS => {
                    let _ = writeln!(person, "{}", safe(&Refusal::from(wrong).to_string()));
                }
                opened => return Ok(opened?),
            }
        }
        Err(Stop::said("没有读到密码，什么也没有做。请再来一次。"))
    }
}

/// What is said of a code, the only time that it is shown.
pub fn new_code(code: &str) -> [String; 2] {
    [
        format!("恢复码：{code}"),
        "请抄在纸上锁好：能给人设密码的都忘了密码时，在密码那里写它，就能设新密码。它只显示这一次，用过就换。".to_owned(),
    ]
}
