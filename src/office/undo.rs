//! Taking back the last deed of this desk. Nothing is erased: what takes it back is a deed of its own, with
//! its reason and its trace.

use serde::Deserialize;

use super::{Office, Refusal};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{ChangeKind, Premises},
        rule::RuleError,
    },
    store::journal::{self, Link},
    terms,
};

/// Deeds of all desks that are looked through for the last one of this desk.
const DEEPEST: u32 = 500;

/// A deed that can be taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undoable {
    /// What it was, in one sentence.
    pub says: String,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// An entry that was changed, as it was before and after.
    Changed(Box<Changed>),
    Closed {
        hazard: Id,
        /// By who acts now.
        own: bool,
    },
    Imported {
        batch: Id,
    },
}

/// What the journal keeps of a change of an entry.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Changed {
    kind: ChangeKind,
    before: Premises,
    after: Premises,
}

impl Office {
    /// The last deed of this desk, when it can be taken back; otherwise why not and what to do instead.
    pub fn last_deed(&mut self) -> Result<Undoable, Refusal> {
        let links = journal::tail(&mut *self.store.driver, DEEPEST)?;
        let desk = &self.act.desk;
        // Printing changes nothing that could be taken back.
        let last = links.iter().find(|link| link.entry.desk == *desk && link.entry.verb != "print");
        match last {
            Some(link) => undoable(link, self.act.signature()),
            None => Err(Refusal::said("本机还没有办过什么，没有可撤销的。")),
        }
    }

    /// Takes a deed back; says what stands now.
    pub fn undo(&mut self, deed: &Undoable, reason: &str) -> Result<String, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let reason = format!("撤销：{reason}");
        match &deed.what {
            What::Changed(changed) => {
                let stored = self.find_premises(&changed.after.id.to_string())?;
                if stored.entry != changed.after {
                    return Err(Refusal::said(format!(
                        "“{}”后来又改过，不能再撤销。请打开它直接修改。",
                        stored.entry.name
                    )));
                }
                let today = self.act.today;
                let before = changed.before.clone();
                let entry = self.put_back(stored, before, today, &reason)?;
                Ok(format!("已撤销，“{}”改回原来的登记。", entry.name))
            }
            What::Closed { hazard, own } => {
                let what = if *own { Deed::TakeBack } else { Deed::Reopen };
                let stored = self.reopen_as(what, &hazard.to_string(), None, &reason)?;
                Ok(format!("已撤销销号，现在是{}。", terms::state(stored.hazard.course.kind())))
            }
            What::Imported { batch } => {
                let undone = self.undo_import(Some(*batch))?;
                Ok(format!("已撤销{}次导入。", undone.len()))
            }
        }
    }
}

fn undoable(link: &Link, actor: &str) -> Result<Undoable, Refusal> {
    let entry = &link.entry;
    let verb = terms::verb(&entry.verb);
    let broken = || Refusal::said(format!("上一步是“{verb}”，留痕读不出内容，不能撤销。"));
    let (what, about) = match entry.verb.as_str() {
        "premises_change" => {
            let changed: Changed = serde_json::from_str(&entry.body).map_err(|_| broken())?;
            let about = format!("“{}”{}", changed.after.name, terms::change(changed.kind));
            (What::Changed(Box::new(changed)), about)
        }
        "close" => {
            let hazard = Id::parse(&entry.object).ok_or_else(broken)?;
            (What::Closed { hazard, own: entry.actor == actor }, "一条隐患".to_owned())
        }
        "import" => {
            let batch = Id::parse(&entry.object).ok_or_else(broken)?;
            (What::Imported { batch }, "一份名册".to_owned())
        }
        other => return Err(Refusal::said(instead(other, verb))),
    };
    let day = terms::date(entry.day);
    Ok(Undoable { says: format!("{day} {} {verb}：{about}", entry.actor), what })
}

/// What to do where a deed is taken back in another way.
fn instead(code: &str, verb: &str) -> String {
    let way = match code {
        "inspect" | "hazard_found" | "notice_issue" => {
            "检查签字后不改：请重新检查并更正这一次，或作废通知书后重发"
        }
        "notice_void" => "作废的号不再用：请重发通知书",
        "recheck" => "复查登记错了：不合格的再登记一次复查；合格的先销号再重开",
        "extend" | "regrade" | "report" => "再登记一次正确的，写明原因",
        "reopen" => "复查合格后再销号",
        "premises_add" => "登记错了请修改；不该登记的请变更为关闭",
        "evidence_add" => "附错了请撤回这份佐证（anban evidence withdraw），写明原因",
        "evidence_withdraw" => "请把原来的文件再附一次",
        "grid_assign" => "请再交接一次",
        _ => "这一步不能撤销",
    };
    format!("上一步是“{verb}”。{way}。")
}
