//! 不具备安全生产条件: premises that cannot be made safe are reported for closure (16号令 提请关闭; S0 §四.3(3)
//! 对不具备安全生产条件，未及时上报依法予以关闭的).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{id::Id, rule::RuleError, unit::UnitPath};

/// Working days within which the report for closure is made; the day of the flag is not counted.
pub const REPORT_WORKDAYS: u32 = 2;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfit {
    pub id: Id,
    pub community: UnitPath,
    pub premises: Id,
    pub on: NaiveDate,
    pub reason: String,
    pub by: String,
    /// The day on which its closure was asked for.
    pub reported_on: Option<NaiveDate>,
    /// Taken back: the conditions are there after all.
    pub lifted: Option<(NaiveDate, String)>,
}

impl Unfit {
    pub fn stands(&self) -> bool {
        self.lifted.is_none()
    }

    /// The report for closure, not before the day of the flag.
    pub fn reported(self, on: NaiveDate) -> Result<Unfit, RuleError> {
        if on < self.on {
            return Err(RuleError::BeforeLast { on, last: self.on });
        }
        Ok(Unfit { reported_on: Some(on), ..self })
    }

    pub fn lifted(self, on: NaiveDate, reason: &str) -> Result<Unfit, RuleError> {
        if reason.trim().is_empty() {
            return Err(RuleError::ReasonMissing);
        }
        let last = self.reported_on.unwrap_or(self.on);
        if on < last {
            return Err(RuleError::BeforeLast { on, last });
        }
        Ok(Unfit { lifted: Some((on, reason.trim().to_owned())), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_follows_the_flag_and_a_lift_follows_both() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let unfit = Unfit {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            premises: Id([2; 16]),
            on: day("2026-11-20"),
            reason: "多次停产仍不具备条件".into(),
            by: "林安全".into(),
            reported_on: None,
            lifted: None,
        };
        let before = |on, last| RuleError::BeforeLast { on: day(on), last: day(last) };
        assert_eq!(
            unfit.clone().reported(day("2026-11-19")),
            Err(before("2026-11-19", "2026-11-20"))
        );
        let reported = unfit.clone().reported(day("2026-11-24")).unwrap();
        assert_eq!(
            reported.clone().lifted(day("2026-11-23"), "已整改"),
            Err(before("2026-11-23", "2026-11-24"))
        );
        assert_eq!(unfit.lifted(day("2026-11-24"), " "), Err(RuleError::ReasonMissing));
        let lifted = reported.lifted(day("2026-11-24"), "已整改").unwrap();
        assert!(!lifted.stands());
    }
}
