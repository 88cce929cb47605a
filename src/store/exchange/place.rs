//! Places told from the community on, so that they mean the same in an office that has numbered it otherwise.

use std::collections::HashMap;

use super::tables::Kind;
use crate::domain::unit::UnitPath;

/// Begins a place that is told so; a character that nobody types.
const HERE: char = '\u{e000}';

/// The community whose records are told, as one office has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    community: String,
}

impl Place {
    pub fn of(community: &UnitPath) -> Place {
        Place { community: community.as_str().to_owned() }
    }

    /// A text of this office as it travels.
    pub fn told(&self, kind: Kind, text: &str) -> String {
        match kind {
            Kind::Path => self.path_told(text),
            Kind::Json => replaced(text, &self.community, &HERE.to_string()),
            _ => text.to_owned(),
        }
    }

    /// A text that has travelled as this office has it.
    pub fn own(&self, kind: Kind, text: &str) -> String {
        match kind {
            Kind::Path => self.path_own(text).unwrap_or_else(|| text.to_owned()),
            Kind::Json => replaced(text, &HERE.to_string(), &self.community),
            _ => text.to_owned(),
        }
    }

    /// The community, what lies below it, and the units above it by how deep they stand.
    fn path_told(&self, path: &str) -> String {
        let within = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if within(&self.community, path) {
            format!("{HERE}{}", &path[self.community.len()..])
        } else if !path.is_empty() && within(path, &self.community) {
            format!("{HERE}{}", path.split('/').count())
        } else {
            path.to_owned()
        }
    }

    fn path_own(&self, told: &str) -> Option<String> {
        let rest = told.strip_prefix(HERE)?;
        match rest.parse::<usize>() {
            Ok(depth) => {
                let parts: Vec<&str> = self.community.split('/').take(depth).collect();
                Some(parts.join("/"))
            }
            Err(_) => Some(format!("{}{rest}", self.community)),
        }
    }
}

/// The number of a grid whose place is told; `None` for the community itself.
pub fn grid_number(told: &str) -> Option<&str> {
    told.strip_prefix(HERE)?.strip_prefix('/')
}

/// The place of a grid, told, by its number.
pub fn grid_told(number: &str) -> String {
    format!("{HERE}/{number}")
}

/// Words between quotation marks are other words: ids of records, places of grids.
pub fn renamed(kind: Kind, text: &str, names: &HashMap<String, String>) -> String {
    match kind {
        Kind::Path => names.get(text).cloned().unwrap_or_else(|| text.to_owned()),
        Kind::Json => names.iter().fold(text.to_owned(), |text, (from, to)| {
            if text.contains(from.as_str()) { replaced(&text, from, to) } else { text }
        }),
        _ => text.to_owned(),
    }
}

/// Replaces what begins behind a quotation mark and ends before one, before an escaped one, or before what lies below it.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        out.push_str(before);
        let whole = before.ends_with('"') && after.starts_with(['"', '/', '\\']);
        out.push_str(if whole { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_travels_and_is_told_anew() {
        let ours = Place::of(&UnitPath::parse("3505/03/008/006").unwrap());
        let theirs = Place::of(&UnitPath::parse("3505/03/008/900").unwrap());
        for (text, there) in [
            ("3505/03/008/006", "3505/03/008/900"),
            ("3505/03/008/006/01", "3505/03/008/900/01"),
            ("3505/03/008", "3505/03/008"),
            ("3505", "3505"),
            // Of another community, and one whose number only begins alike.
            ("3505/03/008/007", "3505/03/008/007"),
            ("3505/03/008/0061", "3505/03/008/0061"),
            ("", ""),
        ] {
            let told = ours.told(Kind::Path, text);
            assert_eq!(theirs.own(Kind::Path, &told), there, "{text}");
            assert_eq!(ours.own(Kind::Path, &told), text, "{text}");
        }
        let entry = r#"{"community":"3505/03/008/006","grid":"3505/03/008/006/01","note":"电话3505/03/008/006","in":"\"3505/03/008/006\""}"#;
        let told = ours.told(Kind::Json, entry);
        assert_eq!(
            theirs.own(Kind::Json, &told),
            r#"{"community":"3505/03/008/900","grid":"3505/03/008/900/01","note":"电话3505/03/008/006","in":"\"3505/03/008/900\""}"#
        );
        assert_eq!(ours.own(Kind::Json, &told), entry);
        assert_eq!(ours.told(Kind::Text, "3505/03/008/006"), "3505/03/008/006");
    }
}
