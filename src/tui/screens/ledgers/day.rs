//! 工作日志 of a day: what the day's records propose for each premises, put right row by row and entered in one go.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::window::{ask_drafted, ask_edit};
use crate::{
    domain::spelling,
    form::{ledger::Ledger, template::Template},
    office::ledger::{DayLog, Drafted},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::{
            ask::{Ask, Done, fault, office, sentences},
            days,
        },
        shared::Shared,
        widget::{
            columns::{always, further, table},
            form::{Form, text},
            list::Cursor,
        },
    },
};

/// Whose day, and which.
pub(super) fn ask_day(ledger: &Ledger, by: &str, today: NaiveDate) -> Ask {
    let form = Form::new(vec![
        text("by", "填写人*", by),
        days::day_row("on", "日期", &today.to_string(), today),
    ]);
    let intro = vec!["当天到过、办过的每家单位拟一条，改好再登记。".to_owned()];
    let code = ledger.code.clone();
    Ask::new("ledgers", format!("{}拟稿", ledger.title), intro, form, move |form| {
        let by = form.get("by").to_owned();
        if by.is_empty() {
            return fault("by", "请写明是谁的日志。");
        }
        let Ok(on) = spelling::typed_day(form.get("on"), today) else {
            return fault("on", "请写日期，例如 2026-11-20。");
        };
        let code = code.clone();
        office(move |office| {
            let log = office.day_log(&code, Some(&by), on)?;
            Ok(Done::said("").next(Day { log, cursor: Cursor::default(), refused: Vec::new() }))
        })
    })
    .passing()
    .people(&["by"])
}

struct Day {
    log: DayLog,
    cursor: Cursor,
    refused: Vec<String>,
}

impl Day {
    fn read(&self, cx: &mut Cx) {
        let (code, by, on) = (self.log.ledger.code.clone(), self.log.by.clone(), self.log.on);
        cx.ask(
            move |office| office.day_log(&code, Some(&by), Some(on)),
            |day: &mut Day, result, _| match result {
                Ok(log) => {
                    day.cursor.keep(log.rows.len());
                    day.log = log;
                    day.refused.clear();
                }
                Err(refusal) => day.refused = sentences(&refusal),
            },
        );
    }

    fn open(&self, row: &Drafted, cx: &mut Cx) {
        let today = cx.shared.today();
        cx.open(match &row.entered {
            Some(stored) => ask_edit(self.log.ledger.clone(), stored, (&row.name, None), today),
            None => ask_drafted(&self.log, row, today),
        });
    }
}

impl Screen for Day {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, _: &Shared) -> String {
        let DayLog { ledger, by, on, rows } = &self.log;
        let missing = rows.iter().filter(|row| row.entered.is_none()).count();
        let day = on.format("%m-%d");
        format!("{} {by} {day} 没登记{missing}/{}", ledger.title, rows.len())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "改这一条")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Save]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        canvas.set_caret(area.x, area.y);
        if self.log.rows.is_empty() && self.refused.is_empty() {
            let text = format!(
                "{}{}没有检查、复查的记录，没有可拟的日志。",
                self.log.by,
                terms::date(self.log.on)
            );
            canvas.put(area.x + 2, area.y + 1, area.width - 4, &text, look.plain());
            return;
        }
        let labels = self.log.ledger.fields.iter().filter(|field| self.proposed(&field.id));
        let mut shape = vec![always("单位", 21).up_to(9), always("登记", 9)];
        shape.extend(labels.enumerate().map(|(at, field)| match at {
            0 => always("", 40).headed(field.label.clone()).rest(),
            _ => further("", 30, at as u8).headed(field.label.clone()),
        }));
        table(canvas, area, self.cursor, self.log.rows.len(), &shape, |at| {
            let row = self.log.rows.get(at)?;
            let stands = if row.entered.is_some() { "登记过" } else { "没有登记" };
            let mut cells = vec![row.name.clone(), stands.to_owned()];
            let said = match &row.entered {
                Some(stored) => &stored.entry.fields,
                None => &row.fields,
            };
            let proposed = self.log.ledger.fields.iter().filter(|field| self.proposed(&field.id));
            cells.extend(proposed.map(|field| {
                said.get(&field.id).map_or_else(String::new, |value| value.replace('\n', " "))
            }));
            Some((cells, if row.entered.is_some() { look.quiet() } else { look.plain() }))
        });
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(row) = self.log.rows.get(self.cursor.at) {
                    self.open(row, cx);
                }
            }
            _ => {
                self.cursor.key(key, self.log.rows.len(), 20);
            }
        }
    }

    fn command(&mut self, _: Command, cx: &mut Cx) {
        if self.log.rows.is_empty() {
            return cx.say("没有可登记的：这一天没有检查、复查的记录。");
        }
        if self.log.missing().is_empty() {
            return cx.say("这一天的都登记过了。");
        }
        let log = self.log.clone();
        cx.ask(
            move |office| office.enter_day_log(&log),
            |day: &mut Day, result, cx| match result {
                Ok(made) => {
                    cx.say(format!("已登记{}条，要改的按 Enter 改。", made.len()));
                    day.read(cx);
                }
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        );
    }
}

impl Day {
    /// Whether the day's records fill a field in with more than a word that is always the same.
    fn proposed(&self, id: &str) -> bool {
        let daily = self.log.ledger.daily.as_ref();
        let of = |(field, text): &(String, Template)| field == id && text.places().next().is_some();
        daily.is_some_and(|daily| daily.fields.iter().any(of))
    }
}
