//! People that a window asks for by name: those of the staff list are offered and found by initials; where a step may
//! be another office's, its people are written out.

use crate::{
    domain::typed::{items, name_key},
    office::{Office, Refusal},
    tui::spelt,
};

/// So many names stand below a field.
const MOST: usize = 8;

/// Everybody who is on the staff list now, each once.
pub fn names(office: &mut Office) -> Result<Vec<String>, Refusal> {
    let mut names: Vec<String> = Vec::new();
    let today = office.today();
    for person in office.staff()?.into_iter().filter(|person| person.serves_on(today)) {
        if !names.contains(&person.name) {
            names.push(person.name);
        }
    }
    Ok(names)
}

/// What stands below the field; nothing where nobody is on the list.
pub fn offered(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => {
            let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("、");
            let more = if names.len() > MOST { "等" } else { "" };
            format!("名单上有{shown}{more}，打首字母也行。")
        }
    }
}

/// Those that a name is, or may be: the whole name, else a part of it or its initials.
fn meant<'a>(known: &'a [String], typed: &str) -> Result<&'a str, Vec<&'a str>> {
    let key = name_key(typed);
    if let Some(name) = known.iter().find(|name| name_key(name) == key) {
        return Ok(name);
    }
    let wanted = typed.trim().to_lowercase();
    Err(known.iter().map(String::as_str).filter(|name| spelt::fits(name, &wanted)).collect())
}

/// Who is meant among those that are known.
pub fn listed(known: &[String], typed: &str) -> Result<String, String> {
    match meant(known, typed) {
        Ok(name) => Ok(name.to_owned()),
        Err(near) => match near.as_slice() {
            [only] => Ok((*only).to_owned()),
            [] => Err(format!(
                "人员名单里没有“{typed}”。请写在册人员的姓名或首字母；新来的人，先在社区那一行“登记人员”。"
            )),
            several => Err(format!("“{typed}”可能是{}，请写全姓名。", several.join("、"))),
        },
    }
}

/// The same where it may be somebody of another office, who is called by the whole name. What is only a part of a name
/// on the list could be either.
fn anybody(known: &[String], typed: &str) -> Result<String, String> {
    let spelt = typed.trim().is_ascii();
    match meant(known, typed) {
        Ok(name) => Ok(name.to_owned()),
        Err(near) => match near.as_slice() {
            [] => Ok(typed.trim().to_owned()),
            [only] if spelt => Ok((*only).to_owned()),
            several if spelt => Err(format!("“{typed}”可能是{}，请写全姓名。", several.join("、"))),
            several => Err(format!(
                "“{typed}”像是名单上的{}。是的请写全姓名；外单位的人请连单位一起写，如“{typed}（消防大队）”。",
                several.join("、")
            )),
        },
    }
}

/// What was typed in a field for a person, as the record keeps it.
pub fn named(
    office: &mut Office,
    field: &str,
    typed: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let known = names(office)?;
    anybody(&known, typed).map(Some).map_err(|why| Refusal::field(field, why))
}

/// The same of several in one field, joined by `、`.
pub fn all(office: &mut Office, field: &str, typed: &str) -> Result<String, Refusal> {
    let mut all = Vec::new();
    for name in items(typed) {
        all.extend(named(office, field, Some(&name))?);
    }
    Ok(all.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_of_the_list_is_found_and_one_of_another_office_is_let_in() {
        let known = ["陈一鸣", "陈一民", "林安全"].map(str::to_owned);
        for (typed, on_list, anyone) in [
            ("林安全", Some("林安全"), Some("林安全")),
            (" 林安全 ", Some("林安全"), Some("林安全")),
            ("laq", Some("林安全"), Some("林安全")),
            ("LAQ", Some("林安全"), Some("林安全")),
            ("cym", None, None),
            ("安全", Some("林安全"), None),
            ("安全（消防大队）", None, Some("安全（消防大队）")),
            ("周一", None, Some("周一")),
            ("Smith", None, Some("Smith")),
        ] {
            assert_eq!(listed(&known, typed).ok().as_deref(), on_list, "{typed}");
            assert_eq!(anybody(&known, typed).ok().as_deref(), anyone, "{typed}");
        }
        assert_eq!(offered(&known), "名单上有陈一鸣、陈一民、林安全，打首字母也行。");
        assert_eq!(offered(&[]), "");
        let many: Vec<String> = (1..=9).map(|no| format!("甲{no}")).collect();
        assert!(offered(&many).contains("甲8等，") && !offered(&many).contains("甲9"));
    }
}
