//! Nobody makes, changes or strikes out a record of themselves that others give: exam, file, hours, appraisal, attendance,
//! reward (S2 管理办法二、四、五), and what is taken against them (S0 §四). Which ledgers these are and where they name the
//! person stands in their files.

use super::{Entry, Office, Refusal};
use crate::{domain::permission::Deed, office::warn::Record};

/// Ledgers of the level above that speak against people (JM-1, JM-2, YS-1).
const AGAINST: [&str; 3] = ["accident", "spot_check", "oversight"];

/// Who does it instead.
fn others(deed: Deed) -> &'static str {
    match deed {
        Deed::Account => "请由街道的其他人或区里办理",
        _ => "请由社区安全员或街道的人办理",
    }
}

impl Office {
    /// Refuses who may not write rows of this ledger, what somebody does to their own record, as it was or as it is to be,
    /// and a record that somebody would judge of themselves.
    pub(in crate::office) fn check_own(
        &self,
        before: Option<&Entry>,
        after: &Entry,
    ) -> Result<(), Refusal> {
        let Some(ledger) = self.library.ledger(&after.ledger) else { return Ok(()) };
        let left_below = |before: &Entry| ledger.is_left_below(&before.fields, &after.fields);
        let deed = match before.is_some_and(left_below) && after.void.is_none() {
            true => Deed::Entry,
            false => ledger.deed(),
        };
        let may = self.act.person().may(deed);
        // Of the own record it is said first whose it is.
        if deed != Deed::Officers {
            may.clone()?;
        }
        let Some(own) = &ledger.own else { return Ok(may?) };
        let others = others(ledger.deed());
        // A title may have quotation marks of its own.
        let title = ledger.title.replace(['“', '”'], "");
        let label = |id: &str| ledger.field(id).map_or("", |field| field.label.as_str());
        let (actor, roles) = (self.act.actor.as_str(), &self.act.roles);
        let mut rows = before.into_iter().chain([after]);
        if !actor.is_empty() && rows.any(|row| own.is_of(actor, roles, &row.fields)) {
            let does = match (before, &after.void) {
                (None, _) => "登记",
                (Some(_), None) => "更正",
                (Some(_), Some(_)) => "作废",
            };
            return Err(Refusal::field(
                &own.person,
                format!("{actor}不能{does}自己的“{title}”。{others}。"),
            ));
        }
        may?;
        // What was taken before this rule may still be struck out.
        let judged = own.judges_self(&after.fields).filter(|_| after.void.is_none());
        if let (Some(name), Some(judge)) = (judged, own.judge.as_deref()) {
            return Err(Refusal::field(
                judge,
                format!(
                    "“{}”写的是{name}本人：自己的“{title}”不由自己定。{others}，并写他的姓名。",
                    label(judge)
                ),
            ));
        }
        Ok(())
    }

    /// Refuses who changes or strikes out a row that speaks against him: an accident, what a check from above found.
    pub(super) fn check_proof(&mut self, row: &Entry) -> Result<(), Refusal> {
        if self.act.actor.is_empty() || !AGAINST.contains(&row.ledger.as_str()) {
            return Ok(());
        }
        let held = self.held_by(Record::Entry, row.id)?;
        if !held.contains(&self.act.actor) {
            return Ok(());
        }
        Err(Refusal::said(format!(
            "这条记录是对{}问责提醒的依据，不能由本人更正、作废。{}。",
            self.act.actor,
            others(Deed::Account)
        )))
    }
}
