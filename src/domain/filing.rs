//! What the name of a file says about where it belongs: the number of a notice, and perhaps the place of a
//! hazard on it (`招联安监整改〔2026〕11号-2 整改前`, `招联安监整改2026-11`).

/// What was read out of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The letters before the year, without brackets and signs: 招联安监整改.
    pub words: String,
    pub year: i32,
    pub serial: u32,
    /// Place of a hazard on the notice, from 1.
    pub place: Option<u32>,
    /// Somebody's remark behind it; a running number is none.
    pub rest: String,
}

/// Years that a desk means.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2199;

/// Reads the name of a file without its ending, or a number as it is printed. `None` when there is no year
/// with a serial behind it.
pub fn filed(name: &str) -> Option<Filed> {
    let name: Vec<char> = name.trim().chars().map(plain).collect();
    (0..name.len()).find_map(|at| read(&name, at))
}

/// Reads on from a year that may begin at `at`.
fn read(name: &[char], at: usize) -> Option<Filed> {
    if at > 0 && name[at - 1].is_ascii_digit() {
        return None;
    }
    let words: String = name[..at].iter().filter(|c| c.is_alphanumeric()).collect();
    if words.is_empty() {
        return None;
    }
    let (year, mut end) = figures(name, at, 4)?;
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year) && end == at + 4)?;
    let between = end;
    while name.get(end).is_some_and(|c| " ]-_.年第".contains(*c)) {
        end += 1;
    }
    if end == between {
        return None;
    }
    let (serial, mut end) = figures(name, end, 6)?;
    if name.get(end) == Some(&'号') {
        end += 1;
    }
    let mut place = None;
    if name.get(end) == Some(&'-')
        && let Some((number, behind)) = figures(name, end + 1, 3)
    {
        (place, end) = (Some(number), behind);
    }
    let rest: String = name[end..].iter().collect();
    let mut rest = rest.trim_matches(|c: char| " -_.,、[]".contains(c)).to_owned();
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        rest.clear();
    }
    Some(Filed { words, year, serial, place, rest })
}

/// The number that begins at `at`, of at most so many figures, and where it ends.
fn figures(name: &[char], at: usize, most: usize) -> Option<(u32, usize)> {
    let digits: String = name.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).collect();
    let number = digits.parse().ok().filter(|_| digits.len() <= most)?;
    Some((number, at + digits.len()))
}

/// One spelling for brackets, lines and figures; a keyboard and a file system offer many.
fn plain(c: char) -> char {
    match c {
        '〔' | '［' | '【' | '(' | '（' | '﹝' => '[',
        '〕' | '］' | '】' | ')' | '）' | '﹞' => ']',
        '—' | '–' | '－' | '‐' | '−' => '-',
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_number_place_and_remark() {
        let case = |words: &str, year, serial, place, rest: &str| {
            Some(Filed { words: words.into(), year, serial, place, rest: rest.into() })
        };
        for (name, expected) in [
            ("招联安监整改〔2026〕11号", case("招联安监整改", 2026, 11, None, "")),
            ("招联安监整改〔2026〕11号-2", case("招联安监整改", 2026, 11, Some(2), "")),
            ("招联安监整改2026-11", case("招联安监整改", 2026, 11, None, "")),
            ("招联安监整改2026-11-2", case("招联安监整改", 2026, 11, Some(2), "")),
            ("招联安监整改[2026]11号 (3)", case("招联安监整改", 2026, 11, None, "")),
            (
                "招联安监整改（２０２６）１１号－２ 整改前",
                case("招联安监整改", 2026, 11, Some(2), "整改前"),
            ),
            ("（雁）应急责改〔2026〕第1号", case("雁应急责改", 2026, 1, None, "")),
            ("泉丰北办〔2026〕1234号_扫描", case("泉丰北办", 2026, 1234, None, "扫描")),
            ("招联安监整改〔2026〕11号-现场", case("招联安监整改", 2026, 11, None, "现场")),
            ("招联安监整改〔2026〕011号", case("招联安监整改", 2026, 11, None, "")),
            ("3楼招联〔2026〕5号", case("3楼招联", 2026, 5, None, "")),
            ("2026-11", None),
            ("IMG_20261120_093000", None),
            ("扫描件", None),
            ("招联〔2026〕号", None),
            ("招联202611", None),
            ("招联〔0026〕11号", None),
            ("招联〔2026〕1234567号", None),
            ("", None),
        ] {
            assert_eq!(filed(name), expected, "{name}");
        }
    }
}
