//! `[tick]` of a ledger: its rows can be entered on a sheet of premises and days, one key a cell (每日自查).

use super::{
    document::{Section, shown},
    fault::Faults,
    field::{Field, FieldKind},
    named::Named,
};

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// A choice; its first option is the plain tick.
    pub field: String,
    /// One character an option, as the sheet shows it.
    pub signs: Vec<String>,
    /// Options that say that nothing came: they are kept, but count for nothing.
    pub missing: Vec<String>,
}

/// Reads `[tick]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Option<Tick> {
    let mut section = top.optional_section("tick", faults)?;
    let field = section.text("field", faults);
    let named = Named { part: "tick", fields };
    let known = field.as_ref().and_then(|id| named.of_kind("field", id, FieldKind::Choice, faults));
    let options = known.map(|field| field.options.as_slice()).unwrap_or_default();
    let signs = section.texts("signs", faults);
    if known.is_some() && signs.len() != options.len() {
        faults
            .add(section.at, format!("signs 要和选项一样多：{}个，一个选项一个字", options.len()));
    }
    for sign in signs.iter().filter(|sign| sign.value.chars().count() != 1) {
        faults.add(sign.at, format!("signs 里的“{}”要是一个字", shown(&sign.value)));
    }
    let missing = section.optional_texts("missing", faults);
    for word in missing.iter().filter(|word| known.is_some() && !options.contains(&word.value)) {
        faults.add(word.at, format!("missing 里的“{}”不是可选的内容", shown(&word.value)));
    }
    section.finish(faults);
    let values = |texts: Vec<super::document::Placed<String>>| {
        texts.into_iter().map(|text| text.value).collect()
    };
    Some(Tick { field: field?.value, signs: values(signs), missing: values(missing) })
}

#[cfg(test)]
mod tests {
    use crate::form::named::check_faults;

    const FORM: &str = include_str!("../../forms/ledger/self_check.toml");

    #[test]
    fn what_is_wrong_in_a_sheet_of_ticks_is_told() {
        let cases = [
            (
                "field = \"received\"\nsigns",
                "field = \"found\"\nsigns",
                "要写一个 kind = \"choice\"",
            ),
            ("\"未\", \"停\"]", "\"未\"]", "signs 要和选项一样多：4个"),
            ("\"停\"]", "\"停产\"]", "signs 里的“停产”要是一个字"),
            ("missing = [\"未报\"]", "missing = [\"没报\"]", "missing 里的“没报”不是可选的内容"),
        ];
        check_faults(FORM, &cases);
    }
}
