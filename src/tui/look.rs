//! How the desk looks on this terminal: the set of signs, the width of a character, the styles.

use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar;

/// The signs that borders are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbols {
    Box,
    Ascii,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub symbols: Symbols,
    /// Characters of ambiguous width (`·`, `“`, `①`) take two columns, as a Chinese console shows them.
    pub wide: bool,
    /// Colours beside the words; `NO_COLOR` and mono terminals have none.
    pub colour: bool,
    /// Told as lines, one after the other: nothing stands side by side or over another.
    pub plain: bool,
}

impl Look {
    /// What every terminal can show: the first frame, before the terminal has answered.
    pub const SAFE: Look =
        Look { symbols: Symbols::Ascii, wide: false, colour: true, plain: false };

    /// Columns that a character takes; `None` for one that is never painted (control, direction marks,
    /// joiners), 0 for one that stands on the character before it.
    pub fn columns(self, c: char) -> Option<u16> {
        if c.is_ascii() {
            return (!c.is_ascii_control()).then_some(1);
        }
        let width = if self.wide { c.width_cjk() } else { c.width() }?;
        match width {
            0 if is_mark(c) => Some(0),
            0 => None,
            width => Some(width.min(2) as u16),
        }
    }

    /// What is painted for an arrow where only ASCII is sure to be shown, in as many columns; `None` for what is painted as
    /// it is.
    pub fn instead(self, c: char) -> Option<&'static str> {
        let (one, two) = match c {
            '←' => ("<", "<-"),
            '→' => (">", "->"),
            '↑' => ("^", "^ "),
            '↓' => ("v", "v "),
            _ => return None,
        };
        let wide = self.columns(c) == Some(2);
        (self.symbols == Symbols::Ascii).then_some(if wide { two } else { one })
    }

    /// Keys as they are named at the foot of a screen: arrows by their names where they are not sure to be shown.
    pub fn keys(self, written: &str) -> String {
        const NAMES: [(&str, &str); 5] =
            [("←→↑↓", "方向键"), ("↑↓", "上下键"), ("←→", "左右键"), ("↑", "上键"), ("↓", "下键")];
        if self.symbols == Symbols::Box {
            return written.to_owned();
        }
        NAMES.iter().fold(written.to_owned(), |text, (arrows, name)| text.replace(arrows, name))
    }

    /// Columns that a text takes.
    pub fn width(self, text: &str) -> u16 {
        let columns: usize =
            text.chars().map(|c| usize::from(self.columns(c).unwrap_or_default())).sum();
        columns.min(usize::from(u16::MAX)) as u16
    }

    /// The text cut to so many columns, with `..` where something was left out.
    pub fn fit(self, text: &str, columns: u16) -> String {
        if self.width(text) <= columns {
            return text.to_owned();
        }
        let mut left = columns.saturating_sub(2);
        let mut cut = String::new();
        for c in text.chars() {
            let Some(width) = self.columns(c) else { continue };
            if width > left {
                break;
            }
            left -= width;
            cut.push(c);
        }
        cut.push_str(&".."[..usize::from(columns.min(2))]);
        cut
    }

    /// What stands behind so many columns; half a wide character is a blank.
    pub fn behind(self, text: &str, columns: u16) -> String {
        let mut used = 0;
        for (at, c) in text.char_indices() {
            if used >= columns {
                return " ".repeat(usize::from(used - columns)) + &text[at..];
            }
            used += self.columns(c).unwrap_or_default();
        }
        " ".repeat(usize::from(used.saturating_sub(columns)))
    }

    /// The text in lines of at most so many columns. A break falls between any two characters, but not within
    /// a run of ASCII letters and digits, not before a mark that closes and not behind one that opens.
    pub fn wrap(self, text: &str, columns: u16) -> Vec<String> {
        let columns = columns.max(2);
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let (mut line, mut used) = (String::new(), 0u16);
            for word in words(paragraph) {
                let width = self.width(word);
                if used + width > columns && used > 0 && width <= columns {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                for c in word.chars() {
                    let Some(width) = self.columns(c) else { continue };
                    if used + width > columns {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push(c);
                    used += width;
                }
            }
            lines.push(line);
        }
        lines
    }

    /// Names in so many columns: all, or as many whole ones as there is room for and how many there are (甲、乙等26家).
    pub fn listed(self, names: &[String], columns: u16) -> String {
        let all = names.join("、");
        if self.width(&all) <= columns {
            return all;
        }
        let more = format!("等{}家", names.len());
        let whole = |most: usize| format!("{}{more}", names[..most].join("、"));
        let most = (1..names.len()).rev().find(|most| self.width(&whole(*most)) <= columns);
        whole(most.unwrap_or(0))
    }

    /// Names in lines of so many columns, none of them broken that is not longer than a line.
    pub fn wrap_names(self, names: &[String], columns: u16) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let name = format!("{name}{}", if at + 1 < names.len() { "、" } else { "" });
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(&name) <= columns => *line += &name,
                _ => lines.extend(self.wrap(&name, columns)),
            }
        }
        lines
    }

    pub fn plain(self) -> Style {
        Style::new()
    }

    /// The line that the next key acts on.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The top line.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A key at the foot of the screen, before what it does.
    pub fn key(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What is late, wrong or refused; the word says so too.
    pub fn alarm(self) -> Style {
        self.tinted(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// What is due today.
    pub fn notice(self) -> Style {
        self.tinted(Color::Yellow)
    }

    /// Explanations and what was before.
    pub fn quiet(self) -> Style {
        self.tinted(Color::Cyan)
    }

    /// The ground of a field that can be typed into.
    pub fn field(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    fn tinted(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }
}

/// A combining mark: it is painted on the character before it.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036f | 0x0483..=0x0489 | 0x3099..=0x309a | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff | 0x20d0..=0x20f0 | 0xfe20..=0xfe2f)
}

/// Marks that do not begin a line (GB/T 15834 §5.1).
pub fn closes(c: char) -> bool {
    "，。、；：？！）〕】》〉」』”’…—％%,.;:?!)]}".contains(c)
}

/// Marks that do not end a line.
fn opens(c: char) -> bool {
    "（〔【《〈「『“‘([{".contains(c)
}

/// What stands together on a line: a run of ASCII letters and digits, or one other character, with the marks that
/// open before it and those that close behind it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (mut end, mut begun, mut before) = (0, false, None);
        for (at, c) in rest.char_indices() {
            let ascii = |c: char| c.is_ascii_alphanumeric();
            let together = match before {
                None => true,
                Some(last) => {
                    closes(c)
                        || opens(last)
                        || is_mark(c)
                        || !begun && opens(c)
                        || ascii(last) && ascii(c)
                }
            };
            if !together {
                break;
            }
            begun |= !opens(c);
            before = Some(c);
            end = at + c.len_utf8();
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Look = Look { symbols: Symbols::Box, wide: false, colour: false, plain: false };
    const WIDE: Look = Look { symbols: Symbols::Ascii, wide: true, colour: false, plain: false };

    #[test]
    fn widths_are_those_of_the_terminal() {
        for (text, narrow, wide) in [
            ("恒捷鞋材厂", 10, 10),
            ("abc", 3, 3),
            ("老厦·商贸", 9, 10),
            ("“北峰”", 6, 8),
            ("〔2026〕", 8, 8),
            ("①℃", 2, 4),
            ("䶮成𠮷", 6, 6),
            ("a\u{200b}\u{202e}b\n", 2, 2),
            ("e\u{301}", 1, 1),
        ] {
            assert_eq!((NARROW.width(text), WIDE.width(text)), (narrow, wide), "{text}");
        }
    }

    #[test]
    fn a_text_is_cut_between_characters_and_says_so() {
        for (text, columns, cut) in [
            ("恒捷鞋材厂", 10, "恒捷鞋材厂"),
            ("恒捷鞋材厂", 9, "恒捷鞋.."),
            ("恒捷鞋材厂", 8, "恒捷鞋.."),
            ("恒捷", 3, ".."),
            ("恒捷", 1, "."),
            ("恒捷", 0, ""),
        ] {
            assert_eq!(NARROW.fit(text, columns), cut, "{text} in {columns}");
        }
    }

    #[test]
    fn names_are_told_whole_or_counted() {
        let names = ["恒捷鞋材厂", "丰泽服饰", "甲厂"].map(str::to_owned);
        for (columns, said) in [
            (26, "恒捷鞋材厂、丰泽服饰、甲厂"),
            (25, "恒捷鞋材厂、丰泽服饰等3家"),
            (24, "恒捷鞋材厂等3家"),
            (9, "等3家"),
        ] {
            assert_eq!(NARROW.listed(&names, columns), said, "{columns}");
        }
        assert_eq!(NARROW.wrap_names(&names, 22), ["恒捷鞋材厂、丰泽服饰、", "甲厂"]);
        assert_eq!(NARROW.wrap_names(&names, 12), ["恒捷鞋材厂、", "丰泽服饰、", "甲厂"]);
        assert_eq!(NARROW.wrap_names(&names, 8), ["恒捷鞋材", "厂、", "丰泽服", "饰、甲厂"]);
    }

    #[test]
    fn a_number_is_not_torn_by_a_line_break() {
        assert_eq!(NARROW.wrap("电话13805950001转8", 12), ["电话", "13805950001", "转8"]);
        assert_eq!(NARROW.wrap("一\n\n二", 4), ["一", "", "二"]);
        assert_eq!(NARROW.wrap("abcdefgh", 4), ["abcd", "efgh"]);
    }

    #[test]
    fn a_line_is_shown_from_any_column_on() {
        for (text, columns, rest) in
            [("招联ab", 0, "招联ab"), ("招联ab", 2, "联ab"), ("招联ab", 3, " ab"), ("招", 9, "")]
        {
            assert_eq!(NARROW.behind(text, columns), rest, "{text} from {columns}");
        }
    }

    #[test]
    fn no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() {
        for (text, columns, lines) in [
            ("已经登记。", 8, vec!["已经登", "记。"]),
            ("没有填，请填写。", 6, vec!["没有", "填，请", "填写。"]),
            ("按“新增”登记", 6, vec!["按“新", "增”登", "记"]),
            ("街道（安办）。", 6, vec!["街道", "（安", "办）。"]),
            ("期限2026-11-30。", 12, vec!["期限2026-11-", "30。"]),
            // More marks than a line holds are torn all the same.
            ("好。。。。", 6, vec!["好。。", "。。"]),
        ] {
            assert_eq!(NARROW.wrap(text, columns), lines, "{text} in {columns}");
        }
    }
}
