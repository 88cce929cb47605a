//! What an event has to do with: the inspection that it came from or led to, hazards, clues (EVT-05). Each is named when
//! the event is registered or later, and seen from both sides.

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::Stored;
use crate::{
    domain::{
        id::Id,
        linked::{Link, LinkKind},
        matter::MatterKind,
        permission::Deed,
        unit::UnitPath,
    },
    office::{
        Office, Refusal,
        matters::{Filter, Line, brief},
    },
    store::{self, entries, hazards, inspections, links},
    terms,
};

/// So many of each kind are proposed, and of a community only those of the last days.
const MOST: usize = 8;
const RECENT: Days = Days::new(60);

/// The ledger of clues.
pub const CLUES: &str = "clue";

/// What is named by hand: a notice's number or an id, a hazard, the id of a clue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linking {
    pub inspections: Vec<String>,
    pub hazards: Vec<String>,
    pub clues: Vec<Id>,
}

/// One thing that an event is linked with, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub link: Link,
    pub on: NaiveDate,
    pub says: String,
}

/// A link with where its record belongs.
pub(super) struct Found {
    pub link: Link,
    pub community: UnitPath,
    pub premises: Option<Id>,
}

impl Office {
    /// Links an event with more.
    pub fn link_event(&mut self, wanted: &str, linking: &Linking) -> Result<Stored, Refusal> {
        let stored = self.event(wanted)?;
        let there = self.links_of(&stored)?;
        let links: Vec<Link> = self.named_links(linking)?.iter().map(|found| found.link).collect();
        if let Some(known) = links.iter().find(|link| there.contains(link)) {
            let told = self.linked(*known)?;
            let word = terms::link(known.kind);
            return Err(Refusal::said(format!("这个事件已经关联{word}“{}”。", told.says)));
        }
        self.change_links("event_link", stored, &links, links::insert)
    }

    /// Takes links off again.
    pub fn unlink_event(&mut self, wanted: &str, linking: &Linking) -> Result<Stored, Refusal> {
        let stored = self.event(wanted)?;
        let there =
            links::of_matter(&mut *self.store.driver, &stored.matter.community, stored.matter.id)?;
        let links: Vec<Link> = self.named_links(linking)?.iter().map(|found| found.link).collect();
        if let Some(unknown) = links.iter().find(|link| !there.contains(link)) {
            let told = self.linked(*unknown)?;
            let word = terms::link(unknown.kind);
            let first = stored.matter.hazard == Some(unknown.id);
            let why =
                if first { "是登记事件时写明的，留在案上" } else { "没有关联" };
            return Err(Refusal::said(format!("{word}“{}”{why}，不能取消。", told.says)));
        }
        self.change_links("event_unlink", stored, &links, links::remove)
    }

    fn change_links(
        &mut self,
        verb: &'static str,
        stored: Stored,
        links: &[Link],
        change: fn(&mut dyn store::Driver, &UnitPath, Id, Link) -> Result<(), store::Fault>,
    ) -> Result<Stored, Refusal> {
        if links.is_empty() {
            return Err(Refusal::said("没有写明关联什么。请写检查、隐患或线索。"));
        }
        let matter = &stored.matter;
        self.check_links(links, &matter.community)?;
        self.act.write(&mut self.store, Deed::Event, |driver, trace| {
            for link in links {
                change(driver, &matter.community, matter.id, *link)?;
            }
            trace.note(verb, Some(&matter.community), matter.id, &json!({ "links": links }))
        })?;
        Ok(stored)
    }

    /// What was named, each found.
    pub(super) fn named_links(&mut self, linking: &Linking) -> Result<Vec<Found>, Refusal> {
        let mut found: Vec<Found> = Vec::new();
        let mut add = |kind, id, community, premises| {
            let link = Link { kind, id };
            if !found.iter().any(|found| found.link == link) {
                found.push(Found { link, community, premises });
            }
        };
        for wanted in &linking.inspections {
            let id = self.visit_named(wanted)?;
            let visit = self.visit(id)?.inspection;
            add(LinkKind::Inspection, id, visit.community, Some(visit.premises));
        }
        for wanted in &linking.hazards {
            let hazard = self.hazard(wanted)?.hazard;
            add(LinkKind::Hazard, hazard.id, hazard.community, Some(hazard.premises));
        }
        for id in &linking.clues {
            let entry = self.entry(*id)?.entry;
            if entry.ledger != CLUES || entry.void.is_some() {
                return Err(Refusal::said(format!(
                    "台账记录 {id} 不是可以关联的非法线索。请用 anban ledger list clue 查看编号。"
                )));
            }
            add(LinkKind::Clue, *id, entry.community, entry.premises);
        }
        Ok(found)
    }

    /// A record of another community would be looked for in the wrong place ever after.
    pub(super) fn check_links(
        &mut self,
        links: &[Link],
        community: &UnitPath,
    ) -> Result<(), Refusal> {
        for link in links {
            let theirs = self.community_of(*link)?;
            if theirs != *community {
                let told = self.linked(*link)?;
                return Err(Refusal::said(format!(
                    "{}“{}”是{}的，事件在{}，不能关联。",
                    terms::link(link.kind),
                    told.says,
                    self.unit_name(&theirs),
                    self.unit_name(community)
                )));
            }
        }
        Ok(())
    }

    fn community_of(&mut self, link: Link) -> Result<UnitPath, Refusal> {
        Ok(match link.kind {
            LinkKind::Inspection => self.visit(link.id)?.inspection.community,
            LinkKind::Hazard => self.hazard(&link.id.to_string())?.hazard.community,
            LinkKind::Clue => self.entry(link.id)?.entry.community,
        })
    }

    fn links_of(&mut self, stored: &Stored) -> Result<Vec<Link>, Refusal> {
        let matter = &stored.matter;
        let mut all = links::of_matter(&mut *self.store.driver, &matter.community, matter.id)?;
        // The hazard about which it was registered.
        if let Some(id) = matter.hazard {
            let first = Link { kind: LinkKind::Hazard, id };
            if !all.contains(&first) {
                all.insert(0, first);
            }
        }
        Ok(all)
    }

    /// What an event is linked with, in words, the oldest first.
    pub fn event_links(&mut self, stored: &Stored) -> Result<Vec<Linked>, Refusal> {
        let links = self.links_of(stored)?;
        let told = links.into_iter().map(|link| self.linked(link));
        let mut told = told.collect::<Result<Vec<Linked>, Refusal>>()?;
        told.sort_by_key(|linked| (linked.on, linked.link));
        Ok(told)
    }

    fn linked(&mut self, link: Link) -> Result<Linked, Refusal> {
        let (on, says) = match link.kind {
            LinkKind::Inspection => {
                let visit = self.visit(link.id)?;
                let number = visit.notices.last().map(|notice| format!("，{}", notice.number));
                let by = visit.inspection.inspectors.join("、");
                let says = format!("{} {by}{}", visit.premises, number.unwrap_or_default());
                (visit.inspection.on, says)
            }
            LinkKind::Hazard => {
                let hazard = self.hazard(&link.id.to_string())?.hazard;
                let state = terms::state(hazard.course.kind());
                (hazard.found_on, format!("{}（{state}）", hazard.text.trim_end_matches('。')))
            }
            LinkKind::Clue => {
                let entry = self.entry(link.id)?.entry;
                let void = if entry.void.is_some() { "（已作废）" } else { "" };
                let told = |id: &str| entry.fields.get(id).cloned().unwrap_or_default();
                let says = format!("{} {} {}", told("kind"), told("place"), told("content"));
                (entry.on, format!("{}{void}", brief(&says)))
            }
        };
        Ok(Linked { link, on, says })
    }

    /// What an event may be linked with besides: the newest inspections, hazards and clues of its premises, of its community
    /// where it is about none.
    pub fn linkable(&mut self, stored: &Stored) -> Result<Vec<Linked>, Refusal> {
        let there = self.links_of(stored)?;
        let (community, premises) = (stored.matter.community.clone(), stored.matter.premises);
        let (since, today) = (self.act.today - RECENT, self.act.today);
        let driver = &mut *self.store.driver;
        let mut links: Vec<Link> = Vec::new();
        let mut add = |kind, ids: Vec<Id>| {
            let new = ids.into_iter().map(|id| Link { kind, id });
            links.extend(new.filter(|link| !there.contains(link)).take(MOST));
        };
        let visits = match premises {
            Some(premises) => inspections::of_premises(driver, &community, premises, MOST as u32)?,
            None => {
                let lines = inspections::between(driver, &community, since, today)?;
                let lines = lines.into_iter().filter(|line| !line.corrected);
                lines.map(|line| line.inspection).collect()
            }
        };
        let mut visits: Vec<_> = visits.iter().map(|visit| (visit.on, visit.id)).collect();
        visits.sort_unstable_by(|a, b| b.cmp(a));
        add(LinkKind::Inspection, visits.into_iter().map(|(_, id)| id).collect());
        let filter = hazards::Filter { premises, open: premises.is_none(), ..Default::default() };
        let mut found = hazards::list(driver, &community, &filter)?;
        found.sort_by_key(|line| std::cmp::Reverse((line.found_on, line.id)));
        add(LinkKind::Hazard, found.iter().map(|line| line.id).collect());
        let filter = entries::Filter { ledger: Some(CLUES.to_owned()), ..Default::default() };
        let mut clues = entries::list(driver, &community, &filter)?;
        clues.retain(|clue| clue.entry.premises.is_none() || clue.entry.premises == premises);
        add(LinkKind::Clue, clues.iter().map(|clue| clue.entry.id).collect());
        links.into_iter().map(|link| self.linked(link)).collect()
    }

    /// The events that an inspection, a hazard or a clue has to do with, the open ones first.
    pub fn events_about(&mut self, id: Id) -> Result<Vec<Line>, Refusal> {
        let filter = Filter { linked: Some(id), ..Filter::default() };
        let mut events = self.matters(Some(MatterKind::Event), &filter)?;
        events.retain(|line| !line.is_withdrawn());
        Ok(events)
    }
}
