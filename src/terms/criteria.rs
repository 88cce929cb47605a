//! Words about the standards by which a hazard is judged.

use chrono::NaiveDate;

use super::date;
use crate::form::criteria::{Criteria, Criterion};

/// In force, and its clauses are not here yet.
pub fn pending_criteria(pack: &Criteria) -> String {
    format!(
        "{}自{}起施行，{}，还没有录入，查不到它的条款。请对照标准原文判定。",
        pack.name(),
        date(pack.in_force),
        pack.pending.as_deref().unwrap_or("条文由本办公室录入")
    )
}

/// A clause of which only its number and whom it speaks of are here.
pub fn pending_clause(pack: &Criteria, item: &Criterion) -> String {
    format!(
        "{}（{}）{}，还没有录入。请对照标准原文判定。",
        pack.basis(item),
        item.text,
        item.pending.as_deref().unwrap_or("条文由本办公室录入")
    )
}

pub fn criteria_not_in_force(pack: &Criteria, on: NaiveDate) -> String {
    let since = match pack.until {
        Some(until) if until < on => format!("施行到{}为止", date(until)),
        _ => format!("自{}起施行", date(pack.in_force)),
    };
    format!("{}{since}，不能作为{}检查的依据。请改用检查当日施行的标准。", pack.name(), date(on))
}
