//! A checklist form: the items of the paper, in the paper's own order and words, and what a bad
//! answer means.

use serde::{Deserialize, Serialize};

use crate::domain::{
    answer::Answer,
    grade::{Disposal, Grade},
};

/// One file under `forms/checklist/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Checklist {
    pub code: String,
    pub revision: u32,
    /// 安全生产网格化监管巡视检查表（村、社区）
    pub title: String,
    /// 表四
    pub caption: String,
    /// Where the form comes from, e.g. S2 表四.
    pub source: String,
    /// Line under the grid.
    pub note: String,
    /// One printed copy for each label.
    pub copies: Vec<String>,
    /// Signature labels under the grid.
    pub signatures: Vec<String>,
    /// Head of the paper: labels and the record field each shows.
    pub head: Vec<HeadField>,
    /// 场所性质: several may hold.
    pub nature: Option<Nature>,
    pub groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadField {
    /// 单位名称
    pub label: String,
    /// `name`, `person_in_charge`, `address`, `phone`, `date` …: a field of the premises or the inspection.
    pub field: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nature {
    pub label: String,
    pub options: Vec<String>,
}

/// A cell of the grid: 营业执照, 用电情况 …
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub title: String,
    pub side: Side,
    pub items: Vec<Item>,
}

/// The two columns of the grid on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Left,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// `q01` …; never renamed or reused.
    pub id: String,
    /// The words before the boxes, with the paper's own colon or without it.
    pub ask: String,
    /// The words beside the boxes.
    pub options: Vec<String>,
    /// Which options mean a hazard (indexes into `options`).
    pub bad: Vec<u8>,
    /// What a bad answer raises unless the inspector writes something else.
    pub drafts: Vec<Draft>,
    /// Text blanks that stand behind an option (q44: 地址, 生产经营物品名称, 数量).
    pub blanks: Vec<Blank>,
    /// Records of ledgers that answer the item once they have run out.
    pub lapsed: Vec<Lapse>,
}

/// A row of a ledger at the same premises whose last day is past answers an item, until somebody answers otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Lapse {
    /// Code of the ledger, and the field that says what the row is about.
    pub ledger: String,
    pub field: String,
    /// The field holds one of these.
    pub words: Vec<String>,
    /// The option that it answers, in the paper's word.
    pub answer: String,
    /// Where the file names the ledger and the field.
    pub lines: (usize, usize),
}

/// The hazard that a bad answer suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The option that raises it (its words).
    pub when: String,
    pub text: String,
    pub grade: Grade,
    pub disposal: Disposal,
    /// Days to the deadline for `by_deadline`; `None` uses the regime's preset.
    pub days: Option<u32>,
    /// What the premises has to do.
    pub requirement: String,
    /// Measures until it is put right (required for `by_deadline`, S0 §二.1(2)).
    pub interim: String,
    /// The clause it rests on, as the notice prints it; empty where no law says so and the inspector writes it.
    pub basis: String,
    /// 隐患类别, e.g. 消防安全.
    pub category: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blank {
    /// `address`, `goods`, `quantity`
    pub id: String,
    /// 地址：
    pub label: String,
    /// The option behind which it stands.
    pub when: String,
}

/// A checklist as it was filled, with all it takes to print it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// Values of `Checklist::head`, in its order.
    pub head: Vec<String>,
    /// Ticked 场所性质, indexes into `Nature::options`.
    pub nature: Vec<usize>,
    /// One an item, in the order of the paper.
    #[serde(with = "as_text")]
    pub answers: Vec<Answer>,
    /// `(item id, blank id) → text`.
    pub blanks: Vec<(String, String, String)>,
    pub number: String,
    /// What the QR code says; empty prints none.
    pub qr: String,
}

impl Checklist {
    /// All items in the order of the paper.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.groups.iter().flat_map(|group| &group.items)
    }

    /// What an item is called where it stands alone: its words without the colon; those of its group where it has none;
    /// the item that it asks about before words that come back (厂长（经理）是否超期未检).
    pub fn called(&self, id: &str) -> String {
        let bare = |item: &Item| item.ask.trim_end_matches(['：', ':']).to_owned();
        let Some(group) = self.groups.iter().find(|group| group.items.iter().any(|it| it.id == id))
        else {
            return String::new();
        };
        let at = group.items.iter().position(|item| item.id == id).unwrap_or_default();
        let own = bare(&group.items[at]);
        if own.is_empty() {
            return group.title.clone();
        }
        let again = self.items().filter(|item| bare(item) == own).count() > 1;
        match at.checked_sub(1).map(|before| bare(&group.items[before])) {
            Some(before) if again => format!("{before}{own}"),
            _ => own,
        }
    }
}

/// Answers as one character an item, as the inspection keeps them.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::domain::answer::{Answer, from_text, to_text};

    pub fn serialize<S: Serializer>(answers: &[Answer], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&to_text(answers))
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<Answer>, D::Error> {
        let text = String::deserialize(from)?;
        from_text(&text).ok_or_else(|| D::Error::custom(format!("not answers: {text}")))
    }
}
