//! The reports of the sample street: every community sends its list when it is due; the last one of the newest is
//! still missing, so that the desk has something to remind of.

use chrono::NaiveDate;

use super::{Refusal, Street};
use crate::{
    domain::unit::{Level, UnitPath},
    office::report::Wanted,
};

impl Street {
    /// Sends what is due on this day.
    pub(super) fn reports(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        let due = self.office.report_days(day, day);
        let communities: Vec<UnitPath> =
            self.office.units_at(Level::Community).map(|unit| unit.path.clone()).collect();
        let newest = (self.today - day).num_days() < 31;
        for report in due.into_iter().filter(|report| report.from == Level::Community) {
            for (at, unit) in communities.iter().enumerate() {
                let valid =
                    self.office.unit(unit).is_some_and(|unit| unit.valid_from <= report.period.to);
                if !valid || (newest && at + 1 == communities.len()) {
                    continue;
                }
                let by = self.safety.get(unit).cloned().unwrap_or_default();
                self.office.act.actor = by.clone();
                let wanted = Wanted {
                    code: report.code.clone(),
                    unit: Some(unit.to_string()),
                    period: Some(report.period),
                };
                let period = report.period;
                let zero = self.office.figures(unit, period, None)?.found == 0;
                self.office.submit_report(&wanted, zero, Some(&by), None)?;
            }
        }
        Ok(())
    }
}
