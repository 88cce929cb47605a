//! What a unit keeps up: changes of the register, who answers for what, the tree, and how complete it all is.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Gather, Known, Office, Period, Refusal, Rows, numbered, place, put};
use crate::{
    domain::{
        id::Id,
        premises::{ChangeKind, Premises, Status},
        report::Figures,
        unit::{Level, UnitPath},
    },
    form::facts::{About, Scope},
    store, terms,
};

impl Office {
    /// 变动情况（新增、停产、关闭、转产、复产复工）of a period (S2 职责二(二)2); what was only put right is none.
    pub(super) fn change_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let driver = &mut *self.store.driver;
        let mut changes = store::premises::changed_between(driver, of, period.from, period.to)?;
        changes.retain(|change| change.kind != ChangeKind::Corrected);
        Ok(numbered(changes.iter().map(|change| {
            let mut row = self.premises_known(&change.after);
            put(&mut row, "premises", change.after.name.clone());
            put(&mut row, "on", terms::date(change.on));
            put(&mut row, "kind", terms::change(change.kind));
            put(&mut row, "text", change.reason.clone());
            put(&mut row, "by", change.by.clone());
            row
        })))
    }

    /// 网格责任清单: one row for everybody's duty in every grid today.
    pub(super) fn duty_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let today = self.act.today;
        let counts = self.grid_sizes(of)?;
        let grids = self.grids()?;
        let mut rows = Vec::new();
        for grid in grids.iter().filter(|grid| of.covers(&grid.path)) {
            for person in &grid.people {
                let mut row = Known::new();
                let (premises, _) = counts.get(&grid.path).copied().unwrap_or_default();
                for (name, value) in [
                    ("community", grid.community.clone()),
                    ("grid", grid.name.clone()),
                    ("boundary", grid.boundary.clone()),
                    ("duty", terms::duty(person.duty).to_owned()),
                    ("name", person.name.clone()),
                    ("post", place::post(person, &staff, today).to_owned()),
                    ("phone", place::phone(person, &staff, today).to_owned()),
                    ("from", terms::date(person.from)),
                    ("premises", premises.to_string()),
                ] {
                    put(&mut row, name, value);
                }
                rows.push(row);
            }
        }
        Ok(numbered(rows))
    }

    /// Premises that have not moved out, and the key ones among them, of every grid.
    fn grid_sizes(&mut self, of: &UnitPath) -> Result<BTreeMap<UnitPath, (usize, usize)>, Refusal> {
        let all = store::premises::Filter::default();
        let mut counts: BTreeMap<UnitPath, (usize, usize)> = BTreeMap::new();
        for stored in store::premises::list(&mut *self.store.driver, of, &all)? {
            let entry = stored.entry;
            if entry.status != Status::MovedOut
                && let Some(grid) = entry.grid
            {
                let count = counts.entry(grid).or_default();
                count.0 += 1;
                count.1 += usize::from(entry.key);
            }
        }
        Ok(counts)
    }

    /// 网格化监管示意图 as text: every unit below, under the one that it belongs to.
    pub(super) fn tree_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let sizes = self.grid_sizes(of)?;
        let grids = self.grids()?;
        let units: Vec<(UnitPath, String, String)> = self
            .units
            .iter()
            .filter(|unit| of.covers(&unit.path) && !unit.is_closed_on(self.act.today))
            .map(|unit| (unit.path.clone(), unit.name.clone(), unit.boundary.clone()))
            .collect();
        let is_last = |at: usize, path: &UnitPath| {
            let parent = path.parent();
            !units[at + 1..]
                .iter()
                .any(|(other, ..)| other.level() == path.level() && other.parent() == parent)
        };
        let mut rows = Vec::new();
        // For each level above, whether more of its kind follow.
        let mut more: Vec<bool> = Vec::new();
        for (at, (path, name, boundary)) in units.iter().enumerate() {
            let depth = path.level() as usize - of.level() as usize;
            more.truncate(depth.saturating_sub(1));
            let mut drawn: String =
                more.iter().map(|more| if *more { "│　" } else { "　　" }).collect();
            if depth > 0 {
                let last = is_last(at, path);
                drawn += if last { "└─ " } else { "├─ " };
                more.push(!last);
            }
            let people = grids.iter().find(|grid| grid.path == *path).map(|grid| {
                let said = grid.people.iter().map(|p| format!("{}{}", terms::duty(p.duty), p.name));
                said.collect::<Vec<_>>().join("，")
            });
            let leader = self.unit(path).map(|unit| unit.linked_leader.clone()).unwrap_or_default();
            let leader = if leader.is_empty() { leader } else { format!("挂钩领导{leader}") };
            let below = sizes.iter().filter(|(grid, _)| path.covers(grid)).map(|(_, size)| *size);
            let (premises, key) = below.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            let mut row = Known::new();
            for (fact, value) in [
                ("drawn", format!("{drawn}{name}")),
                ("name", name.clone()),
                ("level", terms::level(path.level()).to_owned()),
                ("people", people.unwrap_or(leader)),
                ("boundary", boundary.clone()),
                ("premises", premises.to_string()),
                ("key", key.to_string()),
            ] {
                put(&mut row, fact, value);
            }
            rows.push(row);
        }
        Ok(numbered(rows))
    }

    pub(super) fn communities_in(&self, of: &UnitPath) -> Vec<UnitPath> {
        self.units_at(Level::Community)
            .filter(|unit| of.covers(&unit.path))
            .map(|unit| unit.path.clone())
            .collect()
    }

    /// What the regime asks of a premises' dossier and is not there, by the names of facts.
    pub(in crate::office) fn lacking(&self, entry: &Premises) -> Vec<&str> {
        let known = self.premises_known(entry);
        let asked = self.regime.completeness.premises.iter();
        let empty = |name: &&String| known.get(*name).is_none_or(String::is_empty);
        asked.filter(empty).map(String::as_str).collect()
    }

    /// 一企一档: how much of what the regime asks for is known of each premises, the least complete first.
    pub(super) fn dossier_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let asked = self.regime.completeness.premises.clone();
        let scope = Scope::of(About::Premises);
        let called = |name: &str| {
            let full = format!("premises.{name}");
            scope.values.iter().find(|fact| fact.name == full).map_or("", |fact| fact.meaning)
        };
        let mut rows: Vec<(i64, Known)> = self
            .premises_rows(of, &Gather::All, |_| {})?
            .into_iter()
            .map(|known| {
                let empty = |name: &&String| known.get(*name).is_none_or(String::is_empty);
                let missing: Vec<&str> =
                    asked.iter().filter(empty).map(|name| called(name)).collect();
                let (of, done) = (asked.len(), asked.len() - missing.len());
                let rate = Figures::rate(done as i64, of as i64).unwrap_or(100);
                let mut row = Known::new();
                for name in ["community", "grid", "name"] {
                    put(&mut row, name, known.get(name).cloned().unwrap_or_default());
                }
                put(&mut row, "done", done.to_string());
                put(&mut row, "of", of.to_string());
                put(&mut row, "rate", format!("{rate}%"));
                put(&mut row, "missing", missing.join("、"));
                (rate, row)
            })
            .collect();
        rows.sort_by_key(|(rate, _)| *rate);
        Ok(numbered(rows.into_iter().map(|(_, row)| row)))
    }

    /// The mean completeness of 一企一档 at the end of a day in hundredths; `None` without premises.
    pub(super) fn dossier_rate(
        &mut self,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<Option<i64>, Refusal> {
        let asked = self.regime.completeness.premises.len();
        let (mut done, mut all) = (0, 0);
        for (entry, verified_on) in self.entries_on(of, on)? {
            let mut lacking = self.lacking(&entry);
            let verified = verified_on.is_some_and(|day| day <= on);
            lacking.retain(|name| *name != "last_verified" || !verified);
            done += asked - lacking.len();
            all += asked;
        }
        Ok(Figures::rate(done as i64, all as i64))
    }

    /// The register of a unit at the end of a day, without what has moved out; beside each entry the day on which it was
    /// last verified.
    pub(super) fn entries_on(
        &mut self,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<Vec<(Premises, Option<NaiveDate>)>, Refusal> {
        let driver = &mut *self.store.driver;
        let all = store::premises::list(driver, of, &store::premises::Filter::default())?;
        let mut entries: BTreeMap<Id, (Premises, Option<NaiveDate>)> = all
            .into_iter()
            .map(|stored| (stored.entry.id, (stored.entry, stored.verified_on)))
            .collect();
        if on < self.act.today {
            let then = store::premises::verified_by(driver, of, on)?;
            for (id, (_, verified)) in &mut entries {
                // What was compared again since had been compared before, or not.
                if verified.is_some_and(|day| day > on) {
                    *verified = then.get(id).copied();
                }
            }
            for (then, now) in store::weeks::changed(driver, of, on)? {
                let verified = entries.remove(&now.id).and_then(|(_, verified)| verified);
                if let Some(then) = then {
                    entries.insert(now.id, (then, verified));
                }
            }
        }
        entries.retain(|_, (entry, _)| entry.status != Status::MovedOut);
        Ok(entries.into_values().collect())
    }

    /// 一社一册: what a community's book has and lacks, with the dossiers of its premises. A community that has premises and
    /// none of them key keeps no list of key ones: it is not needed, and not asked for.
    pub(super) fn book_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let asked = self.regime.completeness.community.clone();
        let scope = Scope::of(About::None);
        let today = self.act.today;
        let now = Period { from: today, to: today };
        let mut rows = Vec::new();
        for community in self.communities_in(of) {
            let dossiers = self.dossier_rows(&community)?;
            let (mut missing, mut unneeded) = (Vec::new(), Vec::new());
            for list in &asked {
                let found = self
                    .unit_list(list, &community, now, Rows::of(""), &Gather::All)?
                    .unwrap_or_default();
                if found.is_empty() {
                    let unasked = list == "key_premises" && !dossiers.is_empty();
                    let lacks = if unasked { &mut unneeded } else { &mut missing };
                    lacks.push(scope.list(list).map_or("", |list| list.meaning));
                }
            }
            let whole =
                dossiers.iter().filter(|row| row.get("missing").is_none_or(String::is_empty));
            let whole = whole.count();
            let rate = mean(&dossiers).map(|rate| format!("{rate}%"));
            let all = asked.len() - unneeded.len();
            let have = all - missing.len();
            let book_rate = Figures::rate(have as i64, all as i64).unwrap_or(100);
            let mut row = Known::new();
            put(&mut row, "community", self.unit_name(&community));
            put(&mut row, "dossiers", dossiers.len().to_string());
            put(&mut row, "complete", whole.to_string());
            put(&mut row, "rate", rate.unwrap_or_else(|| "—".to_owned()));
            put(&mut row, "book_rate", format!("{book_rate}%"));
            put(&mut row, "missing", missing.join("、"));
            put(&mut row, "unneeded", unneeded.join("、"));
            rows.push(row);
        }
        Ok(numbered(rows))
    }
}

/// The mean of rows of dossiers, as [`Office::dossier_rate`].
fn mean(dossiers: &[Known]) -> Option<i64> {
    let sum = |name: &str| -> i64 {
        dossiers.iter().filter_map(|row| row.get(name)?.parse::<i64>().ok()).sum()
    };
    Figures::rate(sum("done"), sum("of"))
}
