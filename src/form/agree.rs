//! `[[agree]]` of a ledger: what its fields say has to go together. A day that does not come before another, or has come;
//! a number that is not above another; a field that one kind of row cannot do without.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    document::Section,
    fault::Faults,
    field::{Field, FieldKind},
    filled::Problem,
    named::Named,
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agree {
    pub field: String,
    /// The field of a day before which its day is not.
    pub since: Option<String>,
    /// Its day has come.
    pub past: bool,
    /// The field of a number above which its number is not.
    pub upto: Option<String>,
    /// Needed where a field says one of these words, or anything where there are none; a nought is no answer.
    pub when: Option<(String, Vec<String>)>,
}

impl Agree {
    /// What is wrong in a row as it is kept.
    pub fn problem(
        &self,
        fields: &[Field],
        row: &BTreeMap<String, String>,
        today: NaiveDate,
    ) -> Option<Problem> {
        let said = |id: &str| row.get(id).map_or("", String::as_str);
        let named = |id: &str| fields.iter().find(|field| field.id == id);
        let label = |id: &str| named(id).map_or("", |field| field.label.as_str());
        let printed = |id: &str| named(id).map_or(String::new(), |field| field.printed(said(id)));
        let day = |id: &str| said(id).parse::<NaiveDate>().ok();
        let problem = |message| Some(Problem { field: self.field.clone(), message });
        let (own, written) = (label(&self.field), printed(&self.field));
        if self.past && day(&self.field).is_some_and(|day| day > today) {
            return problem(format!("“{own}”{written}还没有到。请核对这个日期，到了再写。"));
        }
        if let Some(since) = &self.since
            && let (Some(from), Some(day)) = (day(since), day(&self.field))
            && day < from
        {
            let (since, from) = (label(since), printed(since));
            return problem(format!("“{own}”{written}早于“{since}”{from}。请核对这两个日期。"));
        }
        let number = |id: &str| said(id).parse::<f64>().ok();
        if let Some(upto) = &self.upto
            && let (Some(most), Some(number)) = (number(upto), number(&self.field))
            && number > most
        {
            let (of, most) = (label(upto), printed(upto));
            return problem(format!(
                "“{own}”{written}多于“{of}”{most}。这里只写这一次的；以前查出、现在办好的，请更正以前那一条记录。"
            ));
        }
        let (id, words) = self.when.as_ref()?;
        let open = matches!(said(&self.field).trim(), "" | "0");
        match words.as_slice() {
            _ if !open || said(id).is_empty() => None,
            [] => problem(format!("写了“{}”，要写“{own}”。请填写。", label(id))),
            words if words.iter().any(|word| word == said(id)) => {
                problem(format!("{}要写“{own}”。请填写。", said(id)))
            }
            _ => None,
        }
    }
}

/// Reads `[[agree]]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Vec<Agree> {
    let mut all = Vec::new();
    let named = Named { part: "agree", fields };
    for mut section in top.optional_sections("agree", faults) {
        let field = section.text("field", faults);
        let since = section.optional("since", faults);
        let past = section.flag("past", faults);
        let upto = section.optional("upto", faults);
        let when = section.optional("when", faults);
        let words = section.optional_texts("says", faults);
        let at = section.at;
        section.finish(faults);
        if when.is_none() && !words.is_empty() {
            faults.add(at, "says 要和 when 一起写");
        }
        let Some(field) = field else { continue };
        if past || since.is_some() {
            named.of_kind("field", &field, FieldKind::Day, faults);
        } else if upto.is_some() {
            named.of_kind("field", &field, FieldKind::Number, faults);
        } else {
            named.any(&field, faults);
        }
        if let Some(since) = &since {
            named.of_kind("since", since, FieldKind::Day, faults);
        }
        if let Some(upto) = &upto {
            named.of_kind("upto", upto, FieldKind::Number, faults);
        }
        if let Some(when) = &when {
            named.any(when, faults);
        }
        if since.is_none() && !past && upto.is_none() && when.is_none() {
            faults.add(at, "agree 要写 since、past、upto、when 之一");
        }
        let words = words.into_iter().map(|text| text.value).collect();
        all.push(Agree {
            field: field.value,
            since: since.map(|id| id.value),
            past,
            upto: upto.map(|id| id.value),
            when: when.map(|id| (id.value, words)),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::named::check_faults;

    #[test]
    fn what_is_wrong_in_what_has_to_agree_is_told() {
        check_faults(
            include_str!("../../forms/ledger/task.toml"),
            &[
                ("since = \"assigned_on\"", "since = \"owner\"", "agree 的 since 要写一个 kind"),
                (
                    "since = \"assigned_on\"\npast = true",
                    "",
                    "agree 要写 since、past、upto、when 之一",
                ),
            ],
        );
        check_faults(
            include_str!("../../forms/ledger/self_report.toml"),
            &[
                ("upto = \"found\"", "upto = \"day\"", "agree 的 upto 要写一个 kind"),
                ("kind = \"long\"", "kind = \"long\"\nwhole = true", "whole 只能用在 kind"),
            ],
        );
        check_faults(
            include_str!("../../forms/ledger/drill.toml"),
            &[("when = \"kind\"", "", "says 要和 when 一起写")],
        );
    }

    #[test]
    fn days_follow_each_other_and_what_is_needed_is_there() {
        let field = |id: &str, label: &str, kind| Field {
            id: id.into(),
            label: label.into(),
            kind,
            ..Field::default()
        };
        let fields = [
            field("from", "起", FieldKind::Day),
            field("to", "止", FieldKind::Day),
            field("kind", "类别", FieldKind::Text),
            field("minutes", "用时", FieldKind::Number),
            field("found", "查出", FieldKind::Number),
        ];
        let most =
            Agree { field: "minutes".into(), upto: Some("found".into()), ..Agree::default() };
        let order = Agree {
            field: "to".into(),
            since: Some("from".into()),
            past: true,
            ..Agree::default()
        };
        let need = Agree {
            field: "minutes".into(),
            when: Some(("kind".into(), vec!["拉动".into()])),
            ..Agree::default()
        };
        let any = Agree {
            field: "minutes".into(),
            when: Some(("kind".into(), Vec::new())),
            ..Agree::default()
        };
        for (agree, row, wrong) in [
            (&any, [("kind", ""), ("minutes", "")], ""),
            (&any, [("kind", "疏散"), ("minutes", "3")], ""),
            (&any, [("kind", "疏散"), ("minutes", "")], "写了“类别”，要写“用时”"),
            (&order, [("from", "2026-11-20"), ("to", "2026-11-20")], ""),
            (&order, [("from", "2026-11-20"), ("to", "")], ""),
            (&order, [("from", "2026-11-20"), ("to", "2026-11-19")], "早于“起”2026年11月20日"),
            (&order, [("from", "2026-11-20"), ("to", "2026-11-24")], "还没有到"),
            (&most, [("found", "3"), ("minutes", "3")], ""),
            (&most, [("found", "3"), ("minutes", "")], ""),
            (&most, [("found", "10"), ("minutes", "9")], ""),
            (&most, [("found", "1"), ("minutes", "9")], "“用时”9多于“查出”1"),
            (&need, [("kind", "疏散"), ("minutes", "")], ""),
            (&need, [("kind", "拉动"), ("minutes", "3")], ""),
            (&need, [("kind", "拉动"), ("minutes", "")], "拉动要写“用时”"),
            (&need, [("kind", "拉动"), ("minutes", "0")], "拉动要写“用时”"),
        ] {
            let row = row.map(|(id, said)| (id.to_owned(), said.to_owned())).into();
            let found = agree.problem(&fields, &row, "2026-11-23".parse().unwrap());
            match found {
                None => assert_eq!(wrong, "", "{row:?}"),
                Some(problem) => {
                    assert!(!wrong.is_empty() && problem.message.contains(wrong), "{problem:?}");
                }
            }
        }
    }
}
