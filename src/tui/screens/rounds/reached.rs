//! The premises behind a figure of the coverage: missed, seen, all.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::{
    office::coverage::{Place, Reached},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{ask::sentences, inspection::Inspection, premises::page::Page},
        shared::Shared,
        widget::list::{Cursor, rows},
    },
};

/// Which rule in which places on which day; no place is all of them.
#[derive(Clone)]
pub struct Behind {
    pub code: String,
    pub name: String,
    pub times: u32,
    pub on: NaiveDate,
    pub places: Vec<Place>,
}

impl Behind {
    pub fn open(self) -> Rows {
        Rows {
            of: self,
            which: Which::Missed,
            all: None,
            refused: Vec::new(),
            cursor: Cursor::default(),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Which {
    Missed,
    Covered,
    All,
}

impl Which {
    fn says(self) -> &'static str {
        match self {
            Which::Missed => "未查",
            Which::Covered => "已查",
            Which::All => "应查",
        }
    }

    fn next(self) -> Which {
        match self {
            Which::Missed => Which::Covered,
            Which::Covered => Which::All,
            Which::All => Which::Missed,
        }
    }
}

pub struct Rows {
    of: Behind,
    which: Which,
    /// Each with its grid.
    all: Option<Vec<(Reached, String)>>,
    refused: Vec<String>,
    cursor: Cursor,
}

impl Rows {
    fn those(&self) -> impl Iterator<Item = &(Reached, String)> {
        let which = self.which;
        self.all.iter().flatten().filter(move |(one, _)| match which {
            Which::Missed => !one.covered,
            Which::Covered => one.covered,
            Which::All => true,
        })
    }

    fn chosen(&self) -> Option<&Reached> {
        self.those().nth(self.cursor.at).map(|(one, _)| one)
    }
}

impl Screen for Rows {
    fn topic(&self) -> &'static str {
        "rounds"
    }

    fn title(&self, _: &Shared) -> String {
        let count = self.those().count();
        format!("{} {}{count}家", self.of.name, self.which.says())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] =
            &[hint("↑↓", "选择"), hint("Enter", "打开"), hint("Tab", "未查、已查、应查")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Inspect]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let of = self.of.clone();
        cx.ask(
            move |office| {
                let all = office.reached(&of.code, Some(of.on), &of.places)?;
                let named = |one: Reached| {
                    let grid = office.grid_name(one.place.1.as_ref());
                    (one, grid)
                };
                Ok(all.into_iter().map(named).collect::<Vec<_>>())
            },
            |screen: &mut Rows, result, _| match result {
                Ok(all) => {
                    screen.all = Some(all);
                    screen.cursor.keep(screen.those().count());
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.all.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        for (y, line) in (area.y + 1..area.bottom()).zip(&self.refused) {
            canvas.cell(area.x + 2, y, area.width - 4, line, look.alarm());
        }
        if self.all.is_none() {
            return;
        }
        let count = self.those().count();
        if count == 0 {
            let line = format!("没有{}的。按 Tab 看另外的。", self.which.says());
            canvas.put(area.x + 2, area.y + 1, area.width - 4, &line, look.plain());
            return;
        }
        let times = self.of.times;
        let lines = self.those().map(|(one, grid)| {
            let seen = match (times > 1 || one.seen > 1, one.covered) {
                (true, _) => format!("查了{}次", one.seen),
                (false, true) => "已查".to_owned(),
                (false, false) => "未查".to_owned(),
            };
            let last = match one.last_on {
                Some(on) => format!("上次检查{}", terms::date(on)),
                None => String::new(),
            };
            let style = if one.covered { look.quiet() } else { look.plain() };
            let cells =
                vec![(30, one.name.clone()), (16, grid.clone()), (9, seen), (u16::MAX, last)];
            (cells, style)
        });
        rows(canvas, area, self.cursor, count, lines);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (key.code, self.chosen()) {
            (Code::Esc, _) => cx.back(),
            (Code::Tab | Code::BackTab, _) => {
                self.which = self.which.next();
                self.cursor = Cursor::default();
            }
            (Code::Enter, Some(one)) => cx.open(Page::of(one.id)),
            (Code::Enter, None) => cx.say("没有可打开的。"),
            _ => {
                let count = self.those().count();
                self.cursor.key(key, count, 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, self.chosen()) {
            (Command::Inspect, Some(one)) => cx.open(Inspection::of(one.id, &one.name)),
            (Command::Inspect, None) => cx.say("没有可检查的。"),
            _ => {}
        }
    }
}
