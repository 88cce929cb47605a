//! What the records say of an officer's days, each figure with its rows, for those who grade (S2 管理办法四（六）（七）).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{
    ABSENCES, Office, Officer, Refusal, TASKS,
    absence::{LEAVE, LONGEST},
    day_in, field, leave_since, whose,
};
use crate::{
    domain::{
        accountability::Away,
        coverage::Count,
        entry::people,
        grade::Grade,
        hazard::Step,
        id::Id,
        namesakes::Namesakes,
        officer::Reporting,
        period::BEGINNING,
        premises::Status,
        staff::Role,
        unit::{Assignment, Duty, Level, UnitPath},
    },
    form::regime::Each,
    office::{
        coverage::Rule,
        hazards::Filter,
        ledger::Hands,
        warn::{Proof, Record},
    },
    store::{self, entries::Stored, hazards::Line, inspections},
    terms,
};

const CLUES: &str = "clue";

/// A figure is as many as its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Inspections.
    pub visits: Vec<Id>,
    /// Working days without a visit (S2 制度四), those of a leave left out.
    pub silent: Vec<NaiveDate>,
    /// Of the rounds that ended in these days.
    pub rounds: Vec<Round>,
    /// Hazards that this officer has followed: found in these days, the major ones and the closed ones of them.
    pub found: Vec<Id>,
    pub major: Vec<Id>,
    pub closed: Vec<Id>,
    /// Past their deadline today, and this officer's when it came to its end.
    pub overdue: Vec<Id>,
    /// 底数 (S2 管理办法四（六）1): the register of the grids of the last of these days.
    pub register: Register,
    /// 报告 (S2 管理办法四（六）3): major hazards of these days, this officer's when they were reported or had to be, or were
    /// known where the regime names no last day; and clues.
    pub majors: Reported,
    pub clues: Reported,
    /// What the regime asks of everybody in just these days (S2 管理办法二).
    pub trained: Vec<Trained>,
    /// Tasks whose last day was in these days, that were late, and this officer's on that day.
    pub tasks_late: Vec<Id>,
    /// Rows of 考勤 by their kind.
    pub absences: BTreeMap<String, Vec<Id>>,
    /// Absences for which the regime has the quarter graded 不合格.
    pub grounds: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub label: String,
    pub count: Count,
    /// Premises that were not seen often enough; one that was missed twice stands twice.
    pub missed: Vec<Id>,
}

/// What somebody has of a training that is asked for so often.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    pub label: String,
    pub times: u32,
    pub rows: Vec<Id>,
}

impl Trained {
    /// 网格员保密教育0次，应有1次
    pub(super) fn words(&self) -> String {
        format!("{}{}次，应有{}次", self.label, self.rows.len(), self.times)
    }
}

/// Premises of an officer's grids as they are on the register today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Register {
    pub all: Vec<Id>,
    /// Not compared in time.
    pub unverified: Vec<Id>,
    /// Without something that the regime asks of 一企一档.
    pub incomplete: Vec<Id>,
    /// In a community of the officer and in no grid.
    pub ungridded: Vec<Id>,
}

/// What had to be reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reported {
    pub all: Vec<Id>,
    pub late: Vec<Id>,
    /// Days that the slowest took; the days until today of one that was not reported.
    pub longest: u32,
}

impl Reported {
    fn add(&mut self, id: Id, of: Reporting) {
        self.all.push(id);
        self.longest = self.longest.max(of.days);
        if of.late {
            self.late.push(id);
        }
    }
}

/// One figure in words, and the records behind it; days that lack a record have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub says: String,
    pub rows: Vec<Proof>,
}

impl Evidence {
    /// Each figure by itself, as the desk lists them.
    pub fn figures(&self) -> Vec<Figure> {
        let of = |says: String, record: Record, ids: &[Id]| Figure {
            says,
            rows: ids.iter().map(|id| Proof { record, id: *id }).collect(),
        };
        let days: Vec<String> = self.silent.iter().map(|day| terms::month_day(*day)).collect();
        let which =
            if days.is_empty() { String::new() } else { format!("：{}", days.join("、")) };
        let mut all = vec![
            of(format!("检查{}次", self.visits.len()), Record::Inspection, &self.visits),
            of(format!("没有检查记录的工作日{}天{which}", days.len()), Record::Inspection, &[]),
        ];
        for round in &self.rounds {
            let rate = crate::office::coverage::percent(round.count);
            let says = format!("{}覆盖率{rate}，没有查到{}家次", round.label, round.missed.len());
            all.push(of(says, Record::Premises, &round.missed));
        }
        for (says, ids) in [
            ("跟踪的隐患", &self.found),
            ("其中重大隐患", &self.major),
            ("其中已销号", &self.closed),
            ("现逾期", &self.overdue),
        ] {
            all.push(of(format!("{says}{}条", ids.len()), Record::Hazard, ids));
        }
        let Register { all: register, unverified, incomplete, ungridded } = &self.register;
        for (says, ids) in [
            ("底数：网格内登记", register),
            ("底数：超期未核实", unverified),
            ("底数：登记有缺项", incomplete),
            ("底数：社区里没有划入网格", ungridded),
        ] {
            all.push(of(format!("{says}{}家", ids.len()), Record::Premises, ids));
        }
        for (what, record, reported) in
            [("重大隐患", Record::Hazard, &self.majors), ("非法线索", Record::Entry, &self.clues)]
        {
            let says = format!("报告：{what}{}", reported.words());
            let rows = if reported.late.is_empty() { &reported.all } else { &reported.late };
            all.push(of(says, record, rows));
        }
        all.extend(self.trained.iter().map(|it| of(it.words(), Record::Entry, &it.rows)));
        let late = format!("任务逾期{}件", self.tasks_late.len());
        all.push(of(late, Record::Entry, &self.tasks_late));
        for (kind, rows) in &self.absences {
            all.push(of(format!("考勤：{kind}{}次", rows.len()), Record::Entry, rows));
        }
        all
    }
}

impl Reported {
    /// 2条，不及时报告的1条，最长用9天
    pub(super) fn words(&self) -> String {
        match self.all.len() {
            0 => "0条".to_owned(),
            all => {
                format!("{all}条，不及时报告的{}条，最长用{}天", self.late.len(), self.longest)
            }
        }
    }
}

impl Office {
    /// What the records say of an officer, named or by id, from a day to a day, today at the latest.
    pub fn officer_evidence(
        &mut self,
        wanted: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Evidence, Refusal> {
        let today = self.act.today;
        let officer = self.grid_officer(wanted)?;
        let namesakes = self.namesakes()?;
        let is_him = |name: &str, at: &UnitPath| namesakes.who(name, at) == officer.who;
        let asked = (from, to);
        // Before the first day and after the last one nothing was to be done.
        let (from, to) = officer.serving((from, to.min(today)));
        let had = self.grids_had(&officer, &namesakes)?;
        let mut told = Evidence::default();
        let mut days = BTreeSet::new();
        let scope = self.scope.clone();
        for line in inspections::between(&mut *self.store.driver, &scope, from, to)? {
            let visit = &line.inspection;
            let own = visit.inspectors.iter().any(|name| is_him(name, &visit.community));
            if own && !line.corrected {
                told.visits.push(line.inspection.id);
                days.insert(line.inspection.on);
            }
        }
        let away = self.leave_of(&officer, &namesakes, (from, to))?;
        let works = |day: &NaiveDate| self.calendar.is_workday(*day);
        // Before there was a grid to walk nobody had to be anywhere; who never had one is told of all days.
        let walks = |day: &NaiveDate| had.is_empty() || had.iter().any(|duty| duty.holds_on(*day));
        let all = from.iter_days().take_while(|day| *day <= to).filter(works).filter(walks);
        told.silent = all.filter(|day| !days.contains(day) && !away.contains(day)).collect();
        let meets = |duty: &&Assignment| duty.from <= to && duty.to.is_none_or(|end| end >= from);
        let communities: BTreeSet<UnitPath> =
            had.iter().filter(meets).filter_map(|duty| duty.grid.at(Level::Community)).collect();
        told.rounds = self.rounds_of((&officer, &namesakes), &communities, (from, to))?;
        let found = self.hazards(&Filter { found: Some((from, to)), ..Filter::default() })?;
        let hands = self.hands_of(&found, from)?;
        for line in &found {
            if line.grade == Grade::Major {
                let (reporting, by) = self.reporting_of(line.id)?;
                if is_him(hands.on(line, by), &line.community) {
                    told.majors.add(line.id, reporting);
                }
            }
            if !hands.until(line, to).into_iter().any(|name| is_him(name, &line.community)) {
                continue;
            }
            told.found.push(line.id);
            if line.closed_on.is_some() {
                told.closed.push(line.id);
            }
            if line.grade == Grade::Major {
                told.major.push(line.id);
            }
        }
        let overdue = self.hazards(&Filter { overdue_on: Some(today), ..Filter::default() })?;
        let first = overdue.iter().filter_map(|line| line.deadline).min().unwrap_or(today);
        let hands = self.hands_of(&overdue, first)?;
        let his =
            |line: &&Line| is_him(hands.on(line, line.deadline.unwrap_or(today)), &line.community);
        told.overdue = overdue.iter().filter(his).map(|line| line.id).collect();
        let last: BTreeSet<UnitPath> =
            had.iter().filter(|duty| duty.holds_on(to)).map(|duty| duty.grid.clone()).collect();
        told.register = self.register_of(&last)?;
        let within = self.regime.officer.rules.report_workdays;
        for clue in self.rows_in(CLUES, Some((from, to)))? {
            if !people(field(&clue, "reporter")).any(|name| is_him(name, &clue.community)) {
                continue;
            }
            // Told to somebody on a day that nobody wrote down: not held against anybody.
            let reported = day_in(&clue, "reported_on")
                .or_else(|| (!field(&clue, "reported_to").is_empty()).then_some(clue.on));
            let of = Reporting::of(&self.calendar, clue.on, reported, today, within);
            told.clues.add(clue.id, of);
        }
        for rule in self.regime.regulars.clone() {
            let (Each::Officer(named), Some(every)) = (&rule.each, rule.every) else { continue };
            let asked_for = rule.lasts.holds(asked.0) && every.stretch(asked.1) == asked;
            if rule.speaks.is_some() || !asked_for {
                continue;
            }
            let mut rows = self.rows_of(&rule, asked.0, asked.1)?;
            rows.retain(|Stored { entry, .. }| {
                people(field(entry, named)).any(|name| is_him(name, &entry.community))
            });
            let rows = rows.iter().map(|row| row.entry.id).collect();
            let (label, times) = (rule.label, rule.times);
            told.trained.push(Trained { label, times, rows });
        }
        let leave = leave_since(&mut *self.store.driver, &self.calendar, &self.home, from)?;
        for task in self.stored_in(TASKS, false)? {
            let done = day_in(&task.entry, "done_on").unwrap_or(today);
            let Some(due) = task.entry.until else { continue };
            // Who was on leave on that day has until the return, as YT-1 counts.
            let away = Away::of(&leave, &officer.name, &task.entry.community);
            let due = away.due(&self.calendar, due);
            if !(from..=to).contains(&due) || done <= due {
                continue;
            }
            let hands = Hands::of(&mut *self.store.driver, &task)?;
            let had = hands.on(due, field(&task.entry, "owner"));
            if had.into_iter().any(|owner| is_him(owner, &task.entry.community)) {
                told.tasks_late.push(task.entry.id);
            }
        }
        for row in self.rows_in(ABSENCES, Some((from, to)))? {
            if whose(&row, &namesakes) == officer.who {
                told.absences.entry(field(&row, "kind").to_owned()).or_default().push(row.id);
            }
        }
        let grounds = &self.regime.officer.rules.absences;
        told.grounds =
            grounds.iter().filter(|kind| told.absences.contains_key(*kind)).cloned().collect();
        Ok(told)
    }

    /// The days of somebody's leave, as the attendance has it.
    fn leave_of(
        &mut self,
        officer: &Officer,
        namesakes: &Namesakes,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeSet<NaiveDate>, Refusal> {
        let mut days = BTreeSet::new();
        for row in self.rows_in(ABSENCES, Some((from - LONGEST, to)))? {
            if whose(&row, namesakes) != officer.who || !LEAVE.contains(&field(&row, "kind")) {
                continue;
            }
            let last = day_in(&row, "absent_to").unwrap_or(row.on);
            days.extend(row.on.iter_days().take_while(|day| *day <= last.min(to)));
        }
        Ok(days)
    }

    /// How a major hazard was reported: from the day on which it was known to be major to the first report, or to the
    /// day on which the safety officer had come to verify it; one that was put right before needs none any more. With the
    /// day that tells whose that is: on which it was, or had to be at the latest; where the regime names no last day, on
    /// which it was known.
    fn reporting_of(&mut self, id: Id) -> Result<(Reporting, NaiveDate), Refusal> {
        let stored = self.hazard(&id.to_string())?;
        let hazard = &stored.hazard;
        let mut known = Some(hazard.found_on).filter(|_| hazard.first_grade == Grade::Major);
        let mut reported = None;
        for (step, _) in stored.standing() {
            match step {
                Step::Regraded { on, to: Grade::Major, .. } => known = known.or(Some(*on)),
                Step::Reported { on, .. }
                | Step::Referred { on, .. }
                | Step::MajorVerified { on, .. }
                | Step::PutRight { on, .. }
                | Step::Closed { on, .. } => reported = reported.or(Some(*on)),
                _ => {}
            }
        }
        let (within, today) = (self.regime.officer.rules.report_workdays, self.act.today);
        let known = known.unwrap_or(hazard.found_on);
        let last = within.map(|workdays| self.calendar.add_workdays(known, workdays));
        let by = last.unwrap_or(known).min(reported.unwrap_or(today));
        Ok((Reporting::of(&self.calendar, known, reported, today, within), by))
    }

    /// What the register says today of some grids and of the communities in which they lie.
    fn register_of(&mut self, grids: &BTreeSet<UnitPath>) -> Result<Register, Refusal> {
        let last = self.act.today - chrono::Days::new(self.regime.verify.days.into());
        let days = (BEGINNING, last);
        let own = |grid: &Option<UnitPath>| grid.as_ref().is_some_and(|grid| grids.contains(grid));
        let mut communities: Vec<UnitPath> =
            grids.iter().filter_map(|grid| grid.at(Level::Community)).collect();
        communities.dedup();
        let communities = communities.as_slice();
        let mut register = Register::default();
        let driver = &mut *self.store.driver;
        let due = store::premises::to_verify(driver, communities, days, i32::MAX as u32)?;
        register.unverified = due.iter().filter(|due| own(&due.grid)).map(|due| due.id).collect();
        for community in communities {
            let driver = &mut *self.store.driver;
            let all = store::premises::Filter::default();
            for stored in store::premises::list(driver, community, &all)? {
                let entry = &stored.entry;
                if entry.status == Status::MovedOut {
                    continue;
                }
                if entry.grid.is_none() {
                    register.ungridded.push(entry.id);
                } else if own(&entry.grid) {
                    register.all.push(entry.id);
                    if !self.lacking(entry).is_empty() {
                        register.incomplete.push(entry.id);
                    }
                }
            }
        }
        Ok(register)
    }

    /// The rounds that ended in some days, with what of each was the officer's, as the coverage tells it by person.
    fn rounds_of(
        &mut self,
        (officer, namesakes): (&Officer, &Namesakes),
        communities: &BTreeSet<UnitPath>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Round>, Refusal> {
        let mut all = Vec::new();
        let regime = self.regime.clone();
        let own = regime.patrols_by_code().filter(|patrol| patrol.by == Role::GridOfficer.code());
        for of in own {
            let (mut count, mut missed) = (Count::default(), Vec::new());
            // One that was not asked for in these days at all is not told.
            let (mut label, mut unasked) = (None, false);
            let mut day = from;
            loop {
                let (_, last) = of.every.stretch(day);
                if last > to {
                    break;
                }
                day = last + Days::new(1);
                let Some(patrol) = regime.patrol(&of.code, last) else {
                    unasked = true;
                    continue;
                };
                label = Some(&patrol.label);
                let rule = Rule::of_patrol(patrol, last);
                for community in communities {
                    let (rows, left) = self.by_person(community, &rule, rule.to)?;
                    let own = rows.iter().filter(|row| {
                        row.places.iter().any(|at| namesakes.who(&row.name, &at.0) == officer.who)
                    });
                    for row in own {
                        count.add(row.count);
                        missed.extend(left.iter().filter(|one| row.has(one)).map(|one| one.id));
                    }
                }
            }
            if label.is_some() || !unasked {
                let label = label.unwrap_or(&of.label).clone();
                all.push(Round { label, count, missed });
            }
        }
        Ok(all)
    }

    /// The grids that an officer has ever had, each with its days.
    fn grids_had(
        &mut self,
        officer: &Officer,
        namesakes: &Namesakes,
    ) -> Result<Vec<Assignment>, Refusal> {
        let mut all = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        all.retain(|duty| {
            duty.duty == Duty::GridOfficer && namesakes.who(&duty.name, &duty.grid) == officer.who
        });
        Ok(all)
    }
}
