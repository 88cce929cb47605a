//! What a meeting decides (部署事项), as the minutes say it: one thing a line, who does it, until when
//! (S0 一.2(1); REP-12, REP-13).

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    entry::{OUTSIDE, people},
    period::week_of,
    spelling::typed_day,
    typed::name_key,
};

/// One line of the minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    pub content: String,
    /// Names joined by 、; empty where nobody is named.
    pub owner: String,
    pub due: Option<NaiveDate>,
    /// Until when as it is written, where that names no day: 月底前.
    pub unread: String,
    /// Those of the owners whom nobody knows, as the office has found.
    pub strangers: Vec<String>,
    /// The part of one of several to whom it was given, of whom each owes it.
    pub each: bool,
}

impl Decided {
    /// Whether two lines say the same thing; of what each of several owes, to the same of them.
    pub fn is_same(&self, other: &Decided) -> bool {
        let apart = (self.each || other.each) && self.owner != other.owner;
        name_key(&self.content) == name_key(&other.content) && !apart
    }

    /// Only such a one can be given to somebody.
    pub fn is_whole(&self) -> bool {
        !self.owner.is_empty() && self.due.is_some() && self.strangers.is_empty()
    }
}

/// That nothing was decided is no decision.
const NOTHING: [&str; 3] = ["无", "没有", "暂无"];
const SEPARATORS: [char; 11] = ['，', ',', '；', ';', ' ', '　', '\t', '（', '）', '(', ')'];
const BRACKETS: [char; 2] = ['（', '）'];
const OWNERS: [&str; 4] = ["责任人", "负责人", "由", "责任单位"];
const TERMS: [&str; 4] = ["完成期限", "完成时限", "期限", "时限"];
const BEFORE: [&str; 5] = ["以前", "之前", "前", "完成", "止"];
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// `3号楼前` is a place.
const PLACES: [char; 7] = ['楼', '门', '栋', '幢', '店', '室', '路'];

/// Characters of words that say until when.
const LONGEST_UNTIL: usize = 10;

/// The lines of the minutes of a meeting held on a day. `known` are the names that may stand without a word before them.
pub fn decided(text: &str, held: NaiveDate, known: &BTreeSet<String>) -> Vec<Decided> {
    text.lines()
        .map(|line| line_of(line, held, known))
        .filter(|one| !one.content.is_empty() && !NOTHING.contains(&one.content.as_str()))
        .collect()
}

/// From the end of the line, who and until when in either order; what is left is the thing itself.
fn line_of(line: &str, held: NaiveDate, known: &BTreeSet<String>) -> Decided {
    let mut one = Decided::default();
    let mut outside = false;
    let ends = |c: char| SEPARATORS.contains(&c) || matches!(c, '。' | '.');
    let mut rest = unnumbered(line).trim_end_matches(ends);
    let mut whole = rest;
    loop {
        let at = rest.rfind(SEPARATORS).and_then(|at| Some((at, rest[at..].chars().next()?)));
        let Some((at, separator)) = at else { break };
        let piece = &rest[at + separator.len_utf8()..];
        if one.due.is_none()
            && let Some(day) = term(piece, held)
        {
            one.due = Some(day);
        } else if one.owner.is_empty() && piece == OUTSIDE.trim_matches(BRACKETS) {
            outside = true;
        } else if one.owner.is_empty()
            && let Some(names) = owner(piece, known, outside)
        {
            one.owner = names;
        } else if one.due.is_none() && one.unread.is_empty() && is_until(piece) {
            one.unread = piece.to_owned();
            whole = rest;
        } else {
            break;
        }
        rest = rest[..at].trim_end_matches(ends);
    }
    if one.owner.is_empty()
        && one.due.is_none()
        && one.unread.is_empty()
        && let Some((names, until, thing)) = sentence(rest, known)
    {
        match term(until, held) {
            Some(day) => one.due = Some(day),
            None => one.unread = until.to_owned(),
        }
        (one.owner, rest) = (names, thing);
    }
    // Words before which nobody is named are of the thing itself.
    if one.owner.is_empty() && !one.unread.is_empty() {
        one.unread.clear();
        rest = whole;
    }
    let nobody = outside && one.owner.is_empty();
    one.content = format!("{rest}{}", if nobody { OUTSIDE } else { "" });
    one
}

/// A line that is a sentence: who, until when, and what is to be done: `请招贤社区于12月5日前清理通道`.
fn sentence<'a>(line: &'a str, known: &BTreeSet<String>) -> Option<(String, &'a str, &'a str)> {
    let mut rest = ["请", "由"].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(line);
    let mut names: Vec<&str> = Vec::new();
    while names.is_empty() || rest.starts_with('、') {
        rest = rest.strip_prefix('、').unwrap_or(rest);
        let begins = known.iter().filter(|name| !name.is_empty() && rest.starts_with(*name));
        let (name, after) = rest.split_at(begins.map(String::len).max()?);
        names.push(name);
        rest = after;
    }
    let rest = rest.strip_prefix(['，', ',']).unwrap_or(rest);
    let rest = ["于", "在"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let (at, before) = rest.char_indices().find(|(_, c)| *c == '前')?;
    let (until, thing) = rest.split_at(at + before.len_utf8());
    let thing = thing.trim_start_matches(SEPARATORS);
    (is_until(until) && !thing.is_empty()).then(|| (names.join("、"), until, thing))
}

/// Without the number before it: `1.`, `2、`, `（3）`, `一、`, `④`.
fn unnumbered(line: &str) -> &str {
    let line = line.trim();
    let bare = line.trim_start_matches(['（', '(']);
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let after = bare.trim_start_matches(counts);
    if after.len() < bare.len()
        && let Some(rest) = after.strip_prefix(['.', '、', '．', '）', ')'])
    {
        return rest.trim_start();
    }
    line.trim_start_matches(|c: char| ('①'..='⑳').contains(&c)).trim_start()
}

/// `11月27日前`, `期限：11-27`, `本周五前`, `下周三`; never before the meeting.
fn term(piece: &str, held: NaiveDate) -> Option<NaiveDate> {
    let mut text = labelled(piece, &TERMS).unwrap_or(piece);
    for end in BEFORE.into_iter().chain(BEFORE) {
        text = text.strip_suffix(end).unwrap_or(text);
    }
    let (monday, _) = week_of(held);
    let weekday = |text: &str| {
        let text = if text == "天" { "日" } else { text };
        let at = WEEKDAYS.iter().position(|name| *name == text)?;
        Some(monday + Days::new(at as u64))
    };
    let this =
        ["本周", "这周", "周", "星期"].iter().find_map(|word| weekday(text.strip_prefix(word)?));
    let next = ["下周", "下星期"].iter().find_map(|word| weekday(text.strip_prefix(word)?));
    // A lone number is no day, whatever a spreadsheet would make of it.
    let written = text.contains(['月', '-', '/', '.', '年', '天']);
    let day = this
        .or(next.map(|day| day + Days::new(7)))
        .or_else(|| typed_day(text, held).ok().flatten().filter(|_| written))?;
    (day >= held).then_some(day)
}

/// Whether words say until when, though no day that can be told: `月底前`, `3天内`, `2月30日前`; or a day that is none or lies
/// before the meeting: `12月35日`, `11-20`.
fn is_until(piece: &str) -> bool {
    let text = labelled(piece, &TERMS).unwrap_or(piece);
    let text = text.strip_suffix("完成").unwrap_or(text);
    if is_written_as_day(text) {
        return true;
    }
    let ends = ["前", "内", "底", "止"].iter().any(|end| text.ends_with(end));
    let counts = |c: char| c.is_ascii_digit() || "年月周天日节底".contains(c);
    ends && text.chars().count() <= LONGEST_UNTIL && text.contains(counts) && !text.contains(PLACES)
}

/// Figures with what stands between month and day, and nothing else.
fn is_written_as_day(text: &str) -> bool {
    let parts = text.split(['年', '月', '日', '号', '-', '/', '.']);
    let figures: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (2..=3).contains(&figures.len())
        && figures.iter().all(|part| part.len() <= 4 && part.bytes().all(|c| c.is_ascii_digit()))
}

/// Named as such, or names that are all known; or one whom the words in brackets behind it say to be from elsewhere.
fn owner(piece: &str, known: &BTreeSet<String>, outside: bool) -> Option<String> {
    let said = labelled(piece, &OWNERS);
    let text = said.unwrap_or(piece);
    let text = text.strip_suffix("负责").unwrap_or(text);
    let names: Vec<&str> = people(text).collect();
    if outside {
        let marked = names.iter().map(|name| match known.contains(*name) {
            true => (*name).to_owned(),
            false => format!("{name}{OUTSIDE}"),
        });
        return (!names.is_empty()).then(|| marked.collect::<Vec<_>>().join("、"));
    }
    let all = !names.is_empty() && names.iter().all(|name| known.contains(*name));
    // 由 begins many a sentence: behind it too only names count.
    let trusted = said.is_some() && !piece.starts_with('由');
    (all || trusted && !names.is_empty()).then(|| names.join("、"))
}

fn labelled<'a>(piece: &'a str, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|label| {
        let rest = piece.strip_prefix(label)?;
        Some(rest.trim_start_matches(['：', ':', '为']).trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_who_and_until_when() {
        // Wednesday.
        let held = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let known: BTreeSet<String> =
            ["陈一鸣", "林安全", "招贤社区", "招联社区"].map(str::to_owned).into();
        for (line, content, owner, due) in [
            ("清理疏散通道，陈一鸣，11月27日前", "清理疏散通道", "陈一鸣", "2026-11-27"),
            ("1. 清理疏散通道；11-27；陈一鸣。", "清理疏散通道", "陈一鸣", "2026-11-27"),
            (
                "（2）查停放场所，楼道也查（陈一鸣、林安全，12月4日之前完成）",
                "查停放场所，楼道也查",
                "陈一鸣、林安全",
                "2026-12-04",
            ),
            ("三、报送名单 责任人：张三 期限：2026-12-01", "报送名单", "张三", "2026-12-01"),
            ("④补登新店，由陈一鸣负责，本周五前", "补登新店", "陈一鸣", "2026-11-27"),
            ("补登新店，陈一鸣，下周三", "补登新店", "陈一鸣", "2026-12-02"),
            ("补登新店，林安全，明天", "补登新店", "林安全", "2026-11-26"),
            ("贺卡寄出，林安全，1月5日前", "贺卡寄出", "林安全", "2027-01-05"),
            // Somebody nobody knows may be part of the thing; so may a number.
            ("清通道，张三，11-27", "清通道，张三", "", "2026-11-27"),
            ("检查店铺，陈一鸣，45000", "检查店铺，陈一鸣，45000", "", ""),
            ("清通道，陈一鸣", "清通道", "陈一鸣", ""),
            ("清通道，由物业，11-27", "清通道，由物业", "", "2026-11-27"),
            // Somebody from elsewhere is said to be so.
            ("清通道，张三（外单位），11-27", "清通道", "张三（外单位）", "2026-11-27"),
            ("清通道，陈一鸣、张三(外单位)", "清通道", "陈一鸣、张三（外单位）", ""),
            ("通知物业（外单位）", "通知物业（外单位）", "", ""),
            // A unit is named as a person is; a sentence begins with who does it.
            ("报名单，招贤社区，12月5日前", "报名单", "招贤社区", "2026-12-05"),
            ("招贤社区于12月5日前完成名单。", "完成名单", "招贤社区", "2026-12-05"),
            (
                "2、请招贤社区、招联社区在12月5日之前，报名单",
                "报名单",
                "招贤社区、招联社区",
                "2026-12-05",
            ),
            ("林安全本周五前清通道", "清通道", "林安全", "2026-11-27"),
            (
                "招贤社区，下周三前，清通道，林安全，11-27",
                "招贤社区，下周三前，清通道",
                "林安全",
                "2026-11-27",
            ),
            ("物业于12月5日前清通道", "物业于12月5日前清通道", "", ""),
            ("陈一鸣检查店铺门前", "陈一鸣检查店铺门前", "", ""),
            ("陈一鸣于12月5日前", "陈一鸣于12月5日前", "", ""),
            ("招贤社区3号楼前的电动车清走", "招贤社区3号楼前的电动车清走", "", ""),
            ("30日内整改到位", "30日内整改到位", "", ""),
            ("清通道", "清通道", "", ""),
        ] {
            let due = due.parse().ok();
            let (content, owner) = (content.to_owned(), owner.to_owned());
            let expected = Decided { content, owner, due, ..Decided::default() };
            assert_eq!(decided(line, held, &known), [expected], "{line}");
        }
        for (line, content, owner, unread) in [
            ("清通道，陈一鸣，月底前", "清通道", "陈一鸣", "月底前"),
            ("清通道，3天内，陈一鸣", "清通道", "陈一鸣", "3天内"),
            ("清通道，陈一鸣，期限：2月30日前", "清通道", "陈一鸣", "期限：2月30日前"),
            ("招贤社区于月底前清通道", "清通道", "招贤社区", "月底前"),
            // No day, and one before the meeting: nothing can be done then any more.
            ("清通道，陈一鸣，12月35日", "清通道", "陈一鸣", "12月35日"),
            ("清通道，11-20，陈一鸣", "清通道", "陈一鸣", "11-20"),
            ("更换电线1.5，陈一鸣", "更换电线1.5", "陈一鸣", ""),
            // Without a name before it it may be part of the thing.
            ("清通道，年底前", "清通道，年底前", "", ""),
            ("清通道，陈一鸣，安全出口前", "清通道，陈一鸣，安全出口前", "", ""),
        ] {
            let (content, owner) = (content.to_owned(), owner.to_owned());
            let unread = unread.to_owned();
            let expected = Decided { content, owner, unread, ..Decided::default() };
            assert_eq!(decided(line, held, &known), [expected], "{line}");
        }
        let two = decided("\n 清通道，陈一鸣，11-27 \n\n补登新店\n", held, &known);
        assert_eq!(two.iter().map(Decided::is_whole).collect::<Vec<_>>(), [true, false]);
    }
}
