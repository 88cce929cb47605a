//! 企业: the register. Typing searches at once, by Chinese, pinyin, initials, credit code and phone.

pub mod filter;
pub mod form;
pub mod import;
pub mod page;
mod trail;
pub mod unfit;

use ratatui::layout::Rect;

use super::inspection::Inspection;
use crate::{
    domain::id::Id,
    office::finder::{Entry, Finder, Narrow, News},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
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
    cursor: Cursor,
}

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
            cursor: Cursor::default(),
        }
    }

    /// The same list, to choose whom to inspect.
    pub fn to_inspect() -> Premises {
        Premises { purpose: Purpose::Inspect, ..Premises::new() }
    }

    /// Only those of one grid or community.
    pub fn in_unit(unit: crate::domain::unit::UnitPath) -> Premises {
        let narrow = Narrow { grid: Some(unit), ..Narrow::default() };
        Premises { narrow, ..Premises::new() }
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

    /// After another filter: everything is looked through again.
    fn narrowed(&mut self, finder: Option<&Finder>) {
        self.trail.clear();
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
        let rows = usize::from(list.height);
        let len = self.len(finder);
        let top = self.cursor.top(len, rows);
        for row in 0..rows.min(len.saturating_sub(top)) {
            if let Some(entry) = self.entry(finder, top + row) {
                draw_entry(canvas, list, list.y + row as u16, &entry, top + row == self.cursor.at);
            }
        }
        if len == 0 {
            let text = if finder.is_empty() {
                "名册是空的。按 Ctrl+O 导入表格，或按 Ctrl+N 新增一家。"
            } else {
                "没有找到。可以打中文、拼音、首字母、信用代码或电话；Esc 清除。"
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
        }
    }
}

/// `> 恒捷鞋材厂            重点  在产  上次 11-20  隐患 2`
fn draw_entry(canvas: &mut Canvas, area: Rect, y: u16, entry: &Entry, chosen: bool) {
    let look = canvas.look;
    let style = if chosen { look.selected() } else { look.plain() };
    canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
    let tail: u16 = 34;
    let name = area.width.saturating_sub(tail + 2);
    canvas.cell(area.x + 1, y, name, entry.name, style);
    let mut x = area.x + 1 + name;
    let last = entry.last_on.map(|day| day.to_string()).unwrap_or_else(|| "未查过".into());
    let hazards = if entry.open_hazards > 0 {
        format!("隐患{}", entry.open_hazards)
    } else {
        String::new()
    };
    for (columns, text) in [
        (6, if entry.key { "重点" } else { "" }),
        (6, terms::status(entry.state)),
        (12, last.as_str()),
        (9, hazards.as_str()),
    ] {
        canvas.cell(x, y, columns, text, style);
        x += columns;
    }
    canvas.blank(x, y, area.right().saturating_sub(x), style);
}
