//! Rosters in and out: preview, import, undo, export.

mod apart;
mod known;
mod listed;
mod plan;
mod undo;

use std::{collections::BTreeMap, path::Path};

use chrono::Datelike;
use serde::Serialize;

use self::plan::Plan;
pub use self::undo::Undone;
use super::{
    Office, Refusal, clock,
    exports::{How, Sheet},
    folder,
};
use crate::{
    domain::{
        id::Id,
        permission::Deed,
        premises::{ChangeKind, Namesake, Premises, Risk},
        unit::UnitPath,
    },
    form::register::Counter,
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

/// A row may mean a premises registered at another address.
const MAYBE_SAME: &str = "maybe_same";

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
    /// What becomes of rows that bear the name of an entry at another address and do not say themselves;
    /// `None` keeps them out.
    pub namesakes: Option<Namesake>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Imported {
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub duplicates: u32,
    /// With those that are held.
    pub rejected: u32,
    /// Rows that may mean a premises registered at another address and wait for somebody to say so.
    pub held: u32,
    pub skipped: u32,
    pub problems: Vec<Said>,
    /// The sheet that was read.
    pub sheet: String,
    /// Headings that mean nothing here; their columns were left out.
    pub unknown: Vec<String>,
    /// Each column that was left out.
    pub unused: Vec<Unused>,
    /// What undoes it.
    pub batch: Option<Id>,
}

/// A column that fills no field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unused {
    /// A, B … AA
    pub column: String,
    /// Empty where there are cells and no heading.
    pub heading: String,
    /// Which it is and what to do.
    pub message: String,
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

impl Said {
    /// 退回, 待确认 or 提醒
    pub fn weight(&self) -> &'static str {
        match (self.level, self.code) {
            (_, MAYBE_SAME) => "待确认",
            ("error", _) => "退回",
            _ => "提醒",
        }
    }
}

/// Rows that were kept out go to a spreadsheet of their own, never over the roster.
fn check_rejects(file: &Path, rejects: &Path) -> Result<(), Refusal> {
    let shown = rejects.display();
    let same =
        file.canonicalize().ok().zip(rejects.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    if same {
        return Err(Refusal::said(format!(
            "退回的行不能写到名册自己的文件 {shown} 里，名册会被盖掉。请换一个文件名。"
        )));
    }
    let xlsx = rejects.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    if !xlsx {
        return Err(Refusal::said(format!(
            "退回的行写成 xlsx 表格，{shown} 不是。请把文件名写成 .xlsx 结尾。"
        )));
    }
    Ok(())
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

impl Office {
    /// Takes a roster in. The same file twice changes nothing the second time.
    pub fn import(&mut self, file: &Path, import: &Import) -> Result<Imported, Refusal> {
        if let Some(rejects) = &import.rejects {
            check_rejects(file, rejects)?;
        }
        let (mut roster, grid) = self.read_roster(file, import)?;
        let plan = self.plan(&roster, import)?;
        for (rows, asks) in [(&plan.rejected, false), (&plan.held, true)] {
            roster.rejected.extend(rows.iter().map(|(row, reason)| Rejected {
                row: *row,
                cells: grid.cells_of(*row),
                reason: reason.clone(),
                asks,
            }));
        }
        roster.rejected.sort_by_key(|rejected| rejected.row);
        let mut problems: Vec<Said> =
            roster.problems.iter().chain(&plan.problems).map(Said::from).collect();
        problems.extend(self.unprintable_rows(&roster)?);
        problems.sort_by_key(|problem| problem.row);
        let mut imported = Imported {
            added: plan.added.len() as u32,
            updated: plan.updated.len() as u32,
            unchanged: plan.unchanged,
            duplicates: roster.duplicates.len() as u32 + plan.duplicates,
            rejected: roster.rejected.len() as u32,
            held: plan.held.len() as u32,
            skipped: roster.skipped.len() as u32,
            problems,
            sheet: roster.sheet.clone(),
            unknown: roster
                .unused
                .iter()
                .map(|column| column.head.clone())
                .filter(|head| !head.is_empty())
                .collect(),
            unused: roster
                .unused
                .iter()
                .map(|column| Unused {
                    column: column.letters(),
                    heading: column.head.clone(),
                    message: column.message(),
                })
                .collect(),
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

    /// Rows with a character that no paper could print.
    fn unprintable_rows(&mut self, roster: &Roster) -> Result<Vec<Said>, Refusal> {
        let words = |entry: &'_ RosterEntry| {
            let more = [&entry.address, &entry.site_address, &entry.person_in_charge];
            let more = more.into_iter().chain([&entry.safety_lead]).flatten().cloned();
            more.chain([entry.name.clone()]).collect::<Vec<String>>()
        };
        // All at once first: mostly there is none.
        let all: Vec<String> = roster.entries.iter().flat_map(words).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        if self.unprintable(&all)?.is_none() {
            return Ok(Vec::new());
        }
        let mut said = Vec::new();
        for entry in &roster.entries {
            let words = words(entry);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            said.extend(self.unprintable(&words)?.map(|message| Said {
                row: entry.row,
                column: String::new(),
                level: "warning",
                code: "no_font",
                message,
            }));
        }
        Ok(said)
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
            let updated = plan.updated.iter().map(|(stored, after)| (after, stored.version));
            store::premises::update_all(driver, updated)?;
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

    /// Writes the register to a spreadsheet: xlsx, or csv by the file's ending.
    pub fn export(&mut self, file: &Path, filter: &Filter, masked: bool) -> Result<usize, Refusal> {
        let stored = self.list_premises(filter)?;
        let how = How { masked, ..How::default() };
        let row = |stored: &store::premises::Stored| {
            let mut row = self.row_of(&stored.entry);
            row.texts().into_iter().for_each(|text| *text = how.word(text));
            row
        };
        let rows: Vec<RosterEntry> = stored.iter().map(row).collect();
        let bytes = match folder::sheet_ending(file)? {
            write::Ending::Csv => write::roster_csv(&rows),
            write::Ending::Xlsx => write::roster_xlsx(&rows).map_err(said)?,
        };
        let (title, rows) = ("监管对象登记册".to_owned(), rows.len());
        let sheet = Sheet { title, rows, masked, map: None, bytes, beside: Vec::new() };
        self.write_sheet(&sheet, file)?;
        Ok(rows)
    }

    /// The counter of 表二 in the paper's words; what is no counter stays as it is written.
    pub(super) fn category_label(&self, code: &str) -> String {
        let table = self.library.register("table2");
        let counter =
            table.and_then(|table| table.counters.iter().find(|counter| counter.id == code));
        counter.map_or_else(|| code.to_owned(), |counter| counter.label.clone())
    }

    /// The counter of 表二 that a roster names by its label or code; `None` for what is none.
    fn category_code(&self, label: &str) -> Option<String> {
        let Some(table) = self.library.register("table2") else { return Some(label.to_owned()) };
        let named = |counter: &&Counter| counter.label == label || counter.id == label;
        table.counters.iter().find(named).map(|counter| counter.id.clone())
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
            reg_dept: extra("reg_dept"),
            fire_class: extra("fire_class"),
            processes: extra("processes"),
            founded: extra("founded").and_then(|day| day.parse().ok()),
            staff: extra("staff"),
            note: extra("note"),
            namesake: None,
            like: None,
        }
    }
}

fn said(error: impl std::fmt::Display) -> Refusal {
    Refusal::said(format!("{error}。"))
}
