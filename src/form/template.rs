//! A text with places in braces: `经查，{premises.name}存在下列问题：`. A day in a narrow column is short:
//! `{row.found_on.short}` is 2026-11-22.

use super::{document::shown, words::Words};

/// What stands for a fact not known yet, to be written by hand.
pub const BLANK: &str = "＿＿＿＿";

/// Checked when the file is read: its braces come in pairs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Place(String),
    /// A day as 2026-11-22.
    Short(String),
}

/// What follows the name of a day that is written short.
const SHORT: &str = ".short";

/// 2026年11月2日 → 2026-11-02, wherever in the words a day stands; the other words as they are.
fn short(words: &str) -> String {
    let mut said = String::new();
    let mut rest = words;
    while let Some(end) = rest.find('日').map(|at| at + '日'.len_utf8()) {
        let (part, after) = rest.split_at(end);
        let day = part.char_indices().find_map(|(at, _)| Some((at, written(&part[at..])?)));
        match day {
            Some((at, day)) => said.extend([&part[..at], &day]),
            None => said.push_str(part),
        }
        rest = after;
    }
    said + rest
}

/// A day and nothing else.
fn written(day: &str) -> Option<String> {
    let (year, rest) = day.strip_suffix('日')?.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| digits(text));
    Some(format!("{:04}-{:02}-{:02}", number(year)?, number(month)?, number(day)?))
}

impl Template {
    /// What is wrong with its braces is said in Chinese.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            if at > 0 {
                parts.push(Part::Text(rest[..at].to_owned()));
            }
            let inside = &rest[at + 1..];
            let end = inside.find(['{', '}']).filter(|_| rest[at..].starts_with('{'));
            let Some(end) = end.filter(|end| inside[*end..].starts_with('}')) else {
                return Err("花括号没有成对：事实要写成 {premises.name} 这样".to_owned());
            };
            let name = &inside[..end];
            let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c);
            if name.is_empty() || !name.chars().all(known) {
                return Err(format!(
                    "花括号里的“{}”不是事实的名称：只能用小写英文字母、数字、点和下划线",
                    shown(name)
                ));
            }
            parts.push(match name.strip_suffix(SHORT) {
                Some(day) => Part::Short(day.to_owned()),
                None => Part::Place(name.to_owned()),
            });
            rest = &inside[end + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Template(parts))
    }

    /// A fact and nothing else.
    pub fn place(name: &str) -> Template {
        Template(vec![Part::Place(name.to_owned())])
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names in braces, in order.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Place(name) | Part::Short(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The name in braces of one that is nothing else.
    pub fn alone(&self) -> Option<&str> {
        match &self.0[..] {
            [Part::Place(name)] => Some(name),
            _ => None,
        }
    }

    /// Whether it is one fact, as it is or short, and nothing else.
    pub fn is_one(&self) -> bool {
        matches!(self.0[..], [Part::Place(_) | Part::Short(_)])
    }

    /// The names of rows among them, without `row.`.
    pub fn row_names(&self) -> impl Iterator<Item = String> {
        self.places().filter_map(|name| name.strip_prefix("row.")).map(str::to_owned)
    }

    /// Running text: what is not known is a blank to write on. It is filled from left to right and never read
    /// again, so a name may itself hold braces.
    pub fn fill<'a>(&self, fact: impl Fn(&str) -> &'a str) -> Words {
        self.filled(fact, BLANK)
    }

    /// A cell: a fact alone leaves it empty when it is not known; among other words it is a blank.
    pub fn fill_cell<'a>(&self, fact: impl Fn(&str) -> &'a str) -> Words {
        self.filled(fact, if self.is_one() { "" } else { BLANK })
    }

    /// What is not known is left out.
    pub fn fill_known<'a>(&self, fact: impl Fn(&str) -> &'a str) -> Words {
        self.filled(fact, "")
    }

    /// A sentence that brings its full stop along has no second one.
    fn filled<'a>(&self, fact: impl Fn(&str) -> &'a str, blank: &str) -> Words {
        let mut words = Words::default();
        for part in &self.0 {
            match part {
                Part::Text(text) => {
                    let ended = || words.text().ends_with(['。', '！', '？']);
                    let more = text.strip_prefix('。').filter(|_| ended());
                    words.push(more.unwrap_or(text), false);
                }
                Part::Place(name) => match fact(name) {
                    "" => words.push(blank, false),
                    known => words.push(known, true),
                },
                Part::Short(name) => match fact(name) {
                    "" => words.push(blank, false),
                    known => words.push(&short(known), true),
                },
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str) -> &'static str {
        match name {
            "premises.name" => "丰泽{a}厂",
            "said" => "已整改。",
            _ => "",
        }
    }

    #[test]
    fn places_are_filled_once_and_unknown_ones_are_blanks() {
        for (text, filled, cell, known) in [
            (
                "经查，{premises.name}：",
                "经查，丰泽{a}厂：",
                "经查，丰泽{a}厂：",
                "经查，丰泽{a}厂：",
            ),
            ("{a}", "＿＿＿＿", "", ""),
            ("{a}名", "＿＿＿＿名", "＿＿＿＿名", "名"),
            // Never two full stops.
            ("{said}。请核实", "已整改。请核实", "已整改。请核实", "已整改。请核实"),
            ("", "", "", ""),
        ] {
            let template = Template::parse(text).unwrap();
            assert_eq!(template.fill(fact).text(), filled, "{text}");
            assert_eq!(template.fill_cell(fact).text(), cell, "{text}");
            assert_eq!(template.fill_known(fact).text(), known, "{text}");
        }
        assert_eq!(
            Template::parse("{a}与{b.c}").unwrap().places().collect::<Vec<_>>(),
            ["a", "b.c"]
        );
        for (fact, written) in [
            ("2026年11月2日", "2026-11-02"),
            ("2026年11月", "2026年11月"),
            ("2026年12月1日街道安办；2026年12月2日", "2026-12-01街道安办；2026-12-02"),
            ("第3次：2026年1月9日次日", "第3次：2026-01-09次日"),
            ("每月5日前", "每月5日前"),
            ("", ""),
            ("长期", "长期"),
        ] {
            let day = Template::parse("{row.day.short}").unwrap();
            assert_eq!(day.places().collect::<Vec<_>>(), ["row.day"]);
            assert_eq!(day.fill_cell(|_| fact).text(), written);
        }
        for wrong in ["{", "}", "甲{a", "a}", "{a{b}}", "{}", "{名称}", "{A}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }
}
