//! Whether rows of one name mean one premises or several, and which entry of the register each means.

use super::{
    super::{Office, premises::Fields},
    Import, MAYBE_SAME,
    known::{Known, Match},
    plan::Plan,
};
use crate::{
    domain::{premises::Namesake, unit::UnitPath},
    sheet::roster::{Level as Weight, Problem, Roster, RosterEntry},
};

impl Plan {
    /// A row of the same name as an earlier one and without an address of its own waits for somebody to say.
    fn hold_like(&mut self, first: &RosterEntry, row: &RosterEntry) {
        let ask = "先没有导入。是同一家请在“同名处理”一列填“更新”，是另一家";
        let differs = first.differences(row).join("；");
        let message = if first.says_all_of(row) {
            format!(
                "第{}行与第{}行同名，没有写出不同的地方。{ask}请写明地址或负责人，再导入",
                row.row, first.row
            )
        } else {
            format!(
                "第{}行与第{}行同名，看不出是一家还是两家：{differs}。{ask}填“新增”，再导入",
                row.row, first.row
            )
        };
        self.held.push((row.row, message.clone()));
        self.problems.push(Problem {
            row: row.row,
            column: "单位名称".to_owned(),
            level: Weight::Error,
            code: MAYBE_SAME,
            message,
        });
    }

    /// A row that somebody has said to mean the same premises as an earlier one.
    fn merged(&mut self, first: u32, row: &RosterEntry) {
        self.duplicates += 1;
        self.problems.push(Problem {
            row: row.row,
            column: "单位名称".to_owned(),
            level: Weight::Warning,
            code: "same_as_row",
            message: format!("第{}行与第{first}行按同一家合并，以第{}行写的为准", row.row, row.row),
        });
    }
}

impl Office {
    /// The rows of a roster, each a premises: those that may repeat an earlier row are kept out, laid over it or left
    /// beside it, as somebody has said.
    pub(super) fn told_apart(
        &self,
        plan: &mut Plan,
        roster: &Roster,
        import: &Import,
    ) -> Vec<RosterEntry> {
        let mut rows: Vec<RosterEntry> = Vec::with_capacity(roster.entries.len());
        for row in &roster.entries {
            let first = row.like.and_then(|like| rows.iter().position(|first| first.row == like));
            match (first, row.namesake.or(import.namesakes)) {
                (None, _) => rows.push(row.clone()),
                (Some(first), Some(Namesake::Update)) => {
                    plan.merged(rows[first].row, row);
                    rows[first].merge(row);
                }
                // Nobody could tell the two apart, the next import least of all.
                (Some(first), Some(Namesake::New)) if !rows[first].says_all_of(row) => {
                    rows.push(row.clone());
                }
                (Some(first), _) => plan.hold_like(&rows[first], row),
            }
        }
        rows
    }

    /// The entry that a row means. A row that is said to be another premises means one only by its code or address, or
    /// when it would change nothing: it went in before.
    pub(super) fn meant(
        &self,
        known: &Known,
        place: &UnitPath,
        row: &RosterEntry,
        fields: &Fields,
    ) -> Option<Match> {
        let found = known.find(place, row);
        if found.is_some_and(|found| found.sure) {
            return found;
        }
        let same = |index: &usize| self.differences(&known.all[*index].entry, fields).is_empty();
        match known.namesakes(place, row).into_iter().find(same) {
            Some(index) => Some(Match { index, sure: true }),
            None if row.namesake == Some(Namesake::New) || row.like.is_some() => None,
            None => found,
        }
    }
}
