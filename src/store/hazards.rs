//! Hazards and their steps. The state columns are the fold of the steps, written in the same
//! transaction; a single hazard is always read back from its steps.

use std::collections::{HashMap, HashSet};

use chrono::{Days, Months, NaiveDate};

use super::{
    Driver, Fault, Row, Value, sought,
    text::{from_json, list_from_text, to_json},
    units::{opt_path, path},
};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::{Course, StateKind, Step, StepKind, standing},
        id::Id,
        inspection::Hazard,
        major::{Report, StageKind},
        number,
        time_of_day::TimeOfDay,
        unit::{Level, UnitPath},
    },
    params,
};

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

/// A new hazard with the steps of its first day.
pub fn insert(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    form: &str,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO hazard(cid, id, grid, premises, inspection, ordinal, item, text, category,
             disposal, requirement, interim, basis, responsible, acceptor, owner, found_on, first_grade,
             term, state, grade, is_open, deadline, closed_on, report, report_on,
             steps, form)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21, $22, $23, $24, $25, $26, $27, $28)",
        params![
            hazard.community.as_str(),
            hazard.id.0,
            hazard.grid.as_ref().map(UnitPath::as_str),
            hazard.premises.0,
            hazard.inspection.0,
            hazard.ordinal,
            hazard.item.as_deref(),
            &hazard.text,
            &hazard.category,
            hazard.disposal.code(),
            &hazard.requirement,
            &hazard.interim,
            &hazard.basis,
            &hazard.responsible,
            &hazard.acceptor,
            &hazard.owner,
            hazard.found_on,
            hazard.first_grade.code(),
            hazard.term.as_ref().map(to_json).transpose()?,
            hazard.course.kind().code(),
            hazard.course.grade().code(),
            hazard.course.kind().is_open(),
            hazard.course.deadline(),
            hazard.course.closed_on(),
            report(hazard),
            hazard.course.report().map(Report::last_on),
            steps.len() as i64,
            form
        ],
    )?;
    add_steps(driver, hazard, 0, steps, actor)
}

/// What the column `report` says.
fn report(hazard: &Hazard) -> &'static str {
    hazard.course.report_kind().map_or("", StageKind::code)
}

fn add_steps(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    after: usize,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    for (index, step) in steps.iter().enumerate() {
        driver.execute(
            "INSERT INTO hazard_step(cid, hazard, seq, on_day, kind, actor, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                hazard.community.as_str(),
                hazard.id.0,
                (after + index + 1) as i64,
                step.on(),
                step_code(step.kind())?,
                actor,
                to_json(step)?
            ],
        )?;
    }
    Ok(())
}

/// What the column `kind` of a step says.
pub(super) fn step_code(kind: StepKind) -> Result<String, Fault> {
    let code = serde_json::to_value(kind).ok();
    code.and_then(|code| code.as_str().map(str::to_owned))
        .ok_or_else(|| Fault::other("a kind of step has no code".to_owned()))
}

/// Writes the steps that follow those that were read; another desk's step in between is a conflict.
/// `hazard` is as it stands after the steps.
pub fn follow(
    driver: &mut dyn Driver,
    hazard: &Hazard,
    known: usize,
    steps: &[Step],
    actor: &str,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE hazard SET state = $4, grade = $5, is_open = $6, deadline = $7, closed_on = $8,
             steps = $9, owner = $10, report = $11, report_on = $12
         WHERE cid = $1 AND id = $2 AND steps = $3",
        params![
            hazard.community.as_str(),
            hazard.id.0,
            known as i64,
            hazard.course.kind().code(),
            hazard.course.grade().code(),
            hazard.course.kind().is_open(),
            hazard.course.deadline(),
            hazard.course.closed_on(),
            (known + steps.len()) as i64,
            &hazard.owner,
            report(hazard),
            hazard.course.report().map(Report::last_on)
        ],
    )?;
    if touched != 1 {
        return Err(Fault::Conflict);
    }
    add_steps(driver, hazard, known, steps, actor)
}

/// Tells anew where a hazard stands after its steps came from elsewhere. Errors: [`Fault::Damaged`] where they do not follow
/// from one another.
pub fn refold(driver: &mut dyn Driver, community: &UnitPath, id: Id) -> Result<(), Fault> {
    let Some(stored) = by_id(driver, community, id)? else {
        return Err(Fault::damaged(format!("hazard {id} is not there")));
    };
    let steps = stored.steps.len();
    driver.execute(
        "UPDATE hazard SET steps = $3 WHERE cid = $1 AND id = $2",
        params![community.as_str(), id.0, steps as i64],
    )?;
    follow(driver, &stored.hazard, steps, &[], "")
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
    let disposal = row.text(9)?;
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
            disposal: Disposal::from_code(&disposal)
                .ok_or_else(|| Fault::damaged(format!("not a disposal: {disposal}")))?,
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

/// A hazard with what a printed list says beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub stored: Stored,
    pub premises: String,
    /// Where the work is done.
    pub address: String,
    pub phone: String,
    pub inspectors: Vec<String>,
    /// Number of the valid notice of its inspection.
    pub notice: Option<String>,
}

/// Hazards found from a day to a day (both count) and not withdrawn, in the order in which they were found.
pub fn found_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    told_between(driver, scope, "h.found_on >= $3 AND h.found_on <= $4", from, to)
}

/// Nothing is known of before.
const CENTURY: Months = Months::new(1200);

/// Hazards found before a day that are not closed, in the order in which they were found.
pub fn open_before(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    before: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    let (from, to) = (before - CENTURY, before - Days::new(1));
    told_between(driver, scope, "h.is_open AND h.found_on >= $3 AND h.found_on <= $4", from, to)
}

/// Hazards that stand as closed on one of these days, in the order in which they were found.
pub fn closed_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    told_between(driver, scope, "h.closed_on >= $3 AND h.closed_on <= $4", from, to)
}

fn told_between(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    those: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Told>, Fault> {
    // The rows of a grid lie in the range of its community.
    let grid = Some(scope).filter(|scope| scope.level() == Level::Grid);
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let mut steps: HashMap<Id, Vec<(Step, String)>> = HashMap::new();
    let sql = format!(
        "SELECT s.hazard, s.body, s.actor FROM unit u CROSS JOIN hazard h CROSS JOIN hazard_step s
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND {those} AND s.cid = h.cid AND s.hazard = h.id
         ORDER BY s.cid, s.hazard, s.seq"
    );
    let rows = driver.query(&sql, params![&low, &high, from, to])?;
    for row in &rows {
        let step = (from_json(&row.text(1)?)?, row.text(2)?);
        steps.entry(Id(row.id(0)?)).or_default().push(step);
    }
    let sql = format!(
        "SELECT {COLUMNS}, p.name, p.address, p.site_address, p.phone, i.inspectors, n.number
         FROM unit u CROSS JOIN hazard h
         JOIN premises p ON p.cid = h.cid AND p.id = h.premises
         JOIN inspection i ON i.cid = h.cid AND i.id = h.inspection
         LEFT JOIN notice n ON n.cid = h.cid AND n.inspection = h.inspection AND n.void_on IS NULL
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND {those} AND h.state <> 'withdrawn'
         ORDER BY h.found_on, h.inspection, h.ordinal"
    );
    let mut told = driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| {
            let (address, site) = (row.text(20)?, row.text(21)?);
            Ok(Told {
                stored: with_steps(row, steps.remove(&Id(row.id(1)?)).unwrap_or_default())?,
                premises: row.text(19)?,
                address: if site.is_empty() { address } else { site },
                phone: row.text(22)?,
                inspectors: list_from_text(&row.text(23)?)?,
                notice: row.opt_text(24)?,
            })
        })
        .collect::<Result<Vec<Told>, Fault>>()?;
    told.retain(|told| grid.is_none() || told.stored.hazard.grid.as_ref() == grid);
    Ok(told)
}

/// The first and the last day in a stretch on which something was found that stands.
pub fn found_days(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Option<(NaiveDate, NaiveDate)>, Fault> {
    let (low, high) = scope.at(Level::Community).as_ref().unwrap_or(scope).range();
    let rows = driver.query(
        "SELECT MIN(h.found_on), MAX(h.found_on) FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path
           AND h.found_on >= $3 AND h.found_on <= $4 AND h.state <> 'withdrawn'",
        params![low, high, from, to],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.opt_day(0)?.zip(row.opt_day(1)?))
}

/// One line of a list of hazards.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub community: UnitPath,
    pub id: Id,
    pub grid: Option<UnitPath>,
    pub premises: Id,
    pub premises_name: String,
    pub inspection: Id,
    pub item: Option<String>,
    pub text: String,
    pub category: String,
    pub grade: Grade,
    pub disposal: Disposal,
    pub state: StateKind,
    pub found_on: NaiveDate,
    pub deadline: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub owner: String,
    pub acceptor: String,
    pub responsible: String,
    /// How far the report of a major hazard has come; `None` before it is filled.
    pub report: Option<StageKind>,
    /// The day of its last step.
    pub report_on: Option<NaiveDate>,
    /// Number of the valid notice of its inspection.
    pub notice: Option<String>,
    /// The closed hazard that it brings back (回潮).
    pub recurs_of: Option<Id>,
    /// Code of the checklist that its item is of.
    pub form: String,
    /// Other premises of the street at which the item was found within twelve months; the office counts them.
    pub elsewhere: u32,
    /// Whether these are so many that the item is common across the street; the office says so.
    pub common: bool,
}

/// What a list of hazards is narrowed by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub open: bool,
    /// Past their deadline on this day and not rechecked as 合格.
    pub overdue_on: Option<NaiveDate>,
    /// Waiting for a recheck with a deadline up to this day.
    pub due_by: Option<NaiveDate>,
    /// The same with this very day as deadline.
    pub due_on: Option<NaiveDate>,
    pub grade: Option<Grade>,
    pub state: Option<StateKind>,
    /// Waiting for a word rather than a recheck: passed, refused, or not assessed.
    pub waiting: bool,
    /// What was closed within a year before and is back (回潮).
    pub recurring: bool,
    /// How far the 重大隐患填报表 has come.
    pub report: Option<ReportFilter>,
    pub premises: Option<Id>,
    pub grid: Option<UnitPath>,
    /// Or all those of a street.
    pub community: Option<UnitPath>,
    /// Of premises in no grid.
    pub orphan: bool,
    /// Found from a day to another, both counted.
    pub found: Option<(NaiveDate, NaiveDate)>,
    pub category: Option<String>,
    /// Of the premises, as the register has it today.
    pub industry: Option<String>,
    /// Of the checklist.
    pub item: Option<String>,
    /// Only these.
    pub among: Option<Vec<Id>>,
    /// Typed to find it: its words, the number of its notice, or its premises as the register finds them.
    pub words: Option<String>,
    pub limit: Option<u32>,
}

/// Major hazards by their report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFilter {
    /// Every major hazard, filled in or not.
    Any,
    /// Not filled in yet.
    Unfilled,
    At(StageKind),
}

/// States in which the deadline still runs.
const RUNNING: &str = "h.state IN ('ordered', 'refused', 'reported')";

const NEAREST: &str = "h.deadline NULLS LAST, h.id";
const OPEN_FIRST: &str = "h.is_open DESC, CASE WHEN h.is_open THEN h.deadline END NULLS LAST,
    h.closed_on DESC NULLS LAST, h.id";

/// One more condition, with `$n` for its value.
fn also(clauses: &mut String, params: &mut Vec<Value>, clause: &str, value: Value) {
    params.push(value);
    clauses.push_str(&clause.replace("$n", &format!("${}", params.len())));
}

/// Hazards in scope, the nearest deadline first; where a list has closed ones too they come after the open
/// ones, the latest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Line>, Fault> {
    let (low, high) = scope.range();
    // The first page of a street goes by deadline over all communities; a community's own by its key. An
    // index on the key is no help for the first, and an expression keeps the engines from trying.
    let wide = scope.level() < Level::Community
        && filter.limit.is_some()
        && !filter.waiting
        && !filter.recurring
        && filter.report.is_none()
        && filter.among.is_none()
        && filter.found.is_none();
    let mut clauses = if wide {
        String::from("(h.cid || '') >= $1 AND (h.cid || '') < $2")
    } else {
        String::from("h.cid >= $1 AND h.cid < $2")
    };
    let mut params = params![low, high].to_vec();
    let due = filter.due_by.or(filter.due_on);
    if filter.open || filter.overdue_on.is_some() || due.is_some() {
        clauses.push_str(" AND h.is_open");
    }
    if let Some(day) = filter.overdue_on {
        also(&mut clauses, &mut params, &format!(" AND h.deadline < $n AND {RUNNING}"), day.into());
    }
    for (day, clause) in [(filter.due_by, "<="), (filter.due_on, "=")] {
        if let Some(day) = day {
            let clause = format!(" AND h.deadline {clause} $n AND {RUNNING}");
            also(&mut clauses, &mut params, &clause, day.into());
        }
    }
    if let Some(grade) = filter.grade {
        also(&mut clauses, &mut params, " AND h.grade = $n", grade.code().into());
    }
    if let Some(state) = filter.state {
        also(&mut clauses, &mut params, " AND h.state = $n", state.code().into());
    }
    if filter.waiting {
        clauses.push_str(
            " AND h.is_open AND (h.state IN ('passed', 'refused') OR h.grade = 'unsure')",
        );
    }
    if filter.recurring {
        clauses.push_str(
            " AND h.id IN (SELECT b.hazard FROM recurrence b WHERE b.cid >= $1 AND b.cid < $2)
              AND h.state <> 'withdrawn'",
        );
    }
    if let Some(report) = filter.report {
        clauses.push_str(" AND h.grade = 'major'");
        let code = match report {
            ReportFilter::Any => None,
            ReportFilter::Unfilled => Some(""),
            ReportFilter::At(stage) => Some(stage.code()),
        };
        if let Some(code) = code {
            also(&mut clauses, &mut params, " AND h.report = $n", code.into());
        }
    }
    if let Some(premises) = filter.premises {
        also(&mut clauses, &mut params, " AND h.premises = $n", premises.0.into());
    }
    if let Some(grid) = &filter.grid {
        also(&mut clauses, &mut params, " AND h.grid = $n", grid.as_str().into());
    }
    match &filter.community {
        Some(community) if community.level() == Level::Community => {
            also(&mut clauses, &mut params, " AND h.cid = $n", community.as_str().into());
        }
        Some(street) => {
            let (low, high) = street.range();
            also(&mut clauses, &mut params, " AND h.cid >= $n", low.as_str().into());
            also(&mut clauses, &mut params, " AND h.cid < $n", high.as_str().into());
        }
        None => {}
    }
    if filter.orphan {
        clauses.push_str(" AND h.grid IS NULL");
    }
    if let Some((from, to)) = filter.found {
        also(&mut clauses, &mut params, " AND h.found_on >= $n", from.into());
        also(&mut clauses, &mut params, " AND h.found_on <= $n", to.into());
        clauses.push_str(" AND h.state <> 'withdrawn'");
    }
    if let Some(category) = &filter.category {
        also(&mut clauses, &mut params, " AND h.category = $n", category.as_str().into());
    }
    if let Some(industry) = &filter.industry {
        let of = " AND h.premises IN (SELECT o.id FROM premises o
             WHERE o.cid >= $1 AND o.cid < $2 AND o.industry = $n)";
        also(&mut clauses, &mut params, of, industry.as_str().into());
    }
    if let Some(item) = &filter.item {
        also(&mut clauses, &mut params, " AND h.item = $n", item.as_str().into());
    }
    if let Some(ids) = &filter.among {
        let places = (params.len() + 1..).take(ids.len()).map(|place| format!("${place}"));
        let places = places.collect::<Vec<_>>().join(", ");
        params.extend(ids.iter().map(|id| Value::from(id.0)));
        clauses += &match ids.is_empty() {
            true => " AND FALSE".to_owned(),
            false => format!(" AND h.id IN ({places})"),
        };
    }
    if let Some(words) = &filter.words {
        let numbered = "h.inspection IN (SELECT k.inspection FROM notice k
            WHERE k.cid >= $1 AND k.cid < $2 AND k.number LIKE $text)";
        let words = number::proper(words);
        clauses += &sought::clause(&words, &["h.text"], "h.premises", &[numbered], &mut params);
    }
    let mut limit = String::new();
    if let Some(rows) = filter.limit {
        also(&mut limit, &mut params, " LIMIT $n", rows.into());
    }
    let all_open = filter.open || filter.overdue_on.is_some() || due.is_some() || filter.waiting;
    let order = if all_open { NEAREST } else { OPEN_FIRST };
    // The page is cut over the index alone, before records, names and numbers are looked up.
    let sql = format!(
        "SELECT h.cid, h.id, h.grid, h.premises, p.name, h.inspection, h.item, h.text, h.category,
             h.grade, h.disposal, h.state, h.found_on, h.deadline, h.closed_on, h.owner, h.acceptor,
             h.responsible, n.number, h.report, h.report_on, b.earlier, h.form
         FROM (SELECT h.cid, h.id FROM hazard h WHERE {clauses}
               ORDER BY {order}{limit}) AS k
         JOIN hazard h ON h.cid = k.cid AND h.id = k.id
         JOIN premises p ON p.cid = h.cid AND p.id = h.premises
         LEFT JOIN notice n ON n.cid = h.cid AND n.inspection = h.inspection AND n.void_on IS NULL
         LEFT JOIN recurrence b ON b.cid = h.cid AND b.hazard = h.id
         ORDER BY {order}"
    );
    driver.query(&sql, &params)?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, Fault> {
    let (disposal, state, report) = (row.text(10)?, row.text(11)?, row.text(19)?);
    Ok(Line {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        grid: opt_path(row, 2)?,
        premises: Id(row.id(3)?),
        premises_name: row.text(4)?,
        inspection: Id(row.id(5)?),
        item: row.opt_text(6)?,
        text: row.text(7)?,
        category: row.text(8)?,
        grade: grade(&row.text(9)?)?,
        disposal: Disposal::from_code(&disposal)
            .ok_or_else(|| Fault::damaged(format!("not a disposal: {disposal}")))?,
        state: StateKind::from_code(&state)
            .ok_or_else(|| Fault::damaged(format!("not a state: {state}")))?,
        found_on: row.day(12)?,
        deadline: row.opt_day(13)?,
        closed_on: row.opt_day(14)?,
        owner: row.text(15)?,
        acceptor: row.text(16)?,
        responsible: row.text(17)?,
        notice: row.opt_text(18)?,
        report_on: row.opt_day(20)?,
        recurs_of: row.opt_id(21)?.map(Id),
        form: row.text(22)?,
        elsewhere: 0,
        common: false,
        report: match report.as_str() {
            "" => None,
            code => Some(
                StageKind::from_code(code)
                    .ok_or_else(|| Fault::damaged(format!("not a stage: {code}")))?,
            ),
        },
    })
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
