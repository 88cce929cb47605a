//! Supervision (挂牌督办), of two kinds: of a hazard (S2 制度三, S0 §一.3(3)), which ends with its acceptance, and of
//! a community (S0 §四.3), which whoever put it up lifts.
//!
//! ```text
//! Running ─ask▶ ExtensionAsked ─grant, deny▶ Running          of a hazard
//!    └─ask▶ AcceptanceAsked ─passed▶ Accepted ─lift▶ Lifted
//!               └─not passed▶ Running      any ─lift▶ Lifted, when the hazard itself is closed
//! Watched ─lift▶ Lifted                                        of a community
//! Running, Watched ─withdraw▶ Withdrawn                        put up by mistake, and nothing followed
//! ```

mod opened;
mod state;
mod step;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use self::{
    opened::{Every, Of, OfCommunity, OfHazard, Opened, Situation},
    state::{
        AcceptanceAsked, Accepted, ExtensionAsked, Lifted, Proof, Running, State, StateKind,
        Watched, Withdrawn,
    },
    step::{Step, StepKind, workdays_left},
};
use super::{
    matter::{MatterKind, Road, not_before, said},
    rule::RuleError,
};

/// A supervision's road so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    last_on: NaiveDate,
    /// The last periodic report, or the day on which it was put up.
    reported_on: NaiveDate,
    every: Every,
    extensions: u32,
    /// Something was done after it was put up.
    followed: bool,
    /// The deadline as it stands or stood last.
    stood: Option<NaiveDate>,
}

impl Course {
    pub fn kind(&self) -> StateKind {
        match &self.state {
            State::Running(_) => StateKind::Running,
            State::ExtensionAsked(_) => StateKind::ExtensionAsked,
            State::AcceptanceAsked(_) => StateKind::AcceptanceAsked,
            State::Accepted(_) => StateKind::Accepted,
            State::Watched(_) => StateKind::Watched,
            State::Lifted(_) => StateKind::Lifted,
            State::Withdrawn(_) => StateKind::Withdrawn,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// The deadline that stands; `None` for a community, and after the acceptance.
    pub fn deadline(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Running(running)
            | State::ExtensionAsked(ExtensionAsked { running, .. })
            | State::AcceptanceAsked(AcceptanceAsked { running, .. }) => Some(running.deadline),
            State::Accepted(_) | State::Watched(_) | State::Lifted(_) | State::Withdrawn(_) => None,
        }
    }

    /// The deadline that stands, or stood when it was accepted or lifted; `None` for a community.
    pub fn last_deadline(&self) -> Option<NaiveDate> {
        self.stood
    }

    /// The day to which an extension is asked for.
    pub fn asked_until(&self) -> Option<NaiveDate> {
        match &self.state {
            State::ExtensionAsked(asked) => Some(asked.until),
            _ => None,
        }
    }

    /// The day on which the acceptance was asked for, while nobody has answered.
    pub fn acceptance_asked_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::AcceptanceAsked(asked) => Some(asked.on),
            _ => None,
        }
    }

    pub fn extensions(&self) -> u32 {
        self.extensions
    }

    /// When the next periodic report is due; `None` once it is accepted, lifted or withdrawn.
    pub fn next_report(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Accepted(_) | State::Lifted(_) | State::Withdrawn(_) => None,
            _ => self.reported_on.checked_add_months(self.every.months()),
        }
    }

    /// Why it could be lifted.
    pub fn proof(&self) -> Option<&Proof> {
        match &self.state {
            State::Lifted(lifted) => Some(&lifted.proof),
            _ => None,
        }
    }
}

impl Road for Course {
    const KIND: MatterKind = MatterKind::Supervision;
    type Opening = Opened;
    type Step = Step;

    fn open(opened: &Opened) -> Result<Course, RuleError> {
        let on = opened.on;
        said(&opened.unit, RuleError::SupervisorMissing)?;
        said(&opened.by, RuleError::PersonMissing)?;
        let state = match &opened.of {
            Of::Hazard(of) => {
                said(&of.responsible, RuleError::ResponsibleMissing)?;
                if of.deadline < on {
                    return Err(RuleError::DeadlineBefore { deadline: of.deadline, on });
                }
                let extension_workdays = of.extension_workdays;
                State::Running(Running { deadline: of.deadline, extension_workdays })
            }
            Of::Community(of) => {
                // The four named situations say why; the fifth needs words.
                if of.situation == Situation::Other {
                    said(&of.words, RuleError::ReasonMissing)?;
                }
                State::Watched(Watched(()))
            }
        };
        let mut course = Course {
            state,
            last_on: on,
            reported_on: on,
            every: opened.every,
            extensions: 0,
            followed: false,
            stood: None,
        };
        course.stood = course.deadline();
        Ok(course)
    }

    fn take(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = RuleError::SupervisionNotNow { step: step.kind(), state: self.kind() };
        let by = match step {
            Step::Reported { by, .. }
            | Step::ExtensionAsked { by, .. }
            | Step::ExtensionGranted { by, .. }
            | Step::ExtensionDenied { by, .. }
            | Step::AcceptanceAsked { by, .. }
            | Step::AcceptanceGiven { by, .. }
            | Step::Lifted { by, .. }
            | Step::Withdrawn { by, .. } => by,
        };
        said(by, RuleError::PersonMissing)?;
        let Course { state, mut reported_on, mut extensions, every, followed, stood, .. } = self;
        let state = match (state, step) {
            (State::Lifted(_) | State::Withdrawn(_), _) => return Err(refused),
            (_, Step::Withdrawn { .. }) if followed => return Err(refused),
            (state, Step::Reported { note, .. }) => {
                said(note, RuleError::ProgressMissing)?;
                reported_on = on;
                state
            }
            (
                State::Running(running),
                Step::ExtensionAsked { until, reason, workdays_left, .. },
            ) => State::ExtensionAsked(running.ask_extension(*until, reason, *workdays_left)?),
            (State::ExtensionAsked(asked), Step::ExtensionGranted { until, .. }) => {
                extensions += 1;
                State::Running(asked.grant(*until)?)
            }
            (State::ExtensionAsked(asked), Step::ExtensionDenied { opinion, .. }) => {
                State::Running(asked.deny(opinion)?)
            }
            (State::Running(running), Step::AcceptanceAsked { .. }) => {
                State::AcceptanceAsked(running.ask_acceptance(on))
            }
            (State::AcceptanceAsked(asked), Step::AcceptanceGiven { passed: true, .. }) => {
                State::Accepted(asked.accept(on, by))
            }
            (State::AcceptanceAsked(asked), Step::AcceptanceGiven { opinion, .. }) => {
                State::Running(asked.fail(opinion)?)
            }
            (State::Accepted(accepted), Step::Lifted { .. }) => State::Lifted(accepted.lift(on)),
            (State::Running(running), Step::Withdrawn { reason, .. }) => {
                State::Withdrawn(running.withdraw(on, reason)?)
            }
            (State::Watched(watched), Step::Withdrawn { reason, .. }) => {
                State::Withdrawn(watched.withdraw(on, reason)?)
            }
            (State::Watched(watched), Step::Lifted { reason, .. }) => {
                State::Lifted(watched.lift(on, reason)?)
            }
            // Of a hazard that was closed on its own road.
            (_, Step::Lifted { hazard_closed_on: Some(closed), .. }) if *closed <= on => {
                State::Lifted(Lifted { on, proof: Proof::HazardClosed { on: *closed } })
            }
            (_, Step::Lifted { .. }) => return Err(RuleError::LiftTooEarly),
            _ => return Err(refused),
        };
        let mut course =
            Course { state, last_on: on, reported_on, every, extensions, followed: true, stood };
        course.stood = course.deadline().or(stood);
        Ok(course)
    }

    fn opened_on(opened: &Opened) -> NaiveDate {
        opened.on
    }

    fn step_on(step: &Step) -> NaiveDate {
        step.on()
    }

    fn state_code(&self) -> &'static str {
        self.kind().code()
    }

    /// The deadline or the next periodic report, whichever comes first.
    fn due(&self) -> Option<NaiveDate> {
        match (self.deadline(), self.next_report()) {
            (Some(deadline), Some(report)) => Some(deadline.min(report)),
            (deadline, report) => deadline.or(report),
        }
    }

    fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Lifted(lifted) => Some(lifted.on),
            State::Withdrawn(withdrawn) => Some(withdrawn.on),
            _ => None,
        }
    }
}
