//! Rows of a roster that repeat an earlier one, or may.

use std::collections::HashMap;

use super::{
    columns::COLUMNS,
    roster::{Level, Problem, RosterEntry},
};
use crate::domain::{
    premises::{Namesake, Whereabouts},
    typed::name_key,
};

impl RosterEntry {
    /// The fields in which a later row differs from this one: 联系方式第3行“…”，第5行“…”.
    pub fn differences(&self, later: &RosterEntry) -> Vec<String> {
        let says = |row: u32, text: &str| match text {
            "" => format!("第{row}行没有写"),
            text => format!("第{row}行“{text}”"),
        };
        COLUMNS
            .iter()
            .map(|column| (column.heading, (column.write)(self), (column.write)(later)))
            .filter(|(_, ours, theirs)| ours != theirs)
            .map(|(heading, ours, theirs)| {
                format!("{heading}{}，{}", says(self.row, &ours), says(later.row, &theirs))
            })
            .collect()
    }

    /// Lays what a later row says over this one: they are the same premises.
    pub fn merge(&mut self, later: &RosterEntry) {
        fn lay<T: Clone>(field: &mut Option<T>, later: &Option<T>) {
            if later.is_some() {
                field.clone_from(later);
            }
        }
        lay(&mut self.uscc, &later.uscc);
        lay(&mut self.licensed, &later.licensed);
        lay(&mut self.kind, &later.kind);
        lay(&mut self.address, &later.address);
        lay(&mut self.site_address, &later.site_address);
        lay(&mut self.industry, &later.industry);
        lay(&mut self.category, &later.category);
        lay(&mut self.person_in_charge, &later.person_in_charge);
        lay(&mut self.safety_lead, &later.safety_lead);
        lay(&mut self.phone, &later.phone);
        lay(&mut self.grid, &later.grid);
        lay(&mut self.key, &later.key);
        lay(&mut self.key_reasons, &later.key_reasons);
        lay(&mut self.risk, &later.risk);
        lay(&mut self.status, &later.status);
        lay(&mut self.direct, &later.direct);
        lay(&mut self.reg_dept, &later.reg_dept);
        lay(&mut self.fire_class, &later.fire_class);
        lay(&mut self.processes, &later.processes);
        lay(&mut self.founded, &later.founded);
        lay(&mut self.staff, &later.staff);
        lay(&mut self.note, &later.note);
    }

    /// Whether a later row of the same name adds nothing: it stands at the same address, or says no more than this
    /// one and enough to be known by.
    fn is_repeated_by(&self, later: &RosterEntry) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| name_key(a) == name_key(b))
        };
        if self.whereabouts().is(later.whereabouts()) == Some(true) {
            return true;
        }
        let known = self.whereabouts().is_known()
            || self.uscc.is_some()
            || same(&self.phone, &later.phone)
            || same(&self.person_in_charge, &later.person_in_charge);
        known && !later.whereabouts().is_known() && self.says_all_of(later)
    }

    pub fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts {
            registered: self.address.as_deref().unwrap_or_default(),
            site: self.site_address.as_deref().unwrap_or_default(),
        }
    }

    /// Whether a later row says nothing that this one does not say.
    pub fn says_all_of(&self, later: &RosterEntry) -> bool {
        let mut both = self.clone();
        both.merge(later);
        self.differences(&both).is_empty()
    }
}

/// Entries of the file so far, by code and by name and community.
#[derive(Default)]
pub(super) struct Seen {
    /// Those with the code, as places among the entries.
    codes: HashMap<String, Vec<usize>>,
    /// Places among the entries.
    names: HashMap<(String, String), Vec<usize>>,
}

impl Seen {
    /// The earlier row that this one repeats; the problem list says so. One that only may repeat another notes which.
    pub(super) fn repeats(
        &mut self,
        entry: &mut RosterEntry,
        entries: &[RosterEntry],
        problems: &mut Vec<Problem>,
    ) -> Option<u32> {
        let row = entry.row;
        let mut report = |column: &str, code, message| {
            let column = column.to_owned();
            problems.push(Problem { row, column, level: Level::Warning, code, message });
        };
        if let Some(code) = &entry.uscc {
            let coded = self.codes.entry(code.clone()).or_default();
            // Of another name at another address it is another site of the same owner.
            let elsewhere = |other: &RosterEntry| {
                name_key(&other.name) != name_key(&entry.name)
                    && other.whereabouts().is(entry.whereabouts()) == Some(false)
            };
            let mut all = coded.iter().map(|at| &entries[*at]);
            if let Some(same) = all.clone().find(|other| !elsewhere(other)) {
                let (first, name) = (same.row, &same.name);
                let more = if name_key(name) == name_key(&entry.name) {
                    String::new()
                } else {
                    format!("，但名称不同（{name}／{}），请核对是否填错", entry.name)
                };
                let message =
                    format!("第{row}行与第{first}行统一社会信用代码相同，只导入前一行{more}");
                report("统一社会信用代码", "duplicate_code", message);
                return Some(first);
            }
            if let Some(RosterEntry { row: first, name, .. }) = all.next() {
                let message = format!(
                    "第{row}行与第{first}行统一社会信用代码相同，名称和地址不同（{name}／{}），按两家导入，请核对",
                    entry.name
                );
                report("统一社会信用代码", "same_code", message);
            }
        }
        let community = name_key(entry.community.as_deref().unwrap_or_default());
        let same = self.names.entry((name_key(&entry.name), community)).or_default();
        // Two codes are two premises, whatever they are called; so are two addresses.
        let distinct = |a: &Option<String>, b: &Option<String>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| name_key(a) != name_key(b))
        };
        let fitting = |at: &&usize| {
            let other = &entries[**at];
            !distinct(&other.uscc, &entry.uscc)
                && other.whereabouts().is(entry.whereabouts()) != Some(false)
        };
        let first = same.first().map(|at| entries[*at].row);
        let alike: Vec<&RosterEntry> =
            same.iter().filter(fitting).map(|at| &entries[*at]).collect();
        // What somebody has said of the row stands above what it looks like.
        let repeated = alike.iter().find(|other| other.is_repeated_by(entry));
        if let Some(other) = repeated.filter(|_| entry.namesake != Some(Namesake::New)) {
            let first = other.row;
            let message = format!(
                "第{row}行与第{first}行名称、社区相同，只导入前一行；如为两家，请写明不同的地址或代码"
            );
            report("单位、场所名称", "duplicate_name", message);
            return Some(first);
        }
        entry.like = alike.first().map(|other| other.row);
        if let Some(first) = first.filter(|_| alike.is_empty()) {
            let message = format!("第{row}行与第{first}行同名，地址或代码不同，按两家导入，请核对");
            report("单位、场所名称", "same_name", message);
        }
        same.push(entries.len());
        if let Some(code) = &entry.uscc {
            self.codes.entry(code.clone()).or_default().push(entries.len());
        }
        None
    }
}
