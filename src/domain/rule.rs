//! Why a step is refused. Data only; `terms` says it in one Chinese sentence.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    event,
    grade::Grade,
    hazard::{StateKind, StepKind},
    major::{Measure, StageKind},
    permission::Deed,
    premises::{ChangeKind, Status},
    staff::Role,
    supervision, transfer,
};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum RuleError {
    /// The state of the hazard does not allow this step.
    NotNow {
        step: StepKind,
        state: StateKind,
    },
    /// The last step of the hazard is none that is taken back as a slip.
    NothingToTakeBack,
    /// 待评估 must be assessed before it can be closed (S0 §二.1(3)).
    GradeUnsure,
    /// What is or may be major is followed up, not put right on the spot (S0 §二.1(3)).
    OnTheSpotNotGeneral {
        grade: Grade,
    },
    /// A grade rises or is assessed; it never falls.
    GradeNotRaised {
        from: Grade,
        to: Grade,
    },
    /// 验收人 is named (S0 §二.2).
    AcceptorMissing,
    /// 验收人 is not of the premises (INS-18).
    AcceptorOfPremises {
        name: String,
    },
    /// 验收人 is of the office, with a post in which one may write (S0 §一.2(3)).
    AcceptorUnknown {
        name: String,
    },
    /// Who refuses before the deadline has said so: his words and who was there are noted (S0 §一.2(2)).
    RefusalUnsaid {
        deadline: NaiveDate,
    },
    ReasonMissing,
    /// What was found on the spot is noted.
    NoteMissing,
    /// 网格责任人 is named (INS-14).
    ResponsibleMissing,
    InspectorMissing,
    /// Measures until it is put right are required for 限期整改 (S0 §二.1(2)).
    InterimMissing {
        hazard: String,
    },
    RequirementMissing {
        hazard: String,
    },
    TextMissing,
    CampaignNameless,
    /// More visits of one premises than a campaign can mean.
    CampaignTooOften {
        most: u32,
    },
    /// Reported on certain days, and none is named.
    CampaignReportDays,
    /// Reported before it begins.
    CampaignReportEarly {
        day: NaiveDate,
        from: NaiveDate,
    },
    /// So many failed quarters make the year failed (S2 管理办法四（五）).
    YearFailed {
        quarters: u32,
    },
    /// A campaign ends before it begins.
    CampaignBackwards {
        from: NaiveDate,
        to: NaiveDate,
    },
    /// 限期整改 has a deadline (S0 §二.2 明确整改时限).
    DeadlineMissing {
        hazard: String,
    },
    DeadlineBefore {
        deadline: NaiveDate,
        on: NaiveDate,
    },
    /// An extension goes beyond the deadline that stands.
    DeadlineNotLater {
        deadline: NaiveDate,
        standing: NaiveDate,
    },
    /// Steps are entered in the order in which they happened.
    BeforeLast {
        on: NaiveDate,
        last: NaiveDate,
    },
    InFuture {
        on: NaiveDate,
        today: NaiveDate,
    },
    /// 重大隐患 is closed after its acceptance (S0 §一.2(3)).
    MajorNotAccepted,
    NotMajor,
    /// The report of a major hazard has not come so far; `None`: it is not filled yet.
    MajorNotNow {
        step: StepKind,
        stage: Option<StageKind>,
    },
    /// 双签 is by two people (S0 §二.1(3)).
    SignedByOne {
        name: String,
    },
    /// Whoever takes a step is named.
    PersonMissing,
    ProgressMissing,
    /// What was stopped, shut or cleared (INS-09).
    StopMissing,
    /// The stop with its time comes before the signatures (S0 §一.2(3)).
    StopOwed,
    /// The time at which the street received the report.
    ReceiptTimeMissing,
    /// What the linked leader said when he approved.
    ApprovalMissing,
    /// The day by which it is to be put right lies before it was found.
    PlanBeforeFound {
        plan: NaiveDate,
        found: NaiveDate,
    },
    /// Neither major nor ordered to stop.
    NothingToStop,
    /// The hazard is followed by this person already.
    SameOwner {
        name: String,
    },
    /// 五落实 with gaps (S0 §二.1(3)).
    MeasuresMissing {
        missing: Vec<Measure>,
    },
    /// A change of the register that its status does not allow.
    ChangeNotNow {
        status: Status,
        change: ChangeKind,
    },
    /// A visit to premises that had closed, or moved out, before that day.
    NothingToVisit {
        status: Status,
        since: NaiveDate,
        on: NaiveDate,
    },
    /// The state of a transfer does not allow this step.
    TransferNotNow {
        step: transfer::StepKind,
        state: transfer::StateKind,
    },
    /// 移送、抄告: to which department.
    DepartmentMissing,
    /// What is handed over, or answered, is said.
    WordsMissing,
    /// The state of a supervision does not allow this step.
    SupervisionNotNow {
        step: supervision::StepKind,
        state: supervision::StateKind,
    },
    /// 督办单位
    SupervisorMissing,
    /// An extension is asked for in time (DOMAIN.md §1.5).
    ExtensionLate {
        left: u32,
        needed: u32,
    },
    /// 解除 of a supervised hazard before it is closed or accepted (INS-25).
    LiftTooEarly,
    /// The way of an event does not allow this step where it lies.
    EventNotNow {
        step: event::StepKind,
        desk: event::Desk,
        state: event::StateKind,
    },
    /// Neither handed up nor given to that desk from here.
    NotThatDesk {
        from: event::Desk,
        to: event::Desk,
    },
    /// 办结 before the feedback is back at the grid (EVT-03).
    FeedbackMissing {
        desk: event::Desk,
    },
    /// Nobody who reported it is named (INS-29).
    InformantMissing,
    /// The notice is void already.
    AlreadyVoid,
    /// That the premises would not sign is on record already.
    SignatureRefusedBefore,
    /// Nobody is named who saw the refusal.
    WitnessMissing,
    /// The evidence was taken back before.
    EvidenceWithdrawn,
    /// The inspection still has a valid notice.
    NoticeStands {
        number: String,
    },
    /// None of the person's posts has this deed (`permission`).
    MayNot {
        name: String,
        roles: Vec<Role>,
        deed: Deed,
    },
    /// A signature, and nobody signed in or was named.
    SignerMissing {
        deed: Deed,
    },
    /// Who was named to sign is not on the staff list of the place.
    SignerUnknown {
        name: String,
        deed: Deed,
    },
    /// This person does not type in what others sign.
    NotForOthers {
        name: String,
        roles: Vec<Role>,
        signer: String,
        deed: Deed,
    },
}

/// What was asked of who takes a step, by the names that windows, form files and commands have for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The day of the deed, as it was written.
    Day(NaiveDate),
    /// By when.
    Deadline,
    /// Who does it or answers for it; the name that was written, empty where none was.
    Person(String),
    Inspectors,
    Acceptor,
    Reason,
    /// What was found, decided, answered.
    Words,
    Department,
    Grade,
    /// A field by its own name.
    Named(String),
}

impl RuleError {
    /// The one thing asked that has to be put right; `None` where the step itself is not to be taken.
    pub fn asked(&self) -> Option<Asked> {
        let named = |name: &str| Some(Asked::Named(name.to_owned()));
        match self {
            RuleError::BeforeLast { on, .. }
            | RuleError::InFuture { on, .. }
            | RuleError::NothingToVisit { on, .. } => Some(Asked::Day(*on)),
            RuleError::DeadlineMissing { .. }
            | RuleError::DeadlineBefore { .. }
            | RuleError::DeadlineNotLater { .. }
            | RuleError::ExtensionLate { .. } => Some(Asked::Deadline),
            RuleError::AcceptorMissing
            | RuleError::AcceptorOfPremises { .. }
            | RuleError::AcceptorUnknown { .. } => Some(Asked::Acceptor),
            RuleError::InspectorMissing => Some(Asked::Inspectors),
            RuleError::PersonMissing | RuleError::SignerMissing { .. } => {
                Some(Asked::Person(String::new()))
            }
            RuleError::SignerUnknown { name, .. }
            | RuleError::MayNot { name, .. }
            | RuleError::NotForOthers { signer: name, .. }
            | RuleError::SignedByOne { name }
            | RuleError::SameOwner { name } => Some(Asked::Person(name.clone())),
            RuleError::ReasonMissing => Some(Asked::Reason),
            RuleError::ProgressMissing
            | RuleError::WordsMissing
            | RuleError::ApprovalMissing
            | RuleError::RefusalUnsaid { .. } => Some(Asked::Words),
            RuleError::DepartmentMissing => Some(Asked::Department),
            RuleError::GradeUnsure | RuleError::GradeNotRaised { .. } => Some(Asked::Grade),
            RuleError::OnTheSpotNotGeneral { .. } => named("disposal"),
            RuleError::NoteMissing => named("evidence"),
            RuleError::ResponsibleMissing => named("responsible"),
            RuleError::InterimMissing { .. } => named("interim"),
            RuleError::RequirementMissing { .. } => named("requirement"),
            RuleError::TextMissing => named("text"),
            RuleError::YearFailed { .. } => Some(Asked::Grade),
            RuleError::CampaignNameless => named("name"),
            RuleError::CampaignTooOften { .. } => named("times"),
            RuleError::CampaignReportDays | RuleError::CampaignReportEarly { .. } => named("days"),
            RuleError::CampaignBackwards { .. } => named("to"),
            RuleError::StopMissing => named("measures"),
            RuleError::ReceiptTimeMissing => named("at"),
            RuleError::PlanBeforeFound { .. } => named("plan_on"),
            RuleError::MeasuresMissing { missing } => {
                missing.first().and_then(|measure| named(measure.code()))
            }
            RuleError::SupervisorMissing => named("unit"),
            RuleError::InformantMissing => named("informant"),
            RuleError::WitnessMissing => named("witnesses"),
            RuleError::NotNow { .. }
            | RuleError::NothingToTakeBack
            | RuleError::MajorNotAccepted
            | RuleError::NotMajor
            | RuleError::MajorNotNow { .. }
            | RuleError::NothingToStop
            | RuleError::StopOwed
            | RuleError::ChangeNotNow { .. }
            | RuleError::TransferNotNow { .. }
            | RuleError::SupervisionNotNow { .. }
            | RuleError::LiftTooEarly
            | RuleError::EventNotNow { .. }
            | RuleError::NotThatDesk { .. }
            | RuleError::FeedbackMissing { .. }
            | RuleError::AlreadyVoid
            | RuleError::SignatureRefusedBefore
            | RuleError::EvidenceWithdrawn
            | RuleError::NoticeStands { .. } => None,
        }
    }
}
