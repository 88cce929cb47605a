//! Whatever happens to hazards, in whatever order somebody enters it: the rules of DESIGN §4 hold, and
//! what is stored is the fold of what happened.
//!
//! `ANBAN_TEST_SEED` takes another road through the same number of sequences; a failure prints the seed
//! and the number of its sequence.

use std::collections::BTreeMap;

use anban::{
    domain::{
        grade::{Disposal, Grade},
        hazard::{Course, Proof, Recipient, StateKind, Step, StepKind},
        id::Id,
        inspection::{Hazard, Inspection},
        major::{Measures, StageKind},
        notice::Notice,
        premises::{Kind, Premises, Status},
        resumption,
        time_of_day::TimeOfDay,
        unit::{Level, Unit, UnitPath},
    },
    store::{
        self, Driver, Fault, forms, hazards, inspections,
        journal::{self, Entry},
        notices, premises, transaction, units,
    },
    terms,
};
use chrono::{Datelike, Days, NaiveDate};

use crate::engines::{Folder, Place, Schema};

/// Sequences of the pure rules, and through SQLite.
pub const SEQUENCES: u64 = 100_000;
/// Sequences through PostgreSQL, where every statement goes over a line.
const OVER_THE_LINE: u64 = 6_000;
/// Hazards of one inspection.
const A_VISIT: u64 = 3;

pub fn seed() -> u64 {
    let seed = std::env::var("ANBAN_TEST_SEED").map_or(20_201_029, |text| text.parse().unwrap());
    println!("ANBAN_TEST_SEED={seed}");
    seed
}

/// SplitMix64: small, and every number of a sequence is its own beginning.
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64, sequence: u64) -> Chance {
        let mut chance = Chance(seed ^ sequence.wrapping_mul(0xd134_2543_de82_ef95));
        chance.next();
        chance
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// Mostly words, at times none, blanks, or a letter outside the usual plane.
    pub fn text(&mut self) -> String {
        self.pick(&["已整改", "设备在途", "林安全", "林安全", "䶮𠮷", " ", ""]).to_owned()
    }
}

pub fn id(kind: u8, number: u64) -> Id {
    let mut bytes = [kind; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Id(bytes)
}

fn notice_id(sequence: u64) -> Id {
    id(1, sequence / A_VISIT)
}

/// The day of the inspection, one for all hazards of a visit.
fn found_on(seed: u64, sequence: u64) -> NaiveDate {
    let days = Chance::of(!seed, sequence / A_VISIT).below(500);
    NaiveDate::from_ymd_opt(2025, 9, 1).unwrap() + Days::new(days)
}

/// A step of any kind with any content; most days follow the last one.
fn any_step(chance: &mut Chance, last: NaiveDate, notice: Id) -> Step {
    let on = match chance.below(12) {
        0 => last - Days::new(1 + chance.below(3)),
        1..=4 => last,
        _ => last + Days::new(chance.below(10)),
    };
    let deadline = match chance.below(8) {
        0 => on - Days::new(1 + chance.below(5)),
        _ => on + Days::new(chance.below(20)),
    };
    match chance.below(18) {
        0 => Step::PutRight { on, notice: Id([9; 16]), note: chance.text() },
        1 | 2 => Step::Ordered { on, notice, deadline },
        3 => Step::Referred { on, notice, deadline },
        4 => Step::Renoticed { on, notice: id(2, chance.next()) },
        5..=7 => Step::Passed { on, acceptor: chance.text(), note: chance.text() },
        8 => Step::Failed { on, deadline, note: chance.text() },
        9 => Step::Refused { on, note: chance.text() },
        10 => Step::Reported { on, to: chance.pick(&Recipient::ALL), reason: chance.text() },
        11 => Step::Extended { on, deadline, reason: chance.text() },
        12 => Step::Regraded { on, to: chance.pick(&Grade::ALL), reason: chance.text() },
        13 => {
            let kind = chance.pick(&REPORT);
            report_step(chance, on, kind)
        }
        14 | 15 => Step::Closed { on },
        16 => Step::Reopened { on, deadline, reason: chance.text() },
        17 if chance.one_in(3) => Step::TakenBack { on, reason: chance.text() },
        17 if chance.one_in(2) => match chance.below(2) {
            0 => Step::Stopped {
                on,
                at: TimeOfDay::read("14:30").unwrap(),
                by: chance.text(),
                measures: chance.text(),
            },
            _ => Step::HandedOver { on, to: chance.text(), reason: chance.text() },
        },
        _ if chance.one_in(4) => Step::Withdrawn { on, by: id(3, chance.next()) },
        _ => Step::Closed { on },
    }
}

/// What may be taken back as a slip: the follow-up, not what stands on a signed paper.
const SLIPS: [StepKind; 8] = [
    StepKind::Passed,
    StepKind::Failed,
    StepKind::Refused,
    StepKind::Reported,
    StepKind::Extended,
    StepKind::Regraded,
    StepKind::Closed,
    StepKind::Reopened,
];

/// The steps of the report, in their order.
const REPORT: [StepKind; 9] = [
    StepKind::MajorFilled,
    StepKind::MajorVerified,
    StepKind::MajorSigned,
    StepKind::MajorSealed,
    StepKind::MajorApproved,
    StepKind::MajorReceived,
    StepKind::MajorStreetVerified,
    StepKind::Accepted,
    StepKind::MajorProgress,
];

/// A step of the report with any content, most of them sound.
fn report_step(chance: &mut Chance, on: NaiveDate, kind: StepKind) -> Step {
    let mut words = |sound: &str| if chance.one_in(12) { chance.text() } else { sound.to_owned() };
    let (by, opinion) = (words("林安全"), words("情况属实"));
    match kind {
        StepKind::MajorFilled => Step::MajorFilled {
            on,
            by,
            fields: BTreeMap::from([("summary".to_owned(), words("夹层住人"))]),
            measures: Measures {
                responsibility: words("厂长"),
                measures: words("拆除"),
                funds: words("2万元"),
                time_limit: words("一个月"),
                plan: words("应急预案"),
            },
        },
        StepKind::MajorVerified => Step::MajorVerified { on, by, opinion },
        StepKind::MajorSigned => {
            Step::MajorSigned { on, by: [words("蔡书记"), words("苏主任")] }
        }
        StepKind::MajorSealed => Step::MajorSealed { on, by },
        StepKind::MajorApproved => Step::MajorApproved { on, by, opinion },
        StepKind::MajorReceived => Step::MajorReceived { on, by, at: TimeOfDay::read("9:30") },
        StepKind::MajorStreetVerified => Step::MajorStreetVerified { on, by, opinion },
        StepKind::MajorProgress => Step::MajorProgress { on, by, note: opinion },
        _ => Step::Accepted { on, by, opinion },
    }
}

/// What comes next for a hazard that would be closed: a generator that only throws dice would reach the
/// end of a long road too seldom to prove anything.
fn next_step(chance: &mut Chance, on: NaiveDate, course: &Course, notice: Id) -> Step {
    let stage = course.report_kind();
    if course.grade() == Grade::Major && stage < Some(StageKind::StreetVerified) {
        let kind = REPORT[stage.map_or(0, |stage| stage as usize + 1)];
        return report_step(chance, on, kind);
    }
    match course.kind() {
        StateKind::Found => Step::Ordered { on, notice, deadline: on + Days::new(7) },
        StateKind::Ordered | StateKind::Refused | StateKind::Reported => {
            Step::Passed { on, acceptor: chance.text(), note: String::new() }
        }
        StateKind::Passed
            if course.grade() == Grade::Major && stage != Some(StageKind::Accepted) =>
        {
            report_step(chance, on, StepKind::Accepted)
        }
        StateKind::Passed | StateKind::Closed | StateKind::Withdrawn => Step::Closed { on },
    }
}

/// One thing that somebody enters, drawn from a number: a sequence of them can be made shorter and still be told.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub number: u64,
    /// On the way to the end, rather than anything at all.
    pub onward: bool,
}

impl Event {
    pub fn chance(self) -> Chance {
        Chance::of(self.number, 0)
    }
}

/// Where a hazard's life begins.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    pub found_on: NaiveDate,
    pub grade: Grade,
    pub disposal: Disposal,
    pub notice: Id,
}

/// One hazard's life: everything that somebody tried, and whether it was taken.
pub struct Life {
    beginning: Beginning,
    tried: Vec<(Step, bool)>,
    course: Course,
}

/// How a life went.
pub struct Told {
    pub end: StateKind,
    pub stage: Option<StageKind>,
    taken: u64,
    refused: u64,
    /// A stop was ordered, and work may go on.
    pub resumed: bool,
}

impl Told {
    pub fn closed_as_major(&self) -> bool {
        self.end == StateKind::Closed && self.stage == Some(StageKind::Accepted)
    }
}

impl Life {
    pub fn of(seed: u64, sequence: u64) -> Life {
        let mut chance = Chance::of(seed, sequence);
        let beginning = Beginning {
            found_on: found_on(seed, sequence),
            grade: chance.pick(&[Grade::General, Grade::General, Grade::Major, Grade::Unsure]),
            disposal: chance.pick(&[Disposal::ByDeadline, Disposal::Suspend]),
            notice: notice_id(sequence),
        };
        let purposeful = chance.one_in(3);
        let events = (0..4 + chance.below(20))
            .map(|_| Event { number: chance.next(), onward: purposeful && !chance.one_in(8) });
        Life::lived(beginning, events.collect::<Vec<_>>())
    }

    pub fn lived(beginning: Beginning, events: impl IntoIterator<Item = Event>) -> Life {
        let mut course = Course::found(beginning.found_on, beginning.grade);
        let mut tried = Vec::new();
        let mut last = beginning.found_on;
        for event in events {
            let chance = &mut event.chance();
            let step = if event.onward {
                next_step(chance, last, &course, beginning.notice)
            } else {
                any_step(chance, last, beginning.notice)
            };
            let taken = match course.clone().take(&step) {
                Ok(next) => {
                    course = next;
                    last = step.on();
                    true
                }
                Err(rule) => {
                    // A sentence is made for one refusal in sixteen: enough of them, and quick.
                    if chance.one_in(16) {
                        let said = terms::rule(&rule);
                        assert!(said.ends_with('。') && said.contains('请'), "{said}");
                    }
                    false
                }
            };
            tried.push((step, taken));
        }
        Life { beginning, tried, course }
    }

    /// Tells the life to a witness, who must agree with it all along.
    pub fn witnessed(self) -> Told {
        let Beginning { found_on, grade: first, disposal, .. } = self.beginning;
        let (mut witness, mut grade) = (Witness::default(), first);
        let mut course = Course::found(found_on, first);
        let (mut taken, mut refused) = (0, 0);
        // As it stood before each step that still stands.
        let mut stood: Vec<(Witness, Grade, StepKind)> = Vec::new();
        for (step, ok) in &self.tried {
            if *ok {
                if let Step::TakenBack { on, reason } = step {
                    assert!(!reason.trim().is_empty(), "taken back without a word");
                    assert!(witness.last.is_none_or(|last| last <= *on), "days went back");
                    let (was, told, kind) = stood.pop().expect("nothing was there to take back");
                    assert!(SLIPS.contains(&kind), "{kind:?} was taken back");
                    (witness, grade) = (was, told);
                } else {
                    stood.push((witness.clone(), grade, step.kind()));
                    witness.take(step, &mut grade, found_on);
                }
                course = course.take(step).unwrap();
                witness.agrees(&course, grade, first);
                let stops = disposal == Disposal::Suspend || witness.stopped;
                assert_eq!(resumption::is_stop(disposal, &course), stops);
                let stands = stops && !witness.is_right(grade);
                assert_eq!(resumption::forbids(disposal, &course), stands, "{step:?}");
                taken += 1;
            } else {
                refused += 1;
            }
        }
        assert_eq!(course, self.course);
        let stops = disposal == Disposal::Suspend || witness.stopped;
        let resumed = stops && taken > 0 && witness.is_right(grade);
        let (end, stage) = (course.kind(), course.report_kind());
        Told { end, stage, taken, refused, resumed }
    }

    fn taken(self) -> Vec<Step> {
        self.tried.into_iter().filter(|(_, taken)| *taken).map(|(step, _)| step).collect()
    }
}

/// What DESIGN §4 promises, told from the steps alone and without a look at how `Course` does it.
#[derive(Clone, Default)]
struct Witness {
    /// The acceptor of the recheck that stands, until something takes it back.
    passed: Option<String>,
    /// An acceptance since the recheck that stands.
    accepted: bool,
    report: Paper,
    deadline: Option<NaiveDate>,
    verdicts: u32,
    extensions: u32,
    last: Option<NaiveDate>,
    ended: Option<StateKind>,
    /// Work, equipment or people were taken out.
    stopped: bool,
}

/// The report as a sheet of paper: what stands on it, and who has signed below.
#[derive(Clone, Default)]
struct Paper {
    filled: Option<(BTreeMap<String, String>, Measures)>,
    signed: Vec<StepKind>,
    last: Option<NaiveDate>,
}

impl Paper {
    fn fill(&mut self, fields: &BTreeMap<String, String>, measures: &Measures) {
        assert!(!self.signed.contains(&StepKind::MajorApproved), "filled again once approved");
        let words = |measures: &Measures| {
            [
                &measures.responsibility,
                &measures.measures,
                &measures.funds,
                &measures.time_limit,
                &measures.plan,
            ]
            .map(|text| text.trim().to_owned())
        };
        if let Some((was, before)) = &self.filled {
            let changed = |was: &str, is: &str| !was.trim().is_empty() && was.trim() != is.trim();
            let another = changed(&was["summary"], &fields["summary"])
                || words(before).iter().zip(&words(measures)).any(|(was, is)| changed(was, is));
            if another {
                self.signed.clear();
            }
        }
        self.filled = Some((fields.clone(), measures.clone()));
    }

    /// One more below those that stand there, and none left out.
    fn sign(&mut self, kind: StepKind) {
        assert!(self.filled.is_some(), "{kind:?} on an empty sheet");
        assert_eq!(REPORT[self.signed.len() + 1], kind, "a signature was skipped");
        self.signed.push(kind);
    }
}

impl Witness {
    fn take(&mut self, step: &Step, grade: &mut Grade, found_on: NaiveDate) {
        let words = |text: &str| assert!(!text.trim().is_empty(), "taken without words: {step:?}");
        let on = step.on();
        // The report has days of its own; the two roads meet at the acceptance.
        let of_report = REPORT.contains(&step.kind()) && step.kind() != StepKind::Accepted;
        let last = if of_report { self.report.last } else { self.last };
        if matches!(step, Step::Stopped { .. }) {
            assert!(on >= found_on, "stopped before it was found");
        } else {
            assert!(last.is_none_or(|last| last <= on), "days went back");
        }
        if of_report || step.kind() == StepKind::Accepted {
            assert!(self.report.last.is_none_or(|last| last <= on), "days went back");
            assert_eq!(*grade, Grade::Major);
            assert_eq!(self.ended, None);
            self.report.last = Some(on);
        }
        // What is told or replaced later does not forbid a recheck made before.
        let told = matches!(
            step,
            Step::Regraded { .. }
                | Step::Renoticed { .. }
                | Step::Stopped { .. }
                | Step::HandedOver { .. }
        );
        if !told && !of_report {
            self.last = Some(on);
        }
        assert_ne!(self.ended, Some(StateKind::Withdrawn), "after its end");
        if self.ended.is_some() {
            assert!(
                matches!(step, Step::Reopened { .. } | Step::Withdrawn { .. }),
                "a closed hazard moved"
            );
        }
        match step {
            Step::PutRight { note, .. } => {
                words(note);
                assert_eq!(*grade, Grade::General, "put right though it may be major");
                self.ended = Some(StateKind::Closed);
            }
            Step::Ordered { deadline, .. } | Step::Referred { deadline, .. } => {
                assert!(self.deadline.is_none(), "ordered twice");
                self.deadline = Some(*deadline);
            }
            Step::Renoticed { .. } => {}
            Step::Passed { acceptor, .. } => {
                words(acceptor);
                self.passed = Some(acceptor.trim().to_owned());
                self.accepted = false;
                self.verdicts += 1;
            }
            Step::Failed { deadline, .. } => {
                assert!(*deadline >= on);
                (self.passed, self.accepted, self.deadline) = (None, false, Some(*deadline));
                self.verdicts += 1;
            }
            Step::Refused { note, .. } => {
                words(note);
                self.verdicts += 1;
            }
            Step::Reported { reason, .. } => words(reason),
            Step::Extended { deadline, reason, .. } => {
                words(reason);
                assert!(Some(*deadline) > self.deadline, "extended to an earlier day");
                self.deadline = Some(*deadline);
                self.extensions += 1;
            }
            Step::Regraded { to, reason, .. } => {
                words(reason);
                let rises = matches!(
                    (*grade, to),
                    (Grade::Unsure, Grade::General | Grade::Major) | (Grade::General, Grade::Major)
                );
                assert!(rises, "{grade:?} fell to {to:?}");
                *grade = *to;
            }
            Step::Stopped { by, measures, .. } => {
                words(by);
                words(measures);
                self.stopped = true;
            }
            Step::HandedOver { to, reason, .. } => {
                words(to);
                words(reason);
            }
            Step::MajorFilled { by, fields, measures, .. } => {
                words(by);
                self.report.fill(fields, measures);
            }
            Step::MajorSigned { by: [first, second], .. } => {
                words(first);
                words(second);
                assert_ne!(first.trim(), second.trim(), "one person signed twice");
                self.report.sign(step.kind());
            }
            Step::MajorApproved { by, .. } => {
                words(by);
                let (_, measures) = self.report.filled.as_ref().unwrap();
                assert!(measures.missing().is_empty(), "approved with gaps");
                self.report.sign(step.kind());
            }
            Step::MajorVerified { by, .. }
            | Step::MajorSealed { by, .. }
            | Step::MajorReceived { by, .. }
            | Step::MajorStreetVerified { by, .. } => {
                words(by);
                self.report.sign(step.kind());
            }
            Step::MajorProgress { by, note, .. } => {
                words(by);
                words(note);
                assert!(self.report.signed.contains(&StepKind::MajorReceived) && !self.accepted);
            }
            Step::Accepted { by, .. } => {
                words(by);
                assert!(self.passed.is_some(), "accepted without a recheck that stands");
                assert_eq!(self.report.signed, REPORT[1..7], "a signature was skipped");
                assert!(!self.accepted, "accepted twice");
                self.accepted = true;
            }
            Step::Closed { .. } => {
                assert!(self.passed.is_some(), "closed without a recheck that stands");
                assert_ne!(*grade, Grade::Unsure, "closed before anybody told its grade");
                assert!(*grade != Grade::Major || self.accepted, "major and not accepted");
                self.ended = Some(StateKind::Closed);
            }
            Step::Reopened { deadline, reason, .. } => {
                words(reason);
                assert_eq!(self.ended, Some(StateKind::Closed));
                (self.passed, self.accepted, self.ended) = (None, false, None);
                self.deadline = Some(*deadline);
            }
            Step::Withdrawn { .. } => self.ended = Some(StateKind::Withdrawn),
            Step::TakenBack { .. } => panic!("the life goes back by itself"),
        }
    }

    /// Whether a stop on its account is over (INS-31): it ended, or it passed with all that its grade asks for.
    fn is_right(&self, grade: Grade) -> bool {
        let enough = match grade {
            Grade::General => true,
            Grade::Major => self.accepted,
            Grade::Unsure => false,
        };
        self.ended.is_some() || (self.passed.is_some() && enough)
    }

    /// What can be read off the course agrees with what was seen.
    fn agrees(&self, course: &Course, grade: Grade, first: Grade) {
        assert_eq!(course.grade(), grade);
        assert_eq!(course.raised_from(), (grade != first).then_some(first));
        assert_eq!(course.kind().is_open(), self.ended.is_none());
        let stage = match (&self.report.filled, self.report.signed.len()) {
            (None, _) => None,
            (Some(_), 6) if self.accepted => Some(StageKind::Accepted),
            (Some(_), signed) => Some(StageKind::ALL[signed]),
        };
        assert_eq!(course.report_kind(), stage);
        assert_eq!(course.closed_on().is_some(), self.ended == Some(StateKind::Closed));
        match course.proof() {
            Some(Proof::Recheck { acceptor, .. }) => {
                assert_eq!(Some(acceptor), self.passed.as_ref(), "another acceptor");
            }
            Some(Proof::OnTheSpot { note, .. }) => assert!(!note.trim().is_empty()),
            None => {}
        }
        if self.ended.is_none() {
            assert_eq!(course.deadline(), self.deadline);
            if self.deadline.is_some() {
                assert_eq!(
                    (course.rounds(), course.extensions()),
                    (self.verdicts, self.extensions)
                );
            }
            let running = self.deadline.filter(|_| self.passed.is_none());
            if let Some(deadline) = running {
                assert!(!course.is_overdue(deadline) && course.is_overdue(deadline + Days::new(1)));
            } else {
                assert!(!course.is_overdue(NaiveDate::MAX));
            }
        }
    }
}

/// Says which sequence it was when the thread goes down over it.
pub struct Sign(pub u64);

impl Drop for Sign {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("sequence {}", self.0);
        }
    }
}

#[test]
fn no_order_of_events_breaks_the_rules() {
    let seed = seed();
    let mut ends: BTreeMap<StateKind, u64> = BTreeMap::new();
    let (mut taken, mut refused, mut accepted, mut resumed) = (0, 0, 0, 0);
    for sequence in 0..SEQUENCES {
        let sign = Sign(sequence);
        let life = Life::of(seed, sequence);
        let (beginning, course) = (life.beginning, life.course.clone());
        let told = life.witnessed();
        *ends.entry(told.end).or_default() += 1;
        taken += told.taken;
        refused += told.refused;
        accepted += u64::from(told.closed_as_major());
        resumed += u64::from(told.resumed);
        let steps = Life::of(seed, sequence).taken();
        assert_eq!(Course::replay(beginning.found_on, beginning.grade, &steps), Ok(course));
        drop(sign);
    }
    println!(
        "{taken} steps taken, {refused} refused, {accepted} accepted, {resumed} resumed, {ends:?}"
    );
    // A generator that never closes anything would prove nothing.
    for kind in StateKind::ALL {
        let reached = ends.get(&kind).copied().unwrap_or(0);
        assert!(reached >= SEQUENCES / 200, "{kind:?} was reached {reached} times");
    }
    assert!(accepted >= SEQUENCES / 200, "{accepted} major hazards were closed");
    assert!(resumed >= SEQUENCES / 50, "{resumed} stops were over");
}

// Two halves, so that two cores share the work.
#[test]
fn fifty_thousand_hazards_are_stored_as_they_went() {
    through_the_store(&Place::File(Folder::new()), 0, SEQUENCES / 2);
}

#[test]
fn the_next_fifty_thousand_are_too() {
    through_the_store(&Place::File(Folder::new()), SEQUENCES / 2, SEQUENCES / 2);
}

#[test]
fn the_same_goes_over_the_line() {
    through_the_store(&Place::Server(Schema::new()), 0, OVER_THE_LINE);
}

const COMMUNITIES: [&str; 3] = ["3505/03/006/201", "3505/03/006/202", "3505/03/006/203"];
const DESKS: [&str; 2] = ["甲", "乙"];
const FORM: &str = "f0";

pub fn community(visit: u64) -> UnitPath {
    UnitPath::parse(COMMUNITIES[(visit % 3) as usize]).unwrap()
}

/// Streets, premises and a form for the hazards to stand on.
pub fn furnish(driver: &mut dyn Driver) {
    let outcome: Result<(), Fault> = transaction(driver, |driver| {
        forms::keep(
            driver,
            &forms::FormRevision {
                sha: FORM.into(),
                kind: "checklist".into(),
                code: "table4".into(),
                revision: 1,
                source: String::new(),
            },
        )?;
        for (index, path) in COMMUNITIES.into_iter().enumerate() {
            let community = UnitPath::parse(path).unwrap();
            units::insert(
                driver,
                &Unit {
                    path: community.clone(),
                    name: format!("{path}社区"),
                    office: "招联".into(),
                    linked_leader: String::new(),
                    boundary: String::new(),
                    valid_from: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
                    valid_to: None,
                    closed_why: String::new(),
                    trade: String::new(),
                },
            )?;
            premises::insert(driver, &[place(community, id(4, index as u64))])?;
        }
        Ok(())
    });
    outcome.unwrap();
}

fn place(community: UnitPath, id: Id) -> Premises {
    Premises {
        id,
        community,
        grid: None,
        name: "丰泽服饰有限公司".into(),
        uscc: String::new(),
        licensed: true,
        kind: Kind::Enterprise,
        address: String::new(),
        site_address: String::new(),
        industry: String::new(),
        category: String::new(),
        person_in_charge: String::new(),
        safety_lead: String::new(),
        phone: String::new(),
        key: false,
        key_reasons: vec![],
        risk: None,
        extra: BTreeMap::new(),
        direct: String::new(),
        status: Status::Operating,
        since: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
    }
}

/// A hazard on its way into the store: how many of its steps are saved.
#[derive(Clone)]
struct Journey {
    sequence: u64,
    found_on: NaiveDate,
    first_grade: Grade,
    steps: Vec<Step>,
    saved: usize,
    course: Course,
}

impl Journey {
    fn of(seed: u64, sequence: u64) -> Journey {
        let life = Life::of(seed, sequence);
        let Beginning { found_on, grade: first_grade, .. } = life.beginning;
        let course = Course::found(found_on, first_grade);
        Journey { sequence, found_on, first_grade, steps: life.taken(), saved: 0, course }
    }

    /// Goes on by so many steps; the hazard as it stands then, how many were known, and those that came.
    fn go(&mut self, by: usize) -> (Hazard, usize, Vec<Step>) {
        let known = self.saved;
        self.saved = (known + by).min(self.steps.len());
        let steps = self.steps[known..self.saved].to_vec();
        for step in &steps {
            self.course = self.course.clone().take(step).unwrap();
        }
        (self.hazard(), known, steps)
    }

    /// Whoever it was handed over to last.
    fn owner(&self) -> String {
        let handed = self.steps[..self.saved].iter().rev().find_map(|step| match step {
            Step::HandedOver { to, .. } => Some(to.trim()),
            _ => None,
        });
        handed.unwrap_or("陈一鸣").to_owned()
    }

    fn hazard(&self) -> Hazard {
        let visit = self.sequence / A_VISIT;
        Hazard {
            id: id(5, self.sequence),
            community: community(visit),
            grid: None,
            premises: id(4, visit % 3),
            inspection: id(6, visit),
            ordinal: (self.sequence % A_VISIT) as u32 + 1,
            item: None,
            text: "通道堵塞".into(),
            category: String::new(),
            disposal: Disposal::ByDeadline,
            requirement: "清除".into(),
            interim: "值守".into(),
            basis: String::new(),
            responsible: "黄志明".into(),
            acceptor: "林安全".into(),
            owner: self.owner(),
            found_on: self.found_on,
            first_grade: self.first_grade,
            term: None,
            course: self.course.clone(),
        }
    }
}

pub fn entry(desk: &str, day: NaiveDate, verb: &str, object: Id) -> Entry {
    Entry {
        desk: desk.into(),
        at_ms: 1,
        day,
        actor: "陈一鸣".into(),
        verb: verb.into(),
        cid: String::new(),
        object: object.to_string(),
        body: String::new(),
    }
}

/// An inspection with its hazards and the next number of its community's notices.
fn visit(
    driver: &mut dyn Driver,
    chance: &mut Chance,
    journeys: &mut [Journey],
) -> Result<(), Fault> {
    let visit = journeys[0].sequence / A_VISIT;
    let (community, on) = (community(visit), journeys[0].found_on);
    inspections::insert(
        driver,
        &Inspection {
            id: id(6, visit),
            community: community.clone(),
            grid: None,
            premises: id(4, visit % 3),
            on,
            inspectors: vec!["陈一鸣".into()],
            form: "table4".into(),
            form_sha: FORM.into(),
            answers: vec![],
            nature: vec![],
            blanks: vec![],
            level: Level::Community,
            also: vec![],
            corrects: None,
        },
        journeys.len() as u32,
    )?;
    for journey in journeys {
        let (hazard, _, steps) = journey.go(chance.below(4) as usize);
        hazards::insert(driver, &hazard, "table4", &steps, "陈一鸣")?;
    }
    let serial = notices::next_serial(driver, &community, "整改", on.year())?;
    let notice = Notice {
        id: id(1, visit),
        community: community.clone(),
        unit: community,
        series: "整改".into(),
        year: on.year(),
        serial,
        number: format!("招联安监整改〔{}〕{serial}号", on.year()),
        inspection: id(6, visit),
        premises: id(4, visit % 3),
        issued_on: on,
        void: None,
        unsigned: None,
    };
    let stored = notices::Stored {
        notice,
        form_sha: FORM.into(),
        addressee: String::new(),
        letter: String::new(),
    };
    notices::insert(driver, &stored, on)
}

/// Drives the sequences through transactions of random size, some of which come to nothing.
fn through_the_store(place: &Place, first: u64, count: u64) {
    let seed = seed();
    // Visits are whole: the first hazard of one is the first sequence here.
    let first = first.next_multiple_of(A_VISIT);
    let sequences = first + count;
    let mut store = place.open();
    let driver = &mut *store.driver;
    furnish(driver);
    let mut chance = Chance::of(seed, u64::MAX - first);
    let mut new = first;
    let mut open: Vec<Journey> = Vec::new();
    let mut done: Vec<Journey> = Vec::new();
    let mut links = BTreeMap::from(DESKS.map(|desk| (desk.to_owned(), 0)));
    let (mut kept, mut given_up, mut conflicts) = (0, 0, 0);
    while new < sequences || !open.is_empty() {
        let desk = chance.pick(&DESKS);
        let sign = Sign(new);
        // What this transaction touches is taken out, and comes back as it was when it is given up.
        let mut touched: Vec<Journey> = Vec::new();
        let mut fresh: Vec<u64> = Vec::new();
        let mut next = new;
        for _ in 0..=chance.below(400) {
            if next < sequences && (open.len() < 2_000 || chance.one_in(3)) {
                fresh.push(next);
                next = (next + A_VISIT).min(sequences);
            } else if !open.is_empty() {
                let at = chance.below(open.len() as u64) as usize;
                touched.push(open.swap_remove(at));
            }
        }
        let before = touched.clone();
        let come_to_nothing = chance.one_in(6);
        let mut stale = None;
        let mut after: Vec<Journey> = Vec::new();
        let outcome: Result<usize, Fault> = transaction(driver, |driver| {
            let mut entries = Vec::new();
            for first in fresh {
                let mut journeys: Vec<Journey> = (first..(first + A_VISIT).min(sequences))
                    .map(|sequence| Journey::of(seed, sequence))
                    .collect();
                visit(driver, &mut chance, &mut journeys)?;
                entries.push(entry(desk, journeys[0].found_on, "inspect", id(6, first / A_VISIT)));
                after.append(&mut journeys);
            }
            for mut journey in touched {
                let (hazard, known, steps) = journey.go(1 + chance.below(5) as usize);
                // Now and then somebody writes who has read before the last steps came.
                let read = if known > 0 && chance.one_in(1_000) { known - 1 } else { known };
                stale = stale.or((read != known).then_some(hazard.id));
                hazards::follow(driver, &hazard, read, &steps, "林安全")?;
                entries.push(entry(desk, hazard.found_on, "follow", hazard.id));
                after.push(journey);
            }
            journal::append_many(driver, &entries)?;
            if come_to_nothing {
                Err(Fault::Other { detail: "given up".into() })
            } else {
                Ok(entries.len())
            }
        });
        match outcome {
            Ok(written) => {
                assert_eq!(stale, None, "a stale step was taken");
                *links.get_mut(desk).unwrap() += written as i64;
                new = next;
                kept += 1;
                for journey in after {
                    let over = journey.saved == journey.steps.len();
                    if over { done.push(journey) } else { open.push(journey) }
                }
            }
            Err(Fault::Conflict) => {
                assert!(stale.is_some(), "a conflict out of nothing");
                conflicts += 1;
                open.extend(before);
            }
            Err(fault) => {
                assert!(come_to_nothing && stale.is_none(), "{fault:?}: {}", fault.detail());
                given_up += 1;
                open.extend(before);
            }
        }
        drop(sign);
    }
    println!("{kept} transactions kept, {given_up} given up, {conflicts} conflicts");
    assert!(given_up > 0);
    drop(store);

    let mut store = place.open();
    let driver = &mut *store.driver;
    serials_are_whole(driver, count.div_ceil(A_VISIT));
    columns_are_the_fold(driver, &done);
    let reports: BTreeMap<String, i64> = journal::verify(driver)
        .unwrap()
        .into_iter()
        .map(|report| {
            assert_eq!(report.broken_at, None, "{}", report.desk);
            (report.desk, report.links)
        })
        .collect();
    assert_eq!(reports, links);
    assert_eq!(driver.check(), Ok(vec![]));
}

/// Every unit's numbers of a year run from 1 without a gap, and the counter stands at the last.
fn serials_are_whole(driver: &mut dyn Driver, visits: u64) {
    let read = |driver: &mut dyn Driver, sql: &str| -> Vec<(String, i64, i64, i64, i64)> {
        let rows = driver.query(sql, &[]).unwrap();
        rows.iter()
            .map(|row| {
                (
                    row.text(0).unwrap(),
                    row.int(1).unwrap(),
                    row.int(2).unwrap(),
                    row.int(3).unwrap(),
                    row.int(4).unwrap(),
                )
            })
            .collect()
    };
    let given = read(
        driver,
        "SELECT unit, year, MIN(serial), MAX(serial), COUNT(DISTINCT serial) FROM notice
         GROUP BY unit, year ORDER BY unit, year",
    );
    let counters = read(
        driver,
        "SELECT unit, year, CAST(1 AS BIGINT), last, last FROM serial ORDER BY unit, year",
    );
    assert_eq!(given, counters);
    assert_eq!(given.iter().map(|row| row.4).sum::<i64>(), visits as i64);
    assert_eq!(given.len(), COMMUNITIES.len() * 3, "three communities, three years");
}

/// What is stored of every hazard is what its stored steps come to, and what was meant to be stored.
fn columns_are_the_fold(driver: &mut dyn Driver, done: &[Journey]) {
    let meant: BTreeMap<Id, &Journey> =
        done.iter().map(|journey| (id(5, journey.sequence), journey)).collect();
    let mut seen = 0;
    for path in COMMUNITIES {
        let mut steps: BTreeMap<Id, Vec<Step>> = BTreeMap::new();
        for row in driver
            .query(
                "SELECT hazard, seq, body FROM hazard_step WHERE cid = $1 ORDER BY hazard, seq",
                anban::params![path],
            )
            .unwrap()
        {
            let list = steps.entry(Id(row.id(0).unwrap())).or_default();
            list.push(serde_json::from_str(&row.text(2).unwrap()).unwrap());
            assert_eq!(row.int(1).unwrap(), list.len() as i64, "the steps are counted");
        }
        for row in driver
            .query(
                "SELECT id, found_on, first_grade, state, grade, is_open, deadline, closed_on, steps, report,
                     owner
                 FROM hazard WHERE cid = $1",
                anban::params![path],
            )
            .unwrap()
        {
            let id = Id(row.id(0).unwrap());
            let steps = steps.remove(&id).unwrap_or_default();
            let first = Grade::from_code(&row.text(2).unwrap()).unwrap();
            let course = Course::replay(row.day(1).unwrap(), first, &steps).unwrap();
            assert_eq!(
                (
                    row.text(3).unwrap().as_str(),
                    row.text(4).unwrap().as_str(),
                    row.bool(5).unwrap(),
                    row.opt_day(6).unwrap(),
                    row.opt_day(7).unwrap(),
                    row.int(8).unwrap() as usize,
                    row.text(9).unwrap().as_str(),
                ),
                (
                    course.kind().code(),
                    course.grade().code(),
                    course.kind().is_open(),
                    course.deadline(),
                    course.closed_on(),
                    steps.len(),
                    course.report_kind().map_or("", StageKind::code),
                ),
                "{id}"
            );
            let journey = meant[&id];
            assert_eq!(row.text(10).unwrap(), journey.owner(), "{id}");
            assert_eq!((&steps, &course), (&journey.steps, &journey.course), "{id}");
            seen += 1;
        }
        assert!(steps.is_empty(), "steps of no hazard");
    }
    assert_eq!(seen, done.len());
    // The way that the desk reads one hazard comes to the same.
    for journey in done.iter().step_by(997) {
        let scope = UnitPath::parse("3505").unwrap();
        let stored =
            store::hazards::by_id(driver, &scope, id(5, journey.sequence)).unwrap().unwrap();
        assert_eq!(stored.hazard, journey.hazard());
    }
}
