//! Spreadsheets in and out; one column list serves import and export.
//!
//! ```text
//! file ─container─▸ what it is ─read─▸ Grid ─headings─▸ Table ─roster─▸ Roster (entries, problems)
//!                                                           columns ─┘        └─write─▸ xlsx, csv
//! ```

pub mod columns;
mod container;
mod delimited;
pub mod grid;
pub mod headings;
mod legacy;
mod merged;
pub mod read;
mod repeats;
pub mod roster;
mod spans;
pub mod unused;
pub mod write;
