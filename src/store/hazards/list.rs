//! Lists of hazards: what they are narrowed by, and their lines.

use chrono::NaiveDate;

use super::{disposal, grade, state};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::StateKind,
        id::Id,
        major::StageKind,
        number,
        unit::{Level, UnitPath},
    },
    params,
    store::{
        Driver, Fault, Row, Value, sought,
        units::{opt_path, path},
    },
};

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
    if let Some(community) = &filter.community {
        also(&mut clauses, &mut params, " AND h.cid = $n", community.as_str().into());
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
    let report = row.text(19)?;
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
        disposal: disposal(&row.text(10)?)?,
        state: state(&row.text(11)?)?,
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
