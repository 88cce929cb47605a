//! Words of the grid officers' certificates and grades (S2 管理办法).

use chrono::{Datelike, NaiveDate};

use super::date;
use crate::domain::{
    officer::{Certified, Condition, Mark},
    period::Span,
};

pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Pass => "合格",
        Mark::Fair => "基本合格",
        Mark::Fail => "不合格",
    }
}

pub fn read_mark(text: &str) -> Option<Mark> {
    Mark::ALL.into_iter().find(|known| mark(*known) == text || known.code() == text)
}

pub fn certified(certified: &Certified) -> String {
    match certified {
        Certified::Unrecorded => "没有岗前考试记录".to_owned(),
        Certified::Valid { certificate, until: Some(until) } => {
            format!("持证{certificate}，到{}", date(*until))
        }
        Certified::Valid { certificate, until: None } => format!("持证{certificate}"),
        Certified::Failed { on } => format!("{}考试不合格", date(*on)),
        Certified::WithoutNumber { on } => format!("{}考试合格，没有登记证号", date(*on)),
        Certified::Expired { on } => format!("证件{}到期", date(*on)),
    }
}

/// That somebody may not inspect, why, and until when.
pub fn kept_out(stands: &Certified) -> String {
    format!(
        "{}，不能独立检查，直到考试合格并在台账“网格员岗前培训考试登记”里登记了有效的证号\
         （管理办法二（一）经考试合格后持证上岗）",
        certified(stands)
    )
}

pub fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Age => "年龄",
        Condition::Education => "文化程度",
        Condition::Residence => "户口或居住证",
        Condition::CleanRecord => "无违法犯罪记录",
    }
}

/// What is written behind the opinion of a year that the rule has made a failed one: how it was graded before.
pub fn year_corrected(quarters: u32, given: Mark) -> String {
    format!("（{quarters}次季度考核不合格，年度等次由{}改为不合格）", mark(given))
}

/// That grade, and the opinion without it.
pub fn before_corrected(opinion: &str, quarters: u32) -> Option<(Mark, &str)> {
    Mark::ALL
        .into_iter()
        .find_map(|given| Some((given, opinion.strip_suffix(&*year_corrected(quarters, given))?)))
}

/// The stretch of an appraisal as people write it: 2026年第四季度, 2026年第4季度, 2026-Q4, 2026年度, 2026年.
pub fn appraised(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    let year: i32 = text.get(..4)?.parse().ok()?;
    let rest = text.get(4..)?.trim_start_matches(['年', '-', ' ']);
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    if matches!(rest, "" | "度" | "年度" | "年度考核" | "度考核") {
        return Some(Span::Year.of(first));
    }
    let digit = rest.trim_start_matches(['第', 'Q', 'q']).chars().next()?;
    let quarter = ["1一", "2二", "3三", "4四"].iter().position(|both| both.contains(digit))?;
    let is_quarter = rest.ends_with("季度") || rest.starts_with(['Q', 'q']);
    is_quarter.then(|| Span::Quarter.of(first.with_month0(quarter as u32 * 3).unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretch_of_an_appraisal_is_read_as_it_is_written() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (text, stretch) in [
            ("2026年第四季度", Some(("2026-10-01", "2026-12-31"))),
            ("2026年第4季度", Some(("2026-10-01", "2026-12-31"))),
            ("2026-Q1", Some(("2026-01-01", "2026-03-31"))),
            ("2026年二季度", Some(("2026-04-01", "2026-06-30"))),
            ("2026年度", Some(("2026-01-01", "2026-12-31"))),
            ("2026年", Some(("2026-01-01", "2026-12-31"))),
            ("2026年第五季度", None),
            ("上半年", None),
            ("", None),
        ] {
            let stretch = stretch.map(|(from, to)| (day(from), day(to)));
            assert_eq!(appraised(text), stretch, "{text}");
        }
    }
}
