//! From the records to the cases: what each rule looks at, read once for the whole scope.

mod eve;
mod hazards;
mod ledgers;
mod notices;
mod progress;
mod rounds;
mod several;
mod silence;

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

pub(super) use self::eve::Eve;
use super::{Case, Proof, Record, words};
use crate::{
    domain::{
        accountability::{self as rules, Away, Clock, Found, Leave, Limits, MonthKept, Situation},
        entry::Entry,
        hazard::Step,
        id::Id,
        period,
        staff::{Role, Staff, is_near},
        unit::{Assignment, Level, UnitPath},
    },
    form::regime::{Regime, ReportRule},
    office::{Refusal, officers::found_by},
    store::{Driver, hazards::Stored, reports, warn},
    terms,
};

/// Somebody of a community whom no record names.
pub(super) const SOMEBODY: &str = "网格责任人";
/// The same of the street's office, of which several go through a community or nobody.
pub(super) const SOMEBODY_ABOVE: &str = "街道执法人员";

/// Whether this stands for somebody whom no record names.
pub(super) fn is_nobody(name: &str) -> bool {
    [SOMEBODY, SOMEBODY_ABOVE].contains(&name)
}

/// Whether a text holds such a word: it never stands on a letter.
pub(super) fn holds_nobody(text: &str) -> bool {
    [SOMEBODY, SOMEBODY_ABOVE].iter().any(|word| text.contains(word))
}

/// The days that a rule can ask about: three rounds of a year, and the year in which a silence may end.
pub(super) fn reach(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today - Days::new(4 * 366), today + Days::new(2 * 366))
}

/// A community, and since when it is there.
pub(super) struct Place {
    pub path: UnitPath,
    pub since: NaiveDate,
}

/// The name of a grid, and since when it is there.
pub(super) struct Grid {
    pub name: String,
    pub since: NaiveDate,
}

/// A head of a community by name, and the first day where it is told.
pub(super) type Head = (String, Option<NaiveDate>);

/// What is asked, and what has been found so far.
pub(super) struct Gather<'a> {
    pub clock: Clock<'a>,
    pub limits: Limits,
    pub regime: &'a Regime,
    pub scope: &'a UnitPath,
    pub places: &'a [Place],
    /// All streets, communities and grids of the office by name, seen from here or not.
    pub named: &'a [(UnitPath, String)],
    /// Who had which grid when.
    pub posts: &'a [Assignment],
    /// The first of the heads of each community today.
    pub heads: &'a HashMap<UnitPath, Head>,
    pub grids: &'a HashMap<UnitPath, Grid>,
    /// Everybody who is or was there.
    pub staff: &'a [Staff],
    /// Registered leave.
    pub leave: Vec<Leave>,
    /// Who may not inspect, and when: whoever is kept out is not told of not inspecting.
    pub kept_out: &'a [Leave],
    pub cases: Vec<Case>,
    /// Checks from above of which it is not said whether they found something.
    pub unclear: Vec<Id>,
}

/// A case before a rule has spoken: about whom and what, and what shows it.
pub(super) struct Draft {
    situation: Situation,
    community: UnitPath,
    person: String,
    about: String,
    proofs: Vec<Proof>,
    says: String,
    phrase: &'static str,
    past: bool,
}

impl Draft {
    /// Against a community; `about` is what is spoken of.
    pub fn of(situation: Situation, community: &UnitPath, about: impl std::fmt::Display) -> Draft {
        let (community, about) = (community.clone(), about.to_string());
        let (person, says) = (String::new(), String::new());
        let (proofs, phrase) = (Vec::new(), words::phrase(situation));
        Draft { situation, community, person, about, proofs, says, phrase, past: false }
    }

    /// Against this person of it.
    pub fn by(self, person: &str) -> Draft {
        Draft { person: person.to_owned(), ..self }
    }

    pub fn shown_by(self, proofs: impl IntoIterator<Item = Proof>) -> Draft {
        Draft { proofs: proofs.into_iter().collect(), ..self }
    }

    /// What several of its kind are called, where the situation has alternatives.
    pub fn called(self, phrase: &'static str) -> Draft {
        Draft { phrase, ..self }
    }

    /// Done and over, where it is.
    pub fn past(self, past: bool) -> Draft {
        Draft { past, ..self }
    }

    /// What the records alone do not say.
    pub fn saying(self, says: impl Into<String>) -> Draft {
        Draft { says: says.into(), ..self }
    }
}

impl Gather<'_> {
    /// All cases but those of the rounds, and those that hang on others and on reports.
    pub fn all(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        self.leave = self.leave(driver)?;
        let waiting = warn::waiting(driver, self.scope, self.horizon())?;
        self.progress(driver)?;
        self.notices(driver)?;
        self.months(driver)?;
        self.rechecks(&waiting);
        self.made_late(driver)?;
        self.resumed(driver)?;
        self.eventful(driver)?;
        self.tasks(driver)?;
        self.silence(driver)?;
        self.relapses(driver)?;
        self.unfit(driver)?;
        self.penalties(driver)?;
        self.accidents(driver)?;
        self.spot_checks(driver)
    }

    /// The first day that is looked at.
    pub fn since(&self) -> NaiveDate {
        self.clock.today - Days::new(self.limits.look_back_days.into())
    }

    /// The last day that a forecast can speak of: days off before the next working day belong to it.
    pub fn horizon(&self) -> NaiveDate {
        self.clock.calendar.add_workdays(self.clock.today, self.clock.ahead + 1) - Days::new(1)
    }

    /// Keeps a case where a rule has found something.
    pub fn put(&mut self, of: Draft, found: Option<Found>) {
        let Some(found) = found else { return };
        self.cases.push(Case {
            situation: of.situation,
            community: of.community,
            person: of.person,
            // What begins anew on another day is another case.
            subject: format!("{}@{}", of.about, found.day()),
            found,
            proofs: of.proofs,
            says: of.says,
            phrase: of.phrase,
            past: of.past,
        });
    }

    /// Who of the street's office went through a community in some days: the only one who was there, if for all of them.
    fn officer_above(&self, community: &UnitPath, (from, to): (NaiveDate, NaiveDate)) -> &str {
        let there = self.staff.iter().filter(|person| {
            person.role == Role::StreetOfficer
                && person.unit.covers(community)
                && person.since.is_none_or(|since| since <= to)
                && person.left.as_ref().is_none_or(|left| from < left.on)
        });
        let names: HashSet<&str> = there.clone().map(|person| person.name.as_str()).collect();
        let only = there.filter(|_| names.len() == 1);
        let only = only.into_iter().find(|person| person.serves_on(from) && person.serves_on(to));
        only.map_or(SOMEBODY_ABOVE, |person| &person.name)
    }

    /// The leave of somebody of a place.
    fn away(&self, name: &str, at: &UnitPath) -> Away {
        Away::of(&self.leave, name, at)
    }

    /// The days on which somebody of a place was on leave or might not inspect.
    fn unable(&self, name: &str, at: &UnitPath) -> Away {
        Away::of(self.leave.iter().chain(self.kept_out), name, at)
    }

    /// Whether what is left undone about a hazard is its community's: by whose visit found it, and who follows it.
    fn is_communitys(&self, community: &UnitPath, visit: Level, owner: &str) -> bool {
        let posts =
            self.staff.iter().filter(|post| post.name == owner && is_near(&post.unit, community));
        rules::is_communitys(visit, &posts.map(Staff::visits_for).collect::<Vec<_>>())
    }

    /// Who followed a hazard at the end of a day; `None` where its inspection is gone.
    fn owner_on(
        &self,
        driver: &mut dyn Driver,
        stored: &Stored,
        day: NaiveDate,
    ) -> Result<Option<String>, Refusal> {
        let mut owner = self.first_owner(driver, stored)?;
        for (step, _) in stored.steps.iter().filter(|(step, _)| step.on() <= day) {
            if let Step::HandedOver { to, .. } = step {
                to.trim().clone_into(&mut owner);
            }
        }
        Ok(Some(owner).filter(|owner| !is_nobody(owner)))
    }

    /// Who followed a hazard when it was found.
    fn first_owner(&self, driver: &mut dyn Driver, stored: &Stored) -> Result<String, Refusal> {
        let first = found_by(driver, self.posts, stored)?;
        Ok(first.unwrap_or_else(|| SOMEBODY.to_owned()))
    }

    /// TB-3: the month that ended last, and the running one. A month's report may say until its day that nothing was
    /// found; one that tells of what was put right speaks of the month just as well.
    fn months(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let (first, last) = period::month_of(self.clock.today);
        let (before, ended) = period::month_of(first - Days::new(1));
        let operating = warn::operating(driver, self.scope)?;
        let sent = reports::list(driver, self.scope, before, last)?;
        for month in [(before, ended), (first, last)] {
            let rules: Vec<&ReportRule> = self.monthly(month).collect();
            // A report that is cut speaks of the end of the month before as well: what it tells of counts for its month.
            let from = rules.iter().map(|rule| rule.days(month.0).0).fold(month.0, NaiveDate::min);
            let due = rules.iter().filter_map(|rule| rule.due(self.clock.calendar, month.0));
            let last = due.map(|due| due.day).fold(month.1, NaiveDate::max);
            let reported: HashSet<&UnitPath> = sent
                .iter()
                .filter(|report| {
                    report.returned.is_none()
                        && (report.from, report.to) == month
                        && rules.iter().any(|rule| rule.code == report.code)
                })
                .map(|report| &report.unit)
                .collect();
            let kept = warn::kept(driver, self.scope, from, month.1)?;
            let places: Vec<UnitPath> = self
                .places
                .iter()
                .filter(|place| place.since <= month.0 && operating.contains_key(&place.path))
                .map(|place| place.path.clone())
                .collect();
            for community in places {
                let rows = kept.get(&community).copied().unwrap_or_default();
                let reported = reported.contains(&community);
                let found = rules::ledger(self.clock, MonthKept { last, rows, reported });
                let says = format!("{}没有检查和隐患记录，也没有零报告", terms::month(month.0));
                let about = month.0.format("%Y-%m");
                self.put(Draft::of(Situation::NoLedger, &community, about).saying(says), found);
            }
        }
        Ok(())
    }

    /// What communities report of a month, whose first and last day are given.
    fn monthly(&self, month: (NaiveDate, NaiveDate)) -> impl Iterator<Item = &'_ ReportRule> {
        self.regime
            .reports
            .iter()
            .filter(move |rule| rule.from == Level::Community && rule.period(month.0) == month)
    }
}

/// The street of a community.
fn street_of(community: &UnitPath) -> UnitPath {
    community.at(Level::Street).unwrap_or_else(|| community.clone())
}

pub(super) fn field<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", |value| value.trim())
}
