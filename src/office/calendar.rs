//! The month at a glance: a row a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Office, Refusal,
    agenda::{Item, Task},
};
use crate::{
    domain::{period, workday::DayMark},
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
    /// Inspections made.
    pub done: u32,
    /// What has to be reported by this day.
    pub reports: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    pub days: Vec<Day>,
    /// The year's days off are not published: only weekends are known.
    pub unpublished: bool,
}

impl Office {
    /// The month that a day lies in.
    pub fn month(&mut self, of: NaiveDate) -> Result<Month, Refusal> {
        let (first, last) = period::month_of(of);
        let today = self.act.today;
        let scope = self.scope.clone();
        let driver = &mut *self.store.driver;
        let due = rounds::due_by_day(driver, &scope, first, last)?;
        let done = rounds::done_by_day(driver, &scope, first, last)?;
        let (monday, this_sunday) = period::week_of(today);
        let key = rounds::round(driver, &scope, rounds::Which::Key, monday)?;
        let (first_monday, _) = period::week_of(first);
        let (_, last_sunday) = period::week_of(last);
        let plan = plans::by_day(driver, &scope, first_monday, last_sunday)?;
        let mut reports = self.report_days(first, last);
        reports.extend(self.campaign_days(first, last)?.into_iter().map(|(report, _)| report));
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
                        (_, sunday) if sunday == this_sunday => key.unseen,
                        _ => key.all,
                    },
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

    /// What is due on the days of a stretch, each on its own day. The rounds of a week or a month and the register's
    /// yearly comparison belong to no day.
    pub fn due_on(&mut self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let mut items = self.agenda(Some(from), Some(to))?.items;
        let round = |task| matches!(task, Task::KeyRound | Task::MonthRound | Task::Verify);
        items.retain(|item| (from..=to).contains(&item.day) && !round(item.task));
        Ok(items)
    }

    /// How much of it each day has besides what [`Day`] counts: deadlines, planned visits and reports.
    pub fn other_due(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, u32>, Refusal> {
        let mut days = BTreeMap::new();
        for item in self.due_on(from, to)?.into_iter().filter(|item| is_other(item.task)) {
            *days.entry(item.day).or_default() += 1;
        }
        Ok(days)
    }
}

/// Whether a day's counts know nothing of it.
pub fn is_other(task: Task) -> bool {
    !matches!(task, Task::Recheck | Task::PlannedVisit | Task::Report)
}
