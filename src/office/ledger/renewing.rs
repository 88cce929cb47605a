//! A row that may be meant to stand in place of an older one and does not: what runs out stays on the agenda, and whoever
//! enters the row is told what it would have to say.

use super::{Entry, Filter, Ledger, Office, Refusal};
use crate::{form::numbered::Lacks, store::entries, terms};

impl Office {
    /// What to fill in so that the older row is told no more: 到2026年12月5日的那一条仍列在今日里……; `None` where no row is
    /// left that this one may be meant to renew.
    pub fn left_beside(&mut self, entry: &Entry) -> Result<Option<String>, Refusal> {
        let ledger = self.ledger(&entry.ledger)?;
        if ledger.renews.is_empty() {
            return Ok(None);
        }
        let filter = Filter {
            ledger: Some(ledger.code.clone()),
            premises: entry.premises,
            ..Filter::default()
        };
        let rows = entries::of_unit(&mut *self.store.driver, &entry.community, &filter)?;
        let rows: Vec<Entry> = rows.into_iter().map(|stored| stored.entry).collect();
        let stands = |row: &&Entry| !rows.iter().any(|by| ledger.is_renewed(row, by));
        let mut older = rows.iter().filter(|row| row.waits).filter(stands).filter_map(|row| {
            let lacks = ledger.lacks_to_renew(row, entry)?;
            // Where nothing says what they are, the words of the agenda do.
            let named = |of: &Entry| ledger.due.fill_known(|id| said(of, id)).text();
            let told = match &lacks {
                Lacks::Same(fields) => fields.len() < ledger.renews.len(),
                Lacks::Since { .. } => true,
            };
            (told || named(row) == named(entry)).then_some((row.until?, lacks))
        });
        Ok(older.next().map(|(until, lacks)| {
            let until = terms::date(until);
            match lacks {
                Lacks::Same(fields) => {
                    let labels = labels(&ledger, &fields);
                    format!(
                        "到{until}的那一条仍列在今日里：这一条是换新、重新检验的，请把两条的{labels}写得一样，或者作废那一条。"
                    )
                }
                Lacks::Since { field, number, before } => {
                    let (number, field) = (labels(&ledger, &[number]), labels(&ledger, &[field]));
                    format!(
                        "{number}不同、没有写{field}的算另一本，到{until}的那一本仍列在今日里；换证的请写{field}（期满前{before}天起的算换证）。"
                    )
                }
            }
        }))
    }
}

fn said<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", String::as_str)
}

fn labels(ledger: &Ledger, fields: &[String]) -> String {
    let labels = fields.iter().filter_map(|id| Some(ledger.field(id)?.label.as_str()));
    labels.collect::<Vec<_>>().join("、")
}
