//! `forms/register/*.toml`: a table of counters (表二), and which counter a premises belongs to.

use super::{
    document::{self, Header, Section, is_code, no_doubles},
    fault::{Fault, Faults},
};

pub const SCHEMA: &str = "register/1";

/// One file under `forms/register/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    pub code: String,
    pub revision: u32,
    pub title: String,
    /// 表二
    pub caption: String,
    pub source: String,
    pub note: String,
    pub copies: Vec<String>,
    pub head: Vec<Place>,
    /// In the order of the paper, three a row.
    pub counters: Vec<Counter>,
    pub foot: Vec<Place>,
}

/// A labelled place above or below the counters.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub label: String,
    pub field: String,
    /// 名; empty for none.
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    pub id: String,
    /// Empty for the counter that the paper leaves blank.
    pub label: String,
    /// 个, 处
    pub unit: String,
    /// Words of an industry or a name that belong here.
    pub words: Vec<String>,
    /// Words with which it does not belong here after all.
    pub except: Vec<String>,
    /// The words of 表四 场所性质 that stand for this counter.
    pub nature: Vec<String>,
    /// Those words mean less than the counter: they stand for a premises only where its name or industry has them.
    pub narrower: bool,
}

impl Register {
    /// The counter of a premises, by its industry first and its name after; the longest word wins, the
    /// earlier counter among equals.
    pub fn category_of(&self, industry: &str, name: &str) -> Option<&Counter> {
        self.by_words(industry).or_else(|| self.by_words(name))
    }

    /// The counter of a word of 场所性质.
    pub fn category_of_nature(&self, word: &str) -> Option<&Counter> {
        self.counters.iter().find(|counter| counter.nature.iter().any(|nature| nature == word))
    }

    fn by_words(&self, text: &str) -> Option<&Counter> {
        if text.trim().is_empty() {
            return None;
        }
        if let Some(named) = self.counters.iter().find(|counter| counter.label == text) {
            return Some(named);
        }
        let text = text.to_uppercase();
        let mut best: Option<(usize, &Counter)> = None;
        for counter in &self.counters {
            if counter.except.iter().any(|word| text.contains(word)) {
                continue;
            }
            let longest = counter
                .words
                .iter()
                .filter(|word| text.contains(word.as_str()))
                .map(|word| word.chars().count())
                .max();
            if let Some(length) = longest
                && best.is_none_or(|(other, _)| length > other)
            {
                best = Some((length, counter));
            }
        }
        best.map(|(_, counter)| counter)
    }
}

pub fn parse(file: &str, text: &str) -> (Option<Register>, Vec<Fault>) {
    document::read(file, text, SCHEMA, register)
}

fn register(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Register> {
    let title = top.words("title", faults);
    let caption = top.words("caption", faults);
    let source = top.words("source", faults);
    let note = top.words("note", faults);
    let copies = texts(top.texts("copies", faults));
    let head = places(top.sections("head", faults), faults);
    let foot = places(top.optional_sections("foot", faults), faults);
    let mut ids = Vec::new();
    let mut counters = Vec::new();
    for mut section in top.sections("counter", faults) {
        let id = section.text("id", faults);
        if let Some(id) = &id {
            if !is_code(&id.value) {
                faults.add(id.at, "id 只能用小写英文字母、数字和下划线");
            }
            ids.push(id.clone());
        }
        counters.push(Counter {
            id: id.map(|id| id.value).unwrap_or_default(),
            label: section.maybe_empty("label", faults).value,
            unit: section.words("unit", faults),
            words: upper(texts(section.optional_texts("words", faults))),
            except: upper(texts(section.optional_texts("except", faults))),
            nature: texts(section.optional_texts("nature", faults)),
            narrower: section.flag("narrower", faults),
        });
        section.finish(faults);
    }
    no_doubles("栏目编号 id ", ids.iter().map(|id| (id.value.as_str(), id.at)), faults);
    Some(Register {
        code: header.code,
        revision: header.revision,
        title,
        caption,
        source,
        note,
        copies,
        head,
        counters,
        foot,
    })
}

fn places(sections: Vec<Section<'_>>, faults: &mut Faults) -> Vec<Place> {
    sections
        .into_iter()
        .map(|mut section| {
            let place = Place {
                label: section.words("label", faults),
                field: section.words("field", faults),
                unit: section.optional("unit", faults).map(|unit| unit.value).unwrap_or_default(),
            };
            section.finish(faults);
            place
        })
        .collect()
}

fn texts(placed: Vec<document::Placed<String>>) -> Vec<String> {
    placed.into_iter().map(|text| text.value).collect()
}

fn upper(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| word.to_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::checklist_file, *};

    fn table2() -> Register {
        let text = include_str!("../../forms/register/table2.toml");
        let (register, faults) = parse("table2.toml", text);
        assert_eq!(faults, []);
        register.expect("a register")
    }

    #[test]
    fn table2_has_the_counters_of_the_published_paper() {
        let shown: String = table2()
            .counters
            .iter()
            .map(|counter| format!("{} {}\n", counter.label, counter.unit))
            .collect();
        assert_eq!(
            shown,
            "加油（气）站 个\n液化气站 个\n危险化学品场所 处\n烟花爆竹批发、销售点 个\n建筑施工现场 处\n\
             非煤矿山 个\n冶金企业 个\n机械加工企业 个\n建材企业 个\n电力企业 个\n煤气生成企业 个\n水生成企业 个\n\
             商场、商店、超市 个\n集贸市场 个\n传媒、广告公司 个\n宾（旅）馆 个\n饭店 个\n酒吧、茶座 个\n歌舞厅 个\n\
             影剧院 个\n录像厅 个\n网吧 个\n体育运动场所 处\n桑拿洗浴 个\n学校 个\n医疗机构 个\n养老院 个\n幼儿园 个\n\
             停车场 个\n废物收购站 个\n汽车4S店、修理厂 个\n 个\n其他工贸企业 个\n"
        );
    }

    #[test]
    fn a_premises_belongs_to_the_counter_of_its_longest_word() {
        let table2 = table2();
        for (industry, name, label) in [
            ("", "北峰加油站", Some("加油（气）站")),
            ("服装加工", "丰泽服饰有限公司", Some("其他工贸企业")),
            ("服装零售", "小丽服装店", Some("商场、商店、超市")),
            ("", "实验学校附属幼儿园", Some("幼儿园")),
            ("餐饮", "某某大酒店", Some("饭店")),
            ("", "星光量贩ktv", Some("歌舞厅")),
            ("", "顺达汽车修理厂", Some("汽车4S店、修理厂")),
            ("五金制造", "", Some("机械加工企业")),
            ("医疗机构", "", Some("医疗机构")),
            ("", "某某咨询工作室", None),
            ("", "", None),
        ] {
            let counter = table2.category_of(industry, name);
            assert_eq!(counter.map(|counter| counter.label.as_str()), label, "{industry}/{name}");
        }
    }

    #[test]
    fn the_words_of_table4_have_their_counter() {
        let text = include_str!("../../forms/checklist/table4.toml");
        let table4 = checklist_file::parse("table4.toml", text).0.expect("a form without faults");
        let table2 = table2();
        let without: Vec<String> = table4
            .nature
            .expect("场所性质")
            .options
            .into_iter()
            .filter(|word| table2.category_of_nature(word).is_none())
            .collect();
        // 洗衣店 stands on 表四 only.
        assert_eq!(without, ["洗衣店"]);
        assert_eq!(
            table2.category_of_nature("医院").map(|counter| counter.label.as_str()),
            Some("医疗机构")
        );
    }
}
