//! Whatever happens on the longer roads, in whatever order: a million sequences of hazards with their reports,
//! of transfers, supervisions and events, each told to a witness who knows the rules and not the code; then
//! some of them through the store.
//!
//! `ANBAN_TEST_SEED` takes another road, as in `events`.

use std::collections::BTreeMap;

use anban::{
    domain::{
        event::{self, Desk, Registered, Source},
        hazard::StateKind,
        id::Id,
        matter::{Matter, Road},
        supervision::{self, Every, Of, OfCommunity, OfHazard, Opened, Situation},
        transfer::{self, Sent},
        unit::UnitPath,
    },
    params,
    store::{Driver, Fault, journal, matters, transaction},
    terms,
};
use chrono::{Days, NaiveDate};

use crate::{
    engines::{Folder, Place, Schema},
    events::{Chance, Event, Life, SEQUENCES, Sign, community, entry, furnish, id, seed},
};

/// Of the million.
const HAZARDS: u64 = 400_000;
const MATTERS: u64 = 200_000;

// Two halves, so that two cores share the work.
#[test]
fn half_a_million_sequences_keep_to_their_roads() {
    half(0);
}

#[test]
fn the_other_half_a_million_does_too() {
    half(1);
}

fn half(which: u64) {
    let seed = seed();
    let own = |all: u64| which * all / 2..(which + 1) * all / 2;
    let (mut closed, mut majors, mut resumed) = (0, 0, 0);
    // Other hazards than those of `events`.
    for sequence in own(HAZARDS).map(|sequence| SEQUENCES + sequence) {
        let sign = Sign(sequence);
        let told = Life::of(seed, sequence).witnessed();
        closed += u64::from(told.end == StateKind::Closed);
        majors += u64::from(told.closed_as_major());
        resumed += u64::from(told.resumed);
        drop(sign);
    }
    let ended = [
        many::<Letters>(seed, own(MATTERS)),
        many::<Boards>(seed, own(MATTERS)),
        many::<Desks>(seed, own(MATTERS)),
    ];
    println!(
        "closed {closed} hazards, {majors} of them major, {resumed} stops over; ended {ended:?}"
    );
    // A generator that ends nothing would prove nothing.
    assert!(closed > HAZARDS / 20 && majors > HAZARDS / 200 && resumed > HAZARDS / 50);
    assert!(ended.iter().all(|ended| *ended > MATTERS / 40));
}

/// Somebody who knows what a road promises, from its steps alone.
pub trait Witness: Sized {
    type Road: Road;

    fn opening(chance: &mut Chance, on: NaiveDate) -> <Self::Road as Road>::Opening;
    fn open(opening: &<Self::Road as Road>::Opening) -> Self;
    /// Any step with any content.
    fn any(chance: &mut Chance, on: NaiveDate) -> <Self::Road as Road>::Step;
    /// What would come next on the way to the end.
    fn next(&self, chance: &mut Chance, on: NaiveDate) -> <Self::Road as Road>::Step;
    /// A step that was taken.
    fn take(&mut self, step: &<Self::Road as Road>::Step);
    fn agrees(&self, course: &Self::Road);
    /// Whether what is entered after this step has not happened before it.
    fn binds(_: &<Self::Road as Road>::Step) -> bool {
        true
    }
}

type StepOf<W> = <<W as Witness>::Road as Road>::Step;
type OpeningOf<W> = <<W as Witness>::Road as Road>::Opening;

/// A matter's opening, the steps that were taken, and where they led.
type Lived<W> = (OpeningOf<W>, Vec<StepOf<W>>, <W as Witness>::Road);

/// One matter's life, witnessed all along.
fn life<W: Witness>(seed: u64, sequence: u64) -> Lived<W> {
    let mut chance = Chance::of(seed ^ W::Road::KIND as u64, sequence);
    let purposeful = chance.one_in(2);
    let events: Vec<Event> = (0..4 + chance.below(10))
        .map(|_| Event { number: chance.next(), onward: purposeful && !chance.one_in(6) })
        .collect();
    lived::<W>(&mut chance, events)
}

pub fn lived<W: Witness>(chance: &mut Chance, events: impl IntoIterator<Item = Event>) -> Lived<W> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(chance.below(200));
    let opening = W::opening(chance, first);
    let mut course = W::Road::open(&opening).unwrap();
    let mut witness = W::open(&opening);
    let (mut last, mut steps) = (first, Vec::new());
    for event in events {
        let chance = &mut event.chance();
        let on = match chance.below(8) {
            0 => last - Days::new(1 + chance.below(3)),
            1..=3 => last,
            _ => last + Days::new(chance.below(20)),
        };
        let step = if event.onward { witness.next(chance, on) } else { W::any(chance, on) };
        match course.clone().take(&step) {
            Ok(next) => {
                assert!(on >= last, "days went back");
                witness.take(&step);
                witness.agrees(&next);
                course = next;
                last = if W::binds(&step) { on } else { last };
                steps.push(step);
            }
            Err(rule) => {
                if chance.one_in(16) {
                    let said = terms::rule(&rule);
                    assert!(said.ends_with('。') && said.contains('请'), "{said}");
                }
            }
        }
    }
    (opening, steps, course)
}

/// Lives of one kind; how many came to their end.
fn many<W: Witness>(seed: u64, sequences: std::ops::Range<u64>) -> u64 {
    let mut ended = 0;
    for sequence in sequences {
        let sign = Sign(sequence);
        let (opening, steps, course) = life::<W>(seed, sequence);
        ended += u64::from(course.closed_on().is_some());
        assert_eq!(W::Road::replay(&opening, &steps).as_ref(), Ok(&course));
        drop(sign);
    }
    ended
}

fn words(text: &str) {
    assert!(!text.trim().is_empty(), "taken without words");
}

fn name(chance: &mut Chance) -> String {
    if chance.one_in(12) { chance.text() } else { "周安平".to_owned() }
}

/// 移送抄告: sent, received, replied, fed back.
pub struct Letters {
    due: NaiveDate,
    /// How many of the three answers are there.
    answers: usize,
    reminders: u32,
    withdrawn: bool,
}

impl Letters {
    fn answer(chance: &mut Chance, on: NaiveDate, which: usize) -> transfer::Step {
        let (by, words) = (name(chance), name(chance));
        match which {
            0 => transfer::Step::Received { on, by },
            1 => transfer::Step::Replied { on, by, opinion: words },
            2 => transfer::Step::FedBack { on, by, result: words },
            3 => transfer::Step::Withdrawn { on, by, reason: words },
            _ => transfer::Step::Reminded { on, by, note: words },
        }
    }
}

impl Witness for Letters {
    type Road = transfer::Course;

    fn opening(chance: &mut Chance, on: NaiveDate) -> Sent {
        Sent {
            on,
            to: "消防救援大队".into(),
            cc: vec![],
            by: "周安平".into(),
            approver: String::new(),
            opinion: String::new(),
            content: "拒不整改".into(),
            event: None,
            due: on + Days::new(chance.below(20)),
        }
    }

    fn open(sent: &Sent) -> Letters {
        Letters { due: sent.due, answers: 0, reminders: 0, withdrawn: false }
    }

    fn any(chance: &mut Chance, on: NaiveDate) -> transfer::Step {
        let which = chance.below(5) as usize;
        Letters::answer(chance, on, which)
    }

    fn next(&self, chance: &mut Chance, on: NaiveDate) -> transfer::Step {
        Letters::answer(chance, on, self.answers)
    }

    fn take(&mut self, step: &transfer::Step) {
        use transfer::Step as S;
        assert!(!self.withdrawn, "after it was taken back");
        match step {
            S::Received { by, .. } => {
                words(by);
                assert_eq!(self.answers, 0, "received twice");
            }
            S::Replied { by, opinion, .. } => {
                words(by);
                words(opinion);
                assert_eq!(self.answers, 1, "replied out of order");
            }
            S::FedBack { by, result, .. } => {
                words(by);
                words(result);
                assert_eq!(self.answers, 2, "fed back out of order");
            }
            S::Reminded { by, .. } => {
                words(by);
                assert!(self.answers < 3, "reminded after the end");
                self.reminders += 1;
                return;
            }
            S::Withdrawn { by, reason, .. } => {
                words(by);
                words(reason);
                assert!(self.answers < 2, "taken back though it was answered");
                self.withdrawn = true;
                return;
            }
        }
        self.answers += 1;
    }

    /// The slip of a receipt may come in after the department was reminded.
    fn binds(step: &transfer::Step) -> bool {
        !matches!(step, transfer::Step::Reminded { .. })
    }

    fn agrees(&self, course: &transfer::Course) {
        let state = if self.withdrawn { 4 } else { self.answers };
        let waits = self.answers < 2 && !self.withdrawn;
        assert_eq!(course.kind(), transfer::StateKind::ALL[state]);
        assert_eq!(course.closed_on().is_some(), self.answers == 3 || self.withdrawn);
        assert_eq!(course.due(), waits.then_some(self.due));
        assert_eq!(course.is_overdue(self.due + Days::new(1)), waits);
        assert_eq!(course.reminders(), self.reminders);
    }
}

/// 挂牌督办: of a hazard, or of a community.
pub struct Boards {
    /// The deadline of a hazard; `None` for a community.
    deadline: Option<NaiveDate>,
    asked_until: Option<NaiveDate>,
    acceptance_asked: bool,
    accepted: bool,
    lifted: bool,
    /// Steps so far.
    steps: u32,
    withdrawn: bool,
    reported_on: NaiveDate,
}

impl Witness for Boards {
    type Road = supervision::Course;

    fn opening(chance: &mut Chance, on: NaiveDate) -> Opened {
        let of = if chance.one_in(3) {
            let situation = chance.pick(&Situation::ALL);
            Of::Community(OfCommunity { situation, words: "复查三次未改".into() })
        } else {
            Of::Hazard(OfHazard {
                hazard: Id([5; 16]),
                responsible_unit: "恒捷鞋材厂".into(),
                responsible: "黄志明".into(),
                leader: String::new(),
                deadline: on + Days::new(chance.below(90)),
                extension_workdays: 15,
            })
        };
        let every = chance.pick(&Every::ALL);
        Opened { on, by: "周安平".into(), unit: "区安委办".into(), every, of }
    }

    fn open(opened: &Opened) -> Boards {
        Boards {
            deadline: match &opened.of {
                Of::Hazard(of) => Some(of.deadline),
                Of::Community(_) => None,
            },
            asked_until: None,
            acceptance_asked: false,
            accepted: false,
            lifted: false,
            steps: 0,
            withdrawn: false,
            reported_on: opened.on,
        }
    }

    fn any(chance: &mut Chance, on: NaiveDate) -> supervision::Step {
        use supervision::Step as S;
        let (by, text) = (name(chance), chance.text());
        let until = on + Days::new(chance.below(120));
        match chance.below(9) {
            8 => S::Withdrawn { on, by, reason: text },
            0 => S::Reported { on, by, note: text },
            1 => {
                let workdays_left = chance.below(40) as u32;
                S::ExtensionAsked { on, by, until, reason: text, workdays_left }
            }
            2 => S::ExtensionGranted { on, by, until, opinion: text },
            3 => S::ExtensionDenied { on, by, opinion: text },
            4 => S::AcceptanceAsked { on, by },
            5 => S::AcceptanceGiven { on, by, passed: chance.one_in(2), opinion: text },
            _ => {
                let closed = on + Days::new(chance.below(3)) - Days::new(2);
                let hazard_closed_on = chance.one_in(6).then_some(closed);
                S::Lifted { on, by, reason: text, hazard_closed_on }
            }
        }
    }

    fn next(&self, chance: &mut Chance, on: NaiveDate) -> supervision::Step {
        use supervision::Step as S;
        let by = name(chance);
        if self.asked_until.is_some() {
            S::ExtensionDenied { on, by, opinion: "应按期完成".into() }
        } else if self.accepted || self.deadline.is_none() {
            S::Lifted { on, by, reason: "已整改".into(), hazard_closed_on: None }
        } else if self.acceptance_asked {
            S::AcceptanceGiven { on, by, passed: !chance.one_in(4), opinion: "已验收".into() }
        } else {
            S::AcceptanceAsked { on, by }
        }
    }

    fn take(&mut self, step: &supervision::Step) {
        use supervision::Step as S;
        assert!(!self.lifted && !self.withdrawn, "after its end");
        self.steps += 1;
        let running =
            self.deadline.is_some() && self.asked_until.is_none() && !self.acceptance_asked;
        match step {
            S::Reported { on, by, note } => {
                words(by);
                words(note);
                self.reported_on = *on;
            }
            S::ExtensionAsked { by, until, reason, workdays_left, .. } => {
                words(by);
                words(reason);
                assert!(running && !self.accepted && *workdays_left >= 15);
                assert!(Some(*until) > self.deadline, "extended to an earlier day");
                self.asked_until = Some(*until);
            }
            S::ExtensionGranted { by, until, .. } => {
                words(by);
                assert!(self.asked_until.take().is_some(), "granted what nobody asked for");
                assert!(Some(*until) > self.deadline);
                self.deadline = Some(*until);
            }
            S::ExtensionDenied { by, opinion, .. } => {
                words(by);
                words(opinion);
                assert!(self.asked_until.take().is_some(), "denied what nobody asked for");
            }
            S::AcceptanceAsked { by, .. } => {
                words(by);
                assert!(running && !self.accepted);
                self.acceptance_asked = true;
            }
            S::AcceptanceGiven { by, passed, opinion, .. } => {
                words(by);
                assert!(self.acceptance_asked && !self.accepted, "accepted without being asked");
                (self.accepted, self.acceptance_asked) = (*passed, *passed);
                if !passed {
                    words(opinion);
                }
            }
            S::Lifted { on, by, reason, hazard_closed_on } => {
                words(by);
                if self.deadline.is_none() {
                    words(reason);
                } else {
                    let closed = hazard_closed_on.is_some_and(|closed| closed <= *on);
                    assert!(self.accepted || closed, "lifted before the acceptance");
                }
                self.lifted = true;
            }
            S::Withdrawn { by, reason, .. } => {
                words(by);
                words(reason);
                assert_eq!(self.steps, 1, "taken back though something followed");
                self.withdrawn = true;
            }
        }
    }

    fn agrees(&self, course: &supervision::Course) {
        let over = self.lifted || self.withdrawn;
        assert_eq!(course.closed_on().is_some(), over);
        let stands = self.deadline.filter(|_| !self.accepted && !over);
        assert_eq!(course.deadline(), stands);
        assert_eq!(course.asked_until(), self.asked_until.filter(|_| !over));
        match course.next_report() {
            Some(next) => assert!(!over && !self.accepted && next > self.reported_on),
            None => assert!(over || self.accepted),
        }
    }
}

/// 网格事件: a pile of desks, the grid below all.
pub struct Desks {
    pile: Vec<(Desk, bool)>,
    handled: bool,
    done: bool,
    /// Hops that went on, and hops that came back.
    up: u32,
    back: u32,
    since: NaiveDate,
    informed: bool,
    rewarded: bool,
    /// Steps so far.
    steps: u32,
    withdrawn: bool,
}

impl Witness for Desks {
    type Road = event::Course;

    fn opening(chance: &mut Chance, on: NaiveDate) -> Registered {
        Registered {
            on,
            by: "陈一鸣".into(),
            grid: "招联一网格".into(),
            source: chance.pick(&Source::ALL),
            at: None,
            place: String::new(),
            object: String::new(),
            content: "夜间违规生产".into(),
            informant: chance.text(),
            phone: String::new(),
            hop_days: 3,
        }
    }

    fn open(registered: &Registered) -> Desks {
        Desks {
            pile: vec![(Desk::Grid, false)],
            handled: false,
            done: false,
            up: 0,
            back: 0,
            since: registered.on,
            informed: !registered.informant.trim().is_empty(),
            rewarded: false,
            steps: 0,
            withdrawn: false,
        }
    }

    fn any(chance: &mut Chance, on: NaiveDate) -> event::Step {
        use event::Step as S;
        let (by, text, name) = (name(chance), chance.text(), name(chance));
        let to = chance.pick(&Desk::ALL);
        match chance.below(10) {
            9 => S::Withdrawn { on, by, reason: text },
            0 | 1 => S::Handled { on, by, note: text },
            2 | 3 => S::PassedUp { on, by, to, name, opinion: text },
            4 => S::Assigned { on, by, to, name, helpers: vec![], opinion: text },
            5 | 6 => S::FedBack { on, by, opinion: text },
            7 => S::Done { on, by, result: text },
            _ => S::Rewarded { on, by, fen: chance.below(3) * 100 },
        }
    }

    fn next(&self, chance: &mut Chance, on: NaiveDate) -> event::Step {
        use event::Step as S;
        let (by, opinion) = (name(chance), String::new());
        let (here, _) = *self.pile.last().unwrap();
        if self.handled && self.pile.len() > 1 {
            return S::FedBack { on, by, opinion };
        }
        if self.handled {
            return S::Done { on, by, result: "已回访".into() };
        }
        let name = "城建科".to_owned();
        match here {
            Desk::Grid if self.up == 0 => S::PassedUp { on, by, to: Desk::Street, name, opinion },
            Desk::Street if chance.one_in(2) => {
                S::Assigned { on, by, to: Desk::Section, name, helpers: vec![], opinion }
            }
            Desk::Street if self.up < 3 => {
                S::PassedUp { on, by, to: Desk::District, name, opinion }
            }
            _ => S::Handled { on, by, note: "已处置".into() },
        }
    }

    fn take(&mut self, step: &event::Step) {
        use event::Step as S;
        let (here, assigned) = *self.pile.last().unwrap();
        assert!(!self.done || matches!(step, S::Rewarded { .. }), "after its end");
        assert!(!self.withdrawn, "after it was taken back");
        self.steps += 1;
        match step {
            S::Handled { by, note, .. } => {
                words(by);
                words(note);
                assert!(!self.handled, "handled twice");
                self.handled = true;
            }
            S::PassedUp { on, by, to, .. } => {
                words(by);
                assert!(!assigned, "passed up what was assigned");
                let ladder =
                    [Desk::Grid, Desk::Community, Desk::Street, Desk::District, Desk::City];
                let rung = |desk| ladder.iter().position(|rung| *rung == desk).unwrap();
                let past_community = (here, *to) == (Desk::Grid, Desk::Street);
                assert!(rung(*to) == rung(here) + 1 || past_community, "{here:?} → {to:?}");
                self.pile.push((*to, false));
                (self.handled, self.since) = (false, *on);
                self.up += 1;
            }
            S::Assigned { on, by, to, name, .. } => {
                words(by);
                words(name);
                assert!(
                    match to {
                        Desk::Community | Desk::Section => here == Desk::Street,
                        Desk::Department => {
                            matches!(here, Desk::District | Desk::City | Desk::Department)
                        }
                        _ => false,
                    },
                    "{here:?} gave it to {to:?}"
                );
                self.pile.push((*to, true));
                (self.handled, self.since) = (false, *on);
                self.up += 1;
            }
            S::FedBack { on, by, .. } => {
                words(by);
                assert!(self.handled && self.pile.len() > 1, "fed back before it was handled");
                self.pile.pop();
                self.since = *on;
                self.back += 1;
            }
            S::Done { by, result, .. } => {
                words(by);
                words(result);
                assert!(self.handled, "done though nobody has handled it");
                assert_eq!(self.pile, [(Desk::Grid, false)], "done away from the grid");
                assert_eq!(self.up, self.back, "a hop did not come back");
                self.done = true;
            }
            S::Rewarded { by, fen, .. } => {
                words(by);
                assert!(self.informed && !self.rewarded && *fen > 0);
                self.rewarded = true;
            }
            S::Withdrawn { by, reason, .. } => {
                words(by);
                words(reason);
                assert_eq!(self.steps, 1, "taken back though something followed");
                self.withdrawn = true;
            }
        }
    }

    fn agrees(&self, course: &event::Course) {
        let (here, assigned) = *self.pile.last().unwrap();
        assert_eq!((course.seat().desk, course.seat().assigned), (here, assigned));
        assert_eq!(course.closed_on().is_some(), self.done || self.withdrawn);
        assert_eq!(course.rewarded().is_some(), self.rewarded);
        if self.done || self.withdrawn {
            assert_eq!((course.due(), course.waiting().len()), (None, 0));
        } else {
            assert_eq!(course.waiting().len(), self.pile.len() - 1);
            assert_eq!(course.here_since(), self.since);
            let last = self.since + Days::new(3);
            assert!(!course.is_overdue(last) && course.is_overdue(last + Days::new(1)));
        }
    }
}

#[test]
fn matters_are_stored_as_they_went() {
    for (place, count) in [(Place::File(Folder::new()), 1_000), (Place::Server(Schema::new()), 200)]
    {
        println!("on {:?}", place.engine());
        let mut store = place.open();
        let driver = &mut *store.driver;
        furnish(driver);
        let kept = [
            through::<Letters>(driver, count),
            through::<Boards>(driver, count),
            through::<Desks>(driver, count),
        ];
        append_only(driver);
        let links: i64 = journal::verify(driver)
            .unwrap()
            .iter()
            .map(|report| {
                assert_eq!(report.broken_at, None, "{}", report.desk);
                report.links
            })
            .sum();
        assert_eq!(links, kept.iter().sum::<i64>());
        assert_eq!(driver.check(), Ok(vec![]));
    }
}

/// Lives of one kind through the store, step by step; now and then by somebody who has read too early. How many
/// deeds the journal has of them.
fn through<W: Witness>(driver: &mut dyn Driver, count: u64) -> i64 {
    let seed = seed();
    let mut chance = Chance::of(seed, u64::MAX);
    let mut links = 0;
    let mut meant: BTreeMap<Id, (W::Road, Vec<StepOf<W>>)> = BTreeMap::new();
    let kind = W::Road::KIND;
    for sequence in 0..count {
        let sign = Sign(sequence);
        let (opening, steps, last) = life::<W>(seed, sequence);
        let mut matter: Matter<W::Road> = Matter {
            id: id(20 + kind as u8, sequence),
            community: community(sequence),
            title: format!("事项{sequence}"),
            premises: chance.one_in(2).then(|| id(4, sequence % 3)),
            hazard: None,
            course: W::Road::open(&opening).unwrap(),
            opening,
        };
        let note = |on, verb| entry("甲", on, verb, id(20 + kind as u8, sequence));
        // Some steps a transaction, the opening in the first.
        let (mut opened, mut known) = (false, 0);
        while !opened || known < steps.len() {
            let to = (known + usize::from(opened) + chance.below(4) as usize).min(steps.len());
            if known > 0 && chance.one_in(20) {
                let course = matter.course.clone().take(&steps[known]).unwrap();
                let late = Matter { course, ..matter.clone() };
                let stale = transaction(driver, |driver| {
                    matters::follow(driver, &late, known - 1, &steps[known], "林安全")
                });
                assert_eq!(stale, Err(Fault::Conflict));
            }
            let written = transaction::<_, Fault>(driver, |driver| {
                let mut entries = Vec::new();
                if !opened {
                    matters::insert(driver, &matter, "陈一鸣")?;
                    entries.push(note(W::Road::opened_on(&matter.opening), "open"));
                }
                for (known, step) in steps.iter().enumerate().take(to).skip(known) {
                    matter.course = matter.course.clone().take(step).unwrap();
                    matters::follow(driver, &matter, known, step, "林安全")?;
                    entries.push(note(W::Road::step_on(step), "follow"));
                }
                journal::append_many(driver, &entries)?;
                Ok(entries.len())
            });
            links += written.unwrap() as i64;
            (opened, known) = (true, to);
        }
        assert_eq!(matter.course, last);
        meant.insert(matter.id, (last, steps));
        drop(sign);
    }
    let scope = UnitPath::parse("3505").unwrap();
    let all = matters::list::<W::Road>(driver, &scope, &matters::Filter::default()).unwrap();
    assert_eq!(all.len() as u64, count);
    for stored in &all {
        let (course, steps) = &meant[&stored.matter.id];
        assert_eq!((&stored.matter.course, &stored.road()), (course, steps));
        assert_eq!(stored.premises_name.is_some(), stored.matter.premises.is_some());
    }
    // The columns are the fold, and the lists choose by them.
    let lines = matters::lines(driver, &scope, Some(kind), &matters::Filter::default()).unwrap();
    assert_eq!(lines.len(), all.len());
    for (line, stored) in lines.iter().zip(&all) {
        let course = &stored.matter.course;
        assert_eq!(
            (line.id, line.state.as_str(), line.is_open, line.due, line.closed_on),
            (
                stored.matter.id,
                course.state_code(),
                course.closed_on().is_none(),
                course.due(),
                course.closed_on()
            )
        );
    }
    let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let due = matters::Filter { due_by: Some(day), ..matters::Filter::default() };
    let due: Vec<Id> = matters::list::<W::Road>(driver, &scope, &due)
        .unwrap()
        .iter()
        .map(|stored| stored.matter.id)
        .collect();
    let waits = |course: &W::Road| {
        course.closed_on().is_none() && course.due().is_some_and(|due| due <= day)
    };
    let expected = meant.values().filter(|(course, _)| waits(course)).count();
    assert_eq!(due.len(), expected);
    assert!(expected > 0 && due.iter().all(|id| waits(&meant[id].0)));
    let first = matters::Filter { open: true, limit: Some(3), ..matters::Filter::default() };
    let first = matters::list::<W::Road>(driver, &scope, &first).unwrap();
    assert!(
        first.len() == 3 && first.iter().all(|stored| stored.matter.course.closed_on().is_none())
    );
    links
}

/// What was opened and what was done stay as they were written.
fn append_only(driver: &mut dyn Driver) {
    for sql in [
        "UPDATE matter_step SET actor = 'x'",
        "DELETE FROM matter_step",
        "DELETE FROM matter",
        "UPDATE matter SET opening = '{}'",
    ] {
        let outcome: Result<u64, Fault> =
            transaction(driver, |driver| driver.execute(sql, params![]));
        assert!(matches!(outcome, Err(Fault::Denied { .. })), "{sql}: {outcome:?}");
    }
}
