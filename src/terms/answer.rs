//! Words of an answer: the paper's own options and the two that the program adds.

use crate::domain::answer::Answer;

pub use crate::form::answers::{NOT_APPLICABLE, UNCHECKED};

/// The word of an answer among the options of its item; `None` when the item has no such option.
pub fn answer(answer: Answer, options: &[String]) -> Option<&str> {
    match answer {
        Answer::Unchecked => Some(UNCHECKED),
        Answer::NotApplicable => Some(NOT_APPLICABLE),
        Answer::Option(index) => options.get(usize::from(index)).map(String::as_str),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_the_words_of_the_paper() {
        let options = ["有".to_owned(), "无".to_owned()];
        for (given, word) in [
            (Answer::Unchecked, Some("未查")),
            (Answer::NotApplicable, Some("不涉及")),
            (Answer::Option(1), Some("无")),
            (Answer::Option(2), None),
        ] {
            assert_eq!(answer(given, &options), word);
        }
    }
}
