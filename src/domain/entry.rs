//! An entry (台账记录): one row of a ledger, whose columns a form file names. What was entered may be put right;
//! the journal keeps every version, and one entered by mistake is struck out, not deleted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{id::Id, notice::Void, typed::name_key, unit::UnitPath};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: Id,
    pub community: UnitPath,
    /// Code of its ledger.
    pub ledger: String,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    /// The day it speaks of.
    pub on: NaiveDate,
    /// The last day on which it holds (a certificate's expiry, the end on a list); `None` for ever.
    pub until: Option<NaiveDate>,
    /// By the id of the ledger's field; days as 2026-11-30.
    pub fields: BTreeMap<String, String>,
    pub void: Option<Void>,
    /// Something has to be done by the last day, and is not done yet.
    #[serde(default)]
    pub waits: bool,
}

/// The field in which a ledger says when something was done.
const DONE_ON: &str = "done_on";

impl Entry {
    /// When it was done, where its ledger says so in that field.
    pub fn done_on(&self) -> Option<NaiveDate> {
        self.fields.get(DONE_ON)?.parse().ok()
    }

    /// Whether it still holds on a day: begun, not ended (its last day counts), not struck out.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.void.is_none() && self.on <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// How somebody from elsewhere is marked behind the name: `张三（外单位）`.
pub const OUTSIDE: &str = "（外单位）";

/// Whether a name is said to be of somebody from elsewhere, in brackets of either width.
pub fn is_outside(name: &str) -> bool {
    let name = name.trim_end();
    name.strip_suffix(OUTSIDE)
        .or_else(|| name.strip_suffix("(外单位)"))
        .is_some_and(|name| !name.trim().is_empty())
}

/// What is written in place of names where there is nobody.
pub const NOBODY: [&str; 5] = ["无", "没有", "无人", "/", "—"];

/// The people that a field names.
pub fn people(text: &str) -> impl Iterator<Item = &str> {
    let names = text.split(['、', ',', '，', ' ', '　']).map(str::trim);
    names.filter(|name| !name.is_empty() && !NOBODY.contains(name))
}

/// Whether a row says again what another says: of the same premises and work, in these fields, or in all where none is
/// named. Names in another order are the same people, and spaces and widths tell nothing apart.
pub fn says_again(row: &Entry, before: &Entry, fields: &[&str]) -> bool {
    let said = |entry: &Entry, id: &str| entry.fields.get(id).cloned().unwrap_or_default();
    let listed = |text: &str| people(text).map(name_key).collect::<BTreeSet<String>>();
    let same = |id: &str| {
        let (now, then) = (said(row, id), said(before, id));
        name_key(&now) == name_key(&then) || listed(&now) == listed(&then)
    };
    let about = |entry: &Entry| (entry.community.clone(), entry.premises, entry.hazard);
    about(row) == about(before)
        && match fields {
            [] => row.fields.keys().chain(before.fields.keys()).all(|id| same(id)),
            named => named.iter().all(|id| same(id)),
        }
}

/// Whether a day of completion that is entered today takes from a task that was late by then (`due` is its last day in
/// time) that it was: it was not done in time as it stood, and is said to have been done before today.
pub fn is_cleared(
    due: NaiveDate,
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
    today: NaiveDate,
) -> bool {
    let was_late = due < today && before.is_none_or(|done| done > due);
    was_late && after != before && after.is_some_and(|done| done < today)
}

/// Who had a task before others did, each with the first day on which it was no longer theirs: `begun` is the day on which
/// it was entered, a change is its day, who had it and who has it since. A day counts as it ended, so that a name put right
/// on the same day was nobody's.
pub fn formerly(
    begun: NaiveDate,
    changes: &[(NaiveDate, String, String)],
) -> Vec<(String, NaiveDate)> {
    let mut since = begun;
    let mut had = Vec::new();
    for (on, before, after) in changes {
        if people(before).eq(people(after)) {
            continue;
        }
        if *on > since {
            had.push((before.clone(), *on));
        }
        since = *on;
    }
    had
}

/// Who had a task at the end of a day, on the day on which it was entered at the earliest; `changes` as in [`formerly`],
/// `None` where there are none.
pub fn had_on(changes: &[(NaiveDate, String, String)], day: NaiveDate) -> Option<&str> {
    let since = changes.iter().rev().find(|(on, ..)| *on <= day).map(|(.., after)| after);
    since.or(changes.first().map(|(_, before, _)| before)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_had_a_task_is_told_by_the_days_on_which_it_changed_hands() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        for (changes, had) in [
            (&[][..], &[][..]),
            (&[(25, "甲", "乙")], &[("甲", 25)]),
            // Another field was changed, or the names are only written otherwise.
            (&[(24, "甲", "甲"), (25, "甲、乙", "甲，乙")], &[]),
            // Put right on the day on which it was entered, and on the day on which it changed hands.
            (&[(23, "甲", "乙")], &[]),
            (&[(25, "甲", "乙"), (25, "乙", "丙")], &[("甲", 25)]),
            // From one to the next, and back.
            (&[(25, "甲", "乙"), (27, "乙", "甲")], &[("甲", 25), ("乙", 27)]),
            (&[(25, "甲、乙", "乙、丙")], &[("甲、乙", 25)]),
        ] {
            let changes: Vec<_> = changes
                .iter()
                .map(|(on, before, after)| (day(*on), (*before).to_owned(), (*after).to_owned()))
                .collect();
            let had: Vec<_> = had.iter().map(|(who, on)| ((*who).to_owned(), day(*on))).collect();
            assert_eq!(formerly(day(23), &changes), had, "{changes:?}");
        }
    }

    #[test]
    fn a_task_was_whose_it_was_as_the_day_ended() {
        let at = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        for (changes, day, expected) in [
            (&[][..], 20, None),
            (&[(24, "甲", "乙")], 20, Some("甲")),
            (&[(24, "甲", "乙")], 23, Some("甲")),
            (&[(24, "甲", "乙")], 24, Some("乙")),
            (&[(18, "甲", "乙")], 20, Some("乙")),
            (&[(18, "甲", "乙"), (24, "乙", "丙")], 20, Some("乙")),
            (&[(20, "甲", "乙"), (20, "乙", "丙")], 20, Some("丙")),
            // Another field was changed.
            (&[(24, "甲", "甲")], 20, Some("甲")),
        ] {
            let changes: Vec<_> = changes
                .iter()
                .map(|(on, before, after)| (at(*on), (*before).to_owned(), (*after).to_owned()))
                .collect();
            assert_eq!(had_on(&changes, at(day)), expected, "{changes:?} {day}");
        }
    }

    #[test]
    fn a_late_task_is_cleared_by_an_earlier_day() {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse::<NaiveDate>().unwrap());
        for (before, after, today, cleared) in [
            // Not late yet: it may have been done before, on its last day too.
            ("", "2026-11-24", "2026-11-24", false),
            ("", "2026-11-23", "2026-11-25", false),
            ("", "2026-11-24", "2026-11-26", true),
            ("", "2026-11-26", "2026-11-28", true),
            ("", "2026-11-28", "2026-11-28", false),
            ("", "", "2026-11-28", false),
            // Done in time as it was said in time, and put right since.
            ("2026-11-25", "2026-11-24", "2026-11-28", false),
            ("2026-11-24", "2026-11-26", "2026-11-28", false),
            // Done late, and said otherwise since; or only something else was changed.
            ("2026-11-27", "2026-11-25", "2026-11-28", true),
            ("2026-11-27", "2026-11-27", "2026-11-28", false),
        ] {
            let (Some(due), Some(today)) = (day("2026-11-25"), day(today)) else { panic!() };
            let told = is_cleared(due, day(before), day(after), today);
            assert_eq!(told, cleared, "{before} {after} {today}");
        }
    }

    #[test]
    fn somebody_from_elsewhere_is_said_to_be_so() {
        for (name, outside) in [
            ("张三（外单位）", true),
            ("张三(外单位)", true),
            ("张三", false),
            ("外单位", false),
            ("（外单位）", false),
            ("（外单位）张三", false),
        ] {
            assert_eq!(is_outside(name), outside, "{name}");
        }
    }

    #[test]
    fn a_row_says_again_what_another_says() {
        let row = |premises: Option<u8>, fields: &[(&str, &str)]| Entry {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            ledger: "task".into(),
            premises: premises.map(|premises| Id([premises; 16])),
            hazard: None,
            on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            until: None,
            fields: fields.iter().map(|(id, said)| ((*id).into(), (*said).into())).collect(),
            void: None,
            waits: false,
        };
        let (content, owner, due) = ("content", "owner", "due_on");
        let before = row(
            None,
            &[(content, "清查通道"), (owner, "甲、乙"), (due, "2026-11-30"), ("from", "例会")],
        );
        let task = [content, owner, due];
        for (after, as_task, in_all) in [
            (before.clone(), true, true),
            (
                row(
                    None,
                    &[
                        (content, " 清查 通道"),
                        (owner, "乙，甲"),
                        (due, "2026-11-30"),
                        ("from", "例会"),
                    ],
                ),
                true,
                true,
            ),
            (
                row(None, &[(content, "清查通道"), (owner, "甲、乙"), (due, "2026-11-30")]),
                true,
                false,
            ),
            (
                row(
                    None,
                    &[(content, "清查通道"), (owner, "甲"), (due, "2026-11-30"), ("from", "例会")],
                ),
                false,
                false,
            ),
            (
                row(Some(2), &[(content, "清查通道"), (owner, "甲、乙"), (due, "2026-11-30")]),
                false,
                false,
            ),
            (row(None, &[]), false, false),
        ] {
            assert_eq!(says_again(&after, &before, &task), as_task, "{after:?}");
            assert_eq!(says_again(&after, &before, &[]), in_all, "{after:?}");
        }
    }

    #[test]
    fn an_entry_holds_from_its_day_to_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let entry = Entry {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            ledger: "certificate".into(),
            premises: None,
            hazard: None,
            on: day("2026-01-10"),
            until: Some(day("2026-11-30")),
            fields: BTreeMap::new(),
            void: None,
            waits: false,
        };
        let void = Some(Void { on: day("2026-02-01"), reason: "重复".into() });
        for (entry, on, holds) in [
            (entry.clone(), "2026-01-09", false),
            (entry.clone(), "2026-01-10", true),
            (entry.clone(), "2026-11-30", true),
            (entry.clone(), "2026-12-01", false),
            (Entry { until: None, ..entry.clone() }, "2030-01-01", true),
            (Entry { void, ..entry }, "2026-03-01", false),
        ] {
            assert_eq!(entry.holds_on(day(on)), holds, "{on}");
        }
    }
}
