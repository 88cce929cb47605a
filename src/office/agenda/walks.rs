//! Where somebody has to go: the visits of the agreed plan, the rounds of the week and the month, campaigns, the round
//! before a long rest, and entries of the register that wait to be compared with what is there.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::{FEWEST, Item, NAMED, OWED, Office, Refusal, Task};
use crate::{
    domain::{
        id::Id,
        unit::{Level, UnitPath},
        workday::Rest,
    },
    form::regime::Scope,
    office::{
        coverage::{Left, Rule},
        plan::{BY_HAND, who},
    },
    store::{
        plans::{self, Unmade},
        premises,
        weeks::Place,
    },
    terms,
};

/// Of what a line of the agenda is one grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub place: Place,
    /// The first day on which a visit counts.
    since: NaiveDate,
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
    fn of(rule: &Rule, place: Place, over: bool) -> Walk {
        let round = Round {
            code: rule.code.clone(),
            label: rule.label.clone(),
            times: rule.times,
            over: over.then_some(rule.to),
        };
        Walk { place, since: rule.from, round: Some(round) }
    }
}

impl Office {
    /// The communities that the actor sees, and how many names of each are told.
    fn shares(&self) -> (Vec<UnitPath>, u32) {
        let places: Vec<UnitPath> =
            self.units_at(Level::Community).map(|unit| unit.path.clone()).collect();
        let share = (NAMED / places.len().max(1) as u32).max(FEWEST);
        (places, share)
    }

    /// A premises that somebody goes to by a day.
    fn walk(
        &self,
        task: Task,
        (id, name): (Id, String),
        walk: Walk,
        day: NaiveDate,
        (text, why): (String, String),
    ) -> Item {
        Item {
            premises: Some(name),
            premises_id: Some(id),
            subject: Some(id),
            ..self.unnamed(task, walk, day, (text, why))
        }
    }

    /// The same of a grid of which none is named.
    fn unnamed(
        &self,
        task: Task,
        walk: Walk,
        day: NaiveDate,
        (text, why): (String, String),
    ) -> Item {
        let (community, grid) = walk.place.clone();
        Item {
            grid: grid.as_ref().map(|grid| self.unit_name(grid)),
            place: Some(grid.unwrap_or(community)),
            walk: Some(walk),
            ..Item::new(task, day, self.act.today, text, why)
        }
    }

    /// The lines of what is left of one round: every grid has one, with its count.
    fn left_items(
        &self,
        task: Task,
        left: Left,
        day: NaiveDate,
        (why, rule): (&str, &str),
        walk: impl Fn(Place) -> Walk,
    ) -> Vec<Item> {
        let Left { mut counts, named } = left;
        let mut known: BTreeMap<Place, u32> = BTreeMap::new();
        let mut items = Vec::new();
        for missed in named {
            let count = *known
                .entry(missed.place.clone())
                .or_insert_with(|| counts.remove(&missed.place).unwrap_or(1));
            let (about, seen) = ((missed.id, missed.name), missed.last_on);
            let said = (last_visit(seen), why.to_owned());
            let item = self.walk(task, about, walk(missed.place), day, said);
            items.push(Item { rule: rule.to_owned(), count: Some(count), seen, ..item });
        }
        for (place, count) in counts {
            let item = self.unnamed(task, walk(place), day, (String::new(), why.to_owned()));
            items.push(Item { rule: rule.to_owned(), count: Some(count), ..item });
        }
        items
    }

    /// Visits that the plan has in some days and nobody has made, some of every community. What was planned before
    /// today is told while a visit still counts for it: after that it is the round that has missed it. What was put there
    /// by hand has no round behind it, and is told for a month.
    pub(super) fn planned_items(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let (places, share) = self.shares();
        let rules = self.rules_with(&[], today);
        let own = of_level(&rules);
        let mut items = Vec::new();
        let scope = self.scope.clone();
        let late = (from.min(today - OWED), today - Days::new(1));
        for (days, owed) in [(late, from.min(today)), ((from.max(today), to), today)] {
            let driver = &mut *self.store.driver;
            let which = Unmade { days, owed: (owed, BY_HAND), own: &own };
            // What is late is one walk, whatever its days; what comes is one a day.
            let of = |day: NaiveDate| Some(day).filter(|day| *day >= today);
            let mut counts: BTreeMap<(Place, String, Option<NaiveDate>), (NaiveDate, u32)> =
                BTreeMap::new();
            for (place, person, day, count) in plans::unmade_counts(driver, &scope, &which)? {
                let (first, all) = counts.entry((place, person, of(day))).or_insert((day, 0));
                *first = day.min(*first);
                *all += count;
            }
            let mut known: BTreeMap<(Place, String, Option<NaiveDate>), u32> = BTreeMap::new();
            for line in plans::unmade(driver, &places, &which, share)? {
                let visit = &line.visit;
                let place = (visit.community.clone(), visit.grid.clone());
                let key = (place, visit.person.clone(), of(visit.day));
                let all = counts.remove(&key).map_or(1, |(_, all)| all);
                let count = *known.entry(key).or_insert(all);
                items.push(Item { count: Some(count), ..self.planned_item(line) });
            }
            for ((place, person, _), (day, count)) in counts {
                let why = format!("计划{}由{}去查", terms::month_day(day), who(&person));
                let walk = Walk { place, since: day, round: None };
                let item = self.unnamed(Task::PlannedVisit, walk, day, (person, why));
                items.push(Item { count: Some(count), ..item });
            }
        }
        Ok(items)
    }

    /// All that a line of the plan stands for, in its order.
    fn planned_stops(&mut self, item: &Item, walk: &Walk) -> Result<Vec<(Id, String)>, Refusal> {
        let today = self.act.today;
        let rules = self.rules_with(&[], today);
        let own = of_level(&rules);
        let (days, owed) = match item.day < today {
            true => ((today - OWED, today - Days::new(1)), today),
            false => ((item.day, item.day), today),
        };
        let community = std::slice::from_ref(&walk.place.0);
        let which = Unmade { days, owed: (owed, BY_HAND), own: &own };
        let driver = &mut *self.store.driver;
        let lines = plans::unmade(driver, community, &which, u32::MAX)?.into_iter();
        let here = lines.filter(|line| {
            let visit = &line.visit;
            visit.grid == walk.place.1 && visit.person == item.text
        });
        Ok(here.map(|line| (line.visit.premises, line.name)).collect())
    }

    pub(in crate::office) fn planned_item(&self, line: plans::Line) -> Item {
        let visit = line.visit;
        let why = format!(
            "计划{}由{}去查，这一次在{}至{}之间查都算",
            terms::month_day(visit.day),
            visit.person,
            terms::month_day(visit.from),
            terms::month_day(visit.to)
        );
        let walk = Walk { place: (visit.community, visit.grid), since: visit.from, round: None };
        let about = (visit.premises, line.name);
        self.walk(Task::PlannedVisit, about, walk, visit.day, (visit.person, why))
    }

    /// What the rounds that hold today still have to reach, campaigns among them, and what those before have missed; the
    /// rounds of the street and the district are theirs to walk.
    pub(super) fn round_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let level = self.scope.level().min(Level::Community);
        let (places, share) = self.shares();
        let mut rules: Vec<(Rule, bool)> =
            self.rules(today)?.into_iter().map(|rule| (rule, false)).collect();
        rules.extend(self.rules_over()?.into_iter().map(|rule| (rule, true)));
        let mut items = Vec::new();
        for (rule, over) in rules {
            let below = rule.level() < level;
            if below {
                continue;
            }
            let task = match (&rule.campaign, rule.key) {
                (Some(_), _) => Task::Campaign,
                (None, true) => Task::KeyRound,
                (None, false) => Task::MonthRound,
            };
            let (left, after) = match over {
                true => (self.left_over(&places, &rule, share)?, "，没有查到；补查以后不再列"),
                false => (self.left_today(&places, &rule, share)?, ""),
            };
            let why = format!("{}{after}", why(&rule));
            let walk = |place| Walk::of(&rule, place, over);
            items.extend(self.left_items(task, left, rule.to, (&why, &rule.source), walk));
        }
        self.tell_since(&mut items)?;
        Ok(items)
    }

    /// One more round before a long rest (INS-03): what nobody has seen in the days before it. What the round before a
    /// rest has missed is told as long after the rest as it had time before.
    pub(super) fn holiday_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let rule = self.regime.holiday.clone();
        let before = Days::new(rule.before.into());
        let tomorrow = today + Days::new(1);
        let (places, share) = self.shares();
        let mut rests = self.calendar.rests(today - OWED, today, rule.rest_days);
        rests.retain(|rest| rest.to + before >= today);
        rests.extend(
            self.calendar.rests(tomorrow, today + before, rule.rest_days).into_iter().take(1),
        );
        let key = rule.scope == Scope::Key;
        let mut items = Vec::new();
        for rest in rests {
            let since = rest.from - before;
            let left = match rest.from <= today {
                true => {
                    let eve = rest.from - Days::new(1);
                    self.left_behind(&places, key, (since, eve), share)?
                }
                false => self.left_unseen(&places, key, since, share)?,
            };
            let day = self.calendar.previous_workday(rest.from);
            let walk = |place| Walk { place, since, round: None };
            let said = (&*before_rest(&rest), &*rule.source);
            items.extend(self.left_items(Task::Holiday, left, day, said, walk));
        }
        Ok(items)
    }

    /// Entries of the register that were not compared with what is there for too long (REG-05): what is late in one line
    /// a grid, what comes in one line a grid and day.
    pub(super) fn verify_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let rule = self.regime.verify.clone();
        let days = Days::new(rule.days.into());
        let ahead = self.regime.remind(Task::Verify.code()).map_or(0, |rule| rule.ladder.before);
        let today = self.act.today;
        let last = today + Days::new(ahead.into()) - days;
        let (places, share) = self.shares();
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let late = today - days;
        let counts = premises::verify_counts(driver, &scope, last, late)?;
        let due = premises::to_verify(driver, &places, last, share)?;
        let mut counts: BTreeMap<(Place, Option<NaiveDate>), (NaiveDate, u32)> = counts
            .into_iter()
            .map(|(place, oldest, count)| {
                ((place, Some(oldest).filter(|day| *day >= late)), (oldest, count))
            })
            .collect();
        let mut known: BTreeMap<(Place, Option<NaiveDate>), u32> = BTreeMap::new();
        let item = |name: Option<(Id, String)>, place: Place, on: NaiveDate, count: u32| {
            let text = format!("上次核实{}", terms::date(on));
            let why = format!("一企一档每{}天核实一次，{text}", rule.days);
            let walk = Walk { place, since: on, round: None };
            let item = match name {
                Some(about) => self.walk(Task::Verify, about, walk, on + days, (text, why)),
                None => self.unnamed(Task::Verify, walk, on + days, (String::new(), why)),
            };
            Item { rule: rule.source.clone(), count: Some(count), ..item }
        };
        let mut items = Vec::new();
        for due in due {
            let (place, on) = ((due.community, due.grid), due.verified_on);
            let line = (place.clone(), Some(on).filter(|day| *day >= late));
            let of = counts.remove(&line).map_or(1, |(_, count)| count);
            let count = *known.entry(line).or_insert(of);
            items.push(item(Some((due.id, due.name)), place, on, count));
        }
        items.extend(
            counts.into_iter().map(|((place, _), (on, count))| item(None, place, on, count)),
        );
        Ok(items)
    }

    /// All that a line of the agenda stands for, the longest unseen first; what it names where no count goes beyond.
    pub fn stops(&mut self, item: &Item) -> Result<Vec<(Id, String)>, Refusal> {
        let Some(walk) = &item.walk else { return Ok(Vec::new()) };
        let community = std::slice::from_ref(&walk.place.0);
        let named = match (&walk.round, item.task) {
            (Some(round), _) => {
                let rules = match round.over {
                    Some(_) => self.rules_over()?,
                    None => self.rules(self.act.today)?,
                };
                let rule = rules.into_iter().find(|rule| rule.code == round.code);
                match (rule, round.over) {
                    (Some(rule), None) => self.left_today(community, &rule, u32::MAX)?.named,
                    (Some(rule), Some(_)) => self.left_over(community, &rule, u32::MAX)?.named,
                    (None, _) => Vec::new(),
                }
            }
            (None, Task::Holiday) => {
                let key = self.regime.holiday.scope == Scope::Key;
                self.left_unseen(community, key, walk.since, u32::MAX)?.named
            }
            (None, Task::PlannedVisit) => return self.planned_stops(item, walk),
            (None, _) => return self.late_to_verify(item, walk),
        };
        let here = named.into_iter().filter(|missed| missed.place == walk.place);
        Ok(here.map(|missed| (missed.id, missed.name)).collect())
    }

    /// Those that should have been compared by now, with the day on which each was compared last.
    pub fn unverified(&mut self) -> Result<HashMap<Id, NaiveDate>, Refusal> {
        let days = Days::new(self.regime.verify.days.into());
        let (places, _) = self.shares();
        let last = self.act.today - days - Days::new(1);
        let due = premises::to_verify(&mut *self.store.driver, &places, last, u32::MAX)?;
        Ok(due.into_iter().map(|due| (due.id, due.verified_on)).collect())
    }

    fn late_to_verify(&mut self, item: &Item, walk: &Walk) -> Result<Vec<(Id, String)>, Refusal> {
        let days = Days::new(self.regime.verify.days.into());
        let late = self.act.today - days;
        let (last, only) = match item.day < self.act.today {
            true => (late - Days::new(1), None),
            false => (item.day - days, Some(item.day - days)),
        };
        let community = std::slice::from_ref(&walk.place.0);
        let due = premises::to_verify(&mut *self.store.driver, community, last, u32::MAX)?;
        let here = due.into_iter().filter(|due| {
            (&due.community, &due.grid) == (&walk.place.0, &walk.place.1)
                && only.is_none_or(|day| due.verified_on == day)
        });
        Ok(here.map(|due| (due.id, due.name)).collect())
    }
}

/// The rules for which only the visits of their own level count.
fn of_level(rules: &[Rule]) -> Vec<(&str, Level)> {
    let above = rules.iter().filter(|rule| rule.level() < Level::Community);
    above.map(|rule| (rule.code.as_str(), rule.level())).collect()
}

fn last_visit(on: Option<NaiveDate>) -> String {
    match on {
        Some(last) => format!("上次检查{}", terms::date(last)),
        None => "还没有检查过".to_owned(),
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
    format!(
        "{}{}至{}休{}天，节前增加一次检查",
        rest.festival,
        terms::month_day(rest.from),
        terms::month_day(rest.to),
        rest.days()
    )
}
