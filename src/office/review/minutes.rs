//! The minutes of a week, community by community: each meets by itself (S0 §一.2(1)).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{MEETINGS, Office, Refusal};
use crate::{
    domain::{
        review::Week,
        unit::{Level, UnitPath},
    },
    store::entries,
};

/// A community in a week, with minutes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub community: UnitPath,
    pub name: String,
    /// None of a community that has none on record.
    pub minutes: Option<entries::Stored>,
}

impl Office {
    /// What each community in sight has on record of the week of a day: those that lack it first. One that has entered two
    /// meetings stands twice.
    pub fn minutes(&mut self, of: Option<NaiveDate>) -> Result<Vec<Meeting>, Refusal> {
        let today = self.act.today;
        match Week::of(of.unwrap_or(today), today) {
            Some(week) => self.meetings_of(week),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn meetings_of(&mut self, week: Week) -> Result<Vec<Meeting>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(MEETINGS.to_owned()),
            from: Some(week.from),
            to: Some(week.to),
            ..entries::Filter::default()
        };
        let rows = self.entries(&filter)?;
        let met: BTreeSet<UnitPath> = rows.iter().map(|row| row.entry.community.clone()).collect();
        let lack = self
            .units_on(Level::Community, week.from)
            .filter(|unit| !met.contains(&unit.path) && unit.valid_from <= week.end)
            .map(|unit| (unit.path.clone(), None));
        let all: Vec<_> = lack.collect();
        let held = rows.into_iter().map(|row| (row.entry.community.clone(), Some(row)));
        let name = |(community, minutes): (UnitPath, Option<entries::Stored>)| Meeting {
            name: self.unit_name_apart(&community),
            community,
            minutes,
        };
        Ok(all.into_iter().chain(held).map(name).collect())
    }
}
