//! What an appraisal of an officer may say, and who gives it.

use chrono::Datelike;

use super::{APPRAISALS, Office, Refusal, field, unknown, whose, year_from};
use crate::{
    domain::{
        entry::{Entry, people},
        officer::Year,
        period::Span,
        staff::Role,
    },
    store, terms,
};

impl Office {
    /// The year of whom an appraisal is about, without that row itself.
    pub(super) fn year_without(&mut self, entry: &Entry, year: i32) -> Result<Year, Refusal> {
        let namesakes = self.namesakes()?;
        let who = whose(entry, &namesakes);
        let rows = self.rows_in(APPRAISALS, None)?;
        let others = rows.iter().filter(|row| row.id != entry.id);
        Ok(year_from(others.filter(|row| whose(row, &namesakes) == who), year))
    }

    /// An appraisal names its stretch, which has begun, is the only one of it, and does not make a failed year better; it is
    /// given by somebody whom the office knows.
    pub(in crate::office) fn check_appraisal(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if entry.ledger != APPRAISALS {
            return Ok(());
        }
        let (name, period) = (field(entry, "name"), field(entry, "period"));
        let by: Vec<&str> = people(field(entry, "by")).collect();
        if let Some(stranger) = self.strangers(&by)?.first() {
            return Err(Refusal::field("by", unknown(stranger)));
        }
        self.check_appraisers(&by)?;
        let Some((from, to)) = terms::appraised(period) else {
            return Err(Refusal::said(format!(
                "考核时段“{period}”看不出是哪个季度或年度。请写成 2026年第四季度 或 2026年度。"
            )));
        };
        if from > self.act.today {
            return Err(Refusal::field(
                "period",
                format!("{}还没有开始，不能考核。请核对考核时段。", terms::period(from, to)),
            ));
        }
        let year = self.year_without(entry, from.year())?;
        let annual = (from, to) == Span::Year.of(from);
        let before = if annual { year.annual } else { year.quarters[from.month0() as usize / 3] };
        if before.is_some() {
            return Err(Refusal::said(format!(
                "{name}的{}已经考核过。有误的请更正那一条。",
                terms::period(from, to)
            )));
        }
        if let (true, Some(mark)) = (annual, terms::read_mark(field(entry, "grade"))) {
            year.check(mark, &self.regime.officer.rules)?;
        }
        Ok(())
    }

    /// Nobody is graded by who has no other post than that of a grid officer.
    fn check_appraisers(&mut self, by: &[&str]) -> Result<(), Refusal> {
        let today = self.act.today;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        for name in by {
            let mut posts =
                staff.iter().filter(|post| post.name == **name && post.serves_on(today)).peekable();
            if posts.peek().is_some() && posts.all(|post| post.role == Role::GridOfficer) {
                return Err(Refusal::field(
                    "by",
                    format!("{name}是网格员，不能考核网格员。请写社区安全员或街道的人。"),
                ));
            }
        }
        Ok(())
    }
}
