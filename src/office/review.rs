//! The board of the weekly meeting (S0 §一.2(1); REP-13): the week of every grid beside the week before, what was
//! decided last time, and what the meeting has to speak of.

mod gather;
mod minutes;
mod past;
mod printed;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Days, NaiveDate};

use self::gather::{Happened, OfWeek};
use super::{Office, Refusal, major::Waits, report::StillOwed};
pub use minutes::Meeting;
pub(in crate::office) use printed::counted_apart;
pub use rows::{Rows, UnsignedNotice, Visited};

use crate::{
    domain::{
        hazard::StepKind,
        id::Id,
        period,
        reading::sort_key,
        review::{Counts, Week, is_required},
        unit::{Level, Unit, UnitPath},
    },
    form::regime::{Each, Every, RegularRule},
    store::{
        entries,
        hazards::Line,
        rounds::{Asked, Which},
        weeks::{self, Place},
    },
    terms,
};

/// The ledger of what was decided and given to somebody, and its fields.
pub const TASKS: &str = "task";
/// The ledger of the meetings held.
pub const MEETINGS: &str = "meeting";
/// The paper of the board.
pub const PAPER: &str = "weekly_review";
/// In place of a grid, in the line of a whole unit.
const SUM: &str = "合计";
/// So many weeks before the one shown are looked through for a meeting.
const LOOKS_BACK: usize = 4;
/// Notices without a signed scan are told after so many workdays.
const UNSIGNED_AFTER: u32 = 1;

/// A grid in a week and in the week before; above a street all that lies in one of the units below, in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// None for what stands in no grid.
    pub unit: Option<UnitPath>,
    pub within: Within,
    /// The community of the grid, or the unit that is told in one line.
    pub community: String,
    /// What stands for premises without a grid where there are such; [`SUM`] for a whole unit.
    pub grid: String,
    /// How the grid is called among all on the board, where its community does not stand beside it.
    apart: String,
    pub now: Counts,
    pub before: Counts,
    /// Key premises that nobody has seen this week; of a whole unit how many in which community.
    pub missing: Vec<String>,
}

/// What a line of the board speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// A grid or a unit above it.
    pub unit: UnitPath,
    /// Of that community only what stands in no grid.
    pub orphan: bool,
}

impl Within {
    pub fn all_of(unit: UnitPath) -> Within {
        Within { unit, orphan: false }
    }

    fn of((community, grid): &Place) -> Within {
        Within { unit: grid.as_ref().unwrap_or(community).clone(), orphan: grid.is_none() }
    }

    fn holds(&self, (community, grid): &Place) -> bool {
        match (self.orphan, grid) {
            (true, grid) => grid.is_none() && *community == self.unit,
            (false, Some(grid)) if self.unit.level() == Level::Grid => *grid == self.unit,
            (false, None) if self.unit.level() == Level::Grid => false,
            (false, _) => *community == self.unit || self.unit.covers(community),
        }
    }

    /// The unit whose range holds all its records: they lie under their community.
    fn range(&self) -> UnitPath {
        self.unit.at(Level::Community).unwrap_or_else(|| self.unit.clone())
    }
}

impl Row {
    /// What the line is about, in a word.
    pub fn name(&self) -> &str {
        if self.grid == SUM { &self.community } else { &self.apart }
    }
}

/// Something decided, with what has come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub id: Id,
    pub on: NaiveDate,
    pub content: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub late: bool,
}

/// A week without the record of a meeting (S0 §一.2(1): 每周).
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    pub week: Week,
    /// The communities that have none.
    pub communities: Vec<String>,
}

impl Missed {
    /// 11月9日至11月15日没有例会记录：招联社区
    pub fn says(&self) -> String {
        let (from, to) = (terms::month_day(self.week.from), terms::month_day(self.week.to));
        format!("{from}至{to}没有例会记录：{}", self.communities.join("、"))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub week: Week,
    /// What a row is about: a grid, and above a street the level below.
    pub by: Level,
    /// Whose board it is.
    pub of: UnitPath,
    pub rows: Vec<Row>,
    pub totals: (Counts, Counts),
    /// Given out before the week: open ones, and those that were done in it.
    pub decisions: Vec<Decision>,
    /// Given out in the week: by its meeting, or by the level above.
    pub decided: Vec<Decision>,
    /// Whether every community has the meeting of the week on record.
    pub held: bool,
    /// The weeks before it without the record of a meeting, the latest first.
    pub missed: Vec<Missed>,
    pub majors: Vec<(Line, Option<Waits>)>,
    /// How many notices of all weeks had no signed scan at its end.
    pub unsigned: u32,
    /// Owed at the end of the week: overdue, and due until the end of the next.
    pub reports: Vec<StillOwed>,
}

impl Review {
    /// Whether every community has the meeting of the week before on record.
    pub fn held_before(&self) -> bool {
        self.missed.iter().all(|missed| missed.week != self.week.before())
    }
}

impl Office {
    /// The board of a week, this one when none is said.
    pub fn review(&mut self, of: Option<NaiveDate>) -> Result<Review, Refusal> {
        let week = self.review_week(of)?;
        let scope = self.scope.clone();
        let rows = self.review_rows(&scope, week)?;
        let mut totals = (Counts::default(), Counts::default());
        for row in &rows {
            totals.0.add(row.now, 1);
            totals.1.add(row.before, 1);
        }
        let (decisions, decided) = self.decisions(week)?;
        Ok(Review {
            by: told_by(&scope),
            of: scope,
            rows,
            totals,
            decisions,
            decided,
            held: self.meetings_of(week)?.iter().all(|meeting| meeting.minutes.is_some()),
            missed: self.missed_meetings(week)?,
            majors: self.majors_on(week.end)?,
            unsigned: match week.end < self.act.today {
                true => self.unsigned_on(week.end)?.len() as u32,
                false => self.unsigned_count(UNSIGNED_AFTER)?,
            },
            reports: self.reports_owed(week)?,
            week,
        })
    }

    fn review_week(&self, of: Option<NaiveDate>) -> Result<Week, Refusal> {
        let today = self.act.today;
        let day = of.unwrap_or(today);
        Week::of(day, today).ok_or_else(|| {
            Refusal::said(format!(
                "{}还没有到，没有可看的。请写这一周或以前的一周。",
                period::week_name(day)
            ))
        })
    }

    fn review_rows(&mut self, of: &UnitPath, week: Week) -> Result<Vec<Row>, Refusal> {
        let counter = self.counter(Which::Key, week.end);
        let former = self.counter(Which::Key, week.before().end);
        let any = counter.or(former).is_some();
        // Where the regime has no weekly round nothing is to be seen.
        let (now, before, keys) = self.gather_board(of, week, any)?;
        let asked = |counter: Option<Asked>| counter.map_or(&[][..], |_| &keys[..]);
        let (mut now, missing) = tally(week, now, asked(counter), counter);
        let (mut before, _) = tally(week.before(), before, asked(former), former);
        if told_by(of) < Level::Community {
            return Ok(self.whole_units(of, week, &now, &before, &missing));
        }
        // Every grid has its line, those without anything too.
        let grids = self
            .units_on(Level::Grid, week.end)
            .filter(|unit| of.covers(&unit.path) || *of == unit.path)
            .filter_map(|unit| Some((unit.path.at(Level::Community)?, Some(unit.path.clone()))));
        // What stands in no grid comes behind the grids of its community.
        let in_order = |(community, grid): Place| (community, grid.is_none(), grid);
        let known = now.keys().chain(before.keys()).cloned();
        let places: BTreeSet<_> = grids.chain(known).map(in_order).collect();
        let several = self.units_on(Level::Community, week.end).nth(1).is_some();
        Ok(places
            .into_iter()
            .map(|(community, _, grid)| (community, grid))
            .map(|place| Row {
                community: self.unit_name(&place.0),
                grid: self.grid_alone(place.1.as_ref()),
                apart: match &place.1 {
                    None if several => {
                        format!("{}{}", self.unit_name(&place.0), self.grid_alone(None))
                    }
                    grid => self.grid_name(grid.as_ref()),
                },
                now: now.remove(&place).unwrap_or_default(),
                before: before.remove(&place).unwrap_or_default(),
                missing: missing.get(&place).cloned().unwrap_or_default(),
                within: Within::of(&place),
                unit: place.1,
            })
            .filter(|row| {
                row.unit.is_some()
                    || row.now != Counts::default()
                    || row.before != Counts::default()
            })
            .collect())
    }

    /// The units right below one, each with the sum of all that lies in it: a district looks at its streets.
    fn whole_units(
        &self,
        of: &UnitPath,
        week: Week,
        now: &HashMap<Place, Counts>,
        before: &HashMap<Place, Counts>,
        missing: &BTreeMap<Place, Vec<String>>,
    ) -> Vec<Row> {
        let sum = |unit: &UnitPath, counts: &HashMap<Place, Counts>| {
            let mut sum = Counts::default();
            for (_, counts) in counts.iter().filter(|(place, _)| unit.covers(&place.0)) {
                sum.add(*counts, 1);
            }
            sum
        };
        let lacking = |unit: &UnitPath| {
            let mut by: BTreeMap<&UnitPath, usize> = BTreeMap::new();
            for (place, names) in missing.iter().filter(|(place, _)| unit.covers(&place.0)) {
                *by.entry(&place.0).or_default() += names.len();
            }
            by.into_iter().map(|(place, count)| format!("{}{count}家", self.unit_name(place)))
        };
        self.units_on(told_by(of), week.end)
            .filter(|unit| of.covers(&unit.path))
            .map(|unit| Row {
                community: unit.name.clone(),
                grid: SUM.to_owned(),
                apart: String::new(),
                now: sum(&unit.path, now),
                before: sum(&unit.path, before),
                missing: lacking(&unit.path).collect(),
                within: Within::all_of(unit.path.clone()),
                unit: Some(unit.path.clone()),
            })
            .collect()
    }

    /// What was decided up to the end of a week and is still to be done, or was done in it: before the week (上次部署), and
    /// in it.
    fn decisions(&mut self, week: Week) -> Result<(Vec<Decision>, Vec<Decision>), Refusal> {
        let filter = entries::Filter {
            ledger: Some(TASKS.to_owned()),
            to: Some(week.end),
            undone_before: Some(week.from),
            ..entries::Filter::default()
        };
        let rows = self.entries(&filter)?;
        let mut decisions: Vec<Decision> = rows
            .into_iter()
            .map(|stored| {
                let entry = stored.entry;
                let field = |id: &str| entry.fields.get(id).cloned().unwrap_or_default();
                // What was done after the week is not done at its end.
                let done_on = entry.done_on().filter(|done| *done <= week.end);
                let by = done_on.unwrap_or(week.end);
                Decision {
                    id: entry.id,
                    on: entry.on,
                    content: field("content"),
                    owner: field("owner"),
                    due: entry.until,
                    done_on,
                    late: entry.until.is_some_and(|due| due < by),
                }
            })
            .collect();
        decisions.sort_by_key(|decision| (decision.on, decision.due, decision.id));
        Ok(decisions.into_iter().partition(|decision| decision.on < week.from))
    }

    /// What is still to be sent up at the end of a week, as the agenda of that day tells it: overdue, or due until the end
    /// of the next.
    fn reports_owed(&mut self, week: Week) -> Result<Vec<StillOwed>, Refusal> {
        self.still_owed(week.to + Days::new(7), week.end)
    }

    /// The weeks before one in which a community that was there all the week has no meeting on record, though the regime
    /// asks for one every week and the week had a working day.
    fn missed_meetings(&mut self, week: Week) -> Result<Vec<Missed>, Refusal> {
        let weekly = |rule: &&RegularRule| {
            rule.ledger == MEETINGS && rule.every == Some(Every::Week) && rule.each == Each::Unit
        };
        let before = std::iter::successors(Some(week.before()), |week| Some(week.before()));
        let mut rules: Vec<(RegularRule, Vec<Week>)> = Vec::new();
        for week in before.take(LOOKS_BACK).filter(|week| self.is_worked((week.from, week.to))) {
            let mut held = self.regime.regulars.iter().filter(|rule| rule.lasts.holds(week.from));
            let Some(rule) = held.find(weekly) else { continue };
            match rules.last_mut() {
                Some((last, weeks)) if last == rule => weeks.push(week),
                _ => rules.push((rule.clone(), vec![week])),
            }
        }
        let mut missed = Vec::new();
        for (rule, weeks) in rules {
            let [latest, ..] = weeks[..] else { continue };
            let first = weeks.last().unwrap_or(&latest);
            let held: Vec<(UnitPath, NaiveDate)> = self
                .rows_of(&rule, first.from, latest.to)?
                .into_iter()
                .map(|stored| (stored.entry.community, stored.entry.on))
                .collect();
            let lacking = |week: &Week| {
                let met = |unit: &&Unit| {
                    let own = held.iter().filter(|(place, _)| unit.path.covers(place));
                    own.filter(|(_, on)| week.holds(*on)).count() >= rule.times as usize
                };
                self.units_on(rule.level, week.from)
                    .filter(|unit| unit.valid_from <= week.from && !met(unit))
                    .map(|unit| self.unit_name_apart(&unit.path))
                    .collect()
            };
            let told = weeks.iter().map(|week| Missed { communities: lacking(week), week: *week });
            missed.extend(told.filter(|missed| !missed.communities.is_empty()));
        }
        Ok(missed)
    }
}

/// What the board of a unit has a line for.
fn told_by(of: &UnitPath) -> Level {
    match of.level() {
        Level::City => Level::District,
        Level::District => Level::Street,
        Level::Street | Level::Community | Level::Grid => Level::Grid,
    }
}

/// The counts by the names that papers and scripts use.
pub fn figures(counts: &Counts) -> [(&'static str, i64); 13] {
    [
        ("premises", counts.premises),
        ("key_premises", counts.key_premises),
        ("key_required", counts.key_required),
        ("key_inspected", counts.key_inspected),
        ("inspections", counts.inspections),
        ("found", counts.found),
        ("closed", counts.closed),
        ("overdue", counts.overdue),
        ("extended", counts.extended),
        ("refused", counts.refused),
        ("major_open", counts.major_open),
        ("unsigned", counts.unsigned),
        ("recurring", counts.recurring),
    ]
}

/// What has come of a decision, in words.
pub fn state(decision: &Decision) -> String {
    match (decision.done_on, decision.late) {
        (Some(on), false) => format!("{}完成", terms::date(on)),
        (Some(on), true) => format!("{}完成，逾期", terms::date(on)),
        (None, true) => "逾期未完成".to_owned(),
        (None, false) => "未完成".to_owned(),
    }
}

/// The counts of every place in a week, and the names of the key premises that it missed.
fn tally(
    week: Week,
    OfWeek { standing, happened }: OfWeek,
    keys: &[weeks::Key],
    counter: Option<Asked>,
) -> (HashMap<Place, Counts>, BTreeMap<Place, Vec<String>>) {
    let Happened { unsigned, visits, stepped, moved, changed } = happened;
    let mut all: HashMap<Place, Counts> = HashMap::new();
    let mut add = |place: Place, counts: Counts, sign: i64| {
        all.entry(place).or_default().add(counts, sign);
    };
    for (place, counts) in standing.into_iter().chain(unsigned) {
        add(place, counts, 1);
    }
    // What has happened since is taken off again.
    for moved in moved {
        let mut change = Counts::of_hazard(&moved.then, moved.found_on, week);
        change.add(Counts::of_hazard(&moved.now, moved.found_on, week), -1);
        add(moved.place, change, 1);
    }
    let mut touched: HashSet<Id> = HashSet::new();
    let mut former: Vec<weeks::Key> = Vec::new();
    for (then, entry) in changed {
        touched.insert(entry.id);
        add((entry.community.clone(), entry.grid.clone()), Counts::of_premises(&entry), -1);
        let Some(then) = then else { continue };
        let place = (then.community.clone(), then.grid.clone());
        add(place.clone(), Counts::of_premises(&then), 1);
        if is_required(&then) && counter.is_some() {
            let sort = sort_key(&then.name);
            former.push(weeks::Key { place, id: then.id, name: then.name, sort });
        }
    }
    // As often as the round asks, by those whose visits count for it.
    let counts = |visit: &weeks::Visit| {
        let is = |level| visit.level == level || visit.also.contains(&level);
        counter.is_some_and(|asked| asked.level.is_none_or(is))
    };
    let mut days: HashMap<Id, BTreeSet<NaiveDate>> = HashMap::new();
    for visit in visits {
        if counts(&visit) {
            days.entry(visit.premises).or_default().insert(visit.on);
        }
        add(visit.place, Counts { inspections: 1, ..Counts::default() }, 1);
    }
    let times = counter.map_or(1, |asked| asked.times as usize);
    let seen = |id: &Id| days.get(id).is_some_and(|days| days.len() >= times);
    let still = keys.iter().filter(|key| !touched.contains(&key.id));
    let mut keys: Vec<&weeks::Key> = still.chain(&former).collect();
    if !former.is_empty() {
        keys.sort_by(|a, b| (&a.place, &a.sort).cmp(&(&b.place, &b.sort)));
    }
    let mut missing: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for here in keys.chunk_by(|a, b| a.place == b.place) {
        let missed = here.iter().filter(|key| !seen(&key.id));
        let names: Vec<String> = missed.map(|key| key.name.clone()).collect();
        let required = here.len() as i64;
        let counts = Counts {
            key_required: required,
            key_inspected: required - names.len() as i64,
            ..Counts::default()
        };
        add(here[0].place.clone(), counts, 1);
        if !names.is_empty() {
            missing.insert(here[0].place.clone(), names);
        }
    }
    for told in stepped {
        let is = |kind| i64::from(rows::has_stepped(&told, kind, week));
        let (extended, refused) = (is(StepKind::Extended), is(StepKind::Refused));
        add(told.place, Counts { extended, refused, ..Counts::default() }, 1);
    }
    (all, missing)
}
