//! Hazards as tables, as JSON, and one with its whole course.

use serde_json::{Value, json};

use crate::{
    cli::output::{Output, Table, padded},
    domain::{evidence::Evidence, hazard::StateKind, inspection},
    office::{
        Office,
        answerable::Answerable,
        hazards::{Line, Stored},
        relapse::Before,
    },
    terms,
};

/// Days past the deadline on the day of the desk; 0 when in time or no longer running.
fn days_late(office: &Office, line: &Line) -> i64 {
    let running =
        matches!(line.state, StateKind::Ordered | StateKind::Refused | StateKind::Reported);
    line.deadline
        .filter(|_| running)
        .map_or(0, |deadline| (office.today() - deadline).num_days().max(0))
}

/// `另12家`: where else in the street the item was found, if it is common there.
fn also(line: &Line) -> String {
    if line.common { format!("另{}", terms::elsewhere(line.elsewhere)) } else { String::new() }
}

pub fn lines_table(office: &Office, lines: &[Line]) -> Table {
    let mut table = Table::new([
        "编号",
        "期限",
        "逾期",
        "单位",
        "隐患",
        "等级",
        "回潮",
        "同街道",
        "状态",
        "处置",
        "网格",
        "通知书",
    ])
    .bending(["单位", "隐患"]);
    for line in lines {
        let late = days_late(office, line);
        table.row([
            line.id.short(),
            line.deadline.map(|day| day.to_string()).unwrap_or_default(),
            if late > 0 { format!("{late}天") } else { String::new() },
            line.premises_name.clone(),
            line.text.clone(),
            terms::grade(line.grade).into(),
            if line.recurs_of.is_some() { "回潮" } else { "" }.into(),
            also(line),
            terms::state(line.state).into(),
            terms::disposal(line.disposal).into(),
            office.grid_name(line.grid.as_ref()),
            line.notice.clone().unwrap_or_default(),
        ]);
    }
    table
}

pub fn line_json(office: &Office, line: &Line) -> Value {
    let late = days_late(office, line);
    json!({
        "id": line.id, "short": line.id.short(), "item": line.item, "text": line.text,
        "category": line.category,
        "grade": line.grade, "grade_label": terms::grade(line.grade),
        "disposal": line.disposal, "disposal_label": terms::disposal(line.disposal),
        "state": line.state, "state_label": terms::state(line.state),
        "deadline": line.deadline, "overdue": late > 0, "days_late": late,
        "found_on": line.found_on, "closed_on": line.closed_on,
        "premises": line.premises_name, "premises_id": line.premises,
        "grid": line.grid.as_ref().map(|grid| office.unit_name(grid)),
        "inspection": line.inspection, "notice": line.notice,
        "report": line.report, "report_label": line.report.map(terms::stage),
        "owner": line.owner, "acceptor": line.acceptor, "responsible": line.responsible,
        "recurs_of": line.recurs_of, "elsewhere": line.elsewhere, "common": line.common
    })
}

/// The hazards of one inspection.
pub fn found_table(hazards: &[inspection::Hazard]) -> Table {
    let mut table =
        Table::new(["序号", "编号", "隐患", "期限", "等级", "状态", "处置"]).bending(["隐患"]);
    for hazard in hazards {
        table.row([
            hazard.ordinal.to_string(),
            hazard.id.short(),
            hazard.text.clone(),
            hazard.course.deadline().map(|day| day.to_string()).unwrap_or_default(),
            terms::grade(hazard.course.grade()).into(),
            terms::state(hazard.course.kind()).into(),
            terms::disposal(hazard.disposal).into(),
        ]);
    }
    table
}

pub fn hazard_json(hazard: &inspection::Hazard) -> Value {
    let course = &hazard.course;
    json!({
        "id": hazard.id, "short": hazard.id.short(), "ordinal": hazard.ordinal,
        "item": hazard.item, "text": hazard.text, "category": hazard.category,
        "grade": course.grade(), "grade_label": terms::grade(course.grade()),
        "raised_from": course.raised_from(),
        "disposal": hazard.disposal, "disposal_label": terms::disposal(hazard.disposal),
        "state": course.kind(), "state_label": terms::state(course.kind()),
        "deadline": course.deadline(), "deadline_reason": counted(hazard),
        "requirement": hazard.requirement, "interim": hazard.interim, "basis": hazard.basis,
        "responsible": hazard.responsible, "acceptor": hazard.acceptor, "owner": hazard.owner,
        "found_on": hazard.found_on, "closed_on": course.closed_on(), "rounds": course.rounds(),
        "extensions": course.extensions(), "reopened": course.reopened(),
        "report": course.report_kind(), "report_label": course.report_kind().map(terms::stage),
        "stopped_on": course.stopped_on()
    })
}

/// A hazard whose deadline is not the day that was asked for, and why.
pub fn moved(hazard: &inspection::Hazard) -> Option<(&str, String)> {
    let term = hazard.term.as_ref().filter(|term| term.rolled.is_some())?;
    Some((hazard.text.as_str(), terms::deadline_reason(term)))
}

/// How the first deadline came about.
fn counted(hazard: &inspection::Hazard) -> Option<String> {
    // How the first deadline was counted says nothing of one that took its place.
    let term = hazard.term.as_ref();
    term.filter(|term| hazard.course.deadline().is_none_or(|deadline| deadline == term.day))
        .map(|term| terms::deadline_counted(hazard.found_on, term))
}

pub(super) fn stored_json(office: &Office, stored: &Stored) -> Value {
    let hazard = &stored.hazard;
    let mut value = hazard_json(hazard);
    value["premises_id"] = json!(hazard.premises);
    value["inspection"] = json!(hazard.inspection);
    value["notice_id"] = json!(hazard.course.notice());
    value["grid"] = json!(hazard.grid.as_ref().map(|grid| office.unit_name(grid)));
    value["overdue"] = json!(hazard.course.is_overdue(office.today()));
    value["stopped_at"] = json!(stored.stopped().map(|(_, at)| at));
    value["steps"] = stored
        .steps
        .iter()
        .map(|(step, actor)| {
            let mut value = json!(step);
            value["step_label"] = json!(terms::step(step.kind()));
            value["actor"] = json!(actor);
            value
        })
        .collect();
    value
}

/// The day and the time of the first stop; empty before there is one.
pub fn stopped_text(stored: &Stored) -> String {
    let at = stored.stopped().map(|(on, at)| format!("{} {at}", terms::date(on)));
    at.unwrap_or_default()
}

/// Who signed, and the notice on which they did.
fn signed(people: &Answerable) -> String {
    if people.signed_by.is_empty() {
        return String::new();
    }
    format!("{}（{}）", people.signed_by.join("、"), people.notice)
}

/// 谁检查、谁签字、谁负责、谁跟踪, and what it brings back.
pub(super) fn add_people(value: &mut Value, people: &Answerable, before: Before) {
    value["inspected_by"] = json!(people.inspected_by);
    value["signed_by"] = json!(people.signed_by);
    value["notice"] = json!(people.notice);
    value["grid_responsible"] = json!(people.grid_responsible);
    value["followed_by"] = json!(people.followed_by);
    value["recurs_of"] = json!(before.recurs_of);
    value["elsewhere"] = json!(before.elsewhere);
    value["common"] = json!(before.common);
}

pub(super) fn stored_text(
    office: &Office,
    stored: &Stored,
    people: &Answerable,
    before: Before,
    evidence: &[Evidence],
    out: &mut Output,
) {
    let hazard = &stored.hazard;
    let course = &hazard.course;
    let raised = match course.raised_from() {
        Some(first) => format!("（发现时为{}）", terms::grade(first)),
        None => String::new(),
    };
    let late = if course.is_overdue(office.today()) { "，已逾期" } else { "" };
    for (label, text) in [
        ("编号", hazard.id.to_string()),
        ("隐患", hazard.text.clone()),
        ("等级", format!("{}{raised}", terms::grade(course.grade()))),
        ("处置方式", terms::disposal(hazard.disposal).into()),
        ("状态", format!("{}{late}", terms::state(course.kind()))),
        ("期限", course.deadline().map(terms::date).unwrap_or_default()),
        ("停业停用", stopped_text(stored)),
        ("填报表", course.report_kind().map(terms::stage).unwrap_or_default().into()),
        ("期限由来", counted(hazard).unwrap_or_default()),
        ("整改要求", hazard.requirement.clone()),
        ("临时措施", hazard.interim.clone()),
        ("依据", hazard.basis.clone()),
        ("回潮", before.recurs_of.map(|id| format!("上次的隐患 {id}")).unwrap_or_default()),
        ("同街道", terms::across(before.elsewhere).unwrap_or_default()),
        ("谁检查", people.inspected_by.join("、")),
        ("谁签字", signed(people)),
        (
            "谁负责",
            format!(
                "{}（企业整改责任人）、{}（{}）",
                people.responsible,
                people.grid_responsible.join("、"),
                people.grid_title()
            ),
        ),
        ("谁跟踪", people.followed_by.clone()),
        ("验收人", hazard.acceptor.clone()),
        ("所在网格", office.grid_name(hazard.grid.as_ref())),
        ("检查编号", hazard.inspection.to_string()),
    ] {
        if !text.is_empty() {
            out.line(format!("{}  {text}", padded(label, 10)));
        }
    }
    out.line("");
    let mut rows = vec![(hazard.found_on, "发现".to_owned())];
    rows.extend(stored.steps.iter().map(|(step, actor)| {
        let detail = terms::step_detail(step);
        let colon = if detail.is_empty() { "" } else { "：" };
        (step.on(), format!("{}{colon}{detail}  {actor}", terms::step(step.kind())))
    }));
    rows.extend(evidence.iter().map(|evidence| {
        let kind = terms::evidence_kind(evidence.kind);
        let note = if evidence.note.is_empty() { &evidence.name } else { &evidence.note };
        (evidence.day(), format!("{kind}：{note}  {}", evidence.actor))
    }));
    // Of one day they stay in the order in which they were entered.
    rows.sort_by_key(|(on, _)| *on);
    for (on, row) in rows {
        out.line(format!("{}  {row}", terms::date(on)));
    }
}
