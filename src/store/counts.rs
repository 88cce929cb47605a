//! How much each unit has to look after, added up over everything below it.

use super::{
    Driver, Fault,
    units::{opt_path, path},
};
use crate::{domain::unit::UnitPath, params};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Premises that have not moved out.
    pub premises: i64,
    pub key_premises: i64,
    pub open_hazards: i64,
}

/// One row for each grid with something in it, and one for what a community has outside its grids.
pub fn by_place(
    driver: &mut dyn Driver,
    scope: &UnitPath,
) -> Result<Vec<(UnitPath, Counts)>, Fault> {
    let (low, high) = scope.range();
    let mut all = Vec::new();
    for row in driver.query(
        "SELECT cid, grid, COUNT(*), SUM(CASE WHEN is_key THEN 1 ELSE 0 END) FROM premises
         WHERE cid >= $1 AND cid < $2 AND status <> 'moved_out' GROUP BY cid, grid",
        params![&low, &high],
    )? {
        let (premises, key_premises) = (row.int(2)?, row.int(3)?);
        let counts = Counts { premises, key_premises, ..Counts::default() };
        all.push((opt_path(&row, 1)?.unwrap_or(path(&row, 0)?), counts));
    }
    for row in driver.query(
        "SELECT cid, grid, COUNT(*) FROM hazard
         WHERE cid >= $1 AND cid < $2 AND is_open GROUP BY cid, grid",
        params![&low, &high],
    )? {
        let counts = Counts { open_hazards: row.int(2)?, ..Counts::default() };
        all.push((opt_path(&row, 1)?.unwrap_or(path(&row, 0)?), counts));
    }
    Ok(all)
}

/// Premises of a category in a grid, or in what a community has outside its grids.
pub struct OfCategory {
    pub place: UnitPath,
    pub category: String,
    pub premises: i64,
}

/// How many premises of each category stand where, but for those that have moved out.
pub fn by_category(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<OfCategory>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT cid, grid, category, COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND status <> 'moved_out' GROUP BY cid, grid, category",
        params![&low, &high],
    )?;
    rows.iter()
        .map(|row| {
            Ok(OfCategory {
                place: opt_path(row, 1)?.unwrap_or(path(row, 0)?),
                category: row.text(2)?,
                premises: row.int(3)?,
            })
        })
        .collect()
}
