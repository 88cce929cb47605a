//! The same roads as `events` and `roads`, drawn by proptest: a sequence that breaks a rule is made as short as it can be
//! before it is shown.
//!
//! `ANBAN_TEST_SEED` draws others.

use std::cell::Cell;

use anban::domain::{
    grade::{Disposal, Grade},
    hazard::StateKind,
    id::Id,
    matter::Road,
};
use chrono::{Days, NaiveDate};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};

use crate::{
    events::{Beginning, Chance, Event, Life, seed},
    roads::{Boards, Desks, Letters, Witness, lived},
};

const HAZARDS: u32 = 200_000;
/// Of each of three kinds.
const MATTERS: u32 = 50_000;

fn runner(cases: u32) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed().to_be_bytes());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn events(most: usize) -> impl Strategy<Value = Vec<Event>> {
    // The last bit says whether it goes on; numbers get smaller, lists shorter.
    let event = any::<u32>()
        .prop_map(|drawn| Event { number: u64::from(drawn >> 1), onward: drawn & 1 == 1 });
    vec(event, 0..most)
}

fn beginning() -> impl Strategy<Value = Beginning> {
    let grades = vec![Grade::General, Grade::Unsure, Grade::Major];
    let disposals = vec![Disposal::ByDeadline, Disposal::Suspend];
    (0..500u64, select(grades), select(disposals)).prop_map(|(days, grade, disposal)| Beginning {
        found_on: NaiveDate::from_ymd_opt(2025, 9, 1).unwrap() + Days::new(days),
        grade,
        disposal,
        notice: Id([1; 16]),
    })
}

#[test]
fn two_hundred_thousand_drawn_lives_of_hazards_keep_to_the_rules() {
    let [closed, majors, resumed] = [const { Cell::new(0) }; 3];
    let told = runner(HAZARDS).run(&(beginning(), events(24)), |(beginning, events)| {
        let told = Life::lived(beginning, events).witnessed();
        for (count, is) in [
            (&closed, told.end == StateKind::Closed),
            (&majors, told.closed_as_major()),
            (&resumed, told.resumed),
        ] {
            count.set(count.get() + u32::from(is));
        }
        Ok(())
    });
    if let Err(error) = told {
        panic!("{error}");
    }
    let counts = [closed.get(), majors.get(), resumed.get()];
    println!("closed, major and closed, stops over: {counts:?}");
    assert!(counts.iter().all(|count| *count > HAZARDS / 500), "{counts:?}");
}

#[test]
fn so_do_the_drawn_lives_of_matters() {
    let ended = [drawn::<Letters>(), drawn::<Boards>(), drawn::<Desks>()];
    assert!(ended.iter().all(|ended| *ended > MATTERS / 100), "{ended:?}");
}

/// How many came to their end.
fn drawn<W: Witness>() -> u32 {
    let ended = Cell::new(0);
    let told = runner(MATTERS).run(&(any::<u32>(), events(14)), |(first, events)| {
        let mut chance = Chance::of(first.into(), 0);
        let (opening, steps, course) = lived::<W>(&mut chance, events);
        assert_eq!(W::Road::replay(&opening, &steps).as_ref(), Ok(&course));
        ended.set(ended.get() + u32::from(course.closed_on().is_some()));
        Ok(())
    });
    if let Err(error) = told {
        panic!("{error}");
    }
    ended.get()
}

#[test]
fn what_is_wrong_is_shown_in_the_fewest_events() {
    let told = runner(HAZARDS).run(&(beginning(), events(24)), |(beginning, events)| {
        let told = Life::lived(beginning, events).witnessed();
        prop_assert_ne!(told.end, StateKind::Closed, "on purpose: some are closed");
        Ok(())
    });
    let Err(TestError::Fail(_, (beginning, events))) = told else { panic!("{told:?}") };
    // Put right on the spot; or ordered, passed and closed.
    assert!(events.len() <= 3, "{beginning:?} {events:?}");
    assert_eq!(Life::lived(beginning, events).witnessed().end, StateKind::Closed);
}
