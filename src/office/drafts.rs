//! Half-filled forms of this desk, each of who filled it in: kept at every change, gone once the form is saved.

use super::{Office, Refusal, clock};
use crate::{
    domain::staff::Staff,
    store::{self, drafts},
};

pub use crate::store::drafts::Draft;

/// Drafts of inspections are kept under this word and the premises' id; the window of a hazard that is half
/// told, under that and the hazard's place.
pub const INSPECTION: &str = "inspection";

impl Office {
    /// Keeps what has been filled in so far.
    pub fn save_draft(
        &mut self,
        kind: &str,
        subject: &str,
        title: &str,
        body: &str,
    ) -> Result<(), Refusal> {
        let draft = Draft {
            who: self.act.actor.clone(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            changed_ms: clock::now_ms(),
        };
        Ok(drafts::save(&mut *self.store.driver, &self.act.desk, &draft)?)
    }

    /// What this person has half filled at this desk, the latest first.
    pub fn drafts(&mut self) -> Result<Vec<Draft>, Refusal> {
        Ok(self.drafts_of_all()?.0)
    }

    /// The same, and what others have.
    pub fn drafts_of_all(&mut self) -> Result<(Vec<Draft>, Vec<Draft>), Refusal> {
        let all = drafts::all(&mut *self.store.driver, &self.act.desk)?;
        Ok(all.into_iter().partition(|draft| draft.is_of(&self.act.actor)))
    }

    /// Whether who has filled it in does not come back to it: somebody of another name, or who has left.
    pub fn is_orphaned(&mut self, draft: &Draft) -> Result<bool, Refusal> {
        let today = self.act.today;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let there = |person: &Staff| person.serves_on(today) && person.is_meant_by(&draft.who);
        Ok(!staff.iter().any(there))
    }

    /// Lets go of a draft, whoever has filled it in.
    pub fn let_go(&mut self, draft: &Draft) -> Result<(), Refusal> {
        let (desk, who) = (&self.act.desk, &draft.who);
        Ok(drafts::drop(&mut *self.store.driver, desk, who, &draft.kind, &draft.subject)?)
    }

    /// The windows of a half-filled checklist in which something waits, by their names below it.
    pub fn half_told(&mut self, premises: &str) -> Result<Vec<(String, Draft)>, Refusal> {
        let below = format!("{INSPECTION}/{premises}/");
        let name = |draft: &Draft| draft.subject.strip_prefix(&below).map(str::to_owned);
        let drafts = self.drafts()?;
        Ok(drafts.into_iter().filter_map(|draft| Some((name(&draft)?, draft))).collect())
    }

    pub fn draft(&mut self, kind: &str, subject: &str) -> Result<Option<Draft>, Refusal> {
        let (desk, who) = (&self.act.desk, &self.act.actor);
        Ok(drafts::find(&mut *self.store.driver, desk, who, kind, subject)?)
    }

    /// The form is saved, or given up.
    pub fn drop_draft(&mut self, kind: &str, subject: &str) -> Result<(), Refusal> {
        let (desk, who) = (&self.act.desk, &self.act.actor);
        Ok(drafts::drop(&mut *self.store.driver, desk, who, kind, subject)?)
    }
}
