//! What the rounds have not reached: those that run today, and those of the week or the month before, whose misses stay
//! on the agenda until somebody has been there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Left, Missed, Office, Place, Refusal, Rule};
use crate::{
    domain::{
        campaign::Campaign,
        id::Id,
        premises::Premises,
        unit::{Level, UnitPath},
    },
    office::agenda::OWED,
    store::{self, rounds, rounds::Which},
};

impl Office {
    /// The stretch of each patrol and campaign right before the one that holds today. What it has missed is told until
    /// the stretch after it is over, for a month at most.
    pub(in crate::office) fn rules_over(&mut self) -> Result<Vec<Rule>, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let known = store::campaigns::concerning(driver, &scope, Some(today - OWED))?;
        let campaigns = known.into_iter().filter_map(|stored| before(&stored.campaign, today));
        let patrols = self.regime.patrols.iter().map(|patrol| {
            let (first, _) = patrol.every.stretch(today);
            Rule::of_patrol(patrol, first - Days::new(1))
        });
        Ok(patrols.chain(campaigns).filter(|rule| today <= rule.to + OWED).collect())
    }

    /// What a rule misses today, so many names of each community.
    pub(in crate::office) fn left_today(
        &mut self,
        communities: &[UnitPath],
        rule: &Rule,
        most: u32,
    ) -> Result<Left, Refusal> {
        if rule.is_told_by_last_visit() {
            return self.left_unseen(communities, rule.key, rule.from, most);
        }
        let today = self.act.today;
        let mut left = Left::default();
        for community in communities {
            let told = self.told(community, rule, today, Some(most))?;
            left.named.extend(told.missed);
            let missed = told.counts.into_iter().map(|(place, count)| (place, count.missed()));
            left.counts.extend(missed.filter(|(_, missed)| *missed > 0));
        }
        Ok(left)
    }

    /// What nobody has seen since a day.
    pub(in crate::office) fn left_unseen(
        &mut self,
        communities: &[UnitPath],
        key: bool,
        since: NaiveDate,
        most: u32,
    ) -> Result<Left, Refusal> {
        let scope = self.scope.clone();
        let counts = store::coverage::by_last_visit(&mut *self.store.driver, &scope, key, since)?;
        let missed = counts.into_iter().map(|(place, count)| (place, count.missed()));
        let counts = missed.filter(|(_, missed)| *missed > 0).collect();
        Ok(Left { counts, named: self.unseen(communities, key, since, None, most)? })
    }

    /// What a rule that is over has missed, and where nobody has been since whose visit counts for it.
    pub(in crate::office) fn left_over(
        &mut self,
        communities: &[UnitPath],
        rule: &Rule,
        most: u32,
    ) -> Result<Left, Refusal> {
        if rule.is_told_by_last_visit() {
            return self.left_behind(communities, rule.key, (rule.from, rule.to), most);
        }
        let (today, scope) = (self.act.today, self.scope.clone());
        let now: HashMap<Id, Option<NaiveDate>> = self
            .subjects(&scope, rule, today)?
            .into_iter()
            .map(|subject| (subject.id, subject.last_on))
            .collect();
        let level = Some(rule.level()).filter(|level| *level < Level::Community);
        let since = rule.to + Days::new(1);
        let driver = &mut *self.store.driver;
        let seen = store::coverage::visits(driver, &scope, since, today, level)?;
        let mut missed = self.told(&scope, rule, rule.to, None)?.missed;
        missed.retain(|one| now.contains_key(&one.id) && !seen.contains_key(&one.id));
        let mut left = Left::default();
        for one in &mut missed {
            one.last_on = now.get(&one.id).copied().flatten();
            *left.counts.entry(one.place.clone()).or_default() += 1;
        }
        let mut told: BTreeMap<UnitPath, u32> = BTreeMap::new();
        missed.retain(|one| {
            let told = told.entry(one.place.0.clone()).or_default();
            *told += 1;
            *told <= most
        });
        left.named = missed;
        Ok(left)
    }

    /// What nobody has seen since the first of some days that are over, and what had to be seen in them.
    pub(in crate::office) fn left_behind(
        &mut self,
        communities: &[UnitPath],
        key: bool,
        (from, to): (NaiveDate, NaiveDate),
        most: u32,
    ) -> Result<Left, Refusal> {
        let scope = self.scope.clone();
        let which = Which::of(key);
        let driver = &mut *self.store.driver;
        let mut counts: BTreeMap<Place, u32> =
            rounds::left_by_place(driver, &scope, which, from, to)?.into_iter().collect();
        // What came under the rule only afterwards owes nothing for these days.
        let mut free: BTreeSet<Id> = BTreeSet::new();
        for (place, id) in rounds::left_and_changed(driver, &scope, which, from, to)? {
            let changes = store::premises::changes(driver, &place.0, id)?.into_iter();
            let then = changes
                .filter(|change| change.on <= to && change.after.since <= to)
                .max_by_key(|change| change.on);
            let owes = |then: &Premises| then.is_patrolled() && (!key || then.key);
            if !then.is_some_and(|change| owes(&change.after)) {
                free.insert(id);
                if let Some(count) = counts.get_mut(&place) {
                    *count = count.saturating_sub(1);
                }
            }
        }
        counts.retain(|_, count| *count > 0);
        let mut named = self.unseen(communities, key, from, Some(to), most)?;
        named.retain(|missed| !free.contains(&missed.id));
        Ok(Left { counts, named })
    }

    /// Names of those that nobody has seen since a day, of those on the register by a day where one is said.
    pub(super) fn unseen(
        &mut self,
        communities: &[UnitPath],
        key: bool,
        since: NaiveDate,
        known: Option<NaiveDate>,
        most: u32,
    ) -> Result<Vec<Missed>, Refusal> {
        let which = Which::of(key);
        let driver = &mut *self.store.driver;
        let unseen = rounds::unseen(driver, communities, which, (since, known), most)?;
        let missed = |unseen: rounds::Unseen| Missed {
            id: unseen.id,
            name: unseen.name,
            place: (unseen.community, unseen.grid),
            last_on: unseen.last_on,
        };
        Ok(unseen.into_iter().map(missed).collect())
    }
}

/// The stretch of a campaign before the one that holds today, or its last one as long again as it was.
fn before(campaign: &Campaign, today: NaiveDate) -> Option<Rule> {
    let on = match campaign.stretch(today) {
        Some((first, _)) => first - Days::new(1),
        None if campaign.last() < today => campaign.last(),
        None => return None,
    };
    let rule = Rule::of_campaign(campaign, on)?;
    (today - rule.to <= rule.to - rule.from + chrono::TimeDelta::days(1)).then_some(rule)
}
