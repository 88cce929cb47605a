//! Tests of the whole, in one program: each file tells stories about one part of the house.

mod commands;
mod contract;
mod damage;
mod demo;
mod desk;
mod engines;
mod events;
mod layers;
mod paper;
mod printer;
mod rough;
mod story;
mod trace;
