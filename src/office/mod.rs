//! Use-cases: one verb a function. Each loads, lets the domain decide, and saves with its trace in
//! one transaction. The faces (`cli`, `tui`) call nothing else.

mod act;
pub mod agenda;
pub mod analysis;
pub mod answerable;
pub mod calendar;
pub mod clock;
pub mod criteria;
pub mod demo;
pub mod desk;
pub mod desk_info;
pub mod documents;
pub mod drafts;
pub mod event;
pub mod evidence;
pub mod facts;
pub mod finder;
pub mod folder;
pub mod forms;
pub mod handover;
pub mod hazards;
pub mod inspect;
pub mod keep;
pub mod ledger;
pub mod major;
pub mod matters;
pub mod notices;
pub mod pack;
mod penalties;
pub mod premises;
pub mod preview;
pub mod print;
mod refusal;
mod resumption;
pub mod review;
pub mod roster;
mod settings;
pub mod setup;
mod signing;
mod spoken;
pub mod stack;
pub mod supervision;
pub mod told;
pub mod transfer;
pub mod undo;
pub mod unfit;
pub mod units;
mod volume;
pub mod warn;

pub use act::Act;
pub use desk::{Office, Opening};
pub use refusal::Refusal;

pub use crate::store::Fault;
