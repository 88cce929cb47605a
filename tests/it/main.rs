//! Tests of the whole, in one program: each file tells stories about one part of the house.

mod contract;
mod damage;
mod demo;
mod engines;
mod paper;
mod trace;
