//! Signed inspections: written once, never changed.

pub(super) mod joint;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row,
    text::{from_json, list_from_text, list_to_text, to_json},
    units::{opt_path, path},
};
use crate::{
    domain::{
        answer,
        id::Id,
        inspection::Inspection,
        unit::{Level, UnitPath},
    },
    params,
};

const COLUMNS: &str =
    "cid, id, grid, premises, on_day, inspectors, form, form_sha, answers, nature,
    blanks, corrects, level";

pub fn insert(driver: &mut dyn Driver, inspection: &Inspection, hazards: u32) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO inspection(cid, id, grid, premises, on_day, inspectors, form, form_sha, answers,
             nature, blanks, hazards, corrects, level)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            inspection.community.as_str(),
            inspection.id.0,
            inspection.grid.as_ref().map(UnitPath::as_str),
            inspection.premises.0,
            inspection.on,
            list_to_text(&inspection.inspectors),
            &inspection.form,
            &inspection.form_sha,
            answer::to_text(&inspection.answers),
            to_json(&inspection.nature)?,
            to_json(&inspection.blanks)?,
            hazards,
            inspection.corrects.map(|id| id.0),
            inspection.level.code()
        ],
    )?;
    joint::insert(driver, inspection)
}

/// Keeps the words of the filled checklist, a `form::checklist::Filled` as JSON.
pub fn keep_filled(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
    words: &str,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO filled(cid, inspection, words) VALUES ($1, $2, $3)",
        params![community.as_str(), id.0, words],
    )?;
    Ok(())
}

/// The words of the filled checklist; none of an inspection recorded before they were kept.
pub fn filled(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
) -> Result<Option<String>, Fault> {
    let sql = "SELECT words FROM filled WHERE cid = $1 AND inspection = $2";
    let rows = driver.query(sql, params![community.as_str(), id.0])?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// Whose visit it was, as a column has it.
pub(super) fn level(code: &str) -> Result<Level, Fault> {
    Level::from_code(code).ok_or_else(|| Fault::damaged(format!("not a level: {code}")))
}

fn inspection(row: &Row) -> Result<Inspection, Fault> {
    let answers = row.text(8)?;
    Ok(Inspection {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        grid: opt_path(row, 2)?,
        premises: Id(row.id(3)?),
        on: row.day(4)?,
        inspectors: list_from_text(&row.text(5)?)?,
        form: row.text(6)?,
        form_sha: row.text(7)?,
        answers: answer::from_text(&answers)
            .ok_or_else(|| Fault::damaged(format!("not answers: {answers}")))?,
        nature: from_json(&row.text(9)?)?,
        blanks: from_json(&row.text(10)?)?,
        level: level(&row.text(12)?)?,
        also: Vec::new(),
        corrects: row.opt_id(11)?.map(Id),
    })
}

pub fn by_id(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    id: Id,
) -> Result<Option<Inspection>, Fault> {
    let (low, high) = scope.range();
    let sql = format!("SELECT {COLUMNS} FROM inspection WHERE cid >= $1 AND cid < $2 AND id = $3");
    let rows = driver.query(&sql, params![low, high, id.0])?;
    let mut found = rows.first().map(inspection).transpose()?;
    joint::fill(driver, scope, found.iter_mut())?;
    Ok(found)
}

/// Inspections of one premises, the newest first.
pub fn of_premises(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    limit: u32,
) -> Result<Vec<Inspection>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM inspection WHERE cid = $1 AND premises = $2
         ORDER BY on_day DESC, id DESC LIMIT $3"
    );
    let rows = driver.query(&sql, params![community.as_str(), premises.0, limit])?;
    let mut found = rows.iter().map(inspection).collect::<Result<Vec<Inspection>, Fault>>()?;
    joint::fill(driver, community, found.iter_mut())?;
    Ok(found)
}

/// Those of one day at a premises that no later one corrects, each with the number of its valid notice.
pub fn of_day(
    driver: &mut dyn Driver,
    community: &UnitPath,
    premises: Id,
    on: NaiveDate,
) -> Result<Vec<(Inspection, Option<String>)>, Fault> {
    let columns = columns_of_i();
    let sql = format!(
        "SELECT {columns}, n.number FROM inspection i
         LEFT JOIN notice n ON n.cid = i.cid AND n.inspection = i.id AND n.void_on IS NULL
         LEFT JOIN inspection c ON c.corrects = i.id
         WHERE i.cid = $1 AND i.premises = $2 AND i.on_day = $3 AND c.id IS NULL
         ORDER BY i.id"
    );
    let mut found = driver
        .query(&sql, params![community.as_str(), premises.0, on])?
        .iter()
        .map(|row| Ok((inspection(row)?, row.opt_text(13)?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    joint::fill(driver, community, found.iter_mut().map(|(visit, _)| visit))?;
    Ok(found)
}

/// The columns of an inspection in a join, where it is `i`.
fn columns_of_i() -> String {
    let columns = COLUMNS.split(',').map(|column| format!("i.{}", column.trim()));
    columns.collect::<Vec<_>>().join(", ")
}

/// One line of a list of inspections.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub inspection: Inspection,
    pub premises_name: String,
    pub hazards: u32,
    /// Number of the valid notice; `None` while a void one waits for its successor.
    pub notice: Option<String>,
    /// A later inspection took its place.
    pub corrected: bool,
}

/// Inspections in scope from a day to a day (both count), the newest first.
pub fn between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Line>, Fault> {
    // The rows of a grid lie in the range of its community.
    let grid = Some(scope).filter(|scope| scope.level() == Level::Grid);
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let columns = columns_of_i();
    let sql = format!(
        "SELECT {columns}, p.name, i.hazards, n.number, c.id IS NOT NULL FROM inspection i
         JOIN premises p ON p.cid = i.cid AND p.id = i.premises
         LEFT JOIN notice n ON n.cid = i.cid AND n.inspection = i.id AND n.void_on IS NULL
         LEFT JOIN inspection c ON c.corrects = i.id
         WHERE i.cid >= $1 AND i.cid < $2 AND i.on_day >= $3 AND i.on_day <= $4
         ORDER BY i.on_day DESC, i.id DESC"
    );
    let mut lines = driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| {
            Ok(Line {
                inspection: inspection(row)?,
                premises_name: row.text(13)?,
                hazards: row.int(14)? as u32,
                notice: row.opt_text(15)?,
                corrected: row.bool(16)?,
            })
        })
        .collect::<Result<Vec<Line>, Fault>>()?;
    lines.retain(|line| grid.is_none() || line.inspection.grid.as_ref() == grid);
    joint::fill(driver, scope, lines.iter_mut().map(|line| &mut line.inspection))?;
    Ok(lines)
}

/// Whether a later inspection corrects this one, in whatever community.
pub fn is_corrected(driver: &mut dyn Driver, id: Id) -> Result<bool, Fault> {
    let rows = driver.query("SELECT 1 FROM inspection WHERE corrects = $1", params![id.0])?;
    Ok(!rows.is_empty())
}
