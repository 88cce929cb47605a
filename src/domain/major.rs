//! The major report (重大隐患填报表): the road of a major hazard through its signatures (S0 §二.1(3), §一.2(3),
//! §一.3(5)), a part of the hazard's own course.
//!
//! ```text
//! Filled ─verify▶ Verified ─sign▶ Signed ─seal▶ Sealed ─approve▶ Approved ─receive▶ Received
//!    ▲ 填报          核实            双签          盖章   五落实齐     审定               街道接收
//!    └─ fill again, until approved                          ─verify▶ StreetVerified ⇄ Accepted
//!                                                                        街道核实          验收
//! ```
//!
//! Each stage holds the one before it, so that no signature can be missing from a later one; each arrow is
//! one function that consumes the stage it starts from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{hazard::StepKind, permission::Deed, rule::RuleError, time_of_day::TimeOfDay};

/// The five 落实 of a major hazard (S0 §二.1(3)): 责任、措施、资金、时限、预案.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    pub responsibility: String,
    pub measures: String,
    pub funds: String,
    pub time_limit: String,
    pub plan: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Responsibility,
    Measures,
    Funds,
    TimeLimit,
    Plan,
}

impl Measure {
    pub const ALL: [Measure; 5] = [
        Measure::Responsibility,
        Measure::Measures,
        Measure::Funds,
        Measure::TimeLimit,
        Measure::Plan,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Measure::Responsibility => "responsibility",
            Measure::Measures => "measures",
            Measure::Funds => "funds",
            Measure::TimeLimit => "time_limit",
            Measure::Plan => "plan",
        }
    }

    pub fn from_code(code: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

impl Measures {
    pub fn get(&self, measure: Measure) -> &str {
        match measure {
            Measure::Responsibility => &self.responsibility,
            Measure::Measures => &self.measures,
            Measure::Funds => &self.funds,
            Measure::TimeLimit => &self.time_limit,
            Measure::Plan => &self.plan,
        }
    }

    pub fn set(&mut self, measure: Measure, text: String) {
        *match measure {
            Measure::Responsibility => &mut self.responsibility,
            Measure::Measures => &mut self.measures,
            Measure::Funds => &mut self.funds,
            Measure::TimeLimit => &mut self.time_limit,
            Measure::Plan => &mut self.plan,
        } = text;
    }

    pub fn missing(&self) -> Vec<Measure> {
        Measure::ALL.into_iter().filter(|measure| blank(self.get(*measure))).collect()
    }
}

/// What was typed into the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub on: NaiveDate,
    /// 填报人
    pub by: String,
    /// By the id of the paper's field.
    pub fields: BTreeMap<String, String>,
    pub measures: Measures,
}

impl Form {
    /// Whether it says all that the other one says and at most fills in what that left blank: then those
    /// who signed have signed this too.
    fn completes(&self, other: &Form) -> bool {
        let stands = |was: &str, is: &str| blank(was) || was.trim() == is.trim();
        other
            .fields
            .iter()
            .all(|(id, was)| stands(was, self.fields.get(id).map_or("", String::as_str)))
            && Measure::ALL
                .into_iter()
                .all(|measure| stands(other.measures.get(measure), self.measures.get(measure)))
    }
}

/// A step by one person: who, on which day, and what they wrote (empty where they only signed).
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub on: NaiveDate,
    pub by: String,
    pub opinion: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Filled(());

/// 社区安全员核实
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    word: Word,
}

/// 社区主干双签
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    verified: Verified,
    on: NaiveDate,
    by: [String; 2],
}

/// 社区盖章
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    signed: Signed,
    on: NaiveDate,
    by: String,
}

/// 挂钩领导审定
#[derive(Clone, Debug, PartialEq)]
pub struct Approved {
    sealed: Sealed,
    word: Word,
}

/// 街道安办接收
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    approved: Approved,
    on: NaiveDate,
    by: String,
    at: Option<TimeOfDay>,
}

/// 街道核实
#[derive(Clone, Debug, PartialEq)]
pub struct StreetVerified {
    received: Received,
    word: Word,
}

/// 验收
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    street: StreetVerified,
    word: Word,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Filled(Filled),
    Verified(Verified),
    Signed(Signed),
    Sealed(Sealed),
    Approved(Approved),
    Received(Received),
    StreetVerified(StreetVerified),
    Accepted(Accepted),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    Filled,
    Verified,
    Signed,
    Sealed,
    Approved,
    Received,
    StreetVerified,
    Accepted,
}

impl StageKind {
    /// In the order of the road.
    pub const ALL: [StageKind; 8] = [
        StageKind::Filled,
        StageKind::Verified,
        StageKind::Signed,
        StageKind::Sealed,
        StageKind::Approved,
        StageKind::Received,
        StageKind::StreetVerified,
        StageKind::Accepted,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StageKind::Filled => "filled",
            StageKind::Verified => "verified",
            StageKind::Signed => "signed",
            StageKind::Sealed => "sealed",
            StageKind::Approved => "approved",
            StageKind::Received => "received",
            StageKind::StreetVerified => "street_verified",
            StageKind::Accepted => "accepted",
        }
    }

    pub fn from_code(code: &str) -> Option<StageKind> {
        StageKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The step that leads to it.
    pub fn step(self) -> StepKind {
        match self {
            StageKind::Filled => StepKind::MajorFilled,
            StageKind::Verified => StepKind::MajorVerified,
            StageKind::Signed => StepKind::MajorSigned,
            StageKind::Sealed => StepKind::MajorSealed,
            StageKind::Approved => StepKind::MajorApproved,
            StageKind::Received => StepKind::MajorReceived,
            StageKind::StreetVerified => StepKind::MajorStreetVerified,
            StageKind::Accepted => StepKind::Accepted,
        }
    }

    /// Whether a step was taken on the way here.
    pub fn is_past(self, step: StepKind) -> bool {
        StageKind::ALL.into_iter().any(|stage| stage <= self && stage.step() == step)
    }

    /// The stage that comes after it.
    pub fn next(self) -> Option<StageKind> {
        StageKind::ALL.into_iter().find(|kind| *kind > self)
    }
}

/// What is done with a report once it is filled in, in the order of the road; progress at any time after the
/// receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advance {
    Verified,
    Signed,
    Sealed,
    Approved,
    Received,
    StreetVerified,
    Accepted,
    Progress,
}

impl Advance {
    pub const ALL: [Advance; 8] = [
        Advance::Verified,
        Advance::Signed,
        Advance::Sealed,
        Advance::Approved,
        Advance::Received,
        Advance::StreetVerified,
        Advance::Accepted,
        Advance::Progress,
    ];

    /// What leads to a stage; nothing to the first, which is filled in.
    pub fn to(stage: StageKind) -> Option<Advance> {
        Advance::ALL.into_iter().find(|advance| advance.step() == stage.step())
    }

    /// The step that it takes.
    pub fn step(self) -> StepKind {
        match self {
            Advance::Verified => StepKind::MajorVerified,
            Advance::Signed => StepKind::MajorSigned,
            Advance::Sealed => StepKind::MajorSealed,
            Advance::Approved => StepKind::MajorApproved,
            Advance::Received => StepKind::MajorReceived,
            Advance::StreetVerified => StepKind::MajorStreetVerified,
            Advance::Accepted => StepKind::Accepted,
            Advance::Progress => StepKind::MajorProgress,
        }
    }

    /// What has to be allowed to whoever takes it.
    pub fn deed(self) -> Deed {
        match self {
            Advance::Verified => Deed::MajorVerify,
            Advance::Signed => Deed::MajorSign,
            Advance::Sealed => Deed::MajorSeal,
            Advance::Approved => Deed::MajorApprove,
            Advance::Received => Deed::MajorReceive,
            Advance::StreetVerified => Deed::MajorStreetVerify,
            Advance::Accepted => Deed::MajorAccept,
            Advance::Progress => Deed::MajorProgress,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Advance::Verified => "verified",
            Advance::Signed => "signed",
            Advance::Sealed => "sealed",
            Advance::Approved => "approved",
            Advance::Received => "received",
            Advance::StreetVerified => "street_verified",
            Advance::Accepted => "accepted",
            Advance::Progress => "progress",
        }
    }
}

impl Filled {
    /// Filled → Verified: the safety officer was there and saw it (S0 §一.2(3)).
    pub(super) fn verify(self, word: Word) -> Result<Verified, RuleError> {
        named(&word.by)?;
        Ok(Verified { word })
    }
}

impl Verified {
    /// Verified → Signed: two different people sign.
    pub(super) fn sign(self, on: NaiveDate, by: &[String; 2]) -> Result<Signed, RuleError> {
        let by = by.each_ref().map(|name| name.trim().to_owned());
        for name in &by {
            named(name)?;
        }
        if by[0] == by[1] {
            return Err(RuleError::SignedByOne { name: by[0].clone() });
        }
        Ok(Signed { verified: self, on, by })
    }
}

impl Signed {
    /// Signed → Sealed.
    pub(super) fn seal(self, on: NaiveDate, by: &str) -> Result<Sealed, RuleError> {
        named(by)?;
        Ok(Sealed { signed: self, on, by: by.trim().to_owned() })
    }
}

impl Sealed {
    /// Sealed → Approved: with none of the five 落实 empty.
    pub(super) fn approve(self, word: Word, measures: &Measures) -> Result<Approved, RuleError> {
        named(&word.by)?;
        let missing = measures.missing();
        if !missing.is_empty() {
            return Err(RuleError::MeasuresMissing { missing });
        }
        Ok(Approved { sealed: self, word })
    }
}

impl Approved {
    /// Approved → Received: handed to the street's office.
    pub(super) fn receive(
        self,
        on: NaiveDate,
        by: &str,
        at: Option<TimeOfDay>,
    ) -> Result<Received, RuleError> {
        named(by)?;
        Ok(Received { approved: self, on, by: by.trim().to_owned(), at })
    }
}

impl Received {
    /// Received → StreetVerified: the street was there and saw it (S0 §一.3(5)).
    pub(super) fn verify(self, word: Word) -> Result<StreetVerified, RuleError> {
        named(&word.by)?;
        Ok(StreetVerified { received: self, word })
    }
}

impl StreetVerified {
    /// StreetVerified → Accepted: what was ordered is done.
    pub(super) fn accept(self, word: Word) -> Result<Accepted, RuleError> {
        if blank(&word.by) {
            return Err(RuleError::AcceptorMissing);
        }
        Ok(Accepted { street: self, word })
    }
}

impl Accepted {
    /// Accepted → StreetVerified: it was not put right after all, or is back.
    pub(super) fn take_back(self) -> StreetVerified {
        self.street
    }
}

/// What a step has to say: the street's receipt its time, the leader's word what he says to it (S0 §二.1(3)).
pub fn check_words(to: Advance, at: Option<TimeOfDay>, opinion: &str) -> Result<(), RuleError> {
    match to {
        Advance::Received if at.is_none() => Err(RuleError::ReceiptTimeMissing),
        Advance::Approved if blank(opinion) => Err(RuleError::ApprovalMissing),
        _ => Ok(()),
    }
}

/// The day by which it is to be put right does not lie before it was found.
pub fn check_plan(plan: NaiveDate, found: NaiveDate) -> Result<(), RuleError> {
    if plan < found { Err(RuleError::PlanBeforeFound { plan, found }) } else { Ok(()) }
}

/// A report as it stands: what was filled in, and how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    form: Form,
    stage: Stage,
    last_on: NaiveDate,
}

impl Report {
    pub(super) fn filled(form: Form) -> Result<Report, RuleError> {
        named(&form.by)?;
        let last_on = form.on;
        Ok(Report { form, stage: Stage::Filled(Filled(())), last_on })
    }

    /// Filled once more before it is approved. What only fills in blanks keeps the signatures; a word that
    /// was signed and is changed needs them anew.
    pub(super) fn refilled(self, form: Form) -> Result<Report, RuleError> {
        let fresh = Report::filled(form)?;
        if !fresh.form.completes(&self.form) {
            return Ok(fresh);
        }
        // The form stays that of who filled it in first.
        let form = Form { on: self.form.on, by: self.form.by, ..fresh.form };
        Ok(Report { form, stage: self.stage, ..fresh })
    }

    pub(super) fn at(self, stage: Stage, on: NaiveDate) -> Report {
        Report { stage, last_on: on, ..self }
    }

    /// Without its acceptance, which a failed recheck or a reopening takes back; the signatures stand.
    pub(super) fn unaccepted(self) -> Report {
        let stage = match self.stage {
            Stage::Accepted(accepted) => Stage::StreetVerified(accepted.take_back()),
            stage => stage,
        };
        Report { stage, ..self }
    }

    pub fn form(&self) -> &Form {
        &self.form
    }

    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The day of its last step.
    pub fn last_on(&self) -> NaiveDate {
        self.last_on
    }

    pub fn kind(&self) -> StageKind {
        match &self.stage {
            Stage::Filled(_) => StageKind::Filled,
            Stage::Verified(_) => StageKind::Verified,
            Stage::Signed(_) => StageKind::Signed,
            Stage::Sealed(_) => StageKind::Sealed,
            Stage::Approved(_) => StageKind::Approved,
            Stage::Received(_) => StageKind::Received,
            Stage::StreetVerified(_) => StageKind::StreetVerified,
            Stage::Accepted(_) => StageKind::Accepted,
        }
    }

    pub fn accepted(&self) -> Option<&Word> {
        match &self.stage {
            Stage::Accepted(accepted) => Some(&accepted.word),
            _ => None,
        }
    }

    fn street(&self) -> Option<&StreetVerified> {
        match &self.stage {
            Stage::StreetVerified(street) => Some(street),
            Stage::Accepted(accepted) => Some(&accepted.street),
            _ => None,
        }
    }

    pub fn street_verified(&self) -> Option<&Word> {
        self.street().map(|street| &street.word)
    }

    fn receipt(&self) -> Option<&Received> {
        match &self.stage {
            Stage::Received(received) => Some(received),
            _ => self.street().map(|street| &street.received),
        }
    }

    /// By whom the street's office received it, on which day and at what time.
    pub fn received(&self) -> Option<(NaiveDate, &str, Option<TimeOfDay>)> {
        self.receipt().map(|received| (received.on, received.by.as_str(), received.at))
    }

    fn approval(&self) -> Option<&Approved> {
        match &self.stage {
            Stage::Approved(approved) => Some(approved),
            _ => self.receipt().map(|received| &received.approved),
        }
    }

    pub fn approved(&self) -> Option<&Word> {
        self.approval().map(|approved| &approved.word)
    }

    fn seal(&self) -> Option<&Sealed> {
        match &self.stage {
            Stage::Sealed(sealed) => Some(sealed),
            _ => self.approval().map(|approved| &approved.sealed),
        }
    }

    pub fn sealed(&self) -> Option<(NaiveDate, &str)> {
        self.seal().map(|sealed| (sealed.on, sealed.by.as_str()))
    }

    fn signatures(&self) -> Option<&Signed> {
        match &self.stage {
            Stage::Signed(signed) => Some(signed),
            _ => self.seal().map(|sealed| &sealed.signed),
        }
    }

    pub fn signed(&self) -> Option<(NaiveDate, &[String; 2])> {
        self.signatures().map(|signed| (signed.on, &signed.by))
    }

    pub fn verified(&self) -> Option<&Word> {
        match &self.stage {
            Stage::Verified(verified) => Some(&verified.word),
            _ => self.signatures().map(|signed| &signed.verified.word),
        }
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn named(by: &str) -> Result<(), RuleError> {
    if blank(by) { Err(RuleError::PersonMissing) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
