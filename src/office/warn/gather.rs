//! From the records to the cases: what each rule looks at, read once for the whole scope.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::{Case, Proof, Record};
use crate::{
    domain::{
        accountability::{self as rules, Clock, Found, Hopeless, Limits, MonthKept, Situation},
        entry::Entry,
        grade::{Disposal, Grade},
        hazard::{Course, StateKind, Step},
        id::Id,
        matter::MatterKind,
        penalty, period,
        resumption::forbids,
        unit::UnitPath,
    },
    form::regime::{Every, Patrol, Regime, Scope},
    office::Refusal,
    store::{
        self, Driver, entries, hazards, matters, notices,
        rounds::Which,
        warn::{self, Waiting},
    },
    terms,
};

/// Records that one case names at most.
const NAMED: usize = 20;

/// Somebody of a community whom no record names.
pub(super) const SOMEBODY: &str = "网格责任人";

/// A community, since when it is there, and its name.
pub(super) struct Place {
    pub path: UnitPath,
    pub since: NaiveDate,
}

/// What is asked, and what has been found so far.
pub(super) struct Gather<'a> {
    pub clock: Clock<'a>,
    pub limits: Limits,
    pub regime: &'a Regime,
    pub scope: &'a UnitPath,
    pub places: &'a [Place],
    /// The 网格员 of each grid today.
    pub officers: &'a HashMap<UnitPath, String>,
    pub cases: Vec<Case>,
}

impl Gather<'_> {
    /// All cases but those that hang on others and on reports.
    pub fn all(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let waiting = warn::waiting(driver, self.scope, self.horizon())?;
        self.progress(driver, &waiting)?;
        self.notices(driver)?;
        self.months(driver)?;
        self.rechecks(&waiting);
        self.resumed(driver)?;
        self.eventful(driver)?;
        self.tasks(driver)?;
        self.rounds(driver)?;
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

    /// The last day that a forecast can speak of.
    fn horizon(&self) -> NaiveDate {
        self.clock.calendar.add_workdays(self.clock.today, self.clock.ahead)
    }

    pub fn put(
        &mut self,
        situation: Situation,
        community: &UnitPath,
        person: &str,
        about: impl std::fmt::Display,
        found: Option<Found>,
        proofs: Vec<Proof>,
    ) {
        self.put_saying(situation, community, person, about, found, proofs, String::new());
    }

    #[allow(clippy::too_many_arguments)]
    fn put_saying(
        &mut self,
        situation: Situation,
        community: &UnitPath,
        person: &str,
        about: impl std::fmt::Display,
        found: Option<Found>,
        proofs: Vec<Proof>,
        says: String,
    ) {
        let Some(found) = found else { return };
        self.cases.push(Case {
            situation,
            community: community.clone(),
            person: person.to_owned(),
            // What begins anew on another day is another case.
            subject: format!("{about}@{}", found.day()),
            found,
            proofs,
            says,
        });
    }

    fn officer(&self, grid: Option<&UnitPath>) -> String {
        grid.and_then(|grid| self.officers.get(grid)).map_or(SOMEBODY, String::as_str).to_owned()
    }

    /// TB-1
    fn progress(&mut self, driver: &mut dyn Driver, waiting: &[Waiting]) -> Result<(), Refusal> {
        let (first, ends) = period::month_of(self.clock.today);
        let (from, ended) = period::month_of(first - Days::new(1));
        let found = warn::found(driver, self.scope, from, ended)?;
        let past = warn::past(driver, self.scope, ended, ends)?;
        let street = found.values().fold((0, 0), |(all, closed), (a, c)| (all + a, closed + c));
        let communities: Vec<UnitPath> =
            self.places.iter().map(|place| place.path.clone()).collect();
        for community in communities {
            let (all, closed) = found.get(&community).copied().unwrap_or_default();
            let (overdue, overdue_next) = past.get(&community).copied().unwrap_or_default();
            let of = rules::Progress {
                closed,
                found: all,
                street_closed: street.1,
                street_found: street.0,
                overdue,
                overdue_next,
                ended,
                ends,
            };
            let judged = rules::progress(self.clock, self.limits, &of);
            let limit = judged.map_or(ended, Found::day);
            let proofs = waiting
                .iter()
                .filter(|hazard| hazard.community == community && hazard.deadline < limit)
                .take(NAMED)
                .map(|hazard| Proof::of(Record::Hazard, hazard.id))
                .collect();
            let says = format!(
                "上月查出{all}条、整改{closed}条（全街道查出{}条、整改{}条），月底逾期{}条",
                street.0,
                street.1,
                if judged.is_some_and(Found::holds) { overdue } else { overdue_next }
            );
            let month = period::month_of(limit).0;
            self.put_saying(
                Situation::SlowProgress,
                &community,
                "",
                format!("{}", month.format("%Y-%m")),
                judged,
                proofs,
                says,
            );
        }
        Ok(())
    }

    /// TB-2: inspections whose notice was voided and that wait for another one.
    fn notices(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for notice in notices::waiting(driver, self.scope)? {
            // Until it was voided the premises had it.
            let from = notice.void.as_ref().map_or(notice.issued_on, |void| void.on);
            let found = rules::notice(self.clock, self.limits, from, None);
            let proofs = vec![Proof::of(Record::Inspection, notice.inspection)];
            let about = notice.inspection;
            self.put(Situation::NoticeLate, &notice.community, "", about, found, proofs);
        }
        Ok(())
    }

    /// TB-3: the month that ended last, and the running one.
    fn months(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let (first, last) = period::month_of(self.clock.today);
        let (before, ended) = period::month_of(first - Days::new(1));
        let operating = warn::operating(driver, self.scope)?;
        for (from, to) in [(before, ended), (first, last)] {
            let kept = warn::kept(driver, self.scope, from, to)?;
            let places: Vec<UnitPath> = self
                .places
                .iter()
                .filter(|place| place.since <= from && operating.contains_key(&place.path))
                .map(|place| place.path.clone())
                .collect();
            for community in places {
                let (rows, reports) = kept.get(&community).copied().unwrap_or_default();
                let month = MonthKept { last: to, rows, zero: reports > 0 };
                let found = rules::ledger(self.clock, month);
                let says = format!("{}没有检查和隐患记录，也没有零报告", terms::month(from));
                let about = from.format("%Y-%m");
                self.put_saying(
                    Situation::NoLedger,
                    &community,
                    "",
                    about,
                    found,
                    Vec::new(),
                    says,
                );
            }
        }
        Ok(())
    }

    /// TB-4
    fn rechecks(&mut self, waiting: &[Waiting]) {
        let grace = self.regime.recheck.grace_workdays;
        for hazard in waiting {
            let found = rules::recheck(self.clock, grace, hazard.deadline, None);
            let proofs = vec![Proof::of(Record::Hazard, hazard.id)];
            let (community, id) = (&hazard.community, hazard.id);
            self.put(Situation::RecheckLate, community, "", id, found, proofs);
        }
    }

    /// TB-5
    fn resumed(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for (community, premises, on) in warn::resumed(driver, self.scope, self.since())? {
            let hazards = warn::at_premises(driver, &community, premises, self.clock.today)?;
            let forbidding: Vec<Id> = hazards
                .iter()
                .filter(|stored| forbids(stored.hazard.disposal, &stored.hazard.course))
                .map(|stored| stored.hazard.id)
                .collect();
            let found = rules::resumed(Some(on), !forbidding.is_empty());
            let mut proofs = vec![Proof::of(Record::Premises, premises)];
            proofs.extend(forbidding.into_iter().map(|id| Proof::of(Record::Hazard, id)));
            self.put(Situation::ResumedTooEarly, &community, "", premises, found, proofs);
        }
        Ok(())
    }

    /// TB-6, YT-3, YT-4, YT-5, YT-6 and GP-2, from hazards with something in their history.
    fn eventful(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let since = self.since();
        let mut reopened: BTreeMap<UnitPath, Vec<(NaiveDate, Id)>> = BTreeMap::new();
        for stored in warn::eventful(driver, self.scope, since)? {
            let hazard = &stored.hazard;
            let (community, id, owner) = (&hazard.community, hazard.id, hazard.owner.as_str());
            let proof = || vec![Proof::of(Record::Hazard, id)];
            let told = Told::of(&stored)?;
            if hazard.course.kind().is_open() {
                self.hopeless(driver, hazard.course.kind(), (community, id), &told)?;
                let pushed = rules::pushed(self.limits, &told.extended);
                self.put(Situation::PushedWeakly, community, owner, id, pushed, proof());
                let shoved = rules::shoved(self.limits, &told.handed_over);
                self.put(Situation::ShovedAbout, community, owner, id, shoved, proof());
            }
            if let Some(major_on) = told.major_on.filter(|on| *on >= since) {
                let ordered = hazard.disposal == Disposal::Suspend;
                let stopped = hazard.course.stopped_on();
                let found = rules::not_stopped(self.clock, major_on, ordered, stopped);
                self.put(Situation::NotStopped, community, owner, id, found, proof());
            }
            if let Some((raised, deadline)) = told.raised.filter(|(on, _)| *on >= since) {
                let found = rules::grown(raised, deadline);
                self.put(Situation::GrownMajor, community, "", id, found, proof());
            }
            for (closed, on) in told.reopened.iter().filter(|(_, on)| *on >= since) {
                reopened.entry(community.clone()).or_default().push((*on, id));
                let found = rules::relapsed(self.limits, *closed, *on);
                self.put(Situation::FalseProgress, community, owner, id, found, proof());
            }
        }
        if reopened.is_empty() {
            return Ok(());
        }
        let closed = warn::closed(driver, self.scope, since)?;
        for (community, all) in reopened {
            let days: Vec<NaiveDate> = all.iter().map(|(on, _)| *on).collect();
            let closed = closed.get(&community).map_or(0, |(closed, _)| *closed);
            let proofs =
                all.iter().take(NAMED).map(|(_, id)| Proof::of(Record::Hazard, *id)).collect();
            // What was reopened counts among what had been closed.
            let found = rules::reopened(self.limits, closed + days.len() as u32, &days);
            let (situation, about) = (Situation::PushedWeakly, "reopened");
            self.put(situation, &community, SOMEBODY, about, found, proofs);
        }
        Ok(())
    }

    fn hopeless(
        &mut self,
        driver: &mut dyn Driver,
        state: StateKind,
        (community, id): (&UnitPath, Id),
        told: &Told,
    ) -> Result<(), Refusal> {
        if state == StateKind::Passed {
            return Ok(());
        }
        let mut of =
            Hopeless { refused: told.refused, failed: &told.failed, reported: told.reported };
        let mut found = rules::unreported(self.clock, self.limits, of);
        if found.is_some() {
            // What went to a department was reported too.
            let filter = matters::Filter { hazard: Some(id), ..matters::Filter::default() };
            let sent = matters::lines(driver, self.scope, Some(MatterKind::Transfer), &filter)?;
            of.reported = sent.iter().map(|line| line.opened_on).chain(of.reported).min();
            found = rules::unreported(self.clock, self.limits, of);
        }
        let proofs = vec![Proof::of(Record::Hazard, id)];
        self.put(Situation::NotReported, community, "", id, found, proofs);
        Ok(())
    }

    fn entries(
        &self,
        driver: &mut dyn Driver,
        ledger: &str,
        until: Option<NaiveDate>,
    ) -> Result<Vec<Entry>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(ledger.to_owned()),
            from: Some(self.since()),
            until,
            ..entries::Filter::default()
        };
        let stored = entries::list(driver, self.scope, &filter)?;
        Ok(stored.into_iter().map(|stored| stored.entry).collect())
    }

    /// YT-1: tasks.
    fn tasks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, crate::office::review::TASKS, Some(self.horizon()))? {
            let Some(due) = entry.until else { continue };
            let done = day_of(&entry, "done_on");
            let found = rules::task(self.clock, due, done);
            let owner = field(&entry, "owner");
            let proofs = vec![Proof::of(Record::Entry, entry.id)];
            let says = format!("任务“{}”没有按期完成", field(&entry, "content"));
            self.put_saying(
                Situation::TasksMissed,
                &entry.community,
                owner,
                entry.id,
                found,
                proofs,
                says,
            );
        }
        Ok(())
    }

    /// YT-1: rounds of the grid officers.
    fn rounds(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let patrols: Vec<&Patrol> =
            self.regime.patrols.iter().filter(|patrol| patrol.by == "grid_officer").collect();
        for patrol in patrols {
            let at = self.limits.missed_periods as usize;
            let begins = begins(patrol.every, self.clock.today, at + 2);
            let (Some(near), Some(far)) = (begins.get(at), begins.get(at + 1)) else { continue };
            let which = match patrol.scope {
                Scope::Key => Which::Key,
                Scope::All => Which::All,
            };
            // By grid: what it has missed already, else what it is about to.
            let mut missed: BTreeMap<(UnitPath, Option<UnitPath>), (Found, u32)> = BTreeMap::new();
            for group in warn::unseen(driver, self.scope, which, *near)? {
                let (limits, known) = (self.limits, group.since);
                let found = rules::rounds(self.clock, limits, group.seen, known, &begins);
                let Some(found) = found else { continue };
                let all = missed.entry((group.community, group.grid)).or_insert((found, 0));
                match (all.0.holds(), found.holds()) {
                    (true, false) => continue,
                    (false, true) => *all = (found, group.premises),
                    _ => all.1 += group.premises,
                }
            }
            for ((community, grid), (found, premises)) in missed {
                let since = if found.holds() { *far } else { *near };
                let place = (&community, grid.as_ref());
                let ids = warn::unseen_ids(driver, place, which, since, NAMED as u32)?;
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id)).collect();
                let about =
                    format!("{}/{}", patrol.code, grid.as_ref().map_or("-", UnitPath::as_str));
                let says = format!(
                    "“{}”连续{}期没有完成，{premises}家没有查到",
                    patrol.label, self.limits.missed_periods
                );
                let officer = self.officer(grid.as_ref());
                self.put_saying(
                    Situation::TasksMissed,
                    &community,
                    &officer,
                    about,
                    Some(found),
                    proofs,
                    says,
                );
            }
        }
        Ok(())
    }

    /// YT-5: nobody inspects, follows a hazard or writes a log.
    fn silence(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let words = warn::last_words(driver, self.scope)?;
        let operating = warn::operating(driver, self.scope)?;
        let places: Vec<(UnitPath, NaiveDate)> = self
            .places
            .iter()
            .filter(|place| operating.contains_key(&place.path))
            .map(|place| (place.path.clone(), place.since))
            .collect();
        for (community, since) in places {
            let last = words.get(&community).map_or(since, |day| (*day).max(since));
            let found = rules::silent(self.clock, self.limits, last);
            let says = format!(
                "{}以后{}个工作日没有检查、办理隐患，也没有工作日志",
                terms::month_day(last),
                self.limits.silent_workdays
            );
            let proofs = match found {
                Some(_) => warn::last_inspection(driver, &community)?,
                None => None,
            };
            let proofs = proofs.map(|id| Proof::of(Record::Inspection, id)).into_iter().collect();
            let situation = Situation::ShovedAbout;
            self.put_saying(situation, &community, SOMEBODY, "silent", found, proofs, says);
        }
        Ok(())
    }

    /// YT-6: the same item of the same premises again.
    fn relapses(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for again in warn::relapses(driver, self.scope, self.since())? {
            let found = rules::relapsed(self.limits, again.closed_on, again.found_on);
            let proofs = [again.earlier, again.hazard].map(|id| Proof::of(Record::Hazard, id));
            let (community, owner, about) = (&again.community, &again.owner, again.earlier);
            self.put(Situation::FalseProgress, community, owner, about, found, proofs.into());
        }
        Ok(())
    }

    /// GP-3: flagged premises whose closure nobody has asked for.
    fn unfit(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for waiting in store::unfit::waiting(driver, self.scope)? {
            let flag = waiting.unfit;
            let found = rules::unfit(self.clock, self.limits, flag.on, None);
            let proofs = vec![Proof::of(Record::Premises, flag.premises)];
            let situation = Situation::NotReportedForClosure;
            self.put(situation, &flag.community, "", flag.premises, found, proofs);
        }
        Ok(())
    }

    /// GP-3: penalties that add up where a major hazard is open (安全生产法 第一百一十三条), without a flag.
    fn penalties(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let year = self.clock.today - Days::new(366);
        let filter = entries::Filter {
            ledger: Some(crate::office::penalties::LEDGER.to_owned()),
            from: Some(year),
            ..entries::Filter::default()
        };
        let mut by_premises: BTreeMap<(UnitPath, Id), Vec<(NaiveDate, Id)>> = BTreeMap::new();
        for stored in entries::list(driver, self.scope, &filter)? {
            let entry = stored.entry;
            if let Some(premises) = entry.premises
                && crate::office::penalties::counts(&entry)
            {
                by_premises
                    .entry((entry.community.clone(), premises))
                    .or_default()
                    .push((entry.on, entry.id));
            }
        }
        for ((community, premises), all) in by_premises {
            let days: Vec<NaiveDate> = all.iter().map(|(on, _)| *on).collect();
            let Some(flag) = penalty::flag(&days, self.clock.today) else { continue };
            let Some(reached) = flag.days.last().copied() else { continue };
            let major = hazards::Filter {
                open: true,
                grade: Some(Grade::Major),
                premises: Some(premises),
                ..hazards::Filter::default()
            };
            if hazards::list(driver, &community, &major)?.is_empty()
                || store::unfit::standing(driver, &community, premises)?.is_some()
            {
                continue;
            }
            let found = rules::unfit(self.clock, self.limits, reached, None);
            let mut proofs = vec![Proof::of(Record::Premises, premises)];
            proofs.extend(all.iter().map(|(_, id)| Proof::of(Record::Entry, *id)));
            let about = format!("penalty/{premises}");
            let says = format!("{}，没有上报关闭", terms::penalty_flag(&flag));
            let situation = Situation::NotReportedForClosure;
            self.put_saying(situation, &community, "", about, found, proofs, says);
        }
        Ok(())
    }

    /// GP-4, JM-1 and YS-1.
    fn accidents(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, "accident", None)? {
            let number = |id: &str| field(&entry, id).parse::<u32>().unwrap_or(0);
            let dead = number("dead") + number("missing");
            // In 万元, as it is typed.
            let loss = field(&entry, "loss").parse::<f64>().unwrap_or(0.0).max(0.0) * 1e6;
            let severity = rules::severity(dead, number("injured"), loss as u64);
            let (before, standing, person) = self.before(driver, &entry)?;
            let proofs = |ids: &[Id]| {
                let mut proofs = vec![Proof::of(Record::Entry, entry.id)];
                proofs.extend(entry.premises.map(|id| Proof::of(Record::Premises, id)));
                proofs.extend(ids.iter().map(|id| Proof::of(Record::Hazard, *id)));
                proofs
            };
            let (community, about) = (&entry.community, entry.id);
            let grave = rules::grave(entry.on, severity, field(&entry, "impact") == "是");
            let situation = Situation::GraveAccident;
            self.put(situation, community, &person, about, grave, proofs(&standing));
            if entry.premises.is_none() {
                continue;
            }
            let found = rules::accident(entry.on, before.overdue);
            self.put(Situation::Accident, community, "", about, found, proofs(&standing));
            if field(&entry, "kind") == "火灾" {
                let found = rules::fire(entry.on, before);
                self.put(Situation::Fire, community, &person, about, found, proofs(&standing));
            }
        }
        Ok(())
    }

    /// JM-2
    fn spot_checks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, "spot_check", None)? {
            // The community's own checks are no 督导.
            if entry.premises.is_none() || field(&entry, "level") == "社区" {
                continue;
            }
            let problems = !matches!(field(&entry, "problems"), "" | "无" | "没有" | "未发现问题");
            let (before, standing, person) = self.before(driver, &entry)?;
            let found = rules::found_by_inspectors(entry.on, problems, before);
            let mut proofs = vec![Proof::of(Record::Entry, entry.id)];
            proofs.extend(entry.premises.map(|id| Proof::of(Record::Premises, id)));
            proofs.extend(standing.iter().map(|id| Proof::of(Record::Hazard, *id)));
            let (situation, about) = (Situation::FoundByInspectors, entry.id);
            self.put(situation, &entry.community, &person, about, found, proofs);
        }
        Ok(())
    }

    /// How things stood at the premises of an entry on the eve of its day, the hazards open then, and who answers.
    fn before(
        &self,
        driver: &mut dyn Driver,
        entry: &Entry,
    ) -> Result<(rules::Before, Vec<Id>, String), Refusal> {
        let (_, month) = (entry.on, period::previous_month(entry.on));
        let mut before = rules::Before { seen: None, required: month, open: 0, overdue: 0 };
        let Some(premises) = entry.premises else {
            return Ok((before, Vec::new(), SOMEBODY.to_owned()));
        };
        let eve = entry.on.pred_opt().unwrap_or(entry.on);
        before.seen = warn::seen_by(driver, &entry.community, premises, eve)?;
        let stored = store::premises::by_id(driver, &entry.community, premises)?;
        let mut person = SOMEBODY.to_owned();
        if let Some(stored) = stored {
            if stored.entry.key {
                before.required = period::week_of(entry.on).0 - Days::new(7);
            }
            person = self.officer(stored.entry.grid.as_ref());
        }
        let mut standing = Vec::new();
        for stored in warn::at_premises(driver, &entry.community, premises, eve)? {
            let hazard = &stored.hazard;
            let steps = stored.steps.iter().map(|(step, _)| step);
            let then = Course::replay(
                hazard.found_on,
                hazard.first_grade,
                steps.filter(|step| step.on() <= eve),
            )?;
            if then.kind().is_open() {
                before.open += 1;
                before.overdue += u32::from(then.is_overdue(entry.on));
                standing.push(hazard.id);
                person.clone_from(&hazard.owner);
            }
        }
        Ok((before, standing, person))
    }
}

/// What the steps of a hazard say, without those taken back.
#[derive(Default)]
struct Told {
    refused: Option<NaiveDate>,
    failed: Vec<NaiveDate>,
    reported: Option<NaiveDate>,
    extended: Vec<NaiveDate>,
    handed_over: Vec<NaiveDate>,
    /// Closed and reopened.
    reopened: Vec<(NaiveDate, NaiveDate)>,
    /// Since when it is known to be major.
    major_on: Option<NaiveDate>,
    /// When it rose from general to major, and the deadline that it had.
    raised: Option<(NaiveDate, Option<NaiveDate>)>,
}

impl Told {
    fn of(stored: &hazards::Stored) -> Result<Told, Refusal> {
        let hazard = &stored.hazard;
        let mut told = Told::default();
        if hazard.first_grade == Grade::Major {
            told.major_on = Some(hazard.found_on);
        }
        let mut course = Course::found(hazard.found_on, hazard.first_grade);
        let mut closed = hazard.found_on;
        for (step, _) in stored.standing() {
            let on = step.on();
            match step {
                Step::Refused { .. } => told.refused = told.refused.or(Some(on)),
                Step::Failed { .. } => told.failed.push(on),
                Step::Reported { .. } | Step::Referred { .. } => {
                    told.reported = told.reported.or(Some(on));
                }
                Step::Extended { .. } => told.extended.push(on),
                Step::HandedOver { .. } => told.handed_over.push(on),
                Step::Closed { .. } | Step::PutRight { .. } => closed = on,
                Step::Reopened { .. } => told.reopened.push((closed, on)),
                Step::Regraded { to: Grade::Major, .. } => {
                    told.major_on = told.major_on.or(Some(on));
                    if course.grade() == Grade::General {
                        told.raised = Some((on, course.deadline()));
                    }
                }
                _ => {}
            }
            course = course.take(step)?;
        }
        Ok(told)
    }
}

/// First days of periods, the next one, the running one and `before` earlier ones, the newest first.
fn begins(every: Every, today: NaiveDate, before: usize) -> Vec<NaiveDate> {
    let span = match every {
        Every::Week => period::Span::Week,
        Every::Month => period::Span::Month,
        Every::Quarter => period::Span::Quarter,
        Every::Year => period::Span::Year,
    };
    let (mut first, last) = span.of(today);
    let mut all = vec![last + Days::new(1), first];
    while all.len() < before {
        first = span.of(first - Days::new(1)).0;
        all.push(first);
    }
    all
}

pub(super) fn field<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", |value| value.trim())
}

fn day_of(entry: &Entry, id: &str) -> Option<NaiveDate> {
    field(entry, id).parse().ok()
}
