//! What the coverage is told from: the premises that rounds have to reach, and the visits of some days.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    Driver, Fault, Value,
    changed::changed,
    inspections::joint::was_of,
    premises::last_by,
    text::like,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        campaign::{Scope, Traits},
        coverage::Count,
        id::Id,
        premises::{Kind, Risk},
        unit::{Level, UnitPath},
    },
    params,
};

/// Premises that a round may have to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub place: Place,
    pub id: Id,
    pub name: String,
    /// Its last visit by whoever was asked about.
    pub last_on: Option<NaiveDate>,
}

/// Premises under a department of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Direct {
    pub place: Place,
    pub id: Id,
    pub name: String,
    pub reason: String,
}

fn patrolled(key: bool) -> &'static str {
    if key {
        "status = 'operating' AND is_key AND direct = ''"
    } else {
        "status = 'operating' AND direct = ''"
    }
}

/// How many premises each place has today, and how many of them anybody has seen since a day, or somebody of a level.
pub fn by_last_visit(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (key, level): (bool, Option<Level>),
    since: NaiveDate,
) -> Result<Vec<(Place, Count)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, COUNT(*), SUM(CASE WHEN {} >= $3 THEN 1 ELSE 0 END) FROM premises
         WHERE cid >= $1 AND cid < $2 AND {} GROUP BY cid, grid",
        last_by(level),
        patrolled(key)
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            let count = Count { required: row.int(2)? as u32, covered: row.int(3)? as u32 };
            Ok(((path(row, 0)?, opt_path(row, 1)?), count))
        })
        .collect()
}

/// How many premises the rounds of each community have to reach today.
pub fn required(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    key: bool,
) -> Result<HashMap<UnitPath, u32>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT u.path, (SELECT COUNT(*) FROM premises WHERE cid = u.path AND {}) FROM unit u
         WHERE u.path >= $1 AND u.path < $2",
        patrolled(key)
    );
    let rows = driver.query(&sql, params![low, high])?;
    rows.iter().map(|row| Ok((path(row, 0)?, row.int(1)? as u32))).collect()
}

/// The key premises of each community that rounds have to reach today, by the day since which they are registered.
pub fn keys_since(
    driver: &mut dyn Driver,
    scope: &UnitPath,
) -> Result<HashMap<UnitPath, Vec<(NaiveDate, u32)>>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, since, COUNT(*) FROM premises WHERE cid >= $1 AND cid < $2 AND {}
         GROUP BY cid, since",
        patrolled(true)
    );
    let mut known: HashMap<UnitPath, Vec<(NaiveDate, u32)>> = HashMap::new();
    for row in &driver.query(&sql, params![low, high])? {
        known.entry(path(row, 0)?).or_default().push((row.day(1)?, row.int(2)? as u32));
    }
    Ok(known)
}

/// Those of them that have changed on the register after a day, with the day since which they are registered.
pub fn keys_changed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
) -> Result<Vec<(UnitPath, Id, NaiveDate)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT p.cid, p.id, p.since FROM {} CROSS JOIN premises p
         WHERE p.cid = c.cid AND p.id = c.premises
           AND p.status = 'operating' AND p.is_key AND p.direct = ''",
        changed("c.on_day > $3 AND c.kind <> 'added'")
    );
    driver
        .query(&sql, params![low, high, after])?
        .iter()
        .map(|row| Ok((path(row, 0)?, Id(row.id(1)?), row.day(2)?)))
        .collect()
}

/// Those of the register that no round has to reach today: at rest, gone, or under a department of their own.
pub fn resting(driver: &mut dyn Driver, scope: &UnitPath) -> Result<HashSet<Id>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT id FROM premises WHERE cid >= $1 AND cid < $2 AND NOT ({})",
        patrolled(false)
    );
    driver.query(&sql, params![low, high])?.iter().map(|row| Ok(Id(row.id(0)?))).collect()
}

/// All that the rounds have to reach as the register stands today, with the last visit of anybody or of a level.
pub fn subjects(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    key: bool,
    level: Option<Level>,
) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, id, name, {} FROM premises WHERE cid >= $1 AND cid < $2 AND {}",
        last_by(level),
        patrolled(key)
    );
    driver
        .query(&sql, params![low, high])?
        .iter()
        .map(|row| {
            Ok(Subject {
                place: (path(row, 0)?, opt_path(row, 1)?),
                id: Id(row.id(2)?),
                name: row.text(3)?,
                last_on: row.opt_day(4)?,
            })
        })
        .collect()
}

/// Those that a campaign is about as the register stands today; read from the index of names and trades alone.
pub fn in_campaign(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    wanted: &Scope,
    unseen: Option<NaiveDate>,
) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut sql = format!(
        "SELECT cid, grid, id, name, last_on, industry, kind, risk, is_key FROM premises
         WHERE cid >= $1 AND cid < $2 AND {}",
        // As the index of trades has it, and no other.
        patrolled(wanted.key)
            .replace("status = 'operating'", "status || direct = 'operating'")
            .replace(" AND direct = ''", "")
    );
    // Few are left to be looked at; the rule itself stands in the domain.
    let mut any = |all: Vec<(Value, &str)>| {
        let clauses = all.into_iter().map(|(value, clause)| {
            params.push(value);
            clause.replace('?', &format!("${}", params.len()))
        });
        let clauses: Vec<String> = clauses.collect();
        if !clauses.is_empty() {
            sql += &format!(" AND ({})", clauses.join(" OR "));
        }
    };
    let says = "industry LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!'";
    any(wanted.words.iter().map(|word| (like(word).into(), says)).collect());
    any(wanted.grids.iter().map(|grid| (grid.as_str().into(), "grid = ?")).collect());
    any(unseen.iter().map(|day| ((*day).into(), "last_on IS NULL OR last_on < ?")).collect());
    let mut found = Vec::new();
    for row in driver.query(&sql, &params)? {
        let (kind, risk) = (row.text(6)?, row.opt_text(7)?);
        let odd = |what: &str| Fault::damaged(format!("not a kind or a risk: {what}"));
        let (industry, grid) = (row.text(5)?, opt_path(&row, 1)?);
        let subject = Subject {
            place: (path(&row, 0)?, grid),
            id: Id(row.id(2)?),
            name: row.text(3)?,
            last_on: row.opt_day(4)?,
        };
        let traits = Traits {
            key: row.bool(8)?,
            kind: Kind::from_code(&kind).ok_or_else(|| odd(&kind))?,
            risk: match &risk {
                Some(code) => Some(Risk::from_code(code).ok_or_else(|| odd(code))?),
                None => None,
            },
            industry: &industry,
            name: &subject.name,
            grid: subject.place.1.as_ref(),
        };
        if wanted.holds_for(traits) {
            found.push(subject);
        }
    }
    Ok(found)
}

/// On how many days each premises was seen from a day to a day, by anybody or by one level; without what a later
/// inspection corrects.
pub fn visits(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
    level: Option<Level>,
) -> Result<HashMap<Id, u32>, Fault> {
    let (low, high) = scope.range();
    let of_level = level.map_or(String::new(), |level| format!(" AND {}", was_of(level, "i")));
    let sql = format!(
        "SELECT i.premises, COUNT(DISTINCT i.on_day) FROM unit u CROSS JOIN inspection i
         LEFT JOIN inspection c ON c.corrects = i.id
         WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
           AND c.id IS NULL{of_level} GROUP BY i.premises"
    );
    driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.int(1)? as u32)))
        .collect()
}

/// Those in operation that the rounds leave out, with the reason.
pub fn direct(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Direct>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, grid, id, name, direct FROM premises
             WHERE cid >= $1 AND cid < $2 AND direct <> '' AND status = 'operating' ORDER BY sort, id",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            Ok(Direct {
                place: (path(row, 0)?, opt_path(row, 1)?),
                id: Id(row.id(2)?),
                name: row.text(3)?,
                reason: row.text(4)?,
            })
        })
        .collect()
}
