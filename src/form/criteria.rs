//! 判定标准: dated rules for what is a major hazard, and which of them a hazard's words point to.
//!
//! A pack holds from a day to a day. What is looked up is what was in force on the day of inspection; a
//! standard whose clauses the office has not entered yet is named as such and never stood in for by an older
//! one. A match is a hint to read the clause: whether it is met is judged on the spot.

use chrono::NaiveDate;

/// One file under `forms/criteria/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    pub code: String,
    pub revision: u32,
    pub title: String,
    pub source: String,
    /// The first day on which it holds.
    pub in_force: NaiveDate,
    /// The last day on which it holds; `None` while nothing has taken its place.
    pub until: Option<NaiveDate>,
    /// Why its clauses are not here; then there may be none.
    pub pending: Option<String>,
    pub items: Vec<Criterion>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    pub id: String,
    /// 第三条（二）
    pub clause: String,
    pub text: String,
    /// Words of a hazard that point to it.
    pub words: Vec<String>,
    /// Words of the industries that it speaks of; none for all.
    pub industries: Vec<String>,
    /// The text was not compared with the published one word by word.
    pub paraphrase: bool,
    /// Why its words are not here; then the text only says whom it speaks of.
    pub pending: Option<String>,
}

/// A clause that a hazard's words point to.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'a> {
    pub pack: &'a Criteria,
    pub item: &'a Criterion,
    /// Which of its words were found, in the order of the file.
    pub found: Vec<&'a str>,
}

impl Criteria {
    /// Whether it holds on a day; both its ends count.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.in_force <= day && self.until.is_none_or(|until| day <= until)
    }

    /// 《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第三条（二）: as a notice prints it.
    pub fn basis(&self, item: &Criterion) -> String {
        format!("{}{}", self.name(), item.clause)
    }

    /// The standard with where it was published.
    pub fn name(&self) -> String {
        format!("《{}》（{}）", self.title, self.source)
    }

    /// Whether words name it: by its title, or by the number under which it was published (GB 35181-2017).
    pub fn is_named_in(&self, words: &str) -> bool {
        let number = bare(self.number());
        words.contains(&self.title) || !number.is_empty() && bare(words).contains(&number)
    }

    /// What its source begins with, up to the place of publication or the chapter; empty where it has no year
    /// or order number.
    fn number(&self) -> &str {
        let end = self.source.find(['（', '(']).unwrap_or(self.source.len());
        let number = self.source[..end].split(" 第").next().unwrap_or_default();
        if number.chars().any(|c| c.is_ascii_digit()) { number } else { "" }
    }

    /// The name under which an answers file gives a clause: `gongmao_2023/a03_2`.
    pub fn key(&self, item: &Criterion) -> String {
        format!("{}/{}", self.code, item.id)
    }

    pub fn item(&self, id: &str) -> Option<&Criterion> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// Without spaces, dashes alike, letters alike: numbers are typed in many ways.
fn bare(words: &str) -> String {
    let kept = words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '—' | '－' | '–' | '-'));
    kept.flat_map(char::to_uppercase).collect()
}

impl Criterion {
    fn speaks_of(&self, industry: &str) -> bool {
        self.industries.is_empty() || self.industries.iter().any(|word| industry.contains(word))
    }
}

/// The clauses in force on a day that the words point to, the nearest first: by how many words were found,
/// then by how long they are, then as they stand in the files. With an industry, clauses of other
/// industries are left out.
pub fn look_up<'a>(
    packs: impl IntoIterator<Item = &'a Criteria>,
    text: &str,
    industry: &str,
    day: NaiveDate,
) -> Vec<Match<'a>> {
    let industry = industry.trim();
    let mut matches: Vec<(usize, usize, Match<'a>)> = Vec::new();
    for pack in packs.into_iter().filter(|pack| pack.holds_on(day)) {
        for item in &pack.items {
            if !industry.is_empty() && !item.speaks_of(industry) {
                continue;
            }
            let found: Vec<&str> =
                item.words.iter().map(String::as_str).filter(|word| text.contains(word)).collect();
            if !found.is_empty() {
                let letters = found.iter().map(|word| word.chars().count()).sum();
                matches.push((found.len(), letters, Match { pack, item, found }));
            }
        }
    }
    matches.sort_by_key(|(words, letters, _)| std::cmp::Reverse((*words, *letters)));
    matches.into_iter().map(|(_, _, found)| found).collect()
}

/// The packs in force on a day whose clauses are still to be entered.
pub fn pending<'a>(
    packs: impl IntoIterator<Item = &'a Criteria>,
    day: NaiveDate,
) -> Vec<&'a Criteria> {
    packs.into_iter().filter(|pack| pack.pending.is_some() && pack.holds_on(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::criteria_file, *};

    fn packs() -> Vec<Criteria> {
        [
            include_str!("../../forms/criteria/fire_2017.toml"),
            include_str!("../../forms/criteria/fire_2025.toml"),
            include_str!("../../forms/criteria/gongmao_2023.toml"),
        ]
        .into_iter()
        .map(|text| {
            let (pack, faults) = criteria_file::parse("criteria.toml", text);
            assert_eq!(faults, []);
            pack.expect("a pack")
        })
        .collect()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn keys(text: &str, industry: &str, on: &str) -> Vec<String> {
        let packs = packs();
        look_up(&packs, text, industry, day(on)).iter().map(|m| m.pack.key(m.item)).collect()
    }

    #[test]
    fn the_fire_standard_changes_between_october_and_november_2025() {
        let packs = packs();
        for (on, found, still_pending) in [
            ("2018-06-30", None, None),
            ("2018-07-01", Some("fire_2017/d6_10"), None),
            ("2025-10-31", Some("fire_2017/d6_10"), None),
            ("2025-11-01", None, Some("fire_2025")),
            ("2026-11-20", None, Some("fire_2025")),
        ] {
            let keys = keys("住人房间用彩钢夹芯板搭建", "", on);
            assert_eq!(keys.first().map(String::as_str), found, "{on}");
            let pending = pending(&packs, day(on));
            assert_eq!(pending.first().map(|pack| pack.code.as_str()), still_pending, "{on}");
        }
    }

    #[test]
    fn a_standard_is_known_by_its_title_and_by_its_number() {
        let packs = packs();
        for (words, named) in [
            ("GB 35181-2017 6.2", vec!["fire_2017"]),
            ("依据gb35181—2017第6.2条", vec!["fire_2017"]),
            ("GB 35181-2025", vec!["fire_2025"]),
            ("《重大火灾隐患判定方法》6.2", vec!["fire_2017"]),
            ("应急管理部令第10号第三条", vec!["gongmao_2023"]),
            ("《消防法》第十六条", vec![]),
            ("GB 35181", vec![]),
        ] {
            let found: Vec<&str> = packs
                .iter()
                .filter(|pack| pack.is_named_in(words))
                .map(|pack| &*pack.code)
                .collect();
            assert_eq!(found, named, "{words}");
        }
    }

    #[test]
    fn the_nearest_clause_comes_first() {
        for (text, industry, first) in [
            ("电焊作业人员无证上岗", "", "gongmao_2023/a03_2"),
            ("厂区污水池为有限空间，未设警示标志", "", "gongmao_2023/a13_1"),
            ("车间地面积尘严重，没有粉尘清扫记录", "制鞋业", "gongmao_2023/a11_10"),
            // Only its number is here: it is told of, not left out.
            ("液氨制冷车间的氨直接蒸发空调", "水产加工", "gongmao_2023/a12"),
            ("水泥筒型库人工清库", "建材", "gongmao_2023/a06"),
        ] {
            assert_eq!(keys(text, industry, "2026-11-20").first().map(String::as_str), Some(first));
        }
        assert_eq!(keys("灭火器压力不足", "", "2026-11-20"), [""; 0]);
    }

    #[test]
    fn clauses_of_other_industries_are_left_out_when_the_industry_is_known() {
        let text = "熔炼炉炉坑积水";
        assert!(keys(text, "", "2026-11-20").contains(&"gongmao_2023/a07_3".to_owned()));
        assert!(keys(text, "五金制造", "2026-11-20").contains(&"gongmao_2023/a07_3".to_owned()));
        assert_eq!(keys(text, "制鞋业", "2026-11-20"), [""; 0]);
    }

    #[test]
    fn a_basis_names_standard_and_clause() {
        let packs = packs();
        let item = packs[2].item("a03_2").expect("an item");
        assert_eq!(
            packs[2].basis(item),
            "《工贸企业重大事故隐患判定标准》（应急管理部令第10号（国务院公报2023年第19号））第三条（二）"
        );
    }
}
