//! A numbered menu in a window: a digit chooses at once. In one with more lines than digits typing finds a line, by
//! Chinese, pinyin or initials, and Enter chooses it.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{Code, Command, Key},
    screen::{Cx, Hint, Later, Screen, hint},
    shared::Shared,
    spelt,
    widget::{
        field::{Field, Takes},
        list::Cursor,
    },
};

/// So many lines have a digit each.
const DIGITS: usize = 10;

pub struct Choice {
    label: String,
    /// Why it cannot be chosen now; such a line is shown, and says so.
    refused: Option<String>,
    then: Option<Later>,
    /// The key that does the same from anywhere; empty where there is none.
    key: String,
}

impl Choice {
    /// Shows the key that does the same.
    pub fn keyed(self, key: String) -> Choice {
        Choice { key, ..self }
    }
}

pub fn choice(label: impl Into<String>, then: impl FnOnce(&mut Cx) + Send + 'static) -> Choice {
    Choice { label: label.into(), refused: None, then: Some(Box::new(then)), key: String::new() }
}

pub fn refused(label: impl Into<String>, why: impl Into<String>) -> Choice {
    Choice { label: label.into(), refused: Some(why.into()), then: None, key: String::new() }
}

/// What is pasted over a menu is not lost without a word.
const PASTED: &str = "这里按数字选，粘贴的文字没有用上。选好以后，请再粘贴一次。";

/// Letters are no choice, and a digit behind them belongs to them: nobody who types A12 means the first line.
fn stray(typed: &str) -> String {
    format!("这里按数字选，打的“{typed}”没有用上。按退格清掉再选，按 Esc 返回。")
}

/// What was typed leads to no line.
fn nothing(typed: &str) -> String {
    format!("菜单里没有“{typed}”这一项。按退格改，或按 Esc 清掉。")
}

pub struct Choose {
    topic: &'static str,
    title: String,
    intro: Vec<String>,
    choices: Vec<Choice>,
    cursor: Cursor,
    /// What leaving without a choice does.
    left: Option<Later>,
    /// The line that the key for printing stands for.
    prints: Option<usize>,
    /// Letters that were typed as if there were a field, and what followed them.
    stray: String,
    /// What a line is found by, where not every one has a digit.
    find: Field,
}

impl Choose {
    pub fn new(topic: &'static str, title: impl Into<String>, choices: Vec<Choice>) -> Choose {
        Choose {
            topic,
            title: title.into(),
            intro: Vec::new(),
            choices,
            cursor: Cursor::default(),
            left: None,
            prints: None,
            stray: String::new(),
            find: Field::new(Takes::Half, 20),
        }
    }

    /// Whether some line has no digit, so that typing finds one.
    fn is_long(&self) -> bool {
        self.choices.len() > DIGITS
    }

    /// The places of the lines that what was typed leads to.
    fn found(&self) -> Vec<usize> {
        let wanted = self.find.text().trim();
        let fits = |at: &usize| spelt::fits(&self.choices[*at].label, wanted);
        (0..self.choices.len()).filter(fits).collect()
    }

    /// The key for printing chooses this line.
    pub fn printing(mut self, at: usize) -> Choose {
        self.prints = Some(at);
        self
    }

    pub fn intro(mut self, lines: Vec<String>) -> Choose {
        self.intro = lines;
        self
    }

    pub fn or_else(mut self, left: impl FnOnce(&mut Cx) + Send + 'static) -> Choose {
        self.left = Some(Box::new(left));
        self
    }

    /// Whether a key is typed as text; a blank alone is what an input method leaves.
    fn is_stray(&self, key: Key) -> bool {
        key.typed().is_some_and(|c| {
            !self.stray.is_empty() || (key.digit().is_none() && !c.is_whitespace())
        })
    }

    /// Whether a key begins what a line is found by.
    fn begins(&self, key: Key) -> bool {
        let letter = key.digit().is_none() || key.pasted;
        letter && key.typed().is_some_and(|c| !c.is_whitespace())
    }

    /// A key while something is looked for: no digit chooses, and nothing that was pasted does.
    fn look_for(&mut self, key: Key, cx: &mut Cx) {
        let found = self.found();
        match key.code {
            Code::Enter | Code::Char(' ') if key.pasted => {}
            Code::Enter => match found.get(self.cursor.at) {
                Some(at) => self.choose(*at, cx),
                None => cx.alarm(nothing(self.find.text())),
            },
            _ if self.cursor.key(key, found.len(), found.len()) => {}
            _ => {
                if self.find.key(key) {
                    self.cursor.go(0);
                }
                if self.found().is_empty() {
                    cx.alarm(nothing(self.find.text()));
                }
            }
        }
    }

    fn choose(&mut self, at: usize, cx: &mut Cx) {
        let Some(choice) = self.choices.get_mut(at) else { return };
        if let Some(why) = &choice.refused {
            cx.alarm(why.clone());
        } else if let Some(then) = choice.then.take() {
            cx.back();
            then(cx);
        }
    }
}

impl Screen for Choose {
    fn topic(&self) -> &'static str {
        self.topic
    }

    fn title(&self, _: &Shared) -> String {
        self.title.clone()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("数字", "直接选"),
            hint("↑↓", "移动"),
            hint("Enter", "选定"),
            hint("Esc", "返回"),
        ];
        const LONG: &[Hint] = &[
            hint("数字", "直接选"),
            hint("打字", "查找"),
            hint("↑↓", "移动"),
            hint("Enter", "选定"),
            hint("Esc", "返回"),
        ];
        if self.is_long() { LONG } else { HINTS }
    }

    fn commands(&self) -> &'static [Command] {
        if self.prints.is_some() { &[Command::Print] } else { &[] }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if let (Command::Print, Some(at)) = (command, self.prints) {
            self.choose(at, cx);
        }
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let label = |choice: &Choice| {
            // The mark behind it goes beyond the margin by so much.
            look.width(&choice.label) + if choice.refused.is_some() { 3 } else { 0 }
        };
        let widest = self.choices.iter().map(label).max().unwrap_or(0);
        let intro_width = self.intro.iter().map(|line| look.width(line)).max().unwrap_or(0);
        let keys = self.choices.iter().map(|choice| look.width(&choice.key)).max().unwrap_or(0);
        let keys = if keys > 0 { keys + 2 } else { 0 };
        let widest = widest + keys;
        let width = (widest.max(intro_width).max(look.width(&self.title) + 4) + 10).min(area.width);
        // What there is no room for beside the lines is cut, but for the first six.
        let most = usize::from(area.height).saturating_sub(self.choices.len() + 2).max(6);
        let intro: Vec<String> =
            self.intro.iter().flat_map(|line| look.wrap(line, width - 4)).take(most).collect();
        let height = (self.choices.len() as u16 + intro.len() as u16 + 2).min(area.height);
        let window = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 2,
            width,
            height,
        };
        canvas.clear(window);
        canvas.frame(window, &self.title, look.strong());
        let mut y = window.y + 1;
        for line in &intro {
            canvas.cell(window.x + 2, y, width - 4, line, look.quiet());
            y += 1;
        }
        let rows = usize::from(window.bottom().saturating_sub(1 + y));
        let found = self.found();
        let top = self.cursor.top(found.len(), rows);
        let lines = found.iter().filter_map(|at| Some((*at, self.choices.get(*at)?)));
        for (place, (index, choice)) in lines.enumerate().skip(top).take(rows) {
            let chosen = place == self.cursor.at;
            // A digit behind letters belongs to what is looked for.
            let digit = match index {
                0..=8 if self.find.is_empty() => (index + 1).to_string(),
                9 if self.find.is_empty() => "0".into(),
                _ => " ".into(),
            };
            let sign = if chosen { ">" } else { " " };
            let style = match (&choice.refused, chosen) {
                (_, true) => look.selected(),
                (Some(_), false) => look.quiet(),
                (None, false) => look.plain(),
            };
            let mark = if choice.refused.is_some() { "（不能）" } else { "" };
            let text = format!("{sign}{digit} {}{mark}", choice.label);
            canvas.cell(window.x + 1, y, width - 2 - keys, &text, style);
            canvas.cell_right(
                window.right() - 1 - keys,
                y,
                keys.saturating_sub(1),
                &choice.key,
                style,
            );
            if keys > 0 {
                canvas.blank(window.right() - 2, y, 1, style);
            }
            if chosen {
                canvas.set_caret(window.x + 1, y);
            }
            y += 1;
        }
        let foot = window.bottom() - 1;
        // Not all of them show.
        let mut right = window.right() - 1;
        if rows < found.len() {
            let place = format!(" 第{}项，共{}项 ", self.cursor.at + 1, found.len());
            let columns = look.width(&place).min(width - 2);
            right -= columns;
            canvas.put(right, foot, columns, &place, look.strong());
        }
        if !self.find.is_empty() {
            let label = " 查找：";
            canvas.put(window.x + 1, foot, look.width(label), label, look.strong());
            let x = window.x + 1 + look.width(label);
            let field = Rect { x, y: foot, width: right.saturating_sub(x).min(22), height: 1 };
            self.find.draw(canvas, field, true);
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let typing = self.is_long() && (!self.find.is_empty() || self.begins(key));
        match key.code {
            Code::Esc if !self.find.is_empty() => {
                self.find.clear();
                self.cursor.go(0);
            }
            Code::Esc => {
                cx.back();
                if let Some(left) = self.left.take() {
                    left(cx);
                }
            }
            _ if typing => self.look_for(key, cx),
            _ if key.pasted => cx.alarm(PASTED),
            Code::Backspace => self.stray.clear(),
            Code::Enter if self.stray.is_empty() => self.choose(self.cursor.at, cx),
            Code::Enter => cx.alarm(stray(&self.stray)),
            Code::Char(c) if self.is_stray(key) => {
                if self.stray.chars().count() < 20 {
                    self.stray.push(c);
                }
                cx.alarm(stray(&self.stray));
            }
            _ => match key.digit() {
                Some(0) => self.choose(DIGITS - 1, cx),
                Some(digit) => self.choose(digit - 1, cx),
                None => {
                    self.stray.clear();
                    let len = self.choices.len();
                    self.cursor.key(key, len, len);
                }
            },
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if !self.is_long() {
            return cx.alarm(PASTED);
        }
        self.find.paste(text);
        self.cursor.go(0);
        if self.found().is_empty() {
            cx.alarm(nothing(self.find.text()));
        }
    }
}
