//! What units were called before: a row that names a unit as it was called then is about it still.

use super::{Office, Refusal};
use crate::{
    domain::unit::{Level, Unit, UnitPath},
    store::journal,
};

impl Office {
    /// Which of some units a text names: by the name of today, else by one that it bore before.
    pub(super) fn unit_called(
        &mut self,
        text: &str,
        among: &[(UnitPath, String)],
    ) -> Result<Option<UnitPath>, Refusal> {
        if let Some((path, _)) = among.iter().find(|(_, name)| name == text) {
            return Ok(Some(path.clone()));
        }
        for (path, _) in among {
            if self.was_called(path, text)? {
                return Ok(Some(path.clone()));
            }
        }
        Ok(None)
    }

    /// Whether a unit once bore a name, as the journal of its changes has it.
    fn was_called(&mut self, path: &UnitPath, name: &str) -> Result<bool, Refusal> {
        let community = path.at(Level::Community);
        let of = community.as_ref().map_or("", UnitPath::as_str);
        let links = journal::of_object(&mut *self.store.driver, of, path.as_str())?;
        Ok(links.iter().any(|link| {
            let body: Option<serde_json::Value> = serde_json::from_str(&link.entry.body).ok();
            let before = body.and_then(|mut body| {
                serde_json::from_value::<Unit>(body.get_mut("before")?.take()).ok()
            });
            before.is_some_and(|unit| unit.name == name)
        }))
    }
}
