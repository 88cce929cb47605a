//! The last day of which somebody has left a word: a visit, a step of a hazard, the log.

use chrono::NaiveDate;

use crate::{
    domain::{id::Id, unit::UnitPath},
    params,
    store::{Driver, Fault, Value},
};

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
