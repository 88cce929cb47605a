//! Whom the office knows by name: its staff, those who have a duty in a grid, its units. Somebody from elsewhere is said to
//! be so.

use std::collections::BTreeSet;

use super::{Office, Refusal, review::TASKS};
use crate::{
    domain::entry::{Entry, is_outside, people},
    store,
};

impl Office {
    /// Those of some names who are neither known nor said to be from elsewhere. An office that has not written down yet
    /// who works there asks nobody.
    pub(super) fn strangers(&mut self, names: &[&str]) -> Result<Vec<String>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        if staff.is_empty() || names.iter().all(|name| is_outside(name)) {
            return Ok(Vec::new());
        }
        let duties = store::units::assignments(&mut *self.store.driver, &self.home)?;
        let mut known: BTreeSet<&str> = staff.iter().map(|person| person.name.as_str()).collect();
        known.extend(duties.iter().map(|duty| duty.name.as_str()));
        known.extend(self.units.iter().map(|unit| unit.name.as_str()));
        let strange = names.iter().filter(|name| !is_outside(name) && !known.contains(*name));
        Ok(strange.map(|name| (*name).to_owned()).collect())
    }

    /// That the office knows somebody who is named in a field.
    pub(super) fn check_known(&mut self, name: &str, field: &str) -> Result<(), Refusal> {
        match self.strangers(&[name])?.first() {
            None => Ok(()),
            Some(stranger) => Err(Refusal::field(field, unknown(stranger))),
        }
    }

    /// Who is given a task is known; who had it before it was put right stays.
    pub(super) fn check_owners(
        &mut self,
        before: Option<&Entry>,
        task: &Entry,
    ) -> Result<(), Refusal> {
        let owner = |entry: &Entry| entry.fields.get("owner").cloned().unwrap_or_default();
        let owners = owner(task);
        if task.ledger != TASKS || before.is_some_and(|before| owner(before) == owners) {
            return Ok(());
        }
        let names: Vec<&str> = people(&owners).collect();
        match self.strangers(&names)?.first() {
            None => Ok(()),
            Some(stranger) => Err(Refusal::field("owner", unknown(stranger))),
        }
    }
}

/// What is wrong with a name that nobody knows, and what to do.
pub(super) fn unknown(name: &str) -> String {
    format!(
        "“{name}”不在人员名单里。请写名单上的人，或先登记这个人员；是外单位的，写成“{name}（外单位）”。"
    )
}
