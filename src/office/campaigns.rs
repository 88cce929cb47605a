//! Campaigns (专项行动): begun, put right, broken off. What follows from them stands in the agenda, the coverage and the
//! plan.

mod formerly;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Office, Refusal, clock, withdrawing::GONE, written::written_in};
use crate::{
    domain::{
        campaign::{Campaign, Every, Reports, Scope},
        id::Id,
        permission::Deed,
        premises::Premises,
        rule::{Asked, RuleError},
        unit::UnitPath,
    },
    store::{self, Driver, Fault, campaigns},
    terms,
};

pub use crate::store::campaigns::Stored;

/// What a campaign is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    pub name: String,
    /// The desk's own unit when not said.
    pub unit: Option<UnitPath>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub basis: String,
    pub scope: Scope,
    pub every: Every,
    pub times: u32,
    pub reports: Reports,
}

impl Office {
    /// Campaigns that concern the actor, the newest first; `running` leaves out those that are over or taken back.
    pub fn campaigns(&mut self, running: bool) -> Result<Vec<Stored>, Refusal> {
        let driver = &mut *self.store.driver;
        if !running {
            return Ok(campaigns::all(driver, &self.scope)?);
        }
        let mut all = campaigns::concerning(driver, &self.scope, Some(self.act.today))?;
        all.retain(|stored| stored.campaign.last() >= self.act.today);
        Ok(all)
    }

    /// One campaign by its id or its name.
    pub fn campaign(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        let wanted = wanted.trim();
        let id = Id::parse(wanted);
        let mut found = self.campaigns(false)?;
        found.retain(|stored| Some(stored.campaign.id) == id || stored.campaign.name == wanted);
        // One that was taken back gives its name to the next.
        if found.len() > 1 {
            found.retain(|stored| stored.campaign.withdrawn.is_none());
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Refusal::said(format!(
                "没有叫“{wanted}”的专项行动。请用 anban campaign list 查看。"
            ))),
            _ => {
                let ids: Vec<String> =
                    found.iter().map(|stored| stored.campaign.id.to_string()).collect();
                Err(Refusal::said(format!(
                    "叫“{wanted}”的专项行动不止一个，请写编号：{}。",
                    ids.join("、")
                )))
            }
        }
    }

    /// When a campaign is reported on, of one that was broken off only what is still asked for.
    pub fn reports_asked(&self, campaign: &Campaign) -> Reports {
        campaign.asked(&self.calendar)
    }

    pub fn add_campaign(&mut self, typed: &Typed) -> Result<Campaign, Refusal> {
        let campaign = laid(typed, clock::new_id(), self.scope.clone())?;
        campaign.check()?;
        self.only_of_its_name(&campaign)?;
        self.act.write(&mut self.store, Deed::Campaign, |driver, trace| {
            campaigns::insert(driver, &campaign)?;
            trace.note("campaign_add", Some(&campaign.unit), campaign.id, &campaign)
        })?;
        Ok(campaign)
    }

    /// That nobody is within its scope as the register stands, in one sentence; `None` where somebody is.
    pub fn campaign_of_nobody(
        &mut self,
        campaign: &Campaign,
    ) -> Result<Option<&'static str>, Refusal> {
        let driver = &mut *self.store.driver;
        let reached = store::coverage::in_campaign(driver, &campaign.unit, &campaign.scope, None)?;
        Ok(reached.is_empty().then_some(
            "它的范围里现在一家也没有，计划和今日里不会有它：请核对名称或行业的词、类型、网格，写错的请更正。",
        ))
    }

    /// Two of one name at the same time would be one in every report.
    fn only_of_its_name(&mut self, campaign: &Campaign) -> Result<(), Refusal> {
        let driver = &mut *self.store.driver;
        let known = campaigns::concerning(driver, &campaign.unit, Some(campaign.from))?;
        match known.iter().find(|stored| stored.campaign.is_twin_of(campaign)) {
            None => Ok(()),
            Some(Stored { campaign: other, .. }) => Err(Refusal::said(format!(
                "已有叫“{}”的专项行动，从{}到{}。同时进行的请换一个名称，例如写明范围或批次；现有的请用 anban campaign list 查看。",
                other.name,
                terms::date(other.from),
                terms::date(other.last())
            ))),
        }
    }

    /// Puts a campaign right; `read` is the version that the caller has seen.
    pub fn edit_campaign(
        &mut self,
        wanted: &str,
        typed: &Typed,
        read: Option<i64>,
    ) -> Result<Campaign, Refusal> {
        let before = self.campaign(wanted)?;
        if read.is_some_and(|read| read != before.version) {
            return Err(store::Fault::Conflict.into());
        }
        let (id, unit) = (before.campaign.id, before.campaign.unit.clone());
        let mut after = laid(typed, id, unit)?;
        after.ended.clone_from(&before.campaign.ended);
        if before.campaign.withdrawn.is_some() {
            return Err(Refusal::said(GONE));
        }
        after.check()?;
        if after.name != before.campaign.name {
            self.only_of_its_name(&after)?;
        }
        self.follow_campaign("campaign_edit", &before, after)
    }

    /// Breaks a campaign off, or closes one that is over: its last day, and why. What it has missed is owed no more.
    pub fn end_campaign(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        reason: &str,
    ) -> Result<Campaign, Refusal> {
        let on = self.act.day(on)?;
        let before = self.campaign(wanted)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let campaign = &before.campaign;
        if campaign.withdrawn.is_some() {
            return Err(Refusal::said(GONE));
        }
        // One that is over is closed on any day after, once.
        let behind = campaign.ended.is_none() && on > campaign.to;
        if !campaign.runs_on(on) && !behind {
            return Err(Refusal::said(format!(
                "专项行动“{}”从{}到{}，{}不在其中，不用结束。",
                campaign.name,
                terms::date(campaign.from),
                terms::date(campaign.last()),
                terms::date(on)
            )));
        }
        let after = Campaign { ended: Some((on, reason.to_owned())), ..campaign.clone() };
        self.follow_campaign("campaign_end", &before, after)
    }

    /// What premises that go to other grids leave behind: a campaign that names the old grid and not the new one is about
    /// them no more (S0 §一.1(3)). Each with what to do, asked at the field of the new grid; none where nothing is left behind.
    pub(super) fn campaigns_left(
        &mut self,
        grid: &UnitPath,
        going: &[(Premises, UnitPath)],
        field: &str,
    ) -> Result<Vec<(Asked, String)>, Refusal> {
        let mut doubts = Vec::new();
        for campaign in naming(&mut *self.store.driver, grid, self.act.today)? {
            let scope = &campaign.scope;
            let is_left = |(entry, to): &&(Premises, UnitPath)| {
                let after = Premises { grid: Some(to.clone()), ..entry.clone() };
                entry.is_patrolled() && scope.holds(entry) && !scope.holds(&after)
            };
            let left: Vec<&UnitPath> = going.iter().filter(is_left).map(|(_, to)| to).collect();
            if left.is_empty() {
                continue;
            }
            let to: BTreeSet<&UnitPath> = left.iter().copied().collect();
            let to: Vec<String> = to.into_iter().map(|grid| self.unit_name(grid)).collect();
            let (which, of_it) = match going {
                [(only, _)] => (format!("“{}”划走", only.name), "它"),
                _ => (format!("划走的单位里有{}家", left.len()), "它们"),
            };
            let sentence = format!(
                "专项行动“{}”（到{}）写明查{}，{which}就不在它的范围里了，计划、今日和覆盖率都不再有{of_it}。{}，再划转。",
                campaign.name,
                terms::date(campaign.last()),
                self.unit_name(grid),
                match self.scope.covers(&campaign.unit) {
                    true => format!(
                        "请先更正它的网格，把{}也写上（anban campaign edit）",
                        to.join("、")
                    ),
                    false => format!(
                        "请先告诉{}更正它的网格，把{}也写上",
                        self.unit_name(&campaign.unit),
                        to.join("、")
                    ),
                },
            );
            doubts.push((Asked::Named(field.to_owned()), sentence));
        }
        Ok(doubts)
    }

    /// The same of a single premises that may have come into another grid.
    pub(super) fn campaigns_of_grid_left(
        &mut self,
        before: &Premises,
        after: &Premises,
    ) -> Result<Vec<(Asked, String)>, Refusal> {
        match before.grid.as_ref().zip(after.grid.as_ref()) {
            Some((from, to)) if from != to => {
                self.campaigns_left(from, &[(before.clone(), to.clone())], "grid")
            }
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn follow_campaign(
        &mut self,
        verb: &'static str,
        before: &Stored,
        after: Campaign,
    ) -> Result<Campaign, Refusal> {
        self.check_campaign_is_own(&before.campaign)?;
        self.act.write(&mut self.store, Deed::Campaign, |driver, trace| {
            campaigns::update(driver, &after, before.version)?;
            let body = serde_json::json!({ "before": before.campaign, "after": after });
            trace.note(verb, Some(&after.unit), after.id, &body)
        })?;
        Ok(after)
    }
}

/// Campaigns that are not over on a day and whose scope names a grid.
pub(super) fn naming(
    driver: &mut dyn Driver,
    grid: &UnitPath,
    on: NaiveDate,
) -> Result<Vec<Campaign>, Fault> {
    let all = campaigns::concerning(driver, grid, Some(on))?.into_iter();
    let all = all.map(|stored| stored.campaign);
    Ok(all.filter(|it| it.last() >= on && it.scope.grids.contains(grid)).collect())
}

fn laid(typed: &Typed, id: Id, unit: UnitPath) -> Result<Campaign, Refusal> {
    Ok(Campaign {
        id,
        unit: typed.unit.clone().unwrap_or(unit),
        name: written_in("name", &typed.name, "专项行动的名称")?,
        from: typed.from,
        to: typed.to,
        basis: written_in("basis", &typed.basis, "依据")?,
        scope: typed.scope.clone(),
        every: typed.every,
        times: typed.times.max(1),
        reports: typed.reports.clone(),
        ended: None,
        withdrawn: None,
    })
}
