//! Matters of every kind and their steps. A matter is read back from its steps; the columns beside them are
//! for lists and written in the same transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{
        id::Id,
        matter::{Matter, MatterKind, Road},
        transfer,
        unit::UnitPath,
    },
    params,
};

/// A matter with its steps, each with who entered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<R: Road> {
    pub matter: Matter<R>,
    /// Who opened it.
    pub actor: String,
    pub premises_name: Option<String>,
    pub steps: Vec<(R::Step, String)>,
}

impl<R: Road> Stored<R> {
    /// The steps without who entered them.
    pub fn road(&self) -> Vec<R::Step> {
        self.steps.iter().map(|(step, _)| step.clone()).collect()
    }
}

/// A new matter. `matter.course` is the course at its opening.
pub fn insert<R: Road>(
    driver: &mut dyn Driver,
    matter: &Matter<R>,
    actor: &str,
) -> Result<(), Fault> {
    let course = &matter.course;
    driver.execute(
        "INSERT INTO matter(cid, id, kind, title, premises, hazard, opening, opened_on, actor, state,
             is_open, due, closed_on, steps)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)",
        params![
            matter.community.as_str(),
            matter.id.0,
            R::KIND.code(),
            &matter.title,
            matter.premises.map(|id| id.0),
            matter.hazard.map(|id| id.0),
            to_json(&matter.opening)?,
            R::opened_on(&matter.opening),
            actor,
            course.state_code(),
            course.closed_on().is_none(),
            course.due(),
            course.closed_on()
        ],
    )?;
    Ok(())
}

/// Writes the step that follows those that were read; another desk's step in between is a conflict.
/// `matter.course` is the course after the step.
pub fn follow<R: Road>(
    driver: &mut dyn Driver,
    matter: &Matter<R>,
    known: usize,
    step: &R::Step,
    actor: &str,
) -> Result<(), Fault> {
    write_course(driver, matter, known, known + 1)?;
    driver.execute(
        "INSERT INTO matter_step(cid, matter, seq, on_day, actor, body)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            matter.community.as_str(),
            matter.id.0,
            (known + 1) as i64,
            R::step_on(step),
            actor,
            to_json(step)?
        ],
    )?;
    Ok(())
}

/// Writes where the course stands over a matter that has so many steps.
fn write_course<R: Road>(
    driver: &mut dyn Driver,
    matter: &Matter<R>,
    known: usize,
    steps: usize,
) -> Result<(), Fault> {
    let course = &matter.course;
    let touched = driver.execute(
        "UPDATE matter SET state = $4, is_open = $5, due = $6, closed_on = $7, steps = $8
         WHERE cid = $1 AND id = $2 AND steps = $3",
        params![
            matter.community.as_str(),
            matter.id.0,
            known as i64,
            course.state_code(),
            course.closed_on().is_none(),
            course.due(),
            course.closed_on(),
            steps as i64
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Tells anew where a matter of this road stands after its steps came from elsewhere; `false` where it is of another.
pub fn refold<R: Road>(
    driver: &mut dyn Driver,
    community: &UnitPath,
    id: Id,
) -> Result<bool, Fault> {
    let Some(stored) = by_id::<R>(driver, community, id)? else { return Ok(false) };
    let steps = stored.steps.len();
    driver.execute(
        "UPDATE matter SET steps = $3 WHERE cid = $1 AND id = $2",
        params![community.as_str(), id.0, steps as i64],
    )?;
    write_course(driver, &stored.matter, steps, steps)?;
    Ok(true)
}

/// What a list of matters is narrowed by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub open: bool,
    /// Waiting for something up to this day.
    pub due_by: Option<NaiveDate>,
    pub state: Option<&'static str>,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    /// About this inspection, hazard or clue.
    pub linked: Option<Id>,
    pub limit: Option<u32>,
}

/// The conditions of a filter, with their values; `m` is the matter.
fn clauses(
    scope: &UnitPath,
    kind: Option<MatterKind>,
    id: Option<Id>,
    filter: &Filter,
) -> (String, Vec<Value>) {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clauses = String::from("m.cid >= $1 AND m.cid < $2");
    let mut also = |clause: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            clauses += &format!(" AND m.{clause} ${}", params.len());
        }
    };
    also("kind =", kind.map(|kind| kind.code().into()));
    also("id =", id.map(|id| id.0.into()));
    also("due <=", filter.due_by.map(Into::into));
    also("state =", filter.state.map(Into::into));
    also("premises =", filter.premises.map(|id| id.0.into()));
    also("hazard =", filter.hazard.map(|id| id.0.into()));
    if let Some(id) = filter.linked {
        params.push(id.0.into());
        let at = params.len();
        clauses += &format!(
            " AND (m.hazard = ${at} OR EXISTS (SELECT 1 FROM matter_link l
             WHERE l.cid = m.cid AND l.matter = m.id AND l.target = ${at}))"
        );
    }
    if filter.open || filter.due_by.is_some() {
        clauses += " AND m.is_open";
    }
    (clauses, params)
}

/// What is open comes first, the nearest day before the others; then what is closed, the newest first.
const ORDER: &str = "m.is_open DESC, m.due NULLS LAST, m.opened_on DESC, m.id DESC";

fn limited(filter: &Filter, params: &mut Vec<Value>) -> String {
    match filter.limit {
        Some(rows) => {
            params.push(rows.into());
            format!(" LIMIT ${}", params.len())
        }
        None => String::new(),
    }
}

/// Matters of one kind with their steps.
pub fn list<R: Road>(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Stored<R>>, Fault> {
    select(driver, scope, None, filter)
}

pub fn by_id<R: Road>(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    id: Id,
) -> Result<Option<Stored<R>>, Fault> {
    Ok(select(driver, scope, Some(id), &Filter::default())?.into_iter().next())
}

fn select<R: Road>(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    id: Option<Id>,
    filter: &Filter,
) -> Result<Vec<Stored<R>>, Fault> {
    let (clauses, mut params) = clauses(scope, Some(R::KIND), id, filter);
    let limit = limited(filter, &mut params);
    // The page is cut before its steps are looked up, all of them at once.
    let page = format!("SELECT m.cid, m.id FROM matter m WHERE {clauses} ORDER BY {ORDER}{limit}");
    let sql = format!(
        "SELECT s.matter, s.body, s.actor FROM ({page}) AS k
         JOIN matter_step s ON s.cid = k.cid AND s.matter = k.id ORDER BY s.matter, s.seq"
    );
    let mut steps: BTreeMap<Id, Vec<(R::Step, String)>> = BTreeMap::new();
    for row in driver.query(&sql, &params)? {
        let list = steps.entry(Id(row.id(0)?)).or_default();
        list.push((from_json(&row.text(1)?)?, row.text(2)?));
    }
    let sql = format!(
        "SELECT m.cid, m.id, m.title, m.premises, m.hazard, m.opening, m.actor, p.name
         FROM ({page}) AS k JOIN matter m ON m.cid = k.cid AND m.id = k.id
         LEFT JOIN premises p ON p.cid = m.cid AND p.id = m.premises ORDER BY {ORDER}"
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| {
            let id = Id(row.id(1)?);
            let opening: R::Opening = from_json(&row.text(5)?)?;
            let steps = steps.remove(&id).unwrap_or_default();
            let course = R::replay(&opening, steps.iter().map(|(step, _)| step))
                .map_err(|rule| Fault::damaged(format!("matter {id} breaks a rule: {rule:?}")))?;
            Ok(Stored {
                matter: Matter {
                    id,
                    community: path(row, 0)?,
                    title: row.text(2)?,
                    premises: row.opt_id(3)?.map(Id),
                    hazard: row.opt_id(4)?.map(Id),
                    opening,
                    course,
                },
                actor: row.text(6)?,
                premises_name: row.opt_text(7)?,
                steps,
            })
        })
        .collect()
}

/// One line of a list of matters of any kind, from the columns alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub community: UnitPath,
    pub id: Id,
    pub kind: MatterKind,
    pub title: String,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    pub opened_on: NaiveDate,
    /// Code of its state, of its kind's own list.
    pub state: String,
    pub is_open: bool,
    pub due: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
}

impl Line {
    /// Opened by mistake and taken back.
    pub fn is_withdrawn(&self) -> bool {
        // One word in all kinds.
        self.state == transfer::StateKind::Withdrawn.code()
    }
}

/// Matters of one kind, or of all, without their steps.
pub fn lines(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    kind: Option<MatterKind>,
    filter: &Filter,
) -> Result<Vec<Line>, Fault> {
    let (clauses, mut params) = clauses(scope, kind, None, filter);
    let limit = limited(filter, &mut params);
    let sql = format!(
        "SELECT m.cid, m.id, m.kind, m.title, m.premises, m.hazard, m.opened_on, m.state, m.is_open,
             m.due, m.closed_on
         FROM matter m WHERE {clauses} ORDER BY {ORDER}{limit}"
    );
    driver.query(&sql, &params)?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, Fault> {
    let kind = row.text(2)?;
    Ok(Line {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        kind: MatterKind::from_code(&kind)
            .ok_or_else(|| Fault::damaged(format!("not a kind of matter: {kind}")))?,
        title: row.text(3)?,
        premises: row.opt_id(4)?.map(Id),
        hazard: row.opt_id(5)?.map(Id),
        opened_on: row.day(6)?,
        state: row.text(7)?,
        is_open: row.bool(8)?,
        due: row.opt_day(9)?,
        closed_on: row.opt_day(10)?,
    })
}

/// Ids of one kind that end in these hexadecimal digits.
pub fn ids_ending(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    kind: MatterKind,
    ending: &str,
) -> Result<Vec<Id>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT id FROM matter WHERE cid >= $1 AND cid < $2 AND kind = $3",
        params![low, high, kind.code()],
    )?;
    let ids = rows.iter().map(|row| Ok(Id(row.id(0)?))).collect::<Result<Vec<Id>, Fault>>()?;
    let ends = |id: &Id| id.to_string().replace('-', "").ends_with(ending);
    Ok(ids.into_iter().filter(ends).collect())
}
