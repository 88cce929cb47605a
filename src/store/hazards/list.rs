//! Lists of hazards: what they are narrowed by, and their lines.

use chrono::NaiveDate;

use super::{disposal, grade, reported_categories, state};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::StateKind,
        id::Id,
        inspection::Hazard,
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
    /// Since when it is refused, or has passed its recheck.
    pub since: Option<NaiveDate>,
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
    /// Of the item, or as 重大隐患填报表 says.
    pub category: Option<String>,
    /// Of the premises, as the register has it today.
    pub industry: Option<String>,
    /// Of a checklist.
    pub item: Option<String>,
    /// The checklist that the item is of; of all where nothing is said.
    pub form: Option<String>,
    /// Only these.
    pub among: Option<Vec<Id>>,
    /// Typed to find it: its words, the number of its notice, or its premises as the register finds them.
    pub words: Option<String>,
    pub limit: Option<u32>,
    /// Without the numbers of the notices, which lie on pages of their own.
    pub unnumbered: bool,
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

/// The conditions of a question and the values that they name.
struct Narrowed {
    clauses: String,
    params: Vec<Value>,
}

impl Narrowed {
    fn by(&mut self, clause: &str) {
        self.clauses.push_str(" AND ");
        self.clauses.push_str(clause);
    }

    /// One more condition, with `$n` for its value.
    fn by_value(&mut self, clause: &str, value: Value) {
        let place = self.place(value);
        self.by(&clause.replace("$n", &place));
    }

    fn place(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("${}", self.params.len())
    }

    fn by_days(&mut self, filter: &Filter) {
        if filter.is_running() || filter.open {
            self.by("h.is_open");
        }
        let days = [(filter.overdue_on, "<"), (filter.due_by, "<="), (filter.due_on, "=")];
        for (day, is) in days {
            if let Some(day) = day {
                self.by_value(&format!("h.deadline {is} $n AND {RUNNING}"), day.into());
            }
        }
        if let Some((from, to)) = filter.found {
            self.by_value("h.found_on >= $n", from.into());
            self.by_value("h.found_on <= $n", to.into());
            self.by("h.state <> 'withdrawn'");
        }
    }

    fn by_state(&mut self, filter: &Filter) {
        if filter.waiting {
            self.by("h.is_open AND (h.state IN ('passed', 'refused') OR h.grade = 'unsure')");
        }
        if filter.recurring {
            self.by("h.id IN (SELECT b.hazard FROM recurrence b WHERE b.cid >= $1 AND b.cid < $2)
                 AND h.state <> 'withdrawn'");
        }
        if let Some(report) = filter.report {
            self.by("h.grade = 'major'");
            let code = match report {
                ReportFilter::Any => None,
                ReportFilter::Unfilled => Some(""),
                ReportFilter::At(stage) => Some(stage.code()),
            };
            if let Some(code) = code {
                self.by_value("h.report = $n", code.into());
            }
        }
    }

    fn by_columns(&mut self, filter: &Filter) {
        let is_one = |unit: &&UnitPath| unit.level() == Level::Community;
        let community = filter.community.as_ref().filter(is_one);
        let street = filter.community.as_ref().filter(|unit| !is_one(unit)).map(UnitPath::range);
        let columns: [(&str, Option<Value>); 10] = [
            ("h.grade = $n", filter.grade.map(|grade| grade.code().into())),
            ("h.state = $n", filter.state.map(|state| state.code().into())),
            ("h.premises = $n", filter.premises.map(|premises| premises.0.into())),
            ("h.grid = $n", filter.grid.as_ref().map(|grid| grid.as_str().into())),
            ("h.cid = $n", community.map(|community| community.as_str().into())),
            ("h.cid >= $n", street.as_ref().map(|(low, _)| low.as_str().into())),
            ("h.cid < $n", street.as_ref().map(|(_, high)| high.as_str().into())),
            (
                "h.premises IN (SELECT o.id FROM premises o
                 WHERE o.cid >= $1 AND o.cid < $2 AND o.industry = $n)",
                filter.industry.as_deref().map(Value::from),
            ),
            ("h.item = $n", filter.item.as_deref().map(Value::from)),
            ("h.form = $n", filter.form.as_deref().map(Value::from)),
        ];
        for (clause, value) in columns {
            if let Some(value) = value {
                self.by_value(clause, value);
            }
        }
        if filter.orphan {
            self.by("h.grid IS NULL");
        }
    }

    /// `reported`: those that have their category from their report.
    fn by_category(&mut self, category: &str, reported: &[(Hazard, String)]) {
        let named = reported.iter().filter(|(_, said)| category.is_empty() || said == category);
        let ids: Vec<String> = named.map(|(hazard, _)| self.place(hazard.id.0.into())).collect();
        let own = self.place(category.into());
        let clause = match (ids.is_empty(), category.is_empty()) {
            (true, _) => format!("h.category = {own}"),
            (false, true) => format!("h.category = {own} AND h.id NOT IN ({})", ids.join(", ")),
            (false, false) => format!("(h.category = {own} OR h.id IN ({}))", ids.join(", ")),
        };
        self.by(&clause);
    }

    fn by_names(&mut self, filter: &Filter) {
        if let Some(ids) = &filter.among {
            let places: Vec<String> = ids.iter().map(|id| self.place(id.0.into())).collect();
            match ids.is_empty() {
                true => self.by("FALSE"),
                false => self.by(&format!("h.id IN ({})", places.join(", "))),
            }
        }
        if let Some(words) = &filter.words {
            let numbered = "h.inspection IN (SELECT k.inspection FROM notice k
                WHERE k.cid >= $1 AND k.cid < $2 AND k.number LIKE $text)";
            let (words, among) = (number::proper(words), ["h.text"]);
            self.clauses +=
                &sought::clause(&words, &among, "h.premises", &[numbered], &mut self.params);
        }
    }
}

impl Filter {
    /// Whether only hazards are wanted whose deadline runs or has passed.
    fn is_running(&self) -> bool {
        self.overdue_on.is_some() || self.due_by.is_some() || self.due_on.is_some()
    }

    /// Whether the first page of a street is wanted by deadline over all communities. A community's own goes by its key.
    fn is_by_deadline(&self, scope: &UnitPath) -> bool {
        scope.level() < Level::Community
            && self.limit.is_some()
            && !self.waiting
            && !self.recurring
            && self.report.is_none()
            && self.among.is_none()
            && self.found.is_none()
    }
}

/// Hazards in scope, the nearest deadline first; where a list has closed ones too they come after the open
/// ones, the latest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Line>, Fault> {
    let (low, high) = scope.range();
    // An index on the key is no help to what goes by deadline, and an expression keeps the engines from trying.
    let within = match filter.is_by_deadline(scope) {
        true => "(h.cid || '') >= $1 AND (h.cid || '') < $2",
        false => "h.cid >= $1 AND h.cid < $2",
    };
    let mut narrowed = Narrowed { clauses: within.into(), params: params![low, high].to_vec() };
    narrowed.by_days(filter);
    narrowed.by_state(filter);
    narrowed.by_columns(filter);
    if let Some(category) = &filter.category {
        let reported = reported_categories(&mut *driver, scope, filter.found)?;
        narrowed.by_category(category, &reported);
    }
    narrowed.by_names(filter);
    let limit = filter.limit.map(|rows| format!(" LIMIT {}", narrowed.place(rows.into())));
    let limit = limit.unwrap_or_default();
    let all_open = filter.open || filter.is_running() || filter.waiting;
    let order = if all_open { NEAREST } else { OPEN_FIRST };
    let (number, notice) = match filter.unnumbered {
        true => ("NULL", ""),
        false => (
            "n.number",
            "LEFT JOIN notice n ON n.cid = h.cid AND n.inspection = h.inspection AND n.void_on IS NULL",
        ),
    };
    let Narrowed { clauses, params } = narrowed;
    // The page is cut over the index alone, before records, names and numbers are looked up.
    let sql = format!(
        "SELECT h.cid, h.id, h.grid, h.premises, p.name, h.inspection, h.item, h.text, h.category,
             h.grade, h.disposal, h.state, h.found_on, h.deadline, h.closed_on, h.owner, h.acceptor,
             h.responsible, {number}, h.report, h.report_on, b.earlier, h.form,
             CASE WHEN h.state IN ('passed', 'refused') THEN
                 (SELECT MAX(s.on_day) FROM hazard_step s
                  WHERE s.cid = h.cid AND s.hazard = h.id AND s.kind = h.state) END
         FROM (SELECT h.cid, h.id FROM hazard h WHERE {clauses}
               ORDER BY {order}{limit}) AS k
         JOIN hazard h ON h.cid = k.cid AND h.id = k.id
         JOIN premises p ON p.cid = h.cid AND p.id = h.premises
         {notice}
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
        since: row.opt_day(23)?,
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
