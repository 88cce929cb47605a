//! 台账: the ledgers that form files define, and the rows of each.

pub mod acts;
pub mod again;
mod day;
mod entries;
mod kinds;
mod opening;
mod printing;
mod spread;
mod ticks;
mod window;

pub use self::{
    entries::Entries,
    kinds::Ledgers,
    opening::{begin, open, open_for, open_waiting},
    window::edit,
};
