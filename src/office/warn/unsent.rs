//! Reports that did not come (TB-7).

use chrono::NaiveDate;

use super::gather::{Draft, Gather};
use crate::{
    domain::{
        accountability::{self as rules, Situation, Submission},
        report::{again_by, was_there},
        unit::{Level, UnitPath},
    },
    office::{Office, Refusal, agenda::ReportDay, facts::Period},
    store,
};

impl Office {
    /// TB-7: reports of communities, regular ones and those of campaigns.
    pub(super) fn unsent(&mut self, gather: &mut Gather) -> Result<(), Refusal> {
        let (since, horizon) = (gather.since(), gather.horizon());
        let regular = self.report_days(since, horizon).into_iter().map(|day| (day, None));
        let campaigns = self.campaign_days(since, horizon)?.into_iter();
        for (report, of) in regular.chain(campaigns.map(|(day, of)| (day, Some(of.unit)))) {
            if report.from != Level::Community {
                continue;
            }
            for place in gather.places {
                if of.as_ref().is_some_and(|of| !of.covers(&place.path))
                    || !was_there(place.since, report.period.to, report.due.day)
                {
                    continue;
                }
                let submitted = self.submission(&report, &place.path)?;
                let found = rules::report(gather.clock, report.due.day, submitted);
                let about = format!("{}/{}", report.code, report.period.from);
                let of = Draft::of(Situation::ReportLate, &place.path, about);
                gather.put(of.past(matches!(submitted, Submission::On(_))), found);
            }
        }
        Ok(())
    }

    /// What has come of a report of a community. Its first sending tells whether it was in time: what is sent anew has a
    /// day of its own.
    fn submission(
        &mut self,
        report: &ReportDay,
        community: &UnitPath,
    ) -> Result<Submission, Refusal> {
        let Period { from, to } = report.period;
        let mut sent = store::reports::list(&mut *self.store.driver, community, from, to)?;
        sent.retain(|sent| {
            sent.unit == *community
                && sent.code == report.code
                && (sent.from, sent.to) == (report.period.from, report.period.to)
        });
        let Some(first) = sent.iter().map(|sent| sent.submitted_on).min() else {
            return Ok(Submission::NotYet);
        };
        // Given back for good: none of them stands.
        let back: Option<Vec<NaiveDate>> =
            sent.iter().map(|sent| sent.returned.as_ref().map(|back| back.on)).collect();
        Ok(match back.and_then(|days| days.into_iter().max()) {
            None => Submission::On(first),
            Some(on) => {
                let again_by = again_by(&self.calendar, report.due.day, on);
                Submission::GivenBack { first, again_by }
            }
        })
    }
}
