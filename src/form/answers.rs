//! Judging what was written against a checklist: answers, 场所性质, blanks and the hazards they raise.
//!
//! Everything that does not fit is said at once, so that a whole sheet is mended in one go.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::answer::Answer;

use super::{
    checklist::{Checklist, Draft, Item},
    document::shown,
    hazard_draft::{HazardDraft, HazardEntry, check_text, judge_entry, raised},
};

/// The words for the two states that the paper has no box for.
pub const UNCHECKED: &str = "未查";
pub const NOT_APPLICABLE: &str = "不涉及";

/// An answers document, as `inspect record` takes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// `normal` answers the rest as 'no hazard'; without it the rest is 未查.
    #[serde(rename = "default")]
    pub rest: Option<String>,
    /// Words of 场所性质.
    pub nature: Vec<String>,
    /// Item id → the paper's own word, 未查 or 不涉及.
    pub answers: BTreeMap<String, String>,
    /// `q44.address` → text.
    pub blanks: BTreeMap<String, String>,
    pub hazards: Vec<HazardEntry>,
    /// 整改责任人
    pub responsible: Option<String>,
    /// 验收人
    pub acceptor: Option<String>,
}

/// A checklist that fits its form.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// One an item, in the order of the paper.
    pub answers: Vec<Answer>,
    /// Ticked 场所性质, indexes into the form's options, ascending.
    pub nature: Vec<usize>,
    /// `(item id, blank id, text)`
    pub blanks: Vec<(String, String, String)>,
    pub hazards: Vec<HazardDraft>,
}

/// Judges a document against its form; otherwise every problem as a Chinese sentence.
pub fn judge(form: &Checklist, document: &Answers) -> Result<Judged, Vec<String>> {
    let mut problems = Vec::new();
    let answers = judge_answers(form, document, &mut problems);
    let nature = judge_nature(form, document, &mut problems);
    let blanks = judge_blanks(form, document, &answers, &mut problems);
    let hazards = judge_hazards(form, document, &answers, &mut problems);
    if problems.is_empty() {
        Ok(Judged { answers, nature, blanks, hazards })
    } else {
        Err(problems)
    }
}

/// The hazards that the ticked options of an item suggest.
pub fn drafts_of(item: &Item, answer: Answer) -> impl Iterator<Item = &Draft> {
    let word = match answer {
        Answer::Option(index) if item.bad.contains(&index) => item.options.get(usize::from(index)),
        _ => None,
    };
    item.drafts.iter().filter(move |draft| word.is_some_and(|word| draft.when == *word))
}

/// Whether the answer is one that means a hazard.
pub fn is_bad(item: &Item, answer: Answer) -> bool {
    matches!(answer, Answer::Option(index) if item.bad.contains(&index))
}

/// The first option that is no hazard.
pub fn normal(item: &Item) -> Answer {
    (0u8..)
        .zip(&item.options)
        .map(|(index, _)| index)
        .find(|index| !item.bad.contains(index))
        .map_or(Answer::Unchecked, Answer::Option)
}

/// The answer that a word of the paper stands for.
pub fn answer_of(item: &Item, word: &str) -> Option<Answer> {
    match word.trim() {
        UNCHECKED => Some(Answer::Unchecked),
        NOT_APPLICABLE => Some(Answer::NotApplicable),
        word => (0u8..)
            .zip(&item.options)
            .find(|(_, option)| *option == word)
            .map(|(index, _)| Answer::Option(index)),
    }
}

/// The word that stands for an answer, as [`answer_of`] takes it.
pub fn word_of(item: &Item, answer: Answer) -> &str {
    match answer {
        Answer::Unchecked => UNCHECKED,
        Answer::NotApplicable => NOT_APPLICABLE,
        Answer::Option(index) => {
            item.options.get(usize::from(index)).map_or(UNCHECKED, String::as_str)
        }
    }
}

fn judge_answers(form: &Checklist, document: &Answers, problems: &mut Vec<String>) -> Vec<Answer> {
    for id in document.answers.keys() {
        if !form.items().any(|item| item.id == *id) {
            problems.push(unknown_item(form, id));
        }
    }
    let rest_is_normal = match document.rest.as_deref() {
        None => false,
        Some("normal") => true,
        Some(other) => {
            problems.push(format!(
                "default 写的是“{}”：只能写 normal（其余按无隐患填写），或者不写（其余记为未查）",
                shown(other)
            ));
            false
        }
    };
    form.items()
        .map(|item| match document.answers.get(&item.id) {
            Some(word) => answer_of(item, word).unwrap_or_else(|| {
                problems.push(format!(
                    "检查项 {}（{}）的答案“{}”不是表上的选项：请写 {}、{UNCHECKED} 或 {NOT_APPLICABLE}",
                    item.id,
                    asked(form, item),
                    shown(word),
                    item.options.join("、")
                ));
                Answer::Unchecked
            }),
            None if rest_is_normal => normal(item),
            None => Answer::Unchecked,
        })
        .collect()
}

fn judge_nature(form: &Checklist, document: &Answers, problems: &mut Vec<String>) -> Vec<usize> {
    let options = form.nature.as_ref().map(|nature| nature.options.as_slice()).unwrap_or_default();
    let mut ticked: Vec<usize> = Vec::new();
    for word in &document.nature {
        match options.iter().position(|option| option == word.trim()) {
            Some(index) => ticked.push(index),
            None if options.is_empty() => {
                problems.push(format!("{}没有场所性质一栏：请删去 nature", form.caption));
                break;
            }
            None => problems.push(format!(
                "场所性质“{}”不在表上：请写 {}",
                shown(word),
                options.join("、")
            )),
        }
    }
    ticked.sort_unstable();
    ticked.dedup();
    ticked
}

fn judge_blanks(
    form: &Checklist,
    document: &Answers,
    answers: &[Answer],
    problems: &mut Vec<String>,
) -> Vec<(String, String, String)> {
    let mut filled = Vec::new();
    for (key, text) in &document.blanks {
        let (id, blank_id) = key.split_once('.').unwrap_or((key, ""));
        let Some((item, answer)) = find(form, answers, id) else {
            problems.push(unknown_item(form, id));
            continue;
        };
        let Some(blank) = item.blanks.iter().find(|blank| blank.id == blank_id) else {
            let known: Vec<String> =
                item.blanks.iter().map(|blank| format!("{id}.{}", blank.id)).collect();
            problems.push(if known.is_empty() {
                format!("检查项 {id} 没有填空：请删去 blanks 里的 {}", shown(key))
            } else {
                format!("填空“{}”不认识：请写 {}", shown(key), known.join("、"))
            });
            continue;
        };
        if word_of(item, answer) != blank.when {
            problems.push(format!(
                "填空 {key} 只在检查项 {id} 答“{}”时填写，现在答的是“{}”",
                blank.when,
                word_of(item, answer)
            ));
        }
        check_text(&format!("填空 {key}"), text, problems);
        filled.push((id.to_owned(), blank_id.to_owned(), text.trim().to_owned()));
    }
    filled
}

fn judge_hazards(
    form: &Checklist,
    document: &Answers,
    answers: &[Answer],
    problems: &mut Vec<String>,
) -> Vec<HazardDraft> {
    let mut hazards = Vec::new();
    for (item, answer) in form.items().zip(answers) {
        let mut written = false;
        for (index, entry) in document.hazards.iter().enumerate() {
            if entry.item.as_deref().map(str::trim) == Some(&item.id) && is_bad(item, *answer) {
                let draft = drafts_of(item, *answer).next();
                hazards.extend(judge_entry(index, entry, draft, problems));
                written = true;
            }
        }
        if !written {
            hazards.extend(drafts_of(item, *answer).map(|draft| raised(item, draft)));
        }
    }
    for (index, entry) in document.hazards.iter().enumerate() {
        let Some(id) = entry.item.as_deref().map(str::trim) else {
            hazards.extend(judge_entry(index, entry, None, problems));
            continue;
        };
        match find(form, answers, id) {
            None => problems.push(format!("第{}条隐患：{}", index + 1, unknown_item(form, id))),
            Some((item, answer)) if !is_bad(item, answer) => {
                let bad: Vec<&str> = item
                    .bad
                    .iter()
                    .filter_map(|bad| item.options.get(usize::from(*bad)))
                    .map(String::as_str)
                    .collect();
                problems.push(format!(
                    "第{}条隐患写在检查项 {id}（{}）上，但该项答的是“{}”：请把答案改为 {}，或不写 item",
                    index + 1,
                    asked(form, item),
                    word_of(item, answer),
                    bad.join(" 或 ")
                ));
            }
            Some(_) => {}
        }
    }
    hazards
}

fn find<'f>(form: &'f Checklist, answers: &[Answer], id: &str) -> Option<(&'f Item, Answer)> {
    form.items().zip(answers).find(|(item, _)| item.id == id).map(|(item, answer)| (item, *answer))
}

/// The question as a person knows it: the item's words, or its group's when the paper asks no more.
fn asked<'f>(form: &'f Checklist, item: &'f Item) -> &'f str {
    if !item.ask.is_empty() {
        return item.ask.trim_end_matches('：');
    }
    form.groups
        .iter()
        .find(|group| group.items.iter().any(|other| other.id == item.id))
        .map_or("", |group| &group.title)
}

fn unknown_item(form: &Checklist, id: &str) -> String {
    let first = form.items().next().map_or("", |item| &item.id);
    let last = form.items().last().map_or("", |item| &item.id);
    format!("检查项“{}”不在{}里：编号从 {first} 到 {last}", shown(id), form.caption)
}

#[cfg(test)]
mod tests {
    use super::{super::checklist_file, *};
    use crate::domain::grade::Disposal;

    fn table4() -> Checklist {
        let text = include_str!("../../forms/checklist/table4.toml");
        checklist_file::parse("table4.toml", text).0.expect("a form without faults")
    }

    fn document(json: &str) -> Answers {
        serde_json::from_str(json).expect("a document in a test")
    }

    fn codes(judged: &Judged) -> String {
        judged.answers.iter().map(|answer| answer.to_char()).collect()
    }

    #[test]
    fn the_rest_is_normal_by_meaning_or_unchecked() {
        let form = table4();
        let judged = judge(&form, &document(r#"{"default":"normal"}"#)).expect("judged");
        assert_eq!(codes(&judged), "12111121212111112221111222211111111222121112");
        assert_eq!(judged.hazards, []);

        let judged = judge(
            &form,
            &document(r#"{"answers":{"q20":"闭锁","q31":"不涉及","q01":"未查"},"nature":["洗衣店","冶金","冶金"]}"#),
        )
        .expect("judged");
        assert_eq!(codes(&judged), "-------------------3----------n-------------");
        assert_eq!(judged.nature, [1, 21]);
    }

    #[test]
    fn a_bad_answer_raises_the_forms_own_draft() {
        let form = table4();
        let judged = judge(
            &form,
            &document(r#"{"default":"normal","answers":{"q20":"堵塞","q39":"无","q40":"失效"}}"#),
        )
        .expect("judged");
        let raised: Vec<(&str, &str, Disposal, Option<u32>)> = judged
            .hazards
            .iter()
            .map(|hazard| {
                let item = hazard.item.as_deref().unwrap_or_default();
                (item, hazard.category.as_str(), hazard.disposal, hazard.days)
            })
            .collect();
        assert_eq!(
            raised,
            [
                ("q20", "消防安全", Disposal::ByDeadline, Some(1)),
                ("q39", "燃气安全", Disposal::ByDeadline, None),
                ("q40", "消防安全", Disposal::ByDeadline, None),
            ]
        );
        assert!(judged.hazards[2].text.contains("失效"));
    }

    #[test]
    fn what_the_inspector_wrote_wins_over_the_draft() {
        let form = table4();
        let judged = judge(
            &form,
            &document(
                r#"{"default":"normal","answers":{"q20":"堵塞","q44":"有"},
                    "blanks":{"q44.address":"普泽路119号"},
                    "hazards":[
                      {"item":"q20","text":"二楼东侧楼梯堆放纸箱","disposal":"on_the_spot","evidence":"已搬走"},
                      {"item":"q20","text":"后门加挂铁链","deadline":"2026-11-30"},
                      {"text":"电动车在楼道充电","interim":"拔掉插头","workdays":3}]}"#,
            ),
        )
        .expect("judged");
        let shown: Vec<String> = judged
            .hazards
            .iter()
            .map(|hazard| {
                format!(
                    "{} {} {} {:?} {:?} {:?}",
                    hazard.item.as_deref().unwrap_or("-"),
                    hazard.text,
                    hazard.disposal.code(),
                    hazard.days,
                    hazard.workdays,
                    hazard.deadline
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "q20 二楼东侧楼梯堆放纸箱 on_the_spot None None None",
                "q20 后门加挂铁链 by_deadline None None Some(2026-11-30)",
                "q44 非法生产、经营、储存危险品。 refer None None None",
                "- 电动车在楼道充电 by_deadline None Some(3) None",
            ]
        );
        assert_eq!(judged.blanks, [("q44".into(), "address".into(), "普泽路119号".into())]);
    }

    #[test]
    fn every_problem_is_said_at_once() {
        let form = table4();
        let problems = judge(
            &form,
            &document(
                r#"{"default":"ok","nature":["理发店"],
                    "answers":{"q45":"有","q20":"不通"},
                    "blanks":{"q44.address":"某处","q44.price":"1","q01.x":"1","x":"1"},
                    "hazards":[
                      {"item":"q21","text":"坏了"},
                      {"item":"q99","text":"没有"},
                      {"grade":"serious","disposal":"fine","days":0,"deadline":"月底","text":"a\u0007"},
                      {"text":"无措施","disposal":"by_deadline"},
                      {"text":"当场","disposal":"on_the_spot","days":3}]}"#,
            ),
        )
        .expect_err("problems");
        assert_eq!(
            problems,
            [
                "检查项“q45”不在表四里：编号从 q01 到 q44",
                "default 写的是“ok”：只能写 normal（其余按无隐患填写），或者不写（其余记为未查）",
                "检查项 q20（疏散通道）的答案“不通”不是表上的选项：请写 畅通、堵塞、闭锁、未查 或 不涉及",
                "场所性质“理发店”不在表上：请写 烟花爆竹零售、冶金、机械加工、建材、商店超市、集贸市场、宾（旅）馆、饭店、酒吧茶座咖啡厅、歌舞厅、影剧院、录像厅、网吧、运动健身场所、桑拿洗浴、学校、医院、养老院、幼儿园、停车场、汽车4S店、修理厂、洗衣店",
                "检查项 q01 没有填空：请删去 blanks 里的 q01.x",
                "填空 q44.address 只在检查项 q44 答“有”时填写，现在答的是“未查”",
                "填空“q44.price”不认识：请写 q44.address、q44.goods、q44.quantity",
                "检查项“x”不在表四里：编号从 q01 到 q44",
                "第1条隐患写在检查项 q21（指示标志）上，但该项答的是“未查”：请把答案改为 损坏，或不写 item",
                "第2条隐患：检查项“q99”不在表四里：编号从 q01 到 q44",
                "第3条隐患的 text里有看不见的控制字符：请删去后重新输入",
                "第3条隐患的 grade“serious”不认识：只能写 general、major、unsure",
                "第3条隐患的 disposal“fine”不认识：只能写 on_the_spot、by_deadline、suspend、refer",
                "第3条隐患是限期整改，要写 interim：整改期间采取什么措施保证场所安全",
                "第3条隐患的 days 写的是 0：要写 1 到 3650 之间的整数",
                "第3条隐患的 deadline“月底”不是日期：请写成 2026-11-30 这样",
                "第3条隐患的期限写了 2 种：days、workdays、deadline 只能写一种",
                "第4条隐患是限期整改，要写 interim：整改期间采取什么措施保证场所安全",
                "第5条隐患是当场整改，不写期限：请删去，或改为限期整改",
            ]
        );
    }
}
