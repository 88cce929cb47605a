//! The facts of a grid: its name, who answers for it, and how much lies in it.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Known, Office, Refusal, numbered, put};
use crate::{
    domain::{
        premises::Status,
        staff::{self, Role, Staff},
        unit::{Assignment, Duty, Level, UnitPath},
    },
    office::units::GridView,
    store::{self, counts::OfCategory},
    terms,
};

pub(in crate::office) const TABLE2: &str = "table2";
/// The ledger of what was counted by hand for 表二.
pub(in crate::office) const MANUAL_COUNT: &str = "manual_count";

/// 职务 of who answers for a grid: what was written with the duty, else the post on the staff list.
pub(in crate::office) fn post<'a>(
    person: &'a Assignment,
    staff: &'a [Staff],
    on: NaiveDate,
) -> &'a str {
    let listed = || staff::listed(staff, &person.name, Some(&person.grid), on);
    match person.post.as_str() {
        "" => listed().first().map_or("", |listed| terms::role(listed.role)),
        written => written,
    }
}

/// The number of who answers for a grid, as it is on a day.
pub(super) fn phone<'a>(person: &Assignment, staff: &'a [Staff], on: NaiveDate) -> &'a str {
    let listed = staff::listed(staff, &person.name, Some(&person.grid), on);
    let phones = listed.into_iter().map(|listed| listed.phone.as_str());
    phones.into_iter().find(|phone| !phone.is_empty()).unwrap_or_default()
}

/// The duties of a grid as facts of its premises call them.
pub(super) const DUTIES: [(Duty, &str); 4] = [
    (Duty::GridOfficer, "grid_officer"),
    (Duty::Supervisor, "supervisor"),
    (Duty::Contact, "contact"),
    (Duty::Guarantor, "guarantor"),
];

/// Says who answers for a premises; nobody where it lies in no grid.
pub(super) fn answering(known: &mut Known, people: Option<&Vec<Assignment>>) {
    for (duty, name) in DUTIES {
        let of_duty = people.into_iter().flatten().filter(|person| person.duty == duty);
        let names: Vec<&str> = of_duty.map(|person| person.name.as_str()).collect();
        put(known, name, names.join("、"));
    }
}

impl Office {
    /// Who answers today for each grid of a unit, or for a grid itself.
    pub(super) fn who_answers(
        &mut self,
        of: &UnitPath,
    ) -> Result<HashMap<UnitPath, Vec<Assignment>>, Refusal> {
        let mut people: HashMap<UnitPath, Vec<Assignment>> = HashMap::new();
        for person in store::units::assignments(&mut *self.store.driver, of)? {
            if person.holds_on(self.act.today) {
                people.entry(person.grid.clone()).or_default().push(person);
            }
        }
        Ok(people)
    }

    pub(super) fn grid_known(&self, grid: &GridView, staff: &[Staff]) -> Known {
        let on = self.act.today;
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
            // Where nobody wrote a post down, it is what the staff list has the person for.
            let posts: Vec<&str> = people()
                .map(|person| post(person, staff, on))
                .filter(|post| !post.is_empty())
                .collect();
            put(&mut known, &format!("{name}_post"), posts.join("、"));
            let phones = people().map(|person| phone(person, staff, on));
            let phones: Vec<&str> = phones.filter(|phone| !phone.is_empty()).collect();
            put(&mut known, &format!("{name}_phone"), phones.join("、"));
        }
        known
    }

    /// The counters of 表二 over the premises of a grid that have not moved out, as `table2.counter`. What somebody
    /// has counted by hand goes before, and says so.
    pub(super) fn category_counts(
        &mut self,
        grid: &UnitPath,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let rows = self.category_rows(grid)?;
        let of = |row: &Known, name: &str| row.get(name).cloned().unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| {
                // The counter that the paper leaves blank stays blank.
                let blank = of(row, "label").is_empty();
                let count = if blank { String::new() } else { of(row, "count") };
                let by_hand = if of(row, "manual").is_empty() { "" } else { "（手工）" };
                (format!("{TABLE2}.{}", of(row, "id")), format!("{count}{by_hand}"))
            })
            .collect())
    }

    /// The counters of 表二 over a unit, each with the words by which premises are counted there.
    pub(super) fn category_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let driver = &mut *self.store.driver;
        // Premises lie under their community; a grid is one of their facts.
        let community = of.at(Level::Community);
        let under = community.as_ref().unwrap_or(of);
        let mut counted = store::counts::by_category(driver, under)?;
        counted.retain(|counted| of.covers(&counted.place));
        let filter = store::entries::Filter {
            ledger: Some(MANUAL_COUNT.to_owned()),
            to: Some(self.act.today),
            ..store::entries::Filter::default()
        };
        let by_people = store::entries::list(driver, under, &filter)?;
        let Some(table) = self.library.register(TABLE2).cloned() else { return Ok(Vec::new()) };
        // The newest count of each grid stands.
        let mut by_hand: BTreeMap<(UnitPath, String), i64> = BTreeMap::new();
        for stored in &by_people {
            let field = |id: &str| stored.entry.fields.get(id).cloned().unwrap_or_default();
            let name = field("grid");
            // Each community has a 一网格 of its own.
            let grid = self.units.iter().find(|unit| {
                unit.name == name
                    && of.covers(&unit.path)
                    && stored.entry.community.covers(&unit.path)
            });
            if let (Some(grid), Ok(count)) = (grid, field("count").parse()) {
                by_hand.entry((grid.path.clone(), field("label"))).or_insert(count);
            }
        }
        Ok(numbered(table.counters.iter().map(|counter| {
            let hand: Vec<(&UnitPath, i64)> = by_hand
                .iter()
                .filter(|((_, label), _)| *label == counter.label)
                .map(|((grid, _), count)| (grid, *count))
                .collect();
            let by_machine = |counted: &&OfCategory| {
                counted.category == counter.id
                    && !hand.iter().any(|(grid, _)| **grid == counted.place)
            };
            let known: i64 =
                counted.iter().filter(by_machine).map(|counted| counted.premises).sum();
            let sum: i64 = hand.iter().map(|(_, count)| count).sum();
            let name = |grid: &UnitPath| match of.level() > Level::Street {
                true => self.unit_name(grid),
                false => self.unit_name_apart(grid),
            };
            let said: Vec<String> =
                hand.iter().map(|(grid, count)| format!("{}{count}", name(grid))).collect();
            let mut row = Known::new();
            for (name, value) in [
                ("id", counter.id.clone()),
                ("label", counter.label.clone()),
                ("unit", counter.unit.clone()),
                ("count", (known + sum).to_string()),
                ("manual", said.join("、")),
                ("words", counter.words.join("、")),
                ("nature", counter.nature.join("、")),
            ] {
                put(&mut row, name, value);
            }
            row
        })))
    }

    /// How many premises a grid has and how many of them are key ones.
    pub(super) fn grid_counts(
        &mut self,
        grid: &UnitPath,
    ) -> Result<[(&'static str, String); 2], Refusal> {
        let (scope, narrow) = premises_of(grid);
        let mut entries = store::premises::list(&mut *self.store.driver, &scope, &narrow)?;
        entries.retain(|stored| stored.entry.status != Status::MovedOut);
        let key = entries.iter().filter(|stored| stored.entry.key).count();
        Ok([("premises", entries.len().to_string()), ("key", key.to_string())])
    }

    /// The foot of 表二: the 街道安办 and the people who supervise there, 专职 and 兼职, from the staff list.
    pub(super) fn supervisors_of(
        &self,
        community: &UnitPath,
        staff: &[Staff],
        on: NaiveDate,
    ) -> Known {
        let mut known = Known::new();
        // People, not posts: who has several is 专职 by one of them.
        let people = |full_time: bool| {
            let serves = |one: &&Staff| {
                one.serves_on(on)
                    && (one.unit == *community
                        || one.unit.covers(community)
                        || community.covers(&one.unit))
                    && matches!(
                        one.role,
                        Role::GridOfficer | Role::SafetyOfficer | Role::StreetOfficer
                    )
            };
            let posts: Vec<&Staff> = staff.iter().filter(serves).collect();
            let is_full_time =
                |one: &Staff| posts.iter().any(|post| post.full_time && post.is_same_person(one));
            let mut counted: Vec<&Staff> = Vec::new();
            for post in posts.iter().filter(|post| is_full_time(post) == full_time) {
                if !counted.iter().any(|known| known.is_same_person(post)) {
                    counted.push(post);
                }
            }
            counted.len().to_string()
        };
        if let Some(street) = community.at(Level::Street) {
            put(
                &mut known,
                &format!("{TABLE2}.department"),
                format!("{}安办", self.unit_name(&street)),
            );
        }
        put(&mut known, &format!("{TABLE2}.full_time"), people(true));
        put(&mut known, &format!("{TABLE2}.part_time"), people(false));
        known
    }
}

/// The premises of a unit. They lie under their community, so those of a grid are named beside its community's scope.
pub(super) fn premises_of(of: &UnitPath) -> (UnitPath, store::premises::Filter) {
    let grid = (of.level() == Level::Grid).then(|| of.clone());
    let scope = of.at(Level::Community).unwrap_or_else(|| of.clone());
    (scope, store::premises::Filter { grid, ..store::premises::Filter::default() })
}
