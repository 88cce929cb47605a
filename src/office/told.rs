//! What a link of the journal says to people; programs read its body instead.

use serde_json::Value;

use crate::store::journal::Link;

/// Fields of a body that are written for people, in the order in which one tells them.
const TELLING: [&str; 13] = [
    "number",
    "name",
    "file",
    "title",
    "text",
    "addressee",
    "words",
    "measures",
    "opinion",
    "note",
    "acceptor",
    "deadline",
    "reason",
];

/// 顺发五金加工部，换了号码: the names and words of the body, without what stood before; empty when it has none.
pub fn told(link: &Link) -> String {
    let mut words = Vec::new();
    if let Ok(body) = serde_json::from_str::<Value>(&link.entry.body) {
        collect(&body, &mut words);
    }
    words.sort_by_key(|(place, _)| *place);
    words.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("，")
}

/// Adds each text with its place among the telling fields.
fn collect(value: &Value, words: &mut Vec<(usize, String)>) {
    match value {
        Value::Object(fields) => {
            for (place, name) in TELLING.into_iter().enumerate() {
                if let Some(Value::String(text)) = fields.get(name)
                    && !text.trim().is_empty()
                    && !words.iter().any(|(_, known)| known == text)
                {
                    words.push((place, text.clone()));
                }
            }
            let past = |name: &str| matches!(name, "before" | "then" | "later");
            let deeper = fields.iter().filter(|(name, _)| !past(name));
            for (_, value) in deeper.filter(|(_, value)| !value.is_string()) {
                collect(value, words);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}
