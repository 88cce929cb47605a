//! Reads a form file key by key and keeps every fault with its line, instead of stopping at the first.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    fault::{Fault, Faults},
    syntax::in_chinese,
};

/// Longest text of a single value; more is a slip of the editor.
const LONGEST: usize = 4000;

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<T> {
    pub value: T,
    pub at: usize,
}

/// A table of the file; keys that nobody asked for are reported by [`Section::finish`].
pub struct Section<'d> {
    table: &'d DeTable<'d>,
    /// Where the table starts.
    pub at: usize,
    asked: Vec<&'static str>,
}

/// The first three keys of every file.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub code: String,
    pub revision: u32,
}

/// Reads a whole file with `grammar`. `None` when it cannot be used; the faults say why.
///
/// A file whose TOML is broken is not judged further: what is missing may only be hidden.
pub fn read<T>(
    file: &str,
    text: &str,
    schema: &str,
    grammar: impl FnOnce(&mut Section<'_>, Header, &mut Faults) -> Option<T>,
) -> (Option<T>, Vec<Fault>) {
    let mut faults = Faults::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        faults.add(error.span().map_or(0, |span| span.start), in_chinese(error.message()));
    }
    if !faults.is_empty() {
        return (None, faults.into_list());
    }
    let mut top = Section::new(root.get_ref(), 0);
    let header = top.header(schema, &mut faults);
    let form = grammar(&mut top, header, &mut faults);
    top.finish(&mut faults);
    let form = form.filter(|_| faults.is_empty());
    (form, faults.into_list())
}

/// The `schema` of a file, when it can be read at all.
pub fn schema_of(text: &str) -> Option<String> {
    let (root, _) = DeTable::parse_recoverable(text);
    let value = root.get_ref().get("schema")?;
    value.get_ref().as_str().map(str::to_owned)
}

impl<'d> Section<'d> {
    fn new(table: &'d DeTable<'d>, at: usize) -> Section<'d> {
        Section { table, at, asked: Vec::new() }
    }

    fn header(&mut self, schema: &str, faults: &mut Faults) -> Header {
        if let Some(found) = self.text("schema", faults)
            && found.value != schema
        {
            faults.add(
                found.at,
                format!("schema 写的是“{}”，这类文件要写“{schema}”", shown(&found.value)),
            );
        }
        let code = self.text("code", faults);
        if let Some(code) = &code
            && !is_code(&code.value)
        {
            faults.add(code.at, "code 只能用小写英文字母、数字和下划线，例如 table4");
        }
        Header {
            code: code.map(|code| code.value).unwrap_or_default(),
            revision: self.number("revision", 1..=9999, faults).unwrap_or_default(),
        }
    }

    /// A text that has to be there and say something.
    pub fn text(&mut self, key: &'static str, faults: &mut Faults) -> Option<Placed<String>> {
        let value = self.needed(key, "\"…\"", faults)?;
        let text = text_of(key, value, faults)?;
        if text.trim().is_empty() {
            faults.add(value.span().start, format!("{key} 是空的：请写上文字"));
            return None;
        }
        Some(Placed { value: text, at: value.span().start })
    }

    /// The words of [`Section::text`], empty when missing (which is reported).
    pub fn words(&mut self, key: &'static str, faults: &mut Faults) -> String {
        self.text(key, faults).map(|found| found.value).unwrap_or_default()
    }

    /// A text that may be left out or be empty.
    pub fn optional(&mut self, key: &'static str, faults: &mut Faults) -> Option<Placed<String>> {
        let value = self.given(key)?;
        Some(Placed { value: text_of(key, value, faults)?, at: value.span().start })
    }

    /// A text that has to be there but may be empty, because the paper has no words in that place.
    pub fn maybe_empty(&mut self, key: &'static str, faults: &mut Faults) -> Placed<String> {
        let at = self.at;
        self.needed(key, "\"\"", faults)
            .and_then(|value| {
                Some(Placed { value: text_of(key, value, faults)?, at: value.span().start })
            })
            .unwrap_or(Placed { value: String::new(), at })
    }

    pub fn number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        faults: &mut Faults,
    ) -> Option<u32> {
        let value = self.needed(key, "1", faults)?;
        number_of(key, value, range, faults)
    }

    pub fn optional_number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        faults: &mut Faults,
    ) -> Option<u32> {
        let value = self.given(key)?;
        number_of(key, value, range, faults)
    }

    pub fn numbers(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        faults: &mut Faults,
    ) -> Vec<u32> {
        let Some(value) = self.needed(key, "[1, 2]", faults) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            faults.add(value.span().start, wrong_type(key, "数字列表", value));
            return Vec::new();
        };
        list.iter().filter_map(|value| number_of(key, value, range.clone(), faults)).collect()
    }

    /// A measure, whole or with a decimal point.
    pub fn measure(
        &mut self,
        key: &'static str,
        range: RangeInclusive<f32>,
        faults: &mut Faults,
    ) -> Option<f32> {
        let value = self.needed(key, "10", faults)?;
        measure_of(key, value, range, faults)
    }

    pub fn optional_measure(
        &mut self,
        key: &'static str,
        range: RangeInclusive<f32>,
        faults: &mut Faults,
    ) -> Option<f32> {
        let value = self.given(key)?;
        measure_of(key, value, range, faults)
    }

    pub fn measures(
        &mut self,
        key: &'static str,
        range: RangeInclusive<f32>,
        faults: &mut Faults,
    ) -> Vec<f32> {
        let Some(value) = self.needed(key, "[30, 40.5]", faults) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            faults.add(value.span().start, wrong_type(key, "数字列表", value));
            return Vec::new();
        };
        list.iter().filter_map(|value| measure_of(key, value, range.clone(), faults)).collect()
    }

    /// False when left out.
    pub fn flag(&mut self, key: &'static str, faults: &mut Faults) -> bool {
        let Some(value) = self.given(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            faults.add(value.span().start, wrong_type(key, "true 或 false", value));
            false
        })
    }

    /// One of a fixed set of English words.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        let found = self.text(key, faults)?;
        let choice = choices.iter().find(|(word, _)| *word == found.value);
        if choice.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            faults.add(
                found.at,
                format!("{key} 写的是“{}”，只能写：{}", shown(&found.value), words.join("、")),
            );
        }
        choice.map(|(_, value)| *value)
    }

    /// A list of texts, each of which says something.
    pub fn texts(&mut self, key: &'static str, faults: &mut Faults) -> Vec<Placed<String>> {
        match self.needed(key, "[\"…\"]", faults) {
            Some(value) => texts_of(key, value, faults),
            None => Vec::new(),
        }
    }

    pub fn optional_texts(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Vec<Placed<String>> {
        match self.given(key) {
            Some(value) => texts_of(key, value, faults),
            None => Vec::new(),
        }
    }

    /// A list of texts, of which some may be empty.
    pub fn optional_cells(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Vec<Placed<String>> {
        let Some(value) = self.given(key) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            faults.add(value.span().start, wrong_type(key, "文字列表", value));
            return Vec::new();
        };
        let placed =
            |entry| Some(Placed { value: text_of(key, entry, faults)?, at: entry.span().start });
        list.iter().filter_map(placed).collect()
    }

    /// A day, bare or in quotes: 2027-01-01.
    pub fn day(&mut self, key: &'static str, faults: &mut Faults) -> Option<Placed<NaiveDate>> {
        let value = self.needed(key, "2027-01-01", faults)?;
        let text = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                faults.add(value.span().start, wrong_type(key, "日期", value));
                return None;
            }
        };
        match text.parse() {
            Ok(day) => Some(Placed { value: day, at: value.span().start }),
            Err(_) => {
                faults.add(value.span().start, format!("{key} 不是日期：请写成 2027-01-01 这样"));
                None
            }
        }
    }

    /// The same, when it may be left out.
    pub fn optional_day(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Placed<NaiveDate>> {
        if self.has(key) {
            return self.day(key, faults);
        }
        self.given(key);
        None
    }

    /// A table below this one.
    pub fn section(&mut self, key: &'static str, faults: &mut Faults) -> Option<Section<'d>> {
        let at = self.at;
        let Some(value) = self.given(key) else {
            faults.add(at, format!("缺少 [{key}] 一段：请补上"));
            return None;
        };
        section_of(key, value, faults)
    }

    /// The same, when it is there.
    pub fn optional_section(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Section<'d>> {
        let value = self.given(key)?;
        section_of(key, value, faults)
    }

    /// Tables below this one, in the order of the file; none when left out.
    pub fn optional_sections(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Vec<Section<'d>> {
        let Some(value) = self.given(key) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            faults.add(value.span().start, format!("{key} 要写成可以重复的一段：[[{key}]]"));
            return Vec::new();
        };
        list.iter().filter_map(|value| section_of(key, value, faults)).collect()
    }

    /// As [`Section::optional_sections`], at least one.
    pub fn sections(&mut self, key: &'static str, faults: &mut Faults) -> Vec<Section<'d>> {
        let missing = !self.table.contains_key(key);
        let sections = self.optional_sections(key, faults);
        if missing {
            faults.add(self.at, format!("缺少 [[{key}]] 一段：至少要有一段"));
        }
        sections
    }

    /// Whether the key is written at all.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&mut self, faults: &mut Faults) {
        for key in self.table.keys() {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                faults.add(
                    key.span().start,
                    format!(
                        "不认识“{}”：这里只能写 {}；请改正拼写或删去",
                        shown(key.get_ref()),
                        self.asked.join("、")
                    ),
                );
            }
        }
    }

    fn given(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn needed(
        &mut self,
        key: &'static str,
        example: &str,
        faults: &mut Faults,
    ) -> Option<&'d Spanned<DeValue<'d>>> {
        let value = self.given(key);
        if value.is_none() {
            faults.add(self.at, format!("缺少 {key}：请补一行 {key} = {example}"));
        }
        value
    }
}

/// A foreign text, short and without control characters, as it may stand in a message.
pub fn shown(text: &str) -> String {
    let mut short: String =
        text.chars().take(40).map(|c| if c.is_control() { '�' } else { c }).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}

/// Reports the values that stand twice.
pub fn no_doubles<'a>(
    what: &str,
    values: impl IntoIterator<Item = (&'a str, usize)>,
    faults: &mut Faults,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (value, at) in values {
        if !value.is_empty() && !seen.insert(value) {
            faults.add(at, format!("{what}“{}”重复：每个只能出现一次", shown(value)));
        }
    }
}

/// A control character, or one that has no width or turns the direction of the text: none of them can be
/// seen in an editor, and all of them spoil the paper.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// A word for files, ids and codes.
pub fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn text_of(key: &str, value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Option<String> {
    let at = value.span().start;
    let Some(text) = value.get_ref().as_str() else {
        faults.add(at, wrong_type(key, "引号里的文字", value));
        return None;
    };
    // Windows ends the lines of a text over several lines with two characters.
    let text = text.replace("\r\n", "\n");
    if text.chars().any(is_hidden) {
        faults.add(at, format!("{key} 里有看不见的控制字符：请删去后重新输入"));
        return None;
    }
    if text.chars().count() > LONGEST {
        faults.add(at, format!("{key} 太长：最多 {LONGEST} 字"));
        return None;
    }
    Some(text)
}

fn texts_of(key: &str, value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Vec<Placed<String>> {
    let Some(list) = value.get_ref().as_array() else {
        faults.add(value.span().start, wrong_type(key, "方括号里的列表", value));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for entry in list.iter() {
        if let Some(text) = text_of(key, entry, faults) {
            let at = entry.span().start;
            if text.trim().is_empty() {
                faults.add(at, format!("{key} 里有一项是空的：请写上文字或删去"));
            } else {
                texts.push(Placed { value: text, at });
            }
        }
    }
    texts
}

fn number_of(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    range: RangeInclusive<u32>,
    faults: &mut Faults,
) -> Option<u32> {
    let at = value.span().start;
    let Some(integer) = value.get_ref().as_integer() else {
        faults.add(at, wrong_type(key, "整数", value));
        return None;
    };
    let number = u32::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .filter(|number| range.contains(number));
    if number.is_none() {
        faults.add(at, format!("{key} 要写 {} 到 {} 之间的整数", range.start(), range.end()));
    }
    number
}

fn measure_of(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    range: RangeInclusive<f32>,
    faults: &mut Faults,
) -> Option<f32> {
    let at = value.span().start;
    let number: Option<f32> = match value.get_ref() {
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => {
            faults.add(at, wrong_type(key, "数字", value));
            return None;
        }
    };
    let number = number.filter(|number| range.contains(number));
    if number.is_none() {
        faults.add(at, format!("{key} 要写 {} 到 {} 之间的数字", range.start(), range.end()));
    }
    number
}

fn section_of<'d>(
    key: &str,
    value: &'d Spanned<DeValue<'d>>,
    faults: &mut Faults,
) -> Option<Section<'d>> {
    let at = value.span().start;
    match value.get_ref().as_table() {
        Some(table) => Some(Section::new(table, at)),
        None => {
            faults.add(at, wrong_type(key, "一段（[…] 或 {…}）", value));
            None
        }
    }
}

fn wrong_type(key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> String {
    let found = match value.get_ref() {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "true/false",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "一段",
    };
    format!("{key} 要写{wanted}，这里写的是{found}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_over_several_lines_keeps_them_and_nothing_hidden() {
        for (note, read_as) in [
            ("\"\"\"\r\n甲\r\n乙\"\"\"", Some("甲\n乙")),
            ("\"甲\u{200b}乙\"", None),
            ("\"甲\\u0000乙\"", None),
            ("\"\\u202e甲\"", None),
        ] {
            let text = format!("schema = \"x/1\"\ncode = \"x\"\nrevision = 1\nnote = {note}\n");
            let (got, faults) =
                read("x.toml", &text, "x/1", |top, _, faults| Some(top.words("note", faults)));
            assert_eq!(got.as_deref(), read_as, "{note:?}");
            let wanted = read_as.map_or(vec![4], |_| Vec::new());
            let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
            assert_eq!(lines, wanted, "{note:?}");
        }
    }
}
