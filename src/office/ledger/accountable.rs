//! 通报督办、约谈: a row stands with the community that it is about, by which it is counted and gone on with.

use super::{Entry, Office, Refusal};
use crate::{
    domain::unit::{Level, Unit},
    office::warn::{ACCOUNTABILITY, INTERVIEW},
};

impl Office {
    /// Whom a row names is of the community with which the row stands: the ladder reads the name, what follows a circular
    /// the place.
    pub(super) fn check_accountable(
        &self,
        before: Option<&Entry>,
        entry: &Entry,
    ) -> Result<(), Refusal> {
        let target = |entry: &Entry| entry.fields.get("target").cloned().unwrap_or_default();
        let (of, said) = (&entry.community, target(entry));
        let is_ours = [ACCOUNTABILITY, INTERVIEW].contains(&entry.ledger.as_str());
        // A firm may be called as a community is.
        if !is_ours
            || entry.premises.is_some()
            || before.is_some_and(|before| target(before) == said)
        {
            return Ok(());
        }
        let begins = |unit: &&Unit| {
            unit.path.level() == Level::Community
                && self.home.covers(&unit.path)
                && said.starts_with(unit.name.as_str())
        };
        let named: Vec<&Unit> = self.units.iter().filter(begins).collect();
        let longest = named.iter().map(|unit| unit.name.len()).max();
        let mut longest = named.iter().filter(|unit| Some(unit.name.len()) == longest).peekable();
        let Some(other) = longest.peek().map(|unit| unit.name.clone()) else { return Ok(()) };
        if longest.any(|unit| unit.path == *of) {
            return Ok(());
        }
        let own = self.unit_name(of);
        let next = match before {
            Some(_) => format!("对象写错社区的，请把这一条作废，在{other}另登记一条。"),
            None => format!("请登记到{other}（命令行用 --community {other}），或者改对象。"),
        };
        Err(Refusal::field("target", format!("这一条登记在{own}，对象写的却是{said}。{next}")))
    }
}
