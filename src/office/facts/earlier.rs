//! What has become of earlier periods since they were reported: a closing, a row of a ledger is told by one report, the
//! next that is sent (S2 制度一; REP-03, REP-09).

use std::collections::HashSet;

use chrono::Months;

use super::{
    Known, Office, Period, Refusal, Spoken, put,
    report::{ADDED, Corrected, adds_hazard},
    self_reported::{self, Lines, is_of_self_reports},
    spoken::{self, Within},
};
use crate::{
    domain::{
        grade::Grade,
        matter::MatterKind,
        period,
        report::{Figures, Row},
        unit::UnitPath,
    },
    form::regime::ReportRule,
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
/// 打非
const CLUES: &str = "clue";
const BANNED: &str = "已取缔";
const PENALTIES: &str = "penalty";
/// What ledgers and matters count; of an earlier period more of it is added to the next.
pub(in crate::office) const TAKEN: [&str; 5] =
    ["supervised", "transferred", "clues", "banned", "penalties"];
/// Before the name of a period, under which what was told of its [`TAKEN`] is kept.
const KEPT: &str = "figures|";
/// Before what of it was added to another period.
const MORE: &str = "more.";

/// The reports of one unit and code that stand, without those about days of the period that is spoken of.
pub(super) struct Others {
    /// About earlier days, the oldest first.
    pub earlier: Vec<Stored>,
    /// What all of them tell as corrected, also those about later days that were sent first: it is told once. What was
    /// said last counts.
    pub told: Corrected,
    /// The hazards that one of them counts as closed.
    closed: HashSet<String>,
    /// What later ones have added of this very period, which was given back and is sent anew.
    added: Figures,
    pub added_lines: Lines,
}

/// What a report tells of earlier periods.
#[derive(Default)]
pub(super) struct Since {
    /// To be added to those of the period.
    pub figures: Figures,
    /// As corrections, and what is kept of them.
    pub rows: Vec<Known>,
    pub told: Corrected,
    /// 以前各期隐患本期整改
    pub closed: Vec<Told>,
    /// Further lines of [`SELF_REPORTS`](super::SELF_REPORTS).
    pub listed: Vec<Known>,
}

impl Office {
    pub(super) fn other_reports(&mut self, spoken: &Spoken<'_>) -> Result<Others, Refusal> {
        let Spoken { code, unit: of, period, .. } = spoken;
        let first = period.from.checked_sub_months(AROUND).unwrap_or(period.from);
        let last = period.to.checked_add_months(AROUND).unwrap_or(period.to);
        let mut all = reports::standing(&mut *self.store.driver, of, code, first, last)?;
        all.retain(|Stored { report, .. }| report.from < period.from || report.to > period.to);
        let mut closed = HashSet::new();
        for Stored { facts, .. } in &all {
            let put_right = |row: &&Row| row.get("closed_on").is_some_and(|on| !on.is_empty());
            let rows = facts.rows("hazards").iter().filter(put_right);
            let rows = rows.chain(facts.rows("closed_before"));
            closed.extend(rows.filter_map(|row| row.get("id").cloned()));
        }
        let mut by_sending: Vec<&Stored> = all.iter().collect();
        by_sending.sort_by_key(|stored| stored.report.submitted_at);
        let told = by_sending.into_iter().flat_map(|stored| stored.told.clone()).collect();
        let mut added = Figures::default();
        for row in all.iter().filter_map(|stored| stored.told.get(&kept_as(*period))?.as_ref()) {
            added.add(&figures_of(row, MORE));
        }
        let added_lines = self_reported::lines_about(&all, *period);
        let since = period.from.checked_sub_months(LOOK_BACK).unwrap_or(period.from);
        all.retain(|Stored { report, .. }| (since..period.from).contains(&report.from));
        Ok(Others { earlier: all, told, closed, added, added_lines })
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
            all.listed.extend(since.listed);
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
        (since.rows, since.told) = self.hazard_corrections(spoken, others)?;
        since.figures.found_late = since.rows.iter().filter(|row| adds_hazard(row)).count() as i64;
        self.without_told(spoken, others, &mut since.figures)?;
        since.closed = self.closed_before(spoken, others)?;
        let major = |told: &&Told| told.stored.hazard.course.grade() == Grade::Major;
        since.figures.closed_before = since.closed.len() as i64;
        since.figures.major_closed_before = since.closed.iter().filter(major).count() as i64;
        if spoken.form.prints_figures() {
            self.taken_late(spoken, others, own, &mut since)?;
        }
        Ok(since)
    }

    /// 以前各期隐患本期整改: found before these days, closed up to their end, and told as closed by no other report. The
    /// first report of a unit tells what was closed in its own days.
    fn closed_before(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
    ) -> Result<Vec<Told>, Refusal> {
        let Spoken { rule, unit: of, days, within, .. } = spoken;
        let first = others.earlier.first().map(|stored| spoken::told_days(stored, *rule).from);
        let from = first.map_or(days.from, |first| first.min(days.from));
        let to = days.to.min(self.act.today);
        let mut closed = store::hazards::closed_between(&mut *self.store.driver, of, from, to)?;
        closed.retain(|Told { stored, .. }| {
            let hazard = &stored.hazard;
            hazard.found_on < days.from
                && Within::holds(within.as_ref(), Some(hazard.premises))
                && !others.closed.contains(&hazard.id.to_string())
        });
        Ok(closed)
    }

    /// Takes from the closings of a period that is reported late what a report about later days has told of them.
    fn without_told(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        figures: &mut Figures,
    ) -> Result<(), Refusal> {
        let Spoken { unit: of, days, within, .. } = spoken;
        if others.closed.is_empty() {
            return Ok(());
        }
        let found = store::hazards::found_between(&mut *self.store.driver, of, days.from, days.to)?;
        for Told { stored, .. } in found {
            let hazard = &stored.hazard;
            if hazard.course.closed_on().is_none()
                || !Within::holds(within.as_ref(), Some(hazard.premises))
                || !others.closed.contains(&hazard.id.to_string())
            {
                continue;
            }
            figures.closed -= 1;
            *match hazard.course.grade() {
                Grade::Major => &mut figures.major_closed,
                _ => &mut figures.general_closed,
            } -= 1;
        }
        Ok(())
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
        let clues = rows(CLUES)?;
        let banned = |stored: &&Entry| {
            stored.entry.fields.get("situation").is_some_and(|situation| situation == BANNED)
        };
        figures.clues = clues.len() as i64;
        figures.banned = clues.iter().filter(banned).count() as i64;
        figures.penalties = rows(PENALTIES)?.len() as i64;
        Ok(figures)
    }

    /// What ledgers and matters say of earlier periods beyond what was told of them: entered late, banned since. `own`:
    /// the same of the period itself, kept so that the next one knows what was told.
    fn taken_late(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        own: &Figures,
        late: &mut Since,
    ) -> Result<(), Refusal> {
        late.told.insert(kept_as(spoken.period), Some(kept(own, "")));
        late.figures.add(&Figures::default().beyond(&others.added));
        for stored in &others.earlier {
            let report = &stored.report;
            let days = spoken::told_days(stored, spoken.rule);
            let now = self.taken(spoken.unit, days, spoken.within.as_ref())?;
            let key = kept_as(Period { from: report.from, to: report.to });
            let then = others.told.get(&key).cloned().flatten();
            let then = then.map_or(report.figures, |row| figures_of(&row, ""));
            let count = |all: &Figures, name: &str| {
                all.named().into_iter().find(|(known, _)| *known == name).map_or(0, |(_, n)| n)
            };
            let differ = |name: &&str| count(&now, name) != count(&then, name);
            let names: Vec<&str> = TAKEN.into_iter().filter(differ).collect();
            if names.is_empty() {
                continue;
            }
            let less = names.iter().any(|name| count(&now, name) < count(&then, name));
            let changes: Vec<String> = names
                .iter()
                .map(|name| {
                    let (is, was) = (count(&now, name), count(&then, name));
                    format!("{}（原报{was}）", terms::counted_later(name, is))
                })
                .collect();
            let mut row = Known::new();
            put(&mut row, "kind", if less { "更正" } else { ADDED });
            put(&mut row, "period", terms::period(report.from, report.to));
            put(&mut row, "what", "报后登记的数，加在本期");
            put(&mut row, "change", changes.join("，"));
            late.rows.push(row);
            let more = Figures::read(|name| {
                if names.contains(&name) { count(&now, name) - count(&then, name) } else { 0 }
            });
            late.figures.add(&more);
            let mut told = kept(&now, "");
            told.extend(kept(&more, MORE));
            late.told.insert(key, Some(told));
        }
        Ok(())
    }
}

/// The name under which a report keeps what it has told of the [`TAKEN`] of a period.
fn kept_as(Period { from, to }: Period) -> String {
    format!("{KEPT}{}", period::stretch_name(from, to))
}

fn kept(figures: &Figures, prefix: &str) -> Row {
    let taken = figures.named().into_iter().filter(|(name, _)| TAKEN.contains(name));
    taken.map(|(name, count)| (format!("{prefix}{name}"), count.to_string())).collect()
}

fn figures_of(row: &Row, prefix: &str) -> Figures {
    Figures::read(|name| {
        row.get(&format!("{prefix}{name}")).and_then(|count| count.parse().ok()).unwrap_or(0)
    })
}
