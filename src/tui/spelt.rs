//! Finding words on a screen (commands, items of a checklist) by Chinese, by pinyin and by initials.

use crate::domain::reading::{fold, readings};

/// Whether what was typed stands in the text: as it is, or spelt by whole syllables and initials of
/// characters that follow each other.
pub fn fits(text: &str, typed: &str) -> bool {
    let (text, typed) = (letters(text), letters(typed));
    typed.is_empty() || (0..text.len()).any(|start| spells(&text[start..], &typed))
}

/// Whether the text begins with what was typed, spelt in the same ways.
pub fn begins(text: &str, typed: &str) -> bool {
    spells(&letters(text), &letters(typed))
}

/// Whether the text holds what was typed, small and full-width letters alike.
pub fn holds(text: &str, typed: &str) -> bool {
    let folded = |text: &str| text.chars().map(fold).collect::<String>();
    folded(text).contains(&folded(typed))
}

/// Nobody types the commas of a name.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).map(fold).collect()
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
            ("停业、停用、撤人", "停业停用撤人", true),
            ("停业、停用、撤人", "tyty", true),
        ] {
            assert_eq!(fits(text, typed), found, "{text} by {typed}");
        }
    }
}
