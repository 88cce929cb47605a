//! What names a person by number: telephone and identity numbers, hidden in what leaves the office (S2 五(三) 保密).

use super::{phone, typed::narrow};

/// Signs of an identity number.
const LONG: usize = 18;
/// Digits that stand together in one that is written in parts: a month and a day at the least; the check may stand alone.
const SHORTEST: usize = 2;
/// The day of birth, which is hidden.
const BIRTH: std::ops::Range<usize> = 6..14;

/// A text with the middle of every mobile and identity number hidden, however it is parted: `138****0001`,
/// `350503 ******** 0012`. Credit codes and all other numbers stay.
pub fn masked(text: &str) -> String {
    let signs = signs(text);
    let mut hidden: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(number) = signs.get(at..at + LONG) {
        let ends = signs.get(at + LONG).is_none_or(|after| !after.joined);
        if ends && !number[0].joined && is_identity(number) {
            hidden.extend(number[BIRTH].iter().map(|sign| sign.at));
            at += LONG;
        } else {
            at += 1;
        }
    }
    if hidden.is_empty() {
        return phone::masked(text);
    }
    let mut hidden = hidden.into_iter().peekable();
    let hide = |(at, c)| if hidden.next_if_eq(&at).is_some() { '*' } else { c };
    phone::masked(&text.char_indices().map(hide).collect::<String>())
}

/// A letter or a digit, in whichever width.
struct Sign {
    at: usize,
    /// As half a width.
    value: char,
    /// It stands right behind the one before.
    joined: bool,
    /// Nothing but what parts a number stands between.
    parted: bool,
}

fn signs(text: &str) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    let (mut joined, mut parted) = (false, false);
    for (at, c) in text.char_indices() {
        let value = if ('\u{FF01}'..='\u{FF5E}').contains(&c) { narrow(c) } else { c };
        if value.is_ascii_alphanumeric() {
            signs.push(Sign { at, value, joined, parted: joined || parted });
            (joined, parted) = (true, true);
        } else {
            joined = false;
            parted &= phone::parts_numbers(c);
        }
    }
    signs
}

/// 公民身份号码 (GB 11643): region, day of birth, order and check. The check is not asked for: a slip of the pen is
/// somebody's number, too.
fn is_identity(number: &[Sign]) -> bool {
    let [digits @ .., last] = number else { return false };
    let within = |from: usize, to: usize, low: u32, high: u32| {
        let digits = number[from..to].iter().filter_map(|sign| sign.value.to_digit(10));
        (low..=high).contains(&digits.fold(0, |sum, digit| sum * 10 + digit))
    };
    let mut parts = vec![1];
    for sign in &number[1..] {
        match parts.last_mut() {
            Some(last) if sign.joined => *last += 1,
            _ => parts.push(1),
        }
    }
    let whole_parts = if last.joined { &parts[..] } else { &parts[..parts.len() - 1] };
    digits.iter().all(|sign| sign.value.is_ascii_digit())
        && (last.value.is_ascii_digit() || matches!(last.value, 'X' | 'x'))
        && number[1..].iter().all(|sign| sign.parted)
        && whole_parts.iter().all(|part| *part >= SHORTEST)
        && within(0, 2, 11, 83)
        && within(6, 10, 1900, 2099)
        && within(10, 12, 1, 12)
        && within(12, 14, 1, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_hidden_and_those_of_enterprises_are_not() {
        for (text, hidden) in [
            ("13805950001", "138****0001"),
            ("黄恒捷 13805950001、13905950002", "黄恒捷 138****0001、139****0002"),
            ("黄恒捷 138 0595 0001、139-0595-0002", "黄恒捷 138 **** 0001、139-****-0002"),
            ("350503198001010012", "350503********0012"),
            ("证号35050319800101001X。", "证号350503********001X。"),
            ("35050319800101001x 13805950001", "350503********001x 138****0001"),
            // As people part it; the width is kept.
            ("350503 19800101 0012", "350503 ******** 0012"),
            ("350503-19800101-001X", "350503-********-001X"),
            ("350503 1980 0101 0012", "350503 **** **** 0012"),
            ("350503 1980 01 01 001 x", "350503 **** ** ** 001 x"),
            ("350503—198001010012", "350503—********0012"),
            ("３５０５０３１９８００１０１００１Ｘ", "３５０５０３********００１Ｘ"),
            ("林安全 350503 19800101 0012 13805950001", "林安全 350503 ******** 0012 138****0001"),
            ("350503198001010012 350503198001010029", "350503********0012 350503********0029"),
            // Broken in two lines, counts beside each other, more digits behind.
            ("350503\n198001010012", "350503\n198001010012"),
            ("3 5 0 5 0 3 1 9 8 0 0 1 0 1 0 0 1 2", "3 5 0 5 0 3 1 9 8 0 0 1 0 1 0 0 1 2"),
            ("3505031980010100123", "3505031980010100123"),
            ("91 350503 MA31FQ2K4X", "91 350503 MA31FQ2K4X"),
            // No day of birth, a credit code, a landline, a number of a paper.
            ("350503198013010012", "350503198013010012"),
            ("91350503MA31FQ2K4X", "91350503MA31FQ2K4X"),
            ("913505031980010100", "913505031980010100"),
            ("0595-22000004", "0595-22000004"),
            ("招联安监整改〔2026〕1号", "招联安监整改〔2026〕1号"),
            ("", ""),
        ] {
            assert_eq!(masked(text), hidden);
        }
    }
}
