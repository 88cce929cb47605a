//! What was ticked on a checklist: one answer an item, in the order of the paper.

use serde::{Deserialize, Serialize};

/// The state of one item. The paper knows only its options; the program adds two that leave its boxes
/// empty, the second with a remark behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Answer {
    /// 未查
    Unchecked,
    /// 不涉及
    NotApplicable,
    /// The option ticked, counted from 0 in the order of the paper.
    Option(u8),
}

impl Answer {
    /// One character an item: `-` unchecked, `n` not applicable, `1`… the option.
    pub fn to_char(self) -> char {
        match self {
            Answer::Unchecked => '-',
            Answer::NotApplicable => 'n',
            Answer::Option(index) => (b'1' + index.min(8)) as char,
        }
    }

    pub fn from_char(c: char) -> Option<Answer> {
        match c {
            '-' => Some(Answer::Unchecked),
            'n' => Some(Answer::NotApplicable),
            '1'..='9' => Some(Answer::Option(c as u8 - b'1')),
            _ => None,
        }
    }
}

/// Answers as the store keeps them: a string with one character an item.
pub fn to_text(answers: &[Answer]) -> String {
    answers.iter().map(|answer| answer.to_char()).collect()
}

/// `None` when a character is not an answer.
pub fn from_text(text: &str) -> Option<Vec<Answer>> {
    text.chars().map(Answer::from_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_survives_the_store() {
        let answers: Vec<Answer> = [Answer::Unchecked, Answer::NotApplicable]
            .into_iter()
            .chain((0..9).map(Answer::Option))
            .collect();
        assert_eq!(to_text(&answers), "-n123456789");
        assert_eq!(from_text(&to_text(&answers)), Some(answers));
        assert_eq!(from_text("1x"), None);
    }
}
