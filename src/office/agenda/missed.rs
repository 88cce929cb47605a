//! Work of every day (`[[regular]]`, every = day) that was not done on the days before: it stays for as long as the
//! house keeps what was missed, in one line a unit, late since the first day of them. Where key premises are ticked that
//! begins with the first day that was: nobody is held to a sheet that the office has never used.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::{Begin, Item, OWED, Office, Refusal, Task};
use crate::{
    domain::unit::{Level, UnitPath},
    form::regime::{Each, RegularRule},
    store::{self, coverage, entries},
    terms,
};

/// Whose day it was, and how many rows each day lacks.
type Missed = BTreeMap<(UnitPath, String), BTreeMap<NaiveDate, u32>>;

impl Office {
    /// What a rule of every day lacks on the days before today.
    pub(super) fn missed_days(&mut self, rule: &RegularRule) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let missed = match rule.each {
            Each::Key => self.keys_missed(rule)?,
            Each::Unit | Each::Officer(_) => self.rows_missed(rule)?,
        };
        let mut items = Vec::new();
        for ((place, name), days) in missed {
            let (Some((first, _)), Some((last, _))) =
                (days.first_key_value(), days.last_key_value())
            else {
                continue;
            };
            let (first, last) = (*first, *last);
            let rows: u32 = days.values().sum();
            let what = match &rule.each {
                Each::Key if days.len() == 1 => format!("{rows}家未报"),
                Each::Key => format!("有{}天没有报齐，共{rows}家次", days.len()),
                Each::Unit | Each::Officer(_) if days.len() == 1 => "没有登记".to_owned(),
                Each::Unit | Each::Officer(_) => format!("有{}天没有登记", days.len()),
            };
            let on = match first == last {
                true => terms::month_day(first),
                false => format!("{}至{}", terms::month_day(first), terms::month_day(last)),
            };
            let text = format!("{}：{name}{on}{what}", rule.label);
            let why = format!("每天应有{}次，没有的补登以后不再列", rule.times);
            let begin = Begin {
                place: Some(place).filter(|place| place.level() == Level::Community),
                fields: rule.only.iter().cloned().collect(),
                day: matches!(rule.each, Each::Key).then_some(first),
            };
            items.push(Item {
                rule: rule.source.clone(),
                ledger: Some(rule.ledger.clone()),
                begin: Some(begin),
                ..Item::new(Task::Regular, first, today, text, why)
            });
        }
        Ok(items)
    }

    /// Of units and of officers, day by day.
    fn rows_missed(&mut self, rule: &RegularRule) -> Result<Missed, Refusal> {
        let mut missed = Missed::new();
        let today = self.act.today;
        let days = (today - OWED).iter_days().take_while(|day| *day < today);
        for day in days.filter(|day| rule.lasts.holds(*day)) {
            let lacking: Vec<(UnitPath, String)> = match &rule.each {
                Each::Officer(field) => {
                    let place = self.scope.clone();
                    let began = self.unit(&self.home).is_some_and(|unit| unit.valid_from <= day);
                    let names = match began {
                        true => self.officers_without(rule, field, day, day)?,
                        false => Vec::new(),
                    };
                    names.into_iter().map(|name| (place.clone(), name)).collect()
                }
                Each::Unit | Each::Key => self.units_without(rule, day, day)?,
            };
            for whose in lacking {
                missed.entry(whose).or_default().insert(day, 1);
            }
        }
        Ok(missed)
    }

    /// Of key premises: counted by day, those that were no key premises on a day left out of it.
    fn keys_missed(&mut self, rule: &RegularRule) -> Result<Missed, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let Some((first, _)) = entries::days(&mut *self.store.driver, &scope, &rule.ledger)? else {
            return Ok(Missed::new());
        };
        let (from, last) = (first.max(today - OWED), today - Days::new(1));
        let tick = self.library.ledger(&rule.ledger).and_then(|ledger| ledger.tick.clone());
        let uncounted = tick.as_ref().map(|tick| (tick.field.as_str(), &tick.missing[..]));
        let driver = &mut *self.store.driver;
        let with = entries::keys_by_day(driver, &scope, &rule.ledger, uncounted, (from, last))?;
        let known = coverage::keys_since(driver, &scope)?;
        let mut free: HashMap<(UnitPath, NaiveDate), u32> = HashMap::new();
        for (community, id, since) in coverage::keys_changed(driver, &scope, from)? {
            let changes = store::premises::changes(driver, &community, id)?;
            for day in from.max(since).iter_days().take_while(|day| *day <= last) {
                let then = changes.iter().filter(|change| change.on <= day);
                let then = then.max_by_key(|change| change.on).map(|change| &change.after);
                if !then.is_some_and(|entry| entry.is_patrolled() && entry.key) {
                    *free.entry((community.clone(), day)).or_default() += 1;
                }
            }
        }
        let mut missed = Missed::new();
        for unit in self.units_at(Level::Community) {
            let of = known.get(&unit.path).map_or(&[][..], Vec::as_slice);
            let begins = from.max(unit.valid_from);
            let days = begins.iter_days().take_while(|day| *day <= last);
            for day in days.filter(|day| rule.lasts.holds(*day)) {
                let owed: u32 =
                    of.iter().filter(|(since, _)| *since <= day).map(|(_, count)| count).sum();
                let key = (unit.path.clone(), day);
                let there = with.get(&key).copied().unwrap_or(0);
                let none = free.get(&key).copied().unwrap_or(0);
                let lacks = owed.saturating_sub(there).saturating_sub(none);
                if lacks > 0 {
                    let whose = (unit.path.clone(), self.unit_name_apart(&unit.path));
                    missed.entry(whose).or_default().insert(day, lacks);
                }
            }
        }
        Ok(missed)
    }
}
