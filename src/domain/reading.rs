//! How Chinese characters are read: for sorting names as a Chinese list does, and for finding them by letters.
//!
//! Two tables stand beside this file. `first.txt` has every character with its first reading and tone; it is
//! made from the crate `pinyin` by a test of `store::search`, which also compares it, so that the program
//! carries 150 KB of text instead of the crate's tables of 660 KB. `several.txt` is kept by hand: the
//! characters that names and trades use in more than one reading. A reading that only a dictionary knows
//! (市 fu, 任 lin, 厂 han) is in neither: letters would find every 有限责任公司 by it.

use std::sync::LazyLock;

/// One line a syllable: the syllable with its tone at the end (none for the neutral one), a space, and the
/// characters whose first reading it is. Lines and characters in the order of their bytes.
const FIRST: &str = include_str!("reading/first.txt");

/// One line a character: its readings without tone, after ` / ` the less usual ones.
const SEVERAL: &str = include_str!("reading/several.txt");

/// How often a reading is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    Usual,
    Rare,
}

/// One way to read a character, as it is typed: lower-case letters without tone, ü as v.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub letters: &'static str,
    pub used: Use,
}

/// Characters in order, each with the index of its syllable in the low bits.
struct First {
    syllables: Vec<&'static str>,
    characters: Vec<u32>,
}

/// Bits for the index of a syllable: there are fewer than 2,048, and a character needs 21 bits.
const INDEX_BITS: u32 = 11;

static FIRST_READINGS: LazyLock<First> = LazyLock::new(|| {
    let mut syllables = Vec::new();
    let mut characters = Vec::with_capacity(FIRST.len() / 3);
    for (syllable, read_so) in FIRST.lines().filter_map(|line| line.split_once(' ')) {
        let index = syllables.len() as u32;
        syllables.push(syllable);
        characters.extend(read_so.chars().map(|c| (c as u32) << INDEX_BITS | index));
    }
    characters.sort_unstable();
    First { syllables, characters }
});

static SEVERAL_READINGS: LazyLock<Vec<(char, Vec<Reading>)>> = LazyLock::new(|| {
    let mut table: Vec<(char, Vec<Reading>)> = SEVERAL
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let character = words.next()?.chars().next()?;
            let mut used = Use::Usual;
            let mut readings = Vec::new();
            for letters in words {
                match letters {
                    "/" => used = Use::Rare,
                    letters => readings.push(Reading { letters, used }),
                }
            }
            Some((character, readings))
        })
        .collect();
    table.sort_unstable_by_key(|(character, _)| *character);
    table
});

/// The first reading with its tone as a digit at the end (none for the neutral tone), ü as ü: `lü4`.
pub fn first(c: char) -> Option<&'static str> {
    let First { syllables, characters } = &*FIRST_READINGS;
    let place = characters.partition_point(|packed| packed >> INDEX_BITS < c as u32);
    let packed = *characters.get(place).filter(|packed| **packed >> INDEX_BITS == c as u32)?;
    syllables.get((packed & ((1 << INDEX_BITS) - 1)) as usize).copied()
}

/// Every reading that people type for the character, the usual ones first; none for what is not Chinese.
/// Where keyboards write v for ü, u stands too.
pub fn readings(c: char) -> Vec<Reading> {
    let found = match SEVERAL_READINGS.binary_search_by_key(&c, |(character, _)| *character) {
        Ok(place) => SEVERAL_READINGS[place].1.clone(),
        Err(_) => first(c)
            .and_then(as_typed)
            .map(|letters| Reading { letters, used: Use::Usual })
            .into_iter()
            .collect(),
    };
    let mut readings: Vec<Reading> = Vec::with_capacity(found.len());
    for reading in found {
        let with_u = with_u(reading.letters).map(|letters| Reading { letters, ..reading });
        for reading in [Some(reading), with_u].into_iter().flatten() {
            if !readings.iter().any(|other| other.letters == reading.letters) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// A syllable without its tone, as keyboards have it; `None` for the few that no keyboard has (ê).
fn as_typed(syllable: &'static str) -> Option<&'static str> {
    let plain = syllable.trim_end_matches(|c: char| c.is_ascii_digit());
    match plain {
        "lü" => Some("lv"),
        "lüe" => Some("lve"),
        "nü" => Some("nv"),
        "nüe" => Some("nve"),
        _ => plain.bytes().all(|letter| letter.is_ascii_lowercase()).then_some(plain),
    }
}

fn with_u(letters: &str) -> Option<&'static str> {
    match letters {
        "lv" => Some("lu"),
        "lve" => Some("lue"),
        "nv" => Some("nu"),
        "nve" => Some("nue"),
        _ => None,
    }
}

/// A character as it is compared when people look for something: full-width forms as half-width ones, small
/// letters, ü as v.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map_or(c, fold),
        'ü' | 'Ü' => 'v',
        // What has more than one small letter (İ) stays as it is.
        _ => {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        }
    }
}

/// What a character counts for in the order of a list: its reading, or itself as a small letter.
pub fn sort_token(c: char) -> String {
    first(c).map_or_else(|| c.to_lowercase().collect(), str::to_owned)
}

/// Orders names as a Chinese list does: by reading and tone, character by character, then by the name itself.
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 3);
    for c in name.chars() {
        match first(c) {
            Some(reading) => key.push_str(reading),
            None => key.extend(c.to_lowercase()),
        }
        key.push(' ');
    }
    key.push_str(name);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_read_as_people_type_it() {
        let table = [
            ('丰', "feng"),
            ('厦', "xia sha"),
            ('行', "xing hang (heng)"),
            ('单', "dan shan (chan)"),
            ('石', "shi (dan)"),
            ('任', "ren"),
            ('市', "shi"),
            ('厂', "chang"),
            ('吕', "lv lu"),
            ('绿', "lv lu"),
            ('略', "lve lue"),
            ('䶮', "yan"),
            ('〇', "ling"),
            ('𠼞', "a"),
            ('𠮷', ""),
            ('欸', "ai"),
            ('A', ""),
            ('（', ""),
        ];
        for (c, expected) in table {
            let words: Vec<String> = readings(c)
                .iter()
                .map(|reading| match reading.used {
                    Use::Usual => reading.letters.to_owned(),
                    Use::Rare => format!("({})", reading.letters),
                })
                .collect();
            assert_eq!(words.join(" "), expected, "{c}");
        }
    }

    #[test]
    fn the_first_reading_keeps_its_tone() {
        for (c, expected) in
            [('安', Some("an1")), ('吕', Some("lü3")), ('的', Some("de")), ('b', None)]
        {
            assert_eq!(first(c), expected, "{c}");
        }
    }

    #[test]
    fn widths_and_cases_are_one() {
        for (c, expected) in [
            ('Ｆ', 'f'),
            ('F', 'f'),
            ('１', '1'),
            ('（', '('),
            ('ü', 'v'),
            ('泽', '泽'),
            ('İ', 'İ'),
        ] {
            assert_eq!(fold(c), expected, "{c}");
        }
    }

    #[test]
    fn names_sort_as_a_chinese_list_does() {
        let mut names = ["左海", "安踏", "北峰", "恒捷", "阿芳"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["阿芳", "安踏", "北峰", "恒捷", "左海"]);
    }
}
