//! Tests of the whole, in one program: each file tells stories about one part of the house.

// Tests may look at the watch and draw lots; the program asks `office::clock`.
#![allow(clippy::disallowed_methods)]

mod analysis;
mod commands;
mod contract;
mod damage;
mod deeds;
mod demo;
mod desk;
mod district;
mod duties;
mod engines;
mod events;
mod evidence;
mod forms;
mod images;
mod key_list;
mod layers;
mod major;
mod matters;
mod overrides;
mod pack;
mod paper;
mod papers;
mod plan;
mod printer;
mod pty;
mod report;
mod review;
mod roads;
mod rosters;
mod rough;
mod screens;
mod stack;
mod story;
mod trace;
mod warn;
