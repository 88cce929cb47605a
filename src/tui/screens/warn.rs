//! 问责提醒: what the records suggest, the records behind it, and the ladder. Nothing is decided here but by a person.

mod acts;

pub use acts::again;

use ratatui::layout::Rect;

use super::{
    ask::sentences,
    days::{note, note_year},
    hazard_acts, ledgers,
    premises::page::Page,
};
use crate::{
    domain::accountability::{Found, Kind},
    office::warn::{Record, Standing, Suggestion, Told},
    terms,
    tui::{
        canvas::Canvas,
        keys::{self, Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::{Column, always, further, table},
            list::{Cursor, rows},
        },
    },
};

/// The list of suggestions.
#[derive(Default)]
pub struct Warnings {
    all: Option<Vec<Suggestion>>,
    /// A year of these whose days off are not published.
    unpublished: Option<i32>,
    /// What has to be made clear before it is suggested.
    unclear: Option<String>,
    refused: Vec<String>,
    cursor: Cursor,
}

impl Warnings {
    fn len(&self) -> usize {
        self.all.as_ref().map_or(0, Vec::len)
    }

    fn chosen(&self) -> Option<&Suggestion> {
        self.all.as_ref()?.get(self.cursor.at)
    }
}

const COLUMNS: [Column; 6] = [
    always("何时", 11),
    always("情形", 5),
    always("问责", 9),
    always("对象", 19).up_to(9),
    always("依据", 35).rest(),
    further("情形是什么", 30, 1).up_to(50),
];

fn cells(each: &Suggestion) -> Vec<String> {
    let when = match each.found {
        Found::Holds { .. } => "已成立".to_owned(),
        Found::Near { on } => format!("{}起", terms::month_day(on)),
    };
    vec![
        when,
        each.situation.code().to_owned(),
        terms::accountability(each.situation.kind()).to_owned(),
        each.target.clone(),
        each.message.clone(),
        terms::accountable(each.situation).to_owned(),
    ]
}

impl Screen for Warnings {
    fn topic(&self) -> &'static str {
        "warn"
    }

    fn title(&self, _: &Shared) -> String {
        let holds = self.all.iter().flatten().filter(|each| each.found.holds()).count();
        format!("问责提醒 已成立{holds}条 将成立{}条", self.len() - holds)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "依据")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Act, Command::New]
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| {
                let (all, unclear) = office.suggested()?;
                let unpublished = office.unpublished(all.iter().map(|each| each.found.day()));
                Ok((all, unpublished, unclear))
            },
            |screen: &mut Warnings, result, _| match result {
                Ok((all, unpublished, unclear)) => {
                    screen.cursor.keep(all.len());
                    screen.unpublished = unpublished;
                    screen.unclear = unclear;
                    screen.all = Some(all);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.all.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(all) = &self.all else { return };
        if all.is_empty() {
            let new = keys::written(Command::New.keys()[0]);
            let line = format!("没有提醒。记录里看不出的情形，按 {new} 登记。");
            canvas.put(area.x + 2, area.y + 1, area.width - 4, &line, look.plain());
        }
        let area = note_year(canvas, area, self.unpublished);
        let lines = self.unclear.iter().flat_map(|said| look.wrap(said, area.width - 2));
        let lines: Vec<String> = lines.collect();
        let area = lines.into_iter().rev().fold(area, |area, line| note(canvas, area, Some(line)));
        let foot = Rect { y: area.bottom() - 4, height: 4, ..area };
        let list = Rect { height: area.height - 4, ..area };
        table(canvas, list, self.cursor, all.len(), &COLUMNS, |at| {
            let each = all.get(at)?;
            let style = if each.found.holds() { look.alarm() } else { look.plain() };
            Some((cells(each), style))
        });
        canvas.divide(foot, foot.y, "", look.quiet());
        if let Some(each) = self.chosen() {
            let about = format!("情形：{}", terms::accountable(each.situation));
            let lines = [about.as_str(), each.message.as_str()];
            let lines = lines.iter().flat_map(|line| look.wrap(line, foot.width - 2));
            for (y, line) in (foot.y + 1..foot.bottom()).zip(lines) {
                canvas.cell(foot.x + 1, y, foot.width - 2, &line, look.quiet());
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => {
                if let Some(suggestion) = self.chosen() {
                    cx.open(Records::of(suggestion.clone()));
                }
            }
            _ => {
                self.cursor.key(key, self.len(), 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match command {
            Command::Act => acts::open(self.chosen(), cx),
            Command::New => acts::by_hand(cx),
            _ => {}
        }
    }
}

/// Opens a record from the screen that lists it.
pub(super) fn open_record<S: Screen>(told: &Told, cx: &mut Cx) {
    let record = told.proof.map(|proof| proof.record);
    match (record, told.premises) {
        (Some(Record::Hazard), _) => {
            if let Some(proof) = told.proof {
                hazard_acts::open_all(proof.id, cx);
            }
        }
        (Some(Record::Entry), _) => {
            let code = told.ledger.clone();
            cx.ask(
                move |office| office.ledger(&code),
                |_: &mut S, result, cx| match result {
                    Ok(ledger) => cx.open(ledgers::Entries::of(ledger, None)),
                    Err(refusal) => cx.alarm(refusal.to_string()),
                },
            );
        }
        (_, Some(premises)) => cx.open(Page::of(premises)),
        (None, _) => cx.say("这种情形正是因为没有记录，没有可打开的。"),
        (_, None) => cx.say("这条记录没有可打开的。"),
    }
}

/// The records behind one suggestion.
struct Records {
    of: Suggestion,
    records: Option<Vec<Told>>,
    refused: Vec<String>,
    cursor: Cursor,
}

impl Records {
    fn of(of: Suggestion) -> Records {
        Records { of, records: None, refused: Vec::new(), cursor: Cursor::default() }
    }

    fn go(&self, cx: &mut Cx) {
        let Some(told) = self.records.as_ref().and_then(|all| all.get(self.cursor.at)) else {
            return cx.say("没有可打开的记录。");
        };
        open_record::<Records>(told, cx);
    }
}

impl Screen for Records {
    fn topic(&self) -> &'static str {
        "warn"
    }

    fn title(&self, _: &Shared) -> String {
        format!("依据 {} {}", self.of.situation.code(), self.of.target)
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "打开")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::Act]
    }

    fn shown(&mut self, cx: &mut Cx) {
        let of = self.of.clone();
        cx.ask(
            move |office| office.warning_records(&of),
            |screen: &mut Records, result, _| match result {
                Ok(records) => {
                    screen.cursor.keep(records.len());
                    screen.records = Some(records);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.records.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        let head =
            [format!("情形：{}", terms::accountable(self.of.situation)), self.of.message.clone()];
        let head: Vec<String> =
            head.iter().flat_map(|line| look.wrap(line, area.width - 2)).collect();
        let mut y = area.y;
        for line in head.iter().chain(&self.refused).take(usize::from(area.height) / 2) {
            canvas.cell(area.x + 1, y, area.width - 2, line, look.strong());
            y += 1;
        }
        let below = Rect { y: y + 1, height: area.bottom().saturating_sub(y + 1), ..area };
        match self.records.as_deref() {
            None => {}
            Some([]) => {
                let line = "这种情形正是因为没有记录，没有可打开的。";
                canvas.put(area.x + 2, below.y, area.width - 4, line, look.plain());
            }
            Some(records) => {
                let lines =
                    records.iter().map(|told| (vec![(u16::MAX, told.says.clone())], look.plain()));
                rows(canvas, below, self.cursor, records.len(), lines);
            }
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => self.go(cx),
            _ => {
                let len = self.records.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 20);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::Act {
            acts::open(Some(&self.of), cx);
        }
    }
}

/// The ladder of this year.
#[derive(Default)]
struct Ladder {
    all: Option<Vec<Standing>>,
    refused: Vec<String>,
    cursor: Cursor,
}

/// Column and width of the count of each kind.
const COUNTS: [(u16, u16); 5] = [(26, 6), (32, 6), (38, 10), (48, 10), (58, 10)];

impl Screen for Ladder {
    fn topic(&self) -> &'static str {
        "warn"
    }

    fn title(&self, _: &Shared) -> String {
        "追责阶梯 本年次数".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Esc", "返回")];
        HINTS
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(
            |office| office.ladder(None),
            |screen: &mut Ladder, result, _| match result {
                Ok(all) => {
                    screen.cursor.keep(all.len());
                    screen.all = Some(all);
                    screen.refused.clear();
                }
                Err(refusal) => screen.refused = sentences(&refusal),
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.all.is_none() && self.refused.is_empty()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.set_caret(area.x, area.y);
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(all) = &self.all else { return };
        if all.is_empty() {
            let line = "还没有通报、约谈、挂牌督办、诫勉谈话或移送。";
            canvas.put(area.x + 2, area.y + 1, area.width - 4, line, look.plain());
            return;
        }
        canvas.cell(area.x + 1, area.y, 24, "对象", look.strong());
        for (kind, (x, width)) in Kind::ALL.into_iter().zip(COUNTS) {
            let label = terms::accountability(kind);
            canvas.cell_right(area.x + x, area.y, width, label, look.strong());
        }
        canvas.cell(area.x + 70, area.y, 10, "可考虑", look.strong());
        let foot = Rect { y: area.bottom() - 6, height: 6, ..area };
        let below = Rect { y: area.y + 1, height: area.height - 7, ..area };
        let top = self.cursor.shown(canvas, all.len(), usize::from(below.height));
        for (y, (index, each)) in (below.y..below.bottom()).zip(all.iter().enumerate().skip(top)) {
            let chosen = index == self.cursor.at;
            let style = if chosen { look.selected() } else { look.plain() };
            canvas.put(area.x, y, 1, if chosen { ">" } else { " " }, style);
            canvas.cell(area.x + 1, y, 25, &each.target, style);
            for (count, (x, width)) in each.counts.into_iter().zip(COUNTS) {
                canvas.cell_right(area.x + x, y, width, &count.to_string(), style);
            }
            let next = each.next.map_or("", terms::accountability);
            canvas.cell(area.x + 70, y, 10, next, style);
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
        canvas.divide(foot, foot.y, "", look.quiet());
        let taken = all.get(self.cursor.at).map_or(&[][..], |each| &each.taken);
        for (y, each) in (foot.y + 1..foot.bottom()).zip(taken.iter().rev()) {
            let line =
                format!("{} {} {}", each.on, terms::accountability(each.kind), each.situation);
            canvas.cell(foot.x + 1, y, foot.width - 2, &line, look.quiet());
        }
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            _ => {
                let len = self.all.as_ref().map_or(0, Vec::len);
                self.cursor.key(key, len, 16);
            }
        }
    }
}
