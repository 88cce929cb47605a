//! Handing a grid over: its open work goes to who takes it, on record (谁跟踪, INS-16).

use chrono::{Days, NaiveDate};

use super::{Office, Refusal, act::Trace};
use crate::{
    domain::{
        event::{self, Desk},
        hazard::Step,
        id::Id,
        permission::Deed,
        staff,
        unit::{Assignment, Duty, Level, UnitPath},
    },
    store::{self, Driver, hazards, matters, plans},
};

/// Days ahead for which a plan is looked through.
pub(super) const PLANNED: Days = Days::new(400);

/// What a handover did with the open work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handed {
    /// Open hazards.
    pub moved: u32,
    /// Visits of the plan that nobody has made yet.
    pub visits: u32,
    /// Events that wait at the grid's desk: they are the grid's, and go with it.
    pub events: u32,
    /// Tasks of somebody who is gone.
    pub tasks: u32,
    /// Who follows it now; empty when no grid officer was named.
    pub to: String,
    /// The day has not come yet: the work stays where it is until then.
    pub later: bool,
}

impl Handed {
    /// What moved, in a sentence; empty when nothing did.
    pub fn says(&self) -> String {
        let parts = [
            (self.moved, format!("没有销号的隐患{}条，现在由{}跟踪", self.moved, self.to)),
            (self.visits, format!("计划里还没去的检查{}次，改由{}去", self.visits, self.to)),
            (self.events, format!("本网格在办的网格事件{}件，随网格移交", self.events)),
            (self.tasks, format!("没有完成的任务{}件，责任人改为{}", self.tasks, self.to)),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        if parts.is_empty() { String::new() } else { format!("已移交{}。", parts.join("；")) }
    }
}

/// Open work on its way to another officer.
pub(super) struct Work {
    pub(super) community: Option<UnitPath>,
    /// The grid, or the post of who leaves.
    pub(super) object: String,
    pub(super) from: Vec<String>,
    pub(super) to: String,
    pub(super) hazards: Vec<(hazards::Stored, Step)>,
    /// Each with whether the new officer has the same visit on that day already.
    pub(super) visits: Vec<(plans::Visit, bool)>,
    pub(super) events: Vec<Id>,
}

impl Work {
    pub(super) fn handed(&self) -> Handed {
        Handed {
            moved: self.hazards.len() as u32,
            visits: self.visits.len() as u32,
            events: self.events.len() as u32,
            tasks: 0,
            to: self.to.clone(),
            later: false,
        }
    }

    /// Whether there is nothing to be written.
    pub(super) fn is_empty(&self) -> bool {
        self.hazards.is_empty() && self.visits.is_empty() && self.events.is_empty()
    }

    /// Writes the steps and their traces, and how many there were.
    pub(super) fn write(
        &self,
        driver: &mut dyn Driver,
        trace: &mut Trace,
        actor: &str,
    ) -> Result<(), Refusal> {
        for (stored, step) in &self.hazards {
            let mut hazard = stored.hazard.clone();
            let before = std::mem::replace(&mut hazard.owner, self.to.clone());
            hazard.course = hazard.course.take(step)?;
            hazards::follow(
                driver,
                &hazard,
                stored.steps.len(),
                std::slice::from_ref(step),
                actor,
            )?;
            trace.note(
                "hazard_hand_over",
                Some(&hazard.community),
                hazard.id,
                &serde_json::json!({ "before": before, "step": step, "after": self.to }),
            )?;
        }
        for (visit, doubled) in &self.visits {
            if *doubled {
                plans::remove(driver, visit)?;
            } else {
                plans::hand_over(driver, visit, &self.to)?;
            }
        }
        let visits: Vec<_> =
            self.visits.iter().map(|(visit, _)| (visit.premises, visit.day)).collect();
        trace.note(
            "grid_work",
            self.community.as_ref(),
            &self.object,
            &serde_json::json!({
                "from": self.from, "to": self.to, "hazards": self.hazards.len(), "visits": visits,
                "events": self.events
            }),
        )
    }
}

impl Office {
    /// The open work of a grid that its former officers have, for the new one: hazards that they follow, visits
    /// on their plan; with them what waits at the grid's desk.
    pub(super) fn work_of(
        &mut self,
        grid: &UnitPath,
        from: Vec<String>,
        to: &str,
        since: NaiveDate,
    ) -> Result<Work, Refusal> {
        let reason = format!(
            "{}网格员交接，{}起由{to}负责",
            self.unit_name(grid),
            crate::terms::date(since)
        );
        let community = grid.at(Level::Community).unwrap_or_else(|| grid.clone());
        let filter =
            hazards::Filter { open: true, grid: Some(grid.clone()), ..hazards::Filter::default() };
        let on = self.act.today;
        let driver = &mut *self.store.driver;
        let mut work = Vec::new();
        for line in hazards::list(driver, &community, &filter)? {
            if !from.contains(&line.owner) {
                continue;
            }
            if let Some(stored) = hazards::by_id(driver, &community, line.id)? {
                let step = Step::HandedOver { on, to: to.to_owned(), reason: reason.clone() };
                work.push((stored, step));
            }
        }
        let first = since.max(on);
        let planned = plans::list(driver, &community, first, first + PLANNED, None)?;
        let theirs = |visit: &plans::Visit| visit.grid.as_ref() == Some(grid);
        let has = |visit: &plans::Visit| {
            planned.iter().any(|line| {
                let other = &line.visit;
                other.person == to && (other.premises, other.day) == (visit.premises, visit.day)
            })
        };
        let visits = planned
            .iter()
            .filter(|line| theirs(&line.visit) && from.contains(&line.visit.person))
            .filter(|line| line.last_on.is_none_or(|last| last < line.visit.from))
            .map(|line| (line.visit.clone(), has(&line.visit)))
            .collect();
        let open = matters::Filter { open: true, ..matters::Filter::default() };
        let events: Vec<matters::Stored<event::Course>> =
            matters::list(&mut *self.store.driver, &community, &open)?;
        let name = self.unit_name(grid);
        // Who takes a grid that nobody had takes nothing over.
        let events = events
            .into_iter()
            .filter(|stored| {
                let seat = stored.matter.course.seat();
                !from.is_empty() && seat.desk == Desk::Grid && seat.name == name
            })
            .map(|stored| stored.matter.id)
            .collect();
        Ok(Work {
            community: grid.parent(),
            object: grid.to_string(),
            from,
            to: to.to_owned(),
            hazards: work,
            visits,
            events,
        })
    }

    /// Moves the open work of those who had the grid before to who has it today, where it was left behind.
    pub fn hand_over_work(&mut self, grid: &str) -> Result<Handed, Refusal> {
        let grid = self.find_unit(Level::Grid, grid)?;
        let today = self.act.today;
        let officers: Vec<Assignment> = store::units::assignments(&mut *self.store.driver, &grid)?
            .into_iter()
            .filter(|post| post.duty == Duty::GridOfficer)
            .collect();
        let standing: Vec<&Assignment> =
            officers.iter().filter(|post| post.holds_on(today)).collect();
        let Some(now) = standing.first() else {
            return Err(Refusal::said(format!(
                "{}现在没有网格员。请先用 anban grid assign 写明由谁担任。",
                self.unit_name(&grid)
            )));
        };
        let mut former = former(&officers, |name| !standing.iter().any(|post| post.name == name));
        for name in self.gone_owners(&grid)? {
            if !former.contains(&name) {
                former.push(name);
            }
        }
        let work = self.work_of(&grid, former, &now.name, now.from)?;
        let handed = work.handed();
        // Events are the grid's: by themselves they need no deed.
        if handed.moved > 0 || handed.visits > 0 {
            let actor = self.act.signature().to_owned();
            self.act.write(&mut self.store, Deed::Handover, |driver, trace| {
                work.write(driver, trace, &actor)
            })?;
        }
        Ok(handed)
    }
}

impl Office {
    /// Who follows open hazards of a grid and has left: a visit that was written down late is still whose it was.
    fn gone_owners(&mut self, grid: &UnitPath) -> Result<Vec<String>, Refusal> {
        let staff = self.staff()?;
        let community = grid.at(Level::Community).unwrap_or_else(|| grid.clone());
        let filter =
            hazards::Filter { open: true, grid: Some(grid.clone()), ..hazards::Filter::default() };
        let open = hazards::list(&mut *self.store.driver, &community, &filter)?;
        let today = self.act.today;
        let gone = |name: &&String| staff::left_by(&staff, name, grid, today).is_some();
        Ok(open.iter().map(|line| &line.owner).filter(gone).cloned().collect())
    }
}

/// Names of the officers that a test picks, each once.
pub(super) fn former(officers: &[Assignment], picks: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for post in officers {
        if picks(&post.name) && !names.contains(&post.name) {
            names.push(post.name.clone());
        }
    }
    names
}
