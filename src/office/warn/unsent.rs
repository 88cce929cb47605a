//! Reports that did not come (TB-7).

use chrono::NaiveDate;

use super::gather::{Draft, Gather};
use crate::{
    domain::{
        accountability::{self as rules, Situation, Submission},
        report::{again_by, was_there},
        unit::{Level, UnitPath},
    },
    office::{Office, Refusal, agenda::ReportDay, facts::Period, report::campaign_title},
    store, terms,
};

/// Which report it is, and what has come of it.
fn says(title: &str, report: &ReportDay, due: NaiveDate, submitted: Submission) -> String {
    let of = terms::period(report.period.from, report.period.to);
    let due = terms::date(due);
    let came = match submitted {
        Submission::NotYet => "没有上报".to_owned(),
        Submission::On(on) => format!("{}才上报", terms::date(on)),
        Submission::GivenBack { first, returned, .. } => {
            format!("{}上报，{}退回后没有重新上报", terms::date(first), terms::date(returned))
        }
    };
    format!("{title}（{of}）应于{due}前上报，{came}")
}

impl Office {
    /// TB-7: reports of communities, regular ones and those of campaigns.
    pub(super) fn unsent(&mut self, gather: &mut Gather) -> Result<(), Refusal> {
        let (since, horizon) = (gather.since(), gather.horizon());
        let regular = self.report_days(since, horizon).into_iter().map(|day| (day, None));
        let campaigns = self.campaign_days(since, horizon)?.into_iter();
        for (report, of) in regular.chain(campaigns.map(|of| (of.day.clone(), Some(of)))) {
            if report.from != Level::Community || !self.tells_of_inspecting(&report.code) {
                continue;
            }
            for place in gather.places {
                if of.as_ref().is_some_and(|of| !of.asks(&place.path))
                    || !was_there(place.since, report.period.to, report.due.day)
                {
                    continue;
                }
                let (due, submitted) = self.submission(&report, &place.path)?;
                let found = rules::report(gather.clock, due, submitted);
                let about = format!("{}/{}", report.code, report.period.from);
                let case = Draft::of(Situation::ReportLate, &place.path, about);
                let case = case.past(matches!(submitted, Submission::On(_)));
                let title = match of {
                    Some(_) => campaign_title(&report.title),
                    None => report.title.clone(),
                };
                gather.put(case.saying(says(&title, &report, due, submitted)), found);
            }
        }
        Ok(())
    }

    /// What has come of a report of a community, and by when it was due: what was sent keeps the day that was asked for as
    /// it was sent. Its first sending tells whether it was in time: what is sent anew has a day of its own.
    fn submission(
        &mut self,
        report: &ReportDay,
        community: &UnitPath,
    ) -> Result<(NaiveDate, Submission), Refusal> {
        let Period { from, to } = report.period;
        let mut sent = store::reports::list(&mut *self.store.driver, community, from, to)?;
        sent.retain(|sent| {
            sent.unit == *community
                && sent.code == report.code
                && (sent.from, sent.to) == (report.period.from, report.period.to)
        });
        let Some(first) = sent.iter().min_by_key(|sent| sent.submitted_at) else {
            return Ok((report.due.day, Submission::NotYet));
        };
        let (due, first) = (first.due.unwrap_or(report.due.day), first.submitted_on);
        // Given back for good: none of them stands.
        let back: Option<Vec<NaiveDate>> =
            sent.iter().map(|sent| sent.returned.as_ref().map(|back| back.on)).collect();
        let submitted = match back.and_then(|days| days.into_iter().max()) {
            None => Submission::On(first),
            Some(returned) => {
                let again_by = again_by(&self.calendar, due, returned);
                Submission::GivenBack { first, returned, again_by }
            }
        };
        Ok((due, submitted))
    }
}
