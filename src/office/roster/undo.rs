//! An import taken back: what it added goes, what it changed is as before.

use super::{
    super::{Office, Refusal},
    Batch, Stored,
};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{ChangeKind, Premises},
    },
    store,
};

impl Office {
    /// The imports so far, the newest first.
    pub fn imports(&mut self) -> Result<Vec<Batch>, Refusal> {
        Ok(store::premises::batches(&mut *self.store.driver, &self.scope)?)
    }

    /// Takes the newest import back (or the one named): added entries go, changed ones are as before.
    /// Refused, with names, while something was done with one of them since.
    pub fn undo_import(&mut self, wanted: Option<Id>) -> Result<Vec<Batch>, Refusal> {
        let all = self.imports()?;
        let id = wanted
            .or_else(|| all.iter().find(|batch| batch.undone_on.is_none()).map(|batch| batch.id))
            .ok_or_else(|| Refusal::said("没有可以撤销的导入。"))?;
        let batches: Vec<Batch> = all.into_iter().filter(|batch| batch.id == id).collect();
        if batches.is_empty() {
            return Err(Refusal::said(format!("没有编号为 {id} 的导入。")));
        }
        if batches.iter().any(|batch| batch.undone_on.is_some()) {
            return Err(Refusal::said("这次导入已经撤销过了。"));
        }
        let mut steps = Vec::new();
        let mut blocked = Vec::new();
        for batch in &batches {
            let driver = &mut *self.store.driver;
            for premises in store::premises::of_batch(driver, &batch.community, id)? {
                match undo_step(driver, batch, premises)? {
                    Ok(step) => steps.push(step),
                    Err(name) => blocked.push(name),
                }
            }
        }
        if !blocked.is_empty() {
            let shown = blocked.iter().take(10).cloned().collect::<Vec<_>>().join("、");
            return Err(Refusal::said(format!(
                "导入之后，这{}家已有检查、变动或别的记录，不能整批撤销：{shown}。请逐家更正。",
                blocked.len()
            )));
        }
        let on = self.act.today;
        let restored: Vec<_> = steps
            .iter()
            .map(|step| match step {
                Undo::Remove(_) => None,
                Undo::Restore { before, .. } => {
                    Some(self.change_of(before, ChangeKind::Corrected, on, "撤销导入"))
                }
            })
            .collect();
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            for (step, change) in steps.iter().zip(&restored) {
                match step {
                    Undo::Remove(stored) => {
                        let entry = &stored.entry;
                        store::premises::remove(
                            driver,
                            &entry.community,
                            entry.id,
                            stored.version,
                        )?;
                        trace.note("premises_remove", Some(&entry.community), entry.id, entry)?;
                    }
                    Undo::Restore { before, version } => {
                        store::premises::update(driver, before, *version)?;
                        if let Some(change) = change {
                            let changes = std::slice::from_ref(change);
                            store::premises::add_changes(driver, changes, None)?;
                        }
                        trace.note(
                            "premises_restore",
                            Some(&before.community),
                            before.id,
                            before,
                        )?;
                    }
                }
            }
            for batch in &batches {
                store::premises::undo_batch(driver, batch, on)?;
                trace.note("undo_import", Some(&batch.community), batch.id, &batch.file)?;
            }
            Ok(())
        })?;
        Ok(batches)
    }
}

enum Undo {
    /// The import added it.
    Remove(Box<Stored>),
    /// The import changed it.
    Restore { before: Box<Premises>, version: i64 },
}

/// How one entry is taken back, or its name when something was done with it since.
fn undo_step(
    driver: &mut dyn store::Driver,
    batch: &Batch,
    premises: Id,
) -> Result<Result<Undo, String>, Refusal> {
    let stored = store::premises::by_id(driver, &batch.community, premises)?.ok_or_else(|| {
        store::Fault::Damaged { detail: format!("an imported entry {premises} is gone") }
    })?;
    let changes = store::premises::changes(driver, &batch.community, premises)?;
    let ours = store::premises::change_of_batch(driver, &batch.community, premises, batch.id)?;
    let place = changes.iter().position(|change| Some(change.id) == ours);
    let newest = place.is_some_and(|place| place + 1 == changes.len());
    if !newest {
        return Ok(Err(stored.entry.name));
    }
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|place| changes.get(place));
    Ok(match before {
        Some(before) => {
            Ok(Undo::Restore { before: Box::new(before.after.clone()), version: stored.version })
        }
        None if store::premises::is_named(driver, &batch.community, premises)? => {
            Err(stored.entry.name)
        }
        None => Ok(Undo::Remove(Box::new(stored))),
    })
}
