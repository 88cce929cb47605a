//! A year of a district, played: visits entered late and corrected, hazards raised, closed and reopened, fines entered
//! later; reports sent early, late and in any order, given back and sent anew. What the reports that stand say together
//! is what the records say, for every community, every street and the district (REP-01…09, REP-21).
//!
//! `ANBAN_TEST_SEED` plays others.

use std::collections::BTreeMap;

use anban::{
    domain::{
        grade::{Disposal, Grade},
        hazard::StateKind,
        id::Id,
        report::{Figures, Report as Sent, STANDING},
        staff::Role,
        unit::{Level, UnitPath},
    },
    form::hazard_draft::HazardEntry,
    office::{
        Office, Opening, Refusal,
        facts::Period,
        hazards::{Outcome, Term},
        inspect::Report,
        ledger::Typed,
        premises::Fields,
        report::Wanted,
        setup::{self, Branch, Plan},
    },
};
use chrono::{Days, NaiveDate};

use crate::{
    engines::{Folder, Schema},
    events::{Chance, seed},
};

const DISTRICT: &str = "雁塔区";
const STREETS: [(&str, &[&str]); 2] =
    [("小寨路街道", &["红专社区", "纬一社区"]), ("长延堡街道", &["明德门社区"])];
/// The first day that a report speaks of, and the last on which anything is done.
const FIRST: (u32, u32) = (1, 21);
const LAST: (u32, u32) = (12, 18);
/// Between one day at work and the next.
const STEP: u64 = 6;

fn day((month, day): (u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn a_years_reports_say_together_what_the_records_say() {
    Played::year(None, 0);
}

#[test]
fn a_years_reports_on_a_server_do_too() {
    Played::year(Some(Schema::new()), 1);
}

/// A report that is still to be sent.
#[derive(Clone, Debug)]
struct Due {
    on: NaiveDate,
    code: &'static str,
    unit: String,
    period: Period,
}

struct Visit {
    id: Id,
    community: &'static str,
    premises: String,
    on: NaiveDate,
}

struct Played {
    opening: Opening,
    /// Where everybody works who signs nothing, and the head of the district's office.
    desk: Office,
    chief: Office,
    _folder: Folder,
    chance: Chance,
    premises: BTreeMap<&'static str, Vec<String>>,
    visits: Vec<Visit>,
    hazards: Vec<(&'static str, String)>,
    fines: BTreeMap<&'static str, i64>,
    due: Vec<Due>,
    /// How often each thing was done.
    done: BTreeMap<&'static str, u32>,
}

impl Played {
    fn year(database: Option<Schema>, number: u64) {
        let mut played = Played::new(database.as_ref(), number);
        let mut today = day(FIRST);
        while today <= day(LAST) {
            played.morning(today);
            played.work();
            played.give_one_back();
            played.send_what_is_due();
            today = today + Days::new(STEP);
        }
        for last in [day((12, 20)), day((12, 25)), day((12, 28))] {
            played.morning(last);
            played.send_what_is_due();
        }
        assert!(played.due.is_empty(), "{:?}", played.due);
        println!("{:?}", played.done);
        for deed in ["late", "correct", "regrade", "close", "reopen", "fine", "return", "unordered"]
        {
            assert!(played.done.contains_key(deed), "there was no {deed}: {:?}", played.done);
        }
        played.adds_up();
    }

    fn new(database: Option<&Schema>, number: u64) -> Played {
        let folder = Folder::new();
        let opening = Opening {
            data: Some(folder.file("办公室")),
            database: database.map(|schema| schema.url.clone()),
            today: Some(day((1, 2))),
            ..Opening::default()
        };
        let streets = STREETS.into_iter().map(|(street, communities)| {
            Branch::new(street, communities.iter().map(|name| Branch::bare(*name)).collect())
        });
        let plan = Plan::of_district(["西安市", DISTRICT], streets.collect(), "yanta");
        let mut desk = setup::init(&opening, &plan).unwrap();
        desk.add_staff("区管", Role::Admin, DISTRICT, "", "").unwrap();
        let mut premises: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for community in communities() {
            desk.add_staff(&inspector(community), Role::GridOfficer, community, "", "").unwrap();
            desk.add_staff(&acceptor(community), Role::SafetyOfficer, community, "", "").unwrap();
            let path = desk.find_unit(Level::Community, community).unwrap();
            for number in 0..3 {
                let fields = Fields {
                    name: Some(format!("{community}第{number}饭店")),
                    person_in_charge: Some("黄志明".into()),
                    ..Fields::default()
                };
                let added = desk.add_premises(Some(&path), &fields, None).unwrap();
                premises.entry(community).or_default().push(added.id.to_string());
            }
        }
        let chief = Office::open(&Opening { actor: Some("区管".into()), ..opening.clone() });
        let mut played = Played {
            chief: chief.unwrap(),
            opening,
            desk,
            _folder: folder,
            chance: Chance::of(seed(), number),
            premises,
            visits: Vec::new(),
            hazards: Vec::new(),
            fines: BTreeMap::new(),
            due: Vec::new(),
            done: BTreeMap::new(),
        };
        played.plan_reports();
        played
    }

    /// Each report of the year gets its day: some days before it is due, in time, or weeks late.
    fn plan_reports(&mut self) {
        for month in 2..=12 {
            let from = day((month, 1));
            let to = from + chrono::Months::new(1) - Days::new(1);
            let mut plan = |code, unit: &str, due: u32, chance: &mut Chance| {
                let due = day((month, due));
                let on = match chance.below(4) {
                    0 if month < 12 => due - Days::new(chance.below(6)),
                    1 if month < 9 => due + Days::new(chance.below(60)),
                    _ => due,
                };
                self.due.push(Due { on, code, unit: unit.to_owned(), period: Period { from, to } });
            };
            for (street, communities) in STREETS {
                for community in communities {
                    plan("monthly_community", community, 20, &mut self.chance);
                }
                plan("monthly_street", street, 25, &mut self.chance);
            }
            plan("monthly_district", DISTRICT, 28, &mut self.chance);
        }
    }

    fn morning(&mut self, today: NaiveDate) {
        self.opening.today = Some(today);
        self.desk = Office::open(&self.opening).unwrap();
        let opening = Opening { actor: Some("区管".into()), ..self.opening.clone() };
        self.chief = Office::open(&opening).unwrap();
    }

    fn today(&self) -> NaiveDate {
        self.opening.today.unwrap()
    }

    fn count(&mut self, deed: &'static str) {
        *self.done.entry(deed).or_default() += 1;
    }

    /// A day of the past, not before there were reports.
    fn earlier(&mut self) -> NaiveDate {
        (self.today() - Days::new(1 + self.chance.below(45))).max(day(FIRST))
    }

    fn work(&mut self) {
        for community in communities() {
            if self.chance.one_in(2) {
                let late = self.chance.one_in(3);
                let on = if late { self.earlier() } else { self.today() };
                let number = self.chance.below(3) as usize;
                let premises = self.premises[community][number].clone();
                if self.record(community, &premises, on, None).is_ok() && late {
                    self.count("late");
                }
            }
        }
        if self.chance.one_in(5) && !self.visits.is_empty() {
            let at = self.chance.below(self.visits.len() as u64) as usize;
            let Visit { id, community, ref premises, on } = self.visits[at];
            let premises = premises.clone();
            if self.record(community, &premises, on, Some(id)).is_ok() {
                self.visits.remove(at);
                self.count("correct");
            }
        }
        for (deed, often) in [("close", 1), ("close", 2), ("reopen", 4), ("regrade", 4)] {
            if self.chance.one_in(often) && !self.hazards.is_empty() {
                let at = self.chance.below(self.hazards.len() as u64) as usize;
                let (community, hazard) = self.hazards[at].clone();
                if self.on_hazard(deed, community, &hazard).is_ok() {
                    self.count(deed);
                }
            }
        }
        if self.chance.one_in(4) {
            let community = self.chance.pick(&communities());
            let on = self.earlier();
            let fields = [
                ("decided_on", on.to_string()),
                ("unit", "饭店".to_owned()),
                ("kind", "罚款".to_owned()),
                ("amount", "5000".to_owned()),
                ("basis", "安全生产法第一百零二条".to_owned()),
                ("organ", "雁塔区应急管理局".to_owned()),
            ];
            let typed = Typed {
                premises: Some(self.premises[community][0].clone()),
                fields: fields.map(|(name, value)| (name.to_owned(), value)).into(),
                ..Typed::default()
            };
            self.desk.add_entry("penalty", &typed).unwrap();
            *self.fines.entry(community).or_default() += 1;
            self.count("fine");
        }
    }

    fn on_hazard(
        &mut self,
        deed: &'static str,
        community: &str,
        hazard: &str,
    ) -> Result<(), Refusal> {
        match deed {
            "close" => {
                let passed = Outcome::Passed { acceptor: acceptor(community) };
                self.desk.recheck(hazard, None, passed, "")?;
                self.desk.close(hazard, None)?;
            }
            "reopen" => {
                self.desk.reopen(hazard, None, Some(Term::Days(30)), "又查出同样的问题")?;
            }
            _ => {
                self.desk.regrade(hazard, None, Grade::Major, "三合一场所", None)?;
            }
        }
        Ok(())
    }

    fn record(
        &mut self,
        community: &'static str,
        premises: &str,
        on: NaiveDate,
        corrects: Option<Id>,
    ) -> Result<(), Refusal> {
        let mut report = Report {
            premises: premises.to_owned(),
            form: "table4".into(),
            inspectors: vec![inspector(community)],
            on: Some(on),
            corrects,
            ..Report::default()
        };
        report.answers.rest = Some("normal".into());
        for _ in 0..self.chance.below(3) {
            let (grade, disposal) = self.chance.pick(&[
                ("general", "by_deadline"),
                ("general", "by_deadline"),
                ("general", "refer"),
                ("major", "suspend"),
            ]);
            let said = |text: &str| Some(text.to_owned());
            report.answers.hazards.push(HazardEntry {
                text: said("夹层住人"),
                grade: said(grade),
                disposal: said(disposal),
                days: Some(7),
                requirement: said("搬离"),
                interim: said("断电"),
                ..HazardEntry::default()
            });
        }
        let recorded = self.desk.meaning(true, |office| office.record(&report))?;
        let ids = recorded.hazards.iter().map(|hazard| (community, hazard.id.to_string()));
        self.hazards.extend(ids);
        let (id, premises) = (recorded.inspection.id, premises.to_owned());
        self.visits.push(Visit { id, community, premises, on });
        Ok(())
    }

    fn give_one_back(&mut self) {
        if !self.chance.one_in(5) || self.today() > day((12, 10)) {
            return;
        }
        let mut sent = self.standing();
        sent.retain(|report| report.code != "monthly_district");
        if sent.is_empty() {
            return;
        }
        let report = &sent[self.chance.below(sent.len() as u64) as usize];
        self.chief.give_back_report(report.id, "请重报").unwrap();
        let code =
            if report.code == "monthly_street" { "monthly_street" } else { "monthly_community" };
        let on = self.today() + Days::new(self.chance.below(40));
        self.due.push(Due {
            on: on.min(day((12, 15))),
            code,
            unit: self.desk.unit_name(&report.unit),
            period: Period { from: report.from, to: report.to },
        });
        self.count("return");
    }

    fn send_what_is_due(&mut self) {
        let today = self.today();
        let (mut now, later): (Vec<Due>, Vec<Due>) =
            self.due.drain(..).partition(|due| due.on <= today);
        self.due = later;
        // From below first, as whoever waits for them does.
        now.sort_by_key(|due| (due.code != "monthly_community", due.code == "monthly_district"));
        for due in now {
            let after = |sent: &Sent| sent.code == due.code && sent.from > due.period.from;
            if self.standing().iter().any(after) {
                self.count("unordered");
            }
            let wanted = Wanted {
                code: due.code.to_owned(),
                unit: Some(due.unit.clone()),
                period: Some(due.period),
            };
            let mut submit = |zero: bool| {
                self.chief.meaning(true, |office| office.submit_report(&wanted, zero, None, None))
            };
            if submit(false).is_err() {
                let zero = submit(true);
                let said = zero.as_ref().err().map(|refusal| refusal.to_string());
                assert!(zero.is_ok(), "{due:?} on {today}: {}", said.unwrap_or_default());
                self.count("zero");
            }
        }
    }

    fn standing(&mut self) -> Vec<Sent> {
        let to = Some(day((12, 31)));
        let owed = self.chief.report_status(Some(day((2, 1))), to).unwrap();
        let sent = owed.into_iter().filter_map(|owed| owed.submitted);
        sent.filter(|report| report.code.starts_with("monthly")).collect()
    }

    /// What the records say of some communities, under the names of the figures that tell it.
    fn truth(&mut self, of: &[&str]) -> BTreeMap<&'static str, i64> {
        let mut truth = BTreeMap::new();
        let visits = self.visits.iter().filter(|visit| of.contains(&visit.community)).count();
        truth.insert("inspections", visits as i64);
        let fines = of.iter().filter_map(|community| self.fines.get(community));
        truth.insert("penalties", fines.sum());
        for (community, id) in self.hazards.clone() {
            if !of.contains(&community) {
                continue;
            }
            let hazard = self.desk.hazard(&id).unwrap().hazard;
            if hazard.course.kind() == StateKind::Withdrawn {
                continue;
            }
            let graded = match hazard.course.grade() {
                Grade::Major => ["major", "major_closed"],
                _ => ["general", "general_closed"],
            };
            let disposal = match hazard.disposal {
                Disposal::OnTheSpot => "on_the_spot",
                Disposal::ByDeadline => "by_deadline",
                Disposal::Suspend => "suspend",
                Disposal::Refer => "refer",
            };
            for name in ["found", graded[0], disposal] {
                *truth.entry(name).or_default() += 1;
            }
            if hazard.course.closed_on().is_some() {
                for name in ["closed", graded[1]] {
                    *truth.entry(name).or_default() += 1;
                }
            }
        }
        truth
    }

    fn adds_up(&mut self) {
        let sent = self.standing();
        let everything: Vec<&str> = communities().to_vec();
        let streets = STREETS.map(|(street, communities)| (street, communities.to_vec()));
        let mut levels = vec![("monthly_district", DISTRICT, everything)];
        levels.extend(streets.map(|(street, of)| ("monthly_street", street, of)));
        levels.extend(communities().map(|name| ("monthly_community", name, vec![name])));
        for (code, unit, of) in levels {
            let mut sum = Figures::default();
            for report in sent.iter().filter(|report| report.code == code) {
                if self.desk.unit_name(&report.unit) == unit {
                    sum.add(&report.figures);
                }
            }
            let truth = self.truth(&of);
            for (name, count) in told(&sum) {
                let known = truth.get(name).copied().unwrap_or_default();
                assert_eq!(count, known, "{name} of {unit}: {sum:?}");
            }
        }
        for report in sent {
            self.explains_itself(&report);
        }
    }

    /// Each line of a sum is in its total, and what is counted of earlier periods is said in words.
    fn explains_itself(&mut self, report: &Sent) {
        let stored = self.chief.submitted_report(report.id).unwrap();
        let of: &UnitPath = &report.unit;
        if stored.facts.lists.contains_key("reported") {
            for (name, count) in told(&report.figures) {
                if ["closed", "general_closed", "major_closed"].contains(&name) {
                    continue;
                }
                let rows = stored.facts.rows("reported").iter();
                let counts = rows.filter_map(|row| row.get(name)?.parse::<i64>().ok());
                assert_eq!(counts.sum::<i64>(), count, "lines of {name}, {of} {}", report.from);
            }
        } else if report.figures.late_line().is_some() {
            assert!(!stored.facts.rows("corrections").is_empty(), "{of} {}", report.from);
        }
    }
}

/// What a report tells of its period and of those before it, together.
fn told(figures: &Figures) -> Vec<(&'static str, i64)> {
    let mut all = *figures;
    if let Some(late) = figures.late_line() {
        all.add(&late);
    }
    all.closed += all.closed_before;
    all.major_closed += all.major_closed_before;
    all.general_closed += all.closed_before - all.major_closed_before;
    let named = all.named().into_iter();
    let own = |name: &str| !STANDING.contains(&name) && !name.contains("_late");
    named.filter(|(name, _)| own(name) && !name.ends_with("_before")).collect()
}

fn communities() -> [&'static str; 3] {
    [STREETS[0].1[0], STREETS[0].1[1], STREETS[1].1[0]]
}

fn inspector(community: &str) -> String {
    format!("{}网格", &community[..6])
}

fn acceptor(community: &str) -> String {
    format!("{}安全", &community[..6])
}
