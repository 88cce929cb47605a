//! What is typed in one line, as a name, a number, what something is called: nothing stands in it that nobody sees.

use super::Refusal;
use crate::domain::typed::is_invisible;

/// What is written in a field; it may be empty.
pub(super) fn written_in(field: &str, text: &str, what: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().any(is_invisible) {
        return Err(Refusal::field(field, format!("{what}里有看不见的控制字符，请重新输入。")));
    }
    Ok(text.to_owned())
}

/// The same of what has to be there.
pub(super) fn required_in(field: &str, text: &str, what: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::field(field, format!("没有写{what}，请补上再试。")));
    }
    written_in(field, text, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_nothing_that_nobody_sees() {
        for (text, kept) in [
            (" AB-0101 ", Some("AB-0101")),
            ("", Some("")),
            ("0595-2270\u{1b}[31m", None),
            ("招联\u{200b}一网格", None),
            ("两行\n的名称", None),
        ] {
            assert_eq!(written_in("name", text, "名称").ok().as_deref(), kept, "{text:?}");
        }
        assert!(required_in("name", "　", "名称").is_err());
    }
}
