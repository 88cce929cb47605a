//! The rows behind a figure of the board: counted and listed by the same rule, so that they are as many.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Within;
use crate::{
    domain::{
        hazard::{self, StepKind},
        id::Id,
        review::{Counts, Figure, Stand, Week},
    },
    office::{Office, Refusal},
    store::{inspections, weeks},
};

pub use crate::store::{inspections::Line as Visited, weeks::UnsignedNotice};

/// What a figure has counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    /// One that was extended or refused twice in the week stands here once.
    Hazards(Vec<Id>),
    Visits(Vec<Visited>),
    Notices(Vec<UnsignedNotice>),
}

/// Whether a hazard has taken a step of a kind in a week, once or oftener.
pub(super) fn has_stepped(told: &weeks::Told, kind: StepKind, week: Week) -> bool {
    let steps = hazard::standing(&told.steps, |step| step);
    steps.iter().any(|step| step.kind() == kind && week.holds(step.on()))
}

impl Office {
    /// The rows of a figure in the week of a day, this one when none is said.
    pub fn review_figure(
        &mut self,
        of: Option<NaiveDate>,
        within: &Within,
        figure: Figure,
    ) -> Result<Rows, Refusal> {
        let week = self.review_week(of)?;
        let range = within.range();
        let driver = &mut *self.store.driver;
        Ok(match figure {
            Figure::Inspections => Rows::Visits(self.visits_in(within, week.from, week.end)?),
            Figure::Unsigned => {
                let mut notices = weeks::unsigned_notices(driver, &range, week)?;
                notices.retain(|notice| within.holds(&notice.place));
                Rows::Notices(notices)
            }
            Figure::Extended => Rows::Hazards(self.stepped_in(within, week, StepKind::Extended)?),
            Figure::Refused => Rows::Hazards(self.stepped_in(within, week, StepKind::Refused)?),
            Figure::Found
            | Figure::Closed
            | Figure::Overdue
            | Figure::MajorOpen
            | Figure::Recurring => Rows::Hazards(self.standing_in(within, week, figure)?),
        })
    }

    /// The inspections of some days, those left out that a later one corrects.
    pub fn visits_in(
        &mut self,
        within: &Within,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visited>, Refusal> {
        let driver = &mut *self.store.driver;
        let mut lines = inspections::between(driver, &within.range(), from, to)?;
        lines.retain(|line| {
            let visit = &line.inspection;
            !line.corrected && within.holds(&(visit.community.clone(), visit.grid.clone()))
        });
        Ok(lines)
    }

    fn stepped_in(
        &mut self,
        within: &Within,
        week: Week,
        kind: StepKind,
    ) -> Result<Vec<Id>, Refusal> {
        let driver = &mut *self.store.driver;
        let told = weeks::stepped(driver, &within.range(), (week.from, week.end), &[kind])?;
        let counts = |told: &&weeks::Told| has_stepped(told, kind, week);
        let here = told.iter().filter(|told| within.holds(&told.place)).filter(counts);
        Ok(here.map(|told| told.hazard).collect())
    }

    pub(super) fn standing_in(
        &mut self,
        within: &Within,
        week: Week,
        figure: Figure,
    ) -> Result<Vec<Id>, Refusal> {
        let (today, range) = (self.act.today, within.range());
        let driver = &mut *self.store.driver;
        let now = weeks::standings(driver, &range, week)?;
        // What has happened since the week ended is taken off again.
        let moved = match week.end < today {
            true => weeks::moved(driver, &range, week.end)?,
            false => Vec::new(),
        };
        let then: HashMap<Id, &weeks::Moved> =
            moved.iter().map(|moved| (moved.hazard, moved)).collect();
        let counts = |stand: &Stand, found_on: NaiveDate, recurring: bool| {
            let counts = Counts::of_hazard(stand, found_on, week);
            match figure {
                Figure::Recurring => recurring && counts.found > 0,
                figure => figure.of(&counts) > 0,
            }
        };
        let still = now.iter().filter(|one| within.holds(&one.place)).filter(|one| {
            let stand = match (figure, then.get(&one.hazard)) {
                // The board counts these as they stand today.
                (Figure::Recurring, _) | (_, None) => &one.stand,
                (_, Some(moved)) => &moved.then,
            };
            counts(stand, one.found_on, one.recurring)
        });
        let mut ids: Vec<Id> = still.map(|one| one.hazard).collect();
        // What left both since: closed long after, or withdrawn.
        let gone = moved.iter().filter(|moved| within.holds(&moved.place));
        ids.extend(
            gone.filter(|moved| counts(&moved.then, moved.found_on, false))
                .map(|moved| moved.hazard)
                .filter(|id| now.iter().all(|one| one.hazard != *id)),
        );
        Ok(ids)
    }
}
