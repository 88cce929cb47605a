//! Who owes what by when: the reports of the regime, and those of campaigns (REP-01…05).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Days, Months, NaiveDate};

use super::{Named, Office, Owed, Period, Refusal, Wanted};
use crate::{
    domain::{
        campaign::Campaign,
        id::Id,
        period,
        report::{Report, again_by, was_there},
        unit::{Level, Unit, UnitPath},
    },
    office::agenda::ReportDay,
    store::{campaigns, reports},
    terms,
};

/// What was sent is told for the days of so many months back; what is still owed, of all; what comes, so far ahead.
const BACK: Months = Months::new(2);
const AHEAD: Days = Days::new(31);
/// The paper of a campaign's reports, and its field for the campaign's name.
pub(in crate::office) const CAMPAIGN: &str = "campaign_report";
pub(in crate::office) const NAME: &str = "campaign";
/// Why what was given back is due on a later day than the others.
const AGAIN: &str = "退回后3个工作日内重报";
/// Why what nobody asks for stands in the list.
const UNASKED: &str = "监管制度没有要求，已上报";
const NO_MORE: &str = "专项行动改动后不再要求，已上报";
/// A last report may be due some time after the campaign.
pub(in crate::office) const AFTER: Days = Days::new(62);

impl Office {
    /// Who owes what by when: all that is due from two months back to a month ahead, and what is owed since longer, unless
    /// days are named.
    pub fn report_status(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<Owed>, Refusal> {
        let today = self.act.today;
        let to = to.unwrap_or(today + AHEAD);
        if let Some(from) = from {
            return self.statuses(from, to, None);
        }
        let from = period::month_of(today).0 - BACK;
        let begin = self.records_began().min(from);
        self.statuses(begin, to, Some((from, today)))
    }

    /// The day since which this office keeps records: nothing is owed for the time before.
    pub(in crate::office) fn records_began(&self) -> NaiveDate {
        self.unit(&self.home).map_or(self.act.today, |unit| unit.valid_from)
    }

    /// What is due from a day to a day. `sent`: of days that were due before the first of two, what was sent by the second
    /// is left out.
    pub(super) fn statuses(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        sent: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Vec<Owed>, Refusal> {
        let (today, began) = (self.act.today, self.records_began());
        let mut days: Vec<(ReportDay, Option<Campaign>)> =
            self.report_days(from, to).into_iter().map(|day| (day, None)).collect();
        for (day, campaign) in self.campaign_days(from, to)? {
            days.push((day, Some(campaign)));
        }
        days.sort_by(|(a, _), (b, _)| (a.due.day, &a.code).cmp(&(b.due.day, &b.code)));
        let of_campaigns =
            days.iter().filter_map(|(day, campaign)| Some((day, campaign.as_ref()?)));
        let asked: HashSet<reports::About> = of_campaigns
            .flat_map(|(day, campaign)| {
                let units = self.units_asked(day, Some(campaign)).map(|unit| unit.path.clone());
                units.map(|unit| (unit, day.code.clone(), day.period.from, day.period.to))
            })
            .collect();
        let mut unasked = self.unasked(from, to, sent, &asked)?;
        let Some(first) = days.iter().map(|(day, _)| day.period.from).min() else {
            return Ok(unasked);
        };
        let scope = self.scope.clone();
        let gone = match sent {
            Some((_, by)) => reports::sent(&mut *self.store.driver, &scope, (first, to), by)?,
            None => HashSet::new(),
        };
        let mut asked = Vec::new();
        for (day, campaign) in days {
            let told = sent.filter(|(before, _)| day.due.day < *before);
            let units: Vec<(UnitPath, NaiveDate)> = self
                .units_asked(&day, campaign.as_ref())
                .map(|unit| (unit.path.clone(), unit.valid_from.max(began)))
                .filter(|(unit, _)| {
                    let key = (unit.clone(), day.code.clone(), day.period.from, day.period.to);
                    told.is_none() || !gone.contains(&key)
                })
                .collect();
            if !units.is_empty() {
                asked.push((day, campaign, units));
            }
        }
        let Some(first) = asked.iter().map(|(day, ..)| day.period.from).min() else {
            return Ok(unasked);
        };
        let mut known: HashMap<reports::About, Vec<Report>> = HashMap::new();
        for report in reports::list(&mut *self.store.driver, &scope, first, to)? {
            let key = (report.unit.clone(), report.code.clone(), report.from, report.to);
            known.entry(key).or_default().push(report);
        }
        let mut owed = Vec::new();
        for (day, campaign, units) in asked {
            for (unit, since) in units {
                let key = (unit.clone(), day.code.clone(), day.period.from, day.period.to);
                let sent = known.get(&key).map_or(&[][..], Vec::as_slice);
                let submitted = sent.iter().find(|report| report.returned.is_none()).cloned();
                let returned = sent
                    .iter()
                    .rfind(|report| report.returned.is_some())
                    .filter(|_| submitted.is_none())
                    .cloned();
                let owes = was_there(since, day.period.to, day.due.day);
                if !owes && submitted.is_none() && returned.is_none() {
                    continue;
                }
                let returned_on =
                    returned.as_ref().and_then(|report| report.returned.as_ref()).map(|it| it.on);
                let again = returned_on.map(|on| again_by(&self.calendar, day.due.day, on));
                let again = again.filter(|again| *again > day.due.day);
                let due = again.unwrap_or(day.due.day);
                let late = match &submitted {
                    Some(report) => report.is_late(),
                    None => today > due,
                };
                let reason = match again {
                    Some(_) => AGAIN.to_owned(),
                    None => terms::deadline_reason(&day.due),
                };
                owed.push(Owed {
                    code: day.code.clone(),
                    title: match &campaign {
                        Some(_) => campaign_title(&day.title),
                        None => day.title.clone(),
                    },
                    campaign: campaign.is_some(),
                    rule: match &campaign {
                        Some(campaign) => self.campaign_rule(campaign),
                        None => {
                            let rule = self.regime.report(&day.code);
                            rule.map(|rule| rule.source.clone()).unwrap_or_default()
                        }
                    },
                    to: day.to,
                    unit_name: self.unit_name_apart(&unit),
                    unit,
                    period: day.period,
                    due,
                    reason,
                    asked: true,
                    submitted,
                    returned,
                    late,
                });
            }
        }
        if !unasked.is_empty() {
            owed.append(&mut unasked);
            owed.sort_by_key(|owed| owed.due);
        }
        Ok(owed)
    }

    /// Who owes what is due on a reporting day.
    fn units_asked<'a>(
        &'a self,
        day: &ReportDay,
        campaign: Option<&'a Campaign>,
    ) -> impl Iterator<Item = &'a Unit> {
        let units = self.units_on(day.from, day.period.from);
        units.filter(move |unit| campaign.is_none_or(|campaign| campaign.asks(&unit.path)))
    }

    /// What was sent in these days though nobody asks for it, by the end of its period, the last of each: it can be seen,
    /// and given back. Of a campaign that was put right since also what it asks for no more (`asked`: what it does), by the
    /// day on which it was due, as long as it stands.
    fn unasked(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        sent: Option<(NaiveDate, NaiveDate)>,
        asked: &HashSet<reports::About>,
    ) -> Result<Vec<Owed>, Refusal> {
        let (scope, today) = (self.scope.clone(), self.act.today);
        let of_campaign = |report: &Report| Id::parse(&report.code).is_some();
        let by = |report: &Report| report.due.unwrap_or(report.to);
        let mut last: BTreeMap<reports::About, Report> = BTreeMap::new();
        for report in reports::list(&mut *self.store.driver, &scope, from - AFTER, to)? {
            let key = (report.unit.clone(), report.code.clone(), report.from, report.to);
            let is_owed = self.regime.report(&report.code).is_some()
                || match of_campaign(&report) {
                    true => report.returned.is_some() || asked.contains(&key),
                    false => report.due.is_some(),
                };
            if (from..=to).contains(&by(&report)) && !is_owed {
                // What stands goes before what was given back, the later before the earlier.
                let stands = |report: &Report| report.returned.is_none();
                if last.get(&key).is_none_or(|known| !stands(known) || stands(&report)) {
                    last.insert(key, report);
                }
            }
        }
        let mut all = Vec::new();
        for report in last.into_values() {
            let period = Period { from: report.from, to: report.to };
            let due = by(&report);
            let told = sent.is_some_and(|(before, by)| due < before && report.submitted_on <= by);
            if told && report.returned.is_none() {
                continue;
            }
            let again = report.returned.as_ref().map(|it| again_by(&self.calendar, due, it.on));
            let due = again.unwrap_or(due);
            let campaign = of_campaign(&report);
            let unasked = if campaign { NO_MORE } else { UNASKED };
            let late = match again {
                Some(again) => again < today,
                None => report.is_late(),
            };
            let (submitted, returned) = match again {
                None => (Some(report.clone()), None),
                Some(_) => (None, Some(report.clone())),
            };
            all.push(Owed {
                title: report.title.clone(),
                code: report.code,
                campaign,
                rule: unasked.to_owned(),
                to: report.unit.level().above().unwrap_or(report.unit.level()),
                unit_name: self.unit_name_apart(&report.unit),
                unit: report.unit,
                period,
                due,
                reason: if again.is_some() { AGAIN } else { unasked }.to_owned(),
                asked: false,
                late,
                submitted,
                returned,
            });
        }
        Ok(all)
    }

    /// The reporting days of campaigns in some days (REP-02): each speaks of the days since the one before.
    pub(in crate::office) fn campaign_days(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(ReportDay, Campaign)>, Refusal> {
        let scope = self.scope.clone();
        let since = Some(from - AFTER);
        let mut days = Vec::new();
        let known = campaigns::concerning(&mut *self.store.driver, &scope, since)?;
        let known: Vec<Campaign> = known.into_iter().map(|stored| stored.campaign).collect();
        for campaign in &known {
            let forms = self.campaign_forms(campaign, |of| (of.from, of.to, of.reports.clone()))?;
            for (due, begin, last) in Campaign::asked_days(&self.calendar, &forms, AFTER) {
                let period = Period { from: begin, to: last };
                if (from..=to).contains(&due.day) {
                    let report = ReportDay {
                        code: campaign.id.to_string(),
                        title: apart(campaign, &known),
                        from: Level::Community,
                        to: Level::Street,
                        due,
                        period,
                    };
                    days.push((report, campaign.clone()));
                }
            }
        }
        Ok(days)
    }

    /// What asks for a campaign's report: the paper that ordered it, and what its form quotes.
    fn campaign_rule(&self, campaign: &Campaign) -> String {
        let form = self.library.paper(CAMPAIGN).map_or("", |form| form.source.as_str());
        let quoted = form.split('；').next().unwrap_or_default();
        match campaign.basis.trim() {
            "" => quoted.to_owned(),
            basis => format!("{basis}；{quoted}"),
        }
    }

    /// A campaign's report by the campaign's id or name: of the days named, else of those next due.
    pub(super) fn named_campaign(&mut self, wanted: &Wanted) -> Result<Option<Named>, Refusal> {
        let code = wanted.code.trim();
        let known = self.library.paper(code).is_some() || self.regime.report(code).is_some();
        if Id::parse(code).is_none() && known {
            return Ok(None);
        }
        let today = self.act.today;
        let year = Days::new(366);
        let mut days = self.campaign_days(today - year, today + year)?;
        days.retain(|(day, campaign)| {
            campaign.id.is_written(code) || campaign.name == code || day.title == code
        });
        // Two of one name that run at the same time are told apart by their numbers.
        let twins: BTreeSet<&str> = days
            .iter()
            .filter(|(day, campaign)| day.title != campaign.name && day.title != code)
            .filter(|(_, campaign)| !campaign.id.is_written(code))
            .map(|(day, _)| day.title.as_str())
            .collect();
        if twins.len() > 1 {
            let twins: Vec<&str> = twins.into_iter().collect();
            return Err(Refusal::said(format!(
                "叫“{code}”的专项行动不止一个：{}。请写编号。",
                twins.join("、")
            )));
        }
        let day = match wanted.period {
            Some(period) => days.into_iter().find(|(day, _)| day.period == period),
            None => {
                let next = days.iter().position(|(day, _)| day.due.day >= today);
                let at = next.unwrap_or(days.len().saturating_sub(1));
                days.into_iter().nth(at)
            }
        };
        let Some((day, campaign)) = day else { return Ok(None) };
        let unit = self.named_unit(wanted.unit.as_deref())?;
        let period = day.period;
        // What was sent before the campaign went on without its unit is still read.
        let driver = &mut *self.store.driver;
        let asks = campaign.asks(&unit)
            || reports::standing(driver, &unit, &day.code, period.from, period.from)?
                .iter()
                .any(|sent| sent.report.to == period.to);
        if unit.level() != day.from || !asks {
            return Err(Refusal::said(format!(
                "“{}”由社区报送。请写明是哪个社区（命令行用 --unit）。",
                campaign_title(&day.title)
            )));
        }
        Ok(Some(Named {
            title: campaign_title(&day.title),
            fields: [(NAME.to_owned(), day.title)].into(),
            code: day.code,
            paper: CAMPAIGN.to_owned(),
            form: self.paper_form(CAMPAIGN)?,
            rule: None,
            unit,
            period: day.period,
            due: Some(day.due.day),
        }))
    }
}

pub(in crate::office) fn campaign_title(name: &str) -> String {
    format!("专项行动“{name}”情况")
}

/// What a campaign is called in its reports: by its name, with its number where another one of that name runs at the same
/// time.
pub(in crate::office) fn apart(campaign: &Campaign, known: &[Campaign]) -> String {
    match known.iter().any(|other| other.is_twin_of(campaign)) {
        true => format!("{}（编号{}）", campaign.name, campaign.id.short()),
        false => campaign.name.clone(),
    }
}
