//! A numbered menu in a window: a digit chooses at once. In one with more lines than digits typing finds a line, by
//! Chinese, pinyin or initials, and Enter chooses it.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{self, Code, Command, Key},
    look::Look,
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
/// Columns of a menu in two that has no room for what is said beside its lines.
const NARROW: u16 = 60;

pub struct Choice {
    label: String,
    /// What it is, in more words; beside it, or below all lines where there is no room.
    note: String,
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

    /// Says more of it.
    pub fn noted(self, note: impl Into<String>) -> Choice {
        Choice { note: note.into(), ..self }
    }

    fn whole(&self) -> String {
        match self.note.is_empty() {
            true => self.label.clone(),
            false => format!("{}  {}", self.label, self.note),
        }
    }
}

pub fn choice(label: impl Into<String>, then: impl FnOnce(&mut Cx) + Send + 'static) -> Choice {
    let then: Option<Later> = Some(Box::new(then));
    Choice { label: label.into(), note: String::new(), refused: None, then, key: String::new() }
}

pub fn refused(label: impl Into<String>, why: impl Into<String>) -> Choice {
    let (note, key) = (String::new(), String::new());
    Choice { label: label.into(), note, refused: Some(why.into()), then: None, key }
}

/// The key of a command as a line shows it.
pub fn shown_key(command: Command) -> String {
    command.keys().first().map(|key| keys::written(*key)).unwrap_or_default()
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
    /// The line that a key of its own stands for: the one for printing, or for the pack.
    keyed: Option<(Command, usize)>,
    /// Letters that were typed as if there were a field, and what followed them.
    stray: String,
    /// What a line is found by, where not every one has a digit.
    find: Field,
    /// Two columns, where there is room beside each other.
    two: bool,
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
            keyed: None,
            stray: String::new(),
            find: Field::new(Takes::Half, 20),
            two: false,
        }
    }

    /// Two columns side by side, so that a long menu is seen at once.
    pub fn in_two(mut self) -> Choose {
        self.two = true;
        self
    }

    /// Whether some line has no digit, so that typing finds one.
    fn is_long(&self) -> bool {
        self.choices.len() > DIGITS
    }

    /// The places of the lines that what was typed leads to.
    fn found(&self) -> Vec<usize> {
        let wanted = self.find.text().trim();
        let fits = |at: &usize| spelt::fits(&self.choices[*at].whole(), wanted);
        (0..self.choices.len()).filter(fits).collect()
    }

    /// The key for printing chooses this line.
    pub fn printing(mut self, at: usize) -> Choose {
        self.keyed = Some((Command::Print, at));
        self
    }

    /// The key for the pack of a hazard chooses the line that shows it.
    pub fn packing(mut self) -> Choose {
        let key = shown_key(Command::Pack);
        let at = self.choices.iter().position(|choice| choice.key == key);
        self.keyed = at.map(|at| (Command::Pack, at));
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

/// How the window lies over the desk.
struct Lay {
    window: Rect,
    intro: Vec<String>,
    /// Columns at the right edge of a line, for its key.
    keys: u16,
    two: bool,
    /// Two columns with no room for notes: the note of the chosen line stands in the foot.
    apart: bool,
}

impl Choose {
    fn lay(&self, look: Look, area: Rect) -> Lay {
        // The mark behind a line goes beyond the margin by so much.
        let mark = |choice: &Choice| if choice.refused.is_some() { 3 } else { 0 };
        let wide = |choice: &Choice| look.width(&choice.whole()) + mark(choice);
        let widest = self.choices.iter().map(wide).max().unwrap_or(0);
        let intro_width = self.intro.iter().map(|line| look.width(line)).max().unwrap_or(0);
        let keys = self.choices.iter().map(|choice| look.width(&choice.key)).max().unwrap_or(0);
        let keys = if keys > 0 { keys + 2 } else { 0 };
        let widest = widest + keys;
        // Only where one column is too high; a reader hears one line after the other.
        let high = self.choices.len() + self.intro.len() + 2 > usize::from(area.height);
        let two = self.two && high && !look.plain;
        let apart = two && 2 * (widest + 5) + 3 > area.width;
        let needed = match (two, apart) {
            (true, true) => area.width.min(NARROW),
            (true, false) => 2 * (widest + 5) + 3,
            (false, _) => widest + 10,
        };
        let width = needed.max(intro_width + 10).max(look.width(&self.title) + 14).min(area.width);
        let lines = if two { self.choices.len().div_ceil(2) } else { self.choices.len() };
        let lines = lines + if apart { 2 } else { 0 };
        // What there is no room for beside the lines is cut, but for the first six.
        let most = usize::from(area.height).saturating_sub(lines + 2).max(6);
        let intro: Vec<String> =
            self.intro.iter().flat_map(|line| look.wrap(line, width - 4)).take(most).collect();
        let height = (lines as u16 + intro.len() as u16 + 2).min(area.height);
        let window = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 2,
            width,
            height,
        };
        Lay { window, intro, keys, two, apart }
    }

    fn draw_choice(
        &self,
        canvas: &mut Canvas,
        line: Rect,
        index: usize,
        chosen: bool,
        keys: u16,
        apart: bool,
    ) {
        let Some(choice) = self.choices.get(index) else { return };
        let look = canvas.look;
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
        let label = if apart { choice.label.clone() } else { choice.whole() };
        let text = format!("{sign}{digit} {label}{mark}");
        canvas.cell(line.x, line.y, line.width - keys, &text, style);
        let end = line.right();
        canvas.cell_right(end - keys, line.y, keys.saturating_sub(1), &choice.key, style);
        if keys > 0 {
            canvas.blank(end - 1, line.y, 1, style);
        }
        if chosen {
            canvas.set_caret(line.x, line.y);
        }
    }

    /// On the lower edge: which of how many, where not all of them show, and what is looked for.
    fn draw_foot(&self, canvas: &mut Canvas, window: Rect, found: usize, rows: usize) {
        let look = canvas.look;
        let foot = window.bottom() - 1;
        let mut right = window.right() - 1;
        if rows < found {
            let place = format!(" 第{}项，共{found}项 ", self.cursor.at + 1);
            let columns = look.width(&place).min(window.width - 2);
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
        match self.keyed {
            Some((Command::Pack, _)) => &[Command::Pack],
            Some(_) => &[Command::Print],
            None => &[],
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if let Some((_, at)) = self.keyed.filter(|(known, _)| *known == command) {
            self.choose(at, cx);
        }
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let found = self.found();
        let Lay { window, intro, keys, two, apart } = self.lay(look, area);
        let width = window.width;
        canvas.clear(window);
        canvas.frame(window, &self.title, look.strong());
        let mut y = window.y + 1;
        for line in &intro {
            canvas.cell(window.x + 2, y, width - 4, line, look.quiet());
            y += 1;
        }
        let mut height = usize::from(window.bottom().saturating_sub(1 + y));
        if apart {
            height = height.saturating_sub(2);
            let chosen = found.get(self.cursor.at).and_then(|at| self.choices.get(*at));
            let foot = window.bottom() - 2;
            canvas.divide(window, foot - 1, "", look.quiet());
            let note = chosen.map_or("", |choice| &choice.note);
            canvas.cell(window.x + 2, foot, width - 4, note, look.quiet());
        }
        let half = found.len().div_ceil(2).max(1);
        let rows = if two { 2 * half.min(height) } else { height };
        let top = self.cursor.shown(canvas, found.len(), rows);
        let column = if two { (width - 3) / 2 } else { width - 2 };
        for (place, index) in found.iter().copied().enumerate().skip(top).take(rows) {
            let (across, down) = match two {
                true => (place / half, place % half),
                false => (0, place - top),
            };
            let (x, y) = (window.x + 1 + (column + 1) * across as u16, y + down as u16);
            let line = Rect { x, y, width: column, height: 1 };
            self.draw_choice(canvas, line, index, place == self.cursor.at, keys, apart);
        }
        self.draw_foot(canvas, window, found.len(), rows);
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
                    let half = len.div_ceil(2);
                    match key.code {
                        Code::Right if self.two && self.cursor.at + half < len => {
                            self.cursor.go(self.cursor.at + half);
                        }
                        Code::Left if self.two && self.cursor.at >= half => {
                            self.cursor.go(self.cursor.at - half);
                        }
                        _ => {
                            self.cursor.key(key, len, len);
                        }
                    }
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
