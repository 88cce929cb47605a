//! From the ledgers and the flags of premises: YT-1, GP-3, GP-4, JM-1, JM-2 and YS-1.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, SOMEBODY, field};
use crate::{
    domain::{
        accountability::{self as rules, Leave, Severity, Situation, Throughout},
        backdate,
        entry::{Entry, people},
        grade::Grade,
        hazard::{Course, Step},
        id::Id,
        owed::{is_owed, stays},
        penalty,
        premises::Change,
        staff::left_by,
        unit::{Level, UnitPath},
    },
    office::{
        Refusal,
        accident::{self, severity_of},
        coverage::Rule,
        officers::{ABSENCES, LEAVE},
        penalties,
        review::TASKS,
        sample,
        warn::{Proof, Record, words},
    },
    store::{self, Driver, entries, hazards, warn},
    terms,
};

impl Gather<'_> {
    fn entries(
        &self,
        driver: &mut dyn Driver,
        ledger: &str,
        until: Option<NaiveDate>,
    ) -> Result<Vec<Entry>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(ledger.to_owned()),
            from: Some(self.since()),
            // What is open is not forgotten.
            waiting: true,
            until,
            ..entries::Filter::default()
        };
        let stored = entries::list(driver, self.scope, &filter)?;
        Ok(stored.into_iter().map(|stored| stored.entry).collect())
    }

    /// Leave that reaches into what is looked at.
    pub(super) fn leave(&self, driver: &mut dyn Driver) -> Result<Vec<Leave>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(ABSENCES.to_owned()),
            // Who is on leave for longer has left.
            from: Some(self.since() - Days::new(366)),
            ..entries::Filter::default()
        };
        // A person of the street is entered where he is, not where he looks.
        let home = self.scope.at(Level::Street).unwrap_or_else(|| self.scope.clone());
        let stored = entries::list(driver, &home, &filter)?.into_iter();
        let absent = stored.map(|stored| stored.entry);
        let leave = absent.filter(|entry| LEAVE.contains(&field(entry, "kind")));
        Ok(leave
            .map(|entry| {
                let days = field(&entry, "days").parse::<f64>().unwrap_or(1.0).ceil();
                let first = entry.on.pred_opt().unwrap_or(entry.on);
                let last = || self.clock.calendar.add_workdays(first, days.max(1.0) as u32);
                Leave {
                    name: field(&entry, "name").to_owned(),
                    to: day_of(&entry, "absent_to").unwrap_or_else(last),
                    from: entry.on,
                    at: entry.community,
                }
            })
            .collect())
    }

    /// YT-1: tasks, a case for each who was given one.
    pub(super) fn tasks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, TASKS, Some(self.horizon()))? {
            let Some(due) = entry.until else { continue };
            let done = day_of(&entry, "done_on");
            let mut all: Vec<&str> = people(field(&entry, "owner")).collect();
            all.sort_unstable();
            all.dedup();
            // Who had left by then does not answer for it; nor does anybody where nobody is left.
            let there = |owner: &&str| left_by(self.staff, owner, &entry.community, due).is_none();
            for owner in all.iter().copied().filter(there) {
                let due = self.away(owner, &entry.community).due(self.clock.calendar, due);
                let found = rules::task(self.clock, due, done);
                let says = format!("任务“{}”没有按期完成", field(&entry, "content"));
                // Of several each one's is answered apart.
                let about = match all[..] {
                    [_] => entry.id.to_string(),
                    _ => format!("{}/{owner}", entry.id),
                };
                let of = Draft::of(Situation::TasksMissed, &entry.community, about).by(owner);
                self.put(of.shown_by([Proof::of(Record::Entry, entry.id)]).saying(says), found);
            }
        }
        Ok(())
    }

    /// GP-3: flagged premises whose closure nobody has asked for.
    pub(super) fn unfit(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for waiting in store::unfit::waiting(driver, self.scope)? {
            let flag = waiting.unfit;
            let found = rules::unfit(self.clock, self.limits, flag.on, None);
            let situation = Situation::NotReportedForClosure;
            let of = Draft::of(situation, &flag.community, flag.premises);
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
            if store::unfit::standing(driver, &community, premises)?.is_some() {
                continue;
            }
            let found = rules::unfit(self.clock, self.limits, reached, None);
            let mut proofs = vec![Proof::of(Record::Premises, premises)];
            let counted = all.iter().filter(|(on, _)| flag.days.contains(on));
            proofs.extend(counted.map(|(_, id)| Proof::of(Record::Entry, *id)));
            let about = format!("penalty/{premises}");
            let says = format!("{name}{}，没有上报关闭", terms::penalty_flag(&flag));
            let case = Draft::of(Situation::NotReportedForClosure, &community, about);
            let case = case.called("{n}家有重大隐患、多次受到处罚的单位没有上报关闭");
            self.put(case.shown_by(proofs).saying(says), found);
        }
        Ok(())
    }

    /// GP-4, JM-1 and YS-1.
    pub(super) fn accidents(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, accident::LEDGER, None)? {
            let severity = severity_of(&entry);
            let Eve { before, open, overdue, person, through } = self.before(driver, &entry)?;
            let facts = accident::facts(&entry);
            let of = |situation| Draft::of(situation, &entry.community, entry.id);
            let grave = rules::grave(entry.on, severity, field(&entry, "impact") == "是");
            let case = of(Situation::GraveAccident).by(&person).shown_by(shown(&entry, &open));
            let case = match severity {
                Severity::Ordinary => case.called("{n}起社会影响较大的一般生产安全事故"),
                _ => case,
            };
            self.put(case.saying(facts.clone()), grave);
            if entry.premises.is_none() {
                continue;
            }
            let found = rules::accident(entry.on, before.overdue);
            let says = format!("{facts}。当时该单位有{}条隐患逾期没有整改", before.overdue);
            self.put(of(Situation::Accident).shown_by(shown(&entry, &overdue)).saying(says), found);
            if field(&entry, "kind") == "火灾" {
                let found = rules::fire(entry.on, before);
                let stood = words::before(before, before.open, "没有销号");
                let by = if before.open > 0 { &person } else { &through };
                let case = of(Situation::Fire).by(by).shown_by(shown(&entry, &open));
                let case = match (before.is_unseen(), before.open > 0) {
                    (true, true) => {
                        case.called("{n}起火灾发生前，该单位没有按期检查，并且有没销号的隐患")
                    }
                    (false, _) => case.called("{n}起火灾发生前，该单位有没销号的隐患"),
                    (true, false) => case,
                };
                self.put(case.saying(format!("{facts}。事故发生前，{stood}")), found);
            }
        }
        Ok(())
    }

    /// YT-6: hazards of the premises that a check found unchanged after they had been closed.
    fn unchanged(&mut self, driver: &mut dyn Driver, entry: &Entry) -> Result<(), Refusal> {
        let Some(premises) = entry.premises.filter(|_| field(entry, "unchanged") == "是") else {
            return Ok(());
        };
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
            let named = entry.hazard.is_some();
            let found = rules::unchanged(self.limits, closed, entry.on, named);
            let proofs = [Proof::of(Record::Entry, entry.id), Proof::of(Record::Hazard, hazard.id)];
            let of = Draft::of(Situation::FalseProgress, &entry.community, hazard.id);
            let of = of.by(&owner).called("{n}条隐患销号后抽查仍未整改");
            self.put(of.shown_by(proofs), found);
        }
        Ok(())
    }

    /// JM-2: only where it is said that something was found; what is written about it decides nothing.
    pub(super) fn spot_checks(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for entry in self.entries(driver, sample::LEDGER, None)? {
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
            let Eve { before, overdue, person, through, .. } = self.before(driver, &entry)?;
            let found = rules::found_by_inspectors(entry.on, problems, before);
            let says = format!(
                "{}{}抽查督查{}发现问题，此前{}",
                terms::date(entry.on),
                field(&entry, "level"),
                field(&entry, "target"),
                words::before(before, before.overdue, "逾期没有整改")
            );
            let of = Draft::of(Situation::FoundByInspectors, &entry.community, entry.id);
            let by = if before.overdue > 0 { &person } else { &through };
            let of = of.by(by).shown_by(shown(&entry, &overdue)).saying(says);
            let of = match (before.is_unseen(), before.overdue > 0) {
                (true, true) => {
                    of.called("{n}次上级督查发现问题，该单位没有按期检查，并且有逾期的隐患")
                }
                (false, _) => of.called("{n}次上级督查发现问题，该单位有逾期的隐患"),
                (true, false) => of,
            };
            self.put(of, found);
        }
        Ok(())
    }

    /// Since when a community and a grid of it are there.
    fn began(&self, community: &UnitPath, grid: Option<&UnitPath>) -> Option<NaiveDate> {
        let place = self.places.iter().find(|place| place.path == *community);
        let grid = grid.and_then(|grid| self.grids.get(grid));
        place.map(|place| place.since).max(grid.map(|grid| grid.since))
    }

    /// The first day of the last round of the grid officers before the one that holds a day which asked for a premises.
    fn required(
        &self,
        changes: &[Change],
        on: NaiveDate,
        began: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let own = self.regime.patrols.iter().filter(|patrol| patrol.by == "grid_officer");
        let before = own.map(|patrol| {
            let running = Rule::of_patrol(patrol, on);
            Rule::of_patrol(patrol, running.from - Days::new(1))
        });
        let asked = before.filter(|rule| began.is_none_or(|began| began <= rule.from));
        let asked =
            asked.filter(|rule| is_owed(changes, (rule.from, rule.to), |then| rule.holds(then)));
        asked.map(|rule| rule.from).max()
    }

    /// How things stood at the premises of an entry on the eve of its day.
    fn before(&self, driver: &mut dyn Driver, entry: &Entry) -> Result<Eve, Refusal> {
        let before = rules::Before { seen: None, required: None, open: 0, overdue: 0 };
        let (person, through) = (SOMEBODY.to_owned(), SOMEBODY.to_owned());
        let mut eve = Eve { before, open: Vec::new(), overdue: Vec::new(), person, through };
        let Some(premises) = entry.premises else { return Ok(eve) };
        let day = entry.on.pred_opt().unwrap_or(entry.on);
        eve.before.seen = warn::seen_by(driver, &entry.community, premises, day)?;
        if let Some(stored) = store::premises::by_id(driver, &entry.community, premises)? {
            let changes = store::premises::changes(driver, &entry.community, premises)?;
            let then = backdate::stood(&changes, entry.on).unwrap_or(&stored.entry);
            self.officer(then.grid.as_ref(), entry.on).clone_into(&mut eve.person);
            eve.before.required =
                self.required(&changes, entry.on, self.began(&entry.community, then.grid.as_ref()));
            if let Some(from) = eve.before.required.filter(|_| eve.before.is_unseen()) {
                // Whoever has had it for a part of these days alone is not named.
                let by = rules::officers_throughout(self.posts, &stays(&changes, (from, day)));
                if let Throughout::By(names) = by
                    && let [name] = names[..]
                {
                    name.clone_into(&mut eve.through);
                }
            }
        }
        for stored in warn::at_premises(driver, &entry.community, premises, day)? {
            let hazard = &stored.hazard;
            let steps: Vec<&Step> =
                stored.steps.iter().map(|(step, _)| step).filter(|step| step.on() <= day).collect();
            let then = Course::replay(hazard.found_on, hazard.first_grade, steps.iter().copied())?;
            if !then.kind().is_open() {
                continue;
            }
            eve.open.push(hazard.id);
            if then.is_overdue(entry.on) {
                eve.overdue.push(hazard.id);
            }
            eve.person = self.first_owner(driver, &stored)?;
            for step in steps {
                if let Step::HandedOver { to, .. } = step {
                    to.trim().clone_into(&mut eve.person);
                }
            }
        }
        eve.before.open = eve.open.len() as u32;
        eve.before.overdue = eve.overdue.len() as u32;
        Ok(eve)
    }
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

/// How things stood at a premises on the eve of a day.
struct Eve {
    before: rules::Before,
    /// Hazards open then, and those of them past their deadline.
    open: Vec<Id>,
    overdue: Vec<Id>,
    /// Who answered for it then.
    person: String,
    /// Who did through all the days in which somebody had to be there; somebody where it went from hand to hand.
    through: String,
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
