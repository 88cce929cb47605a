//! 网格: the communities with their grids and the people who answer for each; what is missing is said.

mod acts;
mod close;
mod handover;
mod import;
mod leave;
mod moving;
mod register;

use ratatui::layout::Rect;

pub use acts::{again, hand_over};

use super::{ask::sentences, premises::Premises};
use crate::{
    domain::{
        id::Id,
        staff::{Staff, has_full_time_officer},
        unit::{Assignment, Level, Unit, UnitPath},
    },
    office::{Office, Refusal, units::GridView},
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{columns::is_wide, list::Cursor},
    },
};

#[derive(Default)]
pub struct Units {
    tree: Option<Tree>,
    /// Those that were closed are shown as well.
    with_closed: bool,
    cursor: Cursor,
    refused: Vec<String>,
}

/// The units with their people, as they are today.
struct Tree {
    lines: Vec<Line>,
    /// Behind the line of which each that was closed stands, and it.
    closed: Vec<(usize, Line)>,
    staff: Vec<Staff>,
    /// Posts whose holders have a password, and those of who acts.
    guarded: Vec<Id>,
    own: Vec<Id>,
    orphans: u32,
}

/// A line of the tree.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    /// A community, or a unit above.
    Unit {
        path: UnitPath,
        name: String,
        leader: String,
        /// Below a street that stands below a district.
        inner: bool,
        /// A community without a 专职网格员 (S2 §职责三).
        lacks_officer: bool,
    },
    Grid(GridView),
    /// Premises that no grid has.
    Orphans(u32),
    /// Those of the desk, under their community or street.
    Person(Staff),
    /// One that is no more.
    Closed(Unit),
}

impl Tree {
    fn read(office: &mut Office) -> Result<Tree, Refusal> {
        let grids = office.grids()?;
        let staff = office.staff()?;
        let orphans = office.orphans()?;
        let mut lines = Vec::new();
        if orphans > 0 {
            lines.push(Line::Orphans(orphans));
        }
        // In the order of the tree: a street stands over its communities.
        let mut tops: Vec<_> = [Level::City, Level::District, Level::Street, Level::Community]
            .into_iter()
            .flat_map(|level| office.units_at(level))
            .map(|unit| (unit.path.clone(), unit.name.clone(), unit.linked_leader.clone()))
            .collect();
        tops.sort_by(|a, b| a.0.cmp(&b.0));
        let wide = tops.first().is_some_and(|(path, ..)| path.level() < Level::Street);
        for (path, name, leader) in tops {
            let lacks_officer = path.level() == Level::Community
                && !has_full_time_officer(&path, &staff, office.today());
            let inner = wide && path.level() == Level::Community;
            lines.push(Line::Unit { path: path.clone(), name, leader, inner, lacks_officer });
            lines.extend(
                staff
                    .iter()
                    .filter(|person| person.unit == path && person.serves_on(office.today()))
                    .cloned()
                    .map(Line::Person),
            );
            lines.extend(
                grids
                    .iter()
                    .filter(|grid| grid.path.parent().as_ref() == Some(&path))
                    .cloned()
                    .map(Line::Grid),
            );
        }
        let closed = office.closed_units().into_iter().cloned();
        let mut closed: Vec<(usize, Unit)> =
            closed.map(|unit| (behind(&lines, &unit.path), unit)).collect();
        // Of two in one place the grid stands before the community after its own.
        closed.sort_by_key(|(at, unit)| (*at, std::cmp::Reverse(unit.path.level())));
        let closed = closed.into_iter().map(|(at, unit)| (at, Line::Closed(unit))).collect();
        let guarded = office.password_holders(&staff)?;
        let own = staff.iter().map(|post| post.id).filter(|post| office.is_actor(*post)).collect();
        Ok(Tree { lines, closed, staff, guarded, own, orphans })
    }
}

/// What a line lacks by the rules; empty when it lacks nothing.
fn lacks(line: &Line) -> String {
    match line {
        Line::Unit { lacks_officer: true, .. } => "没有专职网格员".into(),
        Line::Unit { .. } | Line::Person(_) | Line::Orphans(_) | Line::Closed(_) => String::new(),
        Line::Grid(grid) => terms::shortage(grid.short),
    }
}

/// Behind which line a closed unit is told: the last one below the unit that it belonged to.
fn behind(lines: &[Line], unit: &UnitPath) -> usize {
    let at_or_below = |line: &Line| match line {
        Line::Unit { path, .. } => unit.parent().is_some_and(|above| above.covers(path)),
        Line::Grid(grid) => unit.parent().is_some_and(|above| above.covers(&grid.path)),
        Line::Person(person) => unit.parent() == Some(person.unit.clone()),
        Line::Orphans(_) | Line::Closed(_) => false,
    };
    lines.iter().rposition(at_or_below).map_or(lines.len(), |at| at + 1)
}

impl Tree {
    /// The lines of those that are there, and of those that were closed where they are asked for.
    fn shown(&self, with_closed: bool) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().collect();
        if with_closed {
            for (at, closed) in self.closed.iter().rev() {
                lines.insert(*at, closed);
            }
        }
        lines
    }
}

impl Units {
    fn lines(&self) -> Vec<&Line> {
        self.tree.as_ref().map_or_else(Vec::new, |tree| tree.shown(self.with_closed))
    }

    fn go(&self, cx: &mut Cx) {
        let (Some(tree), Some(line)) = (&self.tree, self.lines().get(self.cursor.at).copied())
        else {
            return;
        };
        match line {
            Line::Orphans(_) => cx.open(Premises::orphans()),
            Line::Closed(unit) => cx.say(format!("{}，不再办理。", terms::closed(unit))),
            line => {
                if let Some(acts) = tree.acts(line, cx.shared.today()) {
                    cx.open(acts);
                }
            }
        }
    }
}

impl Screen for Units {
    fn topic(&self) -> &'static str {
        "units"
    }

    fn title(&self, _: &Shared) -> String {
        "社区、网格和人员".into()
    }

    fn hints(&self) -> &'static [Hint] {
        const HINTS: &[Hint] = &[hint("↑↓", "选择"), hint("Enter", "办理")];
        HINTS
    }

    fn commands(&self) -> &'static [Command] {
        &[Command::New, Command::Filter]
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(Tree::read, |screen: &mut Units, result, _| match result {
            Ok(tree) => {
                screen.cursor.keep(tree.shown(screen.with_closed).len());
                screen.tree = Some(tree);
                screen.refused.clear();
            }
            Err(refusal) => screen.refused = sentences(&refusal),
        });
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        canvas.refused(area, area.y + 1, &self.refused);
        let Some(tree) = &self.tree else {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        };
        let grids = || tree.lines.iter().filter(|line| matches!(line, Line::Grid(_)));
        let short = grids().filter(|line| !lacks(line).is_empty()).count();
        let bare = |line: &&Line| matches!(line, Line::Unit { lacks_officer: true, .. });
        let bare = tree.lines.iter().filter(bare).count();
        let text = format!(
            " 网格 {}个  人手不足 {short}个  没有专职网格员的社区 {bare}个  未分网格的单位 {}家",
            grids().count(),
            tree.orphans
        );
        let troubled = short > 0 || bare > 0 || tree.orphans > 0;
        let style = if troubled { look.alarm() } else { look.strong() };
        canvas.cell(area.x, area.y, area.width, &text, style);
        let foot = Rect { y: area.bottom() - 4, height: 4, ..area };
        let rows = usize::from(foot.y - area.y - 1);
        let lines = tree.shown(self.with_closed);
        let top = self.cursor.shown(canvas, lines.len(), rows);
        for (index, line) in lines.iter().copied().enumerate().skip(top).take(rows) {
            let y = area.y + 1 + (index - top) as u16;
            let chosen = index == self.cursor.at;
            let lacks = lacks(line);
            let style = match (chosen, lacks.is_empty(), line) {
                (true, ..) => look.selected(),
                (_, false, _) | (.., Line::Orphans(_)) => look.alarm(),
                (.., Line::Unit { .. }) => look.strong(),
                (.., Line::Closed(_)) => look.quiet(),
                _ => look.plain(),
            };
            let wide = is_wide(area.width) && !look.plain;
            let text = said(line, wide);
            let lacks = if lacks.is_empty() { lacks } else { format!("  {lacks}") };
            let boundary = match line {
                Line::Grid(grid) if wide && !grid.boundary.is_empty() => {
                    format!("  范围 {}", grid.boundary)
                }
                _ => String::new(),
            };
            canvas.cell(
                area.x,
                y,
                area.width,
                &format!("{}{text}{lacks}{boundary}", if chosen { ">" } else { " " }),
                style,
            );
            if chosen {
                canvas.set_caret(area.x, y);
            }
        }
        canvas.divide(foot, foot.y, "", look.quiet());
        let inner = Rect { x: foot.x + 1, y: foot.y + 1, width: foot.width - 2, height: 3 };
        let about = lines.get(self.cursor.at).map(|line| about(line)).unwrap_or_default();
        for (y, line) in (inner.y..inner.bottom()).zip(look.wrap(&about, inner.width)) {
            canvas.cell(inner.x, y, inner.width, &line, look.quiet());
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        self.tree.is_none() && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => self.go(cx),
            _ => {
                self.cursor.key(key, self.lines().len(), 16);
            }
        }
    }

    fn command(&mut self, command: Command, cx: &mut Cx) {
        match (command, &self.tree) {
            (Command::New, _) => self.go(cx),
            (Command::Filter, Some(tree)) if tree.closed.is_empty() => {
                cx.say("没有撤并过的社区和网格。");
            }
            (Command::Filter, Some(tree)) => {
                self.with_closed = !self.with_closed;
                self.cursor.keep(tree.shown(self.with_closed).len());
                cx.say(match self.with_closed {
                    true => format!("撤并过的{}个也列出来了。", tree.closed.len()),
                    false => "撤并过的不列了。".to_owned(),
                });
            }
            _ => {}
        }
    }
}

/// A line of the tree; where there is room with the dates and the number of the card.
fn said(line: &Line, wide: bool) -> String {
    match line {
        Line::Closed(unit) => {
            let indent = if unit.path.level() == Level::Grid { "  " } else { "" };
            format!("{indent}- {}  {}设立，{}", unit.name, unit.valid_from, gone(unit))
        }
        Line::Orphans(count) => format!("未分网格的单位 {count}家（Enter 看是哪几家）"),
        Line::Unit { name, leader, inner, .. } => {
            let indent = if *inner { " " } else { "" };
            let leader =
                if leader.is_empty() { String::new() } else { format!("  挂钩领导 {leader}") };
            format!("{indent}{name}{leader}")
        }
        Line::Person(person) => {
            format!(
                "  {}  {}{}{} {}{}",
                person.name,
                terms::full_time(person.full_time),
                terms::role(person.role),
                if person.origin.is_empty() {
                    String::new()
                } else {
                    format!("（{}）", person.origin)
                },
                person.phone,
                if wide && !person.card.is_empty() {
                    format!("  证号 {}", person.card)
                } else {
                    String::new()
                }
            ) + &match &person.left {
                Some(left) => format!("  {}起离岗", left.on),
                None => String::new(),
            }
        }
        Line::Grid(grid) => {
            let people: Vec<String> = grid
                .people
                .iter()
                .map(|post| match wide {
                    true => told(post),
                    false => format!("{} {}", terms::duty(post.duty), post.name),
                })
                .collect();
            let kind = match grid.trade.as_str() {
                "" => String::new(),
                trade => format!("  {}", terms::grid_kind(trade)),
            };
            format!("  + {}{kind}  {}", grid.name, people.join(" "))
        }
    }
}

/// 设到2026-11-30（并入招联一网格）
fn gone(unit: &Unit) -> String {
    let last = unit.valid_to.map(|last| last.to_string()).unwrap_or_default();
    format!("设到{last}（{}）", unit.closed_why)
}

/// 网格员 陈一鸣 2026-10-01起
fn told(post: &Assignment) -> String {
    let to = post.to.map(|day| format!("到{day}")).unwrap_or_default();
    format!("{} {} {}起{to}", terms::duty(post.duty), post.name, post.from)
}

/// The rest about the chosen line: dates, boundary.
fn about(line: &Line) -> String {
    match line {
        Line::Orphans(_) => "每家单位都要有网格：打开它按 Ctrl+E 选；整张名册属一个网格的，再导一次，“导入到”选网格。".into(),
        Line::Unit { name, path, .. } => {
            let lacks = lacks(line);
            if lacks.is_empty() {
                let what = path.level().below().map(terms::level).unwrap_or_default();
                format!("{name}：按 Enter 新增{what}、登记人员，或看它的单位。")
            } else {
                format!("{name}{lacks}。每个社区至少配备一名专职网格员：按 Enter 登记人员。")
            }
        }
        Line::Closed(unit) => {
            format!("{}已经撤并，以前的检查、隐患和变动照旧查得到。", unit.name)
        }
        Line::Person(person) if person.card.is_empty() => String::new(),
        Line::Person(person) => format!("证号 {}", person.card),
        Line::Grid(grid) => {
            let mut parts: Vec<String> = grid
                .people
                .iter()
                .map(told)
                .collect();
            if !grid.boundary.is_empty() {
                parts.push(format!("范围 {}", grid.boundary));
            }
            let lacks = lacks(line);
            if !lacks.is_empty() {
                parts.push(format!("{lacks}（每个网格至少一名领导，即联系负责人或包保责任人；两名工作人员，即网格员、监管责任人）"));
            }
            parts.join("；")
        }
    }
}
