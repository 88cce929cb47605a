//! 登记离岗: from which day, why, and who takes over what is open.

use chrono::NaiveDate;

use crate::{
    domain::staff::Staff,
    office::leaving::Leaving,
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, fault, office},
            days,
            people::listed,
        },
        widget::form::{Form, half, text},
    },
};

/// `others` are those who may take the work over.
pub fn ask_leave(leaver: &Staff, others: Vec<String>, today: NaiveDate) -> Ask {
    let form = Form::new(vec![
        days::day_row("on", "离岗日期", &today.to_string(), today),
        text("reason", "原因", ""),
        half("to", "工作交给", ""),
    ]);
    let intro = vec![
        "网格先在网格那一行办人员交接。他跟踪的隐患、计划里没去的检查，写明交给谁就一起移交。"
            .to_owned(),
        "以前的检查、签字和留痕不变。再来上班的，在社区那一行重新登记人员。".to_owned(),
    ];
    let (name, id) = (leaver.name.clone(), leaver.id);
    let single = others.iter().filter(|other| **other == name).count() == 0;
    let subject = format!("units/leave/{id}");
    Ask::new("units", format!("登记离岗 {name}"), intro, form, move |form| {
        let on = days::day(form, "on", today)?.unwrap_or(today);
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明原因，如 退休、调走。");
        }
        let to = match form.get("to") {
            "" => None,
            typed => match listed(&others, typed) {
                Ok(to) => Some(to),
                Err(why) => return fault("to", why),
            },
        };
        // Of two of one name the chosen one.
        let who = if single { name.clone() } else { id.to_string() };
        office(move |office| {
            let leaving = Leaving { who: &who, on: Some(on), why: &reason, to: to.as_deref() };
            Ok(Done::said(office.leave(&leaving)?.says()))
        })
    })
    .kept(subject, "登记离岗")
}

/// 陈一鸣 网格员, over the acts.
pub fn title(person: &Staff) -> String {
    format!("{} {}", person.name, terms::role(person.role))
}
