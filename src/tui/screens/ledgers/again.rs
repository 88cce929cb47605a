//! The windows of a ledger that were left half filled, each by what it is about.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    entries::ask_void,
    spread::ask_spread,
    window::{ask_drafted, ask_edit, ask_which, new_row},
};
use crate::{
    domain::{id::Id, unit::UnitPath},
    form::ledger::Ledger,
    office::{Office, Refusal, agenda::Begin, ledger::Stored},
    tui::screens::{ask::Ask, resume::UNKNOWN},
};

/// Why a row is neither put right nor made void once more.
pub(super) const VOIDED: &str = "这条记录已经作废，不能再改。";

pub fn whose(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (ledger, begin) = begun(about);
    Ok(ask_which(office.ledger(ledger)?, begin, office.today()))
}

/// `about` is the ledger's code and, behind slashes, the premises and what was known of its row.
pub fn new(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let (ledger, rest) = about.split_once('/').unwrap_or((about, ""));
    let (of, begin) = begun(rest);
    let premises = match Id::parse(of) {
        Some(id) => Some((id, office.find_premises(of)?.entry.name)),
        None => None,
    };
    let (ledger, today) = (office.ledger(ledger)?, office.today());
    new_row(office, ledger, premises, begin, today)
}

/// `about` is the ledger, the premises, the day and whose day it was.
pub fn day(office: &mut Office, about: &str) -> Result<Ask, Refusal> {
    let unknown = || Refusal::said(UNKNOWN);
    let mut parts = about.splitn(4, '/');
    let mut part = || parts.next().unwrap_or_default();
    let (ledger, premises, on, by) = (part(), part(), part(), part());
    let (Some(premises), Ok(on)) = (Id::parse(premises), on.parse::<NaiveDate>()) else {
        return Err(unknown());
    };
    let log = office.day_log(ledger, Some(by), Some(on))?;
    let row = log.rows.iter().find(|row| row.premises == premises && row.entered.is_none());
    let row = row.ok_or_else(|| Refusal::said("这一天的这一家已经登记，或者没有记录了。"))?;
    Ok(ask_drafted(&log, row, office.today()))
}

pub fn spread(office: &mut Office, ledger: &str) -> Result<Ask, Refusal> {
    let (ledger, today) = (office.ledger(ledger)?, office.today());
    ask_spread(office, ledger, today)
}

pub fn edit(office: &mut Office, id: Id) -> Result<Ask, Refusal> {
    let (ledger, stored, name) = standing(office, id)?;
    let had = office.formerly(&stored)?;
    Ok(ask_edit(ledger, &stored, (&name, had.as_deref()), office.today()))
}

pub fn void(office: &mut Office, id: Id) -> Result<Ask, Refusal> {
    let (ledger, stored, name) = standing(office, id)?;
    Ok(ask_void(&ledger, &stored, &name))
}

/// A row that is not void, with its ledger and the name of its premises.
fn standing(office: &mut Office, id: Id) -> Result<(Ledger, Stored, String), Refusal> {
    let stored = office.entry(id)?;
    if stored.entry.void.is_some() {
        return Err(Refusal::said(VOIDED));
    }
    let name = match stored.entry.premises {
        Some(premises) => office.find_premises(&premises.to_string())?.entry.name,
        None => String::new(),
    };
    Ok((office.ledger(&stored.entry.ledger)?, stored, name))
}

/// Reads what `window::whose` has written: what stands before the slash, and what is known of the row.
fn begun(about: &str) -> (&str, Begin) {
    let (of, known) = about.split_once('/').unwrap_or((about, ""));
    let known: Option<(Option<String>, BTreeMap<String, String>)> =
        serde_json::from_str(known).ok();
    let begin = known.map(|(place, fields)| Begin {
        place: place.as_deref().and_then(UnitPath::parse),
        fields,
        ..Begin::default()
    });
    (of, begin.unwrap_or_default())
}
