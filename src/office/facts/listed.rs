//! The lists that the regime names (六个清单, 两个清单), each by its own condition and what was put in or taken out by hand
//! (台账 `list_row`); when each has changed.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Gather, Known, Office, Period, Refusal,
    by_hand::{ByHand, said_last, standing},
    day, numbered, put,
};
use crate::{
    domain::{
        entry::Entry,
        hazard::{Course, StateKind},
        premises::{Change, Kind, Premises, Status},
        unit::UnitPath,
    },
    form::regime::{ListRule, Listed},
    store::{
        self,
        entries::{self, Stored},
        hazards::Told,
        touched,
    },
    terms,
};

/// Rows, and the day on which they were last changed.
type Dated = (Vec<Known>, Option<NaiveDate>);

/// A list of a community as it stands today.
struct Kept {
    rule: ListRule,
    rows: Vec<Known>,
    /// The day of its own last change.
    updated: Option<NaiveDate>,
}

/// How a premises has stood on a list by its condition: its days, and whether it stands there at the end.
#[derive(Default)]
pub(super) struct Spell {
    pub(super) stands: bool,
    pub(super) since: Option<NaiveDate>,
    /// The days on which it came, changed while it stood there, or went.
    touched: Vec<NaiveDate>,
}

impl Office {
    /// The lists of every community: how long each is and when it was last changed.
    pub(super) fn kept_list_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let mut rows = Vec::new();
        for community in self.communities_in(of) {
            for kept in self.kept_lists(&community)? {
                let mut row = Known::new();
                put(&mut row, "community", self.unit_name(&community));
                put(&mut row, "title", kept.rule.title);
                put(&mut row, "count", kept.rows.len().to_string());
                put(&mut row, "updated_on", day(kept.updated));
                put(&mut row, "paper", kept.rule.paper);
                rows.push(row);
            }
        }
        Ok(numbered(rows))
    }

    /// What stands on them, a row each.
    pub(super) fn kept_rows(&mut self, of: &UnitPath) -> Result<Vec<Known>, Refusal> {
        let mut rows = Vec::new();
        for community in self.communities_in(of) {
            let name = self.unit_name(&community);
            for kept in self.kept_lists(&community)? {
                rows.extend(kept.rows.into_iter().map(|mut row| {
                    put(&mut row, "list", kept.rule.title.clone());
                    put(&mut row, "community", name.clone());
                    put(&mut row, "updated_on", day(kept.updated));
                    row
                }));
            }
        }
        Ok(numbered(rows))
    }

    fn kept_lists(&mut self, community: &UnitPath) -> Result<Vec<Kept>, Refusal> {
        let rules = self.regime.lists.clone();
        let mut premises = self.kept_premises(community, &rules)?;
        rules
            .into_iter()
            .map(|rule| {
                let (rows, updated) = match rule.of {
                    Listed::Premises | Listed::Key | Listed::Rental => {
                        premises.remove(&rule.code).unwrap_or_default()
                    }
                    Listed::Hazards => self.kept_hazards(community, &rule)?,
                    Listed::Duties => self.kept_duties(community, &rule)?,
                    Listed::Ledger => self.kept_entries(community, &rule)?,
                };
                Ok(Kept { rule, rows, updated })
            })
            .collect()
    }

    /// The lists of premises, by their codes. The register and its changes are read once for all of them.
    fn kept_premises(
        &mut self,
        community: &UnitPath,
        rules: &[ListRule],
    ) -> Result<HashMap<String, Dated>, Refusal> {
        let rules: Vec<&ListRule> =
            rules.iter().filter(|rule| rule.of.facts() == Some("premises")).collect();
        if rules.is_empty() {
            return Ok(HashMap::new());
        }
        let said = self.said_by_hand(community)?;
        let changes = store::premises::changes_of(&mut *self.store.driver, community)?;
        let mut lists: HashMap<String, Dated> = HashMap::new();
        for own in changes.chunk_by(|one, next| one.after.id == next.after.id) {
            let Some(entry) = own.last().map(|last| &last.after) else { continue };
            for rule in &rules {
                let by_hand = said.get(&(rule.title.clone(), entry.id)).map_or(&[][..], |all| all);
                let spell = self.spell(rule, own);
                let (rows, updated) = lists.entry(rule.code.clone()).or_default();
                *updated = (*updated).max(touched_on(&spell, by_hand));
                if let Some((since, hand)) = standing(entry, &spell, by_hand) {
                    let mut row = Known::new();
                    put(&mut row, "name", entry.name.clone());
                    put(&mut row, "detail", entry.whereabouts().place());
                    let grid = entry.grid.as_ref().map(|grid| self.unit_name(grid));
                    put(&mut row, "grid", grid.unwrap_or_default());
                    put(&mut row, "since", day(since));
                    put(&mut row, "how", if hand.is_some() { "人工列入" } else { "按条件" });
                    let reason = hand.map(|hand| hand.reason.clone());
                    put(&mut row, "reason", reason.unwrap_or_default());
                    rows.push(row);
                }
            }
        }
        for (rows, _) in lists.values_mut() {
            rows.sort_by(|a, b| {
                (a.get("grid"), a.get("name")).cmp(&(b.get("grid"), b.get("name")))
            });
        }
        Ok(lists)
    }

    /// Whether a premises is on a list by its condition.
    fn is_meant(&self, rule: &ListRule, entry: &Premises) -> bool {
        let kind = match rule.of {
            Listed::Key => entry.key,
            Listed::Rental => entry.kind == Kind::Rental,
            _ => true,
        };
        kind && entry.status != Status::MovedOut
            && (rule.filter.is_empty() || {
                let names = rule.filter.iter().map(|condition| condition.fact.clone()).collect();
                let known = self.premises_gathered(entry, &Gather::Only(names));
                rule.filter.iter().all(|condition| condition.holds(&known))
            })
    }

    pub(super) fn spell(&self, rule: &ListRule, changes: &[Change]) -> Spell {
        let mut spell = Spell::default();
        for change in changes {
            let (was, is) = (spell.stands, self.is_meant(rule, &change.after));
            if was || is {
                spell.touched.push(change.since());
            }
            if is && !was {
                spell.since = Some(change.since());
            }
            spell.stands = is;
        }
        spell
    }

    /// Open hazards; with a condition those of which it holds, and it was last changed when one of these was.
    fn kept_hazards(&mut self, community: &UnitPath, rule: &ListRule) -> Result<Dated, Refusal> {
        if rule.filter.is_empty() {
            let driver = &mut *self.store.driver;
            let open = store::hazards::Filter { open: true, ..Default::default() };
            let mut lines = store::hazards::list(driver, community, &open)?;
            lines.retain(|line| line.state != StateKind::Withdrawn);
            let updated = touched::hazards(driver, community)?;
            let rows = lines.iter().map(|line| {
                let grid = line.grid.as_ref().map(|grid| self.unit_name(grid));
                by_record(&line.premises_name, &line.text, grid, line.found_on)
            });
            return Ok((rows.collect(), updated));
        }
        let all = Period { from: NaiveDate::default(), to: self.act.today };
        let (mut rows, mut updated) = (Vec::new(), None);
        let meant = |known: &Known| rule.filter.iter().all(|condition| condition.holds(known));
        self.each_told(community, all, &mut |office, told| {
            if !meant(&office.told_known(told)) {
                updated = updated.max(office.left(told, &meant));
                return;
            }
            let hazard = &told.stored.hazard;
            let last = told.stored.steps.iter().map(|(step, _)| step.on()).max();
            updated = updated.max(last.or(Some(hazard.found_on)));
            let state = hazard.course.kind();
            if hazard.course.closed_on().is_none() && state != StateKind::Withdrawn {
                let grid = hazard.grid.as_ref().map(|grid| office.unit_name(grid));
                rows.push(by_record(&told.premises, &hazard.text, grid, hazard.found_on));
            }
        })?;
        Ok((rows, updated))
    }

    fn kept_duties(&mut self, community: &UnitPath, rule: &ListRule) -> Result<Dated, Refusal> {
        let all = self.duty_rows(community)?;
        let meant = all.iter().filter(|row| rule.filter.iter().all(|one| one.holds(row)));
        let rows = meant.map(|duty| {
            let said = |name: &str| duty.get(name).cloned().unwrap_or_default();
            let mut row = Known::new();
            put(&mut row, "name", said("name"));
            put(&mut row, "detail", said("duty"));
            put(&mut row, "grid", said("grid"));
            put(&mut row, "since", said("from"));
            put(&mut row, "how", "按记录");
            row
        });
        let today = self.act.today;
        Ok((rows.collect(), touched::duties(&mut *self.store.driver, community, today)?))
    }

    fn kept_entries(&mut self, community: &UnitPath, rule: &ListRule) -> Result<Dated, Refusal> {
        let filter = entries::Filter {
            ledger: Some(rule.paper.clone()),
            void: true,
            ..entries::Filter::default()
        };
        let all = entries::list(&mut *self.store.driver, community, &filter)?;
        let (mut rows, mut updated) = (Vec::new(), None);
        let meant = |known: &Known| rule.filter.iter().all(|condition| condition.holds(known));
        for Stored { entry, changed_on, .. } in &all {
            let known = self.entry_known(entry)?;
            if !meant(&known) {
                if changed_on.is_some() {
                    updated = updated.max(self.left_entry(entry, &meant)?);
                }
                continue;
            }
            updated = updated.max(Some(entry.on)).max(*changed_on);
            if entry.void.is_none() {
                let said = |name: &str| known.get(name).map_or("", String::as_str);
                rows.push(by_record(said("premises"), said("text"), None, entry.on));
            }
        }
        Ok((rows, updated))
    }

    /// The day of the step with which a hazard has left the condition of a list; `None` where it never was on it.
    fn left(&self, told: &Told, meant: &dyn Fn(&Known) -> bool) -> Option<NaiveDate> {
        let steps: Vec<_> = told.stored.standing().into_iter().cloned().collect();
        (0..steps.len()).rev().find_map(|taken| {
            let mut then = told.clone();
            let hazard = &mut then.stored.hazard;
            let before = steps[..taken].iter().map(|(step, _)| step);
            hazard.course = Course::replay(hazard.found_on, hazard.first_grade, before).ok()?;
            then.stored.steps = steps[..taken].to_vec();
            meant(&self.told_known(&then)).then(|| steps[taken].0.on())
        })
    }

    /// The day on which a row of a ledger was changed so that it left the condition of a list, as the journal has it.
    fn left_entry(
        &mut self,
        entry: &Entry,
        meant: &dyn Fn(&Known) -> bool,
    ) -> Result<Option<NaiveDate>, Refusal> {
        #[derive(serde::Deserialize)]
        struct Corrected {
            before: Entry,
        }
        let driver = &mut *self.store.driver;
        let object = entry.id.to_string();
        let mut last = None;
        for link in store::journal::of_object(driver, entry.community.as_str(), &object)? {
            let Ok(corrected) = serde_json::from_str::<Corrected>(&link.entry.body) else {
                continue;
            };
            if meant(&self.entry_known(&corrected.before)?) {
                last = last.max(Some(link.entry.day));
            }
        }
        Ok(last)
    }
}

/// A row that stands by its own record.
fn by_record(name: &str, detail: &str, grid: Option<String>, since: NaiveDate) -> Known {
    let mut row = Known::new();
    put(&mut row, "name", name);
    put(&mut row, "detail", detail);
    put(&mut row, "grid", grid.unwrap_or_default());
    put(&mut row, "since", terms::date(since));
    put(&mut row, "how", "按记录");
    row
}

/// The day on which a list was last changed by a premises: what happens to one that was taken out is none of it.
fn touched_on(spell: &Spell, by_hand: &[ByHand]) -> Option<NaiveDate> {
    let out = said_last(by_hand).filter(|hand| !hand.put_in).map(|hand| hand.on);
    let own = spell.touched.iter().filter(|on| out.is_none_or(|out| **on <= out)).copied();
    own.chain(by_hand.iter().flat_map(|hand| [Some(hand.on), hand.changed_on]).flatten()).max()
}
