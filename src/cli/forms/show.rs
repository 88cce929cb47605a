//! `form show`: what a form asks and what it prints.

use serde_json::{Value, json};

use super::super::output::{Output, Table};
use crate::{
    form::{
        checklist::{Checklist, Item},
        field::Field,
        ledger::Ledger,
        library::Library,
        paper::PaperForm,
        regime::Regime,
    },
    office::desk_info::called_in,
    terms,
};

/// Shows the form of this code; false when there is none that can be shown.
pub fn show(library: &Library, code: &str, out: &mut Output) -> bool {
    if let Some(form) = library.checklist(code) {
        checklist(form, out);
    } else if let Some(form) = library.paper(code) {
        paper(form, out);
    } else if let Some(ledger) = library.ledger(code) {
        self::ledger(ledger, out);
    } else if let Some(regime) = library.regime(code) {
        self::regime(library, regime, out);
    } else {
        return false;
    }
    true
}

/// The numbers of a regime, each with its source.
fn regime(library: &Library, regime: &Regime, out: &mut Output) {
    let rules = terms::regime(regime, &|code| called_in(library, code));
    if out.json {
        let rules = rules
            .iter()
            .map(|rule| json!({ "label": rule.label, "says": rule.says, "source": rule.source }));
        out.document(&json!({
            "code": regime.code, "revision": regime.revision, "title": regime.title,
            "source": regime.source, "rules": rules.collect::<Vec<_>>()
        }));
        return;
    }
    out.line(format!("{}  {}", regime.title, regime.source));
    let mut table = Table::new(["事项", "规定", "出处"]).bending(["事项", "规定", "出处"]);
    for rule in rules {
        table.row([rule.label, rule.says, rule.source]);
    }
    out.table(&table);
}

fn paper(form: &PaperForm, out: &mut Output) {
    let heads: Vec<&str> = form
        .tables()
        .flat_map(|table| table.columns.iter().map(|column| column.head.as_str()))
        .collect();
    let numbered = form.number.is_some();
    if out.json {
        out.document(&json!({
            "code": form.code, "revision": form.revision, "title": form.title, "source": form.source,
            "about": form.about.code(), "about_label": terms::paper_about(form.about), "numbered": numbered,
            "copies": form.copies, "columns": heads, "fields": fields_json(&form.fields)
        }));
        return;
    }
    out.line(format!("{}  {}", form.title, form.source));
    let number = if numbered { "编文号" } else { "不编文号" };
    out.line(format!(
        "对象：{}（{}）；{number}",
        terms::paper_about(form.about),
        form.about.code()
    ));
    if !form.copies.is_empty() {
        out.line(format!("联次：{}", form.copies.join("、")));
    }
    if !heads.is_empty() {
        out.line(format!("表格各列：{}", heads.join("、")));
    }
    if form.fields.is_empty() {
        out.line("没有要另填的栏目：都取自登记的资料。");
    } else {
        fields(&form.fields, out);
    }
}

fn ledger(form: &Ledger, out: &mut Output) {
    let columns: Vec<&str> = form.columns.iter().map(|column| column.field.as_str()).collect();
    if out.json {
        out.document(&json!({
            "code": form.code, "revision": form.revision, "title": form.name(), "source": form.source,
            "about": form.about.code(), "about_label": terms::paper_about(form.about),
            "copies": form.copies, "columns": columns, "fields": fields_json(&form.fields)
        }));
        return;
    }
    out.line(format!("{}  {}", form.name(), form.source));
    out.line(format!("对象：{}（{}）", terms::paper_about(form.about), form.about.code()));
    fields(&form.fields, out);
}

fn fields(fields: &[Field], out: &mut Output) {
    let mut table = Table::new(["编号", "栏目", "种类", "必填", "可选"]).bending(["栏目", "可选"]);
    for field in fields {
        table.row([
            field.id.clone(),
            field.label.clone(),
            terms::field_kind(field.kind).to_owned(),
            if field.required { "是" } else { "" }.to_owned(),
            field.options.join("、"),
        ]);
    }
    out.table(&table);
}

fn fields_json(fields: &[Field]) -> Vec<Value> {
    let field = |field: &Field| {
        json!({
            "id": field.id, "label": field.label, "kind": field.kind.code(),
            "kind_label": terms::field_kind(field.kind), "options": field.options,
            "required": field.required, "help": field.help
        })
    };
    fields.iter().map(field).collect()
}

fn checklist(form: &Checklist, out: &mut Output) {
    if out.json {
        let items: Vec<Value> = form
            .groups
            .iter()
            .flat_map(|group| group.items.iter().map(|item| item_json(&group.title, item)))
            .collect();
        out.document(&json!({
            "code": form.code, "revision": form.revision, "caption": form.caption,
            "title": form.title, "source": form.source,
            "nature": form.nature.as_ref().map(|nature| &nature.options), "items": items
        }));
        return;
    }
    out.line(format!("{} {}  {}", form.caption, form.title, form.source));
    let mut table = Table::new(["代码", "栏目", "项目", "选项（*为隐患）"]).bending(["项目"]);
    for group in &form.groups {
        for item in &group.items {
            let options: Vec<String> = item
                .options
                .iter()
                .enumerate()
                .map(|(index, option)| {
                    let bad = item.bad.iter().any(|bad| usize::from(*bad) == index);
                    format!("{option}{}", if bad { "*" } else { "" })
                })
                .collect();
            table.row([item.id.clone(), group.title.clone(), item.ask.clone(), options.join(" ")]);
        }
    }
    out.table(&table);
    let blanks: Vec<String> = form
        .items()
        .flat_map(|item| item.blanks.iter().map(move |blank| (item, blank)))
        .map(|(item, blank)| {
            let label = blank.label.trim_end_matches('：');
            format!("{}.{}（{label}，选“{}”时写）", item.id, blank.id, blank.when)
        })
        .collect();
    if !blanks.is_empty() {
        out.line(format!("填空：{}", blanks.join("、")));
    }
    if let Some(nature) = &form.nature {
        out.line(format!("{}：{}", nature.label, nature.options.join("、")));
    }
}

fn item_json(group: &str, item: &Item) -> Value {
    let bad: Vec<&String> =
        item.bad.iter().filter_map(|index| item.options.get(usize::from(*index))).collect();
    let drafts: Vec<Value> = item
        .drafts
        .iter()
        .map(|draft| {
            json!({
                "when": draft.when, "text": draft.text,
                "grade": draft.grade, "grade_label": terms::grade(draft.grade),
                "disposal": draft.disposal, "disposal_label": terms::disposal(draft.disposal),
                "days": draft.days, "requirement": draft.requirement, "interim": draft.interim,
                "basis": draft.basis, "category": draft.category
            })
        })
        .collect();
    json!({
        "id": item.id, "group": group, "ask": item.ask, "options": item.options, "bad": bad,
        "drafts": drafts,
        "blanks": item.blanks.iter().map(|blank| json!({
            "id": blank.id, "label": blank.label, "when": blank.when
        })).collect::<Vec<Value>>()
    })
}
