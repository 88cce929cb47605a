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
//! any state ─take back▶ the state before its last step, when that was a slip of the follow-up
//! ```
//!
//! Beside this road a major hazard takes that of its report (`major`); the two meet at the acceptance
//! (验收), without which it is not closed.
//!
//! Each arrow is one function that consumes the state it starts from. The fields of the states are
//! private to this module, so nothing else can write one; a stored hazard is the fold of its steps.

mod course;
mod state;
mod step;

pub use course::Course;
pub use state::{
    Closed, Found, Order, Ordered, Passed, Proof, Refused, Reported, State, StateKind, Withdrawn,
};
pub use step::{Recipient, Step, StepKind, standing, untold};

#[cfg(test)]
mod tests;
