//! Small values that stand in one text column.

use serde::{Serialize, de::DeserializeOwned};

use super::Fault;

/// A list of words as one line of JSON.
pub(super) fn list_to_text(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

pub(super) fn list_from_text(text: &str) -> Result<Vec<String>, Fault> {
    from_json(text)
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value)
        .map_err(|error| Fault::other(format!("cannot be written: {error}")))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::damaged(format!("cannot be read: {error}")))
}

/// A `LIKE` pattern that finds the text anywhere, taken literally, with `ESCAPE '!'`.
pub(super) fn like(wanted: &str) -> String {
    format!("%{}", like_beginning(wanted))
}

/// The same for what a text begins with.
pub(super) fn like_beginning(wanted: &str) -> String {
    let mut pattern = String::new();
    for c in wanted.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_is_taken_literally() {
        assert_eq!(like("50%!_"), "%50!%!!!_%");
    }

    #[test]
    fn lists_survive() {
        let list = vec!["三.1(1)".to_owned(), "引号\"".to_owned()];
        assert_eq!(list_from_text(&list_to_text(&list)), Ok(list));
        assert!(list_from_text("[1]").is_err());
    }
}
