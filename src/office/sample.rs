//! 抽查 (S2 制度四, REP-08): premises, communities or streets are drawn by lot, those with 零报告 the likelier. The numbers on
//! the lots come from a seed, so that anybody can draw again and see the same.

use std::{collections::HashMap, fmt::Display};

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{
    Office, Refusal, clock,
    facts::{Known, numbered, put},
    ledger::day_of,
};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        period::Span,
        permission::Deed,
        sample::{self, Candidate, Weights, Why},
        unit::{Level, UnitPath},
    },
    form::library::Kind,
    store::{self, entries},
    terms,
};

/// The ledger that holds what was drawn.
pub const LEDGER: &str = "spot_check";

/// The paper with what one draw has drawn, about any of its rows.
pub const PAPER: &str = "sample_list";

/// What is drawn at once.
pub const MOST: usize = 500;

/// What is drawn from, and how many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub count: usize,
    /// A community; all of the desk when not said.
    pub of: Option<UnitPath>,
    /// Units of this level below the desk instead of premises.
    pub units: Option<Level>,
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
    /// `None` for a unit.
    pub premises: Option<Id>,
    /// The unit that was drawn, or the community of the premises.
    pub unit: UnitPath,
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

impl Drawn {
    /// By what its row is known.
    fn place(&self) -> (Option<Id>, &UnitPath) {
        (self.premises, &self.unit)
    }
}

impl Draw {
    /// Sixteen hex digits of the sha256 of what was drawn, in its order: whether a seed still draws the same.
    pub fn mark(&self) -> String {
        let mut told = Sha256::new();
        for drawn in &self.drawn {
            let (premises, unit) = drawn.place();
            told.update(premises.map_or_else(|| unit.to_string(), |id| id.to_string()));
        }
        told.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

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

/// What stands on one lot: the first eight bytes of sha256 of `seed:whose:lot`, by the id of premises, the path of a unit.
fn number(seed: u32, whose: impl Display, lot: u32) -> u64 {
    let digest = Sha256::digest(format!("{seed}:{whose}:{lot}").as_bytes());
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
        let zero = store::sample::zero_reports(&mut *self.store.driver, &self.scope, since)?;
        let inspected =
            |(unit, code): (UnitPath, String)| self.tells_of_inspecting(&code).then_some(unit);
        let mut zero: Vec<UnitPath> = zero.into_iter().filter_map(inspected).collect();
        zero.dedup();
        let seed = wanted.seed.unwrap_or_else(new_seed);
        let lots = Lots { seed, weights: rule.weights, count: wanted.count, since, zero: &zero };
        let (pool, drawn) = match wanted.units {
            Some(level) => self.draw_units(&scope, level, &lots)?,
            None => self.draw_premises(&scope, wanted.key, &lots)?,
        };
        let zero = zero
            .iter()
            .filter(|unit| scope.covers(unit) || unit.covers(&scope))
            .map(|unit| self.unit_name(unit))
            .collect();
        Ok(Draw { seed, on, since, pool, zero, drawn })
    }

    fn draw_premises(
        &mut self,
        scope: &UnitPath,
        key: bool,
        lots: &Lots,
    ) -> Result<(usize, Vec<Drawn>), Refusal> {
        let driver = &mut *self.store.driver;
        let subjects = store::sample::subjects(driver, scope, key, lots.since)?;
        if subjects.is_empty() {
            return Err(Refusal::said(
                "范围里没有可抽取的监管对象：停产、关闭、迁出和部门直管的不抽。请换一个范围。",
            ));
        }
        let candidates: Vec<Candidate<Id>> = subjects
            .iter()
            .map(|subject| Candidate {
                key: subject.id,
                zero_report: lots.zero.iter().any(|unit| unit.covers(&subject.community)),
                no_hazards: !subject.found,
            })
            .collect();
        let pool = subjects.len();
        let mut by_id: HashMap<Id, store::sample::Subject> =
            subjects.into_iter().map(|subject| (subject.id, subject)).collect();
        let drawn = lots.draw(&candidates).into_iter().filter_map(|drawn| {
            let subject = by_id.remove(&drawn.key)?;
            Some(Drawn {
                premises: Some(drawn.key),
                unit: subject.community,
                grid: subject.grid,
                name: subject.name,
                lots: drawn.lots,
                why: drawn.why,
            })
        });
        Ok((pool, drawn.collect()))
    }

    /// Units below the desk: one whose own 零报告 it was, or where no hazard was found.
    fn draw_units(
        &mut self,
        scope: &UnitPath,
        level: Level,
        lots: &Lots,
    ) -> Result<(usize, Vec<Drawn>), Refusal> {
        let within = |path: &UnitPath| scope.covers(path) && path != scope;
        let units: Vec<UnitPath> = self
            .units_at(level)
            .filter(|unit| within(&unit.path) && unit.valid_from <= self.act.today)
            .map(|unit| unit.path.clone())
            .collect();
        if units.is_empty() {
            return Err(Refusal::said(format!(
                "本单位下面没有{}，没有可抽的。请改抽监管对象。",
                terms::level(level)
            )));
        }
        let found = store::sample::found_in(&mut *self.store.driver, scope, lots.since)?;
        let candidates: Vec<Candidate<UnitPath>> = units
            .iter()
            .map(|path| Candidate {
                key: path.clone(),
                zero_report: lots.zero.contains(path),
                no_hazards: !found.iter().any(|community| path.covers(community)),
            })
            .collect();
        let drawn = lots.draw(&candidates).into_iter().map(|drawn| Drawn {
            premises: None,
            name: self.unit_name(&drawn.key),
            unit: drawn.key,
            grid: None,
            lots: drawn.lots,
            why: drawn.why,
        });
        Ok((units.len(), drawn.collect()))
    }

    /// The rows that this draw has left in 抽查督查.
    pub fn entered(&mut self, draw: &Draw) -> Result<Vec<Entry>, Refusal> {
        let filter = entries::Filter { ledger: Some(LEDGER.to_owned()), ..Default::default() };
        let scope = self.scope.clone();
        let seed = draw.seed.to_string();
        let mut rows: Vec<Entry> = entries::list(&mut *self.store.driver, &scope, &filter)?
            .into_iter()
            .map(|stored| stored.entry)
            .collect();
        rows.retain(|entry| {
            let place = (entry.premises, &entry.community);
            entry.fields.get("seed") == Some(&seed)
                && draw.drawn.iter().any(|drawn| drawn.place() == place)
        });
        Ok(rows)
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
        self.check_checkers("checkers", &order.checkers)?;
        let scope = self.scope.clone();
        let before = self.entered(draw)?;
        let stands = |drawn: &Drawn| {
            before.iter().any(|entry| (entry.premises, &entry.community) == drawn.place())
        };
        let seed = draw.seed.to_string();
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
                ("lots", drawn.lots.to_string()),
                ("draw", draw.words()),
                ("due_on", due.to_string()),
            ];
            let typed = typed.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
            let fields = self.entry_fields(&ledger, &typed)?;
            let until = day_of(&fields, &ledger.until);
            rows.push(Entry {
                id: clock::new_id(),
                community: drawn.unit.clone(),
                ledger: LEDGER.to_owned(),
                premises: drawn.premises,
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
            let ids: Vec<String> = rows.iter().map(|entry| entry.id.to_string()).collect();
            let body = serde_json::json!({ "seed": draw.seed, "rows": ids });
            match rows.first() {
                Some(first) => trace.note("sample", Some(&scope), first.id, &body),
                None => Ok(()),
            }
        })?;
        Ok(rows)
    }

    /// What the draw of a row has drawn, as papers print it; rows struck out since are left out.
    pub(super) fn drawn_rows(&mut self, of: &Entry) -> Result<Vec<Known>, Refusal> {
        let seed = of.fields.get("seed").filter(|seed| !seed.is_empty()).cloned();
        let filter = entries::Filter { ledger: Some(LEDGER.to_owned()), ..Default::default() };
        let scope = self.scope.clone();
        let mut rows: Vec<Entry> = entries::list(&mut *self.store.driver, &scope, &filter)?
            .into_iter()
            .map(|stored| stored.entry)
            .filter(|row| match &seed {
                Some(_) => {
                    ["seed", "drawn_on"].iter().all(|id| row.fields.get(*id) == of.fields.get(*id))
                }
                // One entered by hand stands alone.
                None => row.id == of.id,
            })
            .collect();
        // Ids rise as the rows were drawn.
        rows.sort_by_key(|row| row.id);
        let known = rows.into_iter().map(|row| {
            let mut known = Known::new();
            let in_grid = match row.premises {
                Some(id) => store::premises::by_id(&mut *self.store.driver, &scope, id)?
                    .and_then(|stored| stored.entry.grid),
                None => None,
            };
            put(&mut known, "community", self.unit_name(&row.community));
            put(&mut known, "grid", in_grid.map(|grid| self.unit_name(&grid)).unwrap_or_default());
            for id in ["target", "why", "lots", "checkers", "due_on", "checked_on", "problems"] {
                let value = row.fields.get(id).map_or("", String::as_str);
                put(&mut known, id, self.printed(LEDGER, id, value));
            }
            Ok(known)
        });
        Ok(numbered(known.collect::<Result<Vec<_>, Refusal>>()?))
    }
}

/// What is drawn by.
struct Lots<'a> {
    seed: u32,
    weights: Weights,
    count: usize,
    since: NaiveDate,
    /// Units with 零报告.
    zero: &'a [UnitPath],
}

impl Lots<'_> {
    fn draw<K: Clone + Ord + Display>(&self, candidates: &[Candidate<K>]) -> Vec<sample::Drawn<K>> {
        let number = |whose: &K, lot| number(self.seed, whose, lot);
        sample::draw(candidates, self.weights, self.count, number)
    }
}

/// Six digits by chance.
fn new_seed() -> u32 {
    let chance = clock::new_id().0;
    let digest = Sha256::digest(chance);
    let number = digest.iter().take(4).fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    100_000 + number % 900_000
}
