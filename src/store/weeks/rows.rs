//! The rows behind what the board counts.

use chrono::NaiveDate;

use super::{Place, place};
use crate::{
    domain::{
        id::Id,
        review::{Stand, Week},
        unit::UnitPath,
    },
    params,
    store::{Driver, Fault, hazards},
};

/// A hazard as its columns have it today.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub place: Place,
    pub hazard: Id,
    pub found_on: NaiveDate,
    pub stand: Stand,
    /// It has come back (回潮).
    pub recurring: bool,
}

/// The hazards in scope that a figure of a week may count: open, or found or closed since its Monday.
pub fn standings(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    week: Week,
) -> Result<Vec<Standing>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.cid, h.grid, h.id, h.found_on, h.state, h.grade, h.deadline, h.closed_on, r.hazard IS NOT NULL
             FROM hazard h LEFT JOIN recurrence r ON r.cid = h.cid AND r.hazard = h.id
             WHERE h.cid >= $1 AND h.cid < $2 AND h.found_on <= $4
               AND (h.is_open OR h.found_on >= $3 OR h.closed_on >= $3)",
            params![low, high, week.from, week.end],
        )?
        .iter()
        .map(|row| {
            Ok(Standing {
                place: place(row)?,
                hazard: Id(row.id(2)?),
                found_on: row.day(3)?,
                stand: Stand {
                    kind: hazards::state(&row.text(4)?)?,
                    grade: hazards::grade(&row.text(5)?)?,
                    deadline: row.opt_day(6)?,
                    closed_on: row.opt_day(7)?,
                },
                recurring: row.bool(8)?,
            })
        })
        .collect()
}

/// A notice of a week that nobody had brought back signed at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct UnsignedNotice {
    pub place: Place,
    pub number: String,
    pub issued_on: NaiveDate,
    pub addressee: String,
}

/// Such notices, for a range of communities ($1, $2) and the days of a week ($3, $4).
pub(super) const UNSIGNED: &str = "FROM unit u CROSS JOIN inspection i CROSS JOIN notice n
    WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4
      AND n.cid = i.cid AND n.inspection = i.id AND (n.void_on IS NULL OR n.void_on > $4)
      AND n.issued_on <= $4
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.cid = n.cid AND e.subject = n.id AND e.kind = 'scan'
        AND e.added_on <= $4 AND e.void_on IS NULL)";

/// The notices that [`super::unsigned`] counts, by number.
pub fn unsigned_notices(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    week: Week,
) -> Result<Vec<UnsignedNotice>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT i.cid, i.grid, n.number, n.issued_on, n.addressee {UNSIGNED} ORDER BY n.issued_on, n.number"
    );
    driver
        .query(&sql, params![low, high, week.from, week.end])?
        .iter()
        .map(|row| {
            Ok(UnsignedNotice {
                place: place(row)?,
                number: row.text(2)?,
                issued_on: row.day(3)?,
                addressee: row.text(4)?,
            })
        })
        .collect()
}
