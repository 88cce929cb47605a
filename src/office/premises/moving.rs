//! All premises of a grid go to other grids at once, as when it is closed (撤并): dated, in one deed that is taken back
//! as a whole.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    super::{Office, Refusal, act::Trace, handover::PLANNED, written::required_in},
    Filter, Stored,
    changes::{Ready, Then},
};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{Change, ChangeKind, Premises},
        rule::{Asked, RuleError},
        unit::{Duty, Level, Unit, UnitPath},
    },
    store::{self, Driver, plans},
    terms,
};

/// Names that are told of many.
const NAMED: usize = 5;

/// Where some of the premises of a grid go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// A grid of the same community.
    pub to: String,
    /// Those in whose address this stands; empty for all that are left.
    pub word: String,
}

/// What was moved, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    pub from: UnitPath,
    pub on: NaiveDate,
    pub reason: String,
    places: Vec<Place>,
    visits: Vec<Visit>,
    /// The rows of the history that say it; none in what an older program has written.
    #[serde(default)]
    rows: Vec<Id>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Place {
    id: Id,
    to: UnitPath,
    on: NaiveDate,
}

/// A visit of the plan that went along.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Visit {
    id: Id,
    person: String,
    to: UnitPath,
    now: String,
}

impl Moved {
    /// How many went to each grid.
    pub fn shares(&self) -> Vec<(&UnitPath, usize)> {
        let mut shares: Vec<(&UnitPath, usize)> = Vec::new();
        for place in &self.places {
            match shares.iter_mut().find(|(to, _)| *to == &place.to) {
                Some((_, count)) => *count += 1,
                None => shares.push((&place.to, 1)),
            }
        }
        shares
    }

    pub fn count(&self) -> usize {
        self.places.len()
    }

    pub fn visits(&self) -> usize {
        self.visits.len()
    }
}

impl Office {
    /// Moves all premises of a grid that are there, from a day on (today when not said): each to the first share that
    /// takes it. The visits of the plan that nobody has made go along, to the officer of the new grid where it has
    /// one; who follows the hazards stays. Where a running campaign loses some of them it is asked whether that is meant.
    pub fn move_grid(
        &mut self,
        grid: &str,
        shares: &[Share],
        on: Option<NaiveDate>,
        why: &str,
    ) -> Result<Moved, Refusal> {
        let on = self.act.day(on)?;
        if why.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let reason = required_in("reason", why, "原因")?;
        let from = self.find_unit_ever(Level::Grid, grid)?;
        let shares = self.taking(&from, shares, on)?;
        let filter = Filter { grid: Some(from.clone()), ..Filter::default() };
        let mut there = self.list_premises(&filter)?;
        there.retain(|stored| stored.entry.status.is_there());
        if there.is_empty() {
            return Err(Refusal::field(
                "grid",
                format!("{}没有监管对象，不用划转。", self.unit_name(&from)),
            ));
        }
        let mut left = Vec::new();
        let (mut places, mut going) = (Vec::new(), Vec::new());
        let mut ready = Vec::new();
        for stored in there {
            let whereabouts = [&stored.entry.address, &stored.entry.site_address];
            let takes = |(_, word): &&(UnitPath, String)| {
                whereabouts.iter().any(|address| address.contains(word.as_str()))
            };
            match shares.iter().find(takes) {
                Some((to, _)) => {
                    going.push((stored.entry.clone(), to.clone()));
                    let (id, one) = (stored.entry.id, self.moving(stored, &from, to, on, &reason)?);
                    places.push(Place { id, to: to.clone(), on: one.row.on });
                    ready.push(one);
                }
                None => left.push(stored.entry.name),
            }
        }
        if !left.is_empty() {
            let more = if left.len() > NAMED { "等" } else { "" };
            return Err(Refusal::field(
                "to",
                format!(
                    "{}家的地址里没有写明的字：{}{more}。请再写一个不带字的网格，余下的都划到那里。",
                    left.len(),
                    left[..left.len().min(NAMED)].join("、")
                ),
            ));
        }
        let doubts = self.campaigns_left(&from, &going, "to")?;
        self.act.ask(doubts)?;
        let planned = self.moving_visits(&places)?;
        let visits = planned.iter().map(|(visit, to, now)| Visit {
            id: visit.id,
            person: visit.person.clone(),
            to: to.clone(),
            now: now.clone(),
        });
        let (visits, rows) = (visits.collect(), rows_of(&ready));
        let moved = Moved { from: from.clone(), on, reason, places, visits, rows };
        let does = format!("从{}起划转{}的单位", terms::date(on), self.unit_name(&from));
        self.write_behind(Deed::Register, (on, &does), |driver, trace| {
            write(driver, &ready)?;
            for (visit, to, now) in &planned {
                plans::regrid(driver, visit, to, now)?;
            }
            note(trace, "premises_move", &moved, &moved)
        })?;
        Ok(moved)
    }

    /// Takes a move back: each premises is in its old grid again, from the same day on.
    pub(in crate::office) fn undo_move(
        &mut self,
        moved: &Moved,
        reason: &str,
    ) -> Result<(), Refusal> {
        let from = self.unit(&moved.from).filter(|unit| !unit.is_closed_on(self.act.today));
        if from.is_none() {
            return Err(Refusal::said(format!(
                "{}已经撤并，单位不能划回去。请先撤销撤并，或用 anban premises edit 逐家改网格。",
                self.unit_name(&moved.from)
            )));
        }
        let community = moved.from.at(Level::Community).unwrap_or_else(|| moved.from.clone());
        let mut ready = Vec::new();
        let mut gone = Vec::new();
        for place in &moved.places {
            let driver = &mut *self.store.driver;
            match store::premises::by_id(driver, &community, place.id)? {
                Some(stored) if stored.entry.grid.as_ref() == Some(&place.to) => {
                    ready.push(self.moving(stored, &place.to, &moved.from, place.on, reason)?);
                }
                Some(stored) => gone.push(stored.entry.name),
                None => {}
            }
        }
        if !gone.is_empty() {
            return Err(Refusal::said(format!(
                "“{}”后来又改过网格，不能整批划回。请用 anban premises edit 逐家改网格。",
                gone[..gone.len().min(NAMED)].join("”“")
            )));
        }
        let mut visits = Vec::new();
        for visit in &moved.visits {
            let line = plans::by_id(&mut *self.store.driver, &community, visit.id)?;
            // What was moved by hand since stays where it was put.
            let same = |planned: &plans::Visit| {
                planned.grid.as_ref() == Some(&visit.to) && planned.person == visit.now
            };
            let planned = line.map(|line| line.visit).filter(same);
            visits.extend(planned.map(|planned| (planned, visit.person.clone())));
        }
        let body = serde_json::json!({ "moved": moved, "reason": reason, "rows": rows_of(&ready) });
        let does = format!("撤销从{}起的划转", terms::date(moved.on));
        self.write_behind(Deed::Register, (moved.on, &does), |driver, trace| {
            write(driver, &ready)?;
            for (visit, person) in &visits {
                plans::regrid(driver, visit, &moved.from, person)?;
            }
            note(trace, "take_back", moved, &body)
        })
    }

    /// 已把三网格的12家划到一网格9家、二网格3家。
    pub fn says_moved(&self, moved: &Moved) -> String {
        let shares: Vec<String> = moved
            .shares()
            .into_iter()
            .map(|(to, count)| format!("{}{count}家", self.unit_name(to)))
            .collect();
        let visits = match moved.visits() {
            0 => String::new(),
            visits => format!("计划里还没去的检查{visits}次一起划转。"),
        };
        format!(
            "{}的单位从{}起划到{}。{visits}没有销号的隐患仍由原来的人跟踪。",
            self.unit_name(&moved.from),
            terms::date(moved.on),
            shares.join("、")
        )
    }

    /// The grids that take something, each with its word, those with a word first.
    fn taking(
        &self,
        from: &UnitPath,
        shares: &[Share],
        on: NaiveDate,
    ) -> Result<Vec<(UnitPath, String)>, Refusal> {
        let mut found: Vec<(UnitPath, String)> = Vec::new();
        for share in shares {
            let to = self.find_unit(Level::Grid, &share.to)?;
            let word = share.word.trim().to_owned();
            let said = |words: String| Err(Refusal::field("to", words));
            if to == *from {
                return said(format!("单位现在就在{}，请写另一个网格。", self.unit_name(&to)));
            }
            if to.parent() != from.parent() {
                return said(format!(
                    "{}在别的社区。换社区请先迁出，再在新社区登记：单位多的，先导出名册，逐家登记迁出，再把这些行导入新社区的网格；原来的检查和隐患留在原社区。",
                    self.unit_name(&to)
                ));
            }
            if found.iter().any(|(_, other)| *other == word) {
                return said(match word.as_str() {
                    "" => "不带字的网格只能写一个：余下的都划到那里。".to_owned(),
                    word => format!("“{word}”写了两次，只能划到一个网格。"),
                });
            }
            let begins = self.unit(&to).map(|unit: &Unit| unit.valid_from);
            if let Some(begins) = begins.filter(|begins| on < *begins) {
                return Err(Refusal::of(
                    Asked::Day(on),
                    format!(
                        "{}从{}起设立，划转的日期不能更早。",
                        self.unit_name(&to),
                        terms::date(begins)
                    ),
                ));
            }
            found.push((to, word));
        }
        if found.is_empty() {
            return Err(Refusal::field("to", "没有写划到哪个网格，请补上再试。"));
        }
        found.sort_by_key(|(_, word)| word.is_empty());
        Ok(found)
    }

    /// One premises on its way, not before the day on which it came into the grid that it leaves.
    fn moving(
        &mut self,
        stored: Stored,
        from: &UnitPath,
        to: &UnitPath,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Ready, Refusal> {
        let driver = &mut *self.store.driver;
        let (community, id) = (&stored.entry.community, stored.entry.id);
        let changes = store::premises::changes(driver, community, id)?;
        let on = on.max(came(&changes, &stored.entry, from));
        let then = Then::of(stored, changes, on);
        let after = Premises { grid: Some(to.clone()), ..then.before.clone() };
        Ok(self.ready(then, &after, ChangeKind::Corrected, on, reason))
    }

    /// The visits that go along where one premises has come into another grid.
    pub(super) fn visits_along(
        &mut self,
        before: &Premises,
        now: &Premises,
    ) -> Result<Vec<(plans::Visit, UnitPath, String)>, Refusal> {
        let moved = before.grid != now.grid && before.community == now.community;
        match now.grid.clone().filter(|_| moved) {
            Some(to) => self.moving_visits(&[Place { id: now.id, to, on: self.act.today }]),
            None => Ok(Vec::new()),
        }
    }

    /// The visits of the plan that nobody has made, of what moves: each with its new grid and who goes. The rounds of
    /// those who walk no grid stay theirs.
    fn moving_visits(
        &mut self,
        places: &[Place],
    ) -> Result<Vec<(plans::Visit, UnitPath, String)>, Refusal> {
        let Some(community) = places.first().and_then(|place| place.to.at(Level::Community)) else {
            return Ok(Vec::new());
        };
        let today = self.act.today;
        let driver = &mut *self.store.driver;
        let duties = store::units::assignments(driver, &community)?;
        let officer = |grid: &UnitPath| {
            let mut officers = duties.iter().filter(|duty| {
                duty.grid == *grid && duty.duty == Duty::GridOfficer && duty.holds_on(today)
            });
            officers.next().map(|duty| duty.name.clone())
        };
        let planned = plans::list(driver, &community, today, today + PLANNED, None)?;
        let standing: HashSet<(Id, NaiveDate, String)> = planned
            .iter()
            .map(|line| (line.visit.premises, line.visit.day, line.visit.person.clone()))
            .collect();
        let open = planned
            .into_iter()
            .filter(|line| line.last_on.is_none_or(|last| last < line.visit.from))
            .map(|line| line.visit);
        // Nobody goes to a premises twice on a day.
        let mut taken: Vec<(Id, NaiveDate, String)> = Vec::new();
        let mut moving = Vec::new();
        for visit in open {
            let Some(place) = places.iter().find(|place| place.id == visit.premises) else {
                continue;
            };
            let free = |person: &String| {
                !standing.contains(&(visit.premises, visit.day, person.clone()))
                    && !taken.contains(&(visit.premises, visit.day, person.clone()))
            };
            let walks = self.is_of_grid(&visit.rule);
            let now = officer(&place.to)
                .filter(|_| walks)
                .filter(free)
                .unwrap_or_else(|| visit.person.clone());
            taken.push((visit.premises, visit.day, now.clone()));
            moving.push((visit, place.to.clone(), now));
        }
        Ok(moving)
    }
}

/// The first day of those that it has been in a grid without a break.
fn came(changes: &[Change], entry: &Premises, grid: &UnitPath) -> NaiveDate {
    let last_elsewhere =
        changes.iter().rposition(|change| change.after.grid.as_ref() != Some(grid));
    let first = changes.get(last_elsewhere.map_or(0, |at| at + 1));
    first.map_or(entry.since, |change| change.on)
}

fn rows_of(ready: &[Ready]) -> Vec<Id> {
    ready.iter().map(|one| one.row.id).collect()
}

fn write(driver: &mut dyn Driver, ready: &[Ready]) -> Result<(), Refusal> {
    for one in ready {
        one.write(driver)?;
    }
    Ok(())
}

fn note(
    trace: &mut Trace,
    verb: &'static str,
    moved: &Moved,
    body: &impl Serialize,
) -> Result<(), Refusal> {
    trace.note(verb, moved.from.at(Level::Community).as_ref(), &moved.from, body)
}
