//! An event (网格事件) from one of five sources, through the desks and back (S2, the flowchart at its end).
//!
//! ```text
//! Grid ─up▶ (Community) ─up▶ Street ─up▶ District ─up▶ City
//!                             ├─assign▶ Community, Section      └─assign▶ Department
//!                             │         District ─assign▶ Department ─assign▶ Department …
//! At ─handle▶ Handled ─feed back▶ Returned (one desk down) ─feed back▶ … the grid ─▶ Done
//!                                     └─up, assign▶ At (not enough: it goes on)
//! At the grid ─withdraw▶ Withdrawn (registered by mistake, and nothing followed)
//! ```
//!
//! Whatever way it went up it comes back, desk by desk, before it is done (EVT-03). The way is kept as a pile
//! of seats: going on puts one on top, feeding back takes one off.

mod hops;
mod opened;
mod state;
mod step;
#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use self::state::Way;
pub use self::{
    hops::{Hop, hops},
    opened::{Desk, Registered, Source},
    state::{At, Done, Handled, Returned, Seat, State, StateKind, Withdrawn},
    step::{Step, StepKind},
};
use super::{
    matter::{MatterKind, Road, not_before, said},
    rule::RuleError,
};

/// An event's road so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    last_on: NaiveDate,
    /// Since when it lies at the desk where it is.
    here_since: NaiveDate,
    hop_days: u32,
    /// Whether somebody is named who could be rewarded.
    informed: bool,
    /// Something was done after it was registered.
    followed: bool,
    rewarded: Option<(NaiveDate, u64)>,
}

impl Course {
    pub fn kind(&self) -> StateKind {
        match &self.state {
            State::At(_) => StateKind::At,
            State::Handled(_) => StateKind::Handled,
            State::Returned(_) => StateKind::Returned,
            State::Done(_) => StateKind::Done,
            State::Withdrawn(_) => StateKind::Withdrawn,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    fn way(&self) -> Option<&Way> {
        match &self.state {
            State::At(At { way })
            | State::Handled(Handled { way })
            | State::Returned(Returned { way }) => Some(way),
            State::Done(_) | State::Withdrawn(_) => None,
        }
    }

    /// The desk where it lies, or where it ended.
    pub fn seat(&self) -> &Seat {
        match &self.state {
            State::At(At { way })
            | State::Handled(Handled { way })
            | State::Returned(Returned { way }) => &way.here,
            State::Done(done) => &done.grid,
            State::Withdrawn(withdrawn) => &withdrawn.grid,
        }
    }

    /// The desks that wait for the feedback, the grid first.
    pub fn waiting(&self) -> &[Seat] {
        self.way().map_or(&[], |way| &way.below)
    }

    pub fn here_since(&self) -> NaiveDate {
        self.here_since
    }

    /// It lies at one desk beyond the days that it may.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.due().is_some_and(|due| due < day)
    }

    pub fn result(&self) -> Option<&str> {
        match &self.state {
            State::Done(done) => Some(&done.result),
            _ => None,
        }
    }

    /// The day and the amount, in fen.
    pub fn rewarded(&self) -> Option<(NaiveDate, u64)> {
        self.rewarded
    }
}

impl Road for Course {
    const KIND: MatterKind = MatterKind::Event;
    type Opening = Registered;
    type Step = Step;

    fn open(event: &Registered) -> Result<Course, RuleError> {
        said(&event.by, RuleError::PersonMissing)?;
        said(&event.content, RuleError::WordsMissing)?;
        let here = Seat { desk: Desk::Grid, name: event.grid.trim().to_owned(), assigned: false };
        Ok(Course {
            state: State::At(At { way: Way { below: Vec::new(), here } }),
            last_on: event.on,
            here_since: event.on,
            hop_days: event.hop_days,
            informed: !event.informant.trim().is_empty(),
            followed: false,
            rewarded: None,
        })
    }

    fn take(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = RuleError::EventNotNow {
            step: step.kind(),
            desk: self.seat().desk,
            state: self.kind(),
        };
        let by = match step {
            Step::Handled { by, .. }
            | Step::PassedUp { by, .. }
            | Step::Assigned { by, .. }
            | Step::FedBack { by, .. }
            | Step::Done { by, .. }
            | Step::Rewarded { by, .. }
            | Step::Withdrawn { by, .. } => by,
        };
        said(by, RuleError::PersonMissing)?;
        let Course { state, mut rewarded, informed, followed, .. } = self;
        let state = match (state, step) {
            (State::Withdrawn(_), _) => return Err(refused),
            (state, Step::Rewarded { fen, .. }) => {
                if !informed {
                    return Err(RuleError::InformantMissing);
                }
                if rewarded.is_some() || *fen == 0 {
                    return Err(refused);
                }
                rewarded = Some((on, *fen));
                state
            }
            (State::At(at), Step::Withdrawn { reason, .. }) if !followed => {
                State::Withdrawn(at.withdraw(on, reason)?)
            }
            (State::At(at), Step::Handled { note, .. }) => State::Handled(at.handle(note)?),
            (State::At(at), Step::PassedUp { to, name, .. }) => State::At(at.pass_up(*to, name)?),
            (State::At(at), Step::Assigned { to, name, .. }) => State::At(at.assign(*to, name)?),
            (State::Handled(handled), Step::FedBack { .. }) => {
                State::Returned(handled.feed_back().ok_or(refused)?)
            }
            (State::Handled(handled), Step::Done { result, .. }) => {
                State::Done(handled.finish(on, result)?)
            }
            (State::Returned(returned), Step::FedBack { .. }) => {
                State::Returned(returned.feed_back().ok_or(refused)?)
            }
            (State::Returned(returned), Step::PassedUp { to, name, .. }) => {
                State::At(returned.pass_up(*to, name)?)
            }
            (State::Returned(returned), Step::Assigned { to, name, .. }) => {
                State::At(returned.assign(*to, name)?)
            }
            (State::Returned(returned), Step::Done { result, .. }) => {
                State::Done(returned.finish(on, result)?)
            }
            _ => return Err(refused),
        };
        let moved =
            matches!(step, Step::PassedUp { .. } | Step::Assigned { .. } | Step::FedBack { .. });
        Ok(Course {
            state,
            last_on: on,
            here_since: if moved { on } else { self.here_since },
            hop_days: self.hop_days,
            informed,
            followed: true,
            rewarded,
        })
    }

    fn opened_on(event: &Registered) -> NaiveDate {
        event.on
    }

    fn step_on(step: &Step) -> NaiveDate {
        step.on()
    }

    fn state_code(&self) -> &'static str {
        self.kind().code()
    }

    /// The last day on which it may lie where it is.
    fn due(&self) -> Option<NaiveDate> {
        self.way()?;
        self.here_since.checked_add_days(Days::new(self.hop_days.into()))
    }

    fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Done(done) => Some(done.on),
            State::Withdrawn(withdrawn) => Some(withdrawn.on),
            _ => None,
        }
    }
}
