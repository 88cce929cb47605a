//! From the ledgers and the flags of premises: YT-1, GP-3, GP-4, JM-1, JM-2 and YS-1.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, SOMEBODY, field};
use crate::{
    domain::{
        accountability::{self as rules, Found, Leave, Part, Severity, Situation, parts, worst},
        entry::Entry,
        grade::Grade,
        hazard::Step,
        id::Id,
        penalty,
        staff::left_by,
        unit::{Level, UnitPath},
    },
    office::{
        Refusal,
        accident::{self, severity_of},
        ledger::Hands,
        officers::leave_since,
        penalties,
        review::TASKS,
        sample,
        warn::{Proof, Record, words},
    },
    store::{
        self, Driver,
        entries::{self, Stored},
        hazards, warn,
    },
    terms,
};

impl Gather<'_> {
    fn entries(&self, driver: &mut dyn Driver, ledger: &str) -> Result<Vec<Entry>, Refusal> {
        let stored = self.stored(driver, ledger, None)?;
        Ok(stored.into_iter().map(|stored| stored.entry).collect())
    }

    fn stored(
        &self,
        driver: &mut dyn Driver,
        ledger: &str,
        until: Option<NaiveDate>,
    ) -> Result<Vec<Stored>, Refusal> {
        Ok(entries::list(driver, self.scope, &self.lately(ledger, until))?)
    }

    /// What is looked at of a ledger.
    fn lately(&self, ledger: &str, until: Option<NaiveDate>) -> entries::Filter {
        entries::Filter {
            ledger: Some(ledger.to_owned()),
            from: Some(self.since()),
            // What is open is not forgotten.
            waiting: true,
            until,
            ..entries::Filter::default()
        }
    }

    /// Leave that reaches into what is looked at.
    pub(super) fn leave(&self, driver: &mut dyn Driver) -> Result<Vec<Leave>, Refusal> {
        leave_since(driver, self.clock.calendar, self.scope, self.since())
    }

    /// YT-1: tasks, a case for each whose one was as its day ended, whoever has it since. What a unit above has given out
    /// stands with who answers for it, in their own community: one person's late tasks are one interview.
    pub(super) fn tasks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let mut all = self.stored(driver, TASKS, Some(self.horizon()))?;
        let filter = self.lately(TASKS, Some(self.horizon()));
        for above in std::iter::successors(self.scope.parent(), UnitPath::parent) {
            all.extend(entries::of_unit(driver, &above, &filter)?);
        }
        for stored in all {
            let entry = &stored.entry;
            let Some(due) = entry.until else { continue };
            let done = day_of(entry, "done_on");
            let now = field(entry, "owner");
            let late = rules::task(self.clock, due, done).is_some_and(Found::holds);
            let hands = if late { Hands::of(driver, &stored)? } else { Hands::default() };
            for owner in hands.all(now) {
                // A unit is not on leave, who answers for it may be.
                let (place, person, _) = self.answering(owner, &entry.community, due);
                let due = self.away(&person, &place).due(self.clock.calendar, due);
                let all = hands.on(due, now);
                // Who had left by then does not answer for it; nor does anybody where nobody is left.
                let left = left_by(self.staff, owner, &entry.community, due);
                if left.is_some() || !all.contains(&owner) {
                    continue;
                }
                let found = rules::task(self.clock, due, done);
                let passed_on = hands
                    .passed_on(owner, due)
                    .map(|(on, to)| format!("（{}起改由{to}负责）", terms::date(on)));
                let (place, person, to) = self.answering(owner, &entry.community, due);
                if !self.scope.covers(&place) {
                    continue;
                }
                let says = format!(
                    "{to}任务“{}”没有按期完成{}",
                    field(entry, "content"),
                    passed_on.unwrap_or_default()
                );
                // Of several each one's is answered apart.
                let about = match all[..] {
                    [_] => entry.id.to_string(),
                    _ => format!("{}/{owner}", entry.id),
                };
                let of = Draft::of(Situation::TasksMissed, &place, about).by(&person);
                self.put(of.shown_by([Proof::of(Record::Entry, entry.id)]).saying(says), found);
            }
        }
        Ok(())
    }

    /// Where somebody answers for a task of a unit on a day, and who it is; to what it was given, where that is a whole
    /// street, community or grid.
    fn answering(&self, owner: &str, by: &UnitPath, on: NaiveDate) -> (UnitPath, String, String) {
        let named = self.named.iter().filter(|(path, name)| name == owner && by.covers(path));
        let named: Vec<&UnitPath> = named.map(|(path, _)| path).collect();
        let head = match named[..] {
            [] => {
                let place = rules::seat_on(owner, by, self.staff, self.posts, on);
                return (place, owner.to_owned(), String::new());
            }
            [unit] => rules::head_on(unit, self.staff, self.posts, on),
            // Several grids bear the name: whoever confirms looks up which is meant.
            _ => None,
        };
        let place = |unit: &UnitPath| unit.at(Level::Community).unwrap_or_else(|| unit.clone());
        let places: BTreeSet<UnitPath> = named.into_iter().map(place).collect();
        let only = places.first().filter(|_| places.len() == 1).unwrap_or(by);
        (only.clone(), head.unwrap_or(SOMEBODY).to_owned(), format!("交给{owner}的"))
    }

    /// GP-3: flagged premises whose closure nobody has asked for, or late.
    pub(super) fn unfit(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let waiting = store::unfit::waiting(driver, self.scope)?;
        let reported = store::unfit::reported(driver, self.scope, self.since())?;
        for flag in waiting.into_iter().map(|waiting| waiting.unfit).chain(reported) {
            let found = rules::unfit(self.clock, self.limits, flag.on, flag.reported_on);
            let situation = Situation::NotReportedForClosure;
            let of = Draft::of(situation, &flag.community, flag.premises);
            let of = of.past(flag.reported_on.is_some());
            self.put(of.shown_by([Proof::of(Record::Premises, flag.premises)]), found);
        }
        Ok(())
    }

    /// GP-3: penalties that add up where a major hazard is open (安全生产法 第一百一十三条), without a flag.
    pub(super) fn penalties(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let year = self.clock.today - Days::new(366);
        let filter = entries::Filter {
            ledger: Some(penalties::LEDGER.to_owned()),
            from: Some(year),
            ..entries::Filter::default()
        };
        let mut by_premises: BTreeMap<(UnitPath, Id), Vec<(NaiveDate, Id)>> = BTreeMap::new();
        for stored in entries::list(driver, self.scope, &filter)? {
            let entry = stored.entry;
            if let Some(premises) = entry.premises
                && penalties::counts(&entry)
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
            let open = hazards::list(driver, &community, &major)?;
            let Some(name) = open.first().map(|line| &line.premises_name) else { continue };
            // What is flagged since then is told by its flag, unless that came too late.
            let flagged = store::unfit::standing(driver, &community, premises)?.map(|flag| flag.on);
            let found = rules::unfit(self.clock, self.limits, reached, flagged);
            let mut proofs = vec![Proof::of(Record::Premises, premises)];
            let counted = all.iter().filter(|(on, _)| flag.days.contains(on));
            proofs.extend(counted.map(|(_, id)| Proof::of(Record::Entry, *id)));
            let about = format!("penalty/{premises}");
            let says = format!("{name}{}，没有上报关闭", terms::penalty_flag(&flag));
            let case = Draft::of(Situation::NotReportedForClosure, &community, about);
            let case = case.called("{n}家有重大隐患、多次受到处罚的单位没有上报关闭");
            let case = case.past(flagged.is_some());
            self.put(case.shown_by(proofs).saying(says), found);
        }
        Ok(())
    }

    /// GP-4, JM-1 and YS-1.
    pub(super) fn accidents(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, accident::LEDGER)? {
            let severity = severity_of(&entry);
            let eve = self.eve(driver, &entry)?;
            let facts = accident::facts(&entry);
            let grave = rules::grave(entry.on, severity, field(&entry, "impact") == "是");
            // Whose something was that is late; where nothing is, whose the grid was.
            let mut all = parts(None, eve.overdue());
            if all.is_empty() {
                let hazards = eve.open.iter().map(|each| each.id).collect();
                all.push(Part { who: eve.officer.as_deref(), unseen: false, hazards });
            }
            for part in &all {
                let case = of_part(Situation::GraveAccident, &entry, part, all.len());
                let case = match severity {
                    Severity::Ordinary => case.called("{n}起社会影响较大的一般生产安全事故"),
                    _ => case,
                };
                self.put(case.saying(facts.clone()), grave);
            }
            if entry.premises.is_none() {
                continue;
            }
            let found = rules::accident(entry.on, eve.communitys.len() as u32);
            let case = Draft::of(Situation::Accident, &entry.community, entry.id);
            let case = case.shown_by(shown(&entry, &eve.communitys));
            let says = format!("{facts}。当时该单位有{}条隐患逾期没有整改", eve.communitys.len());
            self.put(case.saying(says), found);
            if field(&entry, "kind") == "火灾" {
                let found = rules::fire(entry.on, eve.before());
                let all = parts(eve.unseen(), worst(&eve.open));
                for part in &all {
                    let stood = words::before(&eve, part, "没有销号");
                    let case = of_part(Situation::Fire, &entry, part, all.len());
                    let case = match (part.unseen, part.hazards.is_empty()) {
                        (true, false) => {
                            case.called("{n}起火灾发生前，该单位没有按期检查，并且有没销号的隐患")
                        }
                        (false, _) => case.called("{n}起火灾发生前，该单位有没销号的隐患"),
                        (true, true) => case,
                    };
                    self.put(case.saying(format!("{facts}。事故发生前，{stood}")), found);
                }
            }
        }
        Ok(())
    }

    /// YT-6: a hazard of the premises that a check found unchanged after it had been closed. Where the check does not say
    /// which, one of those that were closed not long before: it is whose all of them were, or whoever confirms looks it up.
    fn unchanged(&mut self, driver: &mut dyn Driver, entry: &Entry) -> Result<(), Refusal> {
        let Some(premises) = entry.premises.filter(|_| field(entry, "unchanged") == "是") else {
            return Ok(());
        };
        let named = entry.hazard.is_some();
        let mut meant: Vec<(Id, String, Found)> = Vec::new();
        for stored in warn::at_premises(driver, &entry.community, premises, entry.on)? {
            let hazard = &stored.hazard;
            if entry.hazard.is_some_and(|named| named != hazard.id) {
                continue;
            }
            let mut owner = self.first_owner(driver, &stored)?;
            let mut closed = None;
            let past = |step: &&&(Step, String)| step.0.on() <= entry.on;
            for (step, _) in stored.standing().iter().filter(past) {
                match step {
                    Step::Closed { on, .. } | Step::PutRight { on, .. } => {
                        closed = Some((*on, owner.clone()));
                    }
                    Step::Reopened { .. } => closed = None,
                    Step::HandedOver { to, .. } => to.trim().clone_into(&mut owner),
                    _ => {}
                }
            }
            let Some((closed, owner)) = closed else { continue };
            if let Some(found) = rules::unchanged(self.limits, closed, entry.on, named) {
                meant.push((hazard.id, owner, found));
            }
        }
        let Some((first, owner, found)) = meant.first() else { return Ok(()) };
        let situation = Situation::FalseProgress;
        let of = match meant.len() {
            1 => Draft::of(situation, &entry.community, first).by(owner),
            all => {
                let by = if meant.iter().all(|(_, by, _)| by == owner) { owner } else { SOMEBODY };
                Draft::of(situation, &entry.community, entry.id).by(by).saying(format!(
                    "{}抽查督查{}，有1条已销号的隐患仍未整改；此前不久销号的有{all}条，没有写明是哪一条，请先核实",
                    terms::date(entry.on),
                    field(entry, "target"),
                ))
            }
        };
        let hazards = meant.iter().map(|(id, ..)| Proof::of(Record::Hazard, *id));
        let proofs = std::iter::once(Proof::of(Record::Entry, entry.id)).chain(hazards);
        let of = of.called("{n}条隐患销号后抽查仍未整改").shown_by(proofs);
        self.put(of, Some(*found));
        Ok(())
    }

    /// JM-2: only where it is said that something was found; what is written about it decides nothing.
    pub(super) fn spot_checks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, sample::LEDGER)? {
            self.unchanged(driver, &entry)?;
            // The community's own checks are no 督导.
            if entry.premises.is_none() || field(&entry, "level") == "社区" {
                continue;
            }
            let problems = found_any(&entry);
            if problems.is_none() && !matches!(field(&entry, "problems"), "" | "无") {
                self.unclear.push(entry.id);
            }
            let problems = problems.unwrap_or(false);
            let eve = self.eve(driver, &entry)?;
            let found = rules::found_by_inspectors(entry.on, problems, eve.before());
            let all = parts(eve.unseen(), eve.overdue());
            for part in &all {
                let says = format!(
                    "{}{}抽查督查{}发现问题，此前{}",
                    terms::date(entry.on),
                    field(&entry, "level"),
                    field(&entry, "target"),
                    words::before(&eve, part, "逾期没有整改")
                );
                let of = of_part(Situation::FoundByInspectors, &entry, part, all.len());
                let of = match (part.unseen, part.hazards.is_empty()) {
                    (true, false) => {
                        of.called("{n}次上级督查发现问题，该单位没有按期检查，并且有逾期的隐患")
                    }
                    (false, _) => of.called("{n}次上级督查发现问题，该单位有逾期的隐患"),
                    (true, true) => of,
                };
                self.put(of.saying(says), found);
            }
        }
        Ok(())
    }
}

/// Against whom a part of what was left undone speaks; of several each is answered apart.
fn of_part(situation: Situation, entry: &Entry, part: &Part<'_>, all: usize) -> Draft {
    let about = match all {
        1 => entry.id.to_string(),
        _ => format!("{}/{}", entry.id, part.who.unwrap_or("-")),
    };
    let of = Draft::of(situation, &entry.community, about).by(part.who.unwrap_or(SOMEBODY));
    of.shown_by(shown(entry, &part.hazards))
}

/// Whether a check found something, as far as it is said: in its own field, by a hazard that the row is about, or by
/// what was closed and is unchanged.
fn found_any(entry: &Entry) -> Option<bool> {
    match field(entry, "found_any") {
        "是" => Some(true),
        "否" => Some(false),
        _ => (entry.hazard.is_some() || field(entry, "unchanged") == "是").then_some(true),
    }
}

/// A row of a ledger, its premises, and hazards there.
fn shown(entry: &Entry, hazards: &[Id]) -> Vec<Proof> {
    let premises = entry.premises.map(|id| Proof::of(Record::Premises, id));
    let hazards = hazards.iter().map(|id| Proof::of(Record::Hazard, *id));
    [Proof::of(Record::Entry, entry.id)].into_iter().chain(premises).chain(hazards).collect()
}

fn day_of(entry: &Entry, id: &str) -> Option<NaiveDate> {
    field(entry, id).parse().ok()
}
