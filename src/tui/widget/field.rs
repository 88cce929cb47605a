//! A line that is typed into. The caret is the terminal's own cursor, so that an input method opens
//! beside it.

use std::borrow::Cow;

use ratatui::layout::Rect;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
};

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Names and sentences, kept as they are typed.
    Text,
    /// Numbers, dates, codes, searches: full-width characters count as half-width.
    Half,
    /// As `Text`, and line ends.
    Lines,
    /// A password: as it is typed, a star shown for each character.
    Secret,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    text: String,
    /// Byte index, always between two graphemes.
    caret: usize,
    takes: Takes,
    /// Characters at most.
    longest: usize,
    /// What was in it before it was emptied by its key.
    emptied: String,
    /// The program has written what is in it, and nobody has touched it yet.
    suggested: bool,
    /// Something did not fit any more, and nobody has been told.
    cut: bool,
}

impl Field {
    pub fn new(takes: Takes, longest: usize) -> Field {
        let (text, emptied) = (String::new(), String::new());
        Field { text, caret: 0, takes, longest, emptied, suggested: false, cut: false }
    }

    pub fn with(mut self, text: &str) -> Field {
        self.set(text);
        self
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether what is in a number, a date or a code gives way to the first character that is typed, as in a
    /// spreadsheet: it was only suggested. What a person has written, and any text, never does.
    pub fn suggest(&mut self, suggested: bool) {
        self.suggested = suggested && self.takes == Takes::Half && !self.text.is_empty();
    }

    pub fn is_suggested(&self) -> bool {
        self.suggested
    }

    /// How many characters it holds, where more were typed than that; told once.
    pub fn take_cut(&mut self) -> Option<usize> {
        std::mem::take(&mut self.cut).then_some(self.longest)
    }

    pub fn is_secret(&self) -> bool {
        self.takes == Takes::Secret
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte index of the caret, between two graphemes.
    pub(super) fn caret(&self) -> usize {
        self.caret
    }

    pub(super) fn set_caret(&mut self, at: usize) {
        if self.text.is_char_boundary(at) {
            self.caret = at;
        }
    }

    pub fn set(&mut self, text: &str) {
        self.suggested = false;
        self.text.clear();
        self.caret = 0;
        for c in text.chars() {
            self.insert(c);
        }
    }

    pub fn clear(&mut self) {
        self.set("");
    }

    /// Empties the field; an empty one has back what was emptied. `true` when the text changed.
    pub fn empty(&mut self) -> bool {
        self.suggested = false;
        let text = std::mem::take(&mut self.emptied);
        if self.text.is_empty() {
            self.set(&text);
        } else {
            self.emptied = std::mem::take(&mut self.text);
            self.caret = 0;
        }
        !text.is_empty() || !self.emptied.is_empty()
    }

    /// Takes a key; `true` when the text changed. Keys that are no editing are left to the screen
    /// ([`Field::takes_key`]).
    pub fn key(&mut self, key: Key) -> bool {
        let before = self.text.len();
        let suggested = self.takes_key(key) && std::mem::take(&mut self.suggested);
        match key.code {
            Code::Char(c) if key.typed().is_some() => {
                if suggested && !c.is_control() {
                    self.clear();
                }
                return self.insert(c);
            }
            Code::Backspace => {
                if let Some(start) = self.before() {
                    self.text.replace_range(start..self.caret, "");
                    self.caret = start;
                }
            }
            Code::Delete => {
                if let Some(end) = self.after() {
                    self.text.replace_range(self.caret..end, "");
                }
            }
            Code::Left => self.caret = self.before().unwrap_or(self.caret),
            Code::Right => self.caret = self.after().unwrap_or(self.caret),
            Code::Home => self.caret = 0,
            Code::End => self.caret = self.text.len(),
            _ => {}
        }
        self.settle();
        self.text.len() != before
    }

    /// A mark joins the character before it, whichever of the two was there first: the caret stands behind both.
    fn settle(&mut self) {
        let mut cursor = GraphemeCursor::new(self.caret, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0) == Ok(false)
            && let Ok(Some(end)) = cursor.next_boundary(&self.text, 0)
        {
            self.caret = end;
        }
    }

    /// Whether a key edits or moves within this field as it stands.
    pub fn takes_key(&self, key: Key) -> bool {
        match key.code {
            Code::Char(_) => key.typed().is_some(),
            Code::Backspace | Code::Delete => true,
            Code::Left | Code::Right | Code::Home | Code::End => !self.text.is_empty(),
            _ => false,
        }
    }

    /// Inserts what was pasted: line ends become blanks, unless the field takes lines.
    pub fn paste(&mut self, text: &str) -> bool {
        if std::mem::take(&mut self.suggested) && !text.trim().is_empty() {
            self.clear();
        }
        let mut changed = false;
        for c in text.replace("\r\n", "\n").trim_end_matches(['\r', '\n']).chars() {
            let kept = !c.is_control() || (c == '\n' && self.takes == Takes::Lines);
            changed |= self.insert(if kept { c } else { ' ' });
        }
        changed
    }

    fn insert(&mut self, c: char) -> bool {
        let c = match (self.takes, c) {
            (Takes::Half, '\u{ff01}'..='\u{ff5e}') => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            (Takes::Half, '\u{3000}') => ' ',
            _ => c,
        };
        let ends_line = c == '\n' && self.takes == Takes::Lines;
        if c.is_control() && !ends_line {
            return false;
        }
        if self.text.chars().count() >= self.longest {
            self.cut = true;
            return false;
        }
        self.text.insert(self.caret, c);
        self.caret += c.len_utf8();
        self.settle();
        true
    }

    fn before(&self) -> Option<usize> {
        self.text.get(..self.caret)?.grapheme_indices(true).next_back().map(|(start, _)| start)
    }

    fn after(&self) -> Option<usize> {
        let rest = self.text.get(self.caret..)?;
        rest.graphemes(true).next().map(|grapheme| self.caret + grapheme.len())
    }

    /// Paints the field in one line; the part around the caret shows. The caret is set when it has the focus.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, focused: bool) {
        let style = if focused { canvas.look.field() } else { canvas.look.plain() };
        let stars = |text: &str| Cow::Owned("*".repeat(text.graphemes(true).count()));
        let (text, before) = match self.takes {
            Takes::Secret => (stars(&self.text), stars(&self.text[..self.caret])),
            _ => (Cow::Borrowed(&*self.text), Cow::Borrowed(&self.text[..self.caret])),
        };
        let room = area.width.saturating_sub(1);
        let mut start = 0;
        // Leaves out from the left until the caret has a cell of its own.
        if focused {
            for (index, grapheme) in before.grapheme_indices(true) {
                if canvas.look.width(&before[start..]) <= room {
                    break;
                }
                start = index + grapheme.len();
            }
        }
        let shown = &text[start..];
        if focused {
            let used = canvas.put(area.x, area.y, area.width, shown, style);
            canvas.blank(area.x + used, area.y, area.width.saturating_sub(used), style);
            canvas.focus(area, &before[start..]);
        } else {
            canvas.cell(area.x, area.y, area.width, shown, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, text: &str) {
        for c in text.chars() {
            field.key(Key::of(Code::Char(c)));
        }
    }

    #[test]
    fn full_width_counts_as_half_width_only_where_it_should() {
        let mut code = Field::new(Takes::Half, 20);
        typed(&mut code, "２０２６－１１　２３");
        assert_eq!(code.text(), "2026-11 23");
        let mut name = Field::new(Takes::Text, 20);
        typed(&mut name, "（ＡＢ）厂");
        assert_eq!(name.text(), "（ＡＢ）厂");
    }

    #[test]
    fn editing_goes_by_whole_characters() {
        let mut field = Field::new(Takes::Text, 20).with("厦e\u{301}𠮷");
        field.key(Key::of(Code::Left));
        field.key(Key::of(Code::Backspace));
        assert_eq!(field.text(), "厦𠮷");
        field.key(Key::of(Code::Delete));
        field.key(Key::of(Code::Delete));
        assert_eq!(field.text(), "厦");
        field.key(Key::of(Code::Home));
        typed(&mut field, "老");
        assert_eq!(field.text(), "老厦");
    }

    #[test]
    fn what_is_suggested_gives_way_to_what_is_typed() {
        let suggested = |takes| {
            let mut field = Field::new(takes, 20).with("2026-11-27");
            field.suggest(true);
            field
        };
        let mut field = suggested(Takes::Half);
        typed(&mut field, "11-30");
        assert_eq!(field.text(), "11-30");
        // Pasted, in one piece or as a burst of keys, it is replaced once.
        let mut field = suggested(Takes::Half);
        field.paste("11-30\n");
        field.paste("x");
        assert_eq!(field.text(), "11-30x");
        let mut field = suggested(Takes::Half);
        for c in "１２．１".chars() {
            field.key(Key { pasted: true, ..Key::of(Code::Char(c)) });
        }
        assert_eq!(field.text(), "12.1");
        // Whoever moves in it first puts it right.
        for (code, text) in [
            (Code::Left, "2026-11-287"),
            (Code::Home, "82026-11-27"),
            (Code::End, "2026-11-278"),
            (Code::Backspace, "2026-11-28"),
        ] {
            let mut field = suggested(Takes::Half);
            field.key(Key::of(code));
            typed(&mut field, "8");
            assert_eq!(field.text(), text, "{code:?}");
        }
        // A text, and what was put in its place since, stay.
        let mut field = suggested(Takes::Text);
        typed(&mut field, "起");
        assert_eq!(field.text(), "2026-11-27起");
        let mut field = suggested(Takes::Half);
        field.set("2026-11-29");
        typed(&mut field, "x");
        assert_eq!(field.text(), "2026-11-29x");
    }

    #[test]
    fn the_caret_is_never_within_a_character() {
        let mut field = Field::new(Takes::Text, 20).with("\u{301}厦");
        field.key(Key::of(Code::Home));
        typed(&mut field, "e");
        assert_eq!((field.text(), field.caret()), ("e\u{301}厦", 3));
        typed(&mut field, "x");
        assert_eq!(field.text(), "e\u{301}x厦");
        // What stood between two that belong together is taken away.
        let mut field = Field::new(Takes::Text, 20).with("ex\u{301}");
        field.key(Key::of(Code::Home));
        field.key(Key::of(Code::Right));
        typed(&mut field, "y");
        field.key(Key::of(Code::Backspace));
        assert_eq!((field.text(), field.caret()), ("ex\u{301}", 1));
        let mut field = Field::new(Takes::Text, 20).with("👨x\u{200d}👩");
        field.key(Key::of(Code::Home));
        field.key(Key::of(Code::Right));
        field.key(Key::of(Code::Delete));
        assert_eq!((field.text(), field.caret()), ("👨👩", 4));
    }

    #[test]
    fn what_was_emptied_comes_back() {
        let mut field = Field::new(Takes::Text, 20).with("厦门");
        assert!(field.empty() && field.is_empty());
        assert!(field.empty());
        assert_eq!(field.text(), "厦门");
        // What was typed since stays; it is emptied in its turn.
        field.empty();
        typed(&mut field, "老");
        field.empty();
        field.empty();
        assert_eq!(field.text(), "老");
        assert!(!Field::new(Takes::Text, 20).empty());
    }

    #[test]
    fn a_field_is_no_longer_than_it_may_be_and_takes_no_control_characters() {
        let mut field = Field::new(Takes::Text, 3);
        field.paste("一\t二\n三四\n");
        assert_eq!(field.text(), "一 二");
    }
}
