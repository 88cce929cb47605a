//! 巡查计划: the visits of a week or a month by day and person, each day in walking order.

use chrono::{Days, NaiveDate};
use ratatui::layout::Rect;

use super::{acts, campaigns::Campaigns, coverage::Covered, places};
use crate::{
    domain::{period::Span, unit::UnitPath},
    office::{
        facts::Period,
        plan::{Planned, who},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::{Ask, here, sentences},
            days::note,
        },
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            form::{Form, choice as pick, text},
            list::Cursor,
        },
    },
};

const COLUMNS: [Column; 10] = [
    always("顺序", 5),
    always("单位", 22).up_to(14),
    always("地址", 18).up_to(20),
    further("网格", 14, 3),
    further("负责人", 9, 2),
    further("电话", 13, 1),
    further("上次检查", 10, 4),
    always("", 5),
    always("按什么查", 17),
    // 11月25日已查
    always("", 12).rest(),
];

pub struct Planning {
    span: Span,
    /// A day of the week or month; today until a key moves.
    day: Option<NaiveDate>,
    person: String,
    grid: Option<UnitPath>,
    lines: Option<Vec<Line>>,
    /// Visits, and those of them that were made.
    counts: (usize, usize),
    /// A year in these days whose days off are not published.
    unpublished: Option<i32>,
    cursor: Cursor,
    refused: Vec<String>,
    /// Counts the questions, so that the answer for days that were left is dropped.
    asked: u32,
}

impl Default for Planning {
    fn default() -> Planning {
        Planning {
            span: Span::Week,
            day: None,
            person: String::new(),
            grid: None,
            lines: None,
            counts: (0, 0),
            unpublished: None,
            cursor: Cursor::default(),
            refused: Vec::new(),
            asked: 0,
        }
    }
}

pub enum Line {
    /// The day of a person.
    Day {
        day: NaiveDate,
        person: String,
        visits: usize,
        made: usize,
    },
    Visit {
        planned: Box<Planned>,
        grid: String,
        why: String,
    },
}

impl Planning {
    /// The week that a day lies in; the running one without a day.
    pub fn of_week(day: Option<NaiveDate>) -> Planning {
        Planning { day, ..Planning::default() }
    }

    fn days(&self, shared: &Shared) -> Period {
        let (from, to) = self.span.of(self.day.unwrap_or_else(|| shared.today()));
        Period { from, to }
    }

    fn chosen(&self) -> Option<&Line> {
        self.lines.as_ref()?.get(self.cursor.at)
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        let asked = self.asked;
        let Period { from, to } = self.days(cx.shared);
        let (person, grid) = (self.person.clone(), self.grid.clone());
        cx.ask(
            move |office| {
                let person = Some(person.as_str()).filter(|person| !person.is_empty());
                let mut planned = office.planned(from, to, person)?;
                planned.retain(|one| grid.is_none() || one.line.visit.grid == grid);
                let visits = planned.into_iter().map(|one| {
                    let visit = &one.line.visit;
                    let grid = office.grid_name(visit.grid.as_ref());
                    let why = office.rule_label(visit);
                    Line::Visit { planned: Box::new(one), grid, why }
                });
                Ok((visits.collect::<Vec<_>>(), office.unpublished([from, to])))
            },
            move |screen: &mut Planning, result, cx| {
                if screen.asked != asked {
                    return;
                }
                match result {
                    Ok((visits, unpublished)) => {
                        screen.unpublished = unpublished;
                        let made = |line: &&Line| matches!(line, Line::Visit { planned, .. } if planned.done_on.is_some());
                        screen.counts = (visits.len(), visits.iter().filter(made).count());
                        let lines = by_day(visits);
                        // Today is what one looks for first.
                        if screen.lines.is_none() {
                            let today = cx.shared.today();
                            let at = lines.iter().position(
                                |line| matches!(line, Line::Day { day, .. } if *day >= today),
                            );
                            screen.cursor.go(at.unwrap_or(0));
                        }
                        screen.cursor.keep(lines.len());
                        screen.lines = Some(lines);
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    fn go_to(&mut self, day: NaiveDate, cx: &mut Cx) {
        self.day = Some(day);
        self.lines = None;
        self.cursor = Cursor::default();
        self.read(cx);
    }
}

/// The visits under the days of their people.
fn by_day(visits: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut head = 0;
    for visit in visits {
        let Line::Visit { planned, .. } = &visit else { continue };
        let of = &planned.line.visit;
        let (today, done) = ((of.day, of.person.clone()), planned.done_on.is_some());
        match lines.get_mut(head) {
            Some(Line::Day { day, person, visits, made })
                if (*day, &*person) == (today.0, &today.1) =>
            {
                *visits += 1;
                *made += usize::from(done);
            }
            _ => {
                head = lines.len();
                let (day, person) = today;
                lines.push(Line::Day { day, person, visits: 1, made: usize::from(done) });
            }
        }
        lines.push(visit);
    }
    lines
}

impl Screen for Planning {
    fn topic(&self) -> &'static str {
        "rounds"
    }

    fn title(&self, shared: &Shared) -> String {
        let Period { from, to } = self.days(shared);
        let span = match self.span {
            Span::Week => format!("{}至{}", terms::month_day(from), terms::month_day(to)),
            _ => terms::month(from),
        };
        let (all, made) = self.counts;
        format!("计划 {span} {all}次 已查{made}次")
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("Enter", "办理"),
            hint("←→", "前后"),
            hint("Home", "本期"),
            hint("Tab", "专项行动"),
        ];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Filter, Command::Print]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(lines) = &self.lines else { return };
        let area = note(canvas, area, self.unpublished.map(terms::plan_unpublished));
        if lines.is_empty() {
            let line = "还没有排计划。按 Enter 排：按制度应查的，均匀分到工作日，按路线排。";
            canvas.put(area.x + 2, area.y + 1, area.width - 4, line, look.plain());
            return;
        }
        table(canvas, area, self.cursor, lines.len(), &COLUMNS, |at| match lines.get(at)? {
            Line::Day { day, person, visits, made } => {
                let (day, weekday) = (terms::month_day(*day), terms::weekday(*day));
                let text = format!("{day} {weekday}  {}  {visits}家 已查{made}家", who(person));
                Some((vec![text], look.strong()))
            }
            Line::Visit { planned, grid, why } => {
                let line = &planned.line;
                let done = planned.done_on.map(|on| format!("{}已查", terms::month_day(on)));
                let style = if planned.done_on.is_some() { look.quiet() } else { look.plain() };
                let last = line.last_on.map_or_else(|| "未查过".to_owned(), terms::month_day);
                let cells = vec![
                    format!("{:>4}", planned.order),
                    line.name.clone(),
                    line.address.clone(),
                    grid.clone(),
                    line.contact.clone(),
                    line.phone.clone(),
                    last,
                    if line.key { "重点" } else { "" }.to_owned(),
                    why.clone(),
                    done.unwrap_or_default(),
                ];
                Some((cells, style))
            }
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let Period { from, to } = self.days(cx.shared);
        match key.code {
            Code::Esc => cx.back(),
            Code::Tab => cx.replace(Campaigns::default()),
            Code::BackTab => cx.replace(Covered::by_day(self.day)),
            Code::Left => self.go_to(from - Days::new(1), cx),
            Code::Right => self.go_to(to + Days::new(1), cx),
            Code::Home => self.go_to(cx.shared.today(), cx),
            Code::Enter => acts::open(self.chosen(), self.span, self.days(cx.shared), cx),
            _ => {
                let len = self.lines.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 21);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let days = self.days(cx.shared);
        match command {
            Command::New => cx.open(acts::ask_add(cx.shared.today().max(days.from))),
            Command::Print => acts::sheet(days, &self.person, cx),
            Command::Filter => cx.ask(
                |office| Ok(places(office).grids),
                |screen: &mut Planning, result, cx| match result {
                    Ok(grids) => cx.open(ask(screen, grids, cx)),
                    Err(refusal) => cx.alarm(refusal.to_string()),
                },
            ),
            _ => {}
        }
    }
}

/// Week or month, whose and which grid's.
fn ask(screen: &Planning, grids: Vec<(String, String)>, cx: &Cx) -> Ask {
    let spans = [(Span::Week.code(), "一周"), (Span::Month.code(), "一个月")];
    let grid = screen.grid.as_ref().map_or("", UnitPath::as_str);
    let form = Form::new(vec![
        pick("span", "时段", spans, screen.span.code()),
        pick("grid", "网格", grids, grid),
        text("person", "巡查人", &screen.person),
    ]);
    let id = cx.id();
    Ask::new("rounds", "筛选", Vec::new(), form, move |form| {
        let span = if form.get("span") == Span::Month.code() { Span::Month } else { Span::Week };
        let (person, grid) = (form.get("person").to_owned(), UnitPath::parse(form.get("grid")));
        here(move |cx| {
            cx.send(id, move |screen: &mut Planning, cx| {
                (screen.span, screen.person, screen.grid) = (span, person, grid);
                screen.lines = None;
                screen.read(cx);
            });
        })
    })
    .passing()
}
