//! The list of ledgers: found by typing, each with how many rows it has and how many of them are due.

use std::collections::HashMap;

use ratatui::layout::Rect;

use super::Entries;
use crate::{
    form::ledger::Ledger,
    office::ledger::Held,
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        spelt,
        widget::{
            field::{Field, Takes},
            list::Cursor,
        },
    },
};

pub struct Ledgers {
    ledgers: Vec<Ledger>,
    held: HashMap<String, Held>,
    find: Field,
    cursor: Cursor,
}

impl Default for Ledgers {
    fn default() -> Ledgers {
        Ledgers {
            ledgers: Vec::new(),
            held: HashMap::new(),
            find: Field::new(Takes::Half, 40),
            cursor: Cursor::default(),
        }
    }
}

impl Ledgers {
    /// Those that what was typed means, in the order of the form files: what begins so, what is called so, what has
    /// such a column.
    fn found(&self) -> Vec<&Ledger> {
        let wanted = self.find.text().trim().to_lowercase();
        let fits = |text: &str| spelt::fits(text, &wanted);
        // Letters are found in almost any row of columns.
        let has = |ledger: &Ledger| {
            !wanted.is_ascii() && ledger.fields.iter().any(|field| fits(&field.label))
        };
        let rank = |ledger: &Ledger| match () {
            () if spelt::begins(&ledger.title, &wanted) => Some(0),
            () if fits(&ledger.title) => Some(1),
            () if has(ledger) => Some(2),
            () => None,
        };
        let ranked = self.ledgers.iter().filter_map(|ledger| Some((rank(ledger)?, ledger)));
        let mut ranked: Vec<(u8, &Ledger)> = ranked.collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, ledger)| ledger).collect()
    }
}

impl Screen for Ledgers {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        format!("台账 {}种", self.ledgers.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("打字", "查找"), hint("↑↓", "选择"), hint("Enter", "打开")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let ledgers: Vec<Ledger> = office.library().ledgers().cloned().collect();
                Ok((ledgers, office.ledgers_held()?))
            },
            |screen: &mut Ledgers, result, cx| match result {
                Ok((ledgers, held)) => {
                    screen.ledgers = ledgers;
                    screen.held = held;
                    screen.cursor.keep(screen.found().len());
                }
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.ledgers.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.put(area.x + 1, area.y, 6, "查找：", look.plain());
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let found = self.found();
        let top = self.cursor.shown(canvas, found.len(), usize::from(list.height));
        for (y, (index, ledger)) in (list.y..list.bottom()).zip(found.iter().enumerate().skip(top))
        {
            let chosen = index == self.cursor.at;
            let held = self.held.get(&ledger.code).copied().unwrap_or_default();
            let style = match () {
                () if chosen => look.selected(),
                () if held.due > 0 => look.alarm(),
                () => look.plain(),
            };
            let due = if held.due > 0 { format!("到期{}", held.due) } else { String::new() };
            let rows = if held.rows > 0 { format!("{}条", held.rows) } else { String::new() };
            let labels: Vec<&str> =
                ledger.fields.iter().map(|field| field.label.as_str()).collect();
            canvas.put(list.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(list.x + 1, y, 26, &ledger.title, style);
            canvas.cell_right(list.x + 27, y, 8, &rows, style);
            canvas.cell_right(list.x + 35, y, 9, &due, style);
            canvas.cell(list.x + 44, y, 2, "", style);
            canvas.cell(list.x + 46, y, list.width.saturating_sub(46), &labels.join("、"), style);
        }
        if found.is_empty() && !self.ledgers.is_empty() {
            let text = "没有这样的台账。可以换个说法，或打拼音首字母，如 sgdj 找事故登记。";
            canvas.put(list.x + 2, list.y + 1, list.width - 4, text, look.plain());
        }
        let field = Rect { x: area.x + 7, width: area.width.saturating_sub(8), height: 1, ..area };
        self.find.draw(canvas, field, true);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let found = self.found().len();
        match key.code {
            Code::Esc if !self.find.text().is_empty() => {
                self.find.set("");
                self.cursor.go(0);
            }
            Code::Esc => cx.back(),
            Code::Enter if !key.pasted => {
                let ledger = self.found().get(self.cursor.at).map(|ledger| Ledger::clone(ledger));
                if let Some(ledger) = ledger {
                    cx.open(Entries::of(ledger, None));
                }
            }
            _ if self.cursor.key(key, found, 20) => {}
            _ => {
                if self.find.key(key) {
                    self.cursor.go(0);
                }
            }
        }
    }
}
