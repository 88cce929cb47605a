//! Half-filled forms of this desk: kept at every change, gone once the form is saved.

use super::{Office, Refusal, clock};
use crate::store::drafts;

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
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            changed_ms: clock::now_ms(),
        };
        Ok(drafts::save(&mut *self.store.driver, &self.act.desk, &draft)?)
    }

    /// What is half filled at this desk, the latest first.
    pub fn drafts(&mut self) -> Result<Vec<Draft>, Refusal> {
        Ok(drafts::all(&mut *self.store.driver, &self.act.desk)?)
    }

    /// The windows of a half-filled checklist in which something waits, by their names below it.
    pub fn half_told(&mut self, premises: &str) -> Result<Vec<(String, Draft)>, Refusal> {
        let below = format!("{INSPECTION}/{premises}/");
        let name = |draft: &Draft| draft.subject.strip_prefix(&below).map(str::to_owned);
        let drafts = self.drafts()?;
        Ok(drafts.into_iter().filter_map(|draft| Some((name(&draft)?, draft))).collect())
    }

    pub fn draft(&mut self, kind: &str, subject: &str) -> Result<Option<Draft>, Refusal> {
        Ok(drafts::find(&mut *self.store.driver, &self.act.desk, kind, subject)?)
    }

    /// The form is saved, or given up.
    pub fn drop_draft(&mut self, kind: &str, subject: &str) -> Result<(), Refusal> {
        Ok(drafts::drop(&mut *self.store.driver, &self.act.desk, kind, subject)?)
    }
}
