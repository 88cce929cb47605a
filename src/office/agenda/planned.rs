//! The visits of the agreed plan that nobody has made.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{Item, OWED, Office, Part, Refusal, Task, walks::Walk};
use crate::{
    domain::{
        campaign::Campaign,
        id::Id,
        unit::{Level, UnitPath},
    },
    form::regime::Scope,
    office::{
        coverage::level_of,
        plan::{BY_HAND, who},
    },
    store::{
        self,
        plans::{self, Line, Unmade},
    },
    terms,
};

/// A line of the agenda: whose visits, and of which day. What is late is one walk, whatever its days.
type Whose = (Part, String, Option<NaiveDate>);

impl Office {
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
        let mut items = Vec::new();
        let scope = self.scope.clone();
        let rules = PlanRules::of(self)?;
        let late = (from.min(today - OWED), today - Days::new(1));
        for (days, owed) in [(late, from.min(today)), ((from.max(today), to), today)] {
            let which = rules.unmade(days, owed);
            let ahead = days.0 >= today;
            let mut counts: BTreeMap<Whose, (NaiveDate, u32)> = BTreeMap::new();
            let mut add = |key: Whose, day: NaiveDate, count: u32| {
                let (first, all) = counts.entry(key).or_insert((day, 0));
                *first = day.min(*first);
                *all += count;
            };
            let driver = &mut *self.store.driver;
            for (place, person, day, count) in plans::unseen_counts(driver, &scope, &which, ahead)?
            {
                add((self.part(place), person, Some(day).filter(|_| ahead)), day, count);
            }
            let mut lines = plans::unseen(&mut *self.store.driver, &places, &which, share)?;
            let doubtful = self.unmade_beside(&places, &which)?;
            let mut counted: BTreeSet<(Whose, Id)> = BTreeSet::new();
            for one in &doubtful {
                let key = self.line_of(&one.line);
                if counted.insert((key.clone(), one.line.visit.premises)) {
                    add(key, one.line.visit.day, u32::from(!one.is_counted));
                }
            }
            lines.extend(doubtful.into_iter().map(|one| one.line));
            lines.sort_by_key(|line| (line.visit.community.clone(), line.visit.day, line.visit.id));
            let mut named: BTreeSet<(Whose, Id)> = BTreeSet::new();
            let mut told: BTreeMap<UnitPath, u32> = BTreeMap::new();
            let mut known: BTreeMap<Whose, u32> = BTreeMap::new();
            for line in lines {
                let key = self.line_of(&line);
                // Whom one goes to twice is one premises, late since the first of them.
                if !named.insert((key.clone(), line.visit.premises)) {
                    continue;
                }
                let told = told.entry(line.visit.community.clone()).or_default();
                *told += 1;
                if *told > share {
                    continue;
                }
                let all = counts.remove(&key).map_or(1, |(_, all)| all);
                let count = *known.entry(key).or_insert(all);
                items.push(Item { count: Some(count), ..self.planned_item(line) });
            }
            for ((part, person, _), (day, count)) in counts {
                let why = format!("计划{}由{}去查", terms::month_day(day), who(&person));
                let walk = Walk { part, since: day, round: None };
                let item = self.unnamed(Task::PlannedVisit, walk, day, (person, why));
                items.push(Item { count: Some(count), ..item });
            }
        }
        Ok(items)
    }

    /// All that a line of the plan stands for, in its order.
    pub(super) fn planned_stops(
        &mut self,
        item: &Item,
        walk: &Walk,
    ) -> Result<Vec<(Id, String)>, Refusal> {
        let today = self.act.today;
        let rules = PlanRules::of(self)?;
        let days = match item.day < today {
            true => (today - OWED, today - Days::new(1)),
            false => (item.day, item.day),
        };
        let communities = self.communities_of(&walk.part);
        let which = rules.unmade(days, today);
        let driver = &mut *self.store.driver;
        let mut lines = plans::unseen(driver, &communities, &which, u32::MAX)?;
        let doubtful = self.unmade_beside(&communities, &which)?;
        lines.extend(doubtful.into_iter().map(|one| one.line));
        lines.retain(|line| {
            let place = (line.visit.community.clone(), line.visit.grid.clone());
            line.visit.person == item.text && walk.part.has(&place)
        });
        lines.sort_by_key(|line| (line.visit.day, line.visit.id));
        let mut known = BTreeSet::new();
        lines.retain(|line| known.insert(line.visit.premises));
        Ok(lines.into_iter().map(|line| (line.visit.premises, line.name)).collect())
    }

    /// Those lines of which somebody was there, and whose visit made another line or does not count.
    fn unmade_beside(
        &mut self,
        communities: &[UnitPath],
        which: &Unmade,
    ) -> Result<Vec<Beside>, Refusal> {
        let (from, to) = which.days;
        let around = (from - OWED, to + OWED);
        let driver = &mut *self.store.driver;
        let (lines, seen) = plans::doubtful(driver, communities, which, around)?;
        let made = self.lines_made(lines.iter().map(|(line, _)| &line.visit), &seen);
        let lines = lines.into_iter().zip(made);
        let lines: Vec<Line> = lines
            .filter_map(|((line, open), made)| (open && made.is_none()).then_some(line))
            .collect();
        let unseen = |line: &Line| {
            line.last_on.is_none_or(|last| last < line.visit.from.min(line.visit.day))
        };
        // Where nobody has been for another line of the same walk, the premises is among the unseen already.
        let counted: BTreeSet<(Whose, Id)> = lines
            .iter()
            .filter(|line| unseen(line))
            .map(|line| (self.line_of(line), line.visit.premises))
            .collect();
        let beside = lines.into_iter().filter(|line| !unseen(line)).map(|line| {
            let is_counted = counted.contains(&(self.line_of(&line), line.visit.premises));
            Beside { line, is_counted }
        });
        Ok(beside.collect())
    }

    fn line_of(&self, line: &Line) -> Whose {
        let visit = &line.visit;
        let part = self.part((visit.community.clone(), visit.grid.clone()));
        (part, visit.person.clone(), Some(visit.day).filter(|day| *day >= self.act.today))
    }

    pub(in crate::office) fn planned_item(&self, line: Line) -> Item {
        let visit = line.visit;
        let why = format!(
            "计划{}由{}去查，这一次在{}至{}之间查都算",
            terms::month_day(visit.day),
            visit.person,
            terms::month_day(visit.from),
            terms::month_day(visit.to)
        );
        let about = (visit.premises, line.name, visit.grid.clone());
        let part = self.part((visit.community, visit.grid));
        let walk = Walk { part, since: visit.from, round: None };
        self.walk(Task::PlannedVisit, about, walk, visit.day, (visit.person, why))
    }
}

/// A line that nobody has made, though somebody was there.
struct Beside {
    line: Line,
    /// Its premises is counted by another line of the same walk.
    is_counted: bool,
}

/// The rounds and the campaigns, by how their planned visits are told at this desk.
struct PlanRules {
    own: Vec<String>,
    others: Vec<String>,
    keyed: Vec<String>,
    /// Those that were neither taken back nor closed.
    campaigns: Vec<Campaign>,
}

impl PlanRules {
    fn of(office: &mut Office) -> Result<PlanRules, Refusal> {
        // The rounds of the street and the district are theirs to walk.
        let mut others = office.rules_above();
        let (mut own, mut keyed) = (Vec::new(), Vec::new());
        let (scope, today) = (office.scope.clone(), office.act.today);
        for patrol in office.regime.patrols_by_code() {
            let code = &patrol.code;
            if patrol.scope == Scope::Key {
                keyed.push(code.clone());
            }
            if level_of(&patrol.by) < Level::Community && !others.contains(code) {
                own.push(code.clone());
            }
            // What was planned for rounds that nobody asks for any more.
            if office.regime.is_over(code, today) && !others.contains(code) {
                others.push(code.clone());
            }
        }
        let all = store::campaigns::all(&mut *office.store.driver, &scope)?.into_iter();
        // What a campaign has missed is owed until its closing is entered.
        let (campaigns, closed): (Vec<Campaign>, Vec<Campaign>) =
            all.map(|stored| stored.campaign).partition(|campaign| {
                let ended = campaign.ended.is_some() && campaign.last() < today;
                campaign.withdrawn.is_none() && !ended
            });
        others.extend(closed.iter().map(|campaign| campaign.id.to_string()));
        Ok(PlanRules { own, others, keyed, campaigns })
    }

    /// What is asked about the visits of some days that are still owed on a day: those of a campaign are until its last.
    fn unmade(&self, days: (NaiveDate, NaiveDate), owed: NaiveDate) -> Unmade {
        let (campaigns, over): (Vec<Campaign>, Vec<Campaign>) =
            self.campaigns.iter().cloned().partition(|campaign| campaign.last() >= owed);
        let mut others = self.others.clone();
        others.extend(over.into_iter().map(|campaign| campaign.id.to_string()));
        let (own, keyed) = (self.own.clone(), self.keyed.clone());
        Unmade { days, owed: (owed, BY_HAND), own, others, keyed, campaigns }
    }
}
