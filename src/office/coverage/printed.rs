//! The coverage as a list that papers print (INS-05, REP-19).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{By, Missed, Place, Round, Row, Rule, officer, percent};
use crate::{
    domain::{id::Id, unit::UnitPath},
    office::{
        Office, Refusal,
        facts::{Known, Period, put},
    },
    terms,
};

/// Names that a cell of a paper holds.
const IN_A_CELL: usize = 100;
/// So many days have at most what is printed week by week.
const MONTH: i64 = 31;

impl Office {
    /// The coverage at the end of some days: a line for each round and grid, community and person, told apart by what it
    /// is told by. Of a month at most, every week, and every campaign, that ended in it stands before what is told of its last
    /// day.
    pub(in crate::office) fn coverage_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let mut rows = Vec::new();
        for by in [By::Grid, By::Community, By::Person] {
            for (on, round) in self.rounds_printed(of, period, by)? {
                let officers = self.officers(on)?;
                let mut missed: HashMap<&Place, Vec<&Missed>> = HashMap::new();
                for one in &round.missed {
                    missed.entry(&one.place).or_default().push(one);
                }
                for row in &round.rows {
                    let mut known = self.printed_row(&round, row, by, &officers);
                    put(&mut known, "names", row.names(&missed));
                    rows.push(known);
                }
            }
        }
        // Each table numbers those that it prints.
        Ok(rows)
    }

    /// The rounds of some days, each with the day as of which it is told. Where the days are the week or the month of some
    /// rounds, of those that are told of the last day only these and what lies within.
    fn rounds_printed(
        &mut self,
        of: &UnitPath,
        period: Period,
        by: By,
    ) -> Result<Vec<(NaiveDate, Round)>, Refusal> {
        let on = period.to.min(self.act.today);
        let mut last = self.coverage_of(of, on, by, None)?.rounds;
        let own = |round: &Round| (round.rule.from, round.rule.to) == (period.from, period.to);
        if last.iter().any(own) {
            last.retain(|round| period.from <= round.rule.from && round.rule.to <= period.to);
        }
        let mut all = Vec::new();
        if (period.to - period.from).num_days() < MONTH {
            // Of a week that began before the office nothing is known.
            let began = self.records_began();
            for end in period.from.iter_days().take_while(|day| *day < on) {
                let ended = |rule: &Rule| rule.to == end && began <= rule.from;
                for rule in self.rules(end)?.into_iter().filter(ended) {
                    all.push((end, self.round_of(of, rule, end, by, None)?));
                }
            }
        }
        all.extend(last.into_iter().map(|round| (on, round)));
        // What follows one another of one rule stands together.
        let order: Vec<String> = all.iter().map(|(_, round)| round.rule.code.clone()).collect();
        let place = |code: &str| order.iter().position(|known| known == code);
        all.sort_by_key(|(_, round)| (place(&round.rule.code), round.rule.from));
        Ok(all)
    }

    fn printed_row(
        &self,
        round: &Round,
        row: &Row,
        by: By,
        officers: &HashMap<UnitPath, Vec<String>>,
    ) -> Known {
        let (grid, officer) = match by {
            By::Grid => (row.name.clone(), officer(officers, row.unit.as_ref())),
            By::Community => (String::new(), String::new()),
            By::Person => (self.grids_of(row), row.name.clone()),
        };
        let mut known = Known::new();
        for (name, value) in [
            ("by", by.label().to_owned()),
            ("round", round.rule.label.clone()),
            ("from", terms::date(round.rule.from)),
            ("to", terms::date(round.rule.to)),
            ("community", row.community.clone()),
            ("grid", grid),
            ("officer", officer),
            ("required", row.count.required.to_string()),
            ("covered", row.count.covered.to_string()),
            ("missed", row.count.missed().to_string()),
            ("percent", percent(row.count)),
        ] {
            put(&mut known, name, value);
        }
        known
    }

    /// Where somebody goes.
    fn grids_of(&self, row: &Row) -> String {
        let names: Vec<String> =
            row.places.iter().map(|place| self.grid_name(place.1.as_ref())).collect();
        names.join("、")
    }
}

impl Row {
    /// What it has missed, as many names as a cell holds.
    fn names(&self, missed: &HashMap<&Place, Vec<&Missed>>) -> String {
        let only: HashSet<Id> = self.only.iter().copied().collect();
        let there = self.places.iter().filter_map(|place| missed.get(place)).flatten();
        let own: Vec<&str> = there
            .filter(|one| only.is_empty() || only.contains(&one.id))
            .map(|one| one.name.as_str())
            .collect();
        let more = match own.len() {
            all if all > IN_A_CELL => format!("等{all}家"),
            _ => String::new(),
        };
        let shown: Vec<&str> = own.into_iter().take(IN_A_CELL).collect();
        shown.join("、") + &more
    }
}
