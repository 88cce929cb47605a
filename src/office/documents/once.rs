//! A row of a ledger has one numbered letter of a kind that stands: two of 通报 are two 通报.

use super::{Filter, Office, Refusal, Subject};
use crate::{
    form::{facts::About, paper::PaperForm},
    store::documents,
    terms,
};

impl Office {
    /// Refuses a second letter of a kind about the same row, until the first is void.
    pub(super) fn check_not_issued(
        &mut self,
        form: &PaperForm,
        subject: &Subject,
    ) -> Result<(), Refusal> {
        if form.about != About::Entry || form.number.is_none() || subject.id.is_none() {
            return Ok(());
        }
        let filter =
            Filter { code: Some(form.code.clone()), subject: subject.id, ..Filter::default() };
        let issued = documents::list(&mut *self.store.driver, &subject.community, &filter)?;
        match issued.into_iter().find(|issued| issued.void.is_none()) {
            None => Ok(()),
            Some(issued) => Err(Refusal::said(format!(
                "这一条已经在{}出具{}，不用再出。要再印一份，或者内容要改、先作废那一份再出，请用 anban paper issued 找到它。",
                terms::date(issued.issued_on),
                issued.number
            ))),
        }
    }
}
