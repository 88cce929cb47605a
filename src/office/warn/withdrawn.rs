//! What was said to a suggestion, taken back.

use super::{Said, Word};
use crate::{
    domain::{
        accountability::{Kind, Situation},
        entry::{Entry, people},
        id::Id,
        matter::{Matter, Road},
        notice::Void,
        permission::Deed,
        rule::RuleError,
        supervision,
    },
    office::{Office, Refusal},
    store::{entries, matters, warn},
};

/// What was taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    pub said: Said,
    /// Whether records show it, so that it is suggested again; else it was entered by hand.
    pub shown: bool,
}

impl Withdrawn {
    /// What comes of it, behind a comma.
    pub fn says(&self) -> &'static str {
        match self.shown {
            true => "记录里还看得出的会再提醒",
            false => "这是手工登记的，不会再提醒；还要追究的请重新登记",
        }
    }
}

impl Office {
    /// Which of what was said is meant by its id or the end of it.
    pub fn warning_said(&mut self, wanted: &str) -> Result<Id, Refusal> {
        let all = self.warnings_said()?;
        let meant = all.iter().map(|said| said.id).filter(|id| id.is_written(wanted));
        match meant.collect::<Vec<_>>()[..] {
            [id] => Ok(id),
            [] => Err(Refusal::said(format!(
                "没有编号为“{}”的确认或搁置。请用 anban warn said 查看编号（最后一列）。",
                wanted.trim()
            ))),
            _ => Err(Refusal::said(format!(
                "编号末尾是“{}”的不止一次，请写完整的编号。",
                wanted.trim()
            ))),
        }
    }

    /// Takes back what was said by mistake: the row of the ledger is struck out, and the cases are suggested again.
    pub fn withdraw_warning(
        &mut self,
        id: Id,
        word: &Word,
        reason: &str,
    ) -> Result<Withdrawn, Refusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let by = self.spoken_by(word)?;
        let said =
            self.warnings_said()?.into_iter().find(|said| said.id == id).ok_or_else(|| {
                Refusal::said(format!(
                    "没有编号为 {id} 的确认或搁置。请用 anban warn said 查看编号。"
                ))
            })?;
        if said.void.is_some() {
            return Err(Refusal::said("这次确认或搁置已经撤回，不用再办。"));
        }
        self.of_others(&said, &by)?;
        let supervised = Situation::from_code(&said.code)
            .is_some_and(|situation| situation.kind() == Kind::Supervision);
        let today = self.act.today;
        let void = Void { on: today, reason: reason.to_owned() };
        let put_up = match said.leads_to.filter(|_| supervised) {
            Some(id) => self.put_up_by_mistake(id, &by, reason)?,
            None => None,
        };
        let row = match said.leads_to.filter(|_| !supervised) {
            Some(entry) => {
                let before = self.entry(entry)?;
                let after =
                    Entry { void: Some(void.clone()), waits: false, ..before.entry.clone() };
                before.entry.void.is_none().then_some((before, after))
            }
            None => None,
        };
        let said = Said { void: Some(void.clone()), ..said };
        self.act.write(&mut self.store, Deed::Account, |driver, trace| {
            if let Some((before, after)) = &row {
                entries::update(driver, after, &before.form_sha, before.version, today)?;
                let body = serde_json::json!({ "before": before.entry, "after": after });
                trace.note("entry_void", Some(&after.community), after.id, &body)?;
            }
            if let Some((matter, known, step)) = &put_up {
                matters::follow(driver, matter, *known, step, &by)?;
                let body = serde_json::json!({ "step": step });
                trace.note("supervise_withdraw", Some(&matter.community), matter.id, &body)?;
            }
            let shown = warn::take_back(driver, &said, &void)?;
            trace.note("warn_withdraw", Some(&said.community), said.id, &said)?;
            Ok(Withdrawn { said, shown })
        })
    }

    /// Nobody takes back what was said against himself.
    fn of_others(&self, said: &Said, by: &str) -> Result<(), Refusal> {
        let about = |name: &str| {
            !name.is_empty() && people(&said.target).any(|person| person.ends_with(name))
        };
        let Some(name) = [by, self.act.actor.as_str()].into_iter().find(|name| about(name)) else {
            return Ok(());
        };
        Err(Refusal::field(
            "by",
            format!("这次确认或搁置是关于{name}的，不能由本人撤回。请由街道的其他人或区里办理。"),
        ))
    }

    /// The confirmation that a row of a ledger came of, while it stands.
    pub(in crate::office) fn confirmed_as(&mut self, entry: Id) -> Result<Option<Said>, Refusal> {
        let all = self.warnings_said()?.into_iter();
        Ok(all.filter(|said| said.void.is_none()).find(|said| said.leads_to == Some(entry)))
    }

    /// The supervision that a confirmation has put up, with its steps so far and the one that takes it back; `None`
    /// where it is taken back already.
    fn put_up_by_mistake(
        &mut self,
        id: Id,
        by: &str,
        reason: &str,
    ) -> Result<Option<(Matter<supervision::Course>, usize, supervision::Step)>, Refusal> {
        let stored = self.supervision(&id.to_string())?;
        if stored.matter.course.kind() == supervision::StateKind::Withdrawn {
            return Ok(None);
        }
        let (on, by, reason) = (self.act.today, by.to_owned(), reason.to_owned());
        let step = supervision::Step::Withdrawn { on, by, reason };
        self.supervision_may_go(&stored, &step)?;
        let (matter, known) = (stored.matter, stored.steps.len());
        let course = matter.course.clone().take(&step)?;
        Ok(Some((Matter { course, ..matter }, known, step)))
    }
}
