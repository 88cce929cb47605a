//! 事项: transfers, supervisions and events, what waits longest first; Enter goes to what can be done.

mod acts;
mod links;
mod opening;

pub use acts::{again, open};
pub use links::see;
pub use opening::{
    Start, ask_community, ask_event, ask_event_about, ask_supervision, ask_transfer,
};

use ratatui::layout::Rect;

use super::{
    ask::sentences,
    barred::Barred,
    choose::{Choose, choice},
    days::note_year,
};
use crate::{
    domain::{event, id::Id, matter::MatterKind, permission::Deed, supervision, transfer},
    office::{
        Refusal,
        beside::Contact,
        matters::{Filter, Line},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{self, Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            list::Cursor,
        },
    },
};

/// Lines that are read at once; at their end as many more are.
const MOST: u32 = 500;

/// What a transfer waits for, by its name.
#[derive(Clone, Copy)]
struct Only {
    name: &'static str,
    waits: fn(transfer::StateKind) -> bool,
}

const UNANSWERED: Only =
    Only { name: "已抄告未回复", waits: transfer::StateKind::awaits_reply };
const UNFED: Only =
    Only { name: "已接收未反馈", waits: transfer::StateKind::awaits_feedback };

type Told = (Line, Contact, Option<event::Source>);

const COLUMNS: [Column; 8] = [
    always("期限", 10),
    always("事项", 9),
    always("所在环节", 11),
    always("内容", 40).rest(),
    further("登记", 10, 1),
    further("来源", 6, 2),
    further("单位", 18, 3).up_to(14),
    further("电话", 13, 4),
];

#[derive(Default)]
pub struct Matters {
    /// Closed ones too.
    all: bool,
    kind: Option<MatterKind>,
    /// Of transfers, only those that wait like this.
    only: Option<Only>,
    /// Each with its premises and, for an event, how it came to the desk.
    lines: Option<Vec<Told>>,
    /// A year of their last days whose days off are not published.
    unpublished: Option<i32>,
    refused: Vec<String>,
    cursor: Cursor,
    /// So many times as many lines are read as at first.
    pages: u32,
    /// There may be more of them.
    more: bool,
}

impl Matters {
    fn len(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }

    fn read(&mut self, cx: &mut Cx) {
        let (kind, open, limit) = (self.kind, !self.all, MOST * self.pages.max(1));
        cx.ask(
            move |office| {
                let filter = Filter { open, limit: Some(limit), ..Filter::default() };
                let lines = office.matters(kind, &filter)?;
                let premises: Vec<Id> = lines.iter().filter_map(|line| line.premises).collect();
                let events = lines.iter().filter(|line| line.kind == MatterKind::Event);
                let sources = office.sources(&events.map(|line| line.id).collect::<Vec<Id>>())?;
                let contacts = office.contacts(&premises)?;
                let due = lines.iter().filter(|line| line.is_open).filter_map(|line| line.due);
                let unpublished = office.unpublished(due);
                let told = lines.into_iter().map(|line| {
                    let contact = line.premises.and_then(|id| contacts.get(&id)).cloned();
                    let source = sources.get(&line.id).copied();
                    (line, contact.unwrap_or_default(), source)
                });
                Ok((told.collect::<Vec<Told>>(), unpublished))
            },
            move |screen: &mut Matters, result, _| match result {
                Ok((mut lines, unpublished)) => {
                    screen.more = lines.len() as u32 >= limit;
                    screen.unpublished = unpublished;
                    if let Some(only) = screen.only {
                        lines.retain(|(line, ..)| {
                            transfer::StateKind::from_code(&line.state).is_some_and(only.waits)
                        });
                    }
                    screen.cursor.keep(lines.len());
                    screen.lines = Some(lines);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn filter(&self, cx: &mut Cx) {
        let id = cx.id();
        let narrowed = |label: &'static str, kind: Option<MatterKind>, all, only: Option<Only>| {
            choice(label, move |cx: &mut Cx| {
                cx.send(id, move |screen: &mut Matters, cx| {
                    (screen.kind, screen.all, screen.only) = (kind, all, only);
                    (screen.cursor, screen.pages) = (Cursor::default(), 1);
                    screen.read(cx);
                });
            })
        };
        let narrow = |label, kind, all| narrowed(label, kind, all, None);
        let waiting =
            |only: Only| narrowed(only.name, Some(MatterKind::Transfer), false, Some(only));
        let choices = vec![
            narrow("没有办结的", None, false),
            narrow("移送抄告", Some(MatterKind::Transfer), false),
            narrow("挂牌督办", Some(MatterKind::Supervision), false),
            narrow("网格事件", Some(MatterKind::Event), false),
            narrow("全部，办结的也在内", None, true),
            waiting(UNANSWERED),
            waiting(UNFED),
        ];
        cx.open(Choose::new("matters", "看哪些事项", choices));
    }
}

/// The state of a line in its kind's own words.
fn state(line: &Line) -> &'static str {
    match line.kind {
        MatterKind::Transfer => {
            transfer::StateKind::from_code(&line.state).map_or("", terms::transfer_state)
        }
        MatterKind::Supervision => {
            supervision::StateKind::from_code(&line.state).map_or("", terms::supervision_state)
        }
        MatterKind::Event => {
            event::StateKind::from_code(&line.state).map_or("", terms::event_state)
        }
    }
}

impl Screen for Matters {
    fn topic(&self) -> &'static str {
        "matters"
    }

    fn title(&self, _: &Shared) -> String {
        let kind = match self.only {
            Some(only) => only.name,
            None => self.kind.map_or("事项", terms::matter),
        };
        let more = if self.more { "以上" } else { "" };
        format!("{kind} {}件{more}", self.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Filter]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        let today = shared.today();
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        if self.lines.as_ref().is_some_and(Vec::is_empty) {
            let new = keys::written(Command::New.keys()[0]);
            for (y, line) in (area.y + 1..).zip([
                format!("没有要办的事项。按 {new} 登记网格事件或社区督办。"),
                "隐患的移送抄告、挂牌督办，在隐患的“办理”里办。".to_owned(),
            ]) {
                canvas.put(area.x + 2, y, area.width - 4, &line, look.plain());
            }
        }
        let area = note_year(canvas, area, self.unpublished);
        table(canvas, area, self.cursor, self.len(), &COLUMNS, |at| {
            let (line, contact, source) = self.lines.as_ref()?.get(at)?;
            let late = line.is_open && line.due.is_some_and(|due| due < today);
            let style = match (late, line.is_open) {
                (true, _) => look.alarm(),
                (false, true) => look.plain(),
                (false, false) => look.quiet(),
            };
            let due = match line.due.filter(|_| line.is_open) {
                Some(due) if due < today => format!("逾期{}天", (today - due).num_days()),
                Some(due) if due == today => "今天".to_owned(),
                Some(due) => terms::month_day(due),
                None if line.is_open => String::new(),
                None if line.is_withdrawn() => "撤销".to_owned(),
                None => "办结".to_owned(),
            };
            let cells = vec![
                due,
                terms::matter(line.kind).to_owned(),
                state(line).to_owned(),
                line.title.clone(),
                terms::month_day(line.opened_on),
                source.map_or("", terms::source).to_owned(),
                contact.name.clone(),
                contact.phone.clone(),
            ];
            Some((cells, style))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some((line, ..)) =
                    self.lines.as_ref().and_then(|lines| lines.get(self.cursor.at))
                {
                    acts::open(line.kind, line.id, cx);
                }
            }
            _ => {
                let moved = self.cursor.key(key, self.len(), 20);
                // At the end of what is read the next ones are.
                if moved && self.more && self.cursor.at + 1 == self.len() {
                    self.pages = self.pages.max(1) + 1;
                    cx.say("其余的在往下读。按 Ctrl+T 只看一种，找起来更快。");
                    self.read(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::New => cx.ask(
                |office| Ok(Barred::of(office, [Deed::Event, Deed::Supervise])),
                |_: &mut Matters, result: Result<Barred, Refusal>, cx| {
                    let (barred, today) = (result.unwrap_or_default(), cx.shared.today());
                    cx.open(Choose::new(
                        "matters",
                        "登记",
                        vec![
                            barred.act("网格事件", Deed::Event, None, move |cx| {
                                cx.open(opening::ask_event(today));
                            }),
                            barred.act("对社区挂牌督办", Deed::Supervise, None, move |cx| {
                                cx.open(opening::ask_community(today));
                            }),
                        ],
                    ));
                },
            ),
            Command::Filter => self.filter(cx),
            _ => {}
        }
    }
}
