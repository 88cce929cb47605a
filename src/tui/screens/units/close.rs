//! 撤并: a grid, or a community that has nothing left, from a day on and for a reason.

use chrono::NaiveDate;

use crate::{
    domain::unit::UnitPath,
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, Wrong, office},
            days,
            window::Window,
        },
        widget::form::{Form, text},
    },
};

pub fn ask_close(unit: UnitPath, name: &str, today: NaiveDate) -> Ask {
    let form = Form::new(vec![
        days::day_row("on", "撤并日期", &today.to_string(), today),
        text("reason", "原因", ""),
    ]);
    let intro =
        vec!["还有单位、没办结的事的不能撤并：先把单位划到别的网格。以前的记录不变。".to_owned()];
    let (about, title) = (unit.clone(), format!("撤并 {name}"));
    Ask::new("units", title.clone(), intro, form, move |form| {
        let mut wrong = Wrong::default();
        let on = wrong.read("on", days::read(form.get("on"), today));
        let reason = wrong.written(form, "reason", "请写明原因，如 并入招联一网格。");
        let Some((on, reason)) = on.zip(reason) else { return wrong.told() };
        let unit = unit.to_string();
        office(move |office| {
            let unit = office.close_unit(&unit, on, &reason)?;
            Ok(Done::said(format!("已撤并：{}。", terms::closed(&unit))))
        })
    })
    .kept(Window::CloseUnit, about, title)
}
