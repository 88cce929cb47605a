//! Reports that are owed, and the days of reporting.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::{Item, Office, Paper, Refusal, Task};
use crate::{
    domain::{deadline::Deadline, period, unit::Level},
    office::{facts::Period, report::StillOwed},
    terms,
};

/// So many units that owe a report are named; more are counted.
const OWING: usize = 3;

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
    /// Reports that somebody here still owes, one item for all who owe the same.
    pub(super) fn report_items(&mut self, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let owed = self.still_owed(to, self.act.today)?;
        Ok(self.told_as_owed(owed))
    }

    /// The same for a calendar: each report on its own day.
    pub(in crate::office) fn report_items_by_day(
        &mut self,
        to: NaiveDate,
    ) -> Result<Vec<Item>, Refusal> {
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
    pub(in crate::office) fn report_days(&self, from: NaiveDate, to: NaiveDate) -> Vec<ReportDay> {
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
}
