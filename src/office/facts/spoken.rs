//! What a report speaks of: the days since the one before it, and of a campaign its premises alone.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, Months, NaiveDate};

use super::{Office, Period, Refusal};
use crate::{
    domain::{
        campaign::{Campaign, Scope},
        id::Id,
        premises::Premises,
        unit::UnitPath,
    },
    form::{paper::PaperForm, regime::ReportRule},
    office::report::{AFTER, CAMPAIGN, NAME, apart},
    store::{
        self,
        reports::{self, Stored},
    },
    terms,
};

/// The first and the last day that a submitted report speaks of, among its facts.
const SINCE: &str = "report.since";
const UNTIL: &str = "report.until";

/// The list of what came from below: a report without it has counted the records itself.
pub(super) const REPORTED: &str = "reported";

/// What a report is about.
pub(in crate::office) struct Spoken<'a> {
    /// Under which it is sent.
    pub code: &'a str,
    pub rule: Option<&'a ReportRule>,
    /// On which it is printed.
    pub form: &'a PaperForm,
    pub unit: &'a UnitPath,
    /// By which it is called, and the days that it speaks of.
    pub period: Period,
    pub days: Period,
    pub campaign: Option<Campaign>,
    /// Of a campaign about some premises.
    pub within: Option<Within>,
}

/// The premises of a campaign.
pub(in crate::office) struct Within {
    /// Of these so many are at work and have to be seen.
    pub required: i64,
    pub premises: HashSet<Id>,
}

impl Office {
    /// The days that a report speaks of. Where the regime cuts a month on some day, they begin on the day after the last of
    /// the report before, and end on the day of sending if that comes before the cut: whatever happens is in one of them.
    pub(in crate::office) fn spoken_days(
        &mut self,
        rule: Option<&ReportRule>,
        of: &UnitPath,
        period: Period,
    ) -> Result<Period, Refusal> {
        let cut = |rule: &&ReportRule| {
            rule.cut.is_some() && rule.period(period.from) == (period.from, period.to)
        };
        let Some(rule) = rule.filter(cut) else { return Ok(period) };
        let (mut from, mut to) = rule.days(period.from);
        if !rule.sums.is_empty() {
            return Ok(Period { from, to });
        }
        let around = (period.from - Months::new(1), period.to + Days::new(1));
        let driver = &mut *self.store.driver;
        let near = reports::standing(driver, of, &rule.code, around.0, around.1)?;
        for stored in &near {
            let days = told_days(stored, Some(rule));
            if stored.report.to < period.from {
                from = days.to + Days::new(1);
            } else if stored.report.from > period.to {
                to = days.from - Days::new(1);
            }
        }
        if let Some(told) = self.told_above(rule, of, around)?.filter(|told| *told < to) {
            from = from.max(told + Days::new(1));
        }
        let today = self.act.today;
        Ok(Period { from, to: if (from..to).contains(&today) { today } else { to } })
    }

    /// Up to which day the unit above has told of the records itself, before there was this step below it: what it counted
    /// then would come up to it once more.
    fn told_above(
        &mut self,
        rule: &ReportRule,
        of: &UnitPath,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Option<NaiveDate>, Refusal> {
        let mut told = None;
        for above in self.regime.reports.iter().filter(|above| above.sums == rule.code) {
            let Some(unit) = of.at(above.from) else { continue };
            let sent = reports::standing(&mut *self.store.driver, &unit, &above.code, from, to)?;
            let own = sent.iter().filter(|stored| !stored.facts.lists.contains_key(REPORTED));
            told = own.map(|stored| told_days(stored, Some(above)).to).chain(told).max();
        }
        Ok(told)
    }

    /// The campaign that a paper reports on.
    pub(in crate::office) fn campaign_told(
        &mut self,
        form: &PaperForm,
        fields: &BTreeMap<String, String>,
        period: Period,
    ) -> Result<Option<Campaign>, Refusal> {
        let named = fields.get(NAME).filter(|_| form.code == CAMPAIGN);
        let Some(name) = named else { return Ok(None) };
        let scope = self.scope.clone();
        let since = Some(period.from - AFTER);
        let known = store::campaigns::concerning(&mut *self.store.driver, &scope, since)?;
        let known: Vec<Campaign> = known.into_iter().map(|stored| stored.campaign).collect();
        let named =
            |campaign: &&Campaign| campaign.name == *name || apart(campaign, &known) == *name;
        let found = known.iter().find(|campaign| named(campaign) && campaign.from <= period.to);
        Ok(found.cloned())
    }

    /// The premises of a campaign as the register stood at the end of a day; `None` for one about all of them.
    pub(in crate::office) fn within(
        &mut self,
        campaign: Option<&Campaign>,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<Option<Within>, Refusal> {
        let Some(scope) = campaign.map(|campaign| &campaign.scope) else { return Ok(None) };
        if *scope == Scope::default() {
            return Ok(None);
        }
        let mut entries: Vec<Premises> =
            self.entries_on(of, on)?.into_iter().map(|(entry, _)| entry).collect();
        entries.retain(|entry| scope.holds(entry));
        let required = entries.iter().filter(|entry| entry.is_patrolled()).count() as i64;
        Ok(Some(Within { required, premises: entries.iter().map(|entry| entry.id).collect() }))
    }
}

impl Within {
    /// Whether something counts; what is of no premises is not of a campaign about some.
    pub fn holds(within: Option<&Within>, premises: Option<Id>) -> bool {
        within.is_none_or(|within| premises.is_some_and(|id| within.premises.contains(&id)))
    }
}

/// Says what a report speaks of, for the one that comes after it.
pub(super) fn keep_days(spoken: &Spoken<'_>, values: &mut BTreeMap<String, String>) {
    super::put(values, SINCE, terms::date(spoken.days.from));
    super::put(values, UNTIL, terms::date(spoken.days.to));
}

/// The days that a submitted report spoke of. One that was sent before the regime had a cut knew its period as far as the
/// day of sending.
pub(super) fn told_days(stored: &Stored, rule: Option<&ReportRule>) -> Period {
    let said = |name: &str| day_said(stored.facts.get(name));
    let report = &stored.report;
    match (said(SINCE), said(UNTIL)) {
        (Some(from), Some(to)) => Period { from, to },
        _ if rule.is_some_and(|rule| rule.cut.is_some()) => {
            Period { from: report.from, to: report.to.min(report.submitted_on) }
        }
        _ => Period { from: report.from, to: report.to },
    }
}

/// A day as papers print it.
pub(super) fn day_said(text: &str) -> Option<NaiveDate> {
    let day = text.trim_end_matches('日').replace(['年', '月'], "-");
    NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok()
}
