//! What is due: rechecks, patrols, assessments, closures, reports, most urgent first.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{Office, Refusal, coverage::Within};
use crate::{
    domain::{
        agenda::Ladder,
        unit::{Level, Unit, UnitPath},
    },
    store::rounds,
    terms,
};

mod counting;
mod file;
mod hazards;
mod item;
mod kept_out;
mod lacking;
mod ledgers;
mod missed;
mod part;
mod planned;
mod regular;
mod reports;
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
/// Names of each community, however many there are.
const FEWEST: u32 = 3;

use self::counting::Counted;
pub use self::{
    item::{Begin, Item, Paper},
    part::Part,
    reports::ReportDay,
    since::Several,
    walks::{Round, Walk},
};
pub use crate::domain::agenda::{Stage, Standing, Task, Urgency};

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
        agenda.items.extend(self.short_items()?);
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
