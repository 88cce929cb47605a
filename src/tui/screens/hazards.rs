//! 隐患: the list by state, deadline, grade and grid; what a state allows is one key away.

mod narrow;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::narrow::Narrow;
use super::{
    ask::sentences,
    hazard_acts::{self, Act},
};
use crate::{
    domain::{grade::Grade, hazard::StateKind, id::Id, unit::UnitPath},
    office::hazards::{Filter, Line},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        spelt,
        widget::{
            columns::{Column, always, further, table},
            field::{Field, Takes},
            list::Cursor,
        },
    },
};

const COLUMNS: [Column; 8] = [
    always("期限", 11),
    always("等级", 7),
    always("状态", 9),
    always("单位", 22).up_to(14),
    always("内容", 29).rest(),
    further("查出", 10, 1),
    further("跟踪人", 9, 2),
    further("网格", 14, 3).up_to(8),
];

/// Lines that are read at most; more are found by narrowing.
const MOST: u32 = 2000;

/// What the list shows, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Open,
    Overdue,
    Passed,
    Unsure,
    Major,
    Refused,
    Closed,
}

impl Which {
    const ALL: [Which; 7] = [
        Which::Open,
        Which::Overdue,
        Which::Passed,
        Which::Unsure,
        Which::Major,
        Which::Refused,
        Which::Closed,
    ];

    fn says(self) -> &'static str {
        match self {
            Which::Open => "未销号",
            Which::Overdue => "逾期",
            Which::Passed => "待销号",
            Which::Unsure => "待评估",
            Which::Major => "重大",
            Which::Refused => "拒不整改",
            Which::Closed => "已销号",
        }
    }

    fn filter(self, today: chrono::NaiveDate) -> Filter {
        let base = Filter { limit: Some(MOST), ..Filter::default() };
        match self {
            Which::Open => Filter { open: true, ..base },
            Which::Overdue => Filter { overdue_on: Some(today), ..base },
            Which::Passed => Filter { state: Some(StateKind::Passed), ..base },
            Which::Unsure => Filter { open: true, grade: Some(Grade::Unsure), ..base },
            Which::Major => Filter { open: true, grade: Some(Grade::Major), ..base },
            Which::Refused => Filter { state: Some(StateKind::Refused), ..base },
            Which::Closed => Filter { state: Some(StateKind::Closed), ..base },
        }
    }
}

pub struct Hazards {
    which: usize,
    lines: Option<Vec<Line>>,
    /// The names of their grids.
    grids: BTreeMap<UnitPath, String>,
    /// Places in `lines` that the search left.
    found: Vec<usize>,
    find: Field,
    cursor: Cursor,
    marked: BTreeSet<Id>,
    refused: Vec<String>,
    narrow: Narrow,
    /// The rows behind a figure, and what they are called: all states, instead of one kind.
    of: Option<(String, Filter)>,
    /// The words that the lines were asked for by; empty when the screen itself looks through them.
    asked_by: String,
    /// Counts the questions, so that a late answer to an earlier one is dropped.
    asked: u32,
    /// The hazard that was chosen before something was done; it stays so wherever it stands then.
    follow: Option<Id>,
}

impl Default for Hazards {
    fn default() -> Hazards {
        Hazards {
            which: 0,
            lines: None,
            grids: BTreeMap::new(),
            found: Vec::new(),
            find: Field::new(Takes::Half, 40),
            cursor: Cursor::default(),
            marked: BTreeSet::new(),
            refused: Vec::new(),
            narrow: Narrow::default(),
            of: None,
            asked_by: String::new(),
            asked: 0,
            follow: None,
        }
    }
}

impl Hazards {
    /// Those of a kind.
    pub fn showing(which: Which) -> Hazards {
        let at = Which::ALL.iter().position(|kind| *kind == which).unwrap_or(0);
        Hazards { which: at, ..Hazards::default() }
    }

    /// The rows behind a figure.
    pub fn of(name: String, rows: Filter) -> Hazards {
        let rows = Filter { limit: Some(MOST), ..rows };
        Hazards { of: Some((name, rows)), ..Hazards::default() }
    }

    /// These, as many of them as are read at once.
    pub fn among(name: String, mut ids: Vec<Id>) -> Hazards {
        ids.truncate(MOST as usize);
        Hazards::of(name, Filter { among: Some(ids), ..Filter::default() })
    }

    /// What is shown, in a word.
    fn kind(&self) -> &str {
        self.of.as_ref().map_or(Which::ALL[self.which].says(), |(name, _)| name)
    }

    fn read(&mut self, cx: &mut Cx) {
        self.asked += 1;
        let asked = self.asked;
        let base = match &self.of {
            Some((_, rows)) => rows.clone(),
            None => Which::ALL[self.which].filter(cx.shared.today()),
        };
        let grade = self.narrow.grade;
        let filter = Filter {
            words: Some(self.asked_by.clone()).filter(|words| !words.is_empty()),
            ..self.narrow.over(base, cx.shared.today())
        };
        cx.ask(
            move |office| {
                let lines = office.hazards(&filter)?;
                let grids = lines.iter().filter_map(|line| line.grid.clone());
                let grids: BTreeSet<UnitPath> = grids.collect();
                let named = |grid: UnitPath| {
                    let name = office.unit_name(&grid);
                    (grid, name)
                };
                Ok((lines, grids.into_iter().map(named).collect()))
            },
            move |screen: &mut Hazards, result, _| {
                if screen.asked != asked {
                    return;
                }
                match result {
                    Ok((mut lines, grids)) => {
                        screen.grids = grids;
                        // A kind that is a grade itself has nothing of another.
                        lines.retain(|line| grade.is_none_or(|grade| line.grade == grade));
                        // What still runs by its deadline, then what only waits to be closed, then the closed.
                        lines.sort_by_key(|line| match line.state {
                            StateKind::Passed => 1,
                            state if state.is_open() => 0,
                            _ => 2,
                        });
                        screen.lines = Some(lines);
                        screen.fit();
                        if let Some(id) = screen.follow.take() {
                            screen.choose(id);
                        }
                        screen.refused.clear();
                    }
                    Err(refusal) => screen.refused = sentences(&refusal),
                }
            },
        );
    }

    /// After a change of what is typed: the screen looks through its lines when they are all there are; else
    /// the office is asked.
    fn search(&mut self, cx: &mut Cx) {
        let typed = self.find.text().trim().to_lowercase();
        let all = self.lines.as_ref().is_some_and(|lines| lines.len() < MOST as usize);
        if all && self.asked_by.is_empty() {
            return self.fit();
        }
        self.asked_by = typed;
        self.read(cx);
    }

    /// Keeps the lines that fit what is typed.
    fn fit(&mut self) {
        let typed = self.find.text().trim().to_lowercase();
        let Some(lines) = &self.lines else { return };
        let fits = |line: &Line| {
            typed == self.asked_by
                || spelt::fits(&line.premises_name, &typed)
                || spelt::holds(&line.text, &typed)
                || line.notice.as_ref().is_some_and(|number| spelt::holds(number, &typed))
        };
        self.found = (0..lines.len()).filter(|at| fits(&lines[*at])).collect();
        self.cursor.keep(self.found.len());
        // What has been rechecked is not marked for it any more.
        let waiting = lines.iter().filter(|line| hazard_acts::waits_for_recheck(line.state));
        let waiting: BTreeSet<Id> = waiting.map(|line| line.id).collect();
        self.marked.retain(|id| waiting.contains(id));
    }

    fn narrow_to(&mut self, narrow: Narrow, cx: &mut Cx) {
        self.narrow = narrow;
        self.cursor = Cursor::default();
        self.read(cx);
    }

    fn choose(&mut self, id: Id) {
        let lines = self.lines.as_deref().unwrap_or_default();
        let is = |at: &usize| lines.get(*at).is_some_and(|line| line.id == id);
        if let Some(at) = self.found.iter().position(is) {
            self.cursor.go(at);
        }
    }

    fn chosen(&self) -> Option<&Line> {
        self.lines.as_ref()?.get(*self.found.get(self.cursor.at)?)
    }

    fn switch(&mut self, which: usize, cx: &mut Cx) {
        if self.of.is_some() {
            return cx.say("这里是一个数字的明细，各种状态都在内。");
        }
        self.which = which % Which::ALL.len();
        self.cursor = Cursor::default();
        self.marked.clear();
        self.read(cx);
    }
}

impl Screen for Hazards {
    fn topic(&self) -> &'static str {
        "hazards"
    }

    fn title(&self, _: &Shared) -> String {
        let count = self.lines.as_ref().map_or(String::new(), |lines| {
            let more = if lines.len() >= MOST as usize { "以上" } else { "" };
            format!(" {}条{more}", self.found.len())
        });
        format!("隐患 {}{}{count}", self.kind(), self.narrow.words())
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("Tab", "换类"), hint("打字", "查找"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[
            Command::Recheck,
            Command::Mark,
            Command::Act,
            Command::Filter,
            Command::Pack,
            Command::Print,
        ]
    }

    fn shown(&mut self, cx: &mut Cx) {
        self.follow = self.chosen().map(|line| line.id);
        self.read(cx);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, shared: &Shared) {
        let look = canvas.look;
        let mut x = area.x + 1;
        if let Some((name, _)) = &self.of {
            x += canvas.put(x, area.y, 40, name, look.strong()) + 2;
        }
        let kinds: &[Which] = if self.of.is_some() { &[] } else { &Which::ALL };
        for (index, which) in kinds.iter().enumerate() {
            let style = if index == self.which { look.selected() } else { look.plain() };
            x += canvas.put(x, area.y, 14, which.says(), style) + 2;
        }
        let label = canvas.put(x, area.y, 6, "查找：", look.plain());
        canvas.refused(area, area.y + 2, &self.refused);
        match &self.lines {
            None if self.refused.is_empty() => {
                canvas.put(area.x + 2, area.y + 2, 30, "正在读取..", look.plain());
            }
            Some(_) if self.found.is_empty() => {
                let text = match (self.find.is_empty(), &self.narrow) {
                    (false, _) => "没有找到。可以按单位、内容、通知书号查；Esc 清除，Tab 换一类。",
                    (true, narrow) if *narrow != Narrow::default() => {
                        "这一类里没有符合筛选的隐患。Esc 清除筛选，Tab 换一类。"
                    }
                    (true, _) => "这一类里没有隐患。",
                };
                canvas.put(area.x + 2, area.y + 2, area.width - 4, text, look.plain());
            }
            _ => {}
        }
        let list = Rect { y: area.y + 1, height: area.height - 4, ..area };
        table(canvas, list, self.cursor, self.found.len(), &COLUMNS, |at| {
            let line = self.lines.as_ref()?.get(*self.found.get(at)?)?;
            let grid = line.grid.as_ref().and_then(|grid| self.grids.get(grid));
            let grid = grid.map_or("未分网格", String::as_str);
            let marked = self.marked.contains(&line.id);
            let (cells, late) = cells(line, grid, marked, shared.today());
            Some((cells, if late { look.alarm() } else { look.plain() }))
        });
        let foot = Rect { y: area.bottom() - 3, height: 3, ..area };
        canvas.divide(foot, foot.y, "", look.quiet());
        if let Some(line) = self.chosen() {
            let notice = line.notice.clone().unwrap_or_default();
            let also =
                if line.common { terms::beside_street(line.elsewhere) } else { String::new() };
            let text = format!("{} {}{also}{}", line.premises_name, mark(line), line.text);
            canvas.cell(area.x + 1, foot.y + 1, area.width - 2, &text, look.plain());
            let text = format!(
                "{notice}  {}查出  {}  跟踪人{}  验收人{}",
                line.found_on,
                terms::disposal(line.disposal),
                line.owner,
                line.acceptor
            );
            canvas.cell(area.x + 1, foot.y + 2, area.width - 2, &text, look.quiet());
        }
        let field = Rect {
            x: x + label,
            y: area.y,
            width: area.right().saturating_sub(x + label + 1),
            height: 1,
        };
        self.find.draw(canvas, field, true);
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.lines.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc if !self.find.is_empty() => {
                self.find.clear();
                self.search(cx);
            }
            Code::Esc if self.narrow != Narrow::default() => {
                self.narrow_to(Narrow::default(), cx);
            }
            Code::Esc => cx.back(),
            Code::Tab => self.switch(self.which + 1, cx),
            Code::BackTab => self.switch(self.which + Which::ALL.len() - 1, cx),
            Code::Enter => {
                if let Some(line) = self.chosen() {
                    hazard_acts::open_all(line.id, cx);
                }
            }
            Code::Char(' ') if self.find.is_empty() && !key.pasted => {
                self.command(Command::Mark, cx)
            }
            _ if self.cursor.key(key, self.found.len(), 17) => {}
            _ => {
                if self.find.key(key) {
                    self.search(cx);
                }
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        if command == Command::Filter {
            return narrow::ask(self.narrow.clone(), cx);
        }
        let Some(line) = self.chosen() else { return cx.alarm("先选一条隐患。") };
        let id = line.id;
        match command {
            Command::Mark => {
                if !hazard_acts::waits_for_recheck(line.state) {
                    let why = Act::Recheck.refused(line.state);
                    return cx.alarm(why.unwrap_or("已经复查合格，请销号。"));
                }
                if !self.marked.remove(&id) {
                    self.marked.insert(id);
                }
                let len = self.found.len();
                self.cursor.key(Key::of(Code::Down), len, 17);
            }
            Command::Recheck if !self.marked.is_empty() => {
                hazard_acts::open_recheck(self.marked.iter().copied().collect(), cx);
            }
            Command::Recheck => hazard_acts::open(id, Act::Recheck, cx),
            Command::Act => hazard_acts::open_all(id, cx),
            // All its papers at once: the notice, the log, the photos (S0 §一.2(2)).
            Command::Pack | Command::Print => super::papers::save_pack(id, cx),
            _ => {}
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx) {
        if self.find.paste(text) {
            self.search(cx);
        }
    }
}

/// Stands before the words of what was closed within a year and is back.
pub fn mark(line: &Line) -> &'static str {
    if line.recurs_of.is_some() { "【回潮】" } else { "" }
}

/// `逾期3天   一般 整改中  恒捷鞋材厂   私拉乱接电线`
fn cells(line: &Line, grid: &str, marked: bool, today: NaiveDate) -> (Vec<String>, bool) {
    let runs = line.state.runs();
    let late = line.deadline.filter(|day| runs && *day < today).map(|day| (today - day).num_days());
    let when = match (late, line.closed_on, line.deadline) {
        (Some(days), ..) => format!("逾期{days}天"),
        (None, Some(day), _) => terms::month_day(day),
        (None, None, Some(day)) if day == today => "今日".into(),
        (None, None, Some(day)) => terms::month_day(day),
        (None, None, None) => String::new(),
    };
    let cells = vec![
        format!("{}{when}", if marked { "*" } else { " " }),
        terms::grade(line.grade).to_owned(),
        terms::state(line.state).to_owned(),
        line.premises_name.clone(),
        format!("{}{}", mark(line), line.text),
        terms::month_day(line.found_on),
        line.owner.clone(),
        grid.to_owned(),
    ];
    (cells, late.is_some())
}
