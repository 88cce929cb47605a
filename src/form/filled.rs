//! What a person has filled into the fields of a paper or a ledger: every fault told at once, beside its field.

use std::collections::BTreeMap;

use super::field::Field;

/// A field that is not filled as it should be, and why in one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub field: String,
    pub message: String,
}

/// The answers as they are kept, empty ones left out and those that another answer leaves no room for; or every fault, unknown names among them.
pub fn check(
    fields: &[Field],
    typed: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Vec<Problem>> {
    let mut problems = Vec::new();
    let typed: BTreeMap<String, &String> = typed
        .iter()
        .map(|(name, value)| {
            let called = fields.iter().find(|field| field.is_called(name));
            (called.map_or(name, |field| &field.id).clone(), value)
        })
        .collect();
    for id in typed.keys() {
        if !fields.iter().any(|field| field.id == *id) {
            let known: Vec<String> =
                fields.iter().map(|field| format!("{}（{}）", field.id, field.label)).collect();
            let message = match known.as_slice() {
                [] => format!("没有“{id}”这一项：这份文书不用填写。请删去。"),
                known => format!("没有“{id}”这一项。可以填：{}。", known.join("、")),
            };
            problems.push(Problem { field: id.clone(), message });
        }
    }
    let mut kept = BTreeMap::new();
    for field in fields {
        match field.read(typed.get(&field.id).map_or("", |value| value.as_str())) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                kept.insert(field.id.clone(), value);
            }
            Err(message) => problems.push(Problem { field: field.id.clone(), message }),
        }
    }
    let only = |field: &&Field| field.only.as_ref().is_some_and(|only| !only.fits(&kept));
    let idle: Vec<&Field> = fields.iter().filter(only).collect();
    for field in idle {
        kept.remove(&field.id);
    }
    if problems.is_empty() { Ok(kept) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_missing_or_unknown_is_told_at_once() {
        let named = |id: &str| Field { id: id.into(), label: "某项".into(), ..Field::default() };
        let fields = [Field { required: true, ..named("x") }, named("y")];
        let typed = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(id, value)| (id.to_string(), value.to_string())).collect()
        };
        let two = [
            Field { required: true, ..named("x") },
            Field { label: "另一项".into(), ..named("y") },
        ];
        let by_label = check(&two, &typed(&[("某项", "甲"), ("另一项", "乙")])).unwrap();
        assert_eq!(by_label, typed(&[("x", "甲"), ("y", "乙")]));

        let problems = check(&fields, &typed(&[("z", "1")])).unwrap_err();
        let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            said,
            ["没有“z”这一项。可以填：x（某项）、y（某项）。", "“某项”还没有填，请填写。"]
        );
        assert_eq!(check(&fields, &typed(&[("x", " 甲 "), ("y", "")])), Ok(typed(&[("x", "甲")])));
    }
}
