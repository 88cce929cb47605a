//! What 抽查 draws from: the operating premises, and who has reported or found nothing.

use chrono::NaiveDate;

use super::{
    Driver, Fault,
    units::{opt_path, path},
};
use crate::{
    domain::{id::Id, unit::UnitPath},
    params,
};

/// A premises that may be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub id: Id,
    pub name: String,
    /// A hazard was found there since the day that was asked about; withdrawn ones do not count.
    pub found: bool,
}

/// Operating premises, without those of 部门直管.
pub fn subjects(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    key: bool,
    since: NaiveDate,
) -> Result<Vec<Subject>, Fault> {
    let (low, high) = scope.range();
    let only = if key { " AND p.is_key" } else { "" };
    let sql = format!(
        "SELECT p.cid, p.grid, p.id, p.name, CASE WHEN EXISTS(
             SELECT 1 FROM hazard h WHERE h.cid = p.cid AND h.premises = p.id AND h.found_on >= $3
               AND h.state <> 'withdrawn') THEN 1 ELSE 0 END
         FROM premises p
         WHERE p.cid >= $1 AND p.cid < $2 AND p.status = 'operating' AND p.direct = ''{only}"
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            Ok(Subject {
                community: path(row, 0)?,
                grid: opt_path(row, 1)?,
                id: Id(row.id(2)?),
                name: row.text(3)?,
                found: row.int(4)? > 0,
            })
        })
        .collect()
}

/// Communities where a hazard was found since a day; withdrawn ones do not count.
pub fn found_in(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<UnitPath>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT DISTINCT cid FROM hazard
             WHERE cid >= $1 AND cid < $2 AND found_on >= $3 AND state <> 'withdrawn' ORDER BY cid",
            params![low, high, since],
        )?
        .iter()
        .map(|row| path(row, 0))
        .collect()
}

/// Units that sent 零报告 about days up to `since` or later, and under which code; what was given back does not count.
pub fn zero_reports(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<(UnitPath, String)>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT DISTINCT cid, code FROM report
             WHERE cid >= $1 AND cid < $2 AND to_day >= $3 AND is_zero AND returned_on IS NULL
             ORDER BY cid, code",
            params![low, high, since],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, row.text(1)?)))
        .collect()
}
