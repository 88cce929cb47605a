//! 台账: the ledgers that form files define, and the rows of each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

pub mod acts;

use self::acts::Papers;
use super::{
    ask::{Ask, Done, Fault, fault, faults, office, sentences},
    choose::{Choose, choice},
    fields, papers,
};
use crate::{
    domain::{entry::Entry, id::Id, unit::UnitPath},
    form::{facts::About, field::Field, ledger::Ledger},
    office::{
        Office, Refusal,
        agenda::Begin,
        beside::Contact,
        ledger::{Filter, Stored, Typed},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        look::Look,
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{self, Column, always, further, table},
            form::{Form, Row, choice as pick, text},
            list::Cursor,
        },
    },
};

/// The answer that says whose row it is: no field of a ledger is called so.
const PLACE: &str = "@place";

/// Columns that a field has at the least when it has that much to say.
const FIELD: u16 = 20;

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
            canvas.cell(area.x + 1, y, 26, &ledger.title, style);
            let labels: Vec<&str> =
                ledger.fields.iter().map(|field| field.label.as_str()).collect();
            canvas.cell(area.x + 27, y, area.width.saturating_sub(27), &labels.join("、"), style);
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
    /// Those about one row.
    papers: Papers,
    /// Each with its premises.
    entries: Option<Vec<(Stored, Contact)>>,
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
            papers: Papers::new(),
            entries: None,
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

    fn len(&self) -> usize {
        self.entries.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&(Stored, Contact)> {
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
                let papers = acts::papers_of(office, filter.ledger.as_deref().unwrap_or_default());
                let entries = office.entries(&filter)?;
                let premises: Vec<Id> =
                    entries.iter().filter_map(|stored| stored.entry.premises).collect();
                let contacts = office.contacts(&premises)?;
                let named = entries.into_iter().map(|stored| {
                    let contact = stored.entry.premises.and_then(|id| contacts.get(&id)).cloned();
                    (stored, contact.unwrap_or_default())
                });
                Ok((papers, named.collect::<Vec<_>>()))
            },
            |screen: &mut Entries, result, _| match result {
                Ok((papers, entries)) => {
                    screen.papers = papers;
                    screen.cursor.keep(entries.len());
                    let sought = screen.sought.take();
                    let at = entries.iter().position(|(row, _)| Some(row.entry.id) == sought);
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

    fn ask_void(&self) -> Option<Ask> {
        let (stored, Contact { name, .. }) = self.chosen()?;
        let id = stored.entry.id;
        let form = Form::new(vec![text("reason", "原因", "")]);
        Some(
            Ask::new(
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
            )
            .careful(),
        )
    }

    /// A row in one line.
    fn words(&self, stored: &Stored) -> String {
        let words: Vec<String> =
            self.values(stored).into_iter().filter(|value| !value.is_empty()).collect();
        words.join("  ")
    }

    /// The fields that have a column: the day has one of its own.
    fn told(&self) -> impl Iterator<Item = &Field> {
        let day = self.ledger.day.as_ref();
        self.ledger.fields.iter().filter(move |field| Some(&field.id) != day)
    }

    /// What a row says in each of them; before all that it is void.
    fn values(&self, stored: &Stored) -> Vec<String> {
        let said = |field: &Field| stored.entry.fields.get(&field.id);
        let printed = |field: &Field| said(field).map_or_else(String::new, |it| field.printed(it));
        let mut values: Vec<String> = self.told().map(printed).collect();
        if let (Some(void), Some(first)) = (&stored.entry.void, values.first_mut()) {
            *first = format!("（作废：{}）  {first}", void.reason).trim_end().to_owned();
        }
        values
    }

    /// The columns of the fields, as wide as what stands in them; a long text takes what is left.
    fn spread(&mut self) {
        let look = Look { wide: true, ..Look::SAFE };
        let mut widest: Vec<u16> = self.told().map(|field| look.width(&field.label)).collect();
        for (stored, _) in self.entries.iter().flatten() {
            for (width, value) in widest.iter_mut().zip(self.values(stored)) {
                *width = (*width).max(look.width(&value));
            }
        }
        let column = |(at, (field, width)): (usize, (&Field, u16))| {
            let least = (width + 1).min(FIELD);
            let rank = u8::try_from(at).unwrap_or(u8::MAX).min(u8::MAX - 2);
            let column = if at == 0 { always("", least) } else { further("", least, rank) };
            column.headed(field.label.clone()).up_to((width + 1).saturating_sub(least))
        };
        self.shape = self.told().zip(widest).enumerate().map(column).collect();
    }
}

/// How the entering of a row is called: 送达登记 is entered as it stands, not 登记送达登记.
fn entering(ledger: &Ledger) -> String {
    let title = ledger.title.as_str();
    if title.ends_with("登记") { title.to_owned() } else { format!("登记{title}") }
}

/// The fields of a ledger, filled with what is known.
fn filled(ledger: &Ledger, known: &BTreeMap<String, String>) -> Vec<Row> {
    let value = |id: &String| known.get(id).map_or("", String::as_str);
    ledger.fields.iter().map(|field| fields::row(field, value(&field.id))).collect()
}

/// Every field as its kind asks for, or all that are not.
fn check(form: &Form, ledger: &Ledger, today: NaiveDate) -> Result<(), Fault> {
    let wrong = ledger.fields.iter().filter_map(|field| {
        let why = field.read(&fields::said(form, field, today)).err()?;
        Some((field.id.clone(), why))
    });
    faults(wrong.collect())
}

/// Asks whose row it is.
fn ask_which(ledger: Ledger, begin: Begin, today: NaiveDate) -> Ask {
    let needed = ledger.needs_premises() || ledger.about == About::Hazard;
    let row = match needed {
        true => text("premises", "单位*", ""),
        false => text("premises", "单位", "").help("登记册里没有的，或者不是一家单位的事，不写。"),
    };
    let rows = vec![row];
    Ask::new("ledgers", entering(&ledger), Vec::new(), Form::new(rows), move |form| {
        let wanted = form.get("premises").to_owned();
        let (ledger, begin) = (ledger.clone(), begin.clone());
        if wanted.is_empty() && needed {
            return fault("premises", "请写是哪家单位的。");
        }
        if wanted.is_empty() {
            return office(move |office| {
                Ok(Done::said("").next(new_row(office, ledger, None, begin, today)?))
            });
        }
        office(move |office| {
            let entry = office.find_premises(&wanted)?.entry;
            let premises = Some((entry.id, entry.name));
            Ok(Done::said("").next(new_row(office, ledger, premises, begin, today)?))
        })
    })
}

/// The window in which a row is put right.
fn ask_edit(ledger: Ledger, stored: &Stored, name: &str, today: NaiveDate) -> Ask {
    let (id, version) = (stored.entry.id, stored.version);
    let title = format!("更正{}", ledger.title);
    let intro = Some(name.to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
    let form = Form::new(filled(&ledger, &stored.entry.fields));
    let label = title.clone();
    Ask::new("ledgers", title, intro, form, move |form| {
        check(form, &ledger, today)?;
        // A field that was emptied is emptied.
        let all: BTreeMap<String, String> = ledger
            .fields
            .iter()
            .map(|field| (field.id.clone(), fields::said(form, field, today)))
            .collect();
        office(move |office| {
            let entry = office.edit_entry(id, &all, Some(version))?;
            let more = adds_up(office, &entry)?;
            Ok(Done::said(format!("已更正，原来的内容留在留痕里。{more}")))
        })
    })
    .kept(format!("entry/{id}"), label)
}

/// What a row is graded, what the penalties of its premises come to with it (安全生产法 第一百一十三条), or how grave an
/// accident is and whether it was reported in time; empty for another ledger.
fn adds_up(office: &mut Office, entry: &Entry) -> Result<String, Refusal> {
    if let Some(rating) = office.rating_of(entry) {
        return Ok(format!("按各项计分：{}。", rating.says()));
    }
    if let Some(followed) = office.decided_after(entry)? {
        return Ok(followed.says());
    }
    let flag = office.penalties_after(entry)?;
    let flag = flag.map(|flag| format!("{}。", terms::penalty_flag(&flag)));
    let graded = office.accident_after(entry)?.map(|words| format!("{words}。"));
    Ok(flag.or(graded).unwrap_or_default())
}

/// Opens a row to put it right.
pub fn edit(ledger: Ledger, stored: &Stored, cx: &mut Cx) {
    let ask = ask_edit(ledger, stored, "", cx.shared.today());
    cx.open(ask);
}

/// Opens a ledger by its code, at one row when it is named.
pub fn open(code: String, entry: Option<Id>, cx: &mut Cx) {
    cx.open(Fetch { code, entry });
}

/// The moment in which the ledger is read.
struct Fetch {
    code: String,
    entry: Option<Id>,
}

impl Screen for Fetch {
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
        let (code, entry) = (self.code.clone(), self.entry);
        cx.ask(
            move |office| office.ledger(&code),
            move |_: &mut Fetch, result, cx| match result {
                Ok(ledger) => cx.replace(Entries::at(ledger, entry)),
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        if key.code == Code::Esc {
            cx.back();
        }
    }
}

/// Goes on with a new row that was left half filled.
pub fn resume(code: &str, of: Option<Id>, cx: &mut Cx) {
    cx.open(Resuming { code: code.to_owned(), of, begin: None });
}

/// The row that a regular work asks for, with what is known of it in place.
pub fn begin(code: String, begin: Begin, cx: &mut Cx) {
    cx.open(Resuming { code, of: None, begin: Some(begin) });
}

/// The moment in which the ledger and its premises are read.
struct Resuming {
    code: String,
    of: Option<Id>,
    begin: Option<Begin>,
}

impl Screen for Resuming {
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
        let (code, of, today) = (self.code.clone(), self.of, cx.shared.today());
        let begin = self.begin.clone();
        cx.ask(
            move |office| {
                let premises = match of {
                    Some(id) => Some((id, office.find_premises(&id.to_string())?.entry.name)),
                    None => None,
                };
                let Some(ledger) = office.library().ledger(&code).cloned() else { return Ok(None) };
                // A work of the office itself; whose it is has to be asked where it is always somebody's.
                if begin.is_some() && ledger.needs_premises() {
                    return Ok(Some(ask_which(ledger, begin.unwrap_or_default(), today)));
                }
                new_row(office, ledger, premises, begin.unwrap_or_default(), today).map(Some)
            },
            |_: &mut Resuming, result, cx| match result {
                Ok(Some(ask)) => cx.replace(ask),
                Ok(None) => cx.replace(Ledgers::default()),
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
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

/// The window of a new row, with what is known in place: of the premises, of the unit, of the work it is about.
fn new_row(
    office: &mut Office,
    ledger: Ledger,
    premises: Option<(Id, String)>,
    begin: Begin,
    today: NaiveDate,
) -> Result<Ask, Refusal> {
    let mut known = office.entry_proposals(&ledger.code, premises.as_ref().map(|(id, _)| *id))?;
    known.extend(begin.fields);
    let places = if premises.is_none() { office.places() } else { Vec::new() };
    let place = begin.place.or_else(|| Some(places.first()?.0.clone()));
    Ok(ask_new(ledger, premises, (places, place), &known, today))
}

/// Where there are several communities, whose row it is.
fn place_row(places: &[(UnitPath, String)], chosen: Option<&UnitPath>) -> Option<Row> {
    let options = places.iter().map(|(path, name)| (path.to_string(), name.clone()));
    let chosen = chosen.map(UnitPath::to_string).unwrap_or_default();
    (places.len() > 1).then(|| pick(PLACE, "登记到", options, &chosen))
}

fn ask_new(
    ledger: Ledger,
    premises: Option<(Id, String)>,
    (places, place): (Vec<(UnitPath, String)>, Option<UnitPath>),
    known: &BTreeMap<String, String>,
    today: NaiveDate,
) -> Ask {
    let (of, name) = premises.map(|(id, name)| (id.to_string(), name)).unzip();
    let title = entering(&ledger);
    let label = format!("{title} {}", name.as_deref().unwrap_or_default()).trim_end().to_owned();
    let subject = format!("entry/{}/{}", ledger.code, of.as_deref().unwrap_or_default());
    let mut rows: Vec<Row> = place_row(&places, place.as_ref()).into_iter().collect();
    rows.extend(filled(&ledger, known));
    Ask::new("ledgers", title, name.into_iter().collect(), Form::new(rows), move |form| {
        check(form, &ledger, today)?;
        let code = ledger.code.clone();
        let fields = fields::typed(form, &ledger.fields, today);
        let community = UnitPath::parse(form.get(PLACE));
        let typed = Typed { premises: of.clone(), community, fields, ..Typed::default() };
        office(move |office| {
            let entry = office.add_entry(&code, &typed)?;
            Ok(Done::said(format!("已登记。{}", adds_up(office, &entry)?)))
        })
    })
    .kept(subject, label)
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
        match self.papers.is_empty() {
            true => &[Command::New, Command::Edit, Command::Void, Command::Print],
            false => &[Command::New, Command::Edit, Command::Act, Command::Void, Command::Print],
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
        // Where there is room each field has its column; else a row is told in one line.
        let wide = columns::is_wide(area.width) && !look.plain;
        let whose = self.premises.is_none() && self.ledger.about != About::None;
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
            let (stored, contact) = self.entries.as_ref()?.get(at)?;
            let void = stored.entry.void.is_some();
            let mut cells = vec![stored.entry.on.to_string(), contact.name.clone()];
            if wide {
                cells.extend(self.values(stored));
                cells.push(contact.person_in_charge.clone());
                cells.push(contact.phone.clone());
            } else {
                cells.push(self.words(stored));
            }
            Some((cells, if void { look.quiet() } else { look.plain() }))
        });
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
            Command::New => self.begin(cx),
            Command::Act => {
                let row = self.chosen().map(|(stored, _)| stored);
                acts::open(&self.ledger, row, &self.papers, cx);
            }
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
                    let (stored, Contact { name, .. }) = chosen;
                    let today = cx.shared.today();
                    cx.open(ask_edit(self.ledger.clone(), stored, name, today));
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
