//! What is due: rechecks, patrols, assessments, closures, reports, most urgent first.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

use super::{Office, Refusal, coverage::Within, facts::Period, report::StillOwed};
use crate::{
    domain::{
        agenda::Ladder,
        deadline::{Deadline, recheck_limit},
        grade::Grade,
        hazard::StateKind,
        id::Id,
        major::StageKind,
        period,
        unfit::REPORT_WORKDAYS,
        unit::{Level, Unit, UnitPath},
    },
    store::{self, hazards, rounds},
    terms,
};

mod counting;
mod file;
mod kept_out;
mod ledgers;
mod missed;
mod part;
mod planned;
mod roads;
mod since;
mod walks;

/// Stands behind a hazard whose recheck is past its days of grace.
pub const RECHECK_LATE: &str = "（复查已超期）";
/// Hazards that an agenda names, the most urgent; its counts are of all.
pub const HAZARDS_NAMED: u32 = 200;
/// Names that a round lists; its counts are of all.
const NAMED: u32 = 30;
/// What is late without a record of its own, a round or work of every day, stays on the agenda for so long.
pub(super) const OWED: Days = Days::new(31);
/// So many units that owe a report are named; more are counted.
const OWING: usize = 3;
/// Names of each community, however many there are.
const FEWEST: u32 = 3;

use self::counting::Counted;
pub use self::{
    part::Part,
    since::Several,
    walks::{Round, Walk},
};
pub use crate::domain::agenda::{Stage, Standing, Task, Urgency};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    pub urgency: Urgency,
    pub task: Task,
    /// By when; the day itself is still in time.
    pub day: NaiveDate,
    /// Days past `day`; 0 when in time.
    pub days_late: i64,
    pub premises: Option<String>,
    pub premises_id: Option<Id>,
    pub grid: Option<String>,
    /// The unit of the next level that a line of a round stands for, where it is not one grid.
    pub unit: Option<String>,
    pub grade: Option<Grade>,
    pub text: String,
    /// Why it is due, in a sentence.
    pub why: String,
    /// The rule that says so, as the regime quotes it.
    pub rule: String,
    /// Of a round that goes on missing it, the day by which it was due first; `days_late` and the ladder count from it.
    #[serde(skip)]
    pub late_since: Option<NaiveDate>,
    /// What its line says of all its premises together, where they are not equally late.
    #[serde(skip)]
    pub several: Option<Several>,
    /// The last visit of a stop.
    #[serde(skip)]
    pub seen: Option<NaiveDate>,
    /// How far it has come on its ladder, and who is told.
    pub standing: Standing,
    /// The hazard, inspection or premises it is about.
    pub subject: Option<Id>,
    /// The unit of the part that a line of a round stands for.
    #[serde(skip)]
    pub place: Option<UnitPath>,
    /// How many premises the line of its part stands for, named or not.
    pub count: Option<u32>,
    /// What its line is about, where it is one of a round.
    #[serde(skip)]
    pub walk: Option<Walk>,
    /// The ledger in which it is seen to.
    pub ledger: Option<String>,
    /// With what a new row of it begins.
    #[serde(skip)]
    pub begin: Option<Begin>,
    /// What rows of it say that are one work for several premises, told in this line together.
    pub batch: Option<String>,
    /// The report that a reporting day asks for.
    #[serde(skip)]
    pub paper: Option<Paper>,
}

/// What is known of the row that a regular work asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// Whose it is, of several the first.
    pub place: Option<UnitPath>,
    pub fields: BTreeMap<String, String>,
    /// The day that a sheet of ticks opens on, where every key premises owes a row.
    pub day: Option<NaiveDate>,
}

impl Item {
    /// Whether both are stops of one walk: the same task by the same day through the same part. Planned visits and entries
    /// to be compared that are late are one walk, whatever their days.
    pub fn is_same_round(&self, other: &Item) -> bool {
        let late = |item: &Item| {
            item.days_late > 0 && matches!(item.task, Task::PlannedVisit | Task::Verify)
        };
        self.task == other.task
            && (self.day == other.day || late(self) && late(other))
            && self.place == other.place
            && self.errand() == other.errand()
    }

    /// What tells walks by one day through one part apart: whose plan it is, else which round or campaign, else the rule.
    pub(super) fn errand(&self) -> &str {
        let round = self.walk.as_ref().and_then(|walk| walk.round.as_ref());
        match round {
            _ if self.task == Task::PlannedVisit => &self.text,
            Some(round) => &round.code,
            None => &self.rule,
        }
    }

    /// The campaign whose round it is: several may run at the same time.
    pub fn campaign(&self) -> Option<&str> {
        let round = self.walk.as_ref()?.round.as_ref();
        round.filter(|_| self.task == Task::Campaign).map(|round| round.label.as_str())
    }

    /// Whose line it is: the unit that it stands for, or its grid.
    pub fn whose(&self) -> Option<&str> {
        self.unit.as_deref().or(self.grid.as_deref())
    }

    /// Why it is due, by which rule, and who is told, a sentence each.
    pub fn told(&self) -> Vec<String> {
        let lines = [format!("为什么：{}", self.why), format!("依据：{}", self.rule)];
        let standing = match &self.several {
            Some(several) => terms::agenda_several(&several.told, several.next),
            None => terms::agenda_standing(&self.standing),
        };
        lines.into_iter().chain(standing).collect()
    }

    /// 逾期4天; of a line of several that are not equally late that of the latest: 最久65天.
    pub fn says_late(&self) -> String {
        match &self.several {
            Some(several) => format!("最久{}天", several.days_late),
            None => format!("逾期{}天", self.days_late),
        }
    }

    /// How many a walk has of which so many are named: 3家.
    pub fn stops(&self, named: usize) -> String {
        format!("{}家", self.count.map_or(named, |count| named.max(count as usize)))
    }

    /// Whether its line stands for more premises than are named.
    pub fn is_more_than(&self, named: usize) -> bool {
        self.count.is_some_and(|count| count as usize > named)
    }

    /// Something that is due on a day, about nothing in particular yet.
    pub(super) fn new(
        task: Task,
        day: NaiveDate,
        today: NaiveDate,
        text: String,
        why: String,
    ) -> Item {
        Item {
            urgency: urgency(day, today),
            task,
            day,
            days_late: (today - day).num_days().max(0),
            premises: None,
            premises_id: None,
            grid: None,
            unit: None,
            grade: None,
            text,
            why,
            rule: String::new(),
            late_since: None,
            several: None,
            seen: None,
            standing: Standing::default(),
            subject: None,
            place: None,
            count: None,
            walk: None,
            ledger: None,
            begin: None,
            batch: None,
            paper: None,
        }
    }
}

/// A report by its code, about a period, both days counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub code: String,
    pub period: Period,
    /// Who owes it.
    pub units: Vec<UnitPath>,
    /// The periods of which it is owed since longer, where the line is of these.
    pub older: Vec<Period>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agenda {
    pub today: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub unit: String,
    pub overdue: u32,
    pub due_today: u32,
    /// How far the rounds have come; none where only what has a record of its own is told.
    pub rounds: Option<Rounds>,
    pub items: Vec<Item>,
    /// More hazards wait than `HAZARDS_NAMED`; the list of hazards has them all.
    pub more_hazards: bool,
    /// A year in the range whose days off are not published (国务院办公厅通知未公布).
    pub unpublished: Option<i32>,
}

/// The week's round of the key premises, and the month's of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rounds {
    pub key: rounds::Round,
    pub all: rounds::Round,
}

/// From which day to which something is asked, and whether the days ahead were asked for.
#[derive(Clone, Copy)]
struct Asked {
    from: NaiveDate,
    to: NaiveDate,
    ahead: bool,
}

impl Asked {
    /// Refused where the days are the wrong way round.
    fn of(
        today: NaiveDate,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Asked, Refusal> {
        // Days ahead are told when they are asked for.
        let ahead = to.is_some();
        let from = from.unwrap_or(today);
        let to = to.unwrap_or_else(|| from.max(today) + Days::new(7));
        if to < from {
            return Err(Refusal::said(format!(
                "起止日期写反了：从{}到{}。请把早的写在前面。",
                terms::date(from),
                terms::date(to)
            )));
        }
        Ok(Asked { from, to, ahead })
    }

    /// The days from today on that were asked for.
    fn ahead(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        (self.ahead && self.to >= today).then_some((self.from.max(today), self.to))
    }
}

/// A reporting day as it falls in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportDay {
    pub code: String,
    pub title: String,
    /// Who owes it and to whom.
    pub from: Level,
    pub to: Level,
    /// The last working day on or before the day that the rule names.
    pub due: Deadline,
    /// First and last day of what it speaks of.
    #[serde(skip)]
    pub period: Period,
}

impl Office {
    /// What is due from a day to a day, what comes again among it; overdue things and today's are always there. Work of
    /// every day and the register's yearly comparison are told as they come.
    pub fn agenda(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Agenda, Refusal> {
        let days = Asked::of(self.act.today, from, to)?;
        let ahead = days.ahead(self.act.today);
        let rules = self.walked_rules(ahead)?;
        let counting = self.counting(&rules, ahead);
        let counted = self.store.aside(counting.worth(), counting.reads());
        let mut agenda = self.recorded(days)?;
        agenda.items.extend(self.regular_items(ahead)?);
        agenda.items.extend(self.kept_out_items()?);
        let Counted { left, verified } = Counted::of(self.store.wait(counted)?);
        let (communities, most) = self.shares();
        let within = Within { communities: &communities, most, tallies: &left };
        agenda.items.extend(self.round_items(&within, &rules)?);
        agenda.items.extend(self.holiday_items(&within, ahead)?);
        agenda.items.extend(self.verify_items(&within, verified)?);
        agenda.rounds = Some(self.rounds_counted(&left)?);
        Ok(self.sorted(agenda))
    }

    /// Today's agenda without what is counted over the whole register, for a desk that opens: hazards, reports, drafts
    /// are there at once, and the rounds come behind them.
    pub fn agenda_at_once(&mut self) -> Result<Agenda, Refusal> {
        let days = Asked::of(self.act.today, None, None)?;
        let agenda = self.recorded(days)?;
        Ok(self.sorted(agenda))
    }

    /// What has a record of its own, in no order.
    fn recorded(&mut self, days: Asked) -> Result<Agenda, Refusal> {
        let (today, Asked { from, to, ahead }) = (self.act.today, days);
        let (mut items, more_hazards) = self.hazard_items(today, from, to)?;
        items.extend(self.accident_items()?);
        items.extend(self.leaving_items(to)?);
        items.extend(self.major_items()?);
        items.extend(self.untold_items()?);
        items.extend(self.matter_items(from, to)?);
        items.extend(self.reissue_items()?);
        items.extend(self.unfit_items()?);
        items.extend(self.planned_items(from, if ahead { to } else { today })?);
        items.extend(self.entry_items(from, to)?);
        items.extend(self.report_items(to)?);
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let due = rounds::due_by_day(driver, &scope, today, today)?;
        let overdue = rounds::overdue(driver, &scope, today)?;
        let unpublished = (chrono::Datelike::year(&from)..=chrono::Datelike::year(&to))
            .find(|year| !self.calendar.published(*year));
        Ok(Agenda {
            today,
            from,
            to,
            unit: self.unit_name(&scope),
            overdue,
            due_today: due.get(&today).copied().unwrap_or(0),
            rounds: None,
            items,
            more_hazards,
            unpublished,
        })
    }

    /// Each item with its place on the ladder; within a group the gravest comes first, of one weight what has waited
    /// longest.
    fn sorted(&self, mut agenda: Agenda) -> Agenda {
        agenda.items.iter_mut().for_each(|item| self.stand(item));
        agenda.items.sort_by(|a, b| {
            let key =
                |item: &Item| (item.task.place(item.grade, item.urgency), item.day, item.task);
            key(a)
                .cmp(&key(b))
                .then_with(|| (&a.unit, &a.grid, &a.premises).cmp(&(&b.unit, &b.grid, &b.premises)))
        });
        agenda
    }

    /// The rule beside an item where its own did not say so, and its place on the ladder.
    fn stand(&self, item: &mut Item) {
        let due = item.late_since.unwrap_or(item.day);
        item.days_late = (self.act.today - due).num_days().max(0);
        let remind = item
            .ledger
            .as_deref()
            .filter(|_| item.task == Task::Entry)
            .and_then(|ledger| self.regime.remind(ledger))
            .or_else(|| self.regime.remind(item.task.code()));
        let Some(remind) = remind else {
            item.standing = Ladder::default().stand(due, self.act.today);
            return;
        };
        if item.rule.is_empty() {
            item.rule.clone_from(&remind.source);
        }
        item.standing = remind.ladder.stand(due, self.act.today);
    }

    /// Inspections whose notice is void.
    fn reissue_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let mut items = Vec::new();
        for notice in store::notices::waiting(&mut *self.store.driver, &scope)? {
            let premises =
                store::premises::by_id(&mut *self.store.driver, &scope, notice.premises)?;
            let text = format!("{}已作废，这次检查要重新开具通知书", notice.number);
            let why = "每次检查都要有有效的整改通知书".to_owned();
            // The inspection has been without one since that day.
            let since = notice.void.as_ref().map_or(today, |void| void.on);
            items.push(Item {
                premises: premises.map(|stored| stored.entry.name),
                premises_id: Some(notice.premises),
                subject: Some(notice.inspection),
                ..Item::new(Task::Reissue, since, today, text, why)
            });
        }
        Ok(items)
    }

    /// Hazards that wait for somebody, a page of the most urgent, and whether there are more.
    fn hazard_items(
        &mut self,
        today: NaiveDate,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(Vec<Item>, bool), Refusal> {
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let due = hazards::Filter {
            due_by: Some(to.max(today)),
            limit: Some(HAZARDS_NAMED),
            unnumbered: true,
            ..hazards::Filter::default()
        };
        let mut lines = hazards::list(driver, &scope, &due)?;
        let full = |page: &[hazards::Line]| page.len() == HAZARDS_NAMED as usize;
        let more = full(&lines);
        lines.retain(|line| {
            line.deadline.is_some_and(|deadline| deadline <= today || deadline >= from)
        });
        let waiting = hazards::Filter {
            waiting: true,
            limit: Some(HAZARDS_NAMED),
            unnumbered: true,
            ..hazards::Filter::default()
        };
        let waiting = hazards::list(driver, &scope, &waiting)?;
        let more = more || full(&waiting);
        // A major hazard is closed after its acceptance, which has an item of its own.
        let closes = |line: &hazards::Line| {
            line.state != StateKind::Passed
                || line.grade != Grade::Major
                || line.report == Some(StageKind::Accepted)
        };
        // What waits for its grade is told as such, and cannot be closed before.
        for line in waiting.iter().filter(|line| line.grade != Grade::Unsure && closes(line)) {
            if !lines.iter().any(|known| known.id == line.id) {
                lines.push(line.clone());
            }
        }
        let mut items: Vec<Item> = lines.iter().map(|line| self.hazard_item(line, today)).collect();
        items.extend(waiting.iter().filter(|line| line.grade == Grade::Unsure).map(|line| {
            let limit = self.assess_due(line.found_on);
            let why = format!(
                "{}发现时拿不准等级，应由社区安全员在下一个工作日前辨识、评估",
                terms::date(line.found_on)
            );
            self.item(Task::Assess, line, limit, format!("待评估：{}", line.text), why)
        }));
        Ok((items, more))
    }

    /// Premises flagged as 不具备安全生产条件 whose report for closure is still to be made.
    fn unfit_items(&mut self) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let waiting = store::unfit::waiting(&mut *self.store.driver, &self.scope)?;
        Ok(waiting
            .into_iter()
            .map(|waiting| {
                let day = self.unfit_due(&waiting.unfit);
                let text =
                    format!("不具备安全生产条件，应上报依法予以关闭：{}", waiting.unfit.reason);
                let why = format!(
                    "{}登记不具备安全生产条件，{REPORT_WORKDAYS}个工作日内上报",
                    terms::date(waiting.unfit.on)
                );
                Item {
                    premises: Some(waiting.name),
                    premises_id: Some(waiting.unfit.premises),
                    grid: waiting.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
                    subject: Some(waiting.unfit.premises),
                    ..Item::new(Task::ReportUnfit, day, today, text, why)
                }
            })
            .collect())
    }

    /// The hazards whose deadline is this very day and still runs, all of them.
    pub(super) fn due_hazards(&mut self, day: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let due = hazards::Filter { due_on: Some(day), unnumbered: true, ..Default::default() };
        let lines = hazards::list(&mut *self.store.driver, &self.scope, &due)?;
        let today = self.act.today;
        Ok(lines.iter().map(|line| Item { day, ..self.hazard_item(line, today) }).collect())
    }

    fn hazard_item(&self, line: &hazards::Line, today: NaiveDate) -> Item {
        let day = line.deadline.unwrap_or(today);
        let until = terms::date(day);
        // What was to be done at once is late from the day after the step that asks for it.
        let since = line.since.unwrap_or(today);
        match line.state {
            StateKind::Passed => self.item(
                Task::Close,
                line,
                since,
                format!("复查合格，待销号：{}", line.text),
                format!("{}复查合格，合格以后要及时销号", terms::month_day(since)),
            ),
            StateKind::Refused => self.item(
                Task::ReportRefusal,
                line,
                since,
                format!("拒不整改，应报告街道安办和下派民警：{}", line.text),
                format!("{}复查时拒不整改，要马上报告", terms::month_day(since)),
            ),
            StateKind::Found
            | StateKind::Ordered
            | StateKind::Reported
            | StateKind::Closed
            | StateKind::Withdrawn => {
                let grace = self.regime.recheck.grace_workdays;
                let limit = recheck_limit(&self.calendar, day, grace);
                let late = if limit < today { RECHECK_LATE } else { "" };
                let why =
                    format!("整改期限{until}，到期应当回访复查，最迟{}", terms::month_day(limit));
                self.item(Task::Recheck, line, day, format!("{}{late}", line.text), why)
            }
        }
    }

    fn item(
        &self,
        task: Task,
        line: &hazards::Line,
        day: NaiveDate,
        text: String,
        why: String,
    ) -> Item {
        Item {
            premises: Some(line.premises_name.clone()),
            premises_id: Some(line.premises),
            grid: line.grid.as_ref().map(|grid| self.grid_name(Some(grid))),
            grade: Some(line.grade),
            subject: Some(line.id),
            ..Item::new(task, day, self.act.today, text, why)
        }
    }

    /// Reports that somebody here still owes, one item for all who owe the same.
    fn report_items(&mut self, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let owed = self.still_owed(to, self.act.today)?;
        Ok(self.told_as_owed(owed))
    }

    /// The same for a calendar: each report on its own day.
    pub(super) fn report_items_by_day(&mut self, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let owed = self.still_owed_by_day(to)?;
        let mut items = self.told_as_owed(owed);
        items.iter_mut().for_each(|item| self.stand(item));
        Ok(items)
    }

    fn told_as_owed(&self, owed: Vec<StillOwed>) -> Vec<Item> {
        let today = self.act.today;
        let items = owed.into_iter().map(|owed| {
            let mut parts = vec![owed.way()];
            let named = owed.units.iter().any(|(unit, _)| *unit != self.scope);
            if named || !owed.older.is_empty() {
                parts.push(owed.lacking(&if named { owed.whose(OWING) } else { String::new() }));
            }
            if owed.returned {
                parts.push("有退回的".to_owned());
            }
            if !owed.reason.is_empty() {
                parts.push(owed.reason.clone());
            }
            let first = if owed.older.is_empty() { "" } else { "最早的一期" };
            let why = format!("{}的情况，{first}{}前上报", owed.spoken(), terms::date(owed.due));
            let text = format!("{}（{}）", owed.title, parts.join("；"));
            Item {
                rule: owed.rule,
                paper: Some(Paper {
                    code: owed.code,
                    period: owed.period,
                    units: owed.units.into_iter().map(|(unit, _)| unit).collect(),
                    older: owed.older,
                }),
                ..Item::new(Task::Report, owed.due, today, text, why)
            }
        });
        items.collect()
    }

    /// The reporting days that fall in a range, as the actor's level owes them.
    pub(super) fn report_days(&self, from: NaiveDate, to: NaiveDate) -> Vec<ReportDay> {
        let mut days: Vec<ReportDay> = Vec::new();
        for rule in self.regime.reports.iter().filter(|rule| self.owes(rule.from)) {
            // A report may speak of a period that began a year before it is due, and a day of next
            // month may roll back into this range.
            let mut of = period::month_of(from).0 - Months::new(13);
            while of <= period::next_month(to) {
                let (first, last) = rule.period(of);
                if let Some(due) = rule.due(&self.calendar, of)
                    && due.day >= from
                    && due.day <= to
                    && !days.iter().any(|known| known.code == rule.code && known.due == due)
                {
                    days.push(ReportDay {
                        code: rule.code.clone(),
                        title: rule.label.clone(),
                        from: rule.from,
                        to: rule.to,
                        due,
                        period: Period { from: first, to: last },
                    });
                }
                of = period::next_month(of);
            }
        }
        days.sort_by(|a, b| (a.due.day, &a.code).cmp(&(b.due.day, &b.code)));
        days
    }

    /// A community owes its own reports; a street sees its communities' and its own.
    fn owes(&self, level: Level) -> bool {
        level >= self.scope.level()
    }

    /// The grid's name, behind that of its community where another grid in sight is called alike; what stands for one that
    /// is missing.
    pub fn grid_name(&self, grid: Option<&UnitPath>) -> String {
        let Some(grid) = grid else { return self.grid_alone(None) };
        let name = self.unit_name(grid);
        let alike = |unit: &Unit| {
            unit.name == name && unit.path != *grid && unit.path.level() == Level::Grid
        };
        match grid.parent() {
            Some(community) if self.seen().iter().any(alike) => {
                format!("{}{name}", self.unit_name(&community))
            }
            _ => name,
        }
    }

    /// The same where its community stands beside it.
    pub(super) fn grid_alone(&self, grid: Option<&UnitPath>) -> String {
        grid.map_or_else(|| "未分网格".to_owned(), |grid| self.unit_name(grid))
    }
}

fn urgency(day: NaiveDate, today: NaiveDate) -> Urgency {
    let (_, sunday) = period::week_of(today);
    if day < today {
        Urgency::Overdue
    } else if day == today {
        Urgency::Today
    } else if day <= sunday {
        Urgency::ThisWeek
    } else {
        Urgency::Later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgency_counts_from_today_and_the_week_ends_on_sunday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-20");
        for (by, expected) in [
            ("2026-11-19", Urgency::Overdue),
            ("2026-11-20", Urgency::Today),
            ("2026-11-22", Urgency::ThisWeek),
            ("2026-11-23", Urgency::Later),
        ] {
            assert_eq!(urgency(day(by), today), expected, "{by}");
        }
    }
}
