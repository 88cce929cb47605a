//! Transfers (移送、抄告): what the street has no power for goes to a department, and its answer is waited for
//! (S0 §一.3(4)).

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    matters::{About, Filter},
    written::written_in,
};
use crate::{
    domain::{
        deadline,
        permission::Deed,
        transfer::{Course, Sent, StateKind, Step},
    },
    terms,
};

pub type Stored = super::matters::Stored<Course>;

/// What is sent, and to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sending {
    /// The hazard, the event, or the premises that it is about: one of them.
    pub hazard: Option<String>,
    pub event: Option<String>,
    pub premises: Option<String>,
    pub to: String,
    pub cc: Vec<String>,
    pub by: Option<String>,
    pub approver: String,
    pub opinion: String,
    /// In words; the words of the hazard or of the event when not said.
    pub content: String,
    pub on: Option<NaiveDate>,
}

/// Which transfers a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    Open,
    /// 已抄告未回复
    Unanswered,
    /// 已接收未反馈
    Unfed,
    /// Not answered, and the last day for it has passed.
    Overdue,
}

impl Office {
    pub fn send_transfer(&mut self, sending: &Sending) -> Result<Stored, Refusal> {
        let on = self.act.day(sending.on)?;
        let mut content = sending.content.trim().to_owned();
        let (about, event) = match (&sending.hazard, &sending.event, &sending.premises) {
            (Some(hazard), None, None) => {
                let hazard = self.hazard(hazard)?.hazard;
                if !hazard.course.kind().is_open() {
                    return Err(Refusal::said(format!(
                        "“{}”已经了结（{}），不用再移送抄告。还要部门处理的，请按单位移送，写明内容。",
                        hazard.text,
                        terms::state(hazard.course.kind())
                    )));
                }
                let premises = self.find_premises(&hazard.premises.to_string())?.entry.name;
                if content.is_empty() {
                    content = hazard.text.clone();
                }
                let title = format!("{premises}：{}", hazard.text);
                let (premises, id) = (Some(hazard.premises), Some(hazard.id));
                (About { community: hazard.community, title, premises, hazard: id }, None)
            }
            (None, Some(event), None) => {
                let event = self.event(event)?.matter;
                if content.is_empty() {
                    content = event.opening.content.clone();
                }
                let (premises, hazard) = (event.premises, event.hazard);
                let about =
                    About { community: event.community, title: event.title, premises, hazard };
                (about, Some(event.id))
            }
            (None, None, Some(premises)) => {
                let entry = self.find_premises(premises)?.entry;
                let title = format!("{}：{}", entry.name, super::matters::brief(&content));
                let premises = Some(entry.id);
                (About { community: entry.community, title, premises, hazard: None }, None)
            }
            _ => {
                return Err(Refusal::said(
                    "没有写明抄告什么。请写一条隐患、一个事件或一家单位，只写其中一样。",
                ));
            }
        };
        let days = self.regime.transfer.reply_workdays;
        let due = deadline::by_workdays(&self.calendar, on, days)
            .map_err(|error| super::hazards::uncounted(error, None, on))?
            .day;
        let cc = sending.cc.iter().map(|name| written_in("cc", name, "抄送单位"));
        let mut cc = cc.collect::<Result<Vec<String>, Refusal>>()?;
        cc.retain(|name| !name.is_empty());
        let sent = Sent {
            on,
            to: written_in("to", &sending.to, "主送部门")?,
            cc,
            by: self.in_the_name(Deed::Transfer, sending.by.as_deref())?,
            approver: written_in("approver", &sending.approver, "批准人姓名")?,
            opinion: sending.opinion.trim().to_owned(),
            content,
            event,
            due,
        };
        self.open_matter("transfer_send", Deed::Transfer, about, sent)
    }

    /// 接收, by a person of the department.
    pub fn receive_transfer(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Transfer, by)?);
        self.transfer_step("transfer_receive", wanted, Step::Received { on, by })
    }

    /// 回复: what the department is going to do.
    pub fn reply_transfer(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Transfer, by)?);
        let opinion = opinion.trim().to_owned();
        self.transfer_step("transfer_reply", wanted, Step::Replied { on, by, opinion })
    }

    /// 处理结果反馈
    pub fn feed_back_transfer(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        result: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Transfer, by)?);
        let result = result.trim().to_owned();
        self.transfer_step("transfer_feed_back", wanted, Step::FedBack { on, by, result })
    }

    /// 催办
    pub fn remind_transfer(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        note: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Transfer, by)?);
        let note = note.trim().to_owned();
        self.transfer_step("transfer_remind", wanted, Step::Reminded { on, by, note })
    }

    /// 撤回: it was sent by mistake. What was sent and why it was taken back both stay.
    pub fn withdraw_transfer(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        reason: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let reason = reason.trim().to_owned();
        self.transfer_step("transfer_withdraw", wanted, Step::Withdrawn { on, by, reason })
    }

    fn transfer_step(
        &mut self,
        verb: &'static str,
        wanted: &str,
        step: Step,
    ) -> Result<Stored, Refusal> {
        let stored = self.transfer(wanted)?;
        self.step_matter(verb, Deed::Transfer, stored, step)
    }

    pub fn transfer(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        self.matter(wanted)
    }

    pub fn transfers(&mut self, which: Which) -> Result<Vec<Stored>, Refusal> {
        let today = self.act.today;
        let filter = Filter { open: which != Which::All, ..Filter::default() };
        let mut transfers = self.list_matters::<Course>(&filter)?;
        transfers.retain(|stored| {
            let course = &stored.matter.course;
            let kind: StateKind = course.kind();
            match which {
                Which::All | Which::Open => true,
                Which::Unanswered => kind.awaits_reply(),
                Which::Unfed => kind.awaits_feedback(),
                Which::Overdue => course.is_overdue(today),
            }
        });
        Ok(transfers)
    }
}
