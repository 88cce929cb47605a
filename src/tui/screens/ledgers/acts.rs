//! What else can be done in a ledger: an accident's screen, the papers about a row (快报), a draw for 抽查.

use crate::{
    domain::{entry::Entry, id::Id},
    form::ledger::Ledger,
    office::{
        Office, Refusal, accident,
        event::{self, Linking},
        ledger::Stored,
        matters::Line,
        sample,
    },
    tui::{
        screen::Cx,
        screens::{
            accident::Accident,
            ask::Ask,
            choose::{Choice, Choose, choice},
            documents,
            ledgers::{day, entries::Entries, opening::open as open_ledger, spread, ticks},
            matters::{self, Start},
            sample::ask_draw,
        },
    },
};

/// Code and title of each paper about a row.
pub type Papers = Vec<(String, String)>;

pub fn papers_of(office: &Office, row: &Entry) -> Papers {
    office.papers_of_row(row).map(|paper| (paper.code.clone(), paper.title.clone())).collect()
}

/// Opens the minutes that a task comes from.
pub fn minutes(task: &Stored, cx: &mut Cx) {
    let entry = task.entry.clone();
    cx.ask(
        move |office| office.minutes_behind(&entry),
        |_: &mut Entries, result, cx| match result {
            Ok(Some(minutes)) => open_ledger(minutes.entry.ledger, Some(minutes.entry.id), cx),
            Ok(None) => cx.say("这件任务不是例会部署的，或者例会记录已经作废。"),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// What can be done besides entering rows and putting them right.
pub fn open(ledger: &Ledger, row: Option<&Stored>, papers: &[(String, String)], cx: &mut Cx) {
    let Some(clue) = row.filter(|_| ledger.code == event::CLUES) else {
        return show(ledger, row, &[], papers, cx);
    };
    let (id, row, ledger, papers) = (clue.entry.id, clue.clone(), ledger.clone(), papers.to_vec());
    cx.ask(
        move |office| office.events_about(id),
        move |_: &mut Entries, result, cx| match result {
            Ok(events) => show(&ledger, Some(&row), &events, &papers, cx),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn show(
    ledger: &Ledger,
    row: Option<&Stored>,
    events: &[Line],
    papers: &[(String, String)],
    cx: &mut Cx,
) {
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
    let start = from_clue(ledger, row);
    choices.push(choice("登记网格事件", move |cx: &mut Cx| {
        let today = cx.shared.today();
        cx.open(matters::ask_event_about(start, today));
    }));
    choices.extend(matters::see(events));
}

/// An event begins from a clue.
fn from_clue(ledger: &Ledger, row: &Stored) -> Start {
    Start {
        about: vec![ledger.told(&row.entry.fields, &[])],
        links: Linking { clues: vec![row.entry.id], ..Linking::default() },
    }
}

/// Opens the window of an event again, with the clue that it was begun from.
pub fn event_again(office: &mut Office, clue: Option<Id>) -> Result<Ask, Refusal> {
    let today = office.today();
    let Some(clue) = clue else { return Ok(matters::ask_event(today)) };
    let row = office.entry(clue)?;
    let ledger = office.ledger(&row.entry.ledger)?;
    Ok(matters::ask_event_about(from_clue(&ledger, &row), today))
}

fn of_row(ledger: &Ledger, row: &Stored, papers: &[(String, String)], choices: &mut Vec<Choice>) {
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
