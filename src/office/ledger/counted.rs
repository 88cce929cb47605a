//! 表二手工计数: a count is of a column of 表二 and of a grid that there is, else it counts nowhere.

use super::{Entry, Office, Refusal};
use crate::{
    domain::unit::{Level, Unit},
    office::facts::{MANUAL_COUNT, TABLE2},
};

/// Names that a refusal gives.
const NAMED: usize = 12;

impl Office {
    /// The grid is one of the community of the row, the column one of the register; what was written before stays.
    pub(super) fn check_counted(
        &self,
        before: Option<&Entry>,
        entry: &Entry,
    ) -> Result<(), Refusal> {
        if entry.ledger != MANUAL_COUNT {
            return Ok(());
        }
        let said = |entry: &Entry, id: &str| entry.fields.get(id).cloned().unwrap_or_default();
        let is_new = |id: &str| before.is_none_or(|before| said(before, id) != said(entry, id));
        let grid = said(entry, "grid");
        let grids: Vec<&Unit> =
            self.units_at(Level::Grid).filter(|unit| entry.community.covers(&unit.path)).collect();
        if is_new("grid") && !grids.iter().any(|unit| unit.name == grid) {
            let names = grids.iter().map(|unit| unit.name.as_str());
            return Err(Refusal::field(
                "grid",
                format!(
                    "{}没有叫“{grid}”的网格，数了也不算。{}",
                    self.unit_name(&entry.community),
                    instead(names.collect())
                ),
            ));
        }
        let label = said(entry, "label");
        let Some(table) = self.library.register(TABLE2) else { return Ok(()) };
        if is_new("label") && !table.counters.iter().any(|counter| counter.label == label) {
            // Those that are like it, if there are any.
            let all = || table.counters.iter().map(|counter| counter.label.as_str());
            let alike = |known: &&str| label.chars().any(|char| known.contains(char));
            let mut names: Vec<&str> = all().filter(alike).collect();
            if names.is_empty() {
                names = all().collect();
            }
            return Err(Refusal::field(
                "label",
                format!("表二没有叫“{label}”的栏目，数了也不算。{}", instead(names)),
            ));
        }
        Ok(())
    }
}

fn instead(names: Vec<&str>) -> String {
    if names.is_empty() {
        return "请先登记网格（anban grid add）。".to_owned();
    }
    let more = if names.len() > NAMED { "等" } else { "" };
    format!("请写：{}{more}。", names[..names.len().min(NAMED)].join("、"))
}
