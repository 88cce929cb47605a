//! What people type with an input method on, made uniform: widths, spaces, invisible characters.

use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// Text as it is kept: full-width digits, letters and spaces become half-width, white space is
/// trimmed and collapsed, invisible characters go. Chinese punctuation such as `（）` stays.
pub fn tidy_name(text: &str) -> String {
    collapse(text.chars().map(|c| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => narrow(c),
        c => c,
    }))
}

/// What a field lists, one by one and tidied: `喷漆，塑料; 布料`.
pub fn items(text: &str) -> impl Iterator<Item = String> {
    text.split(['、', '；', ';', ',', '，']).map(tidy_name).filter(|item| !item.is_empty())
}

/// A list as it is kept: `、` between its items, each once.
pub fn tidy_list(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for item in items(text) {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept.join("、")
}

/// A person's name: as [`tidy_name`], and a name spaced out character by character (`李　四`) is
/// closed up.
pub fn tidy_person(text: &str) -> String {
    let text = tidy_name(text);
    let spaced = text.split(' ').all(|part| !part.is_ascii() && part.chars().count() == 1);
    if spaced { text.replace(' ', "") } else { text }
}

/// Text of a code, a number or a date: every full-width form (U+FF01–FF5E) becomes ASCII too.
pub fn half_width(text: &str) -> String {
    collapse(text.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => narrow(c),
        '。' => '.',
        '—' | '–' | '‐' | '‑' | '−' | '―' => '-',
        c => c,
    }))
}

/// 从业人数 in figures: 36, whichever way it was typed; `None` for what is no number of people.
pub fn people_count(text: &str) -> Option<String> {
    let plain = half_width(text);
    let plain = plain.trim().trim_end_matches('人').trim_end();
    let sound = plain.len() <= 6 && plain.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| plain.to_owned())
}

/// What two spellings of one name have in common: compatible forms (NFKC), brackets and letters folded, no spaces.
pub fn name_key(name: &str) -> String {
    let compatible = if is_nfkc(name) { name.into() } else { name.nfkc().collect::<String>() };
    let bracket = |c: char| match c {
        '[' | '{' | '【' | '〔' | '〖' => '(',
        ']' | '}' | '】' | '〕' | '〗' => ')',
        c => c,
    };
    let shown = half_width(&compatible);
    shown.chars().filter(|c| !c.is_whitespace()).map(bracket).flat_map(char::to_lowercase).collect()
}

/// Whether the text holds characters that no one can see: control, zero-width or direction marks.
/// Line breaks and tabs are ordinary in a cell.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{FEFF}'))
}

/// Control characters, zero-width characters and marks that turn the direction of the text.
pub fn is_invisible(c: char) -> bool {
    if ('\u{3000}'..='\u{FEFE}').contains(&c) {
        return false; // Nearly every character of a roster; the marks lie elsewhere.
    }
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The ASCII of a full-width form.
pub(super) fn narrow(c: char) -> char {
    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
}

fn collapse(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(chars.size_hint().0 * 3);
    let (mut gap, mut broken) = (false, false);
    for c in chars {
        if c.is_whitespace() {
            gap = true;
            broken |= c == '\n';
        } else if !is_invisible(c) {
            // A line break inside a Chinese text is how the cell was laid out, not a word space.
            let joined =
                broken && !c.is_ascii() && out.chars().next_back().is_some_and(|c| !c.is_ascii());
            if gap && !joined && !out.is_empty() {
                out.push(' ');
            }
            (gap, broken) = (false, false);
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_chinese_punctuation() {
        let table = [
            ("  丰泽服饰（分店）　", "丰泽服饰（分店）"),
            ("丰泽\u{3000}服饰", "丰泽 服饰"),
            ("测试路1号\r\n（二楼）", "测试路1号（二楼）"),
            ("A栋\nB座", "A栋 B座"),
            ("Ａ１栋２０４室", "A1栋204室"),
            ("丰\u{200B}泽\u{202E}服饰\u{0007}", "丰泽服饰"),
            ("𠮷㛃喆·餐馆", "𠮷㛃喆·餐馆"),
            ("", ""),
        ];
        for (typed, kept) in table {
            assert_eq!(tidy_name(typed), kept, "{typed:?}");
            assert_eq!(tidy_name(kept), kept, "twice is the same as once");
        }
    }

    #[test]
    fn spaced_out_names_of_people_are_closed_up() {
        for (typed, kept) in [
            ("李　四", "李四"),
            ("欧 阳 锋", "欧阳锋"),
            ("张三 李四", "张三 李四"),
            ("李 A", "李 A"),
        ] {
            assert_eq!(tidy_person(typed), kept);
        }
    }

    #[test]
    fn codes_become_half_width() {
        assert_eq!(half_width("０５９５－２２００（转）８"), "0595-2200(转)8");
        assert_eq!(half_width("２０２０．３．５"), "2020.3.5");
        assert_eq!(half_width("2020。3。5"), "2020.3.5");
    }

    #[test]
    fn the_key_of_a_name_ignores_width_and_case() {
        assert_eq!(name_key("测试宾馆（分 店）Ａ"), name_key("测试宾馆(分店)a"));
        assert_eq!(name_key("张三\u{3000}便利店【一店】"), name_key("张三 便利店［一店］"));
        assert_eq!(name_key("㈱北峰①部"), "(株)北峰1部");
        assert_ne!(name_key("测试宾馆（分店）"), name_key("测试宾馆"));
    }

    #[test]
    fn invisible_characters_are_noticed() {
        for (text, noticed) in
            [("丰泽\u{200B}", true), ("\u{1b}[31m", true), ("两行\n地址", false), ("丰泽", false)]
        {
            assert_eq!(has_invisible(text), noticed, "{text:?}");
        }
    }
}
