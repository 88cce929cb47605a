//! 问责提醒 (S0 §四; DOMAIN.md §7.I): what the records suggest against a community or a person, with the records that
//! show it. Nothing follows by itself: a person confirms (and a letter is prepared) or sets aside, with a reason;
//! what was spoken of is not suggested again.

mod answers;
mod gather;
mod ladder;
mod records;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use self::gather::{Gather, Place, SOMEBODY, is_nobody};
use super::{Office, Refusal, agenda::ReportDay, facts::Period};
use crate::{
    domain::{
        accountability::{self as rules, Clock, Found, Kind, Situation, Submission},
        id::Id,
        report::{Report, was_there},
        staff::Role,
        unit::{Duty, Level, UnitPath},
    },
    store::{self, entries, warn},
    terms,
};

pub use self::{
    ladder::{Standing, Taken},
    records::Told,
};
pub use crate::store::warn::Said;

/// The ledgers in which what was taken is registered.
const ACCOUNTABILITY: &str = "accountability";
const INTERVIEW: &str = "interview";

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
}

/// The cases of one situation against one community or person, all of them held or all near.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub situation: Situation,
    pub community: UnitPath,
    /// Empty where it is the community.
    pub person: String,
    /// As letters name it: `招联社区`, `招联社区陈一鸣`.
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
        let scope = self.scope.clone();
        let spoken = warn::spoken_of(&mut *self.store.driver, &scope)?;
        let mut cases = self.cases()?;
        cases.retain(|case| {
            let known = spoken.get(&(case.situation, case.community.clone()));
            known.is_none_or(|known| !known.contains(&case.subject))
        });
        Ok(self.grouped(cases))
    }

    /// Every case, spoken of or not.
    fn cases(&mut self) -> Result<Vec<Case>, Refusal> {
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
        let (mut officers, mut charged) = (HashMap::new(), HashMap::new());
        let mut names: HashMap<UnitPath, String> = HashMap::new();
        for grid in self.grids()? {
            let with = |duty: Duty| grid.people.iter().filter(move |who| who.duty == duty);
            if let Some(officer) = with(Duty::GridOfficer).next() {
                officers.insert(grid.path.clone(), officer.name.clone());
            }
            let answer = [Duty::GridOfficer, Duty::Supervisor].into_iter().find_map(|duty| {
                let all = with(duty).map(|who| (who.name.clone(), who.from));
                Some(all.collect::<Vec<_>>()).filter(|all| !all.is_empty())
            });
            charged.insert(grid.path.clone(), answer.unwrap_or_default());
            names.insert(grid.path, grid.name);
        }
        let today = self.act.today;
        let mut heads: HashMap<UnitPath, String> = HashMap::new();
        for person in self.staff()? {
            let there = person.left.as_ref().is_none_or(|left| today < left.on);
            if person.role == Role::CommunityHead && there {
                heads.entry(person.unit).or_insert(person.name);
            }
        }
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?.into_iter();
        let above: Vec<(UnitPath, String)> = staff
            .filter(|person| person.role == Role::StreetOfficer && person.serves_on(clock.today))
            .map(|person| (person.unit, person.name))
            .collect();
        let mut gather = Gather {
            clock,
            limits,
            regime: &regime,
            scope: &scope,
            places: &places,
            officers: &officers,
            charged: &charged,
            heads: &heads,
            names: &names,
            above: &above,
            cases: Vec::new(),
        };
        gather.all(&mut *self.store.driver)?;
        let since = gather.since();
        // TB-7
        let horizon = gather.horizon();
        let regular = self.report_days(since, horizon).into_iter().map(|day| (day, None));
        let campaigns = self.campaign_days(since, horizon)?.into_iter();
        for (report, of) in regular.chain(campaigns.map(|(day, of)| (day, Some(of.unit)))) {
            if report.from != Level::Community || !self.tells_of_inspecting(&report.code) {
                continue;
            }
            let owes = |place: &&Place| {
                of.as_ref().is_none_or(|of| of.covers(&place.path))
                    && was_there(place.since, report.period.to, report.due.day)
            };
            for place in places.iter().filter(owes) {
                let submitted = self.submitted_on(&report, &place.path)?;
                let found = rules::report(clock, report.due.day, submitted);
                let about = format!("{}/{}", report.code, report.period.from);
                let situation = Situation::ReportLate;
                gather.put(situation, &place.path, "", about, found, Vec::new());
            }
        }
        // YT-2: a circular whose situation holds still, by other records or the same.
        let circulars = entries::Filter {
            ledger: Some(ACCOUNTABILITY.to_owned()),
            from: Some(since),
            ..entries::Filter::default()
        };
        for stored in self.entries(&circulars)? {
            let entry = stored.entry;
            let Some(situation) = named(gather::field(&entry, "situation"), Kind::Circular) else {
                continue;
            };
            let same = |case: &&Case| {
                case.situation == situation
                    && case.community == entry.community
                    && case.found.holds()
            };
            let mut proofs = vec![Proof::of(Record::Entry, entry.id)];
            let still: Vec<Proof> =
                gather.cases.iter().filter(same).flat_map(|case| case.proofs.clone()).collect();
            let holds = gather.cases.iter().any(|case| same(&case));
            proofs.extend(still.into_iter().take(20));
            let found = rules::after_circular(clock, limits, entry.on, holds);
            let situation = Situation::NoBetter;
            gather.put(situation, &entry.community, SOMEBODY, entry.id, found, proofs);
        }
        Ok(gather.cases)
    }

    /// When a community first submitted a report, given back or not: what is sent anew has a day of its own.
    fn submitted_on(
        &mut self,
        report: &ReportDay,
        community: &UnitPath,
    ) -> Result<Submission, Refusal> {
        let Period { from, to } = report.period;
        let sent = store::reports::list(&mut *self.store.driver, community, from, to)?;
        let of = |sent: &&Report| {
            sent.unit == *community
                && sent.code == report.code
                && (sent.from, sent.to) == (report.period.from, report.period.to)
        };
        let first = sent.iter().filter(of).map(|sent| sent.submitted_on).min();
        Ok(first.map_or(Submission::NotYet, Submission::On))
    }

    fn grouped(&self, cases: Vec<Case>) -> Vec<Suggestion> {
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
                    message: words::message(situation, found, &cases),
                    target: self.target(&community, &person),
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

    fn target(&self, community: &UnitPath, person: &str) -> String {
        format!("{}{person}", self.unit_name(community))
    }

    /// One of the suggestions. What is only near is not spoken of yet.
    pub fn warning(&mut self, which: &Which) -> Result<Suggestion, Refusal> {
        let situation = situation(&which.code)?;
        let target = which.target.as_deref().map(str::trim).filter(|target| !target.is_empty());
        let mut found = self.suggestions()?;
        found.retain(|each| {
            each.situation == situation
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
            0 => Err(Refusal::said(format!(
                "现在没有{}“{}”的提醒{}。请用 anban warn 查看有哪些；记录里看不出的情形，用 anban warn add 登记。",
                situation.code(),
                terms::accountable(situation),
                target.map(|target| format!("（{target}）")).unwrap_or_default()
            ))),
            _ => {
                let targets: Vec<&str> = found.iter().map(|each| each.target.as_str()).collect();
                Err(Refusal::said(format!(
                    "{}的提醒不止一条，请用 --target 写明是谁：{}。",
                    situation.code(),
                    targets.join("、")
                )))
            }
        }
    }
}

/// A situation by its number.
pub fn situation(code: &str) -> Result<Situation, Refusal> {
    Situation::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Situation::ALL.iter().map(|known| known.code()).collect();
        Refusal::said(format!("没有编号为“{}”的情形。可以写：{}。", code.trim(), codes.join("、")))
    })
}

/// A situation of a kind by the words of the ledger.
fn named(words: &str, kind: Kind) -> Option<Situation> {
    let of_kind = Situation::ALL.iter().copied().filter(|known| known.kind() == kind);
    of_kind.into_iter().find(|known| terms::accountable(*known) == words)
}
