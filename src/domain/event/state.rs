//! The states of an event with the way it went up; one function for each arrow.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Desk;
use crate::domain::{matter::said, rule::RuleError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// It lies at a desk that has to deal with it.
    At,
    /// The desk where it lies has dealt with it.
    Handled,
    /// What was done has come back to a desk that sent it on.
    Returned,
    Done,
    /// Registered by mistake and taken back.
    Withdrawn,
}

impl StateKind {
    pub const ALL: [StateKind; 5] = [
        StateKind::At,
        StateKind::Handled,
        StateKind::Returned,
        StateKind::Done,
        StateKind::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::At => "at",
            StateKind::Handled => "handled",
            StateKind::Returned => "returned",
            StateKind::Done => "done",
            StateKind::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A desk on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub desk: Desk,
    /// Which one: 招联一网格, 城建科, 区消防救援大队 …
    pub name: String,
    /// Given to it from above: it answers to whoever gave it and passes nothing up.
    pub assigned: bool,
}

/// The way up so far: the grid below all, and at the top the seat where it lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) below: Vec<Seat>,
    pub(super) here: Seat,
}

#[derive(Clone, Debug, PartialEq)]
pub struct At {
    pub(super) way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Handled {
    pub(super) way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    pub(super) way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    pub(super) grid: Seat,
    pub(super) on: NaiveDate,
    pub(super) result: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    pub(super) grid: Seat,
    pub(super) on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    At(At),
    Handled(Handled),
    Returned(Returned),
    Done(Done),
    Withdrawn(Withdrawn),
}

impl Way {
    pub(super) fn on_to(self, seat: Seat) -> At {
        let mut below = self.below;
        below.push(self.here);
        At { way: Way { below, here: seat } }
    }

    pub(super) fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        let from = self.here.desk;
        if self.here.assigned || !from.passes_up_to(to) {
            return Err(RuleError::NotThatDesk { from, to });
        }
        Ok(self.on_to(Seat { desk: to, name: name.trim().to_owned(), assigned: false }))
    }

    pub(super) fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        let from = self.here.desk;
        if !from.assigns_to(to) {
            return Err(RuleError::NotThatDesk { from, to });
        }
        said(name, RuleError::DepartmentMissing)?;
        Ok(self.on_to(Seat { desk: to, name: name.trim().to_owned(), assigned: true }))
    }

    /// One desk down; `None` at the grid, below which there is nobody.
    pub(super) fn back(self) -> Option<Returned> {
        let mut below = self.below;
        let here = below.pop()?;
        Some(Returned { way: Way { below, here } })
    }

    /// At the grid it is done; anywhere else the feedback is missing.
    pub(super) fn done(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        if !self.below.is_empty() {
            return Err(RuleError::FeedbackMissing { desk: self.here.desk });
        }
        said(result, RuleError::WordsMissing)?;
        Ok(Done { grid: self.here, on, result: result.trim().to_owned() })
    }
}

impl At {
    /// At → Handled.
    pub(super) fn handle(self, note: &str) -> Result<Handled, RuleError> {
        said(note, RuleError::WordsMissing)?;
        Ok(Handled { way: self.way })
    }

    /// At → At, one desk up.
    pub(super) fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.pass_up(to, name)
    }

    /// At → At, given to a desk.
    pub(super) fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.assign(to, name)
    }

    /// At → Withdrawn.
    pub(super) fn withdraw(self, on: NaiveDate, reason: &str) -> Result<Withdrawn, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        Ok(Withdrawn { grid: self.way.here, on })
    }
}

impl Handled {
    /// Handled → Returned, one desk down.
    pub(super) fn feed_back(self) -> Option<Returned> {
        self.way.back()
    }

    /// Handled → Done, in the grid.
    pub(super) fn finish(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        self.way.done(on, result)
    }
}

impl Returned {
    /// Returned → Returned, one desk down.
    pub(super) fn feed_back(self) -> Option<Returned> {
        self.way.back()
    }

    /// Returned → At: what came back is not enough, and it goes up.
    pub(super) fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.pass_up(to, name)
    }

    /// Returned → At: what came back is not enough, and another desk gets it.
    pub(super) fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.assign(to, name)
    }

    /// Returned → Done, back in the grid.
    pub(super) fn finish(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        self.way.done(on, result)
    }
}
