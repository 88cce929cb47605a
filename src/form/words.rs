//! A text of a paper that knows which of its words are the form's and which are the case's.
//!
//! On a sheet with the form printed on it before (套打) only the case's words are printed, where they would
//! stand if all of it were.

use serde::{Deserialize, Serialize};

/// The form's words and the case's in turn, the form's first: `["经查，", "丰泽服饰", "存在下列问题："]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(Vec<String>);

/// A piece of [`Words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// Of this case; else of the form.
    pub case: bool,
}

impl Words {
    /// Words of the form.
    pub fn form(text: impl Into<String>) -> Words {
        let mut words = Words::default();
        words.push(&text.into(), false);
        words
    }

    /// Words of the case.
    pub fn case(text: impl Into<String>) -> Words {
        let mut words = Words::default();
        words.push(&text.into(), true);
        words
    }

    pub fn push(&mut self, text: &str, case: bool) {
        if text.is_empty() {
            return;
        }
        // The next place is the form's when an even number of pieces is there.
        let next_is_case = self.0.len() % 2 == 1;
        match self.0.last_mut() {
            Some(last) if case != next_is_case => last.push_str(text),
            None if case => self.0.extend([String::new(), text.to_owned()]),
            _ => self.0.push(text.to_owned()),
        }
    }

    /// Puts another text behind it.
    pub fn append(&mut self, other: &Words) {
        for piece in other.pieces() {
            self.push(piece.text, piece.case);
        }
    }

    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let pieces = self.0.iter().zip([false, true].into_iter().cycle());
        pieces
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, case)| Piece { text: text.as_str(), case })
    }

    /// All of it as one text.
    pub fn text(&self) -> String {
        self.0.concat()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// Cut at the ends of lines: each paragraph by itself.
    pub fn paragraphs(&self) -> Vec<Words> {
        let mut paragraphs = vec![Words::default()];
        for piece in self.pieces() {
            for (at, part) in piece.text.split('\n').enumerate() {
                if at > 0 {
                    paragraphs.push(Words::default());
                }
                if let Some(last) = paragraphs.last_mut() {
                    last.push(part, piece.case);
                }
            }
        }
        paragraphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_whose_they_are() {
        let mut words = Words::case("甲");
        words.push("乙", true);
        words.push("对", false);
        words.push("", true);
        words.push("你", false);
        words.push("丙\n丁", true);
        let shown: Vec<(&str, bool)> =
            words.pieces().map(|piece| (piece.text, piece.case)).collect();
        assert_eq!(shown, [("甲乙", true), ("对你", false), ("丙\n丁", true)]);
        assert_eq!(serde_json::to_string(&words).unwrap(), r#"["","甲乙","对你","丙\n丁"]"#);
        let parts: Vec<String> = words.paragraphs().iter().map(Words::text).collect();
        assert_eq!(parts, ["甲乙对你丙", "丁"]);
        assert_eq!(words.paragraphs()[1], Words::case("丁"));
        assert!(Words::form("").is_empty());
    }
}
