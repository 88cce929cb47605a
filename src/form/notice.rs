//! 整改通知书: one for every inspection, filled from a form and the facts into a [`Letter`].
//!
//! A street office has no power to punish, so its wording speaks of reporting to the district and never
//! of 行政处罚, 复议 or 诉讼; the district's wording is a variant of the same form.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::grade::Disposal;

use super::letter::{Align, Block, Face, Letter, Signature, Words};

/// What stands for something not known yet, to be written by hand.
const BLANK: &str = "＿＿＿＿＿＿";

/// One file under `forms/notice/`.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeForm {
    pub code: String,
    pub revision: u32,
    pub title: String,
    pub source: String,
    /// A street or community office.
    pub street: Wording,
    /// A district's enforcement body.
    pub district: Wording,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    #[default]
    Street,
    District,
}

/// The words of one variant. Braces are placeholders, checked when the file is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    pub heading: String,
    pub title: String,
    /// Before the list of hazards.
    pub opening: String,
    /// The whole body when nothing was found.
    pub clean: Vec<String>,
    /// The title where nothing was found; empty for the usual one.
    pub clean_title: String,
    pub major: String,
    pub suspend: String,
    pub on_the_spot: String,
    pub refer: String,
    /// What `{problems}` says when every hazard has to be put right by a day, and when only some.
    pub all_problems: String,
    pub some_problems: String,
    /// All by one day.
    pub demand: String,
    /// By several days, or by none that is named.
    pub demand_each: String,
    pub closing: String,
    pub footnote: String,
    pub copies: Vec<String>,
    /// A 存根 without being asked for.
    pub stub: bool,
    /// Lines below each hazard, in order; an empty one is left out.
    pub details: Vec<(Detail, String)>,
    pub signatures: Vec<Signer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Requirement,
    Disposal,
    Deadline,
    Interim,
    Basis,
    Responsible,
    GridLead,
    Acceptor,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Signer {
    pub who: Who,
    pub label: String,
    pub second: String,
    pub dated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// One line an inspector, two at least.
    Inspector,
    Premises,
    /// Signs when the premises refuses to.
    Witness,
}

/// What one notice has to say, every code already put into words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoticeFacts {
    /// As printed; empty on a draft.
    pub number: String,
    pub addressee: String,
    pub address: String,
    pub inspected_on: Option<NaiveDate>,
    pub inspectors: Vec<Inspector>,
    pub hazards: Vec<NoticeHazard>,
    pub issuer: String,
    pub date: Option<NaiveDate>,
    /// District variant: where the order may be reviewed.
    pub review_body: String,
    /// District variant: the court, without 人民法院.
    pub court: String,
    /// Labels of the copies; the form's own when empty.
    pub copies: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspector {
    pub name: String,
    /// 证号; empty leaves the line blank.
    pub certificate: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct NoticeHazard {
    pub text: String,
    pub major: bool,
    pub disposal: Disposal,
    /// Put right and rechecked since: listed on a notice issued anew, but nothing is demanded of it.
    pub done: bool,
    /// 限期整改 …
    pub disposal_label: String,
    /// The last permitted day; `None` when put right on the spot or handed up.
    pub deadline: Option<NaiveDate>,
    pub requirement: String,
    pub interim: String,
    pub basis: String,
    pub responsible: String,
    pub grid_lead: String,
    pub acceptor: String,
}

impl NoticeForm {
    pub fn wording(&self, variant: Variant) -> &Wording {
        match variant {
            Variant::Street => &self.street,
            Variant::District => &self.district,
        }
    }
}

/// The letter, with every blank of the form filled.
pub fn fill(form: &NoticeForm, variant: Variant, facts: &NoticeFacts) -> Letter {
    let wording = form.wording(variant);
    let copies = if facts.copies.is_empty() { &wording.copies } else { &facts.copies };
    Letter {
        heading: wording.heading.clone(),
        title: match &wording.clean_title {
            title if facts.hazards.is_empty() && !title.is_empty() => title.clone(),
            _ => wording.title.clone(),
        },
        number: facts.number.clone(),
        addressee: facts.addressee.clone(),
        blocks: blocks(wording, facts),
        signatures: signatures(wording, facts),
        issuer: facts.issuer.clone(),
        date: facts.date,
        footnote: wording.footnote.clone(),
        copies: copies.clone(),
        stub: wording.stub,
        ..Letter::default()
    }
}

/// 2026年11月30日
pub fn written_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn blocks(wording: &Wording, facts: &NoticeFacts) -> Vec<Block> {
    if facts.hazards.is_empty() {
        let clean = wording.clean.iter();
        return clean.map(|text| paragraph(filled(text, &who_and_where(facts)))).collect();
    }
    let mut blocks = vec![paragraph(filled(&wording.opening, &who_and_where(facts)))];
    for (number, hazard) in (1..).zip(&facts.hazards) {
        blocks.push(Block::Item {
            number,
            text: hazard.text.clone(),
            details: details(wording, hazard),
        });
    }
    let say = |template: &str, holds: &dyn Fn(&NoticeHazard) -> bool| {
        let numbers = numbers(facts, holds);
        let number = |_: &str| Words::case(numbers.as_str());
        (!numbers.is_empty()).then(|| paragraph(filled(template, &number)))
    };
    blocks.extend(say(&wording.major, &|hazard| hazard.major));
    for (template, disposal) in [
        (&wording.on_the_spot, Disposal::OnTheSpot),
        (&wording.suspend, Disposal::Suspend),
        (&wording.refer, Disposal::Refer),
    ] {
        blocks.extend(say(template, &|hazard| hazard.disposal == disposal && !hazard.done));
    }
    blocks.extend(demand(wording, facts).map(paragraph));
    blocks
}

/// What has to be done by when, and what follows otherwise. Nothing is demanded of what was put right
/// on the spot or handed up.
fn demand(wording: &Wording, facts: &NoticeFacts) -> Option<Words> {
    let open = |hazard: &NoticeHazard| {
        matches!(hazard.disposal, Disposal::ByDeadline | Disposal::Suspend) && !hazard.done
    };
    let demanded = numbers(facts, &open);
    if demanded.is_empty() {
        return None;
    }
    let problems = if facts.hazards.iter().all(open) {
        Words::form(wording.all_problems.as_str())
    } else {
        filled(&wording.some_problems, &|_| Words::case(demanded.as_str()))
    };
    let mut days = facts.hazards.iter().filter(|hazard| open(hazard)).map(|hazard| hazard.deadline);
    let first = days.next().flatten();
    let same = first.filter(|day| days.all(|other| other == Some(*day)));
    let demand = if same.is_some() { &wording.demand } else { &wording.demand_each };
    let mut words = filled(demand, &|place| match place {
        "deadline" => Words::case(same.map(written_day).unwrap_or_default()),
        _ => problems.clone(),
    });
    let closing = filled(&wording.closing, &|place| match place {
        "review_body" => known(&facts.review_body),
        _ => known(&facts.court),
    });
    words.append(&closing);
    Some(words)
}

/// The form's words with the case's in its places, filled from left to right and never read again: a name may
/// itself hold braces.
fn filled(template: &str, value: &dyn Fn(&str) -> Words) -> Words {
    let mut words = Words::default();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        words.push(before, false);
        let (place, after) = after.split_once('}').unwrap_or((after, ""));
        words.append(&value(place));
        rest = after;
    }
    words.push(rest, false);
    words
}

fn who_and_where(facts: &NoticeFacts) -> impl Fn(&str) -> Words {
    let inspectors = facts
        .inspectors
        .iter()
        .map(|inspector| inspector.name.as_str())
        .collect::<Vec<_>>()
        .join("、");
    let on = facts.inspected_on.map(written_day).unwrap_or_default();
    move |place| match place {
        "inspected_on" => known(&on),
        "inspectors" => known(&inspectors),
        "address" => known(&facts.address),
        _ => known(""),
    }
}

fn details(wording: &Wording, hazard: &NoticeHazard) -> Vec<(String, String)> {
    wording
        .details
        .iter()
        .filter_map(|(detail, label)| {
            let text = match detail {
                Detail::Requirement => hazard.requirement.clone(),
                Detail::Disposal => hazard.disposal_label.clone(),
                Detail::Deadline => {
                    hazard.deadline.map(|day| format!("{}前", written_day(day))).unwrap_or_default()
                }
                Detail::Interim => hazard.interim.clone(),
                Detail::Basis => hazard.basis.clone(),
                Detail::Responsible => hazard.responsible.clone(),
                Detail::GridLead => hazard.grid_lead.clone(),
                Detail::Acceptor => hazard.acceptor.clone(),
            };
            (!text.is_empty()).then(|| (label.clone(), text))
        })
        .collect()
}

fn signatures(wording: &Wording, facts: &NoticeFacts) -> Vec<Signature> {
    let mut lines = Vec::new();
    for signer in &wording.signatures {
        let certificates: Vec<&str> = match signer.who {
            Who::Inspector => {
                let known = facts.inspectors.iter().map(|inspector| inspector.certificate.as_str());
                // Two people inspect; a line is there for the second even when only one is recorded.
                let spare = 2usize.saturating_sub(facts.inspectors.len());
                known.chain(std::iter::repeat_n("", spare)).collect()
            }
            Who::Premises | Who::Witness => vec![""],
        };
        lines.extend(certificates.into_iter().map(|certificate| Signature {
            label: signer.label.clone(),
            second: signer.second.clone(),
            second_value: certificate.to_owned(),
            dated: signer.dated,
        }));
    }
    lines
}

/// `1、3`: the numbers of the hazards for which `holds` is true.
fn numbers(facts: &NoticeFacts, holds: &dyn Fn(&NoticeHazard) -> bool) -> String {
    (1..)
        .zip(&facts.hazards)
        .filter(|(_, hazard)| holds(hazard))
        .map(|(number, _): (u32, _)| number.to_string())
        .collect::<Vec<_>>()
        .join("、")
}

/// What is not known is left to be written on the form's line.
fn known(text: &str) -> Words {
    if text.is_empty() { Words::form(BLANK) } else { Words::case(text) }
}

fn paragraph(words: Words) -> Block {
    Block::Text { words, face: Face::Body, align: Align::Left, flush: false }
}

#[cfg(test)]
mod tests;
