//! 复产复工 after a stop (INS-31): refused while an order to stop has not been followed by a passed recheck or
//! acceptance, and while the premises is flagged as 不具备安全生产条件.

use super::{Office, Refusal};
use crate::{
    domain::{
        hazard::StateKind,
        permission::Deed,
        premises::{ChangeKind, Premises},
        resumption::{forbids, is_stop},
    },
    store::{self, hazards},
    terms,
};

impl Office {
    /// What resuming is for this premises: agreeing after an ordered stop is a deed of its own; a stop for want
    /// of orders ends like any change of the register.
    pub(super) fn resumption(&mut self, entry: &Premises) -> Result<Deed, Refusal> {
        if let Some(flag) = self.unfit(&entry.community, entry.id)? {
            return Err(Refusal::said(format!(
                "“{}”{}登记为不具备安全生产条件（{}），不能复产复工。请先上报处理；条件已经具备的，撤销这个登记再办。",
                entry.name,
                terms::date(flag.on),
                flag.reason
            )));
        }
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &entry.community, entry.id)?;
        let stopped = changes
            .iter()
            .rev()
            .find(|change| matches!(change.kind, ChangeKind::Suspended | ChangeKind::Closed))
            .map(|change| change.on);
        let filter = hazards::Filter { premises: Some(entry.id), ..hazards::Filter::default() };
        let (mut ordered, mut forbidding) = (false, Vec::new());
        for line in hazards::list(driver, &entry.community, &filter)? {
            // What was closed before this stop has nothing to do with it.
            let before = line.closed_on.is_some() && line.closed_on < stopped;
            if line.state == StateKind::Withdrawn || before {
                continue;
            }
            let Some(stored) = hazards::by_id(driver, &entry.community, line.id)? else { continue };
            let hazard = &stored.hazard;
            ordered |= is_stop(hazard.disposal, &hazard.course);
            if forbids(hazard.disposal, &hazard.course) {
                let place = match &line.notice {
                    Some(number) => format!("{number}-{}", hazard.ordinal),
                    None => line.id.short(),
                };
                forbidding.push(format!("{place}“{}”（{}）", line.text, terms::state(line.state)));
            }
        }
        if !forbidding.is_empty() {
            return Err(Refusal::said(format!(
                "“{}”有{}条停业整改的隐患没有复查、验收合格，不能复产复工：{}。请先到现场复查，重大隐患还要验收，合格后再登记。",
                entry.name,
                forbidding.len(),
                forbidding.join("；")
            )));
        }
        Ok(if ordered { Deed::Resume } else { Deed::Register })
    }
}
