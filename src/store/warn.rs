//! What the rules of accountability look at, narrowed before it is read: open hazards with something in their
//! history, counts by community, premises that rounds have left out; and what persons have said to suggestions. The
//! units come first in the joins, as in `rounds`.

mod said;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Value,
    changed::changed,
    hazards, inspections,
    rounds::Which,
    units::{opt_path, path},
};
use crate::{
    domain::{
        accountability::Visited,
        id::Id,
        review::Stand,
        unit::{Level, UnitPath},
    },
    params,
};

pub use said::{Beside, Said, beside, said, say, spoken_of, take_back};

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

/// Two counts of a community.
pub type Counts = HashMap<UnitPath, (u32, u32)>;

fn counts(driver: &mut dyn Driver, sql: &str, params: &[super::Value]) -> Result<Counts, Fault> {
    driver
        .query(sql, params)?
        .iter()
        .map(|row| Ok((path(row, 0)?, (row.int(1)? as u32, row.int(2)? as u32))))
        .collect()
}

/// Hazards found from a day to a day, and those of them that have passed their recheck by now.
pub fn found(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), SUM(CASE WHEN h.state IN ('passed', 'closed') THEN 1 ELSE 0 END)
         FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY h.cid",
        params![low, high, from, to],
    )
}

/// Hazards whose deadline still runs and lies before a day; the second count is always nothing.
pub fn past(driver: &mut dyn Driver, scope: &UnitPath, day: NaiveDate) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.deadline < $3
           AND h.state IN ('ordered', 'refused', 'reported')
         GROUP BY h.cid",
        params![low, high, day],
    )
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

/// Hazards closed since a day; the second count is always nothing.
pub fn closed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT h.cid, COUNT(*), 0 FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.closed_on >= $3
           AND h.state = 'closed'
         GROUP BY h.cid",
        params![low, high, since],
    )
}

/// A notice that came after the day of its inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct LateNotice {
    pub community: UnitPath,
    pub inspection: Id,
    pub inspected: NaiveDate,
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
        .map(|row| {
            Ok(LateNotice {
                community: path(row, 0)?,
                inspection: Id(row.id(1)?),
                inspected: row.day(2)?,
                issued: row.day(3)?,
                visit: inspections::level(&row.text(4)?)?,
            })
        })
        .collect()
}

/// How much each community has on record of some days: inspections, steps of hazards, and what enterprises said of
/// themselves.
pub fn kept(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<UnitPath, u32>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT u.path,
                 (SELECT COUNT(*) FROM inspection i
                  WHERE i.cid = u.path AND i.on_day >= $3 AND i.on_day <= $4)
                 + (SELECT COUNT(*) FROM hazard_step s
                    WHERE s.cid = u.path AND s.on_day >= $3 AND s.on_day <= $4)
                 + (SELECT COUNT(*) FROM entry e WHERE e.cid = u.path AND e.ledger = 'self_report'
                    AND e.on_day >= $3 AND e.on_day <= $4 AND e.void_on IS NULL)
             FROM unit u WHERE u.path >= $1 AND u.path < $2",
            params![low, high, from, to],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, row.int(1)? as u32)))
        .collect()
}

/// Whose words are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Inspected by, steps typed by or of a hazard followed by, the log written by.
    Person(&'a str),
    /// In a grid, whoever it was.
    Grid(&'a UnitPath),
    Community,
}

impl Whose<'_> {
    /// A condition on inspections, steps and entries, each with its value as `$2`.
    fn clauses(self) -> [(&'static str, Option<Value>); 3] {
        match self {
            Whose::Person(name) => {
                let quoted = serde_json::Value::from(name).to_string();
                [
                    ("i.inspectors LIKE $2", Some(format!("%{quoted}%").into())),
                    (
                        "(s.actor = $2 OR (SELECT h.owner FROM hazard h WHERE h.cid = s.cid AND h.id = s.hazard) = $2)",
                        Some(name.into()),
                    ),
                    ("e.fields LIKE $2", Some(format!("%\"writer\":{quoted}%").into())),
                ]
            }
            Whose::Grid(grid) => [
                "i.grid = $2",
                "(SELECT h.grid FROM hazard h WHERE h.cid = s.cid AND h.id = s.hazard) = $2",
                "p.grid = $2",
            ]
            .map(|clause| (clause, Some(grid.as_str().into()))),
            Whose::Community => ["TRUE"; 3].map(|clause| (clause, None)),
        }
    }
}

/// The last day on which somebody of a community inspected, went on with a hazard or wrote the log. Each is read from
/// the newest day on, up to the first that is theirs.
pub fn last_word(
    driver: &mut dyn Driver,
    community: &UnitPath,
    whose: Whose<'_>,
) -> Result<Option<NaiveDate>, Fault> {
    const TABLES: [&str; 3] = [
        "SELECT i.on_day FROM inspection i WHERE i.cid = $1 AND",
        // Its hazard is looked up step by step: joined, PostgreSQL reads all hazards of the grid first.
        "SELECT s.on_day FROM hazard_step s WHERE s.cid = $1 AND",
        "SELECT e.on_day FROM entry e LEFT JOIN premises p ON p.cid = e.cid AND p.id = e.premises
         WHERE e.cid = $1 AND e.ledger = 'worklog' AND e.void_on IS NULL AND",
    ];
    let mut last = None;
    for (table, (clause, value)) in TABLES.iter().zip(whose.clauses()) {
        let mut params = params![community.as_str()].to_vec();
        params.extend(value);
        let rows =
            driver.query(&format!("{table} {clause} ORDER BY on_day DESC LIMIT 1"), &params)?;
        if let Some(row) = rows.first() {
            last = last.max(Some(row.day(0)?));
        }
    }
    Ok(last)
}

/// Their last inspection.
pub fn last_inspection(
    driver: &mut dyn Driver,
    community: &UnitPath,
    whose: Whose<'_>,
) -> Result<Option<Id>, Fault> {
    let [(inspected, value), ..] = whose.clauses();
    let mut params = params![community.as_str()].to_vec();
    params.extend(value);
    let sql = format!(
        "SELECT i.id FROM inspection i WHERE i.cid = $1 AND {inspected}
         ORDER BY i.on_day DESC, i.id DESC LIMIT 1"
    );
    let rows = driver.query(&sql, &params)?;
    rows.first().map(|row| Ok(Id(row.id(0)?))).transpose()
}

/// Grids with premises in operation, each with its community; `None` for those in no grid.
pub fn operating_grids(
    driver: &mut dyn Driver,
    scope: &UnitPath,
) -> Result<Vec<(UnitPath, Option<UnitPath>)>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT p.cid, p.grid FROM premises p
             WHERE p.cid >= $1 AND p.cid < $2 AND p.status = 'operating'
             GROUP BY p.cid, p.grid ORDER BY p.cid, p.grid",
            params![low, high],
        )?
        .iter()
        .map(|row| Ok((path(row, 0)?, opt_path(row, 1)?)))
        .collect()
}

/// Communities with premises in operation, and how many.
pub fn operating(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Counts, Fault> {
    let (low, high) = scope.range();
    counts(
        driver,
        "SELECT p.cid, COUNT(*), 0 FROM premises p
         WHERE p.cid >= $1 AND p.cid < $2 AND p.status = 'operating' GROUP BY p.cid",
        params![low, high],
    )
}

/// Premises of a grid that were last seen on the same day and stand as they do since the same day.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    pub community: UnitPath,
    pub grid: Option<UnitPath>,
    pub seen: Option<NaiveDate>,
    pub since: NaiveDate,
    pub premises: u32,
}

/// What a round has not reached since a day.
pub fn unseen(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    which: Which,
    since: NaiveDate,
) -> Result<Vec<Unseen>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, last_on, since, COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND {} AND (last_on IS NULL OR last_on < $3) AND since <= $3
         GROUP BY cid, grid, last_on, since ORDER BY cid, grid, last_on NULLS FIRST, since",
        which.clause()
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| {
            Ok(Unseen {
                community: path(row, 0)?,
                grid: opt_path(row, 1)?,
                seen: row.opt_day(2)?,
                since: row.day(3)?,
                premises: row.int(4)? as u32,
            })
        })
        .collect()
}

/// A premises that somebody has seen again after days without a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenAgain {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub since: NaiveDate,
    /// Whether the round asks for it as it stands.
    pub asked: bool,
    /// Whether its entry has changed since these days began.
    pub changed: bool,
}

/// Premises that were on the register from a day on, that nobody (of a level) has seen from then until another day, and that
/// somebody has seen since.
pub fn seen_again(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (which, level): (Which, Option<Level>),
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<SeenAgain>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high, from, until].to_vec();
    params.extend(level.map(|level| Value::from(level.code())));
    let by = |table: &str| match level {
        Some(_) => format!(
            " AND {table}.level = $5
               AND NOT EXISTS (SELECT 1 FROM inspection n WHERE n.corrects = {table}.id)"
        ),
        None => String::new(),
    };
    let sql = format!(
        "SELECT p.cid, p.id, p.grid, p.since, ({}),
             EXISTS (SELECT 1 FROM premises_change c WHERE c.cid = p.cid AND c.premises = p.id
                 AND c.on_day > $3 AND c.kind <> 'added')
         FROM (SELECT DISTINCT i.cid, i.premises FROM unit u CROSS JOIN inspection i
               WHERE u.path >= $1 AND u.path < $2 AND i.cid = u.path AND i.on_day >= $4{}) AS v
         CROSS JOIN premises p
         WHERE p.cid = v.cid AND p.id = v.premises AND p.since <= $3
           AND NOT EXISTS (SELECT 1 FROM inspection b WHERE b.cid = p.cid AND b.premises = p.id
               AND b.on_day >= $3 AND b.on_day < $4{})
         ORDER BY p.cid, p.id",
        which.clause(),
        by("i"),
        by("b")
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| {
            Ok(SeenAgain {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                grid: opt_path(row, 2)?,
                since: row.day(3)?,
                asked: row.bool(4)?,
                changed: row.bool(5)?,
            })
        })
        .collect()
}

/// The premises of a grid that a round has not reached since a day.
pub fn unseen_ids(
    driver: &mut dyn Driver,
    (community, grid): (&UnitPath, Option<&UnitPath>),
    which: Which,
    since: NaiveDate,
) -> Result<Vec<Id>, Fault> {
    let mut params = params![community.as_str(), since].to_vec();
    let of_grid = match grid {
        Some(grid) => {
            params.push(grid.as_str().into());
            "grid = $3"
        }
        None => "grid IS NULL",
    };
    let sql = format!(
        "SELECT id FROM premises WHERE cid = $1 AND {of_grid} AND {}
           AND (last_on IS NULL OR last_on < $2) AND since <= $2
         ORDER BY last_on NULLS FIRST, since",
        which.clause()
    );
    let rows = driver.query(&sql, &params)?;
    rows.iter().map(|row| Ok(Id(row.id(0)?))).collect()
}

/// A premises that nobody of a level has seen since a day.
#[derive(Clone, Debug, PartialEq)]
pub struct UnseenBy {
    pub community: UnitPath,
    pub id: Id,
    /// Their last visit.
    pub seen: Option<NaiveDate>,
    pub since: NaiveDate,
}

/// What a round of a level above the communities has not reached since a day: others' visits do not count for it.
pub fn unseen_by(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    (which, level): (Which, Level),
    since: NaiveDate,
) -> Result<Vec<UnseenBy>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, id, last, since FROM (
             SELECT p.cid, p.id, p.since, (
                 SELECT MAX(i.on_day) FROM inspection i
                 WHERE i.cid = p.cid AND i.premises = p.id AND i.level = $4
                   AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id)) AS last
             FROM premises p WHERE p.cid >= $1 AND p.cid < $2 AND {}) AS seen
         WHERE (last IS NULL OR last < $3) AND since <= $3
         ORDER BY cid, last NULLS FIRST, id",
        which.clause()
    );
    driver
        .query(&sql, params![low, high, since, level.code()])?
        .iter()
        .map(|row| {
            Ok(UnseenBy {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                seen: row.opt_day(2)?,
                since: row.day(3)?,
            })
        })
        .collect()
}

/// When people of a level have last seen each of the premises that were changed on the register after a day.
pub fn changed_seen_by(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    level: Level,
    after: NaiveDate,
) -> Result<HashMap<Id, NaiveDate>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT i.premises, MAX(i.on_day) FROM {} CROSS JOIN inspection i
         WHERE i.cid = c.cid AND i.premises = c.premises AND i.level = $4
           AND NOT EXISTS (SELECT 1 FROM inspection n WHERE n.corrects = i.id)
         GROUP BY i.premises",
        changed("c.on_day > $3 AND c.kind <> 'added'")
    );
    driver
        .query(&sql, params![low, high, after, level.code()])?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.day(1)?)))
        .collect()
}

/// Premises that were agreed to work again since a day, with that day, while a hazard there is open.
pub fn resumed(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<(UnitPath, Id, NaiveDate)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT c.cid, c.premises, c.on_day FROM {} CROSS JOIN premises p
         WHERE p.cid = c.cid AND p.id = c.premises AND p.status = 'operating'
           AND EXISTS (SELECT 1 FROM hazard h
               WHERE h.cid = c.cid AND h.premises = c.premises AND h.is_open)",
        changed("c.on_day >= $3 AND c.kind = 'resumed'")
    );
    driver
        .query(&sql, params![low, high, since])?
        .iter()
        .map(|row| Ok((path(row, 0)?, Id(row.id(1)?), row.day(2)?)))
        .collect()
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

/// The visits of a premises up to a day, whoever made them, each with the day on which it was entered: that on which its
/// notice was given its number.
pub fn visited(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    to: NaiveDate,
) -> Result<Vec<Visited>, Fault> {
    driver
        .query(
            "SELECT i.on_day, MIN(n.entered_on) FROM inspection i
             LEFT JOIN notice n ON n.cid = i.cid AND n.inspection = i.id
             WHERE i.cid = $1 AND i.premises = $2 AND i.on_day <= $3 GROUP BY i.id, i.on_day",
            params![community.as_str(), premises.0, to],
        )?
        .iter()
        .map(|row| {
            let on = row.day(0)?;
            Ok(Visited { on, entered: row.opt_day(1)?.unwrap_or(on) })
        })
        .collect()
}
