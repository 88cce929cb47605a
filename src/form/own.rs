//! `[own]` of a ledger: its rows are about a person, who neither makes nor judges them (考试、考核、考勤、奖励).

use std::collections::BTreeMap;

use super::{
    document::{Section, shown},
    fault::Faults,
    field::Field,
    named::Named,
    says::Says,
};
use crate::domain::{entry::people, staff::Role};

/// Whose record a row is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// The field that names the person, or several.
    pub person: String,
    /// The name stands behind the unit and the post there (招联社区网格员陈一鸣).
    pub behind: bool,
    /// The field of who has judged; that is somebody else.
    pub judge: Option<String>,
    /// Only rows of which a field says one of these words.
    pub only: Option<Says>,
    /// Only people of these posts; empty for everybody.
    pub roles: Vec<Role>,
}

impl Own {
    /// Whether a row is somebody's own.
    pub fn is_of(&self, name: &str, roles: &[Role], fields: &BTreeMap<String, String>) -> bool {
        let said = |id: &str| fields.get(id).map_or("", String::as_str);
        let meant = self.is_meant(fields);
        let post = self.roles.is_empty() || self.roles.iter().any(|role| roles.contains(role));
        meant && post && people(said(&self.person)).any(|person| self.names(person, name))
    }

    fn names(&self, person: &str, name: &str) -> bool {
        person == name || (self.behind && person.ends_with(name))
    }

    /// Whether a row is one of those that others give.
    pub fn is_meant(&self, fields: &BTreeMap<String, String>) -> bool {
        self.only.as_ref().is_none_or(|only| only.fits(fields))
    }

    /// Who would judge their own record.
    pub fn judges_self<'f>(&self, fields: &'f BTreeMap<String, String>) -> Option<&'f str> {
        let said = |id: &str| fields.get(id).map_or("", String::as_str);
        let judges = said(self.judge.as_deref()?);
        people(said(&self.person)).find(|person| people(judges).any(|judge| judge == *person))
    }
}

/// Reads `[own]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Option<Own> {
    if !top.has("own") {
        return None;
    }
    let mut section = top.section("own", faults)?;
    let named = Named { part: "own", fields };
    let person = section.text("person", faults);
    if let Some(id) = &person {
        named.any(id, faults);
    }
    let behind = section.flag("behind", faults);
    let judge = section.optional("judge", faults);
    if let Some(id) = &judge {
        named.any(id, faults);
    }
    let field = section.optional("field", faults);
    if let Some(id) = &field {
        named.any(id, faults);
    }
    let values = section.optional_texts("values", faults);
    if field.is_some() == values.is_empty() {
        faults.add(section.at, "field 和 values 要一起写");
    }
    let mut roles = Vec::new();
    for text in section.optional_texts("roles", faults) {
        match Role::from_code(&text.value) {
            Some(role) => roles.push(role),
            None => {
                faults.add(text.at, format!("roles 里的“{}”不是职责的代码", shown(&text.value)))
            }
        }
    }
    section.finish(faults);
    let values: Vec<String> = values.into_iter().map(|text| text.value).collect();
    Some(Own {
        person: person?.value,
        behind,
        judge: judge.map(|id| id.value),
        only: field.map(|id| Says { field: id.value, values }),
        roles,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::named::check_faults;

    const FORM: &str = include_str!("../../forms/ledger/training.toml");

    #[test]
    fn what_is_wrong_in_whose_own_a_row_is_is_told() {
        let cases = [
            ("person = \"people\"", "person = \"nobody\"", "own 里的“nobody”不是上面的字段"),
            ("values = [", "#values = [", "field 和 values 要一起写"),
            ("roles = [\"grid_officer\"]", "roles = [\"officer\"]", "roles 里的“officer”"),
        ];
        check_faults(FORM, &cases);
    }

    #[test]
    fn a_row_is_somebodys_own() {
        let own = Own {
            person: "people".into(),
            judge: Some("by".into()),
            behind: false,
            only: Some(Says { field: "kind".into(), values: vec!["专业培训".into()] }),
            roles: vec![Role::GridOfficer],
        };
        let everybody = Own { only: None, roles: Vec::new(), ..own.clone() };
        let row = |kind: &str, by: &str| {
            [("people", "陈一鸣、李四"), ("kind", kind), ("by", by)]
                .map(|(id, said)| (id.to_owned(), said.to_owned()))
                .into()
        };
        for (name, roles, kind, some, all) in [
            ("陈一鸣", &[Role::GridOfficer][..], "专业培训", true, true),
            ("陈一鸣", &[Role::GridOfficer], "宣传活动", false, true),
            ("陈一鸣", &[Role::SafetyOfficer], "专业培训", false, true),
            ("陈一", &[Role::GridOfficer], "专业培训", false, false),
        ] {
            assert_eq!(own.is_of(name, roles, &row(kind, "")), some, "{name} {kind}");
            assert_eq!(everybody.is_of(name, roles, &row(kind, "")), all, "{name} {kind}");
        }
        let letter = |target: &str| [("people".to_owned(), target.to_owned())].into();
        let behind = Own { behind: true, ..everybody.clone() };
        for (target, of_name, of_letter) in [
            ("招联社区陈一鸣", false, true),
            ("招联社区网格员黄小燕、招联社区陈一鸣", false, true),
            ("陈一鸣", true, true),
            ("招联社区", false, false),
            ("陈一鸣的单位", false, false),
        ] {
            assert_eq!(everybody.is_of("陈一鸣", &[], &letter(target)), of_name, "{target}");
            assert_eq!(behind.is_of("陈一鸣", &[], &letter(target)), of_letter, "{target}");
        }
        assert_eq!(own.judges_self(&row("", "林安全，李四")), Some("李四"));
        assert_eq!(own.judges_self(&row("", "林安全")), None);
    }
}
