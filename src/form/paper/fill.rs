//! A paper form and the facts of one case → the words of the paper.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Body, Cell, CellContent, Column, GridRow, PaperForm, Part, Require, SUM, Signer, Table, When,
};
use crate::form::{
    facts::{Facts, Scope},
    field::{Field, sum_of},
    ledger::Ledger,
    letter::{self, Align, Block, Content, GridCell, Letter, Sheet, Signature, Words},
    notice::written_day,
    packed::Packed,
    register::{Place, Register},
    template::Template,
};

/// The letter, with every blank of the form filled that the facts fill. Day fields among the facts may be as they are
/// kept (2026-11-30) or as printed.
pub fn fill(form: &PaperForm, facts: &Facts) -> Letter {
    let facts = Known::new(form, facts);
    let of = |name: &str| facts.get(name);
    let date = form.date.fill_known(of).text();
    let number = facts.get("number").to_owned();
    Letter {
        look: form.look,
        heading: form.heading.clone(),
        title: form.title.clone(),
        qr: if form.qr { number.clone() } else { String::new() },
        number: if form.number.is_some() { number } else { String::new() },
        addressee: form.addressee.fill_known(of).text(),
        blocks: form.parts.iter().filter_map(|part| facts.block(part)).flatten().collect(),
        signatures: form.signatures.iter().flat_map(|signer| facts.signed(signer)).collect(),
        issuer: form.issuer.fill_known(of).text(),
        date: read_written(&date),
        date_by_hand: !form.date.is_empty(),
        footnote: form.footnote.clone(),
        copies: form.copies.clone(),
        stub: form.stub,
    }
}

/// The same of facts that are not needed any more: cells that were told as their rows were gathered go over as they are.
pub fn fill_with(form: &PaperForm, mut facts: Facts) -> Letter {
    let mut letter = fill(form, &facts);
    let known = Known::new(form, &facts);
    let printed = form.parts.iter().filter(|part| match &part.when {
        Some(when) => known.holds(when),
        None => true,
    });
    let lists = printed.filter_map(|part| match &part.body {
        Body::Table(table) => Some(&table.rows),
        _ => None,
    });
    let lists: Vec<&String> = lists.collect();
    let tables = letter.blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for (list, table) in lists.into_iter().zip(tables) {
        if let Some(told) = facts.cells.remove(list) {
            // Few are as any others.
            match told.len() > MANY {
                true => table.packed = told,
                false => table.rows = told.rows(),
            }
        }
    }
    letter
}

/// More rows than these stay packed.
const MANY: usize = 1_024;

/// The cells of one row of a table that says nothing else ([`PaperForm::plain_table`]).
pub fn row_cells(table: &Table, row: &BTreeMap<String, String>) -> Vec<String> {
    let known = |name: &str| name.strip_prefix("row.").and_then(|name| row.get(name));
    let cell = |column: &Column| {
        column.text.fill_known(|name| known(name).map_or("", String::as_str)).text()
    };
    table.columns.iter().map(cell).collect()
}

/// Every table of the paper as a spreadsheet holds it, or the counters of one without tables; empty for a paper without
/// either.
pub fn sheets(form: &PaperForm, facts: &Facts) -> Vec<Sheet> {
    let form = &form.in_sheets();
    let mut sheets = fill(form, facts).sheets();
    if sheets.is_empty() {
        // A table that is left out where it has no rows is a list all the same; one in an annex is none.
        let known = Known::new(form, facts);
        let left_out = form.tables().next().map(|table| Letter {
            title: form.title.clone(),
            blocks: vec![Block::Table(known.table(table))],
            ..Letter::default()
        });
        sheets.extend(left_out.iter().flat_map(Letter::sheets));
        sheets.extend(counted(form, facts));
    }
    sheets
}

/// The tables of a paper that have rows, without those over one list, which has columns of its own.
pub fn sheets_besides(form: &PaperForm, facts: &Facts, list: &str) -> Vec<Sheet> {
    let form = &form.in_sheets();
    let known = Known::new(form, facts);
    let printed = form.parts.iter().filter(|part| match &part.when {
        Some(when) => known.holds(when),
        None => true,
    });
    let lists = printed.filter_map(|part| match &part.body {
        Body::Table(table) => Some(table.rows.as_str()),
        _ => None,
    });
    let mut sheets = fill(form, facts).sheets();
    let mut lists = lists;
    sheets.retain(|sheet| {
        let other = sheet.grid || lists.next() != Some(list);
        other && !sheet.rows.is_empty()
    });
    sheets
}

/// The counters of a register, one a row, between what stands above and below them.
fn counted(form: &PaperForm, facts: &Facts) -> Option<Sheet> {
    let register = form.parts.iter().find_map(|part| match &part.body {
        Body::Counters { form, .. } => form.as_deref(),
        _ => None,
    })?;
    let row = |label: &str, id: &str, unit: &str| {
        vec![label.to_owned(), register_fact(register, facts, id).to_owned(), unit.to_owned()]
    };
    let place = |place: &Place| row(&place.label, &place.field, &place.unit);
    // A counter without a name is room for one.
    let named = register.counters.iter().filter(|counter| !counter.label.is_empty());
    let counters = named.map(|counter| row(&counter.label, &counter.id, &counter.unit));
    let head = register.head.iter().map(place);
    Some(Sheet {
        name: form.title.clone(),
        heads: ["栏目", "数目", "单位"].map(str::to_owned).to_vec(),
        figures: vec![false, true, false],
        rows: head.chain(counters).chain(register.foot.iter().map(place)).collect(),
        ..Sheet::default()
    })
}

/// Facts to preview a form with: the samples of the catalogue and of its own fields. `entries` are those of
/// its ledger.
pub fn sample(form: &PaperForm, ledger: Option<&Ledger>, day: NaiveDate) -> Facts {
    let mut facts = Scope::of(form.about).sample();
    // What narrows a table stays open: all its rows show.
    let narrows = |id: &str| form.tables().any(|table| table.only == id);
    for field in form.fields.iter().filter(|field| !narrows(&field.id)) {
        facts.set(&field.id, field.sample());
    }
    let day = written_day(day);
    for name in ["today", "issued_on"] {
        facts.set(name, &day);
    }
    facts.set("year", day.split('年').next().unwrap_or_default());
    if form.number.is_none() {
        facts.set("number", "");
    }
    for field in ledger.iter().flat_map(|ledger| &ledger.fields) {
        facts.set(format!("entry.{}", field.id), field.sample());
        for row in facts.lists.get_mut("entries").into_iter().flatten() {
            row.insert(field.id.clone(), field.sample());
        }
    }
    for register in form.parts.iter().filter_map(|part| match &part.body {
        Body::Counters { form, .. } => form.as_deref(),
        _ => None,
    }) {
        for (at, counter) in register.counters.iter().enumerate() {
            facts.set(format!("{}.{}", register.code, counter.id), (at % 7).to_string());
        }
    }
    facts
}

/// What stands in the way of a paper, the first of it.
pub fn unmet<'a>(form: &'a PaperForm, facts: &Facts) -> Option<&'a str> {
    let known = Known::new(form, facts);
    let asked = |require: &&Require| {
        require.answer.as_ref().is_none_or(|(field, answer)| facts.get(field) == answer)
    };
    let unmet = form.requires.iter().filter(asked).find(|require| !known.holds(&require.when));
    unmet.map(|require| require.say.as_str())
}

/// The facts as this form's text names them.
struct Known<'a> {
    facts: &'a Facts,
    /// The form's own fields as they are printed.
    own: BTreeMap<&'a str, String>,
}

impl<'a> Known<'a> {
    fn new(form: &'a PaperForm, facts: &'a Facts) -> Known<'a> {
        let printed = |field: &'a Field| (field.id.as_str(), field.printed(facts.get(&field.id)));
        Known { facts, own: form.fields.iter().map(printed).collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.own.get(name).map_or_else(|| self.facts.get(name), String::as_str)
    }

    fn holds(&self, when: &When) -> bool {
        let known = !self.get(&when.name).is_empty() || self.facts.count(&when.name) > 0;
        known != when.negated
    }

    fn block(&self, part: &Part) -> Option<Vec<Block>> {
        if part.when.as_ref().is_some_and(|when| !self.holds(when)) {
            return None;
        }
        let of = |name: &str| self.get(name);
        Some(match &part.body {
            Body::Text { text, face, align, flush } => vec![Block::Text {
                words: text.fill(of),
                face: *face,
                align: *align,
                flush: *flush,
            }],
            Body::List { rows, text, details, empty } => {
                let list = self.facts.rows(rows);
                if list.is_empty() {
                    let words = Words::form(empty);
                    let plain = |words| Block::Text {
                        words,
                        face: letter::Face::Body,
                        align: Align::Left,
                        flush: false,
                    };
                    return (!empty.is_empty()).then(|| vec![plain(words)]);
                }
                let entry = |(number, row): (u32, &BTreeMap<String, String>)| {
                    let no = number.to_string();
                    let of = |name: &str| self.in_row(row, &no, name);
                    let detail = |(label, text): &(String, Template)| {
                        let words = text.fill_known(of);
                        let known = words.pieces().any(|piece| piece.case)
                            || text.places().next().is_none();
                        known.then(|| (label.clone(), words))
                    };
                    Block::Entry {
                        number,
                        words: text.fill(of),
                        details: details.iter().filter_map(detail).collect(),
                    }
                };
                (1..).zip(list).map(entry).collect()
            }
            Body::Grid { columns, rows } => vec![Block::Grid(letter::Grid {
                columns: columns.clone(),
                rows: rows.iter().map(|row| self.grid_row(row)).collect(),
            })],
            Body::Table(table) => vec![Block::Table(self.table(table))],
            Body::Counters { form, .. } => {
                form.iter().map(|form| Block::Grid(counters(form, self.facts))).collect()
            }
            Body::Bars { rows, label, value, height } => {
                let bars = self.facts.rows(rows).iter().zip(1..).map(|(row, number): (_, u32)| {
                    let no = number.to_string();
                    let of = |name: &str| self.in_row(row, &no, name);
                    (label.fill(of).text(), value.fill(of).text())
                });
                vec![Block::Bars { bars: bars.collect(), height: *height }]
            }
            Body::Break => vec![Block::Break],
            Body::Annex => vec![Block::Annex],
            Body::Space { height } => vec![Block::Space { height: *height }],
        })
    }

    /// The lines of one signer: one, or one for each row of its list and blank ones up to its least.
    fn signed(&self, signer: &Signer) -> Vec<Signature> {
        let line = |second: String| Signature {
            label: signer.label.clone(),
            second: signer.second.clone(),
            second_value: second,
            dated: signer.dated,
        };
        if signer.rows.is_empty() {
            return vec![line(signer.second_text.fill_known(|name| self.get(name)).text())];
        }
        let mut lines: Vec<Signature> = (1..)
            .zip(self.facts.rows(&signer.rows))
            .map(|(no, row): (u32, _)| {
                let no = no.to_string();
                line(signer.second_text.fill_known(|name| self.in_row(row, &no, name)).text())
            })
            .collect();
        let known = lines.len();
        lines.extend((known..signer.least).map(|_| line(String::new())));
        lines
    }

    fn grid_row(&self, row: &GridRow) -> letter::GridRow {
        let of = |name: &str| self.get(name);
        let cell = |cell: &Cell| GridCell {
            span: cell.span,
            rows: cell.rows,
            content: match &cell.content {
                CellContent::Label(label) => Content::Label(label.clone()),
                CellContent::Text { text, align } => {
                    Content::Words { words: text.fill_cell(of), align: *align }
                }
                CellContent::Ticks { options, chosen } => {
                    let chosen = chosen.fill_known(of).text();
                    let ticked = |option: &String| chosen.split('、').any(|word| word == option);
                    Content::Ticks(
                        options.iter().map(|option| (option.clone(), ticked(option))).collect(),
                    )
                }
                CellContent::Sign { label, dated } => {
                    Content::Sign { label: label.clone(), dated: *dated }
                }
            },
        };
        letter::GridRow { height: row.height, cells: row.cells.iter().map(cell).collect() }
    }

    fn table(&self, table: &Table) -> letter::Table {
        let count = match self.facts.cells.get(&table.rows) {
            Some(told) => told.len(),
            None => self.rows_of(table).count(),
        };
        let count = count.to_string();
        let summed = |name: &str| {
            let column = name.strip_prefix(SUM)?;
            let figures = self.rows_of(table).filter_map(|row| row.get(column));
            Some((name.to_owned(), sum_of(figures.map(String::as_str))))
        };
        let places = table.total.iter().flat_map(Template::places);
        let sums: BTreeMap<String, String> = places.filter_map(summed).collect();
        let of = |name: &str| match sums.get(name) {
            Some(sum) => sum.as_str(),
            None if name == "count" => count.as_str(),
            None => self.get(name),
        };
        let column = |column: &Column| letter::Column {
            head: column.head.clone(),
            width: column.width,
            align: column.align,
            figure: column.figure,
        };
        let texts: Vec<&Template> = table.columns.iter().map(|column| &column.text).collect();
        let mut rows = self.cells(table, &texts);
        if table.numbered {
            let empty = BTreeMap::new();
            rows.extend((rows.len() + 1..=table.least).map(|at| self.cells_of(&texts, at, &empty)));
        }
        letter::Table {
            columns: table.columns.iter().map(column).collect(),
            rows,
            packed: Packed::default(),
            least: table.least,
            counted: table.counted,
            total: table.total.iter().map(|cell| cell.fill_cell(of)).collect(),
        }
    }

    fn cells(&self, table: &Table, columns: &[&Template]) -> Vec<Vec<String>> {
        let rows = (1..).zip(self.rows_of(table));
        rows.map(|(at, row)| self.cells_of(columns, at, row)).collect()
    }

    /// The rows of a table, only those that the form's own field lets through.
    fn rows_of<'r>(
        &'r self,
        table: &'r Table,
    ) -> impl Iterator<Item = &'r BTreeMap<String, String>> {
        let wanted = if table.only.is_empty() { "" } else { self.get(&table.only) };
        let says = move |row: &BTreeMap<String, String>| {
            row.get(&table.only).is_some_and(|value| value == wanted)
        };
        self.facts.rows(&table.rows).iter().filter(move |row| wanted.is_empty() || says(row))
    }

    fn cells_of(
        &self,
        columns: &[&Template],
        at: usize,
        row: &BTreeMap<String, String>,
    ) -> Vec<String> {
        let no = at.to_string();
        let cell = |text: &&Template| text.fill_known(|name| self.in_row(row, &no, name)).text();
        columns.iter().map(cell).collect()
    }

    /// A fact of a row, which is counted if it does not say its number, or one of the case.
    fn in_row<'r>(&'r self, row: &'r BTreeMap<String, String>, no: &'r str, name: &str) -> &'r str {
        match name.strip_prefix("row.") {
            Some(name) => match row.get(name) {
                Some(value) => value,
                None if name == "no" => no,
                None => "",
            },
            None => self.get(name),
        }
    }
}

/// A fact of a register, named `register.counter`; of a grid the head is known without it.
fn register_fact<'f>(form: &Register, facts: &'f Facts, id: &str) -> &'f str {
    let own = facts.get(&format!("{}.{id}", form.code));
    let of_grid = match id {
        "grid" => "grid.name",
        "grid_lead" => "grid.supervisor",
        "grid_staff" => "grid.officer",
        _ => "",
    };
    if own.is_empty() { facts.get(of_grid) } else { own }
}

/// The counters of a register, three a row between its head and its foot.
fn counters(form: &Register, facts: &Facts) -> letter::Grid {
    let label = |text: &str| GridCell::new(Content::Label(text.to_owned()));
    let case =
        |text: &str, align| GridCell::new(Content::Words { words: Words::case(text), align });
    let fact = |id: &str| register_fact(form, facts, id).to_owned();
    let with_unit = |value: &str, unit: &str| {
        let mut words = Words::case(value);
        words.push(unit, false);
        GridCell::new(Content::Words { words, align: Align::Right })
    };
    let places = |places: &[Place]| {
        let cells = places.iter().flat_map(|place| {
            let value = fact(&place.field);
            let value = if place.unit.is_empty() {
                case(&value, Align::Centre)
            } else {
                with_unit(&value, &place.unit)
            };
            [label(&place.label), value]
        });
        cells.collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<GridCell>> = form.head.chunks(THREE).map(places).collect();
    for counters in form.counters.chunks(THREE) {
        let cells = counters.iter().flat_map(|counter| {
            [label(&counter.label), with_unit(&fact(&counter.id), &counter.unit)]
        });
        rows.push(cells.collect());
    }
    rows.extend(form.foot.chunks(THREE).map(places));
    let rows = rows.into_iter().map(|mut cells| {
        // A row that is not full is filled up with empty cells.
        while cells.len() < 2 * THREE {
            cells.push(label(""));
        }
        letter::GridRow { height: 0.0, cells }
    });
    letter::Grid { columns: [34.0, 21.0].repeat(THREE), rows: rows.collect() }
}

/// Counters a row.
const THREE: usize = 3;

fn read_written(text: &str) -> Option<NaiveDate> {
    let text = text.trim_end_matches('日').replace(['年', '月'], "-");
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
}
