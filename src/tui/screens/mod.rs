//! The screens, one a file; and which one a command of the top opens.

pub mod accident;
pub mod analysis;
pub mod ask;
mod asked;
mod barred;
pub mod calendar;
pub mod choose;
pub mod contacts;
pub mod criteria;
mod days;
pub mod documents;
pub mod fields;
pub mod first_run;
pub mod hazard_acts;
pub mod hazards;
pub mod help;
pub mod inbox;
pub mod inspection;
pub mod ledgers;
pub mod major;
pub mod matters;
pub mod menu;
pub mod notices;
pub mod officers;
pub mod opening;
pub mod palette;
pub mod papers;
pub mod people;
pub mod premises;
pub mod projector;
pub mod report;
pub mod reports;
pub mod review;
pub mod rounds;
pub mod sample;
pub mod settings;
pub mod today;
pub mod undo;
pub mod units;
pub mod warn;

use super::{
    keys::Command,
    screen::{Cx, Screen},
};
use crate::{
    domain::{id::Id, matter::MatterKind},
    office::drafts::Draft,
};

/// The screen that a command of the bottom line opens from anywhere.
pub fn home(command: Command) -> Option<Box<dyn Screen>> {
    Some(match command {
        Command::Today => Box::new(today::Today::default()),
        Command::Premises => Box::new(premises::Premises::new()),
        Command::Inspect => Box::new(premises::Premises::to_inspect()),
        Command::Hazards => Box::new(hazards::Hazards::default()),
        Command::Calendar => Box::new(calendar::Calendar::default()),
        Command::Units => Box::new(units::Units::default()),
        Command::Settings => Box::new(settings::Settings::default()),
        Command::Notices => Box::new(notices::Notices::default()),
        Command::Matters => Box::new(matters::Matters::default()),
        Command::Documents => Box::new(documents::Documents::default()),
        Command::Review => Box::new(review::Board::default()),
        Command::Officers => Box::new(officers::Officers::default()),
        Command::Rounds => Box::new(rounds::Covered::default()),
        Command::Warn => Box::new(warn::Warnings::default()),
        Command::Analysis => Box::new(analysis::Situation::default()),
        Command::Reports => Box::new(reports::Reports::default()),
        Command::Ledgers => Box::new(ledgers::Ledgers::default()),
        Command::Inbox => Box::new(inbox::Inbox::default()),
        _ => return None,
    })
}

/// Goes on with a form that was left half filled.
pub fn resume(draft: &Draft, cx: &mut Cx) {
    let mut parts = draft.subject.split(['/', ',']);
    let mut part = || parts.next().unwrap_or_default();
    let (first, second, third) = (part(), part(), part());
    let name = draft.title.split(' ').next().unwrap_or_default();
    let about = [first, second, third].into_iter().find_map(Id::parse);
    match (draft.kind.as_str(), first, second, about) {
        (inspection::DRAFT, _, _, Some(premises))
        | (ask::DRAFT, "inspection", _, Some(premises)) => {
            cx.open(inspection::Inspection::of(premises, name));
        }
        (ask::DRAFT, "premises", "new", _) => premises::form::open_new(cx),
        (ask::DRAFT, "premises", "edit", Some(id)) => premises::form::open_edit(id, cx),
        (ask::DRAFT, "premises", "change", Some(id)) => premises::form::open_change(id, cx),
        (ask::DRAFT, "premises", "unfit", Some(id)) => {
            let (_, name) = draft.title.split_once(' ').unwrap_or_default();
            cx.open(premises::unfit::ask_flag(id, name, cx.shared.today()));
        }
        (ask::DRAFT, "hazards", title, Some(_)) => {
            let ids = draft.subject.split(['/', ',']).filter_map(Id::parse).collect();
            hazard_acts::resume(title, ids, cx);
        }
        // The window comes back by the same act.
        (ask::DRAFT, "matters", "transfer" | "supervision", Some(hazard)) => {
            hazard_acts::open_all(hazard, cx);
        }
        (ask::DRAFT, "major", ..) if !third.is_empty() && about.is_some() => {
            about.into_iter().for_each(|hazard| major::open_due(hazard, cx));
        }
        (ask::DRAFT, "major", _, Some(hazard)) => major::open(hazard, cx),
        (ask::DRAFT, "matter", kind, Some(id)) => match MatterKind::from_code(kind) {
            Some(kind) => matters::open(kind, id, cx),
            None => cx.open(matters::Matters::default()),
        },
        (ask::DRAFT, "matters", "event", _) => cx.open(matters::ask_event(cx.shared.today())),
        (ask::DRAFT, "matters", "community", _) => {
            cx.open(matters::ask_community(cx.shared.today()));
        }
        (ask::DRAFT, "matters", ..) => cx.open(matters::Matters::default()),
        (ask::DRAFT, "notices", what, _) => notices::resume(what, third.to_owned(), cx),
        (ask::DRAFT, "reports", ..) => cx.open(reports::Reports::default()),
        (ask::DRAFT, "documents", ..) => cx.open(documents::Documents::default()),
        (ask::DRAFT, "warn", ..) => cx.open(warn::Warnings::default()),
        (ask::DRAFT, "units", ..) => cx.open(units::Units::default()),
        (ask::DRAFT, "paper", code, _) => documents::make(code, third.to_owned(), cx),
        (ask::DRAFT, "entry", ledger, of) if Id::parse(ledger).is_none() => {
            ledgers::resume(ledger, of, cx);
        }
        (ask::DRAFT, "entry", ..) => cx.open(ledgers::Ledgers::default()),
        _ => cx.alarm("这份草稿是别的版本留下的，打不开。"),
    }
}
