//! 登记离岗: from which day, why, and who takes over what is open.

use chrono::NaiveDate;

use crate::{
    domain::staff::Staff,
    office::leaving::Leaving,
    terms,
    tui::{
        screens::{
            ask::{Ask, Done, Wrong, office},
            days,
            people::listed,
            window::Window,
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
        "离岗日期在后头的，到那天以前照常办理，隐患和任务到那天在今日里移交。".to_owned(),
        "以前的检查、签字和留痕不变。再来上班的，在社区那一行重新登记人员。".to_owned(),
    ];
    let (name, id) = (leaver.name.clone(), leaver.id);
    let single = others.iter().filter(|other| **other == name).count() == 0;
    let title = format!("登记离岗 {name}");
    Ask::new("units", title.clone(), intro, form, move |form| {
        let mut wrong = Wrong::default();
        let on = wrong.read("on", days::read(form.get("on"), today));
        let reason = wrong.written(form, "reason", "请写明原因，如 退休、调走。");
        let to = match form.get("to") {
            "" => Some(None),
            typed => wrong.read("to", listed(&others, typed)).map(Some),
        };
        let (Some(on), Some(reason), Some(to)) = (on, reason, to) else { return wrong.told() };
        let on = on.unwrap_or(today);
        // Of two of one name the chosen one.
        let who = if single { name.clone() } else { id.to_string() };
        office(move |office| {
            let leaving = Leaving { who: &who, on: Some(on), why: &reason, to: to.as_deref() };
            Ok(Done::said(office.leave(&leaving)?.says()))
        })
    })
    .kept(Window::Leave, id, title)
}

/// Hands over what is open under the name of somebody who is gone.
pub fn ask_hand_over(gone: &Staff, others: Vec<String>) -> Ask {
    let named = gone.left.as_ref().map_or("", |left| left.to.as_str());
    let form = Form::new(vec![half("to", "工作交给", named)]);
    let intro = vec!["他跟踪的隐患、计划里没去的检查、没完成的任务一起移交，留痕。".to_owned()];
    let (id, title) = (gone.id.to_string(), format!("离岗移交 {}", gone.name));
    let about = id.clone();
    Ask::new("units", title.clone(), intro, form, move |form| {
        let mut wrong = Wrong::default();
        let to = match form.get("to") {
            "" => wrong.read("to", Err("请写交给谁。".to_owned())),
            typed => wrong.read("to", listed(&others, typed)),
        };
        let (Some(to), id) = (to, id.clone()) else { return wrong.told() };
        office(move |office| {
            let gone = office.hand_over_left(&id, Some(&to))?;
            Ok(Done::said(match gone.handed.says().as_str() {
                "" => format!("{}名下没有要移交的。", gone.name),
                says => says.to_owned(),
            }))
        })
    })
    .kept(Window::HandOverLeft, about, title)
}

/// 陈一鸣 网格员, over the acts.
pub fn title(person: &Staff) -> String {
    format!("{} {}", person.name, terms::role(person.role))
}
