//! Whom the office knows by name: its staff, those who have a duty in a grid, its units. Somebody from elsewhere is said to
//! be so.

use std::collections::BTreeSet;

use super::{
    Office, Refusal,
    ledger::day_of,
    officers::{ABSENCES, APPRAISALS, EXAMS, FILES},
    review::TASKS,
};
use crate::{
    domain::{
        entry::{Entry, is_outside, people},
        staff::left_by,
    },
    store, terms,
};

impl Office {
    /// Those of some names who are neither known nor said to be from elsewhere. An office that has not written down yet
    /// who works there asks nobody.
    pub(super) fn strangers(&mut self, names: &[&str]) -> Result<Vec<String>, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        if staff.is_empty() || names.iter().all(|name| is_outside(name)) {
            return Ok(Vec::new());
        }
        let duties = store::units::assignments(&mut *self.store.driver, &self.home)?;
        let mut known: BTreeSet<&str> = staff.iter().map(|person| person.name.as_str()).collect();
        known.extend(duties.iter().map(|duty| duty.name.as_str()));
        known.extend(self.units.iter().map(|unit| unit.name.as_str()));
        let strange = names.iter().filter(|name| !is_outside(name) && !known.contains(*name));
        Ok(strange.map(|name| (*name).to_owned()).collect())
    }

    /// That the office knows somebody who is named in a field.
    pub(super) fn check_known(&mut self, name: &str, field: &str) -> Result<(), Refusal> {
        match self.strangers(&[name])?.first() {
            None => Ok(()),
            Some(stranger) => Err(Refusal::field(field, unknown(stranger))),
        }
    }

    /// Who is given a task, or of whom others say something, is known, and it is clear who of several is meant; who stood there
    /// before it was put right stays.
    pub(super) fn check_owners(
        &mut self,
        before: Option<&Entry>,
        after: &Entry,
    ) -> Result<(), Refusal> {
        let own = self.library.ledger(&after.ledger).and_then(|ledger| ledger.own.clone());
        // A name behind its unit and its post says enough.
        if own.as_ref().is_some_and(|own| own.behind) {
            return Ok(());
        }
        let Some(id) = own
            .as_ref()
            .map(|own| own.person.as_str())
            .or_else(|| (after.ledger == TASKS).then_some("owner"))
        else {
            return Ok(());
        };
        let said = |entry: &Entry| entry.fields.get(id).cloned().unwrap_or_default();
        let named = said(after);
        if before.is_some_and(|before| said(before) == named) {
            return Ok(());
        }
        let names: Vec<&str> = people(&named).collect();
        if let Some(own) = &own {
            let namesakes = self.namesakes()?;
            for name in &names {
                let units = namesakes.unclear(name, &after.community);
                if !units.is_empty() {
                    let units: Vec<String> =
                        units.iter().map(|unit| self.unit_name_apart(unit)).collect();
                    return Err(Refusal::field(
                        id,
                        format!(
                            "叫“{name}”的不止一位：{}。请登记到本人所在的那个（命令行用 --community）。",
                            units.join("、")
                        ),
                    ));
                }
            }
            // An exam and a file may come before the post; whole communities take part in other things.
            if [EXAMS, FILES].contains(&after.ledger.as_str()) || !own.is_meant(&after.fields) {
                return Ok(());
            }
        }
        match self.strangers(&names)?.first() {
            None => Ok(()),
            Some(stranger) => Err(Refusal::field(id, unknown(stranger))),
        }
    }
}

impl Office {
    /// Somebody who has left is given no task, and is neither absent nor appraised for days on which he was not there. What
    /// was entered so before stays until these fields are changed.
    pub(super) fn check_there(
        &mut self,
        before: Option<&Entry>,
        row: &Entry,
    ) -> Result<(), Refusal> {
        let field = |row: &Entry, id: &str| row.fields.get(id).cloned().unwrap_or_default();
        let (id, day) = match row.ledger.as_str() {
            TASKS if row.waits => ("owner", self.act.today),
            TASKS => ("owner", row.on),
            ABSENCES => ("name", day_of(&row.fields, &Some("absent_to".into())).unwrap_or(row.on)),
            APPRAISALS => match terms::appraised(&field(row, "period")) {
                Some((from, _)) => ("name", from),
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        let kept = |before: &Entry| {
            let same = |id: &&str| field(before, id) == field(row, id);
            ["owner", "name", "absent_on", "absent_to", "period"].iter().all(same)
        };
        if row.void.is_some() || before.is_some_and(kept) {
            return Ok(());
        }
        let was = before.map(|before| field(before, id)).unwrap_or_default();
        let had: BTreeSet<&str> = people(&was).filter(|_| row.ledger == TASKS).collect();
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let names = field(row, id);
        for name in people(&names).filter(|name| !had.contains(name)) {
            let Some(left) = left_by(&staff, name, &row.community, day) else { continue };
            let gone = format!("{name}从{}起离岗", terms::date(left.on));
            return Err(match row.ledger.as_str() {
                TASKS => Refusal::field(id, format!("{gone}，不再领任务。请写现在负责的人。")),
                ABSENCES => Refusal::field(
                    if row.on < left.on { "absent_to" } else { "absent_on" },
                    format!("{gone}，离岗以后不登记考勤。请核对日期，只写离岗以前的。"),
                ),
                _ => Refusal::field(
                    "period",
                    format!("{gone}，那以后的时段不再考核。请核对考核时段。"),
                ),
            });
        }
        Ok(())
    }
}

/// What is wrong with a name that nobody knows, and what to do.
pub(super) fn unknown(name: &str) -> String {
    format!(
        "“{name}”不在人员名单里。请写名单上的人，或先登记这个人员；是外单位的，写成“{name}（外单位）”。"
    )
}
