//! The word that was probably meant.

/// The candidate that takes the fewest changes, when it is near enough to be worth saying.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = typed.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|word| (changes(typed, word), word))
        .filter(|(changes, word)| *changes <= near || word.starts_with(typed))
        .min()
        .map(|(_, word)| word)
}

/// Letters to insert, delete, replace or swap with their neighbour.
fn changes(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before = vec![0; to.len() + 1];
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_said_and_a_far_one_is_not() {
        let words = ["premises", "inspect", "notice", "hazard", "--by", "--on", "--to"];
        for (typed, wanted) in [
            ("premise", Some("premises")),
            ("permises", Some("premises")),
            ("hazrad", Some("hazard")),
            ("insp", Some("inspect")),
            ("--onn", Some("--on")),
            ("企业", None),
            ("zzzzzz", None),
        ] {
            assert_eq!(nearest(typed, words), wanted, "{typed}");
        }
    }
}
