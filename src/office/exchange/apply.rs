//! What was planned, written in one transaction.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{
    super::{Office, Refusal, evidence::shelf},
    Count,
    held::One,
    merge::{Move, Plan},
    parcel::{EVIDENCE, PAPERS, Parcel},
};
use crate::{
    domain::{id::Id, permission::Deed},
    store::{
        self, Driver, Engine, Value,
        exchange::{self, Record, Taken, Values},
    },
};

impl Office {
    /// Returns where the database was put as it was before.
    pub(super) fn apply_parcel(
        &mut self,
        file: &Path,
        parcel: &mut Parcel,
        mut plan: Plan,
    ) -> Result<Option<PathBuf>, Refusal> {
        self.act.may_begin(Deed::SetUp)?;
        let moves: usize = plan.counts.iter().map(Count::moves).sum();
        // What came in cannot be taken out row by row: a file keeps the way back.
        let backup = match self.store.driver.engine() {
            Engine::Sqlite if moves > 0 => {
                let kept = self.backup_file(None, "db")?;
                self.store.driver.backup_to(&kept)?;
                Some(kept)
            }
            _ => None,
        };
        let manifest = parcel.manifest.clone();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (today, actor) = (self.act.today, self.act.signature().to_owned());
        let folder = self.folder.clone();
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            let community = plan.community.clone();
            if let Some(forms) = exchange::table(exchange::FORMS) {
                exchange::insert(driver, forms, &community, &plan.forms.iter().collect::<Vec<_>>())?;
            }
            for (record, moves) in &mut plan.moves {
                bring_papers(record, moves, parcel)?;
                write(driver, &community, record, moves)?;
                if record.table == "evidence" {
                    bring_evidence(driver, &folder, &community, moves, parcel)?;
                }
            }
            for (record, moves) in plan.moves.iter().rev() {
                remove(driver, &community, record, moves)?;
            }
            for (kind, theirs, ours) in &plan.same {
                exchange::keep_same(driver, &community, kind, *theirs, *ours)?;
            }
            exchange::forget(driver, &community, &manifest.office.id, &plan.forget)?;
            exchange::keep_agreed(driver, &community, &plan.agreed)?;
            let taken = Taken {
                other: manifest.office.id.clone(),
                name: manifest.office.name.clone(),
                made_ms: manifest.made.at_ms,
                taken_ms: super::super::clock::now_ms(),
                on: today,
                actor: actor.clone(),
            };
            exchange::keep_taken(driver, &community, &taken)?;
            let body = json!({
                "file": name, "name": manifest.office.name, "made_on": manifest.made.on, "made_by": manifest.made.by,
                "counts": plan.counts, "conflicts": plan.conflicts.len(),
                "same": plan.same.iter().map(|(kind, theirs, ours)| {
                    json!({ "kind": kind, "theirs": Id(*theirs), "ours": Id(*ours) })
                }).collect::<Vec<_>>()
            });
            trace.note("unpack", Some(&community), &manifest.office.id, &body)
        })?;
        Ok(backup)
    }
}

/// The bytes of kept papers, which travel as files.
fn bring_papers(record: &Record, moves: &mut [Move], parcel: &mut Parcel) -> Result<(), Refusal> {
    let Some(table) = exchange::table("paper").filter(|table| table.name == record.table) else {
        return Ok(());
    };
    let Some(at) = table.at("bytes") else { return Ok(()) };
    for step in moves {
        let Move::Insert(one) = step else { continue };
        let sha = one.text(table, "sha").to_owned();
        let bytes = parcel.bytes(PAPERS, &sha)?;
        let bytes = bytes.ok_or_else(|| {
            Refusal::said(format!(
                "交换包里缺少打印过的文书（{PAPERS}{sha}），没有导入。请对方再导出一次。"
            ))
        })?;
        if let Some(value) = one.row.get_mut(at) {
            *value = Value::Bytes(bytes);
        }
    }
    Ok(())
}

/// The files of evidence that came in, on the shelf before its rows are saved.
fn bring_evidence(
    driver: &mut dyn Driver,
    folder: &super::super::folder::Folder,
    community: &crate::domain::unit::UnitPath,
    moves: &[Move],
    parcel: &mut Parcel,
) -> Result<(), Refusal> {
    for step in moves {
        let Move::Insert(one) = step else { continue };
        let Some(id) = one.id else { continue };
        let Some(evidence) = store::evidence::by_id(driver, community, Id(id))? else { continue };
        // One whose file its own office has lost comes in without it, and is told as lost here too.
        if let Some(bytes) = parcel.bytes(EVIDENCE, &evidence.sha)? {
            shelf::put(driver, folder, &evidence, &bytes)?;
        }
    }
    Ok(())
}

/// Changes first, so that what they make free can be taken by what is new.
fn write(
    driver: &mut dyn Driver,
    community: &crate::domain::unit::UnitPath,
    record: &Record,
    moves: &[Move],
) -> Result<(), Refusal> {
    let Some(table) = exchange::table(record.table) else { return Ok(()) };
    let mut touched: Vec<&Values> = Vec::new();
    for step in moves {
        let Move::Replace { ours, theirs } = step else { continue };
        let columns = theirs.unlike(table, ours);
        if !columns.is_empty() || table.at("version").is_some() {
            exchange::update(driver, table, community, &theirs.row, &columns)?;
        }
        if let Some((name, _)) = record.steps {
            let new = theirs.steps.get(ours.steps.len()..).unwrap_or_default();
            insert(driver, community, name, new.iter().collect())?;
        }
        if let (Some((name, link)), Some(id)) = (record.parts, theirs.id)
            && ours.parts != theirs.parts
        {
            exchange::remove_parts(driver, (name, link), community, id)?;
            insert(driver, community, name, theirs.parts.iter().collect())?;
        }
        touched.push(&theirs.row);
    }
    let new: Vec<&One> = moves
        .iter()
        .filter_map(|step| match step {
            Move::Insert(one) => Some(one),
            Move::Replace { .. } | Move::Remove(_) => None,
        })
        .collect();
    insert(driver, community, record.table, new.iter().map(|one| &one.row).collect())?;
    if let Some((name, _)) = record.steps {
        insert(driver, community, name, new.iter().flat_map(|one| &one.steps).collect())?;
    }
    if let Some((name, _)) = record.parts {
        insert(driver, community, name, new.iter().flat_map(|one| &one.parts).collect())?;
    }
    touched.extend(new.iter().map(|one| &one.row));
    exchange::rebuild(driver, record.table, community, &touched).map_err(|fault| match fault {
        store::Fault::Damaged { .. } => Refusal::said(
            "交换包里有办理经过前后接不上的记录，没有导入。请对方先体检，再导出一次。",
        ),
        fault => fault.into(),
    })
}

fn insert(
    driver: &mut dyn Driver,
    community: &crate::domain::unit::UnitPath,
    name: &str,
    rows: Vec<&Values>,
) -> Result<(), Refusal> {
    match exchange::table(name) {
        Some(table) => Ok(exchange::insert(driver, table, community, &rows)?),
        None => Ok(()),
    }
}

fn remove(
    driver: &mut dyn Driver,
    community: &crate::domain::unit::UnitPath,
    record: &Record,
    moves: &[Move],
) -> Result<(), Refusal> {
    let Some(table) = exchange::table(record.table) else { return Ok(()) };
    for step in moves {
        let Move::Remove(one) = step else { continue };
        if let (Some(part), Some(id)) = (record.parts, one.id) {
            exchange::remove_parts(driver, part, community, id)?;
            // A visit that was planned for what is no more.
            exchange::remove_parts(driver, ("plan_visit", "premises"), community, id)?;
        }
        exchange::remove(driver, table, community, &one.row)?;
    }
    Ok(())
}
