//! `[[part]]`: the pieces of a paper, one function a kind.

use super::Names;
use crate::form::{
    document::{Placed, Section, shown},
    fault::Faults,
    letter::{Align, Face},
    paper::{Body, Cell, CellContent, Column, GridRow, Needed, Part, SUM, Table, When},
    template::Template,
};

const FACES: [(&str, Face); 4] =
    [("body", Face::Body), ("heading", Face::Heading), ("kai", Face::Kai), ("small", Face::Small)];

const ALIGNS: [(&str, Align); 3] =
    [("left", Align::Left), ("centre", Align::Centre), ("right", Align::Right)];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    List,
    Grid,
    Table,
    Counters,
    Bars,
    Break,
    Annex,
    Space,
}

const KINDS: [(&str, Kind); 9] = [
    ("text", Kind::Text),
    ("list", Kind::List),
    ("grid", Kind::Grid),
    ("table", Kind::Table),
    ("counters", Kind::Counters),
    ("bars", Kind::Bars),
    ("break", Kind::Break),
    ("annex", Kind::Annex),
    ("space", Kind::Space),
];

/// The most columns of a grid or a table; more cannot be read.
const COLUMNS: usize = 40;
/// The most rows of one grid.
const ROWS: usize = 200;

pub(super) fn parts(
    sections: Vec<Section<'_>>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for mut section in sections {
        let kind = section.choice("kind", &KINDS, faults);
        let when = when("when", &mut section, names, faults);
        let body = match kind {
            Some(Kind::Text) => Some(text(&mut section, names, faults)),
            Some(Kind::List) => Some(list(&mut section, names, faults)),
            Some(Kind::Grid) => Some(grid(&mut section, names, faults)),
            Some(Kind::Table) => Some(Body::Table(table(&mut section, names, faults))),
            Some(Kind::Counters) => section.text("register", faults).map(|register| {
                names.need(Needed::Register(register.value.clone()), register.at, faults);
                Body::Counters { register: register.value, form: None }
            }),
            Some(Kind::Bars) => bars(&mut section, names, faults),
            Some(Kind::Break) => Some(Body::Break),
            Some(Kind::Annex) => {
                if parts.iter().any(|part: &Part| part.body == Body::Annex) {
                    faults.add(section.at, "annex 只能写一次：它后面的都印在落款以后");
                }
                Some(Body::Annex)
            }
            Some(Kind::Space) => {
                section.measure("height", 0.5..=250.0, faults).map(|height| Body::Space { height })
            }
            None => None,
        };
        // What a part may say depends on its kind; without one nothing else is judged.
        if kind.is_some() {
            section.finish(faults);
        }
        parts.extend(body.map(|body| Part { when, body }));
    }
    parts
}

pub(super) fn when(
    key: &'static str,
    section: &mut Section<'_>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Option<When> {
    let text = section.optional(key, faults)?;
    let name = text.value.trim_start_matches('!');
    if names.scope.list(name).is_none() {
        names.check(name, text.at, None, faults);
    }
    Some(When { negated: text.value.starts_with('!'), name: name.to_owned() })
}

/// One of the words, the first when left out.
fn optional_choice<T: Copy + Default>(
    key: &'static str,
    choices: &[(&str, T)],
    section: &mut Section<'_>,
    faults: &mut Faults,
) -> T {
    if section.has(key) {
        section.choice(key, choices, faults).unwrap_or_default()
    } else {
        section.optional(key, faults);
        T::default()
    }
}

fn needed(
    key: &'static str,
    list: Option<&str>,
    section: &mut Section<'_>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Template {
    section.text(key, faults).map(|text| names.parse(&text, list, faults)).unwrap_or_default()
}

fn text(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Body {
    Body::Text {
        text: needed("text", None, section, names, faults),
        face: optional_choice("face", &FACES, section, faults),
        align: optional_choice("align", &ALIGNS, section, faults),
        flush: section.flag("flush", faults),
    }
}

fn rows(section: &mut Section<'_>, names: &Names<'_>, faults: &mut Faults) -> String {
    let rows = section.text("rows", faults);
    if let Some(rows) = &rows {
        names.list(rows, faults);
    }
    rows.map(|rows| rows.value).unwrap_or_default()
}

fn bars(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Option<Body> {
    let rows = rows(section, names, faults);
    let label = needed("label", Some(&rows), section, names, faults);
    let value = needed("value", Some(&rows), section, names, faults);
    let height = section.measure("height", 20.0..=150.0, faults)?;
    Some(Body::Bars { rows, label, value, height })
}

fn list(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Body {
    let rows = rows(section, names, faults);
    let text = needed("text", Some(&rows), section, names, faults);
    let mut details = Vec::new();
    for mut detail in section.optional_sections("details", faults) {
        let label = detail.words("label", faults);
        details.push((label, needed("text", Some(&rows), &mut detail, names, faults)));
        detail.finish(faults);
    }
    let empty = section.optional("empty", faults).map(|text| text.value).unwrap_or_default();
    Body::List { rows, text, details, empty }
}

fn table(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Table {
    let at = section.at;
    let rows = rows(section, names, faults);
    let mut columns = Vec::new();
    for mut column in section.sections("columns", faults) {
        let text = column
            .optional("text", faults)
            .map(|text| names.parse(&text, Some(&rows), faults))
            .unwrap_or_default();
        columns.push(Column {
            head: column.words("head", faults),
            width: column.measure("width", 1.0..=1000.0, faults).unwrap_or_default(),
            figure: names.is_figure(&rows, &text),
            text,
            align: optional_choice("align", &ALIGNS, &mut column, faults),
            apart: apart(&rows, &mut column, names, faults),
        });
        column.finish(faults);
    }
    if columns.len() > COLUMNS {
        faults.add(at, format!("列太多：最多{COLUMNS}列"));
    }
    let least = section.optional_number("least", 0..=100, faults).unwrap_or_default();
    let numbered = section.flag("numbered", faults);
    let counted = section.flag("counted", faults);
    let only = only(&rows, section, names, faults);
    let cells = section.optional_cells("total", faults);
    if !cells.is_empty() && cells.len() != columns.len() {
        faults.add(
            cells[0].at,
            format!(
                "total 有{}格，表格有{}列：要一样多，空着的写 \"\"",
                cells.len(),
                columns.len()
            ),
        );
    }
    let total: Vec<Template> = cells.iter().map(|cell| total(cell, &rows, names, faults)).collect();
    for ((cell, sum), column) in cells.iter().zip(&total).zip(&columns) {
        sums_what_is_printed(cell.at, sum, column, faults);
    }
    Table { rows, columns, least: least as usize, numbered, counted, only, total }
}

/// The columns of a spreadsheet in the place of one on paper.
fn apart(
    rows: &str,
    column: &mut Section<'_>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Vec<Column> {
    let mut columns = Vec::new();
    for mut each in column.optional_sections("apart", faults) {
        let head = each.words("head", faults);
        let text = needed("text", Some(rows), &mut each, names, faults);
        let figure = names.is_figure(rows, &text);
        columns.push(Column { head, text, figure, ..Column::default() });
        each.finish(faults);
    }
    columns
}

/// A fact of the rows that the paper asks for in a field of its own.
fn only(
    rows: &str,
    section: &mut Section<'_>,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> String {
    let Some(only) = section.optional("only", faults) else { return String::new() };
    if !names.own.contains(&only.value.as_str()) {
        faults.add(only.at, format!("only 写的“{}”不是本表的字段", shown(&only.value)));
    }
    names.check(&format!("row.{}", only.value), only.at, Some(rows), faults);
    only.value
}

/// `{count}` is known here besides the facts, and `{sum.…}` of a figure of the rows.
fn total(
    cell: &Placed<String>,
    rows: &str,
    names: &mut Names<'_>,
    faults: &mut Faults,
) -> Template {
    match Template::parse(&cell.value) {
        Ok(template) => {
            for name in template.places().filter(|name| *name != "count") {
                match name.strip_prefix(SUM) {
                    Some(column) => {
                        names.check(&format!("row.{column}"), cell.at, Some(rows), faults);
                    }
                    None => names.check(name, cell.at, None, faults),
                }
            }
            template
        }
        Err(wrong) => {
            faults.add(cell.at, wrong);
            Template::default()
        }
    }
}

/// The last row adds up what stands above it, and nothing else of the rows.
fn sums_what_is_printed(at: usize, sum: &Template, column: &Column, faults: &mut Faults) {
    let printed: Vec<String> = column.text.row_names().collect();
    let summed = sum.places().filter_map(|name| name.strip_prefix(SUM));
    for other in summed.filter(|name| !printed.iter().any(|printed| printed == name)) {
        let column = &column.head;
        faults.add(
            at,
            format!(
                "合计加的是 {other}，而“{column}”这一列印的不是它：请改成 {{sum.…}} 加这一列的数"
            ),
        );
    }
}

fn grid(section: &mut Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Body {
    let at = section.at;
    let columns = section.measures("columns", 1.0..=1000.0, faults);
    if columns.len() > COLUMNS {
        faults.add(at, format!("列太多：最多{COLUMNS}列"));
    }
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for mut row in section.sections("row", faults) {
        places.push(row.at);
        let height = row.optional_measure("height", 1.0..=250.0, faults).unwrap_or_default();
        let cells = row.sections("cells", faults);
        let cells = cells.into_iter().map(|cell| grid_cell(cell, names, faults)).collect();
        row.finish(faults);
        rows.push(GridRow { height, cells });
    }
    if rows.len() > ROWS {
        faults.add(at, format!("行太多：最多{ROWS}行"));
    } else if columns.len() <= COLUMNS {
        check_spans(columns.len(), &rows, &places, faults);
    }
    Body::Grid { columns, rows }
}

fn grid_cell(mut section: Section<'_>, names: &mut Names<'_>, faults: &mut Faults) -> Cell {
    let at = section.at;
    let count = |key, section: &mut Section<'_>, faults: &mut Faults| {
        section.optional_number(key, 1..=40, faults).unwrap_or(1) as usize
    };
    let (span, rows) = (count("span", &mut section, faults), count("rows", &mut section, faults));
    let kinds = ["label", "text", "ticks", "sign"];
    let content = match kinds.into_iter().find(|kind| section.has(kind)) {
        Some("label") => CellContent::Label(section.maybe_empty("label", faults).value),
        Some("ticks") => CellContent::Ticks {
            options: section.texts("ticks", faults).into_iter().map(|text| text.value).collect(),
            chosen: section
                .optional("chosen", faults)
                .map(|text| names.parse(&text, None, faults))
                .unwrap_or_default(),
        },
        Some("sign") => CellContent::Sign {
            label: section.words("sign", faults),
            dated: section.flag("dated", faults),
        },
        Some(_) => CellContent::Text {
            text: {
                let text = section.maybe_empty("text", faults);
                names.parse(&text, None, faults)
            },
            align: optional_choice("align", &ALIGNS, &mut section, faults),
        },
        None => {
            faults.add(
                at,
                "这一格要写 { label = … }、{ text = … }、{ ticks = […] } 或 { sign = … } 之一",
            );
            return Cell { span, rows, content: CellContent::Label(String::new()) };
        }
    };
    section.finish(faults);
    Cell { span, rows, content }
}

/// Every row is full, and no cell reaches over another or below the last row.
fn check_spans(columns: usize, rows: &[GridRow], places: &[usize], faults: &mut Faults) {
    // How many more rows each column is taken by a cell from above.
    let mut taken = vec![0_usize; columns];
    for (at, (row, &place)) in rows.iter().zip(places).enumerate() {
        let mut free = taken.iter().map(|rows| *rows == 0).collect::<Vec<_>>();
        for rows in &mut taken {
            *rows = rows.saturating_sub(1);
        }
        let mut column = 0;
        let mut over = false;
        for cell in &row.cells {
            while column < columns && !free[column] {
                column += 1;
            }
            let end = column + cell.span;
            if end > columns || free[column..end].contains(&false) {
                over = true;
                break;
            }
            free[column..end].fill(false);
            taken[column..end].fill(cell.rows - 1);
            if at + cell.rows > rows.len() {
                faults.add(place, format!("第{}行有一格向下占{}行，超出了表格", at + 1, cell.rows));
                taken[column..end].fill(rows.len() - at - 1);
            }
            column = end;
        }
        if over || free.contains(&true) {
            let said = if over { "多" } else { "少" };
            faults.add(
                place,
                format!(
                    "第{}行的格子比{columns}列{said}：请核对各格的 span，以及上面各行向下占的格（rows）",
                    at + 1
                ),
            );
        }
    }
}
