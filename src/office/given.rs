//! Tasks that the units above have given to people of this desk (REP-12 按时完成上级部署): they stand under the unit that
//! gave them out and are told to whom they name, who enters here that they are done. What is given to several is owed by
//! each of them, and is a row for each.

use std::collections::BTreeSet;

use super::{Office, Refusal, clock, review::TASKS};
use crate::{
    domain::{
        entry::{Entry, people},
        id::Id,
        staff::{Role, Staff},
        unit::{Assignment, Duty, Level, UnitPath},
    },
    form::ledger::Ledger,
    store::{
        self,
        entries::{self, Filter, Stored},
        journal,
    },
};

/// The field that says whose a task is.
pub(super) const OWNER: &str = "owner";

/// What whoever has the task says of it; the rest is said by who gave it out.
const ANSWERS: [&str; 3] = ["done_on", "result", "remarks"];

impl Office {
    /// Tasks of the units above this desk that name somebody of it, or a unit of it.
    pub(super) fn tasks_from_above(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        let mut rows = self.tasks_above(filter)?;
        if !rows.is_empty() {
            let names = self.names_here()?;
            rows.retain(|row| owners(&row.entry).any(|owner| names.contains(owner)));
        }
        Ok(rows)
    }

    /// All tasks of the units above this desk.
    fn tasks_above(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        let filter = Filter { ledger: Some(TASKS.to_owned()), ..filter.clone() };
        let home = self.home.clone();
        let above = std::iter::successors(self.scope.parent(), UnitPath::parent);
        let above: Vec<UnitPath> = above.take_while(|unit| home.covers(unit)).collect();
        let mut rows = Vec::new();
        for unit in above {
            rows.extend(entries::of_unit(&mut *self.store.driver, &unit, &filter)?);
        }
        Ok(rows)
    }

    /// A row that shows something here: one in sight, or a task of a unit above, whoever has it by now.
    pub(super) fn entry_behind(&mut self, id: Id) -> Result<Stored, Refusal> {
        if let Some(found) = entries::by_id(&mut *self.store.driver, &self.scope, id)? {
            return Ok(found);
        }
        let above = self.tasks_above(&Filter { void: true, ..Filter::default() })?;
        above.into_iter().find(|row| row.entry.id == id).map_or_else(|| self.entry(id), Ok)
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

    /// Whose rows a task becomes that a unit gives out: given down to several people or units by a unit above the
    /// communities it is one for each. What several of its own people do, and what a community gives out, is one work of
    /// theirs together.
    pub(super) fn owed_apart(
        &mut self,
        unit: &UnitPath,
        owner: &str,
    ) -> Result<Vec<String>, Refusal> {
        let each = each_of(owner);
        if each.len() < 2 || unit.level() >= Level::Community {
            return Ok(vec![owner.to_owned()]);
        }
        let today = self.act.today;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let is_own = |name: &String| {
            let serves = |person: &Staff| person.unit == *unit && person.serves_on(today);
            staff.iter().any(|person| person.name == *name && serves(person))
        };
        Ok(if each.iter().all(is_own) { vec![owner.to_owned()] } else { each })
    }

    /// That a task is one of several rows, each of which is seen to by itself; nothing at the desks below.
    pub fn given_apart(&mut self, task: &Entry) -> Result<Option<String>, Refusal> {
        let above = task.community.level() < Level::Community || self.lays_down(&task.community);
        let is_given = task.ledger == TASKS && above;
        if !is_given || task.void.is_some() || self.given_by(task).is_some() {
            return Ok(None);
        }
        let filter = Filter {
            ledger: Some(TASKS.to_owned()),
            from: Some(task.on),
            to: Some(task.on),
            ..Filter::default()
        };
        let mut rows = entries::of_unit(&mut *self.store.driver, &task.community, &filter)?;
        rows.sort_by_key(|row| row.entry.id);
        let same = |row: &&Stored| {
            row.entry.until == task.until
                && row.entry.fields.get("content") == task.fields.get("content")
        };
        rows.retain(|row| same(&row));
        let names: Vec<&str> = rows.iter().flat_map(|row| owners(&row.entry)).collect();
        // One row of several is done by all of them together.
        Ok((rows.len() > 1)
            .then(|| format!("这项任务{}各有一条，各自登记完成。", names.join("、"))))
    }

    /// A row as it is to be written, and after it those of the others to whom the task is given as well. One of the desk that
    /// writes goes before, then whoever had it.
    pub(super) fn rows_of_each(
        &mut self,
        ledger: &Ledger,
        before: Option<&Entry>,
        row: Entry,
    ) -> Result<(Entry, Vec<Entry>), Refusal> {
        if row.ledger != TASKS || row.void.is_some() {
            return Ok((row, Vec::new()));
        }
        let owner = row.fields.get(OWNER).cloned().unwrap_or_default();
        // Whom somebody above names in a community's own ledger each owe it as well.
        let names = before.is_none_or(|before| !owners(before).eq(owners(&row)));
        let mut each = match names && self.lays_down(&row.community) {
            true => each_of(&owner),
            false => self.owed_apart(&row.community, &owner)?,
        };
        if each.len() < 2 {
            return Ok((row, Vec::new()));
        }
        let below = self.given_by(&row).is_some();
        let here = if below { self.names_here()? } else { BTreeSet::new() };
        let had = |name: &str| before.is_none_or(|before| owners(before).any(|one| one == name));
        each.sort_by_key(|name| (below && !here.contains(name), !had(name)));
        let of = |name: String| {
            let mut fields = row.fields.clone();
            let others = below && !here.contains(&name);
            if let Some(before) = before.filter(|_| others || !had(&name)) {
                // What this desk says has come of it is said of its own.
                for answer in ANSWERS {
                    let was = before.fields.get(answer).filter(|_| had(&name)).cloned();
                    fields.remove(answer);
                    fields.extend(was.map(|was| (answer.to_owned(), was)));
                }
            }
            fields.insert(OWNER.to_owned(), name);
            let waits = ledger.waits(row.until, &fields);
            Entry { id: clock::new_id(), waits, fields, ..row.clone() }
        };
        let mut rows = each.into_iter().map(of);
        let first = rows.next().map_or_else(|| row.clone(), |first| Entry { id: row.id, ..first });
        Ok((first, rows.collect()))
    }

    /// Whether who acts is signed in and speaks for a unit above the community whose ledger it is.
    fn lays_down(&self, unit: &UnitPath) -> bool {
        let own = !self.act.roles.is_empty() && unit.level() >= Level::Community;
        own && self.own_level() < Level::Community
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

    /// Whether a task goes from somebody of this desk to somebody else of it: who of its people does it the desk decides,
    /// whoever has given it out. What is late stays with who had it then ([`super::ledger::Hands`]).
    pub(super) fn is_handed_on_here(
        &mut self,
        before: &Entry,
        after: &Entry,
    ) -> Result<bool, Refusal> {
        if before.ledger != TASKS || owners(before).eq(owners(after)) {
            return Ok(false);
        }
        let here = self.names_here()?;
        Ok(owners(before).chain(owners(after)).all(|name| here.contains(name)))
    }

    /// Who serves at this desk today, and the names of its units. A duty in a grid of it is a post here only of a 网格员 whom
    /// the staff list knows nowhere else: the others come from above (包保责任人, 联系负责人) and sit at a desk there.
    fn names_here(&mut self) -> Result<BTreeSet<String>, Refusal> {
        let (today, scope) = (self.act.today, self.scope.clone());
        let driver = &mut *self.store.driver;
        let staff = store::staff::under(driver, &self.home)?.into_iter();
        let serving: Vec<Staff> = staff.filter(|person| person.serves_on(today)).collect();
        let (here, elsewhere): (Vec<&Staff>, Vec<&Staff>) =
            serving.iter().partition(|person| scope.covers(&person.unit));
        let mut names: BTreeSet<String> = here.iter().map(|person| person.name.clone()).collect();
        let duties = store::units::assignments(driver, &scope)?.into_iter();
        let walks = |duty: &Assignment| duty.duty == Duty::GridOfficer && duty.holds_on(today);
        let sits_elsewhere = |name: &str| elsewhere.iter().any(|person| person.name == name);
        let duties = duties.filter(|duty| walks(duty) && !sits_elsewhere(&duty.name));
        names.extend(duties.map(|duty| duty.name));
        let units = self.units.iter().filter(|unit| scope.covers(&unit.path));
        names.extend(units.map(|unit| unit.name.clone()));
        Ok(names)
    }
}

/// Each name of several once.
fn each_of(owner: &str) -> Vec<String> {
    let mut each: Vec<String> = Vec::new();
    for name in people(owner) {
        if !each.iter().any(|known| known == name) {
            each.push(name.to_owned());
        }
    }
    each
}

fn owners(task: &Entry) -> impl Iterator<Item = &str> {
    people(task.fields.get(OWNER).map_or("", String::as_str))
}
