//! The grammar of `forms/calendar/*.toml`: the days off of one year, as its paper announced them.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::workday::Exception;

use super::{
    document::{self, Header, Section, shown},
    fault::{Fault, Faults},
};

pub const SCHEMA: &str = "calendar/1";

/// 全国年节及纪念日放假办法 gives 13 days; a paper with fewer than these is not whole.
pub const FEWEST_DAYS_OFF: usize = 11;

/// The longest run of days off that a paper has given is 9; more is a wrong year or month.
const LONGEST_RUN: i64 = 15;

/// The days of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearOff {
    pub code: String,
    pub revision: u32,
    pub year: i32,
    /// The paper, with its address.
    pub source: String,
    pub days: Vec<(NaiveDate, Exception)>,
}

pub fn parse(file: &str, text: &str) -> (Option<YearOff>, Vec<Fault>) {
    document::read(file, text, SCHEMA, year_off)
}

fn year_off(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<YearOff> {
    let source = top.words("source", faults);
    let year = top.number("year", 2000..=2199, faults)?;
    let year = i32::try_from(year).ok()?;
    if header.code != year.to_string() {
        faults.add(0, format!("code 要写年份：code = \"{year}\""));
    }
    let mut days: Vec<(NaiveDate, Exception)> = Vec::new();
    let written = top.has("off");
    for mut run in top.sections("off", faults) {
        let name = run.words("name", faults);
        let from = run.day("from", faults);
        let to = run.day("to", faults);
        run.finish(faults);
        if let (Some(from), Some(to)) = (from, to) {
            if to.value < from.value || (to.value - from.value).num_days() >= LONGEST_RUN {
                faults.add(to.at, format!("{}的起止日期不对：请核对年份和月份", shown(&name)));
                continue;
            }
            for day in from.value.iter_days().take_while(|day| *day <= to.value) {
                add(&mut days, day, Exception::Off(name.clone()), year, from.at, faults);
            }
        }
    }
    for mut entry in top.optional_sections("work", faults) {
        let name = entry.words("name", faults);
        let day = entry.day("day", faults);
        entry.finish(faults);
        if let Some(day) = day {
            if !matches!(day.value.weekday(), Weekday::Sat | Weekday::Sun) {
                faults.add(day.at, format!("{}不是周六或周日，不能写成调休上班日", day.value));
            }
            add(&mut days, day.value, Exception::MakeUp(name), year, day.at, faults);
        }
    }
    let off = days.iter().filter(|(_, exception)| matches!(exception, Exception::Off(_))).count();
    if written && off < FEWEST_DAYS_OFF {
        faults.add(
            0,
            format!(
                "全年只有 {off} 天放假，少于 {FEWEST_DAYS_OFF} 天：请对照放假通知补全，未公布的年份不要建文件"
            ),
        );
    }
    Some(YearOff { code: header.code, revision: header.revision, year, source, days })
}

fn add(
    days: &mut Vec<(NaiveDate, Exception)>,
    day: NaiveDate,
    exception: Exception,
    year: i32,
    at: usize,
    faults: &mut Faults,
) {
    // A paper also names the last days of December before and the first of January after.
    let near = day.year() == year
        || (day.year() == year - 1 && day.month() == 12)
        || (day.year() == year + 1 && day.month() == 1);
    if !near {
        faults.add(at, format!("{day}不在{year}年：请核对年份"));
    } else if days.iter().any(|(known, _)| *known == day) {
        faults.add(at, format!("{day}写了两次：请删去一处"));
    } else {
        days.push((day, exception));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_year_reports_everything_at_once() {
        let text = r#"schema = "calendar/1"
code = "2027"
revision = 1
year = 2027
source = ""
off = [
  { name = "元旦", from = 2027-01-01, to = 2027-01-03 },
  { name = "春节", from = 2027-02-10, to = 2027-02-05 },
  { name = "清明", from = 2026-04-04, to = 2026-04-04 },
]
work = [
  { name = "元旦", day = 2027-01-05 },
  { name = "元旦", day = 2027-01-03 },
  { name = "元旦", day = "下周六" },
]
"#;
        let (year, faults) = parse("2027.toml", text);
        assert_eq!(year, None);
        let shown: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(
            shown,
            [
                "2027.toml:1：全年只有 3 天放假，少于 11 天：请对照放假通知补全，未公布的年份不要建文件",
                "2027.toml:5：source 是空的：请写上文字",
                "2027.toml:8：春节的起止日期不对：请核对年份和月份",
                "2027.toml:9：2026-04-04不在2027年：请核对年份",
                "2027.toml:12：2027-01-05不是周六或周日，不能写成调休上班日",
                "2027.toml:13：2027-01-03写了两次：请删去一处",
                "2027.toml:14：day 不是日期：请写成 2027-01-01 这样",
            ]
        );
    }
}
