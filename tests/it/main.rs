//! Tests of the whole, in one program: each file tells stories about one part of the house.

// Tests may look at the watch and draw lots; the program asks `office::clock`.
#![allow(clippy::disallowed_methods)]

mod analysis;
mod clauses;
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
mod facts;
mod filled;
mod forms;
mod handover;
mod images;
mod key_list;
mod kills;
mod layers;
mod major;
mod matters;
mod model;
mod officer;
mod overrides;
mod pack;
mod paper;
mod papers;
mod picture;
mod plan;
mod printer;
mod pty;
mod readme;
mod report;
mod restore;
mod review;
mod roads;
mod rosters;
mod rough;
mod sample;
mod screens;
mod sequences;
mod sheets;
mod stack;
mod story;
mod tools;
mod trace;
mod visits;
mod warn;
