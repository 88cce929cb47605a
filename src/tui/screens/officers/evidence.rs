//! What is known of a grid officer, and the evidence of a quarter: every figure opens the records behind it.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::super::{ask::sentences, warn};
use crate::{
    domain::period::Span,
    office::{
        officers::{Figure, words},
        warn::Told,
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::list::{Cursor, rows},
    },
};

pub struct Known {
    /// What finds the officer, and how the officer is called.
    wanted: String,
    called: String,
    /// The quarter; that of today until it is read.
    period: Option<(NaiveDate, NaiveDate)>,
    lines: Option<Vec<Line>>,
    refused: Vec<String>,
    cursor: Cursor,
}

enum Line {
    Text(String),
    Heading(String),
    Figure(Figure),
}

impl Known {
    pub fn of(wanted: String, called: String) -> Known {
        let (refused, cursor) = (Vec::new(), Cursor::default());
        Known { wanted, called, period: None, lines: None, refused, cursor }
    }

    fn read(&self, cx: &mut Cx) {
        let (wanted, period) = (self.wanted.clone(), self.period);
        cx.ask(
            move |office| {
                let (from, to) = period.unwrap_or_else(|| Span::Quarter.of(office.today()));
                let officer = office.grid_officer(&wanted)?;
                let evidence = office.officer_evidence(&wanted, from, to)?;
                let heading = format!("{}的考核依据", terms::period(from, to));
                let mut lines = vec![Line::Heading(heading)];
                lines.extend(evidence.figures().into_iter().map(Line::Figure));
                // What people are to make of it stands in no row.
                let grounds = evidence.grounds.len();
                let said = words(&evidence);
                lines.extend(said.into_iter().rev().take(grounds).rev().map(Line::Text));
                lines.push(Line::Heading("情况".to_owned()));
                lines.extend(office.officer_words(&officer).into_iter().map(Line::Text));
                Ok(((from, to), lines))
            },
            |screen: &mut Known, result, _| match result {
                Ok((period, lines)) => {
                    screen.period = Some(period);
                    screen.cursor.keep(lines.len());
                    screen.lines = Some(lines);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    /// The quarter before, or the one after as long as it has begun.
    fn turn(&mut self, back: bool, cx: &mut Cx) {
        let Some((from, to)) = self.period else { return };
        let day = match back {
            true => from.pred_opt(),
            false => to.succ_opt().filter(|day| *day <= cx.shared.today()),
        };
        let Some(day) = day else { return cx.say("以后的季度还没有到。") };
        self.period = Some(Span::Quarter.of(day));
        self.lines = None;
        self.read(cx);
    }
}

impl Screen for Known {
    fn topic(&self) -> &'static str {
        "officers"
    }

    fn title(&self, _: &Shared) -> String {
        format!("情况和考核依据 {}", self.called)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "看明细"), hint("←→", "上下季")];
        HINTS
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
        let shown = lines.iter().map(|line| {
            let (says, style) = match line {
                Line::Heading(says) => (says.clone(), look.strong()),
                Line::Text(says) => (format!("  {says}"), look.plain()),
                Line::Figure(figure) => (format!("  {}", figure.says), look.plain()),
            };
            (vec![(u16::MAX, says)], style)
        });
        rows(canvas, area, self.cursor, lines.len(), shown);
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Left => self.turn(true, cx),
            Code::Right => self.turn(false, cx),
            Code::Enter => match self.lines.as_ref().and_then(|lines| lines.get(self.cursor.at)) {
                Some(Line::Figure(figure)) if !figure.rows.is_empty() => {
                    cx.open(Rows::of(figure.clone()));
                }
                _ => cx.say("这一行没有明细。"),
            },
            _ => {
                let len = self.lines.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 20);
            }
        }
    }
}

/// The records behind a figure.
struct Rows {
    of: Figure,
    told: Option<Vec<Told>>,
    refused: Vec<String>,
    cursor: Cursor,
}

impl Rows {
    fn of(of: Figure) -> Rows {
        Rows { of, told: None, refused: Vec::new(), cursor: Cursor::default() }
    }
}

impl Screen for Rows {
    fn topic(&self) -> &'static str {
        "officers"
    }

    fn title(&self, _: &Shared) -> String {
        self.of.says.clone()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "打开")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        let proofs = self.of.rows.clone();
        cx.ask(
            move |office| office.told_proofs(&proofs),
            |screen: &mut Rows, result, _| match result {
                Ok(told) => {
                    screen.cursor.keep(told.len());
                    screen.told = Some(told);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.told.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let told = self.told.iter().flatten();
        let lines = told.map(|told| (vec![(u16::MAX, told.says.clone())], look.plain()));
        let count = self.told.as_ref().map_or(0, Vec::len);
        let below = Rect { height: area.height - 1, ..area };
        rows(canvas, below, self.cursor, count, lines);
        if self.told.is_some() && count < self.of.rows.len() {
            let line = format!("先列出{count}条，共{}条。", self.of.rows.len());
            canvas.cell(area.x + 1, below.bottom(), area.width - 2, &line, look.quiet());
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(told) = self.told.as_ref().and_then(|all| all.get(self.cursor.at)) {
                    warn::open_record::<Rows>(told, cx);
                }
            }
            _ => {
                let len = self.told.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 20);
            }
        }
    }
}
