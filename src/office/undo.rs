//! Taking back the last deed of this desk. Nothing is erased: what takes it back is a deed of its own, with
//! its reason and its trace.

mod instead;
mod settled;

use std::collections::BTreeSet;

use serde::Deserialize;

use settled::Settled;

use super::{
    Office, Refusal,
    closing::Closing,
    leaving::Leave,
    premises::{Changed, Moved},
    units::Imported,
    warn::{Said, Word},
};
use crate::{
    domain::{
        accountability::Situation, hazard::Step, id::Id, permission::Deed, premises::Premises,
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
    /// Its entries in the journal of this desk, the last one first.
    links: Vec<i64>,
    /// Rows of the register's history that what was taken back since has left.
    settled: BTreeSet<Id>,
}

impl Undoable {
    /// Names it among the deeds of this desk; two that say the same have two.
    pub fn number(&self) -> i64 {
        self.links.first().copied().unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// An entry that was changed, as it was before and after.
    Changed(Box<Changed>),
    /// The last step of each of these hazards, entered together.
    Stepped {
        hazards: Vec<(Id, Step)>,
        /// By who acts now.
        own: bool,
    },
    Evidence(Id),
    Entry(Id),
    /// Rows of a ledger that one act has entered.
    Together(Vec<Id>),
    Paper(Id),
    Warning(Id),
    Transfer(Id),
    Supervision(Id),
    Event(Id),
    Campaign(Id),
    Imported {
        batch: Id,
    },
    /// An entry that was added by hand.
    Added(Id),
    Left(Box<Leave>),
    Closed(Box<Closing>),
    /// All premises of a grid.
    Moved(Box<Moved>),
    /// Units of a list.
    Units(Box<Imported>),
}

/// What the journal keeps of a step of a hazard.
#[derive(Deserialize)]
struct Stepped {
    step: Step,
    /// How many hazards took it in one deed.
    #[serde(default = "one")]
    together: usize,
}

fn one() -> usize {
    1
}

/// What the journal keeps of rows that were entered together: those of a draw, or of another act.
#[derive(Deserialize)]
struct Entered {
    seed: Option<u32>,
    #[serde(default)]
    ledger: String,
    rows: Vec<String>,
}

/// What the journal keeps of what was said to a suggestion: which situation, and of whom.
#[derive(Deserialize)]
struct Told {
    code: String,
    target: String,
}

impl Told {
    /// TB-4 招联社区，未及时依法复查生产经营单位整改情况的
    fn says(&self) -> String {
        let words = Situation::from_code(&self.code).map(terms::accountable);
        let words = words.map(|words| format!("，{words}")).unwrap_or_default();
        format!("{} {}{words}", self.code, self.target)
    }
}

impl Office {
    /// The last deed of this desk, when it can be taken back; otherwise why not and what to do instead.
    pub fn last_deed(&mut self) -> Result<Undoable, Refusal> {
        let links = journal::tail(&mut *self.store.driver, DEEPEST)?;
        // Printing, taking out and a wrong password change nothing that could be taken back.
        let own = links.iter().filter(|link| {
            link.entry.desk == self.act.desk
                && !matches!(link.entry.verb.as_str(), "print" | "export" | "password_wrong")
        });
        let mut settled = Settled::default();
        let mut left = own.skip_while(|link| settled.passes_over(link));
        let Some(last) = left.next() else {
            return Err(Refusal::said("本机没有可以撤销的了：还没有办过什么，或者都已经撤销。"));
        };
        let mut links = vec![last.seq];
        let verb = last.entry.verb.as_str();
        if !STEPS.contains(&verb) {
            drop(left);
            return match undoable(last)? {
                Some((what, about)) => {
                    let says = says(last, &about);
                    self.check_may_undo(&what, &says)?;
                    self.check_own_deed(last, &says)?;
                    Ok(Undoable { says, what, links, settled: settled.rows })
                }
                None => Err(self.instead(last)?),
            };
        }
        let Stepped { step, together } = stepped(last)?;
        let mut hazards = vec![(hazard_of(last)?, step)];
        for link in left.take(together.saturating_sub(1)) {
            hazards.push((hazard_of(link)?, stepped(link)?.step));
            links.push(link.seq);
        }
        let mut about = Vec::new();
        for (hazard, _) in &hazards {
            let text = self.hazard(&hazard.to_string())?.hazard.text;
            about.push(text.trim_end_matches('。').to_owned());
        }
        let own = last.entry.actor == self.act.signature();
        let says = says(last, &about.join("；"));
        self.check_own_deed(last, &says)?;
        Ok(Undoable { says, what: What::Stepped { hazards, own }, links, settled: settled.rows })
    }

    /// What is said against a community or a person is not taken back by them, though it was said at this desk.
    fn check_may_undo(&mut self, what: &What, says: &str) -> Result<(), Refusal> {
        let may = match what {
            What::Warning(_) => self.act.person().may_take_up(Deed::Account).map_err(Refusal::from),
            What::Paper(id) => {
                let document = self.document(&id.to_string())?.document;
                self.voiding(&document).map(|_| ())
            }
            _ => Ok(()),
        };
        may.map_err(|why| Refusal::said(format!("上一步是“{says}”，不能撤销。{why}")))
    }

    /// What was done above is taken back above, though it was done at this desk.
    fn check_own_deed(&mut self, link: &Link, says: &str) -> Result<(), Refusal> {
        let may = self.check_deed_is_own(&link.entry);
        may.map_err(|why| Refusal::said(format!("上一步是“{says}”，不能撤销。{why}")))
    }

    /// Takes a deed back; says what stands now.
    pub fn undo(&mut self, deed: &Undoable, reason: &str) -> Result<String, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let plain = reason;
        self.act.undoing.clone_from(&deed.links);
        let said = self.take_it_back(deed, plain);
        self.act.undoing.clear();
        said
    }

    fn take_it_back(&mut self, deed: &Undoable, plain: &str) -> Result<String, Refusal> {
        let reason = format!("撤销：{plain}");
        let settled = &deed.settled;
        match &deed.what {
            What::Changed(changed) => {
                let entry = self.put_back(changed, settled, &reason)?;
                Ok(format!("已撤销，“{}”改回原来的登记。", entry.name))
            }
            What::Stepped { hazards, own } => {
                let what = if *own { Deed::TakeBack } else { Deed::Reopen };
                // The step itself is called 撤销上一步.
                let stored = self.take_back(what, hazards, plain)?;
                let stands: Vec<&str> =
                    stored.iter().map(|one| terms::state(one.hazard.course.kind())).collect();
                Ok(match stands.as_slice() {
                    [one] => format!("已撤销，这条隐患现在是{one}。"),
                    several => format!("已撤销，{}条隐患都回到原来的状态。", several.len()),
                })
            }
            What::Evidence(id) => {
                self.withdraw_evidence(&id.to_string(), &reason)?;
                Ok("已撤回这份佐证。".into())
            }
            What::Entry(id) => {
                self.void_entry(*id, &reason)?;
                Ok("已作废这条台账记录。".into())
            }
            What::Together(ids) => {
                self.void_together(ids, &reason)?;
                Ok(format!("已作废这次登记的{}条记录。", ids.len()))
            }
            What::Paper(id) => {
                self.void_document(&id.to_string(), &reason)?;
                Ok("已作废这份文书，它的号不再用。".into())
            }
            What::Warning(id) => {
                // By who has said it, whoever typed it in.
                let said = self.warnings_said()?.into_iter().find(|said| said.id == *id);
                let word = Word { by: said.map(|said| said.by), person: None };
                let withdrawn = self.withdraw_warning(*id, &word, &reason)?;
                let left = match withdrawn.said.leads_to {
                    Some(about) => self.papers_left(about)?.unwrap_or_default(),
                    None => String::new(),
                };
                let Said { code, target, .. } = &withdrawn.said;
                Ok(format!("已撤回{code} {target}，{}。{left}", withdrawn.says()))
            }
            What::Transfer(id) => {
                self.withdraw_transfer(&id.to_string(), None, &reason, None)?;
                Ok("已撤回这份抄告。".into())
            }
            What::Supervision(id) => {
                let stored = self.withdraw_supervision(&id.to_string(), None, &reason, None)?;
                Ok(format!("已撤销立项：{}。", stored.matter.title))
            }
            What::Event(id) => {
                let stored = self.withdraw_event(&id.to_string(), None, &reason, None)?;
                Ok(format!("已撤销立项：{}。", stored.matter.title))
            }
            What::Campaign(id) => {
                let campaign = self.withdraw_campaign(&id.to_string(), &reason)?;
                Ok(format!("已撤销立项：{}。", campaign.name))
            }
            What::Imported { batch } => {
                let undone = self.undo_import_over(Some(*batch), false, &reason, settled)?;
                Ok(format!("已撤销{}次导入。", undone.len()))
            }
            What::Left(leave) => {
                self.undo_leave(leave, &reason)?;
                Ok(format!("已撤销，{}仍在岗；移交了的工作不移回。", leave.name))
            }
            What::Closed(closing) => {
                let gone = self.undo_close(closing, &reason)?;
                let people = match gone.is_empty() {
                    true => "责任人不变。".to_owned(),
                    false => format!("{}已经离岗，请重新办人员交接。", gone.join("、")),
                };
                Ok(format!("已撤销，{}照旧，{people}", closing.before.name))
            }
            What::Moved(moved) => {
                self.undo_move(moved, &reason)?;
                let (count, grid) = (moved.count(), self.unit_name(&moved.from));
                Ok(format!("已撤销，{count}家单位照旧在{grid}。"))
            }
            What::Units(imported) => {
                self.undo_import_units(imported, &reason)?;
                Ok(format!("已撤销，登记的{}个单位都取消了。", imported.units.len()))
            }
            What::Added(id) => {
                let name = self.undo_added(*id, settled, &reason)?;
                Ok(format!("已撤销登记，登记册里不再有“{name}”。"))
            }
        }
    }
}

/// Verbs of the journal that are steps of a hazard and can be taken back.
const STEPS: [&str; 6] = ["recheck", "extend", "regrade", "report", "close", "reopen"];

fn broken(link: &Link) -> Refusal {
    let verb = terms::verb(&link.entry.verb);
    Refusal::said(format!("上一步是“{verb}”，留痕读不出内容，不能撤销。"))
}

fn stepped(link: &Link) -> Result<Stepped, Refusal> {
    serde_json::from_str(&link.entry.body).map_err(|_| broken(link))
}

fn hazard_of(link: &Link) -> Result<Id, Refusal> {
    Id::parse(&link.entry.object).ok_or_else(|| broken(link))
}

/// 2026年11月23日 陈一鸣 复查：疏散通道堵塞
fn says(link: &Link, about: &str) -> String {
    let entry = &link.entry;
    format!("{} {} {}：{about}", terms::date(entry.day), entry.actor, terms::verb(&entry.verb))
}

/// What takes a deed back that is no step of a hazard, and what it was about; `None` for one that stays.
fn undoable(link: &Link) -> Result<Option<(What, String)>, Refusal> {
    let entry = &link.entry;
    let object = || Id::parse(&entry.object).ok_or_else(|| broken(link));
    Ok(Some(match entry.verb.as_str() {
        "premises_change" => {
            let changed: Changed = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let about = format!("“{}”{}", changed.after.name, terms::change(changed.kind));
            (What::Changed(Box::new(changed)), about)
        }
        "premises_add" => {
            let entry: Premises = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            (What::Added(entry.id), format!("“{}”", entry.name))
        }
        "staff_leave" => {
            let leave: Leave = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let about = format!("{}，{}", leave.name, leave.left.why);
            (What::Left(Box::new(leave)), about)
        }
        "unit_close" => {
            let closing: Closing = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let about = format!("{}，{}", closing.after.name, closing.after.closed_why);
            (What::Closed(Box::new(closing)), about)
        }
        "premises_move" => {
            let moved: Moved = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let about = format!("{}家，{}", moved.count(), moved.reason);
            (What::Moved(Box::new(moved)), about)
        }
        "unit_import" => {
            let imported: Imported = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let first = imported.units.first().map_or("", |unit| unit.name.as_str());
            let about = format!("{first}等{}个", imported.units.len());
            (What::Units(Box::new(imported)), about)
        }
        "import" => (What::Imported { batch: object()? }, "一份名册".to_owned()),
        "evidence_add" => (What::Evidence(object()?), "一份佐证".to_owned()),
        "entry_add" => (What::Entry(object()?), "一条记录".to_owned()),
        "sample" | "entry_together" => {
            let entered: Entered = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            let ids = entered.rows.iter().map(|id| Id::parse(id).ok_or_else(|| broken(link)));
            let ids = ids.collect::<Result<Vec<Id>, Refusal>>()?;
            let of = entered.seed.map_or(entered.ledger, |seed| format!("抽签号{seed}"));
            (What::Together(ids.clone()), format!("{of}，{}条记录", ids.len()))
        }
        "paper_issue" => (What::Paper(object()?), "一份文书".to_owned()),
        "transfer_send" => (What::Transfer(object()?), "一份抄告".to_owned()),
        "supervise_open" => (What::Supervision(object()?), "一件督办".to_owned()),
        "event_register" => (What::Event(object()?), "一个事件".to_owned()),
        "campaign_add" => (What::Campaign(object()?), "一个专项行动".to_owned()),
        "warn_confirm" | "warn_dismiss" | "warn_add" => {
            let told: Told = serde_json::from_str(&entry.body).map_err(|_| broken(link))?;
            (What::Warning(object()?), told.says())
        }
        _ => return Ok(None),
    }))
}
