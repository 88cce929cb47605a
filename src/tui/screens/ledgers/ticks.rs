//! The sheet of a ledger that is ticked day by day: premises by days of a month, one key a cell.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

use super::window::{ask_edit, new_row};
use crate::{
    domain::period,
    office::{
        agenda::Begin,
        ledger::{Ticked, Ticks},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        screens::ask::sentences,
        shared::Shared,
        widget::list::Cursor,
    },
};

/// Columns of a day, and of the names.
const CELL: u16 = 3;
const NAMES: u16 = 22;

pub struct Sheet {
    code: String,
    day: NaiveDate,
    ticks: Option<Ticks>,
    cursor: Cursor,
    refused: Vec<String>,
    /// The office is at it.
    busy: bool,
}

impl Sheet {
    /// The month of a day, with the cursor on it.
    pub fn of(code: String, day: NaiveDate) -> Sheet {
        Sheet {
            code,
            day,
            ticks: None,
            cursor: Cursor::default(),
            refused: Vec::new(),
            busy: false,
        }
    }

    fn read(&mut self, cx: &mut Cx) {
        let (code, month) = (self.code.clone(), period::month_of(self.day));
        self.busy = true;
        cx.ask(
            move |office| office.ticks(&code, month),
            |sheet: &mut Sheet, result, _| {
                sheet.busy = false;
                match result {
                    Ok(ticks) => {
                        sheet.cursor.keep(ticks.rows.len());
                        sheet.ticks = Some(ticks);
                        sheet.refused.clear();
                    }
                    Err(refusal) => sheet.refused = sentences(&refusal),
                }
            },
        );
    }

    fn row(&self) -> Option<&Ticked> {
        self.ticks.as_ref()?.rows.get(self.cursor.at)
    }

    /// Ticks these premises on the day of the cursor.
    fn tick(&mut self, option: usize, rest: bool, cx: &mut Cx) {
        let Some(ticks) = &self.ticks else { return };
        let Some(value) = ticks.options().get(option).cloned() else {
            return cx.alarm(format!(
                "只有{}种，按 1 到 {} 选。",
                ticks.options().len(),
                ticks.options().len()
            ));
        };
        let premises: Vec<_> = match rest {
            true => {
                let open = |row: &&Ticked| !row.days.contains_key(&self.day);
                ticks.rows.iter().filter(open).map(|row| row.premises).collect()
            }
            false => self.row().into_iter().map(|row| row.premises).collect(),
        };
        if premises.is_empty() {
            return cx.say("这一天都登记过了。");
        }
        let (code, day) = (self.code.clone(), self.day);
        self.busy = true;
        cx.ask(
            move |office| office.tick(&code, &premises, Some(day), Some(&value)),
            move |sheet: &mut Sheet, result, cx| {
                sheet.busy = false;
                match result {
                    Ok(made) => {
                        if rest {
                            cx.say(format!("已登记{}家。", made.len()));
                        } else {
                            let len = sheet.ticks.as_ref().map_or(0, |ticks| ticks.rows.len());
                            sheet.cursor.key(Key::of(Code::Down), len, 20);
                        }
                        sheet.read(cx);
                    }
                    Err(refusal) => cx.alarm(refusal.to_string()),
                }
            },
        );
    }

    /// The whole row of the cell, to be put right or entered with more than a tick.
    fn open(&self, cx: &mut Cx) {
        let (Some(ticks), Some(row)) = (&self.ticks, self.row()) else { return };
        let (ledger, today, day) = (ticks.ledger.clone(), cx.shared.today(), self.day);
        let (id, name) = (row.premises, row.name.clone());
        let entry = row.days.get(&day).map(|cell| cell.entry);
        cx.ask(
            move |office| match entry {
                Some(entry) => {
                    let stored = office.entry(entry)?;
                    ask_edit(office, ledger, &stored)
                }
                None => {
                    let on = ledger.day.clone().map(|field| (field, day.to_string()));
                    let begin = Begin { fields: on.into_iter().collect(), ..Begin::default() };
                    new_row(office, ledger, Some((id, name)), begin, today)
                }
            },
            |_: &mut Sheet, result, cx| match result {
                Ok(ask) => cx.open(ask),
                Err(refusal) => cx.alarm(refusal.to_string()),
            },
        );
    }

    fn go(&mut self, day: NaiveDate, cx: &mut Cx) {
        let month = period::month_of(self.day);
        self.day = day.min(cx.shared.today());
        if period::month_of(self.day) != month {
            self.read(cx);
        }
    }
}

impl Screen for Sheet {
    fn topic(&self) -> &'static str {
        "ledgers"
    }

    fn title(&self, shared: &Shared) -> String {
        let day = self.day;
        // The year only where it is another: what is missing has to be seen.
        let on = match day.year() == shared.today().year() {
            true => terms::month_day(day),
            false => terms::date(day),
        };
        match &self.ticks {
            Some(ticks) => format!(
                "{} {on}未报{}家，共{}家",
                ticks.ledger.title,
                ticks.missing(day).count(),
                ticks.rows.len()
            ),
            None => "台账".to_owned(),
        }
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[
            hint("←→↑↓", "选格"),
            hint("空格", "报了"),
            hint("数字", "选情况"),
            hint("Enter", "全部栏目"),
        ];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::AllNormal]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.read(cx);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.busy
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        canvas.set_caret(area.x, area.y);
        let Some(ticks) = &self.ticks else { return };
        if ticks.rows.is_empty() {
            let text = "没有重点监管的单位要逐日登记。";
            canvas.put(area.x + 2, area.y + 1, area.width - 4, text, look.plain());
            return;
        }
        // As many days as there is room for, the chosen one among them; those to come are not there yet.
        let last = ticks.to.min(shared.today());
        let fits = u64::from(area.width.saturating_sub(NAMES + 2) / CELL).max(1);
        let first = ticks.from.max(last.checked_sub_days(Days::new(fits - 1)).unwrap_or(last));
        let first = first.min(self.day);
        let days: Vec<NaiveDate> =
            first.iter_days().take(fits as usize).take_while(|day| *day <= last).collect();
        let x_of = |at: usize| area.x + NAMES + 1 + at as u16 * CELL;
        for (at, day) in days.iter().enumerate() {
            let style = if *day == self.day { look.strong() } else { look.quiet() };
            canvas.cell_right(x_of(at), area.y, CELL - 1, &day.day().to_string(), style);
        }
        let foot = area.bottom() - 1;
        let height = usize::from(foot.saturating_sub(area.y + 1));
        let top = self.cursor.shown(canvas, ticks.rows.len(), height);
        let shown = ticks.rows.iter().enumerate().skip(top);
        for (y, (index, row)) in (area.y + 1..foot).zip(shown) {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.strong() } else { look.plain() };
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(area.x + 1, y, NAMES - 1, &row.name, style);
            for (at, day) in days.iter().enumerate() {
                let here = chosen && *day == self.day;
                let sign = ticks.sign(row, *day);
                let style = match (here, row.days.get(day)) {
                    (true, _) => look.selected(),
                    (false, Some(cell)) if ticks.tick.missing.contains(&cell.value) => look.alarm(),
                    _ => look.plain(),
                };
                let sign = if sign.is_empty() { "." } else { sign };
                canvas.cell(x_of(at), y, CELL - 1, sign, style);
                if here {
                    canvas.set_caret(x_of(at), y);
                }
            }
        }
        let said = ticks.options().iter().zip(&ticks.tick.signs).enumerate();
        let said: Vec<String> =
            said.map(|(at, (option, sign))| format!("{}{sign}＝{option}", at + 1)).collect();
        canvas.cell(area.x, foot, area.width, &format!(" {}", said.join("  ")), look.quiet());
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        let day = self.day;
        let step = |days: Option<NaiveDate>| days.unwrap_or(day);
        match key.code {
            Code::Esc => cx.back(),
            Code::Left => self.go(step(day.checked_sub_days(Days::new(1))), cx),
            Code::Right => self.go(step(day.checked_add_days(Days::new(1))), cx),
            Code::Enter if !key.pasted => self.open(cx),
            Code::Char(' ') => self.tick(0, false, cx),
            _ => match key.digit().and_then(|digit| digit.checked_sub(1)) {
                Some(option) => self.tick(option, false, cx),
                None => {
                    let len = self.ticks.as_ref().map_or(0, |ticks| ticks.rows.len());
                    self.cursor.key(key, len, 20);
                }
            },
        }
    }

    /// All that have no mark on the day yet.
    fn command(&mut self, _: Command, cx: &mut Cx) {
        self.tick(0, true, cx);
    }
}
