//! Who has a grid and may not inspect (S2 管理办法二（一）): nobody goes there until the exam is on record, or somebody else
//! has the grid.

use chrono::NaiveDate;

use super::{Begin, Item, OWED, Office, Refusal, Task, ledgers::IN_A_LINE};
use crate::{
    domain::{
        officer::Certified,
        unit::{Assignment, Duty, Level},
    },
    office::officers::{EXAMS, KeptOut},
    store, terms,
};

impl Office {
    /// One line of all of them, since the first day on which one of them had a grid and might not inspect. A certificate
    /// that has run out is told by its own row.
    pub(super) fn kept_out_items(&mut self) -> Result<Option<Item>, Refusal> {
        let today = self.act.today;
        let posts = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        let walks = |post: &&Assignment| post.duty == Duty::GridOfficer && post.holds_on(today);
        let posts: Vec<Assignment> = posts.iter().filter(walks).cloned().collect();
        let has_grid = |name: &str| posts.iter().any(|post| post.name == name);
        let out = self.kept_out(&has_grid, (today - OWED, today))?;
        let out = out
            .into_iter()
            .filter(|out| out.to == today && !matches!(out.certified, Certified::Expired { .. }));
        let mut rows: Vec<(NaiveDate, Assignment, KeptOut)> = Vec::new();
        for out in out {
            let own = |post: &&Assignment| post.name == out.name && out.unit.covers(&post.grid);
            if let Some(post) = posts.iter().find(own) {
                rows.push((post.from.max(out.from), post.clone(), out));
            }
        }
        rows.sort_by(|a, b| (a.0, &a.1.grid).cmp(&(b.0, &b.1.grid)));
        let Some((day, first, _)) = rows.first() else { return Ok(None) };
        let begin = Begin {
            place: first.grid.at(Level::Community),
            fields: [
                ("name".to_owned(), first.name.clone()),
                ("grid".to_owned(), self.unit_name(&first.grid)),
            ]
            .into(),
            day: None,
        };
        let named = rows.iter().take(IN_A_LINE).map(|(_, post, out)| {
            let why = terms::certified(&out.certified);
            format!("{}{}（{why}）", self.grid_name(Some(&post.grid)), post.name)
        });
        let named = named.collect::<Vec<_>>().join("、");
        let count = rows.len();
        let more = if count > IN_A_LINE { format!("等{count}人") } else { String::new() };
        let ledger = self.library.ledger(EXAMS);
        let rule = ledger.map(|ledger| ledger.source.clone()).unwrap_or_default();
        let why = "网格交给了还不能独立检查的人：请由持证的人检查，考试合格的登记证号".to_owned();
        Ok(Some(Item {
            rule,
            ledger: Some(EXAMS.to_owned()),
            begin: Some(begin),
            ..Item::new(
                Task::Regular,
                *day,
                today,
                format!("网格员不能独立检查：{named}{more}"),
                why,
            )
        }))
    }
}
