//! The plan of visits (INS-05, REP-19): made from what is owed, spread evenly, kept, and put right by hand.

mod by_hand;
mod making;
mod whose;

pub use making::Made;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal,
    facts::{Known, numbered, put},
};
use crate::{
    domain::{
        id::Id,
        plan,
        staff::Role,
        unit::{Level, UnitPath},
        way::Way,
        workday::WorkCalendar,
    },
    store::{
        self,
        plans::{self, Line, Seen, Visit},
    },
    terms,
};

/// The paper that is taken along.
pub const PAPER: &str = "day_sheet";
/// The days in which a visit is owed are a month at most.
const AROUND: Days = Days::new(31);
/// The rule of a visit that a person has put on the plan.
pub const BY_HAND: &str = "by_hand";

/// A visit of the plan in its place on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub line: Line,
    /// From 1 on, of the person's day.
    pub order: u32,
    /// The day on which the visit that was owed was made.
    pub done_on: Option<NaiveDate>,
}

impl Office {
    /// Whether some days have a working day among them.
    pub(super) fn is_worked(&self, (from, to): (NaiveDate, NaiveDate)) -> bool {
        !self.workdays(from, to).is_empty()
    }

    /// The days on which somebody is sent out.
    fn workdays(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        workdays(&self.calendar, (from, to)).collect()
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
