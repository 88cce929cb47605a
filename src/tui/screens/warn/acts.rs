//! What a person says to a suggestion: confirmed, with its letter; set aside; or entered by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Ladder;
use crate::{
    domain::{
        accountability::{Kind, Situation},
        permission::Deed,
        spelling,
        unit::Level,
    },
    form::{field::Field, ledger::Ledger},
    office::{
        Office, Refusal,
        warn::{ByHand, Confirmed, Suggestion, Which, Word},
    },
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, Done, fault, faults, office},
            choose::{Choose, choice, refused},
            days, documents, fields, reading,
            resume::UNKNOWN,
            window::Window,
        },
        widget::form::{Form, Row, area, text},
    },
};

/// What can be done now, by number.
pub fn open(suggestion: Option<&Suggestion>, cx: &mut Cx) {
    let mut choices = Vec::new();
    if let Some(each) = suggestion {
        let kind = terms::accountability(each.situation.kind());
        let labels = [format!("确认，出{kind}文书"), "搁置，写明原因".to_owned()];
        if each.found.holds() {
            let [confirm, dismiss] = labels;
            let (confirmed, dismissed) = (each.clone(), each.clone());
            choices.push(choice(confirm, move |cx: &mut Cx| ask_letter(confirmed, cx)));
            choices.push(choice(dismiss, move |cx: &mut Cx| {
                opened(move |nobody| ask_dismiss(&dismissed, nobody), cx);
            }));
        } else {
            let why = format!("{}才成立，现在还来得及办理。", terms::date(each.found.day()));
            choices.extend(labels.map(|label| refused(label, why.clone())));
        }
    }
    choices.push(choice("登记记录里看不出的情形", by_hand));
    choices.push(choice("追责阶梯", |cx: &mut Cx| cx.open(Ladder::default())));
    let intro = suggestion.map(|each| each.message.clone()).into_iter().collect();
    let title = suggestion.map_or("问责", |each| each.situation.code());
    cx.open(Choose::new("warn", title, choices).intro(intro));
}

/// Opens a window that asks who answers for what is said where nobody signed in.
fn opened(ask: impl FnOnce(bool) -> Ask + Send + 'static, cx: &mut Cx) {
    let job = move |office: &mut Office| {
        may_say(office)?;
        Ok(ask(office.act().actor.is_empty()))
    };
    reading::read("warn", job, |ask, cx| cx.replace(ask), cx);
}

/// Before anything is typed: who may neither decide it nor type in who did is told so.
fn may_say(office: &Office) -> Result<(), Refusal> {
    office.barred_from_signing(Deed::Account).map_or(Ok(()), |why| Err(Refusal::said(why)))
}

/// Who answers for it, asked at a desk where nobody signed in.
fn by_row() -> Row {
    text("by", "核实决定人", "").help("由谁核实决定的，写姓名。")
}

fn word(form: &Form) -> Word {
    let said = |key: &str| Some(form.get(key).to_owned()).filter(|said| !said.is_empty());
    Word { by: said("by"), person: said("person") }
}

fn which(of: &Suggestion) -> Which {
    Which {
        code: of.situation.code().to_owned(),
        target: Some(of.target.clone()),
        unit: Some(of.community.to_string()),
    }
}

fn about(of: &Suggestion) -> Vec<String> {
    vec![format!("{} {}", of.target, terms::accountable(of.situation)), of.message.clone()]
}

/// Says what was done and goes on to the letter.
fn then_letter(confirmed: &Confirmed) -> Done {
    let (paper, about) = (confirmed.paper, confirmed.about.to_string());
    Done::said("已登记，接着出文书。").then(move |cx| documents::make(paper, about, cx))
}

/// The ledger of a kind; a supervision has none.
fn ledger_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Supervision => None,
        Kind::Interview => Some("interview"),
        Kind::Circular | Kind::Admonition | Kind::Transfer => Some("accountability"),
    }
}

/// Reads the letter's fields, and asks for them.
fn ask_letter(of: Suggestion, cx: &mut Cx) {
    let today = cx.shared.today();
    let job = move |office: &mut Office| {
        may_say(office)?;
        confirming(office, of, today)
    };
    reading::read("warn", job, |ask, cx| cx.replace(ask), cx);
}

fn confirming(office: &mut Office, of: Suggestion, today: NaiveDate) -> Result<Ask, Refusal> {
    let known = office.warning_proposals(&of)?;
    let ledger = match ledger_of(of.situation.kind()) {
        Some(code) => Some(office.ledger(code)?),
        None => None,
    };
    let nobody = office.act().actor.is_empty();
    Ok(ask_confirm(of, ledger, &known, nobody, today))
}

/// Opens a window about a situation again: `about` is its code and, behind a slash, whom the suggestion is about.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    let (code, target) = about.split_once('/').unwrap_or((about, ""));
    let today = office.today();
    if window == Window::NewWarning {
        let situation = Situation::ALL.iter().find(|situation| situation.code() == code);
        let situation = situation.ok_or_else(|| Refusal::said(UNKNOWN))?;
        return Ok(ask_by_hand(*situation, office.act().actor.is_empty(), today));
    }
    let all = office.suggestions()?;
    let is = |each: &Suggestion| each.situation.code() == code && each.target == target;
    match all.into_iter().find(is) {
        Some(of) if window == Window::DismissWarning => {
            Ok(ask_dismiss(&of, office.act().actor.is_empty()))
        }
        Some(of) => confirming(office, of, today),
        None => Err(Refusal::said("草稿说的情形已经不在问责提醒里，不用再填。")),
    }
}

fn ask_confirm(
    of: Suggestion,
    ledger: Option<Ledger>,
    known: &BTreeMap<String, String>,
    nobody: bool,
    today: NaiveDate,
) -> Ask {
    let value = |id: &str| known.get(id).map_or("", String::as_str);
    let mut asked = ledger.map(|ledger| ledger.fields).unwrap_or_default();
    let mut rows = Vec::new();
    if nobody {
        rows.push(by_row());
    }
    if of.names_nobody() {
        // The letter is about who is named here.
        asked.retain(|field| field.id != "target");
        rows.push(text("person", "责任人", "").help("记录里看不出是谁，核实后写姓名。"));
    }
    let row = |field: &Field| fields::row(field, value(&field.id)).suggested();
    rows.extend(asked.iter().map(row));
    if asked.is_empty() {
        rows.push(area("facts", "事实", value("facts")));
    }
    let title = format!("确认{}", of.situation.code());
    let Which { code, target, .. } = which(&of);
    let about_whom = format!("{code}/{}", target.unwrap_or_default());
    let label = title.clone();
    Ask::new("warn", title, about(&of), Form::new(rows), move |form| {
        let typed = match asked.is_empty() {
            true => BTreeMap::from([("facts".to_owned(), form.get("facts").to_owned())]),
            false => {
                for field in &asked {
                    if let Err(why) = field.read(&fields::said(form, field, today)) {
                        return fault(field.id.clone(), why);
                    }
                }
                fields::typed(form, &asked, today)
            }
        };
        let (which, word) = (which(&of), word(form));
        office(move |office| Ok(then_letter(&office.confirm_warning(&which, &word, &typed, "")?)))
    })
    .kept(Window::ConfirmWarning, about_whom, label)
}

fn ask_dismiss(of: &Suggestion, nobody: bool) -> Ask {
    let which = which(of);
    let mut rows = vec![text("reason", "原因", "")];
    if nobody {
        rows.push(by_row());
    }
    let title = format!("搁置{}", of.situation.code());
    let about_whom = format!("{}/{}", of.situation.code(), of.target);
    let label = title.clone();
    Ask::new("warn", title, about(of), Form::new(rows), move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么搁置。");
        }
        let (which, word) = (which.clone(), word(form));
        office(move |office| {
            office.dismiss_warning(&which, &word, &reason)?;
            Ok(Done::said("已搁置，不再提醒。"))
        })
    })
    .kept(Window::DismissWarning, about_whom, label)
}

/// The situations that no record shows.
pub fn by_hand(cx: &mut Cx) {
    let choices = Situation::ALL
        .iter()
        .filter(|situation| !situation.is_detected())
        .map(|situation| {
            let words = terms::accountable(*situation);
            let label = format!("{} {words}", situation.code());
            let situation = *situation;
            choice(label, move |cx: &mut Cx| open_by_hand(situation, cx))
        })
        .collect();
    cx.open(Choose::new("warn", "登记哪种情形", choices));
}

fn open_by_hand(situation: Situation, cx: &mut Cx) {
    let today = cx.shared.today();
    opened(move |nobody| ask_by_hand(situation, nobody, today), cx);
}

fn ask_by_hand(situation: Situation, nobody: bool, today: NaiveDate) -> Ask {
    let kind = situation.kind();
    let mut rows = vec![text("community", "社区", "").help("只有一个社区时不用写。")];
    if kind.of_person() {
        rows.push(text("person", "责任人", ""));
    }
    rows.push(days::day_row("since", "起始日期", &today.to_string(), today));
    if kind == Kind::Interview {
        rows.push(days::day_row("held_on", "约谈日期", "", today));
        rows.push(text("held_at", "约谈时间", ""));
        rows.push(text("place", "约谈地点", ""));
    }
    rows.push(area("facts", "事实", ""));
    if nobody {
        rows.push(by_row());
    }
    let intro = vec![terms::accountable(situation).to_owned()];
    let title = format!("登记{}", situation.code());
    Ask::new("warn", title.clone(), intro, Form::new(rows), move |form| {
        let day = |key: &'static str| match spelling::typed_day(form.get(key), today) {
            Ok(day) => Ok(day),
            Err(_) => fault(key, "请写成 2026-11-30 或 11-30。"),
        };
        let facts = form.get("facts").to_owned();
        let person = form.get("person").to_owned();
        let nobody = kind.of_person() && person.is_empty();
        let missing =
            [("person", nobody, "请写责任人的姓名。"), ("facts", facts.is_empty(), "请写明事实。")];
        let wrong = missing.into_iter().filter(|(_, missing, _)| *missing);
        faults(wrong.map(|(field, _, why)| (field.to_owned(), why.to_owned())).collect())?;
        let mut typed = BTreeMap::new();
        if kind == Kind::Interview {
            let held = day("held_on")?.map(|day| day.to_string()).unwrap_or_default();
            typed.insert("held_on".to_owned(), held);
            for key in ["held_at", "place"] {
                typed.insert(key.to_owned(), form.get(key).to_owned());
            }
        }
        let since = day("since")?;
        let community = form.get("community").to_owned();
        let word = Word { person: None, ..word(form) };
        office(move |office| {
            let community = match community.is_empty() {
                true => None,
                false => Some(office.find_unit(Level::Community, &community)?),
            };
            let by_hand = ByHand { situation, community, person, since, facts, fields: typed };
            Ok(then_letter(&office.add_warning(&by_hand, &word)?))
        })
    })
    .kept(Window::NewWarning, situation.code(), title)
}
