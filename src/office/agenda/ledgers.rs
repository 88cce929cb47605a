//! What the ledgers ask for: rows that come to their last day, and rows that are owed again and again. Which, and when
//! one is reminded, stands in the ledger's file and in the regime.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::{Begin, Item, OWED, Office, Refusal, Task};
use crate::{
    domain::{
        deadline::office_due,
        entry::{self, Entry},
        id::Id,
        namesakes::{Namesakes, Who},
        unit::{Level, UnitPath},
    },
    form::{
        ledger::Ledger,
        regime::{Each, Every, RegularRule},
    },
    office::{given::OWNER, officers::EXAMS, review::TASKS},
    store::{
        Driver, coverage,
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

fn said<'e>(entry: &'e Entry, id: &str) -> &'e str {
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
                    items.extend(self.regular_item(&rule, today, today)?);
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
                    items.extend(self.regular_item(&rule, from, to)?);
                }
            }
        }
        Ok(items)
    }

    /// The last day on which somebody is in the office for the work of a period.
    fn regular_due(&self, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        if from == to { to } else { office_due(&self.calendar, to).day.max(from) }
    }

    /// What a rule lacks in a period; nothing where all is there.
    fn regular_item(
        &mut self,
        rule: &RegularRule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Item>, Refusal> {
        let mut begin = Begin {
            fields: rule.only.iter().cloned().collect::<BTreeMap<_, _>>(),
            ..Begin::default()
        };
        let spoken = rule.speaks.iter().map(|field| (field.clone(), terms::period(from, to)));
        begin.fields.extend(spoken);
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
            return self.short_item(rule, begin, from, to);
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
        begin: Begin,
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
            begin: Some(Begin { place, ..begin }),
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
