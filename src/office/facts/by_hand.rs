//! What people put in the lists of premises and took out of them (台账 `list_row`), before their conditions.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Office, Refusal, listed::Spell};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        premises::{Change, Premises, Status},
        unit::UnitPath,
    },
    form::regime::ListRule,
    store::{
        self,
        entries::{self, Stored},
    },
    terms,
};

/// The ledger of what was put in or taken out by hand.
pub const BY_HAND: &str = "list_row";
/// The ways in which a row of it speaks.
const PUT_IN: &str = "列入";
const TAKEN_OUT: &str = "移出";

/// A list that takes rows by hand, beside a premises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub title: String,
    /// Whether the premises stands on it today.
    pub stands: bool,
}

impl Offered {
    /// What a new row of the ledger says of it: the list, and the way that is left.
    pub fn fields(&self) -> [(&'static str, &str); 2] {
        [("list", &self.title), ("way", if self.stands { TAKEN_OUT } else { PUT_IN })]
    }
}

/// What somebody said of a premises and a list.
pub(super) struct ByHand {
    pub(super) put_in: bool,
    pub(super) on: NaiveDate,
    pub(super) reason: String,
    is_void: bool,
    /// The day on which it was last put right or struck out.
    pub(super) changed_on: Option<NaiveDate>,
}

impl ByHand {
    fn of(entry: &Entry, changed_on: Option<NaiveDate>) -> ByHand {
        let said = |id: &str| entry.fields.get(id).cloned().unwrap_or_default();
        ByHand {
            put_in: said("way") == PUT_IN,
            on: entry.on,
            reason: said("reason"),
            is_void: entry.void.is_some(),
            changed_on,
        }
    }
}

impl Office {
    /// The lists that take a premises by hand, in the order of the regime.
    pub fn lists_by_hand(&mut self, premises: Id) -> Result<Vec<Offered>, Refusal> {
        let community = self.find_premises(&premises.to_string())?.entry.community;
        let changes = store::premises::changes(&mut *self.store.driver, &community, premises)?;
        let said = self.said_by_hand(&community)?;
        let rules = self.regime.lists.iter().filter(|rule| rule.takes_by_hand());
        let offered = rules.map(|rule| {
            let said = said.get(&(rule.title.clone(), premises)).map_or(&[][..], |all| all);
            Offered { title: rule.title.clone(), stands: self.stands(rule, &changes, said) }
        });
        Ok(offered.collect())
    }

    fn stands(&self, rule: &ListRule, changes: &[Change], said: &[ByHand]) -> bool {
        let spell = self.spell(rule, changes);
        changes.last().is_some_and(|last| standing(&last.after, &spell, said).is_some())
    }

    /// That a row of the ledger speaks of a list that takes rows by hand, and changes something there: a premises that
    /// stands on it is taken out, any other is put in.
    pub(in crate::office) fn check_by_hand(
        &mut self,
        before: Option<&Entry>,
        entry: &Entry,
    ) -> Result<(), Refusal> {
        if entry.ledger != BY_HAND {
            return Ok(());
        }
        let title = entry.fields.get("list").map_or("", String::as_str);
        let Some(rule) = self.regime.lists.iter().find(|rule| rule.title == title).cloned() else {
            let by_hand = self.regime.lists.iter().filter(|rule| rule.takes_by_hand());
            let titles: Vec<&str> = by_hand.map(|rule| rule.title.as_str()).collect();
            let titles = titles.join("、");
            return Err(Refusal::field(
                "list",
                format!("监管制度里没有叫“{title}”的清单。由人增减的清单有：{titles}。"),
            ));
        };
        if !rule.takes_by_hand() {
            return Err(Refusal::field("list", format!("“{title}”{}", terms::kept_by(rule.of))));
        }
        if let Some(before) = before {
            // The list that it spoke of before would not know that it has lost a row.
            return match before.fields.get("list").filter(|was| *was != title) {
                Some(was) => Err(Refusal::field("list", other_list(was))),
                None => Ok(()),
            };
        }
        let Some(premises) = entry.premises else { return Ok(()) };
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &entry.community, premises)?;
        let mut said = self.said_by_hand(&entry.community)?;
        let said = said.remove(&(rule.title.clone(), premises)).unwrap_or_default();
        let Some(last) = changes.last() else { return Ok(()) };
        let stands = self.stands(&rule, &changes, &said);
        let name = &last.after.name;
        match (stands, ByHand::of(entry, None).put_in) {
            (true, true) => Err(Refusal::said(format!("“{name}”已经在“{title}”上，不用再列入。"))),
            (false, false) => Err(Refusal::said(format!("“{name}”不在“{title}”上，不用移出。"))),
            (false, true) if last.after.status == Status::MovedOut => {
                Err(Refusal::said(format!("“{name}”已经迁出，不能列入“{title}”。")))
            }
            _ => Ok(()),
        }
    }

    /// What was said by hand in a community, by list and premises in the order of the days.
    pub(super) fn said_by_hand(
        &mut self,
        community: &UnitPath,
    ) -> Result<HashMap<(String, Id), Vec<ByHand>>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(BY_HAND.to_owned()),
            void: true,
            ..entries::Filter::default()
        };
        let mut rows = entries::list(&mut *self.store.driver, community, &filter)?;
        rows.sort_by_key(|stored| (stored.entry.on, stored.entry.id));
        let mut said: HashMap<(String, Id), Vec<ByHand>> = HashMap::new();
        for Stored { entry, changed_on, .. } in &rows {
            let list = entry.fields.get("list").cloned().unwrap_or_default();
            if let Some(premises) = entry.premises {
                said.entry((list, premises)).or_default().push(ByHand::of(entry, *changed_on));
            }
        }
        Ok(said)
    }
}

fn other_list(was: &str) -> String {
    format!("这条记的是“{was}”，不能改成另一份清单。清单写错的请作废这一条，另登记一条。")
}

/// Since when a premises stands on a list today, with what put it in by hand; `None` where it does not. What somebody said
/// last goes before the condition, until it has moved out.
pub(super) fn standing<'h>(
    entry: &Premises,
    spell: &Spell,
    by_hand: &'h [ByHand],
) -> Option<(Option<NaiveDate>, Option<&'h ByHand>)> {
    match said_last(by_hand) {
        Some(hand) if hand.put_in => {
            (entry.status != Status::MovedOut).then_some((Some(hand.on), Some(hand)))
        }
        Some(_) => None,
        None => spell.stands.then_some((spell.since, None)),
    }
}

/// What counts of what was said.
pub(super) fn said_last(by_hand: &[ByHand]) -> Option<&ByHand> {
    by_hand.iter().rfind(|hand| !hand.is_void)
}
