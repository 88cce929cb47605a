//! The coverage by person: a round is of the people of the post that owes it; a grid's is its 网格员's of those days. What
//! several walk together is parted among them as the plan parts it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Office, Place, Refusal, Row, Rule, Told};
use crate::{
    domain::{
        coverage::Count,
        id::Id,
        plan,
        reading::sort_key,
        staff::Role,
        unit::{Assignment, Duty, UnitPath},
        way::Way,
    },
    store, terms,
};

impl Office {
    /// Who went through each grid in some days: of those who followed each other the one who had it longest.
    pub(super) fn officers_of_days(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<HashMap<UnitPath, Vec<String>>, Refusal> {
        let all = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        let mut held: HashMap<UnitPath, Vec<(String, i64)>> = HashMap::new();
        for duty in all.into_iter().filter(|duty| duty.duty == Duty::GridOfficer) {
            let days = days_held(&duty, from, to);
            if days > 0 {
                let known = held.entry(duty.grid).or_default();
                match known.iter_mut().find(|(name, _)| *name == duty.name) {
                    Some((_, all)) => *all += days,
                    None => known.push((duty.name, days)),
                }
            }
        }
        Ok(held.into_iter().map(|(grid, people)| (grid, longest(people))).collect())
    }

    /// A row a person, with what of a grid that has several is each one's.
    pub(super) fn person_rows(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        told: &Told,
    ) -> Result<Vec<Row>, Refusal> {
        let last = on.min(rule.to).max(rule.from);
        let role = Role::from_code(&rule.by).unwrap_or(Role::GridOfficer);
        let mut walkers: HashMap<Place, Vec<String>> = HashMap::new();
        if role == Role::GridOfficer {
            let officers = self.officers_of_days(rule.from, last)?;
            for place in told.counts.keys() {
                let own = place.1.as_ref().and_then(|grid| officers.get(grid));
                walkers.extend(own.map(|names| (place.clone(), names.clone())));
            }
        } else {
            let people = self.people(last)?;
            for place in told.counts.keys() {
                let names = people.of(&rule.by, &place.0, place.1.as_ref());
                walkers.insert(place.clone(), names);
            }
        }
        let who = |place: &Place| walkers.get(place);
        let nobody = format!("未定{}", terms::role(role));
        let mut rows: BTreeMap<(UnitPath, String), Row> = BTreeMap::new();
        let mut add = |place: &Place, name: &str, count: Count, only: &[Id], office: &Office| {
            let key = (place.0.clone(), name.to_owned());
            let row = rows.entry(key).or_insert_with(|| Row {
                name: name.to_owned(),
                community: office.unit_name(&place.0),
                unit: None,
                places: Vec::new(),
                only: Vec::new(),
                count: Count::default(),
            });
            row.count.add(count);
            row.places.push(place.clone());
            row.only.extend(only);
        };
        let mut shared: Vec<&Place> = Vec::new();
        for (place, count) in &told.counts {
            match who(place).map(Vec::as_slice) {
                Some([one]) => add(place, one, *count, &[], self),
                Some([_, ..]) => shared.push(place),
                Some([]) | None => add(place, &nobody, *count, &[], self),
            }
        }
        if !shared.is_empty() {
            let missed: HashSet<Id> = told.missed.iter().map(|missed| missed.id).collect();
            let ways: HashMap<Id, Way> = store::plans::subjects(&mut *self.store.driver, scope)?
                .into_iter()
                .map(|subject| (subject.id, Way::of(&subject.address)))
                .collect();
            let mut walks: BTreeMap<Place, Vec<Id>> = BTreeMap::new();
            for subject in self.subjects(scope, rule, on)? {
                walks.entry(subject.place).or_default().push(subject.id);
            }
            for place in shared {
                let (Some(names), Some(mut walk)) = (who(place), walks.remove(place)) else {
                    continue;
                };
                walk.sort_by(|a, b| (ways.get(a), a).cmp(&(ways.get(b), b)));
                for (part, name) in plan::share(&walk, names.len()).into_iter().zip(names) {
                    let unseen = part.iter().filter(|id| missed.contains(id)).count();
                    let required = part.len() as u32;
                    let count = Count { required, covered: required - unseen as u32 };
                    add(place, name, count, &part, self);
                }
            }
        }
        // A row that is parted in one grid lists all of its others by name, too.
        let mut rows: Vec<Row> = rows.into_values().collect();
        let parted =
            |row: &Row| !row.only.is_empty() && row.only.len() as u32 != row.count.required;
        if rows.iter().any(parted) {
            let subjects = self.subjects(scope, rule, on)?;
            for row in rows.iter_mut().filter(|row| parted(row)) {
                let whole = |place: &Place| {
                    row.places.contains(place) && who(place).is_some_and(|names| names.len() < 2)
                };
                let others = subjects.iter().filter(|subject| whole(&subject.place));
                let others: Vec<Id> = others.map(|subject| subject.id).collect();
                row.only.extend(others);
            }
        }
        rows.sort_by_cached_key(|row| (row.community.clone(), sort_key(&row.name)));
        Ok(rows)
    }
}

/// On how many of some days a duty was held.
fn days_held(duty: &Assignment, from: NaiveDate, to: NaiveDate) -> i64 {
    let last = duty.to.map_or(to, |end| end.min(to));
    (last - duty.from.max(from)).num_days() + 1
}

/// Those with the most days, in their order.
fn longest(people: Vec<(String, i64)>) -> Vec<String> {
    let most = people.iter().map(|(_, days)| *days).max().unwrap_or(0);
    people.into_iter().filter(|(_, days)| *days == most).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_whose_it_was_longest() {
        let named = |people: &[(&str, i64)]| {
            longest(people.iter().map(|(name, days)| ((*name).to_owned(), *days)).collect())
        };
        assert_eq!(named(&[("黄小燕", 28), ("吴志强", 2)]), ["黄小燕"]);
        assert_eq!(named(&[("黄小燕", 30), ("吴志强", 30)]), ["黄小燕", "吴志强"]);
        assert!(named(&[]).is_empty());
    }
}
