//! 打非线索: what was banned has the day of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Ledger, Refusal};
use crate::{
    office::{
        event::CLUES,
        facts::{BANNED, BANNED_ON, SITUATION},
    },
    terms,
};

type Fields = BTreeMap<String, String>;

/// The fields of a clue with the day on which it was banned: where nobody names one, that of its finding for a new row,
/// today for one that was not banned `before`. Rows from before there was such a day keep none.
pub(super) fn with_ban(
    ledger: &Ledger,
    mut fields: Fields,
    before: Option<&Fields>,
    today: NaiveDate,
) -> Result<Fields, Refusal> {
    if ledger.code != CLUES || ledger.field(BANNED_ON).is_none() {
        return Ok(fields);
    }
    let of = |fields: &Fields, id: &str| fields.get(id).cloned().unwrap_or_default();
    let is_banned = |fields: &Fields| of(fields, SITUATION) == BANNED;
    let refused = |text: String| Err(Refusal::field(BANNED_ON, text));
    let found = super::day_of(&fields, &ledger.day).unwrap_or(today);
    let named = of(&fields, BANNED_ON).parse::<NaiveDate>().ok();
    if !is_banned(&fields) {
        return match named {
            Some(_) => refused(format!(
                "“取缔日期”只在打击情况是“{BANNED}”时填。请把打击情况改为“{BANNED}”，或把取缔日期空着。"
            )),
            None => Ok(fields),
        };
    }
    match named {
        Some(day) if day < found => refused(format!(
            "“取缔日期”{}早于“发现日期”{}。请核对这两个日期。",
            terms::date(day),
            terms::date(found)
        )),
        Some(day) if day > today => {
            refused(format!("“取缔日期”{}还没有到。请核对这个日期。", terms::date(day)))
        }
        Some(_) => Ok(fields),
        None => {
            let day = match before {
                None => Some(found),
                Some(before) => (!is_banned(before)).then_some(today),
            };
            if let Some(day) = day {
                fields.insert(BANNED_ON.to_owned(), day.to_string());
            }
            Ok(fields)
        }
    }
}
