//! What else can be done in a ledger: an accident's screen, the papers about a row (快报), a draw for 抽查.

use crate::{
    form::{facts::About, ledger::Ledger},
    office::{Office, accident, ledger::Stored, sample},
    tui::{
        screen::Cx,
        screens::{
            accident::Accident,
            choose::{Choice, Choose, choice},
            documents,
            sample::ask_draw,
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

/// What can be done besides entering rows and putting them right.
pub fn open(ledger: &Ledger, row: Option<&Stored>, papers: &Papers, cx: &mut Cx) {
    let mut choices = Vec::new();
    if ledger.code == sample::LEDGER {
        choices.push(choice("抽取一批", |cx: &mut Cx| cx.open(ask_draw())));
    }
    if let Some(row) = row {
        of_row(ledger, row, papers, &mut choices);
    }
    if choices.is_empty() {
        return cx.alarm("还没有记录可选。");
    }
    cx.open(Choose::new("ledgers", ledger.title.clone(), choices));
}

fn of_row(ledger: &Ledger, row: &Stored, papers: &Papers, choices: &mut Vec<Choice>) {
    let id = row.entry.id;
    if ledger.code == accident::LEDGER {
        choices.push(choice("看等级、报告时限和以前的经过", move |cx: &mut Cx| {
            cx.open(Accident::of(id));
        }));
    }
    choices.extend(papers.iter().map(|(code, title)| {
        let code = code.clone();
        choice(format!("出{title}"), move |cx: &mut Cx| documents::make(code, id.to_string(), cx))
    }));
}
