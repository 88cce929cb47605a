//! A notice (整改通知书): one for every inspection, numbered gap-free per unit, series and year;
//! a voided number stays visible and is never reused.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{id::Id, rule::RuleError, unit::UnitPath};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub id: Id,
    /// The community whose premises it is about.
    pub community: UnitPath,
    /// The unit that numbers it.
    pub unit: UnitPath,
    pub series: String,
    pub year: i32,
    pub serial: u32,
    /// As printed.
    pub number: String,
    pub inspection: Id,
    pub premises: Id,
    pub issued_on: NaiveDate,
    pub void: Option<Void>,
    pub unsigned: Option<SignRefusal>,
}

/// The premises would not sign the notice (拒签); those who saw it sign in its place (S0 §一.2(2)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignRefusal {
    pub on: NaiveDate,
    pub witnesses: Vec<String>,
    /// What was said; may be empty.
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Void {
    pub on: NaiveDate,
    pub reason: String,
}

impl Notice {
    /// Where it stands among the numbers: by unit, series, year and serial.
    pub fn place(&self) -> (&UnitPath, &str, i32, u32) {
        (&self.unit, &self.series, self.year, self.serial)
    }

    /// The same notice, void from a day on.
    pub fn voided(self, on: NaiveDate, reason: &str) -> Result<Notice, RuleError> {
        let void = voiding(self.void.as_ref(), self.issued_on, on, reason)?;
        Ok(Notice { void: Some(void), ..self })
    }

    /// The same notice, its signature refused: once, before a witness at the least, not before it was issued.
    pub fn sign_refused(self, refusal: SignRefusal) -> Result<Notice, RuleError> {
        if self.void.is_some() {
            return Err(RuleError::AlreadyVoid);
        }
        if self.unsigned.is_some() {
            return Err(RuleError::SignatureRefusedBefore);
        }
        if refusal.witnesses.is_empty() {
            return Err(RuleError::WitnessMissing);
        }
        if refusal.on < self.issued_on {
            return Err(RuleError::BeforeLast { on: refusal.on, last: self.issued_on });
        }
        Ok(Notice { unsigned: Some(refusal), ..self })
    }
}

/// The mark of a paper that is declared void: once, with a reason, not before it was issued.
pub(super) fn voiding(
    before: Option<&Void>,
    issued_on: NaiveDate,
    on: NaiveDate,
    reason: &str,
) -> Result<Void, RuleError> {
    if before.is_some() {
        return Err(RuleError::AlreadyVoid);
    }
    if reason.trim().is_empty() {
        return Err(RuleError::ReasonMissing);
    }
    if on < issued_on {
        return Err(RuleError::BeforeLast { on, last: issued_on });
    }
    Ok(Void { on, reason: reason.trim().to_owned() })
}
