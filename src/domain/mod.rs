//! Records, states and rules: pure, no input or output, no clock, no Chinese sentences.

pub mod answer;
pub mod deadline;
pub mod grade;
pub mod numbering;
pub mod workday;
