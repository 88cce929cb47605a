//! Many units at once: a street's communities, a district's streets with theirs, from a list in a spreadsheet or from the
//! published table of the region, with their codes.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{insert_unit, said_twice};
use crate::{
    domain::{
        permission::Deed,
        unit::{Level, Unit, UnitPath},
    },
    office::{Office, Refusal, exchange::words, setup::place},
    sheet::{grid::Grid, read},
    store::{self, Driver},
    terms,
};

/// A row of a list of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// As a spreadsheet shows it; 0 of the published table.
    pub row: usize,
    /// The street that it lies in; empty where it lies right below the unit that is added to.
    pub street: String,
    pub name: String,
    /// Its published code; empty where it is looked up by the name.
    pub code: String,
}

/// What comes of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitImport {
    pub added: Vec<Unit>,
    /// Names of those that were there already.
    pub known: Vec<String>,
    /// What is wrong with which rows; with one of them nothing is added.
    pub problems: Vec<(usize, String)>,
}

/// What the journal keeps of an import: the unit below which it was, and what it has added, parents first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::office) struct Imported {
    above: UnitPath,
    pub(in crate::office) units: Vec<Unit>,
}

const NAMES: [&str; 6] = ["社区名称", "社区（村）", "社区", "单位名称", "名称", "村（社区）"];
const STREETS: [&str; 4] = ["街道名称", "所属街道", "街道", "上级"];
const CODES: [&str; 5] = ["统计用区划代码", "区划代码", "社区代码", "编码", "代码"];

impl Office {
    /// The rows of a list of units: below a row of heads, else of names in the first column.
    pub fn read_units_list(
        &self,
        file: &Path,
        sheet: Option<&str>,
    ) -> Result<Vec<Listed>, Refusal> {
        let grid = read::read(file, sheet).map_err(|error| Refusal::said(format!("{error}。")))?;
        let listed = listed(&grid);
        if listed.is_empty() {
            return Err(Refusal::said(
                "这份表里没有单位名称。请在表头写“社区名称”，街道写在“街道”一列，有代码的写在“代码”一列。",
            ));
        }
        Ok(listed)
    }

    /// All that the published table of the region has below a unit.
    pub fn published_units(&self, above: Option<&str>) -> Result<Vec<Listed>, Refusal> {
        let above = self.unit_above(above)?;
        let named = |level: Level| above.at(level).map(|path| self.unit_name(&path));
        let region = named(Level::City).zip(named(Level::District));
        let region =
            region.and_then(|(city, district)| place::region(&self.library, &city, &district));
        let none = || {
            Refusal::said(format!(
                "程序里没有{}的区划表。请写明名单文件，例如 anban unit import 社区名单.xlsx。",
                self.unit_name(&above)
            ))
        };
        let region = region.ok_or_else(none)?;
        // 招联社区居委会 is the committee of 招联社区, which is what papers name.
        let one = |street: &str, name: &str| Listed {
            street: street.to_owned(),
            name: match name.strip_suffix("社区居委会") {
                Some(name) => format!("{name}社区"),
                None => name.to_owned(),
            },
            ..Listed::default()
        };
        Ok(match named(Level::Street) {
            Some(street) => {
                let street = region.street(&street).ok_or_else(none)?;
                street.communities.iter().map(|community| one("", &community.name)).collect()
            }
            None => region
                .streets
                .iter()
                .flat_map(|street| {
                    let below = street.communities.iter();
                    std::iter::once(one("", &street.name))
                        .chain(below.map(|community| one(&street.name, &community.name)))
                })
                .collect(),
        })
    }

    /// Adds the units of a list below another, the office's own when none is said; all of them or, with a problem, none.
    /// `dry` only tells what would come of it.
    pub fn import_units(
        &mut self,
        rows: &[Listed],
        above: Option<&str>,
        dry: bool,
    ) -> Result<UnitImport, Refusal> {
        let above = self.unit_above(above)?;
        let mut known = crate::store::units::all(&mut *self.store.driver)?;
        let mut import = UnitImport::default();
        for row in rows {
            if let Err(refusal) = self.import_row(row, &above, &mut known, &mut import) {
                import.problems.push((row.row, refusal.to_string()));
            }
        }
        if !import.problems.is_empty() && !dry {
            let said = import.problems.iter().map(|(row, problem)| format!("第{row}行：{problem}"));
            return Err(Refusal::Many(said.collect()));
        }
        if !dry && !import.added.is_empty() {
            self.insert_imported(Imported { above, units: import.added.clone() })?;
        }
        Ok(import)
    }

    fn insert_imported(&mut self, imported: Imported) -> Result<(), Refusal> {
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            for unit in &imported.units {
                insert_unit(driver, unit)?;
            }
            trace.note("unit_import", None, &imported.above, &imported)
        })?;
        self.know_units(&imported.units);
        Ok(())
    }

    /// Takes an import back: its units are no more, and their names and codes are free. Refused once something is
    /// recorded below one of them, or one was changed.
    pub(in crate::office) fn undo_import_units(
        &mut self,
        imported: &Imported,
        reason: &str,
    ) -> Result<(), Refusal> {
        let Imported { above, units } = imported;
        let body = serde_json::json!({ "before": units, "reason": reason });
        let judge = |driver: &mut dyn Driver| check_untouched(driver, units);
        self.act.write_judged(&mut self.store, Deed::SetUp, judge, |driver, trace, ()| {
            for unit in units.iter().rev() {
                store::units::remove(driver, &unit.path)?;
            }
            trace.note("take_back", None, above, &body)
        })?;
        self.units.retain(|known| units.iter().all(|unit| unit.path != known.path));
        Ok(())
    }

    fn import_row(
        &self,
        row: &Listed,
        above: &UnitPath,
        known: &mut Vec<Unit>,
        import: &mut UnitImport,
    ) -> Result<(), Refusal> {
        let parent = match (row.street.trim(), above.level()) {
            ("", _) => above.clone(),
            (street, Level::District) => {
                let beside = |unit: &&Unit| unit.path.parent().as_ref() == Some(above);
                let named = |unit: &&Unit| {
                    unit.name == street || Unit::short_name(&unit.name) == Unit::short_name(street)
                };
                match known.iter().filter(beside).find(named) {
                    Some(unit) => unit.path.clone(),
                    None => self.import_one(street, "", above, known, import)?,
                }
            }
            // Of one street's own list every row says that street.
            (street, _) if Unit::short_name(street) == Unit::short_name(&self.unit_name(above)) => {
                above.clone()
            }
            (street, _) => {
                return Err(Refusal::said(format!(
                    "“{}”写的是{street}，这里登记的是{}下面的。",
                    row.name,
                    self.unit_name(above)
                )));
            }
        };
        self.import_one(&row.name, &row.code, &parent, known, import).map(drop)
    }

    fn import_one(
        &self,
        name: &str,
        code: &str,
        parent: &UnitPath,
        known: &mut Vec<Unit>,
        import: &mut UnitImport,
    ) -> Result<UnitPath, Refusal> {
        let name = super::required(name, "单位名称")?;
        let level = parent.level().below().filter(|level| *level < Level::Grid);
        let Some(level) = level else {
            return Err(Refusal::said("社区下面设网格，网格不从名单登记。"));
        };
        let word = terms::level(level);
        if let Some(said) = Level::of_name(&name).filter(|said| *said > level) {
            return Err(Refusal::said(format!(
                "“{name}”像是{}，这里登记的是{word}。{}",
                terms::level(said),
                if said == Level::Community {
                    "请在“街道”一列写明它在哪个街道。"
                } else {
                    ""
                }
            )));
        }
        let standing =
            |unit: &&Unit| unit.path.parent().as_ref() == Some(parent) && unit.name == name;
        if let Some(unit) = known.iter().find(standing) {
            import.known.push(name);
            return Ok(unit.path.clone());
        }
        let unit = place::new_unit(&self.library, known, Some(parent), &name, self.act.today)?;
        let Some(mut unit) = unit else {
            // There under another form of its name, at the same published code.
            let alike = |unit: &&Unit| {
                unit.path.parent().as_ref() == Some(parent)
                    && Unit::short_name(&unit.name) == Unit::short_name(&name)
            };
            let path = known.iter().find(alike).map(|unit| unit.path.clone());
            let path = path.ok_or_else(|| said_twice(&name))?;
            import.known.push(name);
            return Ok(path);
        };
        if !code.is_empty() {
            unit.path = coded(code, level, parent, &name)?;
            if let Some(other) = known.iter().find(|other| other.path == unit.path) {
                return Err(Refusal::said(format!("代码{code}已经是{}的。", other.name)));
            }
        }
        known.push(unit.clone());
        import.added.push(unit.clone());
        Ok(unit.path)
    }

    fn unit_above(&self, wanted: Option<&str>) -> Result<UnitPath, Refusal> {
        match wanted.map(str::trim).filter(|wanted| !wanted.is_empty()) {
            Some(wanted) => self.find_any_unit(wanted),
            None => Ok(self.home.clone()),
        }
    }
}

/// What is recorded there, by its table.
fn recorded(table: &str) -> &'static str {
    match table {
        "import_batch" => "导入过的名册",
        "serial" => "编过的文号",
        "exchange" | "exchanged" => "交换过的记录",
        table => words::kind(table),
    }
}

/// That the units of an import stand as they were added, with nothing recorded in them.
fn check_untouched(driver: &mut dyn Driver, units: &[Unit]) -> Result<(), Refusal> {
    let instead = "不能撤销这次批量登记。不要的单位请撤并（anban unit close），写错的请更改（anban unit edit）。";
    let added = |path: &UnitPath| units.iter().any(|unit| unit.path == *path);
    let roots = units.iter().filter(|unit| !unit.path.parent().is_some_and(|above| added(&above)));
    for root in roots {
        for stands in store::units::under(driver, &root.path)? {
            if !added(&stands.path) {
                let word = terms::level(stands.path.level());
                let name = &stands.name;
                return Err(Refusal::said(format!("后来登记了{word}“{name}”，{instead}")));
            }
            if !units.contains(&stands) {
                return Err(Refusal::said(format!("“{}”后来又更改过，{instead}", stands.name)));
            }
        }
        if let Some(table) = store::recorded::below(driver, &root.path)? {
            let what = recorded(table);
            return Err(Refusal::said(format!("“{}”里已经有{what}，{instead}", root.name)));
        }
    }
    Ok(())
}

/// 350503008006 → 3505/03/008/006, which lies below `parent`; a street's code may end in noughts.
fn coded(code: &str, level: Level, parent: &UnitPath, name: &str) -> Result<UnitPath, Refusal> {
    let long = if level == Level::Street { 9 } else { 12 };
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits && code.len() >= long && code[long..].bytes().all(|byte| byte == b'0');
    let path = fits.then(|| code.get(long - 3..long).and_then(|last| parent.child(last))).flatten();
    let path = path.filter(|path| code.starts_with(&path.as_str().replace('/', "")));
    path.ok_or_else(|| {
        Refusal::said(format!(
            "“{name}”的代码{code}不是{}位数字，或者不在上级单位的代码{}下面。",
            long,
            parent.as_str().replace('/', "")
        ))
    })
}

fn listed(grid: &Grid) -> Vec<Listed> {
    let text = |row: usize, column: usize| {
        let cell = grid.rows.get(row).and_then(|row| row.get(column));
        cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    };
    let width = |row: usize| grid.rows.get(row).map_or(0, Vec::len);
    let column = |row: usize, heads: &[&str]| {
        heads.iter().find_map(|head| (0..width(row)).find(|column| text(row, *column) == *head))
    };
    // Titles stand above the heads.
    let heads = (0..grid.rows.len().min(10)).find(|row| column(*row, &NAMES).is_some());
    let (first, name) = match heads {
        Some(row) => (row + 1, column(row, &NAMES).unwrap_or(0)),
        None => (0, 0),
    };
    let street = heads.and_then(|row| column(row, &STREETS));
    let code = heads.and_then(|row| column(row, &CODES));
    let mut last = String::new();
    let mut rows = Vec::new();
    for row in first..grid.rows.len() {
        let at = |column: Option<usize>| column.map(|column| text(row, column)).unwrap_or_default();
        // A street is often written once for all of its communities.
        let said = at(street);
        if !said.is_empty() {
            last = said;
        }
        let name = text(row, name);
        if name.is_empty() || name.starts_with("合计") || name.starts_with('注') {
            continue;
        }
        let number = grid.row_number(row) as usize;
        rows.push(Listed { row: number, street: last.clone(), name, code: at(code) });
    }
    rows
}
