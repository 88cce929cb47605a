//! A long title in lines: words stay whole, and the lines make a trapezoid or a lozenge rather than leave a
//! single character behind (GB/T 9704-2012 7.3.1).

use super::Style;
use crate::paper::{
    line::{Line, may_part},
    page::Pen,
};

/// Words of titles that are not torn apart.
const WHOLE: &[&str] = &[
    "安全生产",
    "生产安全",
    "消防安全",
    "网格化",
    "责任制",
    "街道办事处",
    "居民委员会",
    "居委会",
    "应急管理",
    "安全",
    "生产",
    "消防",
    "隐患",
    "排查",
    "治理",
    "整改",
    "整治",
    "专项",
    "行动",
    "重大",
    "事故",
    "火灾",
    "通知",
    "通报",
    "督办",
    "挂牌",
    "约谈",
    "移送",
    "抄告",
    "告知",
    "报告",
    "意见",
    "方案",
    "办法",
    "规定",
    "制度",
    "工作",
    "有关",
    "问题",
    "情况",
    "检查",
    "巡查",
    "监管",
    "监督",
    "管理",
    "街道",
    "社区",
    "网格",
    "单位",
    "企业",
    "场所",
    "责任",
    "追究",
    "开展",
    "加强",
    "进一步",
    "做好",
    "关于",
    "印发",
    "实施",
    "统计",
    "名册",
    "登记",
    "记录",
    "申请",
    "审批",
    "验收",
    "填报",
    "台账",
    "清单",
    "现场",
    "复查",
    "限期",
    "停产",
    "停业",
    "恢复",
    "延期",
    "辖区",
    "各类",
    "基本",
    "建立",
];
/// A line rather ends behind one of these, or before one of those.
const BEHIND: &str = "的地、》）和与及对";
const BEFORE: &[&str] = &["关于", "开展", "实施", "的通知"];
/// What it costs to tear a word, in squares of an em.
const TORN: f32 = 40.0;
const GOOD: f32 = 4.0;

/// The title in as few lines of `room` points as it takes, one if it fits.
pub(super) fn lines(pen: &Pen, text: &str, room: f32) -> Vec<Line> {
    let room = room / pen.size;
    let glyphs = pen.fonts.shape_name(Style::Title, text);
    let width = |from: usize, to: usize| -> f32 {
        glyphs[from..to].iter().map(|glyph| glyph.width()).sum()
    };
    let chars: Vec<char> = glyphs.iter().map(|glyph| glyph.char).collect();
    let whole = width(0, chars.len());
    let count = (whole / room).ceil().max(1.0) as usize;
    if count == 1 || chars.len() < 2 * count {
        return vec![pen.one(text)];
    }
    // One line more when the words do not go into so few.
    let ends = [count, count + 1]
        .into_iter()
        .filter_map(|count| best(&chars, count, room, whole / count as f32, &width))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, ends)) = ends else {
        return vec![pen.one(text)];
    };
    let mut start = 0;
    ends.iter()
        .map(|&end| {
            let part: String = chars[start..end].iter().collect();
            start = end;
            pen.one(part.trim())
        })
        .collect()
}

/// Where the lines end at the least cost, with the cost.
fn best(
    chars: &[char],
    count: usize,
    room: f32,
    ideal: f32,
    width: &dyn Fn(usize, usize) -> f32,
) -> Option<(f32, Vec<usize>)> {
    let costs = costs(chars);
    // For each place: the least cost of lines that end there, and their ends.
    let mut reached: Vec<Option<(f32, Vec<usize>)>> = vec![None; chars.len() + 1];
    reached[0] = Some((0.0, Vec::new()));
    for line in 0..count {
        let mut next: Vec<Option<(f32, Vec<usize>)>> = vec![None; chars.len() + 1];
        for (start, so_far) in reached.iter().enumerate() {
            let Some((cost, ends)) = so_far else { continue };
            for end in start + 1..=chars.len() {
                let wide = width(start, end);
                if wide > room + 0.01 {
                    break;
                }
                if end == chars.len() && line + 1 < count {
                    continue;
                }
                let torn = if end == chars.len() { 0.0 } else { costs[end] };
                let total = cost + (wide - ideal).powi(2) + torn;
                if next[end].as_ref().is_none_or(|(other, _)| total < *other) {
                    next[end] = Some((total, [ends.as_slice(), &[end]].concat()));
                }
            }
        }
        reached = next;
    }
    reached.pop().flatten()
}

/// What it costs to end a line before each character.
fn costs(chars: &[char]) -> Vec<f32> {
    let mut costs: Vec<f32> = (0..chars.len())
        .map(|at| {
            let rest: String = chars[at..].iter().collect();
            let good = at > 0 && BEHIND.contains(chars[at - 1])
                || BEFORE.iter().any(|word| rest.starts_with(word));
            // A particle belongs to what stands before it.
            let never = at == 0 || !may_part(chars, at) || "的和与及".contains(chars[at]);
            if never {
                2.0 * TORN
            } else if good {
                -GOOD
            } else {
                0.0
            }
        })
        .collect();
    for at in 0..chars.len() {
        for word in WHOLE {
            let length = word.chars().count();
            if chars[at..].iter().copied().take(length).eq(word.chars()) {
                for cost in &mut costs[at + 1..at + length] {
                    *cost += TORN;
                }
            }
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Fonts;

    #[test]
    fn a_long_title_keeps_its_words_and_no_line_is_left_short() {
        let fonts = Fonts::embedded().unwrap();
        let pen = Pen { fonts: &fonts, style: Style::Title, size: 22.0, leading: 33.0 };
        let shown = |text: &str| -> Vec<String> {
            lines(&pen, text, 20.0 * 22.0).iter().map(Line::text).collect()
        };
        for (text, broken) in [
            ("整改通知书", &["整改通知书"][..]),
            ("关于安全生产隐患整改工作有关问题的通报", &["关于安全生产隐患整改工作有关问题的通报"]),
            (
                "关于进一步加强辖区消防安全隐患排查治理工作的通知",
                &["关于进一步加强辖区消防安全", "隐患排查治理工作的通知"],
            ),
            (
                "泉州市丰泽区人民政府北峰街道办事处关于印发《北峰街道安全生产网格化监管实施方案》的通知",
                &[
                    "泉州市丰泽区人民政府",
                    "北峰街道办事处关于印发",
                    "《北峰街道安全生产网格化",
                    "监管实施方案》的通知",
                ],
            ),
        ] {
            let got = shown(text);
            assert_eq!(got.concat(), text);
            assert_eq!(got, broken, "{text}");
        }
        assert_eq!(shown(&"甲".repeat(200)).concat().chars().count(), 200);
    }
}
