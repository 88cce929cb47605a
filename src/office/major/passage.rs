//! Who took a step on the road of a major hazard, and what they said.

use crate::{domain::hazard::Step, terms};

/// A stage of the whole road: the steps of the report, and of the hazard itself the stop, the recheck and 销号. What names
/// nobody was done by who entered it.
pub(super) fn passed(step: &Step, actor: &str) -> Option<(Vec<String>, String)> {
    match step {
        Step::Stopped { by, at, measures, .. } => {
            Some((vec![by.clone()], format!("{at}，{measures}")))
        }
        Step::Passed { acceptor, note, .. } => Some((vec![acceptor.clone()], note.clone())),
        Step::Failed { .. } | Step::Closed { .. } | Step::Reopened { .. } => {
            Some((vec![actor.to_owned()], terms::step_detail(step)))
        }
        step => signed(step),
    }
}

/// Who took a step of the report and what they wrote; `None` for the other steps of a hazard.
pub(super) fn signed(step: &Step) -> Option<(Vec<String>, String)> {
    let one = |by: &str| vec![by.to_owned()];
    Some(match step {
        Step::MajorFilled { by, .. } | Step::MajorSealed { by, .. } => (one(by), String::new()),
        Step::MajorSigned { by, .. } => (by.to_vec(), String::new()),
        Step::MajorReceived { by, at, .. } => {
            (one(by), at.map(|at| at.to_string()).unwrap_or_default())
        }
        Step::MajorVerified { by, opinion, .. }
        | Step::MajorApproved { by, opinion, .. }
        | Step::MajorStreetVerified { by, opinion, .. }
        | Step::Accepted { by, opinion, .. }
        | Step::MajorProgress { by, note: opinion, .. } => (one(by), opinion.clone()),
        Step::PutRight { .. }
        | Step::Ordered { .. }
        | Step::Referred { .. }
        | Step::Renoticed { .. }
        | Step::Passed { .. }
        | Step::Failed { .. }
        | Step::Refused { .. }
        | Step::Reported { .. }
        | Step::Extended { .. }
        | Step::Regraded { .. }
        | Step::Stopped { .. }
        | Step::HandedOver { .. }
        | Step::Closed { .. }
        | Step::Reopened { .. }
        | Step::TakenBack { .. }
        | Step::Withdrawn { .. } => return None,
    })
}
