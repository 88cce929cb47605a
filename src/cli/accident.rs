//! `accident`: how grave accidents are, whether they were reported in time, and what had gone before.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Stop,
    output::{Output, Table},
    paper, values,
};
use crate::{
    domain::{accident::Clock, id::Id},
    office::{
        Office,
        accident::{Accident as Measured, HEARD, TIMELINE, TOLD},
        documents::Request,
    },
    terms,
};

#[derive(Debug, Subcommand)]
pub enum Accident {
    #[command(
        about = "列出登记的事故：等级、单位报告和上报是否在时限内",
        after_help = "等级按国务院令第493号第三条，由登记的死亡（含失踪）、重伤人数和经济损失算出，以调查认定为准。
登记事故用 anban ledger add accident；单位接报、单位报告、上报的时间填在 heard_at、told_at、sent_at，可以以后补。"
    )]
    List,
    #[command(
        about = "事故以前的全部经过：检查、隐患、通知书、变动、事项、台账和责任人员",
        after_help = "例：
  anban accident timeline 编号
  anban accident timeline 编号 -o 经过.pdf
编号见 anban accident list。快报用 anban paper print accident_report --about 编号。"
    )]
    Timeline(Timeline),
}

#[derive(Debug, Args)]
pub struct Timeline {
    #[arg(value_name = "编号", value_parser = values::id, help = "事故登记的编号")]
    pub id: Id,
    #[command(flatten)]
    pub out: paper::Out,
}

impl Accident {
    pub fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        match self {
            Accident::List => list(office, out),
            Accident::Timeline(timeline) => timeline.run(office, out),
        }
    }
}

fn list(office: &mut Office, out: &mut Output) -> Result<(), Stop> {
    let all = office.accidents()?;
    if out.json {
        out.document(&all.iter().map(document).collect());
        return Ok(());
    }
    if all.is_empty() {
        out.line("还没有登记事故。");
        return Ok(());
    }
    let mut table = Table::new(["日期", "事故单位", "等级", "单位报告", "上报", "编号"]).bending([
        "事故单位",
        "单位报告",
        "上报",
    ]);
    for accident in &all {
        let entry = &accident.stored.entry;
        table.row([
            entry.on.to_string(),
            entry.fields.get("unit").cloned().unwrap_or_default(),
            terms::severity(accident.severity).to_owned(),
            terms::clock(accident.told, HEARD),
            terms::clock(accident.sent, TOLD),
            entry.id.to_string(),
        ]);
    }
    out.table(&table);
    Ok(())
}

impl Timeline {
    fn run(self, office: &mut Office, out: &mut Output) -> Result<(), Stop> {
        let accident = office.accident(self.id)?;
        if out.json && self.out.is_plain() {
            let entry = &accident.stored.entry;
            let steps: Vec<Value> = office
                .before_accident(entry)?
                .iter()
                .map(|step| {
                    json!({
                        "on": step.on, "kind": step.kind, "kind_label": step.what, "by": step.by,
                        "text": step.text
                    })
                })
                .collect();
            let people: Vec<Value> = office
                .in_charge_before(entry)?
                .iter()
                .map(|person| {
                    json!({
                        "grid": person.grid.as_str(), "grid_name": office.unit_name(&person.grid),
                        "duty": person.duty.code(), "duty_label": terms::duty(person.duty),
                        "name": person.name, "post": person.post, "from": person.from,
                        "to": person.to, "then": person.then
                    })
                })
                .collect();
            let mut whole = document(&accident);
            whole["in_charge"] = people.into();
            whole["timeline"] = steps.into();
            out.document(&whole);
            return Ok(());
        }
        let request = Request {
            code: TIMELINE.to_owned(),
            about: Some(self.id.to_string()),
            ..Request::default()
        };
        self.out.draft(office, &request, out)
    }
}

fn document(accident: &Measured) -> Value {
    let entry = &accident.stored.entry;
    let clock = |clock: Clock, since: &str| {
        let (took, left, over) = match clock {
            Clock::InTime { took } => (Some(took), None, None),
            Clock::Late { took, over } => (Some(took), None, Some(over)),
            Clock::Runs { left, .. } => (None, left, None),
            Clock::Missed { over, .. } => (None, None, over),
            Clock::Unknown | Clock::Contradicts => (None, None, None),
        };
        let until = clock.until().map(|until| format!("{} {}", until.on, until.at));
        json!({
            "state": clock.code(), "label": terms::clock(clock, since), "late": clock.is_late(),
            "minutes": took, "minutes_left": left, "minutes_over": over, "until": until
        })
    };
    json!({
        "id": entry.id.to_string(), "on": entry.on,
        "premises": entry.premises.map(|id| id.to_string()),
        "unit": entry.fields.get("unit"), "severity": accident.severity.code(),
        "severity_label": terms::severity(accident.severity),
        "told": clock(accident.told, HEARD), "sent": clock(accident.sent, TOLD)
    })
}
