//! What is still to be sent up, as the agenda, the weekly board and its papers tell it: until it is sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Office, Owed, Period, Refusal};
use crate::{
    domain::{
        report::Report,
        unit::{Level, UnitPath},
    },
    terms,
};

/// Reports of one kind that are told in one line: about the same days and due on one day, with who has not sent it; or all
/// that the same units owe of it since longer.
#[derive(Clone, Debug, PartialEq)]
pub struct StillOwed {
    pub code: String,
    pub title: String,
    /// The rule or the paper that asks for it.
    pub rule: String,
    /// Who owes it and to whom.
    pub from: Level,
    pub to: Level,
    /// What it speaks of; of several the oldest.
    pub period: Period,
    /// The last day in time; of several the first.
    pub due: NaiveDate,
    /// Why it is due on that day, where it is no usual one.
    pub reason: String,
    pub units: Vec<(UnitPath, String)>,
    /// Some of them had sent it and have it back.
    pub returned: bool,
    /// All that are owed besides the latest one that is overdue, the oldest first; empty where the line is about one.
    pub older: Vec<Period>,
}

/// So many units are named where a report is told in a line; more are counted.
const SAID: usize = 10;
/// So many older periods are named in a line.
const PERIODS: usize = 6;

/// What is told in one line: by the day on which it was due first, the report, and the days that it speaks of.
type Same = (NaiveDate, String, bool, Vec<(NaiveDate, NaiveDate)>);

impl StillOwed {
    /// 社区报街道
    pub fn way(&self) -> String {
        format!("{}报{}", terms::level(self.from), terms::level(self.to))
    }

    /// 招联社区、霞美社区; of more than so many how many.
    pub fn whose(&self, most: usize) -> String {
        if self.units.len() > most {
            return format!("{}个{}", self.units.len(), terms::level(self.from));
        }
        let names: Vec<&str> = self.units.iter().map(|(_, name)| &**name).collect();
        names.join("、")
    }

    /// 2026年10月; of several 2026年9月、10月
    pub fn spoken(&self) -> String {
        match self.older.is_empty() {
            true => terms::period(self.period.from, self.period.to),
            false => {
                let mut older: Vec<_> = self.older.iter().map(|it| (it.from, it.to)).collect();
                older.sort_unstable();
                terms::periods(older.into_iter(), PERIODS)
            }
        }
    }

    /// 招联社区未报; 招联社区另有2期未报：2026年9月、10月. Without a name where none is said.
    pub fn lacking(&self, whose: &str) -> String {
        match self.older.len() {
            0 => format!("{whose}未报"),
            several => format!("{whose}另有{several}期未报：{}", self.spoken()),
        }
    }

    /// How many days it is late on a day.
    pub fn days_late(&self, on: NaiveDate) -> i64 {
        (on - self.due).num_days().max(0)
    }

    /// 隐患排查治理问题清单（逾期18天；招联社区未报；2026年10月；社区报街道）
    pub fn says(&self, on: NaiveDate) -> String {
        let mut parts = Vec::new();
        if self.days_late(on) > 0 {
            parts.push(format!("逾期{}天", self.days_late(on)));
        }
        parts.push(self.lacking(&self.whose(SAID)));
        if self.returned {
            parts.push("有退回的".to_owned());
        }
        if self.older.is_empty() {
            parts.push(self.spoken());
        }
        parts.push(self.way());
        format!("{}（{}）", self.title, parts.join("；"))
    }
}

impl Owed {
    /// Whether it was still owed at the end of a day.
    fn is_open_on(&self, day: NaiveDate) -> bool {
        let sent_by = |report: &Report| report.first_on.unwrap_or(report.submitted_on) <= day;
        match (&self.submitted, &self.returned) {
            (Some(report), _) => !sent_by(report),
            (None, Some(report)) => {
                !sent_by(report) || report.returned.as_ref().is_some_and(|back| back.on <= day)
            }
            (None, None) => true,
        }
    }
}

/// What a unit owes of one report.
fn whose(one: &Owed) -> (UnitPath, String) {
    (one.unit.clone(), one.code.clone())
}

impl Office {
    /// What is still owed at the end of a day, of all that was due until another one since the records begin; the first due
    /// first. What a unit owes of one report since longer than the latest is one line, and of units that owe the same too.
    pub(in crate::office) fn still_owed(
        &mut self,
        to: NaiveDate,
        on: NaiveDate,
    ) -> Result<Vec<StillOwed>, Refusal> {
        let owed = self.open_on(to, on)?;
        let mut latest: BTreeMap<(UnitPath, String), NaiveDate> = BTreeMap::new();
        for one in owed.iter().filter(|one| one.due < on) {
            latest.insert(whose(one), one.due);
        }
        let (older, lines): (Vec<Owed>, Vec<Owed>) = owed
            .into_iter()
            .partition(|one| latest.get(&whose(one)).is_some_and(|latest| one.due < *latest));
        let mut of_unit: BTreeMap<(UnitPath, String), Vec<Owed>> = BTreeMap::new();
        for one in older {
            of_unit.entry(whose(&one)).or_default().push(one);
        }
        let lines = lines.into_iter().map(|one| (vec![one], false));
        let older = of_unit.into_values().map(|all| (all, true));
        Ok(together(lines.chain(older)))
    }

    /// The same with each report on the day by which it was due, however long ago.
    pub(in crate::office) fn still_owed_by_day(
        &mut self,
        to: NaiveDate,
    ) -> Result<Vec<StillOwed>, Refusal> {
        let owed = self.open_on(to, self.act.today)?;
        Ok(together(owed.into_iter().map(|one| (vec![one], false))))
    }

    /// What is owed at the end of a day, of all that was due until another one, each by itself.
    pub(super) fn open_on(&mut self, to: NaiveDate, on: NaiveDate) -> Result<Vec<Owed>, Refusal> {
        // A day before that has nothing behind it, and what is still to come.
        let began = self.records_began().min(on);
        let mut owed = self.statuses(began, to, Some((NaiveDate::MAX, on)))?;
        owed.retain(|owed| owed.is_open_on(on));
        owed.sort_by(|a, b| (a.due, &a.code, a.period.from).cmp(&(b.due, &b.code, b.period.from)));
        Ok(owed)
    }
}

/// A line for those who owe the same. What comes in is what a unit owes of one report, and whether that is all since longer.
fn together(owed: impl Iterator<Item = (Vec<Owed>, bool)>) -> Vec<StillOwed> {
    let mut told: BTreeMap<Same, StillOwed> = BTreeMap::new();
    for (all, is_older) in owed {
        let Some(first) = all.first() else { continue };
        let periods: Vec<Period> = all.iter().map(|one| one.period).collect();
        let days = periods.iter().map(|period| (period.from, period.to)).collect();
        let line =
            told.entry((first.due, first.code.clone(), is_older, days)).or_insert_with(|| {
                StillOwed {
                    code: first.code.clone(),
                    title: first.title.clone(),
                    rule: first.rule.clone(),
                    from: first.unit.level(),
                    to: first.to,
                    period: first.period,
                    due: first.due,
                    reason: first.reason.clone(),
                    units: Vec::new(),
                    returned: false,
                    older: if is_older { periods } else { Vec::new() },
                }
            });
        line.units.push((first.unit.clone(), first.unit_name.clone()));
        line.returned |= all.iter().any(|one| one.returned.is_some());
    }
    told.into_values().collect()
}
