//! Find any action of the desk by Chinese or by pinyin, whatever screen it belongs to.

mod menus;
pub mod words;

use ratatui::layout::Rect;

use crate::tui::{
    canvas::Canvas,
    keys::{self, Code, Command, Key},
    screen::{Cx, Hint, Screen, hint},
    screens::hazards::{Hazards, Which},
    shared::Shared,
    spelt,
    widget::{
        field::{Field, Takes},
        list::Cursor,
    },
};

/// Letters from which an everyday word is looked for.
const SPELT: usize = 4;

/// What a line does.
#[derive(Clone, Copy)]
enum Does {
    /// A command that works on the screen below or everywhere.
    Run(Command),
    /// A command of another screen, which is opened first.
    There(Command, Command),
    /// An action that another screen offers for what is chosen there; its key, where it has one.
    Go(Command, Option<Command>),
    /// The same of the hazards of a kind.
    Of(Which),
}

#[derive(Clone, Copy)]
struct Entry {
    label: &'static str,
    /// What it is found by before all that is said of it.
    named: &'static str,
    says: &'static str,
    does: Does,
}

impl Entry {
    /// The key that does the same.
    fn key(self) -> Option<String> {
        let (Does::Run(command) | Does::There(_, command) | Does::Go(_, Some(command))) = self.does
        else {
            return None;
        };
        command.keys().first().map(|key| keys::written(*key))
    }
}

/// The screen that a command belongs to, and whether it needs no line chosen there.
fn place(command: Command) -> Option<(Command, bool)> {
    Some(match command {
        Command::New | Command::Filter | Command::Import | Command::UndoImport => {
            (Command::Premises, true)
        }
        Command::Edit | Command::Change | Command::Timeline => (Command::Premises, false),
        Command::Recheck | Command::Act | Command::Mark | Command::Pack => {
            (Command::Hazards, false)
        }
        Command::Print | Command::Void | Command::Text => (Command::Notices, false),
        Command::AllNormal | Command::AddHazard => (Command::Inspect, false),
        Command::Export => (Command::Calendar, true),
        _ => return None,
    })
}

/// Those of the screen below first, then what works everywhere, then what other screens do.
fn all(here: &[Command]) -> Vec<Entry> {
    let entry = |command: Command, does| Entry {
        label: command.label(),
        named: command.label(),
        says: command.says(),
        does,
    };
    let everywhere = keys::EVERYWHERE
        .iter()
        .filter(|command| **command != Command::Palette && !here.contains(command));
    let near = here.iter().chain(everywhere).map(|command| entry(*command, Does::Run(*command)));
    let far = Command::ALL.iter().filter(|command| !here.contains(command)).filter_map(|command| {
        let (screen, direct) = place(*command)?;
        let there = Does::There(screen, *command);
        Some(entry(*command, if direct { there } else { Does::Go(screen, Some(*command)) }))
    });
    let menus = menus::MENUS.iter().flat_map(|menu| {
        menu.acts.iter().map(|named| Entry {
            label: named.split('：').next().unwrap_or(named),
            named,
            says: menu.how,
            does: menu.kind.map_or(Does::Go(menu.screen, None), Does::Of),
        })
    });
    near.chain(far).chain(menus).collect()
}

pub struct Palette {
    field: Field,
    all: Vec<Entry>,
    cursor: Cursor,
}

impl Palette {
    pub fn new(here: &[Command]) -> Palette {
        Palette { field: Field::new(Takes::Half, 60), all: all(here), cursor: Cursor::default() }
    }

    fn found(&self) -> Vec<Entry> {
        let wanted = self.field.text().trim().to_lowercase();
        let fits = |text: &str| spelt::fits(text, &wanted);
        // A few letters begin too many words; by then the desk's own names have been found.
        let whole = !wanted.is_ascii() || wanted.len() >= SPELT;
        let called = |entry: &Entry| {
            whole && words::of(entry.label, entry.named).any(|word| spelt::begins(word, &wanted))
        };
        let keyed = |entry: &Entry| entry.key().is_some_and(|key| key.to_lowercase() == wanted);
        let found = self
            .all
            .iter()
            .filter(|entry| keyed(entry) || fits(entry.named) || fits(entry.says) || called(entry));
        // What is called so comes before what it does, and that before what is about it.
        let mut found: Vec<Entry> = found.copied().collect();
        found.sort_by_key(|entry| match () {
            () if keyed(entry) => 0,
            () if spelt::begins(entry.label, &wanted) || called(entry) => 0,
            () if fits(entry.label) => 1,
            () if fits(entry.named) => 2,
            () => 3,
        });
        found
    }
}

/// The acts in the menus of screens that what was typed leads to, as the palette has them.
pub fn acts(typed: &str) -> Vec<&'static str> {
    let fits = |named: &&&str| spelt::fits(named, &typed.to_lowercase());
    menus::MENUS.iter().flat_map(|menu| menu.acts).filter(fits).copied().collect()
}

/// The lines that what was typed leads to, the best first.
pub fn leads(typed: &str) -> Vec<&'static str> {
    let mut palette = Palette::new(&[]);
    palette.field.set(typed);
    palette.found().into_iter().map(|entry| entry.named).collect()
}

fn go(entry: Entry, cx: &mut Cx) {
    cx.back();
    match entry.does {
        Does::Run(command) => cx.run(command),
        Does::There(screen, command) => {
            cx.run(screen);
            cx.run(command);
        }
        Does::Go(screen, Some(command)) => {
            cx.run(screen);
            let key = command.keys().first().map(|key| keys::written(*key)).unwrap_or_default();
            cx.say(format!("{}：在这里选好，再按 {key}。", entry.label));
        }
        Does::Go(screen, None) => {
            cx.run(screen);
            cx.say(format!("{}：{}。", entry.label, entry.says));
        }
        Does::Of(kind) => {
            cx.home(Hazards::showing(kind));
            cx.say(format!("{}：{}。", entry.label, entry.says));
        }
    }
}

impl Screen for Palette {
    fn topic(&self) -> &'static str {
        "palette"
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
        let wanted = self.field.text().trim().to_lowercase();
        let told = words::told(&wanted).map(|told| look.wrap(told, width - 4)).unwrap_or_default();
        let foot = told.len().min(usize::from(height / 2));
        for (y, line) in (window.bottom() - 1 - foot as u16..).zip(told.iter().take(foot)) {
            canvas.put(window.x + 2, y, width - 4, line, look.plain());
        }
        let rows = usize::from(height - 4).saturating_sub(foot);
        let top = self.cursor.shown(canvas, found.len(), rows);
        for (row, (index, entry)) in found.iter().enumerate().skip(top).take(rows).enumerate() {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            let y = window.y + 3 + row as u16;
            let key = entry.key().unwrap_or_default();
            canvas.cell(window.x + 1, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(
                window.x + 2,
                y,
                width - 11,
                &format!("{}  {}", entry.label, entry.says),
                style,
            );
            canvas.cell_right(window.x + width - 9, y, 8, &key, style);
        }
        if found.is_empty() && told.is_empty() {
            let text = "没有这样的命令。可以换个说法，或打拼音首字母，如 fc 找复查；按 Esc 返回，按 F10 看全部画面。";
            for (y, line) in (window.y + 3..window.bottom() - 1).zip(look.wrap(text, width - 4)) {
                canvas.put(window.x + 2, y, width - 4, &line, look.plain());
            }
        }
        let field = Rect { x: window.x + 8, y: window.y + 1, width: width - 10, height: 1 };
        self.field.draw(canvas, field, true);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let found = self.found();
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(entry) = found.get(self.cursor.at) {
                    go(*entry, cx);
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
