//! anban (安办): the safety desk of a community or sub-district office.
//!
//! Layers, each importing only what stands below it; a test keeps the table (ARCHITECTURE.md).

pub mod cli;
pub mod domain;
pub mod form;
pub mod office;
pub mod paper;
pub mod sheet;
pub mod store;
pub mod terms;
pub mod tui;
