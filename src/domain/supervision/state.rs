//! The states of a supervision. Each arrow is one function, which takes the state that it leaves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{matter::said, rule::RuleError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    Running,
    ExtensionAsked,
    AcceptanceAsked,
    Accepted,
    Watched,
    Lifted,
    Withdrawn,
}

impl StateKind {
    pub const ALL: [StateKind; 7] = [
        StateKind::Running,
        StateKind::ExtensionAsked,
        StateKind::AcceptanceAsked,
        StateKind::Accepted,
        StateKind::Watched,
        StateKind::Lifted,
        StateKind::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::Running => "running",
            StateKind::ExtensionAsked => "extension_asked",
            StateKind::AcceptanceAsked => "acceptance_asked",
            StateKind::Accepted => "accepted",
            StateKind::Watched => "watched",
            StateKind::Lifted => "lifted",
            StateKind::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A hazard under supervision, up to its deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    pub(super) deadline: NaiveDate,
    pub(super) extension_workdays: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionAsked {
    pub(super) running: Running,
    pub(super) until: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AcceptanceAsked {
    pub(super) running: Running,
    pub(super) on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    pub(super) on: NaiveDate,
    pub(super) by: String,
}

/// A community under supervision.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched(pub(super) ());

#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    pub(super) on: NaiveDate,
    pub(super) proof: Proof,
}

/// Put up by mistake and taken back (撤销立项).
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    pub(super) on: NaiveDate,
}

/// What lets a supervision be lifted.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// 验收合格
    Accepted { on: NaiveDate, by: String },
    /// The hazard itself was closed.
    HazardClosed { on: NaiveDate },
    /// Of a community: the reason.
    Reason(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Running(Running),
    ExtensionAsked(ExtensionAsked),
    AcceptanceAsked(AcceptanceAsked),
    Accepted(Accepted),
    Watched(Watched),
    Lifted(Lifted),
    Withdrawn(Withdrawn),
}

impl Running {
    /// Running → ExtensionAsked: in time, to a later day, with a reason (DOMAIN.md §1.5).
    pub(super) fn ask_extension(
        self,
        until: NaiveDate,
        reason: &str,
        workdays_left: u32,
    ) -> Result<ExtensionAsked, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        self.later(until)?;
        if workdays_left < self.extension_workdays {
            return Err(RuleError::ExtensionLate {
                left: workdays_left,
                needed: self.extension_workdays,
            });
        }
        Ok(ExtensionAsked { running: self, until })
    }

    fn later(&self, until: NaiveDate) -> Result<(), RuleError> {
        if until <= self.deadline {
            let standing = self.deadline;
            return Err(RuleError::DeadlineNotLater { deadline: until, standing });
        }
        Ok(())
    }

    /// Running → AcceptanceAsked.
    pub(super) fn ask_acceptance(self, on: NaiveDate) -> AcceptanceAsked {
        AcceptanceAsked { running: self, on }
    }

    /// Running → Withdrawn.
    pub(super) fn withdraw(self, on: NaiveDate, reason: &str) -> Result<Withdrawn, RuleError> {
        withdraw(on, reason)
    }
}

impl ExtensionAsked {
    /// ExtensionAsked → Running with a later deadline.
    pub(super) fn grant(self, until: NaiveDate) -> Result<Running, RuleError> {
        self.running.later(until)?;
        Ok(Running { deadline: until, ..self.running })
    }

    /// ExtensionAsked → Running as it was; who denies says why.
    pub(super) fn deny(self, opinion: &str) -> Result<Running, RuleError> {
        said(opinion, RuleError::ReasonMissing)?;
        Ok(self.running)
    }
}

impl AcceptanceAsked {
    /// AcceptanceAsked → Accepted.
    pub(super) fn accept(self, on: NaiveDate, by: &str) -> Accepted {
        Accepted { on, by: by.trim().to_owned() }
    }

    /// AcceptanceAsked → Running: it is not put right yet; who says so says why.
    pub(super) fn fail(self, opinion: &str) -> Result<Running, RuleError> {
        said(opinion, RuleError::ReasonMissing)?;
        Ok(self.running)
    }
}

impl Accepted {
    /// Accepted → Lifted.
    pub(super) fn lift(self, on: NaiveDate) -> Lifted {
        Lifted { on, proof: Proof::Accepted { on: self.on, by: self.by } }
    }
}

impl Watched {
    /// Watched → Lifted.
    pub(super) fn lift(self, on: NaiveDate, reason: &str) -> Result<Lifted, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        Ok(Lifted { on, proof: Proof::Reason(reason.trim().to_owned()) })
    }

    /// Watched → Withdrawn.
    pub(super) fn withdraw(self, on: NaiveDate, reason: &str) -> Result<Withdrawn, RuleError> {
        withdraw(on, reason)
    }
}

fn withdraw(on: NaiveDate, reason: &str) -> Result<Withdrawn, RuleError> {
    said(reason, RuleError::ReasonMissing)?;
    Ok(Withdrawn { on })
}
