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
    /// 销号 after a passed recheck (S0 §二.2).
    Close,
    /// Premises that cannot be made safe are reported for closure (S0 §四.3(3)).
    ReportUnfit,
    /// A void notice waits for its successor (S0 §一.1(3)).
    Reissue,
    /// The weekly round of the key premises (S0 §一.1(3)).
    KeyRound,
    /// The monthly round of all (S0 §一.1(3)).
    MonthRound,
    /// A reporting day (S0 §二.3, S2 制度一).
    Report,
}
