//! What the weekly meeting counts. The columns of a hazard and of the register say how things stand now; what has
//! happened since a week ended is read with its steps, so that the office can take it off again. The units come first in the
//! joins, as in `rounds`: one short range of each community's index is read.

mod rows;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, hazards,
    inspections::joint,
    premises,
    text::from_json,
    units::{opt_path, path},
};
use crate::{
    domain::{
        hazard::{Course, Step, StepKind},
        id::Id,
        owed::on_register,
        premises::Premises,
        review::{Counts, Stand, Week},
        unit::{Level, UnitPath},
    },
    params,
};

pub use rows::{Standing, UnsignedNotice, standings, unsigned_notices};

/// A grid of a community, or its premises that stand in none.
pub type Place = (UnitPath, Option<UnitPath>);

/// What was counted, in no order; a place may stand in it several times.
pub type ByPlace = Vec<(Place, Counts)>;

/// An inspection that no later one corrects.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub place: Place,
    pub premises: Id,
    pub on: NaiveDate,
    /// Whose visit it was.
    pub level: Level,
    /// Whose it was besides (`Inspection::also`).
    pub also: Vec<Level>,
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
    pub place: Place,
    pub hazard: Id,
    /// In their order, those taken back too.
    pub steps: Vec<Step>,
}

/// A hazard that something has happened to since a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub place: Place,
    pub hazard: Id,
    pub found_on: NaiveDate,
    /// At the end of that day.
    pub then: Stand,
    pub now: Stand,
}

/// The first two columns.
fn place(row: &Row) -> Result<Place, Fault> {
    Ok((path(row, 0)?, opt_path(row, 1)?))
}

/// One of the counts of a week and of the one before, both from one reading.
pub type Count = fn(&mut dyn Driver, &UnitPath, (Week, Week)) -> Result<(ByPlace, ByPlace), Fault>;

/// What the columns of the register and of hazards tell, the longest first.
pub const STANDING: [Count; 4] = [register, found, open, closed];

/// The register by grid, as it is today.
fn register(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    _: (Week, Week),
) -> Result<(ByPlace, ByPlace), Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT cid, grid, COUNT(*), COUNT(*) FILTER (WHERE is_key) FROM premises
         WHERE cid >= $1 AND cid < $2 AND status <> 'moved_out' GROUP BY cid, grid",
        params![low, high],
    )?;
    let counts: ByPlace = rows
        .iter()
        .map(|row| {
            let (premises, key_premises) = (row.int(2)?, row.int(3)?);
            Ok((place(row)?, Counts { premises, key_premises, ..Counts::default() }))
        })
        .collect::<Result<_, Fault>>()?;
    Ok((counts.clone(), counts))
}

/// What was found by grid, as the columns have it today.
fn found(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (week, before): (Week, Week),
) -> Result<(ByPlace, ByPlace), Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT h.cid, h.grid, h.found_on >= $5, COUNT(*), COUNT(r.hazard) FROM unit u CROSS JOIN hazard h
         LEFT JOIN recurrence r ON r.cid = h.cid AND r.hazard = h.id
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'
         GROUP BY 1, 2, 3",
        params![low, high, before.from, week.end, week.from],
    )?;
    by_week(&rows, |row| {
        let (found, recurring) = (row.int(3)?, row.int(4)?);
        Ok(Counts { found, recurring, ..Counts::default() })
    })
}

/// What was closed by grid, as the columns have it today.
fn closed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (week, before): (Week, Week),
) -> Result<(ByPlace, ByPlace), Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT h.cid, h.grid, h.closed_on >= $5, COUNT(*) FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.closed_on >= $3 AND h.closed_on <= $4 AND h.state = 'closed'
         GROUP BY 1, 2, 3",
        params![low, high, before.from, week.end, week.from],
    )?;
    by_week(&rows, |row| Ok(Counts { closed: row.int(3)?, ..Counts::default() }))
}

/// Rows of a place and of whether they are of the later week.
fn by_week(
    rows: &[Row],
    counts: impl Fn(&Row) -> Result<Counts, Fault>,
) -> Result<(ByPlace, ByPlace), Fault> {
    let (mut now, mut then) = (Vec::new(), Vec::new());
    for row in rows {
        if row.bool(2)? { &mut now } else { &mut then }.push((place(row)?, counts(row)?));
    }
    Ok((now, then))
}

/// What is open by grid and overdue or major, as the columns have it today.
fn open(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (week, before): (Week, Week),
) -> Result<(ByPlace, ByPlace), Fault> {
    let (low, high) = scope.range();
    // All that is open is in one index, in the order of the grids; an expression keeps SQLite from another, and
    // from a table of its own for three states.
    let open = driver.query(
        "SELECT cid, grid,
           COUNT(*) FILTER (WHERE deadline < $3 AND (state = 'ordered' OR state = 'refused' OR state = 'reported')),
           COUNT(*) FILTER (WHERE grade = 'major'),
           COUNT(*) FILTER (WHERE deadline < $4 AND found_on <= $4
             AND (state = 'ordered' OR state = 'refused' OR state = 'reported')),
           COUNT(*) FILTER (WHERE grade = 'major' AND found_on <= $4)
         FROM hazard WHERE is_open AND cid >= $1 AND cid < $2 AND COALESCE(found_on, $3) <= $3
         GROUP BY cid, grid",
        params![low, high, week.end, before.end],
    )?;
    let (mut now, mut then) = (Vec::new(), Vec::new());
    for row in &open {
        for (first, all) in [(2, &mut now), (4, &mut then)] {
            let (overdue, major_open) = (row.int(first)?, row.int(first + 1)?);
            all.push((place(row)?, Counts { overdue, major_open, ..Counts::default() }));
        }
    }
    Ok((now, then))
}

/// The notices of a week, by grid, that nobody had brought back signed at its end.
pub fn unsigned(driver: &mut dyn Driver, scope: &UnitPath, week: Week) -> Result<ByPlace, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            &format!("SELECT i.cid, i.grid, COUNT(*) {} GROUP BY i.cid, i.grid", rows::UNSIGNED),
            params![low, high, week.from, week.end],
        )?
        .iter()
        .map(|row| Ok((place(row)?, Counts { unsigned: row.int(2)?, ..Counts::default() })))
        .collect()
}

/// The hazards found by the end of a day that something has happened to since.
pub fn moved(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
) -> Result<Vec<Moved>, Fault> {
    moved_of(driver, scope, after, None)
}

/// Those of them whose deadline was over on that day, by the columns of today or before it was moved, and those that were
/// found since another one.
pub fn moved_past(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
    found_since: NaiveDate,
) -> Result<Vec<Moved>, Fault> {
    let past = "AND (h.found_on >= $4 OR h.deadline < $3 OR EXISTS (SELECT 1 FROM hazard_step m
             WHERE m.cid = h.cid AND m.hazard = h.id AND m.on_day > $3
               AND m.kind IN ('extended', 'failed', 'reopened', 'taken_back')))";
    moved_of(driver, scope, after, Some((past, found_since)))
}

fn moved_of(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    after: NaiveDate,
    which: Option<(&str, NaiveDate)>,
) -> Result<Vec<Moved>, Fault> {
    let (low, high) = scope.range();
    // What was found later is taken off in the indexes: looked up one by one it would be as many again. An expression keeps
    // SQLite from looking for the steps of one hazard among those of many days.
    let sql = format!(
        "SELECT h.id, h.cid, h.grid, h.found_on, h.first_grade, h.state, h.grade, h.deadline, h.closed_on,
           s.seq, s.body FROM (
             SELECT DISTINCT t.cid, t.hazard FROM unit u CROSS JOIN hazard_step t
             WHERE u.path >= $1 AND u.path < $2 AND t.cid = u.path AND t.on_day > $3 AND t.hazard NOT IN (
                 SELECT n.id FROM unit u CROSS JOIN hazard n
                 WHERE u.path >= $1 AND u.path < $2 AND n.cid = u.path AND n.found_on > $3)
         ) AS w
         CROSS JOIN hazard h
         LEFT JOIN hazard_step s ON s.cid = h.cid AND s.hazard = h.id AND COALESCE(s.on_day, $3) <= $3
         WHERE h.cid = w.cid AND h.id = w.hazard {}",
        which.map_or("", |(clause, _)| clause)
    );
    let mut values = params![low, high, after].to_vec();
    values.extend(which.map(|(_, day)| Value::from(day)));
    let rows = driver.query(&sql, &values)?;
    // Sorted here, the bodies need not go through the engine's sorter.
    let mut order = Vec::with_capacity(rows.len());
    for row in &rows {
        order.push((row.id(0)?, row.opt_int(9)?, row));
    }
    order.sort_unstable_by_key(|(id, seq, _)| (*id, *seq));
    order
        .chunk_by(|(a, ..), (b, ..)| a == b)
        .map(|rows| {
            let row = rows[0].2;
            let mut steps: Vec<Step> = Vec::new();
            for (.., row) in rows {
                steps.extend(row.opt_text(10)?.map(|body| from_json(&body)).transpose()?);
            }
            let (found_on, first_grade) = (row.day(3)?, hazards::grade(&row.text(4)?)?);
            let course = Course::replay(found_on, first_grade, &steps)
                .map_err(|error| Fault::damaged(format!("hazard {}: {error:?}", Id(rows[0].0))))?;
            Ok(Moved {
                place: (path(row, 1)?, opt_path(row, 2)?),
                hazard: Id(rows[0].0),
                found_on,
                then: Stand::from(&course),
                now: Stand {
                    kind: hazards::state(&row.text(5)?)?,
                    grade: hazards::grade(&row.text(6)?)?,
                    deadline: row.opt_day(7)?,
                    closed_on: row.opt_day(8)?,
                },
            })
        })
        .collect()
}

/// The hazards with a step of some kinds on the days of a week, with all of their steps.
pub fn stepped(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (from, to): (NaiveDate, NaiveDate),
    kinds: &[StepKind],
) -> Result<Vec<Told>, Fault> {
    let (low, high) = scope.range();
    let codes: Result<Vec<String>, Fault> =
        kinds.iter().map(|kind| Ok(format!("'{}'", hazards::step_code(*kind)?))).collect();
    let sql = format!(
        "SELECT h.cid, h.grid, h.id, s.body FROM (
             SELECT DISTINCT t.cid, t.hazard FROM unit u CROSS JOIN hazard_step t
             WHERE u.path >= $1 AND u.path < $2 AND t.cid = u.path AND t.on_day >= $3 AND t.on_day <= $4
               AND t.kind IN ({})
         ) AS w
         CROSS JOIN hazard h CROSS JOIN hazard_step s
         WHERE h.cid = w.cid AND h.id = w.hazard AND s.cid = w.cid AND s.hazard = w.hazard
         ORDER BY h.id, s.seq",
        codes?.join(", ")
    );
    let rows = driver.query(&sql, params![low, high, from, to])?;
    rows.chunk_by(|a, b| a.id(2).ok() == b.id(2).ok())
        .map(|rows| {
            let steps: Result<Vec<Step>, Fault> =
                rows.iter().map(|row| from_json(&row.text(3)?)).collect();
            Ok(Told { place: place(&rows[0])?, hazard: Id(rows[0].id(2)?), steps: steps? })
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
    let changed = premises::changed_after(driver, scope, after)?.into_iter();
    let changed = changed.map(|(now, changes)| (on_register(&changes, after).cloned(), now.entry));
    Ok(changed.collect())
}

pub fn visits(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Visit>, Fault> {
    let (low, high) = scope.range();
    let mut visits: Vec<Visit> = driver
        .query(
            "SELECT i.cid, i.grid, i.premises, i.on_day, i.level FROM unit u CROSS JOIN inspection i
             LEFT JOIN inspection c ON c.corrects = i.id
             WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
               AND c.id IS NULL",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| {
            let level = row.text(4)?;
            let level = Level::from_code(&level)
                .ok_or_else(|| Fault::damaged(format!("not a level: {level}")))?;
            let place = (path(row, 0)?, opt_path(row, 1)?);
            Ok(Visit { place, premises: Id(row.id(2)?), on: row.day(3)?, level, also: Vec::new() })
        })
        .collect::<Result<_, Fault>>()?;
    let levels = visits.iter().map(|visit| visit.level);
    for (premises, on, also) in joint::among(driver, levels, scope.range(), (from, to))? {
        // Which of several on a day tells no more than that they were there.
        let visit = visits.iter_mut().find(|visit| (visit.premises, visit.on) == (premises, on));
        visit.into_iter().for_each(|visit| visit.also.push(also));
    }
    Ok(visits)
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
    for mut row in rows {
        // Many stand in one place: what was read for the one before is not read again.
        let (cid, grid) = (row.opt_str(0)?, row.opt_str(1)?);
        let same = keys.last().map(|key| &key.place).filter(|(community, at)| {
            Some(community.as_str()) == cid && at.as_ref().map(UnitPath::as_str) == grid
        });
        let place = match same {
            Some(place) => place.clone(),
            None => self::place(&row)?,
        };
        let id = Id(row.id(2)?);
        keys.push(Key { place, id, name: row.take_text(3)?, sort: row.take_text(4)? });
    }
    Ok(keys)
}
