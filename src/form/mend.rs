//! `[[mend]]` of a ledger: a row whose field says that something is broken asks for it to be put right within some days, as a
//! validity asks for renewal.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{document::Section, fault::Faults, field::Field, named::Named, template::Template};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mend {
    pub field: String,
    /// What it says then, one of these.
    pub says: Vec<String>,
    /// What has to be done, as the agenda calls it.
    pub due: Template,
    /// So many days from the day of the row, which does not count.
    pub within: u32,
    pub source: String,
}

impl Mend {
    pub fn is_asked(&self, row: &BTreeMap<String, String>) -> bool {
        row.get(&self.field).is_some_and(|said| self.says.contains(said))
    }

    /// By when, of a row of a day.
    pub fn by(&self, on: NaiveDate) -> NaiveDate {
        on + Days::new(self.within.into())
    }
}

/// Reads `[[mend]]` against the fields of its ledger.
pub(super) fn read(top: &mut Section<'_>, fields: &[Field], faults: &mut Faults) -> Vec<Mend> {
    let mut all = Vec::new();
    let named = Named { part: "mend", fields };
    for mut section in top.optional_sections("mend", faults) {
        let field = section.text("field", faults);
        let says = section.optional_texts("says", faults);
        let due = section.text("due", faults);
        let within = section.number("within", 0..=366, faults);
        let source = section.words("source", faults);
        let at = section.at;
        section.finish(faults);
        let (Some(field), Some(due), Some(within)) = (field, due, within) else { continue };
        let known = named.any(&field, faults);
        if says.is_empty() {
            faults.add(at, "mend 要写 says：那一项是哪些内容时要办");
        }
        let options = known.map_or(&[][..], |known| &known.options);
        for word in says.iter().filter(|word| !options.is_empty() && !options.contains(&word.value))
        {
            faults.add(word.at, format!("“{}”不是“{}”可选的词", word.value, field.value));
        }
        let words = super::ledger::asked("mend 的 due", &due, fields, faults);
        all.push(Mend {
            field: field.value,
            says: says.into_iter().map(|word| word.value).collect(),
            due: words,
            within,
            source,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::named::check_faults;

    const FORM: &str = include_str!("../../forms/ledger/fire_station.toml");

    #[test]
    fn what_is_wrong_in_what_is_to_be_mended_is_told() {
        check_faults(
            FORM,
            &[
                ("says = [\"待修\"]", "says = [\"坏\"]", "“坏”不是“condition”可选的词"),
                ("says = [\"待修\"]\n", "", "mend 要写 says"),
                ("（{place}）维修", "{where}维修", "mend 的 due 里的“where”"),
            ],
        );
    }

    #[test]
    fn the_earlier_of_validity_and_mending_is_asked_for() {
        let (ledger, _) = crate::form::ledger::parse("fire_station.toml", FORM);
        let ledger = ledger.unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (condition, expires, until, asked) in [
            ("完好", "", None, "有效期止"),
            ("完好", "2027-03-01", Some("2027-03-01"), "有效期止"),
            ("失效", "", Some("2026-11-19"), "换新"),
            ("失效", "2027-03-01", Some("2026-11-19"), "换新"),
            ("失效", "2026-11-17", Some("2026-11-17"), "换新"),
            ("待修", "2027-03-01", Some("2026-11-23"), "维修"),
        ] {
            let row = [("condition", condition), ("expires_on", expires), ("name", "水带")];
            let row = row.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
            let last = ledger.last_day(day("2026-11-16"), &row);
            assert_eq!(last, until.map(day), "{condition} {expires}");
            assert_eq!(ledger.waits(last, &row), until.is_some(), "{condition} {expires}");
            let words = ledger.asks(&row).fill_known(|_| "").text();
            assert!(words.contains(asked), "{condition} {expires}: {words}");
        }
    }
}
