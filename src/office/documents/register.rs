//! The list of a ledger as a paper: which of its rows, of which days, and what is said of it as it leaves.

use super::{Office, Refusal, Request};
use crate::{
    domain::id::Id,
    form::{facts::About, ledger::Ledger},
    terms,
};

/// Some rows of a ledger, as a person has found them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only {
    pub premises: Option<Id>,
    /// In what a row says, or in the name of its premises; empty for all.
    pub find: String,
}

impl Only {
    /// Every row.
    pub fn all() -> &'static Only {
        static ALL: Only = Only { premises: None, find: String::new() };
        &ALL
    }
}

/// What a list of a ledger holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub title: String,
    /// 2026年12月, 截至2026年12月5日
    pub days: String,
    pub rows: usize,
    /// Its rows stand: there is no other day on which there were more.
    pub stands: bool,
}

impl Held {
    /// In one sentence.
    pub fn says(&self) -> String {
        let Held { title, days, rows, .. } = self;
        match rows {
            0 if self.stands => format!("“{title}”{days}还没有记录。"),
            0 => format!("“{title}”{days}没有记录。"),
            rows => format!("“{title}”{days}，{rows}条。"),
        }
    }

    /// Whether other days may have what these have not.
    pub fn is_of_other_days(&self) -> bool {
        self.rows == 0 && !self.stands
    }
}

impl Office {
    /// What the list of a ledger with so many rows speaks of; `None` where something else is asked for.
    pub fn list_held(&self, request: &Request, rows: usize) -> Result<Option<Held>, Refusal> {
        let form = self.paper_form(&request.code)?;
        if form.about != About::None
            || form.code != form.ledger
            || !form.lists().contains("entries")
        {
            return Ok(None);
        }
        let on = self.act.day(request.on)?;
        let (from, to) = request.period.map_or(form.days_of(on), |days| (days.from, days.to));
        let title = self.library.ledger(&form.ledger).map(Ledger::name).unwrap_or_default();
        Ok(Some(Held { title, days: terms::period(from, to), rows, stands: form.stands }))
    }
}
