//! An entry and its file (一企一档) as JSON and as lines.

use serde_json::{Value, json};

use crate::{
    cli::{
        evidence::{evidence_json, evidence_table},
        hazard, inspect,
        output::{Output, padded},
    },
    domain::{
        key_list::{self, KeySpell},
        premises,
        unfit::Unfit,
    },
    office::{Office, premises::Dossier},
    terms,
};

/// An entry with the fields of CLI.md, names of units beside their paths.
pub(super) fn entry_json(office: &Office, entry: &premises::Premises) -> Value {
    json!({
        "id": entry.id, "name": entry.name, "uscc": entry.uscc, "licensed": entry.licensed,
        "kind": entry.kind, "kind_label": terms::kind(entry.kind),
        "address": entry.address, "site_address": entry.site_address,
        "industry": entry.industry, "category": entry.category,
        "person_in_charge": entry.person_in_charge, "safety_lead": entry.safety_lead,
        "phone": entry.phone,
        "community": office.unit_name(&entry.community), "community_path": entry.community,
        "grid": entry.grid.as_ref().map(|grid| office.unit_name(grid)), "grid_path": entry.grid,
        "key": entry.key, "key_reasons": entry.key_reasons,
        "risk": entry.risk, "risk_label": entry.risk.map(terms::risk),
        "status": entry.status, "status_label": terms::status(entry.status),
        "direct": entry.direct, "since": entry.since, "extra": entry.extra
    })
}

pub(super) fn unfit_json(office: &Office, flag: &Unfit) -> Value {
    let (lifted_on, lifted_reason) = match &flag.lifted {
        Some((on, reason)) => (Some(on), Some(reason)),
        None => (None, None),
    };
    json!({
        "on": flag.on, "reason": flag.reason, "by": flag.by, "report_by": office.unfit_due(flag),
        "reported_on": flag.reported_on, "lifted_on": lifted_on, "lifted_reason": lifted_reason
    })
}

pub(super) fn dossier_json(office: &Office, dossier: &Dossier) -> Value {
    let mut value = entry_json(office, &dossier.stored.entry);
    value["last_on"] = json!(dossier.stored.last_on);
    value["unfit"] = json!(dossier.unfit.as_ref().map(|flag| unfit_json(office, flag)));
    value["penalties"] = json!(dossier.penalties.as_ref().map(|flag| json!({
        "reached": flag.reached, "reached_label": terms::reached(flag.reached), "days": flag.days
    })));
    value["verified_on"] = json!(dossier.stored.verified_on);
    value["version"] = json!(dossier.stored.version);
    value["key_list"] = key_list::spells(&dossier.changes).iter().map(spell_json).collect();
    value["changes"] = dossier
        .changes
        .iter()
        .map(|change| {
            json!({
                "id": change.id, "kind": change.kind, "kind_label": terms::change(change.kind),
                "on": change.on, "reason": change.reason, "by": change.by
            })
        })
        .collect();
    value["inspections"] = dossier.inspections.iter().map(inspect::inspection_json).collect();
    value["evidence"] = dossier.evidence.iter().map(evidence_json).collect();
    value["hazards"] = dossier.hazards.iter().map(|line| hazard::line_json(office, line)).collect();
    value
}

fn spell_json(spell: &KeySpell) -> Value {
    let out = spell.out.as_ref();
    json!({
        "from": spell.from, "reasons": spell.reasons, "out_on": out.map(|out| out.on),
        "out_kind": out.map(|out| out.kind), "out_kind_label": out.map(|out| terms::change(out.kind)),
        "out_reason": out.map(|out| &out.reason), "out_by": out.map(|out| &out.by)
    })
}

pub(super) fn dossier_text(office: &Office, dossier: &Dossier, out: &mut Output) {
    let entry = &dossier.stored.entry;
    let licence = match (entry.licensed, entry.uscc.is_empty()) {
        (true, false) => entry.uscc.clone(),
        (true, true) => "有证，信用代码未登记".into(),
        (false, _) => "无证".into(),
    };
    let key = match entry.key {
        true => format!("是（{}）", entry.key_reasons.join("、")),
        false => "否".into(),
    };
    for (label, text) in [
        ("名称", entry.name.clone()),
        ("编号", entry.id.to_string()),
        ("信用代码", licence),
        ("类别", terms::kind(entry.kind).into()),
        ("地址", entry.address.clone()),
        ("经营地址", entry.site_address.clone()),
        ("所在行业", entry.industry.clone()),
        ("负责人", entry.person_in_charge.clone()),
        ("安全负责人", entry.safety_lead.clone()),
        ("联系方式", entry.phone.clone()),
        (
            "所在网格",
            format!(
                "{} {}",
                office.unit_name(&entry.community),
                office.grid_name(entry.grid.as_ref())
            ),
        ),
        ("重点监管", key),
        ("风险等级", entry.risk.map(terms::risk).unwrap_or_default().into()),
        ("状态", terms::status(entry.status).into()),
        ("部门直管", entry.direct.clone()),
        ("主管部门", entry.extra.get("reg_dept").cloned().unwrap_or_default()),
        ("从业人数", entry.extra.get("staff").cloned().unwrap_or_default()),
        ("火险类别", entry.extra.get("fire_class").cloned().unwrap_or_default()),
        ("涉及工艺", entry.extra.get("processes").cloned().unwrap_or_default()),
        ("不具备条件", dossier.unfit.as_ref().map(terms::unfit).unwrap_or_default()),
        ("行政处罚", dossier.penalties.as_ref().map(terms::penalty_flag).unwrap_or_default()),
        ("登记日期", terms::date(entry.since)),
        (
            "上次检查",
            dossier.stored.last_on.map(terms::date).unwrap_or_else(|| "还没有检查过".into()),
        ),
        ("上次核实", dossier.stored.verified_on.map(terms::date).unwrap_or_default()),
    ] {
        if !text.is_empty() {
            out.line(format!("{}  {text}", padded(label, 10)));
        }
    }
    out.line("");
    out.line(format!("变动 {} 次", dossier.changes.len()));
    for change in &dossier.changes {
        out.line(format!(
            "  {}  {}  {}  {}",
            terms::date(change.on),
            terms::change(change.kind),
            change.reason,
            change.by
        ));
    }
    let spells = key_list::spells(&dossier.changes);
    if !spells.is_empty() {
        out.line(format!("列入重点监管 {} 次", spells.len()));
    }
    for spell in &spells {
        out.line(format!("  {}", terms::key_spell(spell)));
    }
    out.line(format!("检查 {} 次", dossier.inspections.len()));
    for visit in &dossier.inspections {
        out.line(format!(
            "  {}  {}  {}  编号 {}",
            terms::date(visit.on),
            visit.form,
            visit.inspectors.join("、"),
            visit.id
        ));
    }
    out.line(format!("隐患 {} 条", dossier.hazards.len()));
    if !dossier.hazards.is_empty() {
        out.table(&hazard::lines_table(office, &dossier.hazards));
    }
    if !dossier.evidence.is_empty() {
        out.line(format!("佐证 {} 份", dossier.evidence.len()));
        out.table(&evidence_table(&dossier.evidence));
    }
}
