//! Rosters in and out: preview, import, undo, export.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use chrono::Datelike;
use serde::Serialize;

use super::{Office, Refusal, clock, folder, premises::Fields};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{ChangeKind, Kind, Premises, Risk, Status},
        unit::{Level, UnitPath},
    },
    sheet::{
        grid::Grid,
        read,
        roster::{self, Level as Weight, Options, Problem, Rejected, Roster, RosterEntry},
        write,
    },
    store::{
        self,
        premises::{Batch, Filter, Stored},
    },
};

/// Where a roster goes and what is done with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    pub sheet: Option<String>,
    /// Every row goes to this grid.
    pub grid: Option<String>,
    /// Every row goes to this community.
    pub community: Option<String>,
    /// Look only.
    pub dry_run: bool,
    /// Where the rejected rows go, as xlsx.
    pub rejects: Option<std::path::PathBuf>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Imported {
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub duplicates: u32,
    pub rejected: u32,
    pub skipped: u32,
    pub problems: Vec<Said>,
    /// The sheet that was read.
    pub sheet: String,
    /// Headings that mean nothing here; their columns were left out.
    pub unknown: Vec<String>,
    /// What undoes it.
    pub batch: Option<Id>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// As a spreadsheet counts rows, from 1.
    pub row: u32,
    pub column: String,
    pub level: &'static str,
    pub code: &'static str,
    pub message: String,
}

impl From<&Problem> for Said {
    fn from(problem: &Problem) -> Said {
        Said {
            row: problem.row,
            column: problem.column.clone(),
            level: match problem.level {
                Weight::Error => "error",
                Weight::Warning => "warning",
            },
            code: problem.code,
            message: problem.message.clone(),
        }
    }
}

/// What the rows come to, against the register as it stands.
#[derive(Default)]
struct Plan {
    added: Vec<Premises>,
    updated: Vec<(Stored, Premises)>,
    unchanged: u32,
    problems: Vec<Problem>,
    rejected: Vec<(u32, String)>,
    /// Rows that mean a premises that an earlier row of the file means.
    duplicates: u32,
}

impl Plan {
    /// A row that means a premises that an earlier row meant: left out, and said.
    fn repeat(&mut self, row: &RosterEntry) {
        self.duplicates += 1;
        self.problems.push(Problem {
            row: row.row,
            column: "单位名称".to_owned(),
            level: Weight::Warning,
            code: "same_as_registered",
            message: format!("第{}行“{}”与前面的行是同一家，只导入前一行", row.row, row.name),
        });
    }
}

/// The register by what a row is recognised by.
struct Known {
    by_code: HashMap<(UnitPath, String), Vec<usize>>,
    by_name: HashMap<(UnitPath, String), Vec<usize>>,
    all: Vec<Stored>,
}

impl Known {
    fn of(all: Vec<Stored>) -> Known {
        let (mut by_code, mut by_name) = (HashMap::new(), HashMap::new());
        for (index, stored) in all.iter().enumerate() {
            let entry = &stored.entry;
            // Who moved out and comes back is registered anew.
            if entry.status == Status::MovedOut {
                continue;
            }
            let place = entry.community.clone();
            if !entry.uscc.is_empty() {
                let codes: &mut Vec<usize> =
                    by_code.entry((place.clone(), entry.uscc.clone())).or_default();
                codes.push(index);
            }
            let names: &mut Vec<usize> = by_name.entry((place, entry.name.clone())).or_default();
            names.push(index);
        }
        Known { by_code, by_name, all }
    }

    /// The entry a row means: the one with its code (of two sites, the one with its name too), else
    /// the one of its name, unless both have codes and they differ.
    fn find(&self, community: &UnitPath, row: &RosterEntry) -> Option<usize> {
        let named = self.by_name.get(&(community.clone(), row.name.clone()));
        let code = row.uscc.clone().unwrap_or_default();
        if !code.is_empty()
            && let Some(coded) = self.by_code.get(&(community.clone(), code.clone()))
        {
            let both = coded.iter().find(|index| self.all[**index].entry.name == row.name);
            return both.or_else(|| coded.first()).copied();
        }
        let candidates = named?;
        let of = |index: &usize| &self.all[*index].entry;
        let code_fits = |index: &&usize| {
            let other = &of(index).uscc;
            code.is_empty() || other.is_empty() || *other == code
        };
        let address = row.address.clone().unwrap_or_default();
        let same_place = |index: &&usize| of(index).address == address;
        // Two places of one name are two premises; where one side gives no address they are taken for one.
        let unplaced = |index: &&usize| address.is_empty() || of(index).address.is_empty();
        let fitting = || candidates.iter().filter(code_fits);
        fitting().find(same_place).or_else(|| fitting().find(unplaced)).copied()
    }
}

impl Office {
    /// Takes a roster in. The same file twice changes nothing the second time.
    pub fn import(&mut self, file: &Path, import: &Import) -> Result<Imported, Refusal> {
        let (mut roster, grid) = self.read_roster(file, import)?;
        let plan = self.plan(&roster, import)?;
        for (row, reason) in &plan.rejected {
            let cells = grid.cells_of(*row);
            roster.rejected.push(Rejected { row: *row, cells, reason: reason.clone() });
        }
        roster.rejected.sort_by_key(|rejected| rejected.row);
        let mut problems: Vec<Said> =
            roster.problems.iter().chain(&plan.problems).map(Said::from).collect();
        problems.sort_by_key(|problem| problem.row);
        let mut imported = Imported {
            added: plan.added.len() as u32,
            updated: plan.updated.len() as u32,
            unchanged: plan.unchanged,
            duplicates: roster.duplicates.len() as u32 + plan.duplicates,
            rejected: roster.rejected.len() as u32,
            skipped: roster.skipped.len() as u32,
            problems,
            sheet: roster.sheet.clone(),
            unknown: roster.unknown.clone(),
            batch: None,
        };
        if let Some(out) = import.rejects.as_ref().filter(|_| !roster.rejected.is_empty()) {
            let bytes = write::rejects_xlsx(&roster).map_err(said)?;
            folder::write_whole(out, &bytes)?;
        }
        if !import.dry_run && (imported.added > 0 || imported.updated > 0) {
            imported.batch = Some(self.write_import(file, plan)?);
        }
        Ok(imported)
    }

    /// The roster and the sheet that it was read from.
    fn read_roster(&self, file: &Path, import: &Import) -> Result<(Roster, Grid), Refusal> {
        let mut grids = read::read_all(file, import.sheet.as_deref()).map_err(said)?;
        let options = Options { default_year: Some(self.act.today.year()), ..Options::default() };
        let roster = roster::from_grids(&grids, options)
            .map_err(|error| Refusal::said(format!("{}：{error}。", file.display())))?;
        grids.retain(|grid| grid.name == roster.sheet);
        let grid = grids.into_iter().next().unwrap_or_default();
        Ok((roster, grid))
    }

    fn plan(&mut self, roster: &Roster, import: &Import) -> Result<Plan, Refusal> {
        let grid =
            import.grid.as_ref().map(|name| self.find_unit(Level::Grid, name)).transpose()?;
        let community = import
            .community
            .as_ref()
            .map(|name| self.find_unit(Level::Community, name))
            .transpose()?
            .or_else(|| grid.as_ref()?.at(Level::Community));
        if let (Some(grid), Some(community)) = (&grid, &community)
            && !community.covers(grid)
        {
            return Err(Refusal::said(format!(
                "网格“{}”不在{}，请核对 --grid 和 --community。",
                self.unit_name(grid),
                self.unit_name(community)
            )));
        }
        let known = Known::of(store::premises::list(
            &mut *self.store.driver,
            &self.scope,
            &Filter::default(),
        )?);
        let mut plan = Plan::default();
        let mut met: Vec<bool> = vec![false; known.all.len()];
        let mut new: HashMap<(UnitPath, String, String), u32> = HashMap::new();
        for row in &roster.entries {
            let (place, row_grid) = match self.place_of(row, community.as_ref(), grid.as_ref()) {
                Ok((place, row_grid, problem)) => {
                    plan.problems.extend(problem);
                    (place, row_grid)
                }
                Err(problem) => {
                    plan.rejected.push((row.row, problem.message.clone()));
                    plan.problems.push(problem);
                    continue;
                }
            };
            let mut fields = fields_of(row, row_grid);
            fields.category = fields.category.map(|label| self.category_code(&label));
            match known.find(&place, row) {
                Some(index) if met[index] => plan.repeat(row),
                Some(index) => {
                    met[index] = true;
                    self.plan_update(&mut plan, &known.all[index], row, &fields);
                }
                None => {
                    let place_key =
                        (place.clone(), row.name.clone(), row.address.clone().unwrap_or_default());
                    if row.uscc.is_none() && new.insert(place_key, row.row).is_some() {
                        plan.repeat(row);
                        continue;
                    }
                    let mut entry = self.blank_entry(place, self.act.today);
                    fields.over(&mut entry);
                    entry.extra = extra_of(row);
                    if let Some(status) = row.status.and_then(Status::from_code) {
                        entry.status = status;
                    }
                    self.complete(&mut entry, &fields);
                    plan.added.push(entry);
                }
            }
        }
        Ok(plan)
    }

    fn plan_update(&self, plan: &mut Plan, stored: &Stored, row: &RosterEntry, fields: &Fields) {
        let mut after = stored.entry.clone();
        fields.over(&mut after);
        after.extra.extend(extra_of(row));
        self.complete(&mut after, fields);
        if let Some(status) = row.status.and_then(Status::from_code)
            && status != stored.entry.status
        {
            plan.problems.push(Problem {
                row: row.row,
                column: "状态".to_owned(),
                level: Weight::Warning,
                code: "status_differs",
                message: format!(
                    "第{}行：“{}”登记为{}，名册写{}，状态没有改。变动请用 anban premises change 登记日期和原因",
                    row.row,
                    row.name,
                    crate::terms::status(stored.entry.status),
                    crate::terms::status(status)
                ),
            });
        }
        if after == stored.entry {
            plan.unchanged += 1;
        } else {
            plan.updated.push((stored.clone(), after));
        }
    }

    /// Community and grid of a row: as ordered, else as its own columns say.
    #[allow(clippy::type_complexity)]
    fn place_of(
        &self,
        row: &RosterEntry,
        community: Option<&UnitPath>,
        grid: Option<&UnitPath>,
    ) -> Result<(UnitPath, Option<UnitPath>, Option<Problem>), Problem> {
        let problem = |column: &str, level, code, message: String| Problem {
            row: row.row,
            column: column.to_owned(),
            level,
            code,
            message,
        };
        if let Some(grid) = grid {
            let place = grid.at(Level::Community).unwrap_or_else(|| grid.clone());
            return Ok((place, Some(grid.clone()), None));
        }
        let named = |level, name: &String| self.find_unit(level, name);
        let place = match (community, &row.community) {
            (Some(community), _) => community.clone(),
            (None, Some(name)) => named(Level::Community, name).map_err(|refusal| {
                problem(
                    "社区",
                    Weight::Error,
                    "unknown_community",
                    format!("第{}行：{refusal}", row.row),
                )
            })?,
            (None, None) => {
                let by_grid = row
                    .grid
                    .as_ref()
                    .and_then(|name| named(Level::Grid, name).ok())
                    .and_then(|grid| grid.at(Level::Community));
                match by_grid {
                    Some(place) => place,
                    None => self.community_for(None, None).map_err(|refusal| {
                        problem(
                            "社区",
                            Weight::Error,
                            "no_community",
                            format!("第{}行：{refusal}", row.row),
                        )
                    })?,
                }
            }
        };
        let Some(name) = &row.grid else { return Ok((place, None, None)) };
        let of_place = self.units_at(Level::Grid).find(|unit| {
            place.covers(&unit.path) && (unit.name == *name || unit.path.as_str() == name)
        });
        match of_place {
            Some(unit) => Ok((place, Some(unit.path.clone()), None)),
            None => {
                let message = format!(
                    "第{}行：{}没有叫“{name}”的网格，先登记为未分网格。请用 anban grid add 建好网格后再导入一次",
                    row.row,
                    self.unit_name(&place)
                );
                Ok((place, None, Some(problem("网格", Weight::Warning, "unknown_grid", message))))
            }
        }
    }

    fn write_import(&mut self, file: &Path, plan: Plan) -> Result<Id, Refusal> {
        let on = self.act.today;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let reason = format!("导入名册 {name}");
        let id = clock::new_id();
        let mut places: BTreeMap<UnitPath, (u32, u32)> = BTreeMap::new();
        for entry in &plan.added {
            places.entry(entry.community.clone()).or_default().0 += 1;
        }
        for (_, entry) in &plan.updated {
            places.entry(entry.community.clone()).or_default().1 += 1;
        }
        let mut changes: Vec<_> = plan
            .added
            .iter()
            .map(|entry| self.change_of(entry, ChangeKind::Added, on, &reason))
            .collect();
        changes.extend(
            plan.updated
                .iter()
                .map(|(_, after)| self.change_of(after, ChangeKind::Corrected, on, &reason)),
        );
        let actor = self.act.signature().to_owned();
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            store::premises::insert(driver, &plan.added)?;
            for (stored, after) in &plan.updated {
                store::premises::update(driver, after, stored.version)?;
            }
            store::premises::add_changes(driver, &changes, Some(id))?;
            for (community, (added, updated)) in places {
                let batch = Batch {
                    community: community.clone(),
                    id,
                    file: name.clone(),
                    on,
                    actor: actor.clone(),
                    added,
                    updated,
                    undone_on: None,
                };
                store::premises::insert_batch(driver, &batch)?;
                trace.note(
                    "import",
                    Some(&community),
                    id,
                    &serde_json::json!({ "file": name, "added": added, "updated": updated }),
                )?;
            }
            Ok(())
        })?;
        Ok(id)
    }

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

    /// Writes the register to a spreadsheet: xlsx, or csv by the file's ending.
    pub fn export(&mut self, file: &Path, filter: &Filter) -> Result<usize, Refusal> {
        let stored = self.list_premises(filter)?;
        let rows: Vec<RosterEntry> =
            stored.iter().map(|stored| self.row_of(&stored.entry)).collect();
        let ending = file
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let bytes = match ending.as_str() {
            "csv" => write::roster_csv(&rows),
            "xlsx" => write::roster_xlsx(&rows).map_err(said)?,
            _ => {
                return Err(Refusal::said(format!(
                    "文件名 {} 要以 .xlsx 或 .csv 结尾，请改名再导出。",
                    file.display()
                )));
            }
        };
        folder::write_whole(file, &bytes)?;
        Ok(rows.len())
    }

    /// The counter of 表二 in the paper's words; what is no counter stays as it is written.
    pub(super) fn category_label(&self, code: &str) -> String {
        let table = self.library.register("table2");
        let counter =
            table.and_then(|table| table.counters.iter().find(|counter| counter.id == code));
        counter.map_or_else(|| code.to_owned(), |counter| counter.label.clone())
    }

    fn category_code(&self, label: &str) -> String {
        let table = self.library.register("table2");
        let counter =
            table.and_then(|table| table.counters.iter().find(|counter| counter.label == label));
        counter.map_or_else(|| label.to_owned(), |counter| counter.id.clone())
    }

    fn row_of(&self, entry: &Premises) -> RosterEntry {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let extra = |key: &str| entry.extra.get(key).cloned();
        RosterEntry {
            row: 0,
            name: entry.name.clone(),
            uscc: text(&entry.uscc),
            licensed: Some(entry.licensed),
            kind: Some(entry.kind.code()),
            address: text(&entry.address),
            site_address: text(&entry.site_address),
            industry: text(&entry.industry),
            category: text(&entry.category).map(|code| self.category_label(&code)),
            person_in_charge: text(&entry.person_in_charge),
            safety_lead: text(&entry.safety_lead),
            phone: text(&entry.phone),
            community: Some(self.unit_name(&entry.community)),
            grid: entry.grid.as_ref().map(|grid| self.unit_name(grid)),
            key: Some(entry.key),
            key_reasons: Some(entry.key_reasons.join("、")).filter(|text| !text.is_empty()),
            risk: entry.risk.map(Risk::code),
            status: Some(entry.status.code()),
            direct: text(&entry.direct),
            fire_class: extra("fire_class"),
            founded: extra("founded").and_then(|day| day.parse().ok()),
            staff: extra("staff"),
            note: extra("note"),
        }
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

fn fields_of(row: &RosterEntry, grid: Option<UnitPath>) -> Fields {
    Fields {
        name: Some(row.name.clone()),
        uscc: row.uscc.clone(),
        licensed: row.licensed,
        kind: row.kind.and_then(Kind::from_code),
        address: row.address.clone(),
        site_address: row.site_address.clone(),
        industry: row.industry.clone(),
        category: row.category.clone(),
        person_in_charge: row.person_in_charge.clone(),
        safety_lead: row.safety_lead.clone(),
        phone: row.phone.clone(),
        grid,
        key: row.key,
        key_reasons: row.key_reasons.as_ref().map(|text| {
            text.split(['、', '；', ';', ',', '，'])
                .map(|reason| reason.trim().to_owned())
                .filter(|reason| !reason.is_empty())
                .collect()
        }),
        risk: row.risk.and_then(Risk::from_code),
        direct: row.direct.clone(),
    }
}

fn extra_of(row: &RosterEntry) -> BTreeMap<String, String> {
    [
        ("fire_class", row.fire_class.clone()),
        ("founded", row.founded.map(|day| day.to_string())),
        ("staff", row.staff.clone()),
        ("note", row.note.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_owned(), value?)))
    .collect()
}

fn said(error: impl std::fmt::Display) -> Refusal {
    Refusal::said(format!("{error}。"))
}
