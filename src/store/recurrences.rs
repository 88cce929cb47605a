//! 回潮: what was closed before, which hazards bring it back, and which items come again across a street.

use chrono::NaiveDate;

use super::{Driver, Fault, Value};
use crate::{
    domain::{
        id::Id,
        recurrence::{COUNTED, Closed},
        unit::UnitPath,
    },
    params,
};

/// The items of one checklist that were closed at a premises, but for those of the inspection that is about
/// to be corrected. Asked by premises alone: a day would lead the engine to all closures of the community.
pub fn closed(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    form: &str,
    corrected: Option<Id>,
) -> Result<Vec<Closed>, Fault> {
    driver
        .query(
            "SELECT h.id, h.item, h.closed_on, h.inspection FROM hazard h
             WHERE h.cid = $1 AND h.premises = $2 AND h.state = 'closed' AND h.item IS NOT NULL
               AND h.form = $3",
            params![community.as_str(), premises.0, form],
        )?
        .iter()
        .filter_map(|row| {
            let closed = || -> Result<Option<Closed>, Fault> {
                if Some(Id(row.id(3)?)) == corrected {
                    return Ok(None);
                }
                Ok(Some(Closed { hazard: Id(row.id(0)?), item: row.text(1)?, on: row.day(2)? }))
            };
            closed().transpose()
        })
        .collect()
}

pub fn insert(
    driver: &mut dyn Driver,
    community: &UnitPath,
    hazard: Id,
    earlier: Id,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO recurrence(cid, hazard, earlier) VALUES ($1, $2, $3)",
        params![community.as_str(), hazard.0, earlier.0],
    )?;
    Ok(())
}

/// The closed hazard that this one brings back.
pub fn earlier(
    driver: &mut dyn Driver,
    community: &UnitPath,
    hazard: Id,
) -> Result<Option<Id>, Fault> {
    let rows = driver.query(
        "SELECT earlier FROM recurrence WHERE cid = $1 AND hazard = $2",
        params![community.as_str(), hazard.0],
    )?;
    rows.first().map(|row| row.id(0).map(Id)).transpose()
}

/// How often one item was found in what the asker sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    pub form: String,
    pub item: String,
    /// Different premises.
    pub premises: u32,
    pub hazards: u32,
    /// Of these, those that came back at the same premises.
    pub recurring: u32,
}

/// Items found from a day on at more than one premises, or back at one; those that came back most often first, then those
/// found most often.
pub fn by_item(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<Count>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.form, h.item, COUNT(DISTINCT h.premises), COUNT(*), COUNT(b.hazard)
             FROM hazard h
             LEFT JOIN recurrence b ON b.cid = h.cid AND b.hazard = h.id
             WHERE h.cid >= $1 AND h.cid < $2 AND h.found_on >= $3 AND h.item IS NOT NULL
               AND h.state <> 'withdrawn'
             GROUP BY h.form, h.item
             HAVING COUNT(DISTINCT h.premises) > 1 OR COUNT(b.hazard) > 0
             ORDER BY 5 DESC, 4 DESC, 3 DESC, 1, 2",
            params![low, high, since],
        )?
        .iter()
        .map(|row| {
            Ok(Count {
                form: row.text(0)?,
                item: row.text(1)?,
                premises: row.int(2)? as u32,
                hazards: row.int(3)? as u32,
                recurring: row.int(4)? as u32,
            })
        })
        .collect()
}

/// An item of a checklist, asked about in a street.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub street: UnitPath,
    pub form: String,
    pub item: String,
}

/// How many premises of a street that are in operation were inspected from a day on, with whatever checklist.
pub fn inspected(
    driver: &mut dyn Driver,
    street: &UnitPath,
    since: NaiveDate,
) -> Result<u32, Fault> {
    let (low, high) = street.range();
    // As the index `premises_round` has it: the visits themselves would be read one by one.
    let rows = driver.query(
        "SELECT COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND last_on >= $3 AND status = 'operating' AND direct = ''",
        params![low, high, since],
    )?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)? as u32))
}

/// At how many premises each item was found from a day to another; what is more than `most`, and more than can be told, is
/// counted no further. Neither a premises nor an inspection that is left out counts.
pub fn premises_of(
    driver: &mut dyn Driver,
    items: &[Asked],
    (from, to): (NaiveDate, NaiveDate),
    but_premises: Option<Id>,
    but_inspection: Option<Id>,
    most: u32,
) -> Result<Vec<u32>, Fault> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let mut params: Vec<Value> = params![from, to].to_vec();
    let mut but = String::new();
    for (column, id) in [("premises", but_premises), ("inspection", but_inspection)] {
        if let Some(id) = id {
            params.push(id.0.into());
            but.push_str(&format!(" AND h.{column} <> ${}", params.len()));
        }
    }
    let asked: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(no, item)| {
            let (low, high) = item.street.range();
            let first = params.len();
            params.extend([
                Value::from(&*item.form),
                (&*item.item).into(),
                low.into(),
                high.into(),
            ]);
            format!("({no}, ${}, ${}, ${}, ${})", first + 1, first + 2, first + 3, first + 4)
        })
        .collect();
    // The order of the index: the engine stops at the limit without reading the rest of the street.
    let sql = format!(
        "WITH asked(no, form, item, low, high) AS (VALUES {})
         SELECT a.no, (SELECT COUNT(*) FROM (
             SELECT DISTINCT h.cid, h.premises FROM hazard h
             WHERE h.form = a.form AND h.item = a.item AND h.cid >= a.low AND h.cid < a.high
               AND h.found_on >= $1 AND h.found_on <= $2
               AND h.item IS NOT NULL AND h.state <> 'withdrawn'{but}
             ORDER BY h.cid, h.premises LIMIT {}) AS found)
         FROM asked a ORDER BY a.no",
        asked.join(", "),
        most.max(COUNTED + 1).saturating_add(1)
    );
    driver.query(&sql, &params)?.iter().map(|row| Ok(row.int(1)? as u32)).collect()
}
