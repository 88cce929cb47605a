//! The boxes of the report that have to be filled.

use std::collections::BTreeMap;

use super::STOPS;
use crate::{form::field::Field, office::Refusal};

/// All boxes that have to be filled are: one sentence names those that are not. The five 落实 are asked by the rule
/// before 审定.
pub(super) fn check_boxes(
    asked: &[(Field, String)],
    fields: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let blank = |field: &&Field| {
        field.required && fields.get(&field.id).is_none_or(|value| value.trim().is_empty())
    };
    let missing: Vec<String> = asked
        .iter()
        .map(|(field, _)| field)
        .filter(blank)
        .map(|field| format!("{}（{}）", field.label, field.id))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::said(format!(
        "填报表还有{}栏必填的没有填：{}。请补填这几栏（anban major fill），再往下办。",
        missing.len(),
        missing.join("、")
    )))
}

/// Work stops in part or as a whole: not both boxes say so.
pub(super) fn check_stops(
    asked: &[(Field, String)],
    fields: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let yes = |id: &str| fields.get(id).is_some_and(|value| value == "是");
    if !STOPS.into_iter().all(yes) {
        return Ok(());
    }
    let label = |id: &str| asked.iter().find(|(field, _)| field.id == id);
    let labels: Vec<&str> =
        STOPS.into_iter().filter_map(label).map(|(field, _)| field.label.as_str()).collect();
    Err(Refusal::field(
        STOPS[0],
        format!(
            "“{}”不能都选“是”：全部停的，局部选“否”；只停一部分的，全部选“否”。",
            labels.join("”“")
        ),
    ))
}
