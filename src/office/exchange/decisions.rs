//! What a person has said about the conflicts of a parcel.

use std::collections::HashMap;

use super::{super::Refusal, Conflict};
use crate::domain::id::Id;

/// What a person has said about conflicts, each by its number in the list, a range of them (`3-7`), `all`, or the id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// Theirs takes the place of ours.
    pub theirs: Vec<String>,
    /// Ours stays, and it is not asked again.
    pub ours: Vec<String>,
    /// 是同一个: theirs is ours under another id.
    pub same: Vec<String>,
    /// 不是同一个: theirs comes in beside ours.
    pub apart: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Theirs,
    Ours,
    Same,
    Apart,
}

/// By kind and key of theirs.
pub type AllSaid = HashMap<(&'static str, String), Said>;

/// Which conflicts are meant, each once.
pub fn resolved(decisions: &Decisions, conflicts: &[Conflict]) -> Result<AllSaid, Refusal> {
    let mut all = AllSaid::new();
    let lists = [
        (&decisions.theirs, Said::Theirs),
        (&decisions.ours, Said::Ours),
        (&decisions.same, Said::Same),
        (&decisions.apart, Said::Apart),
    ];
    for (words, said) in lists {
        for word in words.iter().flat_map(|word| word.split([',', '，', '、'])).map(str::trim) {
            let meant: Vec<&Conflict> = match range(word) {
                Some((first, last)) => {
                    conflicts.iter().filter(|one| (first..=last).contains(&one.no)).collect()
                }
                None if word == "all" || word == "全部" => conflicts.iter().collect(),
                None => conflicts.iter().filter(|one| is_named(one, word)).collect(),
            };
            if meant.is_empty() {
                return Err(Refusal::said(format!(
                    "待定的里面没有“{word}”。请写列表里的序号（如 3 或 3-7）或编号，全部写 all。"
                )));
            }
            for conflict in meant {
                let before = all.insert((conflict.kind, conflict.id.clone()), said);
                if before.is_some_and(|before| before != said) {
                    return Err(Refusal::said(format!(
                        "第{}条“{}”定了两种办法，请只写一种。",
                        conflict.no, conflict.what
                    )));
                }
            }
        }
    }
    Ok(all)
}

fn is_named(conflict: &Conflict, word: &str) -> bool {
    conflict.id == word || Id::parse(&conflict.id).is_some_and(|id| id.is_written(word))
}

fn range(word: &str) -> Option<(usize, usize)> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    // The short form of an id may be all digits, a number in the list never has so many.
    if first.len() > 6 || last.len() > 6 {
        return None;
    }
    Some((first.parse().ok()?, last.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_range_and_the_digits_of_an_id_are_told_apart() {
        for (word, expected) in [
            ("3", Some((3, 3))),
            ("3-7", Some((3, 7))),
            ("12345678", None),
            ("5a3f53e7", None),
            ("all", None),
            ("", None),
        ] {
            assert_eq!(range(word), expected, "{word}");
        }
    }
}
