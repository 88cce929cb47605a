//! 检查: the checklist as on the paper, group by group. All normal first, then the exceptions; digits answer,
//! letters find an item, Enter on a bad answer tells about the hazard.

mod draft;
mod hazard;
mod paint;
mod save;
mod sheet;
mod waiting;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use self::sheet::{Row, Sheet};
use super::{
    ask::{Ask, Unnamed, sentences},
    choose::{Choose, choice},
    window::Window,
};
use crate::{
    domain::{answer::Answer, id::Id},
    form::{
        answers::{self},
        checklist::Checklist,
        hazard_draft::HazardEntry,
    },
    office::{drafts::Draft, finder::Narrow, lapsed::Ground},
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key, written},
        screen::{Cx, Explained, Hint, Screen, hint},
        shared::Shared,
        widget::field::{Field, Takes},
    },
};

/// The checklist of the community's rounds.
const FORM: &str = "table4";
pub use crate::office::drafts::INSPECTION as DRAFT;
/// How the window of a hazard is called among the drafts.
const HAZARD: &str = "表四的隐患";
/// The window of the last questions, by its name below the sheet's.
const SAVE: &str = "save";

/// One thing to be put right before the sheet can be saved, and where.
#[derive(Clone, Debug, PartialEq)]
struct Problem {
    row: Option<Row>,
    /// The field of the hazard's window that it is about.
    field: Option<&'static str>,
    text: String,
}

pub struct Inspection {
    premises: Id,
    name: String,
    sheet: Option<Sheet>,
    /// The row that the next key acts on.
    at: usize,
    find: Field,
    problems: Vec<Problem>,
    refused: Vec<String>,
    /// The window that opens once the sheet is read, by its name below it, and its draft.
    opens: Option<(String, Draft)>,
}

/// What is read before the first key.
struct Before {
    form: Checklist,
    last: Option<Last>,
    /// 场所性质 as the record knows it.
    nature: Vec<usize>,
    draft: Option<String>,
    /// Items that were found at other premises of the street.
    elsewhere: BTreeMap<String, u32>,
    /// Items that ledgers answer.
    grounds: Vec<Ground>,
    /// Hazards whose window was left before it was done.
    left: usize,
    /// Why a visit of today could not be saved.
    closed: Option<String>,
}

/// The visit before this one on the same form.
#[derive(Clone, Debug, PartialEq)]
struct Last {
    id: Id,
    on: chrono::NaiveDate,
    answers: Vec<Answer>,
}

impl Inspection {
    pub fn of(premises: Id, name: &str) -> Inspection {
        Inspection {
            premises,
            name: name.to_owned(),
            sheet: None,
            at: 0,
            find: Field::new(Takes::Half, 20),
            problems: Vec::new(),
            refused: Vec::new(),
            opens: None,
        }
    }

    /// The same at one of its windows in which something was left half told.
    pub fn at_window(self, window: String, draft: Draft) -> Inspection {
        Inspection { opens: Some((window, draft)), ..self }
    }

    fn row(&self) -> Option<Row> {
        self.sheet.as_ref()?.rows().get(self.at).copied()
    }

    /// Keeps what has been filled in so far; of what was told to be wrong only what is so still stands.
    fn keep(&mut self, cx: &mut Cx) {
        let Some(sheet) = &self.sheet else { return };
        if !self.problems.is_empty() {
            let wrong = save::wrong(sheet);
            self.problems.retain(|told| wrong.iter().any(|one| one.text == told.text));
        }
        let subject = self.premises.to_string();
        let title = format!("{} {}", self.name, sheet.form.caption);
        let body = draft::write(sheet);
        cx.tell(move |office| office.save_draft(DRAFT, &subject, &title, &body));
    }

    fn answer(&mut self, item: usize, answer: Answer, cx: &mut Cx) {
        let Some(sheet) = &mut self.sheet else { return };
        sheet.remember(self.at, format!("“{}”的答案", sheet.named(item)));
        sheet.answer(item, answer);
        self.keep(cx);
    }

    fn go(&mut self, row: Row) {
        if let Some(at) = self
            .sheet
            .as_ref()
            .and_then(|sheet| sheet.rows().iter().position(|known| *known == row))
        {
            self.at = at;
        }
    }

    fn step(&mut self, code: Code) {
        let Some(sheet) = &self.sheet else { return };
        let rows = sheet.rows();
        let last = rows.len().saturating_sub(1);
        self.at = match code {
            Code::Up | Code::BackTab => self.at.saturating_sub(1),
            Code::Down | Code::Tab => (self.at + 1).min(last),
            Code::Home => 0,
            Code::End => last,
            // To the next group of the paper, or the one before.
            Code::PageDown => sheet.group_after(self.at),
            Code::PageUp => sheet.group_before(self.at),
            _ => self.at,
        };
    }

    /// A digit: the option of that number. A good answer goes on to the next item.
    fn digit(&mut self, digit: usize, cx: &mut Cx) {
        let Some((Row::Item(item), sheet)) = self.row().zip(self.sheet.as_ref()) else { return };
        let Some(asked) = sheet.item(item) else { return };
        let index = match digit.checked_sub(1) {
            Some(index) if index < asked.options.len() => index,
            _ => return cx.alarm(format!("这一项只有{}个选项。", asked.options.len())),
        };
        let answer = Answer::Option(index as u8);
        let bad = answers::is_bad(asked, answer);
        self.answer(item, answer, cx);
        if bad {
            cx.say("按 Enter 写明隐患；不写就用表里的说法，限期整改。");
        } else {
            self.step(Code::Down);
        }
    }

    /// Letters look for an item and go there.
    fn look_for(&mut self, key: Key, cx: &mut Cx) {
        if self.find.key(key) {
            self.found(cx);
        }
    }

    /// Whether a key belongs to the search: part of a pasted text, or typed behind what is not on the sheet. It answers
    /// no item then.
    fn is_sought(&self, key: Key) -> bool {
        let wanted = self.find.text().to_lowercase();
        let sheet = self.sheet.as_ref();
        key.typed().is_some()
            && (key.pasted || sheet.is_some_and(|sheet| sheet.find(&wanted).is_none()))
    }

    fn found(&mut self, cx: &mut Cx) {
        let wanted = self.find.text().trim().to_lowercase();
        let Some(sheet) = &self.sheet else { return };
        match sheet.find(&wanted) {
            Some(row) if !wanted.is_empty() => self.go(row),
            None => {
                let add = written(Command::AddHazard.keys()[0]);
                // One line: the field that is typed in stands over it.
                let mut head: String = wanted.chars().take(8).collect();
                if head != wanted {
                    head.push('…');
                }
                if let Some(other) = self.meant(&wanted, cx.shared) {
                    let inspect = written(Command::Inspect.keys()[0]);
                    return cx.say(format!(
                        "这张是“{}”的检查表。要查“{other}”，按 Esc 清掉，再按 Esc 离开，按 {inspect} 选。",
                        self.name
                    ));
                }
                cx.say(match wanted.contains(|c: char| c.is_ascii_digit()) {
                    true => format!("表上没有“{head}”，数字没有当作答案。按 Esc 清掉再找。"),
                    false => {
                        format!("表上没有“{head}”。按 Esc 清掉再找；表上没有的隐患按 {add} 加。")
                    }
                });
            }
            Some(_) => {}
        }
    }

    /// Other premises of the register whose name was typed, as if the sheet asked for one.
    fn meant<'s>(&self, typed: &str, shared: &'s Shared) -> Option<&'s str> {
        if typed.chars().count() < 2 {
            return None;
        }
        let finder = shared.finder.as_ref()?;
        let found = finder.find(typed, &Narrow::default());
        let mut named = found.into_iter().map(|at| finder.entry(at));
        named.find(|entry| entry.id != self.premises).map(|entry| entry.name)
    }

    /// A window of this sheet that keeps what is typed in it.
    fn keeping(&self, ask: Unnamed, window: &str, what: &str) -> Ask {
        let about = format!("{}/{window}", self.premises);
        ask.kept(Window::Sheet, about, format!("{} {what}", self.name))
    }

    fn enter(&mut self, cx: &mut Cx) {
        let Some((row, sheet)) = self.row().zip(self.sheet.as_ref()) else { return };
        match row {
            Row::Nature => cx.open(self.natures(sheet, cx)),
            Row::Item(_) | Row::Extra(_) | Row::Blank(..) => match self.window(row, cx) {
                Some(ask) => cx.open(ask),
                None => self.step(Code::Down),
            },
        }
    }

    /// The window about the hazard of a row, where it has one.
    fn window(&self, row: Row, cx: &Cx) -> Option<Ask> {
        let sheet = self.sheet.as_ref()?;
        match row {
            Row::Item(item) if sheet.is_bad(item) => {
                let ask = hazard::of_item(sheet, item, cx);
                let ask = self.keeping(ask, &format!("item{item}"), HAZARD);
                Some(ask.beside(hazard::clauses(self.premises, cx)))
            }
            Row::Extra(index) => {
                let ask = hazard::extra(sheet, Some(index), cx);
                let ask = self.keeping(ask, &format!("extra{index}"), HAZARD);
                Some(ask.beside(hazard::clauses(self.premises, cx)))
            }
            Row::Item(_) | Row::Blank(..) | Row::Nature => None,
        }
    }

    /// The window about a hazard that no item asks for.
    fn new_hazard(&self, cx: &Cx) -> Option<Ask> {
        let ask = hazard::extra(self.sheet.as_ref()?, None, cx);
        let ask = self.keeping(ask, "new", HAZARD);
        Some(ask.beside(hazard::clauses(self.premises, cx)))
    }

    /// 场所性质: several may hold; choosing one ticks it or takes the tick away.
    fn natures(&self, sheet: &Sheet, cx: &Cx) -> Choose {
        let id = cx.id();
        let options =
            sheet.form.nature.as_ref().map(|nature| nature.options.as_slice()).unwrap_or_default();
        let choices = options
            .iter()
            .enumerate()
            .map(|(index, option)| {
                let sign = if sheet.nature.contains(&index) { "[x]" } else { "[ ]" };
                choice(format!("{sign} {option}"), move |cx| {
                    cx.send(id, move |screen: &mut Inspection, cx| {
                        if let Some(sheet) = &mut screen.sheet {
                            sheet.remember(screen.at, "场所性质");
                            sheet.toggle_nature(index);
                        }
                        screen.keep(cx);
                    });
                })
            })
            .collect();
        Choose::new("inspection", "场所性质（可以选几项）", choices)
    }

    /// Ctrl+Z goes back within the sheet, which is no deed yet and asks for no reason.
    fn take_back(&mut self, cx: &mut Cx) {
        let Some((at, what)) = self.sheet.as_mut().and_then(Sheet::take_back) else {
            return cx.say("打开这张检查表以后没有改过，没有可撤销的。要撤销本机办过的上一步，请先按 Esc 离开检查表。");
        };
        self.at = at;
        self.problems.clear();
        self.keep(cx);
        cx.say(format!("已撤回：{what}。"));
    }

    fn put_entry(
        &mut self,
        item: Option<usize>,
        index: Option<usize>,
        entry: HazardEntry,
        cx: &mut Cx,
    ) {
        let Some(sheet) = &mut self.sheet else { return };
        sheet.remember(self.at, "写明的隐患");
        match (item, index) {
            (Some(item), _) => {
                sheet.entries.insert(item, entry);
            }
            (None, Some(index)) if index < sheet.extra.len() => sheet.extra[index] = entry,
            (None, _) => {
                sheet.extra.push(entry);
                let row = Row::Extra(sheet.extra.len() - 1);
                self.go(row);
            }
        }
        self.keep(cx);
    }
}

impl Screen for Inspection {
    fn topic(&self) -> &'static str {
        "inspection"
    }

    fn title(&self, _: &Shared) -> String {
        match &self.sheet {
            Some(sheet) => format!(
                "{} {}  已答{}/{} 隐患{}",
                sheet.form.caption,
                self.name,
                sheet.answered(),
                sheet.answers.len(),
                sheet.hazard_count()
            ),
            None => format!("检查 {}", self.name),
        }
    }

    fn field(&self) -> Option<Explained> {
        let Some(Row::Item(item)) = self.row() else { return None };
        self.sheet.as_ref()?.explained(item)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("数字", "答"),
            hint("空格", "不涉及"),
            hint("Del", "未查"),
            hint("字母", "找项"),
            hint("Enter", "写隐患"),
            hint("Esc", "存草稿"),
        ];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::AllNormal, Command::Save, Command::AddHazard, Command::Undo]
    }

    fn shown(&mut self, cx: &mut Cx) {
        if self.sheet.is_some() {
            return;
        }
        let premises = self.premises.to_string();
        cx.ask(
            move |office| {
                let form = office.checklist(FORM)?;
                let dossier = office.dossier(&premises)?;
                let nature = office.known_nature(&form, &dossier.stored.entry)?;
                let newest = dossier.inspections.into_iter().find(|visit| visit.form == FORM);
                let last =
                    newest.map(|visit| Last { id: visit.id, on: visit.on, answers: visit.answers });
                let draft = office.draft(DRAFT, &premises)?.map(|draft| draft.body);
                let left = waiting::left(office, &premises)?.len();
                let today = office.today();
                let closed = office.check_visited(&dossier.stored.entry, today).err();
                let closed = closed.map(|refusal| refusal.to_string());
                let elsewhere = office.found_elsewhere(&dossier.stored.entry, &form)?;
                let grounds = office.grounds(&dossier.stored.entry, &form, today)?;
                Ok(Before { form, last, nature, draft, elsewhere, grounds, left, closed })
            },
            |screen: &mut Inspection, result, cx| match result {
                Ok(before) => {
                    let mut sheet = Sheet::new(before.form, before.last, before.nature);
                    sheet.elsewhere = before.elsewhere;
                    if let Some(body) = before.draft {
                        if draft::read(&body, &mut sheet) {
                            let left = match before.left {
                                0 => String::new(),
                                left => format!("另有{left}条隐患写到一半，按 Ctrl+S 时会问。"),
                            };
                            cx.say(format!("接着上次没填完的草稿。{left}"));
                        } else {
                            cx.alarm("上次的草稿是按另一版检查表填的，没有用上。");
                        }
                    }
                    let laid = sheet.lay(before.grounds);
                    if laid > 0 {
                        cx.say(format!(
                            "台账里有证照、设备到期，{laid}项已按台账答好，到那一项看下面一行。"
                        ));
                    }
                    if let Some(why) = before.closed {
                        cx.alarm(why);
                    }
                    screen.at = sheet.first_open();
                    screen.sheet = Some(sheet);
                    screen.open_again(cx);
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        match &self.sheet {
            Some(sheet) => paint::sheet(canvas, area, sheet, self.at, &self.find, &self.problems),
            None if self.refused.is_empty() => {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", canvas.look.plain());
            }
            None => canvas.refused(area, area.y + 1, &self.refused),
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.sheet.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let Some(row) = self.row() else {
            if key.code == Code::Esc {
                cx.back();
            }
            return;
        };
        match (row, key.code) {
            (_, Code::Esc) if !self.find.is_empty() => self.find.clear(),
            (_, Code::Esc) => {
                cx.back();
                if self.sheet.as_ref().is_some_and(Sheet::is_touched) {
                    cx.say("没填完的存为草稿了，在“今日”里接着填。");
                }
            }
            (
                _,
                Code::Up | Code::Down | Code::Tab | Code::BackTab | Code::PageUp | Code::PageDown,
            ) => self.step(key.code),
            (_, Code::Enter) => self.enter(cx),
            (Row::Blank(item, blank), _) => {
                if let Some(sheet) = &mut self.sheet
                    && sheet.blank_key(item, blank, key)
                {
                    self.keep(cx);
                }
            }
            _ if self.is_sought(key) => return self.look_for(key, cx),
            (_, Code::Home | Code::End) => self.step(key.code),
            (Row::Item(item), Code::Char(' ')) => {
                self.answer(item, Answer::NotApplicable, cx);
                self.step(Code::Down);
            }
            (Row::Item(item), Code::Delete) => self.answer(item, Answer::Unchecked, cx),
            (Row::Extra(index), Code::Delete) => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.remember(self.at, "删去的隐患");
                    sheet.extra.remove(index);
                    self.at = self.at.min(sheet.rows().len().saturating_sub(1));
                }
                self.keep(cx);
            }
            (Row::Item(_), _) if key.digit().is_some() => self.digit(key.digit().unwrap_or(0), cx),
            _ => return self.look_for(key, cx),
        }
        // Whatever is done with what was found, the search for it is over.
        self.find.clear();
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let Some(sheet) = &mut self.sheet else { return };
        self.find.clear();
        match command {
            Command::Undo => self.take_back(cx),
            Command::AllNormal => {
                sheet.remember(self.at, "全部正常");
                let (fine, absent) = sheet.all_normal();
                self.keep(cx);
                let absent = match absent {
                    0 => String::new(),
                    count => format!("，{count}项同上次答为不涉及"),
                };
                cx.say(format!("{fine}项答为正常{absent}。有问题的项再改，改好按 Ctrl+S 保存。"));
            }
            Command::AddHazard => {
                if let Some(window) = self.new_hazard(cx) {
                    cx.open(window);
                }
            }
            Command::Save => self.when_told(cx, Inspection::finish),
            _ => {}
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if let (Some(Row::Blank(item, blank)), Some(sheet)) = (self.row(), &mut self.sheet) {
            sheet.blank_paste(item, blank, text);
            self.keep(cx);
        } else if self.find.paste(text) {
            self.found(cx);
        }
    }
}
