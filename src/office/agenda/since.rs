//! Since when a round has missed its premises: each since the first week or month in which nobody came, so that its ladder
//! goes on. A line of many says how late the latest is, and who is told of how many.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use chrono::{Days, NaiveDate};

use super::{Item, Office, Part, Refusal, Task};
use crate::{
    domain::{
        agenda::Rung,
        coverage::{first_missed, owed_since},
        id::Id,
        staff::Role,
    },
    form::regime::{Patrol, Scope},
    office::coverage::{Rule, Within},
    store::{
        self, beside,
        rounds::{Unreached, Which},
    },
};

/// A line of several that are not equally late.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Several {
    /// Of the latest.
    pub days_late: i64,
    /// Who has to be told by now, and of how many.
    pub told: Vec<(Role, u32)>,
    /// Who is told next, and from which day on.
    pub next: Option<(NaiveDate, Role)>,
}

/// What weeks and months that are over have missed, counted once for all lines.
type Behind = HashMap<Unreached, BTreeMap<Part, u32>>;

impl Office {
    /// Tells the lines of rounds that are over since when each premises is late.
    pub(super) fn tell_since(
        &mut self,
        within: &Within,
        items: &mut [Item],
    ) -> Result<(), Refusal> {
        let began = self.records_began();
        let named =
            |item: &Item| Some(item.premises_id?).filter(|_| self.patrol_over(item).is_some());
        let named: Vec<Id> = items.iter().filter_map(named).collect();
        let registered = beside::registered(&mut *self.store.driver, &self.scope, &named)?;
        let mut lines: BTreeMap<(String, Part), Vec<usize>> = BTreeMap::new();
        for (at, item) in items.iter_mut().enumerate() {
            let (Some(patrol), Some(walk)) = (self.patrol_over(item), item.walk.as_ref()) else {
                continue;
            };
            lines.entry((patrol.code.clone(), walk.part.clone())).or_default().push(at);
            let Some(id) = item.premises_id else { continue };
            let Some(known) = registered.get(&id) else { continue };
            let mut owed = known.since;
            if known.changed {
                let driver = &mut *self.store.driver;
                let changes = store::premises::changes(driver, &known.community, id)?;
                let which = Which::of(patrol.scope == Scope::Key);
                let mut stood: Vec<(NaiveDate, bool)> = changes
                    .iter()
                    .map(|change| (change.since(), which.holds(&change.after)))
                    .collect();
                // Those entered late stand behind.
                stood.sort_by_key(|(day, _)| *day);
                let stretch = |day| self.owed_stretch(&patrol, day);
                owed = owed_since(stretch, &stood).unwrap_or(owed);
            }
            // Nothing was missed before there was an office, nor before the round was asked for.
            let asked = began.max(self.asked_since(&patrol, item.day));
            let stretch = |day| self.owed_stretch(&patrol, day);
            let first = first_missed(stretch, item.seen, owed, asked);
            item.late_since = Some(first.min(item.day));
        }
        let mut behind = Behind::new();
        for ((_, part), line) in lines {
            let several = self.several(within, &mut behind, items, (&part, &line))?;
            for at in line {
                items[at].several.clone_from(&several);
            }
        }
        Ok(())
    }

    /// What a line says of its premises together; `None` where all are equally late.
    fn several(
        &mut self,
        within: &Within,
        behind: &mut Behind,
        items: &[Item],
        (part, line): (&Part, &[usize]),
    ) -> Result<Option<Several>, Refusal> {
        let today = self.act.today;
        let Some(first) = line.first().map(|at| &items[*at]) else { return Ok(None) };
        let Some(patrol) = self.patrol_over(first) else { return Ok(None) };
        let since = |at: &usize| items[*at].late_since.unwrap_or(first.day);
        let Some(oldest) = line.iter().map(since).min() else { return Ok(None) };
        let named = line.iter().filter(|at| items[**at].premises_id.is_some()).count() as u32;
        let all = first.count.unwrap_or(named).max(named);
        let rungs =
            self.regime.remind(first.task.code()).map_or(Vec::new(), |it| it.ladder.rungs.clone());
        let mut several = Several { days_late: (today - oldest).num_days(), ..Several::default() };
        for rung in rungs {
            let reached = |day: NaiveDate| day + Days::new(rung.after.into()) <= today;
            let of_named = line.iter().filter(|at| reached(since(at))).count() as u32;
            let count = match (all > named, self.missed_by(&patrol, rung, first.day)) {
                // All that this week or month has missed.
                (_, Some(day)) if day >= first.day => all,
                (true, Some(day)) => {
                    let then = self.regime.patrol(&patrol.code, day).unwrap_or(&patrol);
                    let rule = Rule::of_patrol(then, day);
                    match rule.is_told_by_last_visit() {
                        true => self.missed_in(within, behind, &rule, part)?.clamp(of_named, all),
                        false => of_named,
                    }
                }
                _ => of_named,
            };
            if count > 0 {
                several.told.push((rung.to, count));
                // Of a part of which none is named the rung tells how late the latest is at least.
                let least = self.missed_by(&patrol, rung, first.day);
                let least = least.map_or(0, |day| (today - day).num_days());
                several.days_late = several.days_late.max(least);
            }
            let comes = line.iter().map(since).filter(|day| !reached(*day));
            let next = comes.map(|day| (day + Days::new(rung.after.into()), rung.to)).min();
            several.next = several.next.into_iter().chain(next).min_by_key(|(on, _)| *on);
        }
        let differ = line.iter().any(|at| since(at) != oldest)
            || several.told.iter().any(|(_, count)| *count != all);
        Ok(Some(several).filter(|_| differ && all > 1))
    }

    /// How many of a part a week or a month that is over has missed, and nobody has seen since.
    fn missed_in(
        &mut self,
        within: &Within,
        behind: &mut Behind,
        rule: &Rule,
        part: &Part,
    ) -> Result<u32, Refusal> {
        let days = (rule.from, rule.to);
        let asked = self.behind(rule.asks(), days);
        let counts = match behind.entry(asked) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(self.counts_behind(within, rule.asks(), days)?.0),
        };
        Ok(counts.get(part).copied().unwrap_or(0))
    }

    /// The counts that the rungs of a round that is over will ask for.
    pub(super) fn foreseen_rungs(&self, rule: &Rule) -> Vec<Unreached> {
        let patrol = self.regime.patrol(&rule.code, rule.to);
        let task = if rule.key { Task::KeyRound } else { Task::MonthRound };
        let (Some(patrol), Some(remind)) = (patrol, self.regime.remind(task.code())) else {
            return Vec::new();
        };
        let rungs = remind.ladder.rungs.iter();
        let days = rungs.filter_map(|rung| self.missed_by(patrol, *rung, rule.to));
        days.filter(|day| *day < rule.to)
            .map(|day| Rule::of_patrol(patrol, day))
            .map(|rule| self.behind(rule.asks(), (rule.from, rule.to)))
            .collect()
    }

    /// The last day of the latest week or month, `over` or one before it, whose misses have come to a rung; none of those
    /// in which the round was not asked for yet.
    fn missed_by(&self, patrol: &Patrol, rung: Rung, over: NaiveDate) -> Option<NaiveDate> {
        let latest = self.act.today.checked_sub_days(Days::new(rung.after.into()))?;
        if over <= latest {
            return Some(over);
        }
        let (first, last) = self.owed_stretch(patrol, latest);
        let missed = if last <= latest { Some(last) } else { first.pred_opt() };
        missed.filter(|day| *day >= self.asked_since(patrol, over))
    }

    /// The first day from which on the round that holds a day was asked for without a break.
    fn asked_since(&self, patrol: &Patrol, day: NaiveDate) -> NaiveDate {
        self.regime.asked_since(&patrol.code, day).unwrap_or(NaiveDate::MIN)
    }

    /// The patrol of the regime whose days are over on this line.
    fn patrol_over(&self, item: &Item) -> Option<Patrol> {
        let round = item.walk.as_ref()?.round.as_ref()?;
        self.regime.patrol(&round.code, round.over?).cloned()
    }
}
