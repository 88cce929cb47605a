//! The coverage by person: a round is of the people who had the post that owes it longest in it; a grid's is its 网格员's of
//! those days. What several walk together is parted among them as the plan parts it, and a premises that was moved is of
//! the grid in which it stood longest.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Office, Place, Refusal, Row, Rule, Told};
use crate::{
    domain::{
        coverage::Count,
        id::Id,
        owed::{self, Stay},
        plan,
        reading::sort_key,
        staff::{Role, Staff},
        unit::{Assignment, UnitPath},
        way::Way,
    },
    store::{self, coverage::Subject},
    terms,
};

impl Office {
    /// Who went through each grid in some days: of those who followed each other the one who had it longest. Days before
    /// there was the grid, or an office, are nobody's to have it.
    pub(in crate::office) fn officers_of_days(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<HashMap<UnitPath, Vec<String>>, Refusal> {
        let from = from.max(self.records_began()).min(to);
        let all = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        let mut duties: HashMap<&UnitPath, Vec<&Assignment>> = HashMap::new();
        for duty in &all {
            duties.entry(&duty.grid).or_default().push(duty);
        }
        let since = |grid: &UnitPath| {
            let unit = self.units.iter().find(|unit| unit.path == *grid);
            unit.map_or(from, |unit| unit.valid_from.max(from))
        };
        let walkers = duties.into_iter().map(|(grid, duties)| {
            let names = owed::walkers(duties, grid, since(grid)..=to).into_iter();
            (grid.clone(), names.map(str::to_owned).collect())
        });
        Ok(walkers.collect())
    }

    /// A row a person, with what of a grid that has several is each one's.
    pub(super) fn person_rows(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        told: &mut Told,
    ) -> Result<Vec<Row>, Refusal> {
        let last = on.min(rule.to).max(rule.from);
        let role = Role::from_code(&rule.by).unwrap_or(Role::GridOfficer);
        let mut walkers: HashMap<Place, Vec<String>> = HashMap::new();
        let mut moved = HashSet::new();
        if role == Role::GridOfficer {
            moved = self.give_back(scope, rule, on, told)?;
            let officers = self.officers_of_days(rule.from, last)?;
            for place in told.counts.keys() {
                let own = place.1.as_ref().and_then(|grid| officers.get(grid));
                walkers.extend(own.map(|names| (place.clone(), names.clone())));
            }
        } else {
            let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
            for place in told.counts.keys() {
                let near = |post: &&Staff| post.role == role && post.unit.covers(&place.0);
                let held = staff.iter().filter(near).map(|post| {
                    let last = post.left.as_ref().and_then(|left| left.on.pred_opt());
                    (post.name.as_str(), post.since, last)
                });
                let names = owed::longest(held, rule.from..=last).into_iter();
                walkers.insert(place.clone(), names.map(str::to_owned).collect());
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
            let shared: Walkers<'_> = shared
                .into_iter()
                .filter_map(|place| Some((place, who(place)?.iter().map(String::as_str).collect())))
                .collect();
            for (place, parts) in self.parted(scope, rule, on, &shared)? {
                for (name, part) in parts {
                    let unseen = part.iter().filter(|id| missed.contains(id)).count();
                    let required = part.len() as u32;
                    let count = Count { required, covered: required - unseen as u32 };
                    add(&place, &name, count, &part, self);
                }
            }
        }
        // A row that is parted in one grid lists all of its others by name, too; so does one of a grid into which or out of
        // which something was moved.
        let mut rows: Vec<Row> = rows.into_values().collect();
        let parted = |row: &Row| {
            let named = !row.only.is_empty() || row.places.iter().any(|at| moved.contains(at));
            named && row.only.len() as u32 != row.count.required
        };
        if rows.iter().any(parted) {
            let subjects = self.where_longest(scope, rule, on)?.0;
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

    /// Puts what was moved in the days of a rule back to the grid in which it stood longest. The places that have gained
    /// or lost by it.
    fn give_back(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        told: &mut Told,
    ) -> Result<HashSet<Place>, Refusal> {
        let (subjects, left) = self.where_longest(scope, rule, on)?;
        let missed: HashSet<Id> = told.missed.iter().map(|missed| missed.id).collect();
        let mut touched = HashSet::new();
        for subject in subjects {
            let Some(last) = left.get(&subject.id) else { continue };
            let seen = u32::from(!missed.contains(&subject.id));
            if let Some(count) = told.counts.get_mut(last) {
                count.required = count.required.saturating_sub(1);
                count.covered = count.covered.saturating_sub(seen);
            }
            let count = told.counts.entry(subject.place.clone()).or_default();
            count.add(Count { required: 1, covered: seen });
            for one in told.missed.iter_mut().filter(|one| one.id == subject.id) {
                one.place = subject.place.clone();
            }
            touched.extend([last.clone(), subject.place]);
        }
        told.counts.retain(|_, count| count.required > 0);
        Ok(touched)
    }

    /// What a rule of the grid officers had to reach at the end of a day, each premises where it stood longest in the days
    /// of the rule; and where those stood at their end that stood elsewhere before.
    fn where_longest(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
    ) -> Result<(Vec<Subject>, HashMap<Id, Place>), Refusal> {
        let last = on.min(rule.to).max(rule.from);
        // Nothing was moved before there was an office.
        let from = rule.from.max(self.records_began()).min(last);
        let driver = &mut *self.store.driver;
        let changed = store::premises::corrected_after(driver, scope, from, None)?.into_iter();
        let stays =
            changed.map(|(now, changes)| (now.entry.id, owed::stays(&changes, (from, last))));
        let stays: HashMap<Id, Vec<Stay>> = stays.filter(|(_, stays)| stays.len() > 1).collect();
        let mut subjects = self.subjects(scope, rule, on)?;
        let mut left = HashMap::new();
        for subject in &mut subjects {
            let Some(stays) = stays.get(&subject.id) else { continue };
            let grid = owed::stood(stays).cloned();
            if grid != subject.place.1 {
                left.insert(subject.id, subject.place.clone());
                subject.place.1 = grid;
            }
        }
        Ok((subjects, left))
    }

    /// Whose each premises of a community is that a rule of the grid officers had to reach at the end of a day, where
    /// several walk its grid together. `officers` are those of the days of the rule.
    pub(in crate::office) fn shared_out(
        &mut self,
        community: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        officers: &HashMap<UnitPath, Vec<String>>,
    ) -> Result<HashMap<Id, String>, Refusal> {
        let own = |(grid, names): &(&UnitPath, &Vec<String>)| {
            names.len() > 1 && grid.parent().as_ref() == Some(community)
        };
        let shared: Vec<(Place, &Vec<String>)> = officers
            .iter()
            .filter(own)
            .map(|(grid, names)| ((community.clone(), Some(grid.clone())), names))
            .collect();
        if shared.is_empty() {
            return Ok(HashMap::new());
        }
        let walkers: Walkers<'_> = shared
            .iter()
            .map(|(place, names)| (place, names.iter().map(String::as_str).collect()))
            .collect();
        let parts = self.parted(community, rule, on, &walkers)?.into_values().flatten();
        Ok(parts
            .flat_map(|(name, ids)| ids.into_iter().map(move |id| (id, name.clone())))
            .collect())
    }

    /// What a rule had to reach at the end of a day in places that several walk, with each one's part of it: in the order
    /// in which one goes, as a plan parts it.
    fn parted(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        walkers: &Walkers<'_>,
    ) -> Result<BTreeMap<Place, Parts>, Refusal> {
        let ways: HashMap<Id, Way> = store::plans::subjects(&mut *self.store.driver, scope)?
            .into_iter()
            .map(|subject| (subject.id, Way::of(&subject.address)))
            .collect();
        let mut walks: BTreeMap<Place, Vec<Id>> = BTreeMap::new();
        for subject in self.where_longest(scope, rule, on)?.0 {
            if walkers.contains_key(&subject.place) {
                walks.entry(subject.place).or_default().push(subject.id);
            }
        }
        let parted = walks.into_iter().map(|(place, mut walk)| {
            walk.sort_by(|a, b| (ways.get(a), a).cmp(&(ways.get(b), b)));
            let names = walkers.get(&place).map(Vec::as_slice).unwrap_or_default();
            let parts = plan::share(&walk, names.len()).into_iter().zip(names);
            (place, parts.map(|(part, name)| ((*name).to_owned(), part)).collect())
        });
        Ok(parted.collect())
    }
}

/// What each of several walks of a place, in the order of their duties.
type Parts = Vec<(String, Vec<Id>)>;

/// Who walks some places.
type Walkers<'a> = HashMap<&'a Place, Vec<&'a str>>;
