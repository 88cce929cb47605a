//! An office in which anything is done in any order: inspections and their corrections, notices void and issued anew,
//! rechecks, closures, reports of major hazards, stops and resumptions, transfers, and what is taken back of all that. On
//! both engines the numbers have no gap, every paper and every stop keeps to its rule, and the journal holds.
//!
//! `ANBAN_TEST_SEED` draws others.

use std::collections::{BTreeMap, BTreeSet};

use anban::{
    domain::{
        grade::Grade,
        hazard::{Course, Recipient, StateKind, Step},
        major::Advance,
        premises::{ChangeKind, Status},
        resumption,
        staff::Role,
        time_of_day::TimeOfDay,
        unit::UnitPath,
    },
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening, Refusal,
        hazards::{Outcome, Term},
        inspect::Report,
        major::Signing,
        premises::Fields,
        setup::{self, Plan},
        transfer::Sending,
    },
};
use chrono::{Days, NaiveDate};

use crate::{
    engines::{Folder, Schema},
    events::{Chance, seed},
};

const COMMUNITIES: [&str; 2] = ["招联社区", "霞美社区"];
const PREMISES: usize = 8;
/// Deeds between one morning and the next.
const A_DAY: u64 = 20;

#[test]
fn an_office_keeps_its_rules_whatever_is_done() {
    played(None, 3_000);
}

#[test]
fn an_office_on_a_server_does_too() {
    played(Some(Schema::new()), 1_000);
}

/// An office and what is known of it.
struct Play {
    opening: Opening,
    office: Office,
    /// Keeps the file for as long as it is played.
    _folder: Folder,
    premises: Vec<String>,
    hazards: Vec<String>,
    /// Of each premises, its hazards.
    of_premises: BTreeMap<String, Vec<String>>,
    /// As they were seen last; what is taken back since is not known here.
    seen: BTreeMap<String, (StateKind, Grade)>,
    notices: Vec<String>,
    void: Vec<String>,
    inspections: Vec<anban::domain::id::Id>,
    transfers: Vec<String>,
    /// How often each deed was done, and how often refused.
    done: BTreeMap<&'static str, (u32, u32)>,
}

fn played(database: Option<Schema>, deeds: u64) {
    let mut play = Play::new(database.as_ref());
    let mut chance = Chance::of(seed(), deeds);
    for turn in 0..deeds {
        if turn % A_DAY == A_DAY - 1 {
            play.next_morning(1 + chance.below(4));
        }
        let links = if chance.one_in(8) { Some(play.links()) } else { None };
        let (deed, outcome) = play.deed(&mut chance);
        let counts = play.done.entry(deed).or_default();
        match outcome {
            Ok(()) => counts.0 += 1,
            Err(refusal) => {
                counts.1 += 1;
                assert!(!matches!(refusal, Refusal::Store(_)), "{deed}, turn {turn}: {refusal:?}");
                let said = refusal.to_string();
                assert!(said.lines().all(|line| line.ends_with('。')), "{deed}: {said}");
                // Of several steps the first ones may stand.
                if let Some(links) = links.filter(|_| deed != "major") {
                    assert_eq!(play.links(), links, "{deed} was refused and left a trace: {said}");
                }
            }
        }
    }
    println!("{:?}", play.done);
    // What was never done proves nothing.
    for deed in [
        "record", "correct", "void", "reissue", "pass", "fail", "refuse", "extend", "regrade",
        "report", "close", "reopen", "stop", "major", "suspend", "resume", "undo", "transfer",
    ] {
        let (done, refused) = play.done.get(deed).copied().unwrap_or_default();
        assert!(
            done > 0 && (refused > 0 || deed == "suspend"),
            "{deed}: {done} done, {refused} refused"
        );
    }
    play.holds();
}

impl Play {
    fn new(database: Option<&Schema>) -> Play {
        let folder = Folder::new();
        let opening = Opening {
            data: Some(folder.file("办公室")),
            database: database.map(|schema| schema.url.clone()),
            today: NaiveDate::from_ymd_opt(2026, 9, 1),
            ..Opening::default()
        };
        let plan = Plan::of_street(["泉州市", "丰泽区", "北峰街道"], COMMUNITIES, "beifeng");
        let mut office = setup::init(&opening, &plan).unwrap();
        for community in COMMUNITIES {
            for (name, role) in [
                ("陈一鸣", Role::GridOfficer),
                ("林安全", Role::SafetyOfficer),
                ("蔡书记", Role::CommunityHead),
                ("王主任", Role::CommunityHead),
            ] {
                let name = if community == COMMUNITIES[0] {
                    name.to_owned()
                } else {
                    format!("{name}二")
                };
                office.add_staff(&name, role, community, "", "").unwrap();
            }
        }
        office.add_staff("周安平", Role::StreetOfficer, "北峰街道", "", "").unwrap();
        office.add_staff("沈卫东", Role::LinkedLeader, "北峰街道", "", "").unwrap();
        let communities: Vec<UnitPath> = COMMUNITIES
            .iter()
            .map(|name| office.find_unit(anban::domain::unit::Level::Community, name).unwrap())
            .collect();
        let mut premises = Vec::new();
        for number in 0..PREMISES {
            let fields = Fields {
                name: Some(format!("第{number}鞋厂")),
                person_in_charge: Some("黄志明".into()),
                ..Fields::default()
            };
            let added = office.add_premises(Some(&communities[number % 2]), &fields, None).unwrap();
            premises.push(added.id.to_string());
        }
        drop(office);
        // The street's officer may do nearly all of it, and types in what the others sign.
        let opening = Opening { actor: Some("周安平".into()), ..opening };
        let office = Office::open(&opening).unwrap();
        Play {
            opening,
            office,
            _folder: folder,
            premises,
            hazards: Vec::new(),
            of_premises: BTreeMap::new(),
            seen: BTreeMap::new(),
            notices: Vec::new(),
            void: Vec::new(),
            inspections: Vec::new(),
            transfers: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    fn today(&self) -> NaiveDate {
        self.opening.today.unwrap()
    }

    fn next_morning(&mut self, days: u64) {
        self.opening.today = Some(self.today() + Days::new(days));
        self.office = Office::open(&self.opening).unwrap();
    }

    /// The place of the last deed in the journal.
    fn links(&mut self) -> i64 {
        self.office.journal(1).unwrap().first().map_or(0, |link| link.seq)
    }

    /// One of the last, so that a hazard gets further than its first step.
    fn lately(chance: &mut Chance, from: &[String]) -> String {
        match from.len() as u64 {
            0 => "没有".to_owned(),
            all => {
                let back =
                    if chance.one_in(4) { chance.below(all) } else { chance.below(all.min(12)) };
                from[(all - 1 - back) as usize].clone()
            }
        }
    }

    /// Mostly a hazard for which the deed makes sense.
    fn hazard_for(&self, which: u64, chance: &mut Chance) -> String {
        use StateKind::{Closed, Ordered, Passed, Refused, Reported};
        let fits = |id: &&String| {
            let (state, grade) = self.seen[*id];
            match which {
                8..=13 | 15 => matches!(state, Ordered | Refused | Reported),
                14 => state.is_open() && grade != Grade::Major,
                16 | 17 => state == Passed,
                18 => state == Closed,
                19 | 20 => state.is_open() && grade == Grade::Major,
                _ => true,
            }
        };
        let fitting: Vec<String> = self.hazards.iter().filter(fits).cloned().collect();
        let from = if chance.one_in(4) || fitting.is_empty() { &self.hazards } else { &fitting };
        Play::lately(chance, from)
    }

    fn look_again(&mut self, hazard: &str) {
        if let Some(seen) = self.seen.get_mut(hazard) {
            let course = self.office.hazard(hazard).unwrap().hazard.course;
            *seen = (course.kind(), course.grade());
        }
    }

    fn deed(&mut self, chance: &mut Chance) -> (&'static str, Result<(), Refusal>) {
        let which = chance.below(26);
        let hazard = self.hazard_for(which, chance);
        let outcome = self.deed_on(which, &hazard, chance);
        self.look_again(&hazard);
        outcome
    }

    fn deed_on(
        &mut self,
        which: u64,
        hazard: &str,
        chance: &mut Chance,
    ) -> (&'static str, Result<(), Refusal>) {
        let notice = Play::lately(chance, &self.notices);
        let premises = self.premises[chance.below(PREMISES as u64) as usize].clone();
        let today = self.today();
        let on = chance.one_in(6).then(|| today - Days::new(chance.below(3)));
        let days = 1 + chance.below(20) as u32;
        let words = chance.text();
        let office = &mut self.office;
        match which {
            0..=3 => ("record", self.record(chance, &premises, false)),
            4 => ("correct", self.record(chance, &premises, true)),
            5 => {
                let voided = office.void_notice(&notice, &words);
                ("void", voided.map(|notice| self.void.push(notice.number)))
            }
            6 | 7 => {
                let of = if chance.one_in(4) { notice } else { Play::lately(chance, &self.void) };
                let reissued = office.reissue(&of, on);
                ("reissue", reissued.map(|notice| self.notices.push(notice.number)))
            }
            8..=10 => {
                let outcome = Outcome::Passed { acceptor: words };
                ("pass", office.recheck(hazard, on, outcome, "").map(drop))
            }
            11 => {
                let outcome = Outcome::Failed { term: Term::Days(days) };
                ("fail", office.recheck(hazard, on, outcome, &words).map(drop))
            }
            12 => ("refuse", office.recheck(hazard, on, Outcome::Refused, &words).map(drop)),
            13 => {
                let to = today + Days::new(chance.below(40));
                ("extend", office.extend(hazard, on, to, &words).map(drop))
            }
            14 => {
                let to = chance.pick(&Grade::ALL);
                ("regrade", office.regrade(hazard, on, to, &words, None).map(drop))
            }
            15 => {
                let to = chance.pick(&Recipient::ALL);
                ("report", office.report(hazard, to, on, &words).map(drop))
            }
            16 | 17 => ("close", office.close(hazard, on).map(drop)),
            18 => {
                let term = chance.one_in(2).then_some(Term::Workdays(days));
                ("reopen", office.reopen(hazard, on, term, &words).map(drop))
            }
            19 => {
                let at = TimeOfDay::read("14:30").unwrap();
                ("stop", office.stop(hazard, on, at, &words, None).map(drop))
            }
            20 => ("major", self.major(chance, hazard)),
            21 => {
                let kind = ChangeKind::Suspended;
                (
                    "suspend",
                    office
                        .change_premises(&premises, kind, on, "停产", &Fields::default(), None)
                        .map(drop),
                )
            }
            22 | 23 => ("resume", self.resume(&premises)),
            24 => {
                let undone = office.last_deed().and_then(|deed| office.undo(&deed, &words));
                ("undo", undone.map(drop))
            }
            _ => ("transfer", self.transfer(chance, hazard, &words)),
        }
    }

    fn record(
        &mut self,
        chance: &mut Chance,
        premises: &str,
        correct: bool,
    ) -> Result<(), Refusal> {
        let mut report = Report {
            premises: premises.to_owned(),
            form: "table4".into(),
            inspectors: vec!["陈一鸣".into()],
            ..Report::default()
        };
        if correct && !self.inspections.is_empty() {
            report.corrects = Some(chance.pick(&self.inspections));
        }
        report.on = chance.one_in(5).then(|| self.today() - Days::new(chance.below(3)));
        report.answers.rest = Some("normal".into());
        for _ in 0..chance.below(4) {
            let (grade, disposal) = chance.pick(&[
                ("general", "on_the_spot"),
                ("general", "by_deadline"),
                ("general", "suspend"),
                ("unsure", "by_deadline"),
                ("major", "suspend"),
                ("general", "refer"),
                // Refused: what may be major is not put right on the spot.
                ("major", "on_the_spot"),
            ]);
            let said = |text: &str| Some(text.to_owned());
            report.answers.hazards.push(HazardEntry {
                text: said("夹层住人"),
                grade: said(grade),
                disposal: said(disposal),
                days: (disposal != "on_the_spot").then_some(chance.below(30) as i64 + 1),
                requirement: said("搬离"),
                interim: said("断电"),
                ..HazardEntry::default()
            });
        }
        let recorded = self.office.meaning(true, |office| office.record(&report))?;
        self.notices.push(recorded.notice.number);
        self.inspections.push(recorded.inspection.id);
        for hazard in &recorded.hazards {
            let id = hazard.id.to_string();
            self.seen.insert(id.clone(), (hazard.course.kind(), hazard.course.grade()));
            self.of_premises.entry(premises.to_owned()).or_default().push(id.clone());
            self.hazards.push(id);
        }
        Ok(())
    }

    /// A few steps of the report of a major hazard, mostly the next ones; one out of order is refused.
    fn major(&mut self, chance: &mut Chance, hazard: &str) -> Result<(), Refusal> {
        let filled = ["responsibility", "measures", "funds", "time_limit", "plan"]
            .map(|field| (field, "已落实"))
            .into_iter()
            .chain(crate::major::BOXES)
            .chain([
                ("partial_stop", "否"),
                ("full_stop", "否"),
                ("phone", "13805950001"),
                ("site", "普贤路1号"),
            ])
            .map(|(field, words)| (field.to_owned(), words.to_owned()))
            .collect();
        self.office.fill_major(hazard, &filled, None, None)?;
        if !chance.one_in(8) {
            let at = TimeOfDay::read("14:30").unwrap();
            self.office.stop(hazard, None, at, "停用夹层", None)?;
        }
        let community = self.office.hazard(hazard)?.hazard.community;
        let second = self.office.unit_name(&community) == COMMUNITIES[1];
        let own = |name: &str| if second { format!("{name}二") } else { name.to_owned() };
        for step in Advance::ALL {
            if chance.one_in(8) {
                continue;
            }
            let by = match step {
                Advance::Verified | Advance::Sealed | Advance::Accepted => vec![own("林安全")],
                Advance::Signed => vec![own("蔡书记"), own("王主任")],
                Advance::Approved => vec!["沈卫东".to_owned()],
                Advance::Received | Advance::StreetVerified | Advance::Progress => {
                    vec!["周安平".to_owned()]
                }
            };
            if step == Advance::Accepted {
                let outcome = Outcome::Passed { acceptor: own("林安全") };
                self.office.recheck(hazard, None, outcome, "")?;
            }
            let at = (step == Advance::Received).then(|| TimeOfDay::read("15:20").unwrap());
            let signing = Signing { by, at, opinion: "情况属实".into(), ..Signing::default() };
            self.office.advance_major(hazard, step, &signing)?;
        }
        Ok(())
    }

    /// 复产复工; agreed to only when nothing forbids it.
    fn resume(&mut self, premises: &str) -> Result<(), Refusal> {
        let kind = ChangeKind::Resumed;
        let was = self.office.find_premises(premises)?.entry.status;
        let outcome =
            self.office.change_premises(premises, kind, None, "申请复产", &Fields::default(), None);
        let forbidding = self.forbidding(premises);
        match &outcome {
            Ok(entry) => {
                assert_eq!(entry.status, Status::Operating);
                assert!(forbidding.is_empty(), "resumed in spite of {forbidding:?}");
            }
            Err(refusal) if was == Status::Suspended => {
                assert!(!forbidding.is_empty(), "refused without a reason: {refusal}");
            }
            Err(_) => {}
        }
        outcome.map(drop)
    }

    fn forbidding(&mut self, premises: &str) -> Vec<String> {
        let mut forbidding = Vec::new();
        for hazard in self.of_premises.get(premises).into_iter().flatten() {
            let stored = self.office.hazard(hazard).unwrap().hazard;
            if resumption::forbids(stored.disposal, &stored.course) {
                forbidding.push(hazard.clone());
            }
        }
        forbidding
    }

    fn transfer(&mut self, chance: &mut Chance, hazard: &str, words: &str) -> Result<(), Refusal> {
        let known = Play::lately(chance, &self.transfers);
        match chance.below(4) {
            0 | 1 => {
                let sending = Sending {
                    hazard: Some(hazard.to_owned()),
                    to: "区消防救援大队".into(),
                    ..Sending::default()
                };
                let sent = self.office.send_transfer(&sending)?;
                self.transfers.push(sent.matter.id.to_string());
            }
            2 => drop(self.office.receive_transfer(&known, Some(words), None)?),
            _ => drop(self.office.withdraw_transfer(&known, None, words, None)?),
        }
        Ok(())
    }

    /// What has to be so in the end.
    fn holds(mut self) {
        let office = &mut self.office;
        let lines = office.notices(&Default::default()).unwrap();
        // Numbers: from 1 without a gap in each series, void ones among them, none given twice.
        let mut series: BTreeMap<(UnitPath, i32), Vec<u32>> = BTreeMap::new();
        let mut numbers = BTreeSet::new();
        let mut standing: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for line in &lines {
            let notice = &line.notice;
            series.entry((notice.unit.clone(), notice.year)).or_default().push(notice.serial);
            assert!(numbers.insert(notice.number.clone()), "{} was given twice", notice.number);
            let list = standing.entry(notice.inspection).or_default();
            if notice.void.is_none() {
                list.push(&notice.number);
            }
        }
        for (unit, serials) in &mut series {
            serials.sort_unstable();
            assert_eq!(*serials, (1..=serials.len() as u32).collect::<Vec<_>>(), "{unit:?}");
        }
        assert!(series.len() >= COMMUNITIES.len());
        for number in &self.notices {
            assert!(numbers.contains(number), "{number} is gone");
        }
        assert!(lines.iter().any(|line| line.notice.void.is_some()));
        let corrected: BTreeSet<_> = self
            .inspections
            .iter()
            .filter_map(|id| office.visit(*id).unwrap().inspection.corrects)
            .collect();
        for inspection in &self.inspections {
            let standing = &standing[inspection];
            assert!(standing.len() <= 1, "{standing:?} stand for one inspection");
            assert!(standing.is_empty() || !corrected.contains(inspection), "{standing:?}");
        }
        // Hazards: the fold of their steps, and none closed without what its grade asks for.
        let mut closed = 0;
        for id in &self.hazards {
            let stored = office.hazard(id).unwrap();
            let steps: Vec<&Step> = stored.steps.iter().map(|(step, _)| step).collect();
            let hazard = &stored.hazard;
            let course = Course::replay(hazard.found_on, hazard.first_grade, steps).unwrap();
            assert_eq!(course, hazard.course);
            if corrected.contains(&hazard.inspection) {
                assert_eq!(course.kind(), StateKind::Withdrawn, "{id}");
            }
            if course.kind() == StateKind::Closed {
                closed += 1;
                assert!(course.proof().is_some(), "{id}");
                assert_ne!(course.grade(), Grade::Unsure, "{id}");
                let accepted = course.report().is_some_and(|report| report.accepted().is_some());
                assert!(course.grade() == Grade::General || accepted, "{id}");
            }
        }
        assert!(closed > 0);
        let health = office.check().unwrap();
        assert!(health.troubles.is_empty() && health.broken.is_empty(), "{health:?}");
        assert!(health.gaps.is_empty() && health.papers == 0, "{health:?}");
        assert!(office.verify_journal().unwrap().iter().all(|chain| chain.broken_at.is_none()));
    }
}
