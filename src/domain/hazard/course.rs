//! A hazard's road so far: the fold of its steps, and what may come next.

use chrono::NaiveDate;

use super::{
    Found, Passed, Proof, Refused, Reported, State, StateKind, Step, Withdrawn,
    state::{not_empty, with_notice},
};
use crate::domain::{
    grade::Grade,
    id::Id,
    major::{Form, Report, Stage, StageKind, Word},
    rule::RuleError,
};

/// A hazard's road so far: its state, its grade and what is remembered of the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    grade: Grade,
    /// The grade it was found with.
    first_grade: Grade,
    notice: Option<Id>,
    found_on: NaiveDate,
    last_on: NaiveDate,
    /// 重大隐患填报表, once it was filled.
    report: Option<Report>,
    stopped_on: Option<NaiveDate>,
    reopened: u32,
    /// As it stood before its last step, when that one can be taken back.
    before: Option<Box<Course>>,
}

impl Course {
    /// A hazard found on a day.
    pub fn found(on: NaiveDate, grade: Grade) -> Course {
        Course {
            state: State::Found(Found { on }),
            grade,
            first_grade: grade,
            notice: None,
            found_on: on,
            last_on: on,
            report: None,
            stopped_on: None,
            reopened: 0,
            before: None,
        }
    }

    /// The fold of everything that happened.
    pub fn replay<'a>(
        on: NaiveDate,
        grade: Grade,
        steps: impl IntoIterator<Item = &'a Step>,
    ) -> Result<Course, RuleError> {
        steps.into_iter().try_fold(Course::found(on, grade), Course::take)
    }

    /// Takes one step, or says why it may not be taken now.
    pub fn take(self, step: &Step) -> Result<Course, RuleError> {
        if let Step::TakenBack { .. } = step {
            return self.follow(step);
        }
        let before = step.kind().can_be_taken_back().then(|| Box::new(self.clone()));
        Ok(Course { before, ..self.follow(step)? })
    }

    /// Stands again as before its last step.
    fn take_back(self, on: NaiveDate, reason: &str) -> Result<Course, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        not_before(on, self.last_on)?;
        self.before.map(|before| *before).ok_or(RuleError::NothingToTakeBack)
    }

    fn follow(self, step: &Step) -> Result<Course, RuleError> {
        match step {
            Step::PutRight { .. }
            | Step::Ordered { .. }
            | Step::Referred { .. }
            | Step::Passed { .. }
            | Step::Failed { .. }
            | Step::Refused { .. }
            | Step::Reported { .. }
            | Step::Extended { .. }
            | Step::Closed { .. }
            | Step::Reopened { .. }
            | Step::Withdrawn { .. } => self.go(step),
            Step::Renoticed { .. }
            | Step::Regraded { .. }
            | Step::Stopped { .. }
            | Step::HandedOver { .. } => self.mark(step),
            Step::MajorFilled { .. }
            | Step::MajorVerified { .. }
            | Step::MajorSigned { .. }
            | Step::MajorSealed { .. }
            | Step::MajorApproved { .. }
            | Step::MajorReceived { .. }
            | Step::MajorStreetVerified { .. }
            | Step::MajorProgress { .. } => self.write_report(step),
            Step::Accepted { on, by, opinion } => self.accept(*on, by, opinion),
            Step::TakenBack { on, reason } => self.take_back(*on, reason),
        }
    }

    fn not_now(&self, step: &Step) -> RuleError {
        RuleError::NotNow { step: step.kind(), state: self.kind() }
    }

    /// From one state to the next.
    fn go(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = self.not_now(step);
        let Course { state, grade, mut notice, mut report, mut reopened, .. } = self;
        let accepted = report.as_ref().is_some_and(|report| report.accepted().is_some());
        let state = match (state, step) {
            (State::Found(found), Step::PutRight { notice: by, note, .. }) => {
                notice = Some(*by);
                State::Closed(found.put_right(on, grade, *by, note)?)
            }
            (State::Found(found), Step::Ordered { notice: by, deadline, .. }) => {
                notice = Some(*by);
                State::Ordered(found.order(*by, *deadline)?)
            }
            (State::Found(found), Step::Referred { notice: by, deadline, .. }) => {
                notice = Some(*by);
                State::Reported(found.refer(on, *by, *deadline)?)
            }
            (State::Ordered(order), Step::Passed { acceptor, .. })
            | (State::Refused(Refused { order, .. }), Step::Passed { acceptor, .. })
            | (State::Reported(Reported { order, .. }), Step::Passed { acceptor, .. }) => {
                State::Passed(order.pass(on, acceptor)?)
            }
            // What was refused is reported, or passes; another deadline does not settle it.
            (State::Refused(Refused { order, on: since, .. }), Step::Failed { deadline, .. }) => {
                report = report.map(Report::unaccepted);
                let order = order.fail(on, *deadline)?;
                State::Refused(Refused { order, on: since, ordered_again: true })
            }
            (
                State::Refused(Refused { order, on: since, ordered_again: true }),
                Step::Extended { deadline, reason, .. },
            ) => {
                let order = order.extend(*deadline, reason)?;
                State::Refused(Refused { order, on: since, ordered_again: true })
            }
            (State::Ordered(order), Step::Failed { deadline, .. })
            | (State::Reported(Reported { order, .. }), Step::Failed { deadline, .. })
            | (State::Passed(Passed { order, .. }), Step::Failed { deadline, .. }) => {
                // What was accepted has turned out not to be put right: it is accepted anew.
                report = report.map(Report::unaccepted);
                State::Ordered(order.fail(on, *deadline)?)
            }
            (State::Ordered(order), Step::Refused { note, .. })
            | (
                State::Refused(Refused { order, ordered_again: true, .. }),
                Step::Refused { note, .. },
            )
            | (State::Reported(Reported { order, .. }), Step::Refused { note, .. }) => {
                State::Refused(order.refuse(on, note)?)
            }
            (State::Ordered(order), Step::Reported { to, reason, .. })
            | (State::Refused(Refused { order, .. }), Step::Reported { to, reason, .. })
            | (State::Reported(Reported { order, .. }), Step::Reported { to, reason, .. }) => {
                State::Reported(order.report(on, *to, reason)?)
            }
            (State::Ordered(order), Step::Extended { deadline, reason, .. }) => {
                State::Ordered(order.extend(*deadline, reason)?)
            }
            (State::Passed(passed), Step::Closed { .. }) => {
                State::Closed(passed.close(on, grade, accepted)?)
            }
            (State::Closed(closed), Step::Reopened { deadline, reason, .. }) => {
                reopened += 1;
                report = report.map(Report::unaccepted);
                State::Ordered(closed.reopen(on, *deadline, reason)?)
            }
            (state, Step::Withdrawn { by, .. }) if state.kind() != StateKind::Withdrawn => {
                State::Withdrawn(Withdrawn { by: *by })
            }
            _ => return Err(refused),
        };
        Ok(Course { state, notice, report, reopened, last_on: on, ..self })
    }

    /// What is noted of an open hazard and leaves it where it stands. Entered later, it says nothing of
    /// when rechecks were made.
    fn mark(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        // A stop is told at once and may be entered after what followed it.
        let since = if matches!(step, Step::Stopped { .. }) { self.found_on } else { self.last_on };
        not_before(on, since)?;
        if !self.kind().is_open() {
            return Err(self.not_now(step));
        }
        match step {
            Step::Renoticed { notice, .. } => Ok(Course {
                state: with_notice(self.state, *notice),
                notice: Some(*notice),
                ..self
            }),
            Step::Regraded { to, reason, .. } => {
                not_empty(reason, RuleError::ReasonMissing)?;
                Ok(Course { grade: raise(self.grade, *to)?, ..self })
            }
            Step::Stopped { by, measures, .. } => {
                not_empty(measures, RuleError::StopMissing)?;
                not_empty(by, RuleError::PersonMissing)?;
                let first = self.stopped_on.map_or(on, |first| first.min(on));
                Ok(Course { stopped_on: Some(first), ..self })
            }
            Step::HandedOver { to, reason, .. } => {
                not_empty(to, RuleError::PersonMissing)?;
                not_empty(reason, RuleError::ReasonMissing)?;
                Ok(self)
            }
            _ => Err(self.not_now(step)),
        }
    }

    /// The report of a major hazard goes on beside the hazard; its steps follow each other.
    fn write_report(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        if self.grade != Grade::Major {
            return Err(RuleError::NotMajor);
        }
        if !self.kind().is_open() {
            return Err(self.not_now(step));
        }
        not_before(on, self.report.as_ref().map_or(self.found_on, Report::last_on))?;
        let refused = RuleError::MajorNotNow { step: step.kind(), stage: self.report_kind() };
        let word = |by: &str, opinion: &str| Word {
            on,
            by: by.trim().to_owned(),
            opinion: opinion.trim().to_owned(),
        };
        let report = match (self.report, step) {
            (standing, Step::MajorFilled { by, fields, measures, .. }) => {
                let form = Form {
                    on,
                    by: by.trim().to_owned(),
                    fields: fields.clone(),
                    measures: measures.clone(),
                };
                match standing {
                    None => Report::filled(form)?,
                    Some(report) if report.kind() < StageKind::Approved => report.refilled(form)?,
                    Some(_) => return Err(refused),
                }
            }
            (Some(report), step) => {
                let stage = match (report.stage().clone(), step) {
                    (Stage::Filled(filled), Step::MajorVerified { by, opinion, .. }) => {
                        Stage::Verified(filled.verify(word(by, opinion))?)
                    }
                    (Stage::Verified(verified), Step::MajorSigned { by, .. }) => {
                        Stage::Signed(verified.sign(on, by)?)
                    }
                    (Stage::Signed(signed), Step::MajorSealed { by, .. }) => {
                        Stage::Sealed(signed.seal(on, by)?)
                    }
                    (Stage::Sealed(sealed), Step::MajorApproved { by, opinion, .. }) => {
                        let measures = &report.form().measures;
                        Stage::Approved(sealed.approve(word(by, opinion), measures)?)
                    }
                    (Stage::Approved(approved), Step::MajorReceived { by, at, .. }) => {
                        Stage::Received(approved.receive(on, by, *at)?)
                    }
                    (Stage::Received(received), Step::MajorStreetVerified { by, opinion, .. }) => {
                        Stage::StreetVerified(received.verify(word(by, opinion))?)
                    }
                    (
                        stage @ (Stage::Received(_) | Stage::StreetVerified(_)),
                        Step::MajorProgress { by, note, .. },
                    ) => {
                        not_empty(by, RuleError::PersonMissing)?;
                        not_empty(note, RuleError::ProgressMissing)?;
                        stage
                    }
                    _ => return Err(refused),
                };
                report.at(stage, on)
            }
            (None, _) => return Err(refused),
        };
        Ok(Course { report: Some(report), ..self })
    }

    /// 验收: where the hazard's road and that of its report meet.
    fn accept(self, on: NaiveDate, by: &str, opinion: &str) -> Result<Course, RuleError> {
        let step = Step::Accepted { on, by: by.trim().into(), opinion: opinion.trim().into() };
        if self.grade != Grade::Major {
            return Err(RuleError::NotMajor);
        }
        not_before(on, self.last_on)?;
        let missing = RuleError::MajorNotNow { step: step.kind(), stage: self.report_kind() };
        if self.kind() != StateKind::Passed {
            return Err(self.not_now(&step));
        }
        let Some(report) = self.report else { return Err(missing) };
        not_before(on, report.last_on())?;
        let Stage::StreetVerified(street) = report.stage().clone() else { return Err(missing) };
        let word = Word { on, by: by.trim().to_owned(), opinion: opinion.trim().to_owned() };
        let stage = Stage::Accepted(street.accept(word)?);
        Ok(Course { report: Some(report.at(stage, on)), last_on: on, ..self })
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn kind(&self) -> StateKind {
        self.state.kind()
    }

    pub fn grade(&self) -> Grade {
        self.grade
    }

    /// The grade it was found with, when it rose since.
    pub fn raised_from(&self) -> Option<Grade> {
        (self.first_grade != self.grade).then_some(self.first_grade)
    }

    pub fn notice(&self) -> Option<Id> {
        self.notice
    }

    /// The deadline that stands, or stood when it was closed.
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.state.order().map(|order| order.deadline)
    }

    /// Rechecks made so far.
    pub fn rounds(&self) -> u32 {
        self.state.order().map_or(0, |order| order.rounds)
    }

    pub fn extensions(&self) -> u32 {
        self.state.order().map_or(0, |order| order.extensions)
    }

    /// 重大隐患填报表 as it stands; `None` before it is filled.
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    pub fn report_kind(&self) -> Option<StageKind> {
        self.report.as_ref().map(Report::kind)
    }

    /// The day on which work, equipment or people were first taken out (停业、停用、撤人).
    pub fn stopped_on(&self) -> Option<NaiveDate> {
        self.stopped_on
    }

    pub fn reopened(&self) -> u32 {
        self.reopened
    }

    pub fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Closed(closed) => Some(closed.on),
            _ => None,
        }
    }

    /// Why it could be closed.
    pub fn proof(&self) -> Option<&Proof> {
        match &self.state {
            State::Closed(closed) => Some(&closed.proof),
            _ => None,
        }
    }

    /// Past its deadline and not yet rechecked as 合格: derived, for any day asked (the deadline
    /// itself is still in time).
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.kind().runs() && self.deadline().is_some_and(|deadline| deadline < day)
    }
}

fn not_before(on: NaiveDate, last: NaiveDate) -> Result<(), RuleError> {
    if on < last { Err(RuleError::BeforeLast { on, last }) } else { Ok(()) }
}

fn raise(from: Grade, to: Grade) -> Result<Grade, RuleError> {
    match (from, to) {
        (Grade::Unsure, Grade::General | Grade::Major) | (Grade::General, Grade::Major) => Ok(to),
        _ => Err(RuleError::GradeNotRaised { from, to }),
    }
}
