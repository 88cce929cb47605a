//! What the commands of transfers, supervisions and events have in common.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Stop,
    evidence::evidence_table,
    output::{Output, padded},
    values,
};
use crate::{
    domain::{evidence::Evidence, id::Id, matter::Road},
    office::{
        Office,
        evidence::Filter,
        matters::{Line, Stored},
    },
    terms,
};

/// Which matter.
#[derive(Debug, Args)]
pub struct One {
    #[arg(value_name = "编号", help = "编号，列表里的后八位即可")]
    pub id: String,
}

/// Who did it and when.
#[derive(Debug, Args)]
pub struct Who {
    #[arg(long, value_name = "姓名", help = "由谁办理，不写是登录的人")]
    pub by: Option<String>,
    #[arg(long, value_name = "日期", value_parser = values::day, help = "办理的日期，不写是今天")]
    pub on: Option<NaiveDate>,
}

impl Who {
    pub fn by(&self) -> Option<&str> {
        self.by.as_deref()
    }
}

/// 撤销立项 of what was opened by mistake.
#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    pub one: One,
    #[arg(long, value_name = "原因", help = "为什么撤销")]
    pub reason: String,
    #[command(flatten)]
    pub who: Who,
}

/// A step in words: its name, and what it says beyond.
pub type Told<S> = fn(&S) -> (&'static str, String);

/// What every matter has in JSON; its kind adds its own fields.
pub fn json_of<R: Road>(
    office: &Office,
    stored: &Stored<R>,
    state: &'static str,
    told: Told<R::Step>,
) -> Value {
    let matter = &stored.matter;
    let due = matter.course.due();
    let mut value = json!({
        "id": matter.id, "short": matter.id.short(),
        "kind": R::KIND, "kind_label": terms::matter(R::KIND),
        "title": matter.title,
        "state": matter.course.state_code(), "state_label": state,
        "is_open": matter.course.closed_on().is_none(),
        "due": due, "overdue": due.is_some_and(|due| due < office.today()),
        "opened_on": R::opened_on(&matter.opening), "closed_on": matter.course.closed_on(),
        "community": office.unit_name(&matter.community),
        "premises": stored.premises_name, "premises_id": matter.premises,
        "hazard": matter.hazard, "actor": stored.actor
    });
    value["steps"] = stored
        .steps
        .iter()
        .map(|(step, actor)| {
            let (label, detail) = told(step);
            let mut value = json!(step);
            value["step_label"] = json!(label);
            value["detail"] = json!(detail);
            value["actor"] = json!(actor);
            value
        })
        .collect();
    value
}

/// Labels and what stands beside them; what is empty is left out.
pub fn facts(out: &mut Output, facts: &[(&str, String)]) {
    for (label, text) in facts {
        if !text.is_empty() {
            out.line(format!("{}  {text}", padded(label, 12)));
        }
    }
}

/// The steps, one a line, from the opening on.
pub fn road<R: Road>(out: &mut Output, stored: &Stored<R>, opening: &str, told: Told<R::Step>) {
    out.line("");
    let opened_on = terms::date(R::opened_on(&stored.matter.opening));
    out.line(format!("{opened_on}  {opening}  {}", stored.actor));
    for (step, actor) in &stored.steps {
        let (label, detail) = told(step);
        let part = if detail.is_empty() { "" } else { "：" };
        let on = terms::date(R::step_on(step));
        out.line(format!("{on}  {label}{part}{detail}  {actor}"));
    }
}

pub fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// 逾期3天, or nothing.
pub fn late(office: &Office, due: Option<NaiveDate>) -> String {
    match due.map(|due| (office.today() - due).num_days()) {
        Some(days) if days > 0 => format!("{days}天"),
        _ => String::new(),
    }
}

/// The events that an inspection, a hazard or a clue has to do with.
pub fn events_json(events: &[Line]) -> Value {
    let row = |line: &Line| json!({ "id": line.id, "title": line.title, "on": line.opened_on, "is_open": line.is_open });
    events.iter().map(row).collect()
}

pub fn events_text(events: &[Line], out: &mut Output) {
    for line in events {
        let closed = if line.is_open { "" } else { "，已办结" };
        let on = terms::date(line.opened_on);
        out.line(format!("{on}  关联事件：{}{closed}  {}", line.title, line.id.short()));
    }
}

/// The photos and scans that were attached to a matter, the newest first.
pub fn evidence(office: &mut Office, matter: Id) -> Result<Vec<Evidence>, Stop> {
    let filter = Filter { subject: Some(matter), ..Filter::default() };
    Ok(office.list_evidence(&filter)?)
}

pub fn evidence_text(evidence: &[Evidence], out: &mut Output) {
    if !evidence.is_empty() {
        out.line("");
        out.line(format!("佐证 {} 份", evidence.len()));
        out.table(&evidence_table(evidence));
    }
}
