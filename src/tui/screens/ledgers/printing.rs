//! Rows of a ledger on paper and in spreadsheets: those that the list shows, or those of some days of them.

use chrono::NaiveDate;

use crate::{
    domain::{
        id::Id,
        period::{self, BEGINNING},
    },
    form::ledger::Ledger,
    office::{
        documents::{LISTED, Only, Request, WAITING},
        facts::Period,
    },
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, fault, here},
            choose::{Choose, choice},
            days, papers,
        },
        widget::form::Form,
    },
};

/// What the list shows.
pub struct Shown {
    pub ledger: Ledger,
    pub premises: Option<Id>,
    pub find: String,
    /// Only those that somebody still has to see to.
    pub waiting: bool,
}

/// What can be done with these rows.
pub fn open(shown: Shown, today: NaiveDate, cx: &mut Cx) {
    let Shown { ledger, premises, find, waiting } = shown;
    let request = Request {
        // A paper about one row may have the code of its ledger.
        code: format!("{}{}", if waiting { WAITING } else { LISTED }, ledger.code),
        period: (!waiting).then_some(Period { from: BEGINNING, to: today }),
        only: Only { premises, find },
        ..Request::default()
    };
    let title = ledger.title.clone();
    let mut choices = papers::choices(request.clone(), &title, true);
    let menu = match waiting {
        true => format!("{title}（没有办完的）"),
        false => {
            let title = title.clone();
            choices.push(choice("另选日子", move |cx: &mut Cx| {
                cx.open(ask_days(request, title, today));
            }));
            format!("{}（列出的全部，作废的不出）", ledger.title)
        }
    };
    cx.open(Choose::new("documents", menu, choices));
}

/// Of which days.
fn ask_days(request: Request, title: String, today: NaiveDate) -> Ask {
    let (from, _) = period::month_of(today);
    let form = Form::new(vec![
        days::day_row("from", "从", &from.to_string(), today),
        days::day_row("to", "到", &today.to_string(), today),
    ]);
    let intro = vec!["只出这几天的记录，两头都算。".to_owned()];
    Ask::new("documents", format!("{title} 另选日子"), intro, form, move |form| {
        let (from, to) = (days::day(form, "from", today)?, days::day(form, "to", today)?);
        let (from, to) = (from.unwrap_or(BEGINNING), to.unwrap_or(today));
        if to < from {
            return fault("to", "止的日期早于起的日期。");
        }
        let request = Request { period: Some(Period { from, to }), ..request.clone() };
        let title = format!("{title} {}", terms::period(from, to));
        here(move |cx| cx.open(papers::acts(request, title, true)))
    })
    .passing()
}
