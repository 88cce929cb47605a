//! Ledgers (台账): rows that people type in, under columns that a form file names. A new ledger is a new file.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Office, Refusal, clock, review::TASKS, warn::Word};
use crate::{
    domain::{
        entry::Entry, id::Id, notice::Void, permission::Deed, rule::RuleError, unit::UnitPath,
    },
    form::{
        agree::Agree,
        facts::About,
        field::FieldKind,
        filled::{self, Problem},
        ledger::Ledger,
        library::Kind,
        rating::Counted,
    },
    store::{self, entries},
};

mod accountable;
mod again;
mod bound;
mod clue;
mod counted;
mod day_log;
mod done;
mod formerly;
mod interview;
mod moving;
mod own;
mod renewing;
mod score;
mod spread;
mod ticks;
mod together;

pub(in crate::office) use self::formerly::Hands;
pub use self::{
    day_log::{DayLog, Drafted},
    moving::Whose,
    spread::{Spread, Spreaded},
    ticks::{Cell, Ticked, Ticks},
};
pub use crate::store::entries::{Filter, Held, Stored};

/// What an entry is told: its answers by field, and what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    pub premises: Option<String>,
    pub hazard: Option<String>,
    /// Where it belongs when it is about no premises; the only community when not said.
    pub community: Option<UnitPath>,
    pub fields: BTreeMap<String, String>,
}

impl Office {
    pub fn ledger(&self, code: &str) -> Result<Ledger, Refusal> {
        self.library.ledger(code).cloned().ok_or_else(|| {
            let known: Vec<String> = self
                .library
                .ledgers()
                .map(|ledger| format!("{}（{}）", ledger.code, ledger.title))
                .collect();
            Refusal::said(format!("没有代码为“{code}”的台账。现有：{}。", known.join("、")))
        })
    }

    /// Those in sight, the newest first; of tasks those too that were given from above to somebody of this desk.
    pub fn entries(&mut self, filter: &Filter) -> Result<Vec<Stored>, Refusal> {
        self.entries_under(None, filter)
    }

    /// Those of one unit in sight.
    pub fn entries_under(
        &mut self,
        of: Option<&UnitPath>,
        filter: &Filter,
    ) -> Result<Vec<Stored>, Refusal> {
        let own = Filter { reaching: self.reaching(), ..filter.clone() };
        let mut rows = entries::list(&mut *self.store.driver, of.unwrap_or(&self.scope), &own)?;
        let given = match (of, filter.ledger.as_deref(), filter.premises, filter.hazard) {
            (None, Some(TASKS), None, None) => self.tasks_from_above(filter)?,
            _ => Vec::new(),
        };
        if !given.is_empty() {
            rows.extend(given);
            rows.sort_by_key(|row| std::cmp::Reverse((row.entry.on, row.entry.id)));
            rows.truncate(filter.limit.map_or(usize::MAX, |limit| limit as usize));
        }
        Ok(rows)
    }

    /// The ledgers whose rows are work at the premises: what was meant for those that are gone since nobody does any more.
    pub(super) fn reaching(&self) -> Vec<String> {
        let batches = self.library.ledgers().filter(|ledger| ledger.batch.is_some());
        batches.map(|ledger| ledger.code.clone()).collect()
    }

    /// What each ledger holds, by its code; those without a row are not in it.
    pub fn ledgers_held(&mut self) -> Result<HashMap<String, Held>, Refusal> {
        let reaching = self.reaching();
        Ok(entries::held(&mut *self.store.driver, &self.scope, self.act.today, &reaching)?)
    }

    /// One in sight, or a task that was given from above to somebody of this desk.
    pub fn entry(&mut self, id: Id) -> Result<Stored, Refusal> {
        let found = match entries::by_id(&mut *self.store.driver, &self.scope, id)? {
            Some(found) => Some(found),
            None => self.task_from_above(id)?,
        };
        found.ok_or_else(|| {
            Refusal::said(format!("没有编号为 {id} 的台账记录。请用 anban ledger list 查看编号。"))
        })
    }

    /// What is known already for a new row, by the ids of the fields.
    pub fn entry_proposals(
        &mut self,
        code: &str,
        premises: Option<Id>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let ledger = self.ledger(code)?;
        let mut known = self.known_of(&ledger, premises)?;
        if let (Some(daily), Some(premises)) = (&ledger.daily, premises) {
            known.extend(self.proposed_of_day(daily, premises)?);
        }
        Ok(known)
    }

    /// What the fields of a ledger propose by themselves.
    fn known_of(
        &mut self,
        ledger: &Ledger,
        premises: Option<Id>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        self.known_at(ledger, premises, &self.scope.clone())
    }

    /// The same of a row that belongs to a unit.
    fn known_at(
        &mut self,
        ledger: &Ledger,
        premises: Option<Id>,
        unit: &UnitPath,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let today = self.act.today;
        let facts = match premises {
            Some(id) => self.facts_of_premises(id, today)?,
            None => self.unit_facts(unit, today),
        };
        let known = ledger.fields.iter().map(|field| {
            let proposal = field.proposal(&facts);
            // A day as it is typed, not as papers print it.
            let value = field.read(&proposal).unwrap_or(proposal);
            (field.id.clone(), value)
        });
        Ok(known.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// Of a task that is given down to several, the row of the first: each has one.
    pub fn add_entry(&mut self, code: &str, typed: &Typed) -> Result<Entry, Refusal> {
        let ledger = self.ledger(code)?;
        let revision = self.revision(Kind::Ledger, code)?;
        let entry = self.new_entry(&ledger, typed)?;
        self.ask_whether_again(&ledger, &entry)?;
        let (entry, others) = self.rows_of_each(&ledger, None, entry)?;
        if !others.is_empty() {
            let rows: Vec<Entry> = std::iter::once(entry.clone()).chain(others).collect();
            self.write_together(&ledger, &revision, &rows)?;
            return Ok(entry);
        }
        let (follow, tasks) = self.following(None, &entry)?;
        let today = self.act.today;
        self.act.write(&mut self.store, ledger.deed(), |driver, trace| {
            store::forms::keep(driver, &revision)?;
            follow.write(driver, trace, &revision, tasks.as_ref(), today)?;
            entries::insert(driver, &entry, &revision.sha)?;
            trace.note("entry_add", Some(&entry.community), entry.id, &entry)
        })?;
        Ok(entry)
    }

    /// Puts an entry right; `read` is the version that the caller has seen.
    pub fn edit_entry(
        &mut self,
        id: Id,
        fields: &BTreeMap<String, String>,
        read: Option<i64>,
    ) -> Result<Entry, Refusal> {
        self.put_right(id, fields, None, read)
    }

    fn put_right(
        &mut self,
        id: Id,
        fields: &BTreeMap<String, String>,
        to: Option<&Whose>,
        read: Option<i64>,
    ) -> Result<Entry, Refusal> {
        let before = self.entry(id)?;
        if read.is_some_and(|read| read != before.version) {
            return Err(store::Fault::Conflict.into());
        }
        if before.entry.void.is_some() {
            return Err(Refusal::said("这条记录已经作废，不能再改。请另登记一条。"));
        }
        let ledger = self.ledger(&before.entry.ledger)?;
        let revision = self.revision(Kind::Ledger, &ledger.code)?;
        let mut laid = before.entry.fields.clone();
        // A field that the form no longer has stays in the journal, not in the entry.
        laid.retain(|id, _| ledger.fields.iter().any(|field| field.id == *id));
        laid.extend(fields.clone());
        let place = match to {
            Some(to) => self.going(&ledger, &before.entry, to, &mut laid)?,
            None => (before.entry.community.clone(), before.entry.premises),
        };
        let fields = self.entry_fields(&ledger, &laid)?;
        let known = Some(&before.entry.fields);
        let fields = rated(&ledger, fields, known)?;
        let fields = clue::with_ban(&ledger, fields, known, self.act.today)?;
        let fields = self.with_report_by(&ledger, fields, known);
        // One whose day is not known yet keeps the one on which it was entered.
        let on = self.act.day(day_of(&fields, &ledger.day).or(Some(before.entry.on)))?;
        let until = ledger.last_day(on, &fields);
        let after = Entry {
            community: place.0,
            premises: place.1,
            on,
            until,
            waits: ledger.waits(until, &fields),
            fields,
            ..before.entry.clone()
        };
        check_order(&ledger, &after, self.act.today)?;
        self.check_row_stands(&before.entry, &after)?;
        self.check_given(&before.entry, &after)?;
        self.check_done(&before.entry, &after)?;
        self.check_own(Some(&before.entry), &after)?;
        self.check_proof(&before.entry)?;
        self.check_appraisal(&after)?;
        self.check_score(&after)?;
        self.check_counted(Some(&before.entry), &after)?;
        self.check_accountable(Some(&before.entry), &after)?;
        self.check_measure(Some(&before.entry), &after)?;
        self.check_accident(&after)?;
        self.check_by_hand(Some(&before.entry), &after)?;
        self.check_owners(Some(&before.entry), &after)?;
        self.check_there(Some(&before.entry), &after)?;
        self.check_absence(Some(&before.entry), &after)?;
        self.check_ticked(&ledger, &before.entry, &after)?;
        let (after, others) = self.rows_of_each(&ledger, Some(&before.entry), after)?;
        if after.community == before.entry.community {
            self.write_entry("entry_edit", &before, (after, others), &revision)
        } else {
            self.write_elsewhere(&before, (after, others), &revision)
        }
    }

    /// Strikes an entry out, with the reason; it stays visible. One that a confirmation has made is taken back with it, so
    /// that its cases are suggested again.
    pub fn void_entry(&mut self, id: Id, reason: &str) -> Result<Entry, Refusal> {
        let (before, after) = self.struck(id, reason)?;
        if let Some(said) = self.confirmed_as(id)? {
            self.withdraw_warning(said.id, &Word::default(), reason)?;
            return Ok(after);
        }
        let revision = self.revision(Kind::Ledger, &after.ledger)?;
        self.write_entry("entry_void", &before, (after, Vec::new()), &revision)
    }

    fn struck(&mut self, id: Id, reason: &str) -> Result<(Stored, Entry), Refusal> {
        let before = self.entry(id)?;
        if before.entry.void.is_some() {
            return Err(Refusal::said("这条记录已经作废，不用再办。"));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let void = Void { on: self.act.today, reason: reason.to_owned() };
        let after = Entry { void: Some(void), waits: false, ..before.entry.clone() };
        self.check_row_stands(&before.entry, &after)?;
        self.check_given(&before.entry, &after)?;
        self.check_own(Some(&before.entry), &after)?;
        self.check_proof(&before.entry)?;
        Ok((before, after))
    }

    /// Rows of a ledger that were entered together are struck out together; one that was changed since is not.
    pub(super) fn void_together(&mut self, ids: &[Id], reason: &str) -> Result<(), Refusal> {
        let struck = ids.iter().map(|id| self.struck(*id, reason));
        let struck = struck.collect::<Result<Vec<(Stored, Entry)>, Refusal>>()?;
        if struck.iter().any(|(before, _)| before.version > 1) {
            return Err(Refusal::said(
                "其中有的记录后来更正过，不能一起撤销。请在台账里逐条作废。",
            ));
        }
        let Some((_, first)) = struck.first() else { return Ok(()) };
        let revision = self.revision(Kind::Ledger, &first.ledger)?;
        let (today, deed) = (self.act.today, self.ledger(&first.ledger)?.deed());
        self.act.write(&mut self.store, deed, |driver, trace| {
            store::forms::keep(driver, &revision)?;
            for (before, after) in &struck {
                entries::update(driver, after, &revision.sha, before.version, today)?;
                let body = serde_json::json!({ "before": before.entry, "after": after });
                trace.note("entry_void", Some(&after.community), after.id, &body)?;
            }
            Ok(())
        })
    }

    fn write_entry(
        &mut self,
        verb: &'static str,
        before: &Stored,
        (after, others): (Entry, Vec<Entry>),
        revision: &store::forms::FormRevision,
    ) -> Result<Entry, Refusal> {
        let (mut follow, tasks) = self.following(Some(&before.entry), &after)?;
        follow.add.extend(others);
        let (today, ledger) = (self.act.today, self.ledger(&after.ledger)?);
        let left_below = ledger.is_left_below(&before.entry.fields, &after.fields);
        let deed = if left_below && after.void.is_none() { Deed::Entry } else { ledger.deed() };
        self.act.write(&mut self.store, deed, |driver, trace| {
            store::forms::keep(driver, revision)?;
            follow.write(driver, trace, revision, tasks.as_ref(), today)?;
            entries::update(driver, &after, &revision.sha, before.version, today)?;
            let body = serde_json::json!({ "before": before.entry, "after": after });
            trace.note(verb, Some(&after.community), after.id, &body)
        })?;
        Ok(after)
    }

    /// What an entry is about, and the community that it belongs to.
    fn entry_place(
        &mut self,
        ledger: &Ledger,
        typed: &Typed,
    ) -> Result<(UnitPath, Option<Id>, Option<Id>), Refusal> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        if let Some(wanted) = given(&typed.hazard) {
            let hazard = self.hazard(&wanted)?.hazard;
            return Ok((hazard.community, Some(hazard.premises), Some(hazard.id)));
        }
        if let Some(wanted) = given(&typed.premises) {
            let entry = self.find_premises(&wanted)?.entry;
            return Ok((entry.community, Some(entry.id), None));
        }
        match ledger.about {
            About::Hazard => Err(Refusal::said(format!(
                "“{}”要写明是哪条隐患的。请写上隐患的编号。",
                ledger.title
            ))),
            About::Premises if ledger.needs_premises() => Err(Refusal::said(format!(
                "“{}”要写明是哪家单位的。请写上单位名称。",
                ledger.title
            ))),
            _ => {
                let scored = self.scored_place(ledger, typed);
                let place = typed.community.as_ref().or(scored.as_ref());
                Ok((self.community_for(place, None)?, None, None))
            }
        }
    }

    /// The answers in their kept spelling, or every fault at once.
    pub(super) fn entry_fields(
        &self,
        ledger: &Ledger,
        typed: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        filled::check(&ledger.fields, typed).map_err(Refusal::from)
    }

    /// The day of an entry: that of the field which the ledger names, else today; never in the future.
    fn entry_day(
        &self,
        ledger: &Ledger,
        fields: &BTreeMap<String, String>,
    ) -> Result<NaiveDate, Refusal> {
        self.act.day(day_of(fields, &ledger.day))
    }

    /// What a row comes to by the rating of its ledger.
    pub fn rating_of(&self, entry: &Entry) -> Option<Counted> {
        let ledger = self.library.ledger(&entry.ledger)?;
        Some(ledger.rating.as_ref()?.counted(&entry.fields))
    }

    /// A kept answer as papers print it.
    pub(super) fn printed(&self, ledger: &str, id: &str, value: &str) -> String {
        self.library
            .ledger(ledger)
            .and_then(|ledger| ledger.fields.iter().find(|field| field.id == id))
            .map_or_else(|| value.to_owned(), |field| field.printed(value))
    }
}

/// The fields with their grade: counted where nobody has given one, or where it was counted before; a grade that a
/// person gives against the count needs the reason.
fn rated(
    ledger: &Ledger,
    mut fields: BTreeMap<String, String>,
    before: Option<&BTreeMap<String, String>>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let Some(rating) = &ledger.rating else { return Ok(fields) };
    let of =
        |fields: &BTreeMap<String, String>, id: &str| fields.get(id).cloned().unwrap_or_default();
    let counted = rating.counted(&fields);
    let (given, why) = (of(&fields, &rating.field), of(&fields, &rating.reason));
    let kept = before.is_some_and(|before| {
        of(before, &rating.field) == given && of(before, &rating.reason).is_empty()
    });
    if given.is_empty() || given == counted.grade || kept && why.is_empty() {
        fields.insert(rating.field.clone(), counted.grade);
        return Ok(fields);
    }
    if why.is_empty() {
        let label = |id: &str| ledger.field(id).map_or(String::new(), |field| field.label.clone());
        return Err(Refusal::said(format!(
            "“{}”写的是{given}，按各项计分是{}。要按人评的定，请在“{}”写明理由；否则不写星级，按计分定。",
            label(&rating.field),
            counted.says(),
            label(&rating.reason)
        )));
    }
    Ok(fields)
}

pub(super) fn day_of(fields: &BTreeMap<String, String>, id: &Option<String>) -> Option<NaiveDate> {
    fields.get(id.as_deref()?)?.parse().ok()
}

/// What the fields say goes together, the days of an entry follow each other, and what it holds from has come.
fn check_order(ledger: &Ledger, entry: &Entry, today: NaiveDate) -> Result<(), Refusal> {
    let wrong = |agree: &Agree| agree.problem(&ledger.fields, &entry.fields, today);
    let wrong: Vec<Problem> = ledger.agrees.iter().filter_map(wrong).collect();
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let label = |id: &Option<String>, otherwise: &str| {
        ledger
            .fields
            .iter()
            .find(|field| Some(&field.id) == id.as_ref() && field.kind == FieldKind::Day)
            .map_or_else(|| otherwise.to_owned(), |field| field.label.clone())
    };
    let begun = day_of(&entry.fields, &ledger.since).map(|day| (day, label(&ledger.since, "")));
    if let Some((day, called)) = begun.as_ref().filter(|(day, _)| *day > today) {
        return Err(Refusal::field(
            ledger.since.as_deref().unwrap_or_default(),
            format!("“{called}”{}还没有到。请核对这个日期。", crate::terms::date(*day)),
        ));
    }
    let Some(until) = day_of(&entry.fields, &ledger.until) else { return Ok(()) };
    // What is done on its own day may be done late; what has run out is entered because it has.
    let done_late = ledger.done.is_some() && ledger.done == ledger.day;
    let entered = (entry.on, label(&ledger.day, "登记日期"));
    let entered = (!done_late && !ledger.validity).then_some(entered);
    for (day, called) in begun.into_iter().chain(entered) {
        if until < day {
            return Err(Refusal::said(format!(
                "“{}”{}早于“{called}”{}。请核对这两个日期。",
                label(&ledger.until, "截止日期"),
                crate::terms::date(until),
                crate::terms::date(day)
            )));
        }
    }
    Ok(())
}
