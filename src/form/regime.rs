//! 监管制度: one street's or district's numbers and words, each beside the sentence it comes from.

use chrono::{Datelike, NaiveDate};

use crate::domain::{
    accountability::Limits,
    agenda::Ladder,
    deadline::{Deadline, office_due},
    numbering::NumberPattern,
    officer,
    period::{self, Span},
    recurrence::Share,
    sample::Weights,
    supervision,
    unit::Level,
    workday::WorkCalendar,
};

use super::{condition::Condition, notice::Variant};

mod lasts;

pub use self::lasts::Lasts;

/// One file under `forms/regime/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    pub code: String,
    pub revision: u32,
    pub title: String,
    pub source: String,
    pub notice: NoticeRule,
    pub numbers: Vec<NumberRule>,
    pub patrols: Vec<Patrol>,
    pub reports: Vec<ReportRule>,
    pub recheck: RecheckRule,
    pub deadline: DeadlineRule,
    pub transfer: TransferRule,
    pub supervision: SupervisionRule,
    pub event: EventRule,
    pub accountability: AccountabilityRule,
    pub officer: OfficerRule,
    pub keys: Vec<KeyRule>,
    pub signs: Vec<SignRule>,
    pub verify: VerifyRule,
    pub holiday: HolidayRule,
    pub sample: SampleRule,
    pub across: AcrossRule,
    pub accident: AccidentRule,
    pub regulars: Vec<RegularRule>,
    pub bounds: Vec<BoundRule>,
    pub reminders: Vec<RemindRule>,
    pub lists: Vec<ListRule>,
    pub completeness: Completeness,
}

#[derive(Clone, Debug, PartialEq)]
pub struct NoticeRule {
    pub variant: Variant,
    pub copies: Vec<String>,
    /// Where an order of the district may be reviewed, and the court without 人民法院; a line to write on when
    /// it is not said.
    pub review_body: String,
    pub court: String,
    /// 落款 of what is written in the words of a district; its 应急管理局 when it is not said.
    pub issuer: String,
    pub source: String,
}

/// How the papers of one series are numbered. `{office}` is the unit's short name unless it sets another.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberRule {
    /// `rectification`, `recheck` …
    pub series: String,
    pub pattern: NumberPattern,
    pub source: String,
}

/// How often premises have to be inspected.
#[derive(Clone, Debug, PartialEq)]
pub struct Patrol {
    pub code: String,
    pub label: String,
    pub scope: Scope,
    pub every: Every,
    /// At least so often in each period.
    pub times: u32,
    /// A period without a working day, as a week of 春节, owes no round.
    pub skips_rest: bool,
    /// A role's code, e.g. `grid_officer`.
    pub by: String,
    pub lasts: Lasts,
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// 重点监管
    Key,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Monday to Sunday.
    Week,
    Month,
    Quarter,
    Year,
}

impl Every {
    /// First and last day of the period that a day lies in.
    pub fn stretch(self, of: NaiveDate) -> (NaiveDate, NaiveDate) {
        let span = match self {
            Every::Week => Span::Week,
            Every::Month => Span::Month,
            Every::Quarter => Span::Quarter,
            Every::Year => Span::Year,
        };
        span.of(of)
    }
}

/// A report that is owed again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRule {
    pub code: String,
    pub label: String,
    pub from: Level,
    pub to: Level,
    pub every: Every,
    /// The report speaks of the period before the one it is due in.
    pub of_previous: bool,
    /// Day of the month it is due, inclusive; past the month's end it is the last day.
    pub day: u32,
    /// 截止日: a month's report speaks of the days after this day of the month before, up to this day of its own.
    pub cut: Option<u32>,
    /// The paper that it is sent on.
    pub paper: String,
    /// The report of the level below whose figures it adds up; empty for one that counts from the records.
    pub sums: String,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RecheckRule {
    /// Working days after the deadline within which a recheck is in time.
    pub grace_workdays: u32,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeadlineRule {
    /// Calendar days offered on the screen; 0 is 当场.
    pub presets: Vec<u32>,
    /// Taken when nobody names a period.
    pub default_days: u32,
    /// A longer period for a general hazard is questioned.
    pub warn_general_days: u32,
    pub warn_major_days: u32,
    pub source: String,
}

/// 移送、抄告
#[derive(Clone, Debug, PartialEq)]
pub struct TransferRule {
    /// Working days within which the department replies.
    pub reply_workdays: u32,
    pub source: String,
}

/// 挂牌督办
#[derive(Clone, Debug, PartialEq)]
pub struct SupervisionRule {
    /// How often it is reported on, unless the notice says otherwise.
    pub every: supervision::Every,
    /// An extension is asked for with so many working days left, or more.
    pub extension_workdays: u32,
    pub source: String,
}

/// 网格事件
#[derive(Clone, Debug, PartialEq)]
pub struct EventRule {
    /// Calendar days that an event may lie at one desk.
    pub hop_days: u32,
    pub source: String,
}

/// 责任追究: the numbers behind what is suggested (S0 §四).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountabilityRule {
    pub limits: Limits,
    pub source: String,
}

/// 网格员管理 (S2 管理办法).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficerRule {
    pub rules: officer::Rules,
    pub source: String,
}

// Regimes that were written before these rules have the usual numbers.
impl Default for TransferRule {
    fn default() -> TransferRule {
        TransferRule { reply_workdays: 10, source: String::new() }
    }
}

impl Default for SupervisionRule {
    fn default() -> SupervisionRule {
        SupervisionRule {
            every: supervision::Every::Month,
            extension_workdays: 15,
            source: String::new(),
        }
    }
}

impl Default for VerifyRule {
    fn default() -> VerifyRule {
        VerifyRule { days: 90, source: String::new() }
    }
}

impl Default for HolidayRule {
    fn default() -> HolidayRule {
        HolidayRule { rest_days: 3, before: 7, scope: Scope::Key, source: String::new() }
    }
}

impl Default for SampleRule {
    fn default() -> SampleRule {
        let weights = Weights { zero_report: 3, no_hazards: 2 };
        SampleRule { days: 92, weights, source: String::new() }
    }
}

impl Default for AcrossRule {
    fn default() -> AcrossRule {
        AcrossRule { share: Share { premises: 3, percent: 10 }, source: String::new() }
    }
}

impl Default for AccidentRule {
    fn default() -> AccidentRule {
        AccidentRule { told_minutes: 60, sent_minutes: 120, source: String::new() }
    }
}

impl Default for EventRule {
    fn default() -> EventRule {
        EventRule { hop_days: 3, source: String::new() }
    }
}

/// 定期核实 of the entries of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifyRule {
    /// Calendar days from one verification to the next.
    pub days: u32,
    pub source: String,
}

/// 节前检查
#[derive(Clone, Debug, PartialEq)]
pub struct HolidayRule {
    /// Days off in a row from which on a rest is long.
    pub rest_days: u32,
    /// Calendar days before the rest in which the premises are seen once more.
    pub before: u32,
    pub scope: Scope,
    pub source: String,
}

/// 抽查
#[derive(Clone, Debug, PartialEq)]
pub struct SampleRule {
    /// Calendar days back for which it counts that nothing was reported or found.
    pub days: u32,
    pub weights: Weights,
    pub source: String,
}

/// 同街道: from when on an item is marked as common across the street.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossRule {
    pub share: Share,
    pub source: String,
}

/// 事故报告的时限
#[derive(Clone, Debug, PartialEq)]
pub struct AccidentRule {
    /// From when the 单位负责人 heard of the accident to his report.
    pub told_minutes: u32,
    /// From that report to the one that goes up.
    pub sent_minutes: u32,
    pub source: String,
}

/// Work that is done again and again and leaves a row in a ledger: the weekly meeting, drills, appraisals.
#[derive(Clone, Debug, PartialEq)]
pub struct RegularRule {
    pub code: String,
    pub label: String,
    pub ledger: String,
    /// A community, or the street or the district itself.
    pub level: Level,
    /// `None` is every day.
    pub every: Option<Every>,
    pub each: Each,
    /// Rows in each period.
    pub times: u32,
    /// Only rows whose field says so.
    pub only: Option<(String, String)>,
    /// Only rows that are about no premises: what the unit does for its own people.
    pub own: bool,
    /// Only rows whose number is as large: a field and its least.
    pub least: Option<(String, u32)>,
    /// The field that says of which stretch a row speaks (2026年第四季度): it counts for that one, whenever it is entered.
    pub speaks: Option<String>,
    /// Days before the end of the period from which on it is told.
    pub before: u32,
    pub lasts: Lasts,
    pub source: String,
}

/// A number of a ledger's rows that is up to the mark only within bounds; a row outside them is told as such.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundRule {
    pub label: String,
    pub ledger: String,
    /// The field of the number.
    pub field: String,
    pub least: Option<u32>,
    pub most: Option<u32>,
    /// Only rows whose field says so.
    pub only: Option<(String, String)>,
    pub source: String,
}

/// Of whom a row is owed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Each {
    /// The unit as a whole.
    #[default]
    Unit,
    /// Every 重点监管 premises of it.
    Key,
    /// Every 网格员 of it, named in a field.
    Officer(String),
}

/// How one kind of agenda item is reminded of, and who is told next when nothing is done.
#[derive(Clone, Debug, PartialEq)]
pub struct RemindRule {
    /// Tasks of the agenda and ledgers, by their codes.
    pub of: Vec<String>,
    pub ladder: Ladder,
    pub source: String,
}

/// Why a premises is on the key list, and the words that suggest it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRule {
    pub code: String,
    pub label: String,
    pub words: Vec<String>,
    /// Words that take the suggestion back: a shop is not a factory.
    pub except: Vec<String>,
    /// Classes of fire danger of which the rule speaks, by their first character; an enterprise of a known class is
    /// meant by its class, whatever its words are.
    pub fire: Vec<char>,
    /// 工艺 of which the source speaks, as they are offered where an entry is typed.
    pub processes: Vec<String>,
    /// 重大隐患: who has an open one is of this rule, whatever is made there.
    pub major_hazard: bool,
    /// Rows of ledgers that say so of their premises: a 重大危险源.
    pub rows: Vec<KeyRow>,
    pub source: String,
}

/// A row of a ledger for which its premises belongs on the key list: its field says this.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRow {
    pub ledger: String,
    pub field: String,
    pub value: String,
    /// What the premises has then.
    pub has: String,
    pub line: usize,
}

/// What is known of a premises when the key list is suggested (S0 §三.1).
#[derive(Clone, Copy, Debug)]
pub struct KeyFacts<'a> {
    pub industry: &'a str,
    pub name: &'a str,
    /// 甲 to 戊
    pub fire_class: Option<char>,
    /// 工艺, joined by `、`
    pub processes: &'a str,
}

/// Who signs a paper, in order; a role that stands twice is two people.
#[derive(Clone, Debug, PartialEq)]
pub struct SignRule {
    pub paper: String,
    pub roles: Vec<String>,
    pub source: String,
}

/// One of the lists that a community keeps up (六个清单, 两个清单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRule {
    pub code: String,
    pub title: String,
    pub of: Listed,
    /// Of what it lists, only the rows of which all of these hold.
    pub filter: Vec<Condition>,
    /// The paper or ledger on which it is printed.
    pub paper: String,
    pub source: String,
    /// Line of the file.
    pub line: usize,
}

impl ListRule {
    /// Whether premises are put in and taken out by hand. Of the other lists that is what their own records say: 列入重点,
    /// 销号, a row of the ledger, a duty in a grid.
    pub fn takes_by_hand(&self) -> bool {
        matches!(self.of, Listed::Premises | Listed::Rental)
    }
}

impl Listed {
    /// The list of facts whose rows it lists; none for a ledger, whose fields are its own.
    pub fn facts(self) -> Option<&'static str> {
        match self {
            Listed::Premises | Listed::Key | Listed::Rental => Some("premises"),
            Listed::Hazards => Some("hazards"),
            Listed::Duties => Some("duties"),
            Listed::Ledger => None,
        }
    }

    /// Facts of those rows that no condition can ask for, since the entry itself does not tell them: the place in the list,
    /// days that come from the history, the people of the grid.
    pub fn out_of_reach(self) -> &'static [&'static str] {
        match self {
            Listed::Premises | Listed::Key | Listed::Rental => &[
                "no",
                "key_since",
                "last_verified",
                "grid_officer",
                "supervisor",
                "contact",
                "guarantor",
            ],
            Listed::Hazards => &["no"],
            Listed::Duties | Listed::Ledger => &[],
        }
    }
}

/// What a list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Premises,
    Key,
    Rental,
    /// Hazards that are not closed.
    Hazards,
    /// Who answers for which grid.
    Duties,
    /// The entries of the ledger that `paper` names.
    Ledger,
}

/// What makes 一企一档 and 一社一册 complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// Facts of a premises that have to be known.
    pub premises: Vec<String>,
    /// Lists of a community that must not be empty.
    pub community: Vec<String>,
    pub source: String,
}

impl Default for Completeness {
    fn default() -> Completeness {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Completeness {
            premises: words(&[
                "address",
                "industry",
                "category",
                "person_in_charge",
                "safety_lead",
                "phone",
                "grid",
            ]),
            community: words(&["grids", "people", "premises", "key_premises"]),
            source: String::new(),
        }
    }
}

impl Regime {
    /// The reasons for which what is known of a premises suggests the key list. A suggestion: a person decides.
    pub fn suggest_key(&self, known: KeyFacts<'_>) -> Vec<&KeyRule> {
        let KeyFacts { industry, name, fire_class, processes } = known;
        let holds = |words: &[String]| {
            words.iter().any(|word| industry.contains(word) || name.contains(word))
        };
        // A process is done there whatever the place calls itself: a shop that sprays paint is no mere shop.
        let done = |rule: &KeyRule| {
            let mut words = rule.words.iter().chain(&rule.processes);
            words.any(|word| processes.contains(word.as_str()))
        };
        let fits = |rule: &&KeyRule| match fire_class {
            Some(class) if !rule.fire.is_empty() => rule.fire.contains(&class),
            _ => done(rule) || holds(&rule.words) && !holds(&rule.except),
        };
        self.keys.iter().filter(fits).collect()
    }

    /// The processes that its rules of the key list name.
    pub fn processes(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().flat_map(|rule| &rule.processes).map(String::as_str)
    }

    pub fn number(&self, series: &str) -> Option<&NumberPattern> {
        self.numbers.iter().find(|rule| rule.series == series).map(|rule| &rule.pattern)
    }

    /// How a task or a ledger is reminded of.
    pub fn remind(&self, code: &str) -> Option<&RemindRule> {
        self.reminders.iter().find(|rule| rule.of.iter().any(|of| of == code))
    }

    pub fn report(&self, code: &str) -> Option<&ReportRule> {
        self.reports.iter().find(|rule| rule.code == code)
    }

    /// The report that a paper is sent as by a level; a paper may serve several.
    pub fn report_on(&self, paper: &str, from: Level) -> Option<&ReportRule> {
        self.reports.iter().find(|rule| rule.paper == paper && rule.from == from)
    }

    /// Who signs a paper before it goes out.
    pub fn signs(&self, paper: &str) -> Option<&SignRule> {
        self.signs.iter().find(|rule| rule.paper == paper)
    }
}

impl DeadlineRule {
    /// Whether a period from `inspected` to `day` is longer than is usual for the grade.
    pub fn is_long(&self, inspected: NaiveDate, day: NaiveDate, major: bool) -> bool {
        let limit = if major { self.warn_major_days } else { self.warn_general_days };
        (day - inspected).num_days() > i64::from(limit)
    }
}

impl ReportRule {
    /// First and last day of the period holding `of`.
    pub fn period(&self, of: NaiveDate) -> (NaiveDate, NaiveDate) {
        self.every.stretch(of)
    }

    /// First and last day that the report of the period holding `of` speaks of, if all are sent on their day.
    pub fn days(&self, of: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (from, to) = self.period(of);
        let cut = |month: NaiveDate| month.with_day(self.cut?);
        let before = cut(period::previous_month(from)).and_then(|day| day.succ_opt());
        before.zip(cut(from)).unwrap_or((from, to))
    }

    /// When the report that speaks of the period holding `of` is due; rolled back from a day off.
    /// `None` for weekly reports, which have no day of the month, and past the end of the calendar.
    pub fn due(&self, calendar: &WorkCalendar, of: NaiveDate) -> Option<Deadline> {
        let months = match self.every {
            Every::Week => return None,
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        };
        // Months counted from year 0; the last month of the period holding `of`.
        let month = of.year() * 12 + i32::try_from(of.month0()).ok()?;
        let last = month - month.rem_euclid(months) + months - 1;
        let due = if self.of_previous { last + 1 } else { last };
        let year = due.div_euclid(12);
        let month = u32::try_from(due.rem_euclid(12)).ok()? + 1;
        let day = (1..=self.day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))?;
        Some(office_due(calendar, day))
    }
}

#[cfg(test)]
mod tests;
