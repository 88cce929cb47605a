//! Hazards in whose history a rule of accountability may find something: past their deadline, rechecked late, with many
//! steps, found or followed by people from above, found again.

use chrono::NaiveDate;

use crate::{
    domain::{
        id::Id,
        review::Stand,
        unit::{Level, UnitPath},
    },
    params,
    store::{Driver, Fault, Value, hazards, inspections, units::path},
};

/// A hazard that waits for its recheck.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub community: UnitPath,
    pub id: Id,
    pub deadline: NaiveDate,
    /// Whose visit found it, and who follows it.
    pub visit: Level,
    pub owner: String,
}

/// Hazards that nobody has rechecked since their deadline up to a day; those that were handed up on the notice too.
pub fn waiting(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    to: NaiveDate,
) -> Result<Vec<Waiting>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.cid, h.id, h.deadline, i.level, h.owner
             FROM unit u CROSS JOIN hazard h CROSS JOIN inspection i
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.deadline <= $3
               AND (h.state = 'ordered' OR (h.state = 'reported' AND h.disposal = 'refer'))
               AND i.cid = h.cid AND i.id = h.inspection
             ORDER BY h.cid, h.deadline, h.id",
            params![low, high, to],
        )?
        .iter()
        .map(|row| {
            Ok(Waiting {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                deadline: row.day(2)?,
                visit: inspections::level(&row.text(3)?)?,
                owner: row.text(4)?,
            })
        })
        .collect()
}

/// A hazard whose first wait for a recheck is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Rechecked {
    /// With the deadline that stood last.
    pub of: Waiting,
    /// When it passed, where it is `plain`.
    pub on: NaiveDate,
    /// It passed, and nothing else has happened to it: the deadline is the one that was ordered. Else its steps tell.
    pub plain: bool,
}

/// Hazards that passed their recheck after the deadline and were closed since a day or wait for it, and those that may have
/// been rechecked late before: closed since then, or open with one step after the order. Open ones with more are eventful.
pub fn rechecked(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<Rechecked>, Fault> {
    let (low, high) = scope.range();
    // Nobody passes later than it is closed: few of those that were closed have to be looked at any further.
    let which = "SELECT h.cid, h.id FROM unit u CROSS JOIN hazard h
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.closed_on >= $3
               AND h.state = 'closed' AND (h.steps > 3 OR h.closed_on > h.deadline)
         UNION ALL
         SELECT h.cid, h.id FROM unit u CROSS JOIN hazard h
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.steps = 2
               AND h.state IN ('passed', 'ordered', 'reported')";
    let sql = format!(
        "SELECT h.cid, h.id, h.deadline, i.level, h.owner, MAX(t.on_day), h.steps, h.state
         FROM ({which}) AS w CROSS JOIN hazard h CROSS JOIN hazard_step t CROSS JOIN inspection i
         WHERE h.cid = w.cid AND h.id = w.id AND t.cid = h.cid AND t.hazard = h.id
           AND t.kind IN ('passed', 'failed', 'extended', 'reported')
           AND i.cid = h.cid AND i.id = h.inspection
           AND (h.steps > 3 OR h.state NOT IN ('passed', 'closed') OR t.on_day > h.deadline)
         GROUP BY h.cid, h.id, h.deadline, i.level, h.owner, h.steps, h.state
         ORDER BY h.cid, h.deadline, h.id"
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            let of = Waiting {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                deadline: row.day(2)?,
                visit: inspections::level(&row.text(3)?)?,
                owner: row.text(4)?,
            };
            let has_passed = matches!(row.text(7)?.as_str(), "passed" | "closed");
            Ok(Rechecked { of, on: row.day(5)?, plain: has_passed && row.int(6)? <= 3 })
        })
        .collect()
}

/// Open hazards that have had more than their order and one step, refused and major ones; major ones that were closed
/// since a day, and all that were reopened since then, closed again or not; each with its steps.
pub fn eventful(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<hazards::Stored>, Fault> {
    let (low, high) = scope.range();
    // The day of closing would lead the engine to all closures; major hazards are few.
    let which = "SELECT h.cid, h.id FROM unit u CROSS JOIN hazard h
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open
               AND (h.steps >= 3 OR h.state = 'refused' OR h.grade = 'major')
         UNION
         SELECT h.cid, h.id FROM unit u CROSS JOIN hazard h
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.grade = 'major'
               AND NOT h.is_open AND COALESCE(h.closed_on, h.found_on) >= $3
         UNION
         SELECT h.cid, h.id FROM unit u CROSS JOIN hazard_step t CROSS JOIN hazard h
             WHERE u.path >= $1 AND u.path < $2 AND t.cid = u.path AND t.on_day >= $3
               AND t.kind = 'reopened' AND h.cid = t.cid AND h.id = t.hazard AND h.state <> 'withdrawn'";
    hazards::among(driver, which, params![low, high, since])
}

/// The hazards of a premises up to a day, each with its steps.
pub fn at_premises(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    to: NaiveDate,
) -> Result<Vec<hazards::Stored>, Fault> {
    let which = "SELECT h.cid, h.id FROM hazard h
         WHERE h.cid = $1 AND h.premises = $2 AND h.found_on <= $3 AND h.state <> 'withdrawn'";
    hazards::among(driver, which, params![community.as_str(), premises.0, to])
}

/// A hazard that people of the street or the district have to do with, as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct Above {
    pub community: UnitPath,
    pub id: Id,
    /// Whose visit found it, and who follows it.
    pub visit: Level,
    pub owner: String,
    pub found_on: NaiveDate,
    pub stand: Stand,
}

/// Of the hazards found in some days, those open past their deadline and those closed since the first of the days: what a
/// visit from above has found, or one of these people follows.
pub fn above(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (from, to): (NaiveDate, NaiveDate),
    names: &[&str],
) -> Result<Vec<Above>, Fault> {
    let (low, high) = scope.range();
    let mut values = params![low, high, from, to].to_vec();
    let mut own = "i.level <> 'community'".to_owned();
    if !names.is_empty() {
        let places: Vec<String> = (5..5 + names.len()).map(|at| format!("${at}")).collect();
        own = format!("({own} OR h.owner IN ({}))", places.join(", "));
        values.extend(names.iter().map(|name| Value::from(*name)));
    }
    let which = [
        "h.found_on >= $3 AND h.found_on <= $4",
        "h.is_open AND h.deadline < $4",
        "h.closed_on >= $3",
    ]
    .map(|which| {
        format!(
            "SELECT h.cid, h.id, i.level, h.owner, h.found_on, h.state, h.grade, h.deadline, h.closed_on
             FROM unit u CROSS JOIN hazard h CROSS JOIN inspection i
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND {which}
               AND h.state <> 'withdrawn' AND i.cid = h.cid AND i.id = h.inspection AND {own}"
        )
    });
    driver
        .query(&which.join(" UNION "), &values)?
        .iter()
        .map(|row| {
            Ok(Above {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                visit: inspections::level(&row.text(2)?)?,
                owner: row.text(3)?,
                found_on: row.day(4)?,
                stand: Stand {
                    kind: hazards::state(&row.text(5)?)?,
                    grade: hazards::grade(&row.text(6)?)?,
                    deadline: row.opt_day(7)?,
                    closed_on: row.opt_day(8)?,
                },
            })
        })
        .collect()
}

/// Some hazards of a community that are not put right: past their deadline on a day, and those found in these days.
pub fn not_put_right(
    driver: &mut dyn Driver,
    community: &UnitPath,
    day: NaiveDate,
    found: Option<(NaiveDate, NaiveDate)>,
    limit: u32,
) -> Result<Vec<Id>, Fault> {
    let mut params = params![community.as_str(), day, limit].to_vec();
    let or_found = match found {
        Some((from, to)) => {
            params.extend(params![from, to].iter().cloned());
            "OR (found_on >= $4 AND found_on <= $5)"
        }
        None => "",
    };
    let sql = format!(
        "SELECT id FROM hazard WHERE cid = $1 AND is_open AND state <> 'passed'
           AND (deadline < $2 AND state IN ('ordered', 'refused', 'reported') {or_found})
         ORDER BY found_on, id LIMIT $3"
    );
    driver.query(&sql, &params)?.iter().map(|row| Ok(Id(row.id(0)?))).collect()
}

/// A hazard that was closed and found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Relapse {
    pub community: UnitPath,
    pub hazard: Id,
    pub found_on: NaiveDate,
    pub earlier: Id,
    pub closed_on: NaiveDate,
    /// Who followed the one that was closed.
    pub owner: String,
}

/// What was found again since a day.
pub fn relapses(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<Relapse>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT r.cid, r.hazard, h.found_on, r.earlier, e.closed_on, e.owner
             FROM recurrence r CROSS JOIN hazard h CROSS JOIN hazard e
             WHERE r.cid >= $1 AND r.cid < $2 AND h.cid = r.cid AND h.id = r.hazard
               AND e.cid = r.cid AND e.id = r.earlier AND h.found_on >= $3 AND h.state <> 'withdrawn'
               AND e.closed_on IS NOT NULL
             ORDER BY h.found_on, h.id",
            params![low, high, since],
        )?
        .iter()
        .map(|row| {
            Ok(Relapse {
                community: path(row, 0)?,
                hazard: Id(row.id(1)?),
                found_on: row.day(2)?,
                earlier: Id(row.id(3)?),
                closed_on: row.day(4)?,
                owner: row.text(5)?,
            })
        })
        .collect()
}
