//! What the ledgers know of a premises before it is visited: certificates and equipment that have run out answer the items
//! of the checklist that ask for them (`[[group.item.lapsed]]`), each with its ground.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Office, Refusal,
    ledger::{Filter, day_of},
};
use crate::{
    domain::{entry::Entry, premises::Premises},
    form::{answers::Answers, checklist::Checklist, ledger::Ledger},
    store::entries,
    terms,
};

/// An item that a ledger answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ground {
    /// Its id, and what it is called where it stands alone.
    pub item: String,
    pub called: String,
    /// The answer, in the paper's word.
    pub answer: String,
    /// Which record, and since when: 叉车（一车间）检验：2026年9月1日到期.
    pub words: String,
    /// The last day on which it held.
    pub until: NaiveDate,
}

impl Office {
    /// What had run out at a premises by the day of a visit; of several records behind one item, the oldest.
    pub fn grounds(
        &mut self,
        premises: &Premises,
        form: &Checklist,
        on: NaiveDate,
    ) -> Result<Vec<Ground>, Refusal> {
        let mut grounds = Vec::new();
        if form.items().all(|item| item.lapsed.is_empty()) {
            return Ok(grounds);
        }
        let filter = Filter { premises: Some(premises.id), ..Filter::default() };
        let rows = entries::list(&mut *self.store.driver, &premises.community, &filter)?;
        for item in form.items() {
            let mut ran_out: Vec<(NaiveDate, String, &str)> = Vec::new();
            for lapse in &item.lapsed {
                let Some(ledger) = self.library.ledger(&lapse.ledger) else { continue };
                let of = |entry: &Entry| entry.ledger == lapse.ledger;
                for stored in rows.iter().filter(|stored| of(&stored.entry)) {
                    let said = stored.entry.fields.get(&lapse.field).map_or("", String::as_str);
                    let meant = lapse.words.iter().any(|word| said.contains(word.as_str()));
                    let ran_out_on = day_of(&stored.entry.fields, &ledger.until);
                    let Some(until) = ran_out_on.filter(|until| meant && *until < on) else {
                        continue;
                    };
                    let thing = self.thing(ledger, &stored.entry);
                    let renewed = |other: &Entry| ledger.is_renewed(&stored.entry, other);
                    if !rows.iter().any(|other| of(&other.entry) && renewed(&other.entry)) {
                        ran_out.push((until, thing, &lapse.answer));
                    }
                }
            }
            ran_out.sort();
            if let Some((until, thing, answer)) = ran_out.into_iter().next() {
                grounds.push(Ground {
                    item: item.id.clone(),
                    called: form.called(&item.id),
                    answer: answer.to_owned(),
                    words: format!("{thing}：{}到期", terms::date(until)),
                    until,
                });
            }
        }
        Ok(grounds)
    }

    /// What a row is about, as the agenda calls it.
    fn thing(&self, ledger: &Ledger, entry: &Entry) -> String {
        let said = |id: &str| entry.fields.get(id).map_or("", String::as_str);
        let words = ledger.due.fill_known(said).text();
        if words.is_empty() { ledger.title.clone() } else { words }
    }
}

/// Lays the grounds under what was answered: an item that would only become normal with the rest takes the ledger's answer.
/// Gives the document, and what is to be told of each ground.
pub(super) fn answered(document: &Answers, grounds: &[Ground]) -> (Answers, Vec<String>) {
    let mut laid = document.clone();
    let mut told = Vec::new();
    for Ground { item, called, answer, words, .. } in grounds {
        match document.answers.get(item).map(|word| word.trim()) {
            Some(word) if word == answer => {}
            Some(word) => told.push(format!(
                "{called}答的是“{word}”，但台账里{words}。请核对：答错的更正这次检查，已经换证、检验的更正台账。"
            )),
            None if document.rest.is_some() => {
                laid.answers.insert(item.clone(), answer.clone());
                told.push(format!("{called}没有写答案，按台账答“{answer}”：{words}。"));
            }
            None => told.push(format!("{called}没有查，但台账里{words}。")),
        }
    }
    (laid, told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_answers_only_what_nobody_has_answered() {
        let ground = Ground {
            item: "q11".into(),
            called: "特种作业人员是否超期未检".into(),
            answer: "是".into(),
            words: "特种作业操作证（张三）有效期止：2026年10月1日到期".into(),
            until: "2026-10-01".parse().unwrap(),
        };
        for (rest, given, becomes, said) in [
            (Some("normal"), None, Some("是"), "没有写答案，按台账答“是”"),
            (Some("normal"), Some("否"), Some("否"), "答的是“否”，但台账里特种作业操作证（张三）"),
            (Some("normal"), Some("是"), Some("是"), ""),
            (None, None, None, "没有查，但台账里"),
            (None, Some("不涉及"), Some("不涉及"), "答的是“不涉及”"),
        ] {
            let mut document = Answers { rest: rest.map(str::to_owned), ..Answers::default() };
            document.answers.extend(given.map(|word| ("q11".to_owned(), word.to_owned())));
            let (laid, told) = answered(&document, std::slice::from_ref(&ground));
            assert_eq!(laid.answers.get("q11").map(String::as_str), becomes, "{rest:?} {given:?}");
            assert_eq!(told.is_empty(), said.is_empty(), "{told:?}");
            assert!(told.iter().all(|sentence| sentence.contains(said)), "{told:?}");
        }
    }
}
