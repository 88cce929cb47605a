//! The desk: screens over the office's verbs, for people who are not programmers.
//!
//! One thread owns the terminal and [`app::App`] and blocks on one channel; another reads the keyboard;
//! a worker owns the office. Keys that wait are all taken before one draw.

pub mod app;
pub mod canvas;
pub mod keys;
pub mod look;
pub mod manual;
mod plain;
mod said;
pub mod screen;
pub mod screens;
pub mod seat;
pub mod shared;
mod spelt;
pub mod terminal;
mod widget;
pub mod worker;

mod run;

pub use look::Symbols;
pub use manual::card;
pub use plain::run as run_plain;
pub use run::{Sight, run};
