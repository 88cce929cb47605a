//! Facts: what a paper form may print, by name. The catalogue says which names there are for what a paper is
//! about; the office fills them from the records.

mod catalogue;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::packed::Packed;

/// The words of one case, as they are printed (days as 2026年11月30日); a fact not known is absent or empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// `premises.name` → 丰泽服饰有限公司
    pub values: BTreeMap<String, String>,
    /// `hazards` → its rows, each `text` → 疏散通道堵塞 (without `row.`)
    pub lists: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// `hazards` → the cells of the one table over it, where its rows are too many for their facts to be kept: each row is
    /// told as it is gathered.
    #[serde(skip)]
    pub cells: BTreeMap<String, Packed>,
}

impl Facts {
    /// Empty when not known.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.values.insert(name.into(), value.into());
    }

    /// How many rows a list has, kept as facts or as cells.
    pub fn count(&self, list: &str) -> usize {
        self.cells.get(list).map_or_else(|| self.rows(list).len(), Packed::len)
    }

    pub fn rows(&self, list: &str) -> &[BTreeMap<String, String>] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }
}

/// What a paper, a ledger or a document is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The scope of the desk, with a period where it matters.
    #[default]
    None,
    Premises,
    Hazard,
    Inspection,
    Notice,
    Grid,
    Transfer,
    Supervision,
    Event,
    Entry,
}

impl About {
    pub const ALL: [About; 10] = [
        About::None,
        About::Premises,
        About::Hazard,
        About::Inspection,
        About::Notice,
        About::Grid,
        About::Transfer,
        About::Supervision,
        About::Event,
        About::Entry,
    ];

    pub fn code(self) -> &'static str {
        match self {
            About::None => "none",
            About::Premises => "premises",
            About::Hazard => "hazard",
            About::Inspection => "inspection",
            About::Notice => "notice",
            About::Grid => "grid",
            About::Transfer => "transfer",
            About::Supervision => "supervision",
            About::Event => "event",
            About::Entry => "entry",
        }
    }

    pub fn from_code(code: &str) -> Option<About> {
        About::ALL.into_iter().find(|about| about.code() == code)
    }
}

/// A name that a form may print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `premises.name`; `row.text` within a list.
    pub name: String,
    /// In Chinese, for whoever writes a form.
    pub meaning: &'static str,
    /// What a preview shows.
    pub sample: &'static str,
}

impl Fact {
    /// Whether it is a count, a score, a share or an amount, as its sample says: longer digits are a code, a telephone number or a
    /// year, unless the meaning has a unit of money.
    pub fn is_figure(&self) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match self.sample.trim_end_matches('%').split_once('.') {
            Some((whole, part)) => digits(whole) && digits(part),
            None => {
                let bare = self.sample.trim_end_matches('%');
                digits(bare) && (self.sample.len() <= 3 || self.meaning.ends_with("（元）"))
            }
        }
    }
}

/// Rows that a form may list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub name: &'static str,
    pub meaning: &'static str,
    pub rows: Vec<Fact>,
}

/// All that a paper of one kind may print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub values: Vec<Fact>,
    pub lists: Vec<List>,
}

impl Scope {
    pub fn of(about: About) -> Scope {
        catalogue::scope(about)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|fact| fact.name == name)
    }

    pub fn list(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// Every fact with its sample, every list with three rows; `row.no` counts.
    pub fn sample(&self) -> Facts {
        let mut facts = Facts::default();
        for fact in &self.values {
            facts.set(&fact.name, fact.sample);
        }
        for list in &self.lists {
            let row = |no: u32| {
                let cell = |fact: &Fact| {
                    let name = fact.name.trim_start_matches("row.").to_owned();
                    let value = if name == "no" { no.to_string() } else { fact.sample.to_owned() };
                    (name, value)
                };
                list.rows.iter().map(cell).collect()
            };
            facts.lists.insert(list.name.to_owned(), (1..=3).map(row).collect());
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_stands_once_and_is_explained() {
        for about in About::ALL {
            assert_eq!(About::from_code(about.code()), Some(about));
            let scope = Scope::of(about);
            let check = |what: &str, facts: &[Fact]| {
                let names: BTreeSet<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
                assert_eq!(names.len(), facts.len(), "{about:?} {what}");
                for fact in facts {
                    assert!(!fact.meaning.is_empty() && !fact.sample.is_empty(), "{}", fact.name);
                }
            };
            check("", &scope.values);
            let names: BTreeSet<&str> = scope.lists.iter().map(|list| list.name).collect();
            assert_eq!(names.len(), scope.lists.len(), "{about:?}");
            for list in &scope.lists {
                check(list.name, &list.rows);
                assert!(list.rows.iter().all(|fact| fact.name.starts_with("row.")));
            }
        }
        assert!(Scope::of(About::Hazard).has("hazard.text"));
        assert!(!Scope::of(About::Premises).has("hazard.text"));
        let rows = &Scope::of(About::None).sample().lists["hazards"];
        assert_eq!(rows[2]["no"], "3");
    }
}
