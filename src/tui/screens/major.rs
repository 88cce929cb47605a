//! 重大隐患填报表 of one hazard: where it stands, how long each step took, and the step that comes next.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{
    ask::{Ask, Done, fault, faults, office},
    barred::Barred,
    choose::{Choose, choice, refused},
    days, documents, fields,
    hazard_acts::ask_stop,
    people,
    resume::UNKNOWN,
    window::Window,
};
use crate::{
    domain::{
        id::Id,
        major::{Advance, Measure, StageKind},
        permission::Deed,
        time_of_day::TimeOfDay,
    },
    form::facts::About,
    office::{
        Office, Refusal,
        major::{Major, PAPER, Signing},
    },
    terms::{self, Term},
    tui::{
        canvas::Canvas,
        keys::Key,
        screen::{Cx, Screen},
        shared::Shared,
        widget::form::{Form, area, half, text},
    },
};

/// Reads the report of a major hazard and shows what can be done with it.
pub fn open(hazard: Id, cx: &mut Cx) {
    cx.open(Fetch { hazard, due: false });
}

/// The same at the step that is due, where it may be taken.
pub fn open_due(hazard: Id, cx: &mut Cx) {
    cx.open(Fetch { hazard, due: true });
}

/// The moment in which it is read.
struct Fetch {
    hazard: Id,
    /// Straight to the step that is due.
    due: bool,
}

impl Screen for Fetch {
    fn topic(&self) -> &'static str {
        "major"
    }

    fn title(&self, _: &Shared) -> String {
        "重大隐患填报表".into()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Canvas, _: Rect, _: &Shared) {}

    fn shown(&mut self, cx: &mut Cx) {
        let (id, due) = (self.hazard.to_string(), self.due);
        cx.ask(
            move |office| {
                let steps = Advance::ALL.into_iter().map(Advance::deed);
                let deeds = steps.chain([Deed::MajorFill, Deed::Stop]);
                let barred = Barred::from_signing(office, deeds);
                Ok((office.major(&id)?, barred))
            },
            move |_: &mut Fetch, result, cx| match result {
                Ok((major, barred)) => {
                    let today = cx.shared.today();
                    let may = |step: &Advance| due && barred.why(step.deed()).is_none();
                    match major.due().filter(may) {
                        Some(step) => cx.replace(ask_step(major.stored.hazard.id, step, today)),
                        None => cx.replace(menu(major, &barred, today)),
                    }
                }
                Err(refusal) => {
                    cx.back();
                    cx.alarm(refusal.to_string());
                }
            },
        );
    }

    fn waits(&self, _: Key, _: &Shared) -> bool {
        true
    }

    fn key(&mut self, _: Key, cx: &mut Cx) {
        cx.back();
    }
}

const STOP_OWED: &str = "停业停用撤人的时刻还没有登记，登记以后才能签批。";
const APPROVED: &str = "审定以后填报表不再改。新的情况请记为整改进展。";
const CLOSED: &str = "这条隐患已经了结，不用再办。";

fn menu(major: Major, barred: &Barred, today: NaiveDate) -> Choose {
    let hazard = &major.stored.hazard;
    let id = hazard.id;
    let stage = hazard.course.report_kind();
    let mut intro = vec![format!("{}：{}", major.premises, hazard.text)];
    for passage in major.passages.iter().rev().take(4).rev() {
        intro.push(format!(
            "{} {} {}  用时{}天{}",
            terms::month_day(passage.on),
            terms::step(passage.step),
            passage.by.join("、"),
            passage.took.days,
            passage.undone.map(|undone| format!("（{}）", undone.label())).unwrap_or_default()
        ));
    }
    if let Some(waits) = &major.waits {
        intro.push(format!("等待{}，已{}天", terms::next_stage(waits.stage), waits.took.days));
    }
    let owes_stop = major.owes_stop();
    let next = major.due();
    if owes_stop {
        intro.push(STOP_OWED.to_owned());
    }
    let filling = major.clone();
    let label =
        if stage.is_none() { "填写填报表和五落实" } else { "改填报表和五落实" };
    let open = hazard.course.kind().is_open();
    let mut choices = vec![match stage {
        _ if !open => refused(label, CLOSED),
        Some(stage) if stage >= StageKind::Approved => refused(label, APPROVED),
        _ => barred.act(label, Deed::MajorFill, None, move |cx| cx.open(ask_fill(&filling, today))),
    }];
    for advance in Advance::ALL.into_iter().filter(|advance| *advance != Advance::Progress) {
        if Some(advance) == next {
            let then = move |cx: &mut Cx| cx.open(ask_step(id, advance, today));
            choices.push(barred.act(advance.label(), advance.deed(), None, then));
        } else {
            let mut past = StageKind::ALL.into_iter().filter(|past| Some(*past) <= stage);
            let done = past.any(|past| Advance::to(past) == Some(advance));
            let why = match stage {
                _ if !open => CLOSED.to_owned(),
                _ if done => format!("“{}”已经办过。", advance.label()),
                None => "请先填写填报表。".to_owned(),
                Some(stage) if owes_stop && stage.next().and_then(Advance::to) == Some(advance) => {
                    STOP_OWED.to_owned()
                }
                Some(_) => format!("现在等待的是{}。", terms::next_stage(stage)),
            };
            choices.push(refused(advance.label(), why));
        }
    }
    const PROGRESS: &str = "记一条整改进展";
    choices.push(match stage {
        _ if !open => refused(PROGRESS, CLOSED),
        Some(stage) if stage >= StageKind::Received => {
            barred.act(PROGRESS, Deed::MajorProgress, None, move |cx| {
                cx.open(ask_step(id, Advance::Progress, today));
            })
        }
        _ => refused(PROGRESS, "街道安办接收以后才记整改进展。"),
    });
    choices.push(choice("打印填报表", move |cx| documents::make(PAPER, id.to_string(), cx)));
    choices.push(choice("出其他文书", move |cx| {
        documents::open_for(About::Hazard, id.to_string(), cx);
    }));
    if owes_stop {
        let about = vec![hazard.text.clone()];
        choices.push(barred.act(
            "登记停业、停用、撤人的时刻",
            Deed::Stop,
            None,
            move |cx| {
                cx.open(ask_stop(id, about, today));
            },
        ));
    }
    Choose::new("major", "重大隐患填报表", choices).intro(intro)
}

/// Opens the window again in which the report was filled in.
pub fn fill_again(office: &mut Office, hazard: Id) -> Result<Ask, Refusal> {
    let major = office.major(&hazard.to_string())?;
    let course = &major.stored.hazard.course;
    match course.report_kind() {
        _ if !course.kind().is_open() => Err(Refusal::said(CLOSED)),
        Some(stage) if stage >= StageKind::Approved => Err(Refusal::said(APPROVED)),
        _ => Ok(ask_fill(&major, office.today())),
    }
}

/// Opens the window of a step again: `about` is the hazard and the step, `018f…/signed`.
pub fn step_again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (id, code) = about.split_once('/').unwrap_or((about, ""));
    let step = Advance::ALL.into_iter().find(|step| step.code() == code);
    let Some((id, step)) = Id::parse(id).zip(step) else { return Err(Refusal::said(UNKNOWN)) };
    let major = office.major(&id.to_string())?;
    let course = &major.stored.hazard.course;
    let progress = course.kind().is_open() && course.report_kind() >= Some(StageKind::Received);
    if major.due() == Some(step) || (step == Advance::Progress && progress) {
        return Ok(ask_step(id, step, office.today()));
    }
    Err(Refusal::said(match course.kind().is_open() {
        true => "填报表现在等待的不是这一步，这一步不用再填。",
        false => CLOSED,
    }))
}

/// What is filled in: the paper's fields, what is known already in place, then the five 落实.
fn ask_fill(major: &Major, today: NaiveDate) -> Ask {
    let id = major.stored.hazard.id;
    let mut rows: Vec<_> =
        major.fields.iter().map(|filled| fields::row(&filled.field, &filled.value)).collect();
    for measure in Measure::ALL {
        let label = format!("落实{}", measure.label());
        rows.push(area(measure.code(), &label, major.measures.get(measure)));
    }
    rows.push(text("by:", "填报人", ""));
    rows.push(days::day_row("on:", "日期", &today.to_string(), today));
    let asked: Vec<_> = major.fields.iter().map(|filled| filled.field.clone()).collect();
    let mut intro = vec![major.stored.hazard.text.clone()];
    let signed =
        major.stored.hazard.course.report_kind().filter(|stage| *stage > StageKind::Filled);
    if signed.is_some() {
        intro.push("已经签过：补填空着的不影响；改了签过的内容，要从核实起重新签。".to_owned());
    }
    Ask::new("major", "重大隐患填报表", intro, Form::new(rows), move |form| {
        let wrong = asked.iter().filter_map(|field| {
            let why = field.read(form.get(&field.id)).err()?;
            Some((field.id.clone(), why))
        });
        faults(wrong.collect())?;
        let mut typed: BTreeMap<String, String> =
            asked.iter().map(|field| (field.id.clone(), form.get(&field.id).to_owned())).collect();
        for measure in Measure::ALL {
            typed.insert(measure.code().to_owned(), form.get(measure.code()).to_owned());
        }
        let on = days::day(form, "on:", today)?;
        let by = said(form, "by:");
        office(move |office| {
            let by = people::named(office, "by:", by.as_deref())?;
            let major = office.fill_major(&id.to_string(), &typed, by.as_deref(), on)?;
            let anew = signed > major.stored.hazard.course.report_kind();
            let changed = if anew { "签过的内容改了，要重新签。" } else { "" };
            Ok(Done::said(format!("{changed}{}", stands(&major))))
        })
    })
    .kept(Window::FillMajor, id, format!("填报表 {}", major.premises))
    .people(&["by:"])
}

fn ask_step(id: Id, advance: Advance, today: NaiveDate) -> Ask {
    let mut rows = Vec::new();
    match advance {
        Advance::Signed => {
            rows.push(text("by", "第一人", ""));
            rows.push(text("second", "第二人", ""));
        }
        _ => rows.push(text("by", "由谁", "")),
    }
    rows.push(days::day_row("on", "日期", &today.to_string(), today));
    if advance == Advance::Received {
        rows.push(half("at", "时刻", ""));
    }
    if !matches!(advance, Advance::Signed | Advance::Sealed | Advance::Received) {
        let label = if advance == Advance::Progress { "进展" } else { "意见" };
        rows.push(area("opinion", label, ""));
    }
    let title = format!("填报表：{}", advance.label());
    let of = format!("{id}/{}", advance.code());
    Ask::new("major", title.clone(), Vec::new(), Form::new(rows), move |form| {
        let at = match form.get("at") {
            "" => None,
            written => match TimeOfDay::read(written) {
                Some(at) => Some(at),
                None => return fault("at", "时刻写成 9:05 的样子。"),
            },
        };
        if advance == Advance::Signed {
            let empty = ["by", "second"].into_iter().filter(|key| form.get(key).is_empty());
            let why = "双签要写两位社区主干的姓名。";
            faults(empty.map(|key| (key.to_owned(), why.to_owned())).collect())?;
        }
        let written = ["by", "second"].map(|key| (key, said(form, key)));
        let on = days::day(form, "on", today)?;
        let opinion = form.get("opinion").to_owned();
        office(move |office| {
            let mut by = Vec::new();
            for (key, name) in &written {
                by.extend(people::named(office, key, name.as_deref())?);
            }
            let signing = Signing { by, on, at, opinion };
            let major = office.advance_major(&id.to_string(), advance, &signing)?;
            Ok(Done::said(stands(&major)))
        })
    })
    .kept(Window::StepMajor, of, title)
    .people(&["by", "second"])
}

/// What was typed in a field, when anything was.
pub(super) fn said(form: &Form, key: &str) -> Option<String> {
    Some(form.get(key).to_owned()).filter(|text| !text.is_empty())
}

fn stands(major: &Major) -> String {
    match &major.waits {
        Some(_) => format!("已办好，下一步：{}。", major.next()),
        None => "已办好。".to_owned(),
    }
}
