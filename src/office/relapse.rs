//! 回潮 and what comes again across a street (REG-10): told when a hazard is entered, and beside it ever after.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    hazards::{Line, Stored},
    inspect::PlannedSteps,
};
use crate::{
    domain::{
        hazard::StateKind,
        id::Id,
        inspection::{Hazard, Inspection},
        premises::Premises,
        recurrence,
        unit::{Level, UnitPath},
    },
    form::checklist::Checklist,
    store::{
        inspections,
        recurrences::{self, Asked},
    },
    terms,
};

/// What came before a hazard.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Before {
    /// The closed hazard that it brings back.
    pub recurs_of: Option<Id>,
    /// Other premises of the street at which its item was found within twelve months.
    pub elsewhere: u32,
    /// Whether these are so many that the item is common across the street.
    pub common: bool,
}

fn asked(community: &UnitPath, form: &str, item: &str) -> Asked {
    Asked {
        street: community.at(Level::Street).unwrap_or_else(|| community.clone()),
        form: form.to_owned(),
        item: item.to_owned(),
    }
}

/// What the list counts a line under; nothing for one that is too old, or taken back.
fn recent(line: &Line, today: NaiveDate) -> Option<Asked> {
    let item = line.item.as_deref()?;
    let counts = line.state != StateKind::Withdrawn && recurrence::is_recent(line.found_on, today);
    counts.then(|| asked(&line.community, &line.form, item))
}

impl Office {
    /// Marks what is back within a year of its closure, and says so, as it says what was found elsewhere in the street;
    /// who has a hazard that is back belongs on the key list.
    pub(super) fn relapses(
        &mut self,
        inspection: &Inspection,
        premises: &Premises,
        hazards: &[Hazard],
        plans: &mut [PlannedSteps],
    ) -> Result<Vec<String>, Refusal> {
        let mut warnings = Vec::new();
        let mut prone = hazards.iter().any(|hazard| self.is_prone(&hazard.category));
        let closed = match hazards.iter().all(|hazard| hazard.item.is_none()) {
            true => Vec::new(),
            false => recurrences::closed(
                &mut *self.store.driver,
                &inspection.community,
                inspection.premises,
                &inspection.form,
                inspection.corrects,
            )?,
        };
        let items = hazards.iter().filter_map(|hazard| hazard.item.clone());
        let known = (&inspection.community, inspection.premises, inspection.form.as_str());
        let elsewhere = self.others(known, items.collect(), inspection.on, inspection.corrects)?;
        for (hazard, plan) in hazards.iter().zip(plans.iter_mut()) {
            let item = hazard.item.as_deref().unwrap_or_default();
            plan.elsewhere = elsewhere.get(item).copied().unwrap_or_default();
            if let Some(before) = recurrence::of(item, inspection.on, &closed) {
                plan.earlier = Some(before.hazard);
                prone = true;
                warnings.push(format!(
                    "“{}”回潮：同一检查项的隐患{}才销号，12个月内又出现。",
                    hazard.text,
                    terms::date(before.on)
                ));
            }
        }
        let across: Vec<String> = hazards
            .iter()
            .zip(plans.iter())
            .filter(|(_, plan)| plan.elsewhere > 0)
            .map(|(hazard, plan)| format!("“{}”{}", hazard.text, terms::elsewhere(plan.elsewhere)))
            .collect();
        if !across.is_empty() {
            warnings.push(format!(
                "同一检查项12个月内在本街道别的单位也查出过：{}。",
                across.join("，")
            ));
        }
        if prone && !premises.key {
            warnings.push(format!(
                "建议把“{}”列入重点监管，原因：{}。",
                premises.name,
                self.relapse_reason()
            ));
        }
        Ok(warnings)
    }

    /// The items that were found at other premises of the street in the year up to a day, but for those of an inspection
    /// that is about to be corrected.
    fn others(
        &mut self,
        (community, premises, form): (&UnitPath, Id, &str),
        items: BTreeSet<String>,
        on: NaiveDate,
        but: Option<Id>,
    ) -> Result<BTreeMap<String, u32>, Refusal> {
        let all: Vec<Asked> = items.iter().map(|item| asked(community, form, item)).collect();
        let days = (recurrence::since(on), on);
        let driver = &mut *self.store.driver;
        let counts = recurrences::premises_of(driver, &all, days, Some(premises), but, 0)?;
        Ok(items
            .into_iter()
            .zip(counts)
            .map(|(item, count)| (item, recurrence::elsewhere(count, false)))
            .filter(|(_, count)| *count > 0)
            .collect())
    }

    /// The items of a checklist that other premises of the street have had, before a visit is written.
    pub fn found_elsewhere(
        &mut self,
        premises: &Premises,
        form: &Checklist,
    ) -> Result<BTreeMap<String, u32>, Refusal> {
        let items = form.items().map(|item| item.id.clone()).collect();
        let known = (&premises.community, premises.id, form.code.as_str());
        self.others(known, items, self.act.today, None)
    }

    /// Counts beside each line of a list, every item once.
    pub(super) fn count_elsewhere(&mut self, lines: &mut [Line]) -> Result<(), Refusal> {
        let today = self.act.today;
        let items: BTreeSet<Asked> = lines.iter().filter_map(|line| recent(line, today)).collect();
        let items: Vec<Asked> = items.into_iter().collect();
        let days = (recurrence::since(today), today);
        let from = self.common_from(&items)?;
        let most = from.iter().max().map_or(0, |most| most.saturating_add(1));
        let driver = &mut *self.store.driver;
        let counts = recurrences::premises_of(driver, &items, days, None, None, most)?;
        for line in lines {
            let at = recent(line, today).and_then(|of| items.binary_search(&of).ok());
            let Some(at) = at else { continue };
            line.elsewhere = recurrence::elsewhere(counts[at], true);
            line.common = counts[at] > from[at];
        }
        Ok(())
    }

    /// From how many other premises on each item counts as common in its street.
    fn common_from(&mut self, items: &[Asked]) -> Result<Vec<u32>, Refusal> {
        let (share, since) = (self.regime.across.share, recurrence::since(self.act.today));
        let streets: BTreeSet<&UnitPath> = items.iter().map(|asked| &asked.street).collect();
        let mut from = BTreeMap::new();
        for street in streets {
            let inspected = recurrences::inspected(&mut *self.store.driver, street, since)?;
            from.insert(street, share.of(inspected));
        }
        Ok(items.iter().map(|asked| from[&asked.street]).collect())
    }

    /// What came before a hazard: at its premises, and across the street up to today.
    pub fn before(&mut self, stored: &Stored) -> Result<Before, Refusal> {
        let (hazard, today) = (&stored.hazard, self.act.today);
        let driver = &mut *self.store.driver;
        let recurs_of = recurrences::earlier(driver, &hazard.community, hazard.id)?;
        let counts = hazard.course.kind() != StateKind::Withdrawn
            && recurrence::is_recent(hazard.found_on, today);
        let (Some(item), true) = (&hazard.item, counts) else {
            return Ok(Before { recurs_of, ..Before::default() });
        };
        let visit = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
        let form = visit.map(|visit| visit.form).unwrap_or_default();
        let asked = [asked(&hazard.community, &form, item)];
        let days = (recurrence::since(today), today);
        let from = self.common_from(&asked)?[0];
        let driver = &mut *self.store.driver;
        let but = Some(hazard.premises);
        let others = recurrences::premises_of(driver, &asked, days, but, None, from)?[0];
        let elsewhere = recurrence::elsewhere(others, false);
        Ok(Before { recurs_of, elsewhere, common: others >= from })
    }

    /// Whether the regime names this kind of hazard among those that come back: “三合一”.
    fn is_prone(&self, category: &str) -> bool {
        let mut rules = self.regime.keys.iter().filter(|rule| rule.code == "relapse");
        rules.any(|rule| rule.words.iter().any(|word| category.contains(word)))
    }

    /// The regime's words for the key list's third reason (S0 §三.1(3)).
    fn relapse_reason(&self) -> String {
        let rule = self.regime.keys.iter().find(|rule| rule.code == "relapse");
        rule.map_or_else(|| "隐患容易“回潮”".to_owned(), |rule| rule.label.clone())
    }
}
