//! How the rows of a ledger renew one another. `[numbered]`: somebody may hold several things of one kind side by side, each
//! with a number of its own. `[holds]`: not every row holds, as an examination that was failed.

use chrono::{Days, NaiveDate};

use super::{document::Section, fault::Faults, field::Field, ledger::Ledger, named::Named};
use crate::domain::{entry::Entry, typed::name_key};

/// What tells a renewal from another thing of the kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// The field of the number.
    pub field: String,
    /// A row with another number renews one if it was given so many days before its end at the earliest.
    pub before: u32,
}

/// Which rows hold: those that say one of these words.
#[derive(Clone, Debug, PartialEq)]
pub struct Holds {
    pub field: String,
    pub words: Vec<String>,
}

/// What a row lacks to stand in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// The same in these fields, of which one of the two says nothing.
    Same(Vec<String>),
    /// The day since when it holds, as its number is another one: within so many days before the end of the other.
    Since { field: String, number: String, before: u32 },
}

fn said<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", String::as_str)
}

/// Reads `[holds]` against the fields of its ledger; `renewed`: its rows renew one another.
pub(super) fn read_holds(
    top: &mut Section<'_>,
    fields: &[Field],
    renewed: bool,
    faults: &mut Faults,
) -> Option<Holds> {
    if !top.has("holds") {
        return None;
    }
    let mut section = top.section("holds", faults)?;
    if !renewed {
        faults.add(top.at, "holds 要和 renews 一起写：没有写其中一个词的记录不算数");
    }
    let field = section.text("field", faults);
    if let Some(id) = &field {
        (Named { part: "holds", fields }).any(id, faults);
    }
    let words: Vec<String> =
        section.optional_texts("words", faults).into_iter().map(|word| word.value).collect();
    if words.is_empty() {
        faults.add(section.at, "holds 要写 words：哪些词算数");
    }
    section.finish(faults);
    Some(Holds { field: field?.value, words })
}

/// Reads `[numbered]` against the fields of its ledger; `renewed`: its rows renew one another and say since when they hold.
pub(super) fn read(
    top: &mut Section<'_>,
    fields: &[Field],
    renewed: bool,
    faults: &mut Faults,
) -> Option<Numbered> {
    if !top.has("numbered") {
        return None;
    }
    let mut section = top.section("numbered", faults)?;
    if !renewed {
        faults.add(top.at, "numbered 要和 renews、since 一起写：since 是发证的日子");
    }
    let named = Named { part: "numbered", fields };
    let field = section.text("field", faults);
    if let Some(id) = &field {
        named.any(id, faults);
    }
    let before = section.number("before", 1..=3660, faults);
    section.finish(faults);
    Some(Numbered { field: field?.value, before: before? })
}

impl Ledger {
    /// Whether one row of the same premises stands in place of another: it says the same in `renews`, or nothing where the
    /// other says nothing, but not in all of them, and holds longer, or without an end since a later day.
    pub fn is_renewed(&self, row: &Entry, by: &Entry) -> bool {
        self.same_for(row, by).is_some_and(|unlike| unlike.is_empty())
            && self.holds_longer(row, by)
            && !self.are_apart(row, by)
    }

    /// What a row would have to say to stand in place of another that it may be meant to renew; `None` where it does, and
    /// where it is about another thing.
    pub fn lacks_to_renew(&self, row: &Entry, by: &Entry) -> Option<Lacks> {
        let unlike = self.same_for(row, by).filter(|_| self.holds_longer(row, by))?;
        if !unlike.is_empty() {
            return Some(Lacks::Same(unlike));
        }
        let numbered = self.numbered.as_ref().filter(|_| self.are_apart(row, by))?;
        let since = self.since.clone().filter(|id| said(by, id).is_empty())?;
        Some(Lacks::Since { field: since, number: numbered.field.clone(), before: numbered.before })
    }

    /// The fields of `renews` that say of only one of two rows what it is, or all where they say it of neither; `None` where
    /// they tell the rows apart.
    fn same_for(&self, row: &Entry, by: &Entry) -> Option<Vec<String>> {
        if by.id == row.id || by.premises != row.premises || self.renews.is_empty() {
            return None;
        }
        let is_said = |id: &&String| !said(row, id).is_empty() || !said(by, id).is_empty();
        let (told, untold): (Vec<&String>, Vec<&String>) = self.renews.iter().partition(is_said);
        let unlike = |id: &&String| said(row, id) != said(by, id);
        let apart = |id: &String| !said(row, id).is_empty() && !said(by, id).is_empty();
        let unlike: Vec<String> = told.iter().copied().filter(unlike).cloned().collect();
        match unlike.iter().any(apart) {
            true => None,
            false if told.is_empty() => Some(untold.into_iter().cloned().collect()),
            false => Some(unlike),
        }
    }

    /// What is broken is not put right by what was entered before.
    fn holds_longer(&self, row: &Entry, by: &Entry) -> bool {
        if self.mend(&row.fields).is_some() && (by.on, by.id) < (row.on, row.id) {
            return false;
        }
        let holds = |of: &Holds| of.words.iter().any(|word| word == said(by, &of.field));
        let longer = match (by.until, row.until) {
            (Some(by), Some(own)) => by > own,
            (None, _) => by.on > row.on,
            (Some(_), None) => false,
        };
        longer && self.holds.as_ref().is_none_or(holds)
    }

    /// Whether two rows are two things, by their numbers: the other was not given as this one came to its end.
    fn are_apart(&self, row: &Entry, by: &Entry) -> bool {
        let Some(Numbered { field, before }) = &self.numbered else { return false };
        let number = |entry: &Entry| entry.fields.get(field).map(|it| name_key(it));
        let (Some(own), Some(other)) = (number(row), number(by)) else { return false };
        let given = self.since.as_ref().and_then(|id| by.fields.get(id)?.parse::<NaiveDate>().ok());
        let ends = row.until.map(|until| until - Days::new((*before).into()));
        own != other && !matches!((given, ends), (Some(given), Some(ends)) if given >= ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::Id, unit::UnitPath};

    /// Kind, number, day of issue, end.
    type Row = (&'static str, &'static str, &'static str, &'static str);

    fn entry(id: u8, (kind, number, since, until): Row) -> Entry {
        let fields = [("kind", kind), ("number", number), ("issued", since)];
        let told = fields.into_iter().filter(|(_, value)| !value.is_empty());
        Entry {
            id: Id([id; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            ledger: "certificate".into(),
            premises: None,
            hazard: None,
            on: "2026-11-23".parse().unwrap(),
            until: until.parse().ok(),
            fields: told.map(|(id, value)| (id.to_owned(), value.to_owned())).collect(),
            void: None,
            waits: true,
        }
    }

    #[test]
    fn another_number_is_another_certificate_unless_it_was_given_as_the_first_ended() {
        let ledger = Ledger {
            since: Some("issued".into()),
            renews: vec!["kind".into()],
            numbered: Some(Numbered { field: "number".into(), before: 90 }),
            ..Ledger::default()
        };
        let own = ("电工", "A1", "2020-12-01", "2026-12-01");
        let cases: [(&str, Row, bool); 9] = [
            ("the same number, held longer", ("电工", "A1", "", "2032-12-01"), true),
            ("written otherwise", ("电工", "ａ1", "", "2032-12-01"), true),
            ("the same number, held shorter", ("电工", "A1", "", "2026-06-01"), false),
            ("another kind", ("焊工", "A1", "", "2032-12-01"), false),
            ("another number, no day", ("电工", "B7", "", "2028-12-01"), false),
            ("another number, held beside it", ("电工", "B7", "2024-12-01", "2030-12-01"), false),
            ("another number as the first ended", ("电工", "B7", "2026-09-02", "2032-12-01"), true),
            ("a day before that", ("电工", "B7", "2026-09-01", "2032-12-01"), false),
            ("no number", ("电工", "", "", "2032-12-01"), true),
        ];
        for (case, other, renews) in cases {
            assert_eq!(ledger.is_renewed(&entry(1, own), &entry(2, other)), renews, "{case}");
        }
    }

    #[test]
    fn a_field_that_neither_row_fills_in_tells_nothing_apart() {
        let ledger = Ledger {
            since: Some("issued".into()),
            renews: vec!["kind".into(), "model".into()],
            numbered: Some(Numbered { field: "number".into(), before: 90 }),
            ..Ledger::default()
        };
        let row = |id: u8, (kind, model, number, since, until): (&str, &str, &str, &str, &str)| {
            let mut row = entry(id, ("", "", "", ""));
            row.until = until.parse().ok();
            let told = [("kind", kind), ("model", model), ("number", number), ("issued", since)];
            let told = told.into_iter().filter(|(_, value)| !value.is_empty());
            row.fields = told.map(|(id, value)| (id.to_owned(), value.to_owned())).collect();
            row
        };
        let same = |fields: &[&str]| {
            Some(Lacks::Same(fields.iter().map(|field| (*field).to_owned()).collect()))
        };
        let since =
            || Some(Lacks::Since { field: "issued".into(), number: "number".into(), before: 90 });
        let (old, new) = ("2026-12-05", "2028-12-05");
        for (own, other, renews, lacks) in [
            (("灭火器", "", "", "", old), ("灭火器", "", "", "", new), true, None),
            (("灭火器", "4kg", "", "", old), ("灭火器", "4kg", "", "", new), true, None),
            (("灭火器", "4kg", "", "", old), ("灭火器", "5kg", "", "", new), false, None),
            (("灭火器", "", "", "", old), ("水带", "", "", "", new), false, None),
            // Only one of them says it.
            (("灭火器", "", "", "", old), ("灭火器", "4kg", "", "", new), false, same(&["model"])),
            (("灭火器", "4kg", "", "", old), ("灭火器", "", "", "", new), false, same(&["model"])),
            // Nothing says what they are.
            (("", "", "", "", old), ("", "", "", "", new), false, same(&["kind", "model"])),
            // Shorter.
            (("灭火器", "", "", "", new), ("灭火器", "4kg", "", "", old), false, None),
            // Another number: without a day, of a day in time, of an earlier one.
            (("证", "", "A1", "", old), ("证", "", "B7", "", new), false, since()),
            (("证", "", "A1", "", old), ("证", "", "B7", "2026-11-20", new), true, None),
            (("证", "", "A1", "", old), ("证", "", "B7", "2025-11-20", new), false, None),
        ] {
            let (own, other) = (row(1, own), row(2, other));
            assert_eq!(ledger.is_renewed(&own, &other), renews, "{own:?} {other:?}");
            assert_eq!(ledger.lacks_to_renew(&own, &other), lacks, "{own:?} {other:?}");
        }
    }
}
