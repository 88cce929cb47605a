//! What the coverage is told from: the premises that rounds have to reach, and the visits of some days.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, premises,
    text::like,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        campaign::Scope,
        coverage::Count,
        id::Id,
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
    /// Its last visit by anybody.
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

/// How many premises each place has today, and how many of them anybody has seen since a day.
pub fn by_last_visit(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    key: bool,
    since: NaiveDate,
) -> Result<Vec<(Place, Count)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, COUNT(*), SUM(CASE WHEN last_on >= $3 THEN 1 ELSE 0 END) FROM premises
         WHERE cid >= $1 AND cid < $2 AND {} GROUP BY cid, grid",
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

/// All that the rounds have to reach as the register stands today.
pub fn subjects(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    key: bool,
) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, id, name, last_on FROM premises WHERE cid >= $1 AND cid < $2 AND {}",
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

/// Those that a campaign is about as the register stands today.
pub fn in_campaign(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    wanted: &Scope,
) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clause = patrolled(wanted.key).to_owned();
    // Few are left to be read whole; the rule itself stands in the domain.
    let words: Vec<String> = wanted
        .words
        .iter()
        .map(|word| {
            params.push(like(word).into());
            let n = params.len();
            format!("industry LIKE ${n} ESCAPE '!' OR name LIKE ${n} ESCAPE '!'")
        })
        .collect();
    if !words.is_empty() {
        clause += &format!(" AND ({})", words.join(" OR "));
    }
    let mut found = premises::chosen(driver, &clause, &params)?;
    found.retain(|stored| wanted.holds(&stored.entry));
    let subject = |stored: premises::Stored| Subject {
        place: (stored.entry.community, stored.entry.grid),
        id: stored.entry.id,
        name: stored.entry.name,
        last_on: stored.last_on,
    };
    Ok(found.into_iter().map(subject).collect())
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
    let mut params = params![low, high, from, to].to_vec();
    let mut of_level = "";
    if let Some(level) = level {
        params.push(level.code().into());
        of_level = " AND i.level = $5";
    }
    let sql = format!(
        "SELECT i.premises, COUNT(DISTINCT i.on_day) FROM unit u CROSS JOIN inspection i
         LEFT JOIN inspection c ON c.corrects = i.id
         WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
           AND c.id IS NULL{of_level} GROUP BY i.premises"
    );
    driver
        .query(&sql, &params)?
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
