//! Why a paper cannot be printed, as data, with a Chinese sentence for each reason.

use thiserror::Error;

use super::shift::{Edge, Lost, OffSheet};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PaperError {
    /// No font at hand has these characters; printing would put boxes or blanks into a signed paper.
    #[error("没有字体能打印{}这些字：{}。请改用常用字，或先留空、打印后手写", place(.within), named(.chars))]
    MissingGlyphs {
        chars: Vec<char>,
        /// The words in which the first of them stands.
        within: String,
    },
    /// A font file that the office named or the system has cannot be used.
    #[error("字体文件{path}不能用：{reason}")]
    Font { path: String, reason: String },
    #[error("二维码内容太长（{0}个字节），请缩短文号")]
    Qr(usize),
    /// Words that would have to be too small for a hand's blank on a printed form.
    #[error("“{label}”里填的“{text}”在套打的空格里放不下，请不套打，照常打印")]
    NoRoom { label: String, text: String },
    /// A print that is moved to meet its printed form would lie off the sheet in part.
    #[error("套打移得太多，{}，没有印。{}，请改小", lost(.0), room(.0))]
    OffSheet(OffSheet),
    /// The writer of the file refused the document: a defect of the program.
    #[error("生成PDF失败：{0}")]
    Pdf(String),
}

/// “某某店”里的; only the beginning of a long text.
fn place(within: &str) -> String {
    const LONGEST: usize = 24;
    let within = within.trim();
    if within.chars().count() < 2 {
        return String::new();
    }
    let head: String = within.chars().take(LONGEST).filter(|c| !c.is_control()).collect();
    let more = if within.chars().count() > LONGEST { "…" } else { "" };
    format!("“{head}{more}”里的")
}

/// 𪚥（U+2A6A5）、…
fn named(chars: &[char]) -> String {
    chars
        .iter()
        .map(|&c| {
            if c.is_control() {
                format!("U+{:04X}", u32::from(c))
            } else {
                format!("{c}（U+{:04X}）", u32::from(c))
            }
        })
        .collect::<Vec<_>>()
        .join("、")
}

/// “招联〔2026〕11号”、二维码会超出纸的右边12.5毫米; the first few of what is lost.
fn lost(off: &OffSheet) -> String {
    const NAMED: usize = 3;
    let side = |lost: &Lost| {
        let edge = match lost.edge {
            Edge::Left => "左边",
            Edge::Right => "右边",
            Edge::Top => "上边",
            Edge::Bottom => "下边",
        };
        let named = lost.what.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
        let more = if lost.what.len() > NAMED {
            format!("等{}处", lost.what.len())
        } else {
            String::new()
        };
        format!("{named}{more}会超出纸的{edge}{}毫米", mm(lost.by))
    };
    off.lost.iter().map(side).collect::<Vec<_>>().join("，")
}

/// 横最多移-20到17.4毫米，纵最多移-15到20毫米; as they are typed: to the right and down is more than nothing.
fn room(off: &OffSheet) -> String {
    let way = |name: &str, (least, most): (i32, i32)| {
        format!("{name}最多移{}到{}毫米", mm(least), mm(most))
    };
    format!("{}，{}", way("横", off.right), way("纵", off.down))
}

/// Tenths of a millimetre as millimetres.
fn mm(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_off_the_sheet_is_said_with_the_way_that_fits() {
        let lost = |edge, by, what: &[&str]| Lost {
            edge,
            by,
            what: what.iter().map(|name| (*name).to_owned()).collect(),
        };
        let off = OffSheet {
            lost: vec![
                lost(Edge::Right, 125, &["二维码", "“招联〔2026〕11号”"]),
                lost(Edge::Top, 30, &["“一”", "“二”", "“三”", "“四”"]),
            ],
            right: (-204, 175),
            down: (-5, 300),
        };
        assert_eq!(
            PaperError::OffSheet(off).to_string(),
            "套打移得太多，二维码、“招联〔2026〕11号”会超出纸的右边12.5毫米，“一”、“二”、“三”等4处会超出纸的上边3毫米，没有印。横最多移-20.4到17.5毫米，纵最多移-0.5到30毫米，请改小"
        );
    }

    #[test]
    fn missing_characters_are_named() {
        assert_eq!(
            PaperError::MissingGlyphs {
                chars: vec!['\u{2ebf0}', '\u{7}'],
                within: "李\u{2ebf0}\u{7}".into()
            }
            .to_string(),
            "没有字体能打印“李\u{2ebf0}”里的这些字：\u{2ebf0}（U+2EBF0）、U+0007。请改用常用字，或先留空、打印后手写"
        );
    }
}
