//! A campaign (专项行动): for some days some premises are seen more often, and reports have days of their own
//! (S0 §一.1(3) 专项行动期间适时增加检查频率, §二.3 按照专项行动方案报送时限).

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    deadline::{Deadline, office_due},
    id::Id,
    period,
    premises::{Kind, Premises, Risk},
    rule::RuleError,
    typed::name_key,
    unit::UnitPath,
    workday::WorkCalendar,
};

mod told;

pub use told::{Asked, Sent};

/// How often a premises is to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Monday to Sunday.
    #[default]
    Week,
    Month,
    /// Over all its days.
    Whole,
}

impl Every {
    pub const ALL: [Every; 3] = [Every::Week, Every::Month, Every::Whole];

    pub fn code(self) -> &'static str {
        match self {
            Every::Week => "week",
            Every::Month => "month",
            Every::Whole => "whole",
        }
    }
}

/// Which premises it is about: those that meet everything that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    /// Only 重点监管.
    pub key: bool,
    pub kinds: Vec<Kind>,
    pub risks: Vec<Risk>,
    /// Words of the trade or the name, of which one is enough.
    pub words: Vec<String>,
    pub grids: Vec<UnitPath>,
}

/// What a scope asks of a premises.
#[derive(Clone, Copy, Debug)]
pub struct Traits<'a> {
    pub key: bool,
    pub kind: Kind,
    pub risk: Option<Risk>,
    pub industry: &'a str,
    pub name: &'a str,
    pub grid: Option<&'a UnitPath>,
}

impl Scope {
    pub fn holds(&self, entry: &Premises) -> bool {
        self.holds_for(Traits {
            key: entry.key,
            kind: entry.kind,
            risk: entry.risk,
            industry: &entry.industry,
            name: &entry.name,
            grid: entry.grid.as_ref(),
        })
    }

    pub fn holds_for(&self, of: Traits<'_>) -> bool {
        let says = |word: &String| of.industry.contains(word) || of.name.contains(word);
        (!self.key || of.key)
            && (self.kinds.is_empty() || self.kinds.contains(&of.kind))
            && (self.risks.is_empty() || of.risk.is_some_and(|risk| self.risks.contains(&risk)))
            && (self.words.is_empty() || self.words.iter().any(says))
            && (self.grids.is_empty() || of.grid.is_some_and(|grid| self.grids.contains(grid)))
    }
}

/// When it is reported on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reports {
    #[default]
    None,
    /// Every working day.
    Daily,
    /// On a day of the week, before it where that is a day off.
    Weekly(Weekday),
    Days(Vec<NaiveDate>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: Id,
    /// The street or the community that runs it.
    pub unit: UnitPath,
    pub name: String,
    /// First and last day.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The paper that orders it.
    pub basis: String,
    pub scope: Scope,
    pub every: Every,
    /// At least so often in each stretch; takes the place of a lower usual frequency.
    pub times: u32,
    pub reports: Reports,
    /// Broken off: the last day, and why.
    pub ended: Option<(NaiveDate, String)>,
    /// 撤销立项: the day on which it was taken back, and why.
    #[serde(default)]
    pub withdrawn: Option<(NaiveDate, String)>,
}

/// The next day on which it is reported comes within so many days of the last one, the longest rest between them.
const BEHIND: Days = Days::new(31);
/// What it has missed is told for so long after its last day.
pub const OPEN_BEHIND: Months = Months::new(12);
/// Visits of one premises in a stretch at most: one a day.
const MOST: u32 = 31;

impl Campaign {
    /// What a new or changed campaign has to say.
    pub fn check(&self) -> Result<(), RuleError> {
        if self.name.trim().is_empty() {
            return Err(RuleError::CampaignNameless);
        }
        if self.to < self.from {
            return Err(RuleError::CampaignBackwards { from: self.from, to: self.to });
        }
        if self.times > MOST {
            return Err(RuleError::CampaignTooOften { most: MOST });
        }
        if let Reports::Days(days) = &self.reports {
            if days.is_empty() {
                return Err(RuleError::CampaignReportDays);
            }
            if let Some(day) = days.iter().find(|day| **day < self.from).copied() {
                return Err(RuleError::CampaignReportEarly { day, from: self.from });
            }
        }
        Ok(())
    }

    /// Whether a community reports on it: one in whose grids it is.
    pub fn asks(&self, community: &UnitPath) -> bool {
        let grids = &self.scope.grids;
        self.unit.covers(community)
            && (grids.is_empty() || grids.iter().any(|grid| community.covers(grid)))
    }

    pub fn last(&self) -> NaiveDate {
        self.ended.as_ref().map_or(self.to, |(on, _)| self.to.min(*on))
    }

    /// Whether what it has missed is still to be made good on a day after its last: until its closing is entered, for a
    /// year at most.
    pub fn is_open_behind(&self, day: NaiveDate) -> bool {
        let open = self.ended.is_none() && self.withdrawn.is_none();
        open && self.to < day && day <= self.to + OPEN_BEHIND
    }

    /// Whether another campaign of the same name concerns the same units in days that both have.
    pub fn is_twin_of(&self, other: &Campaign) -> bool {
        let (ours, theirs) = (&self.unit, &other.unit);
        self.id != other.id
            && (ours.covers(theirs) || theirs.covers(ours))
            && name_key(&self.name) == name_key(&other.name)
            && self.from <= other.last()
            && other.from <= self.last()
    }

    pub fn runs_on(&self, day: NaiveDate) -> bool {
        self.withdrawn.is_none() && (self.from..=self.last()).contains(&day)
    }

    /// The days within which a premises is to be seen `times` times: the week, the month or all the days that a
    /// day lies in, as far as they are the campaign's. `None` on a day that is not its own.
    pub fn stretch(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        if !self.runs_on(day) {
            return None;
        }
        let (from, to) = match self.every {
            Every::Week => period::week_of(day),
            Every::Month => period::month_of(day),
            Every::Whole => (self.from, self.last()),
        };
        Some((from.max(self.from), to.min(self.last())))
    }

    /// The reporting days from a day to a day; one that falls on a day off rolls back, as an office's do. Days of the
    /// campaign that come after the last of them are told on the next one, after its end.
    pub fn report_days(
        &self,
        calendar: &WorkCalendar,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Deadline> {
        let last = self.last();
        let mut named: Vec<NaiveDate> = self.named_days(calendar).collect();
        named.sort_unstable();
        let (own, after): (Vec<NaiveDate>, Vec<NaiveDate>) =
            named.into_iter().partition(|day| *day <= last);
        let mut due: Vec<Deadline> = own.iter().map(|day| self.told_by(calendar, *day)).collect();
        let told = due.iter().map(|due| due.day).max();
        let mut after = after.into_iter().map(|day| office_due(calendar, day));
        match &self.reports {
            // A last report may be due after the last day.
            Reports::Days(_) if self.ended.is_none() => due.extend(after),
            Reports::None => {}
            _ if told.is_none_or(|told| told < last) => {
                due.extend(after.find(|due| due.day > last))
            }
            _ => {}
        }
        due.retain(|due| (from..=to).contains(&due.day));
        due.sort_by_key(|due| due.day);
        due.dedup_by_key(|due| due.day);
        due
    }

    /// The day by which a report is due that is named for a day: never before there is anything to report.
    fn told_by(&self, calendar: &WorkCalendar, day: NaiveDate) -> Deadline {
        let due = office_due(calendar, day);
        match due.day < self.from {
            true => Deadline { day: calendar.next_workday(day), ..due },
            false => due,
        }
    }

    /// Of its reporting days those by which somebody can have reported, where it was entered on a day: what came before is
    /// told on the next one. Where all have passed that is the working day after.
    pub fn since_entered(
        calendar: &WorkCalendar,
        mut due: Vec<Deadline>,
        entered: NaiveDate,
    ) -> Vec<Deadline> {
        let any = !due.is_empty();
        due.retain(|due| due.day >= entered);
        if any && due.is_empty() {
            due.push(office_due(calendar, calendar.add_workdays(entered, 1)));
        }
        due
    }

    /// Its reporting days as they were asked for by and by, with the days that each tells of: `forms` is the campaign as it
    /// was entered and as it was put right, each with the day on which it was said (`None`: nobody knows). What was due
    /// before another form was said stays as it was asked for and sent; the days of the new one begin behind it. An end holds
    /// for all of them.
    pub fn asked_days(
        calendar: &WorkCalendar,
        forms: &[(Option<NaiveDate>, Campaign)],
        behind: Days,
    ) -> Vec<Asked> {
        let Some((_, first)) = forms.first() else { return Vec::new() };
        let mut next = first.from;
        let mut all = Vec::new();
        for (at, (said, form)) in forms.iter().enumerate() {
            let mut due = form.report_days(calendar, form.from, form.to + behind);
            if let Some(said) = said {
                // What was asked for before tells of all days until then, where nothing of the new form is to come.
                let told = at > 0 && next > form.last();
                due = match told {
                    true => due.into_iter().filter(|due| due.day >= *said).collect(),
                    false => Campaign::since_entered(calendar, due, *said),
                };
            }
            let until = forms.get(at + 1).and_then(|(said, _)| *said);
            due.retain(|due| until.is_none_or(|until| due.day < until));
            next = next.max(form.from);
            for due in due {
                let last = due.day.min(form.last());
                // What comes after the campaign speaks of all of it.
                let begin = if next > last { form.from } else { next };
                next = due.day + Days::new(1);
                all.push((due, begin, last));
            }
        }
        all
    }

    /// Of the forms that a campaign has had (as for [`Campaign::asked_days`]) the one by which its round goes that holds a
    /// day: what was over before it was put right stays as it was asked for. `None` only where there is no form.
    pub fn stood(forms: &[(Option<NaiveDate>, Campaign)], on: NaiveDate) -> Option<&Campaign> {
        let over = |(form, next): (&Campaign, &(Option<NaiveDate>, Campaign))| {
            let round = form.stretch(on).or_else(|| next.1.stretch(on));
            next.0.is_some_and(|said| round.map_or(on, |(_, last)| last) < said)
        };
        let pairs = forms.iter().map(|(_, form)| form).zip(forms.iter().skip(1));
        let then = pairs.into_iter().find(|pair| over(*pair)).map(|(form, _)| form);
        then.or(forms.last().map(|(_, form)| form))
    }

    /// The days that are named for reports, some of those after the end too.
    fn named_days<'a>(
        &'a self,
        calendar: &'a WorkCalendar,
    ) -> Box<dyn Iterator<Item = NaiveDate> + 'a> {
        let all = self.from.iter_days().take_while(|day| *day <= self.last() + BEHIND);
        match &self.reports {
            Reports::None => Box::new(std::iter::empty()),
            Reports::Daily => Box::new(all.filter(|day| calendar.is_workday(*day))),
            Reports::Weekly(weekday) => Box::new(all.filter(|day| day.weekday() == *weekday)),
            Reports::Days(days) => Box::new(days.iter().copied()),
        }
    }

    /// When it is reported on, of one that was broken off without the days that are named for nothing any more.
    pub fn asked(&self, calendar: &WorkCalendar) -> Reports {
        let Reports::Days(days) = &self.reports else { return self.reports.clone() };
        let due = self.report_days(calendar, NaiveDate::MIN, NaiveDate::MAX);
        let asked =
            |day: &&NaiveDate| due.iter().any(|due| due.day == self.told_by(calendar, **day).day);
        Reports::Days(days.iter().filter(asked).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::workday::sample::{calendar_2026, day},
        *,
    };

    fn campaign() -> Campaign {
        Campaign {
            id: Id([1; 16]),
            unit: UnitPath::parse("3505/03/008").unwrap(),
            name: "冬春火灾防控".into(),
            from: day("2026-09-24"),
            to: day("2026-10-16"),
            basis: String::new(),
            scope: Scope::default(),
            every: Every::Week,
            times: 2,
            reports: Reports::None,
            ended: None,
            withdrawn: None,
        }
    }

    #[test]
    fn two_of_one_name_are_twins_where_they_meet() {
        let other = |unit: &str, name: &str, from: &str, to: &str| Campaign {
            id: Id([2; 16]),
            unit: UnitPath::parse(unit).unwrap(),
            name: name.into(),
            from: day(from),
            to: day(to),
            ..campaign()
        };
        for (unit, name, from, to, twins) in [
            ("3505/03/008", "冬春火灾防控", "2026-10-16", "2026-12-31", true),
            ("3505/03/008", "冬春火灾防控", "2026-10-17", "2026-12-31", false),
            ("3505/03/008/006", " 冬春火灾防控", "2026-09-24", "2026-09-24", true),
            ("3505/03", "冬春火灾防控", "2026-09-24", "2026-09-24", true),
            ("3505/03/009", "冬春火灾防控", "2026-09-24", "2026-09-24", false),
            ("3505/03/008", "冬春火灾防控（二）", "2026-09-24", "2026-10-16", false),
        ] {
            let other = other(unit, name, from, to);
            assert_eq!(campaign().is_twin_of(&other), twins, "{unit} {name} {from} {to}");
        }
        assert!(!campaign().is_twin_of(&campaign()), "no campaign is its own twin");
    }

    #[test]
    fn a_round_that_was_over_before_a_change_goes_by_what_stood_then() {
        let form = |said: &str, from: &str, to: &str, times: u32| {
            let (from, to, every) = (day(from), day(to), Every::Week);
            (Some(day(said)), Campaign { from, to, every, times, ..campaign() })
        };
        let raised = [
            form("2026-09-24", "2026-09-24", "2026-10-16", 1),
            form("2026-10-05", "2026-09-24", "2026-10-16", 2),
            form("2026-10-14", "2026-09-24", "2026-10-09", 3),
        ];
        // On the last day of a round it still runs; what begins earlier asks for nothing that was over by then.
        let earlier = [
            form("2026-09-20", "2026-09-28", "2026-10-16", 1),
            form("2026-09-27", "2026-09-14", "2026-10-16", 2),
        ];
        for (forms, on, times) in [
            (&raised[..], "2026-09-24", 1),
            (&raised, "2026-10-04", 1),
            (&raised, "2026-10-05", 2),
            (&raised, "2026-10-11", 2),
            (&raised, "2026-10-12", 3),
            (&raised, "2026-10-20", 3),
            (&raised[..1], "2026-10-20", 1),
            (&earlier, "2026-09-14", 1),
            (&earlier, "2026-09-20", 1),
            (&earlier, "2026-09-21", 2),
            (&earlier, "2026-09-28", 2),
        ] {
            let stood = Campaign::stood(forms, day(on)).map(|form| form.times);
            assert_eq!(stood, Some(times), "{on}");
        }
        assert_eq!(Campaign::stood(&[], day("2026-09-24")), None);
    }

    #[test]
    fn what_was_missed_is_owed_until_the_closing_or_for_a_year() {
        let ended =
            Campaign { ended: Some((day("2026-11-20"), "验收合格".into())), ..campaign() };
        for (campaign, on, open) in [
            (campaign(), "2026-10-16", false),
            (campaign(), "2026-10-17", true),
            (campaign(), "2026-12-31", true),
            (campaign(), "2027-01-01", true),
            (campaign(), "2027-10-16", true),
            (campaign(), "2027-10-17", false),
            (ended, "2026-11-21", false),
        ] {
            assert_eq!(campaign.is_open_behind(day(on)), open, "{on}");
        }
    }

    #[test]
    fn a_stretch_is_cut_to_the_days_of_the_campaign() {
        let ended =
            Campaign { ended: Some((day("2026-10-08"), "提前结束".into())), ..campaign() };
        for (campaign, every, on, stretch) in [
            (campaign(), Every::Week, "2026-09-23", None),
            (campaign(), Every::Week, "2026-09-25", Some(("2026-09-24", "2026-09-27"))),
            (campaign(), Every::Week, "2026-10-09", Some(("2026-10-05", "2026-10-11"))),
            (campaign(), Every::Month, "2026-09-30", Some(("2026-09-24", "2026-09-30"))),
            (campaign(), Every::Month, "2026-10-01", Some(("2026-10-01", "2026-10-16"))),
            (campaign(), Every::Whole, "2026-10-01", Some(("2026-09-24", "2026-10-16"))),
            (ended.clone(), Every::Whole, "2026-10-01", Some(("2026-09-24", "2026-10-08"))),
            (ended, Every::Week, "2026-10-09", None),
        ] {
            let stretch = stretch.map(|(from, to)| (day(from), day(to)));
            assert_eq!(Campaign { every, ..campaign }.stretch(day(on)), stretch, "{every:?} {on}");
        }
    }

    #[test]
    fn reports_have_days_of_their_own_which_roll_back() {
        let calendar = calendar_2026();
        let days = |reports: Reports, from: &str, to: &str| -> Vec<String> {
            let campaign = Campaign { reports, ..campaign() };
            let due = campaign.report_days(&calendar, day(from), day(to));
            due.into_iter().map(|due| due.day.to_string()).collect()
        };
        let all = ("2026-09-01", "2026-10-31");
        assert_eq!(days(Reports::None, all.0, all.1), [""; 0]);
        // 中秋 is the 25th to the 27th, 国庆 the 1st to the 7th.
        assert_eq!(
            days(Reports::Daily, "2026-09-24", "2026-10-09"),
            ["2026-09-24", "2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09"]
        );
        assert_eq!(
            days(Reports::Weekly(Weekday::Fri), all.0, all.1),
            ["2026-09-24", "2026-09-30", "2026-10-09", "2026-10-16"]
        );
        // The rest in which it begins has no working day before it that is the campaign's.
        let begun = Campaign {
            from: day("2026-10-02"),
            to: day("2026-10-06"),
            reports: Reports::Days(vec![day("2026-10-05")]),
            ..campaign()
        };
        let due = begun.report_days(&calendar, day(all.0), day(all.1));
        assert_eq!(due.iter().map(|due| due.day).collect::<Vec<_>>(), [day("2026-10-08")]);
        assert_eq!(begun.asked(&calendar), begun.reports);
        let named = Reports::Days(vec![day("2026-10-20"), day("2026-10-03")]);
        assert_eq!(days(named.clone(), all.0, all.1), ["2026-09-30", "2026-10-20"]);
        let ended = Campaign {
            reports: named,
            ended: Some((day("2026-10-08"), "提前结束".into())),
            ..campaign()
        };
        // Broken off before a day that is named, it owes that report for the days up to its end.
        let due: Vec<String> = ended
            .report_days(&calendar, day(all.0), day(all.1))
            .into_iter()
            .map(|due| due.day.to_string())
            .collect();
        assert_eq!(due, ["2026-09-30", "2026-10-20"]);
        let without = Campaign {
            reports: Reports::Days(["2026-10-03", "2026-10-20", "2026-10-30"].map(day).to_vec()),
            ..ended
        };
        let asked = Reports::Days(["2026-10-03", "2026-10-20"].map(day).to_vec());
        assert_eq!(without.asked(&calendar), asked);
    }

    #[test]
    fn the_last_days_are_in_a_report_after_the_end() {
        let calendar = calendar_2026();
        for (reports, to, ended, days) in [
            // Friday the 16th is the last day; the 14th is a Wednesday.
            (Reports::Weekly(Weekday::Fri), "2026-10-16", None, vec!["09", "16"]),
            (Reports::Weekly(Weekday::Fri), "2026-10-14", None, vec!["09", "16"]),
            (Reports::Weekly(Weekday::Fri), "2026-10-16", Some("2026-10-12"), vec!["09", "16"]),
            (Reports::Weekly(Weekday::Wed), "2026-10-16", None, vec!["14", "21"]),
            (Reports::Weekly(Weekday::Fri), "2026-10-16", Some("2026-10-09"), vec!["09"]),
            // The 17th is a Saturday.
            (Reports::Daily, "2026-10-17", Some("2026-10-17"), vec!["15", "16", "19"]),
        ] {
            let campaign = Campaign {
                reports: reports.clone(),
                to: day(to),
                ended: ended.map(|on| (day(on), "提前结束".into())),
                ..campaign()
            };
            let from = if reports == Reports::Daily { "2026-10-15" } else { "2026-10-08" };
            let due = campaign.report_days(&calendar, day(from), day("2026-11-30"));
            let told: Vec<String> =
                due.into_iter().map(|due| due.day.format("%d").to_string()).collect();
            assert_eq!(told, days, "{reports:?} {to} {ended:?}");
        }
    }

    #[test]
    fn a_scope_holds_what_meets_all_that_it_says() {
        let entry = Premises {
            id: Id([2; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            grid: UnitPath::parse("3505/03/008/006/01"),
            name: "顺发纸箱厂".into(),
            uscc: String::new(),
            licensed: true,
            kind: Kind::Enterprise,
            address: String::new(),
            site_address: String::new(),
            industry: "纸制品".into(),
            category: String::new(),
            person_in_charge: String::new(),
            safety_lead: String::new(),
            phone: String::new(),
            key: false,
            key_reasons: Vec::new(),
            risk: Some(Risk::Orange),
            extra: Default::default(),
            direct: String::new(),
            status: Default::default(),
            since: day("2026-01-05"),
        };
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        for (scope, holds) in [
            (Scope::default(), true),
            (Scope { key: true, ..Scope::default() }, false),
            (Scope { kinds: vec![Kind::Enterprise, Kind::Social], ..Scope::default() }, true),
            (Scope { kinds: vec![Kind::Rental], ..Scope::default() }, false),
            (Scope { risks: vec![Risk::Orange], ..Scope::default() }, true),
            (Scope { risks: vec![Risk::Red], ..Scope::default() }, false),
            (Scope { words: words(&["鞋", "纸"]), ..Scope::default() }, true),
            (Scope { words: words(&["箱"]), ..Scope::default() }, true),
            (Scope { words: words(&["鞋"]), ..Scope::default() }, false),
            (Scope { grids: entry.grid.iter().cloned().collect(), ..Scope::default() }, true),
            (Scope { words: words(&["纸"]), risks: vec![Risk::Blue], ..Scope::default() }, false),
        ] {
            assert_eq!(scope.holds(&entry), holds, "{scope:?}");
        }
    }

    #[test]
    fn a_campaign_has_a_name_and_ends_after_it_begins() {
        assert_eq!(campaign().check(), Ok(()));
        let nameless = Campaign { name: " ".into(), ..campaign() };
        assert_eq!(nameless.check(), Err(RuleError::CampaignNameless));
        let (first, before) = (campaign().from, campaign().from - Days::new(1));
        for (days, expected) in [
            (vec![], Err(RuleError::CampaignReportDays)),
            (vec![before], Err(RuleError::CampaignReportEarly { day: before, from: first })),
            (vec![first], Ok(())),
        ] {
            let reported = Campaign { reports: Reports::Days(days.clone()), ..campaign() };
            assert_eq!(reported.check(), expected, "{days:?}");
        }
        let backwards = Campaign { to: day("2026-09-23"), ..campaign() };
        let backwards_told =
            RuleError::CampaignBackwards { from: backwards.from, to: backwards.to };
        assert_eq!(backwards.check(), Err(backwards_told));
    }
    #[test]
    fn what_was_asked_for_stays_when_the_days_are_changed() {
        let calendar = calendar_2026();
        let weekly = |weekday| Campaign {
            from: day("2026-08-31"),
            to: day("2026-09-30"),
            reports: Reports::Weekly(weekday),
            ..campaign()
        };
        let told = |forms: &[(Option<&str>, Campaign)]| {
            let forms: Vec<(Option<NaiveDate>, Campaign)> =
                forms.iter().map(|(said, form)| (said.map(day), form.clone())).collect();
            let all = Campaign::asked_days(&calendar, &forms, Days::new(62));
            let line = |(due, from, to): &(Deadline, NaiveDate, NaiveDate)| {
                let short = |day: &NaiveDate| day.format("%m%d").to_string();
                format!("{}~{}@{}", short(from), short(to), short(&due.day))
            };
            all.iter().map(line).collect::<Vec<_>>().join(" ")
        };
        let friday = (Some("2026-08-31"), weekly(Weekday::Fri));
        let as_entered = told(std::slice::from_ref(&friday));
        assert!(as_entered.starts_with("0831~0904@0904 0905~0911@0911 0912~0918@0918"));
        // Wednesdays since the 15th: what was due before stays, the next one begins behind it.
        let wednesday = (Some("2026-09-15"), weekly(Weekday::Wed));
        assert_eq!(
            told(&[friday.clone(), wednesday]),
            "0831~0904@0904 0905~0911@0911 0912~0916@0916 0917~0923@0923 0924~0930@0930"
        );
        // It begins later than was said.
        let later = Campaign { from: day("2026-09-01"), ..weekly(Weekday::Fri) };
        assert!(
            told(&[friday.clone(), (Some("2026-09-15"), later)])
                .starts_with("0831~0904@0904 0905~0911@0911 0912~0918@0918")
        );
        // Put right on the day on which it was entered.
        let daily = Campaign { reports: Reports::Daily, ..weekly(Weekday::Fri) };
        assert_eq!(told(&[(Some("2026-08-31"), daily), friday.clone()]), as_entered);
        // Nothing more is asked for.
        let none = Campaign { reports: Reports::None, ..weekly(Weekday::Fri) };
        assert_eq!(
            told(&[friday.clone(), (Some("2026-09-15"), none)]),
            "0831~0904@0904 0905~0911@0911"
        );
        // It ended earlier, as is said behind the end: all of it has been told.
        let shorter = Campaign { to: day("2026-09-11"), ..weekly(Weekday::Fri) };
        assert_eq!(told(&[friday, (Some("2026-09-15"), shorter)]), "0831~0904@0904 0905~0911@0911");
    }

    #[test]
    fn a_campaign_of_some_grids_asks_their_communities() {
        let unit = |path: &str| UnitPath::parse(path).unwrap();
        let grids = vec![unit("3505/03/008/006/01")];
        let of_grids = Campaign { scope: Scope { grids, ..Scope::default() }, ..campaign() };
        for (community, of_all, of_some) in [
            ("3505/03/008/006", true, true),
            ("3505/03/008/007", true, false),
            ("3505/03/009/006", false, false),
        ] {
            assert_eq!(campaign().asks(&unit(community)), of_all, "{community}");
            assert_eq!(of_grids.asks(&unit(community)), of_some, "{community}");
        }
    }
}
