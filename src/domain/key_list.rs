//! From when to when a premises stood on the key list and why (S2 职责二(二)3 重点监管对象名单), told from the dated
//! changes of its entry.

use chrono::NaiveDate;
use serde::Serialize;

use super::premises::{Change, ChangeKind, Premises, Status};

/// A stretch of days on the key list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeySpell {
    /// The first day on it.
    pub from: NaiveDate,
    /// The reasons as they stood last.
    pub reasons: Vec<String>,
    /// `None` while it stands on the list.
    pub out: Option<KeyOut>,
}

/// What took a premises off the key list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyOut {
    /// The first day on which it is not on the list.
    pub on: NaiveDate,
    pub kind: ChangeKind,
    pub reason: String,
    pub by: String,
}

/// Who has moved out is on nobody's list.
fn is_listed(entry: &Premises) -> bool {
    entry.key && entry.status != Status::MovedOut
}

/// The stretches of one premises, the oldest first, from its changes in the order in which they were entered. A day
/// counts as it ended: what was put on and taken off on one day leaves no trace.
pub fn spells(changes: &[Change]) -> Vec<KeySpell> {
    let mut spells: Vec<KeySpell> = Vec::new();
    for change in changes {
        let on = change.since();
        let running = spells.last_mut().filter(|spell| spell.out.is_none());
        match (running, is_listed(&change.after)) {
            (Some(spell), true) => spell.reasons.clone_from(&change.after.key_reasons),
            (Some(spell), false) if spell.from == on => drop(spells.pop()),
            (Some(spell), false) => {
                spell.out = Some(KeyOut {
                    on,
                    kind: change.kind,
                    reason: change.reason.clone(),
                    by: change.by.clone(),
                });
            }
            (None, true) => {
                let reasons = change.after.key_reasons.clone();
                let back = |out: &KeyOut| out.on == on;
                match spells.last_mut().filter(|spell| spell.out.as_ref().is_some_and(back)) {
                    Some(spell) => (spell.reasons, spell.out) = (reasons, None),
                    None => spells.push(KeySpell { from: on, reasons, out: None }),
                }
            }
            (None, false) => {}
        }
    }
    spells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::Id, unit::UnitPath};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    /// The day, whether it is a key premises then, the status, the change and its reason.
    type Told = (u32, Option<&'static str>, Status, ChangeKind, &'static str);

    fn change((on, key, status, kind, reason): Told) -> Change {
        let after = Premises {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            grid: None,
            name: String::new(),
            uscc: String::new(),
            licensed: true,
            kind: Default::default(),
            address: String::new(),
            site_address: String::new(),
            industry: String::new(),
            category: String::new(),
            person_in_charge: String::new(),
            safety_lead: String::new(),
            phone: String::new(),
            key: key.is_some(),
            key_reasons: key.into_iter().map(str::to_owned).collect(),
            risk: None,
            extra: Default::default(),
            direct: String::new(),
            status,
            since: day(1),
        };
        Change {
            id: Id([2; 16]),
            kind,
            on: day(on),
            reason: reason.into(),
            by: "林安全".into(),
            after,
        }
    }

    #[test]
    fn stretches_follow_the_changes() {
        use ChangeKind::*;
        use Status::{Closed as Shut, MovedOut as Gone, Operating as Works};
        // First day, reason that stands last, and day and reason of the end.
        type Spell<T> = (u32, T, Option<(u32, T)>);
        let table: [(&[Told], &[Spell<&str>]); 7] = [
            (&[(1, None, Works, Added, "新增")], &[]),
            (&[(1, Some("丙类"), Works, Added, "新增")], &[(1, "丙类", None)]),
            // Another reason does not begin it anew; a stop does not end it.
            (
                &[
                    (1, Some("丙类"), Works, Added, "新增"),
                    (3, Some("三合一"), Works, Corrected, "查出三合一"),
                    (4, Some("三合一"), Shut, Closed, "关门"),
                ],
                &[(1, "三合一", None)],
            ),
            (
                &[
                    (1, None, Works, Added, "新增"),
                    (5, Some("人工指定"), Works, Corrected, "群众举报多"),
                    (9, None, Works, Corrected, "整治完成"),
                    (20, Some("丙类"), Works, Switched, "改做鞋材"),
                    (25, Some("丙类"), Gone, MovedOut, "搬走"),
                ],
                &[(5, "人工指定", Some((9, "整治完成"))), (20, "丙类", Some((25, "搬走")))],
            ),
            // On and off within a day is nothing, off and on within a day is no end.
            (
                &[
                    (1, None, Works, Added, "新增"),
                    (5, Some("人工指定"), Works, Corrected, "点错"),
                    (5, None, Works, Corrected, "点错了"),
                ],
                &[],
            ),
            (
                &[
                    (1, Some("丙类"), Works, Added, "新增"),
                    (5, None, Works, Corrected, "点错"),
                    (5, Some("丙类"), Works, Corrected, "点错了"),
                ],
                &[(1, "丙类", None)],
            ),
            (&[], &[]),
        ];
        for (told, expected) in table {
            let changes: Vec<Change> = told.iter().copied().map(change).collect();
            let found = spells(&changes);
            let found: Vec<Spell<String>> = found
                .iter()
                .map(|spell| {
                    let number = |on: NaiveDate| (on - day(1)).num_days() as u32 + 1;
                    let out = spell.out.as_ref().map(|out| (number(out.on), out.reason.clone()));
                    (number(spell.from), spell.reasons.join("、"), out)
                })
                .collect();
            let wanted: Vec<Spell<String>> = expected
                .iter()
                .map(|(from, reason, out)| {
                    (*from, (*reason).to_owned(), out.map(|(on, why)| (on, why.to_owned())))
                })
                .collect();
            assert_eq!(found, wanted, "{told:?}");
        }
    }
}
