//! The report of an unpacking as a spreadsheet, to be signed and filed.

use std::path::Path;

use super::{
    super::{Office, Refusal, exports::Sheet, folder},
    Count, Unpacked,
};
use crate::{form::letter, sheet::write};

/// The sheet that counts.
const RESULT: &str = "导入结果";
/// Heads of [`Unpacked::counted`].
pub const COUNTED: [&str; 8] =
    ["种类", "新收", "没有变化", "按对方更新", "本机较新", "随对方撤销", "待定", "随待定等着"];
/// Heads of [`Unpacked::undecided`].
pub const UNDECIDED: [&str; 8] = ["序号", "种类", "名称", "情形", "本机", "对方", "怎么办", "编号"];

impl Count {
    /// 新收3，按对方更新1
    pub fn summed(&self) -> String {
        let parts = [
            ("新收", self.new),
            ("按对方更新", self.forward),
            ("随对方撤销", self.gone),
            ("没有变化", self.same),
            ("本机较新", self.kept),
            ("待定", self.conflicts),
            ("随待定等着", self.waiting),
        ];
        let parts = parts.iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts.map(|(label, count)| format!("{label}{count}")).collect();
        if parts.is_empty() { "里面没有记录".to_owned() } else { parts.join("，") }
    }
}

impl Unpacked {
    /// The same of all kinds together.
    pub fn summed(&self) -> String {
        let mut all = Count::default();
        for count in &self.counts {
            all.new += count.new;
            all.forward += count.forward;
            all.gone += count.gone;
            all.same += count.same;
            all.kept += count.kept;
            all.conflicts += count.conflicts;
            all.waiting += count.waiting;
        }
        all.summed()
    }

    /// A row a kind of record.
    pub fn counted(&self) -> Vec<[String; 8]> {
        let row = |count: &Count| {
            let [new, same, forward, kept, gone, conflicts, waiting] = [
                count.new,
                count.same,
                count.forward,
                count.kept,
                count.gone,
                count.conflicts,
                count.waiting,
            ]
            .map(|count| count.to_string());
            [count.kind_label.to_owned(), new, same, forward, kept, gone, conflicts, waiting]
        };
        self.counts.iter().map(row).collect()
    }

    /// A row a record that a person has to decide about; last its id.
    pub fn undecided(&self) -> Vec<[String; 8]> {
        let row = |one: &super::Conflict| {
            [
                &one.no.to_string(),
                one.kind_label,
                &one.what,
                one.clash_label,
                &one.ours,
                &one.theirs,
                &one.advice,
                &one.id,
            ]
            .map(str::to_owned)
        };
        self.conflicts.iter().map(row).collect()
    }
}

impl Office {
    /// Writes what a parcel brought, and what is left to decide: xlsx with two sheets, csv with the second alone.
    pub fn write_unpacked(&mut self, told: &Unpacked, file: &Path) -> Result<(), Refusal> {
        let heads = |heads: [&str; 8]| heads.map(str::to_owned).to_vec();
        let rows = |rows: Vec<[String; 8]>| rows.into_iter().map(Vec::from).collect::<Vec<_>>();
        let bytes = match folder::sheet_ending(file)? {
            write::Ending::Csv => write::csv(&heads(UNDECIDED), &rows(told.undecided())),
            write::Ending::Xlsx => write::book(&[
                table(RESULT, heads(COUNTED), rows(told.counted())),
                table("待定", heads(UNDECIDED), rows(told.undecided())),
            ])
            .map_err(|error| Refusal::said(format!("{error}。")))?,
        };
        let title = format!("{}交换包的导入结果", told.community_name);
        let count = told.counts.len() + told.conflicts.len();
        let sheet =
            Sheet { title, rows: count, masked: false, map: None, bytes, beside: Vec::new() };
        self.write_sheet(&sheet, file)?;
        Ok(())
    }
}

fn table(name: &str, heads: Vec<String>, rows: Vec<Vec<String>>) -> letter::Sheet {
    let figures = heads.iter().enumerate().map(|(at, head)| match name {
        RESULT => at > 0,
        _ => head == "序号",
    });
    letter::Sheet {
        name: name.to_owned(),
        figures: figures.collect(),
        heads,
        rows,
        ..letter::Sheet::default()
    }
}
