//! What was left half filled is found again from 今日: the very window, with what was typed.

use super::{
    ask,
    choose::{Choose, choice},
    documents, hazard_acts, inspection, ledgers, major, matters, notices, premises, reports, units,
    warn,
};
use crate::{
    domain::{id::Id, matter::MatterKind},
    office::{Office, drafts::Draft},
    tui::screen::Cx,
};

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
        (ask::DRAFT, "reports", ..) => reports::resume(draft.clone(), cx),
        (ask::DRAFT, "documents", ..) => documents::resume(draft.clone(), third.to_owned(), cx),
        (ask::DRAFT, "warn", ..) => warn::resume(draft.clone(), cx),
        (ask::DRAFT, "units", what, _) => {
            // A unit's path has slashes of its own.
            let whom = draft.subject.splitn(3, '/').nth(2).unwrap_or_default();
            units::resume(draft.clone(), what.to_owned(), whom.to_owned(), cx);
        }
        (ask::DRAFT, "paper", code, _) => documents::make(code, third.to_owned(), cx),
        (ask::DRAFT, "entry", ledger, of) if Id::parse(ledger).is_none() => {
            ledgers::resume(ledger, of, cx);
        }
        (ask::DRAFT, "entry", ..) => cx.open(ledgers::Ledgers::default()),
        _ => gone(draft.clone(), "这份草稿是别的版本留下的，打不开。", cx),
    }
}

/// What a draft was about is no more: what was typed is shown, and goes only when that is said.
pub fn gone(draft: Draft, why: &str, cx: &mut Cx) {
    let mut intro = vec![why.to_owned()];
    intro.extend(ask::typed_in(&draft).map(|typed| format!("填过的：{typed}")));
    let Draft { kind, subject, title, .. } = draft;
    let drop = move |cx: &mut Cx| {
        cx.tell(move |office: &mut Office| office.drop_draft(&kind, &subject));
        cx.say("草稿丢掉了。");
    };
    let choices = vec![choice("留着", |_: &mut Cx| ()), choice("丢掉这份草稿", drop)];
    cx.replace(Choose::new("today", title, choices).intro(intro));
}
