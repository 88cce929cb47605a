//! Following a hazard: recheck, extend, regrade, report, close, reopen.

use chrono::NaiveDate;

use super::{Office, Refusal, notices::numbered};
use crate::{
    domain::{
        deadline::{self, Deadline, DeadlineError},
        grade::Grade,
        hazard::{Course, Recipient, StateKind, Step},
        id::Id,
        inspection::check_acceptor,
        permission::Deed,
        rule::{Asked, RuleError},
        time_of_day::TimeOfDay,
    },
    store::{self, hazards},
    terms,
};

pub use crate::store::hazards::{Filter, Line, ReportFilter, Stored};

/// How a deadline was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Calendar days from the day of the deed, which is not counted.
    Days(u32),
    Workdays(u32),
    /// A named day.
    Day(NaiveDate),
}

/// What a recheck found.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Passed {
        acceptor: String,
    },
    /// Not put right: a new deadline.
    Failed {
        term: Term,
    },
    /// Not put right, and the premises refuses (拒不整改).
    Refused,
}

impl Office {
    pub fn hazards(&mut self, filter: &Filter) -> Result<Vec<Line>, Refusal> {
        let mut lines = hazards::list(&mut *self.store.driver, &self.scope, filter)?;
        self.count_elsewhere(&mut lines)?;
        Ok(lines)
    }

    /// A hazard by its id, the last digits of its id, or the number of its notice and its place there
    /// (`招联安监整改〔2026〕11号-2`).
    pub fn hazard(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        let wanted = wanted.trim();
        let unknown = || {
            Refusal::said(format!(
                "没有编号为“{wanted}”的隐患。请用 anban hazard list 查看编号，再试一次。"
            ))
        };
        let driver = &mut *self.store.driver;
        if let Some(id) = Id::parse(wanted) {
            return hazards::by_id(driver, &self.scope, id)?.ok_or_else(unknown);
        }
        if let Some((number, ordinal)) = wanted.rsplit_once('-')
            && let Ok(ordinal) = ordinal.parse::<u32>()
        {
            let find = |number: &str| store::notices::by_number(driver, &self.scope, number);
            for stored in numbered(number, find)? {
                let notice = stored.notice;
                let found = hazards::of_inspection(driver, &notice.community, notice.inspection)?;
                if let Some(hazard) =
                    found.into_iter().find(|found| found.hazard.ordinal == ordinal)
                {
                    return Ok(hazard);
                }
            }
        }
        let ending = wanted.to_ascii_lowercase();
        if ending.len() >= 6 && ending.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            match hazards::ids_ending(driver, &self.scope, &ending)?.as_slice() {
                [id] => return hazards::by_id(driver, &self.scope, *id)?.ok_or_else(unknown),
                [] => {}
                several => {
                    return Err(Refusal::said(format!(
                        "编号以“{wanted}”结尾的隐患有{}条，请写全编号。",
                        several.len()
                    )));
                }
            }
        }
        Err(unknown())
    }

    pub fn recheck(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        outcome: Outcome,
        note: &str,
    ) -> Result<Stored, Refusal> {
        let mut all = self.recheck_all(&[wanted.to_owned()], on, outcome, note)?;
        all.pop().ok_or_else(|| Refusal::said("没有选隐患。请先选一条，再登记复查。"))
    }

    /// One recheck of several hazards: all of them or none.
    pub fn recheck_all(
        &mut self,
        wanted: &[String],
        on: Option<NaiveDate>,
        outcome: Outcome,
        note: &str,
    ) -> Result<Vec<Stored>, Refusal> {
        let on = self.act.day(on)?;
        let note = note.trim().to_owned();
        let actor = self.signer(Deed::Recheck, None, None, on)?;
        let mut taken = Vec::new();
        for wanted in wanted {
            let stored = self.hazard(wanted)?;
            let note = note.clone();
            let step = match &outcome {
                Outcome::Passed { acceptor } => {
                    self.check_acceptor(&stored, acceptor)?;
                    self.check_accepts(acceptor, &stored.hazard.community, on)?;
                    Step::Passed { on, acceptor: acceptor.trim().to_owned(), note }
                }
                Outcome::Failed { term } => {
                    Step::Failed { on, deadline: self.deadline(on, *term)?.day, note }
                }
                Outcome::Refused => {
                    let deadline = stored.hazard.course.deadline();
                    if let Some(deadline) = deadline.filter(|day| on < *day && note.is_empty()) {
                        return Err(RuleError::RefusalUnsaid { deadline }.into());
                    }
                    let note =
                        if note.is_empty() { "复查时拒不整改".to_owned() } else { note };
                    Step::Refused { on, note }
                }
            };
            taken.push((stored, step));
        }
        self.keep_steps("recheck", Deed::Recheck, &actor, taken)
    }

    /// Why a deadline is not the day that was asked for, in words (10月3日为国庆节休假，顺延至10月8日); empty where
    /// it is.
    pub fn deadline_moved(&self, on: Option<NaiveDate>, term: Term) -> Result<String, Refusal> {
        Ok(terms::deadline_reason(&self.deadline(self.act.day(on)?, term)?))
    }

    /// The same, only where a day that was asked for fell on a day off.
    pub fn deadline_rolled(
        &self,
        on: Option<NaiveDate>,
        term: Term,
    ) -> Result<Option<String>, Refusal> {
        let deadline = self.deadline(self.act.day(on)?, term)?;
        Ok(deadline.rolled.is_some().then(|| terms::deadline_reason(&deadline)))
    }

    /// Takes the last step of each of these hazards back, as one deed. Another step since then is a conflict.
    pub(super) fn take_back(
        &mut self,
        deed: Deed,
        hazards: &[(Id, Step)],
        reason: &str,
    ) -> Result<Vec<Stored>, Refusal> {
        let on = self.act.today;
        let actor = self.signer(deed, None, None, on)?;
        let mut taken = Vec::new();
        for (id, last) in hazards {
            let stored = self.hazard(&id.to_string())?;
            if stored.standing().last().is_none_or(|(step, _)| step != last) {
                return Err(Refusal::said(format!(
                    "隐患“{}”后来又办过别的，不能再撤销这一步。请打开它按现在的状态办理。",
                    stored.hazard.text
                )));
            }
            taken.push((stored, Step::TakenBack { on, reason: reason.trim().to_owned() }));
        }
        self.keep_steps("take_back", deed, &actor, taken)
    }

    pub fn extend(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        to: NaiveDate,
        reason: &str,
    ) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let deadline = self.deadline(on, Term::Day(to))?.day;
        let deed = Deed::extending(stored.hazard.course.grade());
        self.step(
            "extend",
            deed,
            None,
            stored,
            Step::Extended { on, deadline, reason: reason.trim().to_owned() },
        )
    }

    /// Tells a grade. What was 待评估 is assessed by the 社区安全员 or the street (S0 §二.1(3)): `by` names who
    /// did, when it is not who acts.
    pub fn regrade(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        to: Grade,
        reason: &str,
        by: Option<&str>,
    ) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let deed = Deed::grading(stored.hazard.course.grade());
        let step = Step::Regraded { on, to, reason: reason.trim().to_owned() };
        self.step("regrade", deed, by, stored, step)
    }

    pub fn report(
        &mut self,
        wanted: &str,
        to: Recipient,
        on: Option<NaiveDate>,
        reason: &str,
    ) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let step = Step::Reported { on, to, reason: reason.trim().to_owned() };
        self.step("report", Deed::Report, None, stored, step)
    }

    pub fn close(&mut self, wanted: &str, on: Option<NaiveDate>) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        self.step("close", Deed::Close, None, stored, Step::Closed { on })
    }

    /// Takes a closure back. Without a new deadline the one it had stands, the day itself at the earliest.
    pub fn reopen(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        term: Option<Term>,
        reason: &str,
    ) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let deadline = match term {
            Some(term) => self.deadline(on, term)?.day,
            None => stored.hazard.course.deadline().map_or(on, |deadline| deadline.max(on)),
        };
        let step = Step::Reopened { on, deadline, reason: reason.trim().to_owned() };
        self.step("reopen", Deed::Reopen, None, stored, step)
    }

    /// A deadline as the rules count it (DOMAIN.md §3.3).
    pub(super) fn deadline(&self, from: NaiveDate, term: Term) -> Result<Deadline, Refusal> {
        let counted = match term {
            Term::Days(days) => deadline::by_days(&self.calendar, from, days),
            Term::Workdays(days) => deadline::by_workdays(&self.calendar, from, days),
            Term::Day(day) => deadline::fixed(&self.calendar, from, day),
        };
        counted.map_err(|error| {
            let named = if let Term::Day(day) = term { Some(day) } else { None };
            uncounted(error, named, from)
        })
    }

    /// 验收人 is named and is not of the premises (INS-18).
    pub(super) fn check_acceptor(
        &mut self,
        stored: &Stored,
        acceptor: &str,
    ) -> Result<(), Refusal> {
        let premises =
            store::premises::by_id(&mut *self.store.driver, &self.scope, stored.hazard.premises)?;
        let entry = premises.map(|stored| stored.entry);
        let mut of_premises = vec![stored.hazard.responsible.as_str()];
        if let Some(entry) = &entry {
            of_premises.extend([entry.person_in_charge.as_str(), entry.safety_lead.as_str()]);
        }
        of_premises.retain(|name| !name.trim().is_empty());
        Ok(check_acceptor(acceptor, &of_premises)?)
    }

    /// 停业、停用、撤人 at once, with the time (INS-09).
    pub fn stop(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        at: TimeOfDay,
        measures: &str,
        by: Option<&str>,
    ) -> Result<Stored, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let by = match by.map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => self.act.signature().to_owned(),
        };
        let step = Step::Stopped { on, at, by, measures: measures.trim().to_owned() };
        self.step("stop", Deed::Stop, None, stored, step)
    }

    /// Takes one step. It stands under the name of who answers for it; the journal has who typed it.
    pub(super) fn step(
        &mut self,
        verb: &'static str,
        deed: Deed,
        by: Option<&str>,
        stored: Stored,
        step: Step,
    ) -> Result<Stored, Refusal> {
        let actor = self.signer(deed, by, Some(&stored.hazard.community), step.on())?;
        self.keep_step(verb, deed, actor, stored, step)
    }

    /// Takes one step that was answered for.
    pub(super) fn keep_step(
        &mut self,
        verb: &'static str,
        deed: Deed,
        actor: String,
        stored: Stored,
        step: Step,
    ) -> Result<Stored, Refusal> {
        let mut kept = self.keep_steps(verb, deed, &actor, vec![(stored, step)])?;
        kept.pop().ok_or_else(|| Refusal::said("这一步没有办成，请再试一次。"))
    }

    /// Takes one step of each of these hazards in one deed, answered for by one person.
    fn keep_steps(
        &mut self,
        verb: &'static str,
        deed: Deed,
        actor: &str,
        taken: Vec<(Stored, Step)>,
    ) -> Result<Vec<Stored>, Refusal> {
        let together = taken.len();
        let mut after = Vec::with_capacity(together);
        for (Stored { hazard, steps }, step) in taken {
            let before = summary(&hazard.course);
            after.push((before, hazard.take(&step)?, steps, step));
        }
        self.act.write(&mut self.store, deed, |driver, trace| {
            for (before, hazard, steps, step) in &after {
                hazards::follow(driver, hazard, steps.len(), std::slice::from_ref(step), actor)?;
                let mut body = serde_json::json!({
                    "before": before, "step": step, "by": actor, "after": summary(&hazard.course)
                });
                if together > 1 {
                    body["together"] = together.into();
                }
                trace.note(verb, Some(&hazard.community), hazard.id, &body)?;
            }
            Ok(())
        })?;
        Ok(after
            .into_iter()
            .map(|(_, hazard, mut steps, step)| {
                steps.push((step, actor.to_owned()));
                Stored { hazard, steps }
            })
            .collect())
    }
}

/// Why a deadline cannot be counted.
pub(super) fn uncounted(
    error: DeadlineError,
    named: Option<NaiveDate>,
    from: NaiveDate,
) -> Refusal {
    match (error, named) {
        (DeadlineError::BeforeInspection, Some(deadline)) => {
            RuleError::DeadlineBefore { deadline, on: from }.into()
        }
        (DeadlineError::BeforeInspection | DeadlineError::TooFar, _) => {
            let said = format!("期限太长：最多{}天。请核对天数或日期。", deadline::LONGEST);
            Refusal::of(Asked::Deadline, said)
        }
    }
}

/// What the journal says of a hazard before and after a step.
pub(super) fn summary(course: &Course) -> (StateKind, Grade, Option<NaiveDate>) {
    (course.kind(), course.grade(), course.deadline())
}
