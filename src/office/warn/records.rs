//! The records behind a suggestion, each in one line; and the facts of its letter.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Case, Proof, Record, Suggestion, words};
use crate::{
    domain::{
        accountability::{Kind, Situation},
        id::Id,
    },
    office::{Office, Refusal},
    store::{self, warn::Beside},
    terms,
};

/// Signs that the rows of a letter take up at most: a field of a ledger holds no more than 4000.
const ROOM: usize = 3500;
/// The words by which a letter names the table behind it.
pub(super) const BESIDE: &str = "见附表";
/// Records that are shown at once.
const SHOWN: usize = 200;

/// The day as of which a hazard is told, and what it is called.
type Eve = (NaiveDate, &'static str);

/// A record as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// None of what is shown by there being no record.
    pub proof: Option<Proof>,
    pub says: String,
    /// Where it leads on a desk.
    pub premises: Option<Id>,
    /// Code of its ledger, of an entry.
    pub ledger: String,
}

impl Office {
    /// The records of a suggestion, the first ones of very many; then what is wanting, a line each.
    pub fn warning_records(&mut self, suggestion: &Suggestion) -> Result<Vec<Told>, Refusal> {
        let (mut all, mut seen) = (Vec::new(), HashSet::new());
        for case in &suggestion.cases {
            let eve = self.eve_of(suggestion.situation, case)?;
            for proof in &case.proofs {
                if all.len() < SHOWN && seen.insert(*proof) {
                    all.extend(self.told_proof(*proof, eve)?);
                }
            }
        }
        let unrecorded = suggestion.cases.iter().filter(|case| case.proofs.is_empty());
        all.extend(unrecorded.filter(|case| !case.says.is_empty()).map(|case| Told {
            proof: None,
            says: case.says.clone(),
            premises: None,
            ledger: String::new(),
        }));
        Ok(all)
    }

    /// Records as they are shown, the first ones of very many.
    pub fn told_proofs(&mut self, proofs: &[Proof]) -> Result<Vec<Told>, Refusal> {
        let mut all = Vec::new();
        for proof in proofs.iter().take(SHOWN) {
            all.extend(self.told_proof(*proof, None)?);
        }
        Ok(all)
    }

    /// The facts of the letter: what was found, then every case or record by number. Those that a letter cannot hold
    /// are counted, and stand in a table behind it.
    pub(super) fn warning_facts(
        &mut self,
        suggestion: &Suggestion,
    ) -> Result<(String, Vec<Beside>), Refusal> {
        let mut rows = Vec::new();
        let only = suggestion.cases.len() == 1;
        for (at, case) in suggestion.cases.iter().enumerate() {
            let told = self.told_beside(suggestion.situation, case)?;
            let case_number = (at + 1).to_string();
            match (case.says.is_empty(), only) {
                (true, _) => rows.push(row(case_number, told.join("；"))),
                (false, true) => {
                    rows.extend((1..).zip(told).map(|(at, says): (u32, _)| row(at, says)));
                }
                (false, false) => {
                    rows.push(row(case_number, case.says.clone()));
                    let numbered = (1..).zip(told);
                    rows.extend(
                        numbered.map(|(at, says): (u32, _)| row(format!("（{at}）"), says)),
                    );
                }
            }
        }
        let mut room = ROOM;
        let fits = |row: &&Beside| {
            let left = room.checked_sub(line(row).chars().count() + 1);
            room = left.unwrap_or(0);
            left.is_some()
        };
        let held = rows.iter().take_while(fits).count();
        let beside = rows.split_off(held);
        let mut lines = vec![match suggestion.situation.kind() {
            // A circular says by itself since when.
            Kind::Circular => format!("{}。", words::said(&suggestion.cases)),
            _ => suggestion.message.clone(),
        }];
        lines.extend(rows.iter().map(line));
        if !beside.is_empty() {
            lines.push(format!("以上列出{held}项，其余{}项{BESIDE}。", beside.len()));
        }
        Ok((lines.join("\n"), beside))
    }

    /// The records of a case as a letter lists them. What the case says of a row of a ledger is not said again, nor the name
    /// of a premises that another record bears.
    fn told_beside(&mut self, situation: Situation, case: &Case) -> Result<Vec<String>, Refusal> {
        let of_row = case.proofs.iter().any(|proof| proof.record == Record::Entry);
        let eve = self.eve_of(situation, case)?;
        let mut all = Vec::new();
        for proof in &case.proofs {
            let said = match proof.record {
                Record::Entry => !case.says.is_empty(),
                Record::Premises => of_row,
                _ => false,
            };
            if !said && let Some(told) = self.told_proof(*proof, eve)? {
                all.push(told.says);
            }
        }
        Ok(all)
    }

    /// The day before the accident or the check that a case is about, and its word: it counts hazards as they stood then
    /// (GP-4, JM-1, JM-2, YS-1). `None` of other situations.
    fn eve_of(&mut self, situation: Situation, case: &Case) -> Result<Option<Eve>, Refusal> {
        let word = match situation {
            Situation::Accident | Situation::Fire | Situation::GraveAccident => "事故前",
            Situation::FoundByInspectors => "检查前",
            _ => return Ok(None),
        };
        let entry = case.proofs.iter().find(|proof| proof.record == Record::Entry);
        let Some(entry) = entry else { return Ok(None) };
        let on = self.entry_behind(entry.id)?.entry.on;
        Ok(on.pred_opt().map(|day| (day, word)))
    }

    /// `eve`: as of which day a hazard is told, where that is not today.
    fn told_proof(&mut self, proof: Proof, eve: Option<Eve>) -> Result<Option<Told>, Refusal> {
        let (says, premises, ledger) = match proof.record {
            Record::Hazard => {
                let stored = self.hazard(&proof.id.to_string())?;
                let course = match eve {
                    Some((day, _)) => stored.course_known(day)?,
                    None => stored.hazard.course.clone(),
                };
                let hazard = stored.hazard;
                let name = self.find_premises(&hazard.premises.to_string())?.entry.name;
                let deadline = course.deadline();
                let deadline = deadline.map(|day| format!("，整改期限{}", terms::date(day)));
                let says = format!(
                    "{name}：{}（{}查出{}，{}{}，网格责任人{}）",
                    hazard.text,
                    terms::date(hazard.found_on),
                    deadline.unwrap_or_default(),
                    eve.map_or("", |(_, word)| word),
                    terms::state(course.kind()),
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
                let entry = self.entry_behind(proof.id)?.entry;
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
        Ok(Some(Told { proof: Some(proof), says, premises, ledger }))
    }
}

fn row(number: impl ToString, text: String) -> Beside {
    Beside { number: number.to_string(), text }
}

/// A row as a letter says it.
fn line(row: &Beside) -> String {
    let stop = if row.number.ends_with('）') { "" } else { "．" };
    format!("{}{stop}{}", row.number, row.text)
}
