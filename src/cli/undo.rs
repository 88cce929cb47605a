//! `undo`: takes back the last deed of this desk, with its reason.

use clap::Args;
use serde_json::json;

use super::{Stop, output::Output};
use crate::office::Office;

#[derive(Debug, Args)]
#[command(after_help = "例：
  anban undo                      看上一步是什么，什么也不改
  anban undo --reason 点错了一条  撤销它")]
pub struct Undo {
    #[arg(long, value_name = "原因", help = "为什么撤销，不写只看上一步是什么")]
    pub reason: Option<String>,
}

impl Undo {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let last = office.last_deed()?;
        let done = match &self.reason {
            Some(reason) => Some(office.undo(&last, reason)?),
            None => None,
        };
        if out.json {
            out.document(&json!({ "last": last.says, "undone": done.is_some(), "says": done }));
            return Ok(());
        }
        match done {
            Some(done) => {
                out.line(last.says);
                out.line(done);
            }
            None => {
                out.line(format!("上一步：{}", last.says));
                out.line("要撤销请写明原因，例如 anban undo --reason 点错了一条");
            }
        }
        Ok(())
    }
}
