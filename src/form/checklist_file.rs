//! The grammar of `forms/checklist/*.toml`.

use crate::domain::grade::{Disposal, Grade};

use super::{
    checklist::{Blank, Checklist, Draft, Group, HeadField, Item, Lapse, Nature, Side},
    document::{self, Header, Placed, Section, is_code, no_doubles, shown},
    fault::{Fault, Faults},
};

pub const SCHEMA: &str = "checklist/1";

/// The store keeps one character an answer, and `1`…`9` for the option.
const MOST_OPTIONS: usize = 9;

/// The record fields that a head may show.
const FIELDS: [(&str, &str); 9] = [
    ("name", "name"),
    ("person_in_charge", "person_in_charge"),
    ("safety_lead", "safety_lead"),
    ("address", "address"),
    ("site_address", "site_address"),
    ("phone", "phone"),
    ("industry", "industry"),
    ("uscc", "uscc"),
    ("date", "date"),
];

/// Reads a checklist; all faults come at once, and with any of them there is no checklist.
pub fn parse(file: &str, text: &str) -> (Option<Checklist>, Vec<Fault>) {
    document::read(file, text, SCHEMA, checklist)
}

fn checklist(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Checklist> {
    let title = top.words("title", faults);
    let caption = top.words("caption", faults);
    let source = top.words("source", faults);
    let note = top.words("note", faults);
    let copies = values(top.texts("copies", faults));
    let signatures = values(top.texts("signatures", faults));
    let head = top
        .sections("head", faults)
        .into_iter()
        .filter_map(|section| head_field(section, faults))
        .collect();
    let nature = if top.has("nature") {
        top.section("nature", faults).map(|section| nature(section, faults))
    } else {
        // Asked for, so that it is known as a key.
        top.optional("nature", faults);
        None
    };
    let mut ids = Vec::new();
    let groups: Vec<Group> = top
        .sections("group", faults)
        .into_iter()
        .filter_map(|section| group(section, &mut ids, faults))
        .collect();
    no_doubles("检查项编号 id ", ids.iter().map(|id| (id.value.as_str(), id.at)), faults);
    Some(Checklist {
        code: header.code,
        revision: header.revision,
        title,
        caption,
        source,
        note,
        copies,
        signatures,
        head,
        nature,
        groups,
    })
}

fn head_field(mut section: Section<'_>, faults: &mut Faults) -> Option<HeadField> {
    let label = section.words("label", faults);
    let field = section.choice("field", &FIELDS, faults);
    section.finish(faults);
    Some(HeadField { label, field: field?.to_owned() })
}

fn nature(mut section: Section<'_>, faults: &mut Faults) -> Nature {
    let label = section.words("label", faults);
    let options = section.texts("options", faults);
    no_doubles("选项", places(&options), faults);
    section.finish(faults);
    Nature { label, options: values(options) }
}

fn group(
    mut section: Section<'_>,
    ids: &mut Vec<Placed<String>>,
    faults: &mut Faults,
) -> Option<Group> {
    let title = section.words("title", faults);
    let sides = [("left", Side::Left), ("right", Side::Right)];
    let side = section.choice("side", &sides, faults);
    let sections = section.sections("item", faults);
    let alone = sections.len() == 1;
    let items = sections.into_iter().map(|section| item(section, alone, ids, faults)).collect();
    section.finish(faults);
    Some(Group { title, side: side?, items })
}

/// `alone`: the only item of its group may leave `ask` empty, for the group's title asks already.
fn item(
    mut section: Section<'_>,
    alone: bool,
    ids: &mut Vec<Placed<String>>,
    faults: &mut Faults,
) -> Item {
    let id = section.text("id", faults);
    if let Some(id) = &id {
        if !is_code(&id.value) {
            faults.add(id.at, "id 只能用小写英文字母、数字和下划线，例如 q01");
        }
        ids.push(id.clone());
    }
    let ask = section.maybe_empty("ask", faults);
    if ask.value.is_empty() && !alone && section.has("ask") {
        faults.add(ask.at, "ask 是空的：只有单独一项的格子可以不写问题，这里请写上");
    }
    let options = section.texts("options", faults);
    no_doubles("选项", places(&options), faults);
    if section.has("options") && !(2..=MOST_OPTIONS).contains(&options.len()) {
        faults.add(
            options.first().map_or(section.at, |option| option.at),
            format!("options 要有 2 到 {MOST_OPTIONS} 个选项"),
        );
    }
    let options_known = !options.is_empty();
    let options = values(options);
    let bad = section.texts("bad", faults);
    no_doubles("有隐患的选项", places(&bad), faults);
    let mut indexes = Vec::new();
    for word in &bad {
        match options.iter().position(|option| *option == word.value) {
            Some(index) => indexes.push(index as u8),
            None if options_known => faults.add(
                word.at,
                format!(
                    "bad 里的“{}”不在 options 里：只能写 {}",
                    shown(&word.value),
                    options.join("、")
                ),
            ),
            None => {}
        }
    }
    if options_known && indexes.len() >= options.len() {
        faults.add(
            bad.first().map_or(section.at, |word| word.at),
            "所有选项都算隐患：至少要有一个选项表示正常",
        );
    }
    let drafts: Vec<Placed<Draft>> = section
        .optional_sections("draft", faults)
        .into_iter()
        .map(|section| draft(section, faults))
        .collect();
    for draft in &drafts {
        let when = &draft.value.when;
        if !when.is_empty() && !bad.iter().any(|word| word.value == *when) {
            faults.add(
                draft.at,
                format!(
                    "这条隐患草稿写给“{}”，但它不在 bad 里：改 when，或把它加进 bad",
                    shown(when)
                ),
            );
        }
    }
    for word in &bad {
        let offered = options.contains(&word.value);
        if offered && !drafts.iter().any(|draft| draft.value.when == word.value) {
            faults.add(
                word.at,
                format!(
                    "“{}”算隐患，却没有隐患草稿：请补一段 [[group.item.draft]]，when = \"{}\"",
                    shown(&word.value),
                    shown(&word.value)
                ),
            );
        }
    }
    let blanks = blanks(&mut section, &options, faults);
    let lapsed = lapsed(&mut section, &options, faults);
    section.finish(faults);
    Item {
        id: id.map(|id| id.value).unwrap_or_default(),
        ask: ask.value,
        options,
        bad: indexes,
        drafts: drafts.into_iter().map(|draft| draft.value).collect(),
        blanks,
        lapsed,
    }
}

fn lapsed(section: &mut Section<'_>, options: &[String], faults: &mut Faults) -> Vec<Lapse> {
    let mut lapsed = Vec::new();
    for mut section in section.optional_sections("lapsed", faults) {
        let ledger = section.text("ledger", faults);
        let field = section.text("field", faults);
        let words = values(section.texts("words", faults));
        let answer = section.text("answer", faults);
        if let Some(answer) = answer.as_ref().filter(|answer| !options.contains(&answer.value)) {
            let what = shown(&answer.value);
            faults.add(answer.at, format!("lapsed 的 answer“{what}”不在 options 里"));
        }
        section.finish(faults);
        let line =
            |text: &Option<Placed<String>>| text.as_ref().map_or(0, |text| faults.line(text.at));
        let lines = (line(&ledger), line(&field));
        let [ledger, field, answer] =
            [ledger, field, answer].map(|text| text.map(|text| text.value).unwrap_or_default());
        lapsed.push(Lapse { ledger, field, words, answer, lines });
    }
    lapsed
}

fn draft(mut section: Section<'_>, faults: &mut Faults) -> Placed<Draft> {
    let at = section.at;
    let when = section.words("when", faults);
    let text = section.words("text", faults);
    let grades = Grade::ALL.map(|grade| (grade.code(), grade));
    let grade = section.choice("grade", &grades, faults);
    let disposals = Disposal::ALL.map(|disposal| (disposal.code(), disposal));
    let disposal = section.choice("disposal", &disposals, faults);
    let days = section.optional_number("days", 1..=3650, faults);
    let requirement = section.words("requirement", faults);
    let interim = section.optional("interim", faults);
    let basis = section.maybe_empty("basis", faults).value;
    let category = section.words("category", faults);
    section.finish(faults);
    let interim = interim.map(|interim| interim.value).unwrap_or_default();
    // What is not put right on the spot after all is ordered with a deadline, so both need it.
    let ordered = matches!(disposal, Some(Disposal::ByDeadline | Disposal::OnTheSpot));
    if ordered && interim.trim().is_empty() {
        faults.add(at, "草稿要写 interim：整改期间怎样保证场所安全");
    }
    Placed {
        value: Draft {
            when,
            text,
            grade: grade.unwrap_or(Grade::General),
            disposal: disposal.unwrap_or(Disposal::ByDeadline),
            days,
            requirement,
            interim,
            basis,
            category,
        },
        at,
    }
}

fn blanks(section: &mut Section<'_>, options: &[String], faults: &mut Faults) -> Vec<Blank> {
    let mut ids = Vec::new();
    let mut blanks = Vec::new();
    for mut section in section.optional_sections("blank", faults) {
        let id = section.text("id", faults);
        let label = section.words("label", faults);
        let when = section.text("when", faults);
        if let Some(when) = &when
            && !options.contains(&when.value)
        {
            faults.add(when.at, format!("填空的 when“{}”不在 options 里", shown(&when.value)));
        }
        section.finish(faults);
        if let (Some(id), Some(when)) = (id, when) {
            blanks.push(Blank { id: id.value.clone(), label, when: when.value });
            ids.push(id);
        }
    }
    no_doubles("填空 id ", places(&ids), faults);
    blanks
}

fn values(placed: Vec<Placed<String>>) -> Vec<String> {
    placed.into_iter().map(|text| text.value).collect()
}

fn places(placed: &[Placed<String>]) -> impl Iterator<Item = (&str, usize)> {
    placed.iter().map(|text| (text.value.as_str(), text.at))
}

#[cfg(test)]
mod tests;
