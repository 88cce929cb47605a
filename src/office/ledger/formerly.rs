//! What a row of a ledger said before: who had a task that is late while it became so, how a clue stood when a quarter ended.
//! The journal has each change, whether somebody put it right, left, or the minutes say another.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Office, Refusal, Stored};
use crate::{
    domain::entry::{self, Entry},
    office::{given::OWNER, review::TASKS},
    store::journal::{self, Link},
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
        let links = self.entry_links(entry)?;
        let Some(begun) = links.first().map(|link| link.entry.day) else { return Ok(None) };
        let owner = |entry: &Entry| entry.fields.get(OWNER).cloned().unwrap_or_default();
        let changes = changes(&links).map(|(on, was, is)| (on, owner(&was), owner(&is)));
        Ok(Some((begun, changes.collect())))
    }

    /// What a field of a row said at the end of a day; of one that was entered later, as it was entered.
    pub(in crate::office) fn field_on(
        &mut self,
        stored: &Stored,
        id: &str,
        on: NaiveDate,
    ) -> Result<String, Refusal> {
        let of = |entry: &Entry| entry.fields.get(id).cloned().unwrap_or_default();
        if stored.changed_on.is_none_or(|changed| changed <= on) {
            return Ok(of(&stored.entry));
        }
        let links = self.entry_links(&stored.entry)?;
        let later = changes(&links).find(|(day, ..)| *day > on);
        Ok(later.map_or_else(|| of(&stored.entry), |(_, was, _)| of(&was)))
    }

    fn entry_links(&mut self, entry: &Entry) -> Result<Vec<Link>, Refusal> {
        let (unit, id) = (entry.community.as_str(), entry.id.to_string());
        Ok(journal::of_object(&mut *self.store.driver, unit, &id)?)
    }
}

/// Each change of a row: its day, the row before and after it.
fn changes(links: &[Link]) -> impl Iterator<Item = (NaiveDate, Entry, Entry)> {
    links.iter().filter_map(|link| {
        let body: Changed = serde_json::from_str(&link.entry.body).ok()?;
        Some((link.entry.day, body.before, body.after))
    })
}
