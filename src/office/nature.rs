//! 场所性质 of 表四, where nobody ticks it: as at the last visit, else by the category of the register.

use super::{Office, Refusal};
use crate::{domain::premises::Premises, form::checklist::Checklist, store::inspections};

/// So many visits back it is looked for.
const RECENT: u32 = 12;

impl Office {
    /// The options of a checklist's 场所性质 that the record knows for a premises; none for a checklist without it.
    pub fn known_nature(
        &mut self,
        form: &Checklist,
        premises: &Premises,
    ) -> Result<Vec<usize>, Refusal> {
        let Some(nature) = &form.nature else { return Ok(Vec::new()) };
        let driver = &mut *self.store.driver;
        let visits = inspections::of_premises(driver, &premises.community, premises.id, RECENT)?;
        let newest =
            visits.into_iter().find(|visit| visit.form == form.code && !visit.nature.is_empty());
        if let Some(visit) = newest {
            let ticked = visit.nature.into_iter().filter(|at| *at < nature.options.len());
            return Ok(ticked.collect());
        }
        let table = self.library.register("table2");
        let counter = table.and_then(|table| {
            table.counters.iter().find(|counter| counter.id == premises.category)
        });
        // A counter that stands for several options does not say which one it is.
        let words = counter.map(|counter| counter.nature.as_slice()).unwrap_or_default();
        let [word] = words else { return Ok(Vec::new()) };
        let narrower = counter.is_some_and(|counter| counter.narrower);
        if narrower && !premises.name.contains(word) && !premises.industry.contains(word) {
            return Ok(Vec::new());
        }
        Ok(nature.options.iter().position(|option| option == word).into_iter().collect())
    }
}
