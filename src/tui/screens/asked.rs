//! Which field of a window is meant by what the office asks to be put right.

use chrono::NaiveDate;

use crate::{
    domain::{rule::Asked, spelling},
    tui::widget::form::Form,
};

/// The fields in which windows ask for it, by their names.
fn names(asked: &Asked) -> &[&str] {
    match asked {
        Asked::Day(_) => &["on", "on:", "to", "from", "since", "reported"],
        Asked::Deadline => &["term", "until", "deadline"],
        Asked::Person(_) => {
            &["by", "by:", "second", "inspectors", "acceptor", "signer", "person", "to", "officer"]
        }
        Asked::Inspectors => &["inspectors", "by"],
        Asked::Acceptor => &["acceptor", "by"],
        Asked::Reason => &["reason", "opinion", "note"],
        Asked::Words => &["note", "opinion", "content", "result", "words"],
        Asked::Department => &["to", "name"],
        Asked::Grade => &["grade"],
        Asked::Named(_) => &[],
    }
}

/// The name of the field that is meant, where the window has it. Of several the one that holds what was refused; a
/// name that stands in none of them was not asked for here.
pub fn place(form: &Form, asked: &Asked) -> Option<String> {
    let has = |name: &&str| form.rows().iter().any(|row| row.key == **name);
    if let Asked::Named(name) = asked {
        return Some(name.clone()).filter(|name| has(&name.as_str()));
    }
    let mut there: Vec<&str> = names(asked).iter().copied().filter(has).collect();
    match asked {
        Asked::Day(day) => there.sort_by_key(|name| !is_day(form.get(name), *day)),
        Asked::Person(name) if name.is_empty() => {
            there.sort_by_key(|key| !form.get(key).is_empty())
        }
        // Of two that bear it the second is to be another.
        Asked::Person(name) => {
            there.retain(|key| form.get(key).contains(name.as_str()));
            there.reverse();
        }
        _ => {}
    }
    there.first().map(|name| (*name).to_owned())
}

fn is_day(written: &str, day: NaiveDate) -> bool {
    spelling::typed_day(written, day).is_ok_and(|read| read == Some(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widget::form::text;

    fn form(fields: &[(&'static str, &str)]) -> Form {
        Form::new(fields.iter().map(|(name, value)| text(*name, name, value)).collect())
    }

    #[test]
    fn what_is_asked_is_found_by_its_name_and_by_what_it_holds() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let person = |name: &str| Asked::Person(name.to_owned());
        let pair = form(&[("by", "蔡书记"), ("second", "王主任"), ("on", "11-20")]);
        let flag = form(&[("reason", ""), ("on", "2026-11-20"), ("reported", "12-1")]);
        for (form, asked, place) in [
            (&pair, person("王主任"), Some("second")),
            (&pair, person("蔡书记"), Some("by")),
            (&pair, person("陈一鸣"), None),
            (&form(&[("by", "蔡书记"), ("second", "")]), person(""), Some("second")),
            (&form(&[("by", "蔡书记"), ("second", "蔡书记")]), person("蔡书记"), Some("second")),
            (&pair, Asked::Day(day("2026-11-20")), Some("on")),
            (&flag, Asked::Day(day("2026-12-01")), Some("reported")),
            (&flag, Asked::Day(day("2026-11-20")), Some("on")),
            (&flag, Asked::Reason, Some("reason")),
            (&flag, Asked::Named("reported".into()), Some("reported")),
            (&flag, Asked::Named("uscc".into()), None),
            (&flag, Asked::Grade, None),
        ] {
            assert_eq!(super::place(form, &asked).as_deref(), place, "{asked:?}");
        }
    }
}
