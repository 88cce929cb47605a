//! The board of the weekly meeting (S0 §一.2(1); REP-13): the week of every grid beside the week before, what was
//! decided last time, and what the meeting has to speak of.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::{Path, PathBuf},
};

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal,
    agenda::ReportDay,
    documents::Request,
    exports::How,
    facts::{Known, Period, numbered, put},
    folder,
    major::Waits,
    print::Print,
};
use crate::{
    domain::{
        entry::{Entry, people},
        hazard::{self, StepKind},
        id::Id,
        period,
        premises::Premises,
        reading::sort_key,
        review::{Counts, Week, is_required},
        unit::{Level, UnitPath},
    },
    store::{
        Driver, Fault, Worth, entries,
        hazards::{Line, ReportFilter},
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
/// Notices without a signed scan are told after so many workdays.
const UNSIGNED_AFTER: u32 = 1;

/// A grid in a week and in the week before; above a street all that lies in one of the units below, in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// None for what stands in no grid.
    pub unit: Option<UnitPath>,
    /// The community of the grid, or the unit that is told in one line.
    pub community: String,
    /// What stands for premises without a grid where there are such; [`SUM`] for a whole unit.
    pub grid: String,
    pub now: Counts,
    pub before: Counts,
    /// Key premises that nobody has seen this week; of a whole unit how many in which community.
    pub missing: Vec<String>,
}

impl Row {
    /// What the line is about, in a word.
    pub fn name(&self) -> &str {
        if self.grid == SUM { &self.community } else { &self.grid }
    }
}

/// The register as it is today and what became of hazards, from which both weeks are counted back.
struct Standing {
    register: Vec<(Place, Counts)>,
    now: Vec<(Place, Counts)>,
    before: Vec<(Place, Counts)>,
}

/// What happened in a week, and since.
struct Happened {
    week: Week,
    unsigned: Vec<(Place, Counts)>,
    visits: Vec<weeks::Visit>,
    /// Extensions and refusals.
    stepped: Vec<weeks::Told>,
    /// Since its end: few things, and none while the week runs.
    moved: Vec<weeks::Moved>,
    changed: Vec<(Option<Premises>, Premises)>,
}

impl Happened {
    fn read(
        driver: &mut dyn Driver,
        of: &UnitPath,
        week: Week,
        today: NaiveDate,
    ) -> Result<Happened, Fault> {
        let kinds = [StepKind::Extended, StepKind::Refused];
        let over = week.end < today;
        Ok(Happened {
            week,
            unsigned: weeks::unsigned(driver, of, week)?,
            visits: weeks::visits(driver, of, week.from, week.end)?,
            stepped: weeks::stepped(driver, of, (week.from, week.end), &kinds)?,
            moved: if over { weeks::moved(driver, of, week.end)? } else { Vec::new() },
            changed: if over { weeks::changed(driver, of, week.end)? } else { Vec::new() },
        })
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

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub week: Week,
    /// What a row is about: a grid, and above a street the level below.
    pub by: Level,
    pub rows: Vec<Row>,
    pub totals: (Counts, Counts),
    /// Open ones, and those that were done in the week.
    pub decisions: Vec<Decision>,
    /// Whether the meeting of the week, and of the week before, is on record.
    pub held: (bool, bool),
    pub majors: Vec<(Line, Option<Waits>)>,
    /// How many notices of all weeks have no signed scan yet.
    pub unsigned: u32,
    /// Until the end of the next week.
    pub reports: Vec<ReportDay>,
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
        let next_sunday = week.to + Days::new(7);
        Ok(Review {
            by: told_by(&scope),
            rows,
            totals,
            decisions: self.decisions(week)?,
            held: (self.met(week)?, self.met(week.before())?),
            majors: self.majors(ReportFilter::Any, true, None)?,
            unsigned: self.unsigned_count(UNSIGNED_AFTER)?,
            reports: self.report_days(week.end, next_sunday),
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
        let today = self.act.today;
        let whole = of.clone();
        let standing = self.store.aside(Worth::Everywhere, move |driver| {
            let register = weeks::register(driver, &whole)?;
            let (now, before) = weeks::standing(driver, &whole, (week, week.before()))?;
            Ok(Standing { register, now, before })
        });
        let counter = self.counter(Which::Key, week.end);
        let driver = &mut *self.store.driver;
        // Where the regime has no weekly round nothing is to be seen.
        let keys = if counter.is_some() { weeks::keys(driver, of)? } else { Vec::new() };
        let week_now = Happened::read(driver, of, week, today)?;
        let week_before = Happened::read(driver, of, week.before(), today)?;
        let standing = self.store.wait(standing)?;
        let Standing { register, now, before } = standing;
        let known = register.iter().cloned();
        let (mut now, missing) = tally(known.chain(now), &keys, week_now, counter);
        let (mut before, _) =
            tally(register.into_iter().chain(before), &keys, week_before, counter);
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
        Ok(places
            .into_iter()
            .map(|(community, _, grid)| (community, grid))
            .map(|place| Row {
                community: self.unit_name(&place.0),
                grid: self.grid_name(place.1.as_ref()),
                now: now.remove(&place).unwrap_or_default(),
                before: before.remove(&place).unwrap_or_default(),
                missing: missing.get(&place).cloned().unwrap_or_default(),
                unit: place.1,
            })
            .filter(|row| {
                row.grid != self.grid_name(None)
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
                now: sum(&unit.path, now),
                before: sum(&unit.path, before),
                missing: lacking(&unit.path).collect(),
                unit: Some(unit.path.clone()),
            })
            .collect()
    }

    /// What was decided up to the end of a week and is still to be done, or was done in it.
    fn decisions(&mut self, week: Week) -> Result<Vec<Decision>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(TASKS.to_owned()),
            to: Some(week.end),
            ..entries::Filter::default()
        };
        let rows = self.entries(&filter)?;
        let mut decisions: Vec<Decision> = rows
            .into_iter()
            .map(|stored| {
                let entry = stored.entry;
                let field = |id: &str| entry.fields.get(id).cloned().unwrap_or_default();
                let done_on = field("done_on").parse().ok();
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
            .filter(|decision| decision.done_on.is_none_or(|on| on >= week.from))
            .collect();
        decisions.sort_by_key(|decision| (decision.on, decision.due, decision.id));
        Ok(decisions)
    }

    fn met(&mut self, week: Week) -> Result<bool, Refusal> {
        Ok(self.meeting_of(week)?.is_some())
    }

    /// The record of the meeting held in the week of a day.
    pub fn minutes(&mut self, of: Option<NaiveDate>) -> Result<Option<entries::Stored>, Refusal> {
        let today = self.act.today;
        match Week::of(of.unwrap_or(today), today) {
            Some(week) => self.meeting_of(week),
            None => Ok(None),
        }
    }

    fn meeting_of(&mut self, week: Week) -> Result<Option<entries::Stored>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(MEETINGS.to_owned()),
            from: Some(week.from),
            to: Some(week.to),
            limit: Some(1),
            ..entries::Filter::default()
        };
        Ok(self.entries(&filter)?.into_iter().next())
    }

    /// Writes what the meeting has before it, as a PDF and as a spreadsheet, into a folder or among the office's papers.
    /// Gives the two files.
    pub fn review_pack(
        &mut self,
        of: Option<NaiveDate>,
        into: Option<&Path>,
    ) -> Result<[PathBuf; 2], Refusal> {
        let week = self.review_week(of)?;
        let request = Request {
            code: PAPER.to_owned(),
            period: Some(Period { from: week.from, to: week.to }),
            ..Request::default()
        };
        let printed = self.drafted_pdf(&request, &Print::default())?;
        let sheet = self.register_sheet(&request, How::default())?;
        let folder = into.map_or_else(|| self.folder.papers(), Path::to_owned);
        folder::make_for(&folder)?;
        let name = format!("例会材料{}", period::week_name(week.from));
        let files = ["pdf", "xlsx"].map(|ending| folder.join(format!("{name}.{ending}")));
        self.write_paper(&printed, &files[0])?;
        self.write_sheet(&sheet, &files[1])?;
        Ok(files)
    }

    /// The board as a list that papers print: a line a grid.
    pub(super) fn week_rows(
        &mut self,
        of: &UnitPath,
        day: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        let rows = self.review_rows(of, week)?;
        Ok(numbered(rows.into_iter().map(|row| {
            let mut known = Known::new();
            put(&mut known, "community", row.community);
            put(&mut known, "grid", row.grid);
            put(&mut known, "missing", row.missing.join("、"));
            for (name, count) in figures(&row.now) {
                put(&mut known, name, count.to_string());
            }
            for (name, count) in figures(&row.before) {
                put(&mut known, &format!("{name}_before"), count.to_string());
            }
            known
        })))
    }

    /// Who came to the meetings of some days and who did not, a person a row.
    pub(super) fn attendance_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(MEETINGS.to_owned()),
            from: Some(period.from),
            to: Some(period.to),
            ..entries::Filter::default()
        };
        let mut meetings = entries::list(&mut *self.store.driver, of, &filter)?;
        meetings.reverse();
        let mut rows = Vec::new();
        for Entry { on, community, fields, .. } in meetings.iter().map(|stored| &stored.entry) {
            for (id, came) in [("present", "参加"), ("absent", "缺席")] {
                for name in people(fields.get(id).map_or("", String::as_str)) {
                    let mut known = Known::new();
                    put(&mut known, "on", terms::date(*on));
                    put(&mut known, "community", self.unit_name(community));
                    put(&mut known, "name", name);
                    put(&mut known, "came", came);
                    rows.push(known);
                }
            }
        }
        Ok(numbered(rows))
    }

    /// The decisions of the week of a day as papers print them.
    pub(super) fn decision_rows(&mut self, day: NaiveDate) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        Ok(numbered(self.decisions(week)?.into_iter().map(|decision| {
            let mut known = Known::new();
            put(&mut known, "on", terms::date(decision.on));
            put(&mut known, "state", state(&decision));
            put(&mut known, "content", decision.content);
            put(&mut known, "owner", decision.owner);
            put(&mut known, "due", decision.due.map(terms::date).unwrap_or_default());
            known
        })))
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
    standing: impl Iterator<Item = (Place, Counts)>,
    keys: &[weeks::Key],
    happened: Happened,
    counter: Option<Asked>,
) -> (HashMap<Place, Counts>, BTreeMap<Place, Vec<String>>) {
    let Happened { week, unsigned, visits, stepped, moved, changed } = happened;
    let mut all: HashMap<Place, Counts> = HashMap::new();
    let mut add = |place: Place, counts: Counts, sign: i64| {
        all.entry(place).or_default().add(counts, sign);
    };
    for (place, counts) in standing.chain(unsigned) {
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
        counter.is_some_and(|asked| asked.level.is_none_or(|level| visit.level == level))
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
        let mut counts = Counts::default();
        for step in hazard::standing(&told.steps, |step| step) {
            if week.holds(step.on()) {
                counts.extended += i64::from(step.kind() == StepKind::Extended);
                counts.refused += i64::from(step.kind() == StepKind::Refused);
            }
        }
        add(told.place, counts, 1);
    }
    (all, missing)
}
