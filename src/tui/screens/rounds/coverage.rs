//! 覆盖率: of each round, by grid, community or person, at the end of a day; and what is left out, with the reason.

use chrono::{Days, NaiveDate};
use ratatui::{layout::Rect, style::Style};

use super::{plan::Planning, reached::Behind};
use crate::{
    domain::{id::Id, spelling},
    office::{
        coverage::{By, Coverage, Round, Row, percent},
        documents::Request,
        facts::Period,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::{Ask, fault, here, sentences},
            documents,
            premises::page::Page,
        },
        shared::Shared,
        widget::{
            form::{Form, choice as pick, half},
            list::{Cursor, rows},
        },
    },
};

#[derive(Default)]
pub struct Covered {
    /// The day at whose end it is told; today until a key moves. One to come only where the calendar leads to it.
    on: Option<NaiveDate>,
    by: By,
    /// The one rule that it is about, by its code.
    only: Option<String>,
    lines: Option<Vec<Line>>,
    cursor: Cursor,
    refused: Vec<String>,
    /// Counts the questions, so that the answer for a day that was left is dropped.
    asked: u32,
}

struct Line {
    cells: Vec<(u16, String)>,
    heading: bool,
    missed: u32,
    opens: Opens,
}

enum Opens {
    Nothing,
    Rows(Behind),
    Premises(Id),
}

/// Columns of the name, the community, each count and the part.
const CELLS: [u16; 6] = [24, 18, 8, 8, 8, 8];

impl Covered {
    /// How far one rule has come, by grid.
    pub fn of(code: String, on: NaiveDate) -> Covered {
        Covered { only: Some(code), on: Some(on), ..Covered::default() }
    }

    /// As it is, or will be, at the end of a day.
    pub fn at(on: NaiveDate) -> Covered {
        Covered::by_day(Some(on))
    }

    /// At the end of a day; today without one.
    pub fn by_day(on: Option<NaiveDate>) -> Covered {
        Covered { on, ..Covered::default() }
    }

    fn day(&self, shared: &Shared) -> NaiveDate {
        self.on.unwrap_or_else(|| shared.today())
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        let asked = self.asked;
        let (on, by, only) = (self.day(cx.shared), self.by, self.only.clone());
        cx.ask(
            move |office| office.coverage(Some(on), by, Some(0)),
            move |screen: &mut Covered, result, _| {
                if screen.asked != asked {
                    return;
                }
                match result {
                    Ok(told) => {
                        let lines = lines(told, only.as_deref());
                        screen.cursor.keep(lines.len());
                        screen.lines = Some(lines);
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    fn go_to(&mut self, on: NaiveDate, cx: &mut Cx) {
        if on > self.day(cx.shared).max(cx.shared.today()) {
            return cx.say("以后的还没有查，看计划请按 Tab。");
        }
        self.on = Some(on);
        self.read(cx);
    }
}

fn days(round: &Round) -> String {
    let rule = &round.rule;
    let times = if rule.times > 1 { format!(" 每家{}次", rule.times) } else { String::new() };
    format!("{}至{}{times}", terms::month_day(rule.from), terms::month_day(rule.to))
}

/// The counts of a row, set to the right as figures are.
fn figures(row: &Row) -> [String; 3] {
    let count = row.count;
    [count.required, count.covered, count.missed()].map(|count| format!("{count:>6}"))
}

fn lines(told: Coverage, only: Option<&str>) -> Vec<Line> {
    let mut lines = Vec::new();
    let on = told.on;
    let wanted = |round: &Round| only.is_none_or(|only| only == round.rule.code);
    for round in told.rounds.into_iter().filter(wanted) {
        let behind = |name: &str, places, only| Behind {
            code: round.rule.code.clone(),
            name: name.to_owned(),
            times: round.rule.times,
            on,
            places,
            only,
        };
        let total = round.total;
        let part = match total.required {
            0 => "没有应查的".to_owned(),
            _ => format!(
                "应查{} 已查{} 未查{} {}",
                total.required,
                total.covered,
                total.missed(),
                percent(total)
            ),
        };
        lines.push(Line {
            cells: vec![(u16::MAX, format!("{} {} {part}", round.rule.label, days(&round)))],
            heading: true,
            missed: total.missed(),
            opens: Opens::Rows(behind(&round.rule.label, Vec::new(), Vec::new())),
        });
        for row in &round.rows {
            let [required, covered, missed] = figures(row);
            let texts = [
                format!(" {}", row.name),
                row.community.clone(),
                required,
                covered,
                missed,
                format!("{:>7}", percent(row.count)),
            ];
            lines.push(Line {
                cells: CELLS.into_iter().zip(texts).collect(),
                heading: false,
                missed: row.count.missed(),
                opens: Opens::Rows(behind(
                    &format!("{} {}", round.rule.label, row.name),
                    row.places.clone(),
                    row.only.clone(),
                )),
            });
        }
    }
    if only.is_none() && !told.direct.is_empty() {
        lines.push(Line {
            cells: vec![(u16::MAX, format!("部门直管，不计入{}家", told.direct.len()))],
            heading: true,
            missed: 0,
            opens: Opens::Nothing,
        });
        for direct in told.direct {
            let reason = format!("原因：{}", direct.reason);
            lines.push(Line {
                cells: vec![(30, format!(" {}", direct.name)), (u16::MAX, reason)],
                heading: false,
                missed: 0,
                opens: Opens::Premises(direct.id),
            });
        }
    }
    lines
}

fn style(canvas: &Canvas, line: &Line) -> Style {
    match (line.heading, line.missed) {
        (true, _) => canvas.look.strong(),
        (false, 0) => canvas.look.quiet(),
        (false, _) => canvas.look.plain(),
    }
}

impl Screen for Covered {
    fn topic(&self) -> &'static str {
        "rounds"
    }

    fn title(&self, shared: &Shared) -> String {
        format!("覆盖率 截至{}", terms::month_day(self.day(shared)))
    }

    fn hints(&self) -> &'static [Hint] {
        const ALL: &[Hint] =
            &[hint("↑↓", "选择"), hint("Enter", "看明细"), hint("←→", "换日"), hint("Tab", "计划")];
        const ONE: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "看明细"), hint("←→", "换日")];
        if self.only.is_some() { ONE } else { ALL }
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Filter, Command::Print]
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
        let Some(lines) = &self.lines else {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        };
        let heads = [self.by.label(), "社区", "  应查", "  已查", "  未查", " 覆盖率"];
        let mut x = area.x + 2;
        for (columns, head) in CELLS.into_iter().zip(heads) {
            canvas.cell(x, area.y, columns, head, look.quiet());
            x += columns;
        }
        let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
        if lines.is_empty() {
            canvas.put(below.x + 2, below.y, below.width - 4, "没有应查的。", look.plain());
        }
        let styles: Vec<Style> = lines.iter().map(|line| style(canvas, line)).collect();
        let shown = lines.iter().zip(styles).map(|(line, style)| (line.cells.clone(), style));
        rows(canvas, below, self.cursor, lines.len(), shown);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            // Of the same week.
            Code::Tab if self.only.is_none() => cx.replace(Planning::of_week(self.on)),
            Code::BackTab if self.only.is_none() => {
                cx.replace(super::campaigns::Campaigns::default());
            }
            Code::Left => self.go_to(self.day(cx.shared) - Days::new(1), cx),
            Code::Right => {
                let day = self.day(cx.shared);
                match day < cx.shared.today() {
                    true => self.go_to(day + Days::new(1), cx),
                    false => cx.say("以后的还没有查，看计划请按 Tab。"),
                }
            }
            Code::Enter => {
                let lines = self.lines.as_deref().unwrap_or_default();
                match lines.get(self.cursor.at).map(|line| &line.opens) {
                    Some(Opens::Rows(behind)) => cx.open(behind.clone().open()),
                    Some(Opens::Premises(id)) => cx.open(Page::of(*id)),
                    Some(Opens::Nothing) | None => cx.say("这一行没有明细。"),
                }
            }
            _ => {
                let len = self.lines.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        let day = self.day(cx.shared);
        match command {
            Command::Filter => cx.open(ask(self.by, day, cx)),
            Command::Print => {
                // As it is told here.
                let by = ("by".to_owned(), self.by.label().to_owned());
                let period = Some(Period { from: day, to: day });
                let request = Request {
                    code: "coverage".to_owned(),
                    period,
                    fields: [by].into(),
                    ..Request::default()
                };
                documents::begin(request, cx);
            }
            _ => {}
        }
    }
}

/// The day, and what it is told by.
fn ask(by: By, day: NaiveDate, cx: &Cx) -> Ask {
    let kinds = [("grid", "网格"), ("community", "社区"), ("person", "网格员")];
    let chosen = match by {
        By::Grid => "grid",
        By::Community => "community",
        By::Person => "person",
    };
    let form = Form::new(vec![
        pick("by", "按什么分", kinds, chosen),
        half("on", "截至", &day.to_string()).suggested(),
    ]);
    let (id, today) = (cx.id(), cx.shared.today());
    Ask::new("rounds", "筛选", Vec::new(), form, move |form| {
        let on = match spelling::typed_day(form.get("on"), today) {
            Ok(on) => on.unwrap_or(today),
            Err(_) => return fault("on", "请写成 2026-11-30 或 11-30。"),
        };
        if on > today.max(day) {
            return fault("on", "以后的还没有查。");
        }
        let by = match form.get("by") {
            "community" => By::Community,
            "person" => By::Person,
            _ => By::Grid,
        };
        here(move |cx| {
            cx.send(id, move |screen: &mut Covered, cx| {
                screen.by = by;
                screen.go_to(on, cx);
            });
        })
    })
    .passing()
}
