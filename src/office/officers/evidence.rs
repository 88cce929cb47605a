//! What the records say of an officer's days, each figure with its rows, for those who grade (S2 管理办法四（六）（七）).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{ABSENCES, Office, Officer, Refusal, TASKS, day_in, field};
use crate::{
    domain::{
        coverage::Count,
        entry::people,
        grade::Grade,
        hazard::Step,
        id::Id,
        officer::Reporting,
        premises::Status,
        staff::Role,
        unit::{Level, UnitPath},
    },
    office::{
        hazards::Filter,
        warn::{Proof, Record},
    },
    store::{self, coverage, inspections},
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
    /// Hazards that this officer follows: found in these days, the major ones and the closed ones of them.
    pub found: Vec<Id>,
    pub major: Vec<Id>,
    pub closed: Vec<Id>,
    /// Followed by this officer and past their deadline today.
    pub overdue: Vec<Id>,
    /// 底数 (S2 管理办法四（六）1): the register of these grids.
    pub register: Register,
    /// 报告 (S2 管理办法四（六）3): major hazards of these days, and clues.
    pub majors: Reported,
    pub clues: Reported,
    /// Tasks whose last day was in these days and that were late.
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

/// 考勤: absences that were granted.
const LEAVE: [&str; 3] = ["事假", "病假", "公休"];
/// A leave that is asked for began so long before at most.
const LONGEST: Days = Days::new(366);

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
    /// What the records say of an officer from a day to a day, today at the latest.
    pub fn officer_evidence(
        &mut self,
        name: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Evidence, Refusal> {
        let today = self.act.today;
        let officer = self.grid_officer(name)?;
        // Before the first day and after the last one nothing was to be done.
        let (from, to) = officer.serving((from, to.min(today)));
        let mut communities: Vec<UnitPath> =
            officer.grids.iter().filter_map(|grid| grid.at(Level::Community)).collect();
        communities.dedup();
        let mut told = Evidence::default();
        let mut days = BTreeSet::new();
        let scope = self.scope.clone();
        for line in inspections::between(&mut *self.store.driver, &scope, from, to)? {
            let own = line.inspection.inspectors.contains(&officer.name);
            if own && !line.corrected {
                told.visits.push(line.inspection.id);
                days.insert(line.inspection.on);
            }
        }
        let away = self.leave_of(&officer.name, (from, to))?;
        let works = |day: &NaiveDate| self.calendar.is_workday(*day);
        let all = from.iter_days().take_while(|day| *day <= to).filter(works);
        told.silent = all.filter(|day| !days.contains(day) && !away.contains(day)).collect();
        told.rounds = self.rounds_of(&officer, &communities, from, to)?;
        for line in self.hazards(&Filter { found: Some((from, to)), ..Filter::default() })? {
            if line.owner != officer.name {
                continue;
            }
            told.found.push(line.id);
            if line.closed_on.is_some() {
                told.closed.push(line.id);
            }
            if line.grade == Grade::Major {
                told.major.push(line.id);
                told.majors.add(line.id, self.reporting_of(line.id)?);
            }
        }
        let overdue = self.hazards(&Filter { overdue_on: Some(today), ..Filter::default() })?;
        told.overdue =
            overdue.iter().filter(|line| line.owner == officer.name).map(|line| line.id).collect();
        told.register = self.register_of(&officer, &communities)?;
        let within = self.regime.officer.rules.report_workdays;
        for clue in self.rows_in(CLUES, Some((from, to)))? {
            if !people(field(&clue, "reporter")).any(|name| name == officer.name) {
                continue;
            }
            // Told to somebody on a day that nobody wrote down: not held against anybody.
            let reported = day_in(&clue, "reported_on")
                .or_else(|| (!field(&clue, "reported_to").is_empty()).then_some(clue.on));
            let of = Reporting::of(&self.calendar, clue.on, reported, today, within);
            told.clues.add(clue.id, of);
        }
        told.tasks_late = self
            .rows_in(TASKS, None)?
            .iter()
            .filter(|task| people(field(task, "owner")).any(|owner| owner == officer.name))
            .filter(|task| {
                let done = day_in(task, "done_on").unwrap_or(today);
                task.until.is_some_and(|due| (from..=to).contains(&due) && due < done)
            })
            .map(|task| task.id)
            .collect();
        for row in self.rows_in(ABSENCES, Some((from, to)))? {
            if field(&row, "name") == officer.name {
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
        name: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeSet<NaiveDate>, Refusal> {
        let mut days = BTreeSet::new();
        for row in self.rows_in(ABSENCES, Some((from - LONGEST, to)))? {
            if field(&row, "name") != name || !LEAVE.contains(&field(&row, "kind")) {
                continue;
            }
            let last = day_in(&row, "absent_to").unwrap_or(row.on);
            days.extend(row.on.iter_days().take_while(|day| *day <= last.min(to)));
        }
        Ok(days)
    }

    /// How a major hazard was reported: from the day on which it was known to be major to the first report, or to the
    /// day on which the safety officer had come to verify it; one that was put right before needs none any more.
    fn reporting_of(&mut self, id: Id) -> Result<Reporting, Refusal> {
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
        Ok(Reporting::of(&self.calendar, known, reported, today, within))
    }

    fn register_of(
        &mut self,
        officer: &Officer,
        communities: &[UnitPath],
    ) -> Result<Register, Refusal> {
        let last = self.act.today - chrono::Days::new(self.regime.verify.days.into());
        let own = |grid: &Option<UnitPath>| {
            grid.as_ref().is_some_and(|grid| officer.grids.contains(grid))
        };
        let mut register = Register::default();
        let driver = &mut *self.store.driver;
        let due = store::premises::to_verify(driver, communities, last, i32::MAX as u32)?;
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

    /// The rounds of these grids that ended in some days.
    fn rounds_of(
        &mut self,
        officer: &Officer,
        communities: &[UnitPath],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Round>, Refusal> {
        let mut all = Vec::new();
        let patrols = self.regime.patrols.clone();
        for patrol in patrols.iter().filter(|patrol| patrol.by == Role::GridOfficer.code()) {
            let (mut count, mut missed) = (Count::default(), Vec::new());
            let mut day = from;
            loop {
                let (_, end) = patrol.every.stretch(day);
                if end > to {
                    break;
                }
                let rules = self.rules_with(&[], end);
                let rule = rules.into_iter().find(|rule| rule.code == patrol.code);
                if let Some(rule) = rule {
                    for community in communities {
                        let subjects = self.subjects(community, &rule, end)?;
                        let driver = &mut *self.store.driver;
                        let visits = coverage::visits(driver, community, rule.from, rule.to, None)?;
                        let own = subjects.iter().filter(|subject| {
                            let grid = subject.place.1.as_ref();
                            grid.is_some_and(|grid| officer.grids.contains(grid))
                        });
                        for subject in own {
                            let seen = visits.get(&subject.id).copied().unwrap_or(0);
                            let covered = seen >= rule.times.max(1);
                            count.add(Count { required: 1, covered: covered.into() });
                            if !covered {
                                missed.push(subject.id);
                            }
                        }
                    }
                }
                day = end + chrono::Days::new(1);
            }
            all.push(Round { label: patrol.label.clone(), count, missed });
        }
        Ok(all)
    }
}
