//! The grammar of `forms/notice/*.toml`.

use super::{
    document::{self, Header, Placed, Section, shown},
    fault::{Fault, Faults},
    notice::{Detail, NoticeForm, Signer, Who, Wording},
};

pub const SCHEMA: &str = "notice/1";

const DETAILS: [(&str, Detail); 8] = [
    ("requirement", Detail::Requirement),
    ("disposal", Detail::Disposal),
    ("deadline", Detail::Deadline),
    ("interim", Detail::Interim),
    ("basis", Detail::Basis),
    ("responsible", Detail::Responsible),
    ("grid_lead", Detail::GridLead),
    ("acceptor", Detail::Acceptor),
];

const SIGNERS: [(&str, Who); 3] =
    [("inspector", Who::Inspector), ("premises", Who::Premises), ("witness", Who::Witness)];

/// Words that a street's paper may not use: it reports, it does not punish.
const NOT_THE_STREETS: [&str; 4] = ["责令", "行政处罚", "行政复议", "行政诉讼"];

pub fn parse(file: &str, text: &str) -> (Option<NoticeForm>, Vec<Fault>) {
    document::read(file, text, SCHEMA, notice)
}

fn notice(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<NoticeForm> {
    let title = top.words("title", faults);
    let source = top.words("source", faults);
    let street = top.section("street", faults).map(|section| wording(section, true, faults));
    let district = top.section("district", faults).map(|section| wording(section, false, faults));
    Some(NoticeForm {
        code: header.code,
        revision: header.revision,
        title,
        source,
        street: street?,
        district: district?,
    })
}

fn wording(mut section: Section<'_>, street: bool, faults: &mut Faults) -> Wording {
    let who_and_where = ["inspected_on", "inspectors", "address"];
    let heading = section.maybe_empty("heading", faults).value;
    let title = template(&mut section, "title", &[], &[], street, faults);
    let mut words =
        |key, may: &[&str], must: &[&str]| template(&mut section, key, may, must, street, faults);
    let opening = words("opening", &who_and_where, &[]);
    let major = words("major", &["numbers"], &["numbers"]);
    let suspend = words("suspend", &["numbers"], &["numbers"]);
    let on_the_spot = words("on_the_spot", &["numbers"], &["numbers"]);
    let refer = words("refer", &["numbers"], &["numbers"]);
    let all_problems = words("all_problems", &[], &[]);
    let some_problems = words("some_problems", &["numbers"], &["numbers"]);
    let demand = words("demand", &["problems", "deadline"], &["problems", "deadline"]);
    let demand_each = words("demand_each", &["problems"], &["problems"]);
    let closing = if street {
        words("closing", &[], &[])
    } else {
        words("closing", &["review_body", "court"], &[])
    };
    let footnote = words("footnote", &[], &[]);
    let clean = section.texts("clean", faults);
    let clean_title = section.optional("clean_title", faults).map(|text| text.value);
    for text in &clean {
        check_words(text, "clean", &who_and_where, &[], street, faults);
    }
    let copies = section.texts("copies", faults);
    let stub = section.flag("stub", faults);
    let details = section
        .sections("details", faults)
        .into_iter()
        .filter_map(|mut entry| {
            let field = entry.choice("field", &DETAILS, faults);
            let label = entry.words("label", faults);
            entry.finish(faults);
            Some((field?, label))
        })
        .collect();
    let signatures = section
        .sections("signatures", faults)
        .into_iter()
        .filter_map(|entry| signer(entry, faults))
        .collect();
    section.finish(faults);
    Wording {
        heading,
        title,
        opening,
        clean_title: clean_title.unwrap_or_default(),
        clean: clean.into_iter().map(|text| text.value).collect(),
        major,
        suspend,
        on_the_spot,
        refer,
        all_problems,
        some_problems,
        demand,
        demand_each,
        closing,
        footnote,
        copies: copies.into_iter().map(|text| text.value).collect(),
        stub,
        details,
        signatures,
    }
}

fn signer(mut entry: Section<'_>, faults: &mut Faults) -> Option<Signer> {
    let who = entry.choice("who", &SIGNERS, faults);
    let label = entry.words("label", faults);
    let second = entry.optional("second", faults);
    let dated = entry.flag("dated", faults);
    entry.finish(faults);
    Some(Signer {
        who: who?,
        label,
        second: second.map(|second| second.value).unwrap_or_default(),
        dated,
    })
}

fn template(
    section: &mut Section<'_>,
    key: &'static str,
    may: &[&str],
    must: &[&str],
    street: bool,
    faults: &mut Faults,
) -> String {
    let Some(text) = section.text(key, faults) else {
        return String::new();
    };
    check_words(&text, key, may, must, street, faults);
    text.value
}

/// Only the placeholders that will be filled here, all that are needed, and no words above one's power.
fn check_words(
    text: &Placed<String>,
    key: &str,
    may: &[&str],
    must: &[&str],
    street: bool,
    faults: &mut Faults,
) {
    let mut found = Vec::new();
    let mut rest = text.value.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let inside = &rest[at + 1..];
        match inside.find(['{', '}']) {
            Some(end) if rest[at..].starts_with('{') && inside[end..].starts_with('}') => {
                found.push(&inside[..end]);
                rest = &inside[end + 1..];
            }
            _ => {
                faults.add(text.at, format!("{key} 里的花括号没有成对"));
                return;
            }
        }
    }
    for place in &found {
        if !may.contains(place) {
            let known = if may.is_empty() {
                "这里不能有空".to_owned()
            } else {
                let braced: Vec<String> = may.iter().map(|place| format!("{{{place}}}")).collect();
                format!("这里只能写 {}", braced.join("、"))
            };
            faults.add(text.at, format!("{key} 里的空 {{{}}} 不认识：{known}", shown(place)));
        }
    }
    for place in must {
        if !found.contains(place) {
            faults.add(text.at, format!("{key} 里缺少空 {{{place}}}：请补上"));
        }
    }
    if street {
        for words in NOT_THE_STREETS {
            if text.value.contains(words) {
                faults.add(
                    text.at,
                    format!(
                        "{key} 写了“{words}”：街道（社区）没有处罚权，请改写，或写到 district 里"
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_powers_are_checked() {
        let good = include_str!("../../forms/notice/rectification.toml");
        let bad = good
            .replacen("major = \"其中事故隐患第{numbers}项", "major = \"其中第几项", 1)
            .replacen("对{problems}于{deadline}前", "于{day}前", 1)
            .replacen("将依法上报区", "将责令停业并依法上报区", 1)
            .replacen("opening = \"{inspected_on}", "opening = \"{inspected_on", 1)
            .replacen("field = \"basis\"", "field = \"law\"", 1);
        let (form, faults) = parse("r.toml", &bad);
        assert_eq!(form, None);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "opening 里的花括号没有成对",
                "major 里缺少空 {numbers}：请补上",
                "demand 里的空 {day} 不认识：这里只能写 {problems}、{deadline}",
                "demand 里缺少空 {problems}：请补上",
                "demand 里缺少空 {deadline}：请补上",
                "closing 写了“责令”：街道（社区）没有处罚权，请改写，或写到 district 里",
                "field 写的是“law”，只能写：requirement、disposal、deadline、interim、basis、responsible、grid_lead、acceptor",
            ]
        );
    }
}
