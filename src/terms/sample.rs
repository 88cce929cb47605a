//! Words of 抽查.

use crate::domain::sample::Why;

/// As the ledger's 抽查缘由 has it.
pub fn drawn_why(why: Why) -> &'static str {
    match why {
        Why::ZeroReport => "零报告",
        Why::NoHazards => "未查出隐患",
        Why::Random => "随机抽取",
    }
}
