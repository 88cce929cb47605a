//! 网格: the communities with their grids and the people who answer for each; what is missing is said.

mod acts;
mod close;
mod handover;
mod leave;
mod register;

use ratatui::layout::Rect;

pub use acts::resume;

use super::{ask::sentences, premises::Premises};
use crate::{
    domain::{
        id::Id,
        staff::{Staff, has_full_time_officer},
        unit::{Assignment, Level, UnitPath},
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
    cursor: Cursor,
    refused: Vec<String>,
}

/// The units with their people, as they are today.
struct Tree {
    lines: Vec<Line>,
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
        let guarded = office.password_holders(&staff)?;
        let own = staff.iter().map(|post| post.id).filter(|post| office.is_actor(*post)).collect();
        Ok(Tree { lines, staff, guarded, own, orphans })
    }
}

/// What a line lacks by the rules; empty when it lacks nothing.
fn lacks(line: &Line) -> String {
    match line {
        Line::Unit { lacks_officer: true, .. } => "没有专职网格员".into(),
        Line::Unit { .. } | Line::Person(_) | Line::Orphans(_) => String::new(),
        Line::Grid(grid) => terms::shortage(grid.short),
    }
}

impl Units {
    fn lines(&self) -> &[Line] {
        self.tree.as_ref().map_or(&[], |tree| &tree.lines)
    }

    fn go(&self, cx: &mut Cx) {
        if let Some(Line::Orphans(_)) = self.lines().get(self.cursor.at) {
            return cx.open(Premises::orphans());
        }
        let today = cx.shared.today();
        if let Some(acts) = self.tree.as_ref().and_then(|tree| tree.acts(self.cursor.at, today)) {
            cx.open(acts);
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
        &[Command::New]
    }

    fn shown(&mut self, cx: &mut Cx) {
        cx.ask(Tree::read, |screen: &mut Units, result, _| match result {
            Ok(tree) => {
                screen.cursor.keep(tree.lines.len());
                screen.tree = Some(tree);
            }
            Err(refusal) => screen.refused = sentences(&refusal),
        });
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        for (y, line) in (area.y + 1..area.bottom()).zip(&self.refused) {
            canvas.cell(area.x + 2, y, area.width - 4, line, look.alarm());
        }
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
        let top = self.cursor.top(tree.lines.len(), rows);
        for (index, line) in tree.lines.iter().enumerate().skip(top).take(rows) {
            let y = area.y + 1 + (index - top) as u16;
            let chosen = index == self.cursor.at;
            let lacks = lacks(line);
            let style = match (chosen, lacks.is_empty(), line) {
                (true, ..) => look.selected(),
                (_, false, _) | (.., Line::Orphans(_)) => look.alarm(),
                (.., Line::Unit { .. }) => look.strong(),
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
        let about = tree.lines.get(self.cursor.at).map(about).unwrap_or_default();
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
        if command == Command::New {
            self.go(cx);
        }
    }
}

/// A line of the tree; where there is room with the dates and the number of the card.
fn said(line: &Line, wide: bool) -> String {
    match line {
        Line::Orphans(count) => format!("未分网格的单位 {count}家（Enter 看是哪几家）"),
        Line::Unit { name, leader, inner, .. } => {
            let indent = if *inner { " " } else { "" };
            let leader =
                if leader.is_empty() { String::new() } else { format!("  挂钩领导 {leader}") };
            format!("{indent}{name}{leader}")
        }
        Line::Person(person) => format!(
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
        ),
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
                parts.push(format!("{lacks}（每个网格至少一名领导、两名工作人员）"));
            }
            parts.join("；")
        }
    }
}
