//! What is done about an event, each with its day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Desk;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 处置 at the desk where it lies.
    Handled { on: NaiveDate, by: String, note: String },
    /// 不能处置的上报
    PassedUp { on: NaiveDate, by: String, to: Desk, name: String, opinion: String },
    /// 指派 to one desk, others helping (协助处置).
    Assigned {
        on: NaiveDate,
        by: String,
        to: Desk,
        name: String,
        helpers: Vec<String>,
        opinion: String,
    },
    /// 信息反馈, one desk down.
    FedBack { on: NaiveDate, by: String, opinion: String },
    /// 办结
    Done { on: NaiveDate, by: String, result: String },
    /// 兑现举报奖励, in fen.
    Rewarded { on: NaiveDate, by: String, fen: u64 },
    /// 撤销立项, while nothing has followed.
    Withdrawn { on: NaiveDate, by: String, reason: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Handled,
    PassedUp,
    Assigned,
    FedBack,
    Done,
    Rewarded,
    Withdrawn,
}

impl StepKind {
    pub const ALL: [StepKind; 7] = [
        StepKind::Handled,
        StepKind::PassedUp,
        StepKind::Assigned,
        StepKind::FedBack,
        StepKind::Done,
        StepKind::Rewarded,
        StepKind::Withdrawn,
    ];
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Handled { .. } => StepKind::Handled,
            Step::PassedUp { .. } => StepKind::PassedUp,
            Step::Assigned { .. } => StepKind::Assigned,
            Step::FedBack { .. } => StepKind::FedBack,
            Step::Done { .. } => StepKind::Done,
            Step::Rewarded { .. } => StepKind::Rewarded,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    pub fn on(&self) -> NaiveDate {
        match self {
            Step::Handled { on, .. }
            | Step::PassedUp { on, .. }
            | Step::Assigned { on, .. }
            | Step::FedBack { on, .. }
            | Step::Done { on, .. }
            | Step::Rewarded { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}
