//! Half-filled forms of this desk: kept at every change, gone once the form is saved.

use super::{Office, Refusal, clock};
use crate::store::drafts;

pub use crate::store::drafts::Draft;

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

    pub fn draft(&mut self, kind: &str, subject: &str) -> Result<Option<Draft>, Refusal> {
        Ok(drafts::find(&mut *self.store.driver, &self.act.desk, kind, subject)?)
    }

    /// The form is saved, or given up.
    pub fn drop_draft(&mut self, kind: &str, subject: &str) -> Result<(), Refusal> {
        Ok(drafts::drop(&mut *self.store.driver, &self.act.desk, kind, subject)?)
    }
}
