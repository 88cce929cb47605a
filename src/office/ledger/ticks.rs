//! A sheet of 重点监管 premises and days on which one key enters a row (`[tick]` of a ledger, INS-27), and who is missing.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Entry, Filter, Ledger, Office, Refusal, Typed};
use crate::{
    domain::{id::Id, unit::UnitPath},
    form::tick::Tick,
    store::{coverage, entries},
};

/// The ticks of some days, both ends counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    pub ledger: Ledger,
    pub tick: Tick,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// By community and grid, then by name.
    pub rows: Vec<Ticked>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ticked {
    pub premises: Id,
    pub name: String,
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub days: BTreeMap<NaiveDate, Cell>,
}

/// The last row of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub entry: Id,
    pub value: String,
}

impl Ticks {
    /// What a cell shows; nothing where there is no row.
    pub fn sign(&self, row: &Ticked, day: NaiveDate) -> &str {
        let options = self.options();
        let at = row.days.get(&day).map(|cell| options.iter().position(|it| *it == cell.value));
        match at {
            Some(Some(at)) => self.tick.signs.get(at).map_or("", String::as_str),
            Some(None) => "?",
            None => "",
        }
    }

    /// What can be ticked, the plain tick first.
    pub fn options(&self) -> &[String] {
        self.ledger.field(&self.tick.field).map(|field| &field.options[..]).unwrap_or_default()
    }

    /// Those of whom nothing has come on a day.
    pub fn missing(&self, day: NaiveDate) -> impl Iterator<Item = &Ticked> {
        self.rows.iter().filter(move |row| {
            row.days.get(&day).is_none_or(|cell| self.tick.missing.contains(&cell.value))
        })
    }
}

impl Office {
    /// The sheet of some days for the key premises as they stand today, of one premises when it is named.
    pub fn ticks(
        &mut self,
        code: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Ticks, Refusal> {
        let ledger = self.ledger(code)?;
        let Some(tick) = ledger.tick.clone() else {
            return Err(Refusal::said(format!(
                "“{}”不是逐日登记的。请用 anban ledger add 登记。",
                ledger.title
            )));
        };
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let mut subjects = coverage::subjects(driver, &scope, true, None)?;
        subjects.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
        let filter = Filter {
            ledger: Some(ledger.code.clone()),
            from: Some(from),
            to: Some(to),
            ..Filter::default()
        };
        let mut days: HashMap<Id, BTreeMap<NaiveDate, Cell>> = HashMap::new();
        // The newest first: the first of a day stands.
        for stored in entries::list(driver, &scope, &filter)? {
            let Entry { id, premises: Some(premises), on, mut fields, .. } = stored.entry else {
                continue;
            };
            let value = fields.remove(&tick.field).unwrap_or_default();
            let of = days.entry(premises).or_default();
            of.entry(on).or_insert(Cell { entry: id, value });
        }
        let rows = subjects.into_iter().map(|subject| Ticked {
            premises: subject.id,
            name: subject.name,
            community: subject.place.0,
            grid: subject.place.1,
            days: days.remove(&subject.id).unwrap_or_default(),
        });
        Ok(Ticks { rows: rows.collect(), ledger, tick, from, to })
    }

    /// Ticks premises on a day, in one act; the first option when no value is said. A row that says otherwise is put right,
    /// one that says the same stays. Gives the rows that are new or changed.
    pub fn tick(
        &mut self,
        code: &str,
        premises: &[Id],
        on: Option<NaiveDate>,
        value: Option<&str>,
    ) -> Result<Vec<Entry>, Refusal> {
        let on = self.act.day(on)?;
        let sheet = self.ticks(code, (on, on))?;
        let field = &sheet.tick.field;
        let value = match (value, sheet.ledger.field(field), sheet.options().first()) {
            (Some(value), Some(field), _) => field.read(value).map_err(Refusal::said)?,
            (_, _, first) => first.cloned().unwrap_or_default(),
        };
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for id in premises {
            let row = sheet.rows.iter().find(|row| row.premises == *id);
            match row.and_then(|row| row.days.get(&on)) {
                Some(cell) if cell.value == value => {}
                Some(cell) => changed.push(cell.entry),
                None => {
                    let mut fields = self.entry_proposals(code, Some(*id))?;
                    fields.insert(field.clone(), value.clone());
                    if let Some(day) = &sheet.ledger.day {
                        fields.insert(day.clone(), on.to_string());
                    }
                    new.push(Typed { premises: Some(id.to_string()), fields, ..Typed::default() });
                }
            }
        }
        let mut made = if new.is_empty() { Vec::new() } else { self.add_entries(code, &new)? };
        let says: BTreeMap<String, String> = [(field.clone(), value)].into();
        for entry in changed {
            made.push(self.edit_entry(entry, &says, None)?);
        }
        Ok(made)
    }
}
