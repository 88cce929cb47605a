//! Why a paper cannot be printed, as data, with a Chinese sentence for each reason.

use thiserror::Error;

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

#[cfg(test)]
mod tests {
    use super::*;

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
