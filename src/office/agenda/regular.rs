//! Work that leaves a row in a ledger again and again (`[[regular]]`): what a period lacks, and what does not come up to
//! the mark (`[[bound]]`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{
    Begin, Item, OWED, Office, Refusal, Task,
    ledgers::{IN_A_LINE, said},
};
use crate::{
    domain::{
        deadline::office_due,
        entry::{self, Entry},
        namesakes::Who,
        unit::{Level, UnitPath},
    },
    form::regime::{BoundRule, Each, Every, RegularRule},
    store::{coverage, entries},
    terms,
};

impl Office {
    /// Work that leaves a row in a ledger again and again and has not left it: the period of today as it comes to its end,
    /// the one before, and those that come to their end in the days `ahead`; of what is done every day today, and the
    /// days before.
    pub(super) fn regular_items(
        &mut self,
        ahead: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let level = self.scope.level();
        let mut items = Vec::new();
        for rule in self.regime.regulars.clone() {
            if rule.level < level {
                continue;
            }
            let Some(every) = rule.every else {
                items.extend(self.missed_days(&rule)?);
                if rule.lasts.holds(today) {
                    items.extend(self.regular_lines(&rule, today, today)?);
                }
                continue;
            };
            let (from, to) = every.stretch(today);
            let before = every.stretch(from - Days::new(1));
            let last = ahead.map_or(to, |(_, last)| last.max(to));
            let from_now = std::iter::successors(Some((from, to)), |(_, to)| {
                Some(every.stretch(*to + Days::new(1)))
            });
            let from_now = from_now.take_while(|(from, _)| *from <= last);
            for (from, to) in std::iter::once(before).chain(from_now) {
                let reminded = to <= today + Days::new(rule.before.into());
                let asked = |(first, last): (NaiveDate, NaiveDate)| {
                    (first..=last).contains(&self.regular_due(from, to))
                };
                // What a year lacks is late for a while; what speaks of it can be made good.
                let long_ago = today > to + OWED && every == Every::Year && rule.speaks.is_none();
                // Nobody meets in a week without a working day.
                let told = (reminded || ahead.is_some_and(asked)) && !long_ago;
                if told && rule.lasts.holds(from) && self.is_worked((from, to)) {
                    items.extend(self.regular_lines(&rule, from, to)?);
                }
            }
        }
        Ok(items)
    }

    /// Rows of yesterday and today that are not up to the mark where no rule asks for another one: a watch of too few.
    pub(super) fn short_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let bounds = self.regime.bounds.iter();
        let asked =
            |bound: &BoundRule| self.regime.regulars.iter().any(|rule| rule.ledger == bound.ledger);
        let bounds: Vec<BoundRule> = bounds.filter(|bound| !asked(bound)).cloned().collect();
        let scope = self.scope.clone();
        let mut items = Vec::new();
        for bound in bounds {
            let filter = entries::Filter {
                ledger: Some(bound.ledger.clone()),
                from: Some(today - Days::new(1)),
                to: Some(today),
                ..entries::Filter::default()
            };
            for stored in entries::list(&mut *self.store.driver, &scope, &filter)? {
                let entry = stored.entry;
                let Some((field, short)) = self.falls_short(&entry) else { continue };
                if field != bound.field {
                    continue;
                }
                let unit = self.unit_name_apart(&entry.community);
                let on = terms::month_day(entry.on);
                let text = format!("{}：{unit}{on}{short}", bound.label);
                let why = "补齐以后更正这一条；没有更正的列到第二天".to_owned();
                items.push(Item {
                    rule: bound.source.clone(),
                    ledger: Some(bound.ledger.clone()),
                    subject: Some(entry.id),
                    ..Item::new(Task::Regular, today, today, text, why)
                });
            }
        }
        Ok(items)
    }

    /// For which days a row counts, where the same work of the days before those of today is still owed: 算在11月1日至
    /// 11月30日；10月1日至10月31日的微型消防站拉动演练还没有登记。
    pub fn still_owed_before(&mut self, entry: &Entry) -> Result<Option<String>, Refusal> {
        let rules = self.regime.regulars.iter().filter(|rule| {
            let says = |(field, value): &(String, String)| said(entry, field) == value;
            rule.ledger == entry.ledger
                && rule.each == Each::Unit
                && rule.speaks.is_none()
                && rule.only.as_ref().is_none_or(says)
                && !(rule.own && entry.premises.is_some())
        });
        for rule in rules.cloned().collect::<Vec<_>>() {
            let Some(every) = rule.every else { continue };
            let now = every.stretch(self.act.today);
            let before = every.stretch(now.0 - Days::new(1));
            if entry.on < now.0 || !rule.lasts.holds(before.0) || !self.is_worked(before) {
                continue;
            }
            let lacking = self.units_without(&rule, before.0, before.1)?;
            if lacking.iter().any(|(unit, _)| unit.covers(&entry.community)) {
                let days =
                    |(from, to)| format!("{}至{}", terms::month_day(from), terms::month_day(to));
                return Ok(Some(format!(
                    "算在{}；{}的{}还没有登记，办过的请按那天的日期补登。",
                    days(now),
                    days(before),
                    rule.label
                )));
            }
        }
        Ok(None)
    }

    /// The last day on which somebody is in the office for the work of a period.
    fn regular_due(&self, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        if from == to { to } else { office_due(&self.calendar, to).day.max(from) }
    }

    /// What a rule lacks in a period, and what was done there but not up to the mark; nothing where all is there.
    fn regular_lines(
        &mut self,
        rule: &RegularRule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
        let mut begin = Begin {
            fields: rule.only.iter().cloned().collect::<BTreeMap<_, _>>(),
            ..Begin::default()
        };
        let spoken = rule.speaks.iter().map(|field| (field.clone(), terms::period(from, to)));
        begin.fields.extend(spoken);
        // What was done in days that are over bears one of them: today's would count for those that run.
        let day = self.library.ledger(&rule.ledger).and_then(|ledger| ledger.day.clone());
        let day = day.filter(|_| to < self.act.today && rule.speaks.is_none());
        let over = day.is_some().then_some((from, to));
        begin.fields.extend(day.map(|day| (day, from.to_string())));
        let short = self.short_item(rule, &begin, from, to)?;
        let lacking = self.lacking_item(rule, begin, from, to)?;
        Ok(lacking.map(|item| Item { over, ..item }).into_iter().chain(short).collect())
    }

    fn lacking_item(
        &mut self,
        rule: &RegularRule,
        mut begin: Begin,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Item>, Refusal> {
        let lacking = match &rule.each {
            Each::Unit => {
                let (places, names) = self.units_without(rule, from, to)?.into_iter().unzip();
                begin.place = Vec::into_iter(places).next();
                names
            }
            Each::Key => {
                begin.day = Some(to.min(self.act.today));
                let lacking = self.keys_without(rule, from, to)?;
                // A sheet of every day that was never used is told of without names: nobody is held to it yet.
                match rule.every.is_none() && !lacking.is_empty() && !self.is_begun(rule)? {
                    true => vec!["还没有登记过，从登记的第一天起算".to_owned()],
                    false => lacking,
                }
            }
            Each::Officer(field) => self.officers_without(rule, field, from, to)?,
        };
        if lacking.is_empty() {
            return Ok(None);
        }
        let count = lacking.len();
        let mut names = lacking;
        names.truncate(IN_A_LINE);
        let more = if count > IN_A_LINE { format!("等{count}个") } else { String::new() };
        let text = format!("{}：{}{more}", rule.label, names.join("、"));
        let days = if from == to {
            terms::date(from)
        } else {
            format!("{}至{}", terms::date(from), terms::date(to))
        };
        let day = self.regular_due(from, to);
        let why = format!("{days}应有{}次，登记进台账就算办了", rule.times);
        Ok(Some(Item {
            rule: rule.source.clone(),
            ledger: Some(rule.ledger.clone()),
            begin: Some(begin),
            ..Item::new(Task::Regular, day, self.act.today, text, why)
        }))
    }

    /// Whether its ledger was ever used.
    fn is_begun(&mut self, rule: &RegularRule) -> Result<bool, Refusal> {
        let scope = self.scope.clone();
        Ok(entries::days(&mut *self.store.driver, &scope, &rule.ledger)?.is_some())
    }

    /// Units that have done a work of a period that still runs, but not once up to the mark (`[[bound]]`): it counts as
    /// done, and is told until the period ends.
    fn short_item(
        &mut self,
        rule: &RegularRule,
        begin: &Begin,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Item>, Refusal> {
        let today = self.act.today;
        if rule.each != Each::Unit || to < today || self.bounds(&rule.ledger).next().is_none() {
            return Ok(None);
        }
        let (mut short, mut place): (Vec<String>, Option<UnitPath>) = (Vec::new(), None);
        let rows = self.rows_of(rule, from, to)?;
        for (path, name) in self.standing_communities(from) {
            let own = |row: &&entries::Stored| row.entry.community == path;
            let said: Vec<Option<String>> = rows
                .iter()
                .filter(own)
                .map(|row| self.falls_short(&row.entry).map(|(_, why)| why))
                .collect();
            if let (Some(Some(why)), true) = (said.first(), said.iter().all(Option::is_some)) {
                short.push(format!("{name}{why}"));
                place.get_or_insert(path);
            }
        }
        if short.is_empty() {
            return Ok(None);
        }
        short.truncate(IN_A_LINE);
        let text = format!("{}：{}", rule.label, short.join("；"));
        let day = office_due(&self.calendar, to).day.max(today);
        let why = "这一期做过，没有一次达标，期内再做一次".to_owned();
        Ok(Some(Item {
            rule: rule.source.clone(),
            ledger: Some(rule.ledger.clone()),
            begin: Some(Begin { place, ..begin.clone() }),
            ..Item::new(Task::Regular, day, today, text, why)
        }))
    }

    /// Communities that existed all through the days.
    fn standing_communities(&self, from: NaiveDate) -> Vec<(UnitPath, String)> {
        self.units_at(Level::Community)
            .filter(|unit| unit.valid_from <= from)
            .map(|unit| (unit.path.clone(), self.unit_name_apart(&unit.path)))
            .collect()
    }

    pub(super) fn units_without(
        &mut self,
        rule: &RegularRule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(UnitPath, String)>, Refusal> {
        let places = self.standing_communities(from);
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.scope.clone();
        let all = rule.only.is_none() && rule.least.is_none() && !rule.own;
        let counts = if all {
            entries::counted(&mut *self.store.driver, &scope, &rule.ledger, from, to)?
        } else {
            let mut counts: HashMap<UnitPath, u32> = HashMap::new();
            for stored in self.rows_of(rule, from, to)? {
                *counts.entry(stored.entry.community).or_default() += 1;
            }
            counts
        };
        if rule.level < Level::Community {
            let of = |unit: &UnitPath| -> u32 {
                counts.iter().filter(|(place, _)| unit.covers(place)).map(|(_, count)| count).sum()
            };
            let lacking = self.units_at(rule.level).filter(|unit| of(&unit.path) < rule.times);
            return Ok(lacking.map(|unit| (unit.path.clone(), unit.name.clone())).collect());
        }
        let lacks = |place: &UnitPath| counts.get(place).copied().unwrap_or(0) < rule.times;
        Ok(places.into_iter().filter(|(path, _)| lacks(path)).collect())
    }

    fn keys_without(
        &mut self,
        rule: &RegularRule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<String>, Refusal> {
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let all = coverage::required(driver, &scope, true)?;
        let tick = self.library.ledger(&rule.ledger).and_then(|ledger| ledger.tick.clone());
        let uncounted = tick.as_ref().map(|tick| (tick.field.as_str(), &tick.missing[..]));
        let days = (from, to);
        let with = entries::keys_with(driver, &scope, &rule.ledger, uncounted, days)?;
        let mut lacking = Vec::new();
        let mut named = 0;
        for (path, name) in self.standing_communities(from) {
            let all = all.get(&path).copied().unwrap_or(0);
            let lacks = all.saturating_sub(with.get(&path).copied().unwrap_or(0));
            if lacks == 0 {
                continue;
            }
            // Each is named as long as there is room in the line.
            let room = IN_A_LINE.saturating_sub(named) as u32;
            let driver = &mut *self.store.driver;
            let names = match room {
                0 => Vec::new(),
                _ => entries::keys_lacking(driver, &path, &rule.ledger, uncounted, days, room)?,
            };
            named += names.len();
            let names = if names.is_empty() {
                String::new()
            } else {
                format!(
                    "（{}{}）",
                    names.join("、"),
                    if (names.len() as u32) < lacks { "等" } else { "" }
                )
            };
            lacking.push(format!("{name}{lacks}家未报{names}"));
        }
        Ok(lacking)
    }

    pub(super) fn officers_without(
        &mut self,
        rule: &RegularRule,
        field: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<String>, Refusal> {
        let rows = self.rows_of(rule, from, to)?;
        let namesakes = self.namesakes()?;
        let mut officers: BTreeSet<Who> = BTreeSet::new();
        for (grid, names) in self.officers(to.min(self.act.today))? {
            officers.extend(names.iter().map(|name| namesakes.who(name, &grid)));
        }
        officers.retain(|who| {
            let named = |stored: &&entries::Stored| {
                entry::people(said(&stored.entry, field))
                    .any(|person| namesakes.who(person, &stored.entry.community) == *who)
            };
            (rows.iter().filter(named).count() as u32) < rule.times
        });
        let called = |who: Who| match &who.unit {
            Some(unit) => format!("{}（{}）", who.name, self.unit_name_apart(unit)),
            None => who.name,
        };
        Ok(officers.into_iter().map(called).collect())
    }

    /// The rows of a rule's ledger in some days that count for it; one that waits to be done is not done. What somebody has
    /// taken part in counts wherever in the register it was entered.
    pub(in crate::office) fn rows_of(
        &mut self,
        rule: &RegularRule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<entries::Stored>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(rule.ledger.clone()),
            from: Some(from),
            to: rule.speaks.is_none().then_some(to),
            ..entries::Filter::default()
        };
        let within = if matches!(rule.each, Each::Officer(_)) { &self.home } else { &self.scope };
        let mut rows = entries::list(&mut *self.store.driver, within, &filter)?;
        rows.retain(|stored| {
            if stored.entry.waits || rule.own && stored.entry.premises.is_some() {
                return false;
            }
            let fields = &stored.entry.fields;
            if let Some(field) = &rule.speaks
                && fields.get(field).and_then(|text| terms::appraised(text)) != Some((from, to))
            {
                return false;
            }
            let says = |(field, value): &(String, String)| fields.get(field) == Some(value);
            let enough = |(field, least): &(String, u32)| {
                let number = fields.get(field).and_then(|text| text.parse::<f64>().ok());
                number.is_some_and(|number| number >= f64::from(*least))
            };
            rule.only.as_ref().is_none_or(says) && rule.least.as_ref().is_none_or(enough)
        });
        Ok(rows)
    }
}
