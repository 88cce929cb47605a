//! 不具备安全生产条件: flagged, reported for closure, taken back (16号令; S0 §四.3(3)).

use chrono::NaiveDate;

use crate::{
    domain::{id::Id, unfit::Unfit},
    office::{Office, Refusal},
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, Done, fault, office},
            choose::{Choice, choice, refused},
            days,
            window::Window,
        },
        widget::form::{Form, text},
    },
};

/// What can be done with the flag of a premises now, and why the rest can not.
pub fn acts(id: Id, name: &str, flag: Option<&Unfit>) -> Vec<Choice> {
    const FLAG: &str = "登记不具备安全生产条件";
    const REPORT: &str = "登记哪天上报提请关闭";
    const LIFT: &str = "撤销不具备安全生产条件的登记";
    let (named, lifted) = (name.to_owned(), name.to_owned());
    let Some(flag) = flag else {
        return vec![
            choice(FLAG, move |cx: &mut Cx| {
                let today = cx.shared.today();
                cx.open(ask_flag(id, &named, today));
            }),
            refused(REPORT, NONE),
            refused(LIFT, NONE),
        ];
    };
    vec![
        refused(FLAG, flagged(flag.on)),
        match flag.reported_on {
            Some(on) => refused(REPORT, told(on)),
            None => choice(REPORT, move |cx: &mut Cx| {
                let today = cx.shared.today();
                cx.open(ask_reported(id, &named, today));
            }),
        },
        choice(LIFT, move |cx: &mut Cx| {
            let today = cx.shared.today();
            cx.open(ask_lift(id, &lifted, today));
        }),
    ]
}

/// What is lacking, and since when.
fn ask_flag(id: Id, name: &str, today: NaiveDate) -> Ask {
    let rows = vec![
        text("reason", "不具备哪些条件", ""),
        days::day_row("on", "日期", &today.to_string(), today),
        days::day_row("reported", "上报日期", "", today),
    ];
    let intro = vec!["登记以后，两个工作日内要上报依法予以关闭。".to_owned()];
    let title = format!("不具备条件 {name}");
    Ask::new("page", title.clone(), intro, Form::new(rows), move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明不具备哪些条件。");
        }
        let on = days::day(form, "on", today)?;
        let reported = days::day(form, "reported", today)?;
        office(move |office| {
            let (entry, flag) = office.flag_unfit(&id.to_string(), on, &reason, reported)?;
            let next = match flag.reported_on {
                Some(on) => format!("{}上报提请关闭", terms::date(on)),
                None => format!("请在{}前上报依法予以关闭", terms::date(office.unfit_due(&flag))),
            };
            Ok(Done::said(format!("已登记：{}不具备安全生产条件，{next}。", entry.name)))
        })
    })
    .kept(Window::FlagUnfit, id, title)
}

/// The day on which the closure of flagged premises was asked for.
pub fn ask_reported(id: Id, name: &str, today: NaiveDate) -> Ask {
    let form = Form::new(vec![days::day_row("on", "上报日期", &today.to_string(), today)]);
    let title = format!("上报提请关闭 {name}");
    Ask::new("page", title.clone(), Vec::new(), form, move |form| {
        let on = days::day(form, "on", today)?.unwrap_or(today);
        office(move |office| {
            let (entry, _) = office.report_unfit(&id.to_string(), on)?;
            Ok(Done::said(format!("已登记：{}{}上报提请关闭。", entry.name, terms::date(on))))
        })
    })
    .kept(Window::ReportUnfit, id, title)
}

fn ask_lift(id: Id, name: &str, today: NaiveDate) -> Ask {
    let rows =
        vec![text("reason", "原因", ""), days::day_row("on", "日期", &today.to_string(), today)];
    let title = format!("撤销不具备条件的登记 {name}");
    Ask::new("page", title.clone(), Vec::new(), Form::new(rows), move |form| {
        let reason = form.get("reason").to_owned();
        if reason.is_empty() {
            return fault("reason", "请写明为什么撤销。");
        }
        let on = days::day(form, "on", today)?;
        office(move |office| {
            let (entry, _) = office.lift_unfit(&id.to_string(), on, &reason)?;
            Ok(Done::said(format!("已撤销：{}不具备安全生产条件的登记。", entry.name)))
        })
    })
    .kept(Window::LiftUnfit, id, title)
}

/// Opens a window about the flag again, as far as the flag still allows it.
pub fn again(office: &mut Office, window: Window, id: Id) -> Result<Ask, Refusal> {
    let entry = office.find_premises(&id.to_string())?.entry;
    let (name, today) = (entry.name, office.today());
    let flag = office.unfit(&entry.community, id)?;
    let reported = flag.as_ref().and_then(|flag| flag.reported_on);
    match (window, flag, reported) {
        (Window::FlagUnfit, None, _) => Ok(ask_flag(id, &name, today)),
        (Window::FlagUnfit, Some(flag), _) => Err(Refusal::said(flagged(flag.on))),
        (_, None, _) => Err(Refusal::said(NONE)),
        (Window::ReportUnfit, _, Some(on)) => Err(Refusal::said(told(on))),
        (Window::ReportUnfit, ..) => Ok(ask_reported(id, &name, today)),
        _ => Ok(ask_lift(id, &name, today)),
    }
}

const NONE: &str = "没有登记不具备安全生产条件。";

fn flagged(on: NaiveDate) -> String {
    format!("{}已经登记了。", terms::date(on))
}

fn told(on: NaiveDate) -> String {
    format!("{}已经上报了。", terms::date(on))
}
