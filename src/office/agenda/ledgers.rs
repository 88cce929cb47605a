//! What the ledgers ask for: rows that come to their last day. Which, and when one is reminded, stands in the ledger's file
//! and in the regime.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Item, Office, Refusal, Task};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        namesakes::Namesakes,
        unit::{Level, UnitPath},
    },
    form::ledger::Ledger,
    office::{given::OWNER, officers::EXAMS, review::TASKS},
    store::{
        Driver,
        entries::{self, Batch},
    },
    terms,
};

/// Rows of ledgers that are read at once for the agenda: of a batch that goes on behind them the rest is only counted.
const ENTRIES_READ: u32 = 2000;

/// What is to be done, in a task.
const CONTENT: &str = "content";

/// Units or people that one line names.
pub(super) const IN_A_LINE: usize = 5;

/// The rows of the ledgers in which a new row renews an old one, read once each.
#[derive(Default)]
struct Renewed(HashMap<String, Vec<Entry>>);

impl Renewed {
    /// Whether another row of the same, by all that its ledger knows it by, stands in its place.
    fn has(
        &mut self,
        driver: &mut dyn Driver,
        within: &UnitPath,
        (ledger, namesakes): (&Ledger, &Namesakes),
        entry: &Entry,
    ) -> Result<bool, Refusal> {
        if !self.0.contains_key(&ledger.code) {
            let filter =
                entries::Filter { ledger: Some(ledger.code.clone()), ..entries::Filter::default() };
            let rows = entries::list(driver, within, &filter)?.into_iter();
            self.0.insert(ledger.code.clone(), rows.map(|stored| stored.entry).collect());
        }
        // A namesake's is somebody else's.
        let whose = |row: &Entry| {
            let person = &ledger.own.as_ref()?.person;
            Some(namesakes.who(row.fields.get(person)?, &row.community))
        };
        let own = whose(entry);
        let rows = self.0.get(&ledger.code).map_or(&[][..], Vec::as_slice);
        Ok(rows.iter().any(|other| ledger.is_renewed(entry, other) && whose(other) == own))
    }
}

pub(super) fn said<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", String::as_str)
}

/// The batch that a row of a premises is of, or a task that a unit above the communities has given out.
fn batch_of(ledger: &Ledger, entry: &Entry) -> Option<Batch> {
    let given = ledger.code == TASKS && entry.community.level() < Level::Community;
    let field = if given { CONTENT.to_owned() } else { ledger.batch.clone()? };
    let word = entry.fields.get(&field)?.clone();
    Some(Batch { ledger: ledger.code.clone(), field, word, until: entry.until? })
}

impl Office {
    /// Rows of ledgers whose last day comes or has passed, and that nobody has seen to.
    pub(super) fn entry_items(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let most = self.regime.reminders.iter().map(|rule| rule.ladder.before).max().unwrap_or(0);
        let until = to.max(today + Days::new(most.into()));
        let scope = self.scope.clone();
        let mut items = Vec::new();
        let mut batches: BTreeMap<Batch, Vec<String>> = BTreeMap::new();
        let mut had: HashMap<Id, String> = HashMap::new();
        let mut renewed = Renewed::default();
        let (mut all, long) = self.waiting_entries(&scope, until)?;
        let given = entries::Filter {
            only_waiting: true,
            until: Some(until),
            ..entries::Filter::default()
        };
        all.extend(self.tasks_from_above(&given)?.into_iter().map(|task| entries::Waiting {
            row: task,
            premises: None,
            grid: None,
            gone: false,
            gone_since: false,
        }));
        let gone = match all.iter().any(|waiting| waiting.row.entry.ledger == EXAMS) {
            true => self.gone()?,
            false => Default::default(),
        };
        for waiting in all {
            let entry = waiting.row.entry.clone();
            let Some(day) = entry.until else { continue };
            let Some(ledger) = self.library.ledger(&entry.ledger) else { continue };
            let days = self.regime.remind(&ledger.code).map_or(0, |rule| rule.ladder.before);
            let reminded = day <= today + Days::new(days.into());
            let asked = (from.max(today)..=to).contains(&day);
            let asks = ledger.asks(&entry.fields);
            if asks.is_empty() || !(reminded || asked) {
                continue;
            }
            if !ledger.renews.is_empty() {
                let whole = &self.home;
                let of = (ledger, &gone.0);
                if renewed.has(&mut *self.store.driver, whole, of, &entry)? {
                    continue;
                }
            }
            // Nobody renews what held for premises that are no longer there, nor takes there what was meant for them.
            if ledger.validity && waiting.gone || ledger.batch.is_some() && waiting.gone_since {
                continue;
            }
            // Who has left needs no certificate.
            let (namesakes, gone) = &gone;
            let who = entry.fields.get("name").map(|name| namesakes.who(name, &entry.community));
            if ledger.code == EXAMS && who.is_some_and(|who| gone.contains(&who)) {
                continue;
            }
            let by = self.given_by(&entry);
            let batch = batch_of(ledger, &entry).filter(|_| by.is_none());
            let whose = match ledger.code.as_str() {
                TASKS => Some(said(&entry, OWNER).to_owned()),
                _ => waiting.premises.clone(),
            };
            if let (Some(batch), Some(name)) = (&batch, &whose) {
                let of = batches.entry(batch.clone()).or_default();
                of.push(name.clone());
                // Told below, in one line with the others.
                if of.len() > 1 {
                    continue;
                }
            }
            let printed: HashMap<&str, String> = entry
                .fields
                .iter()
                .map(|(id, value)| (id.as_str(), self.printed(&ledger.code, id, value)))
                .collect();
            let words = asks.fill_known(|id| printed.get(id).map_or("", String::as_str));
            // What is not known leaves no brackets behind.
            let mut told = words.text().replace("（）", "");
            if let Some(by) = by {
                told += &format!("，{by}交办");
            }
            let mend = ledger.mend(&entry.fields);
            let label = |id: &str| ledger.field(id).map_or("", |field| field.label.as_str());
            let why = match (mend, ledger.until.as_deref()) {
                (Some(mend), _) => format!(
                    "{}，{}{}：{}。{}前办好，办好后更正这一条",
                    ledger.title,
                    terms::date(entry.on),
                    label(&mend.field),
                    printed.get(mend.field.as_str()).map_or("", String::as_str),
                    terms::date(day)
                ),
                (None, Some(until)) => {
                    format!("{}，{}{}", ledger.title, label(until), terms::date(day))
                }
                (None, None) => ledger.title.clone(),
            };
            let rule = mend.map_or(String::new(), |mend| mend.source.clone());
            let code = ledger.code.clone();
            had.extend(self.formerly(&waiting.row)?.map(|told| (entry.id, told)));
            items.push(Item {
                premises: waiting.premises,
                premises_id: entry.premises,
                grid: waiting.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
                subject: Some(entry.id),
                ledger: Some(code),
                batch: batch.map(|batch| batch.word),
                rule,
                ..Item::new(Task::Entry, day, today, told, why)
            });
        }
        for item in &mut items {
            let told = batches.iter().find(|(batch, _)| {
                Some(&batch.ledger) == item.ledger.as_ref()
                    && Some(&batch.word) == item.batch.as_ref()
                    && batch.until == item.day
            });
            let Some((batch, names)) = told.filter(|(_, names)| names.len() > 1) else {
                // A row alone opens at itself.
                item.batch = None;
                if let Some(had) = item.subject.and_then(|id| had.get(&id)) {
                    item.why += &format!("；{had}");
                }
                continue;
            };
            let named = &names[..names.len().min(IN_A_LINE)];
            let more = if names.len() > IN_A_LINE { "等" } else { "" };
            let count = long.get(batch).copied().unwrap_or(names.len());
            let of = if batch.ledger == TASKS { "个责任人" } else { "家" };
            item.text =
                format!("{}：还有{count}{of}没有办完（{}{more}）", batch.word, named.join("、"));
            item.premises = None;
            item.premises_id = None;
            item.grid = None;
            item.subject = None;
        }
        Ok(items)
    }

    /// All that waits until a day, the most urgent first; of a batch too long to be read, its first rows and how many there
    /// are.
    fn waiting_entries(
        &mut self,
        scope: &UnitPath,
        until: NaiveDate,
    ) -> Result<(Vec<entries::Waiting>, BTreeMap<Batch, usize>), Refusal> {
        let mut all: Vec<entries::Waiting> = Vec::new();
        let mut begun: Vec<Batch> = Vec::new();
        loop {
            let driver = &mut *self.store.driver;
            let behind =
                all.last().and_then(|last| Some((last.row.entry.until?, last.row.entry.id)));
            let read = entries::waiting(driver, scope, until, behind, &begun, ENTRIES_READ)?;
            let full = read.len() == ENTRIES_READ as usize;
            all.extend(read);
            if !full {
                break;
            }
            let batches = all.iter().filter_map(|waiting| {
                batch_of(self.library.ledger(&waiting.row.entry.ledger)?, &waiting.row.entry)
            });
            begun = batches.collect::<BTreeSet<_>>().into_iter().collect();
        }
        let mut long = BTreeMap::new();
        for batch in begun {
            let count = entries::waiting_in(&mut *self.store.driver, scope, &batch)?;
            long.insert(batch, count);
        }
        Ok((all, long))
    }
}
