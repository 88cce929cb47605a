//! An import taken back: what it added goes, what it changed is as before.

use std::collections::BTreeSet;

use super::{
    super::{Office, Refusal, act::Trace},
    Batch, Stored,
};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{ChangeKind, Premises},
    },
    store::{self, premises::Imported},
};

impl Office {
    /// The imports so far, the newest first.
    pub fn imports(&mut self) -> Result<Vec<Batch>, Refusal> {
        Ok(store::premises::batches(&mut *self.store.driver, &self.scope)?)
    }

    /// The imports that nobody has taken back, the newest first: each once, with what it did in all its communities.
    pub fn standing_imports(&mut self) -> Result<Vec<Batch>, Refusal> {
        let mut whole: Vec<Batch> = Vec::new();
        for batch in self.imports()?.into_iter().filter(|batch| batch.undone_on.is_none()) {
            match whole.last_mut().filter(|last| last.id == batch.id) {
                Some(last) => {
                    last.added += batch.added;
                    last.updated += batch.updated;
                }
                None => whole.push(batch),
            }
        }
        Ok(whole)
    }

    /// Takes the newest import back (or the one named): added entries go, changed ones are as before. While something
    /// was done with one of them since it is refused, with names; `rest` leaves those as they are and takes the
    /// others back.
    pub fn undo_import(
        &mut self,
        wanted: Option<Id>,
        rest: bool,
        why: &str,
    ) -> Result<Vec<Undone>, Refusal> {
        self.undo_import_over(wanted, rest, why, &BTreeSet::new())
    }

    /// The same; `settled` are rows of the register's history of what was done since and taken back.
    pub(in crate::office) fn undo_import_over(
        &mut self,
        wanted: Option<Id>,
        rest: bool,
        why: &str,
        settled: &BTreeSet<Id>,
    ) -> Result<Vec<Undone>, Refusal> {
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
        let mut undone = Vec::new();
        for batch in batches {
            let driver = &mut *self.store.driver;
            let mut one = Undone { batch, removed: 0, restored: 0, kept: Vec::new() };
            for mut imported in store::premises::of_batch(driver, &one.batch.community, id)? {
                imported.changes.retain(|change| !settled.contains(&change.id));
                match undo_step(imported) {
                    Ok(step) => {
                        match &step {
                            Undo::Remove(_) => one.removed += 1,
                            Undo::Restore { .. } => one.restored += 1,
                        }
                        steps.push(step);
                    }
                    Err(name) => one.kept.push(name),
                }
            }
            undone.push(one);
        }
        let kept: Vec<&str> = undone.iter().flat_map(|one| &one.kept).map(String::as_str).collect();
        if !kept.is_empty() && (!rest || steps.is_empty()) {
            return Err(Refusal::said(stays(&kept, &undone)));
        }
        let on = self.act.today;
        let reason = match why.trim() {
            "" => "撤销导入".to_owned(),
            why => format!("撤销导入：{why}"),
        };
        let (mut restored, mut rows) = (Vec::new(), Vec::new());
        for step in &steps {
            if let Undo::Restore { before, ours, .. } = step {
                let row = self.change_of(before, ChangeKind::Corrected, on, &reason);
                rows.extend([*ours, row.id]);
                restored.push(row);
            }
        }
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            let (mut gone, mut back) = (Vec::new(), Vec::new());
            for step in &steps {
                match step {
                    Undo::Remove(stored) => gone.push(&**stored),
                    Undo::Restore { before, version, .. } => back.push((&**before, *version)),
                }
            }
            remove(driver, trace, &gone)?;
            store::premises::update_all(driver, back.iter().copied())?;
            store::premises::add_changes(driver, &restored, None)?;
            for (before, _) in back {
                trace.note("premises_restore", Some(&before.community), before.id, before)?;
            }
            for Undone { batch, kept, .. } in &undone {
                store::premises::undo_batch(driver, batch, on)?;
                trace.note(
                    "undo_import",
                    Some(&batch.community),
                    batch.id,
                    &serde_json::json!({
                        "file": batch.file, "reason": why.trim(), "kept": kept, "rows": rows
                    }),
                )?;
            }
            Ok(())
        })?;
        Ok(undone)
    }

    /// Takes an entry back that was added by hand by mistake, as long as nothing hangs on it.
    pub(in crate::office) fn undo_added(
        &mut self,
        id: Id,
        settled: &BTreeSet<Id>,
        reason: &str,
    ) -> Result<String, Refusal> {
        let driver = &mut *self.store.driver;
        let stored = store::premises::by_id(driver, &self.scope, id)?
            .ok_or_else(|| Refusal::said("这家已经不在登记册里了，没有可撤销的。"))?;
        let entry = &stored.entry;
        let mut changes = store::premises::changes(driver, &entry.community, id)?;
        changes.retain(|change| !settled.contains(&change.id));
        if changes.len() > 1 || store::premises::is_named(driver, &entry.community, id)? {
            return Err(Refusal::said(format!(
                "“{}”登记以后已有检查、变动或别的记录，不能撤销登记。登记错了请修改；不该登记的请变更为关闭。",
                entry.name
            )));
        }
        let name = entry.name.clone();
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            remove(driver, trace, &[&stored])?;
            trace.note(
                "take_back",
                Some(&stored.entry.community),
                id,
                &serde_json::json!({
                    "name": stored.entry.name, "reason": reason
                }),
            )
        })?;
        Ok(name)
    }
}

/// What became of an import that was taken back, in one community.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    pub batch: Batch,
    /// Entries that it had added and that are gone.
    pub removed: u32,
    /// Entries that it had changed and that are as before.
    pub restored: u32,
    /// Names of those that stay as they are: something hangs on them.
    pub kept: Vec<String>,
}

/// Which stay and what can be done with the others.
fn stays(kept: &[&str], undone: &[Undone]) -> String {
    let shown = kept.iter().take(10).copied().collect::<Vec<_>>().join("、");
    let more = if kept.len() > 10 { "等" } else { "" };
    let others: u32 = undone.iter().map(|one| one.removed + one.restored).sum();
    let way = match others {
        0 => "请逐家更正。".to_owned(),
        others => {
            format!("要只撤销其余{others}家，请加 --rest（桌面上选“只撤其余的”）。")
        }
    };
    format!(
        "导入之后，这{}家已有检查、变动或别的记录，不能整批撤销：{shown}{more}。{way}",
        kept.len()
    )
}

fn remove(
    driver: &mut dyn store::Driver,
    trace: &mut Trace,
    entries: &[&Stored],
) -> Result<(), Refusal> {
    store::premises::remove(driver, entries)?;
    for Stored { entry, .. } in entries {
        trace.note("premises_remove", Some(&entry.community), entry.id, entry)?;
    }
    Ok(())
}

enum Undo {
    /// The import added it.
    Remove(Box<Stored>),
    /// The import changed it, by this row of its history.
    Restore { before: Box<Premises>, version: i64, ours: Id },
}

/// How one entry is taken back, or its name when something was done with it since.
fn undo_step(imported: Imported) -> Result<Undo, String> {
    let Imported { stored, mut changes, ours, named } = imported;
    if changes.last().is_none_or(|change| change.id != ours) {
        return Err(stored.entry.name);
    }
    changes.pop();
    match changes.pop() {
        Some(before) => {
            let (before, version) = (Box::new(before.after), stored.version);
            Ok(Undo::Restore { before, version, ours })
        }
        None if named => Err(stored.entry.name),
        None => Ok(Undo::Remove(Box::new(stored))),
    }
}
