//! Where a hazard stands, and the arrows from one state to the next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Recipient;
use crate::domain::{grade::Grade, id::Id, rule::RuleError};

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

    /// Whether its deadline still runs: what passed its recheck is not late any more.
    pub fn runs(self) -> bool {
        matches!(self, StateKind::Ordered | StateKind::Refused | StateKind::Reported)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub(super) on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    pub(super) notice: Id,
    pub(super) deadline: NaiveDate,
    pub(super) rounds: u32,
    pub(super) extensions: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    pub(super) order: Ordered,
    pub(super) on: NaiveDate,
    pub(super) acceptor: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub(super) order: Ordered,
    pub(super) on: NaiveDate,
    /// A recheck has set a new deadline since; the report to the street is owed all the same (S0 §一.2(2)).
    pub(super) ordered_again: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    pub(super) order: Ordered,
    pub(super) on: NaiveDate,
    pub(super) to: Recipient,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    pub(super) on: NaiveDate,
    pub(super) proof: Proof,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    pub(super) by: Id,
}

/// What lets a hazard be closed.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    OnTheSpot { notice: Id, note: String },
    Recheck { order: Order, acceptor: String },
}

/// The order that a recheck answered, kept so that a reopened hazard stands where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Order(pub(super) Ordered);

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

pub(super) fn not_empty(text: &str, error: RuleError) -> Result<(), RuleError> {
    if text.trim().is_empty() { Err(error) } else { Ok(()) }
}

fn not_before(deadline: NaiveDate, on: NaiveDate) -> Result<(), RuleError> {
    if deadline < on { Err(RuleError::DeadlineBefore { deadline, on }) } else { Ok(()) }
}

impl Found {
    /// Found → Closed: put right on the spot, and what was seen is noted.
    /// Only a general hazard ends this way: what may be major is followed up (S0 §二.1(3)).
    pub(super) fn put_right(
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
    pub(super) fn order(self, notice: Id, deadline: NaiveDate) -> Result<Ordered, RuleError> {
        not_before(deadline, self.on)?;
        Ok(Ordered { notice, deadline, rounds: 0, extensions: 0 })
    }

    /// Found → Reported: handed up with the notice.
    pub(super) fn refer(
        self,
        on: NaiveDate,
        notice: Id,
        deadline: NaiveDate,
    ) -> Result<Reported, RuleError> {
        let order = self.order(notice, deadline)?;
        Ok(Reported { order, on, to: Recipient::Street })
    }
}

impl Ordered {
    fn next_round(self) -> Ordered {
        Ordered { rounds: self.rounds + 1, ..self }
    }

    /// Ordered → Passed: the recheck found it put right; the acceptor is named.
    pub(super) fn pass(self, on: NaiveDate, acceptor: &str) -> Result<Passed, RuleError> {
        not_empty(acceptor, RuleError::AcceptorMissing)?;
        Ok(Passed { order: self.next_round(), on, acceptor: acceptor.trim().to_owned() })
    }

    /// Ordered → Ordered: the recheck found it not put right; a new deadline.
    pub(super) fn fail(self, on: NaiveDate, deadline: NaiveDate) -> Result<Ordered, RuleError> {
        not_before(deadline, on)?;
        Ok(Ordered { deadline, ..self.next_round() })
    }

    /// Ordered → Refused: the premises will not put it right.
    pub(super) fn refuse(self, on: NaiveDate, note: &str) -> Result<Refused, RuleError> {
        not_empty(note, RuleError::ReasonMissing)?;
        Ok(Refused { order: self.next_round(), on, ordered_again: false })
    }

    /// Ordered → Ordered with a later deadline.
    pub(super) fn extend(self, deadline: NaiveDate, reason: &str) -> Result<Ordered, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        if deadline <= self.deadline {
            return Err(RuleError::DeadlineNotLater { deadline, standing: self.deadline });
        }
        Ok(Ordered { deadline, extensions: self.extensions + 1, ..self })
    }

    /// → Reported: to the street, the police or a department.
    pub(super) fn report(
        self,
        on: NaiveDate,
        to: Recipient,
        reason: &str,
    ) -> Result<Reported, RuleError> {
        not_empty(reason, RuleError::ReasonMissing)?;
        Ok(Reported { order: self, on, to })
    }
}

impl Passed {
    /// Passed → Closed (销号): a major hazard after its acceptance, an unassessed one not at all.
    pub(super) fn close(
        self,
        on: NaiveDate,
        grade: Grade,
        accepted: bool,
    ) -> Result<Closed, RuleError> {
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
    pub(super) fn reopen(
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

    pub(super) fn order(&self) -> Option<&Ordered> {
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

pub(super) fn with_notice(state: State, notice: Id) -> State {
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
