//! A change of an entry is laid into its history at its own day, and taken back from there.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    super::{Office, Refusal, act::Trace},
    Stored,
};
use crate::{
    domain::{
        backdate,
        id::Id,
        permission::Deed,
        premises::{Change, ChangeKind, Premises, Status},
    },
    store::{self, Driver, plans},
    terms,
};

/// An entry at the end of the day of a change.
pub(super) struct Then {
    pub(super) stored: Stored,
    pub(super) before: Premises,
    /// The changes of later days: what is found later is laid before them.
    later: Vec<Change>,
}

/// What the journal keeps of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::office) struct Changed {
    pub(in crate::office) kind: ChangeKind,
    on: NaiveDate,
    reason: String,
    /// The entry as it is now, before and after.
    before: Premises,
    pub(in crate::office) after: Premises,
    /// The row of the history, as it stood at the end of its day; nothing where that is as it is now.
    row: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    then: Option<Box<Told>>,
    /// Rows of later days that say it too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    later: Vec<Told>,
}

/// What a row of the history said, and says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Told {
    row: Id,
    before: Premises,
    after: Premises,
}

/// A change that lies where it belongs and waits to be written: the entry as it is then, its row, and the later ones
/// that say it too.
pub(super) struct Ready {
    now: Premises,
    version: i64,
    pub(super) row: Change,
    later: Vec<Change>,
}

impl Ready {
    pub(super) fn write(&self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        store::premises::update(driver, &self.now, self.version)?;
        store::premises::add_changes(driver, std::slice::from_ref(&self.row), None)?;
        Ok(store::premises::rewrite_changes(driver, &self.later)?)
    }
}

/// What is written of a change: its row, and the later ones that say it too.
struct Laid {
    row: Change,
    was: Premises,
    now: Premises,
    /// Each with what it said.
    later: Vec<(Premises, Change)>,
}

/// The state after a change. What a roster has said of it on the day of registration is not overruled by a stop before
/// that day: whoever came into the register in operation was so.
pub(super) fn state_after(then: &Then, kind: ChangeKind, on: NaiveDate) -> Result<Status, Refusal> {
    let (was, since) = (then.before.status, then.stored.entry.since);
    let state = match was.after(kind) {
        Ok(status) if status != was && on < since => {
            return Err(Refusal::said(format!(
                "变动日期{}早于登记日期{}，请核对日期。",
                terms::date(on),
                terms::date(since)
            )));
        }
        Err(_) if !then.later.is_empty() => {
            return Err(Refusal::said(format!(
                "{}那天是“{}”，不能登记“{}”。请先查看它的变动情况，核对日期。",
                terms::date(on),
                terms::status(was),
                terms::change(kind)
            )));
        }
        state => state?,
    };
    match backdate::contradicts(was, state, &then.later) {
        Some(later) => Err(Refusal::said(format!(
            "{}登记了“{}”，在那以前不能是“{}”。请先查看它的变动情况，核对日期。",
            terms::date(later.on),
            terms::change(later.kind),
            terms::status(state)
        ))),
        None => Ok(state),
    }
}

impl Then {
    /// By all changes of the entry, in the order of their days.
    pub(super) fn of(stored: Stored, changes: Vec<Change>, on: NaiveDate) -> Then {
        let entry = &stored.entry;
        let before = match changes.iter().any(|change| change.on > on) {
            true => backdate::stood(&changes, on).unwrap_or(entry).clone(),
            false => entry.clone(),
        };
        let later = changes.into_iter().filter(|change| change.on > on).collect();
        Then { stored, before, later }
    }
}

impl Office {
    /// Takes a change back: its day and those after it read as before, by a correction of its own. `settled` are rows of
    /// what was changed and taken back since.
    pub(in crate::office) fn put_back(
        &mut self,
        changed: &Changed,
        settled: &BTreeSet<Id>,
        reason: &str,
    ) -> Result<Premises, Refusal> {
        let stored = self.find_premises(&changed.after.id.to_string())?;
        let entry = &stored.entry;
        let driver = &mut *self.store.driver;
        let mut changes = store::premises::changes(driver, &entry.community, entry.id)?;
        let mut standing = changes.iter().filter(|change| !settled.contains(&change.id));
        let last = standing.rfind(|change| change.on <= changed.on).map(|change| change.id);
        let stands = |told: &Told| {
            changes.iter().any(|change| change.id == told.row && change.after == told.after)
        };
        if *entry != changed.after || last != Some(changed.row) || !changed.later.iter().all(stands)
        {
            return Err(Refusal::said(format!(
                "“{}”后来又改过，不能再撤销。请打开它直接修改。",
                entry.name
            )));
        }
        // Taking a stop back lets the premises work: the same rule.
        let resumes = changed.before.status.is_patrolled() && !entry.status.is_patrolled();
        let deed = if resumes { self.resumption(entry)? } else { Deed::Register };
        let (was, after) = match &changed.then {
            Some(told) => (told.after.clone(), &told.before),
            None => (changed.after.clone(), &changed.before),
        };
        let later = changed.later.iter().filter_map(|told| {
            let at = changes.iter().position(|change| change.id == told.row)?;
            let mut change = changes.remove(at);
            let said = std::mem::replace(&mut change.after, told.before.clone());
            Some((said, change))
        });
        let later = later.collect();
        let row = self.change_of(after, ChangeKind::Corrected, changed.on, reason);
        let laid = Laid { row, was, now: changed.before.clone(), later };
        self.lay(stored, laid, deed)
    }

    /// The entry at the end of a day, and what was entered of later days.
    pub(super) fn then(&mut self, stored: Stored, on: NaiveDate) -> Result<Then, Refusal> {
        let entry = &stored.entry;
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &entry.community, entry.id)?;
        Ok(Then::of(stored, changes, on))
    }

    /// A change of an entry whose state stays, to be written with others.
    pub(super) fn ready(
        &self,
        then: Then,
        after: &Premises,
        kind: ChangeKind,
        on: NaiveDate,
        reason: &str,
    ) -> Ready {
        let (stored, Laid { row, now, later, .. }) = self.laid(then, after, kind, on, reason);
        let later = later.into_iter().map(|(_, change)| change).collect();
        Ready { now, version: stored.version, row, later }
    }

    fn laid(
        &self,
        then: Then,
        after: &Premises,
        kind: ChangeKind,
        on: NaiveDate,
        reason: &str,
    ) -> (Stored, Laid) {
        let Then { stored, before, mut later } = then;
        let said: Vec<Premises> = later.iter().map(|change| change.after.clone()).collect();
        let mut now = stored.entry.clone();
        let told = later.iter_mut().map(|change| &mut change.after);
        backdate::carry(&before, after, &mut told.chain([&mut now]).collect::<Vec<_>>());
        let later = said.into_iter().zip(later).filter(|(said, change)| *said != change.after);
        let later = later.collect();
        let row = self.change_of(after, kind, on, reason);
        (stored, Laid { row, was: before, now, later })
    }

    pub(super) fn write_change(
        &mut self,
        then: Then,
        after: Premises,
        kind: ChangeKind,
        on: NaiveDate,
        reason: &str,
        deed: Deed,
    ) -> Result<Premises, Refusal> {
        self.check_register_stands(&then.stored, (&then.before, &after), on)?;
        let (stored, laid) = self.laid(then, &after, kind, on, reason);
        self.lay(stored, laid, deed)
    }

    fn lay(&mut self, stored: Stored, laid: Laid, deed: Deed) -> Result<Premises, Refusal> {
        let Laid { row, was, now, later } = laid;
        self.check_grid_is_there(&now)?;
        let regrids = was.grid != row.after.grid;
        let as_now = was == stored.entry && row.after == now;
        let then = Told { row: row.id, before: was, after: row.after.clone() };
        let (said, later): (Vec<Premises>, Vec<Change>) = later.into_iter().unzip();
        let told = said.into_iter().zip(&later);
        let told = told.map(|(before, change)| Told {
            row: change.id,
            before,
            after: change.after.clone(),
        });
        let body = Changed {
            kind: row.kind,
            on: row.on,
            reason: row.reason.clone(),
            before: stored.entry,
            after: now.clone(),
            row: row.id,
            then: (!as_now).then(|| Box::new(then)),
            later: told.collect(),
        };
        let along = self.visits_along(&body.before, &now)?;
        let ready = Ready { now, version: stored.version, row, later };
        let write = |driver: &mut dyn Driver, trace: &mut Trace| {
            ready.write(driver)?;
            for (visit, to, who) in &along {
                plans::regrid(driver, visit, to, who)?;
            }
            trace.note("premises_change", Some(&ready.now.community), ready.now.id, &body)
        };
        // What stood in another grid was somebody else's to go to.
        if regrids {
            let does = format!("从{}起改这家单位的网格", terms::date(body.on));
            self.write_behind(deed, (body.on, &does), write)?;
        } else {
            self.act.write(&mut self.store, deed, write)?;
        }
        Ok(ready.now)
    }

    /// Nothing is in a grid that is no more.
    fn check_grid_is_there(&self, entry: &Premises) -> Result<(), Refusal> {
        let grid = entry.grid.as_ref().and_then(|grid| self.unit(grid));
        let closed = grid.filter(|grid| grid.is_closed_on(self.act.today));
        match closed.filter(|_| entry.status.is_there()) {
            Some(grid) => Err(Refusal::field(
                "grid",
                format!(
                    "“{}”登记在{}，这个网格已经撤并。请先把它改到别的网格（anban premises edit --grid）。",
                    entry.name, grid.name
                ),
            )),
            None => Ok(()),
        }
    }
}
