//! What is entered for a day gone by takes nothing from under what the records hold by then against those below: who had a
//! grid, in which grid premises stood, whether closure was asked for in time. A change from today on does what it does.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    super::{
        act::Trace,
        warn::{Case, Proof},
    },
    Office, Refusal,
};
use crate::{
    domain::{accountability::Situation, permission::Deed, unit::UnitPath},
    store::Driver,
};

/// What a case is known by, and who answers for it.
type Key<'a> = (Situation, &'a UnitPath, &'a str, &'a str);

fn key(case: &Case) -> Key<'_> {
    (case.situation, &case.community, &case.subject, &case.person)
}

/// Whether what holds is held against whoever answers today (YT-5): a change from today on would end it just as well.
fn is_of_today(case: &Case) -> bool {
    case.situation == Situation::ShovedAbout
}

/// The first of the cases that hold of which something is gone: the case, whose it was, or a record that shows it.
fn gone<'a>(before: &'a [Case], after: &[Case]) -> Option<&'a Case> {
    let mut left: HashMap<Key<'_>, HashSet<Proof>> = HashMap::new();
    for case in after.iter().filter(|case| case.found.holds()) {
        left.entry(key(case)).or_default().extend(case.proofs.iter().copied());
    }
    let stays = |case: &&Case| {
        left.get(&key(case)).is_some_and(|left| case.proofs.iter().all(|it| left.contains(it)))
    };
    let mut held = before.iter().filter(|case| case.found.holds() && !is_of_today(case));
    held.find(|case| !stays(case))
}

impl Office {
    /// Writes what is entered from a day on. Where that has gone by, those below do not take with it from under what the
    /// records hold against them: the deed is done on trial first, and what it would leave is looked at.
    pub(in crate::office) fn write_behind<T>(
        &mut self,
        what: Deed,
        (on, does): (NaiveDate, &str),
        deed: impl Fn(&mut dyn Driver, &mut Trace) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        if on < self.act.today && self.speaks_below() {
            self.act.may_begin(what)?;
            let before = self.cases()?.0;
            let after = self.on_trial(|driver| deed(driver, &mut Trace::default()).map(|_| ()))?;
            if let Some(case) = gone(&before, &after) {
                return Err(self.case_stands(case, does));
            }
        }
        self.act.write(&mut self.store, what, deed)
    }

    /// The cases as they would be after a deed, which is not kept.
    fn on_trial(
        &mut self,
        deed: impl FnOnce(&mut dyn Driver) -> Result<(), Refusal>,
    ) -> Result<Vec<Case>, Refusal> {
        self.store.driver.begin()?;
        let told = deed(&mut *self.store.driver).and_then(|()| self.cases());
        self.store.driver.rollback()?;
        Ok(told?.0)
    }

    /// That a case is not to be changed by those whom it speaks against, and by whom instead.
    pub(super) fn case_stands(&self, case: &Case, does: &str) -> Refusal {
        Refusal::said(format!(
            "{}的问责提醒{}要看当时的记录，{}不能{does}。请由街道的人办理。",
            crate::terms::date(case.found.day()),
            case.situation.code(),
            self.unit_name(&self.scope)
        ))
    }
}
