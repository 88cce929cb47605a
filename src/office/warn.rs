//! 问责提醒 (S0 §四; DOMAIN.md §7.I): what the records suggest against a community or a person, with the records that
//! show it. Nothing follows by itself: a person confirms (and a letter is prepared) or sets aside, with a reason;
//! what was spoken of is not suggested again.

mod answers;
mod gather;
mod ladder;
mod records;
mod sequel;
mod unsent;
mod withdrawn;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use self::gather::{Gather, Grid, Head, Place, SOMEBODY_ABOVE, is_nobody};
use super::{Office, Refusal};
use crate::{
    domain::{
        accountability::{Clock, Found, Kind, Leave, Situation},
        id::Id,
        staff::{Role, Staff, is_near, listed},
        unit::{Level, Unit, UnitPath},
    },
    store::{self, warn},
    terms,
};

pub use self::{
    ladder::{Standing, Taken},
    records::Told,
    withdrawn::Withdrawn,
};
pub use crate::store::warn::Said;

/// The ledgers in which what was taken is registered.
pub(super) const ACCOUNTABILITY: &str = "accountability";
pub(super) const INTERVIEW: &str = "interview";

/// A record of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    Hazard,
    Inspection,
    Premises,
    Entry,
}

/// A record that shows a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Proof {
    pub record: Record,
    pub id: Id,
}

impl Proof {
    fn of(record: Record, id: Id) -> Proof {
        Proof { record, id }
    }
}

/// One thing that a rule has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub situation: Situation,
    pub community: UnitPath,
    /// Who answers for it; empty where it is the community.
    pub person: String,
    /// What it is about, and the day it begins: what was spoken of is known by it.
    pub subject: String,
    pub found: Found,
    pub proofs: Vec<Proof>,
    /// What the records alone do not say.
    pub says: String,
    /// The same of so many, where it says nothing of its own.
    pub phrase: &'static str,
    /// Done and over, as a report that was sent late: there is nothing left to be put right.
    pub past: bool,
}

impl Case {
    /// Whether this is what was spoken of as `known` on a day. What goes on after a circular (YT-2) begins on another day
    /// once the first of it is put right: what had begun by then has been spoken of.
    fn is_spoken_of(&self, known: &str, on: NaiveDate) -> bool {
        let about = |subject: &str| subject.rsplit_once('@').map(|(about, _)| about.to_owned());
        self.subject == known
            || (self.situation == Situation::NoBetter
                && self.found.day() <= on
                && about(&self.subject) == about(known))
    }
}

/// The cases of one situation against one community or person, all of them held or all near.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub situation: Situation,
    pub community: UnitPath,
    /// Empty where it is the community.
    pub person: String,
    /// As letters name it: `招联社区`, `招联社区陈一鸣`, `北峰街道周安平`.
    pub target: String,
    /// The first day of all its cases.
    pub found: Found,
    pub cases: Vec<Case>,
    /// In one sentence.
    pub message: String,
}

impl Suggestion {
    /// Whether it is about a person whom no record names.
    pub fn names_nobody(&self) -> bool {
        is_nobody(&self.person)
    }

    /// The records of all its cases, each once.
    pub fn proofs(&self) -> Vec<Proof> {
        let mut seen = HashSet::new();
        let all = self.cases.iter().flat_map(|case| &case.proofs).copied();
        all.filter(|proof| seen.insert(*proof)).collect()
    }
}

/// What came of a confirmation: the record that the letter is about, and the letter's form.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmed {
    pub said: Said,
    pub about: Id,
    pub paper: &'static str,
}

/// Which suggestion is meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Which {
    pub code: String,
    /// The community or the person; the only one when not said.
    pub target: Option<String>,
    /// The unit whose records show it, by name or path: somebody of the street may owe rounds of several communities.
    pub unit: Option<String>,
}

/// Whose word it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Who answers for it; who acts when not said.
    pub by: Option<String>,
    /// Whom it is about, where the records name nobody.
    pub person: Option<String>,
}

/// A situation that no record shows, or that a person knows of.
#[derive(Clone, Debug, PartialEq)]
pub struct ByHand {
    pub situation: Situation,
    pub community: Option<UnitPath>,
    /// Who answers for it; nobody for a community.
    pub person: String,
    /// Since when; today when not said.
    pub since: Option<NaiveDate>,
    /// What happened.
    pub facts: String,
    /// Fields of the ledger beside those that are known.
    pub fields: BTreeMap<String, String>,
}

/// The letter of a kind.
pub fn paper(kind: Kind) -> &'static str {
    match kind {
        Kind::Circular => "circular",
        Kind::Interview => "interview_notice",
        Kind::Supervision => "community_supervision",
        Kind::Admonition => "admonition",
        Kind::Transfer => "discipline_transfer",
    }
}

impl Office {
    /// What holds and what is near, the gravest first; nothing that was spoken of.
    pub fn suggestions(&mut self) -> Result<Vec<Suggestion>, Refusal> {
        Ok(self.suggested()?.0)
    }

    /// The same, and what has to be made clear before anything is suggested, in one sentence.
    pub fn suggested(&mut self) -> Result<(Vec<Suggestion>, Option<String>), Refusal> {
        let scope = self.scope.clone();
        let spoken = warn::spoken_of(&mut *self.store.driver, &scope)?;
        let (mut cases, unclear) = self.cases()?;
        cases.retain(|case| {
            // A task of the street was once spoken of as the street's.
            let units = std::iter::successors(Some(case.community.clone()), UnitPath::parent);
            let mut known = units.filter_map(|unit| spoken.get(&(case.situation, unit))).flatten();
            !known.any(|(known, on)| case.is_spoken_of(known, *on))
        });
        let mut rows = Vec::new();
        for id in unclear {
            let entry = self.entry(id)?.entry;
            let target = gather::field(&entry, "target");
            rows.push(format!("{}{target}（编号{id}）", terms::date(entry.on)));
        }
        let staff = self.staff()?;
        Ok((self.grouped(cases, &staff), words::unclear(&rows)))
    }

    /// Every case, spoken of or not; and the checks of which it is not said whether they found something.
    pub(super) fn cases(&mut self) -> Result<(Vec<Case>, Vec<Id>), Refusal> {
        let calendar = self.calendar.clone();
        let limits = self.regime.accountability.limits;
        let clock =
            Clock { calendar: &calendar, today: self.act.today, ahead: limits.forecast_workdays };
        let (mut regime, scope) = (self.regime.clone(), self.scope.clone());
        regime.reports.retain(|rule| self.tells_of_inspecting(&rule.code));
        let places: Vec<Place> = self
            .units_at(Level::Community)
            .map(|unit| Place { path: unit.path.clone(), since: unit.valid_from })
            .collect();
        let named = self.units.iter().filter(|unit| unit.path.level() >= Level::Street);
        let named: Vec<(UnitPath, String)> =
            named.map(|unit| (unit.path.clone(), unit.name.clone())).collect();
        let grid = |unit: &Unit| Grid { name: unit.name.clone(), since: unit.valid_from };
        let grids: HashMap<UnitPath, Grid> =
            self.units_at(Level::Grid).map(|unit| (unit.path.clone(), grid(unit))).collect();
        let posts = store::units::assignments(&mut *self.store.driver, &scope)?;
        let staff = self.staff()?;
        let kept_out = self.kept_out(&|_| true, gather::reach(clock.today))?;
        let kept_out: Vec<Leave> = kept_out
            .into_iter()
            .map(|out| Leave { name: out.name, at: out.unit, from: out.from, to: out.to })
            .collect();
        let mut heads: HashMap<UnitPath, Head> = HashMap::new();
        for person in staff.iter().filter(|person| person.serves_on(clock.today)) {
            if person.role == Role::CommunityHead {
                let head = (person.name.clone(), person.since);
                heads.entry(person.unit.clone()).or_insert(head);
            }
        }
        let mut gather = Gather {
            clock,
            limits,
            regime: &regime,
            scope: &scope,
            places: &places,
            named: &named,
            posts: &posts,
            heads: &heads,
            grids: &grids,
            staff: &staff,
            leave: Vec::new(),
            kept_out: &kept_out,
            cases: Vec::new(),
            unclear: Vec::new(),
        };
        gather.all(&mut *self.store.driver)?;
        self.rounds(&mut gather)?;
        self.unsent(&mut gather)?;
        self.after_circulars(&mut gather)?;
        Ok((gather.cases, gather.unclear))
    }

    /// The people against whom a record speaks, whatever was said to it.
    pub(super) fn held_by(&mut self, record: Record, id: Id) -> Result<Vec<String>, Refusal> {
        let proof = Proof::of(record, id);
        let cases = self.cases()?.0.into_iter();
        Ok(cases.filter(|case| case.proofs.contains(&proof)).map(|case| case.person).collect())
    }

    fn grouped(&self, cases: Vec<Case>, staff: &[Staff]) -> Vec<Suggestion> {
        let mut groups: BTreeMap<(bool, Situation, UnitPath, String), Vec<Case>> = BTreeMap::new();
        for case in cases {
            let key =
                (!case.found.holds(), case.situation, case.community.clone(), case.person.clone());
            groups.entry(key).or_default().push(case);
        }
        let mut all: Vec<Suggestion> = groups
            .into_iter()
            .filter_map(|((_, situation, community, person), mut cases)| {
                cases.sort_by(|a, b| (a.found.day(), &a.subject).cmp(&(b.found.day(), &b.subject)));
                let found = cases.first()?.found;
                Some(Suggestion {
                    message: words::message(found, &cases),
                    target: self.target(&community, &person, staff),
                    situation,
                    community,
                    person,
                    found,
                    cases,
                })
            })
            .collect();
        all.sort_by_key(|each| {
            let kind = std::cmp::Reverse(each.situation.kind());
            (!each.found.holds(), kind, each.situation, each.found.day())
        });
        all
    }

    /// As letters name a community, or a person with the own unit: of the street or of a community.
    fn target(&self, community: &UnitPath, person: &str, staff: &[Staff]) -> String {
        let name = self.unit_name(community);
        if person == SOMEBODY_ABOVE {
            let street = community.parent().map(|street| self.unit_name(&street));
            let street = street.unwrap_or_default();
            return format!("{}{person}", street.strip_suffix("街道").unwrap_or(&street));
        }
        if person == name {
            return name;
        }
        let own = listed(staff, person, Some(community), self.act.today).into_iter().next();
        let own = own.map(|person| &person.unit).filter(|unit| is_near(unit, community));
        match own.map(|unit| unit.at(Level::Community).unwrap_or_else(|| unit.clone())) {
            Some(unit) => format!("{}{person}", self.unit_name(&unit)),
            None => format!("{name}{person}"),
        }
    }

    /// One of the suggestions. What is only near is not spoken of yet.
    pub fn warning(&mut self, which: &Which) -> Result<Suggestion, Refusal> {
        let situation = situation(&which.code)?;
        let target = which.target.as_deref().map(str::trim).filter(|target| !target.is_empty());
        let unit = which.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
        let unit = unit.map(|unit| self.named_unit(Some(unit))).transpose()?;
        let mut found = self.suggestions()?;
        found.retain(|each| each.situation == situation);
        let mut all: Vec<String> = found.iter().map(|each| each.target.clone()).collect();
        all.sort();
        all.dedup();
        found.retain(|each| {
            unit.as_ref().is_none_or(|unit| each.community == *unit)
                && target.is_none_or(|target| {
                    each.target == target
                        || each.person == target
                        || each.community.as_str() == target
                })
        });
        // What holds goes before what is near.
        if found.iter().any(|each| each.found.holds()) {
            found.retain(|each| each.found.holds());
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => {
                let unit = unit.map(|unit| self.unit_name(&unit));
                let asked: Vec<&str> = target.into_iter().chain(unit.as_deref()).collect();
                Err(Refusal::said(none_of(situation, &asked, &all)))
            }
            _ => {
                let targets: Vec<&str> = found.iter().map(|each| each.target.as_str()).collect();
                if targets.windows(2).all(|two| two[0] == two[1]) {
                    let units = found.iter().map(|each| self.unit_name(&each.community));
                    return Err(Refusal::said(format!(
                        "{}对{}的提醒不止一条，请再用 --unit 写明是哪里的：{}。",
                        situation.code(),
                        targets[0],
                        units.collect::<Vec<_>>().join("、")
                    )));
                }
                Err(Refusal::said(format!(
                    "{}的提醒不止一条，请用 --target 写明是谁：{}。",
                    situation.code(),
                    targets.join("、")
                )))
            }
        }
    }
}

/// That nothing is suggested of what was asked for, and of whom something is.
fn none_of(situation: Situation, asked: &[&str], all: &[String]) -> String {
    let (code, words) = (situation.code(), terms::accountable(situation));
    let whose =
        if asked.is_empty() { String::new() } else { format!("（{}）", asked.join("，")) };
    let next = match all {
        [] => "请用 anban warn 查看有哪些；记录里看不出的情形，用 anban warn add 登记".to_owned(),
        all => format!("有的是{}的，请照这样写明 --target", all.join("、")),
    };
    format!("现在没有{code}“{words}”的提醒{whose}。{next}。")
}

/// A situation by its number.
pub fn situation(code: &str) -> Result<Situation, Refusal> {
    Situation::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Situation::ALL.iter().map(|known| known.code()).collect();
        Refusal::said(format!("没有编号为“{}”的情形。可以写：{}。", code.trim(), codes.join("、")))
    })
}
