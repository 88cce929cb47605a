//! What the attendance may say of one person and one day.

use chrono::{Days, NaiveDate};

use super::{ABSENCES, Office, Refusal, day_in, field, whose};
use crate::{
    domain::{
        entry::Entry,
        officer::{Absence, contradict},
    },
    terms,
};

/// 请假, by the words of the ledger.
pub(super) const LEAVE: [&str; 3] = ["事假", "病假", "公休"];

const UNEXCUSED: &str = "旷工";

/// A leave that is asked for began so long before at most.
pub(super) const LONGEST: Days = Days::new(366);

/// What a row says, and of which days.
fn absence(row: &Entry) -> Option<(Absence, (NaiveDate, NaiveDate))> {
    let kind = match field(row, "kind") {
        UNEXCUSED => Absence::Unexcused,
        kind if LEAVE.contains(&kind) => Absence::Leave,
        _ => return None,
    };
    Some((kind, (row.on, day_in(row, "absent_to").unwrap_or(row.on))))
}

impl Office {
    /// Refuses 旷工 on a day of leave that stands, and leave on a day of 旷工 (S2 管理办法四（七）). What was entered so before
    /// stays until it is changed.
    pub(in crate::office) fn check_absence(
        &mut self,
        before: Option<&Entry>,
        row: &Entry,
    ) -> Result<(), Refusal> {
        if before.is_some_and(|before| {
            absence(before) == absence(row) && field(before, "name") == field(row, "name")
        }) {
            return Ok(());
        }
        let Some(told) = absence(row).filter(|_| row.ledger == ABSENCES) else { return Ok(()) };
        let namesakes = self.namesakes()?;
        let who = whose(row, &namesakes);
        let (from, to) = told.1;
        let known = self.rows_in(ABSENCES, Some((from - LONGEST, to)))?;
        let against = known.iter().find(|other| {
            other.id != row.id
                && whose(other, &namesakes) == who
                && absence(other).is_some_and(|other| contradict(told, other))
        });
        let Some(other) = against else { return Ok(()) };
        let first = terms::date(other.on);
        let days = match day_in(other, "absent_to").filter(|last| *last > other.on) {
            Some(last) => format!("{first}至{}", terms::date(last)),
            None => first,
        };
        let approver = match field(other, "approver") {
            "" => String::new(),
            approver => format!("（{approver}批准）"),
        };
        Err(Refusal::field(
            "absent_on",
            format!(
                "{}{days}登记了{}{approver}，同一天不能又是{}。请核对日期；那一条登错的，先更正或作废。",
                field(row, "name"),
                field(other, "kind"),
                field(row, "kind")
            ),
        ))
    }
}
