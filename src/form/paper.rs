//! `forms/paper/*.toml`: a printable paper (文书), and how it is filled into a [`Letter`].
//!
//! ```text
//! PaperForm ─┬─ Field   what is asked on issuing
//!            ├─ Part    Text · List · Grid · Table · Counters · Break · Annex · Space
//!            └─ Signer  lines to sign
//! ```

mod fill;

pub use fill::{fill, fill_with, row_cells, sample, sheets, sheets_besides, unmet};

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{
    numbering::NumberPattern,
    period::{BEGINNING, Span},
    staff::Role,
};

use super::{
    facts::About,
    field::Field,
    letter::{Align, Face, Look},
    register::Register,
    says::Says,
    template::Template,
};

/// One file under `forms/paper/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaperForm {
    pub code: String,
    pub revision: u32,
    pub title: String,
    /// How lists and menus call it, where another paper has the same title.
    pub name: String,
    pub source: String,
    pub about: About,
    /// Whose entries it is about or lists; empty for none.
    pub ledger: String,
    /// Only of those entries; of all where nothing is said.
    pub of: Option<Says>,
    pub look: Look,
    /// What it speaks of when no days are said, for a paper of the whole unit.
    pub span: Span,
    /// It lists what stands: all that was entered up to its day.
    pub stands: bool,
    pub heading: String,
    /// A paper that is numbered; the regime's pattern for a series of the form's code goes before this one.
    pub number: Option<NumberPattern>,
    pub addressee: Template,
    pub copies: Vec<String>,
    pub footnote: String,
    pub qr: bool,
    pub stub: bool,
    pub issuer: Template,
    /// Whose number and sender it has.
    pub issued_by: IssuedBy,
    /// Roles of which one has to sign before it is sent up, where the regime does not say who signs; empty for none.
    pub signed_by: Vec<Role>,
    pub date: Template,
    pub fields: Vec<Field>,
    pub parts: Vec<Part>,
    pub signatures: Vec<Signer>,
    /// What has to hold of its record.
    pub requires: Vec<Require>,
    /// What it names in other files, looked up when all are there.
    pub needs: Vec<Need>,
}

/// Something without which the paper is not made, whatever is asked for or where one answer of its own is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Require {
    pub when: When,
    /// A field and the answer.
    pub answer: Option<(String, String)>,
    /// What is wrong and what to do first.
    pub say: String,
}

/// Which unit issues a paper: its 机关代字 and its own series of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IssuedBy {
    /// The unit that the record lies in.
    #[default]
    Own,
    /// The street above it: what the 街道安办 writes.
    Street,
    /// The street, or the district where its people write: who holds others to account signs it.
    Acting,
    /// The district, whoever types it in: what its 执法人员 write on the spot.
    District,
    /// 督办单位 of a supervision, whichever level it is of.
    Supervisor,
}

impl IssuedBy {
    pub const ALL: [IssuedBy; 5] = [
        IssuedBy::Own,
        IssuedBy::Street,
        IssuedBy::Acting,
        IssuedBy::District,
        IssuedBy::Supervisor,
    ];

    pub fn code(self) -> &'static str {
        match self {
            IssuedBy::Own => "own",
            IssuedBy::Street => "street",
            IssuedBy::Acting => "acting",
            IssuedBy::District => "district",
            IssuedBy::Supervisor => "supervisor",
        }
    }
}

/// A piece of the paper and when it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub when: Option<When>,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Text {
        text: Template,
        face: Face,
        align: Align,
        flush: bool,
    },
    List {
        rows: String,
        text: Template,
        details: Vec<(String, Template)>,
        /// What stands there when the list is empty.
        empty: String,
    },
    Grid {
        columns: Vec<f32>,
        rows: Vec<GridRow>,
    },
    Table(Table),
    /// The counters of a `register/1` file, put in when all files are there.
    Counters {
        register: String,
        form: Option<Box<Register>>,
    },
    /// A row of upright bars.
    Bars {
        rows: String,
        label: Template,
        value: Template,
        height: f32,
    },
    Break,
    /// What follows stands behind signatures, issuer and date.
    Annex,
    Space {
        height: f32,
    },
}

/// Printed only when the fact or list says something; `negated`: only when it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    pub name: String,
    pub negated: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    pub height: f32,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub span: usize,
    pub rows: usize,
    pub content: CellContent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellContent {
    Label(String),
    Text { text: Template, align: Align },
    Ticks { options: Vec<String>, chosen: Template },
    Sign { label: String, dated: bool },
}

/// Before the name of a figure of the rows in the last row of a table: the sum of all of them.
pub const SUM: &str = "sum.";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub rows: String,
    pub columns: Vec<Column>,
    pub least: usize,
    /// The empty rows up to the least carry their numbers, as on the blank form.
    pub numbered: bool,
    /// No hand writes in its rows: they may be low where that brings all onto one page.
    pub counted: bool,
    /// Only rows whose fact of this name is what the form's own field of the same name says; all while it says
    /// nothing.
    pub only: String,
    pub total: Vec<Template>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub head: String,
    pub width: f32,
    pub text: Template,
    pub align: Align,
    /// Its cells count something.
    pub figure: bool,
    /// The columns that stand for it in a spreadsheet, where it has several figures in one cell.
    pub apart: Vec<Column>,
}

impl Column {
    /// The columns of a spreadsheet.
    fn in_sheet(&self) -> Vec<Column> {
        if self.apart.is_empty() { vec![self.clone()] } else { self.apart.clone() }
    }

    /// What stands below each of them in the last row: of a figure its sum, where the column on paper has it.
    fn total(&self, on_paper: &Template) -> Vec<Template> {
        if self.apart.is_empty() {
            return vec![on_paper.clone()];
        }
        let summed = |column: &Column| {
            let figure = column.text.alone().and_then(|name| name.strip_prefix("row."));
            let sum = figure.map(|name| format!("{SUM}{name}"));
            let sum = sum.filter(|sum| on_paper.places().any(|place| place == sum));
            sum.map_or_else(Template::default, |sum| Template::place(&sum))
        };
        self.apart.iter().map(summed).collect()
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signer {
    pub label: String,
    pub second: String,
    /// What is known for the second blank.
    pub second_text: Template,
    /// One line for each row of this list, and blank ones up to the least; one line where none is named.
    pub rows: String,
    pub least: usize,
    pub dated: bool,
}

/// Something of another file that this one names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    pub what: Needed,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    Register(String),
    Ledger(String),
    /// `entry.X`, `row.X`: a field of the ledger.
    LedgerField(String),
    /// `major.X`: a field of the paper `major`.
    MajorField(String),
}

/// Lists that count rows of ledgers as figures do.
const COUNTS_TAKEN: [&str; 3] = ["penalties", "clues", "clues_by_industry"];
/// Lists of hazards.
const TELLS_OF_HAZARDS: [&str; 4] = ["hazards", "unfinished", "closed_before", "reported"];

impl PaperForm {
    /// First and last day of what it speaks of when no days are said.
    pub fn days_of(&self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        if self.stands { (BEGINNING, day) } else { self.span.of(day) }
    }

    /// What is asked on issuing.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The tables of the paper: what a spreadsheet of it holds. Those of an annex go with their letter.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let body = self.parts.iter().take_while(|part| part.body != Body::Annex);
        body.filter_map(|part| match &part.body {
            Body::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The lists that it prints or asks after.
    pub fn lists(&self) -> BTreeSet<String> {
        let printed = self.parts.iter().filter_map(|part| match &part.body {
            Body::List { rows, .. } | Body::Bars { rows, .. } => Some(rows.clone()),
            Body::Table(table) => Some(table.rows.clone()),
            _ => None,
        });
        let asked = self.parts.iter().filter_map(|part| Some(part.when.as_ref()?.name.clone()));
        let signing = self.signatures.iter().map(|signer| signer.rows.clone());
        printed.chain(asked).chain(signing).filter(|list| !list.is_empty()).collect()
    }

    /// The table over a list that says all there is to say of its rows, each by itself: such a row may be told as soon as
    /// it is known.
    pub fn plain_table(&self, list: &str) -> Option<&Table> {
        let shown = |part: &&Part| match &part.body {
            Body::List { rows, .. } | Body::Bars { rows, .. } => rows == list,
            Body::Table(table) => table.rows == list,
            _ => false,
        };
        let mut parts = self.parts.iter().filter(shown);
        let (Some(Part { body: Body::Table(table), .. }), None) = (parts.next(), parts.next())
        else {
            return None;
        };
        let signed = self.signatures.iter().any(|signer| signer.rows == list);
        let places = |texts: &mut dyn Iterator<Item = &Template>, alone: &dyn Fn(&str) -> bool| {
            texts.flat_map(|text| text.places().collect::<Vec<_>>()).all(alone)
        };
        let of_row = places(&mut table.columns.iter().map(|column| &column.text), &|name| {
            name.starts_with("row.")
        });
        let unsummed = places(&mut table.total.iter(), &|name| !name.starts_with(SUM));
        let plain = table.only.is_empty() && !table.numbered && !signed;
        (plain && of_row && unsummed).then_some(table)
    }

    /// The form with the columns that its tables have in a spreadsheet.
    fn in_sheets(&self) -> PaperForm {
        let mut form = self.clone();
        for part in &mut form.parts {
            if let Body::Table(table) = &mut part.body
                && table.columns.iter().any(|column| !column.apart.is_empty())
            {
                let totals = table.columns.iter().zip(&table.total);
                table.total = totals.flat_map(|(column, total)| column.total(total)).collect();
                table.columns = table.columns.iter().flat_map(Column::in_sheet).collect();
            }
        }
        form
    }

    /// What it says of the rows of lists, without `row.`: in tables, lists, bars and lines to sign.
    pub fn row_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for part in &self.parts {
            match &part.body {
                Body::List { text, details, .. } => {
                    names.extend(text.row_names());
                    names.extend(details.iter().flat_map(|(_, text)| text.row_names()));
                }
                Body::Table(table) => {
                    for column in &table.columns {
                        names.extend(column.text.row_names());
                        names
                            .extend(column.apart.iter().flat_map(|column| column.text.row_names()));
                    }
                    let sums = table.total.iter().flat_map(Template::places);
                    names.extend(sums.filter_map(|name| name.strip_prefix(SUM)).map(str::to_owned));
                    names.insert(table.only.clone());
                }
                Body::Bars { label, value, .. } => {
                    names.extend(label.row_names().chain(value.row_names()));
                }
                _ => {}
            }
        }
        names.extend(self.signatures.iter().flat_map(|signer| signer.second_text.row_names()));
        names
    }

    /// Whether it prints the figures of a period, or what was reported before or from below.
    pub fn is_report(&self) -> bool {
        let lists = self.lists();
        lists.contains("corrections")
            || lists.contains("reported")
            || self.prints_figures()
            || self.prints(|name| name.starts_with("report."))
    }

    /// Whether it prints the figures of a period.
    pub fn prints_figures(&self) -> bool {
        self.prints(|name| name.starts_with("figure."))
    }

    /// Whether it says this figure, by itself or in the list of all.
    pub fn says_figure(&self, name: &str) -> bool {
        let of = |said: &str| said.strip_prefix("figure.") == Some(name);
        self.lists().contains("figures") || self.prints(of)
    }

    /// Whether it counts what ledgers and matters say.
    pub fn counts_taken(&self) -> bool {
        let lists = self.lists();
        self.prints_figures() || COUNTS_TAKEN.into_iter().any(|list| lists.contains(list))
    }

    /// Whether it says what was found by inspecting.
    pub fn tells_of_hazards(&self) -> bool {
        let lists = self.lists();
        self.prints_figures() || TELLS_OF_HAZARDS.into_iter().any(|list| lists.contains(list))
    }

    /// Whether it prints how many visits were made.
    pub fn counts_visits(&self) -> bool {
        self.prints(|name| name == "figure.inspections")
    }

    /// Whether it prints a fact of which this holds, in a text or a grid.
    fn prints(&self, fits: impl Fn(&str) -> bool) -> bool {
        let says = |template: &Template| template.places().any(&fits);
        let part = |part: &Part| match &part.body {
            Body::Text { text, .. } => says(text),
            Body::Grid { rows, .. } => {
                rows.iter().flat_map(|row| &row.cells).any(|cell| match &cell.content {
                    CellContent::Text { text, .. } => says(text),
                    _ => false,
                })
            }
            _ => false,
        };
        self.parts.iter().any(part)
    }

    /// The registers whose counters it prints.
    pub fn registers(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match &part.body {
            Body::Counters { register, .. } => Some(register.as_str()),
            _ => None,
        })
    }
}
