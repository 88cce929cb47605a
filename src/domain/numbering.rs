//! Document numbers: the pattern of an office, filled and read back.
//!
//! GB/T 9704: the year stands whole inside 〔〕, the serial in Arabic figures without leading zeros.

/// A pattern such as `{office}安监整改〔{year}〕{serial}号`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(Place),
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Office,
    Series,
    Year,
    Serial,
}

impl Place {
    const ALL: [Place; 4] = [Place::Office, Place::Series, Place::Year, Place::Serial];

    fn code(self) -> &'static str {
        match self {
            Place::Office => "office",
            Place::Series => "series",
            Place::Year => "year",
            Place::Serial => "serial",
        }
    }
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternFault {
    UnknownPlaceholder(String),
    /// A brace without its partner.
    LoneBrace,
    NoSerial,
    NoYear,
    /// The year does not stand between 〔 and 〕.
    YearOutsideBrackets,
    /// A placeholder that stands twice.
    Repeated(&'static str),
    /// `{office}` and `{series}` side by side cannot be told apart when read back.
    Adjacent,
    ControlCharacter,
}

/// What a number is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberParts {
    /// 机关代字, e.g. 招联.
    pub office: String,
    pub series: String,
    pub year: i32,
    /// Counted from 1 within unit, series and year.
    pub serial: u32,
}

impl NumberPattern {
    /// All faults of the text at once.
    pub fn parse(text: &str) -> Result<NumberPattern, Vec<PatternFault>> {
        let mut faults = Vec::new();
        if text.chars().any(char::is_control) {
            faults.push(PatternFault::ControlCharacter);
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            if brace > 0 {
                parts.push(Part::Text(rest[..brace].to_owned()));
            }
            let inside = &rest[brace + 1..];
            let end = inside.find(['{', '}']);
            match end {
                Some(end) if rest[brace..].starts_with('{') && inside[end..].starts_with('}') => {
                    let code = &inside[..end];
                    match Place::ALL.into_iter().find(|place| place.code() == code) {
                        Some(place) => parts.push(Part::Place(place)),
                        None => faults.push(PatternFault::UnknownPlaceholder(code.to_owned())),
                    }
                    rest = &inside[end + 1..];
                }
                _ => {
                    faults.push(PatternFault::LoneBrace);
                    rest = inside;
                }
            }
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        check_places(&parts, &mut faults);
        if faults.is_empty() { Ok(NumberPattern { parts }) } else { Err(faults) }
    }

    pub fn render(&self, number: &NumberParts) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Place(Place::Office) => text.push_str(&number.office),
                Part::Place(Place::Series) => text.push_str(&number.series),
                Part::Place(Place::Year) => text.push_str(&number.year.to_string()),
                Part::Place(Place::Serial) => text.push_str(&number.serial.to_string()),
            }
        }
        text
    }

    /// Reads a number of this pattern, as typed by hand: `[2026]`, `(2026)` and full-width figures
    /// are taken too. `None` when it is not of this pattern.
    pub fn read(&self, number: &str) -> Option<NumberParts> {
        let number = canonical(number);
        let mut rest = number.as_str();
        let mut found = NumberParts::default();
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Text(words) => rest = rest.strip_prefix(canonical(words).as_str())?,
                Part::Place(Place::Year) => {
                    let (figures, after) = figures(rest);
                    found.year = figures.parse().ok().filter(|_| figures.len() == 4)?;
                    rest = after;
                }
                Part::Place(Place::Serial) => {
                    let (figures, after) = figures(rest);
                    found.serial = figures.parse().ok().filter(|_| !figures.starts_with('0'))?;
                    rest = after;
                }
                Part::Place(place @ (Place::Office | Place::Series)) => {
                    let end = match self.parts.get(index + 1) {
                        Some(Part::Text(words)) => rest.find(canonical(words).as_str())?,
                        Some(Part::Place(_)) => rest.find(|c: char| c.is_ascii_digit())?,
                        None => rest.len(),
                    };
                    let words = rest[..end].to_owned();
                    match place {
                        Place::Office => found.office = words,
                        _ => found.series = words,
                    }
                    rest = &rest[end..];
                }
            }
        }
        rest.is_empty().then_some(found)
    }
}

fn check_places(parts: &[Part], faults: &mut Vec<PatternFault>) {
    for place in Place::ALL {
        let count = parts.iter().filter(|part| **part == Part::Place(place)).count();
        match (place, count) {
            (Place::Year, 0) => faults.push(PatternFault::NoYear),
            (Place::Serial, 0) => faults.push(PatternFault::NoSerial),
            (_, 0 | 1) => {}
            _ => faults.push(PatternFault::Repeated(place.code())),
        }
    }
    for (index, part) in parts.iter().enumerate() {
        let ends = |part: Option<&Part>, bracket: char, opening: bool| match part {
            Some(Part::Text(words)) if opening => words.ends_with(bracket),
            Some(Part::Text(words)) => words.starts_with(bracket),
            _ => false,
        };
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        match part {
            Part::Place(Place::Year)
                if !ends(before, '〔', true) || !ends(parts.get(index + 1), '〕', false) =>
            {
                faults.push(PatternFault::YearOutsideBrackets);
            }
            Part::Place(Place::Office | Place::Series)
                if matches!(before, Some(Part::Place(Place::Office | Place::Series))) =>
            {
                faults.push(PatternFault::Adjacent);
            }
            _ => {}
        }
    }
}

fn figures(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// One spelling for the brackets and figures that a keyboard offers.
fn canonical(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '[' | '［' | '【' | '(' | '（' | '﹝' => '〔',
            ']' | '］' | '】' | ')' | '）' | '﹞' => '〕',
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_and_read_back() {
        for (pattern, office, series, serial, printed) in [
            ("{office}安监整改〔{year}〕{serial}号", "招联", "", 11, "招联安监整改〔2026〕11号"),
            (
                "（{office}）应急{series}〔{year}〕{serial}号",
                "雁",
                "责改",
                1,
                "（雁）应急责改〔2026〕1号",
            ),
            ("{office}〔{year}〕第{serial}号", "泉丰北办", "", 1234, "泉丰北办〔2026〕第1234号"),
        ] {
            let pattern = NumberPattern::parse(pattern).expect("a pattern");
            let parts =
                NumberParts { office: office.into(), series: series.into(), year: 2026, serial };
            assert_eq!(pattern.render(&parts), printed);
            assert_eq!(pattern.read(printed), Some(parts), "{printed}");
        }
    }

    #[test]
    fn numbers_typed_by_hand_are_understood() {
        let pattern =
            NumberPattern::parse("{office}安监整改〔{year}〕{serial}号").expect("a pattern");
        for typed in ["招联安监整改[2026]11号", " 招联安监整改（２０２６）11号 "]
        {
            assert_eq!(pattern.read(typed).map(|parts| parts.serial), Some(11), "{typed}");
        }
        for other in [
            "招联安监整改〔2026〕011号",
            "招联安监整改〔26〕11号",
            "招联安监整改〔2026〕11",
            "〔2026〕11号",
            "",
        ] {
            assert_eq!(pattern.read(other), None, "{other}");
        }
    }

    #[test]
    fn all_faults_of_a_pattern_come_at_once() {
        use PatternFault::*;
        for (pattern, faults) in [
            ("{office}安监〔{year}〕号", vec![NoSerial]),
            ("{office}安监{serial}号", vec![NoYear]),
            ("{office}[{year}]{serial}号", vec![YearOutsideBrackets]),
            ("{office}{series}〔{year}〕{serial}号", vec![Adjacent]),
            ("{机关}〔{year}〕{serial}号{", vec![UnknownPlaceholder("机关".into()), LoneBrace]),
            (
                "a\u{7}}〔{year}〕{serial}{serial}",
                vec![ControlCharacter, LoneBrace, Repeated("serial")],
            ),
            ("", vec![NoYear, NoSerial]),
        ] {
            assert_eq!(NumberPattern::parse(pattern), Err(faults), "{pattern}");
        }
    }
}
