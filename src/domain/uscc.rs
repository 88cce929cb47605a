//! The unified social credit code (统一社会信用代码), GB 32100-2015.

/// The 31 characters of a code: no I, O, S, V, Z.
const LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What was found in a cell that should hold a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uscc {
    /// Nothing was written.
    Empty,
    /// Eighteen characters and the right check character.
    Valid(String),
    /// Eighteen proper characters, another check character was calculated. Such codes have been
    /// issued (early M0001 ones), so it is a reason to look, not to refuse.
    CheckFails { code: String, expected: char },
    /// Fifteen digits: the business registration number in use before 2015.
    OldRegistration(String),
    /// Anything else, as it was typed, with what is wrong.
    Malformed { text: String, flaw: Flaw },
}

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Not 18 characters (nor 15 digits) but so many.
    Length(usize),
    /// A character that codes do not have.
    Letter(char),
    /// A spreadsheet took it for a number and shows it as 9.1350203E+17.
    Exponent,
    /// A spreadsheet took it for a number and lost every digit after the fifteenth.
    LostDigits,
}

/// Judges a text; widths, spaces, hyphens and lower case do not matter.
pub fn check(text: &str) -> Uscc {
    let code: String = super::typed::half_width(text)
        .trim_start_matches('\'')
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if code.is_empty() {
        return Uscc::Empty;
    }
    let flaw = |flaw| Uscc::Malformed { text: super::typed::tidy_name(text), flaw };
    if looks_like_exponent(&code) {
        return flaw(Flaw::Exponent);
    }
    // A code that went through a floating-point column also picks up a decimal part.
    let code = match code.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|b| b.is_ascii_digit()) => whole.to_owned(),
        _ => code,
    };
    if code.len() == 15 && code.bytes().all(|b| b.is_ascii_digit()) {
        return Uscc::OldRegistration(code);
    }
    if let Some(letter) = code.chars().find(|c| value(*c).is_none()) {
        return flaw(Flaw::Letter(letter));
    }
    if code.len() != 18 {
        return flaw(Flaw::Length(code.len()));
    }
    match check_digit(&code) {
        Some(expected) if code.ends_with(expected) => Uscc::Valid(code),
        Some(_) if code.ends_with("000") && code.bytes().all(|b| b.is_ascii_digit()) => {
            flaw(Flaw::LostDigits)
        }
        Some(expected) => Uscc::CheckFails { code, expected },
        None => flaw(Flaw::Length(code.len())),
    }
}

/// The check character that belongs to the first 17 characters.
pub fn check_digit(code: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 1;
    for c in code.chars().take(17) {
        sum += value(c)? * weight;
        weight = weight * 3 % 31;
    }
    LETTERS.get((31 - sum % 31) % 31).map(|b| *b as char)
}

fn value(c: char) -> Option<usize> {
    LETTERS.iter().position(|letter| *letter as char == c)
}

/// `9.1350203E+17`: digits, a point, digits, E, a power. Without the point it may be a real code.
fn looks_like_exponent(code: &str) -> bool {
    code.split_once('E').is_some_and(|(mantissa, power)| {
        (mantissa.contains('.') || power.starts_with('+'))
            && mantissa.parse::<f64>().is_ok()
            && power.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_codes_pass() {
        let codes = [
            "91350200MA2YJ1XR9G",
            "91350200776049653A",
            "91350500798359476R",
            "91350503MA31DKY80A",
            "91440101MA5CJQ4N59",
            "913502000728319549",
            "123502001549897397",
            "9135021359498494XQ",
            "91330100799655058B",
            "91440300708461136T",
            "9144030071526726XG",
            "91110000802100433B",
            "914403001922038216",
            "913505031561901386",
            "92350503MA2YFN7W29",
            "9135050315648876X6",
        ];
        for code in codes {
            assert_eq!(check(code), Uscc::Valid(code.into()), "{code}");
        }
    }

    #[test]
    fn issued_codes_that_fail_are_told_the_character() {
        let table = [
            ("91350203M0001QAY9B", '9'),
            ("91350100M0001TGQXM", '1'),
            ("91350211M0000XUF46", 'R'),
            ("91350203M0001FUE2P", 'J'),
        ];
        for (code, expected) in table {
            assert_eq!(check(code), Uscc::CheckFails { code: code.into(), expected }, "{code}");
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let code = "91350503MA31DKY80A";
        for position in 0..18 {
            for letter in LETTERS {
                let mut changed = code.as_bytes().to_vec();
                changed[position] = *letter;
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(matches!(check(&changed), Uscc::Valid(_)), changed == code, "{changed}");
            }
        }
    }

    #[test]
    fn typing_does_not_matter() {
        for typed in [
            " 91350200MA2YJ1XR9G ",
            "91350200ma2yj1xr9g",
            "９１３５０２００ＭＡ２ＹＪ１ＸＲ９Ｇ",
            "9135 0200 MA2Y J1XR 9G",
            "'91350200MA2YJ1XR9G",
            "91350200-MA2YJ1XR9G\u{200B}",
        ] {
            assert_eq!(check(typed), Uscc::Valid("91350200MA2YJ1XR9G".into()), "{typed:?}");
        }
        assert_eq!(check("913502000728319549.0"), Uscc::Valid("913502000728319549".into()));
    }

    #[test]
    fn what_is_not_a_code_says_why() {
        let table = [
            ("9.1350203E+17", Flaw::Exponent),
            ("9.1350203e17", Flaw::Exponent),
            ("913502000728319000", Flaw::LostDigits),
            ("91350200MA2YJ1XR9", Flaw::Length(17)),
            ("913502O0MA2YJ1XR9G", Flaw::Letter('O')),
            ("9135020\u{FFFD}MA2YJ1XR9", Flaw::Letter('\u{FFFD}')),
            ("群山社区普泽路119号", Flaw::Letter('群')),
            ("156489", Flaw::Length(6)),
        ];
        for (text, flaw) in table {
            assert_eq!(check(text), Uscc::Malformed { text: text.into(), flaw }, "{text}");
        }
        assert_eq!(check(" 　"), Uscc::Empty);
        assert_eq!(check("350503100012345"), Uscc::OldRegistration("350503100012345".into()));
        assert_eq!(check("350503100012345.0"), Uscc::OldRegistration("350503100012345".into()));
    }
}
