//! Reports as spreadsheets: in the columns of their paper, or of a map for the platform of the level above (REG-18).

use super::{Named, Office, Refusal, Stored, shown};
use crate::{
    domain::id::Id,
    form::{
        letter,
        map::{self, CellKind, Map},
        paper as paper_form,
    },
    office::{
        documents::Only,
        documents::sheet_name,
        exports::{How, Sheet, sheet_of},
        facts::{Gather, Rows},
        folder,
    },
    sheet,
};

impl Office {
    /// The tables of a submitted report, as it was sent.
    fn report_sheet(&mut self, named: &Named, id: Id, how: How) -> Result<Sheet, Refusal> {
        let stored = self.submitted_report(id)?;
        let letter = shown(&stored)?;
        let mut tables = letter.sheets();
        if tables.is_empty() {
            // Counters are no table on paper; what was counted is kept beside the words.
            tables = paper_form::sheets(&named.form, &stored.facts);
        }
        sheet_of(letter.title, tables, how)
    }

    /// A map by its code, or the file that holds it.
    pub fn column_map(&self, wanted: &str) -> Result<Map, Refusal> {
        let wanted = wanted.trim();
        if let Some(map) = self.library.map(wanted) {
            return Ok(map.clone());
        }
        let path = std::path::Path::new(wanted);
        if !path.is_file() {
            return Err(Refusal::said(format!(
                "没有代码为“{wanted}”的导出列，也没有这个文件。请用 anban form list 查看，或写明文件。"
            )));
        }
        let (map, faults) = map::parse(wanted, &folder::read_text(path)?);
        map.ok_or_else(|| Refusal::Many(faults.iter().map(ToString::to_string).collect()))
    }

    /// A report in the columns of a map; what was submitted as it was sent, unless `live`. `whole`: with the other tables of
    /// its paper behind it, which a platform does not take in.
    fn mapped_sheet(
        &mut self,
        named: &Named,
        sent: Option<&Stored>,
        map: &Map,
        whole: bool,
        how: How,
    ) -> Result<Sheet, Refusal> {
        let facts = match sent {
            Some(stored) if stored.facts.lists.contains_key(&map.rows) => stored.facts.clone(),
            Some(_) => {
                return Err(Refusal::said(format!(
                    "报出的“{}”里没有“{}”要的清单（{}）。请加 --live 按现在的记录导出。",
                    named.title, map.title, map.rows
                )));
            }
            None => {
                let (unit, today) = (named.unit.clone(), self.act.today);
                let spoken = self.spoken(named)?;
                let days = spoken.days;
                let mut facts = self
                    .unit_subject(&named.form, Only::all(), unit, today, days, &Gather::All)?
                    .facts;
                if whole && named.form.is_report() {
                    self.report_facts(&mut facts, &spoken)?;
                }
                if !facts.lists.contains_key(&map.rows) || !map.ledger.is_empty() {
                    let rows = self.unit_list(
                        &map.rows,
                        &named.unit,
                        days,
                        Rows::of(&map.ledger),
                        &Gather::All,
                    )?;
                    facts.lists.insert(map.rows.clone(), rows.unwrap_or_default());
                }
                facts
            }
        };
        let rows = map.fill(facts.rows(&map.rows), &|name| facts.get(name).to_owned());
        let heads: Vec<String> = map.columns.iter().map(|column| column.head.clone()).collect();
        let (title, rows) = (map.title.clone(), how.rows(rows));
        let mut others = match whole {
            true => paper_form::sheets_besides(&named.form, &facts, &map.rows),
            false => Vec::new(),
        };
        for table in &mut others {
            how.leave(table);
        }
        let count = rows.len() + others.iter().map(|table| table.rows.len()).sum::<usize>();
        let (bytes, beside) = if how.csv {
            let plain = |table: letter::Sheet| {
                let lines = sheet::write::csv(&table.heads, &table.lines());
                (table.name, lines)
            };
            let first = match whole {
                true => sheet::write::csv(&heads, &rows),
                // Of a map that was asked for: it is for a platform.
                false => sheet::write::csv_for_a_platform(&heads, &rows),
            };
            (first, others.into_iter().map(plain).collect())
        } else {
            let kinds: Vec<CellKind> = map.columns.iter().map(|column| column.kind).collect();
            let first = (&*sheet_name(&title), &heads[..], &kinds[..], &rows[..]);
            let book = sheet::write::typed_book(first, &others);
            (book.map_err(|error| Refusal::said(format!("{error}。")))?, Vec::new())
        };
        let named = Some(title.clone());
        Ok(Sheet { title, rows: count, masked: how.masked, map: named, bytes, beside })
    }

    /// A report as a spreadsheet: in the columns of the map that is named, or that has the code of its paper; else in
    /// those of the paper.
    pub fn report_table(
        &mut self,
        named: &Named,
        sent: Option<&Stored>,
        map: Option<&str>,
        how: How,
    ) -> Result<Sheet, Refusal> {
        let whole = map.is_none();
        let map = match map {
            Some(wanted) => Some(self.column_map(wanted)?),
            None => self.library.map(&named.form.code).cloned(),
        };
        match (map, sent) {
            (Some(map), _) => self.mapped_sheet(named, sent, &map, whole, how),
            (None, Some(stored)) => self.report_sheet(named, stored.report.id, how),
            (None, None) => {
                let request = self.report_request(named);
                self.register_sheet(&request, how)
            }
        }
    }
}
