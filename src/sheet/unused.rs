//! Columns of a roster that fill no field: which they are, and what to do about each.

use super::{columns::COLUMNS, headings::plain};

/// Characters of a cell that are shown beside its column.
const SAMPLE: usize = 12;

/// A column that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Counted from 0.
    pub at: usize,
    /// As it stands in the sheet; empty where there are cells and no heading.
    pub head: String,
    /// The first cell below that says anything.
    pub sample: String,
    /// Heading of the field that was probably meant, if no other column fills it.
    pub near: Option<&'static str>,
}

impl Unused {
    /// `taken` are the fields that other columns fill.
    pub fn new(at: usize, head: &str, sample: &str, taken: &[&str]) -> Unused {
        let sample = match sample.char_indices().nth(SAMPLE) {
            Some((end, _)) => format!("{}…", &sample[..end]),
            None => sample.to_owned(),
        };
        Unused { at, head: head.to_owned(), sample, near: near(head, taken) }
    }

    /// As the spreadsheet names the column: A, B … Z, AA.
    pub fn letters(&self) -> String {
        let (mut rest, mut letters) = (self.at + 1, Vec::new());
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }

    /// Which column it is and what to do.
    pub fn message(&self) -> String {
        let letters = self.letters();
        let sample = if self.sample.is_empty() {
            String::new()
        } else {
            format!("（如“{}”）", self.sample)
        };
        if self.head.is_empty() {
            return format!(
                "{letters}列没有表头，没有导入{sample}：要导入请在表头写明是什么，例如“地址”“联系方式”"
            );
        }
        match self.near {
            Some(near) => format!(
                "{letters}列“{}”没有导入{sample}：如果是{near}，请把表头改为“{near}”再导入",
                self.head
            ),
            None => format!(
                "{letters}列“{}”没有导入{sample}：登记册没有这一项，要留下请把表头改为“备注”",
                self.head
            ),
        }
    }
}

/// The field whose longest known heading stands inside a heading. Words of one level of meaning more
/// (单位, 类型) stand in too many.
fn near(head: &str, taken: &[&str]) -> Option<&'static str> {
    const SHORT: [&str; 10] =
        ["地址", "住所", "位置", "电话", "手机", "座机", "行业", "网格", "社区", "门牌"];
    let head = plain(head);
    let known = COLUMNS.iter().flat_map(|column| column.synonyms.iter().map(move |s| (column, *s)));
    known
        .filter(|(column, _)| !taken.contains(&column.key))
        .filter(|(_, word)| word.chars().count() >= 3 || SHORT.contains(word))
        .filter(|(_, word)| head.contains(word))
        .max_by_key(|(_, word)| word.len())
        .map(|(column, _)| column.heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unused_column_is_named_with_what_to_do() {
        let table: [(usize, &str, &str, &[&str], &str); 6] = [
            (
                4,
                "检查时间",
                "2020.3.5",
                &["name"],
                "E列“检查时间”没有导入（如“2020.3.5”）：登记册没有这一项，要留下请把表头改为“备注”",
            ),
            (
                26,
                "老板手机号码(必填)",
                "13805950001",
                &["name"],
                "AA列“老板手机号码(必填)”没有导入（如“13805950001”）：如果是联系方式，请把表头改为“联系方式”再导入",
            ),
            // Another column has the phone already.
            (
                1,
                "老板手机号码",
                "",
                &["name", "phone"],
                "B列“老板手机号码”没有导入：登记册没有这一项，要留下请把表头改为“备注”",
            ),
            (
                2,
                "现在的详细地址",
                "",
                &[],
                "C列“现在的详细地址”没有导入：如果是地址，请把表头改为“地址”再导入",
            ),
            (
                0,
                "单位排污许可证",
                "",
                &[],
                "A列“单位排污许可证”没有导入：登记册没有这一项，要留下请把表头改为“备注”",
            ),
            (
                701,
                "",
                "北峰街道招联社区一网格负责",
                &[],
                "ZZ列没有表头，没有导入（如“北峰街道招联社区一网格负…”）：要导入请在表头写明是什么，例如“地址”“联系方式”",
            ),
        ];
        for (at, head, sample, taken, said) in table {
            assert_eq!(Unused::new(at, head, sample, taken).message(), said);
        }
    }
}
