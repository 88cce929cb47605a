//! Visits that are on record, read again: with what hangs on them, their answers in the paper's words, and what has changed
//! since the one before.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    domain::{id::Id, inspection::Inspection, notice::Notice},
    form::answers,
    office::{Office, Refusal},
    store::{self, hazards, inspections},
};

/// One inspection with everything that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub inspection: Inspection,
    pub premises: String,
    pub hazards: Vec<hazards::Stored>,
    pub notices: Vec<Notice>,
}

/// An item and what was ticked, in the paper's words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    pub item: String,
    pub ask: String,
    pub answer: String,
}

/// An item whose answer differs from the last visit's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    pub item: String,
    pub ask: String,
    pub before: String,
    pub now: String,
}

impl Office {
    /// An inspection by its id, or by the number of its notice.
    pub fn visit_named(&mut self, wanted: &str) -> Result<Id, Refusal> {
        match Id::parse(wanted.trim()) {
            Some(id) => Ok(id),
            None => Ok(self.stored_notice(wanted)?.notice.inspection),
        }
    }

    pub fn visit(&mut self, id: Id) -> Result<Visit, Refusal> {
        let driver = &mut *self.store.driver;
        let inspection = inspections::by_id(driver, &self.scope, id)?.ok_or_else(|| {
            Refusal::said(format!("没有编号为 {id} 的检查。请用 anban inspect list 查看编号。"))
        })?;
        let premises = store::premises::by_id(driver, &self.scope, inspection.premises)?
            .map(|stored| stored.entry.name)
            .unwrap_or_default();
        let hazards = hazards::of_inspection(driver, &inspection.community, id)?;
        let notices = store::notices::of_inspection(driver, &inspection.community, id)?
            .into_iter()
            .map(|stored| stored.notice)
            .collect();
        Ok(Visit { inspection, premises, hazards, notices })
    }

    pub fn visits(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<inspections::Line>, Refusal> {
        Ok(inspections::between(&mut *self.store.driver, &self.scope, from, to)?)
    }

    /// Each item with the word that was ticked, on the revision of the form that was filled.
    pub fn answers(&mut self, inspection: &Inspection) -> Result<Vec<Answered>, Refusal> {
        let form = self.filled_on(&inspection.form_sha)?;
        Ok(form
            .items()
            .zip(&inspection.answers)
            .map(|(item, answer)| Answered {
                item: item.id.clone(),
                ask: item.ask.clone(),
                answer: answers::word_of(item, *answer).to_owned(),
            })
            .collect())
    }

    /// What changed since the visit before this one, on the same form.
    pub fn compare(&mut self, inspection: &Inspection) -> Result<Vec<Compared>, Refusal> {
        let earlier = inspections::of_premises(
            &mut *self.store.driver,
            &inspection.community,
            inspection.premises,
            50,
        )?;
        let Some(before) = earlier
            .iter()
            .skip_while(|visit| visit.id != inspection.id)
            .skip(1)
            .find(|visit| visit.form == inspection.form)
        else {
            return Ok(Vec::new());
        };
        let (old, new) = (self.answers(before)?, self.answers(inspection)?);
        Ok(new
            .into_iter()
            .filter_map(|now| {
                let was = old.iter().find(|was| was.item == now.item)?;
                (was.answer != now.answer).then(|| Compared {
                    item: now.item,
                    ask: now.ask,
                    before: was.answer.clone(),
                    now: now.answer,
                })
            })
            .collect())
    }
}
