//! Hazards and their steps. The state columns are the fold of the steps, written in the same
//! transaction; a single hazard is always read back from its steps.

mod list;
mod told;
mod write;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value,
    text::from_json,
    units::{opt_path, path},
};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::{Course, StateKind, Step, standing},
        id::Id,
        inspection::Hazard,
        rule::RuleError,
        time_of_day::TimeOfDay,
        unit::UnitPath,
    },
    params,
};

pub use list::{Filter, Line, ReportFilter, list};
pub use told::{
    Found, Told, closed_between, counted_between, found_between, found_days, open_before,
    standing_on,
};
pub(super) use write::step_code;
pub use write::{follow, insert, refold};

/// A hazard with its steps, as they were entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub hazard: Hazard,
    pub steps: Vec<(Step, String)>,
}

impl Stored {
    /// The steps that were not taken back.
    pub fn standing(&self) -> Vec<&(Step, String)> {
        standing(&self.steps, |(step, _)| step)
    }

    /// How it stood at the end of a day.
    pub fn course_on(&self, day: NaiveDate) -> Result<Course, RuleError> {
        let hazard = &self.hazard;
        let steps = self.standing().into_iter().map(|(step, _)| step);
        Course::replay(hazard.found_on, hazard.first_grade, steps.filter(|step| step.on() <= day))
    }

    /// How it was known to stand at the end of a day: what was taken back later stood then.
    pub fn course_known(&self, day: NaiveDate) -> Result<Course, RuleError> {
        let hazard = &self.hazard;
        let steps = self.steps.iter().map(|(step, _)| step).filter(|step| step.on() <= day);
        Course::replay(hazard.found_on, hazard.first_grade, steps)
    }

    /// When work, equipment or people were first taken out (停业、停用、撤人), to the minute.
    pub fn stopped(&self) -> Option<(NaiveDate, TimeOfDay)> {
        let steps = self.standing().into_iter();
        let stops = steps.filter_map(|(step, _)| match step {
            Step::Stopped { on, at, .. } => Some((*on, *at)),
            _ => None,
        });
        stops.min()
    }
}

pub(super) const COLUMNS: &str =
    "h.cid, h.id, h.grid, h.premises, h.inspection, h.ordinal, h.item, h.text,
    h.category, h.disposal, h.requirement, h.interim, h.basis, h.responsible, h.acceptor, h.owner,
    h.found_on, h.first_grade, h.term";

fn stored(driver: &mut dyn Driver, row: &Row) -> Result<Stored, Fault> {
    let steps = steps(driver, &path(row, 0)?, Id(row.id(1)?))?;
    with_steps(row, steps)
}

pub(super) fn with_steps(row: &Row, steps: Vec<(Step, String)>) -> Result<Stored, Fault> {
    let (community, id) = (path(row, 0)?, Id(row.id(1)?));
    let found_on = row.day(16)?;
    let first_grade = grade(&row.text(17)?)?;
    let course = Course::replay(found_on, first_grade, steps.iter().map(|(step, _)| step))
        .map_err(|rule| Fault::damaged(format!("hazard {id} breaks a rule: {rule:?}")))?;
    Ok(Stored {
        hazard: Hazard {
            community,
            id,
            grid: opt_path(row, 2)?,
            premises: Id(row.id(3)?),
            inspection: Id(row.id(4)?),
            ordinal: row.int(5)? as u32,
            item: row.opt_text(6)?,
            text: row.text(7)?,
            category: row.text(8)?,
            disposal: disposal(&row.text(9)?)?,
            requirement: row.text(10)?,
            interim: row.text(11)?,
            basis: row.text(12)?,
            responsible: row.text(13)?,
            acceptor: row.text(14)?,
            owner: row.text(15)?,
            found_on,
            first_grade,
            term: row.opt_text(18)?.map(|text| from_json(&text)).transpose()?,
            course,
        },
        steps,
    })
}

fn steps(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
) -> Result<Vec<(Step, String)>, Fault> {
    driver
        .query(
            "SELECT body, actor FROM hazard_step WHERE cid = $1 AND hazard = $2 ORDER BY seq",
            params![community.as_str(), id.0],
        )?
        .iter()
        .map(|row| Ok((from_json(&row.text(0)?)?, row.text(1)?)))
        .collect()
}

pub(super) fn grade(code: &str) -> Result<Grade, Fault> {
    Grade::from_code(code).ok_or_else(|| Fault::damaged(format!("not a grade: {code}")))
}

fn disposal(code: &str) -> Result<Disposal, Fault> {
    Disposal::from_code(code).ok_or_else(|| Fault::damaged(format!("not a disposal: {code}")))
}

pub(super) fn state(code: &str) -> Result<StateKind, Fault> {
    StateKind::from_code(code).ok_or_else(|| Fault::damaged(format!("not a state: {code}")))
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Option<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql =
        format!("SELECT {COLUMNS} FROM hazard h WHERE h.cid >= $1 AND h.cid < $2 AND h.id = $3");
    let rows = driver.query(&sql, params![low, high, id.0])?;
    rows.first().map(|row| stored(driver, row)).transpose()
}

/// Hazards with their steps, of a statement that gives `cid` and `id` of each; the first found first.
pub(super) fn among(
    driver: &mut dyn Driver,
    which: &str,
    params: &[Value],
) -> Result<Vec<Stored>, Fault> {
    let mut steps: HashMap<Id, Vec<(Step, String)>> = HashMap::new();
    let sql = format!(
        "SELECT s.hazard, s.body, s.actor FROM ({which}) AS w
         CROSS JOIN hazard_step s WHERE s.cid = w.cid AND s.hazard = w.id ORDER BY s.hazard, s.seq"
    );
    for row in &driver.query(&sql, params)? {
        let step = (from_json(&row.text(1)?)?, row.text(2)?);
        steps.entry(Id(row.id(0)?)).or_default().push(step);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM ({which}) AS w CROSS JOIN hazard h WHERE h.cid = w.cid AND h.id = w.id
         ORDER BY h.found_on, h.id"
    );
    driver
        .query(&sql, params)?
        .iter()
        .map(|row| {
            let id = Id(row.id(1)?);
            with_steps(row, steps.remove(&id).unwrap_or_default())
        })
        .collect()
}

/// Hazards found in some days that have their category from 重大隐患填报表 alone, with that; whatever became of them.
pub(super) fn reported_categories(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    found: Option<(NaiveDate, NaiveDate)>,
) -> Result<Vec<(Hazard, String)>, Fault> {
    let (low, high) = scope.range();
    let mut values = params![low, high].to_vec();
    let mut which = "SELECT h.cid, h.id FROM unit u CROSS JOIN hazard h
        WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.report <> '' AND h.category = ''"
        .to_owned();
    if let Some((from, to)) = found {
        values.extend(params![from, to].iter().cloned());
        which += " AND h.found_on >= $3 AND h.found_on <= $4";
    }
    let told = |stored: Stored| {
        let category = stored.hazard.first_category().to_owned();
        (!category.is_empty()).then_some((stored.hazard, category))
    };
    Ok(among(driver, &which, &values)?.into_iter().filter_map(told).collect())
}

/// The hazards of one inspection, in the order of the notice.
pub fn of_inspection(
    driver: &mut dyn Driver,
    community: &UnitPath,
    inspection: Id,
) -> Result<Vec<Stored>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM hazard h WHERE h.cid = $1 AND h.inspection = $2 ORDER BY h.ordinal"
    );
    let rows = driver.query(&sql, params![community.as_str(), inspection.0])?;
    rows.iter().map(|row| stored(driver, row)).collect()
}

/// Hazards that took a step on a day, whatever was taken back since, in the order of the register.
pub fn stepped_on(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    day: NaiveDate,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM hazard h JOIN (
             SELECT DISTINCT s.cid, s.hazard FROM unit u CROSS JOIN hazard_step s
             WHERE u.path >= $1 AND u.path < $2 AND s.cid = u.path AND s.on_day = $3
         ) AS w ON w.cid = h.cid AND w.hazard = h.id
         WHERE h.state <> 'withdrawn' ORDER BY h.found_on, h.id"
    );
    let rows = driver.query(&sql, params![low, high, day])?;
    rows.iter().map(|row| stored(driver, row)).collect()
}

/// Hazards that were handed over on a day or since, whatever was taken back since then.
pub fn handed_over(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<HashSet<Id>, Fault> {
    let (low, high) = scope.range();
    let sql = "SELECT DISTINCT s.hazard FROM unit u CROSS JOIN hazard_step s
         WHERE u.path >= $1 AND u.path < $2 AND s.cid = u.path AND s.on_day >= $3
           AND s.kind = 'handed_over'";
    let rows = driver.query(sql, params![low, high, since])?;
    rows.iter().map(|row| Ok(Id(row.id(0)?))).collect()
}

/// Open major hazards that were not found as such, each with the day on which it was graded so last.
pub fn graded_major(
    driver: &mut dyn Driver,
    scope: &UnitPath,
) -> Result<HashMap<Id, NaiveDate>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.id, MAX(t.on_day) FROM unit u CROSS JOIN hazard h CROSS JOIN hazard_step t
             WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.is_open AND h.grade = 'major'
               AND t.cid = h.cid AND t.hazard = h.id AND t.kind = 'regraded'
             GROUP BY h.id",
            params![low, high],
        )?
        .iter()
        .map(|row| Ok((Id(row.id(0)?), row.day(1)?)))
        .collect()
}

/// Open major hazards for which no stop (停业、停用、撤人) was entered and that were not accepted.
pub fn unstopped(driver: &mut dyn Driver, scope: &UnitPath) -> Result<HashSet<Id>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.id FROM hazard h
             WHERE h.cid >= $1 AND h.cid < $2 AND h.is_open AND h.grade = 'major'
                 AND h.report <> 'accepted'
                 AND NOT EXISTS (SELECT 1 FROM hazard_step s
                     WHERE s.cid = h.cid AND s.hazard = h.id AND s.kind = 'stopped')",
            params![low, high],
        )?
        .iter()
        .map(|row| Ok(Id(row.id(0)?)))
        .collect()
}

/// Hazards reported upwards whose premises had refused to put them right, the nearest deadline first.
pub fn refused_and_reported(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Id>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT h.id FROM hazard h
             WHERE h.cid >= $1 AND h.cid < $2 AND h.is_open AND h.state = 'reported'
                 AND EXISTS (SELECT 1 FROM hazard_step s
                     WHERE s.cid = h.cid AND s.hazard = h.id AND s.kind = 'refused')
             ORDER BY h.deadline, h.id",
            params![low, high],
        )?
        .iter()
        .map(|row| Ok(Id(row.id(0)?)))
        .collect()
}

/// Ids that end in these hexadecimal digits, among the hazards in scope.
pub fn ids_ending(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    ending: &str,
) -> Result<Vec<Id>, Fault> {
    let (low, high) = scope.range();
    Ok(driver
        .query("SELECT id FROM hazard WHERE cid >= $1 AND cid < $2", params![low, high])?
        .iter()
        .map(|row| Ok(Id(row.id(0)?)))
        .collect::<Result<Vec<Id>, Fault>>()?
        .into_iter()
        .filter(|id| id.to_string().replace('-', "").ends_with(ending))
        .collect())
}
