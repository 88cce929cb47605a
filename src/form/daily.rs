//! `[daily]` of a ledger: how a row is drafted from what somebody did at a premises in a day (工作日志).

use super::{
    document::{Section, shown},
    fault::Faults,
    field::{Field, FieldKind},
    named::Named,
    template::Template,
};

/// What a day's records say of a premises, with what each is.
pub const FACTS: [(&str, &str); 3] = [
    ("found", "当天查出的问题，没有的是“无”"),
    ("handled", "当天怎样处置：处置方式、期限、上报、通知书文号"),
    ("tracked", "当天对以前隐患的跟踪：复查、延期、销号等"),
];

/// Which fields a day's records fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct Daily {
    /// The field of whose row it is; one person has one row a premises and day.
    pub by: String,
    /// Each a field with what it proposes.
    pub fields: Vec<(String, Template)>,
}

/// Reads `[daily]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Option<Daily> {
    let mut section = top.optional_section("daily", faults)?;
    let named = Named { part: "daily", fields };
    let by = section.text("by", faults);
    if let Some(by) = &by {
        named.of_kind("by", by, FieldKind::Text, faults);
    }
    let mut proposed = Vec::new();
    for mut part in section.sections("field", faults) {
        let field = part.text("field", faults);
        if let Some(field) = &field {
            named.any(field, faults);
        }
        if let (Some(field), Some(text)) = (field, part.text("text", faults)) {
            let template = Template::parse(&text.value).unwrap_or_else(|why| {
                faults.add(text.at, why);
                Template::default()
            });
            let strange = template.places().find(|place| FACTS.iter().all(|(id, _)| id != place));
            if let Some(place) = strange {
                let facts: Vec<String> = FACTS.iter().map(|(id, _)| format!("{{{id}}}")).collect();
                let (what, facts) = (shown(place), facts.join("、"));
                faults.add(text.at, format!("daily 里的“{what}”不认识：只能写 {facts}"));
            }
            proposed.push((field.value, template));
        }
        part.finish(faults);
    }
    section.finish(faults);
    Some(Daily { by: by?.value, fields: proposed })
}

#[cfg(test)]
mod tests {
    use crate::form::named::check_faults;

    const FORM: &str = include_str!("../../forms/ledger/worklog.toml");

    #[test]
    fn what_is_wrong_in_the_draft_of_a_day_is_told() {
        let cases = [
            ("by = \"writer\"", "by = \"day\"", "daily 的 by 要写一个 kind = \"text\" 的字段"),
            ("text = \"{tracked}\"", "text = \"{seen}\"", "daily 里的“seen”不认识：只能写 {found}"),
            ("field = \"tracking\"\ntext", "field = \"trace\"\ntext", "“trace”不是上面的字段"),
        ];
        check_faults(FORM, &cases);
    }
}
