//! Rounds of weeks and months that are off as a whole: the regime says of each patrol whether they owe one
//! (`skips_rest`).

use chrono::{Days, NaiveDate};

use super::Office;
use crate::{domain::workday::WorkCalendar, form::regime::Patrol, office::plan::workdays};

/// Whether the week or month of a day owes a round of a patrol.
pub(in crate::office) fn is_owed(calendar: &WorkCalendar, patrol: &Patrol, on: NaiveDate) -> bool {
    !patrol.skips_rest || workdays(calendar, patrol.every.stretch(on)).next().is_some()
}

impl Office {
    /// The week or month of a day, with those right before it that owe no round; one that owes none itself lies with the
    /// next that does.
    pub(in crate::office) fn owed_stretch(
        &self,
        patrol: &Patrol,
        day: NaiveDate,
    ) -> (NaiveDate, NaiveDate) {
        let then = |day: NaiveDate| self.regime.patrol(&patrol.code, day).unwrap_or(patrol);
        let owed = |day: NaiveDate| is_owed(&self.calendar, then(day), day);
        let (mut from, mut to) = patrol.every.stretch(day);
        while !owed(to) {
            to = patrol.every.stretch(to + Days::new(1)).1;
        }
        while !owed(from - Days::new(1)) {
            from = patrol.every.stretch(from - Days::new(1)).0;
        }
        (from, to)
    }
}
