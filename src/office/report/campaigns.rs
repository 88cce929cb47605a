//! The reports of campaigns (REP-02): their days, and what is asked for by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Named, Office, Period, Refusal, Wanted};
use crate::{
    domain::{
        campaign::{Asked, Campaign, Sent},
        id::Id,
        unit::{Level, UnitPath},
    },
    office::agenda::ReportDay,
    store::{campaigns, reports},
    terms,
};

/// The paper of a campaign's reports, and its field for the campaign's name.
pub(in crate::office) const CAMPAIGN: &str = "campaign_report";
pub(in crate::office) const NAME: &str = "campaign";
/// A last report may be due some time after the campaign.
pub(in crate::office) const AFTER: Days = Days::new(62);

/// A reporting day of a campaign, with those who report on it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::office) struct CampaignDay {
    pub day: ReportDay,
    pub campaign: Campaign,
    whose: Whose,
}

/// Who has these days: what a community has sent moves those that are behind it.
#[derive(Clone, Debug, PartialEq)]
enum Whose {
    AllBut(BTreeSet<UnitPath>),
    Only(BTreeSet<UnitPath>),
}

impl CampaignDay {
    /// Whether somebody who writes these days means this one: all that it tells of, or a single one of them.
    fn is_meant_by(&self, days: Period) -> bool {
        let own = self.day.period;
        own == days || days.from == days.to && (own.from..=own.to).contains(&days.from)
    }

    /// Whether a community reports on this day.
    pub fn asks(&self, community: &UnitPath) -> bool {
        self.campaign.asks(community)
            && match &self.whose {
                Whose::AllBut(others) => !others.contains(community),
                Whose::Only(these) => these.contains(community),
            }
    }
}

impl Office {
    /// The reporting days of campaigns in some days: each speaks of the days since the one before.
    pub(in crate::office) fn campaign_days(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CampaignDay>, Refusal> {
        let scope = self.scope.clone();
        let since = Some(from - AFTER);
        let mut days = Vec::new();
        let known = campaigns::concerning(&mut *self.store.driver, &scope, since)?;
        let known: Vec<Campaign> = known.into_iter().map(|stored| stored.campaign).collect();
        let codes: Vec<String> = known.iter().map(|campaign| campaign.id.to_string()).collect();
        let mut sent: HashMap<String, BTreeMap<UnitPath, Vec<Sent>>> = HashMap::new();
        for (code, unit, one) in reports::first_sent(&mut *self.store.driver, &scope, &codes)? {
            sent.entry(code).or_default().entry(unit).or_default().push(one);
        }
        for campaign in &known {
            let sent = sent.remove(&campaign.id.to_string()).unwrap_or_default();
            for (whose, asked) in self.asked_of(campaign, sent)? {
                for (due, begin, last) in asked {
                    if !(from..=to).contains(&due.day) {
                        continue;
                    }
                    let day = ReportDay {
                        code: campaign.id.to_string(),
                        title: apart(campaign, &known),
                        from: Level::Community,
                        to: Level::Street,
                        due,
                        period: Period { from: begin, to: last },
                    };
                    let whose = whose.clone();
                    days.push(CampaignDay { day, campaign: campaign.clone(), whose });
                }
            }
        }
        Ok(days)
    }

    /// The reporting days of a campaign as it asks for them, and as they are of those whose own reports (`sent`) moved them.
    fn asked_of(
        &mut self,
        campaign: &Campaign,
        sent: BTreeMap<UnitPath, Vec<Sent>>,
    ) -> Result<Vec<(Whose, Vec<Asked>)>, Refusal> {
        let forms = self.campaign_forms(campaign, |of| (of.from, of.to, of.reports.clone()))?;
        let asked = Campaign::asked_days(&self.calendar, &forms, AFTER);
        let mut own: Vec<(BTreeSet<UnitPath>, Vec<Asked>)> = Vec::new();
        for (unit, sent) in sent {
            let days = campaign.days_of(&asked, &sent);
            if days == asked {
                continue;
            }
            match own.iter_mut().find(|(_, known)| *known == days) {
                Some((units, _)) => units.extend([unit]),
                None => own.push(([unit].into(), days)),
            }
        }
        let apart: BTreeSet<UnitPath> = own.iter().flat_map(|(units, _)| units.clone()).collect();
        let mut communities = self.seen_at(Level::Community);
        let is_shared = apart.is_empty()
            || communities.any(|unit| campaign.asks(&unit.path) && !apart.contains(&unit.path));
        let shared = is_shared.then_some((Whose::AllBut(apart), asked));
        let own = own.into_iter().map(|(units, days)| (Whose::Only(units), days));
        Ok(shared.into_iter().chain(own).collect())
    }

    /// What asks for a campaign's report: the paper that ordered it, and what its form quotes.
    pub(super) fn campaign_rule(&self, campaign: &Campaign) -> String {
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
        days.retain(|CampaignDay { day, campaign, .. }| {
            campaign.id.is_written(code) || campaign.name == code || day.title == code
        });
        // Two of one name that run at the same time are told apart by their numbers.
        let twins: BTreeSet<&str> = days
            .iter()
            .filter(|of| of.day.title != of.campaign.name && of.day.title != code)
            .filter(|of| !of.campaign.id.is_written(code))
            .map(|of| of.day.title.as_str())
            .collect();
        if twins.len() > 1 {
            let twins: Vec<&str> = twins.into_iter().collect();
            return Err(Refusal::said(format!(
                "叫“{code}”的专项行动不止一个：{}。请写编号。",
                twins.join("、")
            )));
        }
        let Some((id, title)) = days.first().map(|of| (of.campaign.id, of.day.title.clone()))
        else {
            return Ok(None);
        };
        let unit = self.named_unit(wanted.unit.as_deref())?;
        let said = |of: &CampaignDay| wanted.period.is_none_or(|period| of.is_meant_by(period));
        let is_of_others = days.iter().any(said)
            && !days.iter().any(|of| unit.level() == Level::Community && of.campaign.asks(&unit));
        days.retain(|of| said(of) && unit.level() == of.day.from && of.asks(&unit));
        let at = self.due_first(&days, &unit)?;
        let asked = days.into_iter().nth(at).map(|of| of.day);
        let (title, period, due) = match asked {
            Some(day) => (day.title, day.period, Some(day.due.day)),
            None => match self.sent_of(id, &unit, wanted.period)? {
                Some(sent) => (title, Period { from: sent.from, to: sent.to }, Some(sent.due)),
                None if is_of_others => return Err(self.not_asked(&title, &unit)),
                None => return Err(self.no_such_days(&title, wanted.period)),
            },
        };
        Ok(Some(Named {
            title: campaign_title(&title),
            fields: [(NAME.to_owned(), title)].into(),
            code: id.to_string(),
            paper: CAMPAIGN.to_owned(),
            form: self.paper_form(CAMPAIGN)?,
            rule: None,
            unit,
            period,
            due,
        }))
    }

    /// Which of the reporting days of a community is meant where none is named: the first that has begun and is not sent, else
    /// the next.
    fn due_first(&mut self, days: &[CampaignDay], unit: &UnitPath) -> Result<usize, Refusal> {
        let today = self.act.today;
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(0) };
        let within = (first.day.period.from, last.day.period.to);
        let sent = reports::sent(&mut *self.store.driver, unit, within, today)?;
        let is_open = |of: &CampaignDay| {
            let ReportDay { code, period, due, .. } = &of.day;
            let about = (unit.clone(), code.clone(), period.from, period.to);
            period.from <= today
                && self.was_there(unit, period.to, due.day)
                && !sent.contains(&about)
        };
        let next = || days.iter().position(|of| of.day.due.day >= today);
        let at = days.iter().position(is_open).or_else(next);
        Ok(at.unwrap_or(days.len() - 1))
    }

    /// What a community has sent of a campaign that asks nothing of it any more: of the days named, else the last of it.
    fn sent_of(
        &mut self,
        campaign: Id,
        unit: &UnitPath,
        period: Option<Period>,
    ) -> Result<Option<Sent>, Refusal> {
        if unit.level() != Level::Community {
            return Ok(None);
        }
        let sent = reports::first_sent(&mut *self.store.driver, unit, &[campaign.to_string()])?;
        let meant = |sent: &Sent| {
            period.is_none_or(|period| (period.from, period.to) == (sent.from, sent.to))
        };
        Ok(sent.into_iter().map(|(.., sent)| sent).filter(meant).max_by_key(|sent| sent.to))
    }

    fn no_such_days(&self, title: &str, period: Option<Period>) -> Refusal {
        let title = campaign_title(title);
        let days = period.map(|of| terms::period(of.from, of.to)).unwrap_or_default();
        Refusal::said(format!(
            "“{title}”没有报{days}的这一期。各期的起止见 anban report status；写 --period 时写那一期里的任何一天，例如 {}。",
            self.act.today
        ))
    }

    fn not_asked(&self, title: &str, unit: &UnitPath) -> Refusal {
        let title = campaign_title(title);
        if unit.level() != Level::Community {
            return Refusal::said(format!(
                "“{title}”由社区报送。请写明是哪个社区（命令行用 --unit）。"
            ));
        }
        let unit = self.unit_name(unit);
        Refusal::said(format!(
            "“{title}”不要求{unit}报送，{unit}也没有报过。哪些社区要报，见 anban report status。"
        ))
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
