//! Whose a hazard or a task was on a day: what became late in somebody's hands stays with who had it then, wherever it has
//! gone since.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Office, Refusal};
use crate::{
    domain::{hazard::Step, id::Id, inspection::first_owner, unit::Assignment},
    store::{
        self, Driver,
        hazards::{self, Line, Stored},
        inspections,
    },
};

/// Who followed hazards when; of one that was never handed over its line says it.
#[derive(Default)]
pub(super) struct Hands(HashMap<Id, Vec<(NaiveDate, String)>>);

impl Hands {
    /// Who followed a hazard at the end of a day.
    pub(super) fn on<'a>(&'a self, line: &'a Line, day: NaiveDate) -> &'a str {
        let Some(hands) = self.0.get(&line.id) else { return &line.owner };
        let had = hands.iter().rev().find(|(since, _)| *since <= day).or(hands.first());
        had.map_or(line.owner.as_str(), |(_, name)| name)
    }

    /// All who have followed it at the end of some day up to one.
    pub(super) fn until<'a>(&'a self, line: &'a Line, day: NaiveDate) -> Vec<&'a str> {
        let Some(hands) = self.0.get(&line.id) else { return vec![&line.owner] };
        let days: BTreeSet<NaiveDate> =
            hands.iter().map(|(since, _)| *since).filter(|since| *since <= day).collect();
        days.into_iter().map(|since| self.on(line, since)).collect()
    }
}

/// Who followed a hazard when it was found; `None` where its inspection is not known any more.
pub(in crate::office) fn found_by(
    driver: &mut dyn Driver,
    posts: &[Assignment],
    stored: &Stored,
) -> Result<Option<String>, Refusal> {
    let hazard = &stored.hazard;
    let handed = stored.steps.iter().any(|(step, _)| matches!(step, Step::HandedOver { .. }));
    if !handed {
        return Ok(Some(hazard.owner.clone()));
    }
    let found = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
    Ok(found.map(|found| {
        first_owner(&found.inspectors, found.grid.as_ref(), posts, found.on).to_owned()
    }))
}

impl Office {
    /// Who followed some hazards when, as far as one of them was handed over since a day.
    pub(super) fn hands_of(&mut self, lines: &[Line], since: NaiveDate) -> Result<Hands, Refusal> {
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let moved = hazards::handed_over(driver, &scope, since)?;
        let posts = store::units::assignments(driver, &self.home)?;
        let mut hands = Hands::default();
        for line in lines.iter().filter(|line| moved.contains(&line.id)) {
            let Some(stored) = hazards::by_id(driver, &line.community, line.id)? else { continue };
            let Some(first) = found_by(driver, &posts, &stored)? else { continue };
            let mut all = vec![(stored.hazard.found_on, first)];
            for (step, _) in stored.standing() {
                if let Step::HandedOver { on, to, .. } = step {
                    all.push((*on, to.trim().to_owned()));
                }
            }
            hands.0.insert(line.id, all);
        }
        Ok(hands)
    }
}
