//! Handing a grid over: its open work goes to who takes it, on record (谁跟踪, INS-16).

use chrono::NaiveDate;

use super::{Office, Refusal, act::Trace};
use crate::{
    domain::{
        hazard::Step,
        permission::Deed,
        unit::{Assignment, Duty, Level, UnitPath},
    },
    store::{self, Driver, hazards},
};

/// What a handover did with the open work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handed {
    pub moved: u32,
    /// Who follows it now; empty when no grid officer was named.
    pub to: String,
    /// The day has not come yet: the work stays where it is until then.
    pub later: bool,
}

/// Open hazards on their way to another officer.
pub(super) struct Work {
    grid: UnitPath,
    from: Vec<String>,
    to: String,
    hazards: Vec<(hazards::Stored, Step)>,
}

impl Work {
    pub(super) fn moved(&self) -> u32 {
        self.hazards.len() as u32
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
        trace.note(
            "grid_work",
            self.grid.parent().as_ref(),
            &self.grid,
            &serde_json::json!({ "from": self.from, "to": self.to, "hazards": self.moved() }),
        )
    }
}

impl Office {
    /// The open hazards of a grid that its former officers follow, for the new one.
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
        Ok(Work { grid: grid.clone(), from, to: to.to_owned(), hazards: work })
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
        let former = former(&officers, |name| !standing.iter().any(|post| post.name == name));
        let work = self.work_of(&grid, former, &now.name, now.from)?;
        let handed = Handed { moved: work.moved(), to: now.name.clone(), later: false };
        if handed.moved > 0 {
            let actor = self.act.signature().to_owned();
            self.act.write(&mut self.store, Deed::Handover, |driver, trace| {
                work.write(driver, trace, &actor)
            })?;
        }
        Ok(handed)
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
