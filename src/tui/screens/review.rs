//! 例会: the board of the weekly meeting. What was decided first, then every grid beside the week before, then what
//! the meeting has to speak of; each line leads to its records.

mod figures;

use chrono::{Days, NaiveDate};
use ratatui::layout::Rect;

use super::{
    ask::sentences,
    choose::{Choose, choice},
    documents, ledgers, major,
    notices::Notices,
    projector::Projector,
    reports::Reports,
};
use crate::{
    domain::{id::Id, period, review::Counts, unit::UnitPath},
    form::ledger::Ledger,
    office::{
        agenda::{Begin, Paper},
        facts::Period,
        review::{self, Decision, MEETINGS, Meeting, Review, TASKS, Within},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, ScreenId, hint},
        shared::Shared,
        widget::list::Cursor,
    },
};

/// Width and head of each figure, behind the name of the grid.
const FIGURES: [(u16, &str); 8] = [
    (12, "重点已查"),
    (8, "检查"),
    (8, "查出"),
    (8, "销号"),
    (6, "逾期"),
    (6, "延期"),
    (6, "拒改"),
    (6, "重大"),
];
/// Where they begin, and how far they may move over the name where they are longer.
const BEGIN: (u16, u16) = (20, 10);

#[derive(Default)]
pub struct Board {
    /// A day of the week that is shown; today when none.
    day: Option<NaiveDate>,
    /// The days it stands for.
    period: Option<Period>,
    lines: Vec<Line>,
    title: String,
    cursor: Cursor,
    read: bool,
    refused: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Line {
    Heading(String),
    Text(String),
    Decision {
        says: String,
        id: Id,
        late: bool,
    },
    /// With the word for what the lines below it are about.
    Head(&'static str),
    Grid {
        /// What its figures are of.
        of: Box<figures::Of>,
        figures: Vec<String>,
        /// What has no column at 80.
        more: String,
        missing: Vec<String>,
        late: bool,
    },
    Major {
        says: String,
        id: Id,
    },
    Unsigned(u32),
    /// A report that somebody has not sent.
    Owed {
        says: String,
        paper: Paper,
    },
    /// A week without a meeting on record, by its Monday.
    Missed {
        says: String,
        on: NaiveDate,
    },
}

fn figures(now: &Counts, before: &Counts) -> Vec<String> {
    let beside = |now: i64, before: i64| format!("{now}({before})");
    vec![
        format!(
            "{}/{}({}/{})",
            now.key_inspected, now.key_required, before.key_inspected, before.key_required
        ),
        beside(now.inspections, before.inspections),
        beside(now.found, before.found),
        beside(now.closed, before.closed),
        beside(now.overdue, before.overdue),
        beside(now.extended, before.extended),
        beside(now.refused, before.refused),
        beside(now.major_open, before.major_open),
    ]
}

fn more(now: &Counts, before: &Counts) -> String {
    format!(
        "监管对象{}({})  本周通知书未签收{}({})  回潮{}({})",
        now.premises,
        before.premises,
        now.unsigned,
        before.unsigned,
        now.recurring,
        before.recurring
    )
}

fn decided(decision: &Decision) -> Line {
    let due = decision.due.map(terms::month_day).unwrap_or_default();
    let says = format!(
        "{}  {}  {}  {}前  {}",
        terms::month_day(decision.on),
        decision.content,
        decision.owner,
        due,
        review::state(decision)
    );
    let late = decision.late && decision.done_on.is_none();
    Line::Decision { says, id: decision.id, late }
}

fn lines(review: Review) -> Vec<Line> {
    let mut lines = vec![Line::Heading("上次部署的事项".into())];
    if review.decisions.is_empty() {
        lines.push(Line::Text("没有未完成的事项。Ctrl+N 登记这次部署的事项。".into()));
    }
    lines.extend(review.decisions.iter().map(decided));
    if !review.decided.is_empty() {
        lines.push(Line::Heading("本次部署的事项".into()));
        lines.extend(review.decided.iter().map(decided));
    }
    let word = terms::level(review.by);
    lines.push(Line::Heading(format!("各{word}，括号里是上周")));
    lines.push(Line::Head(word));
    for row in review.rows {
        lines.push(Line::Grid {
            figures: figures(&row.now, &row.before),
            more: more(&row.now, &row.before),
            late: row.now.overdue > 0 || !row.missing.is_empty(),
            of: Box::new(figures::Of {
                name: row.name().to_owned(),
                within: row.within,
                now: row.now,
                before: row.before,
            }),
            missing: row.missing,
        });
    }
    let (now, before) = review.totals;
    lines.push(Line::Grid {
        figures: figures(&now, &before),
        more: more(&now, &before),
        of: Box::new(figures::Of {
            name: "合计".into(),
            within: Within::all_of(review.of),
            now,
            before,
        }),
        missing: Vec::new(),
        late: false,
    });
    lines.push(Line::Heading("要说的事".into()));
    let before = lines.len();
    for missed in &review.missed {
        lines.push(Line::Missed {
            says: format!("例会      {}", missed.says()),
            on: missed.week.from,
        });
    }
    for (line, waits) in review.majors {
        let next = waits.map(|waits| terms::next_stage(waits.stage)).unwrap_or_default();
        let says = format!("重大隐患  {}  {}（等待{next}）", line.premises_name, line.text);
        lines.push(Line::Major { says, id: line.id });
    }
    if review.unsigned > 0 {
        lines.push(Line::Unsigned(review.unsigned));
    }
    for report in review.reports {
        let due = terms::month_day(report.due);
        lines.push(Line::Owed {
            says: format!("上报      {due}前  {}", report.says(review.week.end)),
            paper: Paper {
                code: report.code,
                period: report.period,
                units: report.units.into_iter().map(|(unit, _)| unit).collect(),
                older: report.older,
            },
        });
    }
    if lines.len() == before {
        lines.push(Line::Text("没有。".into()));
    }
    lines
}

impl Board {
    /// Column and width of each figure: as wide as the longest of it and a blank, as long as a name has room before them.
    fn columns(&self) -> Vec<(u16, u16)> {
        let longest = |at: usize| {
            let of = |line: &Line| match line {
                Line::Grid { figures, .. } => figures.get(at).map_or(0, |it| it.len() as u16 + 1),
                _ => 0,
            };
            self.lines.iter().map(of).max().unwrap_or(0)
        };
        let wanted = FIGURES.iter().enumerate().map(|(at, (width, _))| longest(at).max(*width));
        let wanted: Vec<u16> = wanted.collect();
        let end = BEGIN.0 + FIGURES.iter().map(|(width, _)| width).sum::<u16>();
        let mut at = end.saturating_sub(wanted.iter().sum()).max(BEGIN.1);
        let place = |width: u16| {
            at += width;
            (at - width, width)
        };
        wanted.into_iter().map(place).collect()
    }

    fn read(&mut self, cx: &mut Cx) {
        let day = self.day;
        self.read = false;
        cx.ask(
            move |office| office.review(day),
            |screen: &mut Board, result, _| {
                screen.read = true;
                match result {
                    Ok(review) => {
                        screen.title = format!(
                            "例会 {}  {}至{}",
                            period::week_name(review.week.from),
                            terms::month_day(review.week.from),
                            terms::month_day(review.week.end)
                        );
                        let (from, to) = (review.week.from, review.week.to);
                        screen.period = Some(Period { from, to });
                        screen.refused.clear();
                        screen.lines = lines(review);
                        screen.cursor.keep(screen.lines.len());
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    /// Shows the week so many weeks from the one shown; none lies ahead of today.
    fn turn(&mut self, weeks: i64, cx: &mut Cx) {
        let today = cx.shared.today();
        let day = self.day.unwrap_or(today);
        let days = Days::new(7 * weeks.unsigned_abs());
        let to = if weeks < 0 { day - days } else { day + days };
        if period::week_of(to).0 > today {
            return cx.say("下一周还没有到。");
        }
        self.day = Some(to);
        self.read(cx);
    }

    /// What is done at the meeting.
    fn acts(&self, board: ScreenId) -> Choose {
        let day = self.day;
        let act = |label: &str, act: fn(Option<NaiveDate>, &mut Cx)| {
            choice(label, move |cx| cx.send(board, move |_: &mut Board, cx| act(day, cx)))
        };
        Choose::new(
            "review",
            self.title.clone(),
            vec![
                act("投影，一个网格一页", project),
                act("例会记录：参加人、动态、部署", minutes),
                act("部署事项，定责任人和期限", decide),
                act("例会材料，存成PDF和电子表格", |day, cx| pack(day, false, cx)),
                act("例会材料，号码遮住", |day, cx| pack(day, true, cx)),
            ],
        )
    }

    fn go(&self, cx: &mut Cx) {
        match self.lines.get(self.cursor.at) {
            Some(Line::Grid { of, .. }) => {
                let today = cx.shared.today();
                let (_, last) = period::week_of(self.day.unwrap_or(today));
                let menu = figures::menu((**of).clone(), (self.day, last.min(today)), cx.id());
                cx.open(menu);
            }
            Some(Line::Major { id, .. }) => major::open(*id, cx),
            Some(Line::Decision { id, .. }) => ledgers::open(TASKS.to_owned(), Some(*id), cx),
            Some(Line::Unsigned(_)) => cx.open(Notices::unsigned()),
            Some(Line::Owed { paper, .. }) => cx.open(Reports::of(paper.clone())),
            Some(Line::Missed { on, .. }) => minutes(Some(*on), cx),
            _ => cx.say("这一行没有可打开的。"),
        }
    }
}

/// Shows the week of a day on the wall.
fn project(day: Option<NaiveDate>, cx: &mut Cx) {
    cx.ask(
        move |office| {
            let review = office.review(day)?;
            let week = format!("例会 {}", period::week_name(review.week.from));
            // What is thrown on a wall is seen by whoever sits there.
            office.note_taken(&week, "投影", review.rows.len(), true)?;
            Ok((week, review))
        },
        |_: &mut Board, result, cx| match result {
            Ok((week, review)) => {
                cx.open(Projector::of(week, &review));
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// Writes the pack of the meeting, its numbers hidden where wanted; says where it lies.
fn pack(day: Option<NaiveDate>, masked: bool, cx: &mut Cx) {
    cx.ask(
        move |office| office.review_pack(day, None, masked),
        |_: &mut Board, result, cx| match result {
            Ok([pdf, _]) => {
                cx.say(format!("已存到 {}，电子表格在它旁边。", pdf.display()));
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

/// What is done with a meeting of the week, and how that is called where it has to be asked whose.
#[derive(Clone, Copy)]
enum Of {
    Minutes,
    Decision,
}

/// Each community meets by itself: where there are several, asks whose meeting it is, those without a record first.
fn of_meeting(act: Of, day: Option<NaiveDate>, cx: &mut Cx) {
    let board = cx.id();
    cx.ask(
        move |office| Ok((office.ledger(MEETINGS)?, office.minutes(day)?)),
        move |_: &mut Board, result, cx| match result {
            Ok((ledger, meetings)) if meetings.len() < 2 => {
                go_on(act, &ledger, meetings.into_iter().next(), day, cx);
            }
            Ok((ledger, meetings)) => {
                let line = |meeting: Meeting| {
                    let says = match (&meeting.minutes, act) {
                        (Some(minutes), _) => {
                            format!("{}的例会", terms::month_day(minutes.entry.on))
                        }
                        (None, Of::Minutes) => "没有例会记录，补记".to_owned(),
                        (None, Of::Decision) => "没有例会记录".to_owned(),
                    };
                    let (name, ledger) = (meeting.name.clone(), ledger.clone());
                    let then = move |cx: &mut Cx| {
                        cx.send(board, move |_: &mut Board, cx| {
                            go_on(act, &ledger, Some(meeting), day, cx);
                        });
                    };
                    choice(name, then).noted(says)
                };
                let title = match act {
                    Of::Minutes => "例会记录：哪个社区的",
                    Of::Decision => "部署事项：哪个社区的例会",
                };
                let choices = meetings.into_iter().map(line).collect();
                cx.open(Choose::new("review", title, choices));
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}

fn go_on(act: Of, ledger: &Ledger, meeting: Option<Meeting>, day: Option<NaiveDate>, cx: &mut Cx) {
    match act {
        Of::Minutes => match meeting {
            Some(Meeting { minutes: Some(stored), .. }) => {
                ledgers::edit::<Board>(ledger.clone(), &stored, cx);
            }
            meeting => new_minutes(ledger, meeting.map(|meeting| meeting.community), day, cx),
        },
        Of::Decision => cx.ask(
            move |office| Ok(office.decision_begin(day, meeting.as_ref())),
            |_: &mut Board, result, cx| match result {
                Ok(begin) => ledgers::begin(TASKS.to_owned(), begin, cx),
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        ),
    }
}

/// The minutes of the week's meeting: those on record, or new ones.
fn minutes(day: Option<NaiveDate>, cx: &mut Cx) {
    of_meeting(Of::Minutes, day, cx);
}

/// A new task of the week's meeting, with the week in place.
fn decide(day: Option<NaiveDate>, cx: &mut Cx) {
    of_meeting(Of::Decision, day, cx);
}

/// Empty minutes; of a week gone by with its Monday in place of today.
fn new_minutes(ledger: &Ledger, place: Option<UnitPath>, day: Option<NaiveDate>, cx: &mut Cx) {
    let monday = day.map(|day| period::week_of(day).0);
    let gone = monday.filter(|monday| *monday < period::week_of(cx.shared.today()).0);
    let day = gone.and_then(|monday| Some((ledger.day.clone()?, monday.to_string())));
    let fields = day.into_iter().collect();
    ledgers::begin(MEETINGS.to_owned(), Begin { place, fields, ..Begin::default() }, cx);
    if gone.is_some() {
        cx.say("日期先写了那一周的周一，请改成开会那天。");
    }
}

impl Screen for Board {
    fn topic(&self) -> &'static str {
        "review"
    }

    fn title(&self, _: &Shared) -> String {
        if self.title.is_empty() { "例会".into() } else { self.title.clone() }
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("←→", "换周"), hint("Enter", "打开")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Act, Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        !self.read
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        if !self.refused.is_empty() {
            return;
        }
        if self.lines.is_empty() {
            canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            return;
        }
        let foot = Rect { y: area.bottom() - 3, height: 3, ..area };
        let rows = usize::from(foot.y - area.y);
        let top = self.cursor.shown(canvas, self.lines.len(), rows);
        let columns = self.columns();
        let name = columns.first().map_or(0, |(x, _)| x.saturating_sub(2));
        for (index, line) in self.lines.iter().enumerate().skip(top).take(rows) {
            let y = area.y + (index - top) as u16;
            let chosen = index == self.cursor.at;
            let style = match line {
                _ if chosen => look.selected(),
                Line::Decision { late: true, .. }
                | Line::Grid { late: true, .. }
                | Line::Missed { .. } => look.alarm(),
                Line::Heading(_) | Line::Head(_) => look.strong(),
                _ => look.plain(),
            };
            let wide = |text: &str, canvas: &mut Canvas| {
                canvas.cell(area.x + 2, y, area.width - 2, text, style);
            };
            match line {
                Line::Heading(text) => canvas.cell(area.x + 1, y, area.width - 1, text, style),
                Line::Text(text) => wide(text, canvas),
                Line::Decision { says, .. }
                | Line::Major { says, .. }
                | Line::Owed { says, .. }
                | Line::Missed { says, .. } => wide(says, canvas),
                Line::Unsigned(count) => {
                    wide(&format!("签收      还没有签收件的通知书 {count}份"), canvas);
                }
                Line::Head(word) => {
                    canvas.cell(area.x + 2, y, name, word, style);
                    for ((x, width), (_, head)) in columns.iter().zip(FIGURES) {
                        canvas.cell_right(area.x + x, y, *width, head, style);
                    }
                }
                Line::Grid { of, figures, more, .. } => {
                    canvas.cell(area.x + 2, y, name, &of.name, style);
                    for ((x, width), figure) in columns.iter().zip(figures) {
                        canvas.cell_right(area.x + x, y, *width, figure, style);
                    }
                    let used = columns.last().map_or(0, |(x, width)| x + width) + 2;
                    let left = area.width.saturating_sub(used);
                    canvas.cell(area.x + used.min(area.width), y, left, more, style);
                }
            }
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
        canvas.divide(foot, foot.y, "", look.quiet());
        let about = match self.lines.get(self.cursor.at) {
            // Two lines, of which the first ends with a name that may have to go below.
            Some(Line::Grid { missing, more, .. }) if !missing.is_empty() => {
                let head = format!("{more}  重点未查：");
                let room = (2 * foot.width.saturating_sub(2)).saturating_sub(look.width(&head));
                format!("{head}{}", look.listed(missing, room.saturating_sub(2)))
            }
            Some(Line::Grid { more, .. }) => more.clone(),
            // Who has not sent it may be many.
            Some(Line::Owed { says, .. }) => says.clone(),
            _ => String::new(),
        };
        let inner = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width - 2, height: 2 };
        for (y, line) in (inner.y..inner.bottom()).zip(look.wrap(&about, inner.width)) {
            canvas.cell(inner.x, y, inner.width, &line, look.quiet());
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => self.go(cx),
            Code::Left => self.turn(-1, cx),
            Code::Right => self.turn(1, cx),
            _ => {
                self.cursor.key(key, self.lines.len(), 16);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::New => decide(self.day, cx),
            Command::Act => cx.open(self.acts(cx.id())),
            Command::Print => match self.period {
                Some(period) => documents::make_of(review::PAPER.to_owned(), period, cx),
                None => documents::make(review::PAPER, String::new(), cx),
            },
            _ => {}
        }
    }
}
