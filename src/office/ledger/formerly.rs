//! What a row of a ledger said before: who had a task that is late while it became so, and whom it is held against, how a
//! clue stood when a quarter ended. The journal has each change, whether somebody put it right, left, or the minutes say another.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Office, Refusal, Stored};
use crate::{
    domain::{
        entry::{self, Entry, people},
        id::Id,
    },
    office::{given::OWNER, review::TASKS},
    store::{
        Driver,
        journal::{self, Link},
    },
    terms,
};

#[derive(Deserialize)]
struct Changed {
    before: Entry,
    after: Entry,
}

/// A change of hands: the day, who had it, who has it since.
type Handed = (NaiveDate, String, String);

/// Through whose hands a task went, as this office's journal has it.
#[derive(Debug, Default)]
pub(in crate::office) struct Hands {
    /// The day on which it was entered, and whether it was entered anew for one of another community.
    begun: Option<NaiveDate>,
    moved: Option<Id>,
    /// The day of a change, who had it and who has it since.
    changes: Vec<Handed>,
}

impl Hands {
    /// Of a task as it stands; nothing where it was never changed.
    pub fn of(driver: &mut dyn Driver, stored: &Stored) -> Result<Hands, Refusal> {
        let entry = &stored.entry;
        if entry.ledger != TASKS {
            return Ok(Hands::default());
        }
        let links = journal::of_object(driver, entry.community.as_str(), &entry.id.to_string())?;
        let owner = |entry: &Entry| entry.fields.get(OWNER).cloned().unwrap_or_default();
        let mut hands =
            Hands { begun: links.first().map(|link| link.entry.day), ..Hands::default() };
        for link in &links {
            let Ok(body) = serde_json::from_str::<Changed>(&link.entry.body) else { continue };
            if body.before.id == entry.id {
                let (before, after) = (owner(&body.before), owner(&body.after));
                hands.changes.push((link.entry.day, before, after));
            } else {
                hands.moved = Some(body.before.id);
            }
        }
        Ok(hands)
    }

    /// Each who had it before others did, with the first day on which it was no longer theirs.
    fn formerly(&self) -> Vec<(String, NaiveDate)> {
        self.begun.map(|begun| entry::formerly(begun, &self.changes)).unwrap_or_default()
    }

    /// Who had it at the end of a day, `now` since the last change. What came from another community after that day was
    /// nobody's there.
    pub fn on<'a>(&'a self, day: NaiveDate, now: &'a str) -> Vec<&'a str> {
        if self.moved.is_some() && self.begun.is_some_and(|begun| day < begun) {
            return Vec::new();
        }
        let day = self.begun.map_or(day, |begun| day.max(begun));
        let mut all: Vec<&str> = people(entry::had_on(&self.changes, day).unwrap_or(now)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Everybody who has or had it.
    pub fn all<'a>(&'a self, now: &'a str) -> Vec<&'a str> {
        let had = self.changes.iter().flat_map(|(_, before, _)| people(before));
        let mut all: Vec<&str> = people(now).chain(had).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The last day on which somebody else than `name` took it over after a day, and who did.
    pub fn passed_on(&self, name: &str, after: NaiveDate) -> Option<(NaiveDate, &str)> {
        let given = |(on, before, now): &&Handed| {
            *on > after
                && people(before).any(|one| one == name)
                && people(now).all(|one| one != name)
        };
        self.changes.iter().find(given).map(|(on, _, now)| (*on, now.as_str()))
    }
}

impl Office {
    /// 2026年11月25日前由陈一鸣负责; nothing of a task that was always its owner's, and of what is no task.
    pub fn formerly(&mut self, stored: &Stored) -> Result<Option<String>, Refusal> {
        if stored.version <= 1 {
            return Ok(None);
        }
        let had = Hands::of(&mut *self.store.driver, stored)?.formerly();
        let told: Vec<String> =
            had.iter().map(|(names, on)| format!("{}前由{names}负责", terms::date(*on))).collect();
        Ok(Some(told.join("，")).filter(|told| !told.is_empty()))
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
