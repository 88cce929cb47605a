//! 撤销立项: a supervision, an event or a campaign that was opened by mistake is taken back with a reason, while nothing
//! has followed. Nothing is erased: the opening and why it was taken back both stay, and counts leave it out.

use chrono::{Days, NaiveDate};

use super::{Office, Refusal, documents, event, supervision};
use crate::{
    domain::{
        campaign::Campaign,
        event::Step as EventStep,
        id::Id,
        linked::LinkKind,
        matter::{MatterKind, Road},
        permission::Deed,
        rule::RuleError,
        supervision::Step as SupervisionStep,
        transfer,
    },
    store,
};

/// Reports about a campaign are sent up to so long after its last day.
const REPORTED: Days = Days::new(366);

impl Office {
    pub fn withdraw_supervision(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        reason: &str,
        on: Option<NaiveDate>,
    ) -> Result<supervision::Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let stored = self.supervision(wanted)?;
        let step = SupervisionStep::Withdrawn { on, by, reason: reason.trim().to_owned() };
        self.supervision_may_go(&stored, &step)?;
        let id = stored.matter.id;
        let confirmed = self
            .warnings_said()?
            .into_iter()
            .find(|said| said.void.is_none() && said.leads_to == Some(id));
        if let Some(said) = confirmed {
            return Err(Refusal::said(format!(
                "这件督办是确认问责提醒{}时立的。请在问责里撤回那次确认（anban warn withdraw {} --reason 原因），督办一并撤销立项。",
                said.code, said.id
            )));
        }
        self.step_matter("supervise_withdraw", Deed::Supervise, stored, step)
    }

    /// Whether nothing stands against taking a supervision back.
    pub(super) fn supervision_may_go(
        &mut self,
        stored: &supervision::Stored,
        step: &SupervisionStep,
    ) -> Result<(), Refusal> {
        stored.matter.course.clone().take(step)?;
        self.no_paper(stored.matter.id)
    }

    pub fn withdraw_event(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        reason: &str,
        on: Option<NaiveDate>,
    ) -> Result<event::Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let stored = self.event(wanted)?;
        let step = EventStep::Withdrawn { on, by, reason: reason.trim().to_owned() };
        self.event_may_go(&stored, &step)?;
        let deed = self.event_withdrawal(&stored);
        self.step_matter("event_withdraw", deed, stored, step)
    }

    fn event_may_go(&mut self, stored: &event::Stored, step: &EventStep) -> Result<(), Refusal> {
        let matter = &stored.matter;
        matter.course.clone().take(step)?;
        let about = |sent: &&super::transfer::Stored| {
            sent.matter.opening.event == Some(matter.id)
                && sent.matter.course.kind() != transfer::StateKind::Withdrawn
        };
        if let Some(sent) = self.transfers(super::transfer::Which::All)?.iter().find(about) {
            return Err(Refusal::said(format!(
                "这个事件已经抄告{}（编号{}），不能撤销立项。请先撤回那份抄告。",
                sent.matter.opening.to,
                sent.matter.id.short()
            )));
        }
        let links = store::links::of_matter(&mut *self.store.driver, &matter.community, matter.id)?;
        if links.iter().any(|link| link.kind == LinkKind::Hazard) {
            return Err(Refusal::said(
                "这个事件已经关联隐患，不能撤销立项。关联错了的请先取消关联，再撤销立项。",
            ));
        }
        self.no_paper(matter.id)
    }

    /// Whoever registered an event takes it back; of others a leader does.
    pub fn event_withdrawal(&self, stored: &event::Stored) -> Deed {
        if stored.actor == self.act.signature() { Deed::Event } else { Deed::WithdrawEvent }
    }

    /// Why a supervision or an event cannot be taken back as it stands; `None` where it can.
    pub fn withdrawal_barred(
        &mut self,
        kind: MatterKind,
        id: &str,
    ) -> Result<Option<String>, Refusal> {
        let (on, by, reason) = (self.act.today, self.named(None), "—".to_owned());
        let judged = match kind {
            MatterKind::Supervision => {
                let stored = self.supervision(id)?;
                self.supervision_may_go(&stored, &SupervisionStep::Withdrawn { on, by, reason })
            }
            MatterKind::Event => {
                let stored = self.event(id)?;
                self.event_may_go(&stored, &EventStep::Withdrawn { on, by, reason })
            }
            MatterKind::Transfer => return Ok(None),
        };
        Ok(judged.err().map(|refusal| refusal.to_string()))
    }

    /// What was printed about it may be in somebody's hands.
    fn no_paper(&mut self, about: Id) -> Result<(), Refusal> {
        let filter = documents::Filter { subject: Some(about), ..documents::Filter::default() };
        let papers = self.documents(&filter)?;
        match papers.iter().find(|paper| paper.void.is_none()) {
            Some(paper) => Err(Refusal::said(format!(
                "已经出过文书“{}”{}，不能撤销立项。请先作废这份文书。",
                paper.title, paper.number
            ))),
            None => Ok(()),
        }
    }

    pub fn withdraw_campaign(&mut self, wanted: &str, reason: &str) -> Result<Campaign, Refusal> {
        let before = self.campaign(wanted)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        if let Some(why) = self.campaign_stays(&before.campaign)? {
            return Err(Refusal::said(why));
        }
        let withdrawn = Some((self.act.today, reason.to_owned()));
        let after = Campaign { withdrawn, ..before.campaign.clone() };
        self.follow_campaign("campaign_withdraw", &before, after)
    }

    /// Why a campaign cannot be taken back; `None` where it can.
    pub fn campaign_stays(&mut self, campaign: &Campaign) -> Result<Option<String>, Refusal> {
        if campaign.withdrawn.is_some() {
            return Ok(Some(GONE.to_owned()));
        }
        let (code, last) = (campaign.id.to_string(), campaign.to + REPORTED);
        let driver = &mut *self.store.driver;
        let sent = store::reports::list(driver, &campaign.unit, campaign.from, last)?;
        let sent = sent.iter().find(|sent| sent.code == code && sent.returned.is_none());
        Ok(sent.map(|sent| {
            format!(
                "{}已经上报过这个专项行动，不能撤销立项。请提前结束，写明原因；要撤销的请上级先退回报表。",
                self.unit_name(&sent.unit)
            )
        }))
    }
}

/// Of a campaign that was taken back.
pub(super) const GONE: &str = "这个专项行动已经撤销立项，不再办理。要开展的请重新登记。";
