//! Who owes what by when: the reports of the regime, and those of campaigns (REP-01…05).

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};

use super::{Named, Office, Owed, Period, Refusal, Wanted};
use crate::{
    domain::{
        campaign::Campaign,
        id::Id,
        period,
        report::{Report, again_by, is_owed},
        unit::{Level, UnitPath},
    },
    office::agenda::ReportDay,
    store::{campaigns, reports},
    terms,
};

/// Reports of one kind about the same days that are due on one day: who of them has not sent it. The agenda and the weekly
/// board tell the same.
#[derive(Clone, Debug, PartialEq)]
pub struct StillOwed {
    pub code: String,
    pub title: String,
    /// The rule or the paper that asks for it.
    pub rule: String,
    /// Who owes it and to whom.
    pub from: Level,
    pub to: Level,
    pub period: Period,
    pub due: NaiveDate,
    /// Why it is due on that day, where it is no usual one.
    pub reason: String,
    pub units: Vec<(UnitPath, String)>,
    /// Some of them had sent it and have it back.
    pub returned: bool,
}

impl StillOwed {
    /// 社区报街道
    pub fn way(&self) -> String {
        format!("{}报{}", terms::level(self.from), terms::level(self.to))
    }

    /// 招联社区、霞美社区; of more than so many how many.
    pub fn whose(&self, most: usize) -> String {
        if self.units.len() > most {
            return format!("{}个{}", self.units.len(), terms::level(self.from));
        }
        let names: Vec<&str> = self.units.iter().map(|(_, name)| &**name).collect();
        names.join("、")
    }

    /// How many days it is late on a day.
    pub fn days_late(&self, on: NaiveDate) -> i64 {
        (on - self.due).num_days().max(0)
    }

    /// 隐患排查治理问题清单（逾期18天；招联社区未报；2026年10月；社区报街道）
    pub fn says(&self, on: NaiveDate) -> String {
        let mut parts = Vec::new();
        if self.days_late(on) > 0 {
            parts.push(format!("逾期{}天", self.days_late(on)));
        }
        parts.push(format!("{}未报", self.whose(SAID)));
        if self.returned {
            parts.push("有退回的".to_owned());
        }
        parts.push(terms::period(self.period.from, self.period.to));
        parts.push(self.way());
        format!("{}（{}）", self.title, parts.join("；"))
    }
}

impl Owed {
    /// Whether it was still owed at the end of a day.
    fn is_open_on(&self, day: NaiveDate) -> bool {
        let sent_by = |report: &Report| report.first_on.unwrap_or(report.submitted_on) <= day;
        match (&self.submitted, &self.returned) {
            (Some(report), _) => !sent_by(report),
            (None, Some(report)) => {
                !sent_by(report) || report.returned.as_ref().is_some_and(|back| back.on <= day)
            }
            (None, None) => true,
        }
    }
}

/// So many units are named where a report is told in a line; more are counted.
const SAID: usize = 10;
/// What is owed is looked for among the days of so many months back, and ahead.
const BACK: Months = Months::new(2);
const AHEAD: Days = Days::new(31);
/// The paper of a campaign's reports, and its field for the campaign's name.
pub(in crate::office) const CAMPAIGN: &str = "campaign_report";
pub(in crate::office) const NAME: &str = "campaign";
/// Why what was given back is due on a later day than the others.
const AGAIN: &str = "退回后3个工作日内重报";
/// A last report may be due some time after the campaign.
pub(in crate::office) const AFTER: Days = Days::new(62);

impl Office {
    /// Who owes what by when: all that is due from two months back to a month ahead, unless days are named.
    pub fn report_status(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<Owed>, Refusal> {
        let today = self.act.today;
        let from = from.unwrap_or_else(|| period::month_of(today).0 - BACK);
        let to = to.unwrap_or(today + AHEAD);
        let mut days: Vec<(ReportDay, Option<Campaign>)> =
            self.report_days(from, to).into_iter().map(|day| (day, None)).collect();
        for (day, campaign) in self.campaign_days(from, to)? {
            days.push((day, Some(campaign)));
        }
        days.sort_by(|(a, _), (b, _)| (a.due.day, &a.code).cmp(&(b.due.day, &b.code)));
        let Some(first) = days.iter().map(|(day, _)| day.period.from).min() else {
            return Ok(Vec::new());
        };
        let scope = self.scope.clone();
        let sent = reports::list(&mut *self.store.driver, &scope, first, to)?;
        let mut owed = Vec::new();
        for (day, campaign) in days {
            let units: Vec<(UnitPath, String, NaiveDate)> = self
                .units_on(day.from, day.period.from)
                .filter(|unit| {
                    campaign.as_ref().is_none_or(|campaign| campaign.unit.covers(&unit.path))
                })
                .map(|unit| (unit.path.clone(), self.unit_name_apart(&unit.path), unit.valid_from))
                .collect();
            for (unit, unit_name, since) in units {
                let of = |report: &&Report| {
                    report.unit == unit
                        && report.code == day.code
                        && (report.from, report.to) == (day.period.from, day.period.to)
                };
                let submitted =
                    sent.iter().filter(of).find(|report| report.returned.is_none()).cloned();
                let returned = sent
                    .iter()
                    .filter(of)
                    .rfind(|report| report.returned.is_some())
                    .filter(|_| submitted.is_none())
                    .cloned();
                let owes = is_owed(since, day.period.to, day.due.day, today);
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
                    unit,
                    unit_name,
                    period: day.period,
                    due,
                    reason,
                    submitted,
                    returned,
                    late,
                });
            }
        }
        Ok(owed)
    }

    /// What was due from a day to a day and still owed at the end of a day, the first due first.
    pub(in crate::office) fn still_owed(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        on: NaiveDate,
    ) -> Result<Vec<StillOwed>, Refusal> {
        let mut owed = self.report_status(Some(from), Some(to))?;
        owed.retain(|owed| owed.is_open_on(on));
        owed.sort_by(|a, b| {
            let key = |owed: &Owed| (owed.due, owed.code.clone(), owed.period.from);
            key(a).cmp(&key(b))
        });
        let same = |a: &Owed, b: &Owed| (&a.code, a.period, a.due) == (&b.code, b.period, b.due);
        let told = owed.chunk_by(same).filter_map(|same| {
            let first = same.first()?;
            Some(StillOwed {
                code: first.code.clone(),
                title: first.title.clone(),
                rule: first.rule.clone(),
                from: first.unit.level(),
                to: first.to,
                period: first.period,
                due: first.due,
                reason: first.reason.clone(),
                units: same.iter().map(|it| (it.unit.clone(), it.unit_name.clone())).collect(),
                returned: same.iter().any(|owed| owed.returned.is_some()),
            })
        });
        Ok(told.collect())
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
            let mut next = campaign.from;
            for due in campaign.report_days(&self.calendar, campaign.from, campaign.to + AFTER) {
                let last = due.day.min(campaign.last());
                // What comes after the campaign speaks of all of it.
                let begin = if next > last { campaign.from } else { next };
                let period = Period { from: begin, to: last };
                next = due.day + Days::new(1);
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
        if unit.level() != day.from || !campaign.unit.covers(&unit) {
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
