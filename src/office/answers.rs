//! The answers of some days as a table, a row an item. Read and written week by week: a street's year is more than one wants to
//! hold.

use std::{collections::HashMap, fs::File, path::Path};

use chrono::{Days, NaiveDate};

use super::{
    Office, Refusal,
    exports::How,
    folder::{self, Unwritten},
};
use crate::{
    domain::answer::Answer,
    form::{answers, checklist::Checklist, map::CellKind},
    sheet::write::Long,
    store::inspections,
    terms,
};

const HEADS: [&str; 11] = [
    "检查日期",
    "社区",
    "网格",
    "检查对象",
    "文号",
    "检查人",
    "检查表",
    "项目",
    "检查内容",
    "填写",
    "结果",
];
/// Widths of the columns, in characters of the default font.
const WIDTHS: [u16; 11] = [12, 16, 12, 26, 30, 18, 12, 8, 40, 12, 10];
/// Days read at once.
const STRETCH: Days = Days::new(7);

/// A checklist and how each of its items is called.
struct Named {
    form: Checklist,
    called: Vec<String>,
}

impl Office {
    /// Writes the answers of the inspections from a day to a day (both count) as xlsx or csv, by the file's ending; those
    /// that a later inspection corrects are left out. `masked` hides the numbers of people. How many rows were written.
    pub fn export_answers(
        &mut self,
        file: &Path,
        from: NaiveDate,
        to: NaiveDate,
        masked: bool,
    ) -> Result<usize, Refusal> {
        if to < from {
            return Err(Refusal::said(format!(
                "起止日期写反了：从{}到{}。请把早的写在前面。",
                terms::date(from),
                terms::date(to)
            )));
        }
        let ending = folder::sheet_ending(file)?;
        let how = How { masked, ..How::default() };
        let rows = folder::write_by(file, |out| {
            let said = |error| Unwritten::from(Refusal::said(format!("{error}。")));
            let days = [CellKind::Day];
            let mut table =
                Long::begin(ending, out, "检查记录", &HEADS, &WIDTHS, &days).map_err(said)?;
            let mut forms = HashMap::new();
            let mut day = from;
            while day <= to {
                let last = (day + STRETCH - Days::new(1)).min(to);
                self.export_stretch(&mut table, &mut forms, (day, last), how)?;
                day = last + Days::new(1);
            }
            table.end().map_err(said)
        })?;
        let title = format!("检查记录 {}", terms::period(from, to));
        self.note_export(&title, file, rows, masked)?;
        Ok(rows)
    }

    fn export_stretch(
        &mut self,
        table: &mut Long<&mut File>,
        forms: &mut HashMap<String, Named>,
        (from, to): (NaiveDate, NaiveDate),
        how: How,
    ) -> Result<(), Unwritten> {
        let driver = &mut *self.store.driver;
        let lines = inspections::between(driver, &self.scope, from, to).map_err(Refusal::from)?;
        // The newest come first; a table is read from the oldest on.
        for line in lines.into_iter().rev().filter(|line| !line.corrected) {
            let visit = line.inspection;
            if !forms.contains_key(&visit.form_sha) {
                let form = self.filled_on(&visit.form_sha)?;
                // What an item asks says little without what stands above it.
                let called = form.items().map(|item| form.called(&item.id)).collect();
                forms.insert(visit.form_sha.clone(), Named { form, called });
            }
            let Some(Named { form, called }) = forms.get(&visit.form_sha) else { continue };
            let head = [
                visit.on.to_string(),
                self.unit_name(&visit.community),
                visit.grid.as_ref().map(|grid| self.unit_name(grid)).unwrap_or_default(),
                line.premises_name,
                line.notice.unwrap_or_default(),
                visit.inspectors.join("、"),
                form.title.clone(),
            ]
            .map(|words| how.word(&words));
            for ((item, called), answer) in form.items().zip(called).zip(&visit.answers) {
                let result = match answer {
                    Answer::Unchecked => "未查",
                    Answer::NotApplicable => "不涉及",
                    Answer::Option(index) if item.bad.contains(index) => "有隐患",
                    Answer::Option(_) => "正常",
                };
                let own = [&item.id, called, answers::word_of(item, *answer), result];
                let row = head.iter().map(String::as_str).chain(own);
                table.row(row).map_err(|error| Refusal::said(format!("{error}。")))?;
            }
        }
        Ok(())
    }
}
