//! Lists that count entries of ledgers over a period.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, Office, Period, Refusal, numbered, put};
use crate::{
    domain::{report::Figures, unit::UnitPath},
    store::{self, entries::Stored},
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

    /// 检查组: those who went together, with how often they did and how many people that is in all (检查人次).
    pub(super) fn team_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let driver = &mut *self.store.driver;
        let visits = store::inspections::between(driver, of, period.from, period.to)?;
        let mut by: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for line in visits.into_iter().filter(|line| !line.corrected) {
            let mut team = line.inspection.inspectors;
            team.sort();
            *by.entry(team).or_default() += 1;
        }
        Ok(numbered(by.into_iter().map(|(team, visits)| {
            let mut row = Known::new();
            put(&mut row, "people", team.join("、"));
            put(&mut row, "visits", visits.to_string());
            put(&mut row, "heads", (visits * team.len()).to_string());
            row
        })))
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
}

pub(super) fn field<'a>(stored: &'a Stored, name: &str) -> &'a str {
    stored.entry.fields.get(name).map_or("", String::as_str)
}

/// 1234560 → 12345.60. Empty for nothing, without 角分 where there are none.
pub(super) fn yuan(cents: i64) -> String {
    let minus = if cents < 0 { "-" } else { "" };
    match (cents.abs() / 100, cents.abs() % 100) {
        (0, 0) => String::new(),
        (whole, 0) => format!("{minus}{whole}"),
        (whole, rest) => format!("{minus}{whole}.{rest:02}"),
    }
}

/// The other way round.
pub(super) fn cents(amount: &str) -> Option<i64> {
    let (sign, amount) = amount.strip_prefix('-').map_or((1, amount), |amount| (-1, amount));
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let whole: i64 = whole.parse().ok()?;
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    Some(sign * (whole * 100 + cents))
}
