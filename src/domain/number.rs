//! 文号 as somebody types it to find a paper: no keyboard has the brackets of the standard (GB/T 9704), and few write all
//! of it.

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// What was typed, the year in the brackets of the standard where it is a year.
    pub words: String,
    pub year: Option<i32>,
    /// The number itself: papers that bear it come first.
    pub serial: Option<u32>,
}

const OPEN: &str = "〔[［【(（{｛〈《<＜「";
const CLOSE: &str = "〕]］】)）}｝〉》>＞」";
/// What stands between year and number where there are no brackets.
const BETWEEN: &str = " 　年第-－—–./／";

/// A number as it is printed: the year in the brackets of the standard, whichever were typed; other brackets stay.
pub fn proper(typed: &str) -> String {
    let chars: Vec<char> = typed.chars().collect();
    let mut words = String::with_capacity(typed.len());
    let mut at = 0;
    while at < chars.len() {
        match year_at(&chars, at) {
            Some(year) => {
                words.push_str(&format!("〔{year}〕"));
                at += 6;
            }
            None => {
                words.push(chars[at]);
                at += 1;
            }
        }
    }
    words
}

/// The year in brackets that begins here.
fn year_at(chars: &[char], at: usize) -> Option<i32> {
    let [open, digits @ .., close] = chars.get(at..at + 6)? else { return None };
    let brackets = OPEN.contains(*open) && CLOSE.contains(*close);
    year(&digits.iter().collect::<String>()).filter(|_| brackets)
}

fn year(digits: &str) -> Option<i32> {
    let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| plain && (1950..2100).contains(year))
}

/// `[2026]12号`, `（2026）12`, `北峰安监整改2026 12号`, `2026年第12号`, `第12号`, `12`.
pub fn sought(typed: &str) -> Sought {
    let words = proper(typed.trim());
    if let Some((before, rest)) = words.split_once('〔')
        && let Some((year, rest)) = rest.split_once('〕')
    {
        let (year, serial) = (self::year(year), self::serial(rest));
        // As it is printed, however it was written behind the year.
        let words = match (year, serial) {
            (Some(year), Some(serial)) => format!("{before}〔{year}〕{}", written(serial, rest)),
            _ => words,
        };
        return Sought { words, year, serial };
    }
    if let Some(serial) = self::serial(&words) {
        return Sought { words: written(serial, &words), year: None, serial: Some(serial) };
    }
    without_brackets(&words).unwrap_or(Sought { words, ..Sought::default() })
}

/// A year and a number with something between them, and perhaps the office before them.
fn without_brackets(words: &str) -> Option<Sought> {
    let begin = words.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = words.split_at(begin);
    let year = year(rest.get(..4)?)?;
    let rest = &rest[4..];
    let number = rest.trim_start_matches(|c| BETWEEN.contains(c));
    let serial = self::serial(number).filter(|_| number.len() < rest.len())?;
    let words = format!("{}〔{year}〕{}", before.trim_end(), written(serial, number));
    Some(Sought { words, year: Some(year), serial: Some(serial) })
}

/// As it is printed, to the end where the end was typed: 2号 is no 21号.
fn written(serial: u32, typed: &str) -> String {
    let end = if typed.trim_end().ends_with('号') { "号" } else { "" };
    format!("{serial}{end}")
}

/// 第12号, 12号, 12
fn serial(words: &str) -> Option<u32> {
    let digits = words.trim().trim_start_matches('第').trim_end_matches('号').trim();
    let plain = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|serial| plain && *serial > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_meant_however_it_is_written() {
        for (typed, words, year, serial) in [
            ("〔2026〕12号", "〔2026〕12号", Some(2026), Some(12)),
            ("[2026]12号", "〔2026〕12号", Some(2026), Some(12)),
            ("(2026)12号", "〔2026〕12号", Some(2026), Some(12)),
            ("（2026）12号", "〔2026〕12号", Some(2026), Some(12)),
            ("【2026】12", "〔2026〕12", Some(2026), Some(12)),
            ("2026 12", "〔2026〕12", Some(2026), Some(12)),
            ("2026-12", "〔2026〕12", Some(2026), Some(12)),
            ("2026年第012号", "〔2026〕12号", Some(2026), Some(12)),
            ("北峰安监整改[2026] 12 号", "北峰安监整改〔2026〕12号", Some(2026), Some(12)),
            ("北峰安监整改 2026 12号", "北峰安监整改〔2026〕12号", Some(2026), Some(12)),
            ("12", "12", None, Some(12)),
            ("第12号", "12号", None, Some(12)),
            // The year alone, and what is no number.
            ("[2026]", "〔2026〕", Some(2026), None),
            ("北峰安监整改〔2026〕", "北峰安监整改〔2026〕", Some(2026), None),
            ("招联安监整改〔2026〕1号-1", "招联安监整改〔2026〕1号-1", Some(2026), None),
            ("202612", "202612", None, None),
            ("13805950001", "13805950001", None, None),
            ("恒捷（晋江）鞋材", "恒捷（晋江）鞋材", None, None),
            ("0", "0", None, None),
            ("", "", None, None),
        ] {
            let meant = Sought { words: words.to_owned(), year, serial };
            assert_eq!(sought(typed), meant, "{typed}");
        }
    }

    #[test]
    fn only_a_year_has_the_brackets_of_the_standard() {
        for (typed, printed) in [
            ("招联安监整改[2026]1号-1", "招联安监整改〔2026〕1号-1"),
            ("招联安监整改（2026）1号", "招联安监整改〔2026〕1号"),
            ("䶮成塑胶（𠮷）", "䶮成塑胶（𠮷）"),
        ] {
            assert_eq!(proper(typed), printed);
        }
    }
}
