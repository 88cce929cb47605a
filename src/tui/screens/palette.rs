//! Find a command by Chinese or by pinyin.

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{self, Code, Command, Key},
    screen::{Cx, Hint, Screen, hint},
    shared::Shared,
    spelt,
    widget::{
        field::{Field, Takes},
        list::Cursor,
    },
};

pub struct Palette {
    field: Field,
    /// Those of the screen below first.
    all: Vec<Command>,
    cursor: Cursor,
}

impl Palette {
    pub fn new(here: &[Command]) -> Palette {
        let mut all = here.to_vec();
        all.extend(keys::EVERYWHERE.iter().filter(|command| **command != Command::Palette));
        Palette { field: Field::new(Takes::Half, 40), all, cursor: Cursor::default() }
    }

    fn found(&self) -> Vec<Command> {
        let wanted = self.field.text().trim().to_lowercase();
        let fits = |text: &str| spelt::fits(text, &wanted);
        self.all
            .iter()
            .copied()
            .filter(|command| fits(command.label()) || fits(command.says()))
            .collect()
    }
}

impl Screen for Palette {
    fn topic(&self) -> &'static str {
        "choose"
    }

    fn title(&self, _: &Shared) -> String {
        "命令".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] =
            &[hint("打字", "查找"), hint("↑↓", "移动"), hint("Enter", "执行"), hint("Esc", "返回")];
        HINTS
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let found = self.found();
        let width = area.width.min(60);
        let height = area.height.min(18);
        let window = Rect { x: area.x + (area.width - width) / 2, y: area.y + 1, width, height };
        canvas.clear(window);
        canvas.frame(window, "命令", look.strong());
        canvas.put(window.x + 2, window.y + 1, 6, "查找：", look.plain());
        let rows = usize::from(height - 4);
        let top = self.cursor.top(found.len(), rows);
        for (row, (index, command)) in found.iter().enumerate().skip(top).take(rows).enumerate() {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let y = window.y + 3 + row as u16;
            let key = command.keys().first().map(|key| keys::written(*key)).unwrap_or_default();
            canvas.cell(window.x + 1, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(
                window.x + 2,
                y,
                width - 11,
                &format!("{}  {}", command.label(), command.says()),
                style,
            );
            canvas.cell_right(window.x + width - 9, y, 8, &key, style);
        }
        if found.is_empty() {
            canvas.put(
                window.x + 2,
                window.y + 3,
                width - 4,
                "没有这样的命令，请换个说法。",
                look.plain(),
            );
        }
        let field = Rect { x: window.x + 8, y: window.y + 1, width: width - 10, height: 1 };
        self.field.draw(canvas, field, true);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let found = self.found();
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter if !key.pasted => {
                if let Some(command) = found.get(self.cursor.at) {
                    cx.back();
                    cx.run(*command);
                }
            }
            _ if self.cursor.key(key, found.len(), 14) => {}
            _ => {
                if self.field.key(key) {
                    self.cursor.go(0);
                }
            }
        }
    }
}
