//! Units, grids and who answers for them.

use super::{Driver, Fault, Row};
use crate::{
    domain::{
        id::Id,
        unit::{Assignment, Duty, Unit, UnitPath},
    },
    params,
};

const COLUMNS: &str =
    "path, name, office, linked_leader, boundary, valid_from, valid_to, closed_why, trade";

pub fn insert(driver: &mut dyn Driver, unit: &Unit) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO unit(path, name, office, linked_leader, boundary, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            unit.path.as_str(),
            &unit.name,
            &unit.office,
            &unit.linked_leader,
            &unit.boundary,
            unit.valid_from,
            unit.valid_to
        ],
    )?;
    Ok(())
}

/// Changes what may change of a unit: everything but its place in the tree.
pub fn update(driver: &mut dyn Driver, unit: &Unit) -> Result<(), Fault> {
    driver.execute(
        "UPDATE unit SET name = $2, office = $3, linked_leader = $4, boundary = $5, valid_to = $6,
           closed_why = $7, trade = $8
         WHERE path = $1",
        params![
            unit.path.as_str(),
            &unit.name,
            &unit.office,
            &unit.linked_leader,
            &unit.boundary,
            unit.valid_to,
            &unit.closed_why,
            &unit.trade
        ],
    )?;
    Ok(())
}

/// Takes a unit out of the tree in which nothing is recorded.
pub fn remove(driver: &mut dyn Driver, path: &UnitPath) -> Result<(), Fault> {
    driver.execute("DELETE FROM unit WHERE path = $1", params![path.as_str()])?;
    Ok(())
}

/// The unit itself and everything below it, parents first.
pub fn under(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Unit>, Fault> {
    let (low, high) = scope.range();
    let sql = format!("SELECT {COLUMNS} FROM unit WHERE path >= $1 AND path < $2 ORDER BY path");
    driver.query(&sql, params![low, high])?.iter().map(unit).collect()
}

pub fn all(driver: &mut dyn Driver) -> Result<Vec<Unit>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM unit ORDER BY path");
    driver.query(&sql, &[])?.iter().map(unit).collect()
}

fn unit(row: &Row) -> Result<Unit, Fault> {
    Ok(Unit {
        path: path(row, 0)?,
        name: row.text(1)?,
        office: row.text(2)?,
        linked_leader: row.text(3)?,
        boundary: row.text(4)?,
        valid_from: row.day(5)?,
        valid_to: row.opt_day(6)?,
        closed_why: row.text(7)?,
        trade: row.text(8)?,
    })
}

pub(super) fn path(row: &Row, column: usize) -> Result<UnitPath, Fault> {
    sound_path(&row.text(column)?)
}

fn sound_path(text: &str) -> Result<UnitPath, Fault> {
    UnitPath::parse(text).ok_or_else(|| Fault::damaged(format!("not a unit path: {text}")))
}

pub(super) fn opt_path(row: &Row, column: usize) -> Result<Option<UnitPath>, Fault> {
    row.opt_text(column)?.map(|text| sound_path(&text)).transpose()
}

pub fn insert_assignment(driver: &mut dyn Driver, assignment: &Assignment) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO assignment(grid, id, duty, name, post, from_day, to_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            assignment.grid.as_str(),
            assignment.id.0,
            assignment.duty.code(),
            &assignment.name,
            &assignment.post,
            assignment.from,
            assignment.to
        ],
    )?;
    Ok(())
}

/// Ends the duties of one kind that run for a grid: `to` is their last day.
pub fn end_assignments(
    driver: &mut dyn Driver,
    grid: &UnitPath,
    duty: Duty,
    to: chrono::NaiveDate,
) -> Result<(), Fault> {
    driver.execute(
        "UPDATE assignment SET to_day = $3 WHERE grid = $1 AND duty = $2 AND to_day IS NULL",
        params![grid.as_str(), duty.code(), to],
    )?;
    Ok(())
}

/// Ends one duty, or lets it run on.
pub fn end_assignment(
    driver: &mut dyn Driver,
    grid: &UnitPath,
    id: Id,
    to: Option<chrono::NaiveDate>,
) -> Result<(), Fault> {
    driver.execute(
        "UPDATE assignment SET to_day = $3 WHERE grid = $1 AND id = $2",
        params![grid.as_str(), id.0, to],
    )?;
    Ok(())
}

/// All duties, past ones too, of the grids in scope.
pub fn assignments(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Assignment>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT grid, id, duty, name, post, from_day, to_day FROM assignment
             WHERE grid >= $1 AND grid < $2 ORDER BY grid, from_day, duty, id",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            let duty = row.text(2)?;
            Ok(Assignment {
                grid: path(row, 0)?,
                id: Id(row.id(1)?),
                duty: Duty::from_code(&duty)
                    .ok_or_else(|| Fault::damaged(format!("not a duty: {duty}")))?,
                name: row.text(3)?,
                post: row.text(4)?,
                from: row.day(5)?,
                to: row.opt_day(6)?,
            })
        })
        .collect()
}
