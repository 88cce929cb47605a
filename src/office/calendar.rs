//! The month at a glance: a row a day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Office, Refusal,
    agenda::{Item, Task},
    plan::Planned,
};
use crate::{
    domain::{id::Id, period, workday::DayMark},
    form::calendar::lunar,
    store::{plans, rounds},
};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Day {
    pub date: NaiveDate,
    /// 星期一
    pub weekday: &'static str,
    /// 十五, a term on its day, the month on its first.
    pub lunar: String,
    /// The festival kept on the day itself: 除夕, 春节.
    pub festival: Option<String>,
    /// The festival of a day off, or the one a make-up day belongs to.
    pub holiday: Option<String>,
    /// 休 or 班, where the published arrangement says so.
    pub mark: Option<&'static str>,
    pub workday: bool,
    /// Deadlines of open hazards on this day.
    pub due: u32,
    /// Those of them that have passed.
    pub overdue: u32,
    /// Visits of the agreed plan. In a week without one: on its Sunday, the key premises that nobody has seen in it.
    pub planned: u32,
    /// Visits of the agreed plan alone.
    #[serde(skip)]
    pub visits: u32,
    /// Inspections made.
    pub done: u32,
    /// What has to be reported by this day.
    pub reports: Vec<String>,
}

impl Day {
    /// Key premises that wait for the round of a week without a plan, on its last day.
    pub fn unvisited(&self) -> u32 {
        self.planned - self.visits
    }
}

/// What a day asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct DayList {
    pub items: Vec<Item>,
    /// Visits of the plan that were made.
    pub made: Vec<Planned>,
}

/// What a day has besides deadlines, planned visits and inspections.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Owed {
    /// Reports that are not sent yet.
    pub reports: u32,
    pub others: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    pub days: Vec<Day>,
    /// The year's days off are not published: weekends are known, and what is off by law.
    pub unpublished: bool,
}

impl Office {
    /// The month that a day lies in.
    pub fn month(&mut self, of: NaiveDate) -> Result<Month, Refusal> {
        let (first, last) = period::month_of(of);
        let today = self.act.today;
        let scope = self.scope.clone();
        let (_, last_sunday) = period::week_of(last);
        // A round that comes only later is of the same premises.
        let counter = self.counter(rounds::Which::Key, today);
        let counter = counter.or_else(|| self.counter(rounds::Which::Key, last_sunday));
        let driver = &mut *self.store.driver;
        let due = rounds::due_by_day(driver, &scope, first, last)?;
        let done = rounds::done_by_day(driver, &scope, first, last)?;
        let (_, this_sunday) = period::week_of(today);
        let key = rounds::round(driver, &scope, counter)?;
        let (first_monday, _) = period::week_of(first);
        let plan = plans::by_day(driver, &scope, first_monday, last_sunday)?;
        let mut reports = self.report_days(first, last);
        reports.extend(self.campaign_days(first, last)?.into_iter().map(|of| of.day));
        // A campaign of which some communities report otherwise has one word on a day.
        let mut told = HashSet::new();
        reports.retain(|day| told.insert((day.code.clone(), day.due.day)));
        let owed = |sunday: NaiveDate| self.counter(rounds::Which::Key, sunday).is_some();
        let days = first
            .iter_days()
            .take_while(|day| *day <= last)
            .map(|date| {
                let moon = lunar(date);
                let due = due.get(&date).copied().unwrap_or(0);
                let (holiday, mark) = match self.calendar.mark(date) {
                    DayMark::Holiday(name) => (Some(name.to_owned()), Some("休")),
                    DayMark::MakeUp(name) => (Some(name.to_owned()), Some("班")),
                    DayMark::Workday | DayMark::Weekend => (None, None),
                };
                Day {
                    date,
                    weekday: crate::terms::weekday(date),
                    lunar: moon.as_ref().map(|moon| moon.short().to_owned()).unwrap_or_default(),
                    festival: moon.and_then(|moon| moon.festival),
                    holiday,
                    mark,
                    workday: self.calendar.is_workday(date),
                    due,
                    overdue: if date < today { due } else { 0 },
                    planned: match period::week_of(date) {
                        (monday, sunday) if plan.range(monday..=sunday).next().is_some() => {
                            plan.get(&date).copied().unwrap_or(0)
                        }
                        (_, sunday) if date != sunday || sunday < today => 0,
                        (_, sunday) if !owed(sunday) => 0,
                        (_, sunday) if sunday == this_sunday => key.unseen,
                        _ => key.all,
                    },
                    visits: plan.get(&date).copied().unwrap_or(0),
                    done: done.get(&date).copied().unwrap_or(0),
                    reports: reports
                        .iter()
                        .filter(|report| report.due.day == date)
                        .map(|report| report.title.clone())
                        .collect(),
                }
            })
            .collect();
        let unpublished = !self.calendar.published(chrono::Datelike::year(&first));
        Ok(Month { days, unpublished })
    }

    /// What a day asks for: the hazards whose deadline it is, the visits that the plan has on it, and what else has it as
    /// its last day. The rounds of a week or a month and the register's yearly comparison belong to no day.
    pub fn day_list(&mut self, day: NaiveDate) -> Result<DayList, Refusal> {
        let due = self.due_hazards(day)?;
        let (made, open): (Vec<Planned>, Vec<Planned>) =
            self.planned(day, day, None)?.into_iter().partition(|visit| visit.done_on.is_some());
        let mut items = due;
        items.extend(open.into_iter().map(|visit| self.planned_item(visit.line)));
        items.extend(self.no_deadlines(day, day)?);
        Ok(DayList { items, made })
    }

    /// How much of it each day has besides what [`Day`] counts: deadlines, planned visits and inspections.
    pub fn owed_by_day(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, Owed>, Refusal> {
        let mut days: BTreeMap<NaiveDate, Owed> = BTreeMap::new();
        for item in self.no_deadlines(from, to)? {
            let owed = days.entry(item.day).or_default();
            match item.task {
                Task::Report => owed.reports += 1,
                _ => owed.others += 1,
            }
        }
        Ok(days)
    }

    /// Items of the agenda that have their last day in a stretch and are neither deadlines nor planned visits.
    fn no_deadlines(&mut self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        // A refusal at its deadline is told there.
        let told: BTreeSet<Option<Id>> =
            self.due_hazards(today)?.into_iter().map(|item| item.subject).collect();
        let mut items = self.agenda(Some(from), Some(to))?.items;
        // Those owed since longer are one line of the agenda; here each has its own day.
        items.retain(|item| item.task != Task::Report);
        items.extend(self.report_items_by_day(to)?);
        items.retain(|item| {
            // A grid of which none is named is no row of a day.
            let named = item.premises.is_some() || item.walk.is_none();
            named
                && (from..=to).contains(&item.day)
                && match item.task {
                    Task::KeyRound | Task::MonthRound | Task::Verify => false,
                    Task::Recheck | Task::PlannedVisit => false,
                    Task::ReportRefusal => !told.contains(&item.subject),
                    _ => true,
                }
        });
        Ok(items)
    }
}
