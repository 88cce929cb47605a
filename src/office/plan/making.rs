//! The plan made from what is owed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Office, Refusal};
use crate::{
    domain::{
        campaign::Campaign,
        coverage::counts_for,
        id::Id,
        period::{self, Span},
        permission::Deed,
        plan::{self, Stretch, Want},
        unit::{Level, UnitPath},
        way::Way,
    },
    office::{clock, coverage::Rule},
    store::{
        self,
        plans::{self, Line, Subject, Visit},
    },
    terms,
};

/// Names of visits without a day that are told.
const LEFT_NAMED: usize = 20;
/// What came of making a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub visits: usize,
    /// Visits that found no working day, some of them by name.
    pub left: usize,
    pub left_names: Vec<String>,
    /// Who is sent nowhere on some of these days, since they may not inspect: the name, why, and the first day.
    pub barred: Vec<(String, String, NaiveDate)>,
    /// A year in these days whose days off are not published.
    pub unpublished: Option<i32>,
}

/// Whose day a visit is: of a name that several bear with the unit of the post; where nobody is named, the grid's.
type Whose = (String, Option<UnitPath>);
/// What one person owes within some days, by premises.
type Owed = BTreeMap<(i64, NaiveDate, NaiveDate), BTreeMap<Id, Wanted>>;

/// How often a premises is to be seen in some days, with the rules that say so and how often each asks for it.
struct Wanted {
    want: Want,
    rules: Vec<(u32, String)>,
}

impl Wanted {
    /// The rule that asks for the first, the second … visit: the first that asks for so many.
    fn rule(&self, nth: u32) -> String {
        let rule = self.rules.iter().find(|(times, _)| *times >= nth).or(self.rules.last());
        rule.map(|(_, rule)| rule.clone()).unwrap_or_default()
    }
}

impl Office {
    /// Makes the plan of a week or a month anew, from today on. Visits that were made or settled by hand stay, and so do
    /// those of the levels above; a week takes its part of what is owed in the month.
    pub fn make_plan(&mut self, span: Span, of: NaiveDate) -> Result<Made, Refusal> {
        let (first, last) = span.of(of);
        let today = self.act.today;
        let from = first.max(today);
        if last < today {
            return Err(Refusal::said(format!(
                "{}至{}已经过去，不能再制定计划。请写这一周（月）或以后的。",
                terms::date(first),
                terms::date(last)
            )));
        }
        let range = (
            period::week_of(period::month_of(first).0).0,
            period::week_of(period::month_of(last).1).1,
        );
        let scope = self.scope.clone();
        let subjects = plans::subjects(&mut *self.store.driver, &scope)?;
        let names: HashMap<Id, &Subject> =
            subjects.iter().map(|subject| (subject.id, subject)).collect();
        let owed = self.owed(&subjects, range, from)?;
        let above = self.rules_above();
        let driver = &mut *self.store.driver;
        let made = plans::made(driver, &scope, range.0, today)?;
        let is_laid = |visit: &Visit| !visit.by_hand && !above.contains(&visit.rule);
        // What stands outside the days that are laid anew, what a person has settled, and what is laid by those above.
        let standing: Vec<Line> = plans::list(driver, &scope, range.0, range.1, None)?
            .into_iter()
            .filter(|line| {
                let anew = is_laid(&line.visit) && (from..=last).contains(&line.visit.day);
                line.visit.day >= today && !anew
            })
            .collect();
        // Where nobody has planned the days of its first week that lie in the month before, all of it comes on the month's.
        let before = |line: &Line| is_laid(&line.visit) && line.visit.day < from;
        let alone = span == Span::Month && !standing.iter().any(before);
        let earliest = if alone { from } else { today };
        let (mut visits, mut left): (Vec<Visit>, Vec<String>) = (Vec::new(), Vec::new());
        let mut left_count = 0;
        let people: Vec<&str> = owed.keys().map(|(person, _)| person.as_str()).collect();
        let barred = self.barred_days(&people, &self.workdays(range.0.max(today), range.1))?;
        for ((person, place), (level, owed)) in &owed {
            let stretches: Vec<Stretch> = owed
                .iter()
                .map(|((_, from, to), asked)| Stretch {
                    from: *from,
                    to: *to,
                    days: self
                        .workdays((*from).max(earliest), *to)
                        .into_iter()
                        .filter(|day| {
                            !barred.is_off(person, place.as_ref().unwrap_or(&scope), *day)
                        })
                        .collect(),
                    wants: asked.values().map(|asked| asked.want.clone()).collect(),
                })
                .collect();
            let asked: Vec<&BTreeMap<Id, Wanted>> = owed.values().collect();
            let counts = |visit: &&(Id, NaiveDate, Level)| counts_for(*level, visit.2);
            let mut fixed: BTreeSet<(NaiveDate, Id)> =
                made.iter().filter(counts).map(|(id, day, _)| (*day, *id)).collect();
            fixed.extend(
                standing
                    .iter()
                    .filter(|line| {
                        line.visit.person == *person || self.stands_for(&line.visit, *level)
                    })
                    .map(|line| (line.visit.day, line.visit.premises)),
            );
            // Others' visits are no load of this person.
            let own: BTreeSet<Id> = owed.values().flat_map(|asked| asked.keys().copied()).collect();
            let fixed: Vec<(NaiveDate, Id)> =
                fixed.into_iter().filter(|(_, id)| own.contains(id)).collect();
            let laid = plan::plan(&stretches, &fixed);
            // Those that stand already are the first that are asked for.
            let mut open: HashMap<(usize, Id), u32> = HashMap::new();
            for one in &laid.visits {
                *open.entry((one.stretch, one.premises)).or_default() += 1;
            }
            for one in &laid.left {
                *open.entry((one.stretch, one.premises)).or_default() += one.times;
            }
            for one in &laid.visits {
                let (Some(asked), Some(open)) = (
                    asked[one.stretch].get(&one.premises),
                    open.get_mut(&(one.stretch, one.premises)),
                ) else {
                    continue;
                };
                let nth = asked.want.times.saturating_sub(*open) + 1;
                *open -= 1;
                if !(from..=last).contains(&one.day) {
                    continue;
                }
                let Some(subject) = names.get(&one.premises) else { continue };
                visits.push(Visit {
                    community: subject.community.clone(),
                    id: clock::new_id(),
                    grid: subject.grid.clone(),
                    premises: one.premises,
                    person: person.clone(),
                    day: one.day,
                    rule: asked.rule(nth),
                    from: stretches[one.stretch].from,
                    to: stretches[one.stretch].to,
                    by_hand: false,
                    version: 1,
                });
            }
            for one in laid.left.iter().filter(|one| stretches[one.stretch].to >= from) {
                let overlaps = stretches[one.stretch].from <= last;
                if let (true, Some(subject)) = (overlaps, names.get(&one.premises)) {
                    left_count += one.times as usize;
                    left.push(subject.name.clone());
                }
            }
        }
        left.sort();
        left.dedup();
        left.truncate(LEFT_NAMED);
        let made = Made {
            from,
            to: last,
            visits: visits.len(),
            left: left_count,
            left_names: left,
            barred: barred.told((from, last)),
            unpublished: self.unpublished([from, last]),
        };
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::clear(driver, &scope, (from, last), &above)?;
            plans::insert(driver, &visits)?;
            let body = serde_json::json!({ "from": from, "to": last, "visits": visits.len() });
            trace.note("plan_make", Some(&scope), span.code(), &body)
        })?;
        Ok(made)
    }

    /// What everybody owes in the weeks and months of a range.
    fn owed(
        &mut self,
        subjects: &[Subject],
        range: (NaiveDate, NaiveDate),
        from: NaiveDate,
    ) -> Result<BTreeMap<Whose, (Level, Owed)>, Refusal> {
        let scope = self.scope.clone();
        let campaigns: Vec<Campaign> =
            store::campaigns::concerning(&mut *self.store.driver, &scope, Some(range.0))?
                .into_iter()
                .map(|stored| stored.campaign)
                .collect();
        let mut rules: Vec<Rule> = Vec::new();
        for day in range.0.iter_days().take_while(|day| *day <= range.1) {
            for rule in self.rules_with(&campaigns, day) {
                let known = |known: &Rule| {
                    (&known.code, known.from, known.to) == (&rule.code, rule.from, rule.to)
                };
                // The rounds of those above are theirs to plan; stretches longer than a month lie too far ahead.
                let own = rule.level() >= self.scope.level().min(Level::Community);
                let near = rule.to >= from && rule.to <= range.1;
                if own && near && !rules.iter().any(known) {
                    rules.push(rule);
                }
            }
        }
        let people = self.people(from)?;
        let namesakes = self.namesakes()?;
        let mut owed: BTreeMap<Whose, (Level, Owed)> = BTreeMap::new();
        for rule in rules {
            let chosen: Option<BTreeSet<Id>> = match &rule.campaign {
                None => None,
                Some(campaign) => {
                    let driver = &mut *self.store.driver;
                    let found =
                        store::coverage::in_campaign(driver, &scope, &campaign.scope, None)?;
                    let own = |place: &UnitPath| {
                        campaign.unit.covers(place) || place.covers(&campaign.unit)
                    };
                    let found = found.into_iter().filter(|subject| own(&subject.place.0));
                    Some(found.map(|subject| subject.id).collect())
                }
            };
            let mut walks: BTreeMap<(UnitPath, Option<UnitPath>), Vec<Want>> = BTreeMap::new();
            for subject in subjects {
                let holds = match &chosen {
                    Some(chosen) => chosen.contains(&subject.id),
                    None => !rule.key || subject.key,
                };
                if holds {
                    walks
                        .entry((subject.community.clone(), subject.grid.clone()))
                        .or_default()
                        .push(Want {
                            premises: subject.id,
                            way: Way::of(&subject.address),
                            times: rule.times,
                        });
                }
            }
            for ((community, grid), mut walk) in walks {
                walk.sort_by(|a, b| (&a.way, a.premises).cmp(&(&b.way, b.premises)));
                let who = people.of(&rule.by, &community, grid.as_ref());
                let parts = plan::share(&walk, who.len());
                for (part, person) in parts.into_iter().zip(names(&who)) {
                    let whose = match person {
                        Some(person) => {
                            let unit = namesakes.who(&person, &community).unit;
                            (person, unit)
                        }
                        None => (String::new(), grid.clone()),
                    };
                    let (_, own) = owed.entry(whose).or_insert_with(|| (rule.level(), Owed::new()));
                    let length = (rule.to - rule.from).num_days();
                    let asked = own.entry((length, rule.from, rule.to)).or_default();
                    for want in part {
                        let times = want.times;
                        let standing = asked
                            .entry(want.premises)
                            .or_insert_with(|| Wanted { want, rules: Vec::new() });
                        standing.want.times = standing.want.times.max(times);
                        standing.rules.push((times, rule.code.clone()));
                    }
                }
            }
        }
        Ok(owed)
    }
}

/// The names of those who go; one that is missing where there is nobody.
fn names(who: &[String]) -> Vec<Option<String>> {
    if who.is_empty() { vec![None] } else { who.iter().cloned().map(Some).collect() }
}
