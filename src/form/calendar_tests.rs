//! The arrangements as the State Council's office published them, year by year, against the calendar day by day.
//!
//! The days are facts read from the notices; the list was checked against github.com/NateScarlet/holiday-cn (MIT), which
//! was made from the same notices by other people than those of the library.

use chrono::{Datelike, NaiveDate, Weekday};

use super::work_calendar;
use crate::domain::workday::DayMark;

/// Festival, first and last day off (both count, with a weekend that the notice joins to it: 与周末连休); the
/// weekend days worked for it.
type Festival = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// 国务院办公厅关于…年部分节假日安排的通知; of 2019 with the notice on 劳动节, of 2020 with the one that made 春节 longer.
const PUBLISHED: [(&str, &[Festival]); 8] = [
    (
        "gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm 2019-03/22/content_5375877.htm",
        &[
            ("元旦", "2018-12-30", "2019-01-01", &["2018-12-29"]),
            ("春节", "2019-02-04", "2019-02-10", &["2019-02-02", "2019-02-03"]),
            ("清明节", "2019-04-05", "2019-04-07", &[]),
            ("劳动节", "2019-05-01", "2019-05-04", &["2019-04-28", "2019-05-05"]),
            ("端午节", "2019-06-07", "2019-06-09", &[]),
            ("中秋节", "2019-09-13", "2019-09-15", &[]),
            ("国庆节", "2019-10-01", "2019-10-07", &["2019-09-29", "2019-10-12"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm 2020-01/27/content_5472352.htm",
        &[
            ("元旦", "2020-01-01", "2020-01-01", &[]),
            ("春节", "2020-01-24", "2020-02-02", &["2020-01-19"]),
            ("清明节", "2020-04-04", "2020-04-06", &[]),
            ("劳动节", "2020-05-01", "2020-05-05", &["2020-04-26", "2020-05-09"]),
            ("端午节", "2020-06-25", "2020-06-27", &["2020-06-28"]),
            ("国庆节、中秋节", "2020-10-01", "2020-10-08", &["2020-09-27", "2020-10-10"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm",
        &[
            ("元旦", "2021-01-01", "2021-01-03", &[]),
            ("春节", "2021-02-11", "2021-02-17", &["2021-02-07", "2021-02-20"]),
            ("清明节", "2021-04-03", "2021-04-05", &[]),
            ("劳动节", "2021-05-01", "2021-05-05", &["2021-04-25", "2021-05-08"]),
            ("端午节", "2021-06-12", "2021-06-14", &[]),
            ("中秋节", "2021-09-19", "2021-09-21", &["2021-09-18"]),
            ("国庆节", "2021-10-01", "2021-10-07", &["2021-09-26", "2021-10-09"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm",
        &[
            ("元旦", "2022-01-01", "2022-01-03", &[]),
            ("春节", "2022-01-31", "2022-02-06", &["2022-01-29", "2022-01-30"]),
            ("清明节", "2022-04-03", "2022-04-05", &["2022-04-02"]),
            ("劳动节", "2022-04-30", "2022-05-04", &["2022-04-24", "2022-05-07"]),
            ("端午节", "2022-06-03", "2022-06-05", &[]),
            ("中秋节", "2022-09-10", "2022-09-12", &[]),
            ("国庆节", "2022-10-01", "2022-10-07", &["2022-10-08", "2022-10-09"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm",
        &[
            ("元旦", "2022-12-31", "2023-01-02", &[]),
            ("春节", "2023-01-21", "2023-01-27", &["2023-01-28", "2023-01-29"]),
            ("清明节", "2023-04-05", "2023-04-05", &[]),
            ("劳动节", "2023-04-29", "2023-05-03", &["2023-04-23", "2023-05-06"]),
            ("端午节", "2023-06-22", "2023-06-24", &["2023-06-25"]),
            ("中秋节、国庆节", "2023-09-29", "2023-10-06", &["2023-10-07", "2023-10-08"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/202310/content_6911528.htm",
        &[
            ("元旦", "2023-12-30", "2024-01-01", &[]),
            ("春节", "2024-02-10", "2024-02-17", &["2024-02-04", "2024-02-18"]),
            ("清明节", "2024-04-04", "2024-04-06", &["2024-04-07"]),
            ("劳动节", "2024-05-01", "2024-05-05", &["2024-04-28", "2024-05-11"]),
            ("端午节", "2024-06-08", "2024-06-10", &[]),
            ("中秋节", "2024-09-15", "2024-09-17", &["2024-09-14"]),
            ("国庆节", "2024-10-01", "2024-10-07", &["2024-09-29", "2024-10-12"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/202411/content_6986383.htm",
        &[
            ("元旦", "2025-01-01", "2025-01-01", &[]),
            ("春节", "2025-01-28", "2025-02-04", &["2025-01-26", "2025-02-08"]),
            ("清明节", "2025-04-04", "2025-04-06", &[]),
            ("劳动节", "2025-05-01", "2025-05-05", &["2025-04-27"]),
            ("端午节", "2025-05-31", "2025-06-02", &[]),
            ("国庆节、中秋节", "2025-10-01", "2025-10-08", &["2025-09-28", "2025-10-11"]),
        ],
    ),
    (
        "gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
        &[
            ("元旦", "2026-01-01", "2026-01-03", &["2026-01-04"]),
            ("春节", "2026-02-15", "2026-02-23", &["2026-02-14", "2026-02-28"]),
            ("清明节", "2026-04-04", "2026-04-06", &[]),
            ("劳动节", "2026-05-01", "2026-05-05", &["2026-05-09"]),
            ("端午节", "2026-06-19", "2026-06-21", &[]),
            ("中秋节", "2026-09-25", "2026-09-27", &[]),
            ("国庆节", "2026-10-01", "2026-10-07", &["2026-09-20", "2026-10-10"]),
        ],
    ),
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day in the table")
}

fn is_weekend(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// 休, 班 or the plain week, and the festival.
fn published(on: NaiveDate) -> (DayMark, &'static str) {
    for (festival, from, to, worked) in PUBLISHED.iter().flat_map(|(_, festivals)| *festivals) {
        if (day(from)..=day(to)).contains(&on) {
            return (DayMark::Holiday(String::new()), festival);
        }
        if worked.iter().any(|other| day(other) == on) {
            return (DayMark::MakeUp(String::new()), festival);
        }
    }
    (if is_weekend(on) { DayMark::Weekend } else { DayMark::Workday }, "")
}

#[test]
fn every_day_of_2019_to_2026_is_as_published() {
    let calendar = work_calendar([]);
    // The paper of 2019 begins with the last days of the December before.
    let days = day("2018-12-29").iter_days().take_while(|on| *on <= day("2026-12-31"));
    let mut wrong = Vec::new();
    let mut rested = 0;
    for on in days {
        let (expected, festival) = published(on);
        let mark = calendar.mark(on);
        let (kind, name) = match &mark {
            DayMark::Holiday(name) => (DayMark::Holiday(String::new()), name.as_str()),
            DayMark::MakeUp(name) => (DayMark::MakeUp(String::new()), name.as_str()),
            plain => (plain.clone(), ""),
        };
        rested += u32::from(matches!(expected, DayMark::Holiday(_)));
        // Of two festivals in one the library has a name of its own: 国庆中秋.
        let begins: String = name.chars().take(2).collect();
        let named = festival.contains(&begins) && festival.is_empty() == name.is_empty();
        if kind != expected || !named {
            wrong.push(format!("{on}: {mark:?}, published {expected:?} {festival}"));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    assert_eq!(rested, (24 + 6) + 30 + 31 + 31 + 27 + (28 + 4) + 28 + 33);
}

#[test]
fn what_is_worked_for_a_festival_is_a_weekend() {
    for worked in PUBLISHED.iter().flat_map(|(_, f)| *f).flat_map(|(.., worked)| *worked) {
        assert!(is_weekend(day(worked)), "{worked}");
    }
}
