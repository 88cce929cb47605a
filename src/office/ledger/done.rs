//! When a task was done: once it is late, those who are asked say so on the day on which they say it. That it was done
//! before, and who would clear himself with it, is said by whoever has laid it, or above.

use chrono::NaiveDate;

use super::{Entry, Office, Refusal};
use crate::{
    domain::{
        accountability::Away,
        entry::{is_cleared, people},
        unit::UnitPath,
    },
    office::{given::OWNER, officers::leave_since, review::TASKS},
    terms,
};

impl Office {
    /// Refuses those who are asked to say of a late task that it was done before the day on which they say it.
    pub(super) fn check_done(&mut self, before: &Entry, after: &Entry) -> Result<(), Refusal> {
        let today = self.act.today;
        if before.ledger != TASKS || self.act.roles.is_empty() || after.void.is_some() {
            return Ok(());
        }
        let Some(due) = before.until else { return Ok(()) };
        let owner = before.fields.get(OWNER).map_or("", String::as_str);
        let plain = due;
        let due = self.last_day_of(people(owner), &before.community, plain)?;
        let longer = match due == plain {
            true => String::new(),
            false => format!("（请假，顺延到{}）", terms::date(due)),
        };
        if !is_cleared(due, before.done_on(), after.done_on(), today) {
            return Ok(());
        }
        let is_owner = people(owner).any(|name| name == self.act.actor);
        let Some(laid) = self.laid_above(before, is_owner)? else { return Ok(()) };
        Err(Refusal::field(
            "done_on",
            format!(
                "这项任务{}到期{longer}，已经逾期，{}登记的“完成日期”不能早于登记的日子{}。确实早办完的，{}。",
                terms::date(plain),
                self.act.actor,
                terms::date(today),
                laid
            ),
        ))
    }

    /// The last day in time of what several are asked for by a day: who is on leave on it has until he is back, and the
    /// first of them tells.
    fn last_day_of<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        at: &UnitPath,
        due: NaiveDate,
    ) -> Result<NaiveDate, Refusal> {
        let leave = leave_since(&mut *self.store.driver, &self.calendar, &self.home, due)?;
        let last = names.map(|name| Away::of(&leave, name, at).due(&self.calendar, due));
        Ok(last.min().unwrap_or(due))
    }
}
