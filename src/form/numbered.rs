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
    /// Whether one row of the same premises stands in place of another: it says the same in `renews`, where what is not
    /// written tells nothing, and holds longer, or without an end since a later day.
    pub fn is_renewed(&self, row: &Entry, by: &Entry) -> bool {
        let said = |entry: &Entry, id: &str| entry.fields.get(id).cloned().unwrap_or_default();
        let same = |id: &String| !said(row, id).is_empty() && said(by, id) == said(row, id);
        let holds = |of: &Holds| of.words.contains(&said(by, &of.field));
        let longer = match (by.until, row.until) {
            (Some(by), Some(own)) => by > own,
            (None, _) => by.on > row.on,
            (Some(_), None) => false,
        };
        by.id != row.id
            && by.premises == row.premises
            && !self.renews.is_empty()
            && self.renews.iter().all(same)
            && self.holds.as_ref().is_none_or(holds)
            && longer
            && !self.are_apart(row, by)
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
}
