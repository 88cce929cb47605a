//! A hazard (隐患) from the day it is found to the day it is closed (闭环, 销号; S0 §二).
//!
//! ```text
//! Found ─put right─────────────────────────────▶ Closed      (on the spot, evidence noted)
//!   └─order▶ Ordered ─pass──────▶ Passed ─close▶ Closed
//!   │          ├─fail▶ Ordered (next round, new deadline)
//!   │          ├─extend▶ Ordered (later deadline, reason)
//!   │          ├─refuse▶ Refused ─report▶ Reported ─pass▶ Passed
//!   │          └─report▶ Reported            └─fail▶ Ordered
//!   └─refer▶ Reported                Closed ─reopen▶ Ordered
//! any open state ─withdraw▶ Withdrawn        (the inspection was corrected by a later one)
//! ```
//!
//! Each arrow is one function that consumes the state it starts from. The fields of the states are
//! private to this module, so nothing else can write one; a stored hazard is the fold of its steps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{grade::Grade, id::Id, rule::RuleError};

/// Something that happened to a hazard, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Put right while the inspector stood there.
    PutRight {
        on: NaiveDate,
        notice: Id,
        note: String,
    },
    /// The notice orders it put right by the deadline (inclusive).
    Ordered {
        on: NaiveDate,
        notice: Id,
        deadline: NaiveDate,
    },
    /// Handed up on the notice itself (disposal 上报).
    Referred {
        on: NaiveDate,
        notice: Id,
        deadline: NaiveDate,
    },
    /// The notice was voided and this one took its place.
    Renoticed {
        on: NaiveDate,
        notice: Id,
    },
    /// Recheck 合格.
    Passed {
        on: NaiveDate,
        acceptor: String,
        note: String,
    },
    /// Recheck 不合格 with a new deadline.
    Failed {
        on: NaiveDate,
        deadline: NaiveDate,
        note: String,
    },
    /// Recheck 不合格 and the premises refuses (拒不整改).
    Refused {
        on: NaiveDate,
        note: String,
    },
    Reported {
        on: NaiveDate,
        to: Recipient,
        reason: String,
    },
    Extended {
        on: NaiveDate,
        deadline: NaiveDate,
        reason: String,
    },
    Regraded {
        on: NaiveDate,
        to: Grade,
        reason: String,
    },
    /// 验收 of a major hazard with its five 落实.
    Accepted {
        on: NaiveDate,
        by: String,
        measures: Measures,
    },
    /// 销号
    Closed {
        on: NaiveDate,
    },
    Reopened {
        on: NaiveDate,
        deadline: NaiveDate,
        reason: String,
    },
    /// A later inspection corrects the one that found it.
    Withdrawn {
        on: NaiveDate,
        by: Id,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    PutRight,
    Ordered,
    Referred,
    Renoticed,
    Passed,
    Failed,
    Refused,
    Reported,
    Extended,
    Regraded,
    Accepted,
    Closed,
    Reopened,
    Withdrawn,
}

/// To whom a hazard is reported (S0 §一.2(2), §一.3(4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// 街道安办
    Street,
    /// 下派民警
    Police,
    /// 有关部门
    Department,
}

impl Recipient {
    pub const ALL: [Recipient; 3] = [Recipient::Street, Recipient::Police, Recipient::Department];

    pub fn code(self) -> &'static str {
        match self {
            Recipient::Street => "street",
            Recipient::Police => "police",
            Recipient::Department => "department",
        }
    }

    pub fn from_code(code: &str) -> Option<Recipient> {
        Recipient::ALL.into_iter().find(|recipient| recipient.code() == code)
    }
}

/// The five 落实 of a major hazard (S0 §二.1(3)): 责任、措施、资金、时限、预案.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    pub responsibility: String,
    pub measures: String,
    pub funds: String,
    pub time_limit: String,
    pub plan: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Responsibility,
    Measures,
    Funds,
    TimeLimit,
    Plan,
}

impl Measures {
    pub fn missing(&self) -> Vec<Measure> {
        [
            (Measure::Responsibility, &self.responsibility),
            (Measure::Measures, &self.measures),
            (Measure::Funds, &self.funds),
            (Measure::TimeLimit, &self.time_limit),
            (Measure::Plan, &self.plan),
        ]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(measure, _)| measure)
        .collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    Found,
    Ordered,
    Passed,
    Refused,
    Reported,
    Closed,
    Withdrawn,
}

impl StateKind {
    pub const ALL: [StateKind; 7] = [
        StateKind::Found,
        StateKind::Ordered,
        StateKind::Passed,
        StateKind::Refused,
        StateKind::Reported,
        StateKind::Closed,
        StateKind::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::Found => "found",
            StateKind::Ordered => "ordered",
            StateKind::Passed => "passed",
            StateKind::Refused => "refused",
            StateKind::Reported => "reported",
            StateKind::Closed => "closed",
            StateKind::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        !matches!(self, StateKind::Closed | StateKind::Withdrawn)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    notice: Id,
    deadline: NaiveDate,
    rounds: u32,
    extensions: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    order: Ordered,
    on: NaiveDate,
    acceptor: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    order: Ordered,
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    order: Ordered,
    on: NaiveDate,
    to: Recipient,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    on: NaiveDate,
    proof: Proof,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    by: Id,
}

/// What lets a hazard be closed.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    OnTheSpot { notice: Id, note: String },
    Recheck { order: Order, acceptor: String },
}

/// The order that a recheck answered, kept so that a reopened hazard stands where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Order(Ordered);

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Found(Found),
    Ordered(Ordered),
    Passed(Passed),
    Refused(Refused),
    Reported(Reported),
    Closed(Closed),
    Withdrawn(Withdrawn),
}

fn not_empty(text: &str, error: RuleError) -> Result<(), RuleError> {
    if text.trim().is_empty() { Err(error) } else { Ok(()) }
}

fn not_before(deadline: NaiveDate, on: NaiveDate) -> Result<(), RuleError> {
    if deadline < on { Err(RuleError::DeadlineBefore { deadline, on }) } else { Ok(()) }
}

impl Found {
    /// Found → Closed: put right on the spot, and what was seen is noted.
    /// Only a general hazard ends this way: what may be major is followed up (S0 §二.1(3)).
    fn put_right(
        self,
        on: NaiveDate,
        grade: Grade,
        notice: Id,
        note: &str,
    ) -> Result<Closed, RuleError> {
        not_empty(note, RuleError::NoteMissing)?;
        match grade {
            Grade::General => {}
            Grade::Major | Grade::Unsure => return Err(RuleError::OnTheSpotNotGeneral { grade }),
        }
        Ok(Closed { on, proof: Proof::OnTheSpot { notice, note: note.to_owned() } })
    }

    /// Found → Ordered: the notice names a deadline, the day of inspection at the earliest.
    fn order(self, notice: Id, deadline: NaiveDate) -> Result<Ordered, RuleError> {
        not_before(deadline, self.on)?;
        Ok(Ordered { notice, deadline, rounds: 0, extensions: 0 })
    }

    /// Found → Reported: handed up with the notice.
    fn refer(self, on: NaiveDate, notice: Id, deadline: NaiveDate) -> Result<Reported, RuleError> {
        let order = self.order(notice, deadline)?;
        Ok(Reported { order, on, to: Recipient::Street })
    }
}

impl Ordered {
    fn next_round(self) -> Ordered {
        Ordered { rounds: self.rounds + 1, ..self }
    }

    /// Ordered → Passed: the recheck found it put right; the acceptor is named.
    fn pass(self, on: NaiveDate, acceptor: &str) -> Result<Passed, RuleError> {
        not_empty(acceptor, RuleError::AcceptorMissing)?;
        Ok(Passed { order: self.next_round(), on, acceptor: acceptor.trim().to_owned() })
    }

    /// Ordered → Ordered: the recheck found it not put right; a new deadline.
    fn fail(self, on: NaiveDate, deadline: NaiveDate) -> Result<Ordered, RuleError> {
        not_before(deadline, on)?;
        Ok(Ordered { deadline, ..self.next_round() })
    }

    /// Ordered → Refused: the premises will not put it right.
    fn refuse(self, on: NaiveDate, note: &str) -> Result<Refused, RuleError> {
        not_empty(note, RuleError::ReasonMissing)?;
        Ok(Refused { order: self.next_round(), on })
    }

    /// Ordered → Ordered with a later deadline.
    fn extend(self, deadline: NaiveDate, reason: &str) -> Result<Ordered, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        if deadline <= self.deadline {
            return Err(RuleError::DeadlineNotLater { deadline, standing: self.deadline });
        }
        Ok(Ordered { deadline, extensions: self.extensions + 1, ..self })
    }

    /// → Reported: to the street, the police or a department.
    fn report(self, on: NaiveDate, to: Recipient, reason: &str) -> Result<Reported, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        Ok(Reported { order: self, on, to })
    }
}

impl Passed {
    /// Passed → Closed (销号): a major hazard after its acceptance, an unassessed one not at all.
    fn close(self, on: NaiveDate, grade: Grade, accepted: bool) -> Result<Closed, RuleError> {
        match grade {
            Grade::Unsure => Err(RuleError::GradeUnsure),
            Grade::Major if !accepted => Err(RuleError::MajorNotAccepted),
            Grade::Major | Grade::General => Ok(Closed {
                on,
                proof: Proof::Recheck { order: Order(self.order), acceptor: self.acceptor },
            }),
        }
    }
}

impl Closed {
    /// Closed → Ordered: closed by mistake, or the hazard is back; it needs a recheck again.
    fn reopen(
        self,
        on: NaiveDate,
        deadline: NaiveDate,
        reason: &str,
    ) -> Result<Ordered, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        not_before(deadline, on)?;
        Ok(match self.proof {
            Proof::OnTheSpot { notice, .. } => {
                Ordered { notice, deadline, rounds: 0, extensions: 0 }
            }
            Proof::Recheck { order: Order(order), .. } => Ordered { deadline, ..order },
        })
    }
}

impl State {
    pub fn kind(&self) -> StateKind {
        match self {
            State::Found(_) => StateKind::Found,
            State::Ordered(_) => StateKind::Ordered,
            State::Passed(_) => StateKind::Passed,
            State::Refused(_) => StateKind::Refused,
            State::Reported(_) => StateKind::Reported,
            State::Closed(_) => StateKind::Closed,
            State::Withdrawn(_) => StateKind::Withdrawn,
        }
    }

    fn order(&self) -> Option<&Ordered> {
        match self {
            State::Ordered(order) => Some(order),
            State::Passed(Passed { order, .. })
            | State::Refused(Refused { order, .. })
            | State::Reported(Reported { order, .. }) => Some(order),
            State::Closed(Closed { proof: Proof::Recheck { order: Order(order), .. }, .. }) => {
                Some(order)
            }
            State::Found(_) | State::Closed(_) | State::Withdrawn(_) => None,
        }
    }
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::PutRight { .. } => StepKind::PutRight,
            Step::Ordered { .. } => StepKind::Ordered,
            Step::Referred { .. } => StepKind::Referred,
            Step::Renoticed { .. } => StepKind::Renoticed,
            Step::Passed { .. } => StepKind::Passed,
            Step::Failed { .. } => StepKind::Failed,
            Step::Refused { .. } => StepKind::Refused,
            Step::Reported { .. } => StepKind::Reported,
            Step::Extended { .. } => StepKind::Extended,
            Step::Regraded { .. } => StepKind::Regraded,
            Step::Accepted { .. } => StepKind::Accepted,
            Step::Closed { .. } => StepKind::Closed,
            Step::Reopened { .. } => StepKind::Reopened,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    /// The day on which it happened.
    pub fn on(&self) -> NaiveDate {
        match self {
            Step::PutRight { on, .. }
            | Step::Ordered { on, .. }
            | Step::Referred { on, .. }
            | Step::Renoticed { on, .. }
            | Step::Passed { on, .. }
            | Step::Failed { on, .. }
            | Step::Refused { on, .. }
            | Step::Reported { on, .. }
            | Step::Extended { on, .. }
            | Step::Regraded { on, .. }
            | Step::Accepted { on, .. }
            | Step::Closed { on, .. }
            | Step::Reopened { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

/// A hazard's road so far: its state, its grade and what is remembered of the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    grade: Grade,
    /// The grade it was found with.
    first_grade: Grade,
    notice: Option<Id>,
    last_on: NaiveDate,
    accepted: bool,
    reopened: u32,
}

impl Course {
    /// A hazard found on a day.
    pub fn found(on: NaiveDate, grade: Grade) -> Course {
        Course {
            state: State::Found(Found { on }),
            grade,
            first_grade: grade,
            notice: None,
            last_on: on,
            accepted: false,
            reopened: 0,
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
        let on = step.on();
        // A grade told or a paper replaced later says nothing of when rechecks were made.
        let moves = !matches!(step, Step::Regraded { .. } | Step::Renoticed { .. });
        if on < self.last_on {
            return Err(RuleError::BeforeLast { on, last: self.last_on });
        }
        let refused = RuleError::NotNow { step: step.kind(), state: self.state.kind() };
        let Course {
            last_on,
            state,
            mut grade,
            first_grade,
            mut notice,
            mut accepted,
            mut reopened,
            ..
        } = self;
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
            (State::Ordered(order), Step::Failed { deadline, .. })
            | (State::Refused(Refused { order, .. }), Step::Failed { deadline, .. })
            | (State::Reported(Reported { order, .. }), Step::Failed { deadline, .. })
            | (State::Passed(Passed { order, .. }), Step::Failed { deadline, .. }) => {
                // What was accepted has turned out not to be put right: it is accepted anew.
                accepted = false;
                State::Ordered(order.fail(on, *deadline)?)
            }
            (State::Ordered(order), Step::Refused { note, .. })
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
                accepted = false;
                State::Ordered(closed.reopen(on, *deadline, reason)?)
            }
            (state, Step::Renoticed { notice: by, .. }) if state.kind().is_open() => {
                notice = Some(*by);
                with_notice(state, *by)
            }
            (state, Step::Regraded { to, reason, .. }) if state.kind().is_open() => {
                not_empty(reason, RuleError::ReasonMissing)?;
                grade = raise(grade, *to)?;
                state
            }
            (State::Passed(passed), Step::Accepted { by, measures, .. }) => {
                if grade != Grade::Major {
                    return Err(RuleError::NotMajor);
                }
                not_empty(by, RuleError::AcceptorMissing)?;
                let missing = measures.missing();
                if !missing.is_empty() {
                    return Err(RuleError::MeasuresMissing { missing });
                }
                accepted = true;
                State::Passed(passed)
            }
            (state, Step::Withdrawn { by, .. }) if state.kind() != StateKind::Withdrawn => {
                State::Withdrawn(Withdrawn { by: *by })
            }
            _ => return Err(refused),
        };
        Ok(Course {
            state,
            grade,
            first_grade,
            notice,
            last_on: if moves { on } else { last_on },
            accepted,
            reopened,
        })
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
        matches!(self.kind(), StateKind::Ordered | StateKind::Refused | StateKind::Reported)
            && self.deadline().is_some_and(|deadline| deadline < day)
    }
}

fn raise(from: Grade, to: Grade) -> Result<Grade, RuleError> {
    match (from, to) {
        (Grade::Unsure, Grade::General | Grade::Major) | (Grade::General, Grade::Major) => Ok(to),
        _ => Err(RuleError::GradeNotRaised { from, to }),
    }
}

fn with_notice(state: State, notice: Id) -> State {
    let swap = |order: Ordered| Ordered { notice, ..order };
    match state {
        State::Ordered(order) => State::Ordered(swap(order)),
        State::Passed(passed) => State::Passed(Passed { order: swap(passed.order), ..passed }),
        State::Refused(refused) => {
            State::Refused(Refused { order: swap(refused.order), ..refused })
        }
        State::Reported(reported) => {
            State::Reported(Reported { order: swap(reported.order), ..reported })
        }
        other @ (State::Found(_) | State::Closed(_) | State::Withdrawn(_)) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const NOTICE: Id = Id([1; 16]);

    fn ordered() -> Course {
        Course::found(day("2026-11-02"), Grade::General)
            .take(&Step::Ordered {
                on: day("2026-11-02"),
                notice: NOTICE,
                deadline: day("2026-11-09"),
            })
            .unwrap()
    }

    fn passed(on: &str) -> Step {
        Step::Passed { on: day(on), acceptor: "林安全".into(), note: String::new() }
    }

    fn closed(on: &str) -> Step {
        Step::Closed { on: day(on) }
    }

    #[test]
    fn the_usual_road_is_order_recheck_close() {
        let course =
            ordered().take(&passed("2026-11-09")).unwrap().take(&closed("2026-11-10")).unwrap();
        assert_eq!(course.closed_on(), Some(day("2026-11-10")));
        assert_eq!((course.rounds(), course.deadline()), (1, Some(day("2026-11-09"))));
    }

    #[test]
    fn overdue_is_the_day_after_the_deadline_and_ends_with_a_passed_recheck() {
        let course = ordered();
        assert!(!course.is_overdue(day("2026-11-09")));
        assert!(course.is_overdue(day("2026-11-10")));
        assert!(!course.take(&passed("2026-11-12")).unwrap().is_overdue(day("2026-12-01")));
    }

    #[test]
    fn nothing_closes_without_its_recheck() {
        let not_now = |course: Course| {
            matches!(course.take(&closed("2026-11-30")), Err(RuleError::NotNow { .. }))
        };
        assert!(not_now(Course::found(day("2026-11-02"), Grade::General)));
        assert!(not_now(ordered()));
        let refused = Step::Refused { on: day("2026-11-10"), note: "拒绝拆除".into() };
        assert!(not_now(ordered().take(&refused).unwrap()));
    }

    #[test]
    fn a_major_hazard_waits_for_its_acceptance_with_five_measures() {
        let raised = Step::Regraded {
            on: day("2026-11-05"),
            to: Grade::Major,
            reason: "住宿与生产未分隔".into(),
        };
        let course = ordered().take(&raised).unwrap().take(&passed("2026-11-09")).unwrap();
        assert_eq!(course.raised_from(), Some(Grade::General));
        assert_eq!(course.clone().take(&closed("2026-11-10")), Err(RuleError::MajorNotAccepted));
        let accept =
            |measures| Step::Accepted { on: day("2026-11-10"), by: "林安全".into(), measures };
        let gaps = Measures { responsibility: "厂长".into(), ..Measures::default() };
        let Err(RuleError::MeasuresMissing { missing }) = course.clone().take(&accept(gaps)) else {
            panic!("gaps in the five measures must be refused")
        };
        assert_eq!(missing.len(), 4);
        let whole = Measures {
            responsibility: "厂长".into(),
            measures: "拆除".into(),
            funds: "2万元".into(),
            time_limit: "11月9日".into(),
            plan: "应急预案".into(),
        };
        let accepted = course.take(&accept(whole)).unwrap();
        let course = accepted.clone().take(&closed("2026-11-10")).unwrap();
        assert_eq!(course.kind(), StateKind::Closed);
        // A later recheck that finds it not put right takes the acceptance back.
        let failed = Step::Failed {
            on: day("2026-11-11"),
            deadline: day("2026-11-16"),
            note: String::new(),
        };
        let again = accepted.take(&failed).unwrap().take(&passed("2026-11-16")).unwrap();
        assert_eq!(again.take(&closed("2026-11-16")), Err(RuleError::MajorNotAccepted));
    }

    #[test]
    fn an_unassessed_hazard_is_not_closed_and_a_grade_never_falls() {
        let course = Course::found(day("2026-11-02"), Grade::Unsure)
            .take(&Step::Ordered {
                on: day("2026-11-02"),
                notice: NOTICE,
                deadline: day("2026-11-09"),
            })
            .unwrap()
            .take(&passed("2026-11-09"))
            .unwrap();
        assert_eq!(course.clone().take(&closed("2026-11-09")), Err(RuleError::GradeUnsure));
        let to =
            |grade| Step::Regraded { on: day("2026-11-09"), to: grade, reason: "评估".into() };
        let general = course.take(&to(Grade::General)).unwrap();
        assert!(general.clone().take(&closed("2026-11-09")).is_ok());
        let major = general.take(&to(Grade::Major)).unwrap();
        assert_eq!(
            major.take(&to(Grade::General)),
            Err(RuleError::GradeNotRaised { from: Grade::Major, to: Grade::General })
        );
    }

    #[test]
    fn each_illegal_step_says_why() {
        let extend = |deadline: &str, reason: &str| Step::Extended {
            on: day("2026-11-08"),
            deadline: day(deadline),
            reason: reason.into(),
        };
        let table = [
            (
                extend("2026-11-09", "设备未到"),
                RuleError::DeadlineNotLater {
                    deadline: day("2026-11-09"),
                    standing: day("2026-11-09"),
                },
            ),
            (extend("2026-11-20", " "), RuleError::ReasonMissing),
            (
                passed("2026-11-01"),
                RuleError::BeforeLast { on: day("2026-11-01"), last: day("2026-11-02") },
            ),
            (
                Step::Failed {
                    on: day("2026-11-09"),
                    deadline: day("2026-11-08"),
                    note: String::new(),
                },
                RuleError::DeadlineBefore { deadline: day("2026-11-08"), on: day("2026-11-09") },
            ),
            (
                Step::Passed { on: day("2026-11-09"), acceptor: " ".into(), note: String::new() },
                RuleError::AcceptorMissing,
            ),
        ];
        for (step, error) in table {
            assert_eq!(ordered().take(&step), Err(error));
        }
    }

    #[test]
    fn a_reopened_hazard_needs_a_recheck_again() {
        let course =
            ordered().take(&passed("2026-11-09")).unwrap().take(&closed("2026-11-10")).unwrap();
        let reopened = course
            .take(&Step::Reopened {
                on: day("2026-11-20"),
                deadline: day("2026-11-25"),
                reason: "回潮".into(),
            })
            .unwrap();
        assert_eq!((reopened.kind(), reopened.reopened()), (StateKind::Ordered, 1));
        assert!(reopened.clone().take(&closed("2026-11-21")).is_err());
        assert_eq!(reopened.take(&passed("2026-11-24")).unwrap().rounds(), 2);
    }
}
