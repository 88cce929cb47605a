//! What is known of a record, in the words that papers print: one flat name for each fact, as the catalogue of
//! `form::facts` lists them. A paper asks for nothing that stands here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Office, Refusal};
use crate::{
    domain::{
        premises::Premises,
        unit::{Level, UnitPath},
    },
    form::{facts::Facts, paper::PaperForm},
    terms,
};

mod by_hand;
mod by_kind;
mod clues;
mod corrected;
mod counted;
mod earlier;
mod hazard;
mod kept;
mod listed;
mod lists;
mod matter;
mod place;
mod ranked;
mod report;
mod self_reported;
mod spoken;
mod subject;
mod summed;
mod tally;

pub use by_hand::{BY_HAND, Offered};
pub(super) use clues::{BANNED, BANNED_ON, SITUATION};
pub(super) use counted::SCORES;
pub(super) use lists::Rows;
pub(super) use place::{MANUAL_COUNT, TABLE2, post};
pub(super) use report::{TOLD, adds_hazard, still_to_list};
pub(super) use self_reported::{SELF_REPORTED, SELF_REPORTS};
pub(super) use spoken::Spoken;
pub(super) use summed::is_of_nothing;
pub(super) use tally::TAKEN;

/// The facts of one record, or of one row of a list.
pub(super) type Known = BTreeMap<String, String>;

/// The days that a paper about a period speaks of, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Which facts of the rows of a list are gathered: of a register of a street only what its paper prints.
#[derive(Clone, Debug, Default)]
pub(super) enum Gather {
    #[default]
    All,
    Only(BTreeSet<String>),
    /// The same, and what a table alone says of a long list is told row by row.
    Told(BTreeSet<String>),
}

impl Gather {
    /// What a form prints; of a report all, since reports compare what they do not print.
    pub fn printed_by(form: &PaperForm) -> Gather {
        if form.is_report() {
            return Gather::All;
        }
        let mut names = form.row_names();
        // Rows of a community are told apart by it.
        names.insert("grid".to_owned());
        Gather::Only(names)
    }

    /// What a form prints, told at once where nothing else is asked of the rows.
    pub fn told_by(form: &PaperForm) -> Gather {
        match Gather::printed_by(form) {
            Gather::Only(names) => Gather::Told(names),
            all => all,
        }
    }

    /// The facts of a row without those that nobody asks for.
    fn trimmed(&self, mut row: Known) -> Known {
        if !matches!(self, Gather::All) {
            row.retain(|name, _| self.takes(name));
        }
        row
    }

    fn takes(&self, name: &str) -> bool {
        match self {
            Gather::All => true,
            Gather::Only(names) | Gather::Told(names) => names.contains(name),
        }
    }
}

/// A day as papers print it; empty for none.
fn day(day: Option<NaiveDate>) -> String {
    day.map(terms::date).unwrap_or_default()
}

pub(super) fn put(known: &mut Known, name: &str, value: impl Into<String>) {
    known.insert(name.to_owned(), value.into());
}

/// The facts of a record under the name of its kind: `text` → `hazard.text`.
fn under(kind: &str, known: Known) -> impl Iterator<Item = (String, String)> {
    known.into_iter().map(move |(name, value)| (format!("{kind}.{name}"), value))
}

/// Counts the rows from 1 on.
pub(super) fn numbered(rows: impl IntoIterator<Item = Known>) -> Vec<Known> {
    (1..)
        .zip(rows)
        .map(|(no, mut row): (u32, Known)| {
            put(&mut row, "no", no.to_string());
            row
        })
        .collect()
}

impl Office {
    /// What every paper of a unit may say.
    pub(super) fn unit_facts(&self, of: &UnitPath, issued_on: NaiveDate) -> Facts {
        let mut facts = Facts::default();
        let named = |level| of.at(level).map(|path| self.unit_name(&path)).unwrap_or_default();
        let unit = self.unit(of);
        let leader = of
            .at(Level::Community)
            .and_then(|path| self.unit(&path).map(|unit| unit.linked_leader.clone()));
        let (street, community) = (named(Level::Street), named(Level::Community));
        let today = self.act.today;
        for (name, value) in [
            ("unit.city", named(Level::City)),
            ("unit.district", named(Level::District)),
            ("unit.street", street.clone()),
            ("unit.community", community.clone()),
            ("unit.name", self.unit_name(of)),
            ("unit.office", unit.map(|unit| unit.office.clone()).unwrap_or_default()),
            ("unit.issuer", self.issuer_name(of)),
            ("unit.leader", leader.unwrap_or_default()),
            ("today", terms::date(today)),
            ("year", issued_on.year().to_string()),
            ("month", terms::month(issued_on)),
            ("issued_on", terms::date(issued_on)),
            ("actor", self.act.actor.clone()),
        ] {
            put(&mut facts.values, name, value);
        }
        facts
    }

    /// One entry of the register.
    fn premises_known(&self, entry: &Premises) -> Known {
        self.premises_gathered(entry, &Gather::All)
    }

    fn premises_gathered(&self, entry: &Premises, gather: &Gather) -> Known {
        let mut known = Known::new();
        let whereabouts = entry.whereabouts();
        let extra = |key: &str| entry.extra.get(key).cloned().unwrap_or_default();
        let yes = |is: bool| if is { "是" } else { "否" };
        let facts: [(&str, &dyn Fn() -> String); 26] = [
            ("name", &|| entry.name.clone()),
            ("uscc", &|| entry.uscc.clone()),
            ("licensed", &|| if entry.licensed { "有证" } else { "无证" }.to_owned()),
            ("kind", &|| terms::kind(entry.kind).to_owned()),
            ("address", &|| whereabouts.place().to_owned()),
            ("site", &|| whereabouts.place().to_owned()),
            ("seat", &|| whereabouts.seat().to_owned()),
            ("registered", &|| entry.address.clone()),
            ("industry", &|| entry.industry.clone()),
            ("category", &|| self.category_label(&entry.category)),
            ("person_in_charge", &|| entry.person_in_charge.clone()),
            ("safety_lead", &|| entry.safety_lead.clone()),
            ("phone", &|| entry.phone.clone()),
            ("key", &|| yes(entry.key).to_owned()),
            ("key_reasons", &|| self.key_words(&entry.key_reasons)),
            ("risk", &|| entry.risk.map(terms::risk).unwrap_or_default().to_owned()),
            ("status", &|| terms::status(entry.status).to_owned()),
            ("since", &|| terms::date(entry.since)),
            ("grid", &|| entry.grid.as_ref().map(|grid| self.unit_name(grid)).unwrap_or_default()),
            ("community", &|| self.unit_name(&entry.community)),
            ("last_verified", &|| extra("last_verified")),
            ("employees", &|| extra("staff")),
            ("fire_class", &|| extra("fire_class")),
            ("processes", &|| extra("processes")),
            ("reg_dept", &|| extra("reg_dept")),
            ("remarks", &|| extra("note")),
        ];
        for (name, value) in facts {
            if gather.takes(name) {
                put(&mut known, name, value());
            }
        }
        known
    }

    /// Reasons of the key list in words: the regime's, or as given by hand.
    fn key_words(&self, reasons: &[String]) -> String {
        let words: Vec<&str> = reasons
            .iter()
            .map(|reason| {
                self.regime
                    .keys
                    .iter()
                    .find(|rule| rule.code == *reason)
                    .map_or(reason.as_str(), |rule| rule.label.as_str())
            })
            .collect();
        words.join("、")
    }
}
