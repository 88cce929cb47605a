//! Lists that count entries of ledgers over a period, and the quarterly ranking.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, Office, Period, Refusal, numbered, put};
use crate::{
    domain::{
        matter::MatterKind,
        ranking::{self, INDICATORS, POINT, Scores, Supervised, ranks, supervision_score, total},
        report::Figures,
        unit::{Level, UnitPath},
    },
    store::{self, entries::Stored},
    terms,
};

/// The ledger of scores that the records cannot know.
pub(in crate::office) const SCORES: &str = "score";

impl Office {
    pub(super) fn entries_of(
        &mut self,
        ledger: &str,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Stored>, Refusal> {
        let filter = store::entries::Filter {
            ledger: Some(ledger.to_owned()),
            from: Some(period.from),
            to: Some(period.to),
            ..store::entries::Filter::default()
        };
        Ok(store::entries::list(&mut *self.store.driver, of, &filter)?)
    }

    /// The words of a choice, as its ledger lists them.
    pub(super) fn options(&self, ledger: &str, field: &str) -> Vec<String> {
        let field = self.library.ledger(ledger).and_then(|ledger| ledger.field(field));
        field.map(|field| field.options.clone()).unwrap_or_default()
    }

    pub(super) fn penalty_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let entries = self.entries_of("penalty", of, period)?;
        let rows = self.options("penalty", "kind").into_iter().map(|kind| {
            let fits = || entries.iter().filter(|stored| field(stored, "kind") == kind);
            let cents: i64 = fits().filter_map(|stored| cents(field(stored, "amount"))).sum();
            let amount = yuan(cents);
            let mut row = Known::new();
            put(&mut row, "count", fits().count().to_string());
            put(&mut row, "amount", amount);
            put(&mut row, "kind", kind.clone());
            row
        });
        Ok(numbered(rows.collect::<Vec<_>>()))
    }

    /// 以奖代补, 每个网格员一行 (S2 管理办法五（四）).
    pub(super) fn reward_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let mut by: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
        for stored in self.entries_of("reward", of, period)? {
            by.entry(field(&stored, "name").to_owned()).or_default().push(stored);
        }
        let rows = by.into_iter().map(|(name, entries)| {
            let accepted = || entries.iter().filter(|stored| field(stored, "accepted") == "是");
            let money = |paid: bool| -> String {
                let rows = accepted().filter(|row| !paid || !field(row, "paid_on").is_empty());
                yuan(rows.filter_map(|stored| cents(field(stored, "amount"))).sum())
            };
            let mut row = Known::new();
            put(&mut row, "reported", entries.len().to_string());
            put(&mut row, "accepted", accepted().count().to_string());
            put(&mut row, "amount", money(false));
            put(&mut row, "paid", money(true));
            put(&mut row, "name", name);
            row
        });
        Ok(numbered(rows.collect::<Vec<_>>()))
    }

    /// 企业隐患自查自报, 按行业归口 (S2 制度三).
    pub(super) fn self_report_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let mut by: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
        for stored in self.entries_of("self_report", of, period)? {
            let industry = field(&stored, "industry");
            let industry = if industry.is_empty() { "未注明行业" } else { industry };
            by.entry(industry.to_owned()).or_default().push(stored);
        }
        let rows = by.into_iter().map(|(industry, entries)| {
            let units: BTreeSet<&str> =
                entries.iter().map(|stored| field(stored, "unit")).collect();
            let sum = |name: &str| -> i64 {
                entries.iter().filter_map(|stored| field(stored, name).parse::<i64>().ok()).sum()
            };
            let (found, fixed) = (sum("found"), sum("fixed"));
            let rate = Figures::rate(fixed, found).map(|rate| format!("{rate}%"));
            let mut row = Known::new();
            put(&mut row, "units", units.len().to_string());
            put(&mut row, "count", entries.len().to_string());
            put(&mut row, "found", found.to_string());
            put(&mut row, "fixed", fixed.to_string());
            put(&mut row, "rate", rate.unwrap_or_else(|| "—".to_owned()));
            put(&mut row, "industry", industry);
            row
        });
        Ok(numbered(rows.collect::<Vec<_>>()))
    }

    /// The units below by the eight indicators of S2 制度二. What the records know is counted; what a person has
    /// scored goes before it, and what neither knows stays open.
    pub(super) fn ranking_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let names = self.options(SCORES, "indicator");
        let below = of.level().below().map_or(Level::Community, |it| it.min(Level::Community));
        let units: Vec<(UnitPath, String)> = self
            .units_on(below, period.to.min(self.act.today))
            .filter(|unit| of.covers(&unit.path))
            .map(|unit| (unit.path.clone(), unit.name.clone()))
            .collect();
        // The newest entry is read first, and the first one counts. A quarter is scored when it is over.
        let all = store::entries::Filter {
            ledger: Some(SCORES.to_owned()),
            from: Some(period.from),
            ..store::entries::Filter::default()
        };
        let mut given = store::entries::list(&mut *self.store.driver, of, &all)?;
        given.retain(|stored| match terms::appraised(field(stored, "period")) {
            Some(days) => days == (period.from, period.to),
            None => (period.from..=period.to).contains(&stored.entry.on),
        });
        // A score is of the unit that it names, whatever that is called today.
        let mut about: BTreeMap<String, Option<UnitPath>> = BTreeMap::new();
        for stored in &given {
            let named = field(stored, "unit");
            if !about.contains_key(named) {
                about.insert(named.to_owned(), self.unit_called(named, &units)?);
            }
        }
        let mut told: Vec<(String, Scores)> = Vec::new();
        for (unit, name) in units {
            let mut scores = self.known_scores(&unit, period)?;
            for (score, indicator) in scores.iter_mut().zip(&names) {
                let by_hand = given.iter().find(|stored| {
                    about.get(field(stored, "unit")).is_some_and(|of| of.as_ref() == Some(&unit))
                        && field(stored, "indicator") == *indicator
                });
                let by_hand = by_hand.and_then(|stored| ranking::read(field(stored, "score")));
                *score = by_hand.or(*score);
            }
            told.push((name, scores));
        }
        let totals: Vec<Option<i64>> = told.iter().map(|(_, scores)| total(scores)).collect();
        let mut rows: Vec<(Option<usize>, Known)> = Vec::new();
        for (((unit, scores), total), rank) in told.into_iter().zip(&totals).zip(ranks(&totals)) {
            let mut row = Known::new();
            let unknown: Vec<&str> = names
                .iter()
                .zip(&scores)
                .filter(|(_, score)| score.is_none())
                .map(|(name, _)| name.as_str())
                .collect();
            put(&mut row, "unknown", unknown.join("、"));
            for (at, score) in scores.iter().enumerate() {
                let score = score.map(ranking::spelled);
                put(&mut row, &format!("s{}", at + 1), score.unwrap_or_else(|| "待评".to_owned()));
            }
            let points = total.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
            put(&mut row, "total", points.unwrap_or_default());
            put(&mut row, "rank", rank.map(|rank| rank.to_string()).unwrap_or_default());
            put(&mut row, "unit", unit);
            rows.push((rank, row));
        }
        rows.sort_by_key(|(rank, _)| rank.unwrap_or(usize::MAX));
        Ok(numbered(rows.into_iter().map(|(_, row)| row)))
    }

    /// What the records say of the indicators: 3 reports sent in time, 4 clues dealt with, 5 hazards not overdue,
    /// 6 premises seen and hazards closed, 7 supervisions lifted, 8 dossiers filled.
    fn known_scores(&mut self, unit: &UnitPath, period: Period) -> Result<Scores, Refusal> {
        let mut scores: Scores = [None; INDICATORS];
        let owed = self.report_status(Some(period.from), Some(period.to))?;
        let today = self.act.today;
        let owed: Vec<_> = owed
            .iter()
            .filter(|owed| {
                unit.covers(&owed.unit)
                    && (owed.submitted.is_some() || owed.due < today)
                    && self.tells_of_inspecting(&owed.code)
            })
            .collect();
        let in_time = owed.iter().filter(|owed| owed.submitted.is_some() && !owed.late).count();
        scores[2] = Figures::rate(in_time as i64, owed.len() as i64);
        let clues = self.entries_of("clue", unit, period)?;
        let dealt = clues.iter().filter(|stored| field(stored, "situation") != "已掌握").count();
        scores[3] = Figures::rate(dealt as i64, clues.len() as i64);
        let figures = self.figures(unit, period, None)?;
        scores[4] = Figures::rate(figures.closed, figures.closed + figures.overdue);
        let seen = Figures::rate(figures.seen.min(figures.premises), figures.premises);
        let closed = Figures::rate(figures.closed, figures.found);
        scores[5] = match (seen, closed) {
            (Some(seen), Some(closed)) => Some((seen + closed) / 2),
            (one, other) => one.or(other),
        };
        let all = store::matters::Filter::default();
        let kind = Some(MatterKind::Supervision);
        let lines = store::matters::lines(&mut *self.store.driver, unit, kind, &all)?;
        let on = period.to.min(today);
        let supervised = |line: &store::matters::Line| Supervised {
            opened: line.opened_on,
            closed: line.closed_on,
            due: line.due,
        };
        let lines: Vec<Supervised> =
            lines.iter().filter(|line| !line.is_withdrawn()).map(supervised).collect();
        scores[6] = supervision_score(&lines, period.from, on);
        scores[7] = self.dossier_rate(unit, on)?;
        Ok(scores.map(|points| points.map(|points| points * POINT)))
    }
}

pub(super) fn field<'a>(stored: &'a Stored, name: &str) -> &'a str {
    stored.entry.fields.get(name).map_or("", String::as_str)
}

/// 12345.60 → 1234560
/// Empty for nothing, without 角分 where there are none.
fn yuan(cents: i64) -> String {
    match (cents / 100, cents % 100) {
        (0, 0) => String::new(),
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

fn cents(amount: &str) -> Option<i64> {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let whole: i64 = whole.parse().ok()?;
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    Some(whole * 100 + cents)
}
