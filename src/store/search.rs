//! What a name is sorted and found by: Chinese, pinyin, initials, credit code, phone, both addresses.

use crate::domain::{
    premises::Premises,
    reading::{fold, readings},
    typed::name_key,
};

pub use crate::domain::reading::sort_key;

/// Names with many polyphones stop here; the usual readings of each come first.
const MOST_SPELLINGS: usize = 16;

/// Everything an entry is found by, one spelling a line, its name first.
pub fn find_text(premises: &Premises) -> String {
    let mut lines = vec![wanted(&premises.name)];
    lines.extend(spellings(&premises.name, |reading| reading));
    lines.extend(spellings(&premises.name, |reading| &reading[..1]));
    let others = [
        &premises.uscc,
        &premises.phone,
        &premises.person_in_charge,
        &premises.address,
        &premises.site_address,
    ];
    for other in others {
        if !other.is_empty() {
            lines.push(wanted(other));
        }
    }
    lines.join("\n")
}

/// What a person typed, as it is looked for in [`find_text`]: without blanks and with one kind of brackets.
pub fn wanted(typed: &str) -> String {
    name_key(typed).chars().map(fold).collect()
}

/// The name in letters, once for every combination of readings, usual readings first.
fn spellings(name: &str, part: fn(&'static str) -> &'static str) -> Vec<String> {
    let mut spelt = vec![String::new()];
    for c in name.chars().map(fold) {
        let mut parts: Vec<String> = Vec::new();
        for reading in readings(c) {
            let text = part(reading.letters).to_owned();
            if !parts.contains(&text) {
                parts.push(text);
            }
        }
        if c.is_ascii_alphanumeric() {
            parts.push(c.to_string());
        }
        if parts.is_empty() {
            continue;
        }
        spelt = parts
            .iter()
            .flat_map(|part| spelt.iter().map(move |start| format!("{start}{part}")))
            .take(MOST_SPELLINGS)
            .collect();
    }
    spelt.retain(|text| !text.is_empty());
    spelt
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use pinyin::{ToPinyin, ToPinyinMulti};

    use super::*;

    /// Set to write `first.txt` anew, after an upgrade of the crate.
    const WRITE: &str = "ANBAN_WRITE_READINGS";

    #[test]
    fn the_baked_readings_are_those_of_the_crate() {
        let mut by_syllable: BTreeMap<&str, String> = BTreeMap::new();
        for c in '\0'..=char::MAX {
            if let Some(reading) = c.to_pinyin() {
                by_syllable.entry(reading.with_tone_num_end()).or_default().push(c);
            }
        }
        let text: String =
            by_syllable.iter().map(|(syllable, chars)| format!("{syllable} {chars}\n")).collect();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/reading/first.txt");
        if std::env::var_os(WRITE).is_some() {
            fs::write(file, &text).unwrap();
        }
        assert!(fs::read_to_string(file).unwrap() == text, "set {WRITE} to write {file} anew");
        assert!(by_syllable.len() < 2048);
    }

    #[test]
    fn sort_keys_are_those_of_the_crate() {
        for c in '\0'..=char::MAX {
            let expected = match c.to_pinyin() {
                Some(reading) => format!("{} {c}", reading.with_tone_num_end()),
                None => format!("{} {c}", c.to_lowercase()),
            };
            assert_eq!(sort_key(c.encode_utf8(&mut [0; 4])), expected);
        }
        assert_eq!(sort_key("吕记A店"), "lü3 ji4 a dian4 吕记A店");
    }

    #[test]
    fn the_readings_kept_by_hand_are_real_and_several() {
        let (mut seen, mut wrong) = (Vec::new(), Vec::new());
        for line in include_str!("../domain/reading/several.txt").lines() {
            let c = line.chars().next().unwrap();
            assert!(!seen.contains(&c), "{c} twice");
            seen.push(c);
            let known: Vec<String> = c
                .to_pinyin_multi()
                .unwrap()
                .into_iter()
                .flat_map(|reading| ["v", "u"].map(|u| reading.plain().replace('ü', u)))
                .collect();
            let kept = readings(c);
            assert!(kept.len() > 1, "{line}");
            for reading in kept {
                if !known.iter().any(|known| known == reading.letters) {
                    wrong.push(format!("{c} {} of {known:?}", reading.letters));
                }
            }
        }
        assert_eq!(wrong, <[String; 0]>::default());
    }

    #[test]
    fn a_name_is_found_by_every_reading() {
        let initials = spellings("厦门重工", |reading| &reading[..1]);
        for typed in ["xmzg", "smzg", "xmcg", "smcg"] {
            assert!(initials.iter().any(|text| text == typed), "{typed} in {initials:?}");
        }
        assert!(spellings("丰泽服饰", |reading| reading).contains(&"fengzefushi".to_owned()));
        assert_eq!(wanted(" ＦＺfs "), "fzfs");
    }
}
