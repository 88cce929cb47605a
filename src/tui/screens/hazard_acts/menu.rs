//! What can be done with one hazard, by number, and what is told over it.

use crate::tui::screens::days;
use chrono::NaiveDate;

use super::{
    super::{
        ask::{Ask, Done, fault, office},
        barred::Barred,
        choose::{Choice, Choose, choice, refused, shown_key},
        criteria::{Clauses, Of},
        people,
        window::Window,
    },
    Act, CLOSED, about, open, open_raise, open_recheck, stand, standards, waits_for_recheck,
};
use crate::{
    domain::{grade::Grade, id::Id, permission::Deed, time_of_day::TimeOfDay},
    form::facts::About,
    office::{
        Office, Refusal,
        answerable::Answerable,
        evidence::Subject,
        hazards::{Filter, Stored},
        matters::Line,
    },
    terms,
    tui::{
        keys::Command,
        screen::Cx,
        widget::form::{Form, area, half, text},
    },
};

/// What is told of one hazard over its acts.
#[derive(Default)]
pub(super) struct Known {
    /// Those of its visit that wait for a recheck.
    visit: Vec<Id>,
    people: Answerable,
    /// When what it brings back (回潮) was closed.
    earlier: Option<NaiveDate>,
    events: Vec<Line>,
    /// Other premises of the street at which its item was found.
    elsewhere: u32,
    /// Whether these are so many that it is marked.
    common: bool,
    barred: Barred,
}

/// What the lines of the menu write.
fn deeds(grade: Grade) -> impl Iterator<Item = Deed> {
    let acts = Act::ALL.into_iter().map(move |act| act.deed(grade));
    acts.chain([Deed::Stop, Deed::Transfer, Deed::Supervise, Deed::Evidence])
}

impl Known {
    pub(super) fn of(office: &mut Office, one: &Stored) -> Result<Known, Refusal> {
        let before = office.before(one)?;
        let earlier = match before.recurs_of {
            Some(id) => office.hazard(&id.to_string())?.hazard.course.closed_on(),
            None => None,
        };
        Ok(Known {
            visit: of_visit(office, one)?,
            people: office.answerable(one)?,
            earlier,
            events: office.events_about(one.hazard.id)?,
            elsewhere: before.elsewhere,
            common: before.common,
            barred: Barred::of(office, deeds(one.hazard.course.grade())),
        })
    }
}

/// The hazards of one visit that wait for a recheck, in the order of the notice.
fn of_visit(office: &mut Office, one: &Stored) -> Result<Vec<Id>, Refusal> {
    let filter = Filter { premises: Some(one.hazard.premises), open: true, ..Filter::default() };
    let mut lines = office.hazards(&filter)?;
    lines.retain(|line| line.inspection == one.hazard.inspection && waits_for_recheck(line.state));
    Ok(lines.iter().map(|line| line.id).collect())
}

/// The acts, those that the state or a post does not allow with the reason. Every hazard has the same acts under the
/// same numbers: what only some have comes last.
pub(super) fn menu(stored: Stored, known: Known) -> Choose {
    let Known { visit, people, earlier, elsewhere, common, events, barred } = known;
    let id = stored.hazard.id;
    let (state, grade) = (stored.hazard.course.kind(), stored.hazard.course.grade());
    let own = Act::ALL.into_iter().map(|each| {
        let then = move |cx: &mut Cx| open(id, each, cx);
        barred.act(each.says(), each.deed(grade), each.refused(state), then)
    });
    let mut choices: Vec<Choice> = own.chain(further(&stored, &barred)).collect();
    if visit.len() > 1 && visit.contains(&id) {
        let label = format!("一起复查：这次检查的{}条", visit.len());
        let then = move |cx: &mut Cx| open_recheck(visit, cx);
        choices.push(barred.act(label, Deed::Recheck, None, then));
    }
    choices.extend(super::super::matters::see(events));
    let mut intro = about(&stored);
    intro.extend(who_answers(&people));
    if let Some(on) = earlier {
        intro.push(format!("回潮：同一检查项{}销过号，又查出来了", terms::date(on)));
    }
    // The sentence may have no room on a small screen; the mark stands before the first words.
    if let (Some(words), true) = (intro.first_mut(), common) {
        words.insert_str(0, &terms::beside_street(elsewhere));
    }
    intro.extend(terms::across(elsewhere));
    Choose::new("hazards", format!("隐患：{}", terms::state(state)), choices).intro(intro).packing()
}

/// 谁检查、谁签字、谁负责、谁跟踪 (S0 §二.2).
fn who_answers(people: &Answerable) -> Vec<String> {
    let named = |names: &[String]| match names {
        [] => "还没有".to_owned(),
        names => names.join("、"),
    };
    let notice = match people.notice.as_str() {
        "" => String::new(),
        number => format!("（{number}）"),
    };
    vec![
        format!(
            "谁检查 {}  谁签字 {}{notice}",
            named(&people.inspected_by),
            named(&people.signed_by)
        ),
        format!(
            "谁负责 {}，{}{}  谁跟踪 {}",
            people.responsible,
            people.grid_title(),
            named(&people.grid_responsible),
            people.followed_by
        ),
    ]
}

/// The roads and papers beside the hazard's own course.
fn further(stored: &Stored, barred: &Barred) -> Vec<Choice> {
    let hazard = &stored.hazard;
    let id = hazard.id;
    let major = hazard.course.grade() == Grade::Major;
    let over = (!hazard.course.kind().is_open()).then_some(CLOSED);
    let named = || vec![hazard.text.clone()];
    let (stopped, sent, put) = (named(), named(), named());
    let (of, words) = (standards(stored), hazard.text.clone());
    let raisable = match major {
        true => Some("这条已经是重大隐患。"),
        false => Act::Regrade.refused(hazard.course.kind()),
    };
    vec![
        if major {
            choice("重大隐患填报表：填报、签批、验收", move |cx: &mut Cx| {
                super::super::major::open(id, cx)
            })
        } else {
            refused("重大隐患填报表：填报、签批、验收", "只有重大隐患要填报。要升级请办“定级”。")
        },
        barred.act(
            "停业、停用、撤人：记下时刻和措施",
            Deed::Stop,
            over,
            move |cx| {
                let today = cx.shared.today();
                cx.open(ask_stop(id, stopped, today));
            },
        ),
        barred.act("移送抄告有关部门", Deed::Transfer, over, move |cx| {
            cx.open(super::super::matters::ask_transfer(id, sent, cx.shared.today()));
        }),
        barred.act("挂牌督办", Deed::Supervise, over, move |cx| {
            cx.open(super::super::matters::ask_supervision(id, put, cx.shared.today()));
        }),
        choice("出文书", move |cx: &mut Cx| {
            super::super::documents::open_for(About::Hazard, id.to_string(), cx);
        }),
        choice("打成材料包（通知书、经过、照片）", move |cx: &mut Cx| {
            super::super::papers::save_pack(id, cx);
        })
        .keyed(shown_key(Command::Pack)),
        choice("查判定标准：重大隐患的条款", move |cx: &mut Cx| {
            cx.open(clauses(of, words, id, raisable));
        }),
        barred.act("添照片或扫描件", Deed::Evidence, None, move |cx| {
            cx.open(super::super::papers::ask_evidence(Subject::Hazard(id.to_string())));
        }),
    ]
}

/// The clauses that a hazard's words point to; the one that is chosen is the basis on which it is raised.
fn clauses(of: Of, words: String, id: Id, raisable: Option<&'static str>) -> Clauses {
    Clauses::new(of, &words, move |clause, cx| match raisable {
        None => open_raise(id, clause.basis.clone(), cx),
        Some(why) => cx.say(format!("{why}依据：{}。", clause.basis)),
    })
}

/// 停业、停用、撤人 with the time (INS-09).
pub(in crate::tui::screens) fn ask_stop(id: Id, about: Vec<String>, today: NaiveDate) -> Ask {
    let rows = vec![
        days::day_row("on", "日期", &today.to_string(), today),
        half("at", "时刻", ""),
        area("measures", "措施", ""),
        text("by", "由谁", ""),
    ];
    Ask::new("hazards", "停业、停用、撤人", about, Form::new(rows), move |form| {
        let Some(at) = TimeOfDay::read(form.get("at")) else {
            return fault("at", "时刻写成 9:05 的样子。");
        };
        let measures = form.get("measures").to_owned();
        if measures.is_empty() {
            return fault("measures", "请写停了什么、撤出多少人。");
        }
        let on = days::day(form, "on", today)?;
        let by = super::super::major::said(form, "by");
        office(move |office| {
            let by = people::named(office, "by", by.as_deref())?;
            let stored = office.stop(&id.to_string(), on, at, &measures, by.as_deref())?;
            Ok(Done::said(stand(&stored)))
        })
    })
    .kept(Window::Stop, id, "停业、停用、撤人")
    .people(&["by"])
}
