//! The records behind a suggestion, each in one line; and the facts of its letter.

use super::{Proof, Record, Suggestion};
use crate::{
    domain::id::Id,
    office::{Office, Refusal},
    store, terms,
};

/// Records that a letter names; the others are counted.
const NAMED: usize = 10;
/// Records that are shown at once.
const SHOWN: usize = 200;

/// A record as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub proof: Proof,
    pub says: String,
    /// Where it leads on a desk.
    pub premises: Option<Id>,
    /// Code of its ledger, of an entry.
    pub ledger: String,
}

impl Office {
    /// The records of a suggestion, the first ones of very many.
    pub fn warning_records(&mut self, suggestion: &Suggestion) -> Result<Vec<Told>, Refusal> {
        self.told_proofs(&suggestion.proofs())
    }

    /// Records as they are shown, the first ones of very many.
    pub fn told_proofs(&mut self, proofs: &[Proof]) -> Result<Vec<Told>, Refusal> {
        let mut all = Vec::new();
        for proof in proofs.iter().take(SHOWN) {
            all.extend(self.told_proof(*proof)?);
        }
        Ok(all)
    }

    /// The facts of the letter: what was found, then the records by number.
    pub(super) fn warning_facts(&mut self, suggestion: &Suggestion) -> Result<String, Refusal> {
        let mut lines = vec![suggestion.message.clone()];
        let proofs = suggestion.proofs();
        for (index, proof) in proofs.iter().take(NAMED).enumerate() {
            if let Some(told) = self.told_proof(*proof)? {
                lines.push(format!("{}．{}", index + 1, told.says));
            }
        }
        if proofs.len() > NAMED {
            lines.push(format!("以上列出{NAMED}项，共{}项。", proofs.len()));
        }
        Ok(lines.join("\n"))
    }

    fn told_proof(&mut self, proof: Proof) -> Result<Option<Told>, Refusal> {
        let (says, premises, ledger) = match proof.record {
            Record::Hazard => {
                let hazard = self.hazard(&proof.id.to_string())?.hazard;
                let name = self.find_premises(&hazard.premises.to_string())?.entry.name;
                let deadline = hazard.course.deadline();
                let deadline = deadline.map(|day| format!("，整改期限{}", terms::date(day)));
                let says = format!(
                    "{name}：{}（{}查出{}，{}，网格责任人{}）",
                    hazard.text,
                    terms::date(hazard.found_on),
                    deadline.unwrap_or_default(),
                    terms::state(hazard.course.kind()),
                    hazard.owner
                );
                (says, Some(hazard.premises), String::new())
            }
            Record::Inspection => {
                let driver = &mut *self.store.driver;
                let Some(inspection) = store::inspections::by_id(driver, &self.scope, proof.id)?
                else {
                    return Ok(None);
                };
                let name = self.find_premises(&inspection.premises.to_string())?.entry.name;
                let says = format!("{name}：{}检查", terms::date(inspection.on));
                (says, Some(inspection.premises), String::new())
            }
            Record::Premises => {
                let entry = self.find_premises(&proof.id.to_string())?.entry;
                let says = format!("{}（{}）", entry.name, terms::status(entry.status));
                (says, Some(entry.id), String::new())
            }
            Record::Entry => {
                let entry = self.entry(proof.id)?.entry;
                let ledger = self.ledger(&entry.ledger)?;
                let words: Vec<String> = ledger
                    .fields
                    .iter()
                    .filter(|field| Some(&field.id) != ledger.day.as_ref())
                    .filter_map(|field| Some(field.printed(entry.fields.get(&field.id)?)))
                    // The first line says what it is: a letter is not told again whole.
                    .filter_map(|words| words.lines().next().map(str::to_owned))
                    .take(5)
                    .collect();
                let says =
                    format!("{}，{}：{}", ledger.title, terms::date(entry.on), words.join("，"));
                (says, entry.premises, entry.ledger)
            }
        };
        Ok(Some(Told { proof, says, premises, ledger }))
    }
}
