//! `forms/map/*.toml`: the columns of a spreadsheet for typing over into the platform of the level above (REG-18):
//! a heading and what stands below it, row by row.

use crate::form::{
    document::{self, Header, Section},
    facts::{About, Scope},
    fault::{Fault, Faults},
    template::Template,
};

pub const SCHEMA: &str = "map/1";

/// One file under `forms/map/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub code: String,
    pub revision: u32,
    pub title: String,
    pub source: String,
    /// The list whose rows it writes, and the ledger where these are entries.
    pub rows: String,
    pub ledger: String,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub head: String,
    pub text: Template,
    pub kind: CellKind,
}

/// What a cell is to the spreadsheet. A cell that cannot be read as its kind stays text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Codes, phone numbers and all else that is not reckoned with.
    #[default]
    Text,
    Day,
    Number,
}

impl Map {
    /// Heads, kinds and rows over the rows of its list.
    pub fn fill(
        &self,
        rows: &[std::collections::BTreeMap<String, String>],
        fact: &dyn Fn(&str) -> String,
    ) -> Vec<Vec<String>> {
        let cell =
            |row: &std::collections::BTreeMap<String, String>, no: usize, column: &Column| {
                let known = |name: &str| match name.strip_prefix("row.") {
                    Some("no") if !row.contains_key("no") => no.to_string(),
                    Some(name) => row.get(name).cloned().unwrap_or_default(),
                    None => fact(name),
                };
                let names: Vec<(&str, String)> =
                    column.text.places().map(|name| (name, known(name))).collect();
                let of = |name: &str| {
                    names.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
                };
                column.text.fill_known(of).text()
            };
        let line = |(no, row)| self.columns.iter().map(|column| cell(row, no, column)).collect();
        (1..).zip(rows).map(line).collect()
    }
}

pub fn parse(file: &str, text: &str) -> (Option<Map>, Vec<Fault>) {
    document::read(file, text, SCHEMA, map)
}

fn map(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Map> {
    let title = top.words("title", faults);
    let source = top.words("source", faults);
    let rows = top.text("rows", faults);
    let ledger = top.optional("ledger", faults).map(|text| text.value).unwrap_or_default();
    let scope = Scope::of(About::None);
    let list = rows.as_ref().and_then(|rows| scope.list(&rows.value));
    if let (Some(rows), None) = (&rows, list) {
        let names: Vec<&str> = scope.lists.iter().map(|list| list.name).collect();
        faults.add(
            rows.at,
            format!(
                "没有叫“{}”的清单；能用的清单：{}",
                document::shown(&rows.value),
                names.join("、")
            ),
        );
    }
    let kinds = [("text", CellKind::Text), ("day", CellKind::Day), ("number", CellKind::Number)];
    let mut columns = Vec::new();
    for mut section in top.sections("column", faults) {
        let head = section.words("head", faults);
        let kind = if section.has("kind") {
            section.choice("kind", &kinds, faults).unwrap_or_default()
        } else {
            CellKind::Text
        };
        let text = section.maybe_empty("text", faults);
        section.finish(faults);
        match Template::parse(&text.value) {
            Ok(template) => {
                for name in template.places() {
                    // The fields of a ledger are its own; what it lacks stays empty.
                    let known = scope.has(name)
                        || list.is_some_and(|list| list.rows.iter().any(|fact| fact.name == name))
                        || (name.starts_with("row.") && !ledger.is_empty());
                    if !known {
                        faults.add(
                            text.at,
                            format!(
                                "不认识的事实“{}”；能用的请看 anban form facts none",
                                document::shown(name)
                            ),
                        );
                    }
                }
                columns.push(Column { head, text: template, kind });
            }
            Err(wrong) => faults.add(text.at, wrong),
        }
    }
    Some(Map {
        code: header.code,
        revision: header.revision,
        title,
        source,
        rows: rows?.value,
        ledger,
        columns,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_names_facts_of_its_list_and_says_what_its_cells_are() {
        let text = "schema = \"map/1\"\ncode = \"ours\"\nrevision = 1\ntitle = \"导入表\"\nsource = \"惯例\"\n\
            rows = \"hazards\"\n[[column]]\nhead = \"企业\"\ntext = \"{row.premises}（{unit.name}）\"\n\
            [[column]]\nhead = \"期限\"\ntext = \"{row.deadline.short}\"\nkind = \"day\"\n";
        let (map, faults) = parse("a.toml", text);
        assert_eq!(faults, []);
        let map = map.unwrap();
        let row = [("premises", "恒捷"), ("deadline", "2026年11月5日")];
        let row = row.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let filled = map.fill(&[row], &|_| "招联社区".to_owned());
        assert_eq!(filled, [["恒捷（招联社区）", "2026-11-05"]]);
        assert_eq!(map.columns[1].kind, CellKind::Day);

        let faults =
            parse("a.toml", &text.replace("premises}", "premise}").replace("day\"", "date\"")).1;
        let said: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(
            said,
            [
                "a.toml:9：不认识的事实“row.premise”；能用的请看 anban form facts none",
                "a.toml:13：kind 写的是“date”，只能写：text、day、number",
            ]
        );
        let faults = parse("a.toml", &text.replace("\"hazards\"", "\"hazard\"")).1;
        assert!(faults[0].to_string().contains("没有叫“hazard”的清单"), "{}", faults[0]);
    }
}
