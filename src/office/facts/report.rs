//! What reports say besides the lists of a unit: the figures of a period, what was reported from below, and what
//! earlier reports would say otherwise today.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{
    Facts, Known, Office, Period, Refusal, Spoken, by_kind,
    earlier::{VISITS, counted},
    numbered, put,
    self_reported::{self, SELF_REPORTS, is_of_self_reports},
    spoken::{self, REPORTED, Within},
    summed::Below,
};
use crate::{
    domain::{
        id::Id,
        report::{Figures, Row},
        unit::{Level, UnitPath},
    },
    form::{
        facts::{About, Scope},
        paper::PaperForm,
    },
    store::{self, hazards::Told, reports, rounds},
    terms,
};

/// A correction that tells what an earlier report did not have.
pub(in crate::office) const ADDED: &str = "补报";
/// What came late and was told by a later sum before this one was sent anew.
pub(in crate::office) const TOLD: &str = "已补报";

/// Whether a correction tells of a hazard that an earlier report did not have; a count of visits is none.
pub(in crate::office) fn adds_hazard(row: &Row) -> bool {
    row.get("kind").is_some_and(|kind| kind == ADDED)
        && row.get("what").is_none_or(|what| what != VISITS)
}

/// How many reports from below say whether there was something.
pub(in crate::office) const HEARD: &str = "report.heard";

/// What was told as corrected, so that the next report does not tell it again.
pub(in crate::office) type Corrected = reports::Told;

impl Office {
    /// The figures of a unit over a period, counted from the records as they stand today; of a campaign's premises alone
    /// where these are given.
    pub(in crate::office) fn figures(
        &mut self,
        of: &UnitPath,
        period: Period,
        within: Option<&Within>,
    ) -> Result<Figures, Refusal> {
        let Period { from, to } = period;
        let today = self.act.today;
        let (all, resting) = self.required(of, to)?;
        let required = within.map_or(all, |within| within.required);
        let counts = |premises: Id| Within::holds(within, Some(premises));
        let driver = &mut *self.store.driver;
        let visits = store::inspections::between(driver, of, from, to)?;
        let visits = || counted(&visits, within);
        let overdue = match within {
            // What was found since is of the next period, as in the list of what is open.
            None => rounds::overdue_of(driver, of, to, today)?.into(),
            Some(_) => {
                let late = store::hazards::Filter {
                    overdue_on: Some(today),
                    ..store::hazards::Filter::default()
                };
                let late = store::hazards::list(driver, of, &late)?;
                late.iter().filter(|line| counts(line.premises) && line.found_on <= to).count()
                    as i64
            }
        };
        let seen: HashSet<Id> = visits().map(|line| line.inspection.premises).collect();
        let mut figures = Figures {
            premises: required,
            seen: seen.difference(&resting).count() as i64,
            inspections: visits().count() as i64,
            overdue,
            ..Figures::default()
        };
        for found in store::hazards::counted_between(driver, of, from, to)? {
            if counts(found.premises) {
                figures.add(&found.figures(found.closed_on.is_some()));
            }
        }
        figures.add(&self.taken(of, period, within)?);
        Ok(figures)
    }

    /// 应排查单位: how many premises the rounds had to reach at the end of a day, today's for a day to come; and
    /// which of the register they had not, so that nobody counts as seen who was not to be.
    pub(super) fn required(
        &mut self,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<(i64, HashSet<Id>), Refusal> {
        let driver = &mut *self.store.driver;
        let counts = store::coverage::required(driver, of, false)?;
        let mut required: i64 = counts.into_values().map(i64::from).sum();
        let mut resting = store::coverage::resting(driver, of)?;
        if on < self.act.today {
            for (then, now) in store::weeks::changed(driver, of, on)? {
                let was = then.is_some_and(|then| then.is_patrolled());
                required += i64::from(was) - i64::from(now.is_patrolled());
                if was {
                    resting.remove(&now.id);
                } else {
                    resting.insert(now.id);
                }
            }
        }
        Ok((required, resting))
    }

    /// Fills in what a report of this unit says: its figures, what came from below, and its corrections. What it
    /// corrects is given back, to be kept with the report.
    pub(in crate::office) fn report_facts(
        &mut self,
        facts: &mut Facts,
        spoken: &Spoken<'_>,
    ) -> Result<(Figures, Corrected), Refusal> {
        let Spoken { rule, unit: of, period, days, within, .. } = spoken;
        let others = self.other_reports(spoken)?;
        let sums = rule.filter(|rule| !rule.sums.is_empty()).map(|rule| rule.sums.clone());
        let sums = sums.or_else(|| self.is_sum_of_nothing(spoken.form, of).then(String::new));
        let mut figures = Figures::default();
        let (rows, corrected) = match &sums {
            None => {
                if !is_of_self_reports(spoken.form) {
                    figures = self.figures(of, *days, within.as_ref())?;
                }
                if let Some(within) = within {
                    self.narrow(facts, of, *days, within)?;
                }
                let since = self.since_reported(spoken, &others, &figures)?;
                figures.add(&since.figures);
                let closed = since.closed.iter().map(|told| self.told_known(told));
                let closed = numbered(closed.collect::<Vec<_>>());
                facts.lists.insert("closed_before".to_owned(), closed);
                if let Some(open) = facts.lists.remove("unfinished") {
                    let late = since.majors.iter().map(|told| self.told_known(told));
                    let all = numbered(open.into_iter().chain(late.collect::<Vec<_>>()));
                    facts.lists.insert("unfinished".to_owned(), all);
                }
                if is_of_self_reports(spoken.form) {
                    let own = self_reported::left_to_tell(facts.rows(SELF_REPORTS), &others);
                    facts.lists.insert(SELF_REPORTS.to_owned(), numbered(own));
                }
                let told =
                    by_kind::without_told(spoken.form, spoken.period, &others, &mut facts.lists);
                for (list, late) in since.listed {
                    let own = facts.lists.remove(list).unwrap_or_default();
                    facts.lists.insert(list.to_owned(), numbered(own.into_iter().chain(late)));
                }
                (since.rows.into_iter().chain(told).collect(), since.told)
            }
            Some(below) => {
                let came = self.reported_below(below, of, *period)?;
                let missing: Vec<String> =
                    came.iter().filter(|of| of.report.is_none()).map(Below::name).collect();
                facts.set("report.expected", came.len().to_string());
                facts.set("report.reported", (came.len() - missing.len()).to_string());
                facts.set("report.missing", missing.join("、"));
                facts.set(HEARD, self.heard(&came)?.to_string());
                let (reported, rows, told) = if is_of_self_reports(spoken.form) {
                    let all = self.self_reports_summed(facts, spoken, below, came, &others)?;
                    (all.reported, all.rows, all.told)
                } else {
                    let sum = self.summed(spoken, below, came, &others)?;
                    figures = sum.figures;
                    (sum.reported, sum.rows, sum.told)
                };
                facts.lists.insert(REPORTED.to_owned(), numbered(reported));
                (rows, told)
            }
        };
        if is_of_self_reports(spoken.form) {
            figures = self_reported::figures(facts);
        }
        if rule.is_some_and(|rule| rule.cut.is_some()) {
            spoken::keep_days(spoken, &mut facts.values);
        }
        for (name, count) in figures.named() {
            facts.set(format!("figure.{name}"), count.to_string());
        }
        let before = terms::put_right_before(figures.closed_before, figures.major_closed_before);
        facts.set("report.before", before);
        if figures.late_line().is_some() {
            facts.set("report.later", "补报更正");
        }
        for (name, part, whole) in [
            ("seen_rate", figures.seen, figures.premises),
            ("closed_rate", figures.closed, figures.found),
            ("general_rate", figures.general_closed, figures.general),
            ("major_rate", figures.major_closed, figures.major),
        ] {
            let rate = Figures::rate(part, whole).map(|rate| format!("{rate}%"));
            facts.set(format!("figure.{name}"), rate.unwrap_or_else(|| "—".to_owned()));
        }
        facts.lists.insert("figures".to_owned(), figure_rows(facts));
        facts.lists.insert("corrections".to_owned(), numbered(rows));
        if let Some(hazards) = facts.lists.remove("hazards") {
            let hazards = still_to_list(hazards, facts);
            facts.lists.insert("hazards".to_owned(), hazards);
        }
        Ok((figures, corrected))
    }

    /// Whether a paper adds up what is sent from below where nobody sends anything: the regime has no such report, or
    /// nobody below the unit reports.
    pub(in crate::office) fn is_sum_of_nothing(&self, form: &PaperForm, of: &UnitPath) -> bool {
        let nobody = self.regime.reports.iter().all(|rule| rule.sums.is_empty());
        form.lists().contains(REPORTED) && (nobody || of.level() >= Level::Community)
    }

    /// Leaves of the listed hazards those of a campaign's premises.
    fn narrow(
        &mut self,
        facts: &mut Facts,
        of: &UnitPath,
        days: Period,
        within: &Within,
    ) -> Result<(), Refusal> {
        let found = store::hazards::found_between(&mut *self.store.driver, of, days.from, days.to)?;
        let here = |told: &&Told| within.premises.contains(&told.stored.hazard.premises);
        let ids: HashSet<String> = found
            .iter()
            .filter(here)
            .filter_map(|told| self.told_known(told).remove("id"))
            .collect();
        let rows = facts.lists.remove("hazards").unwrap_or_default().into_iter();
        let rows = rows.filter(|row| row.get("id").is_some_and(|id| ids.contains(id)));
        facts.lists.insert("hazards".to_owned(), numbered(rows));
        Ok(())
    }
}

/// The hazards of a period without those that another report has told, as its corrections say.
pub(in crate::office) fn still_to_list(rows: Vec<Known>, facts: &Facts) -> Vec<Known> {
    let corrections = facts.rows("corrections").iter();
    let told = corrections.filter(|row| row.get("kind").is_some_and(|kind| kind == TOLD));
    let told: HashSet<&String> = told.filter_map(|row| row.get("id")).collect();
    if told.is_empty() {
        return rows;
    }
    numbered(rows.into_iter().filter(|row| row.get("id").is_none_or(|id| !told.contains(id))))
}

/// The figures that a report says in its text, each in a row of its own; a rate without anything to be part of is open.
fn figure_rows(facts: &Facts) -> Vec<Known> {
    let scope = Scope::of(About::None);
    let figures = scope.values.iter().filter_map(|fact| {
        let name = fact.name.strip_prefix("figure.")?;
        let value = facts.get(&fact.name).trim_end_matches(['%', '—']);
        let mut row = Known::new();
        put(&mut row, "name", fact.meaning);
        put(&mut row, "value", value);
        put(&mut row, "unit", terms::figure_unit(name));
        Some(row)
    });
    numbered(figures)
}
