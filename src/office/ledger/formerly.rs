//! Who had a task before: a task that is late is told with the names of those who had it while it became so, and held
//! against them. The journal has each change of hands, whether somebody put the name right, left, or the minutes say another.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Office, Refusal, Stored};
use crate::{
    domain::{
        entry::{self, Entry, people},
        id::Id,
    },
    office::review::TASKS,
    store::{Driver, journal},
    terms,
};

/// The field that says whose a task is.
const OWNER: &str = "owner";

#[derive(Deserialize)]
struct Changed {
    before: Entry,
    after: Entry,
}

/// Through whose hands a task went, as this office's journal has it.
#[derive(Debug, Default)]
pub(in crate::office) struct Hands {
    /// The day on which it was entered, and whether it was entered anew for one of another community.
    begun: Option<NaiveDate>,
    moved: Option<Id>,
    /// The day of a change, who had it and who has it since.
    changes: Vec<(NaiveDate, String, String)>,
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
        let given = |(on, before, now): &&(NaiveDate, String, String)| {
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
}
