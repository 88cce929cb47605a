//! Where somebody has to go: the rounds of the week and the month, campaigns, the round before a long rest, and entries of
//! the register that wait to be compared with what is there.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use super::{FEWEST, Item, NAMED, OWED, Office, Part, Refusal, Task};
use crate::{
    domain::{
        id::Id,
        period::BEGINNING,
        unit::{Level, UnitPath},
        workday::Rest,
    },
    form::regime::Scope,
    office::coverage::{Left, Rule, Within},
    store::{
        premises::{self, VerifyCount},
        rounds::{EVER, Tallies, Unreached, Which},
    },
    terms,
};

/// Of what a line of the agenda is one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub part: Part,
    /// The first day on which a visit counts.
    pub(super) since: NaiveDate,
    /// The round, where it is one of the regime or of a campaign.
    pub round: Option<Round>,
}

/// A week or a month of a round, or the stretch of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub code: String,
    pub label: String,
    pub times: u32,
    /// The last day of one that is over; what it has missed is to be made good.
    pub over: Option<NaiveDate>,
}

impl Walk {
    fn of(rule: &Rule, part: Part, over: bool) -> Walk {
        let round = Round {
            code: rule.code.clone(),
            label: rule.label.clone(),
            times: rule.times,
            over: over.then_some(rule.to),
        };
        Walk { part, since: rule.from, round: Some(round) }
    }
}

impl Office {
    /// The communities that the actor sees, and how many names of each are told.
    pub(super) fn shares(&self) -> (Vec<UnitPath>, u32) {
        let places: Vec<UnitPath> =
            self.units_at(Level::Community).map(|unit| unit.path.clone()).collect();
        let share = (NAMED / places.len().max(1) as u32).max(FEWEST);
        (places, share)
    }

    /// A premises that somebody goes to by a day.
    pub(super) fn walk(
        &self,
        task: Task,
        (id, name, grid): (Id, String, Option<UnitPath>),
        walk: Walk,
        day: NaiveDate,
        (text, why): (String, String),
    ) -> Item {
        Item {
            grid: grid.map(|grid| self.grid_name(Some(&grid))),
            premises: Some(name),
            premises_id: Some(id),
            subject: Some(id),
            ..self.unnamed(task, walk, day, (text, why))
        }
    }

    /// The same of a part of which none is named.
    pub(super) fn unnamed(
        &self,
        task: Task,
        walk: Walk,
        day: NaiveDate,
        (text, why): (String, String),
    ) -> Item {
        let (grid, unit) = match &walk.part {
            Part::Grid((_, grid)) => (grid.as_ref().map(|grid| self.grid_name(Some(grid))), None),
            Part::Whole(unit) => (None, Some(self.unit_name_apart(unit))),
        };
        Item {
            grid,
            unit,
            place: Some(walk.part.unit().clone()),
            walk: Some(walk),
            ..Item::new(task, day, self.act.today, text, why)
        }
    }

    /// The lines of what is left of one round: every part has one, with its count.
    fn left_items(
        &self,
        task: Task,
        left: Left,
        day: NaiveDate,
        (why, rule): (&str, &str),
        seen_by: &str,
        walk: impl Fn(Part) -> Walk,
    ) -> Vec<Item> {
        let Left { mut counts, named } = left;
        let mut known: BTreeMap<Part, u32> = BTreeMap::new();
        let mut items = Vec::new();
        for missed in named {
            let grid = missed.place.1.clone();
            let part = self.part(missed.place);
            let count =
                *known.entry(part.clone()).or_insert_with(|| counts.remove(&part).unwrap_or(1));
            let (about, seen) = ((missed.id, missed.name, grid), missed.last_on);
            let said = (last_visit(seen_by, seen), why.to_owned());
            let item = self.walk(task, about, walk(part), day, said);
            items.push(Item { rule: rule.to_owned(), count: Some(count), seen, ..item });
        }
        for (part, count) in counts {
            let item = self.unnamed(task, walk(part), day, (String::new(), why.to_owned()));
            items.push(Item { rule: rule.to_owned(), count: Some(count), ..item });
        }
        items
    }

    /// The rules of the rounds that are walked at the actor's desk, those among them that end in the days `ahead`, and
    /// whether their days are over; the rounds of the street and the district are theirs to walk.
    pub(super) fn walked_rules(
        &mut self,
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Vec<(Rule, bool)>, Refusal> {
        let level = self.scope.level().min(Level::Community);
        let now = self.rules(self.act.today)?.into_iter().map(|rule| (rule, false));
        let to_come = ahead.map(|days| self.rules_to_come(days)).transpose()?.unwrap_or_default();
        let to_come = to_come.into_iter().map(|rule| (rule, false));
        let over = self.rules_over()?.into_iter().map(|rule| (rule, true));
        Ok(now.chain(to_come).chain(over).filter(|(rule, _)| rule.level() >= level).collect())
    }

    /// What the rounds that hold today still have to reach, campaigns among them, and what those before have missed; the
    /// rounds of the street and the district are theirs to walk.
    pub(super) fn round_items(
        &mut self,
        within: &Within,
        rules: &[(Rule, bool)],
    ) -> Result<Vec<Item>, Refusal> {
        let mut items = Vec::new();
        for (rule, over) in rules {
            let over = *over;
            let task = match (&rule.campaign, rule.key) {
                (Some(_), _) => Task::Campaign,
                (None, true) => Task::KeyRound,
                (None, false) => Task::MonthRound,
            };
            let (left, after) = match over {
                true => (self.left_over(within, rule)?, "，没有查到；补查以后不再列"),
                false => (self.left_today(within, rule)?, ""),
            };
            let why = format!("{}{after}", why(rule));
            let walk = |part| Walk::of(rule, part, over);
            items.extend(self.left_items(
                task,
                left,
                rule.to,
                (&why, &rule.source),
                whose(rule),
                walk,
            ));
        }
        self.tell_since(within, &mut items)?;
        Ok(items)
    }

    /// The long rests whose round is told today or ends in the days `ahead`, each with the first day of its round.
    fn rests_told(&self, ahead: Option<(NaiveDate, NaiveDate)>) -> Vec<(Rest, NaiveDate)> {
        let today = self.act.today;
        let rule = &self.regime.holiday;
        let before = Days::new(rule.before.into());
        let tomorrow = today + Days::new(1);
        let next = self.rests_from((tomorrow, today + before)).into_iter().take(1);
        let mut rests = self.rests_from((today - OWED, today));
        // Who is told last is told on a day of the ladder, and has as long to see to it.
        let rungs = self.regime.remind(Task::Holiday.code()).map(|rule| &rule.ladder.rungs);
        let last = rungs.and_then(|rungs| rungs.last()).map_or(0, |rung| rung.after);
        let told = |rest: &Rest| self.calendar.previous_workday(rest.from) + Days::new(last.into());
        rests.retain(|rest| rest.to.max(told(rest)) + before >= today);
        rests.extend(next);
        for rest in
            ahead.map_or(Vec::new(), |(_, last)| self.rests_from((tomorrow, last + Days::new(1))))
        {
            let asked = |(first, last): (NaiveDate, NaiveDate)| {
                (first..=last).contains(&self.calendar.previous_workday(rest.from))
            };
            if ahead.is_some_and(asked) && !rests.contains(&rest) {
                rests.push(rest);
            }
        }
        let begun = |rest: Rest| {
            let since = rest.from - before;
            (rest, since)
        };
        rests.into_iter().map(begun).collect()
    }

    /// The rests that begin in some days and are long enough for a round of their own.
    fn rests_from(&self, days: (NaiveDate, NaiveDate)) -> Vec<Rest> {
        self.calendar.rests(days, self.regime.holiday.rest_days)
    }

    /// One more round before a long rest (INS-03): what nobody has seen in the days before it. What the round before a
    /// rest has missed is told as long after the rest as it had time before, and as long after the last who hears of it.
    pub(super) fn holiday_items(
        &mut self,
        within: &Within,
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let (asks, source) = {
            let rule = &self.regime.holiday;
            ((Which::of(rule.scope == Scope::Key), None), rule.source.clone())
        };
        let mut items = Vec::new();
        for (rest, since) in self.rests_told(ahead) {
            let left = match rest.from <= today {
                true => self.left_behind(within, asks, (since, rest.from - Days::new(1)))?,
                false => self.left_unseen(within, asks, since)?,
            };
            let day = self.calendar.previous_workday(rest.from);
            let walk = |part| Walk { part, since, round: None };
            let said = (&*before_rest(&rest), &*source);
            items.extend(self.left_items(Task::Holiday, left, day, said, "", walk));
        }
        Ok(items)
    }

    /// The counts that the rounds and the rests will ask for.
    pub(super) fn foreseen(
        &self,
        rules: &[(Rule, bool)],
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Vec<Unreached> {
        let today = self.act.today;
        let key = self.regime.holiday.scope == Scope::Key;
        let rounds = rules.iter().filter(|(rule, _)| rule.is_told_by_last_visit());
        let over = rounds.clone().filter(|(_, over)| *over);
        let rungs: Vec<Unreached> = over.flat_map(|(rule, _)| self.foreseen_rungs(rule)).collect();
        let asked = |asks: (Which, Option<Level>), days: (NaiveDate, NaiveDate), over| match over {
            true => self.behind(asks, days),
            false => Unreached { which: asks.0, level: asks.1, since: days.0, known: EVER },
        };
        let rounds = rounds.map(|(rule, over)| asked(rule.asks(), (rule.from, rule.to), *over));
        let rests = self.rests_told(ahead).into_iter().map(|(rest, since)| {
            let days = (since, rest.from - Days::new(1));
            asked((Which::of(key), None), days, rest.from <= today)
        });
        rounds.chain(rests).chain(rungs).collect()
    }

    /// Entries of the register that were not compared with what is there for too long (REG-05): what is late in one line
    /// a part, what comes in one line a part and day.
    pub(super) fn verify_items(
        &mut self,
        within: &Within,
        counted: Vec<VerifyCount>,
    ) -> Result<Vec<Item>, Refusal> {
        let rule = self.regime.verify.clone();
        let days = Days::new(rule.days.into());
        let (late, last) = self.verify_days();
        let driver = &mut *self.store.driver;
        // Many that are late leave nobody unnamed who comes due.
        let mut due = Vec::new();
        for days in [(BEGINNING, late - Days::new(1)), (late, last)] {
            due.extend(premises::to_verify(driver, within.communities, days, within.most)?);
        }
        // What is late has one count, whatever its day.
        let line = |part: Part, on: NaiveDate| (part, Some(on).filter(|day| *day >= late));
        let mut counts: BTreeMap<(Part, Option<NaiveDate>), (NaiveDate, u32)> = BTreeMap::new();
        for (place, oldest, count) in counted {
            let (first, all) = counts.entry(line(self.part(place), oldest)).or_insert((oldest, 0));
            *first = oldest.min(*first);
            *all += count;
        }
        let mut known: BTreeMap<(Part, Option<NaiveDate>), u32> = BTreeMap::new();
        type About = (Id, String, Option<UnitPath>);
        let item = |about: Option<About>, part: Part, on: NaiveDate, count: u32| {
            let text = format!("上次核实{}", terms::date(on));
            let why = format!("一企一档每{}天核实一次，{text}", rule.days);
            let walk = Walk { part, since: on, round: None };
            let item = match about {
                Some(about) => self.walk(Task::Verify, about, walk, on + days, (text, why)),
                None => self.unnamed(Task::Verify, walk, on + days, (String::new(), why)),
            };
            Item { rule: rule.source.clone(), count: Some(count), ..item }
        };
        let mut items = Vec::new();
        for due in due {
            let on = due.verified_on;
            let about = (due.id, due.name, due.grid.clone());
            let part = self.part((due.community, due.grid));
            let line = line(part.clone(), on);
            let of = counts.remove(&line).map_or(1, |(_, count)| count);
            let count = *known.entry(line).or_insert(of);
            items.push(item(Some(about), part, on, count));
        }
        items
            .extend(counts.into_iter().map(|((part, _), (on, count))| item(None, part, on, count)));
        Ok(items)
    }

    /// What was compared last before the first of two days is late; up to the second it comes due.
    pub(super) fn verify_days(&self) -> (NaiveDate, NaiveDate) {
        let ahead = self.regime.remind(Task::Verify.code()).map_or(0, |rule| rule.ladder.before);
        let late = self.act.today - Days::new(self.regime.verify.days.into());
        (late, late + Days::new(ahead.into()))
    }

    /// All that a line of the agenda stands for, the longest unseen first; what it names where no count goes beyond.
    pub fn stops(&mut self, item: &Item) -> Result<Vec<(Id, String)>, Refusal> {
        let Some(walk) = &item.walk else { return Ok(Vec::new()) };
        let communities = self.communities_of(&walk.part);
        let tallies = Tallies::default();
        let within = &Within { communities: &communities, most: u32::MAX, tallies: &tallies };
        let named = match (&walk.round, item.task) {
            (Some(round), _) => {
                let rules = match round.over {
                    Some(_) => self.rules_over()?,
                    // Of one to come its last day tells which it is.
                    None => self.rules(item.day)?,
                };
                let rule = rules.into_iter().find(|rule| rule.code == round.code);
                match (rule, round.over) {
                    (Some(rule), None) => self.left_today(within, &rule)?.named,
                    (Some(rule), Some(_)) => self.left_over(within, &rule)?.named,
                    (None, _) => Vec::new(),
                }
            }
            (None, Task::Holiday) => {
                let key = self.regime.holiday.scope == Scope::Key;
                self.left_unseen(within, (Which::of(key), None), walk.since)?.named
            }
            (None, Task::PlannedVisit) => return self.planned_stops(item, walk),
            (None, _) => return self.late_to_verify(item, walk),
        };
        let here = named.into_iter().filter(|missed| walk.part.has(&missed.place));
        Ok(here.map(|missed| (missed.id, missed.name)).collect())
    }

    /// Those that should have been compared by now, or are to be by a day, with the day on which each was compared last.
    pub fn unverified(&mut self, by: Option<NaiveDate>) -> Result<HashMap<Id, NaiveDate>, Refusal> {
        let days = Days::new(self.regime.verify.days.into());
        let (places, _) = self.shares();
        let last = by.unwrap_or(self.act.today - Days::new(1)) - days;
        let driver = &mut *self.store.driver;
        let due = premises::to_verify(driver, &places, (BEGINNING, last), u32::MAX)?;
        Ok(due.into_iter().map(|due| (due.id, due.verified_on)).collect())
    }

    fn late_to_verify(&mut self, item: &Item, walk: &Walk) -> Result<Vec<(Id, String)>, Refusal> {
        let days = Days::new(self.regime.verify.days.into());
        let late = self.act.today - days;
        let compared = match item.day < self.act.today {
            true => (BEGINNING, late - Days::new(1)),
            false => (item.day - days, item.day - days),
        };
        let communities = self.communities_of(&walk.part);
        let driver = &mut *self.store.driver;
        let due = premises::to_verify(driver, &communities, compared, u32::MAX)?;
        let here = due.into_iter().map(|due| ((due.community, due.grid), (due.id, due.name)));
        Ok(here.filter(|(place, _)| walk.part.has(place)).map(|(_, named)| named).collect())
    }
}

/// Whose visits alone a line speaks of: nothing where anybody's count.
fn whose(rule: &Rule) -> &'static str {
    rule.alone().map_or("", |_| rule.walker())
}

fn last_visit(by: &str, on: Option<NaiveDate>) -> String {
    match on {
        Some(last) => format!("{by}上次检查{}", terms::date(last)),
        None => format!("{by}还没有检查过"),
    }
}

/// Why a premises is on a round.
fn why(rule: &Rule) -> String {
    let days = format!("{}至{}", terms::month_day(rule.from), terms::month_day(rule.to));
    match &rule.campaign {
        Some(campaign) => format!("专项行动“{}”，{days}每家查{}次", campaign.name, rule.times),
        None => format!("{}，{days}每家查{}次", rule.label, rule.times),
    }
}

/// 国庆节10月1日至10月7日休7天，节前增加一次检查
fn before_rest(rest: &Rest) -> String {
    let known = match rest.unpublished {
        true => {
            format!("（{}年的放假安排未公布，按法定节日和周末，未含调休、补假）", rest.from.year())
        }
        false => String::new(),
    };
    format!(
        "{}{}至{}休{}天{known}，节前增加一次检查",
        rest.festival,
        terms::month_day(rest.from),
        terms::month_day(rest.to),
        rest.days()
    )
}
