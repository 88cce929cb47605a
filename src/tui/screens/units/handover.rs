//! 人员交接: a duty of a grid goes to another person, and what the former officer left behind to who has the grid.

use chrono::NaiveDate;

use crate::{
    domain::unit::{Duty, UnitPath},
    office::units::People,
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, Wrong, fault, here, office},
            days,
            people::listed,
            window::Window,
        },
        widget::form::{Form, choice as pick, text},
    },
};

/// Hands one duty of a grid to a person from a day on: one of the staff list or of another grid, found by a part of the
/// name or its initials.
pub fn ask_assign(
    grid: UnitPath,
    called: &str,
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
    let (about, title) = (grid.clone(), format!("人员交接 {called}"));
    Ask::new("units", title.clone(), intro, form, move |form| {
        let Some(duty) = Duty::ALL.into_iter().find(|duty| duty.code() == form.get("duty")) else {
            return fault("duty", "请选责任。");
        };
        let name = match form.get("name") {
            "" => Err("请写接手人的姓名。".to_owned()),
            typed => listed(&known, typed),
        };
        let mut wrong = Wrong::default();
        let name = wrong.read("name", name);
        let from = wrong.read("from", days::read(form.get("from"), today));
        let Some((name, from)) = name.zip(from) else { return wrong.told() };
        let from = from.unwrap_or(today);
        let grid = grid.to_string();
        office(move |office| {
            let people = People { people: vec![(duty, name.clone())] };
            let handed = office.assign(&grid, &people, from, false)?;
            let later = if handed.later {
                "没有销号的隐患现在不移交，到那天在这里办“移交前任留下的工作”。"
            } else {
                ""
            };
            let kept_out = office.told_kept_out(&people, from)?.concat();
            Ok(Done::said(format!(
                "{}起{}由{name}担任。{}{later}{kept_out}",
                terms::date(from),
                terms::duty(duty),
                handed.says()
            )))
        })
    })
    .kept(Window::Handover, about, title)
}

/// Moves what a former officer left behind to who has the grid today.
pub fn ask_left(grid: UnitPath, name: &str) -> Ask {
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
    .passing()
}
