//! The facts of a grid: its name, who answers for it, and how much lies in it.

use std::collections::BTreeMap;

use super::{Known, Office, Refusal, put};
use crate::{
    domain::{
        premises::Status,
        staff::Staff,
        unit::{Duty, UnitPath},
    },
    office::units::GridView,
    store,
};

impl Office {
    pub(super) fn grid_known(&self, grid: &GridView, staff: &[Staff]) -> Known {
        let mut known = Known::new();
        put(&mut known, "name", grid.name.clone());
        put(&mut known, "community", grid.community.clone());
        put(&mut known, "boundary", grid.boundary.clone());
        for (duty, name) in [
            (Duty::GridOfficer, "officer"),
            (Duty::Supervisor, "supervisor"),
            (Duty::Contact, "contact"),
            (Duty::Guarantor, "guarantor"),
        ] {
            let people = || grid.people.iter().filter(move |person| person.duty == duty);
            let names: Vec<&str> = people().map(|person| person.name.as_str()).collect();
            put(&mut known, name, names.join("、"));
            let posts: Vec<&str> = people()
                .map(|person| person.post.as_str())
                .filter(|post| !post.is_empty())
                .collect();
            put(&mut known, &format!("{name}_post"), posts.join("、"));
            let phones: Vec<&str> = staff
                .iter()
                .filter(|person| names.contains(&person.name.as_str()) && !person.phone.is_empty())
                .map(|person| person.phone.as_str())
                .collect();
            put(&mut known, &format!("{name}_phone"), phones.join("、"));
        }
        known
    }

    /// The counters of 表二 over the premises of a grid that have not moved out, as `table2.counter`.
    pub(super) fn category_counts(
        &mut self,
        grid: &UnitPath,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let filter = store::premises::Filter {
            grid: Some(grid.clone()),
            ..store::premises::Filter::default()
        };
        let entries = store::premises::list(&mut *self.store.driver, &self.scope, &filter)?;
        let Some(table) = self.library.register("table2") else { return Ok(BTreeMap::new()) };
        Ok(table
            .counters
            .iter()
            .map(|counter| {
                let count = entries
                    .iter()
                    .map(|stored| &stored.entry)
                    .filter(|entry| {
                        entry.status != Status::MovedOut && entry.category == counter.id
                    })
                    .count();
                // The counter that the paper leaves blank stays blank.
                let shown =
                    if counter.label.is_empty() { String::new() } else { count.to_string() };
                (format!("{}.{}", table.code, counter.id), shown)
            })
            .collect())
    }

    /// How many premises a grid has and how many of them are key ones.
    pub(super) fn grid_counts(
        &mut self,
        grid: &UnitPath,
    ) -> Result<[(&'static str, String); 2], Refusal> {
        let filter = store::premises::Filter {
            grid: Some(grid.clone()),
            ..store::premises::Filter::default()
        };
        let entries = store::premises::list(&mut *self.store.driver, &self.scope, &filter)?;
        let key = entries.iter().filter(|stored| stored.entry.key).count();
        Ok([("premises", entries.len().to_string()), ("key", key.to_string())])
    }
}
