//! The facts of what goes its road beside the hazards: transfers, supervisions, events.

use chrono::NaiveDate;

use super::{Known, day, numbered, put};
use crate::{
    domain::{
        event,
        matter::{Matter, Road},
        supervision::{self, Of},
        transfer,
    },
    store::matters::Stored,
    terms,
};

pub(super) fn transfer_known(stored: &Stored<transfer::Course>) -> Known {
    let mut known = Known::new();
    let sent = &stored.matter.opening;
    for (name, value) in [
        ("to", sent.to.clone()),
        ("cc", sent.cc.join("、")),
        ("by", sent.by.clone()),
        ("approver", sent.approver.clone()),
        ("opinion", sent.opinion.clone()),
        ("content", sent.content.clone()),
        ("sent_on", terms::date(sent.on)),
        ("due", terms::date(sent.due)),
    ] {
        put(&mut known, name, value);
    }
    for (step, _) in &stored.steps {
        match step {
            transfer::Step::Received { on, by } => {
                said(&mut known, [("received_on", &terms::date(*on)), ("received_by", by)]);
            }
            transfer::Step::Replied { on, by, opinion } => said(
                &mut known,
                [("replied_on", &terms::date(*on)), ("replied_by", by), ("reply", opinion)],
            ),
            transfer::Step::FedBack { on, result, .. } => {
                said(&mut known, [("fed_back_on", &terms::date(*on)), ("result", result)]);
            }
            transfer::Step::Reminded { .. } | transfer::Step::Withdrawn { .. } => {}
        }
    }
    known
}

/// A supervision, and the reports on how it goes.
pub(super) fn supervision_known(stored: &Stored<supervision::Course>) -> (Known, Vec<Known>) {
    let mut known = Known::new();
    let Matter { opening, title, .. } = &stored.matter;
    put(&mut known, "of", title.clone());
    put(&mut known, "unit", opening.unit.clone());
    put(&mut known, "opened_on", terms::date(opening.on));
    put(&mut known, "report_every", terms::every(opening.every));
    match &opening.of {
        Of::Hazard(of) => {
            put(&mut known, "responsible_unit", of.responsible_unit.clone());
            put(&mut known, "responsible", of.responsible.clone());
            put(&mut known, "leader", of.leader.clone());
            let deadline = stored.matter.course.last_deadline().unwrap_or(of.deadline);
            put(&mut known, "deadline", terms::date(deadline));
            put(&mut known, "first_deadline", terms::date(of.deadline));
            put(&mut known, "extension_workdays", of.extension_workdays.to_string());
        }
        Of::Community(of) => {
            // What the source does not name is named by its words; else they are the facts.
            let situation = terms::situation(of.situation);
            let named = match of.situation {
                supervision::Situation::Other if !of.words.is_empty() => {
                    format!("{situation}（{}）", of.words)
                }
                _ => situation.to_owned(),
            };
            put(&mut known, "situation", named);
            put(&mut known, "words", of.words.clone());
        }
    }
    let mut progress = Vec::new();
    // The deadline before an extension is the one that is extended.
    let mut before = match &opening.of {
        Of::Hazard(of) => Some(of.deadline),
        Of::Community(_) => None,
    };
    for (step, _) in &stored.steps {
        match step {
            supervision::Step::Reported { on, by, note } => progress.push(noted(*on, by, note)),
            supervision::Step::ExtensionAsked { on, until, reason, .. } => said(
                &mut known,
                [
                    ("extension_asked_on", &terms::date(*on)),
                    ("extension_until", &terms::date(*until)),
                    ("extension_reason", reason),
                    ("extension_decision", ""),
                    ("extension_opinion", ""),
                    ("extension_from", &day(before)),
                ],
            ),
            supervision::Step::ExtensionGranted { until, opinion, .. } => {
                before = Some(*until);
                said(
                    &mut known,
                    [
                        ("extension_until", &terms::date(*until)),
                        ("extension_decision", "同意延期治理"),
                        ("extension_opinion", opinion),
                    ],
                );
            }
            supervision::Step::ExtensionDenied { opinion, .. } => said(
                &mut known,
                [
                    ("extension_until", ""),
                    ("extension_decision", "不同意延期治理"),
                    ("extension_opinion", opinion),
                ],
            ),
            supervision::Step::AcceptanceGiven { on, passed, opinion, .. } => said(
                &mut known,
                [
                    ("acceptance_on", &terms::date(*on)),
                    ("acceptance_result", if *passed { "合格" } else { "不合格" }),
                    ("acceptance_opinion", opinion),
                ],
            ),
            supervision::Step::AcceptanceAsked { on, .. } => {
                said(&mut known, [("acceptance_asked_on", &terms::date(*on))]);
            }
            supervision::Step::Lifted { .. } | supervision::Step::Withdrawn { .. } => {}
        }
    }
    (known, numbered(progress))
}

/// An event, and its way from desk to desk.
pub(super) fn event_known(stored: &Stored<event::Course>) -> (Known, Vec<Known>) {
    let mut known = Known::new();
    let opening = &stored.matter.opening;
    let course = &stored.matter.course;
    let at = opening.at.map(|at| format!(" {at}")).unwrap_or_default();
    for (name, value) in [
        ("source", terms::source(opening.source).to_owned()),
        ("at", format!("{}{at}", terms::date(opening.on))),
        ("place", opening.place.clone()),
        ("object", opening.object.clone()),
        ("content", opening.content.clone()),
        ("informant", opening.informant.clone()),
        ("informant_phone", opening.phone.clone()),
        ("registered_by", opening.by.clone()),
        ("registered_on", terms::date(opening.on)),
        ("state", terms::event_state(course.kind()).to_owned()),
        ("result", course.result().unwrap_or_default().to_owned()),
        ("done_on", day(course.closed_on())),
    ] {
        put(&mut known, name, value);
    }
    if let Some((on, fen)) = course.rewarded() {
        put(&mut known, "reward", terms::yuan(fen));
        put(&mut known, "reward_on", terms::date(on));
    }
    // What was done, beside how it ended.
    let done = stored.steps.iter().filter_map(|(step, _)| match step {
        event::Step::Handled { on, by, note } => Some(format!("{} {by}：{note}", terms::date(*on))),
        _ => None,
    });
    put(&mut known, "handled", done.collect::<Vec<_>>().join("；"));
    // 查证情况, where the result begins with it.
    let result = course.result().unwrap_or_default();
    let verified = ["不属实", "部分属实", "属实"].into_iter().find(|word| result.starts_with(word));
    put(&mut known, "verified", verified.unwrap_or_default());
    let hops = event::hops(opening, &stored.road()).unwrap_or_default();
    let rows = hops.into_iter().map(|hop| {
        let mut row = noted(hop.on, &hop.by, "");
        put(&mut row, "from", hop.from.name);
        put(&mut row, "to", hop.to.map(|seat| seat.name).unwrap_or_default());
        put(&mut row, "opinion", hop.opinion);
        put(&mut row, "days", hop.days.to_string());
        row
    });
    (known, numbered(rows))
}

fn said<const N: usize>(known: &mut Known, facts: [(&str, &str); N]) {
    for (name, value) in facts {
        put(known, name, value);
    }
}

/// One row of what somebody reported.
pub(super) fn noted(on: NaiveDate, by: &str, note: &str) -> Known {
    let mut row = Known::new();
    said(&mut row, [("on", &terms::date(on)), ("by", by), ("note", note)]);
    row
}
