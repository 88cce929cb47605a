//! An inspection (检查): one filled checklist at one premises on one day by named people, and the
//! hazards it found. Signed, it never changes; a correction is a new one that names the old.

use chrono::NaiveDate;

use super::{
    answer::Answer,
    deadline::Deadline,
    grade::{Disposal, Grade},
    hazard::Course,
    id::Id,
    rule::RuleError,
    unit::UnitPath,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub on: NaiveDate,
    /// The people who went; the first one owns the hazards (谁检查、谁签字、谁负责、谁跟踪).
    pub inspectors: Vec<String>,
    pub form: String,
    /// sha256 of the form's text: the revision it was filled on.
    pub form_sha: String,
    pub answers: Vec<Answer>,
    /// Ticked 场所性质.
    pub nature: Vec<usize>,
    /// `(item, blank, text)`
    pub blanks: Vec<(String, String, String)>,
    /// The inspection that this one corrects.
    pub corrects: Option<Id>,
}

/// What was found, with what was ordered; its road since is the `Course`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    pub id: Id,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub inspection: Id,
    /// Place in the inspection, from 1.
    pub ordinal: u32,
    /// The item of the checklist; `None` when found outside the list.
    pub item: Option<String>,
    pub text: String,
    pub category: String,
    pub disposal: Disposal,
    pub requirement: String,
    pub interim: String,
    pub basis: String,
    /// 责任人 of the premises.
    pub responsible: String,
    /// 验收人
    pub acceptor: String,
    /// 网格责任人: the inspector until a transfer is recorded (INS-16).
    pub owner: String,
    pub found_on: NaiveDate,
    pub first_grade: Grade,
    /// How the first deadline came about.
    pub term: Option<Deadline>,
    pub course: Course,
}

/// The rules that a hazard meets before its inspection is signed (INS-08, INS-14).
pub fn check_found(hazard: &Hazard) -> Result<(), RuleError> {
    let named = || hazard.text.clone();
    let empty = |text: &str| text.trim().is_empty();
    if empty(&hazard.text) {
        return Err(RuleError::TextMissing);
    }
    if empty(&hazard.requirement) {
        return Err(RuleError::RequirementMissing { hazard: named() });
    }
    if hazard.disposal == Disposal::ByDeadline && empty(&hazard.interim) {
        return Err(RuleError::InterimMissing { hazard: named() });
    }
    if empty(&hazard.responsible) {
        return Err(RuleError::ResponsibleMissing);
    }
    if empty(&hazard.acceptor) {
        return Err(RuleError::AcceptorMissing);
    }
    if hazard.disposal != Disposal::OnTheSpot && hazard.term.is_none() {
        return Err(RuleError::DeadlineMissing { hazard: named() });
    }
    Ok(())
}

/// 验收人 may not be of the premises (INS-18).
pub fn check_acceptor(acceptor: &str, of_premises: &[&str]) -> Result<(), RuleError> {
    let name = acceptor.trim();
    if name.is_empty() {
        return Err(RuleError::AcceptorMissing);
    }
    if of_premises.iter().any(|other| other.trim() == name) {
        return Err(RuleError::AcceptorOfPremises { name: name.to_owned() });
    }
    Ok(())
}
