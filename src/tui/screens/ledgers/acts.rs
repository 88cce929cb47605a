//! What else can be done in a ledger: an accident's screen, the papers about a row (快报), a draw for 抽查.

use crate::{
    form::{facts::About, ledger::Ledger},
    office::{
        Office, accident,
        event::{self, Linking},
        ledger::Stored,
        matters::Line,
        sample,
    },
    tui::{
        screen::Cx,
        screens::{
            accident::Accident,
            choose::{Choice, Choose, choice},
            documents,
            ledgers::{day, entries::Entries, spread, ticks},
            matters::{self, Start},
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
    let Some(clue) = row.filter(|_| ledger.code == event::CLUES) else {
        return show(ledger, row, &[], papers, cx);
    };
    let (id, row, ledger, papers) = (clue.entry.id, clue.clone(), ledger.clone(), papers.clone());
    cx.ask(
        move |office| office.events_about(id),
        move |_: &mut Entries, result, cx| match result {
            Ok(events) => show(&ledger, Some(&row), &events, &papers, cx),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn show(ledger: &Ledger, row: Option<&Stored>, events: &[Line], papers: &Papers, cx: &mut Cx) {
    let mut choices = Vec::new();
    if ledger.code == sample::LEDGER {
        choices.push(choice("抽取一批", |cx: &mut Cx| cx.open(ask_draw())));
    }
    if ledger.batch.is_some() {
        let ledger = ledger.clone();
        choices.push(choice(
            "多家一起登记：一个网格、社区或查到的每家一条",
            move |cx: &mut Cx| {
                cx.open(spread::Opening { ledger });
            },
        ));
    }
    if ledger.tick.is_some() {
        let code = ledger.code.clone();
        choices.push(choice(
            "逐日登记表：一家一行，一个键登记一天",
            move |cx: &mut Cx| {
                cx.open(ticks::Sheet::of(code, cx.shared.today()));
            },
        ));
    }
    if ledger.daily.is_some() {
        let ledger = ledger.clone();
        choices.push(choice(
            "由一天的记录拟稿：当天到过的单位各一条",
            move |cx: &mut Cx| {
                let by = cx.shared.office.as_ref().map_or("", |sign| sign.actor.as_str());
                cx.open(day::ask_day(&ledger, by, cx.shared.today()));
            },
        ));
    }
    if let Some(row) = row {
        of_row(ledger, row, papers, &mut choices);
        if ledger.code == event::CLUES {
            of_clue(ledger, row, events.to_vec(), &mut choices);
        }
    }
    if choices.is_empty() {
        return cx.alarm("还没有记录可选。");
    }
    cx.open(Choose::new("ledgers", ledger.title.clone(), choices));
}

/// The events that a clue has to do with, and a new one (EVT-05).
fn of_clue(ledger: &Ledger, row: &Stored, events: Vec<Line>, choices: &mut Vec<Choice>) {
    let about = vec![ledger.told(&row.entry.fields, &[])];
    let links = Linking { clues: vec![row.entry.id], ..Linking::default() };
    choices.push(choice("登记网格事件", move |cx: &mut Cx| {
        let today = cx.shared.today();
        cx.open(matters::ask_event_about(Start { about, links }, today));
    }));
    choices.extend(matters::see(events));
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
