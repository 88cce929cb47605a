//! 打非 over a period: 非法建设、非法生产、非法经营 by 已掌握、已取缔、正在打击 (S2 制度一).

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

impl Office {
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
            let banned = (field(&stored, SITUATION) == BANNED)
                .then(|| field(&stored, BANNED_ON).parse().unwrap_or(stored.entry.on));
            let counted = counted(stored.entry.on, banned, from, to)?;
            Some((stored, counted))
        });
        Ok(told.collect())
    }

    pub(super) fn clue_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let clues = self.clues_of(of, period, None)?;
        let rows = self.options(CLUES, "kind").into_iter().map(|kind| {
            let count = |fits: &dyn Fn(&Stored, Counted) -> bool| {
                let here = clues.iter().filter(|(stored, _)| field(stored, "kind") == kind);
                here.filter(|(stored, counted)| fits(stored, *counted)).count().to_string()
            };
            let fighting = |stored: &Stored| field(stored, SITUATION) == FIGHTING;
            let open = Counted::Open;
            let mut row = Known::new();
            put(&mut row, "known", count(&|stored, of| of == open && !fighting(stored)));
            put(&mut row, "fighting", count(&|stored, of| of == open && fighting(stored)));
            put(&mut row, "banned", count(&|_, of| of == Counted::Banned));
            put(&mut row, "banned_before", count(&|_, of| of == Counted::BannedBefore));
            put(&mut row, "count", count(&|_, of| of.is_found()));
            put(&mut row, "kind", kind.clone());
            row
        });
        Ok(numbered(rows.collect::<Vec<_>>()))
    }
}
