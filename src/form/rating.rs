//! `[rating]` of a ledger: a grade counted from the other fields of a row (评星定级), each item with its points.

use std::collections::BTreeMap;

use super::{
    document::{Section, shown},
    fault::Faults,
    field::{Field, FieldKind},
    named::Named,
};

/// How a row is graded. The grade is a field like others: a person may give another one, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    /// The field of the grade, a choice.
    pub field: String,
    /// The field of why a person has given another grade than the counted one.
    pub reason: String,
    pub source: String,
    pub items: Vec<Item>,
    /// The highest first; the last begins at 0 points.
    pub grades: Vec<(u32, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub field: String,
    /// As the row is entered.
    pub label: String,
    pub points: u32,
    pub good: Good,
}

/// When an item has its points.
#[derive(Clone, Debug, PartialEq)]
pub enum Good {
    /// The field says one of these.
    OneOf(Vec<String>),
    /// The field is a number up to this one.
    AtMost(u32),
    /// Nothing is written there.
    Empty,
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Counted {
    pub points: u32,
    pub of: u32,
    pub grade: String,
    /// Label, points had, points there are.
    pub items: Vec<(String, u32, u32)>,
}

impl Rating {
    /// The points of a row; a field that is not filled in has none, but where nothing is what is good.
    pub fn counted(&self, fields: &BTreeMap<String, String>) -> Counted {
        let items: Vec<(String, u32, u32)> = self
            .items
            .iter()
            .map(|item| {
                let said = fields.get(&item.field).map_or("", String::as_str);
                let good = match &item.good {
                    Good::OneOf(words) => words.iter().any(|word| word == said),
                    Good::AtMost(most) => {
                        said.parse::<f64>().is_ok_and(|number| number <= f64::from(*most))
                    }
                    Good::Empty => said.is_empty(),
                };
                (item.label.clone(), if good { item.points } else { 0 }, item.points)
            })
            .collect();
        let points = items.iter().map(|(_, had, _)| had).sum();
        let of = items.iter().map(|(.., of)| of).sum();
        let grade = self.grades.iter().find(|(least, _)| points >= *least);
        let grade = grade.map(|(_, grade)| grade.clone()).unwrap_or_default();
        Counted { points, of, grade, items }
    }
}

impl Counted {
    /// 四星（80分，满分100分；失分：逃生通道15、感烟探测器5）
    pub fn says(&self) -> String {
        let lost: Vec<String> = self
            .items
            .iter()
            .filter(|(_, had, of)| had < of)
            .map(|(label, had, of)| format!("{label}{}", of - had))
            .collect();
        let lost = match lost.as_slice() {
            [] => "没有失分".to_owned(),
            lost => format!("失分：{}", lost.join("、")),
        };
        format!("{}（{}分，满分{}分；{lost}）", self.grade, self.points, self.of)
    }
}

/// Reads `[rating]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Option<Rating> {
    let mut section = top.optional_section("rating", faults)?;
    let named = Named { part: "rating", fields };
    let field = section.text("field", faults)?;
    let known = named.of_kind("field", &field, FieldKind::Choice, faults);
    let options = known.map(|field| field.options.as_slice()).unwrap_or_default();
    let reason = section.text("reason", faults)?;
    named.any(&reason, faults);
    let source = section.words("source", faults);
    let mut items = Vec::new();
    for mut part in section.sections("item", faults) {
        items.extend(item(&mut part, named, faults));
        part.finish(faults);
    }
    let mut grades: Vec<(u32, String)> = Vec::new();
    for mut part in section.sections("grade", faults) {
        let least = part.number("least", 0..=1000, faults).unwrap_or_default();
        if let Some(value) = part.text("value", faults) {
            if !options.contains(&value.value) {
                let what = shown(&value.value);
                faults.add(value.at, format!("“{what}”不是“{}”可选的内容", field.value));
            }
            if grades.last().is_some_and(|(above, _)| *above <= least) {
                faults.add(part.at, "grade 要从高分到低分写");
            }
            grades.push((least, value.value));
        }
        part.finish(faults);
    }
    if grades.last().is_none_or(|(least, _)| *least > 0) {
        faults.add(section.at, "最后一个 grade 要从 0 分起（least = 0），每一行才都有等级");
    }
    section.finish(faults);
    Some(Rating { field: field.value, reason: reason.value, source, items, grades })
}

fn item(part: &mut Section<'_>, named: Named<'_>, faults: &mut Faults) -> Option<Item> {
    let field = part.text("field", faults)?;
    let points = part.number("points", 1..=1000, faults).unwrap_or_default();
    let good: Vec<String> =
        part.optional_texts("good", faults).into_iter().map(|word| word.value).collect();
    let most = part.optional_number("most", 0..=100_000, faults);
    let empty = part.flag("empty", faults);
    let known = named.any(&field, faults)?;
    let good = match (good.is_empty(), most, empty) {
        (false, None, false) => Good::OneOf(good),
        (true, Some(most), false) => Good::AtMost(most),
        (true, None, true) => Good::Empty,
        _ => {
            faults.add(field.at, "一个 item 写 good（哪些内容得分）、most（不超过多少得分）、empty = true（没有写才得分）三者之一");
            return None;
        }
    };
    if let Good::OneOf(words) = &good {
        let yes_no = ["是".to_owned(), "否".to_owned()];
        let options = if known.kind == FieldKind::YesNo { &yes_no[..] } else { &known.options };
        for word in words.iter().filter(|word| !options.contains(word)) {
            faults.add(field.at, format!("“{}”不是“{}”可选的内容", shown(word), known.label));
        }
    }
    Some(Item { field: field.value, label: known.label.clone(), points, good })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{ledger, named::check_faults};

    const FORM: &str = include_str!("../../forms/ledger/rental.toml");

    fn rating() -> Rating {
        let (ledger, faults) = ledger::parse("rental.toml", FORM);
        assert!(faults.is_empty(), "{faults:?}");
        ledger.unwrap().rating.unwrap()
    }

    #[test]
    fn a_house_has_the_points_of_its_items() {
        let best: &[(&str, &str)] = &[
            ("structure", "框架"),
            ("tenants", "6"),
            ("mixed", "否"),
            ("escape", "有"),
            ("smoke", "有"),
            ("extinguisher", "有"),
            ("smart_power", "有"),
            ("emergency_light", "有"),
            ("barrier", "不涉及"),
            ("charging", "有"),
            ("wiring", "有"),
            ("window_exit", "不涉及"),
        ];
        // What is changed in the best of houses, and what it comes to.
        type Said<'a> = &'a [(&'a str, &'a str)];
        let table: [(Said<'_>, u32, &str); 6] = [
            (&[], 100, "五星"),
            (&[("problems", "楼道堆物")], 95, "五星"),
            (&[("escape", "无")], 85, "四星"),
            (&[("mixed", "是"), ("tenants", "10"), ("smoke", "")], 70, "三星"),
            (
                &[("mixed", "是"), ("escape", "无"), ("structure", "石结构"), ("smoke", "无")],
                50,
                "二星",
            ),
            (
                &[
                    ("mixed", "是"),
                    ("escape", "无"),
                    ("structure", "石结构"),
                    ("smoke", "无"),
                    ("extinguisher", "无"),
                    ("tenants", ""),
                ],
                35,
                "一星",
            ),
        ];
        let rating = rating();
        for (changes, points, grade) in table {
            let fields: BTreeMap<String, String> = best
                .iter()
                .chain(changes)
                .map(|(id, said)| ((*id).to_owned(), (*said).to_owned()))
                .collect();
            let counted = rating.counted(&fields);
            assert_eq!(
                (counted.points, counted.of, &*counted.grade),
                (points, 100, grade),
                "{changes:?}"
            );
            assert_eq!(counted.items.iter().map(|(_, had, _)| had).sum::<u32>(), points);
        }
        let nothing = rating.counted(&BTreeMap::new());
        assert_eq!(
            (nothing.points, &*nothing.grade),
            (5, "一星"),
            "nothing known, no problem noted"
        );
    }

    #[test]
    fn what_is_wrong_in_a_rating_is_told_with_its_line() {
        let cases = [
            (
                "field = \"stars\"\nreason",
                "field = \"rooms\"\nreason",
                "rating 的 field 要写一个 kind = \"choice\" 的字段的 id",
            ),
            ("reason = \"stars_reason\"", "reason = \"why\"", "rating 里的“why”不是上面的字段"),
            (
                "good = [\"框架\", \"砖混\"",
                "good = [\"木\", \"砖混\"",
                "“木”不是“建筑结构”可选的内容",
            ),
            ("most = 9", "", "good（哪些内容得分）、most（不超过多少得分）、empty = true"),
            ("least = 0\n", "least = 10\n", "最后一个 grade 要从 0 分起"),
            ("least = 90\n", "least = 60\n", "grade 要从高分到低分写"),
            ("value = \"五星\"", "value = \"六星\"", "“六星”不是“stars”可选的内容"),
        ];
        check_faults(FORM, &cases);
    }
}
