//! 台账: the ledgers that form files define, and the rows of each.

pub mod acts;
mod entries;
mod kinds;
mod opening;
mod window;

pub use self::{
    entries::Entries,
    kinds::Ledgers,
    opening::{begin, open, open_for, resume},
    window::edit,
};
