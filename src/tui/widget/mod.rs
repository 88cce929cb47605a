//! The parts that screens are made of.

pub mod area;
pub mod columns;
pub mod field;
pub mod form;
pub mod list;
pub mod month;
pub mod text;
