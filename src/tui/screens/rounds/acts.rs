//! What can be done with the plan: a visit moved, dropped, added, the plan laid anew, the day sheet printed.

use crate::tui::screens::days;
use chrono::NaiveDate;

use super::plan::Line;
use crate::{
    domain::{id::Id, period::Span, spelling},
    office::{
        Office, Refusal,
        documents::Request,
        facts::Period,
        plan::{PAPER, who},
    },
    terms,
    tui::{
        screen::Cx,
        screens::{
            ask::{Ask, Done, fault, office},
            choose::{Choose, choice},
            inspection::Inspection,
            papers,
            premises::page::Page,
            window::Window,
        },
        widget::form::{Form, choice as pick, text},
    },
};

pub fn open(line: Option<&Line>, span: Span, days: Period, cx: &mut Cx) {
    let make = move |cx: &mut Cx| cx.open(ask_make(span, days.from.max(cx.shared.today())));
    let Some(line) = line else { return make(cx) };
    let mut choices = Vec::new();
    let (title, day, person) = match line {
        Line::Day { day, person, .. } => {
            (format!("{} {}", terms::month_day(*day), who(person)), *day, person)
        }
        Line::Visit { planned, .. } => {
            let visit = &planned.line.visit;
            let name = planned.line.name.clone();
            let (premises, id, called) = (visit.premises, visit.id, name.clone());
            choices.push(choice("开始检查", move |cx: &mut Cx| {
                cx.open(Inspection::of(premises, &called));
            }));
            choices
                .push(choice("打开一企一档", move |cx: &mut Cx| cx.open(Page::of(premises))));
            let (moved, dropped) = (name.clone(), name.clone());
            let (day, person) = (visit.day, visit.person.clone());
            choices.push(choice("挪到另一天，或换一个人", move |cx: &mut Cx| {
                cx.open(ask_move(id, &moved, day, &person));
            }));
            choices.push(choice("从计划里去掉", move |cx: &mut Cx| {
                cx.open(ask_drop(id, &dropped, day));
            }));
            (name, visit.day, &visit.person)
        }
    };
    let (whose, next) = (who(person), day.max(cx.shared.today()));
    let label = format!("{}{whose}的走访单", terms::month_day(day));
    choices.push(choice(label, move |cx: &mut Cx| {
        sheet(Period { from: day, to: day }, &whose, cx);
    }));
    choices.push(choice("在计划里加一次检查", move |cx: &mut Cx| {
        cx.open(ask_add(next));
    }));
    choices.push(choice("重排计划", make));
    cx.open(Choose::new("rounds", title, choices));
}

/// The day sheet of some days, of one person or of all.
pub fn sheet(days: Period, person: &str, cx: &mut Cx) {
    let whose = Some(person).filter(|person| !person.is_empty());
    let fields = whose.map(|person| ("person".to_owned(), person.to_owned()));
    let request = Request {
        code: PAPER.to_owned(),
        period: Some(days),
        fields: fields.into_iter().collect(),
        ..Request::default()
    };
    let span = match days {
        Period { from, to } if from == to => terms::date(from),
        Period { from, to } => terms::period(from, to),
    };
    let title = format!("走访单 {span} {person}");
    cx.open(papers::acts(request, title.trim_end().to_owned(), true));
}

fn ask_make(span: Span, from: NaiveDate) -> Ask {
    let spans = [(Span::Week.code(), "一周"), (Span::Month.code(), "一个月")];
    let form = Form::new(vec![
        pick("span", "时段", spans, span.code()),
        days::day_row("of", "哪一天所在的", &from.to_string(), from),
    ]);
    let intro = vec![
        "按制度应查的，均匀分到工作日，按路线排。".to_owned(),
        "只排今天和以后的；查过的、手工改过的不动。".to_owned(),
    ];
    Ask::new("rounds", "排计划", intro, form, move |form| {
        let of = read_day(form, "of", from)?;
        let span = if form.get("span") == Span::Month.code() { Span::Month } else { Span::Week };
        office(move |office| {
            let made = office.make_plan(span, of)?;
            let mut said = format!("已排{}次检查。", made.visits);
            if made.left > 0 {
                said += &format!("工作日不够，还有{}次没有排上。", made.left);
            }
            if let Some(year) = made.unpublished {
                said += &terms::plan_unpublished(year);
            }
            Ok(Done::said(said))
        })
    })
    .kept(Window::MakePlan, "", "排计划")
}

fn ask_move(id: Id, name: &str, day: NaiveDate, person: &str) -> Ask {
    let form = Form::new(vec![
        days::day_row("to", "挪到哪一天", &day.to_string(), day),
        text("person", "谁去", person),
    ]);
    let intro = vec!["手工改过的，重排计划时不动。".to_owned()];
    let title = format!("改计划 {name}");
    Ask::new("rounds", title.clone(), intro, form, move |form| {
        let to = read_day(form, "to", day)?;
        let person = form.get("person").to_owned();
        office(move |office| {
            let line = office.planned_visit(&id.to_string(), None)?;
            let (day, person) = office.move_visit(&line, Some(to), Some(&person))?;
            Ok(Done::said(format!("已改到{}，{}去。", terms::date(day), who(&person))))
        })
    })
    .kept(Window::MoveVisit, id, title)
}

fn ask_drop(id: Id, name: &str, day: NaiveDate) -> Ask {
    let intro = vec![format!("{}不再去；制度要求查的，重排时会再排上。", terms::date(day))];
    let title = format!("从计划里去掉 {name}");
    Ask::new("rounds", title, intro, Form::new(Vec::new()), move |_| {
        office(move |office| {
            let line = office.planned_visit(&id.to_string(), None)?;
            office.drop_visit(&line)?;
            Ok(Done::said("已从计划里去掉。"))
        })
    })
    .passing()
    .careful()
}

pub fn ask_add(on: NaiveDate) -> Ask {
    let form = Form::new(vec![
        text("premises", "单位", ""),
        days::day_row("on", "哪一天去", &on.to_string(), on),
        text("person", "谁去", ""),
    ]);
    Ask::new("rounds", "加一次检查", Vec::new(), form, move |form| {
        let wanted = form.get("premises").to_owned();
        if wanted.is_empty() {
            return fault("premises", "请写单位名称。");
        }
        let on = read_day(form, "on", on)?;
        let person = Some(form.get("person").to_owned()).filter(|name| !name.is_empty());
        office(move |office| {
            let visit = office.add_visit(&wanted, on, person.as_deref())?;
            let (day, who) = (terms::date(visit.day), who(&visit.person));
            Ok(Done::said(format!("已加上：{day}，{who}去。")))
        })
    })
    .kept(Window::AddVisit, "", "加一次检查")
}

/// Opens a window about the plan again; that of a visit by its id.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    let today = office.today();
    Ok(match (window, Id::parse(about)) {
        (Window::MoveVisit, Some(id)) => {
            let line = office.planned_visit(about, None)?;
            ask_move(id, &line.name, line.visit.day, &line.visit.person)
        }
        (Window::AddVisit, _) => ask_add(today),
        _ => ask_make(Span::Week, today),
    })
}

fn read_day(
    form: &Form,
    field: &'static str,
    near: NaiveDate,
) -> Result<NaiveDate, crate::tui::screens::ask::Fault> {
    match spelling::typed_day(form.get(field), near) {
        Ok(day) => Ok(day.unwrap_or(near)),
        Err(_) => fault(field, "请写成 2026-11-30 或 11-30。"),
    }
}
