//! What can be done with a line of the tree, by number; and the window of such an act that was left half filled.

use chrono::NaiveDate;

use super::{Line, Tree, close, handover, import, leave, moving, register};
use crate::{
    domain::{
        id::Id,
        staff::Staff,
        unit::{Level, UnitPath},
    },
    office::{Office, Refusal, units::GridView},
    tui::{
        screen::Cx,
        screens::{
            ask::Ask,
            choose::{Choice, Choose, choice},
            password::{Whose, ask_clear, ask_set},
            premises::Premises,
            reading,
            window::Window,
        },
    },
};

/// Opens a window of the tree again that was left half filled: `whom` is the unit or the person.
pub fn again(office: &mut Office, window: Window, whom: &str) -> Result<Ask, Refusal> {
    let today = office.today();
    let found = Tree::read(office)?.window(window, whom, today);
    found.ok_or_else(|| Refusal::said("草稿说的社区、网格或人员已经不在名单上，不用再填。"))
}

/// Opens the window in which the work of somebody who is gone is handed over.
pub fn hand_over(post: Id, cx: &mut Cx) {
    let job = move |office: &mut Office| {
        let tree = Tree::read(office)?;
        let gone = tree.staff.iter().find(|person| person.id == post);
        let gone = gone.ok_or_else(|| Refusal::said("名单上已经没有这个人，不用移交。"))?;
        Ok(leave::ask_hand_over(gone, tree.others(gone, office.today())))
    };
    reading::read("units", job, |ask, cx| cx.replace(ask), cx);
}

impl Tree {
    fn line_of(&self, unit: &str) -> Option<&Line> {
        self.lines.iter().find(|line| match line {
            Line::Unit { path, .. } => path.as_str() == unit,
            Line::Grid(grid) => grid.path.as_str() == unit,
            Line::Person(_) | Line::Orphans(_) | Line::Closed(_) => false,
        })
    }

    /// A window by its kind and whom it is about.
    fn window(&self, window: Window, whom: &str, today: NaiveDate) -> Option<Ask> {
        if [Window::EditStaff, Window::Leave, Window::HandOverLeft].contains(&window) {
            let id = Id::parse(whom)?;
            let one = self.staff.iter().find(|one| one.id == id)?;
            return Some(match window {
                Window::EditStaff => register::ask_edit_staff(one),
                Window::Leave => leave::ask_leave(one, self.others(one, today), today),
                _ => leave::ask_hand_over(one, self.others(one, today)),
            });
        }
        let line = self.line_of(whom)?;
        Some(match (window, line) {
            (Window::NewGrid, Line::Unit { path, name, .. }) => register::ask_grid(path, name),
            (Window::NewStaff, Line::Unit { path, .. }) => register::ask_staff(path.clone(), today),
            (Window::NewUnit, Line::Unit { path, name, .. }) => {
                register::ask_below(path.clone(), name, below(path)?)
            }
            (Window::ImportUnits, Line::Unit { path, name, .. }) if below(path).is_some() => {
                import::ask_import(path, name)
            }
            (Window::EditUnit, Line::Unit { path, name, leader, .. }) => {
                register::ask_edit(path.clone(), name, leader)
            }
            (Window::GridKind, Line::Grid(grid)) => register::ask_kind(grid),
            (Window::Handover, Line::Grid(grid)) => self.ask_assign(grid, today),
            (Window::MovePremises, Line::Grid(grid)) => self.ask_move(grid, today),
            (Window::CloseUnit, Line::Unit { path, name, .. }) => {
                close::ask_close(path.clone(), name, today)
            }
            (Window::CloseUnit, Line::Grid(grid)) => {
                close::ask_close(grid.path.clone(), &grid.name, today)
            }
            _ => return None,
        })
    }

    /// The office's own unit, the topmost, is closed nowhere.
    fn lies_below_another(&self, unit: &UnitPath) -> bool {
        self.lines.iter().any(
            |line| matches!(line, Line::Unit { path, .. } if path != unit && path.covers(unit)),
        )
    }

    /// Who has a duty in another grid, and the leaders of the communities, are known beside the staff.
    fn ask_assign(&self, grid: &GridView, today: NaiveDate) -> Ask {
        let serving = self.staff.iter().filter(|person| person.serves_on(today));
        let staff: Vec<(String, String)> =
            serving.map(|person| (person.unit.to_string(), person.name.clone())).collect();
        let mut posted: Vec<String> = Vec::new();
        for line in &self.lines {
            match line {
                Line::Grid(grid) => posted.extend(grid.people.iter().map(|it| it.name.clone())),
                Line::Unit { leader, .. } if !leader.is_empty() => posted.push(leader.clone()),
                _ => {}
            }
        }
        handover::ask_assign(grid.path.clone(), &grid.name, &staff, posted, today)
    }

    fn ask_move(&self, grid: &GridView, today: NaiveDate) -> Ask {
        let beside = |line: &Line| match line {
            Line::Grid(other) if other.path != grid.path => {
                (other.path.parent() == grid.path.parent()).then(|| other.name.clone())
            }
            _ => None,
        };
        let others: Vec<String> = self.lines.iter().filter_map(beside).collect();
        moving::ask_move(grid, &others, today)
    }

    /// Who may take over what somebody leaves.
    fn others(&self, leaver: &Staff, today: NaiveDate) -> Vec<String> {
        // The other posts of the same person go along.
        let serving = self.staff.iter().filter(|other| other.serves_on(today));
        serving
            .filter(|other| !other.is_same_person(leaver))
            .map(|other| other.name.clone())
            .collect()
    }

    /// The acts of a line; none for one that only leads on.
    pub(super) fn acts(&self, line: &Line, today: NaiveDate) -> Option<Choose> {
        match line {
            Line::Unit { path, name, leader, .. } => {
                let mut choices = Vec::new();
                let is_community = path.level() == Level::Community;
                if is_community {
                    let ask = register::ask_grid(path, name);
                    choices.push(choice("新增网格", move |cx: &mut Cx| cx.open(ask)));
                }
                let ask = register::ask_staff(path.clone(), today);
                choices.push(choice("登记人员", move |cx: &mut Cx| cx.open(ask)));
                choices.push(premises_of(path, name));
                if let Some(level) = below(path) {
                    let ask = register::ask_below(path.clone(), name, level);
                    let add = move |cx: &mut Cx| cx.open(ask);
                    choices.push(match level {
                        Level::District => choice("新增区（县）", add),
                        Level::Street => choice("新增街道", add),
                        _ => choice("新增社区", add),
                    });
                }
                if is_community || self.lies_below_another(path) {
                    let ask = register::ask_edit(path.clone(), name, leader);
                    let edit = move |cx: &mut Cx| cx.open(ask);
                    choices.push(match is_community {
                        true => choice("更改挂钩领导、名称", edit),
                        false => choice("更改名称", edit),
                    });
                    let ask = close::ask_close(path.clone(), name, today);
                    choices.push(choice("撤并", move |cx: &mut Cx| cx.open(ask)));
                }
                if below(path).is_some() {
                    let ask = import::ask_import(path, name);
                    choices
                        .push(choice("批量登记：按名单或区划表", move |cx: &mut Cx| cx.open(ask)));
                }
                Some(Choose::new("units", name.clone(), choices))
            }
            Line::Grid(grid) => {
                let assign = self.ask_assign(grid, today);
                let left = handover::ask_left(grid.path.clone(), &grid.name);
                let kind = register::ask_kind(grid);
                let moving = self.ask_move(grid, today);
                let close = close::ask_close(grid.path.clone(), &grid.name, today);
                let choices = vec![
                    choice("人员交接", move |cx: &mut Cx| cx.open(assign)),
                    premises_of(&grid.path, &grid.name),
                    choice("移交前任留下的工作", move |cx: &mut Cx| cx.open(left)),
                    choice("写明专业网格", move |cx: &mut Cx| cx.open(kind)),
                    choice("单位划到别的网格", move |cx: &mut Cx| cx.open(moving)),
                    choice("撤并", move |cx: &mut Cx| cx.open(close)),
                ];
                Some(Choose::new("units", grid.name.clone(), choices))
            }
            Line::Person(person) => {
                let ask = leave::ask_leave(person, self.others(person, today), today);
                let whose = Whose {
                    who: person.id.to_string(),
                    name: person.name.clone(),
                    own: self.own.contains(&person.id),
                    has: self.guarded.contains(&person.id),
                };
                let set = ask_set(&whose);
                let edit = register::ask_edit_staff(person);
                let mut choices = vec![
                    choice("登记离岗", move |cx: &mut Cx| cx.open(ask)),
                    choice("设密码", move |cx: &mut Cx| cx.open(set)),
                    choice("更改电话、证号", move |cx: &mut Cx| cx.open(edit)),
                ];
                if whose.has {
                    let clear = ask_clear(&whose);
                    choices.push(choice("取消密码", move |cx: &mut Cx| cx.open(clear)));
                }
                Some(Choose::new("units", leave::title(person), choices))
            }
            Line::Orphans(_) | Line::Closed(_) => None,
        }
    }
}

/// The level of the units that are registered below one; grids have a window of their own.
fn below(unit: &UnitPath) -> Option<Level> {
    unit.level().below().filter(|level| *level < Level::Grid)
}

fn premises_of(unit: &UnitPath, name: &str) -> Choice {
    let (unit, name) = (unit.clone(), name.to_owned());
    choice("看它的单位", move |cx: &mut Cx| cx.open(Premises::in_unit(unit, name)))
}
