//! What the list of hazards is narrowed to besides its kind: grid, grade, deadline, what is back.

use super::{
    super::{
        ask::{Ask, here},
        premises::filter::grids,
    },
    Hazards,
};
use crate::{
    domain::{grade::Grade, unit::UnitPath},
    office::hazards::Filter,
    terms,
    tui::{
        screen::Cx,
        widget::form::{Form, choice as pick},
    },
};

/// By when the deadline of what is shown falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Due {
    #[default]
    Any,
    Late,
    Today,
    Week,
}

impl Due {
    const ALL: [Due; 4] = [Due::Any, Due::Late, Due::Today, Due::Week];

    fn code(self) -> &'static str {
        match self {
            Due::Any => "",
            Due::Late => "late",
            Due::Today => "today",
            Due::Week => "week",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Due::Any => "全部",
            Due::Late => "已逾期",
            Due::Today => "今天为止",
            Due::Week => "七天以内",
        }
    }
}

/// What the list is narrowed to besides its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Narrow {
    grid: Option<(UnitPath, String)>,
    pub(super) grade: Option<Grade>,
    due: Due,
    /// Only what was closed within a year and is back (回潮).
    back: bool,
}

impl Narrow {
    /// As it stands beside the kind.
    pub(super) fn words(&self) -> String {
        let grid = self.grid.as_ref().map(|(_, name)| name.as_str());
        let due = Some(self.due).filter(|due| *due != Due::Any).map(Due::says);
        let back = self.back.then_some("回潮");
        let parts = [grid, self.grade.map(terms::grade), due, back];
        parts.into_iter().flatten().map(|word| format!(" {word}")).collect()
    }

    pub(super) fn over(&self, base: Filter, today: chrono::NaiveDate) -> Filter {
        let grid = self.grid.as_ref().map(|(grid, _)| grid.clone());
        let by = match self.due {
            Due::Any | Due::Late => base.due_by,
            Due::Today => Some(today),
            Due::Week => Some(today + chrono::Days::new(7)),
        };
        Filter {
            grid: grid.or(base.grid.clone()),
            grade: base.grade.or(self.grade),
            overdue_on: base.overdue_on.or((self.due == Due::Late).then_some(today)),
            due_by: by,
            recurring: base.recurring || self.back,
            ..base
        }
    }
}

/// Asks what the list shows of its kind.
pub(super) fn ask(now: Narrow, cx: &mut Cx) {
    cx.ask(
        |office| Ok(grids(office)),
        move |_: &mut Hazards, result, cx| match result {
            Ok(grids) => {
                let grid = now.grid.as_ref().map(|(path, _)| path.to_string()).unwrap_or_default();
                let grades = [("", "全部")]
                    .into_iter()
                    .chain(Grade::ALL.map(|grade| (grade.code(), terms::grade(grade))));
                let grade = now.grade.map_or("", Grade::code);
                let back = if now.back { "back" } else { "" };
                let form = Form::new(vec![
                    pick("grid", "网格", grids.clone(), &grid),
                    pick("grade", "等级", grades, grade),
                    pick(
                        "due",
                        "期限",
                        Due::ALL.map(|due| (due.code(), due.says())),
                        now.due.code(),
                    ),
                    pick("back", "回潮", [("", "全部"), ("back", "只看回潮")], back),
                ]);
                let id = cx.id();
                cx.open(
                    Ask::new("hazards", "筛选", Vec::new(), form, move |form| {
                        let path = form.get("grid").to_owned();
                        let name = grids.iter().find(|(known, _)| *known == path);
                        let name = name.map(|(_, name)| name.clone()).unwrap_or_default();
                        let due = Due::ALL.into_iter().find(|due| due.code() == form.get("due"));
                        let narrow = Narrow {
                            grid: UnitPath::parse(&path).map(|path| (path, name)),
                            grade: Grade::from_code(form.get("grade")),
                            due: due.unwrap_or_default(),
                            back: form.get("back") == "back",
                        };
                        here(move |cx| {
                            cx.send(id, move |screen: &mut Hazards, cx| {
                                screen.narrow_to(narrow, cx);
                            });
                        })
                    })
                    .passing(),
                );
            }
            Err(refusal) => cx.alarm(refusal.to_string()),
        },
    );
}
