//! Words of accidents.

use super::date;
use crate::domain::{accident::Clock, accountability::Severity};

/// 生产安全事故报告和调查处理条例 第三条
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Ordinary => "一般事故",
        Severity::Considerable => "较大事故",
        Severity::Serious => "重大事故",
        Severity::Extreme => "特别重大事故",
    }
}

/// What one clock says; `since` is what it runs from, in words.
pub fn clock(clock: Clock, since: &str) -> String {
    match clock {
        Clock::Unknown => format!("还没有登记{since}的时间，算不出时限"),
        Clock::Runs { until, left } => {
            let left = left.map(|left| format!("，还剩{}", minutes(left))).unwrap_or_default();
            format!("还没有登记，最迟{}{}{left}", date(until.on), until.at)
        }
        Clock::Missed { until, over } => {
            let over = over.map(minutes).unwrap_or_default();
            format!("还没有登记，已超过时限{over}（最迟{}{}）", date(until.on), until.at)
        }
        Clock::InTime { took } => format!("用时{}，在时限内", minutes(took)),
        Clock::Late { took, over } => {
            format!("用时{}，超过时限{}", minutes(took), minutes(over))
        }
        Clock::Contradicts => format!("早于{since}，请核对时间"),
    }
}

/// A span of time in the largest two units: 1天2小时, 40分钟.
fn minutes(minutes: u32) -> String {
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes}分钟"),
        (0, hours, 0) => format!("{hours}小时"),
        (0, hours, minutes) => format!("{hours}小时{minutes}分钟"),
        (days, 0, _) => format!("{days}天"),
        (days, hours, _) => format!("{days}天{hours}小时"),
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn a_span_is_told_in_its_largest_units() {
        for (span, told) in [
            (0, "0分钟"),
            (59, "59分钟"),
            (60, "1小时"),
            (61, "1小时1分钟"),
            (1439, "23小时59分钟"),
            (1440, "1天"),
            (1441, "1天"),
            (1500, "1天1小时"),
        ] {
            assert_eq!(minutes(span), told);
        }
    }
}
