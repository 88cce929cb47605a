//! 移送 to the 街道纪工委 (S0 §四.5).

use chrono::NaiveDate;

use super::Found;

/// How grave an accident is (生产安全事故报告和调查处理条例 第三条; 以上 counts the number itself).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 一般
    Ordinary,
    /// 较大
    Considerable,
    /// 重大
    Serious,
    /// 特别重大
    Extreme,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Severity::Ordinary => "ordinary",
            Severity::Considerable => "considerable",
            Severity::Serious => "serious",
            Severity::Extreme => "extreme",
        }
    }
}

/// By the dead (with those missing), the gravely injured, and the direct loss in fen.
pub fn severity(dead: u32, injured: u32, loss: u64) -> Severity {
    /// 1000万元
    const TEN_MILLION: u64 = 1_000_000_000;
    let by = |value: u64, limits: [u64; 3]| limits.iter().filter(|limit| value >= **limit).count();
    let step = by(dead.into(), [3, 10, 30])
        .max(by(injured.into(), [10, 50, 100]))
        .max(by(loss, [TEN_MILLION, 5 * TEN_MILLION, 10 * TEN_MILLION]));
    match step {
        0 => Severity::Ordinary,
        1 => Severity::Considerable,
        2 => Severity::Serious,
        _ => Severity::Extreme,
    }
}

/// YS-1: a 较大 accident or a graver one, or an ordinary one with much public stir.
pub fn grave(happened: NaiveDate, severity: Severity, impact: bool) -> Option<Found> {
    (severity >= Severity::Considerable || impact).then_some(Found::Holds { since: happened })
}
