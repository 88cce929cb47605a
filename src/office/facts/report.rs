//! What reports say besides the lists of a unit: the figures of a period, what was reported from below, and what
//! earlier reports would say otherwise today.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{
    Facts, Known, Office, Period, Refusal, Spoken,
    earlier::Others,
    numbered, put,
    self_reported::{self, SELF_REPORTS, is_of_self_reports},
    spoken::{self, Within},
};
use crate::{
    domain::{
        grade::{Disposal, Grade},
        hazard::Course,
        id::Id,
        period,
        report::{COMPARED, Correction, Figures, Report, Row, STANDING, corrections},
        unit::UnitPath,
    },
    form::{
        facts::{About, Scope},
        regime::ReportRule,
    },
    store::{
        self,
        hazards::Told,
        reports::{self, Stored},
        rounds,
    },
    terms,
};

/// A correction that tells what an earlier report did not have.
pub(in crate::office) const ADDED: &str = "补报";
/// What a correction of the count of visits is about.
const VISITS: &str = "检查家次";
/// What came late and was told by a later sum before this one was sent anew.
pub(super) const TOLD: &str = "已补报";

/// Whether a correction tells of a hazard that an earlier report did not have; a count of visits is none.
pub(in crate::office) fn adds_hazard(row: &Row) -> bool {
    row.get("kind").is_some_and(|kind| kind == ADDED)
        && row.get("what").is_none_or(|what| what != VISITS)
}

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
            None => rounds::overdue(driver, of, today)?.into(),
            Some(_) => {
                let late = store::hazards::Filter {
                    overdue_on: Some(today),
                    ..store::hazards::Filter::default()
                };
                let late = store::hazards::list(driver, of, &late)?;
                late.iter().filter(|line| counts(line.premises)).count() as i64
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
        for told in store::hazards::found_between(driver, of, from, to)? {
            let hazard = &told.stored.hazard;
            if !counts(hazard.premises) {
                continue;
            }
            let closed = i64::from(hazard.course.closed_on().is_some());
            figures.found += 1;
            figures.closed += closed;
            *match hazard.disposal {
                Disposal::OnTheSpot => &mut figures.on_the_spot,
                Disposal::ByDeadline => &mut figures.by_deadline,
                Disposal::Suspend => &mut figures.suspend,
                Disposal::Refer => &mut figures.refer,
            } += 1;
            if hazard.course.grade() == Grade::Major {
                figures.major += 1;
                figures.major_closed += closed;
            } else {
                figures.general += 1;
                figures.general_closed += closed;
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
                if is_of_self_reports(spoken.form) {
                    let own = self_reported::left_to_tell(facts.rows(SELF_REPORTS), &others);
                    let listed = numbered(own.into_iter().chain(since.listed));
                    facts.lists.insert(SELF_REPORTS.to_owned(), listed);
                }
                (since.rows, since.told)
            }
            Some(below) => {
                let mut rows = self.reported_rows(below, of, *period)?;
                let came = |(row, report): &(Known, Option<Report>)| match report {
                    Some(_) => None,
                    None => Some(named_below(row)),
                };
                let missing: Vec<String> = rows.iter().filter_map(came).collect();
                facts.set("report.expected", rows.len().to_string());
                facts.set("report.reported", (rows.len() - missing.len()).to_string());
                facts.set("report.missing", missing.join("、"));
                let (reported, rows, told) = if is_of_self_reports(spoken.form) {
                    let all = self.self_reports_summed(facts, spoken, below, rows, &others)?;
                    (all.reported, all.rows, all.told)
                } else {
                    for (row, report) in &mut rows {
                        if let Some(report) = report {
                            figures.add(&left_to_tell(row, report, *period, &others));
                        }
                    }
                    let late = self.sum_corrections(spoken, below, &others)?;
                    figures.add(&late.figures);
                    let rows = rows.into_iter().map(|(row, _)| row);
                    (rows.chain(late.reported).collect(), late.rows, late.told)
                };
                facts.lists.insert("reported".to_owned(), numbered(reported));
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
        Ok((figures, corrected))
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

    /// What each unit below has sent about each of its periods that ends in this one.
    pub(super) fn reported_rows(
        &mut self,
        code: &str,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<(Known, Option<Report>)>, Refusal> {
        let Some(rule) = self.regime.report(code).cloned() else { return Ok(Vec::new()) };
        let sent = reports::list(&mut *self.store.driver, of, period.from, period.to)?;
        let units: Vec<UnitPath> = self
            .units_on(rule.from, period.from)
            .filter(|unit| of.covers(&unit.path) && unit.valid_from <= period.to)
            .map(|unit| unit.path.clone())
            .collect();
        let mut rows = Vec::new();
        for unit in units {
            // Of one that was closed, what there was of it.
            let stood = |(from, _): &(NaiveDate, NaiveDate)| {
                self.unit(&unit).is_some_and(|unit| !unit.is_closed_on(*from))
            };
            for (from, to) in periods(&rule, period).into_iter().filter(stood) {
                let report = sent.iter().find(|report| {
                    report.unit == unit
                        && report.code == code
                        && (report.from, report.to) == (from, to)
                        && report.returned.is_none()
                });
                let mut row = Known::new();
                put(&mut row, "unit", self.unit_name_apart(&unit));
                put(&mut row, "period", terms::period(from, to));
                let state = match report {
                    None => "未报",
                    Some(report) if report.is_late() => "迟报",
                    Some(report) if report.zero => "零报告",
                    Some(_) => "已报",
                };
                put(&mut row, "state", state);
                if let Some(report) = report {
                    put(&mut row, "submitted_on", terms::date(report.submitted_on));
                    put(&mut row, "by", report.by.clone());
                    for (name, count) in report.figures.named() {
                        put(&mut row, name, count.to_string());
                    }
                }
                rows.push((row, report.cloned()));
            }
        }
        Ok(rows)
    }

    pub(super) fn hazard_corrections(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
    ) -> Result<(Vec<Known>, Corrected), Refusal> {
        let mut rows = Vec::new();
        let mut corrected = Corrected::new();
        for stored in &others.earlier {
            let Stored { report, facts, .. } = stored;
            if let Some((key, now)) = self.visits_now(spoken, stored, &others.told)? {
                rows.push(visits_row(report, told_visits(&others.told, &key, report), now));
                corrected.insert(key, Some(Row::from([(VISITS.to_owned(), now.to_string())])));
            }
            if !facts.lists.contains_key("hazards") {
                continue;
            }
            let days = spoken::told_days(stored, spoken.rule);
            let driver = &mut *self.store.driver;
            let found = store::hazards::found_between(driver, spoken.unit, days.from, days.to)?;
            let mut now = BTreeMap::new();
            for told in found {
                let here = Within::holds(spoken.within.as_ref(), Some(told.stored.hazard.premises));
                let row = self.as_of(told, report)?;
                let id = row.get("id").cloned().unwrap_or_default();
                // What was told stays told when its premises is no longer one of the campaign's.
                let sent = || facts.rows("hazards").iter().any(|row| row.get("id") == Some(&id));
                if here || sent() {
                    now.insert(id, row);
                }
            }
            let (from, to) = (report.from, report.to);
            let sent = facts.rows("hazards").iter();
            let mut then: BTreeMap<String, Row> =
                sent.map(|row| (row.get("id").cloned().unwrap_or_default(), row.clone())).collect();
            // What a later report has put right is not put right again.
            let key = format!("{}|", period::stretch_name(from, to));
            for (told, row) in &others.told {
                let Some(id) = told.strip_prefix(&key) else { continue };
                match row {
                    Some(row) => then.insert(id.to_owned(), row.clone()),
                    None => then.remove(id),
                };
            }
            for correction in corrections(&then, &now) {
                let row = correction.row();
                let id = row.get("id").map_or("", String::as_str);
                let kept = (!matches!(correction, Correction::Removed(_))).then(|| essence(row));
                corrected.insert(format!("{key}{id}"), kept);
                rows.push(correction_row(&correction, report));
            }
        }
        Ok((rows, corrected))
    }

    /// How many visits there were in the days of an earlier report, where that is not what was told; with the key under
    /// which it is kept.
    fn visits_now(
        &mut self,
        spoken: &Spoken<'_>,
        stored: &Stored,
        told: &Corrected,
    ) -> Result<Option<(String, i64)>, Refusal> {
        if !spoken.form.counts_visits() {
            return Ok(None);
        }
        let Stored { report, .. } = stored;
        let days = spoken::told_days(stored, spoken.rule);
        let within = self.within(spoken.campaign.as_ref(), spoken.unit, days.to)?;
        let driver = &mut *self.store.driver;
        let visits = store::inspections::between(driver, spoken.unit, days.from, days.to)?;
        let now = counted(&visits, within.as_ref()).count() as i64;
        // Apart from the keys of the hazards, which begin with the stretch.
        let key = format!("{VISITS}|{}", period::stretch_name(report.from, report.to));
        Ok((told_visits(told, &key, report) != now).then_some((key, now)))
    }

    /// A hazard as it stood at the end of the day on which a report was sent: what happened later is no correction.
    fn as_of(&self, mut told: Told, report: &Report) -> Result<Row, Refusal> {
        let steps: Vec<_> = told
            .stored
            .standing()
            .into_iter()
            .filter(|(step, _)| step.on() <= report.submitted_on)
            .cloned()
            .collect();
        let hazard = &mut told.stored.hazard;
        let replayed = steps.iter().map(|(step, _)| step);
        hazard.course = Course::replay(hazard.found_on, hazard.first_grade, replayed)?;
        told.stored.steps = steps;
        Ok(self.told_known(&told))
    }

    /// Reports from below that came, or came anew, after the sum was sent: what they say beyond it is in this sum.
    fn sum_corrections(
        &mut self,
        spoken: &Spoken<'_>,
        below: &str,
        others: &Others,
    ) -> Result<Late, Refusal> {
        let mut late = Late::default();
        for Stored { report, facts, .. } in &others.earlier {
            let span = Period { from: report.from, to: report.to };
            let then: BTreeMap<String, Row> =
                facts.rows("reported").iter().map(|row| (named_below(row), row.clone())).collect();
            for (now, sent) in self.reported_rows(below, spoken.unit, span)? {
                let name = named_below(&now);
                let key = format!("{}|{name}", period::stretch_name(report.from, report.to));
                let last = others.told.get(&key).cloned().flatten();
                let then = last.or_else(|| then.get(&name).cloned()).unwrap_or_default();
                let count = |row: &Row, name: &str| row.get(name).cloned().unwrap_or_default();
                let was_there = then.contains_key("submitted_on");
                let differs = |sent: &Report| !was_there || sent.figures != told_figures(&then);
                let Some(sent) = sent.filter(differs) else { continue };
                let kind = if was_there { "更正" } else { ADDED };
                let more = sent.figures.beyond(&told_figures(&then));
                late.figures.add(&more);
                let mut again = Known::new();
                for name in ["unit", "period", "submitted_on", "by"] {
                    put(&mut again, name, count(&now, name));
                }
                put(&mut again, "state", kind);
                for (name, count) in more.named() {
                    let count =
                        if STANDING.contains(&name) { String::new() } else { count.to_string() };
                    put(&mut again, name, count);
                }
                late.reported.push(again);
                let mut row = Known::new();
                put(&mut row, "kind", kind);
                put(&mut row, "period", terms::period(sent.from, sent.to));
                put(&mut row, "what", name);
                let both = |name: &str| {
                    let (was, is) = (count(&then, name), count(&now, name));
                    if was.is_empty() { is } else { format!("{is}（原报{was}）") }
                };
                let change = format!(
                    "检查{}家次，发现隐患{}条，已整改{}条，以前各期隐患整改{}条",
                    both("inspections"),
                    both("found"),
                    both("closed"),
                    both("closed_before")
                );
                put(&mut row, "change", change);
                late.rows.push(row);
                late.told.insert(key, Some(now));
            }
        }
        Ok(late)
    }
}

/// What has come from below since the sums before.
#[derive(Default)]
struct Late {
    /// What is told of it, and kept.
    rows: Vec<Known>,
    told: Corrected,
    /// A line of the sum for each, and all of them together.
    reported: Vec<Known>,
    figures: Figures,
}

/// Visits that stand, of a campaign's premises alone where these are given.
fn counted<'v>(
    visits: &'v [store::inspections::Line],
    within: Option<&'v Within>,
) -> impl Iterator<Item = &'v store::inspections::Line> {
    let stands = move |line: &&store::inspections::Line| {
        !line.corrected && Within::holds(within, Some(line.inspection.premises))
    };
    visits.iter().filter(stands)
}

/// How many visits a report told, or a later one in its place.
fn told_visits(told: &Corrected, key: &str, report: &Report) -> i64 {
    let later = told.get(key).and_then(Option::as_ref);
    let later = later.and_then(|row| row.get(VISITS)?.parse().ok());
    later.unwrap_or(report.figures.inspections)
}

/// 补报: 检查家次，原报3家次，现为5家次，补2家次
fn visits_row(report: &Report, then: i64, now: i64) -> Known {
    let (kind, more) = match now - then {
        more if more > 0 => (ADDED, format!("补计{more}家次")),
        less => ("更正", format!("减去{}家次", -less)),
    };
    let mut row = Known::new();
    put(&mut row, "kind", kind);
    put(&mut row, "period", terms::period(report.from, report.to));
    put(&mut row, "what", VISITS);
    put(&mut row, "change", format!("原报{then}家次，现为{now}家次，{more}"));
    row
}

/// The figures of a report as a sum has told them; none of one that was missing.
fn told_figures(row: &Row) -> Figures {
    Figures::read(|name| row.get(name).and_then(|count| count.parse().ok()).unwrap_or(0))
}

/// What a report from below counts in the sum of its own period, which was given back and is sent anew: without what a
/// later sum has told of it since. Its line says the same.
fn left_to_tell(row: &mut Known, report: &Report, period: Period, others: &Others) -> Figures {
    let key = format!("{}|{}", period::stretch_name(period.from, period.to), named_below(row));
    let Some(then) = others.told.get(&key).and_then(Option::as_ref) else { return report.figures };
    let more = report.figures.beyond(&told_figures(then));
    let left = Figures::read(|name| {
        let all = if STANDING.contains(&name) { &report.figures } else { &more };
        all.named().into_iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| count)
    });
    put(row, "state", TOLD);
    for (name, count) in left.named() {
        put(row, name, count.to_string());
    }
    left
}

/// 招联社区2026年11月: what one line of a sum stands for.
pub(super) fn named_below(row: &Known) -> String {
    let of = |name: &str| row.get(name).map_or("", String::as_str);
    format!("{}{}", of("unit"), of("period"))
}

/// The periods of a rule that end in a stretch of days.
fn periods(rule: &ReportRule, within: Period) -> Vec<(chrono::NaiveDate, chrono::NaiveDate)> {
    let mut all = Vec::new();
    let mut of = within.from;
    while of <= within.to {
        let (from, to) = rule.period(of);
        if to <= within.to {
            all.push((from, to));
        }
        let Some(next) = to.succ_opt() else { break };
        of = next;
    }
    all
}

/// What is compared of a row, and what it is called by.
fn essence(row: &Row) -> Row {
    let kept = |name: &str| COMPARED.contains(&name) || ["id", "premises"].contains(&name);
    row.iter()
        .filter(|(name, _)| kept(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn correction_row(correction: &Correction, report: &Report) -> Known {
    let row = correction.row();
    let of = |name: &str| row.get(name).cloned().unwrap_or_default();
    let mut told = Known::new();
    put(&mut told, "period", terms::period(report.from, report.to));
    put(&mut told, "what", format!("{}：{}", of("premises"), of("text")));
    let (kind, change) = match correction {
        Correction::Added(_) => (ADDED, format!("{}发现，{}", of("found_on"), of("state"))),
        Correction::Removed(_) => ("撤销", "原报的这一条已更正撤销".to_owned()),
        Correction::Changed { facts, .. } => {
            let facts: Vec<String> = facts
                .iter()
                .map(|(name, then, now)| {
                    let blank = |text: &str| if text.is_empty() { "无" } else { text }.to_owned();
                    format!("{}：原报{}，现为{}", terms::compared(name), blank(then), blank(now))
                })
                .collect();
            ("更正", facts.join("；"))
        }
    };
    put(&mut told, "kind", kind);
    put(&mut told, "change", change);
    told
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
