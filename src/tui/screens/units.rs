//! 网格: the communities with their grids and the people who answer for each; what is missing is said.

mod close;
mod leave;
mod unit;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, here, office, sentences},
    choose::{Choose, choice},
    days, people,
    premises::Premises,
};
use crate::{
    domain::{
        staff::{Role, Staff, has_full_time_officer},
        unit::{Assignment, Duty, Level, UnitPath},
    },
    office::{
        Office, Refusal,
        units::{GridView, Hire, People},
    },
    terms,
    tui::{
        canvas::Canvas,
        keys::{Code, Command, Key},
        screen::{Cx, Hint, Screen, hint},
        shared::Shared,
        widget::{
            columns::is_wide,
            form::{Form, choice as pick, half, text},
            list::Cursor,
        },
    },
};

#[derive(Default)]
pub struct Units {
    lines: Vec<Line>,
    staff: Vec<Staff>,
    orphans: u32,
    cursor: Cursor,
    read: bool,
    refused: Vec<String>,
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

fn lines(office: &mut Office) -> Result<(Vec<Line>, Vec<Staff>, u32), Refusal> {
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
    Ok((lines, staff, orphans))
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
    fn acts(&self, cx: &Cx) -> Option<Choose> {
        let today = cx.shared.today();
        let names: Vec<(String, String)> = self
            .staff
            .iter()
            .filter(|person| person.serves_on(today))
            .map(|person| (person.unit.to_string(), person.name.clone()))
            .collect();
        // Who has a duty in another grid, and the leaders of the communities, are known as well.
        let mut posted: Vec<String> = Vec::new();
        for line in &self.lines {
            match line {
                Line::Grid(grid) => posted.extend(grid.people.iter().map(|it| it.name.clone())),
                Line::Unit { leader, .. } if !leader.is_empty() => posted.push(leader.clone()),
                _ => {}
            }
        }
        match self.lines.get(self.cursor.at)? {
            Line::Unit { path, name, leader, .. } => {
                let (community, at) = (name.clone(), path.clone());
                let (edited, called, led) = (path.clone(), name.clone(), leader.clone());
                let (unit, title) = (path.clone(), name.clone());
                let (in_unit, of_unit) = (path.clone(), name.clone());
                let mut choices = Vec::new();
                if path.level() == Level::Community {
                    choices.push(choice("新增网格", move |cx: &mut Cx| {
                        cx.open(unit::ask_grid(community))
                    }));
                }
                choices.push(choice("登记人员", move |cx: &mut Cx| {
                    cx.open(ask_staff(unit, today))
                }));
                choices.push(choice("看它的单位", move |cx: &mut Cx| {
                    cx.open(Premises::in_unit(in_unit, of_unit))
                }));
                if let Some(below) = at.level().below().filter(|below| *below < Level::Grid) {
                    let (above, called) = (path.clone(), name.clone());
                    let add = move |cx: &mut Cx| cx.open(unit::ask_below(above, &called, below));
                    choices.push(match below {
                        Level::District => choice("新增区（县）", add),
                        Level::Street => choice("新增街道", add),
                        _ => choice("新增社区", add),
                    });
                }
                // The office's own unit, the topmost, is closed nowhere.
                let is_below = |line: &Line| matches!(line, Line::Unit { path, .. } if *path != at && path.covers(&at));
                if at.level() == Level::Community || self.lines.iter().any(is_below) {
                    let closing = (path.clone(), name.clone());
                    let edit = move |cx: &mut Cx| cx.open(unit::ask_edit(edited, &called, &led));
                    choices.push(match at.level() {
                        Level::Community => choice("更改挂钩领导、名称", edit),
                        _ => choice("更改名称", edit),
                    });
                    choices.push(choice("撤并", move |cx: &mut Cx| {
                        cx.open(close::ask_close(closing.0, &closing.1, today));
                    }));
                }
                Some(Choose::new("units", title, choices))
            }
            Line::Grid(grid) => {
                let (path, in_grid) = (grid.path.clone(), grid.path.clone());
                let of_grid = grid.name.clone();
                let (left, called) = (grid.path.clone(), grid.name.clone());
                let closing = (grid.path.clone(), grid.name.clone());
                let kind = grid.clone();
                Some(Choose::new(
                    "units",
                    grid.name.clone(),
                    vec![
                        choice("人员交接", move |cx: &mut Cx| {
                            let subject = format!("units/handover/{path}");
                            let ask = ask_assign(path, &names, posted, today);
                            cx.open(ask.kept(subject, "人员交接"));
                        }),
                        choice("看它的单位", move |cx: &mut Cx| {
                            cx.open(Premises::in_unit(in_grid, of_grid))
                        }),
                        choice("移交前任留下的工作", move |cx: &mut Cx| {
                            cx.open(ask_left(left, &called));
                        }),
                        choice("写明专业网格", move |cx: &mut Cx| {
                            cx.open(unit::ask_kind(&kind))
                        }),
                        choice("撤并", move |cx: &mut Cx| {
                            cx.open(close::ask_close(closing.0, &closing.1, today));
                        }),
                    ],
                ))
            }
            Line::Person(person) => {
                let leaver = person.clone();
                // The other posts of the same person go along.
                let same = |other: &&Staff| {
                    other.name == person.name
                        && (other.unit.covers(&person.unit) || person.unit.covers(&other.unit))
                };
                let serving = self.staff.iter().filter(|other| other.serves_on(today));
                let others = serving.filter(|other| !same(other)).map(|other| other.name.clone());
                let others: Vec<String> = others.collect();
                let act = move |cx: &mut Cx| cx.open(leave::ask_leave(&leaver, others, today));
                Some(Choose::new("units", leave::title(person), vec![choice("登记离岗", act)]))
            }
            Line::Orphans(_) => None,
        }
    }

    fn go(&self, cx: &mut Cx) {
        if let Some(Line::Orphans(_)) = self.lines.get(self.cursor.at) {
            return cx.open(Premises::orphans());
        }
        if let Some(acts) = self.acts(cx) {
            cx.open(acts);
        }
    }
}

fn ask_staff(unit: UnitPath, today: NaiveDate) -> Ask {
    let form = Form::new(vec![
        text("name", "姓名", ""),
        pick(
            "role",
            "职责",
            Role::ALL.map(|role| (role.code(), terms::role(role))),
            "grid_officer",
        ),
        pick("full_time", "专兼职", [("yes", "专职"), ("no", "兼职")], "yes"),
        text("origin", "来源", ""),
        half("phone", "电话", ""),
        half("card", "证号", ""),
        days::day_row("since", "到岗日期", "", today),
    ]);
    let subject = format!("units/staff/{unit}");
    Ask::new("units", "登记人员", Vec::new(), form, move |form| {
        let Some(role) = Role::from_code(form.get("role")) else {
            return fault("role", "请选职责。");
        };
        let (name, phone, card) = (
            form.get("name").to_owned(),
            form.get("phone").to_owned(),
            form.get("card").to_owned(),
        );
        if name.is_empty() {
            return fault("name", "请写姓名。");
        }
        let (unit, full_time) = (unit.to_string(), form.get("full_time") == "yes");
        let origin = form.get("origin").to_owned();
        let since = days::day(form, "since", today)?;
        office(move |office| {
            let person = office.hire(Hire {
                name: &name,
                role,
                unit: &unit,
                phone: &phone,
                card: &card,
                full_time,
                origin: &origin,
                since,
            })?;
            Ok(Done::said(format!("{}（{}）已登记。", person.name, terms::role(person.role))))
        })
    })
    .kept(subject, "登记人员")
}

/// Hands one duty of a grid to a person from a day on: one of the staff list or of another grid, found by a part of the
/// name or its initials.
fn ask_assign(
    grid: UnitPath,
    staff: &[(String, String)],
    posted: Vec<String>,
    today: NaiveDate,
) -> Ask {
    let form = Form::new(vec![
        pick(
            "duty",
            "责任",
            Duty::ALL.map(|duty| (duty.code(), terms::duty(duty))),
            "grid_officer",
        ),
        text("name", "交给", ""),
        days::day_row("from", "从哪天起", &today.to_string(), today),
    ]);
    let near: Vec<&str> = staff
        .iter()
        .filter(|(unit, _)| grid.as_str().starts_with(unit.as_str()))
        .map(|(_, name)| name.as_str())
        .collect();
    let intro = vec![format!("登记在册的人员：{}", near.join("、"))];
    let mut known: Vec<String> = near.iter().map(|name| (*name).to_owned()).collect();
    for name in staff.iter().map(|(_, name)| name.clone()).chain(posted) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    Ask::new("units", "人员交接", intro, form, move |form| {
        let Some(duty) = Duty::ALL.into_iter().find(|duty| duty.code() == form.get("duty")) else {
            return fault("duty", "请选责任。");
        };
        let name = form.get("name").to_owned();
        if name.is_empty() {
            return fault("name", "请写接手人的姓名。");
        }
        let name = match people::listed(&known, &name) {
            Ok(name) => name,
            Err(why) => return fault("name", why),
        };
        let from = days::day(form, "from", today)?.unwrap_or(today);
        let grid = grid.to_string();
        office(move |office| {
            let people = People { people: vec![(duty, name.clone())] };
            let handed = office.assign(&grid, &people, from, false)?;
            let later = if handed.later {
                "没有销号的隐患现在不移交，到那天在这里办“移交前任留下的工作”。"
            } else {
                ""
            };
            Ok(Done::said(format!(
                "{}起{}由{name}担任。{}{later}",
                terms::date(from),
                terms::duty(duty),
                handed.says()
            )))
        })
    })
}

/// Moves what a former officer left behind to who has the grid today.
fn ask_left(grid: UnitPath, name: &str) -> Ask {
    let intro = vec![
        "前任跟踪的、没有销号的隐患，和计划里他还没去的检查，都交给现在的网格员，留痕。".to_owned(),
    ];
    let form = Form::new(vec![pick("sure", "移交", [("no", "不移交"), ("yes", "移交")], "yes")]);
    Ask::new("units", format!("移交 {name}"), intro, form, move |form| {
        if form.get("sure") != "yes" {
            return here(|_| ());
        }
        let grid = grid.to_string();
        office(move |office| {
            let handed = office.hand_over_work(&grid)?;
            let nothing = handed.moved == 0 && handed.visits == 0;
            Ok(Done::said(match nothing {
                true => "前任网格员没有留下未销号的隐患和没去的检查。".to_owned(),
                false => handed.says(),
            }))
        })
    })
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
        cx.ask(lines, |screen: &mut Units, result, _| match result {
            Ok((lines, staff, orphans)) => {
                screen.cursor.keep(lines.len());
                (screen.lines, screen.staff, screen.read) = (lines, staff, true);
                screen.orphans = orphans;
            }
            Err(refusal) => screen.refused = sentences(&refusal),
        });
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _: &Shared) {
        let look = canvas.look;
        for (y, line) in (area.y + 1..area.bottom()).zip(&self.refused) {
            canvas.cell(area.x + 2, y, area.width - 4, line, look.alarm());
        }
        if !self.read {
            if self.refused.is_empty() {
                canvas.put(area.x + 2, area.y + 1, 30, "正在读取..", look.plain());
            }
            return;
        }
        let grids = || self.lines.iter().filter(|line| matches!(line, Line::Grid(_)));
        let short = grids().filter(|line| !lacks(line).is_empty()).count();
        let bare = |line: &&Line| matches!(line, Line::Unit { lacks_officer: true, .. });
        let bare = self.lines.iter().filter(bare).count();
        let text = format!(
            " 网格 {}个  人手不足 {short}个  没有专职网格员的社区 {bare}个  未分网格的单位 {}家",
            grids().count(),
            self.orphans
        );
        let troubled = short > 0 || bare > 0 || self.orphans > 0;
        let style = if troubled { look.alarm() } else { look.strong() };
        canvas.cell(area.x, area.y, area.width, &text, style);
        let foot = Rect { y: area.bottom() - 4, height: 4, ..area };
        let rows = usize::from(foot.y - area.y - 1);
        let top = self.cursor.top(self.lines.len(), rows);
        for (index, line) in self.lines.iter().enumerate().skip(top).take(rows) {
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
        let about = self.lines.get(self.cursor.at).map(about).unwrap_or_default();
        for (y, line) in (inner.y..inner.bottom()).zip(look.wrap(&about, inner.width)) {
            canvas.cell(inner.x, y, inner.width, &line, look.quiet());
        }
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        !self.read && self.refused.is_empty()
    }

    fn key(&mut self, key: Key, cx: &mut Cx) {
        match key.code {
            Code::Esc => cx.back(),
            Code::Enter => self.go(cx),
            _ => {
                self.cursor.key(key, self.lines.len(), 16);
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
