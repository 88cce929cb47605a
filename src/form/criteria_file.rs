//! The grammar of `forms/criteria/*.toml`.

use super::{
    criteria::{Criteria, Criterion},
    document::{self, Header, Placed, Section, is_code, no_doubles},
    fault::{Fault, Faults},
};

pub const SCHEMA: &str = "criteria/1";

pub fn parse(file: &str, text: &str) -> (Option<Criteria>, Vec<Fault>) {
    document::read(file, text, SCHEMA, criteria)
}

fn criteria(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Criteria> {
    let title = top.words("title", faults);
    let source = top.words("source", faults);
    let in_force = top.day("in_force", faults);
    let until = top.optional_day("until", faults);
    if let (Some(from), Some(until)) = (&in_force, &until)
        && until.value < from.value
    {
        faults.add(until.at, "until 早于 in_force：失效日期不能在施行日期之前");
    }
    let pending = why_pending(top, faults);
    let sections = match &pending {
        // Clauses that are still to come need not be there.
        Some(_) => top.optional_sections("item", faults),
        None => top.sections("item", faults),
    };
    let mut ids: Vec<Placed<String>> = Vec::new();
    let mut items = Vec::new();
    for mut section in sections {
        let id = section.text("id", faults);
        if let Some(id) = &id {
            if !is_code(&id.value) {
                faults.add(id.at, "id 只能用小写英文字母、数字和下划线");
            }
            ids.push(id.clone());
        }
        let values =
            |texts: Vec<Placed<String>>| texts.into_iter().map(|text| text.value).collect();
        items.push(Criterion {
            id: id.map(|id| id.value).unwrap_or_default(),
            clause: section.words("clause", faults),
            text: section.words("text", faults),
            words: values(section.texts("words", faults)),
            industries: values(section.optional_texts("industries", faults)),
            paraphrase: section.flag("paraphrase", faults),
            pending: why_pending(&mut section, faults).map(|why| why.value),
        });
        section.finish(faults);
    }
    no_doubles("条款编号 id ", ids.iter().map(|id| (id.value.as_str(), id.at)), faults);
    Some(Criteria {
        code: header.code,
        revision: header.revision,
        title,
        source,
        in_force: in_force?.value,
        until: until.map(|day| day.value),
        pending: pending.map(|why| why.value),
        items,
    })
}

/// Why clauses are not here, of a whole pack or of one.
fn why_pending(section: &mut Section<'_>, faults: &mut Faults) -> Option<Placed<String>> {
    let pending = section.optional("pending", faults);
    if let Some(why) = &pending
        && why.value.trim().is_empty()
    {
        faults.add(why.at, "pending 是空的：请写明条文为什么还没有录入，或删去这一行");
    }
    pending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_pack_reports_everything_at_once() {
        let text = r#"schema = "criteria/1"
code = "fire"
revision = 1
title = "判定"
source = ""
in_force = 2025-11-01
until = 2025-10-31
[[item]]
id = "D1"
clause = "5.1"
text = "某"
words = ["某", ""]
sector = "x"
[[item]]
id = "d2"
clause = "5.2"
words = []
[[item]]
id = "d2"
clause = "5.3"
text = "某"
words = ["某"]
paraphrase = "是"
"#;
        let (pack, faults) = parse("fire.toml", text);
        assert_eq!(pack, None);
        let shown: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(
            shown,
            [
                "fire.toml:5：source 是空的：请写上文字",
                "fire.toml:7：until 早于 in_force：失效日期不能在施行日期之前",
                "fire.toml:9：id 只能用小写英文字母、数字和下划线",
                "fire.toml:12：words 里有一项是空的：请写上文字或删去",
                "fire.toml:13：不认识“sector”：这里只能写 id、clause、text、words、industries、paraphrase、pending；请改正拼写或删去",
                "fire.toml:14：缺少 text：请补一行 text = \"…\"",
                "fire.toml:19：条款编号 id “d2”重复：每个只能出现一次",
                "fire.toml:23：paraphrase 要写true 或 false，这里写的是文字",
            ]
        );
    }

    #[test]
    fn clauses_may_be_missing_only_where_it_is_said() {
        let head = "schema = \"criteria/1\"\ncode = \"x\"\nrevision = 1\ntitle = \"某\"\nsource = \"某\"\nin_force = 2025-11-01\n";
        let (pack, faults) = parse("x.toml", head);
        assert_eq!((pack, faults.len()), (None, 1));
        assert!(faults[0].message.contains("[[item]]"), "{faults:?}");
        let (pack, faults) = parse("x.toml", &format!("{head}pending = \"条文由本办公室录入\"\n"));
        assert_eq!(faults, []);
        assert!(pack.expect("a pack").items.is_empty());
    }
}
