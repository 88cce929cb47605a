//! Finding words on a screen (commands, items of a checklist) by Chinese, by pinyin and by initials.

use crate::domain::reading::{fold, readings};

/// Whether what was typed stands in the text: as it is, or spelt by whole syllables and initials of
/// characters that follow each other.
pub fn fits(text: &str, typed: &str) -> bool {
    let wanted: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
    let letters: Vec<char> = text.chars().map(fold).collect();
    wanted.is_empty() || (0..letters.len()).any(|start| spells(&letters[start..], &wanted))
}

fn spells(text: &[char], wanted: &[char]) -> bool {
    let Some(next) = wanted.first() else { return true };
    let Some((first, rest)) = text.split_first() else { return false };
    if first == next && spells(rest, &wanted[1..]) {
        return true;
    }
    readings(*first).iter().any(|reading| {
        let letters: Vec<char> = reading.letters.chars().collect();
        // The initial, the whole syllable, or as much of it as was typed last.
        let common = letters.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        (common == wanted.len())
            || (common == letters.len() && spells(rest, &wanted[common..]))
            || (common >= 1 && spells(rest, &wanted[1..]))
    })
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn words_are_found_as_they_are_spelt() {
        for (text, typed, found) in [
            ("灭火器", "mhq", true),
            ("灭火器", "miehuo", true),
            ("配备灭火器", "火器", true),
            ("疏散通道", "std", true),
            ("疏散通道", "tongd", true),
            ("疏散通道", "dt", false),
            ("重点", "cd", true),
            ("日历", "rili", true),
            ("日历", "", true),
            ("表四", "x", false),
        ] {
            assert_eq!(fits(text, typed), found, "{text} by {typed}");
        }
    }
}
