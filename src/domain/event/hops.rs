//! The way that an event took, told desk by desk.

use chrono::NaiveDate;

use super::{Course, Registered, Seat, Step};
use crate::domain::{matter::Road, rule::RuleError};

/// From one desk to another, or the end: a line of the way that an event took.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    pub from: Seat,
    /// `None` where it was done.
    pub to: Option<Seat>,
    /// It came back down.
    pub back: bool,
    pub on: NaiveDate,
    pub by: String,
    pub opinion: String,
    /// Calendar days that it lay at `from`.
    pub days: i64,
}

/// Every hop of an event, told from its opening and its steps.
pub fn hops(opening: &Registered, steps: &[Step]) -> Result<Vec<Hop>, RuleError> {
    let mut course = Course::open(opening)?;
    let mut hops = Vec::new();
    for step in steps {
        let (from, since) = (course.seat().clone(), course.here_since());
        course = course.take(step)?;
        let (back, by, opinion) = match step {
            Step::PassedUp { by, opinion, .. } | Step::Assigned { by, opinion, .. } => {
                (false, by, opinion)
            }
            Step::FedBack { by, opinion, .. } => (true, by, opinion),
            Step::Done { by, result, .. } => (false, by, result),
            Step::Handled { .. } | Step::Rewarded { .. } | Step::Withdrawn { .. } => continue,
        };
        let to = course.closed_on().is_none().then(|| course.seat().clone());
        let days = (step.on() - since).num_days();
        let (by, opinion) = (by.clone(), opinion.clone());
        hops.push(Hop { from, to, back, on: step.on(), by, opinion, days });
    }
    Ok(hops)
}
