//! What a window keeps of what is typed in it, and how that is laid over the window when it is opened again: only what
//! the person has changed, so that nothing changed since by others is put back without a word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tui::widget::form::Form;

/// Characters of a text that are shown of it in a menu.
const SHOWN: usize = 24;

type Values = BTreeMap<String, String>;

/// The body of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What stood in the fields when the window was left.
    typed: Values,
    /// What the window had opened with; `None` in a draft of an older program.
    opened_with: Option<Values>,
    /// What was changed, by label and in words, for whoever cannot open the window any more.
    told: Vec<(String, String)>,
}

/// A field that the person has changed, and somebody else meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    pub key: String,
    label: String,
    was: String,
    now: String,
    typed: String,
}

impl Clash {
    /// 电话：原来“1”，现在“2”，您写的“3”
    pub fn says(&self) -> String {
        format!(
            "{}：{}",
            self.label,
            told(&short(&self.was), &short(&self.now), &short(&self.typed))
        )
    }

    /// The same beside its field, to the last character.
    pub fn says_beside(&self) -> String {
        format!("别处也改了这一项：{}。", told(&self.was, &self.now, &self.typed))
    }
}

fn told(was: &str, now: &str, typed: &str) -> String {
    format!("原来{}，现在{}，您写的{}", quoted(was), quoted(now), quoted(typed))
}

fn quoted(value: &str) -> String {
    if value.is_empty() { "没有写".to_owned() } else { format!("“{value}”") }
}

fn short(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// What becomes of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Laid {
    /// As the window has opened with it now.
    Stands,
    Typed,
    Clash,
}

/// `was` is what the window had opened with, as far as that is known. What the program only proposes is no record that
/// somebody could have changed: what the person saw there is what was meant.
fn laid(was: Option<&str>, typed: &str, now: &str, proposed: bool) -> Laid {
    match was {
        _ if typed == now => Laid::Stands,
        None => Laid::Typed,
        Some(_) if proposed => Laid::Typed,
        Some(was) if typed == was => Laid::Stands,
        Some(was) if now == was => Laid::Typed,
        Some(_) => Laid::Clash,
    }
}

impl Kept {
    pub fn new(form: &Form, opened_with: &Values) -> Kept {
        let typed = form.values();
        let changed = form.rows().iter().filter(|row| {
            let value = typed.get(&*row.key);
            value.is_some() && value != opened_with.get(&*row.key)
        });
        let told = changed
            .map(|row| (row.label.clone(), form.spoken(&row.key, form.get(&row.key))))
            .collect();
        Kept { typed, opened_with: Some(opened_with.clone()), told }
    }

    /// Reads the body of a draft; an older program kept the fields alone.
    pub fn read(body: &str) -> Option<Kept> {
        serde_json::from_str(body).ok().or_else(|| {
            let typed: Values = serde_json::from_str(body).ok()?;
            Some(Kept { typed, opened_with: None, told: Vec::new() })
        })
    }

    /// What was typed in a field.
    pub fn typed(&self, key: &str) -> &str {
        self.typed.get(key).map_or("", String::as_str)
    }

    /// What was typed, in words; `None` where nothing was.
    pub fn words(&self) -> Option<String> {
        let words: Vec<String> = match self.opened_with {
            Some(_) => self.told.iter().map(|(label, value)| format!("{label} {value}")).collect(),
            // Codes of choices say nothing to anybody.
            None => self.typed.values().filter(|value| !value.is_ascii()).cloned().collect(),
        };
        (!words.is_empty()).then(|| words.join("、"))
    }

    fn laid(&self, form: &Form, key: &str) -> Laid {
        let was = self.opened_with.as_ref().and_then(|was| was.get(key)).map(String::as_str);
        laid(was, self.typed(key), form.get(key), form.is_proposed(key))
    }

    /// The fields that were changed on both sides, in the order of the window.
    pub fn clashes(&self, form: &Form) -> Vec<Clash> {
        let clash = |key: &str| self.typed.contains_key(key) && self.laid(form, key) == Laid::Clash;
        let rows = form.rows().iter().filter(|row| clash(&row.key));
        rows.map(|row| {
            let was = self.opened_with.as_ref().and_then(|was| was.get(&*row.key));
            Clash {
                key: row.key.to_string(),
                label: row.label.clone(),
                was: form.spoken(&row.key, was.map_or("", String::as_str)),
                now: form.spoken(&row.key, form.get(&row.key)),
                typed: form.spoken(&row.key, self.typed(&row.key)),
            }
        })
        .collect()
    }

    /// Lays what the person has changed over the window; of what was changed on both sides the person's word, or what
    /// stands now.
    pub fn lay(&self, form: &mut Form, own: bool) {
        for (key, value) in &self.typed {
            match self.laid(form, key) {
                Laid::Typed => form.set(key, value),
                Laid::Clash if own => form.set(key, value),
                Laid::Stands | Laid::Clash => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widget::form::{choice, half, text};

    #[test]
    fn only_what_the_person_changed_is_laid_over_what_stands_now() {
        for (was, typed, now, proposed, what) in [
            (Some("a"), "a", "a", false, Laid::Stands),
            (Some("a"), "b", "a", false, Laid::Typed),
            (Some("a"), "", "a", false, Laid::Typed),
            // Changed elsewhere, and not by the person.
            (Some("a"), "a", "b", false, Laid::Stands),
            (Some("a"), "a", "", false, Laid::Stands),
            // Both have changed it: alike, or not.
            (Some("a"), "b", "b", false, Laid::Stands),
            (Some("a"), "b", "c", false, Laid::Clash),
            (Some("a"), "", "c", false, Laid::Clash),
            // A day that was proposed yesterday and passed over is the day that was meant.
            (Some("11-20"), "11-20", "11-21", true, Laid::Typed),
            // A draft of an older program, or a field that is new.
            (None, "b", "a", false, Laid::Typed),
        ] {
            assert_eq!(laid(was, typed, now, proposed), what, "{was:?} {typed} {now} {proposed}");
        }
    }

    fn form(name: &str, kind: &str, phone: &str) -> Form {
        Form::new(vec![
            text("name", "负责人", name),
            choice("kind", "类型", [("a", "企业"), ("b", "出租房")], kind),
            half("phone", "电话", phone),
        ])
    }

    #[test]
    fn a_clash_is_told_in_words_and_the_rest_is_laid() {
        let opened = form("苏秀英", "a", "1");
        let mut typed = form("苏秀英", "a", "1");
        typed.set("kind", "b");
        typed.set("phone", "3");
        let body = serde_json::to_string(&Kept::new(&typed, &opened.values())).unwrap();
        let kept = Kept::read(&body).unwrap();
        assert_eq!(kept.words().unwrap(), "类型 出租房、电话 3");
        for (own, phone) in [(true, "3"), (false, "2")] {
            let mut now = form("张三", "a", "2");
            let says: Vec<String> = kept.clashes(&now).iter().map(Clash::says).collect();
            assert_eq!(says, ["电话：原来“1”，现在“2”，您写的“3”"]);
            kept.lay(&mut now, own);
            assert_eq!([now.get("name"), now.get("kind"), now.get("phone")], ["张三", "b", phone]);
        }
    }

    #[test]
    fn a_draft_of_an_older_program_is_laid_as_it_was() {
        let kept = Kept::read(r#"{"name":"张三","kind":"b","phone":"3"}"#).unwrap();
        let mut now = form("苏秀英", "a", "1");
        assert!(kept.clashes(&now).is_empty());
        kept.lay(&mut now, false);
        assert_eq!([now.get("name"), now.get("kind"), now.get("phone")], ["张三", "b", "3"]);
        assert_eq!(kept.words().unwrap(), "张三");
    }
}
