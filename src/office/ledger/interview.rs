//! 约谈: within five working days of it whoever was spoken to reports in writing what has come of it (惯例, as the file of
//! the ledger says).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Ledger, Office};
use crate::office::warn::INTERVIEW;

const REPORT_WORKDAYS: u32 = 5;

type Fields = BTreeMap<String, String>;

fn day(fields: &Fields, id: &str) -> Option<NaiveDate> {
    fields.get(id)?.parse().ok()
}

impl Office {
    /// The fields with the last day of the report, where nobody has given another one: it goes along with the day of the
    /// interview. One that was held long before it was entered has none.
    pub(in crate::office) fn with_report_by(
        &self,
        ledger: &Ledger,
        mut fields: Fields,
        before: Option<&Fields>,
    ) -> Fields {
        let counted = |fields: &Fields| {
            Some(self.calendar.add_workdays(day(fields, "held_on")?, REPORT_WORKDAYS))
        };
        let given = |fields: &Fields| day(fields, "report_by");
        let own = given(&fields);
        let was_counted =
            before.is_some_and(|before| own == given(before) && own == counted(before));
        let entered = day(&fields, "decided_on").unwrap_or(self.act.today);
        if ledger.code == INTERVIEW
            && (own.is_none() || was_counted)
            && let Some(last) = counted(&fields).filter(|last| *last >= entered)
        {
            fields.insert("report_by".to_owned(), last.to_string());
        }
        fields
    }
}
