//! Chinese line breaking: which marks may not begin or end a line, what is never split, squeezing in,
//! carrying over, and spacing out to a straight right edge.

use super::fonts::{Fonts, Glyph, Style, is_han};
use crate::form::answers::NOT_APPLICABLE;

/// A line of glyphs, spaced; measures in em.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub glyphs: Vec<Glyph>,
    /// Room before the first glyph, in em.
    pub indent: f32,
}

impl Line {
    /// Width in em, the indent not counted.
    pub fn width(&self) -> f32 {
        width(&self.glyphs)
    }

    /// Puts another line behind this one, `gap` em away; the space between them is a character, so
    /// that the words stay apart when they are copied out.
    pub fn append(&mut self, behind: Line, fonts: &Fonts, gap: f32) {
        self.glyphs.extend(fonts.shape(Style::Small, " ").into_iter().map(|space| Glyph {
            after: gap - space.advance,
            form: true,
            ..space
        }));
        self.glyphs.extend(behind.glyphs);
    }

    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.char).collect()
    }
}

/// How a text is broken; measures in em of its size.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wrap {
    pub width: f32,
    /// Indent of the first line of each paragraph.
    pub first: f32,
    /// Indent of the further lines.
    pub rest: f32,
    /// Space out all lines but the last of a paragraph to the full width.
    pub justify: bool,
}

/// Marks that may not begin a line.
const NOT_FIRST: &str = "，。．、；：？！）》」』】〕〉〗…—·％%‰℃°”’～㎡㎥,.;:?!)]}";
/// Marks that may not end a line; a box belongs to the word behind it.
const NOT_LAST: &str = "（《「『【〔〈〖“‘￥¥$([{№□☑☒";
/// Full-width marks with an empty left half.
const OPENING: &str = "（《「『【〔〈〖“‘";
/// Full-width marks with an empty right half.
const CLOSING: &str = "，。、；：）》」』】〕〉〗”’";
/// Words that stay with the number before them.
const UNITS: &str = "年月日时分秒元号条项款米个人名台具处间次页天份层栋室";
/// A line left emptier than this is rather filled by breaking a number after its hyphen.
const FULL_ENOUGH: f32 = 0.75;
/// The most that justification puts between two characters, in em.
const LOOSEST: f32 = 0.6;

/// Breaks running text; `\n` ends a paragraph.
pub fn wrap(fonts: &Fonts, style: Style, text: &str, how: Wrap) -> Vec<Line> {
    text.split('\n').flat_map(|paragraph| break_lines(fonts.shape(style, paragraph), how)).collect()
}

/// Breaks one shaped paragraph. An empty one is one empty line.
pub fn break_lines(mut glyphs: Vec<Glyph>, how: Wrap) -> Vec<Line> {
    compress_neighbours(&mut glyphs);
    // Most of what stands in a cell fits on one line, and nobody asks where it may be broken.
    let mut known: Option<Vec<Break>> = None;
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let indent = if lines.is_empty() { how.first } else { how.rest };
        let room = (how.width - indent).max(1.0);
        // An opening mark at the left edge shows its ink there, not its empty half.
        if !lines.is_empty()
            && start < glyphs.len()
            && is(OPENING, &glyphs[start])
            && glyphs[start].before >= 0.0
        {
            glyphs[start].before -= 0.5;
        }
        let (end, squeeze) = match fitting(&glyphs, start, room) {
            fits if fits >= glyphs.len() => (fits, 0.0),
            fits => {
                let breaks = known.get_or_insert_with(|| breaks(&glyphs));
                line_end(&glyphs, breaks, (start, fits), room)
            }
        };
        let whole = start == 0 && end == glyphs.len();
        let own = if whole { std::mem::take(&mut glyphs) } else { glyphs[start..end].to_vec() };
        let mut line = Line { glyphs: own, indent };
        while line.glyphs.last().is_some_and(|glyph| glyph.char == ' ') {
            line.glyphs.pop();
        }
        if squeeze > 0.0 {
            squeeze_in(&mut line.glyphs, squeeze);
        } else if how.justify && end < glyphs.len() {
            space_out(&mut line.glyphs, room);
        }
        lines.push(line);
        start = end;
        while start < glyphs.len() && glyphs[start].char == ' ' {
            start += 1;
        }
        if start >= glyphs.len() {
            return lines;
        }
    }
}

fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(Glyph::width).sum()
}

fn is(class: &str, glyph: &Glyph) -> bool {
    is_mark(glyph.char) && class.contains(glyph.char)
}

/// Most of a text is Han characters, which are in none of the classes of marks.
fn is_mark(c: char) -> bool {
    !is_han(c) && !c.is_ascii_alphanumeric()
}

/// How far the glyphs from `start` on go into the room.
fn fitting(glyphs: &[Glyph], start: usize, room: f32) -> usize {
    let mut fits = start;
    let mut used = 0.0;
    while fits < glyphs.len() {
        let next = used + glyphs[fits].width();
        if next > room + 0.001 && glyphs[fits].char != ' ' {
            break;
        }
        used = next;
        fits += 1;
    }
    fits
}

/// The end of the line that begins at `start`, of which the glyphs before `fits` have room, and by how much it has to be
/// squeezed.
fn line_end(
    glyphs: &[Glyph],
    breaks: &[Break],
    (start, fits): (usize, usize),
    room: f32,
) -> (usize, f32) {
    let may = |at: usize| at >= glyphs.len() || breaks[at] == Break::Allowed;
    if fits > start && may(fits) {
        return (fits, 0.0);
    }
    // Squeeze in (挤进): the mark that may not begin the next line still finds room here.
    if let Some(end) = (fits + 1..=(fits + 3).min(glyphs.len())).find(|&end| may(end)) {
        let over = width(&glyphs[start..end]) - room;
        let spare: f32 = glyphs[start..end].iter().map(spare).sum();
        if over <= spare {
            return (end, over);
        }
    }
    // Carry over (推出): the line ends at an earlier place.
    let back = (start + 1..=fits).rev().find(|&end| may(end));
    let filled = back.map_or(0.0, |end| width(&glyphs[start..end]) / room);
    // What has room on a line of its own is not cut.
    let longer = |end: usize| word_around(glyphs, breaks, end) > room;
    if filled < FULL_ENOUGH
        && let Some(end) = (start + 1..=fits)
            .rev()
            .find(|&end| breaks[end] == Break::Reluctant && (back.is_none() || longer(end)))
    {
        return (end, 0.0);
    }
    // A word longer than the line is cut where the line ends, a day or a number rather between its parts.
    let part = |end: &usize| {
        "年月〕".contains(glyphs[*end - 1].char) || glyphs.get(*end).is_some_and(|g| g.char == '〔')
    };
    let parts = || (start + 1..=fits).rev().find(part);
    (back.or_else(parts).unwrap_or(fits.max(start + 1)), 0.0)
}

/// Width of what is not broken but at `at`, and rather not there.
fn word_around(glyphs: &[Glyph], breaks: &[Break], at: usize) -> f32 {
    let may = |at: &usize| breaks[*at] == Break::Allowed;
    let start = (1..at).rev().find(may).unwrap_or(0);
    let end = (at..glyphs.len()).find(may).unwrap_or(glyphs.len());
    width(&glyphs[start..end])
}

/// How much of a mark's empty half can still be taken.
fn spare(glyph: &Glyph) -> f32 {
    if is(OPENING, glyph) || is(CLOSING, glyph) {
        (glyph.width() - 0.5).clamp(0.0, 0.5)
    } else {
        0.0
    }
}

fn squeeze_in(glyphs: &mut [Glyph], over: f32) {
    let total: f32 = glyphs.iter().map(spare).sum();
    for glyph in glyphs {
        let share = spare(glyph) * over / total;
        if is(OPENING, glyph) {
            glyph.before -= share;
        } else {
            glyph.after -= share;
        }
    }
}

/// Even spacing between characters, never inside a Latin word or a number.
fn space_out(glyphs: &mut [Glyph], room: f32) {
    let gap = room - width(glyphs);
    let slots: Vec<usize> = (1..glyphs.len())
        .filter(|&at| !(in_word(glyphs[at - 1].char) && in_word(glyphs[at].char)))
        .collect();
    let each = gap / slots.len().max(1) as f32;
    if gap <= 0.0 || each > LOOSEST {
        return;
    }
    for at in slots {
        glyphs[at - 1].after += each;
    }
}

/// Two full-width marks that meet give up the empty half between them: `）：` takes 1.5 em.
fn compress_neighbours(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len() {
        let (left, right) = (glyphs[at - 1], glyphs[at]);
        let full = |glyph: &Glyph| glyph.width() > 0.9;
        if !full(&left) || !full(&right) {
            continue;
        }
        if is(CLOSING, &left) && (is(CLOSING, &right) || is(OPENING, &right)) {
            glyphs[at - 1].after -= 0.5;
        } else if is(OPENING, &left) && is(OPENING, &right) {
            glyphs[at].before -= 0.5;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Break {
    Allowed,
    /// Only rather than a line with a big hole.
    Reluctant,
    Never,
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_/.@%+#*:,".contains(c)
}

/// Whether a line may end before each glyph.
fn breaks(glyphs: &[Glyph]) -> Vec<Break> {
    breaks_of(&glyphs.iter().map(|glyph| glyph.char).collect::<Vec<char>>())
}

/// The dates, numbers and words with digits in a text that stand on one line where there is room for them.
pub fn wholes(text: &str) -> Vec<String> {
    let mut wholes = Vec::new();
    for paragraph in text.split('\n') {
        let chars: Vec<char> = paragraph.chars().collect();
        let breaks = breaks_of(&chars);
        let mut start = 0;
        for end in 1..=chars.len() {
            if end < chars.len() && breaks[end] != Break::Allowed {
                continue;
            }
            let word = &chars[start..end];
            if word.iter().any(char::is_ascii_digit) {
                wholes.push(word.iter().collect::<String>().trim().to_owned());
            }
            start = end;
        }
    }
    wholes
}

/// Whether a character says nothing about where a line may end but that it is Han.
pub fn is_plain(c: char) -> bool {
    is_han(c) && c != '第' && !UNITS.contains(c) && !NOT_APPLICABLE.contains(c)
}

fn breaks_of(chars: &[char]) -> Vec<Break> {
    let mut breaks: Vec<Break> = (0..chars.len())
        .map(|at| if at == 0 { Break::Never } else { between(chars, at) })
        .collect();
    for at in 0..chars.len() {
        if let Some(length) = unbreakable(&chars[at..]) {
            breaks[at + 1..at + length].fill(Break::Never);
        }
    }
    let parted = match (are_names(chars), are_fields(chars)) {
        (true, _) => Some(&['、'][..]),
        (_, true) => Some(&APART[..]),
        _ => None,
    };
    if let Some(parted) = parted {
        for at in 1..chars.len() {
            if breaks[at] == Break::Allowed && !chars[..at].ends_with(parted) {
                breaks[at] = Break::Reluctant;
            }
        }
    }
    breaks
}

/// 郑巧云、周安平: a line of it rather ends behind a name than in it.
fn are_names(chars: &[char]) -> bool {
    let name = |part: &[char]| (2..=4).contains(&part.len()) && part.iter().all(|c| is_han(*c));
    chars.contains(&'、') && chars.split(|c| *c == '、').all(name)
}

/// What stands between fields on one line.
const APART: [char; 2] = ['\u{3000}'; 2];

/// 统计时段：2026年11月　　填报日期：2026年11月30日: a line of it rather ends behind a field than between a label and its value.
fn are_fields(chars: &[char]) -> bool {
    let gaps = chars.windows(2).filter(|two| **two == APART).count();
    let text = || chars.iter().collect::<String>();
    gaps > 0 && text().split("\u{3000}\u{3000}").all(|part| part.contains('：'))
}

fn between(chars: &[char], at: usize) -> Break {
    let (left, right) = (chars[at - 1], chars[at]);
    let never = (is_mark(right) && NOT_FIRST.contains(right))
        || (is_mark(left) && NOT_LAST.contains(left))
        || left == '\u{A0}'
        || right == '\u{A0}'
        || right == ' '
        || (left == '第' && right.is_ascii_digit())
        // 27．安全出口: the number of an item goes with its words.
        || (left == '．' && at > 1 && chars[at - 2].is_ascii_digit())
        || (left.is_ascii_digit() && UNITS.contains(right));
    if left == '-' && right.is_ascii_digit() {
        Break::Reluctant
    } else if never || (in_word(left) && in_word(right)) {
        Break::Never
    } else {
        Break::Allowed
    }
}

/// Whether a line may end before this character.
pub fn may_part(chars: &[char], at: usize) -> bool {
    between(chars, at) == Break::Allowed
}

/// Length of what begins here and stays whole: the code of a card, a date (2026年3月5日, 2026-03-05), a year in brackets with its
/// serial (〔2026〕11号), what stands behind the boxes of an item that does not concern the place.
fn unbreakable(chars: &[char]) -> Option<usize> {
    let digits = |from: usize| {
        chars[from.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
    };
    let has = |at: usize, c: char| chars.get(at) == Some(&c);
    if has(0, '（') && NOT_APPLICABLE.chars().enumerate().all(|(at, c)| has(at + 1, c)) {
        return Some(1 + NOT_APPLICABLE.chars().count());
    }
    if has(0, '〔') {
        let closing = 1 + digits(1);
        if !has(closing, '〕') {
            return None;
        }
        let serial = digits(closing + 1);
        let end = closing + 1 + serial;
        return Some(if serial > 0 && has(end, '号') { end + 1 } else { closing + 1 });
    }
    // 陕A-0013, 闽C12345: the code of a card or a plate, with the letter of its province.
    if chars.first().is_some_and(|c| is_han(*c))
        && chars.get(1).is_some_and(char::is_ascii_uppercase)
    {
        let from = if has(2, '-') { 3 } else { 2 };
        return Some(from + digits(from)).filter(|_| digits(from) >= 3);
    }
    let mut end = digits(0);
    if end == 4 && has(4, '-') && digits(5) == 2 && has(7, '-') && digits(8) == 2 {
        return Some(10);
    }
    if end == 0 || !has(end, '年') {
        return None;
    }
    end += 1;
    for unit in ['月', '日'] {
        let number = digits(end);
        if number == 0 || !has(end + number, unit) {
            break;
        }
        end += number + 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::embedded().unwrap();
        let how = Wrap { width, justify: true, ..Wrap::default() };
        wrap(&fonts, Style::Body, text, how).iter().map(Line::text).collect()
    }

    #[test]
    fn lines_break_where_a_reader_expects() {
        let cases: &[(&str, f32, &[&str])] = &[
            ("", 4.0, &[""]),
            ("安全出口堵塞", 4.0, &["安全出口", "堵塞"]),
            // Squeezed in: the other comma gives up its empty half.
            ("安，全出口，堵塞", 5.0, &["安，全出口，", "堵塞"]),
            // Nothing to squeeze but the comma itself, which needs half an em.
            ("安全出口，堵塞", 4.0, &["安全出", "口，堵塞"]),
            ("安全出口（堵塞）", 5.0, &["安全出口", "（堵塞）"]),
            ("见《安全生产法》", 3.0, &["见《安", "全生产", "法》"]),
            ("招联安监整改〔2026〕11号", 8.0, &["招联安监整改", "〔2026〕11号"]),
            ("请于2026年3月5日前改", 6.8, &["请于", "2026年3月5日", "前改"]),
            ("身份证35050319900101001X号", 12.0, &["身份证", "35050319900101001X号"]),
            ("电话0595-22345678转", 7.0, &["电话0595-", "22345678转"]),
            ("共需￥12,345.60元整", 7.0, &["共需", "￥12,345.60元", "整"]),
            ("依据第36条办", 4.0, &["依据", "第36条", "办"]),
            ("证号陕A-0013", 5.5, &["证号", "陕A-0013"]),
            ("有；27．出口", 4.5, &["有；", "27．出口"]),
            (
                "单位：招联社区　　日期：2026年3月5日",
                14.0,
                &["单位：招联社区\u{3000}\u{3000}", "日期：2026年3月5日"],
            ),
            ("甲乙——丙", 3.0, &["甲", "乙——", "丙"]),
            ("一\n二", 4.0, &["一", "二"]),
            ("有□无", 2.0, &["有", "□无"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(lines(text, *width), *expected, "{text} in {width} em");
        }
    }

    #[test]
    fn a_number_is_whole_where_it_has_a_line() {
        for (text, expected) in [
            ("2026年11月23日前，电话0595-22345678转", &["2026年11月23日", "0595-22345678"][..]),
            ("张三 13805952257\n〔2026〕11号", &["13805952257", "〔2026〕11号"]),
            ("没有数字", &[]),
        ] {
            assert_eq!(wholes(text), expected, "{text}");
        }
        // It goes to the next line rather than to be cut; with none that has room it is cut at its mark.
        assert_eq!(lines("王建国 0595-22345678", 7.6), ["王建国", "0595-22345678"]);
        assert_eq!(lines("0595-22345678", 5.0), ["0595-", "22345678"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_rather_than_lost() {
        let text = "A".repeat(200);
        let cut = lines(&text, 10.0);
        assert!(cut.len() > 5);
        assert_eq!(cut.concat(), text);
    }

    #[test]
    fn full_lines_are_straight_and_the_last_is_not_spread() {
        let fonts = Fonts::embedded().unwrap();
        let how = Wrap { width: 20.3, first: 2.0, rest: 0.0, justify: true };
        let text = "经查，你单位存在下列问题：冲压机（型号JB23-63T）2台未安装光电保护装置，不符合《机械安全》（GB/T 8196）的要求；车间东侧安全出口被货物堵塞，净宽不足0.8米。";
        let lines = wrap(&fonts, Style::Body, text, how);
        let (last, full) = lines.split_last().unwrap();
        for line in full {
            let reach = line.indent + line.width();
            assert!((reach - 20.3).abs() < 0.55, "{} {reach}", line.text());
        }
        assert!(last.glyphs.iter().all(|glyph| glyph.after <= 0.0));
        assert_eq!(lines.iter().map(Line::text).collect::<String>(), text);
    }

    #[test]
    fn neighbouring_marks_share_their_empty_halves() {
        let fonts = Fonts::embedded().unwrap();
        let how = Wrap { width: 99.0, ..Wrap::default() };
        for (text, width) in [("甲）：乙", 3.5), ("《（甲", 2.5), ("甲：“乙", 3.5), ("甲，乙", 3.0)]
        {
            let line = &wrap(&fonts, Style::Body, text, how)[0];
            assert!((line.width() - width).abs() < 0.01, "{text}: {}", line.width());
        }
    }
}
