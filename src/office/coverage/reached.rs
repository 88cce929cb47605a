//! The premises behind a figure of the coverage: what a round has to reach in some places, and whether it has.

use chrono::NaiveDate;

use super::{Office, Place, Refusal, Rule};
use crate::{
    domain::{campaign::Campaign, coverage::Count, id::Id},
    store,
};

/// A premises that a round has to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    pub id: Id,
    pub name: String,
    pub place: Place,
    /// On how many days of the round it was seen.
    pub seen: u32,
    /// Seen as often as is asked.
    pub covered: bool,
    /// The last visit that counts for the round, where that is asked about today.
    pub last_on: Option<NaiveDate>,
}

impl Office {
    /// What the rule of a code has to reach at the end of a day, today when none is said, in some places or in all; what
    /// is missed first, the longest unseen before the others.
    ///
    /// Refused where no round of the code holds the day.
    pub fn reached(
        &mut self,
        code: &str,
        on: Option<NaiveDate>,
        places: &[Place],
    ) -> Result<Vec<Reached>, Refusal> {
        let on = on.unwrap_or(self.act.today);
        let rule = self.rules(on)?.into_iter().find(|rule| rule.code == code);
        let rule = rule.ok_or_else(|| Refusal::said("这一天没有这项巡查，请另选一天。"))?;
        let scope = match places {
            [(first, _), rest @ ..] if rest.iter().all(|(community, _)| community == first) => {
                first.clone()
            }
            _ => self.scope.clone(),
        };
        let mut subjects = self.subjects(&scope, &rule, on)?;
        if !places.is_empty() {
            subjects.retain(|subject| places.contains(&subject.place));
        }
        let driver = &mut *self.store.driver;
        let until = on.min(rule.to);
        let visits = store::coverage::visits(driver, &scope, rule.from, until, rule.alone())?;
        let today = on == self.act.today;
        let mut all: Vec<Reached> = subjects
            .into_iter()
            .map(|subject| {
                let seen = visits.get(&subject.id).copied().unwrap_or(0);
                Reached {
                    id: subject.id,
                    name: subject.name,
                    place: subject.place,
                    seen,
                    covered: seen >= rule.times.max(1),
                    last_on: subject.last_on.filter(|_| today),
                }
            })
            .collect();
        all.sort_by(|a, b| {
            (a.covered, a.last_on, &a.place, a.id).cmp(&(b.covered, b.last_on, &b.place, b.id))
        });
        Ok(all)
    }

    /// How far a campaign has come in the stretch that holds today, in its last one when it is over; `None` before its
    /// first day.
    pub fn campaign_progress(
        &mut self,
        campaign: &Campaign,
    ) -> Result<Option<(Rule, Count)>, Refusal> {
        let on = self.act.today.min(campaign.last());
        let then = self.campaign_then(campaign, on)?;
        let rules = self.rules_with(&[then], on);
        let Some(rule) = rules.into_iter().find(|rule| rule.campaign.is_some()) else {
            return Ok(None);
        };
        let scope = self.scope.clone();
        let told = self.told(&scope, &rule, on, Some(0))?;
        let mut total = Count::default();
        told.counts.values().for_each(|count| total.add(*count));
        Ok(Some((rule, total)))
    }
}
