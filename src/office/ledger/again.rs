//! A row that says again what a row that stands says: somebody has saved twice, or two desks have, and is asked first.

use super::{Entry, Filter, Ledger, Office, Refusal};
use crate::{
    domain::{entry::says_again, rule::Asked},
    office::review::TASKS,
    store::entries,
    terms,
};

/// What makes two tasks one, whenever and by whomever they were given out.
const TASK: [&str; 3] = ["content", "owner", "due_on"];

impl Office {
    pub(super) fn ask_whether_again(
        &mut self,
        ledger: &Ledger,
        row: &Entry,
    ) -> Result<(), Refusal> {
        let filter = Filter {
            ledger: Some(ledger.code.clone()),
            premises: row.premises,
            hazard: row.hazard,
            ..Filter::default()
        };
        let (filter, fields) = match ledger.code == TASKS {
            true => {
                let due = row.fields.get("due_on").cloned().unwrap_or_default();
                (Filter { says: Some(("due_on".to_owned(), due)), ..filter }, &TASK[..])
            }
            false => (Filter { from: Some(row.on), to: Some(row.on), ..filter }, &[][..]),
        };
        let stands = entries::of_unit(&mut *self.store.driver, &row.community, &filter)?;
        let again = |stored: &&entries::Stored| says_again(row, &stored.entry, fields);
        let Some(before) = stands.iter().find(again) else { return Ok(()) };
        let place = self.unit_name(&row.community);
        let said = match fields {
            [] => format!("{place}的{}里已经有一模一样的一条", ledger.title),
            _ => format!(
                "{place}的{}里已经有这一项：{}，责任人和期限都一样",
                ledger.title,
                before.entry.fields.get(TASK[0]).map_or("", String::as_str)
            ),
        };
        let field = fields.first().copied().or(ledger.fields.first().map(|field| &*field.id));
        self.act.ask(vec![(
            Asked::Named(field.unwrap_or_default().to_owned()),
            format!(
                "{said}（{}）。再登记就是两条；要改的，请更正那一条（anban ledger edit {} --set 项=内容）。",
                terms::date(before.entry.on),
                before.entry.id
            ),
        )])
    }
}
