//! Fields under each other, each with its label: Enter goes to the next one, a choice is made by its digit.

use std::{borrow::Cow, collections::BTreeMap};

use ratatui::layout::Rect;

use super::{
    area::{self, Area},
    field::{Field, Takes},
};
use crate::tui::{
    canvas::Canvas,
    keys::{Code, Key},
    look::Look,
    spelt,
};

/// Columns of the window of a form on the smallest screen.
const NARROWEST: u16 = 74;

pub struct Form {
    rows: Vec<Row>,
    at: usize,
    /// What the office said no to, shown over the fields.
    pub problems: Vec<String>,
}

pub struct Row {
    /// Under which the value is read; a form file's own where it names the fields.
    pub key: Cow<'static, str>,
    pub label: String,
    /// Shown while the field has the focus.
    pub help: String,
    pub value: Value,
    /// What is wrong with it, shown beside it.
    pub error: Option<String>,
    /// What can be told of a line before the form is handed in; asked as its field is left.
    check: Option<Check>,
}

type Check = Box<dyn Fn(&str) -> Option<String> + Send>;

pub enum Value {
    Line(Field),
    /// Several lines.
    Area(Area),
    /// One of several; `(code, label)`.
    Choice {
        options: Vec<(String, String)>,
        at: usize,
        /// How the word begins that is being written to go to an option.
        word: String,
    },
}

/// What a key did to the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Nothing,
    Moved,
    Changed,
    /// Enter on the last field.
    Finished,
}

fn row(key: impl Into<Cow<'static, str>>, label: &str, value: Value) -> Row {
    Row {
        key: key.into(),
        label: label.to_owned(),
        help: String::new(),
        value,
        error: None,
        check: None,
    }
}

pub fn line(key: impl Into<Cow<'static, str>>, label: &str, takes: Takes, value: &str) -> Row {
    row(key, label, Value::Line(Field::new(takes, 200).with(value)))
}

pub fn text(key: impl Into<Cow<'static, str>>, label: &str, value: &str) -> Row {
    line(key, label, Takes::Text, value)
}

/// A number, a date, a code.
pub fn half(key: impl Into<Cow<'static, str>>, label: &str, value: &str) -> Row {
    line(key, label, Takes::Half, value)
}

/// A text of several lines.
pub fn area(key: impl Into<Cow<'static, str>>, label: &str, value: &str) -> Row {
    row(key, label, Value::Area(Area::new(2000, value)))
}

pub fn choice<S: Into<String>>(
    key: impl Into<Cow<'static, str>>,
    label: &str,
    options: impl IntoIterator<Item = (S, S)>,
    chosen: &str,
) -> Row {
    let options: Vec<(String, String)> =
        options.into_iter().map(|(code, label)| (code.into(), label.into())).collect();
    let at = options.iter().position(|(code, _)| code == chosen).unwrap_or(0);
    row(key, label, Value::Choice { options, at, word: String::new() })
}

impl Row {
    /// Lines that it takes beside its label when there is room.
    fn lines(&self, look: Look, width: u16) -> usize {
        let value = match &self.value {
            Value::Area(_) => usize::from(area::LINES),
            Value::Line(_) | Value::Choice { .. } => 1,
        };
        value + self.wrong(look, width).len()
    }

    /// What is wrong with it, over as many lines as it takes.
    fn wrong(&self, look: Look, width: u16) -> Vec<String> {
        match &self.error {
            Some(error) => {
                let marked = format!("! {error}");
                marked.lines().flat_map(|line| look.wrap(line, width)).collect()
            }
            None => Vec::new(),
        }
    }

    /// The digits of a choice whose options do not all show beside its label; empty where they do, or have none.
    fn options(&self, look: Look, width: u16) -> String {
        match &self.value {
            Value::Choice { options, .. }
                if options.len() <= DIGITS && !fits(options, look, width) =>
            {
                let told = options.iter().enumerate();
                let told = told.map(|(at, (_, label))| format!("{} {label}", at + 1));
                told.collect::<Vec<_>>().join("  ")
            }
            _ => String::new(),
        }
    }

    pub fn help(mut self, help: &str) -> Row {
        help.clone_into(&mut self.help);
        self
    }

    /// What stands in a number, a date or a code is the program's word: typing begins anew.
    pub fn suggested(self) -> Row {
        self.mark(true)
    }

    /// It is what somebody has written: typing goes on with it.
    pub fn written(self) -> Row {
        self.mark(false)
    }

    fn mark(mut self, suggested: bool) -> Row {
        if let Value::Line(field) = &mut self.value {
            field.suggest(suggested);
        }
        self
    }

    pub fn checked(mut self, check: impl Fn(&str) -> Option<String> + Send + 'static) -> Row {
        self.check = Some(Box::new(check));
        self
    }

    /// Says beside it what its check finds; words of the office stand until it is changed.
    fn look(&mut self) {
        if let (Some(check), Value::Line(field), None) = (&self.check, &self.value, &self.error) {
            self.error = check(field.text().trim());
        }
    }
}

impl Form {
    pub fn new(rows: Vec<Row>) -> Form {
        let mut form = Form { rows, at: 0, problems: Vec::new() };
        let beside = NARROWEST - form.labels(area::WIDEST).min(NARROWEST) - 1;
        for row in &mut form.rows {
            if let Value::Area(area) = &mut row.value {
                area.within(beside);
            }
        }
        form
    }

    /// Gives each field the words that tell about it, unless it has its own.
    pub fn explained(mut self, told: impl Fn(&str) -> Option<&'static str>) -> Form {
        for row in self.rows.iter_mut().filter(|row| row.help.is_empty()) {
            told(&row.label).unwrap_or_default().clone_into(&mut row.help);
        }
        self
    }

    /// Says more below a field while it has the focus.
    pub fn tell(&mut self, key: &str, more: &str) {
        for row in self.rows.iter_mut().filter(|row| row.key == key) {
            row.help.push_str(more);
        }
    }

    /// Label and help of the field that has the focus.
    pub fn here(&self) -> Option<(&str, &str)> {
        self.rows.get(self.at).map(|row| (row.label.as_str(), row.help.as_str()))
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The value of a field; a choice gives its code. Empty for a field that is not there.
    pub fn get(&self, key: &str) -> &str {
        self.rows.iter().find(|row| row.key == key).map_or("", |row| match &row.value {
            Value::Line(field) => field.text().trim(),
            Value::Area(area) => area.text().trim(),
            Value::Choice { options, at, .. } => options.get(*at).map_or("", |(code, _)| code),
        })
    }

    pub fn set(&mut self, key: &str, value: &str) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.key == key) {
            match &mut row.value {
                // A suggestion that a draft has kept as it was is one still.
                Value::Line(field) if field.text() == value => {}
                Value::Line(field) => field.set(value),
                Value::Area(area) => area.set(value),
                Value::Choice { options, at, .. } => {
                    *at = options.iter().position(|(code, _)| code == value).unwrap_or(*at);
                }
            }
        }
    }

    /// Whether a field holds what the program has proposed, which is no record of anybody.
    pub fn is_proposed(&self, key: &str) -> bool {
        let row = self.rows.iter().find(|row| row.key == key);
        matches!(row.map(|row| &row.value), Some(Value::Line(field)) if field.is_suggested())
    }

    /// How a value of a field is read: of a choice its label.
    pub fn spoken(&self, key: &str, value: &str) -> String {
        let row = self.rows.iter().find(|row| row.key == key).map(|row| &row.value);
        let Some(Value::Choice { options, .. }) = row else { return value.to_owned() };
        let label = options.iter().find(|(code, _)| code == value);
        label.map_or(value.to_owned(), |(_, label)| label.clone())
    }

    /// What did not fit into a field any more, as one says it; told once.
    pub fn take_cut(&mut self) -> Option<String> {
        self.rows.iter_mut().find_map(|row| {
            let longest = match &mut row.value {
                Value::Line(field) => field.take_cut(),
                Value::Area(area) => area.take_cut(),
                Value::Choice { .. } => None,
            }?;
            Some(format!("“{}”最多{longest}个字，后面的没有放进去，请核对。", row.label))
        })
    }

    /// All values, for a draft; a password is kept nowhere.
    pub fn values(&self) -> BTreeMap<String, String> {
        let open = |row: &&Row| !matches!(&row.value, Value::Line(field) if field.is_secret());
        self.rows
            .iter()
            .filter(open)
            .map(|row| (row.key.to_string(), self.get(&row.key).to_owned()))
            .collect()
    }

    /// Says beside a field what is wrong with it, and goes there.
    pub fn fault(&mut self, key: &str, error: impl Into<String>) {
        if let Some(at) = self.rows.iter().position(|row| row.key == key) {
            self.rows[at].error = Some(error.into());
            self.at = at;
        }
    }

    pub fn clear_faults(&mut self) {
        self.problems.clear();
        for row in &mut self.rows {
            row.error = None;
        }
    }

    /// Whether the focused field takes a password.
    pub fn is_secret(&self) -> bool {
        let row = self.rows.get(self.at).map(|row| &row.value);
        matches!(row, Some(Value::Line(field)) if field.is_secret())
    }

    pub fn focus(&self) -> &str {
        self.rows.get(self.at).map_or("", |row| &row.key)
    }

    pub fn key(&mut self, key: Key) -> Did {
        let last = self.rows.len().saturating_sub(1);
        if let Some(Value::Area(area)) = self.rows.get_mut(self.at).map(|row| &mut row.value) {
            let begins_line = key.code == Code::Enter && (key.alt || key.pasted);
            if area.moves(key) || begins_line && !area.key(key) {
                return Did::Nothing;
            }
            if begins_line {
                return Did::Changed;
            }
        }
        match key.code {
            Code::Enter | Code::Tab | Code::Down if self.at < last => {
                self.rows[self.at].look();
                self.at += 1;
                return Did::Moved;
            }
            // What was pasted never confirms.
            Code::Enter if !key.pasted => return Did::Finished,
            Code::BackTab | Code::Up => {
                self.rows[self.at].look();
                self.at = self.at.saturating_sub(1);
                return Did::Moved;
            }
            _ => {}
        }
        let Some(row) = self.rows.get_mut(self.at) else { return Did::Nothing };
        let changed = match &mut row.value {
            Value::Line(field) => field.key(key),
            Value::Area(area) => area.key(key),
            Value::Choice { options, at, word } => choose(options, at, word, key),
        };
        if changed {
            row.error = None;
            Did::Changed
        } else {
            Did::Nothing
        }
    }

    /// Empties the field that has the focus, or has back what was emptied; a choice goes to its first option.
    pub fn empty(&mut self) -> Did {
        let Some(row) = self.rows.get_mut(self.at) else { return Did::Nothing };
        let changed = match &mut row.value {
            Value::Line(field) => field.empty(),
            Value::Area(area) => area.empty(),
            Value::Choice { at, .. } => std::mem::take(at) != 0,
        };
        if !changed {
            return Did::Nothing;
        }
        row.error = None;
        Did::Changed
    }

    pub fn paste(&mut self, text: &str) -> Did {
        let changed = match self.rows.get_mut(self.at).map(|row| &mut row.value) {
            Some(Value::Line(field)) => field.paste(text),
            Some(Value::Area(area)) => area.paste(text),
            Some(Value::Choice { .. }) | None => false,
        };
        if changed { Did::Changed } else { Did::Nothing }
    }

    /// Columns of the labels, with a blank on each side.
    fn labels(&self, look: Look) -> u16 {
        self.rows.iter().map(|row| look.width(&row.label)).max().unwrap_or(0) + 2
    }

    /// Lines that the form takes at a width when there is room.
    pub fn height(&self, look: Look, width: u16) -> u16 {
        let width = width.saturating_sub(self.labels(look) + 1);
        let lines: usize = self.rows.iter().map(|row| row.lines(look, width)).sum();
        (lines + self.problems.len() + 2).min(200) as u16
    }

    /// Paints the problems, then the fields around the focused one, then the help of that one.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let look = canvas.look;
        let mut y = area.y;
        let most = (area.height / 3).max(1);
        for problem in
            self.problems.iter().flat_map(|text| look.wrap(text, area.width)).take(most.into())
        {
            canvas.cell(area.x, y, area.width, &problem, look.alarm());
            y += 1;
        }
        let foot = area.bottom().saturating_sub(2);
        let labels = self.labels(look);
        let beside = area.width.saturating_sub(labels + 1);
        let rows = usize::from(foot.saturating_sub(y)).max(1);
        let mut first = self.at;
        let mut used = self.rows.get(self.at).map_or(0, |row| row.lines(look, beside));
        while first > 0 && used + self.rows[first - 1].lines(look, beside) <= rows {
            first -= 1;
            used += self.rows[first].lines(look, beside);
        }
        let mut shown = first;
        for (index, row) in self.rows.iter().enumerate().skip(first) {
            if y >= foot {
                break;
            }
            shown = index + 1;
            let focused = index == self.at;
            let style = if focused { look.strong() } else { look.plain() };
            canvas.put(area.x, y, 1, if focused { ">" } else { " " }, style);
            canvas.cell_right(area.x + 1, y, labels - 1, &row.label, style);
            let (x, width) = (area.x + labels + 1, beside);
            match &row.value {
                Value::Line(field) => field.draw(canvas, Rect { x, y, width, height: 1 }, focused),
                Value::Area(area) => {
                    let height = area::LINES.min(foot - y);
                    area.draw(canvas, Rect { x, y, width, height }, focused);
                    y += height - 1;
                }
                Value::Choice { options, at, .. } => {
                    draw_choice(canvas, x, y, width, options, *at, focused)
                }
            }
            y += 1;
            for line in row.wrong(look, width) {
                if y < foot {
                    canvas.cell(x, y, width, &line, look.alarm());
                    y += 1;
                }
            }
        }
        if let Some(row) = self.rows.get(self.at) {
            let told = [row.options(look, beside), row.help.clone()];
            let told = told.iter().filter(|text| !text.is_empty());
            let lines = told.flat_map(|text| look.wrap(text, area.width));
            for (y, line) in (foot..area.bottom()).zip(lines) {
                canvas.cell(area.x, y, area.width, &line, look.quiet());
            }
        }
        let below = self.rows.len() - shown;
        if below > 0 || first > 0 {
            let place = format!(" 第{}项，共{}项", self.at + 1, self.rows.len());
            let width = look.width(&place).min(area.width);
            canvas.put(area.right() - width, area.bottom() - 1, width, &place, look.quiet());
        }
    }
}

/// So many options have a digit each.
const DIGITS: usize = 9;

/// Digits choose at once; Space and the arrows go through. Where there are more options than digits, what is written goes
/// to the next one that begins so, by Chinese or initials. Of what comes at once, pasted or from an input method, a word
/// chooses everywhere, and nothing else does.
fn choose(options: &[(String, String)], at: &mut usize, word: &mut String, key: Key) -> bool {
    let (before, len) = (*at, options.len());
    match key.code {
        Code::Char(c) if key.typed().is_some() && c.is_alphabetic() => {
            if len > DIGITS || key.pasted {
                word.push(c);
                go_to(options, at, word, c, len > DIGITS);
            }
            return *at != before;
        }
        _ if key.pasted => {}
        _ if key.digit().is_some_and(|digit| digit >= 1 && digit <= len) => {
            *at = key.digit().unwrap_or(1) - 1;
            word.clear();
            return true;
        }
        Code::Char(' ') | Code::Right if len > 0 => *at = (*at + 1) % len,
        Code::Left if len > 0 => *at = (*at + len - 1) % len,
        _ => {}
    }
    word.clear();
    *at != before
}

/// The option that a word leads to whose last character is `c`; where none goes on like that, the word begins anew with it.
/// `letter`: whether one character is enough to go by.
fn go_to(options: &[(String, String)], at: &mut usize, word: &mut String, c: char, letter: bool) {
    let len = options.len();
    let mut begins_with = |word: &str, from: usize| {
        let mut after = (from..from + len).map(|next| (*at + next) % len);
        match after.find(|next| spelt::begins(&options[*next].1, word)) {
            Some(next) => {
                *at = next;
                true
            }
            None => false,
        }
    };
    let goes_on = word.chars().count() > 1 && begins_with(word, 0);
    if !goes_on {
        *word = c.to_string();
        if letter {
            begins_with(word, 1);
        }
    }
}

/// Whether all options show side by side.
fn fits(options: &[(String, String)], look: Look, width: u16) -> bool {
    options.iter().map(|(_, label)| look.width(label) + 6).sum::<u16>() <= width
}

fn draw_choice(
    canvas: &mut Canvas,
    x: u16,
    y: u16,
    width: u16,
    options: &[(String, String)],
    at: usize,
    focused: bool,
) {
    let look = canvas.look;
    let caret = x;
    if fits(options, look, width) {
        let mut x = x;
        for (index, (_, label)) in options.iter().enumerate() {
            let sign = if index == at { "(*)" } else { "( )" };
            let style = if index == at { look.strong() } else { look.plain() };
            let text = format!("{}{sign}{label} ", index + 1);
            if index == at && focused {
                canvas.set_caret(x + 2, y);
            }
            x += canvas.put(x, y, width, &text, style);
        }
    } else {
        let label = options.get(at).map_or("", |(_, label)| label);
        let how = if focused && options.len() > DIGITS { "  打字跳到" } else { "" };
        let text = format!("< {label} >  {}/{}{how}", at + 1, options.len());
        canvas.cell(x, y, width, &text, look.plain());
        if focused {
            canvas.set_caret(caret, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    fn form() -> Form {
        Form::new(vec![
            text("name", "单位名称", ""),
            choice("kind", "类型", [("a", "企业"), ("b", "出租房")], "a"),
            half("phone", "电话", ""),
        ])
    }

    /// Beside a long label too, on the smallest screen, with or without the focus.
    #[test]
    fn every_character_of_a_text_of_several_lines_is_shown() {
        let text: String = ('一'..).take(60).collect();
        let mut form = Form::new(vec![
            half("a", "整改责任单位主要负责人姓名", ""),
            area("b", "隐患基本情况", &text),
        ]);
        for (at, look) in [(0, Look::SAFE), (1, Look::SAFE), (1, area::WIDEST)] {
            form.at = at;
            let place = Rect::new(0, 0, NARROWEST, 12);
            let mut buffer = Buffer::empty(place);
            form.draw(&mut Canvas::new(&mut buffer, look), place);
            let shown: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            assert!(text.chars().all(|c| shown.contains(c)), "{shown}");
        }
    }

    /// Of a choice that is longer than its line every option is read below, with its digit.
    #[test]
    fn a_long_choice_tells_all_its_options() {
        let options = ["先不导入，逐家确认", "都按同一家更新", "都按另一家新增", "都跳过不要了"];
        let form = Form::new(vec![choice("a", "同名", options.map(|it| (it, it)), "")]);
        let place = Rect::new(0, 0, NARROWEST, 4);
        let mut buffer = Buffer::empty(place);
        form.draw(&mut Canvas::new(&mut buffer, Look::SAFE), place);
        let shown: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        let shown = shown.replace(' ', "");
        for (at, label) in options.iter().enumerate() {
            assert!(shown.contains(&format!("{}{label}", at + 1)), "{shown}");
        }
    }

    /// A word from an input method comes at once, as what is pasted does.
    #[test]
    fn a_word_goes_to_its_option() {
        let many = [
            "营业性演出许可证",
            "营业执照",
            "食品经营许可证",
            "特种作业操作证",
            "安全员证",
            "其他",
            "一",
            "二",
            "三",
            "四",
        ];
        let few = ["没有", "有", "有过期的"];
        for (options, typed, pasted, chosen) in [
            (&many[..], "营业执照", true, "营业执照"),
            (&many, "营业执照", false, "营业执照"),
            (&many, "tz", false, "特种作业操作证"),
            // The same letter once more goes to the next; what nothing begins with stays.
            (&many, "营营", false, "营业性演出许可证"),
            (&many, "没", true, "营业性演出许可证"),
            (&few, "有过期", true, "有过期的"),
            (&few, "有", false, "没有"),
            (&few, "2有", true, "没有"),
        ] {
            let mut form =
                Form::new(vec![choice("a", "种类", options.iter().map(|it| (*it, *it)), "")]);
            for c in typed.chars() {
                form.key(Key { pasted, ..Key::of(Code::Char(c)) });
            }
            assert_eq!(form.get("a"), chosen, "{typed}, pasted: {pasted}");
        }
    }

    #[test]
    fn enter_goes_on_and_only_a_typed_one_finishes() {
        let mut form = form();
        let press = |form: &mut Form, key| form.key(key);
        assert_eq!(press(&mut form, Key::of(Code::Char('甲'))), Did::Changed);
        assert_eq!(press(&mut form, Key::of(Code::Enter)), Did::Moved);
        assert_eq!(press(&mut form, Key::of(Code::Char('２'))), Did::Changed);
        assert_eq!(press(&mut form, Key::of(Code::Enter)), Did::Moved);
        assert_eq!(press(&mut form, Key { pasted: true, ..Key::of(Code::Enter) }), Did::Nothing);
        assert_eq!(press(&mut form, Key::of(Code::Enter)), Did::Finished);
        assert_eq!((form.get("name"), form.get("kind"), form.get("phone")), ("甲", "b", ""));
    }

    #[test]
    fn a_fault_is_gone_when_its_field_changes() {
        let mut form = form();
        form.fault("phone", "电话不对");
        assert_eq!(form.focus(), "phone");
        form.key(Key::of(Code::Char('1')));
        assert!(form.rows().iter().all(|row| row.error.is_none()));
    }
}
