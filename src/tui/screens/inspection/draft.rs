//! A half-filled sheet as text, and back. It is written at every change, so that a kill loses nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sheet::Sheet;
use crate::{
    domain::answer,
    form::hazard_draft::HazardEntry,
    tui::widget::field::{Field, Takes},
};

#[derive(Serialize, Deserialize)]
struct Kept {
    form: String,
    revision: u32,
    answers: String,
    nature: Vec<usize>,
    /// `7.0` → text
    blanks: BTreeMap<String, String>,
    entries: BTreeMap<usize, HazardEntry>,
    extra: Vec<HazardEntry>,
}

pub fn write(sheet: &Sheet) -> String {
    let kept = Kept {
        form: sheet.form.code.clone(),
        revision: sheet.form.revision,
        answers: answer::to_text(&sheet.answers),
        nature: sheet.nature.clone(),
        blanks: sheet
            .blanks
            .iter()
            .map(|((item, blank), field)| (format!("{item}.{blank}"), field.text().to_owned()))
            .collect(),
        entries: sheet.entries.clone(),
        extra: sheet.extra.clone(),
    };
    // Plain texts and numbers always have a JSON form.
    serde_json::to_string(&kept).unwrap_or_default()
}

/// Lays a draft over an empty sheet; `false` when it was filled on another revision of the form.
pub fn read(body: &str, sheet: &mut Sheet) -> bool {
    let Ok(kept) = serde_json::from_str::<Kept>(body) else { return false };
    let Some(answers) = answer::from_text(&kept.answers) else { return false };
    if kept.form != sheet.form.code
        || kept.revision != sheet.form.revision
        || answers.len() != sheet.answers.len()
    {
        return false;
    }
    sheet.answers = answers;
    sheet.nature = kept.nature;
    sheet.entries = kept.entries;
    sheet.extra = kept.extra;
    for (place, text) in &kept.blanks {
        if let Some((item, blank)) = place.split_once('.')
            && let (Ok(item), Ok(blank)) = (item.parse(), blank.parse())
        {
            sheet.blanks.insert((item, blank), Field::new(Takes::Text, 200).with(text));
        }
    }
    true
}
