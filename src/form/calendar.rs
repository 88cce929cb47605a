//! The published days off and the lunar day. The only file that names tyme4rs.

use chrono::{Datelike, Days, NaiveDate};
use tyme4rs::tyme::{
    Culture,
    holiday::{LEGAL_HOLIDAY_DATA, LEGAL_HOLIDAY_NAMES},
    solar::SolarDay,
};

use crate::domain::workday::{Exception, WorkCalendar};

use super::calendar_file::{FEWEST_DAYS_OFF, YearOff};

/// First year that the program knows; earlier records have no deadlines to count.
const FIRST_YEAR: i32 = 2019;

/// A record of the data string: eight figures of the day, `1` off or `0` worked, the festival, and the
/// distance to the festival's own day with its sign.
const RECORD: usize = 13;

/// The calendar built in, with the years of the office's own files over it.
///
/// A year is published when the data or a file says so; otherwise it knows weekends and what is off by law.
pub fn work_calendar<'a>(files: impl IntoIterator<Item = &'a YearOff>) -> WorkCalendar {
    let mut calendar = WorkCalendar::under(day_off_by_law);
    let mut known: Vec<(i32, NaiveDate, Exception)> = records().collect();
    known.sort_by_key(|(year, day, _)| (*year, *day));
    for year in known.chunk_by(|a, b| a.0 == b.0) {
        let paper = year[0].0;
        let off =
            year.iter().filter(|(_, _, exception)| matches!(exception, Exception::Off(_))).count();
        // Too few days off: the library knows the year only in part, which is worse than not at all.
        if paper >= FIRST_YEAR && off >= FEWEST_DAYS_OFF {
            calendar
                .publish(paper, year.iter().map(|(_, day, exception)| (*day, exception.clone())));
        }
    }
    for file in files {
        calendar.publish(file.year, file.days.iter().cloned());
    }
    calendar
}

/// Every record beside the year whose paper it belongs to: the year of its festival.
fn records() -> impl Iterator<Item = (i32, NaiveDate, Exception)> {
    LEGAL_HOLIDAY_DATA.as_bytes().chunks_exact(RECORD).filter_map(|record| {
        let text = std::str::from_utf8(record).ok()?;
        let day = NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()?;
        let name: usize = text.get(9..10)?.parse().ok()?;
        let name = (*LEGAL_HOLIDAY_NAMES.get(name)?).to_owned();
        let distance: i64 = text.get(10..)?.parse().ok()?;
        let festival = if distance < 0 {
            day - Days::new(distance.unsigned_abs())
        } else {
            day + Days::new(distance.unsigned_abs())
        };
        let exception = match text.get(8..9)? {
            "1" => Exception::Off(name),
            _ => Exception::MakeUp(name),
        };
        Some((festival.year(), day, exception))
    })
}

/// 农历 of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LunarDay {
    /// 十月, 闰六月
    pub month: String,
    /// 初一 … 三十
    pub day: String,
    /// The 节气 that begins on this day.
    pub term: Option<String>,
    /// The festival kept on this day, of the moon or of the sun.
    pub festival: Option<String>,
}

/// Festivals that a calendar of an office shows; the rest of the many that there are would bury them.
const KEPT: [&str; 10] =
    ["元旦", "春节", "元宵节", "清明节", "劳动节", "端午节", "中秋节", "重阳节", "国庆节", "除夕"];

impl LunarDay {
    /// 十月十五
    pub fn full(&self) -> String {
        format!("{}{}", self.month, self.day)
    }

    /// The 节气 on its day, the month on its first day, else the day.
    pub fn short(&self) -> &str {
        match &self.term {
            Some(term) => term,
            None if self.day == "初一" => &self.month,
            None => &self.day,
        }
    }
}

/// `None` outside the years 1 to 9999.
pub fn lunar(day: NaiveDate) -> Option<LunarDay> {
    let (month, of_month) = (day.month() as usize, day.day() as usize);
    let solar = SolarDay::new(isize::try_from(day.year()).ok()?, month, of_month).ok()?;
    let lunar = solar.get_lunar_day();
    let term = solar.get_term_day();
    Some(LunarDay {
        month: lunar.get_lunar_month().get_name(),
        day: lunar.get_name(),
        festival: lunar
            .get_festival()
            .map(|festival| festival.get_name())
            .into_iter()
            .chain(solar.get_festival().map(|festival| festival.get_name()))
            .find(|name| KEPT.contains(&name.as_str())),
        term: (term.get_day_index() == 0).then(|| term.get_solar_term().get_name()),
    })
}

/// The festival for which a day is off by law, in every year since 2025 (全国年节及纪念日放假办法, 国务院令第795号): known before
/// the days around it are published.
pub fn day_off_by_law(day: NaiveDate) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => return Some("元旦"),
        (5, 1 | 2) => return Some("劳动节"),
        (10, 1..=3) => return Some("国庆节"),
        // The others are near these days in every year.
        (1, 20..) | (2 | 6 | 9, _) | (4, 3..=7) | (5, 25..) | (10, ..=9) => {}
        _ => return None,
    }
    let of = lunar(day)?;
    let new_year = |of: &LunarDay| of.month == "正月" && of.day == "初一";
    match (of.month.as_str(), of.day.as_str()) {
        ("正月", "初一" | "初二" | "初三") => Some("春节"),
        ("五月", "初五") => Some("端午节"),
        ("八月", "十五") => Some("中秋节"),
        _ if of.term.as_deref() == Some("清明") => Some("清明节"),
        _ => day.succ_opt().and_then(lunar).filter(new_year).map(|_| "春节"),
    }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod published;

#[cfg(test)]
mod tests {
    use super::{super::calendar_file, *};
    use crate::domain::workday::DayMark;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day in a test")
    }

    #[test]
    fn the_built_in_2026_is_the_published_one() {
        let calendar = work_calendar([]);
        let published: [(&str, &str, &str); 7] = [
            ("元旦", "2026-01-01", "2026-01-03"),
            ("春节", "2026-02-15", "2026-02-23"),
            ("清明节", "2026-04-04", "2026-04-06"),
            ("劳动节", "2026-05-01", "2026-05-05"),
            ("端午节", "2026-06-19", "2026-06-21"),
            ("中秋节", "2026-09-25", "2026-09-27"),
            ("国庆节", "2026-10-01", "2026-10-07"),
        ];
        let worked =
            ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
                .map(day);
        for on in day("2026-01-01").iter_days().take(365) {
            let festival =
                published.iter().find(|(_, from, to)| (day(from)..=day(to)).contains(&on));
            match (calendar.mark(on), festival) {
                (DayMark::Holiday(name), Some((festival, _, _))) => {
                    assert_eq!(name, *festival, "{on}");
                }
                (DayMark::MakeUp(_), None) => assert!(worked.contains(&on), "{on}"),
                (DayMark::Weekend | DayMark::Workday, None) => {
                    assert!(!worked.contains(&on), "{on}");
                }
                (mark, _) => panic!("{on} is {mark:?}"),
            }
        }
    }

    #[test]
    fn earlier_years_work_their_make_up_days() {
        let calendar = work_calendar([]);
        for on in [
            "2025-01-26",
            "2025-02-08",
            "2025-04-27",
            "2025-09-28",
            "2025-10-11",
            "2024-02-04",
            "2024-02-18",
            "2024-04-07",
            "2024-04-28",
            "2024-05-11",
            "2024-09-14",
            "2024-09-29",
            "2024-10-12",
        ] {
            assert!(calendar.is_workday(day(on)), "{on}");
        }
        for on in ["2025-10-08", "2024-09-17", "2023-12-31", "2020-01-31"] {
            assert!(!calendar.is_workday(day(on)), "{on}");
        }
    }

    #[test]
    fn a_year_is_published_by_data_or_by_a_file_and_never_guessed() {
        let calendar = work_calendar([]);
        assert!((2019..=2026).all(|year| calendar.published(year)));
        assert!(!calendar.published(2018) && !calendar.published(2027));
        assert_eq!(calendar.mark(day("2027-10-08")), DayMark::Workday);

        let (file, faults) = calendar_file::parse(
            "2027.toml",
            "schema = \"calendar/1\"\ncode = \"2027\"\nrevision = 1\nyear = 2027\nsource = \"样例\"\n\
             off = [{ name = \"春节\", from = 2027-02-05, to = 2027-02-16 }]\n",
        );
        assert_eq!(faults, []);
        let calendar = work_calendar(&file);
        assert!(calendar.published(2027));
        assert_eq!(calendar.mark(day("2027-02-08")), DayMark::Holiday("春节".into()));
    }

    #[test]
    fn the_file_of_2026_says_what_is_built_in() {
        let (file, faults) =
            calendar_file::parse("2026.toml", include_str!("../../forms/calendar/2026.toml"));
        assert_eq!(faults, []);
        let (by_file, built_in) = (work_calendar(&file), work_calendar([]));
        for on in day("2025-12-01").iter_days().take(500) {
            assert_eq!(by_file.mark(on), built_in.mark(on), "{on}");
        }
    }

    #[test]
    fn what_is_off_by_law_is_known_before_it_is_published() {
        let by_law = |year: i32| -> Vec<String> {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take_while(|day| day.year() == year);
            days.filter_map(|on| Some(format!("{} {}", on.format("%m-%d"), day_off_by_law(on)?)))
                .collect()
        };
        assert_eq!(
            by_law(2027),
            [
                "01-01 元旦",
                "02-05 春节",
                "02-06 春节",
                "02-07 春节",
                "02-08 春节",
                "04-05 清明节",
                "05-01 劳动节",
                "05-02 劳动节",
                "06-09 端午节",
                "09-15 中秋节",
                "10-01 国庆节",
                "10-02 国庆节",
                "10-03 国庆节",
            ]
        );
        for year in 2025..2055 {
            let all = by_law(year);
            let of = |name: &str| all.iter().filter(|told| told.ends_with(name)).count();
            assert_eq!((of("春节"), of("清明节"), of("端午节")), (4, 1, 1), "{all:?}");
            assert!(of("中秋节") == 1 || all.len() == 12, "{all:?}");
        }
        // What was published of the years since is off on all of them, by the same names but where two meet.
        let calendar = work_calendar([]);
        for year in [2025, 2026] {
            assert_eq!(by_law(year).len(), 13, "{year}");
            for on in day(&format!("{year}-01-01")).iter_days().take(365) {
                let off = day_off_by_law(on).is_some();
                assert!(!off || matches!(calendar.mark(on), DayMark::Holiday(_)), "{on}");
            }
        }
    }

    #[test]
    fn lunar_days_are_named() {
        for (on, full, short) in [
            ("2026-11-23", "十月十五", "十五"),
            ("2026-11-22", "十月十四", "小雪"),
            ("2026-11-09", "十月初一", "十月"),
            ("2025-07-25", "闰六月初一", "闰六月"),
            ("2026-02-17", "正月初一", "正月"),
        ] {
            let lunar = lunar(day(on)).expect("a lunar day");
            assert_eq!((lunar.full().as_str(), lunar.short()), (full, short), "{on}");
        }
    }

    #[test]
    fn festivals_are_named_on_their_day() {
        for (on, full, festival) in [
            // 除夕 is the last day of the twelfth month, be it the 29th or the 30th.
            ("2024-02-09", "十二月三十", Some("除夕")),
            ("2025-01-28", "十二月廿九", Some("除夕")),
            ("2026-02-16", "十二月廿九", Some("除夕")),
            ("2026-02-17", "正月初一", Some("春节")),
            ("2026-02-18", "正月初二", None),
            ("2027-02-05", "十二月廿九", Some("除夕")),
            ("2027-02-06", "正月初一", Some("春节")),
            ("2028-01-25", "十二月廿九", Some("除夕")),
            ("2028-01-26", "正月初一", Some("春节")),
            ("2026-03-03", "正月十五", Some("元宵节")),
            ("2026-04-05", "二月十八", Some("清明节")),
            ("2026-06-19", "五月初五", Some("端午节")),
            ("2026-10-01", "八月廿一", Some("国庆节")),
            ("2027-01-01", "十一月廿四", Some("元旦")),
            // Known, and no reason to hide the lunar day.
            ("2026-03-12", "正月廿四", None),
        ] {
            let lunar = lunar(day(on)).expect("a lunar day");
            assert_eq!(
                (lunar.full().as_str(), lunar.festival.as_deref()),
                (full, festival),
                "{on}"
            );
        }
    }
}
