//! 打非 over a period: 非法建设、非法生产、非法经营 by 已掌握、已取缔、正在打击 (S2 制度一).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Known, Office, Period, Refusal, counted::field, numbered, put, spoken::Within};
use crate::{
    domain::{
        clue::{Counted, counted},
        unit::UnitPath,
    },
    office::event::CLUES,
    store::entries::{self, Stored},
};

pub(in crate::office) const SITUATION: &str = "situation";
pub(in crate::office) const BANNED: &str = "已取缔";
pub(in crate::office) const BANNED_ON: &str = "banned_on";
const FIGHTING: &str = "正在打击";

/// What had come of a clue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Situation {
    Known,
    Fighting,
    Banned,
}

/// The day on which a clue was banned, where it is.
fn banned_on(stored: &Stored) -> Option<NaiveDate> {
    let banned = field(stored, SITUATION) == BANNED;
    banned.then(|| field(stored, BANNED_ON).parse().unwrap_or(stored.entry.on))
}

impl Office {
    /// How a clue stood at the end of a day: what is done later is of the next period, what is entered late is not.
    pub(super) fn clue_on(&mut self, stored: &Stored, on: NaiveDate) -> Result<Situation, Refusal> {
        if banned_on(stored).is_some_and(|day| day <= on) {
            return Ok(Situation::Banned);
        }
        Ok(match self.field_on(stored, SITUATION, on)?.as_str() {
            FIGHTING => Situation::Fighting,
            _ => Situation::Known,
        })
    }

    /// The clues that a period counts, of a campaign's premises alone where these are given: found in it, or banned.
    pub(super) fn clues_of(
        &mut self,
        of: &UnitPath,
        Period { from, to }: Period,
        within: Option<&Within>,
    ) -> Result<Vec<(Stored, Counted)>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(CLUES.to_owned()),
            to: Some(to),
            ..entries::Filter::default()
        };
        let all = entries::list(&mut *self.store.driver, of, &filter)?.into_iter();
        let here = all.filter(|stored| Within::holds(within, stored.entry.premises));
        let told = here.filter_map(|stored| {
            let counted = counted(stored.entry.on, banned_on(&stored), from, to)?;
            Some((stored, counted))
        });
        Ok(told.collect())
    }

    fn clues_told(&mut self, of: &UnitPath, period: Period) -> Result<Vec<Told>, Refusal> {
        let mut clues = Vec::new();
        for (stored, counted) in self.clues_of(of, period, None)? {
            let fighting = self.clue_on(&stored, period.to)? == Situation::Fighting;
            clues.push((stored, counted, fighting));
        }
        Ok(clues)
    }

    /// The same counts by trade (行业分类).
    pub(super) fn clue_industry_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let clues = self.clues_told(of, period)?;
        let mut by: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
        for clue in &clues {
            let trade = Some(field(&clue.0, "industry")).filter(|trade| !trade.is_empty());
            by.entry(trade.unwrap_or(NO_TRADE)).or_default().push(clue);
        }
        Ok(numbered(by.into_iter().map(|(trade, own)| {
            let mut row = counts(&own);
            put(&mut row, "industry", trade);
            row
        })))
    }

    pub(super) fn clue_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let clues = self.clues_told(of, period)?;
        let rows = self.options(CLUES, "kind").into_iter().map(|kind| {
            let own: Vec<_> = clues.iter().filter(|(it, ..)| field(it, "kind") == kind).collect();
            let mut row = counts(&own);
            put(&mut row, "kind", kind.clone());
            row
        });
        Ok(numbered(rows.collect::<Vec<_>>()))
    }
}

/// What stands for a clue of which nobody has written the trade.
const NO_TRADE: &str = "未注明行业";

/// A clue, what a period counts of it, and whether it was being dealt with at its end.
type Told = (Stored, Counted, bool);

/// The columns of 打非 of some clues.
fn counts(clues: &[&Told]) -> Known {
    let count = |fits: &dyn Fn(Counted, bool) -> bool| {
        clues.iter().filter(|(_, of, fighting)| fits(*of, *fighting)).count().to_string()
    };
    let mut row = Known::new();
    put(&mut row, "known", count(&|of, fighting| of == Counted::Open && !fighting));
    put(&mut row, "fighting", count(&|of, fighting| of == Counted::Open && fighting));
    put(&mut row, "banned", count(&|of, _| of == Counted::Banned));
    put(&mut row, "banned_before", count(&|of, _| of == Counted::BannedBefore));
    put(&mut row, "count", count(&|of, _| of.is_found()));
    row
}
