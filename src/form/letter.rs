//! A paper of connected text (整改通知书, 复查意见书 …) with every blank filled: the words, in order,
//! before any thought of where they stand on the page.
//!
//! `notice` fills it from a form file and a record; `paper` lays it out. It is stored with an issued
//! paper, so it holds everything the page says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Letter {
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
    /// Line under the closing rule, e.g. 本文书一式二份：….
    pub footnote: String,
    /// One printed copy for each label, e.g. 存档联, 企业联.
    pub copies: Vec<String>,
    /// What the QR code says; empty prints none.
    pub qr: String,
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
}

/// A line to be signed by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
