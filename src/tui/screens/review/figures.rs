//! The figures of a line of the board, each with the way to its rows.

use chrono::NaiveDate;

use super::Board;
use crate::{
    domain::review::{Counts, Figure},
    office::review::{Rows, UnsignedNotice, Within},
    terms,
    tui::{
        screen::{Cx, ScreenId},
        screens::{
            choose::{Choose, choice},
            hazards::Hazards,
            notices::Notices,
            premises::Premises,
            rounds::Covered,
            visits,
        },
    },
};

/// A line of the board with what is asked for its rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Of {
    pub name: String,
    pub within: Within,
    pub now: Counts,
    pub before: Counts,
}

/// The menu of a line's figures; `on` is the last day of the week that has come, at whose end its coverage is told.
pub(super) fn menu(of: Of, (day, on): (Option<NaiveDate>, NaiveDate), board: ScreenId) -> Choose {
    let premises = format!("监管对象 {}", beside(of.now.premises, of.before.premises));
    let (unit, orphan, called) = (of.within.unit.clone(), of.within.orphan, of.name.clone());
    let mut choices = vec![choice(premises, move |cx: &mut Cx| {
        cx.open(match orphan {
            true => Premises::orphans(),
            false => Premises::in_unit(unit, called),
        });
    })];
    let key = |counts: Counts| format!("{}/{}", counts.key_inspected, counts.key_required);
    let says = format!("重点已查 {}({})，看覆盖率", key(of.now), key(of.before));
    choices.push(choice(says, move |cx: &mut Cx| cx.open(Covered::at(on))));
    choices.extend(Figure::ALL.map(|figure| {
        let (now, before) = (figure.of(&of.now), figure.of(&of.before));
        let says = format!("{} {}", terms::figure(figure), beside(now, before));
        let (within, name) = (of.within.clone(), of.name.clone());
        choice(says, move |cx: &mut Cx| {
            cx.send(board, move |_: &mut Board, cx| open(figure, within, name, day, cx));
        })
    }));
    Choose::new("review", format!("{}，括号里是上周", of.name), choices)
}

fn beside(now: i64, before: i64) -> String {
    format!("{now}({before})")
}

fn open(figure: Figure, within: Within, name: String, day: Option<NaiveDate>, cx: &mut Cx) {
    let title = format!("{name} {}", terms::figure(figure));
    cx.ask(
        move |office| office.review_figure(day, &within, figure),
        move |_: &mut Board, result, cx| match result {
            Ok(Rows::Hazards(ids)) => cx.open(Hazards::among(title, ids)),
            Ok(Rows::Visits(lines)) => cx.open(visits::list("review", title, lines)),
            Ok(Rows::Notices(notices)) => cx.open(unsigned(title, notices)),
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn unsigned(title: String, notices: Vec<UnsignedNotice>) -> Choose {
    let choices = notices.into_iter().map(|notice| {
        let UnsignedNotice { number, issued_on, addressee, .. } = notice;
        let label = format!("{number}  {}  {addressee}", terms::month_day(issued_on));
        choice(label, move |cx: &mut Cx| cx.open(Notices::finding(&number)))
    });
    Choose::new("review", title, choices.collect())
}
