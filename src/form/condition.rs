//! `filter` of a list: what has to hold of the facts of a row for it to stand there.
//!
//! ```text
//! filter = [{ fact = "kind", is = ["出租房"] }, { fact = "score", most = 60 }]
//! ```

use std::collections::BTreeMap;

use super::{document::Section, fault::Faults};

/// One condition; all of a list have to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Name of a fact of the row, without `row.`; a field where the rows are those of a ledger.
    pub fact: String,
    pub test: Test,
    /// Line of the file.
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// One of these words and nothing else.
    Is(Vec<String>),
    /// One of these words in it.
    Has(Vec<String>),
    /// A number from the first to the second; one that is not known is none.
    Within(Option<u32>, Option<u32>),
}

impl Condition {
    /// Whether it holds of a row, whose facts are as papers print them.
    pub fn holds(&self, row: &BTreeMap<String, String>) -> bool {
        let said = row.get(&self.fact).map_or("", String::as_str);
        match &self.test {
            Test::Is(words) => words.iter().any(|word| word == said),
            Test::Has(words) => words.iter().any(|word| said.contains(word.as_str())),
            Test::Within(least, most) => number(said).is_some_and(|number| {
                least.is_none_or(|least| number >= f64::from(least))
                    && most.is_none_or(|most| number <= f64::from(most))
            }),
        }
    }
}

/// 86, 12.5, 80%, 12,345.60元
fn number(said: &str) -> Option<f64> {
    let bare = said.replace(',', "");
    bare.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// The conditions of a section, each with its place in the file.
pub(super) fn conditions(
    section: &mut Section<'_>,
    faults: &mut Faults,
) -> Vec<(Condition, usize)> {
    let mut all = Vec::new();
    for mut each in section.optional_sections("filter", faults) {
        let at = each.at;
        let fact = each.words("fact", faults);
        let mut words = |key| -> Vec<String> {
            each.optional_texts(key, faults).into_iter().map(|text| text.value).collect()
        };
        let (is, has) = (words("is"), words("has"));
        let least = each.optional_number("least", 0..=1_000_000, faults);
        let most = each.optional_number("most", 0..=1_000_000, faults);
        each.finish(faults);
        let test = match (is.is_empty(), has.is_empty(), least.is_some() || most.is_some()) {
            (false, true, false) => Test::Is(is),
            (true, false, false) => Test::Has(has),
            (true, true, true) => Test::Within(least, most),
            _ => {
                faults.add(at, "filter 的每一条写 is、has 之一，或写 least、most");
                continue;
            }
        };
        all.push((Condition { fact, test, line: faults.line(at) }, at));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_judged_by_what_the_row_says() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        for (test, said, holds) in [
            (Test::Is(words(&["出租房", "社会单位"])), "出租房", true),
            (Test::Is(words(&["出租房"])), "出租房屋", false),
            (Test::Is(words(&["出租房"])), "", false),
            (Test::Has(words(&["鞋", "服装"])), "鞋材加工", true),
            (Test::Has(words(&["鞋"])), "机械", false),
            (Test::Within(Some(10), None), "10", true),
            (Test::Within(Some(10), None), "9.5", false),
            (Test::Within(None, Some(60)), "59.5分", true),
            (Test::Within(Some(60), Some(79)), "80%", false),
            (Test::Within(Some(10_000), None), "12,345.60元", true),
            (Test::Within(None, Some(60)), "", false),
            (Test::Within(None, Some(60)), "待评", false),
        ] {
            let condition = Condition { fact: "x".to_owned(), test, line: 1 };
            let row = BTreeMap::from([("x".to_owned(), said.to_owned())]);
            assert_eq!(condition.holds(&row), holds, "{condition:?} {said}");
        }
    }
}
