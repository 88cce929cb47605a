//! What an event has to do with: inspections, hazards, clues, put to it and taken off.

use super::acts;
use crate::{
    domain::{id::Id, linked::LinkKind},
    office::{
        Office, Refusal,
        event::{Linked, Linking},
        matters::Line,
    },
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, Done, here, office},
            choose::{Choice, Choose, choice},
        },
        widget::form::{Form, choice as pick},
    },
};

/// The events that something has to do with: the only one at once, several by their titles.
pub fn see(events: Vec<Line>) -> Option<Choice> {
    let open = |line: &Line, cx: &mut Cx| acts::open(line.kind, line.id, cx);
    (!events.is_empty()).then(|| {
        choice("看关联的事件", move |cx: &mut Cx| match events.as_slice() {
            [only] => open(only, cx),
            _ => {
                let titles = events
                    .into_iter()
                    .map(|line| choice(line.title.clone(), move |cx: &mut Cx| open(&line, cx)));
                cx.open(Choose::new("matters", "关联的事件", titles.collect()));
            }
        })
    })
}

/// What an event is linked with, and what it may be linked with besides.
pub struct Known {
    there: Vec<Linked>,
    more: Vec<Linked>,
}

pub fn known(office: &mut Office, id: &str) -> Result<Known, Refusal> {
    let stored = office.event(id)?;
    Ok(Known { there: office.event_links(&stored)?, more: office.linkable(&stored)? })
}

impl Known {
    /// One line each.
    pub fn says(&self) -> Vec<String> {
        self.there.iter().map(|linked| format!("关联{}", said(linked))).collect()
    }

    /// Asks which of them.
    pub fn open(self, event: Id, cx: &mut Cx) {
        let link = |linked: &Linked, on: bool| {
            let linked = linked.clone();
            let label = format!("{}{}", if on { "" } else { "取消 " }, said(&linked));
            choice(label, move |cx: &mut Cx| cx.open(ask(event, linked, on)))
        };
        let mut choices: Vec<_> = self.more.iter().map(|linked| link(linked, true)).collect();
        choices.extend(self.there.iter().map(|linked| link(linked, false)));
        if choices.is_empty() {
            return cx.alarm("这家单位（这个社区）还没有可以关联的检查、隐患和线索。");
        }
        cx.open(Choose::new("matters", "关联检查、隐患、线索", choices));
    }
}

/// 检查 11月20日 隆旺棋牌室 陈一鸣
fn said(linked: &Linked) -> String {
    let word = terms::link(linked.link.kind);
    format!("{word} {} {}", terms::month_day(linked.on), linked.says)
}

fn ask(event: Id, linked: Linked, on: bool) -> Ask {
    let (title, yes) = if on { ("关联", "关联") } else { ("取消关联", "取消关联") };
    let form = Form::new(vec![pick("sure", title, [("yes", yes), ("no", "不办")], "yes")]);
    Ask::new("matters", title, vec![said(&linked)], form, move |form| {
        if form.get("sure") != "yes" {
            return here(|_| ());
        }
        let (id, linking) = (event.to_string(), linking(&linked));
        office(move |office| {
            match on {
                true => office.link_event(&id, &linking)?,
                false => office.unlink_event(&id, &linking)?,
            };
            Ok(Done::said(if on { "已关联。" } else { "已取消关联。" }))
        })
    })
    .passing()
}

fn linking(linked: &Linked) -> Linking {
    let id = linked.link.id;
    let mut linking = Linking::default();
    match linked.link.kind {
        LinkKind::Inspection => linking.inspections.push(id.to_string()),
        LinkKind::Hazard => linking.hazards.push(id.to_string()),
        LinkKind::Clue => linking.clues.push(id),
    }
    linking
}
