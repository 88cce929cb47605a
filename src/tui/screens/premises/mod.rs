//! 企业: the register. Typing searches at once, by Chinese, pinyin, initials, credit code and phone.

pub mod filter;
pub mod form;
pub mod import;
mod lists;
pub mod page;
mod trail;
pub mod unfit;

use ratatui::layout::Rect;

use super::{
    contacts::{self, Contacts, Scrolled},
    inspection::Inspection,
};
use crate::{
    domain::id::Id,
    office::{
        beside::Contact,
        finder::{Entry, Finder, Narrow, News},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{self, Column, always, further, table},
            field::{Field, Takes},
            list::Cursor,
        },
    },
};
use trail::Trail;

/// What Enter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Opens the page of the premises.
    Look,
    /// Goes straight to the checklist.
    Inspect,
}

pub struct Premises {
    purpose: Purpose,
    find: Field,
    narrow: Narrow,
    chosen_by: filter::Chosen,
    trail: Trail,
    /// What the office was asked for last, by address.
    sought: String,
    cursor: Cursor,
    contacts: Contacts,
}

/// Signs of an address that are looked for.
const FEW: usize = 2;

const COLUMNS: [Column; 8] = [
    always("单位", 38).rest(),
    further("地址", 26, 3).up_to(24),
    further("负责人", 10, 1).up_to(6),
    further("电话", 13, 2).up_to(12),
    always("", 6),
    always("状态", 6),
    always("上次检查", 12),
    always("未销号", 8),
];

/// Reads the register into the desk's memory, once: the first rows for the first frame, the rest behind.
pub fn read_register(cx: &mut Cx) {
    if !cx.shared.finder_asked {
        return reread(cx);
    }
    if cx.shared.finder.is_none() {
        return;
    }
    let since = cx.shared.finder_stamp;
    cx.load(
        move |office| office.finder_news(since),
        |shared, result| {
            let (Some(finder), Ok((stamp, news))) = (&mut shared.finder, result) else { return };
            shared.finder_stamp = stamp;
            match news {
                News::Few(few) => {
                    for (id, found) in few {
                        match found {
                            Some(found) => drop(finder.replace(&found)),
                            None => drop(finder.remove(id)),
                        }
                    }
                }
                News::Many(all) => *finder = *all,
            }
        },
    );
}

/// Reads the register anew, behind the screens.
pub fn reread(cx: &mut Cx) {
    cx.share(|shared| shared.finder_asked = true);
    cx.load(
        |office| Ok((office.finder_stamp()?, office.finder()?)),
        |shared, result| match result {
            Ok((stamp, finder)) => (shared.finder, shared.finder_stamp) = (Some(finder), stamp),
            // The next screen that wants it asks again.
            Err(_) => shared.finder_asked = false,
        },
    );
}
impl Premises {
    pub fn new() -> Premises {
        Premises {
            purpose: Purpose::Look,
            find: Field::new(Takes::Half, 40),
            narrow: Narrow::default(),
            chosen_by: filter::Chosen::default(),
            trail: Trail::default(),
            sought: String::new(),
            cursor: Cursor::default(),
            contacts: Contacts::default(),
        }
    }

    /// The same list, to choose whom to inspect.
    pub fn to_inspect() -> Premises {
        Premises { purpose: Purpose::Inspect, ..Premises::new() }
    }

    /// Only those of one grid, community or street, which is called so.
    pub fn in_unit(unit: crate::domain::unit::UnitPath, name: String) -> Premises {
        let narrow = Narrow { grid: Some(unit), ..Narrow::default() };
        Premises { narrow, chosen_by: filter::Chosen::of(name), ..Premises::new() }
    }

    /// Only those that no grid has.
    pub fn orphans() -> Premises {
        let narrow = Narrow { orphan: true, ..Narrow::default() };
        Premises { narrow, ..Premises::new() }
    }

    fn search(&mut self, finder: &Finder) {
        self.trail.go(self.find.text(), finder, &self.narrow);
        self.cursor = Cursor::default();
    }

    /// Where no name has what was typed, an address may: the office is asked, and the desk does not wait for it.
    fn seek(&mut self, cx: &mut Cx) {
        let typed = self.find.text().trim().to_owned();
        let nothing = self.trail.found().is_some_and(<[u32]>::is_empty);
        if !nothing || typed.chars().count() < FEW || typed.is_ascii() || typed == self.sought {
            return;
        }
        self.sought.clone_from(&typed);
        let asked = typed.clone();
        cx.ask(
            move |office| office.addressed(&asked),
            move |screen: &mut Premises, result, cx| {
                let (Ok(ids), Some(finder)) = (result, &cx.shared.finder) else { return };
                // Something else is typed meanwhile, or something is found.
                let late = screen.find.text().trim() != typed;
                if late || !screen.trail.found().is_some_and(<[u32]>::is_empty) {
                    return;
                }
                screen.trail.put(finder.places_of(&ids, &screen.narrow));
                contacts::look(screen, cx);
            },
        );
    }

    /// After another filter: everything is looked through again.
    fn narrowed(&mut self, finder: Option<&Finder>) {
        self.trail.clear();
        self.sought.clear();
        if let Some(finder) = finder {
            self.search(finder);
        }
    }

    fn len(&self, finder: &Finder) -> usize {
        self.trail.found().map_or(finder.len(), <[u32]>::len)
    }

    fn entry<'f>(&self, finder: &'f Finder, at: usize) -> Option<Entry<'f>> {
        let index = match self.trail.found() {
            Some(found) => *found.get(at)?,
            None => u32::try_from(at).ok().filter(|at| (*at as usize) < finder.len())?,
        };
        ((index as usize) < finder.len()).then(|| finder.entry(index))
    }

    fn chosen(&self, shared: &Shared) -> Option<(Id, String)> {
        let entry = self.entry(shared.finder.as_ref()?, self.cursor.at)?;
        Some((entry.id, entry.name.to_owned()))
    }
}

impl Default for Premises {
    fn default() -> Premises {
        Premises::new()
    }
}

impl Screen for Premises {
    fn topic(&self) -> &'static str {
        "premises"
    }

    fn title(&self, shared: &Shared) -> String {
        let what = match self.purpose {
            Purpose::Look => "企业",
            Purpose::Inspect => "检查哪一家",
        };
        match &shared.finder {
            Some(finder) => format!("{what}  {}/{}家", self.len(finder), finder.len()),
            None => what.to_owned(),
        }
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("打字", "查找"), hint("Enter", "打开")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[
            Command::Inspect,
            Command::New,
            Command::Edit,
            Command::Change,
            Command::Filter,
            Command::Import,
            Command::UndoImport,
        ]
    }

    fn shown(&mut self, cx: &mut Cx) {
        read_register(cx);
        self.updated(cx);
    }

    /// Entries may have changed, or come only now: what was typed is looked for; the chosen line stays.
    fn updated(&mut self, cx: &mut Cx) {
        if let Some(finder) = &cx.shared.finder {
            let at = self.cursor;
            self.narrowed(Some(finder));
            self.cursor = at;
            self.cursor.keep(self.len(finder));
        }
        self.seek(cx);
        self.contacts.forget();
        contacts::look(self, cx);
    }

    fn resized(&mut self, cx: &mut Cx) {
        contacts::look(self, cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        let used = canvas.put(area.x + 1, area.y, 8, "查找：", look.plain());
        let filters = filter::words(&self.narrow, &self.chosen_by);
        let width = look.width(&filters).min(40);
        canvas.put(area.right() - width - 1, area.y, width, &filters, look.notice());
        let Some(finder) = &shared.finder else {
            canvas.put(area.x + 2, area.y + 2, 30, "正在读取名册..", look.plain());
            return;
        };
        let list = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let len = self.len(finder);
        table(canvas, list, self.cursor, len, &COLUMNS, |at| {
            let entry = self.entry(finder, at)?;
            let alike = !columns::is_wide(shared.size.0) && self.is_namesake(at, shared);
            Some((cells(&entry, self.contacts.of(entry.id), alike), look.plain()))
        });
        if len == 0 {
            let text = if finder.is_empty() {
                "名册是空的。按 Ctrl+O 导入表格，或按 Ctrl+N 新增一家。"
            } else {
                "没有找到。可以打中文、拼音、首字母、信用代码、电话或地址；Esc 清除。"
            };
            canvas.cell(area.x + 2, area.y + 2, area.width - 4, text, look.plain());
        }
        let field = Rect {
            x: area.x + 1 + used,
            y: area.y,
            width: area.width - used - width - 4,
            height: 1,
        };
        self.find.draw(canvas, field, true);
    }

    /// Letters are taken at once; what acts on a line waits for the lines.
    fn waits(&self, key: Key, shared: &Shared) -> bool {
        shared.finder.is_none() && !self.find.takes_key(key)
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let shared = cx.shared;
        let Some(finder) = &shared.finder else {
            self.find.key(key);
            return;
        };
        let len = self.len(finder);
        match key.code {
            Code::Esc if !self.find.is_empty() || self.narrow != Narrow::default() => {
                self.find.clear();
                self.narrow = Narrow::default();
                self.narrowed(Some(finder));
            }
            Code::Esc => cx.back(),
            Code::Enter => match self.chosen(shared) {
                Some((id, name)) if self.purpose == Purpose::Inspect => {
                    cx.open(Inspection::of(id, &name))
                }
                Some((id, _)) => cx.open(page::Page::of(id)),
                None => {}
            },
            _ if self.cursor.key(key, len, 20) => {}
            _ => {
                if self.find.key(key) {
                    self.search(finder);
                }
            }
        }
        self.seek(cx);
        contacts::look(self, cx);
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let chosen = self.chosen(cx.shared);
        match (command, chosen) {
            (Command::New, _) => form::open_new(cx),
            (Command::Filter, _) => filter::open(cx),
            (Command::Import, _) => import::open(cx),
            (Command::UndoImport, _) => import::open_undo(cx),
            (Command::Inspect, Some((id, name))) => cx.open(Inspection::of(id, &name)),
            (Command::Edit, Some((id, _))) => form::open_edit(id, cx),
            (Command::Change, Some((id, _))) => form::open_change(id, cx),
            _ => cx.alarm("先选一家。"),
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if self.find.paste(text)
            && let Some(finder) = &cx.shared.finder
        {
            self.search(finder);
            self.seek(cx);
            contacts::look(self, cx);
        }
    }
}

impl Scrolled for Premises {
    fn contacts(&mut self) -> &mut Contacts {
        &mut self.contacts
    }

    fn place(&self, shared: &Shared) -> (Cursor, usize) {
        (self.cursor, shared.finder.as_ref().map_or(0, |finder| self.len(finder)))
    }

    fn premises(&self, at: usize, shared: &Shared) -> Option<Id> {
        Some(self.entry(shared.finder.as_ref()?, at)?.id)
    }

    fn is_namesake(&self, at: usize, shared: &Shared) -> bool {
        let Some(finder) = &shared.finder else { return false };
        let name = |at: usize| self.entry(finder, at).map(|entry| entry.name);
        let own = name(at);
        let beside = [at.checked_sub(1), Some(at + 1)];
        own.is_some() && beside.into_iter().flatten().any(|other| name(other) == own)
    }
}

/// `恒捷鞋材厂   普贤路1号   黄恒捷   13805950001   重点  在产  2026-11-20  隐患2`
fn cells(entry: &Entry, contact: Option<&Contact>, alike: bool) -> Vec<String> {
    let of = |field: fn(&Contact) -> &String| contact.map(field).cloned().unwrap_or_default();
    // Of two with one name the address tells which it is, else who is in charge.
    let told = [of(|contact| &contact.address), of(|contact| &contact.person_in_charge)];
    let told = told.into_iter().find(|words| alike && !words.is_empty());
    vec![
        told.map_or_else(|| entry.name.to_owned(), |words| format!("{}（{words}）", entry.name)),
        of(|contact| &contact.address),
        of(|contact| &contact.person_in_charge),
        of(|contact| &contact.phone),
        if entry.key { "重点" } else { "" }.to_owned(),
        terms::status(entry.state).to_owned(),
        entry.last_on.map_or_else(|| "未查过".to_owned(), |day| day.to_string()),
        match entry.open_hazards {
            0 => String::new(),
            count => format!("隐患{count}"),
        },
    ]
}
