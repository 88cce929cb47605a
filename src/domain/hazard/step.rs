//! What can happen to a hazard, as it is kept.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{grade::Grade, id::Id, major::Measures, time_of_day::TimeOfDay};

/// Something that happened to a hazard, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Put right while the inspector stood there.
    PutRight {
        on: NaiveDate,
        notice: Id,
        note: String,
    },
    /// The notice orders it put right by the deadline (inclusive).
    Ordered {
        on: NaiveDate,
        notice: Id,
        deadline: NaiveDate,
    },
    /// Handed up on the notice itself (disposal 上报).
    Referred {
        on: NaiveDate,
        notice: Id,
        deadline: NaiveDate,
    },
    /// The notice was voided and this one took its place.
    Renoticed {
        on: NaiveDate,
        notice: Id,
    },
    /// Recheck 合格.
    Passed {
        on: NaiveDate,
        acceptor: String,
        note: String,
    },
    /// Recheck 不合格 with a new deadline.
    Failed {
        on: NaiveDate,
        deadline: NaiveDate,
        note: String,
    },
    /// Recheck 不合格 and the premises refuses (拒不整改).
    Refused {
        on: NaiveDate,
        note: String,
    },
    Reported {
        on: NaiveDate,
        to: Recipient,
        reason: String,
    },
    Extended {
        on: NaiveDate,
        deadline: NaiveDate,
        reason: String,
    },
    Regraded {
        on: NaiveDate,
        to: Grade,
        reason: String,
    },
    /// 停业、停用、撤人 at once (INS-09).
    Stopped {
        on: NaiveDate,
        at: TimeOfDay,
        by: String,
        measures: String,
    },
    /// Somebody else follows it from now on (谁跟踪, INS-16).
    HandedOver {
        on: NaiveDate,
        to: String,
        reason: String,
    },
    /// 重大隐患填报表 filled, or filled once more.
    MajorFilled {
        on: NaiveDate,
        by: String,
        fields: BTreeMap<String, String>,
        measures: Measures,
    },
    /// 社区安全员核实
    MajorVerified {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// 社区主干双签
    MajorSigned {
        on: NaiveDate,
        by: [String; 2],
    },
    /// 社区盖章
    MajorSealed {
        on: NaiveDate,
        by: String,
    },
    /// 挂钩领导审定
    MajorApproved {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// 街道安办接收
    MajorReceived {
        on: NaiveDate,
        by: String,
        at: Option<TimeOfDay>,
    },
    /// 街道核实
    MajorStreetVerified {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// How the work goes on, from the receipt to the acceptance.
    MajorProgress {
        on: NaiveDate,
        by: String,
        note: String,
    },
    /// 验收 of a major hazard.
    Accepted {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// 销号
    Closed {
        on: NaiveDate,
    },
    Reopened {
        on: NaiveDate,
        deadline: NaiveDate,
        reason: String,
    },
    /// The step before it was a slip: the hazard stands as it stood. What was entered is kept.
    TakenBack {
        on: NaiveDate,
        reason: String,
    },
    /// A later inspection corrects the one that found it.
    Withdrawn {
        on: NaiveDate,
        by: Id,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    PutRight,
    Ordered,
    Referred,
    Renoticed,
    Passed,
    Failed,
    Refused,
    Reported,
    Extended,
    Regraded,
    Stopped,
    HandedOver,
    MajorFilled,
    MajorVerified,
    MajorSigned,
    MajorSealed,
    MajorApproved,
    MajorReceived,
    MajorStreetVerified,
    MajorProgress,
    Accepted,
    Closed,
    Reopened,
    TakenBack,
    Withdrawn,
}

impl StepKind {
    pub const ALL: [StepKind; 25] = [
        StepKind::PutRight,
        StepKind::Ordered,
        StepKind::Referred,
        StepKind::Renoticed,
        StepKind::Passed,
        StepKind::Failed,
        StepKind::Refused,
        StepKind::Reported,
        StepKind::Extended,
        StepKind::Regraded,
        StepKind::Stopped,
        StepKind::HandedOver,
        StepKind::MajorFilled,
        StepKind::MajorVerified,
        StepKind::MajorSigned,
        StepKind::MajorSealed,
        StepKind::MajorApproved,
        StepKind::MajorReceived,
        StepKind::MajorStreetVerified,
        StepKind::MajorProgress,
        StepKind::Accepted,
        StepKind::Closed,
        StepKind::Reopened,
        StepKind::TakenBack,
        StepKind::Withdrawn,
    ];

    /// Whether a slip of it is taken back as if it had not been. What a paper says, what somebody signed and
    /// what was stopped at once stays; who follows it is handed over anew.
    pub fn can_be_taken_back(self) -> bool {
        matches!(
            self,
            StepKind::Passed
                | StepKind::Failed
                | StepKind::Refused
                | StepKind::Reported
                | StepKind::Extended
                | StepKind::Regraded
                | StepKind::Closed
                | StepKind::Reopened
        )
    }
}

/// To whom a hazard is reported (S0 §一.2(2), §一.3(4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// 街道安办
    Street,
    /// 下派民警
    Police,
    /// 有关部门
    Department,
}

impl Recipient {
    pub const ALL: [Recipient; 3] = [Recipient::Street, Recipient::Police, Recipient::Department];

    pub fn code(self) -> &'static str {
        match self {
            Recipient::Street => "street",
            Recipient::Police => "police",
            Recipient::Department => "department",
        }
    }

    pub fn from_code(code: &str) -> Option<Recipient> {
        Recipient::ALL.into_iter().find(|recipient| recipient.code() == code)
    }
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::PutRight { .. } => StepKind::PutRight,
            Step::Ordered { .. } => StepKind::Ordered,
            Step::Referred { .. } => StepKind::Referred,
            Step::Renoticed { .. } => StepKind::Renoticed,
            Step::Passed { .. } => StepKind::Passed,
            Step::Failed { .. } => StepKind::Failed,
            Step::Refused { .. } => StepKind::Refused,
            Step::Reported { .. } => StepKind::Reported,
            Step::Extended { .. } => StepKind::Extended,
            Step::Regraded { .. } => StepKind::Regraded,
            Step::Stopped { .. } => StepKind::Stopped,
            Step::HandedOver { .. } => StepKind::HandedOver,
            Step::MajorFilled { .. } => StepKind::MajorFilled,
            Step::MajorVerified { .. } => StepKind::MajorVerified,
            Step::MajorSigned { .. } => StepKind::MajorSigned,
            Step::MajorSealed { .. } => StepKind::MajorSealed,
            Step::MajorApproved { .. } => StepKind::MajorApproved,
            Step::MajorReceived { .. } => StepKind::MajorReceived,
            Step::MajorStreetVerified { .. } => StepKind::MajorStreetVerified,
            Step::MajorProgress { .. } => StepKind::MajorProgress,
            Step::Accepted { .. } => StepKind::Accepted,
            Step::Closed { .. } => StepKind::Closed,
            Step::Reopened { .. } => StepKind::Reopened,
            Step::TakenBack { .. } => StepKind::TakenBack,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    /// The day on which it happened.
    pub fn on(&self) -> NaiveDate {
        match self {
            Step::PutRight { on, .. }
            | Step::Ordered { on, .. }
            | Step::Referred { on, .. }
            | Step::Renoticed { on, .. }
            | Step::Passed { on, .. }
            | Step::Failed { on, .. }
            | Step::Refused { on, .. }
            | Step::Reported { on, .. }
            | Step::Extended { on, .. }
            | Step::Regraded { on, .. }
            | Step::Stopped { on, .. }
            | Step::HandedOver { on, .. }
            | Step::MajorFilled { on, .. }
            | Step::MajorVerified { on, .. }
            | Step::MajorSigned { on, .. }
            | Step::MajorSealed { on, .. }
            | Step::MajorApproved { on, .. }
            | Step::MajorReceived { on, .. }
            | Step::MajorStreetVerified { on, .. }
            | Step::MajorProgress { on, .. }
            | Step::Accepted { on, .. }
            | Step::Closed { on, .. }
            | Step::Reopened { on, .. }
            | Step::TakenBack { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

/// Who still has to be told that the premises refuses (INS-20: 街道安办和下派民警), by the steps that stand;
/// nobody where it does not refuse, or has been rechecked since.
pub fn untold<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Vec<Recipient> {
    let mut untold = Vec::new();
    for step in steps {
        match step {
            Step::Refused { .. } => untold = vec![Recipient::Street, Recipient::Police],
            Step::Reported { to, .. } => untold.retain(|recipient| recipient != to),
            Step::Passed { .. } | Step::Failed { .. } | Step::Withdrawn { .. } => untold.clear(),
            _ => {}
        }
    }
    untold
}

/// The steps that were not taken back, in their order.
pub fn standing<T>(steps: &[T], step: impl Fn(&T) -> &Step) -> Vec<&T> {
    let mut standing = Vec::with_capacity(steps.len());
    for each in steps {
        if step(each).kind() == StepKind::TakenBack {
            standing.pop();
        } else {
            standing.push(each);
        }
    }
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_told_of_a_refusal() {
        use Recipient::{Department, Police, Street};
        let on: NaiveDate = "2026-11-30".parse().unwrap();
        let refused = || Step::Refused { on, note: "拒绝搬离".into() };
        let told = |to| Step::Reported { on, to, reason: "拒不整改".into() };
        let failed = || Step::Failed { on, deadline: on, note: String::new() };
        for (steps, expected) in [
            (vec![told(Street)], vec![]),
            (vec![refused()], vec![Street, Police]),
            (vec![refused(), told(Street)], vec![Police]),
            (vec![refused(), told(Department), told(Police)], vec![Street]),
            (vec![refused(), told(Street), told(Police)], vec![]),
            (vec![refused(), told(Street), failed()], vec![]),
            // Told of an earlier refusal, not of this one.
            (
                vec![refused(), told(Street), told(Police), failed(), refused()],
                vec![Street, Police],
            ),
        ] {
            assert_eq!(untold(&steps), expected, "{steps:?}");
        }
    }
}
