//! The agreed plan of visits: who goes where on which day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, each,
    inspections::joint,
    rounds::EVER,
    text::like,
    units::{opt_path, path},
    weeks::Place,
};
use crate::{
    domain::{
        campaign::{Campaign, Scope},
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
    /// Whether the rounds have to reach it, as it stands today.
    pub patrolled: bool,
    /// The last visit by anybody.
    pub last_on: Option<NaiveDate>,
}

const COLUMNS: &str =
    "v.cid, v.id, v.grid, v.premises, v.person, v.on_day, v.rule, v.from_day, v.to_day,
    v.by_hand, v.version";
const BESIDE: &str =
    "p.name, p.address, p.site_address, p.person_in_charge, p.phone, p.is_key, p.last_on,
    p.status = 'operating' AND p.direct = ''";

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
        patrolled: row.bool(18)?,
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

/// Clears what nobody has settled by hand in some days, before it is laid anew; the visits of the rules that are named
/// stay.
pub fn clear(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (from, to): (NaiveDate, NaiveDate),
    but: &[String],
) -> Result<u64, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, from, to].to_vec();
    let without = without(but, "rule", &mut params);
    let sql = format!(
        "DELETE FROM plan_visit WHERE cid >= $1 AND cid < $2 AND on_day >= $3 AND on_day <= $4
           AND NOT by_hand{without}"
    );
    driver.execute(&sql, &params)
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

/// Visits of the plan in some days, to be told while they are not made.
#[derive(Clone, Debug)]
pub struct Unmade {
    pub days: (NaiveDate, NaiveDate),
    /// Those that are still owed on a day, and of one rule all, whose visits are owed on any day after.
    pub owed: (NaiveDate, &'static str),
    /// The rules for which not everybody's visit counts.
    pub own: Vec<String>,
    /// Rules that are told elsewhere, and those that no longer stand.
    pub others: Vec<String>,
    /// The rules that ask for 重点监管 alone.
    pub keyed: Vec<String>,
    /// The campaigns that still ask for visits.
    pub campaigns: Vec<Campaign>,
}

/// The first day on which a visit makes the line `v`.
const FIRST: &str = "CASE WHEN v.on_day < v.from_day THEN v.on_day ELSE v.from_day END";

impl Unmade {
    /// The condition on a visit `v` of the plan to `p`, which a visit can still be made to: what no round has to reach any
    /// more is left out, and what is gone of what was put there by hand. Its parameters are put behind those that are there.
    fn clause(&self, params: &mut Vec<Value>) -> String {
        let at = params.len();
        let ((from, to), (owed, always)) = (self.days, self.owed);
        params.extend([from.into(), to.into(), owed.into(), always.into()]);
        let without = without(&self.others, "v.rule", params);
        let key = match self.keyed.as_slice() {
            [] => String::new(),
            keyed => format!(" AND (p.is_key OR v.rule NOT IN ({}))", one_of(keyed, params)),
        };
        let hand = at + 4;
        let mut asked = String::new();
        for campaign in &self.campaigns {
            params.push(campaign.id.to_string().into());
            let code = params.len();
            asked += &format!(" AND (v.rule <> ${code} OR {})", asked_by(campaign, params));
        }
        format!(
            "v.on_day >= ${} AND v.on_day <= ${} AND (v.to_day >= ${} OR v.rule = ${hand}){without}{asked}
               AND (v.rule = ${hand} AND p.status NOT IN ('closed', 'moved_out')
                 OR v.rule <> ${hand} AND p.status = 'operating' AND p.direct = ''{key})",
            at + 1,
            at + 2,
            at + 3
        )
    }

    /// Those to which nobody has been since their first day.
    fn unseen(&self, params: &mut Vec<Value>) -> String {
        format!("{} AND (p.last_on IS NULL OR p.last_on < {FIRST})", self.clause(params))
    }

    /// Those to which somebody has been, who may have made another line or whose visit may not count.
    fn doubtful(&self, params: &mut Vec<Value>) -> String {
        let clause = self.clause(params);
        let always = params.len() + 1;
        params.push(self.owed.1.into());
        let own = match self.own.as_slice() {
            [] => String::new(),
            own => format!(" OR v.rule IN ({})", one_of(own, params)),
        };
        format!(
            "{clause} AND p.last_on >= {FIRST}
               AND (p.last_on > v.to_day AND v.rule <> ${always}{own} OR EXISTS (
                 SELECT 1 FROM plan_visit w WHERE w.cid = v.cid AND w.premises = v.premises AND w.id <> v.id
                   AND (w.from_day <= v.to_day OR v.rule = ${always})
                   AND (w.to_day >= v.from_day OR w.rule = ${always})))"
        )
    }
}

/// The condition on a visit `v` of the plan to `p` under which a campaign as it stands asks for it: on a day of its own, to
/// what it is about (`campaign::Scope::holds`).
fn asked_by(campaign: &Campaign, params: &mut Vec<Value>) -> String {
    let Scope { key, kinds, risks, words, grids } = &campaign.scope;
    params.extend([campaign.from.into(), campaign.last().into()]);
    let at = params.len();
    let mut asked = format!("v.on_day >= ${} AND v.on_day <= ${at}", at - 1);
    if *key {
        asked += " AND p.is_key";
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let risks: Vec<&str> = risks.iter().map(|risk| risk.code()).collect();
    let grids: Vec<&str> = grids.iter().map(UnitPath::as_str).collect();
    for (column, codes) in [("kind", kinds), ("risk", risks), ("grid", grids)] {
        if !codes.is_empty() {
            asked += &format!(" AND COALESCE(p.{column} IN ({}), FALSE)", one_of(&codes, params));
        }
    }
    let says = words.iter().map(|word| {
        params.push(like(word).into());
        let at = params.len();
        format!("p.industry LIKE ${at} ESCAPE '!' OR p.name LIKE ${at} ESCAPE '!'")
    });
    let says: Vec<String> = says.collect();
    if !says.is_empty() {
        asked += &format!(" AND ({})", says.join(" OR "));
    }
    asked
}

/// ` AND …`: none of some codes.
fn without(codes: &[String], column: &str, params: &mut Vec<Value>) -> String {
    match codes {
        [] => String::new(),
        codes => format!(" AND {column} NOT IN ({})", one_of(codes, params)),
    }
}

/// The places of some codes among the parameters, behind those that are there.
fn one_of<S: AsRef<str>>(codes: &[S], params: &mut Vec<Value>) -> String {
    let places = codes.iter().map(|code| {
        params.push(code.as_ref().into());
        format!("${}", params.len())
    });
    places.collect::<Vec<_>>().join(", ")
}

/// Those that nobody can have made, so many of each community, by day.
pub fn unseen(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    which: &Unmade,
    limit: u32,
) -> Result<Vec<Line>, Fault> {
    let mut params = params![limit].to_vec();
    let clause = which.unseen(&mut params);
    let question = format!(
        "SELECT {COLUMNS}, {BESIDE} FROM plan_visit v
         JOIN premises p ON p.cid = v.cid AND p.id = v.premises
         WHERE v.cid = {{cid}} AND {clause}
         ORDER BY v.on_day, v.id LIMIT $1"
    );
    each::ask(driver, communities, &question, &params)?.iter().map(line).collect()
}

/// How many premises of each grid and person they are, with the first day; `by_day`: of each day.
pub fn unseen_counts(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    which: &Unmade,
    by_day: bool,
) -> Result<Vec<(Place, String, NaiveDate, u32)>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let clause = which.unseen(&mut params);
    let day = if by_day { ", v.on_day" } else { "" };
    let sql = format!(
        "SELECT v.cid, v.grid, v.person, MIN(v.on_day), COUNT(DISTINCT v.premises)
         FROM unit u CROSS JOIN plan_visit v CROSS JOIN premises p
         WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path
           AND p.cid = v.cid AND p.id = v.premises AND {clause}
         GROUP BY v.cid, v.grid, v.person{day}"
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

/// A line that may have been made, and whether it is to be told while it is not.
pub type Doubtful = (Line, bool);

/// A visit that was made: where, when, and whose it was.
pub type Seen = (Id, NaiveDate, Level);

/// What tells which of the doubtful ones are made: all lines of their premises in some days, each with whether it is to be
/// told while it is not made, and all visits there since the first of them.
pub fn doubtful(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    which: &Unmade,
    (since, until): (NaiveDate, NaiveDate),
) -> Result<(Vec<Doubtful>, Vec<Seen>), Fault> {
    let premises = |params: &mut Vec<Value>| {
        format!(
            "SELECT DISTINCT v.cid AS cid, v.premises AS premises
             FROM plan_visit v JOIN premises p ON p.cid = v.cid AND p.id = v.premises
             WHERE v.cid = {{cid}} AND {}",
            which.doubtful(params)
        )
    };
    let mut params = params![since, until].to_vec();
    let lines = format!(
        "SELECT {COLUMNS}, {BESIDE}, {} FROM ({}) AS d
         CROSS JOIN plan_visit v CROSS JOIN premises p
         WHERE v.cid = d.cid AND v.premises = d.premises AND v.on_day >= $1 AND v.on_day <= $2
           AND p.cid = v.cid AND p.id = v.premises",
        which.clause(&mut params),
        premises(&mut params)
    );
    let lines: Vec<Doubtful> = each::ask(driver, communities, &lines, &params)?
        .iter()
        .map(|row| Ok((line(row)?, row.bool(19)?)))
        .collect::<Result<_, Fault>>()?;
    let days = lines.iter().map(|(line, _)| line.visit.day.min(line.visit.from));
    let Some(first) = days.min() else {
        return Ok((lines, Vec::new()));
    };
    let mut params = params![first].to_vec();
    let visits = format!(
        "SELECT i.premises, i.on_day, i.level FROM ({}) AS d CROSS JOIN inspection i LEFT JOIN inspection c ON c.corrects = i.id
         WHERE i.cid = d.cid AND i.premises = d.premises AND i.on_day >= $1 AND c.id IS NULL",
        premises(&mut params)
    );
    let visits = each::ask(driver, communities, &visits, &params)?;
    let mut seen: Vec<Seen> = visits.iter().map(self::seen).collect::<Result<_, Fault>>()?;
    if let (Some(low), Some(high)) = (communities.iter().min(), communities.iter().max()) {
        add_joint(driver, &mut seen, (low.as_str().to_owned(), high.range().1), (first, EVER))?;
    }
    Ok((lines, seen))
}

/// The other lines in some days of the premises that the plan has from a day to a day, and those themselves.
pub fn around(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (from, to): (NaiveDate, NaiveDate),
    (since, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Visit>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT DISTINCT {COLUMNS} FROM unit u CROSS JOIN plan_visit a CROSS JOIN plan_visit v
         WHERE u.path >= $1 AND u.path < $2 AND a.cid = u.path AND a.on_day >= $3 AND a.on_day <= $4
           AND v.cid = a.cid AND v.premises = a.premises AND v.on_day >= $5 AND v.on_day <= $6"
    );
    let rows = driver.query(&sql, params![low, high, from, to, since, until])?;
    rows.iter().map(visit).collect()
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
) -> Result<Vec<Seen>, Fault> {
    let (low, high) = scope.range();
    let mut seen: Vec<Seen> = driver
        .query(
            "SELECT i.premises, i.on_day, i.level FROM unit u CROSS JOIN inspection i
             LEFT JOIN inspection c ON c.corrects = i.id
             WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
               AND c.id IS NULL",
            params![low, high, from, to],
        )?
        .iter()
        .map(self::seen)
        .collect::<Result<_, Fault>>()?;
    add_joint(driver, &mut seen, scope.range(), (from, to))?;
    Ok(seen)
}

/// Adds the further levels of visits among those that were read: each is there as a visit of that level too.
fn add_joint(
    driver: &mut dyn Driver,
    seen: &mut Vec<Seen>,
    within: (String, String),
    days: (NaiveDate, NaiveDate),
) -> Result<(), Fault> {
    let also = joint::among(driver, seen.iter().map(|(.., level)| *level), within, days)?;
    seen.extend(also);
    Ok(())
}

fn seen(row: &Row) -> Result<Seen, Fault> {
    let level = row.text(2)?;
    let level =
        Level::from_code(&level).ok_or_else(|| Fault::damaged(format!("not a level: {level}")))?;
    Ok((Id(row.id(0)?), row.day(1)?, level))
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
