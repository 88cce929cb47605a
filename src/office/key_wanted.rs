//! Who belongs on the key list by what was found or entered and is not on it (S2 职责二（二）3 重点监管对象，含重大危险源、重大隐患):
//! it is said, and a person puts the premises there.

use super::{Office, Refusal};
use crate::{
    domain::{entry::Entry, grade::Grade, inspection::Hazard, premises::Premises},
    form::regime::KeyRule,
    store,
};

impl Office {
    /// What is said of hazards of these grades where one is major and the regime wants its premises on the list.
    pub(super) fn major_not_listed(
        &self,
        premises: &Premises,
        mut grades: impl Iterator<Item = Grade>,
    ) -> Option<String> {
        let rule = self.regime.keys.iter().find(|rule| rule.major_hazard)?;
        let is_meant = !premises.key && grades.any(|grade| grade == Grade::Major);
        is_meant.then(|| says(premises, "重大隐患", rule))
    }

    /// The same of one whose grade was told later.
    pub fn graded_not_listed(&mut self, hazard: &Hazard) -> Result<Option<String>, Refusal> {
        let driver = &mut *self.store.driver;
        let stored = store::premises::by_id(driver, &hazard.community, hazard.premises)?;
        let grades = std::iter::once(hazard.course.grade());
        Ok(stored.and_then(|stored| self.major_not_listed(&stored.entry, grades)))
    }

    /// The same of a row of a ledger.
    pub fn row_not_listed(&mut self, entry: &Entry) -> Result<Option<String>, Refusal> {
        let Some(premises) = entry.premises else { return Ok(None) };
        let said = |field: &str| entry.fields.get(field).map_or("", String::as_str);
        let asked = self.regime.keys.iter().find_map(|rule| {
            let mut rows = rule.rows.iter().filter(|row| row.ledger == entry.ledger);
            Some((rule.clone(), rows.find(|row| said(&row.field) == row.value)?.has.clone()))
        });
        let Some((rule, has)) = asked else { return Ok(None) };
        let driver = &mut *self.store.driver;
        let stored = store::premises::by_id(driver, &entry.community, premises)?;
        let missing = stored.map(|stored| stored.entry).filter(|premises| !premises.key);
        Ok(missing.map(|premises| says(&premises, &has, &rule)))
    }
}

fn says(Premises { name, .. }: &Premises, has: &str, rule: &KeyRule) -> String {
    format!(
        "{name}有{has}，没有列入重点监管对象（{}，{}）。请更正登记，把它列入（anban premises edit {name} --key）。",
        rule.label, rule.source
    )
}
