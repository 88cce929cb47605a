//! A document (文书): a printed paper other than the 整改通知书 that was issued, with its words as they were.
//! A numbered one has its place among the numbers of its unit, series and year, as a notice has.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{id::Id, notice::Void, rule::RuleError, unit::UnitPath};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub id: Id,
    /// The community it is about, or the wider unit whose desk issued it.
    pub community: UnitPath,
    /// Code of its form, which is also the series of its numbers.
    pub code: String,
    pub title: String,
    /// The record it is about: a hazard, a premises, a transfer …; the unit's own for none.
    pub subject: Option<Id>,
    pub premises: Option<Id>,
    /// The unit that numbers it.
    pub unit: UnitPath,
    pub year: i32,
    /// `None` for a paper without a number.
    pub serial: Option<u32>,
    /// As printed; empty without a number.
    pub number: String,
    pub issued_on: NaiveDate,
    pub void: Option<Void>,
}

impl Document {
    /// The same document, void from a day on.
    pub fn voided(self, on: NaiveDate, reason: &str) -> Result<Document, RuleError> {
        let void = super::notice::voiding(self.void.as_ref(), self.issued_on, on, reason)?;
        Ok(Document { void: Some(void), ..self })
    }
}
