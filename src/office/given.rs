//! Tasks that the units above have given to people of this desk (REP-12 按时完成上级部署): they stand under the unit that
//! gave them out and are told to whom they name, who enters here that they are done.

use std::collections::BTreeSet;

use super::{Office, Refusal, review::TASKS};
use crate::{
    domain::{
        entry::{Entry, people},
        id::Id,
        staff::Role,
        unit::UnitPath,
    },
    store::{
        self,
        entries::{self, Filter, Stored},
        journal,
    },
};

/// What whoever has the task says of it; the rest is said by who gave it out.
const ANSWERS: [&str; 3] = ["done_on", "result", "remarks"];

impl Office {
    /// Tasks of the units above this desk that name somebody of it, or a unit of it.
    pub(super) fn tasks_from_above(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        let filter = Filter { ledger: Some(TASKS.to_owned()), ..filter.clone() };
        let home = self.home.clone();
        let above = std::iter::successors(self.scope.parent(), UnitPath::parent);
        let above: Vec<UnitPath> = above.take_while(|unit| home.covers(unit)).collect();
        let mut rows = Vec::new();
        for unit in above {
            rows.extend(entries::of_unit(&mut *self.store.driver, &unit, &filter)?);
        }
        if !rows.is_empty() {
            let names = self.names_here()?;
            rows.retain(|row| owners(&row.entry).any(|owner| names.contains(owner)));
        }
        Ok(rows)
    }

    /// One of them.
    pub(super) fn task_from_above(&mut self, id: Id) -> Result<Option<Stored>, Refusal> {
        let rows = self.tasks_from_above(&Filter { void: true, ..Filter::default() })?;
        Ok(rows.into_iter().find(|row| row.entry.id == id))
    }

    /// The unit above this desk that has given a task out.
    pub(super) fn given_by(&self, entry: &Entry) -> Option<String> {
        let above = entry.community != self.scope && entry.community.covers(&self.scope);
        above.then(|| self.unit_name(&entry.community))
    }

    /// Of a task that was given out above only what has come of it is said here; so it is of a task that others have given to
    /// a grid officer, by himself.
    pub(super) fn check_given(&mut self, before: &Entry, after: &Entry) -> Result<(), Refusal> {
        if before.ledger != TASKS {
            return Ok(());
        }
        let by = match self.given_by(before) {
            Some(by) => by,
            None if self.is_given_to_actor(before)? => self.unit_name(&before.community),
            None => return Ok(()),
        };
        let said = |entry: &Entry| {
            let mut fields = entry.fields.clone();
            fields.retain(|id, value| !ANSWERS.contains(&id.as_str()) && !value.is_empty());
            fields
        };
        if after.void.is_none() && said(before) == said(after) {
            return Ok(());
        }
        Err(Refusal::said(format!(
            "这项任务是{by}交办的，这里只登记完成日期、完成情况和备注。任务内容、责任人、期限要改，或要作废，请告诉{by}。"
        )))
    }

    /// Whether a task names who acts, a grid officer and nothing more, and somebody else has entered it.
    fn is_given_to_actor(&mut self, task: &Entry) -> Result<bool, Refusal> {
        let actor = self.act.actor.clone();
        let grid_only = |roles: &[Role]| roles.iter().all(|role| *role == Role::GridOfficer);
        if actor.is_empty() || !grid_only(&self.act.roles) || !owners(task).any(|it| it == actor) {
            return Ok(false);
        }
        let (community, id) = (task.community.as_str(), task.id.to_string());
        let links = journal::of_object(&mut *self.store.driver, community, &id)?;
        Ok(links.first().is_none_or(|link| link.entry.actor != actor))
    }

    /// Who serves at this desk today or has a duty in a grid of it, and the names of its units.
    fn names_here(&mut self) -> Result<BTreeSet<String>, Refusal> {
        let (today, scope) = (self.act.today, self.scope.clone());
        let driver = &mut *self.store.driver;
        let staff = store::staff::under(driver, &scope)?.into_iter();
        let duties = store::units::assignments(driver, &scope)?.into_iter();
        let mut names: BTreeSet<String> =
            staff.filter(|person| person.serves_on(today)).map(|person| person.name).collect();
        names.extend(duties.filter(|duty| duty.holds_on(today)).map(|duty| duty.name));
        let units = self.units.iter().filter(|unit| scope.covers(&unit.path));
        names.extend(units.map(|unit| unit.name.clone()));
        Ok(names)
    }
}

fn owners(task: &Entry) -> impl Iterator<Item = &str> {
    people(task.fields.get("owner").map_or("", String::as_str))
}
