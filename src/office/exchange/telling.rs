//! Conflicts told to a person: what the record is called, what each side says of it, field by field or step by step.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::{
    Conflict, Differing,
    held::{Holding, One},
    words::{self, Why},
};
use crate::{
    domain::{event, exchange::Clash, hazard, id::Id, matter::MatterKind, supervision, transfer},
    form::library::Library,
    store::{
        Value,
        exchange::{self, Kind, Record, Table, Values},
    },
    terms,
};

/// Characters of a text in which two sides differ that are shown.
const SHOWN: usize = 60;

/// What is known of both sides while conflicts are told.
pub struct Telling<'a> {
    library: &'a Library,
    /// Names of grids by their places as they are told, of premises by their ids.
    units: HashMap<String, String>,
    premises: HashMap<[u8; 16], String>,
    /// Records of ours that another of ours names.
    pub named: HashSet<[u8; 16]>,
}

impl<'a> Telling<'a> {
    pub fn new(library: &'a Library, ours: &Holding, theirs: &Holding) -> Telling<'a> {
        let mut telling = Telling {
            library,
            units: HashMap::new(),
            premises: HashMap::new(),
            named: HashSet::new(),
        };
        for holding in [theirs, ours] {
            for row in holding.rows("unit") {
                if let (Some(Value::Text(path)), Some(Value::Text(name))) =
                    (row.first(), row.get(1))
                {
                    telling.units.insert(path.clone(), name.clone());
                }
            }
            for row in holding.rows("premises") {
                if let (Some(Value::Id(id)), Some(Value::Text(name))) = (row.get(1), row.get(3)) {
                    telling.premises.insert(*id, name.clone());
                }
            }
        }
        for record in exchange::RECORDS.iter().filter(|record| record.table != "plan_visit") {
            let Some(table) = exchange::table(record.table) else { continue };
            for row in ours.rows(record.table) {
                let refers = table.columns.iter().zip(row).filter(|(column, _)| column.refers);
                telling.named.extend(refers.filter_map(|(_, value)| match value {
                    Value::Id(id) => Some(*id),
                    _ => None,
                }));
            }
        }
        telling
    }

    pub fn conflict(
        &self,
        no: usize,
        (record, table): (&Record, &Table),
        ours: Option<&One>,
        theirs: Option<&One>,
        why: Why,
    ) -> Conflict {
        let named = theirs.or(ours);
        let fields = match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.fields(record, table, ours, theirs),
            _ => Vec::new(),
        };
        let says = |one: Option<&One>, mine: bool| match (one, why) {
            (None, Why::Clash(_)) => "没有".to_owned(),
            (None, Why::MaybeSame) => "别的社区用了".to_owned(),
            (Some(one), Why::Clash(Clash::Parted(common))) => {
                self.steps(record, table, one, common)
            }
            (Some(one), Why::MaybeSame) => self.standing(record, table, one),
            (Some(_), Why::Clash(_)) if !fields.is_empty() => {
                let say = |one: &Differing| {
                    format!("{}：{}", one.label, if mine { &one.ours } else { &one.theirs })
                };
                fields.iter().map(say).collect::<Vec<_>>().join("；")
            }
            (Some(one), Why::Clash(_)) => self.standing(record, table, one),
        };
        Conflict {
            no,
            id: named.map(|one| one.key.clone()).unwrap_or_default(),
            kind: record.table,
            kind_label: words::kind(record.table),
            what: named.map(|one| self.what(record, one)).unwrap_or_default(),
            clash: why.code(),
            clash_label: why.label(),
            ours: says(ours, true),
            theirs: says(theirs, false),
            fields,
            advice: why.advice(record).to_owned(),
        }
    }

    /// What a record is called.
    pub fn what(&self, record: &Record, one: &One) -> String {
        let Some(table) = exchange::table(record.table) else { return String::new() };
        let text = |column: &str| one.text(table, column).to_owned();
        let day = |column: &str| match one.value(table, column) {
            Some(Value::Day(day)) => terms::date(*day),
            _ => String::new(),
        };
        let place = || match one.value(table, "premises") {
            Some(Value::Id(id)) => self.premises.get(id).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let code = |column: &str| {
            words::coded(table.name, column, &text(column)).unwrap_or_default().to_owned()
        };
        match record.table {
            "unit" | "campaign" | "premises" | "evidence" => text("name"),
            "staff" => format!("{} {}", text("name"), code("role")),
            "assignment" => {
                let grid = self.units.get(&text("grid")).cloned().unwrap_or_default();
                format!("{grid}{} {}", code("duty"), text("name"))
            }
            "inspection" | "unfit" | "verification" | "plan_visit" => {
                format!("{} {}", place(), day("on_day"))
            }
            "hazard" => format!("{}：{}", place(), text("text").trim_end_matches('。')),
            "matter" => {
                let kind = MatterKind::from_code(&text("kind")).map_or("", terms::matter);
                format!("{kind} {}", text("title")).trim_end().to_owned()
            }
            "notice" => text("number"),
            "document" => format!("{}{}", text("title"), text("number")),
            "entry" => {
                let ledger = self.library.ledger(&text("ledger"));
                let title = ledger.map_or_else(|| text("ledger"), |ledger| ledger.title.clone());
                format!("{title} {} {}", day("on_day"), place()).trim_end().to_owned()
            }
            "report" => format!("{} {}至{}", text("title"), day("from_day"), day("to_day")),
            "warning" => text("code"),
            _ => words::kind(record.table).to_owned(),
        }
    }

    /// What tells a record from another that looks like it.
    fn standing(&self, record: &Record, table: &Table, one: &One) -> String {
        if let Some((name, _)) = record.steps {
            return self
                .last(name, one.steps.last(), one, table)
                .unwrap_or_else(|| self.what(record, one));
        }
        let columns: &[&str] = match record.table {
            "premises" => {
                &["uscc", "address", "site_address", "person_in_charge", "phone", "status"]
            }
            "staff" => &["phone", "card", "left_on"],
            "notice" => &["addressee", "issued_on", "void_on", "void_reason"],
            "document" => &["issued_on", "void_on", "void_reason"],
            "assignment" => &["from_day", "to_day"],
            _ => &[],
        };
        let told = columns.iter().filter_map(|column| {
            let at = table.at(column)?;
            let said = self.value(table, at, one.row.get(at)?);
            (said != EMPTY).then(|| format!("{}：{said}", words::field(table.name, column)))
        });
        let told: Vec<String> = std::iter::once(self.what(record, one)).chain(told).collect();
        told.join("，")
    }

    fn fields(&self, record: &Record, table: &Table, ours: &One, theirs: &One) -> Vec<Differing> {
        let mut fields = Vec::new();
        for at in ours.differing(record, theirs) {
            let Some(column) = table.columns.get(at) else { continue };
            let (Some(a), Some(b)) = (ours.row.get(at), theirs.row.get(at)) else { continue };
            if let (Kind::Json, Some(parts)) = (column.kind, self.parts(table, ours, a, b)) {
                fields.extend(parts.into_iter().map(|(label, ours, theirs)| Differing {
                    field: column.name,
                    label,
                    ours,
                    theirs,
                }));
                continue;
            }
            fields.push(Differing {
                field: column.name,
                label: words::field(table.name, column.name).to_owned(),
                ours: self.value(table, at, a),
                theirs: self.value(table, at, b),
            });
        }
        if record.table == "premises" && ours.parts != theirs.parts {
            let last = |one: &One| self.last("premises_change", one.parts.last(), one, table);
            fields.push(Differing {
                field: "changes",
                label: "最后一次变动".to_owned(),
                ours: last(ours).unwrap_or_default(),
                theirs: last(theirs).unwrap_or_default(),
            });
        }
        fields
    }

    /// The steps that a side has taken after those in common; the last one when they are many.
    fn steps(&self, record: &Record, table: &Table, one: &One, common: usize) -> String {
        let name = record.steps.map_or("", |(name, _)| name);
        let own = one.steps.get(common..).unwrap_or_default();
        let last = self.last(name, own.last(), one, table).unwrap_or_default();
        match own.len() {
            0 | 1 => last,
            many => format!("又办了{many}步，最后{last}"),
        }
    }

    /// 2026年11月3日 陈一鸣 复查合格（验收人…）
    fn last(&self, name: &str, row: Option<&Values>, one: &One, of: &Table) -> Option<String> {
        let (table, row) = (exchange::table(name)?, row?);
        let text = |column: &str| match table.at(column).and_then(|at| row.get(at)) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        };
        let on = match table.at("on_day").and_then(|at| row.get(at)) {
            Some(Value::Day(day)) => terms::date(*day),
            _ => String::new(),
        };
        let (what, detail) = match name {
            "hazard_step" => {
                let step: hazard::Step = serde_json::from_str(text("body")).ok()?;
                (terms::step(step.kind()), terms::step_detail(&step))
            }
            "matter_step" => matter_step(one.text(of, "kind"), text("body"))?,
            _ => (words::coded(name, "kind", text("kind"))?, text("reason").to_owned()),
        };
        let detail = if detail.is_empty() { detail } else { format!("（{detail}）") };
        Some(format!("{on} {} {what}{detail}", text("actor")))
    }

    fn value(&self, table: &Table, at: usize, value: &Value) -> String {
        let Some(column) = table.columns.get(at) else { return String::new() };
        match value {
            Value::Null | Value::Real(_) | Value::Bytes(_) => EMPTY.into(),
            Value::Text(text) if text.is_empty() => EMPTY.into(),
            Value::Int(number) => number.to_string(),
            Value::Bool(yes) => if *yes { "是" } else { "否" }.into(),
            Value::Day(day) => terms::date(*day),
            Value::Id(id) => self.premises.get(id).cloned().unwrap_or_else(|| Id(*id).short()),
            Value::Text(text) => match column.kind {
                Kind::Path => self.units.get(text).cloned().unwrap_or_else(|| shown(text)),
                Kind::Json => shown(&listed(text)),
                _ => words::coded(table.name, column.name, text)
                    .map_or_else(|| shown(text), str::to_owned),
            },
        }
    }

    /// The members of two JSON objects that differ: label, ours, theirs.
    fn parts(
        &self,
        table: &Table,
        one: &One,
        a: &Value,
        b: &Value,
    ) -> Option<Vec<(String, String, String)>> {
        let object = |value: &Value| match value {
            Value::Text(text) => serde_json::from_str::<serde_json::Map<String, Json>>(text).ok(),
            _ => None,
        };
        let (a, b) = (object(a)?, object(b)?);
        let ledger = self.library.ledger(one.text(table, "ledger"));
        let label = |key: &str| {
            let of_ledger =
                ledger.and_then(|form| form.fields.iter().find(|field| field.id == key));
            match of_ledger {
                Some(field) => field.label.clone(),
                None if table.name == "premises" => terms::extra(key).to_owned(),
                None => words::field(table.name, "body").to_owned(),
            }
        };
        let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let differing = keys.into_iter().filter(|key| a.get(*key) != b.get(*key));
        let told = |value: Option<&Json>| {
            value.map_or_else(|| EMPTY.to_owned(), |value| shown(&plain(value)))
        };
        Some(differing.map(|key| (label(key), told(a.get(key)), told(b.get(key)))).collect())
    }
}

const EMPTY: &str = "（空）";

fn matter_step(kind: &str, body: &str) -> Option<(&'static str, String)> {
    Some(match MatterKind::from_code(kind)? {
        MatterKind::Transfer => {
            let step: transfer::Step = serde_json::from_str(body).ok()?;
            (terms::transfer_step(step.kind()), terms::transfer_detail(&step))
        }
        MatterKind::Supervision => {
            let step: supervision::Step = serde_json::from_str(body).ok()?;
            (terms::supervision_step(step.kind()), terms::supervision_detail(&step))
        }
        MatterKind::Event => {
            let step: event::Step = serde_json::from_str(body).ok()?;
            (terms::event_step(step.kind()), terms::event_detail(&step))
        }
    })
}

/// A list of words as people write it; anything else as it is.
fn listed(text: &str) -> String {
    serde_json::from_str::<Json>(text).map_or_else(|_| text.to_owned(), |value| plain(&value))
}

fn plain(value: &Json) -> String {
    match value {
        Json::Null => EMPTY.into(),
        Json::Bool(yes) => if *yes { "是" } else { "否" }.into(),
        Json::String(text) if text.is_empty() => EMPTY.into(),
        Json::String(text) => text.clone(),
        Json::Array(list) if list.is_empty() => EMPTY.into(),
        Json::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join("、"),
        Json::Object(fields) => fields.values().map(plain).collect::<Vec<_>>().join("，"),
        Json::Number(number) => number.to_string(),
    }
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
