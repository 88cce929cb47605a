//! What the weekly meeting counts. The columns of a hazard and of the register say how things stand now; what has
//! happened since a week ended is read with its steps, so that the office can take it off again. The units come first in the
//! joins, as in `rounds`: one short range of each community's index is read.

use chrono::NaiveDate;

use super::{
    Driver, Fault, hazards, premises,
    text::from_json,
    units::{opt_path, path},
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Course, Step, StepKind},
        id::Id,
        premises::Premises,
        review::{Counts, Week},
        rule::RuleError,
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
    /// Where it stands in a list.
    pub sort: String,
}

/// What a hazard went through.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub id: Id,
    pub place: Place,
    pub found_on: NaiveDate,
    pub first_grade: Grade,
    /// In their order, those taken back too.
    pub steps: Vec<Step>,
}

impl Told {
    /// The hazard as it stood at the end of a day.
    pub fn course_on(&self, day: NaiveDate) -> Result<Course, RuleError> {
        let steps = self.steps.iter().filter(|step| step.on() <= day);
        Course::replay(self.found_on, self.first_grade, steps)
    }
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

/// The register by grid, as it is today.
pub fn register(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<(Place, Counts)>, Fault> {
    let (low, high) = scope.range();
    counted(
        driver,
        "SELECT cid, grid, COUNT(*), SUM(CASE WHEN is_key THEN 1 ELSE 0 END) FROM premises
         WHERE cid >= $1 AND cid < $2 AND status <> 'moved_out' GROUP BY cid, grid",
        params![low, high],
        |counts, premises, key| (counts.premises, counts.key_premises) = (premises, key),
    )
}

/// What became of hazards by grid in a week, as the columns have it today.
pub fn standing(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    week: Week,
) -> Result<Vec<(Place, Counts)>, Fault> {
    let (low, high) = scope.range();
    let mut all = counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), COUNT(r.hazard) FROM unit u CROSS JOIN hazard h
         LEFT JOIN recurrence r ON r.cid = h.cid AND r.hazard = h.id
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.from, week.end],
        |counts, found, recurring| (counts.found, counts.recurring) = (found, recurring),
    )?;
    all.extend(counted(
        driver,
        "SELECT h.cid, h.grid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.closed_on >= $3 AND h.closed_on <= $4 AND h.state = 'closed'
         GROUP BY h.cid, h.grid",
        params![&low, &high, week.from, week.end],
        |counts, closed, _| counts.closed = closed,
    )?);
    // All that is open is in one index, in the order of the grids; an expression keeps SQLite from another.
    all.extend(counted(
        driver,
        "SELECT cid, grid,
           SUM(CASE WHEN deadline < $3 AND state IN ('ordered', 'refused', 'reported') THEN 1 ELSE 0 END),
           SUM(CASE WHEN grade = 'major' THEN 1 ELSE 0 END)
         FROM hazard WHERE is_open AND cid >= $1 AND cid < $2 AND COALESCE(found_on, $3) <= $3
         GROUP BY cid, grid",
        params![&low, &high, week.end],
        |counts, overdue, major| (counts.overdue, counts.major_open) = (overdue, major),
    )?);
    // Notices of the week that nobody has brought back signed.
    all.extend(counted(
        driver,
        "SELECT i.cid, i.grid, COUNT(*), 0 FROM unit u CROSS JOIN inspection i CROSS JOIN notice n
         WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
           AND n.cid = i.cid AND n.inspection = i.id AND (n.void_on IS NULL OR n.void_on > $4)
           AND n.issued_on <= $4
           AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.cid = n.cid AND e.subject = n.id AND e.kind = 'scan'
             AND e.added_on <= $4 AND e.void_on IS NULL)
         GROUP BY i.cid, i.grid",
        params![&low, &high, week.from, week.end],
        |counts, unsigned, _| counts.unsigned = unsigned,
    )?);
    Ok(all)
}

/// The hazards with a step of some kinds (of any when none is named) after a day and up to another, with all of
/// their steps; those found by a day alone.
pub fn stepped(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (after, to): (NaiveDate, NaiveDate),
    kinds: &[StepKind],
    found_by: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    let (low, high) = scope.range();
    let codes: Result<Vec<String>, Fault> =
        kinds.iter().map(|kind| Ok(format!("'{}'", hazards::step_code(*kind)?))).collect();
    let narrowed = match codes?.join(", ") {
        codes if codes.is_empty() => codes,
        codes => format!(" AND t.kind IN ({codes})"),
    };
    let sql = format!(
        "SELECT h.id, h.cid, h.grid, h.found_on, h.first_grade, s.body, s.seq FROM (
             SELECT DISTINCT t.cid, t.hazard FROM unit u CROSS JOIN hazard_step t
             WHERE u.path >= $1 AND u.path < $2 AND t.cid = u.path AND t.on_day > $3 AND t.on_day <= $4{narrowed}
         ) AS w
         CROSS JOIN hazard h CROSS JOIN hazard_step s
         WHERE h.cid = w.cid AND h.id = w.hazard AND h.found_on <= $5
           AND s.cid = w.cid AND s.hazard = w.hazard"
    );
    let rows = driver.query(&sql, params![low, high, after, to, found_by])?;
    // Sorted here, the bodies need not go through the engine's sorter.
    let mut order = Vec::with_capacity(rows.len());
    for row in &rows {
        order.push((row.id(0)?, row.int(6)?, row));
    }
    order.sort_unstable_by_key(|(id, seq, _)| (*id, *seq));
    let mut all: Vec<Told> = Vec::new();
    for (id, _, row) in order {
        let (id, step) = (Id(id), from_json(&row.text(5)?)?);
        match all.last_mut().filter(|told| told.id == id) {
            Some(told) => told.steps.push(step),
            None => all.push(Told {
                id,
                place: (path(row, 1)?, opt_path(row, 2)?),
                found_on: row.day(3)?,
                first_grade: hazards::grade(&row.text(4)?)?,
                steps: vec![step],
            }),
        }
    }
    Ok(all)
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

/// The key premises in operation today, by place and in their order.
pub fn keys(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Key>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT cid, grid, id, name, sort FROM premises
         WHERE cid >= $1 AND cid < $2 AND is_key AND direct = '' AND status = 'operating'
         ORDER BY cid, grid, sort",
        params![low, high],
    )?;
    let mut keys: Vec<Key> = Vec::with_capacity(rows.len());
    for row in &rows {
        let (cid, grid) = (row.text(0)?, row.opt_text(1)?);
        // Many stand in one place: what was read for the one before is not read again.
        let same = keys.last().map(|key| &key.place).filter(|(community, at)| {
            community.as_str() == cid && at.as_ref().map(UnitPath::as_str) == grid.as_deref()
        });
        let place = match same {
            Some(place) => place.clone(),
            None => (path(row, 0)?, opt_path(row, 1)?),
        };
        keys.push(Key { place, id: Id(row.id(2)?), name: row.text(3)?, sort: row.text(4)? });
    }
    Ok(keys)
}
