//! A matter as it stands, read with the acts that are open to it.

use super::Act;
use crate::{
    domain::{
        event,
        matter::MatterKind,
        permission::Deed,
        supervision::{self, Of},
        transfer,
    },
    office::{Office, Refusal, event::way},
    terms,
    tui::screens::matters::links,
};

/// What is shown of a matter, and the acts that its state allows.
pub struct Told {
    pub intro: Vec<String>,
    pub acts: Vec<Offer>,
    /// 撤销立项 of a supervision or an event that is open: rare, so it is the last line.
    pub unopen: Option<Offer>,
    /// Of an event.
    pub links: Option<links::Known>,
}

/// An act, what has to be allowed to who does it, and why it cannot be done now.
pub struct Offer {
    pub act: Act,
    pub deed: Deed,
    pub why: Option<String>,
}

impl Offer {
    /// An act that nothing stands against.
    fn open(act: Act) -> Offer {
        Offer { act, deed: act.deed(), why: None }
    }
}

pub fn told(office: &mut Office, kind: MatterKind, id: &str) -> Result<Told, Refusal> {
    match kind {
        MatterKind::Transfer => transfer(office, id),
        MatterKind::Supervision => supervision(office, id),
        MatterKind::Event => event(office, id),
    }
}

fn transfer(office: &mut Office, id: &str) -> Result<Told, Refusal> {
    let stored = office.transfer(id)?;
    let sent = &stored.matter.opening;
    let state = stored.matter.course.kind();
    let intro = vec![
        stored.matter.title.clone(),
        format!(
            "{}抄告{}，请于{}前回复；现在{}",
            terms::date(sent.on),
            sent.to,
            terms::date(sent.due),
            terms::transfer_state(state)
        ),
    ];
    let acts: &[Act] = match state {
        transfer::StateKind::Sent => &[Act::Receive, Act::Remind, Act::Withdraw],
        transfer::StateKind::Received => &[Act::Reply, Act::Remind, Act::Withdraw],
        transfer::StateKind::Replied => &[Act::FeedBack, Act::Remind],
        transfer::StateKind::FedBack | transfer::StateKind::Withdrawn => &[],
    };
    let acts = acts.iter().copied().map(Offer::open).collect();
    Ok(Told { intro, acts, unopen: None, links: None })
}

fn supervision(office: &mut Office, id: &str) -> Result<Told, Refusal> {
    let stored = office.supervision(id)?;
    let course = &stored.matter.course;
    let state = course.kind();
    let deadline = course.deadline().map(|day| format!("，限期{}", terms::date(day)));
    let next = course.next_report().map(|day| format!("，{}前报告进展", terms::date(day)));
    let intro = vec![
        stored.matter.title.clone(),
        format!(
            "{}督办{}{}；现在{}",
            stored.matter.opening.unit,
            deadline.unwrap_or_default(),
            next.unwrap_or_default(),
            terms::supervision_state(state)
        ),
    ];
    let hazard = matches!(stored.matter.opening.of, Of::Hazard(_));
    let acts: &[Act] = match state {
        supervision::StateKind::Lifted | supervision::StateKind::Withdrawn => &[],
        _ if !hazard => &[Act::Report, Act::Lift],
        _ => &[
            Act::Report,
            Act::AskExtension,
            Act::Grant,
            Act::Deny,
            Act::AskAcceptance,
            Act::Accept,
            Act::Lift,
        ],
    };
    let offer = |act: &Act| Offer { act: *act, deed: act.deed(), why: act.refused(state) };
    let unopen = match acts.is_empty() {
        true => None,
        false => Some(Offer {
            act: Act::Unopen,
            deed: Act::Unopen.deed(),
            why: office.withdrawal_barred(MatterKind::Supervision, id)?,
        }),
    };
    Ok(Told { intro, acts: acts.iter().map(offer).collect(), unopen, links: None })
}

fn event(office: &mut Office, id: &str) -> Result<Told, Refusal> {
    let stored = office.event(id)?;
    let course = &stored.matter.course;
    let mut intro = vec![stored.matter.title.clone()];
    for hop in way(&stored)?.iter().rev().take(3).rev() {
        let to = hop.to.as_ref().map_or("", |seat| seat.name.as_str());
        intro.push(format!(
            "{} {}→{to} {} 用时{}天",
            terms::month_day(hop.on),
            hop.from.name,
            hop.by,
            hop.days
        ));
    }
    let state = course.kind();
    intro.push(format!(
        "在{}，{}，已{}天",
        course.seat().name,
        terms::event_state(state),
        (office.today() - course.here_since()).num_days()
    ));
    let acts: &[Act] = match state {
        event::StateKind::At => &[Act::Handle, Act::PassUp, Act::Assign, Act::Reward],
        event::StateKind::Handled | event::StateKind::Returned => {
            &[Act::Return, Act::Finish, Act::Reward]
        }
        event::StateKind::Done => &[Act::Reward],
        event::StateKind::Withdrawn => &[],
    };
    let unopen = match state {
        event::StateKind::Done | event::StateKind::Withdrawn => None,
        _ => Some(Offer {
            act: Act::Unopen,
            deed: office.event_withdrawal(&stored),
            why: office.withdrawal_barred(MatterKind::Event, id)?,
        }),
    };
    let links = links::known(office, id)?;
    intro.extend(links.says());
    let acts = acts.iter().copied().map(Offer::open).collect();
    Ok(Told { intro, acts, unopen, links: Some(links) })
}
