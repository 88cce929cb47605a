//! 抽查 (S2 制度四, REP-08): premises are drawn by lot, those of units with 零报告 the likelier. The numbers on the lots come
//! from a seed, so that anybody can draw again and see the same.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{Office, Refusal, clock, ledger::day_of};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        period::Span,
        permission::Deed,
        sample::{self, Candidate, Why},
        unit::{Level, UnitPath},
    },
    form::library::Kind,
    store::{self, entries},
    terms,
};

/// The ledger that holds what was drawn.
pub const LEDGER: &str = "spot_check";

/// Premises that are drawn at once.
pub const MOST: usize = 500;

/// What is drawn from, and how many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub count: usize,
    /// A community; all of the desk when not said.
    pub of: Option<UnitPath>,
    /// 重点监管 only.
    pub key: bool,
    /// Six digits; a new one when not said.
    pub seed: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    pub seed: u32,
    pub on: NaiveDate,
    /// From this day on it counts that nothing was reported or found.
    pub since: NaiveDate,
    /// How many were in the drum.
    pub pool: usize,
    /// Units with 零报告, by name.
    pub zero: Vec<String>,
    /// In the order in which they were drawn.
    pub drawn: Vec<Drawn>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub name: String,
    pub lots: u32,
    pub why: Why,
}

/// What the rows of a draw say besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    pub checkers: String,
    /// The last day for the check; the end of the month when not said.
    pub due: Option<NaiveDate>,
}

impl Draw {
    /// How it was drawn, in one sentence.
    pub fn words(&self) -> String {
        let zero = match self.zero.as_slice() {
            [] => String::new(),
            names => format!("，零报告：{}", names.join("、")),
        };
        format!(
            "{}抽签号{}，{}家里抽{}家（看{}以来的记录{zero}）。",
            terms::date(self.on),
            self.seed,
            self.pool,
            self.drawn.len(),
            terms::date(self.since)
        )
    }
}

/// What stands on one lot: the first eight bytes of sha256 of `seed:premises:lot`.
fn number(seed: u32, id: Id, lot: u32) -> u64 {
    let digest = Sha256::digest(format!("{seed}:{id}:{lot}").as_bytes());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl Office {
    /// Draws; nothing is kept.
    pub fn draw(&mut self, wanted: &Wanted) -> Result<Draw, Refusal> {
        if !(1..=MOST).contains(&wanted.count) {
            return Err(Refusal::said(format!("抽取的家数写 1 到 {MOST}。")));
        }
        let scope = wanted.of.clone().unwrap_or_else(|| self.scope.clone());
        let on = self.act.today;
        let rule = self.regime.sample.clone();
        let since = on - Days::new(rule.days.into());
        let driver = &mut *self.store.driver;
        let subjects = store::sample::subjects(driver, &scope, wanted.key, since)?;
        let zero = store::sample::zero_reports(driver, &self.scope, since)?;
        if subjects.is_empty() {
            return Err(Refusal::said(
                "范围里没有可抽取的监管对象：停产、关闭、迁出和部门直管的不抽。请换一个范围。",
            ));
        }
        let candidates: Vec<Candidate> = subjects
            .iter()
            .map(|subject| Candidate {
                id: subject.id,
                zero_report: zero.iter().any(|unit| unit.covers(&subject.community)),
                no_hazards: !subject.found,
            })
            .collect();
        let seed = wanted.seed.unwrap_or_else(new_seed);
        let weights = rule.weights;
        let drawn =
            sample::draw(&candidates, weights, wanted.count, |id, lot| number(seed, id, lot));
        let pool = subjects.len();
        let mut by_id: HashMap<Id, store::sample::Subject> =
            subjects.into_iter().map(|subject| (subject.id, subject)).collect();
        let drawn = drawn
            .into_iter()
            .filter_map(|drawn| {
                let subject = by_id.remove(&drawn.id)?;
                Some(Drawn {
                    id: drawn.id,
                    community: subject.community,
                    grid: subject.grid,
                    name: subject.name,
                    lots: drawn.lots,
                    why: drawn.why,
                })
            })
            .collect();
        let zero = zero
            .iter()
            .filter(|unit| scope.covers(unit) || unit.covers(&scope))
            .map(|unit| self.unit_name(unit))
            .collect();
        Ok(Draw { seed, on, since, pool, zero, drawn })
    }

    /// The drawn become rows of 抽查督查, which wait for their check; one that this draw has entered before is not entered
    /// again.
    pub fn enter_draw(&mut self, draw: &Draw, order: &Order) -> Result<Vec<Entry>, Refusal> {
        let ledger = self.ledger(LEDGER)?;
        let revision = self.revision(Kind::Ledger, LEDGER)?;
        let today = self.act.today;
        let due = order.due.unwrap_or_else(|| Span::Month.of(today).1);
        if due < today {
            return Err(Refusal::said(format!(
                "查毕期限{}已经过去。请写今天或以后的日期。",
                terms::date(due)
            )));
        }
        let filter = entries::Filter { ledger: Some(LEDGER.to_owned()), ..Default::default() };
        let scope = self.scope.clone();
        let before = entries::list(&mut *self.store.driver, &scope, &filter)?;
        let seed = draw.seed.to_string();
        let stands = |drawn: &Drawn| {
            before.iter().any(|stored| {
                stored.entry.premises == Some(drawn.id)
                    && stored.entry.fields.get("seed") == Some(&seed)
            })
        };
        let level = match self.scope.level() {
            Level::City | Level::District => "区",
            Level::Street => "街道",
            Level::Community | Level::Grid => "社区",
        };
        let mut rows = Vec::new();
        for drawn in draw.drawn.iter().filter(|drawn| !stands(drawn)) {
            let typed = [
                ("level", level.to_owned()),
                ("target", drawn.name.clone()),
                ("why", terms::drawn_why(drawn.why).to_owned()),
                ("checkers", order.checkers.clone()),
                ("drawn_on", draw.on.to_string()),
                ("seed", seed.clone()),
                ("due_on", due.to_string()),
            ];
            let typed = typed.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
            let fields = self.entry_fields(&ledger, &typed)?;
            let until = day_of(&fields, &ledger.until);
            rows.push(Entry {
                id: clock::new_id(),
                community: drawn.community.clone(),
                ledger: LEDGER.to_owned(),
                premises: Some(drawn.id),
                hazard: None,
                on: today,
                until,
                waits: ledger.waits(until, &fields),
                fields,
                void: None,
            });
        }
        if rows.is_empty() {
            return Ok(rows);
        }
        self.act.write(&mut self.store, Deed::Entry, |driver, trace| {
            store::forms::keep(driver, &revision)?;
            for entry in &rows {
                entries::insert(driver, entry, &revision.sha)?;
                trace.note("entry_add", Some(&entry.community), entry.id, entry)?;
            }
            Ok(())
        })?;
        Ok(rows)
    }
}

/// Six digits by chance.
fn new_seed() -> u32 {
    let chance = clock::new_id().0;
    let digest = Sha256::digest(chance);
    let number = digest.iter().take(4).fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    100_000 + number % 900_000
}
