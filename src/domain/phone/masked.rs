//! Mobile numbers hidden where they stand in a text, in every spelling in which [`super::read`] finds them.

use crate::domain::typed::is_invisible;

/// Digits of a mobile number.
const LONG: usize = 11;
/// Fewer digits in a row are no part of a number but of a date, a count or an ordinal.
const SHORTEST: usize = 3;

/// What stands before a digit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Another digit.
    None,
    /// A blank or a bracket: it parts a number, or one number from the next.
    Loose,
    /// A hyphen or a point: what it parts is one number.
    Tight,
    /// Anything else.
    Far,
}

struct Digit {
    at: usize,
    value: u8,
    before: Gap,
}

/// A text with the middle of every mobile number hidden: `138****0001`, `138-****-0001`. Digits that stand in a longer
/// number, as in a credit code, are left.
pub fn masked(text: &str) -> String {
    let digits = digits(text);
    let mut hidden: Vec<usize> = Vec::new();
    let mut at = 0;
    while at + LONG <= digits.len() {
        match mobile(text, &digits[at..], digits[at].before) {
            Some(first) => {
                hidden.extend(digits[at + first + 3..at + first + 7].iter().map(|digit| digit.at));
                at += first + LONG;
            }
            None => at += 1,
        }
    }
    if hidden.is_empty() {
        return text.to_owned();
    }
    let mut hidden = hidden.into_iter().peekable();
    let hide = |(at, c)| if hidden.next_if_eq(&at).is_some() { '*' } else { c };
    text.char_indices().map(hide).collect()
}

/// The digits of a text that may hold a number.
fn digits(text: &str) -> Vec<Digit> {
    let mut digits = Vec::new();
    let mut before = Gap::Far;
    for (at, c) in text.char_indices() {
        let value = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            _ => {
                before = match (before, gap(c)) {
                    // Between two digits each sign counts; of several the one that holds least together.
                    (Gap::None, gap) => gap,
                    (Gap::Far, _) | (_, Gap::Far) => Gap::Far,
                    (Gap::Loose, _) | (_, Gap::Loose) => Gap::Loose,
                    (before, _) => before,
                };
                continue;
            }
        };
        digits.push(Digit { at, value: value as u8, before });
        before = Gap::None;
    }
    digits
}

/// Whether a sign stands within numbers as people write them.
pub fn parts_numbers(c: char) -> bool {
    gap(c) != Gap::Far
}

fn gap(c: char) -> Gap {
    match c {
        ' ' | '\u{A0}' | '\u{3000}' | '(' | ')' | '（' | '）' => Gap::Loose,
        '-' | '－' | '—' | '–' | '‐' | '‑' | '−' | '―' | '.' | '．' => Gap::Tight,
        c if is_invisible(c) && !matches!(c, '\n' | '\r' | '\t') => Gap::Loose,
        _ => Gap::Far,
    }
}

/// Where in these digits a mobile number begins, when they begin with one or with what is dialled before it.
fn mobile(text: &str, digits: &[Digit], before: Gap) -> Option<usize> {
    if before == Gap::None {
        return None;
    }
    let dialled: [&[u8]; 4] = [&[], &[0], &[8, 6], &[0, 0, 8, 6]];
    let begins = |prefix: &&[u8]| {
        digits.iter().map(|digit| digit.value).take(prefix.len()).eq(prefix.iter().copied())
    };
    let is_mobile = |prefix: &&[u8]| {
        let rest = digits.get(prefix.len()..).unwrap_or_default();
        rest.len() >= LONG && rest[0].value == 1 && rest[1].value >= 3
    };
    let first = dialled.iter().find(|prefix| begins(prefix) && is_mobile(prefix))?.len();
    let end = first + LONG;
    let after = digits.get(end).map_or(Gap::Far, |digit| digit.before);
    let own = &digits[1..end];
    if after == Gap::None || own.iter().any(|digit| digit.before == Gap::Far) {
        return None;
    }
    let parts = parts(&digits[first..end]);
    let whole = parts.len() == 1;
    // 1.3805950001E10, as a spreadsheet writes it.
    let power = parts == [1, LONG - 1]
        && text[digits[end - 1].at..].chars().nth(1).is_some_and(|c| matches!(c, 'e' | 'E'));
    let parted =
        parts.iter().all(|part| *part >= SHORTEST) && before != Gap::Tight && after != Gap::Tight;
    (whole || power || parted).then_some(first)
}

/// How many digits stand together, part by part.
fn parts(digits: &[Digit]) -> Vec<usize> {
    let mut parts = vec![1];
    for digit in digits.iter().skip(1) {
        match (digit.before, parts.last_mut()) {
            (Gap::None, Some(last)) => *last += 1,
            _ => parts.push(1),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn mobiles_are_masked_and_nothing_else() {
        for (text, expected) in [
            ("请联系王五13805950001，明天", "请联系王五138****0001，明天"),
            ("13805950001/13905950002", "138****0001/139****0002"),
            ("91350503M0001QAY9B 0595-22345678", "91350503M0001QAY9B 0595-22345678"),
            ("12005950001 138059500012", "12005950001 138059500012"),
            // A date behind a count, a code, a landline before and behind.
            ("138 2026-11-27", "138 2026-11-27"),
            ("第13 805 950 001号", "第13 805 950 001号"),
            ("1.3805950001", "1.3805950001"),
            ("350-138-0595-0001", "350-138-0595-0001"),
            ("138-0595-0001-22", "138-0595-0001-22"),
            (
                "0595-22000012 138 0595 0001 0595-22000012",
                "0595-22000012 138 **** 0001 0595-22000012",
            ),
            ("13805950001 13905950002", "138****0001 139****0002"),
            ("138-0595-0001、139 0595 0002", "138-****-0001、139 **** 0002"),
            ("138\n05950001", "138\n05950001"),
            ("", ""),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    /// Whatever the finder takes for a mobile number is hidden as it stands.
    #[test]
    fn every_spelling_is_masked() {
        for (text, expected) in [
            ("138 0013 8000", "138 **** 8000"),
            ("138-0013-8000", "138-****-8000"),
            ("138.0013.8000", "138.****.8000"),
            ("138 00138000", "138 ****8000"),
            ("1380013 8000", "138**** 8000"),
            ("138—0013—8000", "138—****—8000"),
            ("138　0013　8000", "138　****　8000"),
            ("(138)00138000", "(138)****8000"),
            ("+8613800138000", "+86138****8000"),
            ("+86 138 0013 8000", "+86 138 **** 8000"),
            ("+86-138-0013-8000", "+86-138-****-8000"),
            ("008613800138000", "0086138****8000"),
            ("8613800138000", "86138****8000"),
            ("013800138000", "0138****8000"),
            ("１３８００１３８０００", "１３８****８０００"),
            ("13800138000.0", "138****8000.0"),
            ("1.3800138001E10", "1.38****8001E10"),
            ("1.3800138001E+10", "1.38****8001E+10"),
            ("\u{200B}13800138000 ", "\u{200B}138****8000 "),
            ("手机：13800138000", "手机：138****8000"),
        ] {
            let found = super::super::read(text).found;
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(masked(text), expected);
        }
    }
}
