//! Who had a task before: a task that is late is told with the names of those who had it while it became so. The journal has
//! each change of hands, whether somebody put the name right, left, or the minutes say another.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Office, Refusal, Stored};
use crate::{
    domain::entry::{self, Entry},
    office::{given::OWNER, review::TASKS},
    store::journal,
    terms,
};

#[derive(Deserialize)]
struct Changed {
    before: Entry,
    after: Entry,
}

/// A change of hands: the day, who had it, who has it since.
type Handed = (NaiveDate, String, String);

impl Office {
    /// 2026年11月25日前由陈一鸣负责; nothing of a task that was always its owner's, and of what is no task.
    pub fn formerly(&mut self, stored: &Stored) -> Result<Option<String>, Refusal> {
        let Some((begun, changes)) = self.hands_of_task(stored)? else { return Ok(None) };
        let had = entry::formerly(begun, &changes);
        let told: Vec<String> =
            had.iter().map(|(names, on)| format!("{}前由{names}负责", terms::date(*on))).collect();
        Ok(Some(told.join("，")).filter(|told| !told.is_empty()))
    }

    /// The names of those who had a task at the end of a day.
    pub(in crate::office) fn task_owners_on(
        &mut self,
        task: &Stored,
        day: NaiveDate,
    ) -> Result<String, Refusal> {
        let changes = self.hands_of_task(task)?.map(|(_, changes)| changes).unwrap_or_default();
        let now = || task.entry.fields.get(OWNER).map_or("", String::as_str);
        Ok(entry::had_on(&changes, day).unwrap_or_else(now).to_owned())
    }

    /// When a task was entered, and how it changed since, as the journal has it; `None` where nothing did.
    fn hands_of_task(
        &mut self,
        stored: &Stored,
    ) -> Result<Option<(NaiveDate, Vec<Handed>)>, Refusal> {
        let entry = &stored.entry;
        if entry.ledger != TASKS || stored.version <= 1 {
            return Ok(None);
        }
        let driver = &mut *self.store.driver;
        let links = journal::of_object(driver, entry.community.as_str(), &entry.id.to_string())?;
        let Some(begun) = links.first().map(|link| link.entry.day) else { return Ok(None) };
        let owner = |entry: &Entry| entry.fields.get(OWNER).cloned().unwrap_or_default();
        let changes = links.iter().filter_map(|link| {
            let body: Changed = serde_json::from_str(&link.entry.body).ok()?;
            Some((link.entry.day, owner(&body.before), owner(&body.after)))
        });
        Ok(Some((begun, changes.collect())))
    }
}
