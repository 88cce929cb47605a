//! Where somebody has to go: the visits of the agreed plan, the rounds of the week and the month, campaigns, the round
//! before a long rest, and entries of the register that wait to be compared with what is there.

use chrono::{Days, NaiveDate};

use super::{FEWEST, Item, NAMED, Office, Refusal, Task};
use crate::{
    domain::{
        id::Id,
        unit::{Level, UnitPath},
        workday::Rest,
    },
    form::regime::Scope,
    office::coverage::Rule,
    store::{plans, premises, rounds, weeks::Place},
    terms,
};

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
        (id, name, (community, grid)): (Id, String, Place),
        day: NaiveDate,
        text: String,
        why: String,
    ) -> Item {
        Item {
            premises: Some(name),
            premises_id: Some(id),
            grid: grid.as_ref().map(|grid| self.unit_name(grid)),
            subject: Some(id),
            place: Some(grid.unwrap_or(community)),
            ..Item::new(task, day, self.act.today, text, why)
        }
    }

    /// Visits that the plan has in some days and nobody has made, some of every community.
    pub(super) fn planned_items(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
        let (places, share) = self.shares();
        let mut items = Vec::new();
        for line in plans::unmade(&mut *self.store.driver, &places, from, to, share)? {
            items.push(self.planned_item(line));
        }
        mark_full(&mut items, share);
        Ok(items)
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
        let about = (visit.premises, line.name, (visit.community, visit.grid));
        self.walk(Task::PlannedVisit, about, visit.day, visit.person, why)
    }

    /// What the rounds that hold today still have to reach, campaigns among them; the rounds of the street and the
    /// district are theirs to walk.
    pub(super) fn round_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let level = self.scope.level().min(Level::Community);
        let mut items = Vec::new();
        for rule in self.rules(today)? {
            let below = rule.level() < level;
            if below {
                continue;
            }
            let task = match (&rule.campaign, rule.key) {
                (Some(_), _) => Task::Campaign,
                (None, true) => Task::KeyRound,
                (None, false) => Task::MonthRound,
            };
            let why = why(&rule);
            let (places, share) = self.shares();
            let first = items.len();
            for missed in self.missed(&places, &rule, share)? {
                let text = last_visit(missed.last_on);
                let about = (missed.id, missed.name, missed.place);
                items.push(Item {
                    rule: rule.source.clone(),
                    ..self.walk(task, about, rule.to, text, why.clone())
                });
            }
            mark_full(&mut items[first..], share);
        }
        Ok(items)
    }

    /// One more round before a long rest (INS-03): what nobody has seen in the days before it.
    pub(super) fn holiday_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let rule = self.regime.holiday.clone();
        let until = today + Days::new(rule.before.into());
        let tomorrow = today + Days::new(1);
        let rests = self.calendar.rests(tomorrow, until, rule.rest_days);
        let Some(rest) = rests.into_iter().next() else { return Ok(Vec::new()) };
        let (places, share) = self.shares();
        let since = rest.from - Days::new(rule.before.into());
        let which = match rule.scope {
            Scope::Key => rounds::Which::Key,
            Scope::All => rounds::Which::All,
        };
        let (day, why) = (self.calendar.previous_workday(rest.from), before(&rest));
        let mut items = Vec::new();
        for unseen in rounds::unseen(&mut *self.store.driver, &places, which, since, share)? {
            let text = last_visit(unseen.last_on);
            let about = (unseen.id, unseen.name, (unseen.community, unseen.grid));
            items.push(Item {
                rule: rule.source.clone(),
                ..self.walk(Task::Holiday, about, day, text, why.clone())
            });
        }
        mark_full(&mut items, share);
        Ok(items)
    }

    /// Entries of the register that were not compared with what is there for too long (REG-05).
    pub(super) fn verify_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let rule = self.regime.verify.clone();
        let days = Days::new(rule.days.into());
        let ahead = self.regime.remind(Task::Verify.code()).map_or(0, |rule| rule.ladder.before);
        let last = self.act.today + Days::new(ahead.into()) - days;
        let (places, share) = self.shares();
        let mut items = Vec::new();
        for due in premises::to_verify(&mut *self.store.driver, &places, last, share)? {
            let text = format!("上次核实{}", terms::date(due.verified_on));
            let why = format!("一企一档每{}天核实一次，{text}", rule.days);
            let about = (due.id, due.name, (due.community, due.grid));
            items.push(Item {
                rule: rule.source.clone(),
                ..self.walk(Task::Verify, about, due.verified_on + days, text, why)
            });
        }
        mark_full(&mut items, share);
        Ok(items)
    }
}

/// Says of the stops of one rule in a community that has more of them than are named.
fn mark_full(items: &mut [Item], share: u32) {
    let community = |item: &Item| item.place.as_ref().and_then(|place| place.at(Level::Community));
    for named in items.chunk_by_mut(|a, b| community(a) == community(b)) {
        let full = named.len() as u32 >= share;
        named.iter_mut().for_each(|item| item.more = full);
    }
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
fn before(rest: &Rest) -> String {
    format!(
        "{}{}至{}休{}天，节前增加一次检查",
        rest.festival,
        terms::month_day(rest.from),
        terms::month_day(rest.to),
        rest.days()
    )
}
