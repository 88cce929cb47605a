//! What else can be done with a row of a ledger: an accident's screen, and the papers about the row (快报).

use crate::{
    form::{facts::About, ledger::Ledger},
    office::{Office, accident, ledger::Stored},
    tui::{
        screen::Cx,
        screens::{
            accident::Accident,
            choose::{Choose, choice},
            documents,
        },
    },
};

/// Code and title of each paper about rows of a ledger.
pub type Papers = Vec<(String, String)>;

pub fn papers_of(office: &Office, ledger: &str) -> Papers {
    let about = office.library().papers().filter(|paper| paper.about == About::Entry);
    about
        .filter(|paper| paper.ledger == ledger)
        .map(|paper| (paper.code.clone(), paper.title.clone()))
        .collect()
}

/// What can be done with one row besides putting it right.
pub fn open(ledger: &Ledger, row: &Stored, papers: &Papers, cx: &mut Cx) {
    let id = row.entry.id;
    let mut choices = Vec::new();
    if ledger.code == accident::LEDGER {
        choices.push(choice("看等级、报告时限和以前的经过", move |cx: &mut Cx| {
            cx.open(Accident::of(id));
        }));
    }
    choices.extend(papers.iter().map(|(code, title)| {
        let code = code.clone();
        choice(format!("出{title}"), move |cx: &mut Cx| documents::make(code, id.to_string(), cx))
    }));
    cx.open(Choose::new("ledgers", ledger.title.clone(), choices));
}
