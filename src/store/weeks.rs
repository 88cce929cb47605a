//! What the weekly meeting counts. The columns of a hazard and of the register say how things stand now; what has
//! happened since a week ended is read with its steps, so that the office can take it off again. The units come first in the
//! joins, as in `rounds`: one short range of each community's index is read.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, hazards, premises,
    text::from_json,
    units::{opt_path, path},
};
use crate::{
    domain::{
        hazard::{Step, StepKind},
        id::Id,
        premises::Premises,
        review::{Counts, Week},
        unit::UnitPath,
    },
    params,
};

/// A grid of a community, or its premises that stand in none.
pub type Place = (UnitPath, Option<UnitPath>);

/// An inspection that no later one corrects.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub place: Place,
    pub premises: Id,
}

/// A key premises in operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub place: Place,
    pub id: Id,
    pub name: String,
}

fn counted(
    driver: &mut dyn Driver,
    sql: &str,
    params: &[super::Value],
    mut put: impl FnMut(&mut Counts, i64, i64),
) -> Result<Vec<(Place, Counts)>, Fault> {
    driver
        .query(sql, params)?
        .iter()
        .map(|row| {
            let mut counts = Counts::default();
            put(&mut counts, row.int(2)?, row.int(3)?);
            Ok(((path(row, 0)?, opt_path(row, 1)?), counts))
        })
        .collect()
}

/// The standing figures of a week by grid, as the columns have them today.
pub fn standing(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    week: Week,
) -> Result<Vec<(Place, Counts)>, Fault> {
    let (low, high) = scope.range();
    let mut all = counted(
        driver,
        "SELECT cid, grid, COUNT(*), SUM(CASE WHEN is_key THEN 1 ELSE 0 END) FROM premises
         WHERE cid >= $1 AND cid < $2 AND status <> 'moved_out' GROUP BY cid, grid",
        params![&low, &high],
        |counts, premises, key| (counts.premises, counts.key_premises) = (premises, key),
    )?;
    all.extend(counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.from, week.end],
        |counts, found, _| counts.found = found,
    )?);
    all.extend(counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.closed_on >= $3 AND h.closed_on <= $4 AND h.state = 'closed'
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.from, week.end],
        |counts, closed, _| counts.closed = closed,
    )?);
    all.extend(counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.deadline < $3
           AND h.state IN ('ordered', 'refused', 'reported') AND h.found_on <= $3
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.end],
        |counts, overdue, _| counts.overdue = overdue,
    )?);
    all.extend(counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.grade = 'major'
           AND h.found_on <= $3
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.end],
        |counts, major, _| counts.major_open = major,
    )?);
    Ok(all)
}

/// The hazards with a step of some kinds (of any when none is named) after a day and up to another, with all of
/// their steps.
pub fn stepped(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
    to: NaiveDate,
    kinds: &[StepKind],
) -> Result<Vec<hazards::Stored>, Fault> {
    let (low, high) = scope.range();
    // The kind stands first in the body.
    let bodies: Result<Vec<String>, Fault> = kinds
        .iter()
        .map(|kind| {
            let kind = serde_json::to_value(kind)
                .ok()
                .and_then(|kind| kind.as_str().map(str::to_owned))
                .ok_or_else(|| Fault::other("a kind of step has no code".to_owned()))?;
            Ok(format!("t.body LIKE '{{\"step\":\"{kind}\"%'"))
        })
        .collect();
    let bodies = bodies?;
    let narrowed =
        if bodies.is_empty() { String::new() } else { format!(" AND ({})", bodies.join(" OR ")) };
    let which = format!(
        "SELECT DISTINCT t.cid, t.hazard FROM unit u CROSS JOIN hazard_step t
         WHERE u.path >= $1 AND u.path < $2 AND t.cid = u.path AND t.on_day > $3 AND t.on_day <= $4{narrowed}"
    );
    let params = params![low, high, after, to];
    let mut steps: HashMap<Id, Vec<(Step, String)>> = HashMap::new();
    let sql = format!(
        "SELECT s.hazard, s.body, s.actor FROM ({which}) AS w
         JOIN hazard_step s ON s.cid = w.cid AND s.hazard = w.hazard ORDER BY s.cid, s.hazard, s.seq"
    );
    for row in &driver.query(&sql, params)? {
        let step = (from_json(&row.text(1)?)?, row.text(2)?);
        steps.entry(Id(row.id(0)?)).or_default().push(step);
    }
    let sql = format!(
        "SELECT {} FROM ({which}) AS w JOIN hazard h ON h.cid = w.cid AND h.id = w.hazard",
        hazards::COLUMNS
    );
    driver
        .query(&sql, params)?
        .iter()
        .map(|row| {
            let id = Id(row.id(1)?);
            hazards::with_steps(row, steps.remove(&id).unwrap_or_default())
        })
        .collect()
}

/// What has changed on the register after a day: each entry as it was at the end of that day, `None` for one that
/// came later, and as it is now.
pub fn changed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
) -> Result<Vec<(Option<Premises>, Premises)>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT DISTINCT c.cid, c.premises FROM unit u CROSS JOIN premises_change c
         WHERE u.path >= $1 AND u.path < $2 AND c.cid = u.path AND c.on_day > $3",
        params![low, high, after],
    )?;
    let mut changed = Vec::new();
    for row in &rows {
        let (community, id) = (path(row, 0)?, Id(row.id(1)?));
        let Some(now) = premises::by_id(driver, &community, id)? else { continue };
        let then = premises::changes(driver, &community, id)?
            .into_iter()
            .filter(|change| change.on <= after)
            // Of several on one day the last counts; those entered late stand behind.
            .max_by_key(|change| change.on)
            .map(|change| change.after);
        changed.push((then, now.entry));
    }
    Ok(changed)
}

pub fn visits(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Visit>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT i.cid, i.grid, i.premises FROM unit u CROSS JOIN inspection i
             LEFT JOIN inspection c ON c.corrects = i.id
             WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
               AND c.id IS NULL",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| {
            Ok(Visit { place: (path(row, 0)?, opt_path(row, 1)?), premises: Id(row.id(2)?) })
        })
        .collect()
}

/// The key premises in operation today.
pub fn keys(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Key>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, grid, id, name FROM premises
             WHERE cid >= $1 AND cid < $2 AND is_key AND direct = '' AND status = 'operating'",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            Ok(Key {
                place: (path(row, 0)?, opt_path(row, 1)?),
                id: Id(row.id(2)?),
                name: row.text(3)?,
            })
        })
        .collect()
}
