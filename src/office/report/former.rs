//! A report of which the former period is still owed: sent first, it would tell what that one has to tell as of before.

use chrono::NaiveDate;

use super::{Named, Office, Refusal};
use crate::{domain::rule::Asked, terms};

impl Office {
    /// Asks whether a report is meant to go before the one of the period before it, where the unit owes that one.
    pub(super) fn ask_about_former(&mut self, named: &Named) -> Result<(), Refusal> {
        let today = self.act.today;
        let owed = self.open_on(named.due.unwrap_or(today).max(today), today)?;
        let is_former = |to: NaiveDate| to.succ_opt() == Some(named.period.from);
        let mut owed = owed.into_iter().filter(|one| is_former(one.period.to));
        let Some(former) = owed.find(|one| one.code == named.code && one.unit == named.unit) else {
            return Ok(());
        };
        let summed = named.rule.as_ref().is_some_and(|rule| !rule.sums.is_empty());
        let (back, earlier) = match former.returned {
            Some(_) => ("退回以后还没有重报", ""),
            None if named.form.tells_of_hazards() && !summed => {
                ("还没有报", "先报这一期的，那一期查出的隐患就当作以前各期的来报。")
            }
            None => ("还没有报", ""),
        };
        let doubt = format!(
            "{}上一期（{}）的“{}”{back}，应在{}前报出。{earlier}请先报上一期。",
            self.unit_name(&named.unit),
            terms::period(former.period.from, former.period.to),
            named.title,
            terms::date(former.due)
        );
        self.act.ask(vec![(Asked::Named("period".to_owned()), doubt)])
    }
}
