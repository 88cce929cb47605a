//! Days as they are written in Chinese, and why a deadline falls where it does.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::{
    deadline::{Counted, DayOff, Deadline},
    period::{BEGINNING, Span},
};

/// 2026年11月9日
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 11月9日
pub fn month_day(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// 2026年11月
pub fn month(day: NaiveDate) -> String {
    format!("{}年{}月", day.year(), day.month())
}

/// 2026年第47周, by the year that the week belongs to.
pub fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{}年第{}周", week.year(), week.week())
}

/// A share in tenths of a percent: `66.6%`, `100.0%`.
pub fn rate(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A stretch of days: 2026年11月, 2026年第4季度, 2026年; without a beginning 截至2026年11月9日; else
/// 2026年11月1日至2026年11月9日.
pub fn period(from: NaiveDate, to: NaiveDate) -> String {
    let is = |span: Span| span.of(from) == (from, to);
    if is(Span::Month) {
        month(from)
    } else if is(Span::Quarter) {
        format!("{}年第{}季度", from.year(), from.month0() / 3 + 1)
    } else if is(Span::Year) {
        format!("{}年", from.year())
    } else if from <= BEGINNING {
        format!("截至{}", date(to))
    } else {
        format!("{}至{}", date(from), date(to))
    }
}

/// Several stretches, the year only where it is another: 2026年9月、10月; of more than so many the first ones: 2026年9月、10月….
pub fn periods(
    stretches: impl ExactSizeIterator<Item = (NaiveDate, NaiveDate)>,
    most: usize,
) -> String {
    let more = stretches.len() > most;
    let mut year = String::new();
    let told = stretches.take(most).map(|(from, to)| {
        let of = format!("{}年", from.year());
        let said = period(from, to);
        let short = said.replace(&of, "");
        match of == year && !short.is_empty() {
            true => short,
            false => {
                year = of;
                said
            }
        }
    });
    let told: Vec<String> = told.collect();
    format!("{}{}", told.join("、"), if more { "…" } else { "" })
}

/// 星期一
pub fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

/// What is said beside a day of such a year.
const UNPUBLISHED: &str = "放假安排未公布，未含调休";

/// How a deadline came about, counted from the day of issue:
/// 15天自2026年9月18日起算，10月3日为国庆节休假，顺延至10月8日.
pub fn deadline_counted(start: NaiveDate, deadline: &Deadline) -> String {
    let counted = match deadline.counted {
        Counted::Days(days) => format!("{days}天自{}起算", date(start)),
        Counted::Workdays(days) => format!("{days}个工作日自{}起算", date(start)),
        Counted::Fixed => {
            let named = deadline.rolled.as_ref().map_or(deadline.day, |rolled| rolled.from);
            format!("指定{}", date(named))
        }
    };
    if deadline.rolled.is_some() {
        return format!("{counted}，{}", deadline_reason(deadline));
    }
    let note = if deadline.unpublished { in_brackets(UNPUBLISHED) } else { String::new() };
    if deadline.counted == Counted::Fixed {
        format!("{counted}{note}")
    } else {
        format!("{counted}，至{}{note}", beside(start, deadline.day))
    }
}

/// Why a deadline was moved, and what is not known about it: 10月3日为国庆节休假，顺延至10月8日.
/// Empty when it stands where it was counted.
pub fn deadline_reason(deadline: &Deadline) -> String {
    let Some(rolled) = &deadline.rolled else {
        return if deadline.unpublished { UNPUBLISHED.to_owned() } else { String::new() };
    };
    let why = match &rolled.why {
        DayOff::Weekend => format!("为{}", weekday(rolled.from)),
        DayOff::Holiday(name) => format!("为{name}休假"),
    };
    let moved = if deadline.day < rolled.from { "提前至" } else { "顺延至" };
    let to = beside(rolled.from, deadline.day);
    let note = if deadline.unpublished { in_brackets(UNPUBLISHED) } else { String::new() };
    format!("{}{why}，{moved}{to}{note}", month_day(rolled.from))
}

/// What is said below days that fall into a year whose days off are not published.
pub fn year_unpublished(year: i32) -> String {
    format!("{year}年的放假安排还没有公布，{year}年的期限按周末和法定节日计算（未含调休）。")
}

/// The same below a plan of visits: what is off by law is known all the same.
pub fn plan_unpublished(year: i32) -> String {
    format!("{year}年的放假安排还没有公布，计划只避开周末和法定节日（未含调休），公布后重排。")
}

fn in_brackets(note: &str) -> String {
    format!("（{note}）")
}

/// The day without its year where it is the year of the day named before.
fn beside(before: NaiveDate, day: NaiveDate) -> String {
    if before.year() == day.year() { month_day(day) } else { date(day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        deadline::{by_days, by_workdays, fixed, office_due},
        workday::sample::{calendar_2026, day},
    };

    #[test]
    fn days_are_written_as_in_a_document() {
        let on = day("2026-11-09");
        assert_eq!(
            (date(on), month_day(on), month(on), weekday(on)),
            ("2026年11月9日".into(), "11月9日".into(), "2026年11月".into(), "星期一")
        );
        assert_eq!(weekday(day("2026-11-22")), "星期日");
    }

    #[test]
    fn a_deadline_says_how_it_came_about() {
        let calendar = calendar_2026();
        let days = |from: &str, n| {
            deadline_counted(day(from), &by_days(&calendar, day(from), n).expect("counted"))
        };
        assert_eq!(
            days("2026-09-18", 15),
            "15天自2026年9月18日起算，10月3日为国庆节休假，顺延至10月8日"
        );
        assert_eq!(
            days("2026-11-20", 1),
            "1天自2026年11月20日起算，11月21日为星期六，顺延至11月23日"
        );
        assert_eq!(days("2026-11-20", 7), "7天自2026年11月20日起算，至11月27日");
        assert_eq!(
            days("2026-12-20", 15),
            "15天自2026年12月20日起算，至2027年1月4日（放假安排未公布，未含调休）"
        );
        // Where it stands alone it needs no brackets.
        let new_year = by_days(&calendar, day("2026-12-20"), 15).expect("counted");
        assert_eq!(deadline_reason(&new_year), "放假安排未公布，未含调休");
        let rolled = by_days(&calendar, day("2026-12-29"), 4).expect("counted");
        assert_eq!(
            deadline_reason(&rolled),
            "1月2日为星期六，顺延至1月4日（放假安排未公布，未含调休）"
        );
        let workdays = by_workdays(&calendar, day("2026-02-13"), 3).expect("counted");
        assert_eq!(
            deadline_counted(day("2026-02-13"), &workdays),
            "3个工作日自2026年2月13日起算，至2月25日"
        );
        let named = |on: &str| {
            let start = day("2026-09-28");
            deadline_counted(start, &fixed(&calendar, start, day(on)).expect("a deadline"))
        };
        assert_eq!(named("2026-09-30"), "指定2026年9月30日");
        assert_eq!(named("2026-10-05"), "指定2026年10月5日，10月5日为国庆节休假，顺延至10月8日");
        let reporting = day("2026-12-05");
        let due = office_due(&calendar, reporting);
        assert_eq!(deadline_reason(&due), "12月5日为星期六，提前至12月4日");
        assert_eq!(
            deadline_counted(reporting, &due),
            "指定2026年12月5日，12月5日为星期六，提前至12月4日"
        );
        let plain = by_days(&calendar, day("2026-11-20"), 7).expect("counted");
        assert_eq!(deadline_reason(&plain), "");
    }
}
