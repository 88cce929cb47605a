//! What a meeting had to speak of at the end of a day gone by: what was open then, at the step at which it was.

use chrono::NaiveDate;

use super::{UNSIGNED_AFTER, Within};
use crate::{
    domain::review::{Figure, Week},
    office::{Office, Refusal, major::Waits},
    store::{
        hazards::{self, Filter, Line, ReportFilter},
        weeks,
    },
};

pub use crate::store::weeks::UnsignedNotice;

/// Before every notice.
const EVER: Option<NaiveDate> = NaiveDate::from_ymd_opt(2000, 1, 1);

impl Office {
    /// The major hazards that were open at the end of a day, with the step that each waited for.
    pub(super) fn majors_on(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<(Line, Option<Waits>)>, Refusal> {
        if day >= self.act.today {
            return self.majors(ReportFilter::Any, true, None);
        }
        let scope = self.scope.clone();
        let only = Week { from: day, to: day, end: day };
        let ids = self.standing_in(&Within::all_of(scope.clone()), only, Figure::MajorOpen)?;
        let lines = self.hazards(&Filter { among: Some(ids), ..Filter::default() })?;
        let mut majors = Vec::new();
        for mut line in lines {
            let driver = &mut *self.store.driver;
            let Some(stored) = hazards::by_id(driver, &scope, line.id)? else { continue };
            let course = stored.course_on(day)?;
            line.state = course.kind();
            line.deadline = course.deadline();
            let since = course.report().map_or(line.found_on, |report| report.last_on());
            let waits = self.waits(course.kind(), course.report_kind(), since);
            majors.push((line, waits));
        }
        Ok(majors)
    }

    /// The notices that should have been back signed at the end of a day gone by and were not, of the longest ago first.
    pub(super) fn unsigned_on(&mut self, day: NaiveDate) -> Result<Vec<UnsignedNotice>, Refusal> {
        let ever = Week { from: EVER.unwrap_or(day), to: day, end: day };
        let scope = self.scope.clone();
        let mut all = weeks::unsigned_notices(&mut *self.store.driver, &scope, ever)?;
        all.retain(|notice| self.calendar.add_workdays(notice.issued_on, UNSIGNED_AFTER) < day);
        Ok(all)
    }
}
