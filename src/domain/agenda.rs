//! What an agenda tells: what has to be done, and how soon.

use serde::Serialize;

/// How soon something has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Overdue,
    Today,
    ThisWeek,
    Later,
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// 复查 at the deadline (S0 §二.2).
    Recheck,
    /// 待评估: the 社区安全员 tells the grade (S0 §二.1(3)).
    Assess,
    /// A refusal goes to the street and the police (S0 §一.2(2)).
    ReportRefusal,
    /// The next step of the report of a major hazard (S0 §二.1(3)).
    MajorReport,
    /// 验收 of a major hazard after a passed recheck (S0 §一.2(3)).
    Accept,
    /// 销号 after a passed recheck (S0 §二.2).
    Close,
    /// Premises that cannot be made safe are reported for closure (S0 §四.3(3)).
    ReportUnfit,
    /// A void notice waits for its successor (S0 §一.1(3)).
    Reissue,
    /// A department owes its reply (S0 §一.3(4)).
    Reply,
    /// A supervision waits for its periodic report, or its deadline comes (S0 §一.3(3)).
    Supervise,
    /// An event lies at a desk (S2, the flowchart).
    Event,
    /// The weekly round of the key premises (S0 §一.1(3)).
    KeyRound,
    /// The monthly round of all (S0 §一.1(3)).
    MonthRound,
    /// A reporting day (S0 §二.3, S2 制度一).
    Report,
}
