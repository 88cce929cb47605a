//! The agenda as a calendar file.

use std::path::PathBuf;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{Item, Office, Refusal, Task};
use crate::{
    domain::unit::UnitPath,
    office::{
        folder::{is_free, unused, write_whole},
        ics,
        notices::hex,
    },
    terms,
};

/// Characters of a digest that stand for a text.
const DIGEST: usize = 16;

impl Office {
    /// What is due from a day to a day as a file for other calendars (RFC 5545): a round is one event a line of the agenda.
    pub fn agenda_file(&mut self, from: NaiveDate, to: NaiveDate) -> Result<String, Refusal> {
        let agenda = self.agenda(Some(from), Some(to))?;
        let mut events: Vec<ics::Event> = Vec::new();
        for item in &agenda.items {
            let mut uid = uid(item);
            let name = item.premises.as_deref().unwrap_or_default();
            if let Some(known) = events.iter_mut().find(|event| event.uid == uid) {
                if item.task.is_round() {
                    // Another stop of the same round.
                    known.description = format!("{name}\n{}", known.description);
                    continue;
                }
                uid = format!("{}-{uid}", digest(&item.text));
            }
            let ahead = item.day >= agenda.today;
            let remind = match item.ledger.as_deref().filter(|_| item.task == Task::Entry) {
                Some(ledger) => self.regime.remind(ledger),
                None => None,
            };
            let remind = remind.or_else(|| self.regime.remind(item.task.code()));
            let task = terms::task(item.task);
            let (summary, first) = if item.task.is_round() {
                let whole = item.unit.is_some() || item.grid.is_some();
                let whose = self.grid_name(item.place.as_ref().filter(|_| whole));
                let count = item.count.map(|count| format!(" {count}家")).unwrap_or_default();
                let campaign = item.campaign().map(|name| format!("“{name}”")).unwrap_or_default();
                let name = if name.is_empty() { String::new() } else { format!("{name}\n") };
                (format!("{task}{campaign} {whose}{count}"), name)
            } else {
                let words = [task, name, &item.text];
                let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
                (words.join(" "), String::new())
            };
            events.push(ics::Event {
                uid,
                day: item.day,
                summary,
                description: format!("{first}{}", item.told().join("\n")),
                category: task.to_owned(),
                alarm: remind.filter(|_| ahead).map(|remind| remind.ladder.before),
            });
        }
        Ok(ics::calendar(&agenda.unit, agenda.today, &events))
    }

    /// The same saved: in the file that is named, else among the office's papers. Gives the file.
    pub fn save_agenda_file(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        file: Option<PathBuf>,
    ) -> Result<PathBuf, Refusal> {
        let text = self.agenda_file(from, to)?;
        let file = match file {
            Some(file) => file,
            None => {
                self.folder().make()?;
                let named = self.folder().papers().join(format!("安办日历 {from} {to}.ics"));
                unused(&named, |file| is_free(file, text.as_bytes()))
            }
        };
        write_whole(&file, text.as_bytes())?;
        Ok(file)
    }
}

/// One name for an obligation: its record's where it has one, else of what it says and when.
fn uid(item: &Item) -> String {
    let task = item.task.code();
    match (item.task.is_round(), &item.place, item.subject) {
        (true, Some(place), _) => {
            let place = place.as_str().replace('/', ".");
            format!("{task}-{place}-{}-{}@anban", item.day, digest(item.errand()))
        }
        (_, _, Some(subject)) => format!("{task}-{subject}@anban"),
        _ => {
            let text = item.ledger.is_none().then_some(item.text.as_str());
            let place = item.begin.as_ref().and_then(|begin| begin.place.as_ref());
            let what = [text, item.ledger.as_deref(), item.batch.as_deref()];
            let what: String =
                what.into_iter().flatten().chain(place.map(UnitPath::as_str)).collect();
            format!("{task}-{}-{}@anban", item.day, digest(&format!("{what}{}", item.rule)))
        }
    }
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))[..DIGEST].to_owned()
}
