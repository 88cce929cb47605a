//! Records, states and rules: pure, no input or output, no clock, no Chinese sentences.
//!
//! ```text
//! Unit 市 ▸ 区 ▸ 街道 ▸ 社区 ▸ 网格 (Grid)      Staff, Role        WorkCalendar ▸ Deadline
//!  └ Grid ▸ Assignment* (Duty, from … to)
//!  └ Premises ▸ Change* (each with the entry as it stood afterwards)
//!      └ Inspection (form revision, Answer*, inspectors)
//!          ├ Hazard* (Grade, Disposal, term) ▸ Course = fold of Step*  (with the major Report inside)
//!          └ Notice (unit, series, year, serial; Void)
//! Matter* (Transfer, Supervision, Event) ▸ Course = fold of Step*; may point to a Premises or a Hazard
//! Report (unit, code, from … to; Figures, Returned): frozen when it is sent
//! ```

pub mod accident;
pub mod accountability;
pub mod agenda;
pub mod analysis;
pub mod answer;
pub mod backdate;
pub mod campaign;
pub mod clue;
pub mod coverage;
pub mod deadline;
pub mod decided;
pub mod document;
pub mod entry;
pub mod event;
pub mod evidence;
pub mod exchange;
pub mod filing;
pub mod grade;
pub mod hazard;
pub mod id;
pub mod inspection;
pub mod key_list;
pub mod leader;
pub mod linked;
pub mod major;
pub mod matter;
pub mod namesakes;
pub mod notice;
pub mod number;
pub mod numbering;
pub mod officer;
pub mod owed;
pub mod password;
pub mod penalty;
pub mod period;
pub mod permission;
pub mod personal;
pub mod phone;
pub mod plan;
pub mod premises;
pub mod ranking;
pub mod reading;
pub mod recurrence;
pub mod report;
pub mod resumption;
pub mod review;
pub mod rule;
pub mod sample;
pub mod share;
pub mod spelling;
pub mod staff;
pub mod stop;
pub mod supervision;
pub mod time_of_day;
pub mod transfer;
pub mod typed;
pub mod unfit;
pub mod unit;
pub mod uscc;
pub mod way;
pub mod workday;
