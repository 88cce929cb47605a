//! Fields that a form file names, as rows of a window.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::spelling,
    form::field::{Field, FieldKind},
    tui::widget::form::{Form, Row, area, choice, half, text},
};

/// One row, filled with what is known or proposed.
pub fn row(field: &Field, value: &str) -> Row {
    let id = field.id.clone();
    let label = if field.required { format!("{}*", field.label) } else { field.label.clone() };
    let row = match field.kind {
        FieldKind::Text | FieldKind::People => text(id, &label, value),
        FieldKind::Long => area(id, &label, value),
        FieldKind::Day | FieldKind::Number | FieldKind::Money => half(id, &label, value),
        FieldKind::Choice => choice(id, &label, options(field.options.iter()), value),
        FieldKind::YesNo => {
            choice(id, &label, options([&"是".to_owned(), &"否".to_owned()]), value)
        }
    };
    row.help(&help(field))
}

/// Nothing chosen comes first, so that a field left alone says nothing.
fn options<'a>(words: impl IntoIterator<Item = &'a String>) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> =
        words.into_iter().map(|word| (word.clone(), word.clone())).collect();
    options.insert(0, (String::new(), "（未填）".to_owned()));
    options
}

fn help(field: &Field) -> String {
    if !field.help.is_empty() {
        return field.help.clone();
    }
    let kind = match field.kind {
        FieldKind::Text => "一行文字，照样印在纸上。",
        FieldKind::Long => "可写几行，Alt+Enter 换行。",
        FieldKind::Day => "日期，如 2026-11-30 或 11-30。",
        FieldKind::Number => "数字。",
        FieldKind::Money => "金额，单位元。",
        FieldKind::Choice | FieldKind::YesNo => "按数字选。",
        FieldKind::People => "姓名，几个人用顿号隔开。",
    };
    let may = if field.required { "必填。" } else { "可以不填，纸上留空手写。" };
    format!("{kind}{may}")
}

/// What was typed in a field; a day without its year is the nearest one.
pub fn said(form: &Form, field: &Field, today: NaiveDate) -> String {
    let typed = form.get(&field.id);
    match (field.kind, spelling::typed_day(typed, today)) {
        (FieldKind::Day, Ok(Some(day))) => day.to_string(),
        _ => typed.to_owned(),
    }
}

/// What was typed, by the ids of the fields.
pub fn typed(form: &Form, fields: &[Field], today: NaiveDate) -> BTreeMap<String, String> {
    fields
        .iter()
        .map(|field| (field.id.clone(), said(form, field, today)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}
