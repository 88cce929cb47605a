//! The door of the office at the command line, and `staff password`: the password is asked for at the terminal, or read from a file that a timed task
//! names. The variable of the environment names a file, too, and holds no password: every program that this one starts inherits
//! the environment, and a list of processes may show it; who may read a file, its owner says.

use std::{
    io::{Read, Write},
    path::PathBuf,
};

use clap::Args;
use serde_json::json;

use super::{
    Stop,
    output::{Output, safe},
    secret::{self, END, Secret, Unseen},
};
use crate::{
    domain::password::Shut,
    office::{Key, Office, Opening, Refusal, door, passwords},
};

/// So often one command asks.
const TURNS: usize = 3;

#[derive(Debug, Args)]
pub struct Password {
    #[arg(value_name = "姓名", help = "姓名；几个人同名的写编号；不写就是自己")]
    pub name: Option<String>,
    #[arg(long, conflicts_with = "password_file", help = "取消密码")]
    pub clear: bool,
    #[command(flatten)]
    pub secret: Secret,
}

impl Password {
    /// What opened the office a moment ago is one's own password before.
    pub fn run(
        self,
        office: &mut Office,
        key: &Key,
        (stdin, person): (&mut dyn Read, Option<&mut dyn Write>),
        out: &mut Output,
    ) -> Result<(), Stop> {
        let (old, name) = (key.word(), self.name.unwrap_or_default());
        if self.clear {
            let cleared = office.clear_password(&name, old)?;
            match out.json {
                true => out.document(&json!({ "name": cleared.name, "open": cleared.open })),
                false => out.line(cleared.says()),
            }
            return Ok(());
        }
        // Nobody types a password twice to hear that they may not.
        office.may_set_password(&name)?;
        let new = self.secret.get(stdin, person, true)?;
        let set = office.set_password(&name, old, &new)?;
        if out.json {
            out.document(&json!({ "name": set.name, "recovery_code": set.recovery }));
            return Ok(());
        }
        out.line(format!("{}的密码设好了。", set.name));
        if let Some(code) = &set.recovery {
            out.line("从现在起，打开这个办公室要写经办人的姓名和密码。别人的密码请逐个给他们设。");
            new_code(code).into_iter().for_each(|line| out.line(line));
        }
        Ok(())
    }
}

/// A new recovery code.
pub fn renew(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let code = office.new_recovery_code()?;
    match out.json {
        true => out.document(&json!({ "recovery_code": code })),
        false => new_code(&code).into_iter().for_each(|line| out.line(line)),
    }
    Ok(())
}

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

    /// For the screens, which ask by themselves where no file speaks.
    pub fn bring(&self, opening: &mut Opening) -> Result<(), Stop> {
        if let Some(file) = &self.file {
            opening.key = Key::typed(&secret::first_line(file)?);
        }
        Ok(())
    }

    fn ask(&mut self, name: &str, opening: &mut Opening) -> Result<Office, Stop> {
        if self.file.is_some() {
            self.bring(opening)?;
            return Ok(Office::open(opening)?);
        }
        let Some(person) = &mut self.person else {
            return Err(Stop::said(format!(
                "这个办公室设了密码，这里没有终端可以问。请把{name}的密码写在只有自己能读的文件里，用 --login-file（或环境变量 ANBAN_LOGIN_FILE）写明是哪个文件。"
            )));
        };
        // One who hears that it was wrong types again at once, and is not seen.
        let _unseen = Unseen::new();
        for turn in 1.. {
            let typed = secret::asked(&format!("{name}的密码："), self.stdin, person)?;
            if door::recovers(opening, &typed) {
                let new = secret::asked_twice("恢复码对。新密码：", self.stdin, person)?;
                let (office, set) = passwords::recover(opening, &typed, &new)?;
                opening.key = office.key();
                for told in new_code(&set.recovery.unwrap_or_default()) {
                    // A terminal that is gone: the code can be made anew by who is in.
                    let _ = write!(person, "{told}{END}");
                }
                return Ok(office);
            }
            opening.key = Key::typed(&typed);
            match Office::open(opening) {
                Err(Refusal::Shut(wrong @ Shut::Wrong { .. })) if turn < TURNS => {
                    let said = safe(&Refusal::from(wrong).to_string());
                    let _ = write!(person, "{said}{END}").and_then(|()| person.flush());
                }
                opened => return Ok(opened?),
            }
        }
        Err(Stop::said("没有读到密码，什么也没有做。请再来一次。"))
    }
}

/// What is said of a code, the only time that it is shown.
fn new_code(code: &str) -> [String; 2] {
    [
        format!("恢复码：{code}"),
        "请抄在纸上锁好：能给人设密码的都忘了密码时，在密码那里写它，就能设新密码。它只显示这一次，用过就换。".to_owned(),
    ]
}
