//! From the records to the cases: what each rule looks at, read once for the whole scope.

mod eve;
mod hazards;
mod ledgers;
mod rounds;
mod silence;

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

pub(super) use self::eve::Eve;
use super::{Case, Proof, Record, words};
use crate::{
    domain::{
        accountability::{self as rules, Away, Clock, Found, Leave, Limits, MonthKept, Situation},
        entry::Entry,
        hazard::{StateKind, Step},
        id::Id,
        inspection::first_owner,
        period,
        staff::{Role, Staff, is_near},
        unit::{Assignment, Level, UnitPath},
    },
    form::regime::{Regime, ReportRule},
    office::Refusal,
    store::{Driver, hazards::Stored, inspections, notices, reports, warn, weeks},
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

/// A community, since when it is there, and its name.
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
        let hazard = &stored.hazard;
        let handed = |(step, _): &(Step, String)| matches!(step, Step::HandedOver { .. });
        if !stored.steps.iter().any(handed) {
            return Ok(hazard.owner.clone());
        }
        let found = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
        Ok(found.map_or_else(
            || SOMEBODY.to_owned(),
            |found| {
                first_owner(&found.inspectors, found.grid.as_ref(), self.posts, found.on).to_owned()
            },
        ))
    }

    /// TB-1: the month that ended last, and what the running one comes to.
    fn progress(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let running = period::month_of(self.clock.today);
        let before = period::month_of(running.0 - Days::new(1));
        let past = warn::past(driver, self.scope, before.1, running.1)?;
        let moved = Moved::of(weeks::moved_past(driver, self.scope, before.1)?, before.1);
        let communities: Vec<UnitPath> =
            self.places.iter().map(|place| place.path.clone()).collect();
        for (from, ends) in [before, running] {
            let is_over = ends < self.clock.today;
            // Of each street as a whole, whoever asks: a community is compared with its own.
            let streets: HashSet<UnitPath> = communities.iter().map(street_of).collect();
            let mut found: HashMap<UnitPath, warn::Counts> = HashMap::new();
            for street in streets {
                let counts = warn::found(driver, &street, from, ends)?;
                found.insert(street, counts);
            }
            for community in &communities {
                let Some(counts) = found.get(&street_of(community)) else { continue };
                let sum = |(all, closed): (u32, u32), (a, c): &(u32, u32)| (all + a, closed + c);
                let street = counts.values().fold((0, 0), sum);
                let (all, closed) = counts.get(community).copied().unwrap_or_default();
                let (then, next) = past.get(community).copied().unwrap_or_default();
                // A month that is over is told as it stood at its end, whatever was put right or extended since.
                let moved = moved.get(community).filter(|_| is_over);
                let now = if is_over { then } else { next };
                let overdue = moved.map_or(now, |moved| moved.then(now));
                let of = rules::Progress {
                    closed,
                    found: all,
                    street_closed: street.1,
                    street_found: street.0,
                    overdue,
                    ends,
                };
                let judged = rules::progress(self.clock, self.limits, &of);
                if judged.is_none() {
                    continue;
                }
                // Overdue ones show it; where they are not too many, those that keep the rate down.
                let slow = (overdue <= self.limits.overdue_most).then_some((from, ends));
                let most = now + all - closed;
                let mut ids = warn::not_put_right(driver, community, ends, slow, most)?;
                if let Some(moved) = moved {
                    ids.retain(|id| slow.is_some() || !moved.only_now.contains(id));
                    let more = moved.only_then.iter().filter(|id| !ids.contains(id));
                    let more: Vec<Id> = more.copied().collect();
                    ids.extend(more);
                }
                let is_better = rules::Progress { overdue: now, ..of };
                let is_better = rules::progress(self.clock, self.limits, &is_better).is_none();
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Hazard, id));
                let says = format!(
                    "{}查出{all}条、整改{closed}条（全街道查出{}条、整改{}条），{}逾期{overdue}条",
                    terms::month(from),
                    street.0,
                    street.1,
                    if is_over { "月底" } else { "到月底" },
                );
                let of = Draft::of(Situation::SlowProgress, community, from.format("%Y-%m"));
                self.put(of.shown_by(proofs).saying(says).past(is_over && is_better), judged);
            }
        }
        Ok(())
    }

    /// TB-2: notices that came long after their inspection, and those that were voided and wait for another one.
    fn notices(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for late in warn::late_notices(driver, self.scope, self.since())? {
            if !rules::is_communitys(late.visit, &[]) {
                continue;
            }
            // What was inspected before the office began is entered late by nobody's fault.
            let began = self.places.iter().find(|place| place.path == late.community);
            if began.is_some_and(|place| late.inspected < place.since) {
                continue;
            }
            let (clock, limits) = (self.clock, self.limits);
            let found = rules::notice(clock, limits, late.inspected, Some(late.issued));
            let says = format!(
                "{}的检查过了{}天才下发整改通知书",
                terms::date(late.inspected),
                (late.issued - late.inspected).num_days()
            );
            let of = Draft::of(Situation::NoticeLate, &late.community, late.inspection);
            let proof = Proof::of(Record::Inspection, late.inspection);
            self.put(of.shown_by([proof]).saying(says).past(true), found);
        }
        for notice in notices::waiting(driver, self.scope)? {
            let visit = inspections::by_id(driver, &notice.community, notice.inspection)?;
            if visit.is_some_and(|visit| !rules::is_communitys(visit.level, &[])) {
                continue;
            }
            // Until it was voided the premises had it.
            let from = notice.void.as_ref().map_or(notice.issued_on, |void| void.on);
            let found = rules::notice(self.clock, self.limits, from, None);
            let of = Draft::of(Situation::NoticeLate, &notice.community, notice.inspection);
            let proof = Proof::of(Record::Inspection, notice.inspection);
            let of = of.shown_by([proof]).called("{n}份整改通知书作废后没有重新下发");
            self.put(of.saying("整改通知书作废后没有重新下发"), found);
        }
        Ok(())
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

/// Hazards of a community that were past their deadline at the end of a day and are so no more, and those of which the
/// columns say so only by now.
#[derive(Default)]
struct Moved {
    only_then: Vec<Id>,
    only_now: Vec<Id>,
}

impl Moved {
    fn of(all: Vec<weeks::Moved>, day: NaiveDate) -> HashMap<UnitPath, Moved> {
        let mut by_community: HashMap<UnitPath, Moved> = HashMap::new();
        // What was withdrawn since never was one.
        for one in all.into_iter().filter(|one| one.now.kind != StateKind::Withdrawn) {
            let moved = by_community.entry(one.place.0).or_default();
            match (one.then.is_overdue(day), one.now.is_overdue(day)) {
                (true, false) => moved.only_then.push(one.hazard),
                (false, true) => moved.only_now.push(one.hazard),
                _ => {}
            }
        }
        by_community
    }

    /// How many there were then, of which the columns have so many now.
    fn then(&self, now: u32) -> u32 {
        (now + self.only_then.len() as u32).saturating_sub(self.only_now.len() as u32)
    }
}

/// The street of a community.
fn street_of(community: &UnitPath) -> UnitPath {
    community.at(Level::Street).unwrap_or_else(|| community.clone())
}

pub(super) fn field<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", |value| value.trim())
}
