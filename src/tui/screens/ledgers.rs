//! 台账: the ledgers that form files define, and the rows of each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    choose::{Choose, choice},
    fields, papers,
};
use crate::{
    domain::id::Id,
    form::{facts::About, ledger::Ledger},
    office::ledger::{Filter, Stored, Typed},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            form::{Form, text},
            list::Cursor,
        },
    },
};

/// Rows that are read at once.
const MOST: u32 = 500;

/// The list of ledgers.
#[derive(Default)]
pub struct Ledgers {
    ledgers: Vec<Ledger>,
    cursor: Cursor,
}

impl Screen for Ledgers {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        format!("台账 {}种", self.ledgers.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "打开")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| Ok(office.library().ledgers().cloned().collect::<Vec<_>>()),
            |screen: &mut Ledgers, result, _| {
                if let Ok(ledgers) = result {
                    screen.cursor.keep(ledgers.len());
                    screen.ledgers = ledgers;
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.ledgers.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        let rows = usize::from(area.height);
        let top = self.cursor.top(self.ledgers.len(), rows);
        for (y, (index, ledger)) in
            (area.y..area.bottom()).zip(self.ledgers.iter().enumerate().skip(top))
        {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(area.x + 1, y, 24, &ledger.title, style);
            let labels: Vec<&str> =
                ledger.fields.iter().map(|field| field.label.as_str()).collect();
            canvas.cell(area.x + 25, y, area.width.saturating_sub(25), &labels.join("、"), style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(ledger) = self.ledgers.get(self.cursor.at) {
                    cx.open(Entries::of(ledger.clone(), None));
                }
            }
            _ => {
                self.cursor.key(key, self.ledgers.len(), 20);
            }
        }
    }
}

/// The rows of one ledger, of one premises when it is named.
pub struct Entries {
    ledger: Ledger,
    premises: Option<(Id, String)>,
    /// Each with the name of its premises.
    entries: Option<Vec<(Stored, String)>>,
    refused: Vec<String>,
    cursor: Cursor,
}

impl Entries {
    pub fn of(ledger: Ledger, premises: Option<(Id, String)>) -> Entries {
        Entries { ledger, premises, entries: None, refused: Vec::new(), cursor: Cursor::default() }
    }

    fn len(&self) -> usize {
        self.entries.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&(Stored, String)> {
        self.entries.as_ref()?.get(self.cursor.at)
    }

    fn read(&mut self, cx: &mut Cx) {
        let filter = Filter {
            ledger: Some(self.ledger.code.clone()),
            premises: self.premises.as_ref().map(|(id, _)| *id),
            void: true,
            limit: Some(MOST),
            ..Filter::default()
        };
        cx.ask(
            move |office| {
                let entries = office.entries(&filter)?;
                let mut named = Vec::new();
                for stored in entries {
                    let name = match stored.entry.premises {
                        Some(id) => office.find_premises(&id.to_string())?.entry.name,
                        None => String::new(),
                    };
                    named.push((stored, name));
                }
                Ok(named)
            },
            |screen: &mut Entries, result, _| match result {
                Ok(entries) => {
                    screen.cursor.keep(entries.len());
                    screen.entries = Some(entries);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    /// The window for a new row, or for one that is put right.
    fn ask(&self, before: Option<&(Stored, String)>, today: NaiveDate) -> Ask {
        let ledger = self.ledger.clone();
        let mut rows = Vec::new();
        let named = before
            .map(|(_, name)| name.as_str())
            .or(self.premises.as_ref().map(|(_, name)| name.as_str()));
        if before.is_none() && self.premises.is_none() && ledger.about != About::None {
            rows.push(text("premises:", "单位*", ""));
        }
        for field in &ledger.fields {
            let value = before.and_then(|(stored, _)| stored.entry.fields.get(&field.id));
            rows.push(fields::row(field, value.map_or("", String::as_str)));
        }
        let intro = named.filter(|name| !name.is_empty()).map(str::to_owned).into_iter().collect();
        let title = if before.is_some() {
            format!("更正{}", ledger.title)
        } else {
            format!("登记{}", ledger.title)
        };
        let read = before.map(|(stored, _)| (stored.entry.id, stored.version));
        let premises = self.premises.as_ref().map(|(id, _)| id.to_string());
        let subject = match read {
            Some((id, _)) => format!("entry/{id}"),
            None => format!("entry/{}/{}", ledger.code, premises.clone().unwrap_or_default()),
        };
        let label = title.clone();
        Ask::new("ledgers", title, intro, Form::new(rows), move |form| {
            let (code, typed) = (ledger.code.clone(), fields::typed(form, &ledger.fields, today));
            for field in &ledger.fields {
                if let Err(why) = field.read(&fields::said(form, field, today)) {
                    return fault(field.id.clone(), why);
                }
            }
            if let Some((id, version)) = read {
                // A field that was emptied is emptied.
                let all: BTreeMap<String, String> = ledger
                    .fields
                    .iter()
                    .map(|field| (field.id.clone(), fields::said(form, field, today)))
                    .collect();
                return office(move |office| {
                    office.edit_entry(id, &all, Some(version))?;
                    Ok(Done::said("已更正，原来的内容留在留痕里。"))
                });
            }
            let wanted = premises
                .clone()
                .or_else(|| Some(form.get("premises:").to_owned()).filter(|name| !name.is_empty()));
            if wanted.is_none() && ledger.needs_premises() {
                return fault("premises:", "请写是哪家单位的。");
            }
            let typed = Typed { premises: wanted, fields: typed, ..Typed::default() };
            office(move |office| {
                office.add_entry(&code, &typed)?;
                Ok(Done::said("已登记。"))
            })
        })
        .kept(subject, label)
    }

    fn ask_void(&self) -> Option<Ask> {
        let (stored, name) = self.chosen()?;
        let id = stored.entry.id;
        let form = Form::new(vec![text("reason", "原因", "")]);
        Some(Ask::new(
            "ledgers",
            format!("作废{}的一条记录", self.ledger.title),
            vec![format!("{name} {}", self.words(stored))],
            form,
            move |form| {
                let reason = form.get("reason").to_owned();
                if reason.is_empty() {
                    return fault("reason", "请写明为什么作废。");
                }
                office(move |office| {
                    office.void_entry(id, &reason)?;
                    Ok(Done::said("已作废。"))
                })
            },
        ))
    }

    /// A row in one line.
    fn words(&self, stored: &Stored) -> String {
        let mut words: Vec<String> = self
            .ledger
            .fields
            .iter()
            .filter(|field| Some(&field.id) != self.ledger.day.as_ref())
            .filter_map(|field| {
                stored.entry.fields.get(&field.id).map(|value| field.printed(value))
            })
            .collect();
        if let Some(void) = &stored.entry.void {
            words.insert(0, format!("（作废：{}）", void.reason));
        }
        words.join("  ")
    }
}

impl Screen for Entries {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        let whose = self.premises.as_ref().map_or("", |(_, name)| name);
        format!("{} {}条 {whose}", self.ledger.title, self.len()).trim_end().to_owned()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "更正")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Edit, Command::Void, Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.entries.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        for (y, line) in (area.y + 1..area.bottom()).zip(&self.refused) {
            canvas.cell(area.x + 2, y, area.width - 4, line, look.alarm());
        }
        let empty = match &self.entries {
            None if self.refused.is_empty() => "正在读取..".to_owned(),
            Some(entries) if entries.is_empty() => {
                format!(
                    "还没有记录。按 {} 登记一条。",
                    crate::tui::keys::written(Command::New.keys()[0])
                )
            }
            _ => String::new(),
        };
        canvas.put(area.x + 2, area.y + 1, area.width - 4, &empty, look.plain());
        canvas.set_caret(area.x, area.y);
        let rows = usize::from(area.height);
        let top = self.cursor.top(self.len(), rows);
        let lines = self.entries.iter().flatten().enumerate().skip(top);
        for (y, (index, (stored, name))) in (area.y..area.bottom()).zip(lines) {
            let chosen = index == self.cursor.at;
            let style = match (chosen, stored.entry.void.is_some()) {
                (true, _) => look.selected(),
                (false, true) => look.quiet(),
                (false, false) => look.plain(),
            };
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(area.x + 1, y, 11, &stored.entry.on.to_string(), style);
            let mut x = area.x + 12;
            if self.premises.is_none() && self.ledger.about != About::None {
                canvas.cell(x, y, 20, name, style);
                x += 21;
            }
            canvas.cell(x, y, area.right().saturating_sub(x), &self.words(stored), style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => self.command(Command::Edit, cx),
            _ => {
                self.cursor.key(key, self.len(), 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::New => cx.open(self.ask(None, cx.shared.today())),
            Command::Print => {
                let request = crate::office::documents::Request {
                    code: self.ledger.code.clone(),
                    ..Default::default()
                };
                cx.open(papers::acts(request, self.ledger.title.clone(), true));
            }
            _ => match self.chosen() {
                None => cx.alarm("还没有记录可选。"),
                Some((stored, _)) if stored.entry.void.is_some() => {
                    cx.alarm("这条记录已经作废，不能再改。");
                }
                Some(chosen) if command == Command::Edit => {
                    cx.open(self.ask(Some(chosen), cx.shared.today()));
                }
                Some(_) => {
                    if let Some(ask) = self.ask_void() {
                        cx.open(ask);
                    }
                }
            },
        }
    }
}

/// The ledgers of one premises, by number.
pub fn open_for(id: Id, name: String, cx: &mut Cx) {
    cx.open(Choosing { id, name });
}

/// The moment in which the ledgers are read.
struct Choosing {
    id: Id,
    name: String,
}

impl Screen for Choosing {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        "台账".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let about = |ledger: &&Ledger| ledger.about != About::None;
                Ok(office.library().ledgers().filter(about).cloned().collect::<Vec<_>>())
            },
            |screen: &mut Choosing, result, cx| {
                let Ok(ledgers) = result else { return cx.back() };
                let choices = ledgers
                    .into_iter()
                    .map(|ledger| {
                        let premises = (screen.id, screen.name.clone());
                        choice(ledger.title.clone(), move |cx: &mut Cx| {
                            cx.open(Entries::of(ledger, Some(premises)));
                        })
                    })
                    .collect();
                cx.replace(Choose::new("ledgers", format!("台账 {}", screen.name), choices));
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}
