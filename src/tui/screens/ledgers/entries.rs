//! The rows of one ledger.

use ratatui::layout::Rect;

use super::{
    acts::{self, Papers},
    again::VOIDED,
    printing::{self, Shown},
    window::{ask_which, edit, new_row},
};
use crate::{
    domain::{id::Id, unit::Level},
    form::{facts::About, field::Field, ledger::Ledger},
    office::{
        Refusal,
        agenda::Begin,
        beside::Contact,
        ledger::{Filter, Stored},
        review::TASKS,
    },
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        look::Look,
        said,
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::{Ask, Done, fault, office, sentences},
            window::Window,
        },
        shared::Shared,
        widget::{
            columns::{self, Column, always, further, table},
            field::{Field as Typed, Takes},
            form::{Form, text},
            list::Cursor,
        },
    },
};

/// Columns that a field has at the least when it has that much to say.
const FIELD: u16 = 20;

/// Rows that are read at once.
const MOST: u32 = 500;

struct Listed {
    stored: Stored,
    /// Its premises, or its community.
    contact: Contact,
    /// How it falls short of a bound.
    short: Option<String>,
    /// Who had it before, of a task.
    had: Option<String>,
}

/// The rows of one ledger, of one premises when it is named.
pub struct Entries {
    ledger: Ledger,
    premises: Option<(Id, String)>,
    /// Those about each row.
    papers: Vec<Papers>,
    entries: Option<Vec<Listed>>,
    /// What was typed to find some of them.
    find: Typed,
    /// Only those that somebody still has to see to.
    waiting: bool,
    /// There are several communities in sight: a row that is of no premises says whose it is.
    several: bool,
    /// So many are read; more when the end is reached.
    limit: u32,
    /// The columns of its fields.
    shape: Vec<Column>,
    refused: Vec<String>,
    cursor: Cursor,
    /// The row that the cursor goes to when they are read.
    sought: Option<Id>,
}

impl Entries {
    pub fn of(ledger: Ledger, premises: Option<(Id, String)>) -> Entries {
        Entries {
            ledger,
            premises,
            papers: Vec::new(),
            entries: None,
            find: Typed::new(Takes::Half, 40),
            waiting: false,
            several: false,
            limit: MOST,
            shape: Vec::new(),
            refused: Vec::new(),
            cursor: Cursor::default(),
            sought: None,
        }
    }

    /// The same with the cursor on one row.
    pub fn at(ledger: Ledger, entry: Option<Id>) -> Entries {
        Entries { sought: entry, ..Entries::of(ledger, None) }
    }

    /// Those of a ledger that are not seen to yet, of one batch when it is named.
    pub fn waiting(ledger: Ledger, batch: &str) -> Entries {
        let mut entries = Entries { waiting: true, ..Entries::of(ledger, None) };
        entries.find.set(batch);
        entries
    }

    fn len(&self) -> usize {
        self.entries.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&Listed> {
        self.entries.as_ref()?.get(self.cursor.at)
    }

    fn read(&mut self, cx: &mut Cx) {
        let filter = Filter {
            ledger: Some(self.ledger.code.clone()),
            premises: self.premises.as_ref().map(|(id, _)| *id),
            void: !self.waiting,
            only_waiting: self.waiting,
            find: self.find.text().trim().to_owned(),
            limit: Some(self.limit),
            ..Filter::default()
        };
        cx.ask(
            move |office| {
                let entries = office.entries(&filter)?;
                let papers =
                    entries.iter().map(|row| acts::papers_of(office, &row.entry)).collect();
                let premises: Vec<Id> =
                    entries.iter().filter_map(|stored| stored.entry.premises).collect();
                let contacts = office.contacts(&premises)?;
                let listed = entries.into_iter().map(|stored| {
                    let contact = stored.entry.premises.and_then(|id| contacts.get(&id)).cloned();
                    let short = office.falls_short(&stored.entry).map(|(_, why)| why);
                    let unit = || office.unit_name(&stored.entry.community);
                    let contact =
                        contact.unwrap_or_else(|| Contact { name: unit(), ..Contact::default() });
                    let had = office.formerly(&stored)?;
                    Ok(Listed { stored, contact, short, had })
                });
                let entries = listed.collect::<Result<Vec<_>, Refusal>>()?;
                let several = office.units_at(Level::Community).nth(1).is_some();
                Ok((papers, entries, several))
            },
            |screen: &mut Entries, result, _| match result {
                Ok((papers, entries, several)) => {
                    screen.papers = papers;
                    screen.several = several;
                    screen.cursor.keep(entries.len());
                    let sought = screen.sought.take();
                    let at = entries.iter().position(|row| Some(row.stored.entry.id) == sought);
                    if let Some(at) = at {
                        screen.cursor.go(at);
                    }
                    screen.entries = Some(entries);
                    screen.spread();
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    /// Whether there are more than were read.
    fn more(&self) -> bool {
        self.len() as u32 >= self.limit
    }

    /// Reads what is asked for now, from the first.
    fn anew(&mut self, cx: &mut Cx) {
        self.limit = MOST;
        self.cursor.go(0);
        self.read(cx);
    }

    /// Begins a new row: of which premises, unless it is known, then the fields with what is known in place.
    fn begin(&self, cx: &mut Cx) {
        let (ledger, today) = (self.ledger.clone(), cx.shared.today());
        if self.premises.is_none() && ledger.about != About::None {
            return cx.open(ask_which(ledger, Begin::default(), today));
        }
        let premises = self.premises.clone();
        cx.ask(
            move |office| new_row(office, ledger, premises, Begin::default(), today),
            |_: &mut Entries, result, cx| match result {
                Ok(ask) => cx.open(ask),
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        );
    }

    /// What a row says in each column of its fields; before all that it is void.
    fn values(&self, stored: &Stored) -> Vec<String> {
        let mut values = values(&self.ledger, stored);
        if let (Some(void), Some(first)) = (&stored.entry.void, values.first_mut()) {
            *first = format!("（作废：{}）  {first}", void.reason).trim_end().to_owned();
        }
        values
    }

    /// The columns of the fields, as wide as what stands in them; a long text takes what is left.
    fn spread(&mut self) {
        let look = Look { wide: true, ..Look::SAFE };
        let mut widest: Vec<u16> =
            told(&self.ledger).map(|field| look.width(&field.label)).collect();
        for row in self.entries.iter().flatten() {
            for (width, value) in widest.iter_mut().zip(self.values(&row.stored)) {
                *width = (*width).max(look.width(&value));
            }
        }
        let column = |(at, (field, width)): (usize, (&Field, u16))| {
            let least = (width + 1).min(FIELD);
            let rank = u8::try_from(at).unwrap_or(u8::MAX).min(u8::MAX - 2);
            let column = if at == 0 { always("", least) } else { further("", least, rank) };
            column.headed(field.label.clone()).up_to((width + 1).saturating_sub(least))
        };
        self.shape = told(&self.ledger).zip(widest).enumerate().map(column).collect();
    }
}

/// The fields that have a column: the day has one of its own.
fn told(ledger: &Ledger) -> impl Iterator<Item = &Field> {
    let day = ledger.day.as_ref();
    ledger.fields.iter().filter(move |field| Some(&field.id) != day)
}

/// What a row says in each of them.
fn values(ledger: &Ledger, stored: &Stored) -> Vec<String> {
    let said = |field: &Field| stored.entry.fields.get(&field.id);
    let printed = |field: &Field| said(field).map_or_else(String::new, |it| field.printed(it));
    told(ledger).map(printed).collect()
}

fn joined(values: Vec<String>) -> String {
    let said: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    said.join("  ")
}

/// Why a row is to be void; `name` is its premises'.
pub(super) fn ask_void(ledger: &Ledger, stored: &Stored, name: &str) -> Ask {
    let id = stored.entry.id;
    let form = Form::new(vec![text("reason", "原因", "")]);
    let title = format!("作废{}的一条记录", ledger.title);
    let intro = vec![format!("{name} {}", joined(values(ledger, stored)))];
    Ask::new("ledgers", title.clone(), intro, form, move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么作废。");
        }
        office(move |office| {
            let entry = office.void_entry(id, &reason)?;
            let told = office.year_told(&entry)?.unwrap_or_default();
            let left = said::words(&office.papers_left(id)?.unwrap_or_default());
            Ok(Done::said(format!("已作废。{told}{left}")))
        })
    })
    .kept(Window::VoidEntry, id, title)
    .careful()
}

impl Screen for Entries {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        let whose = self.premises.as_ref().map_or("", |(_, name)| name);
        let which = if self.waiting { "没有办完的" } else { "" };
        let more = if self.more() { "以上" } else { "" };
        format!("{} {which}{}条{more} {whose}", self.ledger.title, self.len()).trim_end().to_owned()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("打字", "查找"), hint("↑↓", "选择"), hint("Enter", "更正")];
        const WAITS: &[Hint] = &[
            hint("打字", "查找"),
            hint("Tab", "没办完的"),
            hint("↑↓", "选择"),
            hint("Enter", "更正"),
        ];
        if self.ledger.has_asked() { WAITS } else { HINTS }
    }

    fn commands(&self) -> &'static [Command] {
        match self.ledger.code.as_str() {
            // What a task comes from is one key away.
            TASKS => &[
                Command::New,
                Command::Edit,
                Command::Timeline,
                Command::Act,
                Command::Void,
                Command::Print,
            ],
            _ => &[Command::New, Command::Edit, Command::Act, Command::Void, Command::Print],
        }
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.entries.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        let area = match self.find.is_empty() && !self.waiting {
            true => area,
            false => {
                let y = area.bottom() - 1;
                canvas.put(area.x + 1, y, 6, "查找：", look.plain());
                let field =
                    Rect { x: area.x + 7, y, width: area.width.saturating_sub(8), height: 1 };
                self.find.draw(canvas, field, true);
                Rect { height: area.height - 1, ..area }
            }
        };
        let empty = match &self.entries {
            None if self.refused.is_empty() => "正在读取..".to_owned(),
            Some(entries) if entries.is_empty() && !self.find.is_empty() => {
                "没有找到。可以换个说法，或打单位的拼音首字母；按 Esc 清掉。".to_owned()
            }
            Some(entries) if entries.is_empty() && self.waiting => {
                "都办完了。按 Tab 看全部。".to_owned()
            }
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
        // Where there is room each field has its column; else a row is told in one line.
        let wide = columns::is_wide(area.width) && !look.plain;
        let told = self.ledger.about != About::None || self.several;
        let whose = self.premises.is_none() && told;
        let of = if whose { always("单位", 21).up_to(9) } else { always("", 0) };
        let mut shape = vec![always("日期", 11), of];
        if wide {
            shape.extend(self.shape.iter().cloned());
            shape.push(further("负责人", 9, u8::MAX - 1));
            shape.push(further("电话", 13, u8::MAX));
        } else {
            shape.push(always("", 47).rest());
        }
        table(canvas, area, self.cursor, self.len(), &shape, |at| {
            let Listed { stored, contact, short, had } = self.entries.as_ref()?.get(at)?;
            let void = stored.entry.void.is_some();
            let short = short.as_ref().filter(|_| !void);
            let mut cells = vec![stored.entry.on.to_string(), contact.name.clone()];
            if wide {
                let mut values = self.values(stored);
                if let (Some(why), Some(first)) = (short, values.first_mut()) {
                    *first = format!("{first}（{why}）");
                }
                cells.extend(values);
                cells.push(contact.person_in_charge.clone());
                cells.push(contact.phone.clone());
            } else {
                let short = short.map_or_else(String::new, |why| format!("（{why}）"));
                let had = had.as_ref().map_or_else(String::new, |had| format!("（{had}）"));
                // What stands before it is not said again.
                let mut values = self.values(stored);
                values.retain(|value| !whose || *value != contact.name);
                cells.push(format!("{short}{}{had}", joined(values)));
            }
            let style = match (void, short) {
                (true, _) => look.quiet(),
                (false, Some(_)) => look.alarm(),
                (false, None) => look.plain(),
            };
            Some((cells, style))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if !self.find.is_empty() => {
                self.find.set("");
                self.anew(cx);
            }
            Code::Esc => cx.back(),
            Code::Enter if !key.pasted => self.command(Command::Edit, cx),
            Code::Tab | Code::BackTab if self.ledger.has_asked() => {
                self.waiting = !self.waiting;
                self.anew(cx);
            }
            _ if self.cursor.key(key, self.len(), 20) => {
                // At the end of what is read the next ones are.
                if self.more() && self.cursor.at + 1 == self.len() {
                    self.limit += MOST;
                    self.read(cx);
                }
            }
            _ => {
                if self.find.key(key) {
                    self.anew(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::New => self.begin(cx),
            Command::Act => {
                let row = self.chosen().map(|row| &row.stored);
                let papers = self.papers.get(self.cursor.at).map_or(&[][..], Vec::as_slice);
                acts::open(&self.ledger, row, papers, cx);
            }
            Command::Timeline => {
                if let Some(row) = self.chosen() {
                    acts::minutes(&row.stored, cx);
                }
            }
            Command::Print => {
                let shown = Shown {
                    ledger: self.ledger.clone(),
                    premises: self.premises.as_ref().map(|(id, _)| *id),
                    find: self.find.text().trim().to_owned(),
                    waiting: self.waiting,
                };
                printing::open(shown, cx.shared.today(), cx);
            }
            _ => match self.chosen() {
                None => cx.alarm("还没有记录可选。"),
                Some(row) if row.stored.entry.void.is_some() => {
                    cx.alarm(VOIDED);
                }
                Some(row) if command == Command::Edit => {
                    edit::<Entries>(self.ledger.clone(), &row.stored, cx);
                }
                Some(row) => cx.open(ask_void(&self.ledger, &row.stored, &row.contact.name)),
            },
        }
    }
}
