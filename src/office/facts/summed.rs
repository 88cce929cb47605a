//! Sums of what came from below: the figures as they were sent, who has sent nothing, and what has come, or come anew,
//! since the sums before (S2 制度一; REP-04, REP-05).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Facts, Known, Office, Period, Refusal, Spoken,
    earlier::Others,
    put,
    report::{ADDED, Corrected, HEARD, TOLD},
    tally,
};
use crate::{
    domain::{
        period,
        report::{Figures, Report, STANDING, was_there},
        unit::UnitPath,
    },
    form::regime::ReportRule,
    office::report::LATE_ANEW,
    store::reports::{self, Stored},
    terms,
};

/// A line that tells of what was reported before.
const LATER: &str = "更正";

/// What one line of a sum stands for: a unit and one of its periods, and what it has sent.
pub(super) struct Below {
    pub row: Known,
    pub report: Option<Report>,
    /// Under which a sum keeps what it has told of it: units are renamed.
    pub key: String,
}

/// A sum of figures.
#[derive(Default)]
pub(super) struct Sum {
    pub figures: Figures,
    /// A line for each report from below.
    pub reported: Vec<Known>,
    /// What came since the sums before, and what is kept.
    pub rows: Vec<Known>,
    pub told: Corrected,
}

impl Below {
    /// 招联社区2026年11月
    pub fn name(&self) -> String {
        let of = |name: &str| self.row.get(name).map_or("", String::as_str);
        format!("{}{}", of("unit"), of("period"))
    }
}

impl Office {
    /// What each unit below has sent about each of its periods that ends in this one.
    pub(super) fn reported_below(
        &mut self,
        code: &str,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Below>, Refusal> {
        let Some(rule) = self.regime.report(code).cloned() else { return Ok(Vec::new()) };
        let sent = reports::list(&mut *self.store.driver, of, period.from, period.to)?;
        let units: Vec<UnitPath> = self
            .units_on(rule.from, period.from)
            .filter(|unit| of.covers(&unit.path) && unit.valid_from <= period.to)
            .map(|unit| unit.path.clone())
            .collect();
        let began = self.records_began();
        let mut all = Vec::new();
        for unit in units {
            // Of one that was closed, what there was of it.
            let stood = |(from, _): &(NaiveDate, NaiveDate)| {
                self.unit(&unit).is_some_and(|unit| !unit.is_closed_on(*from))
            };
            let since = self.unit(&unit).map_or(began, |unit| unit.valid_from.max(began));
            for (from, to) in periods(&rule, period).into_iter().filter(stood) {
                let report = sent.iter().find(|report| {
                    report.unit == unit
                        && report.code == code
                        && (report.from, report.to) == (from, to)
                        && report.returned.is_none()
                });
                let due = rule.due(&self.calendar, from).map_or(to, |due| due.day);
                if report.is_none() && !was_there(since, to, due) {
                    continue;
                }
                let mut row = Known::new();
                put(&mut row, "unit", self.unit_name_apart(&unit));
                put(&mut row, "period", terms::period(from, to));
                let state = match report {
                    None => "未报",
                    Some(report) if report.is_late() => "迟报",
                    Some(report) if report.is_late_anew(&self.calendar) => LATE_ANEW,
                    Some(report) if report.zero => "零报告",
                    Some(_) => "已报",
                };
                put(&mut row, "state", state);
                if let Some(report) = report {
                    put(&mut row, "submitted_on", terms::date(report.submitted_on));
                    put(&mut row, "by", report.by.clone());
                    put_figures(&mut row, &report.figures);
                }
                let key = format!("{}|{}", period::stretch_name(from, to), unit.as_str());
                all.push(Below { row, report: report.cloned(), key });
            }
        }
        Ok(all)
    }

    /// How many of these say whether there was something: a sum of nothing received says neither.
    pub(super) fn heard(&mut self, below: &[Below]) -> Result<usize, Refusal> {
        let mut heard = 0;
        for report in below.iter().filter_map(|below| below.report.as_ref()) {
            let silent = !report.zero && report.figures == Figures::default();
            let driver = &mut *self.store.driver;
            let stored = match silent {
                true => reports::by_id(driver, &report.unit, report.id)?,
                false => None,
            };
            heard += usize::from(stored.is_none_or(|stored| !is_of_nothing(&stored.facts)));
        }
        Ok(heard)
    }

    /// Adds up the reports of the period without what other sums have told of them, and those about earlier periods that
    /// came, or came anew, since.
    pub(super) fn summed(
        &mut self,
        spoken: &Spoken<'_>,
        code: &str,
        below: Vec<Below>,
        others: &Others,
    ) -> Result<Sum, Refusal> {
        let mut sum = Sum::default();
        for mut below in below {
            let Some(report) = &below.report else {
                sum.reported.push(below.row);
                continue;
            };
            let mut figures = report.figures;
            let then = others.tally.of_below(&below.key, &below.name());
            if let Some(then) = then.filter(|then| *then != Figures::default()) {
                figures.add(&Figures::default().beyond(&then));
                put(&mut below.row, "state", TOLD);
                put_figures(&mut below.row, &figures);
            }
            tally::keep_below(&mut sum.told, &below.key, &figures.beyond(&Figures::default()));
            sum.add(below.row, &figures);
        }
        let mut seen = BTreeSet::new();
        for Stored { report, .. } in &others.earlier {
            let of = Period { from: report.from, to: report.to };
            for below in self.reported_below(code, spoken.unit, of)? {
                if seen.insert(below.key.clone()) {
                    sum.add_since(below, others);
                }
            }
        }
        Ok(sum)
    }
}

impl Sum {
    fn add(&mut self, row: Known, figures: &Figures) {
        let of = |name: &str| row.get(name).cloned().unwrap_or_default();
        let (unit, by, sent) = (of("unit"), of("by"), of("submitted_on"));
        self.figures.add(figures);
        self.reported.push(row);
        if let Some(late) = figures.late_line() {
            let mut row = Known::new();
            let said = [("unit", unit), ("by", by), ("submitted_on", sent)];
            for (name, value) in said {
                put(&mut row, name, value);
            }
            put(&mut row, "period", "以前各期");
            put(&mut row, "state", LATER);
            for (name, count) in late.named().into_iter().filter(|(_, count)| *count != 0) {
                put(&mut row, name, count.to_string());
            }
            self.reported.push(row);
        }
    }

    /// A report about an earlier period, where the sums before have not told all of it.
    fn add_since(&mut self, below: Below, others: &Others) {
        let Some(report) = &below.report else { return };
        let (key, name) = (&below.key, below.name());
        let told = others.tally.of_below(key, &name);
        let then = told.unwrap_or_default();
        let more = report.figures.beyond(&then);
        if told.is_some() && more == Figures::default() {
            return;
        }
        tally::keep_below(&mut self.told, key, &more);
        let kind = if told.is_some() { LATER } else { ADDED };
        let mut line = Known::new();
        for name in ["unit", "period", "submitted_on", "by"] {
            put(&mut line, name, below.row.get(name).cloned().unwrap_or_default());
        }
        put(&mut line, "state", kind);
        put_more(&mut line, &more);
        self.add(line, &more);
        let count = |name: &str| {
            let (is, was) = (report.figures.get(name), then.get(name));
            if told.is_some() { format!("{is}（原报{was}）") } else { is.to_string() }
        };
        let mut change = format!(
            "检查{}家次，发现隐患{}条，已整改{}条，以前各期隐患整改{}条",
            count("inspections"),
            count("found"),
            count("closed"),
            count("closed_before")
        );
        const SAID: [&str; 4] = ["inspections", "found", "closed", "closed_before"];
        for (name, more) in more.named() {
            if told.is_some() && more != 0 && !SAID.contains(&name) {
                change += &format!("，{}", terms::counted_later(name, more));
            }
        }
        let mut row = Known::new();
        put(&mut row, "kind", kind);
        put(&mut row, "period", terms::period(report.from, report.to));
        put(&mut row, "what", name);
        put(&mut row, "change", change);
        self.rows.push(row);
    }
}

/// Whether the facts are those of a sum to which nothing has come that says whether there was something.
pub(in crate::office) fn is_of_nothing(facts: &Facts) -> bool {
    let Some(reported) = facts.lists.get("reported") else { return false };
    match facts.get(HEARD) {
        "" => reported.iter().all(|row| !row.contains_key("submitted_on")),
        heard => {
            // What came late from below says something too.
            let late = |row: &Known| row.get("state").is_some_and(|it| it == ADDED || it == LATER);
            heard == "0" && !reported.iter().any(late)
        }
    }
}

fn put_figures(row: &mut Known, figures: &Figures) {
    for (name, count) in figures.named() {
        put(row, name, count.to_string());
    }
}

/// The same without what is told of one day.
fn put_more(row: &mut Known, more: &Figures) {
    for (name, count) in more.named() {
        put(row, name, if STANDING.contains(&name) { String::new() } else { count.to_string() });
    }
}

/// The periods of a rule that end in a stretch of days.
fn periods(rule: &ReportRule, within: Period) -> Vec<(NaiveDate, NaiveDate)> {
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
