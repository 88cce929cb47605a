//! Records, states and rules: pure, no input or output, no clock, no Chinese sentences.

pub mod answer;
pub mod grade;
pub mod phone;
pub mod spelling;
pub mod typed;
pub mod uscc;
