//! A line of the agenda: what is due, by when, why, and where it leads.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Several, Standing, Task, Urgency, Walk};
use crate::{
    domain::{grade::Grade, id::Id, period, unit::UnitPath},
    office::facts::Period,
    terms,
};

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
    /// The first and the last day of those that a new row is to count for, where they are over.
    #[serde(skip)]
    pub over: Option<(NaiveDate, NaiveDate)>,
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
    pub(in crate::office) fn errand(&self) -> &str {
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
            // Past an hour of this day.
            None if self.days_late == 0 => "已逾期".to_owned(),
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
    pub(in crate::office) fn new(
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
            over: None,
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
