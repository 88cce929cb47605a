//! 今日: what needs a hand today, the most urgent first. Enter goes to the act itself.

use ratatui::layout::Rect;

use super::{
    accident::Accident,
    ask::sentences,
    choose::{Choose, choice},
    documents, hazard_acts, inbox,
    inspection::Inspection,
    ledgers,
    notices::Notices,
    premises, reports,
    rounds::Behind,
};
use crate::{
    domain::{id::Id, matter::MatterKind},
    office::{
        Office, Refusal,
        agenda::{Agenda, HAZARDS_NAMED, Item, Part, RECHECK_LATE, Task, Urgency},
        drafts::Draft,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key, written},
        look::Look,
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::list::Cursor,
    },
};

/// Lines under the list: why the chosen one is due, by which rule, and who is told.
const WHY: u16 = 4;

/// What a line is called of what stands in no grid.
const UNGRIDDED: &str = "未分网格";

/// The paper by which premises that cannot be made safe are reported.
const CLOSURE: &str = "closure_report";

/// Premises of a round that one line stands for.
#[derive(Clone, Debug, PartialEq)]
struct Stop {
    id: Id,
    name: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    One(Item),
    /// A round through one grid.
    Round {
        task: Task,
        item: Item,
        stops: Vec<Stop>,
    },
    Draft(Draft),
    /// Somebody else's of this desk.
    Others(Draft),
    /// So many files lie in 收件.
    Inbox(usize),
}

impl Entry {
    fn item(&self) -> Option<&Item> {
        match self {
            Entry::One(item) | Entry::Round { item, .. } => Some(item),
            Entry::Draft(_) | Entry::Others(_) | Entry::Inbox(_) => None,
        }
    }

    /// The task of a round of which no premises is named.
    fn unnamed(&self) -> Option<Task> {
        match self {
            Entry::Round { task, stops, .. } if stops.is_empty() => Some(*task),
            _ => None,
        }
    }

    /// Late, and no recheck of a hazard: those are counted by the office.
    fn is_otherwise_late(&self) -> bool {
        match self.item() {
            Some(item) => item.urgency == Urgency::Overdue && item.task != Task::Recheck,
            None => false,
        }
    }
}

#[derive(Default)]
pub struct Today {
    agenda: Option<Agenda>,
    entries: Vec<Entry>,
    cursor: Cursor,
    refused: Vec<String>,
}

/// Own ones, and those of others.
type Drafts = (Vec<Draft>, Vec<Draft>);

/// One line for every item; a round is one line a grid, as one walks it.
fn entries(items: &[Item], drafts: Drafts, inbox: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for item in items {
        let stop = match (item.premises_id, &item.premises) {
            (Some(id), Some(name)) => Some(Stop { id, name: name.clone() }),
            _ => None,
        };
        if item.walk.is_none() {
            entries.push(Entry::One(item.clone()));
            continue;
        }
        let same = entries.iter_mut().rev().find_map(|entry| match entry {
            Entry::Round { item: first, stops, .. } if item.is_same_round(first) => Some(stops),
            _ => None,
        });
        match same {
            Some(stops) => stops.extend(stop),
            None => entries.push(Entry::Round {
                task: item.task,
                item: item.clone(),
                stops: stop.into_iter().collect(),
            }),
        }
    }
    // Behind what the week asks for, before what can wait.
    let waits = |entry: &Entry| match entry {
        Entry::One(item) | Entry::Round { item, .. } => item.urgency == Urgency::Later,
        Entry::Draft(_) | Entry::Others(_) | Entry::Inbox(_) => false,
    };
    let later = entries.iter().position(waits).unwrap_or(entries.len());
    let inbox = (inbox > 0).then_some(Entry::Inbox(inbox));
    let (own, others) = drafts;
    let drafts = own.into_iter().map(Entry::Draft).chain(others.into_iter().map(Entry::Others));
    entries.splice(later..later, drafts.chain(inbox));
    entries
}

type Read = (Agenda, Drafts, usize);

fn read(office: &mut Office) -> Result<Read, Refusal> {
    Ok((office.agenda(None, None)?, office.drafts_of_all()?, office.inbox_count()))
}

fn read_at_once(office: &mut Office) -> Result<Read, Refusal> {
    Ok((office.agenda_at_once()?, office.drafts_of_all()?, office.inbox_count()))
}

impl Today {
    /// What somebody has gone to meanwhile stays under the cursor.
    fn take(&mut self, (agenda, drafts, inbox): Read) {
        let chosen = self.entries.get(self.cursor.at).filter(|_| self.cursor.at > 0).cloned();
        self.entries = entries(&agenda.items, drafts, inbox);
        match chosen.and_then(|chosen| self.entries.iter().position(|entry| *entry == chosen)) {
            Some(at) => self.cursor.at = at,
            None => self.cursor.keep(self.entries.len()),
        }
        self.agenda = Some(agenda);
    }

    fn go(&mut self, cx: &mut Cx) {
        match self.entries.get(self.cursor.at).cloned() {
            None => {}
            Some(Entry::Draft(draft) | Entry::Others(draft)) => super::resume(&draft, cx),
            Some(Entry::Inbox(_)) => cx.open(inbox::Inbox::default()),
            Some(Entry::Round { task, item, stops }) => {
                if let Some((part, behind)) = behind(&item) {
                    return cx.ask(
                        move |office| Ok::<_, Refusal>(office.places_of(&part)),
                        move |_: &mut Today, places, cx| match places {
                            Ok(places) => cx.open(Behind { places, ..behind }.open()),
                            Err(refusal) => cx.alarm(refusal.to_string()),
                        },
                    );
                }
                if !item.is_more_than(stops.len()) {
                    return go_through(task, item, stops, cx);
                }
                let of = item.clone();
                cx.ask(
                    move |office| office.stops(&of),
                    move |_: &mut Today, result, cx| match result {
                        Ok(all) => {
                            let all = all.into_iter().map(|(id, name)| Stop { id, name });
                            go_through(task, item, all.collect(), cx);
                        }
                        Err(refusal) => cx.alarm(refusal.to_string()),
                    },
                );
            }
            Some(Entry::One(item)) => act(&item, cx),
        }
    }
}

/// Where one goes first, of a walk through a grid.
fn go_through(task: Task, item: Item, stops: Vec<Stop>, cx: &mut Cx) {
    if let [stop] = &stops[..] {
        return go_to(task, stop.id, &stop.name, cx);
    }
    if stops.is_empty() {
        return cx.say("都已经查过了。");
    }
    let whose = item.whose().unwrap_or(UNGRIDDED).to_owned();
    let choices = stops.into_iter().map(|stop| {
        choice(stop.name.clone(), move |cx: &mut Cx| go_to(task, stop.id, &stop.name, cx))
    });
    let campaign = item.campaign().map(|name| format!("“{name}”")).unwrap_or_default();
    let title = format!("{}{campaign} {whose}：先去哪一家", terms::task(task));
    cx.open(Choose::new("today", title, choices.collect()));
}

/// The coverage of the week or the month that is over, and in which part it is told.
fn behind(item: &Item) -> Option<(Part, Behind)> {
    let walk = item.walk.as_ref()?;
    let round = walk.round.as_ref()?;
    let behind = Behind {
        code: round.code.clone(),
        name: format!("{} {}", round.label, item.whose().unwrap_or(UNGRIDDED)),
        times: round.times,
        on: round.over?,
        places: Vec::new(),
        only: Vec::new(),
    };
    Some((walk.part.clone(), behind))
}

/// Why something is due, by which rule, and who is told.
pub fn why(topic: &'static str, item: &Item, go: impl FnOnce(&mut Cx) + Send + 'static) -> Choose {
    let whose = item.premises.as_deref().or(item.whose()).unwrap_or_default();
    let title = format!("{} {whose}", terms::task(item.task));
    Choose::new(topic, title.trim_end(), vec![choice("去办", go)]).intro(item.told())
}

/// To the checklist, or to the window in which an entry of the register is said to be right.
fn go_to(task: Task, id: Id, name: &str, cx: &mut Cx) {
    match task {
        Task::Verify => premises::form::open_verify(id, cx),
        _ => cx.open(Inspection::of(id, name)),
    }
}

/// The report for closure: its paper, then the day on which it went.
fn unfit_acts(id: Id, name: &str) -> Choose {
    let (of, named) = (id.to_string(), name.to_owned());
    let choices = vec![
        choice("出关闭建议文书", move |cx: &mut Cx| documents::make(CLOSURE, of, cx)),
        choice("登记哪天上报提请关闭", move |cx: &mut Cx| {
            let today = cx.shared.today();
            cx.open(premises::unfit::ask_reported(id, &named, today));
        }),
        choice("打开一企一档", move |cx: &mut Cx| cx.open(premises::page::Page::of(id))),
    ];
    Choose::new("page", format!("不具备条件 {name}"), choices)
}

/// What an item asks for.
pub fn act(item: &Item, cx: &mut Cx) {
    if let Some(paper) = &item.paper {
        return cx.open(reports::Reports::of(paper.clone()));
    }
    if let (Task::ReportAccident, Some(id)) = (item.task, item.subject) {
        return cx.open(Accident::of(id));
    }
    if let Some(ledger) = &item.ledger {
        if let Some(batch) = &item.batch {
            return ledgers::open_waiting(ledger.clone(), batch.clone(), cx);
        }
        return match &item.begin {
            Some(begin) => {
                ledgers::begin(ledger.clone(), begin.clone(), cx);
                if let Some((first, last)) = item.over {
                    let (first, last) = (terms::month_day(first), terms::month_day(last));
                    cx.say(format!(
                        "日期先写了{first}，请改成实际办的那天；{last}以后办的不补这一期。"
                    ));
                }
            }
            None => ledgers::open(ledger.clone(), item.subject, cx),
        };
    }
    let Some(subject) = item.subject else {
        return cx.say(format!("{}：{}前完成。", item.text, terms::date(item.day)));
    };
    match item.task {
        Task::Recheck => hazard_acts::open(subject, hazard_acts::Act::Recheck, cx),
        Task::Assess => hazard_acts::open(subject, hazard_acts::Act::Regrade, cx),
        Task::ReportRefusal => hazard_acts::open(subject, hazard_acts::Act::Report, cx),
        Task::Close => hazard_acts::open(subject, hazard_acts::Act::Close, cx),
        Task::Reissue => {
            cx.open(Notices::finding(item.premises.as_deref().unwrap_or_default()));
        }
        Task::ReportUnfit => {
            cx.open(unfit_acts(subject, item.premises.as_deref().unwrap_or_default()));
        }
        Task::PlannedVisit
        | Task::Campaign
        | Task::Holiday
        | Task::KeyRound
        | Task::MonthRound
        | Task::Verify => {
            go_to(item.task, subject, item.premises.as_deref().unwrap_or_default(), cx);
        }
        Task::MajorReport | Task::Accept => super::major::open_due(subject, cx),
        Task::Reply => super::matters::open(MatterKind::Transfer, subject, cx),
        Task::Supervise => super::matters::open(MatterKind::Supervision, subject, cx),
        Task::Event => super::matters::open(MatterKind::Event, subject, cx),
        // Before the day there is nothing to be handed over yet.
        Task::HandOver if item.day <= cx.shared.today() => super::units::hand_over(subject, cx),
        Task::HandOver | Task::ReportAccident | Task::Entry | Task::Regular | Task::Report => {
            cx.say(format!("{}：{}前完成。", item.text, terms::date(item.day)))
        }
    }
}

impl Screen for Today {
    fn topic(&self) -> &'static str {
        "today"
    }

    fn title(&self, _: &Shared) -> String {
        "今日".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "去办")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Text]
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command != Command::Text {
            return;
        }
        match self.entries.get(self.cursor.at).and_then(Entry::item) {
            Some(item) => {
                let screen = cx.id();
                let go = move |cx: &mut Cx| {
                    cx.send(screen, |today: &mut Today, cx| today.go(cx));
                };
                cx.open(why("today", item, go));
            }
            None => cx.say("这一项没有期限，按 Enter 接着办。"),
        }
    }

    fn shown(&mut self, cx: &mut Cx) {
        if self.agenda.is_none() {
            // Why it could not be read, the whole will say.
            cx.ask(read_at_once, |today: &mut Today, result, _| {
                result.into_iter().for_each(|read| today.take(read));
            });
        }
        cx.ask(read, |today: &mut Today, result, cx| {
            match result {
                Ok(read) => {
                    today.take(read);
                    today.refused.clear();
                }
                Err(refusal) => today.refused = sentences(&refusal),
            }
            premises::read_register(cx);
        });
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(agenda) = &self.agenda else {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        };
        let counts = counts(agenda, &self.entries, look, area.width);
        let troubled = agenda.overdue > 0 || self.entries.iter().any(Entry::is_otherwise_late);
        let style = if troubled { look.alarm() } else { look.strong() };
        canvas.cell(area.x, area.y, area.width, &counts, style);
        let foot = area.bottom().saturating_sub(1 + WHY);
        let rows = usize::from(foot - (area.y + 2));
        let top = self.cursor.shown(canvas, self.entries.len(), rows);
        if self.entries.is_empty() {
            canvas.put(area.x + 2, area.y + 2, area.width - 4, "今天没有要办的事。", look.plain());
        }
        // Rounds of one kind name their premises all of them, or none.
        let unnamed: Vec<Task> = self.entries.iter().filter_map(Entry::unnamed).collect();
        for (index, entry) in self.entries.iter().enumerate().skip(top).take(rows) {
            let y = area.y + 2 + (index - top) as u16;
            draw_entry(canvas, area, y, entry, index == self.cursor.at, &unnamed);
        }
        if let Some(year) = agenda.unpublished {
            canvas.divide(area, foot, &terms::year_unpublished(year), look.quiet());
        } else if !self.entries.is_empty() {
            let rest = if agenda.more_hazards {
                format!(
                    "；隐患只列出最急的{HAZARDS_NAMED}条，全部按{}看",
                    written(Command::Hazards.keys()[0])
                )
            } else {
                String::new()
            };
            let text = format!("第{}项，共{}项{rest}", self.cursor.at + 1, self.entries.len());
            canvas.divide(area, foot, &text, look.quiet());
        }
        if let Some(item) = self.entries.get(self.cursor.at).and_then(Entry::item) {
            draw_why(canvas, Rect { y: foot + 1, height: WHY, ..area }, item);
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.agenda.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Enter => self.go(cx),
            _ => {
                self.cursor.key(key, self.entries.len(), 14);
            }
        }
    }
}

/// The figures over the list: of the hazards all, however many lines show; of the rest the lines. Where the line
/// has no room for it all, the totals give way.
fn counts(agenda: &Agenda, entries: &[Entry], look: Look, room: u16) -> String {
    let late = entries.iter().filter(|entry| entry.is_otherwise_late()).count();
    let drafts = entries.iter().filter(|entry| matches!(entry, Entry::Draft(_))).count();
    let inbox = entries.iter().find_map(|entry| match entry {
        Entry::Inbox(count) => Some(format!("收件 {count}")),
        _ => None,
    });
    let of = |round: Option<(u32, u32)>, whole: bool| match (round, whole) {
        (None, _) => "..".to_owned(),
        (Some((unseen, all)), true) => format!("{unseen}/{all}"),
        (Some((unseen, _)), false) => unseen.to_string(),
    };
    let key = agenda.rounds.map(|rounds| (rounds.key.unseen, rounds.key.all));
    let all = agenda.rounds.map(|rounds| (rounds.all.unseen, rounds.all.all));
    let line = |whole: bool, between: &str| {
        let mut parts = vec![
            format!(" 隐患逾期 {}", agenda.overdue),
            format!("今日到期 {}", agenda.due_today),
            format!("其他逾期 {late}"),
            format!("本周重点未查 {}", of(key, whole)),
            format!("本月未查 {}", of(all, whole)),
            format!("草稿 {drafts}"),
        ];
        parts.extend(inbox.clone());
        parts.join(between)
    };
    let mut forms = [(true, "   "), (true, "  "), (false, "  ")].into_iter();
    let fitting = forms.find(|(whole, between)| look.width(&line(*whole, between)) <= room);
    let (whole, between) = fitting.unwrap_or((false, " "));
    line(whole, between)
}

/// As much as there is room for; the rest is told by the key of the whole text.
fn draw_why(canvas: &mut Canvas, area: Rect, item: &Item) {
    let look = canvas.look;
    let told = item.told();
    let lines: Vec<String> = told.iter().flat_map(|line| look.wrap(line, area.width - 2)).collect();
    let cut = lines.len() > usize::from(area.height);
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        if cut && y + 1 == area.bottom() {
            let more = format!("{} 看全文", written(Command::Text.keys()[0]));
            let width = look.width(&more) + 1;
            canvas.cell(area.x + 1, y, area.width - 2 - width, line, look.quiet());
            canvas.put(area.right() - width, y, width, &more, look.quiet());
        } else {
            canvas.cell(area.x + 1, y, area.width - 2, line, look.quiet());
        }
    }
}

fn draw_entry(
    canvas: &mut Canvas,
    area: Rect,
    y: u16,
    entry: &Entry,
    chosen: bool,
    unnamed: &[Task],
) {
    let look = canvas.look;
    let (when, task, name, text, grid, urgency) = match entry {
        Entry::One(item) => (
            when(item),
            terms::task(item.task),
            item.premises.clone().unwrap_or_default(),
            item.text.clone(),
            item.grid.clone().unwrap_or_default(),
            item.urgency,
        ),
        Entry::Round { task, item, stops } => {
            let names: Vec<&str> = stops.iter().map(|stop| stop.name.as_str()).collect();
            let names = match unnamed.contains(task) {
                true => "按 Enter 看名单".into(),
                false => names.join(" "),
            };
            let campaign = item.campaign().map(|name| format!("“{name}”"));
            (
                when(item),
                terms::task(*task),
                format!("{} {}", item.whose().unwrap_or(UNGRIDDED), item.stops(stops.len())),
                campaign.unwrap_or_default() + &names,
                item.whose().unwrap_or_default().to_owned(),
                item.urgency,
            )
        }
        Entry::Draft(draft) => (
            "草稿".into(),
            "接着填",
            draft.title.clone(),
            String::from("没有填完，接着填"),
            String::new(),
            Urgency::Today,
        ),
        Entry::Others(draft) => (
            "草稿".into(),
            "等本人",
            draft.title.clone(),
            format!("{}没有填完，由本人接着填", draft.who),
            String::new(),
            Urgency::ThisWeek,
        ),
        Entry::Inbox(count) => (
            "收件".into(),
            "附上",
            format!("收件里有{count}份"),
            String::from("照片和扫描件，等着附到通知书、隐患或单位上"),
            String::new(),
            Urgency::Today,
        ),
    };
    let style = match (chosen, urgency) {
        (true, _) => look.selected(),
        (false, Urgency::Overdue) => look.alarm(),
        (false, Urgency::Today) => look.notice(),
        (false, Urgency::ThisWeek | Urgency::Later) => look.plain(),
    };
    canvas.blank(area.x, y, area.width, style);
    canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
    if chosen {
        canvas.set_caret(area.x, y);
    }
    let wide = area.width >= 110;
    let grid_width: u16 = if wide { 16 } else { 0 };
    let name_width: u16 = if wide { 32 } else { 22 };
    canvas.cell(area.x + 2, y, 9, &when, style);
    canvas.cell(area.x + 12, y, 10, task, style);
    canvas.cell(area.x + 23, y, name_width, &name, style);
    let x = area.x + 24 + name_width;
    let rest = area.width.saturating_sub(24 + name_width + grid_width + 1);
    // What is cut off is never that the recheck is late.
    let text = match text.strip_suffix(RECHECK_LATE) {
        Some(head) => look.fit(head, rest.saturating_sub(look.width(RECHECK_LATE))) + RECHECK_LATE,
        None => text,
    };
    canvas.cell(x, y, rest, &text, style);
    if wide {
        canvas.cell(area.right() - grid_width, y, grid_width, &grid, style);
    }
}

fn when(item: &Item) -> String {
    match item.urgency {
        Urgency::Overdue => item.says_late(),
        Urgency::Today => "今日".into(),
        Urgency::ThisWeek | Urgency::Later => terms::month_day(item.day),
    }
}
