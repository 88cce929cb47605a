//! 退回: the level above wants a report anew.

use super::{Office, Refusal};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        report::{Report, Returned},
        unit::UnitPath,
    },
    store::reports,
    terms,
};

impl Office {
    /// Why a report of a unit is not given back from this desk: what is sent comes back from above.
    pub fn kept_by_itself(&self, unit: &UnitPath) -> Option<String> {
        (self.scope == *unit && !self.act.roles.is_empty()).then(|| {
            format!("报出的报表只能由上级退回，{}不能自己收回。请联系上级。", self.unit_name(unit))
        })
    }

    /// 退回: by the level above, with the reason. The unit may then send it anew.
    pub fn give_back_report(&mut self, id: Id, reason: &str) -> Result<Report, Refusal> {
        let report = self.submitted_report(id)?.report;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::said("请写明为什么退回。"));
        }
        if let Some(returned) = &report.returned {
            return Err(Refusal::said(format!(
                "这份报表已在{}退回（{}），请等重报。",
                terms::date(returned.on),
                returned.reason
            )));
        }
        if let Some(why) = self.kept_by_itself(&report.unit) {
            return Err(Refusal::said(why));
        }
        // What is given back to a unit here is given back by somebody; of the office's own a letter from above tells.
        if report.unit != self.home {
            self.act.person().in_own_name(Deed::GiveBack)?;
        }
        let returned = Returned {
            on: self.act.today,
            by: self.act.signature().to_owned(),
            reason: reason.to_owned(),
        };
        self.act.write(&mut self.store, Deed::GiveBack, |driver, trace| {
            reports::give_back(driver, &report, &returned)?;
            trace.note("report_give_back", Some(&report.unit), report.id, &returned)
        })?;
        Ok(Report { returned: Some(returned), ..report })
    }
}
