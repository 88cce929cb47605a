//! A paper (整改通知书, 抄告单, 表一 …) with every blank filled: the words, in order, before any thought of
//! where they stand on the page.
//!
//! `notice` and `paper` fill it from a form file and a record; `crate::paper` lays it out. It is stored with an
//! issued paper, so it holds everything the page says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{field::bare_amount, packed::Packed};

pub use super::words::Words;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    pub look: Look,
    /// Small line above the title, e.g. 安全生产监督检查文书; may be empty.
    pub heading: String,
    /// 整改通知书
    pub title: String,
    /// Document number as printed, e.g. 招联安监整改〔2026〕11号.
    pub number: String,
    /// Who it is addressed to, without the colon.
    pub addressee: String,
    pub blocks: Vec<Block>,
    /// Signature lines, kept together with the last lines of the text.
    pub signatures: Vec<Signature>,
    /// The office that issues it, above the date in the seal space.
    pub issuer: String,
    /// Day of issue.
    pub date: Option<NaiveDate>,
    /// Where `date` is not known, 年 月 日 is printed for a hand to fill.
    pub date_by_hand: bool,
    /// Line under the closing rule, e.g. 本文书一式二份：….
    pub footnote: String,
    /// One printed copy for each label, e.g. 存档联, 企业联.
    pub copies: Vec<String>,
    /// What the QR code says; empty prints none.
    pub qr: String,
    /// A 存根 above a cut line, the number across it.
    pub stub: bool,
}

/// How the pages are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// 整改通知书: 28/26 mm, a double-ruled heading.
    #[default]
    Notice,
    /// A form: 25/20 mm, the heading of the notice.
    Form,
    /// An official letter by GB/T 9704: 37/28/26/35 mm, 22 lines of 28 characters, page number — 1 —.
    Official,
    /// A table on the long side of A4.
    Wide,
}

/// One table of a paper as a spreadsheet holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The heading above it; of a paper with a single table, the paper's title.
    pub name: String,
    pub heads: Vec<String>,
    /// Which columns count something.
    pub figures: Vec<bool>,
    pub rows: Vec<Vec<String>>,
    /// The last row, which adds figures up; empty where it adds none.
    pub total: Vec<String>,
    /// What it holds are the cells of a grid, each beside its label.
    pub grid: bool,
}

impl Sheet {
    /// Every row that is written below the heads.
    pub fn lines(&self) -> Vec<Vec<String>> {
        let total = Some(&self.total).filter(|total| !total.is_empty());
        self.rows.iter().chain(total).cloned().collect()
    }
}

impl Letter {
    /// Its tables in their order, without the rows that are there to be written by hand, and what its grids say among them.
    /// None for a letter: it may have tables, but all in its annex.
    pub fn sheets(&self) -> Vec<Sheet> {
        let mut name = self.title.clone();
        let mut sheets: Vec<Sheet> = Vec::new();
        for block in self.body() {
            let sheet = match block {
                Block::Text { words, face: Face::Heading, .. } => {
                    name = words.text();
                    None
                }
                Block::Table(table) => Some(table.sheet()),
                Block::Grid(grid) => grid.sheet(),
                _ => None,
            };
            if let Some(sheet) = sheet {
                // Two below one heading are told apart by number.
                let same = sheets.iter().filter(|other| other.name.starts_with(&name)).count();
                let name = if same > 0 { format!("{name}{}", same + 1) } else { name.clone() };
                sheets.push(Sheet { name, ..sheet });
            }
        }
        if sheets.iter().all(|sheet| sheet.grid) {
            sheets.clear();
        }
        if let [only] = sheets.as_mut_slice() {
            only.name.clone_from(&self.title);
        }
        sheets
    }

    /// What stands before the annex.
    pub fn body(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().take_while(|block| !matches!(block, Block::Annex))
    }
}

impl GridRow {
    /// Whether a hand signs in it, or writes a day where the form has 年 月 日.
    fn is_signed(&self) -> bool {
        self.cells.iter().any(|cell| match &cell.content {
            Content::Sign { .. } => true,
            Content::Words { words, .. } => {
                !words.is_empty() && words.pieces().all(|piece| !piece.case)
            }
            _ => false,
        })
    }
}

impl Grid {
    /// What is known, beside what it is called; none where all is left to be written by hand.
    fn sheet(&self) -> Option<Sheet> {
        let mut rows = Vec::new();
        for row in self.rows.iter().filter(|row| !row.is_signed()) {
            let mut label = "";
            for cell in &row.cells {
                let said = match &cell.content {
                    Content::Label(text) => {
                        label = text;
                        continue;
                    }
                    Content::Words { words, .. } => words.text(),
                    Content::Ticks(options) => {
                        let ticked = options.iter().filter(|(_, ticked)| *ticked);
                        ticked.map(|(option, _)| option.as_str()).collect::<Vec<_>>().join("、")
                    }
                    Content::Sign { .. } => continue,
                };
                if !said.trim().is_empty() {
                    rows.push(vec![label.to_owned(), said.trim().to_owned()]);
                }
            }
        }
        let counts = rows.iter().all(|row| is_number(&row[1]));
        (!rows.is_empty()).then(|| Sheet {
            heads: ["栏目", "内容"].map(str::to_owned).to_vec(),
            figures: vec![false, counts],
            rows,
            grid: true,
            ..Sheet::default()
        })
    }
}

impl Table {
    /// How many rows it has, without its last one.
    pub fn count(&self) -> usize {
        self.rows.len() + self.packed.len()
    }

    /// The cells of a row.
    pub fn row(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        let cells = self.rows.get(at).into_iter().flatten().map(String::as_str);
        cells.chain(self.packed.row(at))
    }

    /// Without the distance that words of a cell keep from what is not known beside them.
    fn sheet(&self) -> Sheet {
        let by_hand = |row: &&Vec<String>| row.iter().skip(1).all(String::is_empty);
        let empty = self.rows.iter().rev().take_while(by_hand).count();
        let total: Vec<String> = self.total.iter().map(Words::text).collect();
        let is_sum = |(column, cell): (&Column, &String)| column.figure && is_number(cell);
        let sums = self.columns.iter().zip(&total).any(is_sum);
        let mut rows = match self.packed.is_empty() {
            true => self.rows[..self.rows.len() - empty].to_vec(),
            false => self.packed.rows(),
        };
        for cell in rows.iter_mut().flatten() {
            let bare = cell.trim_matches([' ', '\n']);
            if bare.len() < cell.len() {
                *cell = bare.to_owned();
            }
        }
        Sheet {
            name: String::new(),
            heads: self.columns.iter().map(|column| column.head.clone()).collect(),
            figures: self.columns.iter().map(|column| column.figure).collect(),
            rows,
            total: if sums { total } else { Vec::new() },
            grid: false,
        }
    }
}

/// 12, 95.1, 12,345.60元; not 12家.
fn is_number(cell: &str) -> bool {
    let plain =
        |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    !cell.is_empty() && (plain(cell) || bare_amount(cell).is_some())
}

impl Look {
    /// Whether a 存根 can stand above the paper: an official letter or a table on the long side of the sheet leaves no
    /// room for it.
    pub fn takes_stub(self) -> bool {
        matches!(self, Look::Notice | Look::Form)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph, first line indented by two characters unless `flush`.
    Paragraph { text: String, flush: bool },
    /// One hazard of the list: its number, its words, and smaller lines below
    /// (要求、处置、期限、临时措施、依据 …), each a label and a text.
    Item { number: u32, text: String, details: Vec<(String, String)> },
    /// A row of options of which some are ticked.
    Ticks { label: String, options: Vec<(String, bool)> },
    /// Paragraphs of a paper form, parted by line ends.
    Text {
        words: Words,
        #[serde(default)]
        face: Face,
        #[serde(default)]
        align: Align,
        #[serde(default)]
        flush: bool,
    },
    /// One item of a numbered list of a paper form.
    Entry {
        number: u32,
        words: Words,
        #[serde(default)]
        details: Vec<(String, Words)>,
    },
    /// Bordered cells.
    Grid(Grid),
    /// Rows below a head that is repeated on every page.
    Table(Table),
    /// Upright bars beside each other: what each stands for, and its figure. Height in mm, words included.
    Bars { bars: Vec<(String, String)>, height: f32 },
    /// A new page.
    Break,
    /// What follows stands on pages of its own behind signatures, issuer and date (附表).
    Annex,
    /// Room, in millimetres.
    Space { height: f32 },
}

/// The type that a paragraph is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 仿宋
    #[default]
    Body,
    /// 黑体
    Heading,
    /// 楷体
    Kai,
    /// 宋, smaller
    Small,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Relative widths.
    pub columns: Vec<f32>,
    pub rows: Vec<GridRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GridRow {
    /// Least height in millimetres; 0 for as high as its words.
    #[serde(default)]
    pub height: f32,
    /// From left to right; columns that a cell of a row above reaches into have none.
    pub cells: Vec<GridCell>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// Columns that it takes, at least 1.
    #[serde(default = "one")]
    pub span: usize,
    /// Rows that it takes, at least 1.
    #[serde(default = "one")]
    pub rows: usize,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Centred, 黑体.
    Label(String),
    Words {
        words: Words,
        #[serde(default)]
        align: Align,
    },
    /// □/☑ before each option.
    Ticks(Vec<(String, bool)>),
    /// Words at the top left, room to sign below them, 年 月 日 at the bottom right when `dated`.
    Sign { label: String, dated: bool },
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    /// A text for each column, the case's.
    pub rows: Vec<Vec<String>>,
    /// The rows in their place where they are very many.
    #[serde(default, skip_serializing_if = "Packed::is_empty")]
    pub packed: Packed,
    /// So many rows at least; empty ones are ruled.
    #[serde(default)]
    pub least: usize,
    /// No hand writes in its rows: they may be low where that brings all onto one page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counted: bool,
    /// The last row; empty for none.
    #[serde(default)]
    pub total: Vec<Words>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub head: String,
    /// Relative width.
    pub width: f32,
    #[serde(default)]
    pub align: Align,
    /// Its cells count something: a spreadsheet adds them up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub figure: bool,
}

/// A line to be signed by hand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// 安全生产检查人员（签名）
    pub label: String,
    /// A second blank on the same line, e.g. 证号; empty for none.
    pub second: String,
    /// What is already known for the second blank.
    pub second_value: String,
    /// Print an extra 年 月 日 blank at the end of the line.
    pub dated: bool,
}

impl GridCell {
    /// A cell of one column and one row.
    pub fn new(content: Content) -> GridCell {
        GridCell { span: 1, rows: 1, content }
    }
}

fn one() -> usize {
    1
}
