//! Rows that are entered in one act: a day's log, the ticks of a morning, a document for every unit of a grid.

use std::collections::BTreeMap;

use super::{
    Entry, Kind, Ledger, Office, Refusal, Typed, check_order, clock, clue::with_ban, rated,
};
use crate::{
    domain::{id::Id, permission::Deed, unit::UnitPath},
    form::own::Own,
    store::{self, entries, forms::FormRevision},
};

/// Rows that one act enters at the most.
pub const MOST: usize = 5000;

impl Office {
    /// Enters rows of one ledger together: all, or none of them and every reason why.
    pub fn add_entries(&mut self, code: &str, rows: &[Typed]) -> Result<Vec<Entry>, Refusal> {
        if rows.len() > MOST {
            return Err(Refusal::said(format!(
                "一次最多登记{MOST}条，这次有{}条。请分几次，例如一个社区一次。",
                rows.len()
            )));
        }
        let ledger = self.ledger(code)?;
        let revision = self.revision(Kind::Ledger, code)?;
        let (mut made, mut refused) = (Vec::new(), Vec::new());
        for (index, typed) in rows.iter().enumerate() {
            match self.new_entry(&ledger, typed) {
                Ok(entry) => {
                    let (entry, others) = self.rows_of_each(&ledger, None, entry)?;
                    made.push(entry);
                    made.extend(others);
                }
                Err(refusal) => refused.push(format!("第{}条：{refusal}", index + 1)),
            }
        }
        // What is wrong in the same way in every row is told once.
        let said = |sentence: &String| sentence.split_once('：').map(|(_, said)| said.to_owned());
        let first = refused.first().and_then(said);
        if refused.len() > 1 && refused.iter().all(|sentence| said(sentence) == first) {
            return Err(Refusal::said(first.unwrap_or_default()));
        }
        if !refused.is_empty() {
            return Err(Refusal::Many(refused));
        }
        self.write_together(&ledger, &revision, &made)?;
        Ok(made)
    }

    /// One deed, which is taken back as one.
    pub(super) fn write_together(
        &mut self,
        ledger: &Ledger,
        revision: &FormRevision,
        made: &[Entry],
    ) -> Result<(), Refusal> {
        let scope = self.scope.clone();
        self.act.write(&mut self.store, ledger.deed(), |driver, trace| {
            let Some(first) = made.first() else { return Ok(()) };
            store::forms::keep(driver, revision)?;
            for entry in made {
                entries::insert(driver, entry, &revision.sha)?;
                trace.note("entry_add", Some(&entry.community), entry.id, entry)?;
            }
            let ids: Vec<String> = made.iter().map(|entry| entry.id.to_string()).collect();
            let body = serde_json::json!({ "ledger": ledger.title, "rows": ids });
            trace.note("entry_together", Some(&scope), first.id, &body)
        })
    }

    /// A row as it would stand, with everything that a rule says of it.
    pub(super) fn new_entry(&mut self, ledger: &Ledger, typed: &Typed) -> Result<Entry, Refusal> {
        // Nobody fills in what he may not write; of the own record it is said below whose it is.
        let (actor, roles) = (self.act.actor.as_str(), &self.act.roles);
        let own = |own: &Own| !actor.is_empty() && own.is_of(actor, roles, &typed.fields);
        let of_officers = ledger.deed() == Deed::Officers;
        if !(of_officers && ledger.own.as_ref().is_some_and(own)) {
            self.act.person().may(ledger.deed())?;
        }
        let (community, premises, hazard) = self.entry_place(ledger, typed)?;
        let fields = rated(ledger, self.entry_fields(ledger, &typed.fields)?, None)?;
        let fields = with_ban(ledger, fields, None, self.act.today)?;
        let fields = self.with_report_by(ledger, fields, None);
        let entry = self.laid_out(ledger, community, premises, hazard, fields)?;
        self.check_own(None, &entry)?;
        self.check_appraisal(&entry)?;
        self.check_score(&entry)?;
        self.check_counted(None, &entry)?;
        self.check_accountable(None, &entry)?;
        self.check_measure(None, &entry)?;
        self.check_accident(&entry)?;
        self.check_by_hand(None, &entry)?;
        self.check_owners(None, &entry)?;
        self.check_there(None, &entry)?;
        self.check_absence(None, &entry)?;
        Ok(entry)
    }

    /// A row with its days as the ledger reads them from the fields, whoever enters it.
    pub(in crate::office) fn laid_out(
        &self,
        ledger: &Ledger,
        community: UnitPath,
        premises: Option<Id>,
        hazard: Option<Id>,
        fields: BTreeMap<String, String>,
    ) -> Result<Entry, Refusal> {
        let on = self.entry_day(ledger, &fields)?;
        let until = ledger.last_day(on, &fields);
        let entry = Entry {
            id: clock::new_id(),
            community,
            ledger: ledger.code.clone(),
            premises,
            hazard,
            on,
            until,
            waits: ledger.waits(until, &fields),
            fields,
            void: None,
        };
        check_order(ledger, &entry, self.act.today)?;
        Ok(entry)
    }
}
