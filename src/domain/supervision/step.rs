//! What happens to a supervision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::workday::WorkCalendar;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 定期报告
    Reported {
        on: NaiveDate,
        by: String,
        note: String,
    },
    /// 延期申请; `workdays_left` as they were counted on that day ([`workdays_left`]).
    ExtensionAsked {
        on: NaiveDate,
        by: String,
        until: NaiveDate,
        reason: String,
        workdays_left: u32,
    },
    ExtensionGranted {
        on: NaiveDate,
        by: String,
        until: NaiveDate,
        opinion: String,
    },
    ExtensionDenied {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// 验收申请
    AcceptanceAsked {
        on: NaiveDate,
        by: String,
    },
    /// 验收意见
    AcceptanceGiven {
        on: NaiveDate,
        by: String,
        passed: bool,
        opinion: String,
    },
    /// 解除. `hazard_closed_on` is the day on which the supervised hazard itself was closed, where it was.
    Lifted {
        on: NaiveDate,
        by: String,
        reason: String,
        hazard_closed_on: Option<NaiveDate>,
    },
    /// 撤销立项, while nothing has followed.
    Withdrawn {
        on: NaiveDate,
        by: String,
        reason: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Reported,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionDenied,
    AcceptanceAsked,
    AcceptanceGiven,
    Lifted,
    Withdrawn,
}

impl StepKind {
    pub const ALL: [StepKind; 8] = [
        StepKind::Reported,
        StepKind::ExtensionAsked,
        StepKind::ExtensionGranted,
        StepKind::ExtensionDenied,
        StepKind::AcceptanceAsked,
        StepKind::AcceptanceGiven,
        StepKind::Lifted,
        StepKind::Withdrawn,
    ];
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Reported { .. } => StepKind::Reported,
            Step::ExtensionAsked { .. } => StepKind::ExtensionAsked,
            Step::ExtensionGranted { .. } => StepKind::ExtensionGranted,
            Step::ExtensionDenied { .. } => StepKind::ExtensionDenied,
            Step::AcceptanceAsked { .. } => StepKind::AcceptanceAsked,
            Step::AcceptanceGiven { .. } => StepKind::AcceptanceGiven,
            Step::Lifted { .. } => StepKind::Lifted,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    pub fn on(&self) -> NaiveDate {
        match self {
            Step::Reported { on, .. }
            | Step::ExtensionAsked { on, .. }
            | Step::ExtensionGranted { on, .. }
            | Step::ExtensionDenied { on, .. }
            | Step::AcceptanceAsked { on, .. }
            | Step::AcceptanceGiven { on, .. }
            | Step::Lifted { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

/// Workdays after a day up to a deadline, which counts itself.
pub fn workdays_left(calendar: &WorkCalendar, on: NaiveDate, deadline: NaiveDate) -> u32 {
    calendar.workdays_between(on, deadline)
}
