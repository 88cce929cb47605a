//! Values of flags: days in every spelling of a desk, counts, and words of a closed list.
//!
//! A refusal is the rest of a sentence that begins with the flag: `--on` + `的日期“…”不存在…`.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::{
    domain::{id::Id, period::month_of, review::Figure, spelling, time_of_day::TimeOfDay},
    office::print::Print,
    terms::{self, Term},
};

const LIKE: &str = "请写成 2026-11-22 的样子。";

/// Years that a desk means; others are slips of the finger, and rules that count on from them would
/// leave the calendar.
const YEARS: std::ops::RangeInclusive<u32> = 1949..=2199;

fn far(text: &str) -> String {
    format!("的“{text}”不像要办的年份：应在{}至{}年之间，请核对。", YEARS.start(), YEARS.end())
}

/// YYYY-MM-DD, 2026.11.22, 2026/11/22, 20261122 or 2026年11月22日.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let numbers = figures(text).ok_or_else(|| format!("的“{text}”不是日期。{LIKE}"))?;
    let (year, month, day) = match numbers[..] {
        [whole] if (10_000_000..=99_999_999).contains(&whole) => {
            (whole / 10000, whole / 100 % 100, whole % 100)
        }
        [year @ 1000..=9999, month, day] => (year, month, day),
        _ => return Err(format!("的“{text}”不是日期。{LIKE}")),
    };
    if let Some(day) = NaiveDate::from_ymd_opt(year as i32, month, day) {
        return if YEARS.contains(&year) { Ok(day) } else { Err(far(text)) };
    }
    let why = match NaiveDate::from_ymd_opt(year as i32, month, 1).map(month_of) {
        Some((_, last)) => format!("{year}年{month}月只有{}天", last.day()),
        None => "月份应在1至12之间".into(),
    };
    Err(format!("的日期“{text}”不存在：{why}。{LIKE}"))
}

/// The first day of a month: 2026-11, 2026.11, 2026/11, 202611 or 2026年11月.
pub fn month(text: &str) -> Result<NaiveDate, String> {
    let wrong = || format!("的“{text}”不是月份。请写成 2026-11 的样子。");
    let (year, month) = match figures(text).ok_or_else(wrong)?[..] {
        [whole @ 100_000..=999_999] => (whole / 100, whole % 100),
        [year @ 1000..=9999, month] => (year, month),
        _ => return Err(wrong()),
    };
    let first = NaiveDate::from_ymd_opt(year as i32, month, 1).ok_or_else(wrong)?;
    if YEARS.contains(&year) { Ok(first) } else { Err(far(text)) }
}

/// A figure of the weekly board, by its name on the board or in JSON.
pub fn figure(text: &str) -> Result<Figure, String> {
    let is = |figure: &Figure| {
        let code = serde_json::to_value(figure).ok();
        terms::figure(*figure) == text.trim() || code.is_some_and(|code| code == text.trim())
    };
    Figure::ALL.into_iter().find(is).ok_or_else(|| {
        let names = Figure::ALL.map(terms::figure).join("、");
        format!("的“{text}”不是例会的一项。可以写：{names}。")
    })
}

/// The Monday of a week: 2026-W47, or any day of it.
pub fn week(text: &str) -> Result<NaiveDate, String> {
    let wrong = || format!("的“{text}”不是哪一周。请写成 2026-W47 的样子，或写那一周的一天。");
    let Some((year, number)) = text.trim().split_once(['W', 'w']) else {
        return day(text).map(|day| crate::domain::period::week_of(day).0).map_err(|_| wrong());
    };
    let figure = |text: &str| match figures(text).as_deref() {
        Some([number]) => Some(*number),
        _ => None,
    };
    let (year, number) =
        figure(year.trim_end_matches('-')).zip(figure(number)).ok_or_else(wrong)?;
    NaiveDate::from_isoywd_opt(year as i32, number, Weekday::Mon)
        .filter(|_| YEARS.contains(&year))
        .ok_or_else(wrong)
}

/// First and last day of a month, a quarter or a year: 2026-10, 2026-Q4, 2026; or two days, 2026-10-01/2026-10-15.
pub fn stretch(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    crate::domain::period::read_stretch(text).or_else(|| month(text).ok().map(month_of)).ok_or_else(
        || format!("的“{text}”不是时段。请写成 2026-10（月）、2026-Q4（季）或 2026（年）的样子。"),
    )
}

/// The same, or a single day: of a campaign it means the days that are reported together with it.
pub fn stretch_or_day(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    stretch(text).or_else(|wrong| {
        let wrong = || format!("{wrong}专项行动的报表写那一期里的任何一天，例如 2026-12-04。");
        day(text).map(|day| (day, day)).map_err(|_| wrong())
    })
}

/// A count of days, copies or rows: a whole number from 1 on.
pub fn count(text: &str) -> Result<u32, String> {
    number(text)
        .filter(|count| *count > 0)
        .ok_or_else(|| format!("的“{text}”不是大于0的整数。请写阿拉伯数字，例如 7。"))
}

/// Copies of one print.
pub fn copies(text: &str) -> Result<u32, String> {
    let most = Print::MOST;
    number(text)
        .filter(|count| (1..=most).contains(count))
        .ok_or_else(|| format!("的“{text}”不行：一次印 1 到 {most} 份。要更多请分几次印。"))
}

/// Days to a deadline: 0 is the very day.
pub fn days(text: &str) -> Result<u32, String> {
    number(text).ok_or_else(|| format!("的“{text}”不是天数。请写阿拉伯数字，例如 7。"))
}

/// A time of day, 14:30.
pub fn time(text: &str) -> Result<TimeOfDay, String> {
    TimeOfDay::read(text).ok_or_else(|| format!("的“{text}”不是时刻。请写成 14:30 的样子。"))
}

/// An amount in yuan, kept in fen.
pub fn yuan(text: &str) -> Result<u64, String> {
    let wrong = || format!("的“{text}”不是金额。请写成 500 或 500.50 的样子。");
    let figures: String = text.trim().chars().map(half_width).collect();
    let figures = figures.strip_suffix('元').unwrap_or(&figures);
    let (whole, cents) = figures.split_once('.').unwrap_or((figures, ""));
    let sound = |part: &str, most: usize| {
        part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if whole.is_empty() || !sound(whole, 9) || !sound(cents, 2) {
        return Err(wrong());
    }
    let fen = format!("{whole}{cents:0<2}").parse().map_err(|_| wrong())?;
    if fen == 0 {
        Err(format!("的金额“{text}”要大于零。请核对。"))
    } else {
        Ok(fen)
    }
}

/// A word of a closed list, by its code or its Chinese label.
pub fn term<T: Term>(text: &str) -> Result<T, String> {
    T::read(text).ok_or_else(|| format!("的“{text}”不是{}。可写：{}。", T::NAME, T::list()))
}

/// The help of a flag that takes a word of a closed list.
pub fn choices<T: Term>(what: &str) -> String {
    format!("{what}，可写：\n{}", T::list())
}

/// The id of a record, written in full.
pub fn id(text: &str) -> Result<Id, String> {
    Id::parse(text.trim())
        .ok_or_else(|| format!("的“{text}”不是编号。编号有32位，请从列表里复制完整的编号。"))
}

pub fn year(text: &str) -> Result<i32, String> {
    number(text)
        .filter(|year| (1949..=9999).contains(year))
        .and_then(|year| i32::try_from(year).ok())
        .ok_or_else(|| format!("的“{text}”不是年份。请写成 2026 的样子。"))
}

/// A field with what it is filled with: `reason=设备在途`.
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once(['=', '＝']) {
        Some((field, value)) if !field.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.to_owned()))
        }
        _ => Err(format!("的“{text}”缺少等号。请写成 reason=设备在途 的样子。")),
    }
}

/// Two lengths in millimetres, `X,Y`: how far the print is moved to meet a printed form.
pub fn offset(text: &str) -> Result<(f32, f32), String> {
    spelling::offset(text).ok_or_else(|| {
        format!("的“{text}”不是横、纵两个毫米数。请写成 1.5,-2 的样子，最多各移30毫米。")
    })
}

fn number(text: &str) -> Option<u32> {
    let figures: String = text.trim().chars().map(half_width).collect();
    figures.bytes().all(|byte| byte.is_ascii_digit()).then(|| figures.parse().ok())?
}

/// The numbers of a written day, or `None` when something else stands in it.
fn figures(text: &str) -> Option<Vec<u32>> {
    let text: String = text.trim().chars().map(half_width).collect();
    let text = text.strip_suffix(['日', '号', '月']).unwrap_or(&text);
    text.split(['-', '.', '/', '年', '月'])
        .map(|part| {
            let part = part.trim();
            let sound = (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            sound.then(|| part.parse().ok())?
        })
        .collect()
}

/// Figures and signs typed with the input method on.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '－' | '—' | '–' => '-',
        '．' | '。' => '.',
        '／' => '/',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::grade::Grade;

    #[test]
    fn days_are_read_in_every_spelling() {
        let wanted = "2026-11-02".parse().unwrap();
        for text in [
            "2026-11-02",
            "2026-11-2",
            "2026.11.02",
            "2026/11/2",
            "20261102",
            "2026年11月2日",
            " 2026 年 11 月 02 日 ",
            "２０２６－１１－０２",
        ] {
            assert_eq!(day(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn impossible_days_are_refused_by_name() {
        for (text, message) in [
            (
                "2026-02-30",
                "的日期“2026-02-30”不存在：2026年2月只有28天。请写成 2026-11-22 的样子。",
            ),
            ("20281332", "的日期“20281332”不存在：月份应在1至12之间。请写成 2026-11-22 的样子。"),
            ("明天", "的“明天”不是日期。请写成 2026-11-22 的样子。"),
            ("26-11-22", "的“26-11-22”不是日期。请写成 2026-11-22 的样子。"),
            ("2026-11", "的“2026-11”不是日期。请写成 2026-11-22 的样子。"),
            ("", "的“”不是日期。请写成 2026-11-22 的样子。"),
        ] {
            assert_eq!(day(text), Err(message.into()), "{text}");
        }
    }

    #[test]
    fn months_counts_and_offsets_are_read() {
        for text in ["2026-11", "2026年11月", "202611", "2026/11"] {
            assert_eq!(month(text), Ok("2026-11-01".parse().unwrap()), "{text}");
        }
        for text in ["2026-W47", "2026w47", "2026-11-16", "2026年11月22日"] {
            assert_eq!(week(text), Ok("2026-11-16".parse().unwrap()), "{text}");
        }
        // 2026 has 53 weeks, 2027 has 52.
        assert_eq!(week("2026-W53"), Ok("2026-12-28".parse().unwrap()));
        assert!(week("2027-W53").is_err() && week("47").is_err() && week("W47").is_err());
        assert!(month("2026-13").is_err() && month("11").is_err());
        assert_eq!((count("７"), days("0")), (Ok(7), Ok(0)));
        assert!(count("0").is_err() && count("-1").is_err() && days("七").is_err());
        assert_eq!(offset("1.5,-2"), Ok((1.5, -2.0)));
        assert!(offset("1.5").is_err() && offset("NaN,1").is_err() && offset("99,1").is_err());
    }

    #[test]
    fn amounts_are_kept_in_fen() {
        for (text, fen) in [("500", 50_000), ("500.5元", 50_050), ("０.０１", 1)] {
            assert_eq!(yuan(text), Ok(fen), "{text}");
        }
        for text in ["", "0", "五百", "1.234", "-5", "99999999999"] {
            assert!(yuan(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_term_is_read_by_code_or_word() {
        assert_eq!(term::<Grade>("重大"), Ok(Grade::Major));
        assert_eq!(term::<Grade>("major"), Ok(Grade::Major));
        assert_eq!(
            term::<Grade>("严重"),
            Err("的“严重”不是隐患等级。可写：general（一般）、major（重大）、unsure（待评估）。"
                .into())
        );
    }
}
