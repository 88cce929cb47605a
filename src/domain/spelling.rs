//! The spellings that people use for a day, a yes, a colour, a kind or a status.
//!
//! The answers are the codes of the records (`enterprise`, `red`, `operating` …).

use chrono::{Datelike, Duration, NaiveDate};

use super::typed::half_width;

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFlaw {
    /// Written as a day, but the calendar has no such day (30 February). It is never shifted.
    Impossible,
    /// Only a year, or a year and a month.
    NoDay,
    /// A month and a day, and no default year was given.
    NoYear,
    /// No spelling of a day at all, or one that could mean two days.
    NotADate,
}

/// Days of the years 1900 to 2100 only; anything else is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Serial numbers of the 1900 calendar of spreadsheets from 1954-10-03 to 2099-12-31.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=73_050;

/// Words for "there is nothing to say" in a roster.
const NOTHING: [&str; 17] = [
    "", "-", "--", "/", "\\", "无", "没有", "暂无", "待补", "待定", "未知", "不详", "空", "None",
    "none", "N/A", "null",
];

/// Whether a cell says that there is nothing: empty, a dash, 无, 待补.
pub fn is_nothing(text: &str) -> bool {
    // None of the words is longer, and most cells are.
    text.trim().chars().nth(4).is_none() && NOTHING.contains(&half_width(text).as_str())
}

/// Whether a text begins as a class of fire danger does: 甲、乙、丙、丁、戊, with 类 and 项 behind it or not.
pub fn is_fire_class(text: &str) -> bool {
    let mut rest = text.chars();
    let begins = matches!(rest.next(), Some('甲' | '乙' | '丙' | '丁' | '戊'));
    begins && matches!(rest.next(), None | Some('类'))
}

/// A day in any of the spellings of rosters; `None` when the cell says that there is none.
///
/// `2020.3.5`, `2020-03-05`, `2020/3/5`, `2020年3月5日`, `3月5日` (with `default_year`),
/// `20200305`, `43895` (serial of the 1900 calendar), `二〇二〇年三月五日`, full-width, with or
/// without a time of day behind it.
pub fn date(text: &str, default_year: Option<i32>) -> Result<Option<NaiveDate>, DateFlaw> {
    let text = chinese_digits(&half_width(text));
    if is_nothing(&text) {
        return Ok(None);
    }
    let day = without_time(&text);
    if let Some(serial) = serial(day) {
        return Ok(Some(serial));
    }
    let numbers = numbers(day)?;
    let (year, month, day) = match numbers.as_slice() {
        [(whole, 8)] => (whole / 10_000, whole / 100 % 100, whole % 100),
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => (*year, *month, *day),
        [(month, 1 | 2), (date, 1 | 2)] if day.contains('月') => {
            (default_year.ok_or(DateFlaw::NoYear)?, *month, *date)
        }
        [(_, 4)] | [(_, 4), (_, 1 | 2)] | [(_, 6)] => return Err(DateFlaw::NoDay),
        _ => return Err(DateFlaw::NotADate),
    };
    let found = NaiveDate::from_ymd_opt(year, month as u32, day as u32);
    found.filter(|_| YEARS.contains(&year)).map(Some).ok_or(DateFlaw::Impossible)
}

/// How far a print can be moved each way to meet a printed form, in millimetres.
pub const MOST_OFFSET: u16 = 30;

/// Two lengths in millimetres, `横,纵`: how far a print is moved to meet a printed form, at most [`MOST_OFFSET`] each way.
pub fn offset(text: &str) -> Option<(f32, f32)> {
    let text = half_width(text);
    let (x, y) = text.split_once([',', '、'])?;
    let length = |text: &str| {
        text.trim().parse::<f32>().ok().filter(|mm| mm.abs() <= f32::from(MOST_OFFSET))
    };
    Some((length(x)?, length(y)?))
}

/// A day as a person types it at the desk: every spelling of [`date`], `11-30`, `11.30`, `11月30日` as well,
/// and 今天, 昨天, 明天. Without a year it is the one of that name nearest to today, before or after.
pub fn typed_day(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, DateFlaw> {
    let written = chinese_digits(&half_width(text));
    let beside = |days| Ok(today.checked_add_signed(Duration::days(days)));
    match written.trim() {
        "昨天" => return beside(-1),
        "今天" => return beside(0),
        "明天" => return beside(1),
        _ => {}
    }
    let parts = numbers(written.trim());
    let Ok([(month, 1 | 2), (day, 1 | 2)]) = parts.as_deref() else {
        return date(text, Some(today.year()));
    };
    (today.year() - 1..=today.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, *month as u32, *day as u32))
        .min_by_key(|day| (*day - today).num_days().abs())
        .map(Some)
        .ok_or(DateFlaw::Impossible)
}

/// `2020-03-05 00:00:00`, `2020-03-05T00:00:00Z` → the day.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

fn serial(text: &str) -> Option<NaiveDate> {
    let serial = text.parse::<f64>().ok().filter(|_| text.len() >= 5)?.floor() as i64;
    let looks = text.split('.').next().is_some_and(|whole| whole.len() == 5);
    if !looks || !SERIALS.contains(&serial) {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::days(serial))
}

/// The numbers of a date with how many digits each was written.
fn numbers(text: &str) -> Result<Vec<(i32, usize)>, DateFlaw> {
    let text = text.trim_end_matches(['日', '号', '.']);
    let mut out = Vec::new();
    for part in text.split(['年', '月', '日', '号', '.', '-', '/', ' ']).filter(|p| !p.is_empty())
    {
        let number = part.parse::<i32>().map_err(|_| DateFlaw::NotADate)?;
        if number < 0 || part.starts_with('+') {
            return Err(DateFlaw::NotADate);
        }
        out.push((number, part.len()));
    }
    Ok(out)
}

/// 二〇二〇年三月二十五日 → 2020年3月25日; other text as it is.
fn chinese_digits(text: &str) -> String {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |c: char| match c {
        '〇' | '○' | 'O' => Some(0),
        '元' => Some(1),
        c => DIGITS.chars().position(|d| d == c),
    };
    if !text.chars().any(|c| c == '十' || DIGITS.contains(c)) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i > 0 && digit(chars[i - 1]).is_some();
        let after = chars.get(i + 1).is_some_and(|c| digit(*c).is_some());
        match (c, digit(*c)) {
            ('十', _) => out.push_str(match (before, after) {
                (true, true) => "",
                (true, false) => "0",
                (false, true) => "1",
                (false, false) => "10",
            }),
            (_, Some(d)) => out.push_str(&d.to_string()),
            (c, None) => out.push(*c),
        }
    }
    out
}

/// 是/否 in any spelling; `None` when it is none of them.
pub fn yes_no(text: &str) -> Option<bool> {
    const YES: [&str; 22] = [
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "对",
        "y",
        "yes",
        "1",
        "t",
        "true",
        "已",
        "已办",
        "已办理",
        "有证",
        "有照",
        "有证照",
        "持证",
        "证照齐全",
        "重点",
        "是(重点)",
    ];
    const NO: [&str; 21] = [
        "否",
        "无",
        "×",
        "✗",
        "✘",
        "x",
        "非",
        "不是",
        "没有",
        "n",
        "no",
        "0",
        "f",
        "false",
        "未",
        "未办",
        "未办理",
        "无证",
        "无照",
        "无证照",
        "一般",
    ];
    let word = half_width(text).to_lowercase();
    match word.as_str() {
        word if YES.contains(&word) => Some(true),
        word if NO.contains(&word) => Some(false),
        _ => None,
    }
}

/// One value of a closed list: its code, the word printed on export, other words on import.
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
    words: &'static [&'static str],
}

/// The four colours of risk.
pub const RISKS: [Choice; 4] = [
    Choice {
        code: "red",
        label: "红",
        words: &["重大", "重大风险", "一级", "1级", "Ⅰ级", "I级", "A"],
    },
    Choice {
        code: "orange",
        label: "橙",
        words: &["较大", "较大风险", "二级", "2级", "Ⅱ级", "II级", "B"],
    },
    Choice {
        code: "yellow",
        label: "黄",
        words: &["一般", "一般风险", "三级", "3级", "Ⅲ级", "III级", "C"],
    },
    Choice {
        code: "blue",
        label: "蓝",
        words: &["低", "低风险", "四级", "4级", "Ⅳ级", "IV级", "D"],
    },
];

/// What is supervised (S0 §一.1(2)).
pub const KINDS: [Choice; 3] = [
    Choice {
        code: "enterprise",
        label: "生产经营单位",
        words: &[
            "企业",
            "工业企业",
            "工贸企业",
            "公司",
            "个体",
            "个体户",
            "个体工商户",
            "作坊",
            "小作坊",
            "加工作坊",
            "小微企业",
            "生产企业",
            "经营单位",
            "店铺",
            "商铺",
            "沿街店铺",
            "九小场所",
            "经营户",
        ],
    },
    Choice {
        code: "rental",
        label: "出租房",
        words: &["出租屋", "出租房屋", "租赁房", "租赁房屋", "群租房", "房屋出租", "公寓"],
    },
    Choice {
        code: "social",
        label: "社会单位",
        words: &[
            "机关",
            "事业单位",
            "学校",
            "幼儿园",
            "医院",
            "养老院",
            "社会团体",
            "社会组织",
            "民办非企业",
            "公共场所",
            "宗教场所",
        ],
    },
];

/// Where a premises stands in its life (S2 职责二(二)2).
pub const STATUSES: [Choice; 4] = [
    Choice {
        code: "operating",
        label: "在产",
        words: &[
            "正常",
            "在营",
            "营业",
            "营业中",
            "经营",
            "经营中",
            "存续",
            "开业",
            "在业",
            "生产",
            "正常生产",
            "正常经营",
            "复产",
            "复工",
            "复产复工",
            "转产",
            "新增",
        ],
    },
    Choice {
        code: "suspended",
        label: "停产",
        words: &["停业", "停产停业", "停工", "歇业", "半停产", "暂停营业", "停产整改", "未开工"],
    },
    Choice {
        code: "closed",
        label: "关闭",
        words: &["关停", "注销", "吊销", "倒闭", "已关闭", "取缔", "拆除", "关门"],
    },
    Choice {
        code: "moved_out",
        label: "迁出",
        words: &["搬迁", "已搬迁", "迁移", "外迁", "搬走", "已迁出"],
    },
];

/// The code for a word of a closed list; a code or a label stands for itself.
pub fn choice(list: &[Choice], text: &str) -> Option<&'static str> {
    let word: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = word.trim_end_matches("风险").trim_end_matches('色');
    list.iter()
        .find(|choice| {
            [word.as_str(), bare].iter().any(|word| {
                choice.label == *word
                    || choice.code.eq_ignore_ascii_case(word)
                    || choice.words.contains(word)
            })
        })
        .map(|choice| choice.code)
}

/// The word printed for a code; a code that is not on the list is printed as it is.
pub fn label<'a>(list: &[Choice], code: &'a str) -> &'a str {
    list.iter().find(|choice| choice.code == code).map_or(code, |choice| choice.label)
}

#[cfg(test)]
mod tests;
