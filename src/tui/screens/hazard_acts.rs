//! What can be done with a hazard, each a small form with what is known filled in.

mod menu;

use crate::tui::screens::days;
use chrono::NaiveDate;

pub(super) use self::menu::ask_stop;
use self::menu::{Known, menu};
use super::{
    ask::{Ask, Done, Fault, Then, fault, faults, office},
    criteria::{Aside, Of},
    matters, people, reading,
    resume::UNKNOWN,
    window::Window,
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Recipient, StateKind},
        id::Id,
        permission::Deed,
    },
    office::{
        Office, Refusal,
        hazards::{Filter, Outcome, Stored, Term},
    },
    terms,
    tui::{
        screen::Cx,
        widget::form::{Form, choice as pick, text},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Recheck,
    Extend,
    Regrade,
    Report,
    Close,
    Reopen,
}

impl Act {
    const ALL: [Act; 6] =
        [Act::Recheck, Act::Close, Act::Extend, Act::Regrade, Act::Report, Act::Reopen];

    /// What its window is called.
    fn title(self) -> &'static str {
        match self {
            Act::Recheck => "登记复查",
            Act::Extend => "延期",
            Act::Regrade => "定级",
            Act::Report => "报告",
            Act::Close => "销号",
            Act::Reopen => "重开",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Act::Recheck => "复查：合格、不合格或拒不整改",
            Act::Extend => "延期：另定期限",
            Act::Regrade => "定级：一般或重大",
            Act::Report => "报告：街道安办、派出所或有关部门",
            Act::Close => "销号：复查合格后了结",
            Act::Reopen => "重开：销号后又发现没有整改好",
        }
    }

    /// What the act writes of a hazard of this grade.
    fn deed(self, grade: Grade) -> Deed {
        match self {
            Act::Recheck => Deed::Recheck,
            Act::Extend => Deed::extending(grade),
            Act::Regrade => Deed::grading(grade),
            Act::Report => Deed::Report,
            Act::Close => Deed::Close,
            Act::Reopen => Deed::Reopen,
        }
    }

    /// Why a state does not allow the act; `None` when it does.
    pub fn refused(self, state: StateKind) -> Option<&'static str> {
        use StateKind::*;
        match (self, state) {
            (_, Withdrawn) => Some("这条隐患已随检查更正撤回，不再办理。"),
            (Act::Reopen, Closed) => None,
            (Act::Reopen, _) => Some("还没有销号，不用重开。"),
            (_, Closed) => Some("已经销号。确实没有整改好，请重开。"),
            (Act::Close, Passed) => None,
            (Act::Close, _) => Some("还没有复查合格，不能销号。请先登记复查。"),
            // What was passed may turn out not to be put right.
            (Act::Recheck, Ordered | Reported | Passed) => None,
            (Act::Recheck, Refused) => Some("对方拒不整改，请先报告街道安办和派出所。"),
            (Act::Recheck, Found) => Some("还没有开出整改通知书。"),
            (Act::Extend, Ordered) => None,
            (Act::Extend, _) => Some("只有限期整改中的隐患可以延期。"),
            (Act::Report, Passed) => Some("已经复查合格，不用报告。"),
            (Act::Report, Found | Ordered | Refused | Reported) => None,
            (Act::Regrade, Found | Ordered | Refused | Reported | Passed) => None,
        }
    }
}

/// Whether it is on the list of what is to be rechecked.
pub fn waits_for_recheck(state: StateKind) -> bool {
    matches!(state, StateKind::Ordered | StateKind::Reported)
}

/// Reads a hazard and opens the form of an act on it.
pub fn open(id: Id, act: Act, cx: &mut Cx) {
    open_on(vec![id], act, cx);
}

/// A recheck of several hazards of one visit at once.
pub fn open_recheck(ids: Vec<Id>, cx: &mut Cx) {
    open_on(ids, Act::Recheck, cx);
}

fn open_on(ids: Vec<Id>, act: Act, cx: &mut Cx) {
    let find = move |office: &mut Office| window(office, act, &ids);
    reading::read("hazards", find, |ask, cx| cx.replace(ask), cx);
}

/// Opens the form that raises a hazard to 重大 by a basis.
fn open_raise(id: Id, basis: String, cx: &mut Cx) {
    let find = move |office: &mut Office| window(office, Act::Regrade, &[id]);
    let then = move |ask: Ask, cx: &mut Cx| {
        cx.replace(ask.with("grade", Grade::Major.code()).with("reason", &basis));
    };
    reading::read("hazards", find, then, cx);
}

/// Reads a hazard and shows what can be done with it.
pub fn open_all(id: Id, cx: &mut Cx) {
    let find = move |office: &mut Office| {
        let stored = office.hazard(&id.to_string())?;
        let known = Known::of(office, &stored)?;
        Ok(menu(stored, known))
    };
    reading::read("hazards", find, |menu, cx| cx.replace(menu), cx);
}

/// Opens the window of an act again: `about` is the act's title and the hazards, 登记复查/018f…,018f….
pub fn again(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (title, ids) = about.split_once('/').unwrap_or((about, ""));
    let ids: Vec<Id> = ids.split(',').filter_map(Id::parse).collect();
    match Act::ALL.into_iter().find(|act| act.title() == title) {
        Some(act) if !ids.is_empty() => window(office, act, &ids),
        _ => Err(Refusal::said(UNKNOWN)),
    }
}

/// Opens a window about what runs beside a hazard's own course again.
pub fn again_beside(office: &mut Office, window: Window, id: Id) -> Result<Ask, Refusal> {
    let (hazard, today) = (office.hazard(&id.to_string())?.hazard, office.today());
    if !hazard.course.kind().is_open() {
        return Err(Refusal::said(CLOSED));
    }
    let about = vec![hazard.text];
    Ok(match window {
        Window::Transfer => matters::ask_transfer(id, about, today),
        Window::Supervise => matters::ask_supervision(id, about, today),
        _ => ask_stop(id, about, today),
    })
}

/// Nothing is begun beside the course of a hazard that is over.
const CLOSED: &str = "这条隐患已经了结，不用再办。";

/// Who tells the grade of a hazard that waits for it, and by when (INS-12).
fn assessors(office: &mut Office, one: &Stored) -> Result<Vec<String>, Refusal> {
    let filter = Filter { premises: Some(one.hazard.premises), ..Filter::default() };
    let waiting = office.unassessed(&filter)?;
    let found = waiting.into_iter().find(|waiting| waiting.line.id == one.hazard.id);
    Ok(found
        .map(|waiting| {
            let who = match waiting.assessors.as_slice() {
                [] => "社区安全员".to_owned(),
                names => names.join("、"),
            };
            let late = match waiting.days_late {
                0 => String::new(),
                days => format!("，已逾期{days}天"),
            };
            format!("由{who}在{}前评估{late}。", terms::date(waiting.due))
        })
        .into_iter()
        .collect())
}

/// The window of an act on some hazards of one visit; refused where the state of one does not allow it.
fn window(office: &mut Office, act: Act, ids: &[Id]) -> Result<Ask, Refusal> {
    let hazards: Result<Vec<Stored>, Refusal> =
        ids.iter().map(|id| office.hazard(&id.to_string())).collect();
    let hazards = hazards?;
    if let Some(why) = hazards.iter().find_map(|one| act.refused(one.hazard.course.kind())) {
        return Err(Refusal::said(why));
    }
    let told = match (act, hazards.first()) {
        (Act::Regrade, Some(one)) => assessors(office, one)?,
        _ => Vec::new(),
    };
    let whose = whose(office, &hazards)?;
    Ok(ask(act, &hazards, &whose, told, office.today()))
}

/// The standards by which it is judged.
fn standards(stored: &Stored) -> Of {
    Of { premises: stored.hazard.premises, on: stored.hazard.found_on }
}

/// What the hazard is, for the head of a form.
fn about(stored: &Stored) -> Vec<String> {
    let hazard = &stored.hazard;
    let course = &hazard.course;
    let deadline =
        course.deadline().map(|day| format!("，期限{}", terms::date(day))).unwrap_or_default();
    vec![
        hazard.text.clone(),
        format!(
            "{} {}{deadline}  {}查出，跟踪人{}",
            terms::grade(course.grade()),
            terms::state(course.kind()),
            terms::date(hazard.found_on),
            hazard.owner
        ),
    ]
}

/// The premises of some hazards, each once.
fn whose(office: &mut Office, hazards: &[Stored]) -> Result<String, Refusal> {
    let mut names: Vec<String> = Vec::new();
    for stored in hazards {
        let name = office.find_premises(&stored.hazard.premises.to_string())?.entry.name;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names.join("、"))
}

fn ask(act: Act, hazards: &[Stored], whose: &str, told: Vec<String>, today: NaiveDate) -> Ask {
    let ids: Vec<Id> = hazards.iter().map(|stored| stored.hazard.id).collect();
    let mut intro = vec![whose.to_owned()];
    match hazards {
        [one] => intro.extend(about(one)),
        several => {
            intro.extend(several.iter().map(|stored| format!("· {}", stored.hazard.text)));
        }
    }
    intro.extend(told);
    let acceptor = hazards.first().map_or("", |stored| stored.hazard.acceptor.as_str());
    let unsure = hazards.iter().any(|stored| stored.hazard.course.grade() == Grade::Unsure);
    let passed = hazards.iter().all(|stored| stored.hazard.course.kind() == StateKind::Passed);
    const OUTCOMES: &[(&str, &str)] =
        &[("passed", "合格"), ("failed", "不合格"), ("refused", "拒不整改")];
    let outcomes = if passed { &OUTCOMES[1..2] } else { OUTCOMES };
    let on = || days::day_row("on", "日期", &today.to_string(), today);
    let title = act.title();
    let form: Form = match act {
        Act::Recheck => {
            let mut rows =
                vec![pick("outcome", "复查结果", outcomes.iter().copied(), outcomes[0].0), on()];
            if !passed {
                rows.push(text("acceptor", "验收人", acceptor));
            }
            rows.extend([days::term_row("term", "新期限", "", today), text("note", "情况", "")]);
            Form::new(rows)
        }
        Act::Extend | Act::Reopen => {
            Form::new(vec![days::term_row("term", "新期限", "", today), text("reason", "原因", "")])
        }
        Act::Regrade => Form::new(vec![
            pick(
                "grade",
                "等级",
                [Grade::General, Grade::Major].map(|grade| (grade.code(), terms::grade(grade))),
                "general",
            ),
            text("reason", "依据", ""),
            text("by", if unsure { "评估人" } else { "定级人" }, ""),
        ]),
        Act::Report => Form::new(vec![
            pick(
                "to",
                "报给",
                Recipient::ALL.map(|to| (to.code(), terms::recipient(to))),
                "street",
            ),
            on(),
            text("reason", "情况", ""),
        ]),
        Act::Close => Form::new(vec![on()]),
    };
    let named: Vec<String> = ids.iter().map(Id::to_string).collect();
    let of = format!("{title}/{}", named.join(","));
    let text = hazards.first().map_or("", |one| one.hazard.text.as_str());
    let label = format!("{title} {whose}：{text}");
    let window = Ask::new("hazards", title, intro, form, move |form| deed(act, &ids, form, today))
        .kept(Window::Hazard, of, label)
        .people(&["by", "acceptor"]);
    match (act, hazards.first()) {
        (Act::Regrade, Some(one)) => {
            window.beside(Aside::words(standards(one), one.hazard.text.clone(), "reason"))
        }
        _ => window,
    }
}

fn deed(act: Act, ids: &[Id], form: &Form, today: NaiveDate) -> Result<Then, Fault> {
    let reason = form.get("reason").to_owned();
    if matches!(act, Act::Extend | Act::Regrade | Act::Report | Act::Reopen) && reason.is_empty() {
        let why = "请写明原因或情况。";
        // What is missing is told at once, in the order of the fields.
        let term = if act == Act::Extend { days::term(form, "term", today).err() } else { None };
        let wrong = term.map(|fault| (fault.field.into_owned(), fault.why));
        let reason = ("reason".to_owned(), why.to_owned());
        faults(wrong.into_iter().chain([reason]).collect())?;
    }
    type Step = Box<dyn Fn(&mut Office, &str) -> Result<Stored, Refusal> + Send>;
    let step: Step = match act {
        Act::Recheck => {
            let on = days::day(form, "on", today)?;
            let outcome = match form.get("outcome") {
                "passed" => {
                    let acceptor = form.get("acceptor").to_owned();
                    if acceptor.is_empty() {
                        return fault("acceptor", "复查合格要写验收人。");
                    }
                    Outcome::Passed { acceptor }
                }
                "failed" => Outcome::Failed { term: days::term(form, "term", today)? },
                _ => Outcome::Refused,
            };
            let note = form.get("note").to_owned();
            let ids: Vec<String> = ids.iter().map(Id::to_string).collect();
            return office(move |office| {
                let outcome = match outcome {
                    Outcome::Passed { acceptor } => {
                        let named = people::named(office, "acceptor", Some(&acceptor))?;
                        Outcome::Passed { acceptor: named.unwrap_or(acceptor) }
                    }
                    other => other,
                };
                let done = office.recheck_all(&ids, on, outcome, &note)?;
                Ok(Done::said(match done.as_slice() {
                    [one] => stand(one),
                    several => format!("{}条都登记了复查。", several.len()),
                }))
            });
        }
        Act::Extend => {
            let term = days::term(form, "term", today)?;
            Box::new(move |office, id| {
                let to = match term {
                    Term::Day(day) => day,
                    Term::Days(days) | Term::Workdays(days) => {
                        today + chrono::Days::new(days.into())
                    }
                };
                office.extend(id, None, to, &reason)
            })
        }
        Act::Regrade => {
            let Some(grade) = Grade::from_code(form.get("grade")) else {
                return fault("grade", "请选等级。");
            };
            let by = super::major::said(form, "by");
            Box::new(move |office, id| {
                let by = people::named(office, "by", by.as_deref())?;
                office.regrade(id, None, grade, &reason, by.as_deref())
            })
        }
        Act::Report => {
            let on = days::day(form, "on", today)?;
            let Some(to) = Recipient::ALL.into_iter().find(|to| to.code() == form.get("to")) else {
                return fault("to", "请选报给谁。");
            };
            Box::new(move |office, id| office.report(id, to, on, &reason))
        }
        Act::Close => {
            let on = days::day(form, "on", today)?;
            Box::new(move |office, id| office.close(id, on))
        }
        Act::Reopen => {
            let term = match form.get("term") {
                "" => None,
                _ => Some(days::term(form, "term", today)?),
            };
            Box::new(move |office, id| office.reopen(id, None, term, &reason))
        }
    };
    let id = ids.first().map(Id::to_string).unwrap_or_default();
    office(move |office| Ok(Done::said(stand(&step(office, &id)?))))
}

/// Where the hazard stands now, as one says it.
fn stand(stored: &Stored) -> String {
    let course = &stored.hazard.course;
    let state = terms::state(course.kind());
    if course.kind() == StateKind::Passed
        && course.grade() == Grade::Major
        && course.report().is_none()
    {
        return format!("已办好：{state}。填报表还没有填报，请马上补填，走完才能验收、销号。");
    }
    match course.deadline().filter(|_| course.kind().is_open()) {
        // What was not assessed is not closed yet.
        Some(_) if course.kind() == StateKind::Passed && course.grade() == Grade::Unsure => {
            format!("已办好：{state}。等级还待评估，请社区安全员先定级，再销号。")
        }
        Some(deadline) => format!("已办好：{state}，期限{}。", terms::date(deadline)),
        None => format!("已办好：{state}。"),
    }
}
