//! The quarterly ranking (S2 制度二): what the records know of each unit below, what people have scored, and where the one
//! goes before the other.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{
    Known, Office, Period, Refusal,
    clues::Situation,
    counted::{SCORES, field},
    numbered, put,
};
use crate::{
    domain::{
        matter::MatterKind,
        ranking::{self, INDICATORS, POINT, Scores, Supervised, ranks, supervision_score, total},
        report::{Figures, had_come},
        unit::{Level, UnitPath},
    },
    office::event::CLUES,
    store::{self, entries::Stored},
    terms,
};

/// A unit with its scores, and those that a person gave though the records know them.
struct Ranked {
    unit: String,
    scores: Scores,
    by_hand: Vec<Known>,
}

impl Office {
    /// The units below by the eight indicators. What a person has scored goes before what the records know, and what
    /// neither knows stays open.
    pub(super) fn ranking_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let names = self.options(SCORES, "indicator");
        let told = self.ranked(of, period)?;
        let totals: Vec<Option<i64>> = told.iter().map(|one| total(&one.scores)).collect();
        let mut rows: Vec<(Option<usize>, Known)> = Vec::new();
        for ((Ranked { unit, scores, .. }, total), rank) in
            told.into_iter().zip(&totals).zip(ranks(&totals))
        {
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

    /// The scores that a person gave where the records know better: the paper says so.
    pub(super) fn overruled_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let all = self.ranked(of, period)?;
        Ok(numbered(all.into_iter().flat_map(|one| one.by_hand)))
    }

    fn ranked(&mut self, of: &UnitPath, period: Period) -> Result<Vec<Ranked>, Refusal> {
        let names = self.options(SCORES, "indicator");
        let below = of.level().below().map_or(Level::Community, |it| it.min(Level::Community));
        let units: Vec<(UnitPath, String)> = self
            .units_on(below, period.to.min(self.act.today))
            .filter(|unit| of.covers(&unit.path))
            .map(|unit| (unit.path.clone(), unit.name.clone()))
            .collect();
        let given = self.given_scores(of, period)?;
        // A score is of the unit that it names, whatever that is called today.
        let mut about: BTreeMap<String, Option<UnitPath>> = BTreeMap::new();
        for stored in &given {
            let named = field(stored, "unit");
            if !about.contains_key(named) {
                about.insert(named.to_owned(), self.unit_called(named, &units)?);
            }
        }
        let mut told = Vec::new();
        for (unit, name) in units {
            let mut scores = self.known_scores(&unit, period)?;
            let mut by_hand = Vec::new();
            for (score, indicator) in scores.iter_mut().zip(&names) {
                let given = given.iter().find(|stored| {
                    about.get(field(stored, "unit")).is_some_and(|of| of.as_ref() == Some(&unit))
                        && field(stored, "indicator") == *indicator
                });
                let Some(given) = given else { continue };
                let Some(points) = ranking::read(field(given, "score")) else { continue };
                if let Some(known) = score.replace(points).filter(|known| *known != points) {
                    by_hand.push(overruled(&name, given, points, known));
                }
            }
            told.push(Ranked { unit: name, scores, by_hand });
        }
        Ok(told)
    }

    /// What was scored of a quarter, the newest first: the first one counts. A quarter is scored when it is over.
    fn given_scores(&mut self, of: &UnitPath, period: Period) -> Result<Vec<Stored>, Refusal> {
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
        Ok(given)
    }

    /// What the records say of the indicators: 3 reports sent in time, 4 clues dealt with, 5 hazards not overdue,
    /// 6 premises seen and hazards closed, 7 supervisions lifted, 8 dossiers filled.
    fn known_scores(&mut self, unit: &UnitPath, period: Period) -> Result<Scores, Refusal> {
        let mut scores: Scores = [None; INDICATORS];
        let owed = self.report_status(Some(period.from), Some(period.to))?;
        let today = self.act.today;
        // What was to come by the last day that is over.
        let over = period.to.min(today - Days::new(1));
        let came: Vec<bool> = owed
            .iter()
            .filter(|owed| {
                owed.asked && unit.covers(&owed.unit) && self.tells_of_inspecting(&owed.code)
            })
            .filter_map(|owed| match &owed.sent[..] {
                [] => (owed.due < today).then_some(false),
                sent => Some(had_come(sent, &self.calendar, owed.due, over)),
            })
            .collect();
        let in_time = came.iter().filter(|came| **came).count();
        scores[2] = Figures::rate(in_time as i64, came.len() as i64);
        let on = period.to.min(today);
        let clues = self.entries_of(CLUES, unit, period)?;
        let mut dealt = 0;
        for clue in &clues {
            dealt += i64::from(self.clue_on(clue, on)? != Situation::Known);
        }
        scores[3] = Figures::rate(dealt, clues.len() as i64);
        let figures = self.figures(unit, period, None)?;
        let (closed, overdue) = self.closed_and_overdue(unit, period.from, on)?;
        scores[4] = Figures::rate(closed, closed + overdue);
        let seen = Figures::rate(figures.seen.min(figures.premises), figures.premises);
        let closed = Figures::rate(closed, figures.found);
        scores[5] = match (seen, closed) {
            (Some(seen), Some(closed)) => Some((seen + closed) / 2),
            (one, other) => one.or(other),
        };
        let all = store::matters::Filter::default();
        let kind = Some(MatterKind::Supervision);
        let lines = store::matters::lines(&mut *self.store.driver, unit, kind, &all)?;
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

    /// Of the hazards found since a day those closed by the end of another, and all that were overdue then: what comes
    /// after a quarter changes neither.
    fn closed_and_overdue(
        &mut self,
        of: &UnitPath,
        from: NaiveDate,
        on: NaiveDate,
    ) -> Result<(i64, i64), Refusal> {
        let driver = &mut *self.store.driver;
        let (mut closed, mut overdue) = (0, 0);
        for told in store::hazards::found_between(driver, of, from, on)? {
            closed += i64::from(told.stored.course_on(on)?.closed_on().is_some());
        }
        for told in store::hazards::standing_on(driver, of, on)? {
            overdue += i64::from(told.stored.course_on(on)?.is_overdue(on));
        }
        Ok((closed, overdue))
    }
}

fn overruled(unit: &str, given: &Stored, points: i64, known: i64) -> Known {
    let mut row = Known::new();
    put(&mut row, "unit", unit);
    for name in ["indicator", "scorer", "basis"] {
        put(&mut row, name, field(given, name));
    }
    put(&mut row, "score", ranking::spelled(points));
    put(&mut row, "known", ranking::spelled(known));
    row
}
