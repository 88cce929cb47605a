//! Whose a visit of the plan is: each level makes and changes its own and those of the levels below it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{BY_HAND, Office, Refusal};
use crate::{
    domain::{
        coverage::counts_for,
        rule::Asked,
        staff::Role,
        unit::{Level, UnitPath},
    },
    office::{coverage::level_of, inspect},
    store::{
        self,
        plans::{Line, Visit},
    },
    terms,
};

impl Office {
    /// The lowest level whose rounds this desk does not make.
    fn makes_from(&self) -> Level {
        self.scope.level().min(Level::Community)
    }

    /// The rounds that those above this desk make and walk, by their codes.
    pub(in crate::office) fn rules_above(&self) -> Vec<String> {
        let patrols = self.regime.patrols_by_code();
        let above = patrols.filter(|patrol| level_of(&patrol.by) < self.makes_from());
        above.map(|patrol| patrol.code.clone()).collect()
    }

    /// Whose round a visit of the plan is of; a campaign's and one that was put there by hand are anybody's.
    pub(super) fn level_of(&self, rule: &str) -> Level {
        let patrol = self.regime.first_patrol(rule);
        patrol.map_or(Level::Community, |patrol| level_of(&patrol.by))
    }

    /// Whether whoever has the grid walks the round of a visit.
    pub(in crate::office) fn is_of_grid(&self, rule: &str) -> bool {
        let patrol = self.regime.first_patrol(rule);
        patrol.is_none_or(|patrol| patrol.by == Role::GridOfficer.code())
    }

    /// Refused where a visit is of a round of those above, or was put there by hand for one of them.
    pub(super) fn check_is_ours(&mut self, line: &Line) -> Result<(), Refusal> {
        let visit = &line.visit;
        let own = self.makes_from();
        let level = match visit.rule == BY_HAND {
            true => self.posted(&visit.person, &visit.community, visit.day)?,
            false => Some(self.level_of(&visit.rule)),
        };
        let Some(level) = level.filter(|level| *level < own) else { return Ok(()) };
        let level = terms::level(level);
        let whom = match visit.person.is_empty() {
            true => format!("{level}的人"),
            false => visit.person.clone(),
        };
        Err(Refusal::said(format!(
            "{}“{}”的这一次是{level}的检查（{}，{}），由{level}安排，这里不能改。要改请告诉{whom}。",
            terms::month_day(visit.day),
            line.name,
            self.rule_label(visit),
            super::who(&visit.person),
        )))
    }

    /// Refused where the visits of whom it is given to do not count for its round.
    pub(super) fn check_counts(
        &mut self,
        line: &Line,
        person: &str,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        let visit = &line.visit;
        let level = self.level_of(&visit.rule);
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let by = inspect::level_of(&[person.to_owned()], &staff, &visit.community, day);
        if counts_for(level, by) {
            return Ok(());
        }
        let people = self.people(day)?;
        let patrol = self.regime.first_patrol(&visit.rule);
        let walkers = patrol.map_or(Vec::new(), |patrol| {
            people.of(&patrol.by, &visit.community, visit.grid.as_ref())
        });
        let names: BTreeSet<String> = walkers.into_iter().collect();
        let whom = match names.is_empty() {
            true => format!("请换{}的人", terms::level(level)),
            false => {
                format!("请换{}", names.into_iter().collect::<Vec<_>>().join("、"))
            }
        };
        Err(Refusal::of(
            Asked::Person(person.to_owned()),
            format!(
                "“{}”的这一次是{}的检查（{}），{person}去查不算数。{whom}，或另给{person}加一次。",
                line.name,
                terms::level(level),
                self.rule_label(visit),
            ),
        ))
    }

    /// The lowest level at which somebody of this name serves over a community; none of whom the staff list does not know.
    fn posted(
        &mut self,
        name: &str,
        community: &UnitPath,
        day: NaiveDate,
    ) -> Result<Option<Level>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let posts = staff.iter().filter(|person| person.serves_on(day) && person.name == name);
        let near = posts.filter(|it| it.unit.covers(community) || community.covers(&it.unit));
        Ok(near.map(|person| person.unit.level()).max())
    }

    /// Refused where nobody of the staff, no grid and no visit of these days has the name.
    pub fn check_planned(
        &mut self,
        name: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let officers = self.officers(to)?;
        let known = staff.iter().any(|person| person.name == name)
            || officers.values().flatten().any(|officer| officer == name)
            || !self.planned(from, to, Some(name))?.is_empty();
        match known {
            true => Ok(()),
            false => Err(Refusal::of(
                Asked::Person(name.to_owned()),
                format!("人员里没有叫“{name}”的，这些天的计划里也没有。请核对姓名。"),
            )),
        }
    }

    /// Whether a line of the plan asks for what the round of a level asks for: put to another day or person, it still does.
    pub(super) fn stands_for(&self, visit: &Visit, level: Level) -> bool {
        visit.by_hand && visit.rule != BY_HAND && level == self.level_of(&visit.rule)
    }
}
