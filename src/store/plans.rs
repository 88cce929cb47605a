//! The agreed plan of visits: who goes where on which day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, each,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        id::Id,
        unit::{Level, UnitPath},
    },
    params,
};

/// A visit of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub person: String,
    pub day: NaiveDate,
    /// The patrol or the campaign that it is for, by its code.
    pub rule: String,
    /// A visit on any of these days is the one that is owed.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Put there by a person: making the plan anew leaves it where it is.
    pub by_hand: bool,
    pub version: i64,
}

/// A visit with its premises.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub visit: Visit,
    pub name: String,
    /// Where the work is done.
    pub address: String,
    pub contact: String,
    pub phone: String,
    pub key: bool,
    /// The last visit by anybody.
    pub last_on: Option<NaiveDate>,
}

const COLUMNS: &str =
    "v.cid, v.id, v.grid, v.premises, v.person, v.on_day, v.rule, v.from_day, v.to_day,
    v.by_hand, v.version";
const BESIDE: &str =
    "p.name, p.address, p.site_address, p.person_in_charge, p.phone, p.is_key, p.last_on";

fn visit(row: &Row) -> Result<Visit, Fault> {
    Ok(Visit {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        grid: opt_path(row, 2)?,
        premises: Id(row.id(3)?),
        person: row.text(4)?,
        day: row.day(5)?,
        rule: row.text(6)?,
        from: row.day(7)?,
        to: row.day(8)?,
        by_hand: row.bool(9)?,
        version: row.int(10)?,
    })
}

fn line(row: &Row) -> Result<Line, Fault> {
    let (registered, site) = (row.text(12)?, row.text(13)?);
    Ok(Line {
        visit: visit(row)?,
        name: row.text(11)?,
        address: if site.is_empty() { registered } else { site },
        contact: row.text(14)?,
        phone: row.text(15)?,
        key: row.bool(16)?,
        last_on: row.opt_day(17)?,
    })
}

pub fn insert(driver: &mut dyn Driver, visits: &[Visit]) -> Result<(), Fault> {
    let rows: Vec<Vec<Value>> = visits
        .iter()
        .map(|visit| {
            let row = params![
                visit.community.as_str(),
                visit.id.0,
                visit.grid.as_ref().map(UnitPath::as_str),
                visit.premises.0,
                &visit.person,
                visit.day,
                &visit.rule,
                visit.from,
                visit.to,
                visit.by_hand
            ];
            row.to_vec()
        })
        .collect();
    driver.bulk(
        "INSERT INTO plan_visit(cid, id, grid, premises, person, on_day, rule, from_day, to_day, by_hand,
             version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        &rows,
    )?;
    Ok(())
}

/// Takes a visit to another day or person; one that another desk has moved meanwhile is [`Fault::Conflict`].
pub fn put(
    driver: &mut dyn Driver,
    visit: &Visit,
    person: &str,
    day: NaiveDate,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE plan_visit SET person = $3, on_day = $4, by_hand = TRUE, version = version + 1
         WHERE cid = $1 AND id = $2 AND version = $5",
        params![visit.community.as_str(), visit.id.0, person, day, visit.version],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Gives a visit to who takes the grid over; it stays as movable as it was.
pub fn hand_over(driver: &mut dyn Driver, visit: &Visit, to: &str) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE plan_visit SET person = $3, version = version + 1
         WHERE cid = $1 AND id = $2 AND version = $4",
        params![visit.community.as_str(), visit.id.0, to, visit.version],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Gives a visit to another grid, and to who goes there; it stays as movable as it was.
pub fn regrid(
    driver: &mut dyn Driver,
    visit: &Visit,
    grid: &UnitPath,
    person: &str,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE plan_visit SET grid = $3, person = $4, version = version + 1
         WHERE cid = $1 AND id = $2 AND version = $5",
        params![visit.community.as_str(), visit.id.0, grid.as_str(), person, visit.version],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Takes a visit off the plan; one that another desk has moved meanwhile is [`Fault::Conflict`].
pub fn remove(driver: &mut dyn Driver, visit: &Visit) -> Result<(), Fault> {
    let touched = driver.execute(
        "DELETE FROM plan_visit WHERE cid = $1 AND id = $2 AND version = $3",
        params![visit.community.as_str(), visit.id.0, visit.version],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Clears the days from one on that nobody has settled by hand, before they are laid anew.
pub fn clear(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<u64, Fault> {
    let (low, high) = scope.range();
    driver.execute(
        "DELETE FROM plan_visit WHERE cid >= $1 AND cid < $2 AND on_day >= $3 AND on_day <= $4
           AND NOT by_hand",
        params![low, high, from, to],
    )
}

/// The plan from a day to a day, by day and person.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
    person: Option<&str>,
) -> Result<Vec<Line>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, from, to].to_vec();
    let mut of_person = "";
    if let Some(person) = person {
        params.push(person.into());
        of_person = " AND v.person = $5";
    }
    let sql = format!(
        "SELECT {COLUMNS}, {BESIDE} FROM unit u CROSS JOIN plan_visit v
         JOIN premises p ON p.cid = v.cid AND p.id = v.premises
         WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path AND v.on_day >= $3 AND v.on_day <= $4{of_person}
         ORDER BY v.on_day, v.person, v.id"
    );
    driver.query(&sql, &params)?.iter().map(line).collect()
}

/// Visits in some days that nobody has made within the days in which they are owed.
#[derive(Clone, Copy, Debug)]
pub struct Unmade<'a> {
    pub days: (NaiveDate, NaiveDate),
    /// Those that are still owed on a day, and of one rule all.
    pub owed: (NaiveDate, &'a str),
    /// For these rules only the visits of a level count.
    pub own: &'a [(&'a str, Level)],
}

impl Unmade<'_> {
    /// The condition on a visit `v` and its premises `p`; its parameters are put behind those that are there.
    fn clause(&self, params: &mut Vec<Value>) -> String {
        let at = params.len();
        let ((from, to), (owed, always)) = (self.days, self.owed);
        params.extend([from.into(), to.into(), owed.into(), always.into()]);
        let mut by_others = String::new();
        for (rule, level) in self.own {
            params.extend([Value::from(*rule), level.code().into()]);
            let (rule, level) = (params.len() - 1, params.len());
            by_others += &format!(
                " OR v.rule = ${rule} AND NOT EXISTS (SELECT 1 FROM inspection i WHERE i.cid = v.cid
                   AND i.premises = v.premises AND i.on_day >= v.from_day AND i.level = ${level})"
            );
        }
        format!(
            "v.on_day >= ${} AND v.on_day <= ${} AND (v.to_day >= ${} OR v.rule = ${})
             AND (p.last_on IS NULL OR p.last_on < v.from_day{by_others})",
            at + 1,
            at + 2,
            at + 3,
            at + 4
        )
    }
}

/// So many of each community, by day.
pub fn unmade(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    which: &Unmade,
    limit: u32,
) -> Result<Vec<Line>, Fault> {
    let mut params = params![limit].to_vec();
    let clause = which.clause(&mut params);
    let question = format!(
        "SELECT {COLUMNS}, {BESIDE} FROM plan_visit v
         JOIN premises p ON p.cid = v.cid AND p.id = v.premises
         WHERE v.cid = {{cid}} AND {clause}
         ORDER BY v.on_day, v.id LIMIT $1"
    );
    each::ask(driver, communities, &question, &params)?.iter().map(line).collect()
}

/// How many there are of each grid, person and day.
pub fn unmade_counts(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    which: &Unmade,
) -> Result<Vec<(Place, String, NaiveDate, u32)>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let clause = which.clause(&mut params);
    let sql = format!(
        "SELECT v.cid, v.grid, v.person, v.on_day, COUNT(*)
         FROM unit u CROSS JOIN plan_visit v CROSS JOIN premises p
         WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path
           AND p.cid = v.cid AND p.id = v.premises AND {clause}
         GROUP BY v.cid, v.grid, v.person, v.on_day"
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| {
            let place = (path(row, 0)?, opt_path(row, 1)?);
            Ok((place, row.text(2)?, row.day(3)?, row.int(4)? as u32))
        })
        .collect()
}

/// A visit by its id alone.
pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Line>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS}, {BESIDE} FROM plan_visit v
         JOIN premises p ON p.cid = v.cid AND p.id = v.premises
         WHERE v.cid >= $1 AND v.cid < $2 AND v.id = $3"
    );
    driver.query(&sql, params![low, high, id.0])?.first().map(line).transpose()
}

/// What a plan is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub id: Id,
    pub name: String,
    /// Where the work is done.
    pub address: String,
    pub key: bool,
}

/// All that the rounds have to reach today.
pub fn subjects(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, grid, id, name, address, site_address, is_key FROM premises
             WHERE cid >= $1 AND cid < $2 AND status = 'operating' AND direct = ''",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            let (registered, site) = (row.text(4)?, row.text(5)?);
            Ok(Subject {
                community: path(row, 0)?,
                grid: opt_path(row, 1)?,
                id: Id(row.id(2)?),
                name: row.text(3)?,
                address: if site.is_empty() { registered } else { site },
                key: row.bool(6)?,
            })
        })
        .collect()
}

/// The visits that were made from a day to a day, each with whose it was; without what a later one corrects.
pub fn made(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Id, NaiveDate, Level)>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT i.premises, i.on_day, i.level FROM unit u CROSS JOIN inspection i
             LEFT JOIN inspection c ON c.corrects = i.id
             WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
               AND c.id IS NULL",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| {
            let level = row.text(2)?;
            let level = Level::from_code(&level)
                .ok_or_else(|| Fault::damaged(format!("not a level: {level}")))?;
            Ok((Id(row.id(0)?), row.day(1)?, level))
        })
        .collect()
}

/// How many visits the plan has on each day.
pub fn by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<NaiveDate, u32>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT v.on_day, COUNT(*) FROM unit u CROSS JOIN plan_visit v
             WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path AND v.on_day >= $3 AND v.on_day <= $4
             GROUP BY v.on_day",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| Ok((row.day(0)?, row.int(1)? as u32)))
        .collect()
}
