//! A notice (整改通知书): one for every inspection, numbered gap-free per unit, series and year;
//! a voided number stays visible and is never reused.

use std::collections::HashMap;

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

/// Notices of a visit that was entered late: a lower number of the series bears a later day, the latest of which is
/// given. Numbers are given when a notice is entered, its day is that of the visit.
pub fn entered_after<'a>(notices: impl Iterator<Item = &'a Notice>) -> HashMap<Id, NaiveDate> {
    let mut ordered: Vec<&Notice> = notices.collect();
    ordered.sort_by_key(|notice| notice.place());
    let mut late = HashMap::new();
    let mut last: Option<(&Notice, NaiveDate)> = None;
    for notice in ordered {
        let before = last.filter(|(other, _)| {
            (&other.unit, &other.series, other.year) == (&notice.unit, &notice.series, notice.year)
        });
        let latest = match before {
            Some((_, day)) if day > notice.issued_on => {
                late.insert(notice.id, day);
                day
            }
            _ => notice.issued_on,
        };
        last = Some((notice, latest));
    }
    late
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_a_later_day_was_entered_late() {
        let notice = |serial: u32, unit: &str, day: &str| Notice {
            id: Id([serial as u8; 16]),
            community: UnitPath::parse(unit).unwrap(),
            unit: UnitPath::parse(unit).unwrap(),
            series: "rectification".into(),
            year: 2026,
            serial,
            number: format!("{serial}号"),
            inspection: Id([0; 16]),
            premises: Id([0; 16]),
            issued_on: day.parse().unwrap(),
            void: None,
            unsigned: None,
        };
        const HERE: &str = "3505/03/008/006";
        let all = [
            notice(4, HERE, "2026-11-20"),
            notice(1, HERE, "2026-11-10"),
            notice(2, HERE, "2026-11-20"),
            notice(3, HERE, "2026-11-12"),
            notice(5, HERE, "2026-11-19"),
            // Another community's numbers are its own.
            notice(6, "3505/03/008/007", "2026-11-01"),
        ];
        let late = entered_after(all.iter());
        let day: NaiveDate = "2026-11-20".parse().unwrap();
        assert_eq!(late, HashMap::from([(Id([3; 16]), day), (Id([5; 16]), day)]));
    }
}
