//! A premises by what a person calls it.

use super::{Filter, Office, Refusal, Stored};
use crate::{domain::id::Id, store};

impl Office {
    /// Whom a word may mean, a few at most: by id, by exact name, by the last eight digits of the id, or else by anything
    /// that is found.
    pub fn premises_meant(&mut self, wanted: &str) -> Result<Vec<Stored>, Refusal> {
        let wanted = wanted.trim();
        let driver = &mut *self.store.driver;
        if let Some(id) = Id::parse(wanted)
            && let Some(stored) = store::premises::by_id(driver, &self.scope, id)?
        {
            return Ok(vec![stored]);
        }
        let mut found = store::premises::by_name(driver, &self.scope, wanted)?;
        if found.is_empty() && is_short_id(wanted) {
            let ending = wanted.to_ascii_lowercase();
            for id in store::premises::ids_ending(driver, &self.scope, &ending)? {
                found.extend(store::premises::by_id(driver, &self.scope, id)?);
            }
        }
        if found.is_empty() && !wanted.is_empty() {
            let filter = Filter { find: wanted.to_owned(), limit: Some(9), ..Filter::default() };
            found = store::premises::list(driver, &self.scope, &filter)?;
        }
        Ok(found)
    }

    /// The one premises that a word means.
    pub fn find_premises(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        let wanted = wanted.trim();
        let mut found = self.premises_meant(wanted)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 if !self.elsewhere(wanted)?.is_empty() => Err(Refusal::field(
                "premises",
                format!(
                    "“{wanted}”登记在{}，不在您的{}。请由那里的人员办理。",
                    self.elsewhere(wanted)?,
                    self.unit_name(&self.scope)
                ),
            )),
            0 => Err(Refusal::field(
                "premises",
                format!(
                    "登记册里没有“{wanted}”。请先登记企业（anban premises add 或 import），再做这一步。"
                ),
            )),
            _ => {
                let names: Vec<String> = found
                    .iter()
                    .take(8)
                    .map(|stored| {
                        let entry = &stored.entry;
                        let place = self.premises_place(entry);
                        let id = entry.id.among(found.iter().map(|other| &other.entry.id));
                        format!("{}（{place}，编号 {id}）", entry.name)
                    })
                    .collect();
                Err(Refusal::field(
                    "premises",
                    format!("“{wanted}”对得上不止一家，请写全名或编号：\n{}", names.join("\n")),
                ))
            }
        }
    }

    /// The community outside the actor's scope in which a premises of this name is registered.
    fn elsewhere(&mut self, name: &str) -> Result<String, Refusal> {
        if self.scope == self.home {
            return Ok(String::new());
        }
        let found = store::premises::by_name(&mut *self.store.driver, &self.home, name)?;
        Ok(found.first().map(|stored| self.unit_name(&stored.entry.community)).unwrap_or_default())
    }
}

fn is_short_id(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
