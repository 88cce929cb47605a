//! How a campaign was before it was put right, as this office's journal tells it.

use chrono::NaiveDate;

use super::{Office, Refusal, Stored};
use crate::{
    domain::campaign::Campaign,
    store::{campaigns, journal},
};

/// What the journal keeps of a campaign that was put right.
#[derive(serde::Deserialize)]
struct Edited {
    before: Campaign,
    after: Campaign,
}

impl Office {
    /// A campaign as it was entered, and as it was put right in what is asked about, each with the day of that; without a
    /// day of what came from elsewhere. Its name, and its end where it has one, are the same in all of them.
    pub(in crate::office) fn campaign_forms<T: PartialEq>(
        &mut self,
        campaign: &Campaign,
        asked: impl Fn(&Campaign) -> T,
    ) -> Result<Vec<(Option<NaiveDate>, Campaign)>, Refusal> {
        let (unit, id) = (campaign.unit.as_str(), campaign.id.to_string());
        let links = journal::of_object(&mut *self.store.driver, unit, &id)?;
        let entered = links.iter().map(|link| link.entry.day).min();
        let mut forms: Vec<(Option<NaiveDate>, Campaign)> = Vec::new();
        for link in links.iter().filter(|link| link.entry.verb == "campaign_edit") {
            let Ok(edit) = serde_json::from_str::<Edited>(&link.entry.body) else { continue };
            if asked(&edit.before) == asked(&edit.after) {
                continue;
            }
            if forms.is_empty() {
                forms.push((entered, edit.before));
            }
            forms.push((Some(link.entry.day), edit.after));
        }
        match forms.last() {
            Some((_, last)) if asked(last) == asked(campaign) => {}
            // What came from elsewhere since stands as it is.
            _ => forms = vec![(entered, campaign.clone())],
        }
        for (_, form) in &mut forms {
            form.name.clone_from(&campaign.name);
            form.ended.clone_from(&campaign.ended);
        }
        Ok(forms)
    }

    /// A campaign as its round that holds a day goes by it; a round that was over before it was put right stays as it was.
    pub(in crate::office) fn campaign_then(
        &mut self,
        campaign: &Campaign,
        on: NaiveDate,
    ) -> Result<Campaign, Refusal> {
        if on >= self.act.today {
            return Ok(campaign.clone());
        }
        let forms = self.campaign_forms(campaign, |of| {
            (of.from, of.to, of.every, of.times, of.scope.clone())
        })?;
        Ok(Campaign::stood(&forms, on).unwrap_or(campaign).clone())
    }

    /// The campaigns that may have a round on a day, as that goes by them.
    pub(in crate::office) fn campaigns_then(
        &mut self,
        on: NaiveDate,
    ) -> Result<Vec<Campaign>, Refusal> {
        let (scope, past) = (self.scope.clone(), on < self.act.today);
        let since = Some(on).filter(|_| !past);
        let mut all = campaigns::concerning(&mut *self.store.driver, &scope, since)?;
        // One that was put right may have run on that day before.
        all.retain(|stored| stored.campaign.to >= on || stored.is_touched());
        all.iter().map(|stored| self.stored_then(stored, on)).collect()
    }

    /// The same of one as it is stored.
    pub(in crate::office) fn stored_then(
        &mut self,
        stored: &Stored,
        on: NaiveDate,
    ) -> Result<Campaign, Refusal> {
        match stored.is_touched() {
            true => self.campaign_then(&stored.campaign, on),
            false => Ok(stored.campaign.clone()),
        }
    }
}
