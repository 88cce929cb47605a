//! 不具备安全生产条件: flagged, reported for closure within two working days, or taken back.

use chrono::NaiveDate;

use super::{Office, Refusal, clock};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::Premises,
        unfit::{REPORT_WORKDAYS, Unfit},
        unit::UnitPath,
    },
    store::{self, unfit},
};

impl Office {
    /// Flags a premises; `reported_on` when its closure was asked for at the same time.
    pub fn flag_unfit(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        reason: &str,
        reported_on: Option<NaiveDate>,
    ) -> Result<(Premises, Unfit), Refusal> {
        let on = self.act.day(on)?;
        let entry = self.find_premises(wanted)?.entry;
        if reason.trim().is_empty() {
            return Err(crate::domain::rule::RuleError::ReasonMissing.into());
        }
        if !entry.status.is_there() {
            return Err(Refusal::said(format!(
                "“{}”现在是“{}”，不用再登记不具备安全生产条件。",
                entry.name,
                crate::terms::status(entry.status)
            )));
        }
        if let Some(standing) = self.unfit(&entry.community, entry.id)? {
            return Err(Refusal::said(format!(
                "“{}”{}已登记不具备安全生产条件。请登记上报关闭的日期（--reported-on），或撤销这个登记（--lifted）。",
                entry.name,
                crate::terms::date(standing.on)
            )));
        }
        let mut flag = Unfit {
            id: clock::new_id(),
            community: entry.community.clone(),
            premises: entry.id,
            on,
            reason: reason.trim().to_owned(),
            by: self.act.signature().to_owned(),
            reported_on: None,
            lifted: None,
        };
        if let Some(day) = reported_on {
            flag = flag.reported(self.act.day(Some(day))?)?;
        }
        let does = format!("从{}起登记不具备安全生产条件", crate::terms::date(on));
        self.write_behind(Deed::Unfit, (on, &does), |driver, trace| {
            unfit::insert(driver, &flag)?;
            trace.note("unfit_flag", Some(&flag.community), flag.premises, &flag)
        })?;
        Ok((entry, flag))
    }

    /// The report for closure of a premises that was flagged before.
    pub fn report_unfit(
        &mut self,
        wanted: &str,
        on: NaiveDate,
    ) -> Result<(Premises, Unfit), Refusal> {
        let on = self.act.day(Some(on))?;
        let (entry, before) = self.flagged(wanted)?;
        let after = before.clone().reported(on)?;
        let does = format!("登记{}已上报关闭", crate::terms::date(on));
        self.follow_unfit(("unfit_report", Deed::Unfit), (on, &does), &before, &after)?;
        Ok((entry, after))
    }

    /// Takes the flag back.
    pub fn lift_unfit(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        reason: &str,
    ) -> Result<(Premises, Unfit), Refusal> {
        let on = self.act.day(on)?;
        let (entry, before) = self.flagged(wanted)?;
        let after = before.clone().lifted(on, reason)?;
        self.check_flag_is_own(&before)?;
        let does = format!("从{}起撤销不具备安全生产条件", crate::terms::date(on));
        self.follow_unfit(("unfit_lift", Deed::LiftUnfit), (on, &does), &before, &after)?;
        Ok((entry, after))
    }

    /// The flag that stands for a premises.
    pub fn unfit(&mut self, community: &UnitPath, premises: Id) -> Result<Option<Unfit>, Refusal> {
        Ok(unfit::standing(&mut *self.store.driver, community, premises)?)
    }

    /// The last day on which the report for closure is in time.
    pub fn unfit_due(&self, flag: &Unfit) -> NaiveDate {
        self.calendar.add_workdays(flag.on, REPORT_WORKDAYS)
    }

    fn flagged(&mut self, wanted: &str) -> Result<(Premises, Unfit), Refusal> {
        let entry = self.find_premises(wanted)?.entry;
        let flag = self.unfit(&entry.community, entry.id)?.ok_or_else(|| {
            Refusal::said(format!(
                "“{}”没有登记不具备安全生产条件。请先用 --reason 写明原因登记。",
                entry.name
            ))
        })?;
        Ok((entry, flag))
    }

    fn follow_unfit(
        &mut self,
        (verb, deed): (&'static str, Deed),
        behind: (NaiveDate, &str),
        before: &Unfit,
        after: &Unfit,
    ) -> Result<(), Refusal> {
        self.write_behind(deed, behind, |driver, trace| {
            store::unfit::update(driver, before, after)?;
            let body = serde_json::json!({ "before": before, "after": after });
            trace.note(verb, Some(&after.community), after.premises, &body)
        })
    }
}
