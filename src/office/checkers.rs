//! Who is sent to check what was drawn: those of the staff list, and people of another body who are written with it.

use super::{Office, Refusal};
use crate::{
    domain::{
        entry::NOBODY,
        staff::is_near,
        typed::{items, name_key},
    },
    store,
};

/// So many names are said that may be meant.
const MOST: usize = 8;

impl Office {
    /// Refuses a name that nobody bears who serves here today (`field` is where it was typed). An office that has not
    /// written down yet who works there asks nobody.
    pub(super) fn check_checkers(&mut self, field: &str, typed: &str) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let (scope, today) = (&self.scope, self.act.today);
        let here = staff.iter().filter(|one| one.serves_on(today) && is_near(&one.unit, scope));
        let mut known: Vec<&str> = here.map(|one| one.name.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        if known.is_empty() {
            return Ok(());
        }
        let mut names = items(typed).filter(|name| !NOBODY.contains(&name.as_str()));
        match names.find(|name| !is_known(name, &known)) {
            None => Ok(()),
            Some(name) => Err(Refusal::field(
                field,
                format!(
                    "检查人员“{name}”不在人员名册上，{}。请写在册人员的全名；外单位的人请连单位一起写，如“{name}（消防大队）”。",
                    possible(&name, &known)
                ),
            )),
        }
    }
}

/// A name of the list, or one that is written with its body: 李四（消防大队）.
fn is_known(name: &str, known: &[&str]) -> bool {
    let key = name_key(name);
    let parts = key.strip_suffix(')').and_then(|key| key.split_once('('));
    let of_a_body = parts.is_some_and(|(who, body)| !who.is_empty() && !body.is_empty());
    of_a_body || known.iter().any(|one| name_key(one) == key)
}

/// Those who share a character with the name, else all: as many as can be read.
fn possible(name: &str, known: &[&str]) -> String {
    let near = |one: &&&str| one.chars().any(|character| name.contains(character));
    let near: Vec<&str> = known.iter().filter(near).copied().collect();
    let (says, of) = match near.as_slice() {
        [] => ("在册的有", known),
        near => ("可能是", near),
    };
    let more = if of.len() > MOST { "等" } else { "" };
    format!("{says}{}{more}", of.iter().take(MOST).copied().collect::<Vec<_>>().join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_on_the_list_or_says_where_it_is_from() {
        let known = ["陈一鸣", "林安全"];
        for (name, is) in [
            ("林安全", true),
            ("林 安全", true),
            ("林安", false),
            ("秦月", false),
            ("秦月（消防大队）", true),
            ("秦月(消防大队)", true),
            ("秦月（）", false),
            ("（消防大队）", false),
        ] {
            assert_eq!(is_known(name, &known), is, "{name}");
        }
        assert_eq!(possible("林安", &known), "可能是林安全");
        assert_eq!(possible("秦月", &known), "在册的有陈一鸣、林安全");
        let many = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        assert_eq!(possible("甲", &many), "在册的有一、二、三、四、五、六、七、八等");
    }
}
