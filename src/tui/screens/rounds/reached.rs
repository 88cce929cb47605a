//! The premises behind a figure of the coverage: missed, seen, all.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::{
    domain::id::Id,
    office::{
        beside::Contact,
        coverage::{Place, Reached},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::sentences,
            contacts::{self, Contacts, Scrolled},
            inspection::Inspection,
            premises::page::Page,
        },
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            list::Cursor,
        },
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
    /// Of them these alone, where any are named.
    pub only: Vec<Id>,
}

impl Behind {
    pub fn open(self) -> Rows {
        Rows {
            of: self,
            which: Which::Missed,
            all: None,
            those: Vec::new(),
            refused: Vec::new(),
            cursor: Cursor::default(),
            contacts: Contacts::default(),
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

const COLUMNS: [Column; 7] = [
    always("单位", 30).up_to(16),
    always("网格", 16),
    further("地址", 16, 3).rest(),
    further("负责人", 9, 2),
    further("电话", 13, 1),
    always("查没查", 9),
    always("上次检查", 23),
];

pub struct Rows {
    of: Behind,
    which: Which,
    /// Each with its grid.
    all: Option<Vec<(Reached, String)>>,
    /// Places in `all` of those that show.
    those: Vec<usize>,
    refused: Vec<String>,
    cursor: Cursor,
    contacts: Contacts,
}

impl Rows {
    fn sift(&mut self) {
        let which = self.which;
        let shows = |one: &Reached| match which {
            Which::Missed => !one.covered,
            Which::Covered => one.covered,
            Which::All => true,
        };
        let all = self.all.as_deref().unwrap_or_default();
        self.those = (0..all.len()).filter(|at| shows(&all[*at].0)).collect();
        self.cursor.keep(self.those.len());
    }

    fn at(&self, at: usize) -> Option<&(Reached, String)> {
        self.all.as_ref()?.get(*self.those.get(at)?)
    }

    fn chosen(&self) -> Option<&Reached> {
        self.at(self.cursor.at).map(|(one, _)| one)
    }
}

impl Screen for Rows {
    fn topic(&self) -> &'static str {
        "rounds"
    }

    fn title(&self, _: &Shared) -> String {
        let count = self.those.len();
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
                // What is told by name may have been moved since.
                let places = if of.only.is_empty() { of.places.as_slice() } else { &[] };
                let mut all = office.reached(&of.code, Some(of.on), places)?;
                all.retain(|one| of.only.is_empty() || of.only.contains(&one.id));
                let named = |one: Reached| {
                    let grid = office.grid_name(one.place.1.as_ref());
                    (one, grid)
                };
                Ok(all.into_iter().map(named).collect::<Vec<_>>())
            },
            |screen: &mut Rows, result, cx| match result {
                Ok(all) => {
                    screen.all = Some(all);
                    screen.sift();
                    screen.refused.clear();
                    screen.contacts.forget();
                    contacts::look(screen, cx);
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.all.is_none() && self.refused.is_empty()
    }

    fn resized(&mut self, cx: &mut Cx) {
        contacts::look(self, cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        if self.all.is_none() {
            return;
        }
        let count = self.those.len();
        if count == 0 {
            let line = format!("没有{}的。按 Tab 看另外的。", self.which.says());
            canvas.put(area.x + 2, area.y + 1, area.width - 4, &line, look.plain());
            return;
        }
        let times = self.of.times;
        table(canvas, area, self.cursor, count, &COLUMNS, |at| {
            let (one, grid) = self.at(at)?;
            let seen = match (times > 1 || one.seen > 1, one.covered) {
                (true, _) => format!("查了{}次", one.seen),
                (false, true) => "已查".to_owned(),
                (false, false) => "未查".to_owned(),
            };
            let last = one.last_on.map(|on| format!("上次检查{}", terms::date(on)));
            let contact = self.contacts.of(one.id);
            let of = |field: fn(&Contact) -> &String| contact.map(field).cloned();
            let cells = vec![
                one.name.clone(),
                grid.clone(),
                of(|contact| &contact.address).unwrap_or_default(),
                of(|contact| &contact.person_in_charge).unwrap_or_default(),
                of(|contact| &contact.phone).unwrap_or_default(),
                seen,
                last.unwrap_or_default(),
            ];
            Some((cells, if one.covered { look.quiet() } else { look.plain() }))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match (key.code, self.chosen()) {
            (Code::Esc, _) => cx.back(),
            (Code::Tab | Code::BackTab, _) => {
                self.which = self.which.next();
                self.cursor = Cursor::default();
                self.sift();
            }
            (Code::Enter, Some(one)) => cx.open(Page::of(one.id)),
            (Code::Enter, None) => cx.say("没有可打开的。"),
            _ => {
                let count = self.those.len();
                self.cursor.key(key, count, 20);
            }
        }
        contacts::look(self, cx);
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, self.chosen()) {
            (Command::Inspect, Some(one)) => cx.open(Inspection::of(one.id, &one.name)),
            (Command::Inspect, None) => cx.say("没有可检查的。"),
            _ => {}
        }
    }
}

impl Scrolled for Rows {
    fn contacts(&mut self) -> &mut Contacts {
        &mut self.contacts
    }

    fn place(&self, _: &Shared) -> (Cursor, usize) {
        (self.cursor, self.those.len())
    }

    fn premises(&self, at: usize, _: &Shared) -> Option<Id> {
        self.at(at).map(|(one, _)| one.id)
    }
}
