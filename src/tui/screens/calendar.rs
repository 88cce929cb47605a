//! 日历: the month as a grid with lunar days, days off and counts; the chosen day's list below or beside.

use crate::tui::screens::days;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, office, sentences},
    rounds::Covered,
    today::{act, why},
};
use crate::{
    domain::{
        id::Id,
        period::{self, Span},
        spelling,
    },
    office::{
        Office, Refusal,
        agenda::{Item, Task},
        calendar::{Day, DayList, Month, Owed},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            form::{Form, text},
            list::Cursor,
            month,
        },
    },
};

/// Columns of a day.
const CELL: u16 = 11;
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// Days that a calendar file looks ahead.
const AHEAD: u64 = 31;
/// From this width on the day's list stands beside the month.
const BESIDE: u16 = 120;

#[derive(Default)]
pub struct Calendar {
    /// The chosen day; today until a key moves.
    day: Option<NaiveDate>,
    month: Option<Month>,
    /// What each day of it holds that has no count of its own.
    others: BTreeMap<NaiveDate, Owed>,
    /// What is due and what was done on the chosen day.
    entries: Vec<Entry>,
    cursor: Cursor,
    /// Keys go to the day's list rather than to the month.
    in_list: bool,
    refused: Vec<String>,
    /// Counts the questions. One is asked at a time: what was asked for meanwhile is asked once, the last of it.
    asked: u32,
    reading: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Due(Box<Item>),
    /// An inspection (已检) or a visit of the plan (计划) that was made: who was seen, what came of it.
    Done {
        what: &'static str,
        name: String,
        text: String,
    },
    /// So many key premises wait for their weekly round, of which this is the last day.
    Round(u32),
}

/// What is due on a day and what was done.
fn entries_of(office: &mut Office, day: NaiveDate) -> Result<Vec<Entry>, Refusal> {
    let DayList { items, made } = office.day_list(day)?;
    let mut entries: Vec<Entry> =
        items.into_iter().map(|item| Entry::Due(Box::new(item))).collect();
    entries.extend(made.into_iter().map(|visit| Entry::Done {
        what: "计划",
        text: format!(
            "{} 已在{}查",
            visit.line.visit.person,
            terms::month_day(visit.done_on.unwrap_or(day))
        ),
        name: visit.line.name,
    }));
    let visits = office.visits(day, day)?;
    // One that was put right is counted by what stands in its place.
    let corrected: BTreeSet<Id> =
        visits.iter().filter_map(|visit| visit.inspection.corrects).collect();
    let stand = visits.into_iter().filter(|visit| !corrected.contains(&visit.inspection.id));
    entries.extend(stand.map(|visit| Entry::Done {
        what: "已检",
        text: match visit.hazards {
            0 => format!("无隐患 {}", visit.inspection.inspectors.join("、")),
            count => format!(
                "隐患{count}条 {} {}",
                visit.inspection.inspectors.join("、"),
                visit.notice.unwrap_or_default()
            ),
        },
        name: visit.premises_name,
    }));
    Ok(entries)
}

impl Calendar {
    fn day(&self, shared: &Shared) -> NaiveDate {
        self.day.unwrap_or_else(|| shared.today())
    }

    /// The month that is known, when it is the chosen day's.
    fn month(&self, shared: &Shared) -> Option<&Month> {
        let day = self.day(shared);
        self.month.as_ref().filter(|month| {
            let first = month.days.first();
            first.is_some_and(|it| (it.date.year(), it.date.month()) == (day.year(), day.month()))
        })
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        if std::mem::replace(&mut self.reading, true) {
            return;
        }
        let day = self.day(cx.shared);
        let other = self.month(cx.shared).is_none();
        let asked = self.asked;
        cx.ask(
            move |office| {
                let (first, last) = period::month_of(day);
                let month = match other {
                    true => Some((office.month(day)?, office.owed_by_day(first, last)?)),
                    false => None,
                };
                Ok((month, entries_of(office, day)?))
            },
            move |screen: &mut Calendar, result, cx| {
                screen.reading = false;
                if screen.asked != asked {
                    return screen.read(cx);
                }
                match result {
                    Ok((month, entries)) => {
                        if let Some((month, others)) = month {
                            (screen.month, screen.others) = (Some(month), others);
                        }
                        screen.entries = entries;
                        screen.entries.extend(screen.round(cx.shared));
                        screen.cursor.keep(screen.entries.len());
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    /// The weekly round that the chosen day ends.
    fn round(&self, shared: &Shared) -> Option<Entry> {
        let chosen = self.month(shared)?.days.get(self.day(shared).day0() as usize)?;
        Some(chosen.unvisited()).filter(|unseen| *unseen > 0).map(Entry::Round)
    }

    fn go(&self, cx: &mut Cx) {
        match self.entries.get(self.cursor.at) {
            Some(Entry::Due(item)) => act(item, cx),
            Some(Entry::Done { name, text, .. }) => cx.say(format!("{name} {text}")),
            // This week as it stands today, another one at its end.
            Some(Entry::Round(_)) => {
                let (day, today) = (self.day(cx.shared), cx.shared.today());
                let (first, last) = Span::Week.of(day);
                cx.open(Covered::at(if (first..=last).contains(&today) { today } else { day }));
            }
            None => cx.say("这一天没有要办的事。"),
        }
    }
}

impl Screen for Calendar {
    fn topic(&self) -> &'static str {
        "calendar"
    }

    fn title(&self, shared: &Shared) -> String {
        format!("日历 {}", terms::month(self.day(shared)))
    }

    fn hints(&self) -> &'static [Hint] {
        const MONTH: &[Hint] = &[
            hint("方向键", "选日"),
            hint("PgUp PgDn", "换月"),
            hint("Home", "今天"),
            hint("Tab", "到清单"),
            hint("Enter", "办理"),
        ];
        const LIST: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理"), hint("Tab", "回月历")];
        if self.in_list { LIST } else { MONTH }
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Text, Command::Export]
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, self.entries.get(self.cursor.at)) {
            (Command::Export, _) => {
                cx.open(ask_file(self.day(cx.shared).max(cx.shared.today())));
            }
            (Command::Text, Some(Entry::Due(item))) => {
                let item = item.clone();
                cx.open(why("calendar", &item.clone(), move |cx| act(&item, cx)));
            }
            (Command::Text, _) => cx.say("这一行没有期限，不用说明为什么要办。"),
            _ => {}
        }
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.month = None;
        self.reading = false;
        self.read(cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        let day = self.day(shared);
        let (_, weeks) = month::weeks(day);
        let beside = area.width >= BESIDE && !look.plain;
        // Four lines of the day's list show at least.
        let room = if beside { area.height - 1 } else { area.height - 1 - 5 };
        let tall = (room / weeks).clamp(2, 3);
        let grid = match look.plain {
            true => Rect { height: 31, ..area },
            false => Rect { width: CELL * 7, height: 1 + tall * weeks, ..area },
        };
        let known = self.month(shared);
        match known {
            None => drop(canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain())),
            Some(month) if look.plain => tell_month(canvas, grid, (month, &self.others), day),
            Some(month) => {
                let (focused, told) = (!self.in_list, (month, &self.others));
                draw_month(canvas, grid, told, day, shared.today(), tall, focused);
            }
        }
        let list = if beside {
            Rect { x: area.x + grid.width + 1, width: area.width - grid.width - 1, ..area }
        } else {
            Rect { y: area.y + grid.height, height: area.height - grid.height, ..area }
        };
        let chosen = known.and_then(|month| month.days.get(day.day0() as usize));
        let title = chosen.map_or_else(|| terms::month_day(day), heading);
        canvas.divide(list, list.y, &title, look.quiet());
        let inner = Rect { y: list.y + 1, height: list.height - 1, ..list };
        canvas.refused(inner, inner.y, &self.refused);
        if self.reading && self.entries.is_empty() {
            canvas.put(inner.x + 2, inner.y, 30, "正在读取..", look.quiet());
        } else {
            draw_list(canvas, inner, &self.entries, self.cursor, self.in_list);
        }
        if known.is_some_and(|month| month.unpublished) && inner.height > 1 {
            let text =
                format!("{}年的放假安排未公布，按周末和法定节日计算（未含调休）。", day.year());
            let lines = look.wrap(&text, inner.width - 2);
            let first = inner.bottom().saturating_sub(lines.len() as u16).max(inner.y);
            for (y, line) in (first..inner.bottom()).zip(&lines) {
                canvas.cell(inner.x + 1, y, inner.width - 2, line, look.notice());
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if self.in_list => self.in_list = false,
            Code::Esc => cx.back(),
            Code::Tab | Code::BackTab => self.in_list = !self.in_list && !self.entries.is_empty(),
            Code::Enter => self.go(cx),
            _ if self.in_list => {
                self.cursor.key(key, self.entries.len(), 5);
            }
            _ => {
                if let Some(day) = month::moved(self.day(cx.shared), cx.shared.today(), key) {
                    self.day = Some(day);
                    self.cursor = Cursor::default();
                    self.entries.clear();
                    self.read(cx);
                }
            }
        }
    }
}

/// The agenda of some days as a file for the calendar of a phone or a mail program.
fn ask_file(from: NaiveDate) -> Ask {
    let to = from + Days::new(AHEAD);
    let form = Form::new(vec![
        days::day_row("from", "从", &from.to_string(), from),
        days::day_row("to", "到", &to.to_string(), to),
        text("file", "存到", ""),
    ]);
    let intro = vec!["存成日历文件（.ics），手机、电脑的日历导入后会按时提醒。".to_owned()];
    Ask::new("calendar", "导出日历", intro, form, move |form| {
        let read = |field: &'static str, near| match spelling::typed_day(form.get(field), near) {
            Ok(day) => Ok(day.unwrap_or(near)),
            Err(_) => fault(field, "请写成 2026-11-30 或 11-30。"),
        };
        let (from, to) = (read("from", from)?, read("to", to)?);
        if to < from {
            return fault("to", "止的日期早于起的日期。");
        }
        let file = form.get("file").trim_matches(['"', '\'']).to_owned();
        office(move |office| {
            let file = Some(PathBuf::from(file)).filter(|file| !file.as_os_str().is_empty());
            let file = office.save_agenda_file(from, to, file)?;
            Ok(Done::said(format!("已存成文件：{}", file.display())))
        })
    })
    .passing()
}

/// 休 除夕 春节: whether one works, the day's own festival, and the one that it is off for.
fn off(day: &Day) -> impl Iterator<Item = &str> {
    let holiday = day.holiday.as_deref().filter(|of| day.festival.as_deref() != Some(of));
    day.mark.into_iter().chain(day.festival.as_deref()).chain(holiday)
}

/// 11月23日 星期一 十五 休 国庆节
fn heading(day: &Day) -> String {
    let mut text = format!("{} {} {}", terms::month_day(day.date), day.weekday, day.lunar);
    for word in off(day) {
        text.push(' ');
        text.push_str(word);
    }
    text
}

/// A month, and what its days hold besides.
type Told<'m> = (&'m Month, &'m BTreeMap<NaiveDate, Owed>);

/// A day a line, for whoever hears the month.
fn tell_month(canvas: &mut Canvas, area: Rect, (known, others): Told, chosen: NaiveDate) {
    for (y, day) in (area.y..area.bottom()).zip(&known.days) {
        let sign = if day.date == chosen { ">" } else { " " };
        let mut text = format!("{sign}{}日 {} {}", day.date.day(), day.weekday, day.lunar);
        let counts = counts(day, others.get(&day.date).copied().unwrap_or_default());
        for word in off(day).chain((!counts.is_empty()).then_some(counts.as_str())) {
            text.push(' ');
            text.push_str(word);
        }
        canvas.cell(area.x, y, area.width, &text, canvas.look.plain());
    }
}

fn draw_month(
    canvas: &mut Canvas,
    area: Rect,
    (known, others): Told,
    chosen: NaiveDate,
    today: NaiveDate,
    tall: u16,
    focused: bool,
) {
    let look = canvas.look;
    for (column, name) in WEEKDAYS.iter().enumerate() {
        canvas.cell(area.x + CELL * column as u16 + 1, area.y, CELL - 1, name, look.quiet());
    }
    for day in &known.days {
        let (column, row) = month::place(chosen, day.date);
        let (x, y) = (area.x + CELL * column, area.y + 1 + tall * row);
        let is_chosen = day.date == chosen;
        let number = day.date.day();
        let shown = if day.date == today { format!("[{number}]") } else { format!(" {number:<2}") };
        let mark = day.mark.unwrap_or_default();
        let style = match (is_chosen, day.mark, day.workday) {
            (true, ..) => look.selected(),
            (false, Some("休"), _) => look.alarm(),
            (false, _, false) => look.quiet(),
            (false, _, true) => look.plain(),
        };
        let name = day.festival.as_ref().unwrap_or(&day.lunar);
        if tall >= 3 {
            canvas.cell(x, y, CELL - 1, &format!("{shown}{mark}"), style);
            canvas.cell(x + 1, y + 1, CELL - 2, name, look.quiet());
        } else {
            canvas.cell(
                x,
                y,
                CELL - 1,
                &format!("{shown}{mark}{}{name}", if mark.is_empty() { " " } else { "" }),
                style,
            );
        }
        let counts = counts(day, others.get(&day.date).copied().unwrap_or_default());
        let style = if day.overdue > 0 { look.alarm() } else { look.notice() };
        canvas.cell(x + 1, y + tall - 1, CELL - 2, &counts, style);
        if is_chosen && focused {
            canvas.set_caret(x, y);
        }
    }
}

/// 逾3检12: overdue or due, reports, planned, key premises without a plan, what else is due, done, as far as there is room.
fn counts(day: &Day, owed: Owed) -> String {
    let mut text = String::new();
    let due = day.due.saturating_sub(day.overdue);
    for (word, count) in [
        ("逾", day.overdue),
        ("到", due),
        ("报", owed.reports),
        ("查", day.visits),
        ("重", day.unvisited()),
        ("办", owed.others),
        ("检", day.done),
    ] {
        if count > 0 {
            text.push_str(word);
            text.push_str(&count.to_string());
        }
    }
    text
}

fn draw_list(canvas: &mut Canvas, area: Rect, entries: &[Entry], cursor: Cursor, focused: bool) {
    let look = canvas.look;
    let rows = usize::from(area.height);
    let told = |entry: &Entry| match entry {
        Entry::Due(item) => {
            let name = item.premises.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
            format!("{} {name}{}", terms::task(item.task), item.text)
        }
        Entry::Done { what, name, text } => format!("{what} {name} {text}"),
        Entry::Round(unseen) => {
            format!("{} 本周重点待查{unseen}家", terms::task(Task::KeyRound))
        }
    };
    // Where there is room for all of it nothing is cut.
    let whole: Vec<Vec<String>> =
        entries.iter().map(|entry| look.wrap(&told(entry), area.width.saturating_sub(2))).collect();
    let fits = whole.iter().map(Vec::len).sum::<usize>() <= rows;
    let top = if fits { 0 } else { cursor.shown(canvas, entries.len(), rows) };
    let mut y = area.y;
    for (index, (entry, whole)) in entries.iter().zip(whole).enumerate().skip(top) {
        let chosen = focused && index == cursor.at;
        let style = if chosen { look.selected() } else { look.plain() };
        let lines = if fits { whole } else { vec![told(entry)] };
        for (place, line) in lines.iter().enumerate() {
            if y >= area.bottom() {
                break;
            }
            let sign = if chosen && place == 0 { ">" } else { " " };
            canvas.cell(area.x, y, area.width, &format!("{sign} {line}"), style);
            if chosen && place == 0 {
                canvas.set_caret(area.x, y);
            }
            y += 1;
        }
    }
    if entries.is_empty() && rows > 0 {
        canvas.put(
            area.x + 2,
            area.y,
            area.width.saturating_sub(2),
            "没有到期的，也没有检查。",
            look.quiet(),
        );
    }
}
