//! What a name is sorted and found by: Chinese, pinyin, initials, credit code, phone.

use pinyin::{ToPinyin, ToPinyinMulti};

use crate::domain::premises::Premises;

/// Names with many polyphones stop here; the first readings of each come first.
const MOST_SPELLINGS: usize = 16;

/// Orders names as a Chinese list does: by pinyin, character by character, then by the name itself.
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 3);
    for c in name.chars() {
        match c.to_pinyin() {
            Some(reading) => key.push_str(reading.with_tone_num_end()),
            None => key.extend(c.to_lowercase()),
        }
        key.push(' ');
    }
    key.push_str(name);
    key
}

/// Everything an entry is found by, one spelling a line.
pub fn find_text(premises: &Premises) -> String {
    let mut lines = vec![premises.name.to_lowercase()];
    lines.extend(spellings(&premises.name, |reading| reading));
    lines.extend(spellings(&premises.name, |reading| &reading[..1]));
    for other in [&premises.uscc, &premises.phone, &premises.person_in_charge, &premises.address] {
        if !other.is_empty() {
            lines.push(other.to_lowercase());
        }
    }
    lines.join("\n")
}

/// What a person typed, as it is looked for in [`find_text`].
pub fn wanted(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Full-width letters and digits, as an input method leaves them, mean the same.
fn half_width(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => Some(c),
    }
}

/// The name in letters, once for every combination of readings, first readings first.
fn spellings(name: &str, part: fn(&'static str) -> &'static str) -> Vec<String> {
    let mut spelt = vec![String::new()];
    for c in name.chars() {
        let mut readings: Vec<String> = Vec::new();
        if let Some(multi) = c.to_pinyin_multi() {
            for reading in multi {
                let text = part(reading.plain()).to_owned();
                if !readings.contains(&text) {
                    readings.push(text);
                }
            }
        } else if c.is_ascii_alphanumeric() {
            readings.push(c.to_ascii_lowercase().to_string());
        }
        if readings.is_empty() {
            continue;
        }
        spelt = readings
            .iter()
            .flat_map(|reading| spelt.iter().map(move |start| format!("{start}{reading}")))
            .take(MOST_SPELLINGS)
            .collect();
    }
    spelt.retain(|text| !text.is_empty());
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_every_reading() {
        let initials = spellings("厦门重工", |reading| &reading[..1]);
        for typed in ["xmzg", "smzg", "xmcg", "smcg"] {
            assert!(initials.iter().any(|text| text == typed), "{typed} in {initials:?}");
        }
        assert!(spellings("丰泽服饰", |reading| reading).contains(&"fengzefushi".to_owned()));
        assert_eq!(wanted(" ＦＺfs "), "fzfs");
    }

    #[test]
    fn names_sort_as_a_chinese_list_does() {
        let mut names = ["左海", "安踏", "北峰", "恒捷", "阿芳"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["阿芳", "安踏", "北峰", "恒捷", "左海"]);
    }
}
