//! What has become of earlier periods since they were reported: a closing, a row of a ledger is told by one report, the
//! next that is sent (S2 制度一; REP-03, REP-09).

use std::collections::BTreeMap;

use chrono::Months;

use super::{
    Known, Office, Period, Refusal, Spoken,
    by_kind::{self, Told as Kinds},
    put,
    report::{ADDED, Corrected, TOLD},
    self_reported::{self, Lines, is_of_self_reports},
    spoken::{self, Within},
    tally::{self, TAKEN, Tally},
};
use crate::{
    domain::{matter::MatterKind, report::Figures, unit::UnitPath},
    form::{paper::PaperForm, regime::ReportRule},
    store::{
        self,
        entries::{self, Stored as Entry},
        hazards::Told,
        matters,
        reports::{self, Stored},
    },
    terms,
};

/// So far back a report looks for what has changed.
const LOOK_BACK: Months = Months::new(12);
/// So far around it lie reports that may have told the same.
const AROUND: Months = Months::new(24);
/// What a correction of the count of visits is about.
pub(super) const VISITS: &str = "检查家次";
const PENALTIES: &str = "penalty";
/// The reports of one unit and code that stand, without those about days of the period that is spoken of.
pub(super) struct Others {
    /// About earlier days, the oldest first.
    pub earlier: Vec<Stored>,
    /// What all of them tell as corrected, also those about later days that were sent first: it is told once. What was
    /// said last counts.
    pub told: Corrected,
    /// What all of them have counted.
    pub tally: Tally,
    pub added_lines: Lines,
    pub kinds: Kinds,
}

/// What a report tells of earlier periods.
#[derive(Default)]
pub(super) struct Since {
    /// To be added to those of the period.
    pub figures: Figures,
    /// As corrections, and what is kept of them.
    pub rows: Vec<Known>,
    pub told: Corrected,
    /// What others have counted of the period itself: it was given back and is sent anew.
    pub anew: Figures,
    /// 以前各期隐患本期整改
    pub closed: Vec<Told>,
    /// Major hazards of earlier periods that no report has told as such, and that are closed by now.
    pub majors: Vec<Told>,
    /// Further lines of lists that count by trade or kind, by the name of the list.
    pub listed: BTreeMap<&'static str, Vec<Known>>,
}

impl Office {
    pub(super) fn other_reports(&mut self, spoken: &Spoken<'_>) -> Result<Others, Refusal> {
        let Spoken { code, unit: of, period, .. } = spoken;
        let first = period.from.checked_sub_months(AROUND).unwrap_or(period.from);
        let last = period.to.checked_add_months(AROUND).unwrap_or(period.to);
        let mut all = reports::standing(&mut *self.store.driver, of, code, first, last)?;
        // One that stands and is looked at as the records are now is not sent anew: what was sent after it has left nothing of
        // it to others.
        let is_own =
            |Stored { report, .. }: &&Stored| (report.from, report.to) == (period.from, period.to);
        if let Some(sent) = all.iter().find(is_own).map(|own| own.report.submitted_at) {
            all.retain(|stored| stored.report.submitted_at < sent);
        }
        all.retain(|Stored { report, .. }| report.from < period.from || report.to > period.to);
        let mut by_sending: Vec<&Stored> = all.iter().collect();
        by_sending.sort_by_key(|stored| stored.report.submitted_at);
        let told = by_sending.into_iter().flat_map(|stored| stored.told.clone()).collect();
        let tally = Tally::of(&all);
        let added_lines = self_reported::lines_about(&all, *period);
        let kinds = by_kind::told_about(&all, *period);
        let since = period.from.checked_sub_months(LOOK_BACK).unwrap_or(period.from);
        all.retain(|Stored { report, .. }| (since..period.from).contains(&report.from));
        Ok(Others { earlier: all, told, tally, added_lines, kinds })
    }

    /// What the report of a period tells of those before it; `own`: what it counts itself. What is printed of a unit above
    /// those that report tells what each of them would.
    pub(super) fn since_reported(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        own: &Figures,
    ) -> Result<Since, Refusal> {
        let below = self.reporting_below(spoken, others);
        if below.is_empty() {
            return self.since_reported_by(spoken, others, own);
        }
        let mut all = Since::default();
        for (rule, unit) in below {
            let (form, period, days) = (spoken.form, spoken.period, spoken.days);
            let (code, rule) = (rule.code.as_str(), Some(&rule));
            let spoken = Spoken {
                code,
                rule,
                form,
                unit: &unit,
                period,
                days,
                campaign: None,
                within: None,
            };
            let others = self.other_reports(&spoken)?;
            let since = self.since_reported_by(&spoken, &others, &Figures::default())?;
            let name = self.unit_name_apart(&unit);
            all.figures.add(&since.figures);
            all.closed.extend(since.closed);
            all.majors.extend(since.majors);
            for (list, lines) in since.listed {
                all.listed.entry(list).or_default().extend(lines);
            }
            all.rows.extend(since.rows.into_iter().map(|mut row| {
                let what = row.get("what").map(|what| format!("{name} {what}"));
                put(&mut row, "what", what.unwrap_or_default());
                row
            }));
        }
        Ok(all)
    }

    /// Who sends this paper, where it is printed of a unit above that sends none.
    fn reporting_below(&self, spoken: &Spoken<'_>, others: &Others) -> Vec<(ReportRule, UnitPath)> {
        let Spoken { code, rule, unit: of, form, period, .. } = spoken;
        if rule.is_some() || *code != form.code || !others.earlier.is_empty() {
            return Vec::new();
        }
        let rules = self.regime.reports.iter().filter(|rule| {
            rule.paper == form.code && rule.sums.is_empty() && rule.from > of.level()
        });
        let units = |rule: &ReportRule| {
            let units = self.units_on(rule.from, period.from).filter(|unit| of.covers(&unit.path));
            units.map(|unit| (rule.clone(), unit.path.clone())).collect::<Vec<_>>()
        };
        rules.flat_map(units).collect()
    }

    fn since_reported_by(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        own: &Figures,
    ) -> Result<Since, Refusal> {
        let mut since = Since::default();
        if is_of_self_reports(spoken.form) {
            self.self_reports_late(spoken, others, &mut since)?;
            return Ok(since);
        }
        if spoken.form.tells_of_hazards() {
            self.hazards_since(spoken, others, &mut since)?;
        }
        self.periods_since(spoken, others, own, &mut since)?;
        self.kinds_since(spoken, others, &mut since)?;
        if since.anew != Figures::default() {
            let is_said = |name: &str| !TAKEN.contains(&name) || spoken.form.says_figure(name);
            let counted = since.anew.named().into_iter();
            let counted = counted.filter(|(name, count)| *count != 0 && is_said(name));
            let counted = counted.map(|(name, count)| terms::counted_later(name, count));
            let counted = counted.collect::<Vec<_>>().join("，");
            if !counted.is_empty() {
                let mut row = Known::new();
                put(&mut row, "kind", TOLD);
                put(&mut row, "period", terms::period(spoken.period.from, spoken.period.to));
                put(&mut row, "what", "本期的数，已由别的一期报过的");
                put(&mut row, "change", format!("{counted}，本期不再计"));
                since.rows.push(row);
            }
            since.figures.add(&Figures::default().beyond(&since.anew));
        }
        Ok(since)
    }

    /// What ledgers and matters say of some days as they stand today: the [`TAKEN`] and no other.
    pub(super) fn taken(
        &mut self,
        of: &UnitPath,
        Period { from, to }: Period,
        within: Option<&Within>,
    ) -> Result<Figures, Refusal> {
        let driver = &mut *self.store.driver;
        let mut figures = Figures::default();
        for line in matters::lines(driver, of, None, &matters::Filter::default())? {
            let here = Within::holds(within, line.premises);
            if here && (from..=to).contains(&line.opened_on) && !line.is_withdrawn() {
                figures.supervised += i64::from(line.kind == MatterKind::Supervision);
                figures.transferred += i64::from(line.kind == MatterKind::Transfer);
            }
        }
        let mut rows = |ledger: &str| -> Result<Vec<Entry>, Refusal> {
            let filter = entries::Filter {
                ledger: Some(ledger.to_owned()),
                from: Some(from),
                to: Some(to),
                ..entries::Filter::default()
            };
            let mut rows = entries::list(driver, of, &filter)?;
            rows.retain(|stored| Within::holds(within, stored.entry.premises));
            Ok(rows)
        };
        figures.penalties = rows(PENALTIES)?.len() as i64;
        for (_, counted) in self.clues_of(of, Period { from, to }, within)? {
            figures.clues += i64::from(counted.is_found());
            figures.banned += i64::from(counted.is_banned());
        }
        Ok(figures)
    }

    /// Visits, and what ledgers and matters say, of earlier periods beyond what was counted of them: entered late,
    /// corrected, banned since. `own`: the same of the period itself, kept so that the next one knows what was counted.
    fn periods_since(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        own: &Figures,
        since: &mut Since,
    ) -> Result<(), Refusal> {
        let counted = others.tally.of_period(spoken.period);
        tally::keep_period(&mut since.told, spoken.period, &tally::taken_of(own).beyond(&counted));
        since.anew.add(&counted);
        for stored in &others.earlier {
            let report = &stored.report;
            let of = Period { from: report.from, to: report.to };
            let then = others.tally.of_period(of);
            let now = self.period_now(spoken, stored, &then)?;
            let more = now.beyond(&then);
            if more == Figures::default() {
                continue;
            }
            tally::keep_period(&mut since.told, of, &more);
            let visits = more.inspections;
            if visits != 0 {
                since.rows.push(visits_row(stored, then.inspections, now.inspections));
            }
            let taken = Figures { inspections: 0, ..more };
            since.figures.add(&Figures { inspections_late: visits, ..taken });
            since.rows.extend(taken_row(spoken.form, stored, &then, &now));
        }
        Ok(())
    }

    /// What the records say by now of the days of an earlier report; what this one does not tell stays as it was counted.
    fn period_now(
        &mut self,
        spoken: &Spoken<'_>,
        stored: &Stored,
        then: &Figures,
    ) -> Result<Figures, Refusal> {
        let days = spoken::told_days(stored, spoken.rule);
        let mut now = *then;
        if spoken.form.counts_taken() {
            now = self.taken(spoken.unit, days, spoken.within.as_ref())?;
        }
        now.inspections = then.inspections;
        if spoken.form.counts_visits() {
            let within = self.within(spoken.campaign.as_ref(), spoken.unit, days.to)?;
            let driver = &mut *self.store.driver;
            let visits = store::inspections::between(driver, spoken.unit, days.from, days.to)?;
            now.inspections = counted(&visits, within.as_ref()).count() as i64;
        }
        Ok(now)
    }
}

/// Visits that stand, of a campaign's premises alone where these are given.
pub(super) fn counted<'v>(
    visits: &'v [store::inspections::Line],
    within: Option<&'v Within>,
) -> impl Iterator<Item = &'v store::inspections::Line> {
    let stands = move |line: &&store::inspections::Line| {
        !line.corrected && Within::holds(within, Some(line.inspection.premises))
    };
    visits.iter().filter(stands)
}

/// 补报: 检查家次，原报3家次，现为5家次，补2家次
fn visits_row(stored: &Stored, then: i64, now: i64) -> Known {
    let (kind, more) = match now - then {
        more if more > 0 => (ADDED, format!("补计{more}家次")),
        less => ("更正", format!("减去{}家次", -less)),
    };
    let mut row = Known::new();
    put(&mut row, "kind", kind);
    put(&mut row, "period", terms::period(stored.report.from, stored.report.to));
    put(&mut row, "what", VISITS);
    put(&mut row, "change", format!("原报{then}家次，现为{now}家次，{more}"));
    row
}

/// 补报: 处罚2起（原报1）; of the figures that the paper says.
fn taken_row(form: &PaperForm, stored: &Stored, then: &Figures, now: &Figures) -> Option<Known> {
    let said = TAKEN.into_iter().filter(|name| form.says_figure(name));
    let names: Vec<&str> = said.filter(|name| now.get(name) != then.get(name)).collect();
    if names.is_empty() {
        return None;
    }
    let less = names.iter().any(|name| now.get(name) < then.get(name));
    let changes: Vec<String> = names
        .iter()
        .map(|name| {
            format!("{}（原报{}）", terms::counted_later(name, now.get(name)), then.get(name))
        })
        .collect();
    let mut row = Known::new();
    put(&mut row, "kind", if less { "更正" } else { ADDED });
    put(&mut row, "period", terms::period(stored.report.from, stored.report.to));
    put(&mut row, "what", "报后登记的数，加在本期");
    put(&mut row, "change", changes.join("，"));
    Some(row)
}
