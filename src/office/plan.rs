//! The plan of visits (INS-05, REP-19): made from what is owed, spread evenly, kept, and put right by hand.

mod whose;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal, clock,
    coverage::Rule,
    facts::{Known, numbered, put},
};
use crate::{
    domain::{
        campaign::Campaign,
        coverage::counts_for,
        id::Id,
        period::{self, Span},
        permission::Deed,
        plan::{self, Stretch, Want},
        rule::Asked,
        staff::Role,
        unit::{Level, UnitPath},
        way::Way,
        workday::WorkCalendar,
    },
    store::{
        self,
        plans::{self, Line, Seen, Subject, Visit},
    },
    terms,
};

/// Names of visits without a day that are told.
const LEFT_NAMED: usize = 20;
/// The paper that is taken along.
pub const PAPER: &str = "day_sheet";
/// The days in which a visit is owed are a month at most.
const AROUND: Days = Days::new(31);
/// The rule of a visit that a person has put on the plan.
pub const BY_HAND: &str = "by_hand";

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

/// A visit of the plan in its place on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub line: Line,
    /// From 1 on, of the person's day.
    pub order: u32,
    /// The day on which the visit that was owed was made.
    pub done_on: Option<NaiveDate>,
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

    /// Whether some days have a working day among them.
    pub(super) fn is_worked(&self, (from, to): (NaiveDate, NaiveDate)) -> bool {
        !self.workdays(from, to).is_empty()
    }

    /// The days on which somebody is sent out.
    fn workdays(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        workdays(&self.calendar, (from, to)).collect()
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

    /// Who goes: the 网格员 of each grid, and the people of each post.
    pub(super) fn people(&mut self, on: NaiveDate) -> Result<People, Refusal> {
        let officers = self.officers(on)?;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let posts = staff
            .into_iter()
            .filter(|person| person.serves_on(on))
            .map(|person| (person.role, person.unit, person.name))
            .collect();
        Ok(People { officers, posts })
    }

    /// The plan from a day to a day: by day, by person, each day in walking order.
    pub fn planned(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        person: Option<&str>,
    ) -> Result<Vec<Planned>, Refusal> {
        let scope = self.scope.clone();
        self.planned_of(&scope, from, to, person)
    }

    pub(super) fn planned_of(
        &mut self,
        scope: &UnitPath,
        from: NaiveDate,
        to: NaiveDate,
        person: Option<&str>,
    ) -> Result<Vec<Planned>, Refusal> {
        // A grid's rows stand under its community.
        let within = scope.at(Level::Community).unwrap_or_else(|| scope.clone());
        let today = self.act.today;
        let driver = &mut *self.store.driver;
        let mut lines = plans::list(driver, &within, from, to, person)?;
        lines.retain(|line| scope.level() < Level::Grid || line.visit.grid.as_ref() == Some(scope));
        // Other lines of the same premises may have taken a visit: of another day, or of another person.
        let (since, until) = (from - AROUND, to + AROUND);
        let around = plans::around(driver, &within, (from, to), (since, until))?;
        let earliest = around.iter().map(|visit| visit.from.min(visit.day)).min().unwrap_or(from);
        let seen = plans::made(driver, &within, earliest, today)?;
        let made: HashMap<Id, NaiveDate> = around
            .iter()
            .zip(self.lines_made(around.iter(), &seen))
            .filter_map(|(visit, made)| Some((visit.id, made?)))
            .collect();
        lines.sort_by_cached_key(|line| {
            let visit = &line.visit;
            (visit.day, visit.person.clone(), Way::of(&line.address), visit.premises)
        });
        let mut planned: Vec<Planned> = Vec::with_capacity(lines.len());
        for line in lines {
            let visit = &line.visit;
            let order = match planned.last() {
                Some(last)
                    if (last.line.visit.day, &last.line.visit.person)
                        == (visit.day, &visit.person) =>
                {
                    last.order + 1
                }
                _ => 1,
            };
            let done_on = made.get(&visit.id).copied();
            planned.push(Planned { line, order, done_on });
        }
        Ok(planned)
    }

    /// The day of the visit that has made each line of the plan, as the agenda tells it too.
    pub(super) fn lines_made<'a>(
        &self,
        lines: impl Iterator<Item = &'a Visit>,
        seen: &[Seen],
    ) -> Vec<Option<NaiveDate>> {
        let lines: Vec<plan::made::Line> = lines
            .map(|visit| plan::made::Line {
                premises: visit.premises,
                level: self.level_of(&visit.rule),
                day: visit.day,
                from: visit.from.min(visit.day),
                to: Some(visit.to).filter(|_| visit.rule != BY_HAND),
            })
            .collect();
        plan::made::made(&lines, seen)
    }

    /// One visit by its id, or by the premises and the day on which it stands.
    pub fn planned_visit(&mut self, wanted: &str, on: Option<NaiveDate>) -> Result<Line, Refusal> {
        let scope = self.scope.clone();
        if let Some(id) = Id::parse(wanted.trim())
            && let Some(line) = plans::by_id(&mut *self.store.driver, &scope, id)?
        {
            return Ok(line);
        }
        let entry = self.find_premises(wanted)?.entry;
        let today = self.act.today;
        let (from, to) = on.map_or((today, today + Days::new(62)), |on| (on, on));
        let lines = plans::list(&mut *self.store.driver, &entry.community, from, to, None)?;
        let found = lines.into_iter().find(|line| line.visit.premises == entry.id);
        found.ok_or_else(|| {
            let when = on.map_or_else(|| "今天起".to_owned(), terms::date);
            Refusal::said(format!(
                "{when}的计划里没有“{}”。请用 anban plan 看计划，或用 anban plan add 加上。",
                entry.name
            ))
        })
    }

    /// Takes a visit to another day, to another person whose visits count for it, or both; making the plan anew leaves it
    /// there. One of the levels above is theirs to move.
    pub fn move_visit(
        &mut self,
        line: &Line,
        day: Option<NaiveDate>,
        person: Option<&str>,
    ) -> Result<(NaiveDate, String), Refusal> {
        let visit = &line.visit;
        let day = day.unwrap_or(visit.day);
        let person = person.unwrap_or(&visit.person).trim();
        self.check_is_ours(line)?;
        if person != visit.person {
            self.check_walker(person, day)?;
            self.check_counts(line, person, day)?;
        }
        self.check_may_go(person, &visit.community, day)?;
        if day < self.act.today {
            let said = format!("{}已经过去，不能把检查安排到那一天。", terms::date(day));
            return Err(Refusal::of(Asked::Day(day), said));
        }
        if visit.rule != BY_HAND && !(visit.from..=visit.to).contains(&day) {
            let said = format!(
                "“{}”的这一次要在{}至{}之间查，{}不在其中。请另选一天。",
                line.name,
                terms::month_day(visit.from),
                terms::month_day(visit.to),
                terms::month_day(day)
            );
            return Err(Refusal::of(Asked::Day(day), said));
        }
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::put(driver, visit, person, day).map_err(|fault| match fault {
                store::Fault::Unique { .. } => Refusal::said(format!(
                    "{}{person}的计划里已经有“{}”。",
                    terms::date(day),
                    line.name
                )),
                other => other.into(),
            })?;
            let body = serde_json::json!({
                "before": { "day": visit.day, "person": visit.person },
                "after": { "day": day, "person": person }
            });
            trace.note("plan_move", Some(&visit.community), visit.premises, &body)
        })?;
        Ok((day, person.to_owned()))
    }

    /// Puts a visit on the plan by hand.
    pub fn add_visit(
        &mut self,
        wanted: &str,
        day: NaiveDate,
        person: Option<&str>,
    ) -> Result<Visit, Refusal> {
        if day < self.act.today {
            let said = format!("{}已经过去，不能把检查安排到那一天。", terms::date(day));
            return Err(Refusal::of(Asked::Day(day), said));
        }
        let entry = self.find_premises(wanted)?.entry;
        let officers = self.officers(day)?;
        let own = || entry.grid.as_ref().and_then(|grid| officers.get(grid)?.first().cloned());
        let person = person.map(|person| person.trim().to_owned()).or_else(own);
        if let Some(person) = &person {
            self.check_walker(person, day)?;
            self.check_may_go(person, &entry.community, day)?;
        }
        let visit = Visit {
            community: entry.community.clone(),
            id: clock::new_id(),
            grid: entry.grid.clone(),
            premises: entry.id,
            person: person.unwrap_or_default(),
            day,
            rule: BY_HAND.to_owned(),
            from: day,
            to: day,
            by_hand: true,
            version: 1,
        };
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::insert(driver, std::slice::from_ref(&visit)).map_err(|fault| match fault {
                store::Fault::Unique { .. } => {
                    Refusal::said(format!("{}的计划里已经有“{}”。", terms::date(day), entry.name))
                }
                other => other.into(),
            })?;
            let body = serde_json::json!({ "day": day, "person": visit.person });
            trace.note("plan_add", Some(&visit.community), visit.premises, &body)
        })?;
        Ok(visit)
    }

    /// A visit that is settled by hand is somebody's of this office. One that has not written down yet who works there
    /// asks for nobody.
    fn check_walker(&mut self, name: &str, day: NaiveDate) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let known = staff.iter().any(|person| person.serves_on(day) && person.name == name);
        if staff.is_empty() || known {
            return Ok(());
        }
        let officers = self.officers(day)?;
        if officers.values().flatten().any(|officer| officer == name) {
            return Ok(());
        }
        Err(Refusal::of(
            Asked::Person(name.to_owned()),
            format!("在岗的人员里没有叫“{name}”的。请核对姓名，或用 anban staff add 登记。"),
        ))
    }

    /// Nobody is sent out who may not inspect on that day.
    fn check_may_go(&mut self, name: &str, at: &UnitPath, day: NaiveDate) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        self.check_certified(&[name.to_owned()], at, &staff, day)?;
        Ok(())
    }

    /// Takes a visit off the plan; one of the levels above is theirs to take off.
    pub fn drop_visit(&mut self, line: &Line) -> Result<(), Refusal> {
        self.check_is_ours(line)?;
        let visit = &line.visit;
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::remove(driver, visit)?;
            let body = serde_json::json!({ "day": visit.day, "person": visit.person });
            trace.note("plan_remove", Some(&visit.community), visit.premises, &body)
        })
    }

    /// The plan as a list that papers print.
    pub(super) fn planned_rows(
        &mut self,
        of: &UnitPath,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let planned = self.planned_of(of, from, to, None)?;
        Ok(numbered(planned.into_iter().map(|planned| {
            let line = planned.line;
            let mut known = Known::new();
            for (name, value) in [
                ("day", terms::date(line.visit.day)),
                ("weekday", terms::weekday(line.visit.day).to_owned()),
                ("person", who(&line.visit.person)),
                ("order", planned.order.to_string()),
                ("community", self.unit_name(&line.visit.community)),
                ("grid", self.grid_alone(line.visit.grid.as_ref())),
                ("premises", line.name),
                ("address", line.address),
                ("contact", line.contact),
                ("phone", line.phone),
                ("key", if line.key { "是" } else { "" }.to_owned()),
                ("rule", self.rule_label(&line.visit)),
                ("last_on", line.last_on.map(terms::date).unwrap_or_default()),
                ("done_on", planned.done_on.map(terms::date).unwrap_or_default()),
            ] {
                put(&mut known, name, value);
            }
            known
        })))
    }

    /// What a visit is for, in words.
    pub fn rule_label(&self, visit: &Visit) -> String {
        if visit.rule == BY_HAND {
            return "临时安排".to_owned();
        }
        let regime = &self.regime;
        let patrol = regime.patrol(&visit.rule, visit.from);
        let patrol = patrol.or_else(|| regime.first_patrol(&visit.rule));
        patrol.map_or_else(|| "专项行动".to_owned(), |patrol| patrol.label.clone())
    }
}

/// The working days among some.
pub(super) fn workdays(
    calendar: &WorkCalendar,
    (from, to): (NaiveDate, NaiveDate),
) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to).filter(|day| calendar.is_workday(*day))
}

/// The person of a visit, or what stands for one that is missing.
pub fn who(person: &str) -> String {
    if person.is_empty() { "未定".to_owned() } else { person.to_owned() }
}

pub(super) struct People {
    officers: HashMap<UnitPath, Vec<String>>,
    posts: Vec<(Role, UnitPath, String)>,
}

impl People {
    /// Who walks a rule's round through a grid; nobody where the post is vacant.
    pub(super) fn of(
        &self,
        by: &str,
        community: &UnitPath,
        grid: Option<&UnitPath>,
    ) -> Vec<String> {
        if by == Role::GridOfficer.code() {
            return grid.and_then(|grid| self.officers.get(grid)).cloned().unwrap_or_default();
        }
        let near = |unit: &UnitPath| unit.covers(community);
        self.posts
            .iter()
            .filter(|(role, unit, _)| role.code() == by && near(unit))
            .map(|(_, _, name)| name.clone())
            .collect()
    }
}

/// The names of those who go; one that is missing where there is nobody.
fn names(who: &[String]) -> Vec<Option<String>> {
    if who.is_empty() { vec![None] } else { who.iter().cloned().map(Some).collect() }
}
