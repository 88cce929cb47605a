//! The windows in which matters begin.

use chrono::NaiveDate;

use crate::{
    domain::{
        event::Source,
        id::Id,
        supervision::{Every, Situation},
        time_of_day::TimeOfDay,
    },
    office::{
        event::{Linking, Registering},
        hazards::Term as Period,
        supervision::{Putting, Target},
        transfer::Sending,
    },
    terms::Term,
    tui::{
        screens::{
            ask::{Ask, Done, fault, office},
            days,
            major::said,
            people,
            window::Window,
        },
        widget::form::{Form, Row, area, choice as pick, half, text},
    },
};

fn on(today: NaiveDate) -> Row {
    days::day_row("on", "日期", &today.to_string(), today)
}

/// Sends a hazard to a department (移送、抄告).
pub fn ask_transfer(hazard: Id, about: Vec<String>, today: NaiveDate) -> Ask {
    let rows = vec![
        text("to", "主送部门", ""),
        text("cc", "抄送", ""),
        text("by", "经办人", ""),
        text("approver", "批准人", ""),
        area("opinion", "处理意见", ""),
        on(today),
    ];
    Ask::new("matters", "移送抄告", about, Form::new(rows), move |form| {
        let to = form.get("to").to_owned();
        if to.is_empty() {
            return fault("to", "请写抄告给哪个部门。");
        }
        let sending = Sending {
            hazard: Some(hazard.to_string()),
            to,
            cc: form
                .get("cc")
                .split(['、', '，', ','])
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            by: said(form, "by"),
            approver: form.get("approver").to_owned(),
            opinion: form.get("opinion").to_owned(),
            on: days::day(form, "on", today)?,
            ..Sending::default()
        };
        office(move |office| {
            let by = people::named(office, "by", sending.by.as_deref())?;
            let approver = people::named(office, "approver", Some(&sending.approver))?;
            let approver = approver.unwrap_or_default();
            office.send_transfer(&Sending { by, approver, ..sending })?;
            Ok(Done::said("已登记抄告。抄告单在“事项”里出。"))
        })
    })
    .kept(Window::Transfer, hazard, "移送抄告")
    .people(&["by", "approver"])
}

/// Puts a hazard under supervision (挂牌督办).
pub fn ask_supervision(hazard: Id, about: Vec<String>, today: NaiveDate) -> Ask {
    let rows = vec![
        text("unit", "督办单位", ""),
        text("by", "经办人", ""),
        text("responsible_unit", "治理责任单位", ""),
        text("responsible", "责任人", ""),
        text("leader", "区级领导", ""),
        days::term_row("deadline", "限期", "", today),
        pick("every", "报告周期", Every::ALL.map(|every| (every.code(), every.label())), "month"),
        on(today),
    ];
    Ask::new("matters", "挂牌督办", about, Form::new(rows), move |form| {
        let unit = form.get("unit").to_owned();
        if unit.is_empty() {
            return fault("unit", "请写督办单位。");
        }
        let deadline = match days::term(form, "deadline", today)? {
            Period::Day(day) => day,
            Period::Days(days) | Period::Workdays(days) => today + chrono::Days::new(days.into()),
        };
        let putting = Putting {
            of: Target::Hazard {
                hazard: hazard.to_string(),
                responsible_unit: form.get("responsible_unit").to_owned(),
                responsible: form.get("responsible").to_owned(),
                leader: form.get("leader").to_owned(),
                deadline,
            },
            unit,
            every: Every::from_code(form.get("every")),
            by: said(form, "by"),
            on: days::day(form, "on", today)?,
        };
        office(move |office| {
            let by = people::named(office, "by", putting.by.as_deref())?;
            office.open_supervision(&Putting { by, ..putting })?;
            Ok(Done::said("已登记挂牌督办。通知书在“事项”里出。"))
        })
    })
    .kept(Window::Supervise, hazard, "挂牌督办")
    .people(&["by"])
}

/// Puts a community under supervision (S0 §四.3).
pub fn ask_community(today: NaiveDate) -> Ask {
    let rows = vec![
        text("community", "社区", ""),
        text("unit", "督办单位", ""),
        text("by", "经办人", ""),
        pick(
            "situation",
            "情形",
            Situation::ALL.map(|situation| (situation.code(), situation.label())),
            "",
        ),
        area("words", "情况", ""),
        on(today),
    ];
    Ask::new("matters", "对社区挂牌督办", Vec::new(), Form::new(rows), move |form| {
        let (community, unit) = (form.get("community").to_owned(), form.get("unit").to_owned());
        if community.is_empty() {
            return fault("community", "请写是哪个社区。");
        }
        if unit.is_empty() {
            return fault("unit", "请写督办单位。");
        }
        let Some(situation) = Situation::from_code(form.get("situation")) else {
            return fault("situation", "请选情形。");
        };
        let words = form.get("words").to_owned();
        let putting = Putting {
            of: Target::Community { community, situation, words },
            unit,
            every: None,
            by: said(form, "by"),
            on: days::day(form, "on", today)?,
        };
        office(move |office| {
            let by = people::named(office, "by", putting.by.as_deref())?;
            office.open_supervision(&Putting { by, ..putting })?;
            Ok(Done::said("已登记。通知在这件事项里出。"))
        })
    })
    .kept(Window::SuperviseCommunity, "", "对社区挂牌督办")
    .people(&["by"])
}

/// What an event is registered about before anybody types.
#[derive(Default)]
pub struct Start {
    pub about: Vec<String>,
    pub links: Linking,
}

/// Registers an event from one of the five sources (S2, the flowchart).
pub fn ask_event(today: NaiveDate) -> Ask {
    ask_event_about(Start::default(), today)
}

pub fn ask_event_about(start: Start, today: NaiveDate) -> Ask {
    let Start { about, links } = start;
    let rows = vec![
        pick("source", "来源", Source::ALL.map(|source| (source.code(), source.label())), ""),
        text("grid", "网格", ""),
        text("premises", "涉及单位", ""),
        text("object", "涉及对象", ""),
        text("place", "地点", ""),
        area("content", "内容", ""),
        text("informant", "来访、举报人", ""),
        half("phone", "电话", ""),
        half("at", "时刻", ""),
        on(today),
    ];
    let clue = links.clues.first().map(Id::to_string).unwrap_or_default();
    Ask::new("matters", "登记网格事件", about, Form::new(rows), move |form| {
        let Some(source) = Source::from_code(form.get("source")) else {
            return fault("source", "请选来源。");
        };
        if form.get("content").is_empty() {
            return fault("content", "请写明是什么事。");
        }
        let at = match form.get("at") {
            "" => None,
            written => match TimeOfDay::read(written) {
                Some(at) => Some(at),
                None => return fault("at", "时刻写成 9:05 的样子。"),
            },
        };
        let registering = Registering {
            source,
            grid: said(form, "grid"),
            community: None,
            premises: said(form, "premises"),
            hazard: None,
            links: links.clone(),
            at,
            place: form.get("place").to_owned(),
            object: form.get("object").to_owned(),
            content: form.get("content").to_owned(),
            informant: form.get("informant").to_owned(),
            phone: form.get("phone").to_owned(),
            by: None,
            on: days::day(form, "on", today)?,
        };
        office(move |office| {
            office.register_event(&registering)?;
            Ok(Done::said("已登记。"))
        })
    })
    .kept(Window::Event, clue, "登记网格事件")
}
