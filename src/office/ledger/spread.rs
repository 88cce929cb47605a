//! One row for every premises of a grid, a community or a filter in one act: a document for everybody (REP-10, 11), which
//! then waits until each has it and has signed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Filter, Office, Refusal, Typed};
use crate::{
    domain::{id::Id, premises::Status, unit::UnitPath},
    form::{facts::About, ledger::Ledger},
    store::{entries, premises},
};

/// Whose rows they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// A grid, a community, a street; all of the desk when not said.
    pub of: Option<UnitPath>,
    /// 重点监管 only.
    pub key: bool,
    /// Only those that this finds, as in the register.
    pub find: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spreaded {
    pub made: Vec<Entry>,
    /// Premises that have a row of this batch already; they get no second one.
    pub before: usize,
}

impl Ledger {
    /// Fields that are each premises' own when rows are entered for many: what the register knows, and what is said once
    /// the work is done.
    pub fn is_own(&self, id: &str) -> bool {
        let of_premises = |name: &str| name.starts_with("premises.");
        self.field(id).is_some_and(|field| field.from.places().any(of_premises))
            || self.done.as_deref() == Some(id)
            || self.signed.as_deref() == Some(id)
    }
}

impl Office {
    /// Enters a row for each premises in business; `typed` is what all of them say.
    pub fn spread(
        &mut self,
        code: &str,
        to: &Spread,
        typed: &BTreeMap<String, String>,
    ) -> Result<Spreaded, Refusal> {
        let ledger = self.ledger(code)?;
        if ledger.about != About::Premises {
            return Err(Refusal::said(format!(
                "“{}”不是一家单位一条的台账，不能一起登记。",
                ledger.title
            )));
        }
        let filled = |id: &Option<String>| {
            id.as_ref().is_none_or(|id| typed.get(id).is_some_and(|value| !value.is_empty()))
        };
        if !ledger.due.is_empty() && !filled(&ledger.until) {
            let until = ledger.until.clone().unwrap_or_default();
            let label = ledger.field(&until).map_or("", |field| field.label.as_str());
            return Err(Refusal::field(
                &until,
                format!("请写“{label}”：到期没有办完的列在今日里，谁还没有也按它查。"),
            ));
        }
        let scope = to.of.clone().unwrap_or_else(|| self.scope.clone());
        let filter = premises::Filter {
            find: to.find.clone(),
            key: to.key,
            status: Some(Status::Operating),
            ..premises::Filter::default()
        };
        let targets = premises::list(&mut *self.store.driver, &scope, &filter)?;
        if targets.is_empty() {
            return Err(Refusal::said("范围里没有在营的监管对象，没有登记。请换一个范围。"));
        }
        let have = self.have_of(&ledger, typed)?;
        let mut rows = Vec::new();
        for target in targets.iter().filter(|target| !have.contains(&target.entry.id)) {
            let id = target.entry.id;
            let mut fields = self.known_of(&ledger, Some(id))?;
            for done in [&ledger.done, &ledger.signed].into_iter().flatten() {
                fields.remove(done);
            }
            fields.extend(typed.clone());
            rows.push(Typed { premises: Some(id.to_string()), fields, ..Typed::default() });
        }
        let before = targets.len() - rows.len();
        let made = if rows.is_empty() { Vec::new() } else { self.add_entries(code, &rows)? };
        Ok(Spreaded { made, before })
    }

    /// Premises that have a row of the same batch.
    fn have_of(
        &mut self,
        ledger: &Ledger,
        typed: &BTreeMap<String, String>,
    ) -> Result<BTreeSet<Id>, Refusal> {
        let Some((field, batch)) =
            ledger.batch.as_ref().and_then(|field| Some((field, typed.get(field)?)))
        else {
            return Ok(BTreeSet::new());
        };
        let filter = Filter {
            ledger: Some(ledger.code.clone()),
            says: Some((field.clone(), batch.clone())),
            ..Filter::default()
        };
        let rows = entries::list(&mut *self.store.driver, &self.scope, &filter)?;
        Ok(rows.into_iter().filter_map(|stored| stored.entry.premises).collect())
    }
}
