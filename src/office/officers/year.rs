//! A year by its appraisals, in whatever order they are entered, put right or struck out: two failed quarters are a failed
//! year, and a failed year is followed by dismissal and replacement (S2 管理办法四（五）).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{APPRAISALS, Office, Refusal, TASKS, field, whose, year_from};
use crate::{
    domain::{
        entry::Entry,
        namesakes::{Namesakes, Who},
        notice::Void,
        officer::Mark,
        period::Span,
    },
    office::{clock, decisions::Following},
    store::entries::{self, Stored},
    terms,
};

/// Where the tasks say that they come from.
const FROM: &str = "网格员年度考核";

fn said(row: &Entry) -> Option<(NaiveDate, NaiveDate)> {
    terms::appraised(field(row, "period"))
}

fn is_annual(row: &Entry) -> bool {
    said(row).is_some_and(|(from, to)| (from, to) == Span::Year.of(from))
}

/// Whose year a row is of.
fn year_of(row: &Entry, namesakes: &Namesakes) -> Option<(Who, i32)> {
    let (from, _) = said(row).filter(|_| row.ledger == APPRAISALS)?;
    Some((whose(row, namesakes), from.year()))
}

/// What the tasks of a failed year say.
fn contents(name: &str, year: i32) -> [String; 2] {
    [format!("办理{name}的辞退手续（{year}年度考核不合格）"), format!("增补网格员，接替{name}")]
}

/// Whether a task is one of a failed year.
pub(in crate::office) fn is_of_year(task: &Entry) -> bool {
    field(task, "from") == FROM
}

/// Whether a task of a failed year is about this officer.
fn is_about(task: &Entry, who: &Who, namesakes: &Namesakes) -> bool {
    namesakes.who(&who.name, &task.community) == *who
}

impl Office {
    pub(super) fn stored_in(&mut self, ledger: &str, void: bool) -> Result<Vec<Stored>, Refusal> {
        let filter =
            entries::Filter { ledger: Some(ledger.to_owned()), void, ..entries::Filter::default() };
        Ok(entries::list(&mut *self.store.driver, &self.home, &filter)?)
    }

    /// What follows when an appraisal is entered, put right or struck out: the grade of the year as people have given it is
    /// corrected by the rule, or given back, and the tasks of a failed year come and go.
    pub(in crate::office) fn follow_year(
        &mut self,
        before: Option<&Entry>,
        after: &Entry,
        following: &mut Following,
    ) -> Result<(), Refusal> {
        let rules = self.regime.officer.rules.clone();
        if after.ledger != APPRAISALS || rules.failed_quarters == 0 {
            return Ok(());
        }
        let namesakes = self.namesakes()?;
        let rows = before.into_iter().chain([after]);
        let years: BTreeSet<(Who, i32)> = rows.filter_map(|row| year_of(row, &namesakes)).collect();
        let stored = self.stored_in(APPRAISALS, false)?;
        for (who, year) in years {
            let own = |row: &&Entry| whose(row, &namesakes) == who;
            let was = year_from(stored.iter().map(|row| &row.entry).filter(own), year);
            let others = || stored.iter().filter(|row| row.entry.id != after.id);
            let stands = others().map(|row| &row.entry);
            let now = Some(after).filter(|row| row.void.is_none());
            let mut is = year_from(stands.chain(now).filter(own), year);
            let annual = others().find(|row| {
                is_annual(&row.entry)
                    && year_of(&row.entry, &namesakes) == Some((who.clone(), year))
            });
            if let Some(row) = annual {
                let opinion = field(&row.entry, "opinion");
                let corrected = match (is.is_failed(&rules), is.annual) {
                    (true, Some(given)) if given != Mark::Fail => {
                        let said = terms::year_corrected(rules.failed_quarters, given);
                        Some((Mark::Fail, format!("{opinion}{said}")))
                    }
                    (false, Some(Mark::Fail)) => {
                        let given = terms::before_corrected(opinion, rules.failed_quarters);
                        given.map(|(given, opinion)| (given, opinion.to_owned()))
                    }
                    _ => None,
                };
                if let Some((mark, opinion)) = corrected {
                    let mut entry = row.entry.clone();
                    entry.fields.insert("grade".to_owned(), terms::mark(mark).to_owned());
                    entry.fields.insert("opinion".to_owned(), opinion);
                    entry.fields.retain(|_, value| !value.is_empty());
                    is.annual = Some(mark);
                    following.change.push((row.clone(), entry));
                }
            }
            let failed =
                |year: &crate::domain::officer::Year| year.mark(&rules) == Some(Mark::Fail);
            if self.library.ledger(TASKS).is_none() {
                continue;
            }
            match (failed(&was), failed(&is)) {
                (false, true) => self.dismiss((&who, year), &namesakes, after, following)?,
                (true, false) => self.keep_on((&who, year), &namesakes, following)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The tasks of a failed year that nobody has been given yet; who has left already is not dismissed.
    fn dismiss(
        &mut self,
        (who, year): (&Who, i32),
        namesakes: &Namesakes,
        entry: &Entry,
        following: &mut Following,
    ) -> Result<(), Refusal> {
        if self.gone()?.1.contains(who) {
            return Ok(());
        }
        let tasks = self.stored_in(TASKS, false)?;
        let today = self.act.today;
        let workdays = self.regime.officer.rules.dismissal_workdays;
        let due = self.calendar.add_workdays(today, workdays);
        let given = |content: &String| {
            tasks.iter().any(|task| {
                is_of_year(&task.entry)
                    && field(&task.entry, "content") == content
                    && is_about(&task.entry, who, namesakes)
                    && (task.entry.waits || task.entry.on.year() == today.year())
            })
        };
        for content in contents(&who.name, year).into_iter().filter(|content| !given(content)) {
            following.add.push(Entry {
                id: clock::new_id(),
                community: entry.community.clone(),
                ledger: TASKS.to_owned(),
                premises: None,
                hazard: None,
                on: today,
                until: Some(due),
                fields: [
                    ("assigned_on", today.to_string()),
                    ("from", FROM.to_owned()),
                    ("content", content),
                    ("owner", field(entry, "by").to_owned()),
                    ("due_on", due.to_string()),
                ]
                .map(|(id, value)| (id.to_owned(), value))
                .into(),
                void: None,
                waits: true,
            });
        }
        Ok(())
    }

    /// The tasks of a year that is no longer a failed one, as far as they are open.
    fn keep_on(
        &mut self,
        (who, year): (&Who, i32),
        namesakes: &Namesakes,
        following: &mut Following,
    ) -> Result<(), Refusal> {
        let (name, contents) = (&who.name, contents(&who.name, year));
        for task in self.stored_in(TASKS, false)? {
            let content = field(&task.entry, "content");
            let ours = is_of_year(&task.entry) && contents.iter().any(|known| known == content);
            if ours && task.entry.waits && is_about(&task.entry, who, namesakes) {
                let reason = format!("{name}{year}年度考核不再是不合格");
                let void = Some(Void { on: self.act.today, reason });
                let entry = Entry { void, waits: false, ..task.entry.clone() };
                following.change.push((task, entry));
            }
        }
        Ok(())
    }

    /// What an appraisal has made of its year, where that is more than the row itself says; `None` for another ledger.
    pub fn year_told(&mut self, entry: &Entry) -> Result<Option<String>, Refusal> {
        let rules = self.regime.officer.rules.clone();
        let namesakes = self.namesakes()?;
        let whose_year = year_of(entry, &namesakes).filter(|_| rules.failed_quarters > 0);
        let Some((who, year)) = whose_year else {
            return Ok(None);
        };
        let rows = self.stored_in(APPRAISALS, false)?;
        let own = |row: &&Entry| whose(row, &namesakes) == who;
        let is = year_from(rows.iter().map(|row| &row.entry).filter(own), year);
        let contents = contents(&who.name, year);
        let tasks = self.stored_in(TASKS, true)?;
        let ours: Vec<&Entry> = tasks
            .iter()
            .map(|task| &task.entry)
            .filter(|task| is_of_year(task))
            .filter(|task| contents.iter().any(|content| content == field(task, "content")))
            .filter(|task| is_about(task, &who, &namesakes))
            .collect();
        let open = ours.iter().filter(|task| task.waits).filter_map(|task| task.until).max();
        let open = open.map_or(String::new(), |due| {
            format!("办理辞退和增补已列入任务台账，{}前办完。", terms::date(due))
        });
        let today = self.act.today;
        let withdrawn =
            ours.iter().any(|task| task.void.as_ref().is_some_and(|void| void.on == today));
        let given =
            |row: &&Entry| is_annual(row) && year_of(row, &namesakes) == Some((who.clone(), year));
        let annual = rows.iter().map(|row| &row.entry).find(given);
        let corrected = annual.is_some_and(|row| {
            terms::before_corrected(field(row, "opinion"), rules.failed_quarters).is_some()
        });
        Ok(match is.mark(&rules) {
            Some(Mark::Fail) if is.is_failed(&rules) => {
                let row = if corrected { "年度那一条已改为不合格。" } else { "" };
                Some(format!(
                    "{year}年已有{}次季度考核不合格，年度考核等次为不合格。{row}{open}",
                    is.failed()
                ))
            }
            Some(Mark::Fail) if is_annual(entry) => {
                Some(format!("{year}年度考核等次为不合格。{open}"))
            }
            Some(Mark::Fail) => Some(format!(
                "{year}年度那一条写的是不合格，季度考核没有{}次不合格。{open}年度有误的，请更正那一条。",
                rules.failed_quarters
            )),
            _ if withdrawn => Some(format!("{year}年度考核不再是不合格，辞退和增补的任务已作废。")),
            _ => None,
        })
    }
}
