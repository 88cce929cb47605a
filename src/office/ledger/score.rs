//! 考评打分: a score is of a quarter and of a unit that the ranking has.

use super::{Entry, Ledger, Office, Refusal, Typed};
use crate::{
    domain::unit::{Level, Unit, UnitPath},
    office::facts::SCORES,
    terms,
};

/// Units that a refusal names.
const NAMED: usize = 12;

impl Office {
    /// A score says of which quarter it is, or nothing; and of which unit, as it is registered. Who was closed since has
    /// scores of the quarters before.
    pub(super) fn check_score(&self, entry: &Entry) -> Result<(), Refusal> {
        if entry.ledger != SCORES {
            return Ok(());
        }
        let said = |id: &str| entry.fields.get(id).map_or("", String::as_str);
        let (period, unit) = (said("period"), said("unit"));
        if !period.is_empty() && terms::appraised(period).is_none() {
            return Err(Refusal::field(
                "period",
                format!("考评时段“{period}”看不出是哪个季度。请写成 2026年第三季度 或 2026-Q3。"),
            ));
        }
        // The office itself is ranked by the one above.
        let ranked: Vec<&Unit> = self
            .units
            .iter()
            .filter(|known| known.path.level() <= Level::Community && known.path != self.home)
            .filter(|known| self.home.covers(&known.path))
            // Nobody scores their own unit, nor one beside it.
            .filter(|known| self.scope.covers(&known.path) && known.path != self.scope)
            .collect();
        if ranked.iter().any(|known| known.name == unit) {
            return Ok(());
        }
        let names: Vec<&str> = ranked
            .iter()
            .filter(|known| !known.is_closed_on(self.act.today))
            .map(|known| known.name.as_str())
            .take(NAMED)
            .collect();
        let more = if ranked.len() > NAMED { "等" } else { "" };
        Err(Refusal::field(
            "unit",
            format!("“{unit}”不在参加考评的单位里。请写登记的名称：{}{more}。", names.join("、")),
        ))
    }

    /// Where a score is kept when nobody says so: with the unit that it is of, a street's in its first community. An unknown
    /// one is told of by [`Office::check_score`].
    pub(super) fn scored_place(&self, ledger: &Ledger, typed: &Typed) -> Option<UnitPath> {
        let field = ledger.field("unit").filter(|_| ledger.code == SCORES)?;
        let named = typed.fields.iter().find(|(name, _)| field.is_called(name))?.1.trim();
        let of = self.units.iter().find(|unit| unit.name == named).map(|unit| &unit.path);
        let of = of.unwrap_or(&self.scope);
        let mut communities =
            self.units.iter().filter(|unit| unit.path.level() == Level::Community);
        communities
            .find(|unit| unit.path == *of || of.covers(&unit.path))
            .map(|unit| unit.path.clone())
    }
}
