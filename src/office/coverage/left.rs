//! What the rounds have not reached: those that run today, and those of the week or the month before, whose misses stay
//! on the agenda until somebody has been there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Left, Missed, Office, Refusal, Rule, is_owed};
use crate::{
    domain::{
        campaign::{self, Campaign},
        id::Id,
        owed,
        unit::{Level, UnitPath},
    },
    office::agenda::{OWED, Part},
    store::{
        self,
        each::Each,
        rounds::{self, EVER, Tallies, Unreached, Which},
        weeks::{self, Place},
    },
};

/// Of which communities something is told, and how much.
pub(in crate::office) struct Within<'a> {
    pub communities: &'a [UnitPath],
    /// So many names of each.
    pub most: u32,
    /// Counts that were read before they are asked for.
    pub tallies: &'a Tallies,
}

impl Office {
    /// The stretch of each patrol and campaign right before the one that holds today. What a patrol has missed is told
    /// until the stretch after it is over, for a month at most; a campaign that is over has no stretch after it: what it
    /// has missed is told until its closing is entered, for a year at most.
    pub(in crate::office) fn rules_over(&mut self) -> Result<Vec<Rule>, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let since = today - campaign::OPEN_BEHIND;
        let known = store::campaigns::concerning(driver, &scope, Some(since))?;
        let mut campaigns = Vec::new();
        for stored in known {
            let Some(on) = before(&stored.campaign, today) else { continue };
            campaigns.extend(Rule::of_campaign(&self.stored_then(&stored, on)?, on));
        }
        let patrols = self.regime.patrols_by_code().filter_map(|of| {
            let before = |day: NaiveDate| of.every.stretch(day).0 - Days::new(1);
            let mut last = before(today);
            loop {
                let patrol = self.regime.patrol(&of.code, last)?;
                if is_owed(&self.calendar, patrol, last) {
                    return Some(Rule::of_patrol(patrol, last));
                }
                last = before(last);
            }
        });
        let patrols = patrols.filter(|rule| today <= rule.to + OWED);
        Ok(patrols.chain(campaigns).collect())
    }

    /// The rounds that begin after today and have their last day in some days, campaigns among them.
    pub(in crate::office) fn rules_to_come(
        &mut self,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Rule>, Refusal> {
        let (today, scope) = (self.act.today, self.scope.clone());
        let known = store::campaigns::concerning(&mut *self.store.driver, &scope, Some(today))?;
        let campaigns: Vec<Campaign> = known.into_iter().map(|stored| stored.campaign).collect();
        let days = from.iter_days().take_while(|day| *day <= to);
        let rules = days.flat_map(|day| {
            let rules = self.rules_with(&campaigns, day).into_iter();
            rules.filter(move |rule| rule.to == day && rule.from > today)
        });
        Ok(rules.collect())
    }

    /// What a rule misses today, one to come in its days.
    pub(in crate::office) fn left_today(
        &mut self,
        within: &Within,
        rule: &Rule,
    ) -> Result<Left, Refusal> {
        if rule.is_told_by_last_visit() {
            return self.left_unseen(within, rule.asks(), rule.from);
        }
        let today = self.act.today;
        let mut left = Left::default();
        for community in within.communities {
            let told = self.told(community, rule, today, Some(within.most))?;
            left.named.extend(told.missed);
            let missed = told.counts.into_iter().map(|(place, count)| (place, count.missed()));
            self.add(&mut left.counts, missed);
        }
        Ok(left)
    }

    /// What nobody has seen since a day, nobody of a level where one is said.
    pub(in crate::office) fn left_unseen(
        &mut self,
        within: &Within,
        asks: (Which, Option<Level>),
        since: NaiveDate,
    ) -> Result<Left, Refusal> {
        let (which, level) = asks;
        let counts = self.left_counts(within, Unreached { which, level, since, known: EVER })?;
        let named = self.unseen(within.communities, asks, (since, None), within.most)?;
        Ok(Left { counts, named })
    }

    pub(in crate::office) fn left_counts(
        &mut self,
        within: &Within,
        asked: Unreached,
    ) -> Result<BTreeMap<Part, u32>, Refusal> {
        let mut counts = BTreeMap::new();
        if let Some(known) = within.tallies.get(&asked) {
            self.add(&mut counts, known.iter().cloned());
            return Ok(counts);
        }
        let each = self.each(within.communities);
        let mut left = rounds::left(&mut *self.store.driver, &each, &[asked])?;
        self.add(&mut counts, left.remove(&asked).unwrap_or_default());
        Ok(counts)
    }

    /// What the lines of the agenda are counted of.
    pub(in crate::office) fn each(&self, communities: &[UnitPath]) -> Each {
        match self.tells_units() {
            true => Each::Community(communities.to_vec()),
            false => Each::Place(self.scope.clone()),
        }
    }

    fn add(&self, to: &mut BTreeMap<Part, u32>, left: impl IntoIterator<Item = (Place, u32)>) {
        for (place, count) in left.into_iter().filter(|(_, count)| *count > 0) {
            *to.entry(self.part(place)).or_default() += count;
        }
    }

    /// What a rule that is over has missed, and where nobody has been since whose visit counts for it.
    pub(in crate::office) fn left_over(
        &mut self,
        within: &Within,
        rule: &Rule,
    ) -> Result<Left, Refusal> {
        if rule.is_told_by_last_visit() {
            return self.left_behind(within, rule.asks(), (rule.from, rule.to));
        }
        if let Some(campaign) = &rule.campaign {
            return self.left_of_campaign(within, rule, campaign);
        }
        let (today, scope) = (self.act.today, self.scope.clone());
        let now: HashMap<Id, Option<NaiveDate>> = self
            .subjects(&scope, rule, today)?
            .into_iter()
            .map(|subject| (subject.id, subject.last_on))
            .collect();
        let since = rule.to + Days::new(1);
        let by = self.owed_by((rule.from, rule.to));
        let driver = &mut *self.store.driver;
        let seen = store::coverage::visits(driver, &scope, since, today, rule.alone())?;
        let came = weeks::changed(&mut *self.store.driver, &scope, by)?.into_iter();
        let came = came.filter(|(then, _)| !then.as_ref().is_some_and(|then| rule.holds(then)));
        let came: BTreeSet<Id> = came.map(|(_, now)| now.id).collect();
        let mut missed = self.told(&scope, rule, rule.to, None)?.missed;
        missed.retain(|one| now.contains_key(&one.id) && !seen.contains_key(&one.id));
        missed.retain(|one| !came.contains(&one.id));
        for one in &mut missed {
            one.last_on = now.get(&one.id).copied().flatten();
        }
        Ok(self.left_named(within, missed))
    }

    /// The same of a campaign: only what nobody has seen since is read, since one that is over is told for long.
    fn left_of_campaign(
        &mut self,
        within: &Within,
        rule: &Rule,
        campaign: &Campaign,
    ) -> Result<Left, Refusal> {
        let scope = self.scope.clone();
        let Some(scope) = Self::of_campaign(campaign, &scope) else { return Ok(Left::default()) };
        let since = match rule.times {
            0 | 1 => rule.from,
            _ => rule.to + Days::new(1),
        };
        let driver = &mut *self.store.driver;
        let mut missed: BTreeMap<Id, Missed> =
            store::coverage::in_campaign(driver, &scope, &campaign.scope, Some(since))?
                .into_iter()
                .map(|subject| (subject.id, Missed::of(subject)))
                .collect();
        if missed.is_empty() {
            return Ok(Left::default());
        }
        // What came under it only afterwards owes nothing for its days.
        for (then, now) in weeks::changed(&mut *self.store.driver, &scope, rule.to)? {
            if !then.is_some_and(|then| rule.holds(&then)) {
                missed.remove(&now.id);
            }
        }
        if rule.times > 1 {
            let driver = &mut *self.store.driver;
            let seen = store::coverage::visits(driver, &scope, rule.from, rule.to, None)?;
            missed.retain(|id, _| seen.get(id).is_none_or(|times| *times < rule.times));
        }
        let mut missed: Vec<Missed> = missed.into_values().collect();
        missed.sort_by(|a, b| (&a.place.0, a.last_on, a.id).cmp(&(&b.place.0, b.last_on, b.id)));
        Ok(self.left_named(within, missed))
    }

    /// Counts what was missed, and keeps so many names of each community as are asked for.
    fn left_named(&self, within: &Within, mut missed: Vec<Missed>) -> Left {
        let mut left = Left::default();
        for one in &missed {
            *left.counts.entry(self.part(one.place.clone())).or_default() += 1;
        }
        let mut told: BTreeMap<UnitPath, u32> = BTreeMap::new();
        missed.retain(|one| {
            let told = told.entry(one.place.0.clone()).or_default();
            *told += 1;
            *told <= within.most
        });
        left.named = missed;
        left
    }

    /// The day by which a premises had to be under a round that is over to be missed by it: its last, as the coverage
    /// counts, but of the round in which the office began its first. Nothing was missed before there was an office.
    fn owed_by(&self, (from, to): (NaiveDate, NaiveDate)) -> NaiveDate {
        if from < self.records_began() { from } else { to }
    }

    /// The question for what nobody has seen since the first of some days that are over, and what had to be seen in them.
    pub(in crate::office) fn behind(
        &self,
        (which, level): (Which, Option<Level>),
        days: (NaiveDate, NaiveDate),
    ) -> Unreached {
        Unreached { which, level, since: days.0, known: self.owed_by(days) }
    }

    /// What nobody has seen since the first of some days that are over, and what had to be seen in them.
    pub(in crate::office) fn left_behind(
        &mut self,
        within: &Within,
        asks: (Which, Option<Level>),
        days: (NaiveDate, NaiveDate),
    ) -> Result<Left, Refusal> {
        let (counts, free) = self.counts_behind(within, asks, days)?;
        let known = (days.0, Some(self.owed_by(days)));
        let mut named = self.unseen(within.communities, asks, known, within.most)?;
        named.retain(|missed| !free.contains(&missed.id));
        Ok(Left { counts, named })
    }

    /// How much that is, and what comes under the rule today and did not then, so that it owes nothing for these days.
    pub(in crate::office) fn counts_behind(
        &mut self,
        within: &Within,
        asks: (Which, Option<Level>),
        days: (NaiveDate, NaiveDate),
    ) -> Result<(BTreeMap<Part, u32>, BTreeSet<Id>), Refusal> {
        let scope = self.scope.clone();
        let behind = self.behind(asks, days);
        let owed = (behind.known, days.1);
        let mut counts = self.left_counts(within, behind)?;
        let mut free: BTreeSet<Id> = BTreeSet::new();
        let driver = &mut *self.store.driver;
        let changed = rounds::left_and_changed(driver, &scope, behind)?;
        for (place, id) in changed {
            let driver = &mut *self.store.driver;
            let changes = store::premises::changes(driver, &place.0, id)?;
            if !owed::is_owed(&changes, owed, |then| behind.which.holds(then)) {
                free.insert(id);
                if let Some(count) = counts.get_mut(&self.part(place)) {
                    *count = count.saturating_sub(1);
                }
            }
        }
        counts.retain(|_, count| *count > 0);
        Ok((counts, free))
    }

    /// Names of those that nobody has seen since a day, of those on the register by a day where one is said.
    pub(super) fn unseen(
        &mut self,
        communities: &[UnitPath],
        asks: (Which, Option<Level>),
        days: (NaiveDate, Option<NaiveDate>),
        most: u32,
    ) -> Result<Vec<Missed>, Refusal> {
        let unseen = rounds::unseen(&mut *self.store.driver, communities, asks, days, most)?;
        let missed = |unseen: rounds::Unseen| Missed {
            id: unseen.id,
            name: unseen.name,
            place: (unseen.community, unseen.grid),
            last_on: unseen.last_on,
        };
        Ok(unseen.into_iter().map(missed).collect())
    }
}

/// The last day of the stretch of a campaign before the one that holds today, or of its last one, where nobody has closed
/// it yet.
fn before(campaign: &Campaign, today: NaiveDate) -> Option<NaiveDate> {
    match campaign.stretch(today) {
        Some((first, _)) => Some(first - Days::new(1)),
        None => campaign.is_open_behind(today).then(|| campaign.last()),
    }
}
