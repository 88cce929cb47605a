//! Notices that came late, and those that were made anew late.

use chrono::NaiveDate;

use crate::{
    domain::{
        id::Id,
        unit::{Level, UnitPath},
    },
    params,
    store::{Driver, Fault, Row, inspections, units::path},
};

/// A notice that came after the day of its inspection, or after the one before it was voided.
#[derive(Clone, Debug, PartialEq)]
pub struct LateNotice {
    pub community: UnitPath,
    pub inspection: Id,
    /// The day of the inspection; of one made anew, that on which the one before it was voided.
    pub since: NaiveDate,
    /// The day on which its number was given.
    pub issued: NaiveDate,
    /// Whose visit it was.
    pub visit: Level,
}

/// First notices of inspections that were given their number since a day, and not on the day of the inspection. What
/// corrects an inspection bears its day.
pub fn late_notices(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<LateNotice>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT n.cid, n.inspection, i.on_day, n.entered_on, i.level
             FROM unit u CROSS JOIN notice n CROSS JOIN inspection i
             WHERE u.path >= $1 AND u.path < $2 AND n.cid = u.path AND n.entered_on >= $3
               AND n.entered_on > n.issued_on AND i.cid = n.cid AND i.id = n.inspection
               AND i.corrects IS NULL
               AND NOT EXISTS (SELECT 1 FROM notice e WHERE e.cid = n.cid
                   AND e.inspection = n.inspection AND (e.year, e.serial) < (n.year, n.serial))
             ORDER BY n.entered_on, n.id",
            params![low, high, since],
        )?
        .iter()
        .map(late_notice)
        .collect()
}

/// Notices that were made anew since a day, and not on the day on which the one before was voided: of the same inspection,
/// or of the one that corrects it.
pub fn notices_anew(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<LateNotice>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT a.cid, a.inspection, a.void_on, MIN(a.anew), i.level FROM (
                 SELECT v.cid, v.id, v.inspection, v.void_on, n.entered_on AS anew
                 FROM unit u CROSS JOIN notice v CROSS JOIN notice n
                 WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path AND v.void_on IS NOT NULL
                   AND n.cid = v.cid AND n.inspection = v.inspection AND n.id <> v.id
                   AND n.entered_on >= v.void_on
                 UNION ALL
                 SELECT v.cid, v.id, v.inspection, v.void_on, n.entered_on
                 FROM unit u CROSS JOIN notice v CROSS JOIN inspection c CROSS JOIN notice n
                 WHERE u.path >= $1 AND u.path < $2 AND v.cid = u.path AND v.void_on IS NOT NULL
                   AND c.corrects = v.inspection AND n.cid = c.cid AND n.inspection = c.id
                   AND n.entered_on >= v.void_on) AS a
             CROSS JOIN inspection i WHERE i.cid = a.cid AND i.id = a.inspection
             GROUP BY a.cid, a.id, a.inspection, a.void_on, i.level
             HAVING MIN(a.anew) > a.void_on AND MIN(a.anew) >= $3 ORDER BY MIN(a.anew), a.id",
            params![low, high, since],
        )?
        .iter()
        .map(late_notice)
        .collect()
}

fn late_notice(row: &Row) -> Result<LateNotice, Fault> {
    Ok(LateNotice {
        community: path(row, 0)?,
        inspection: Id(row.id(1)?),
        since: row.day(2)?,
        issued: row.day(3)?,
        visit: inspections::level(&row.text(4)?)?,
    })
}
