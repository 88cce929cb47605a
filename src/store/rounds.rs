//! Counts of what is due and what was done: the questions of the agenda and the calendar.
//!
//! Where a street asks about some days, the units come first in the join: one short range of each
//! community's index is read, instead of all that lies between the first community and the last.

mod left;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::left::{EVER, Tallies, Unreached, Walk, add, left, walks};
use super::{
    Driver, Fault, Value,
    changed::changed,
    coverage, each,
    premises::last_by,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        id::Id,
        premises::Premises,
        unit::{Level, UnitPath},
    },
    params,
};

/// One premises that a round still has to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub name: String,
    /// Its last visit by whoever was asked about.
    pub last_on: Option<NaiveDate>,
}

/// How many premises a round has and how many it has not reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Round {
    pub all: u32,
    pub unseen: u32,
}

/// What a round counts: visits of whom, on which days, and how many it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub which: Which,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// At least once.
    pub times: u32,
    /// Whose visits alone; anybody's where none is said.
    pub level: Option<Level>,
}

/// Whether the round is the weekly one of the key premises or the monthly one of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    Key,
    All,
}

impl Which {
    pub fn of(key: bool) -> Which {
        if key { Which::Key } else { Which::All }
    }

    /// Whether an entry comes under it as it stands.
    pub fn holds(self, entry: &Premises) -> bool {
        entry.is_patrolled() && (self == Which::All || entry.key)
    }

    pub(super) fn clause(self) -> &'static str {
        match self {
            Which::Key => "status = 'operating' AND is_key AND direct = ''",
            Which::All => "status = 'operating' AND direct = ''",
        }
    }
}

fn count(driver: &mut dyn Driver, sql: &str, params: &[Value]) -> Result<u32, Fault> {
    let rows = driver.query(sql, params)?;
    let row = rows.first().ok_or_else(|| Fault::other("a count came back empty".to_owned()))?;
    Ok(row.int(0)? as u32)
}

/// How far a round has come; nothing is to be seen where no rule asks for one.
pub fn round(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    asked: Option<Asked>,
) -> Result<Round, Fault> {
    let Some(Asked { which, from, to, times, level }) = asked else {
        return Ok(Round::default());
    };
    if times > 1 || level.is_some() {
        let subjects = coverage::subjects(driver, scope, which == Which::Key, level)?;
        let visits = coverage::visits(driver, scope, from, to, level)?;
        let seen = |id: &Id| visits.get(id).copied().unwrap_or(0) >= times;
        let unseen = subjects.iter().filter(|subject| !seen(&subject.id)).count();
        return Ok(Round { all: subjects.len() as u32, unseen: unseen as u32 });
    }
    let (low, high) = scope.range();
    let clause = which.clause();
    let all = format!("SELECT COUNT(*) FROM premises WHERE cid >= $1 AND cid < $2 AND {clause}");
    let all = count(driver, &all, params![low, high])?;
    Ok(Round { all, unseen: all.saturating_sub(seen(driver, scope, (which, None), from)?) })
}

/// How many somebody has seen since a day, somebody of a level where one is said.
pub fn seen(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (which, level): (Which, Option<Level>),
    since: NaiveDate,
) -> Result<u32, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT COUNT(*) FROM unit u CROSS JOIN premises p
         WHERE u.path >= $1 AND u.path < $2 AND p.cid = u.path AND p.{} >= $3 AND p.{}",
        last_by(level),
        which.clause().replace("is_key", "p.is_key").replace("direct", "p.direct")
    );
    count(driver, &sql, params![low, high, since])
}

/// The premises that nobody has seen since a day, nobody of a level where one is said, so many of each community, the longest unseen first; where a second
/// day is said, only what was on the register by then.
pub fn unseen(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    (which, level): (Which, Option<Level>),
    (since, known): (NaiveDate, Option<NaiveDate>),
    limit: u32,
) -> Result<Vec<Unseen>, Fault> {
    let clause = match known {
        Some(_) => format!("{} AND since <= $2", which.clause()),
        None => which.clause().to_owned(),
    };
    let last = last_by(level);
    // Asked apart, each engine finds those that nobody ever saw and the others at one place of an index.
    let of = |seen: &str| {
        format!(
            "SELECT cid, id, grid, name, {last} FROM premises
             WHERE cid = {{cid}} AND {clause} AND {seen} ORDER BY {last} LIMIT $1"
        )
    };
    let mut names = Vec::new();
    let mut params = params![limit].to_vec();
    params.extend(known.map(Value::from));
    let never = each::ask(driver, communities, &of(&format!("{last} IS NULL")), &params)?;
    params.push(since.into());
    let once = of(&format!("{last} < ${}", params.len()));
    let once = each::ask(driver, communities, &once, &params)?;
    for row in never.iter().chain(&once) {
        names.push(Unseen {
            community: path(row, 0)?,
            id: Id(row.id(1)?),
            grid: opt_path(row, 2)?,
            name: row.text(3)?,
            last_on: row.opt_day(4)?,
        });
    }
    names.sort_by(|a, b| (&a.community, a.last_on).cmp(&(&b.community, b.last_on)));
    let mut taken = 0;
    let mut before: Option<UnitPath> = None;
    names.retain(|unseen| {
        if before.as_ref() != Some(&unseen.community) {
            before = Some(unseen.community.clone());
            taken = 0;
        }
        taken += 1;
        taken <= limit
    });
    Ok(names)
}

/// Those that are asked for and have changed on the register since the day by which they had to be on it.
pub fn left_and_changed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    Unreached { which, level, since, known }: Unreached,
) -> Result<Vec<(Place, Id)>, Fault> {
    let (low, high) = scope.range();
    let last = last_by(level);
    let sql = format!(
        "SELECT p.cid, p.grid, p.id FROM {} CROSS JOIN premises p
         WHERE p.cid = c.cid AND p.id = c.premises AND p.{}
           AND (p.{last} IS NULL OR p.{last} < $4) AND p.since <= $3",
        changed("c.on_day > $3"),
        which.clause().replace("is_key", "p.is_key").replace("direct", "p.direct")
    );
    driver
        .query(&sql, params![low, high, known, since])?
        .iter()
        .map(|row| Ok(((path(row, 0)?, opt_path(row, 1)?), Id(row.id(2)?))))
        .collect()
}

/// Hazards whose deadline falls on each day and still runs.
pub fn due_by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<NaiveDate, u32>, Fault> {
    by_day(
        driver,
        scope,
        "SELECT h.deadline, COUNT(*) FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.is_open AND h.deadline >= $3 AND h.deadline <= $4
           AND h.state IN ('ordered', 'refused', 'reported')
         GROUP BY h.deadline",
        from,
        to,
    )
}

/// Inspections made on each day, without those that a later one corrects.
pub fn done_by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<NaiveDate, u32>, Fault> {
    let mut done = by_day(
        driver,
        scope,
        "SELECT i.on_day, COUNT(*) FROM unit u CROSS JOIN inspection i
         WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path
           AND i.on_day >= $3 AND i.on_day <= $4
         GROUP BY i.on_day",
        from,
        to,
    )?;
    // Corrections are few: they are counted apart and taken off, so that the count above needs no join.
    let corrected = by_day(
        driver,
        scope,
        "SELECT i.on_day, COUNT(*) FROM inspection c CROSS JOIN inspection i
         WHERE c.corrects IS NOT NULL AND i.id = c.corrects
           AND i.cid >= $1 AND i.cid < $2 AND i.on_day >= $3 AND i.on_day <= $4
         GROUP BY i.on_day",
        from,
        to,
    )?;
    for (day, count) in corrected {
        if let Some(all) = done.get_mut(&day) {
            *all = all.saturating_sub(count);
        }
    }
    done.retain(|_, count| *count > 0);
    Ok(done)
}

fn by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    sql: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<NaiveDate, u32>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((row.day(0)?, row.int(1)? as u32)))
        .collect()
}

/// Hazards that stand past their deadline.
const OVERDUE: &str = "SELECT COUNT(*) FROM unit u CROSS JOIN hazard h
    WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.deadline < $3
      AND h.state IN ('ordered', 'refused', 'reported')";

/// Hazards past their deadline on a day.
pub fn overdue(driver: &mut dyn Driver, scope: &UnitPath, on: NaiveDate) -> Result<u32, Fault> {
    let (low, high) = scope.range();
    count(driver, OVERDUE, params![low, high, on])
}

/// Those of them that were found up to a day.
pub fn overdue_of(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    found: NaiveDate,
    on: NaiveDate,
) -> Result<u32, Fault> {
    let (low, high) = scope.range();
    count(driver, &format!("{OVERDUE} AND h.found_on <= $4"), params![low, high, on, found])
}
