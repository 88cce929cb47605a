//! What the weekly meeting has before it on paper and in a spreadsheet.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{MEETINGS, PAPER, UNSIGNED_AFTER, UnsignedNotice, figures, state};
use crate::{
    domain::{
        entry::{Entry, people},
        period,
        review::Week,
        unit::UnitPath,
    },
    form::facts::Facts,
    office::{
        Office, Refusal,
        documents::Request,
        exports::How,
        facts::{Known, Period, numbered, put},
        folder,
        print::Print,
    },
    store::{entries, notices},
    terms,
};

/// So many of what may be thousands are named; how many more there are is said in the last row.
const NAMED: usize = 40;
/// Notices of which the scan is missing are named for the meeting to ask after them: those of the longest ago, on one page
/// with what comes behind them.
const UNSIGNED_NAMED: usize = 20;

impl Office {
    /// Writes what the meeting has before it, as a PDF and as a spreadsheet, into a folder or among the office's papers.
    /// The numbers of people are hidden where that is wanted. Gives the two files.
    pub fn review_pack(
        &mut self,
        of: Option<NaiveDate>,
        into: Option<&Path>,
        masked: bool,
    ) -> Result<[PathBuf; 2], Refusal> {
        let week = self.review_week(of)?;
        let request = Request {
            code: PAPER.to_owned(),
            period: Some(Period { from: week.from, to: week.to }),
            ..Request::default()
        };
        let printed = self.drafted_pdf(&request, &Print { masked, ..Print::default() })?;
        let sheet = self.register_sheet(&request, How { csv: false, masked })?;
        let folder = into.map_or_else(|| self.folder.papers(), Path::to_owned);
        folder::make_for(&folder)?;
        let name = format!("例会材料{}", period::week_name(week.from));
        let both = |pdf: &Path| [pdf.to_owned(), pdf.with_extension("xlsx")];
        let pdf = folder::unused(&folder.join(format!("{name}.pdf")), |pdf| {
            both(pdf)
                .iter()
                .zip([&printed.bytes, &sheet.bytes])
                .all(|(file, bytes)| folder::is_free(file, bytes))
        });
        let files = both(&pdf);
        self.write_paper(&printed, &files[0])?;
        self.write_sheet(&sheet, &files[1])?;
        Ok(files)
    }

    /// The board as a list that papers print: a line a grid.
    pub(in crate::office) fn week_rows(
        &mut self,
        of: &UnitPath,
        day: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        let rows = self.review_rows(of, week)?;
        Ok(numbered(rows.into_iter().map(|row| {
            let mut known = Known::new();
            put(&mut known, "community", row.community);
            put(&mut known, "grid", row.grid);
            put(&mut known, "missing", row.missing.join("、"));
            for (name, count) in figures(&row.now) {
                put(&mut known, name, count.to_string());
            }
            for (name, count) in figures(&row.before) {
                put(&mut known, &format!("{name}_before"), count.to_string());
            }
            known
        })))
    }

    /// Who came to the meetings of some days and who did not, a person a row.
    pub(in crate::office) fn attendance_rows(
        &mut self,
        of: &UnitPath,
        period: Period,
    ) -> Result<Vec<Known>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(MEETINGS.to_owned()),
            from: Some(period.from),
            to: Some(period.to),
            ..entries::Filter::default()
        };
        let mut meetings = entries::list(&mut *self.store.driver, of, &filter)?;
        meetings.reverse();
        let mut rows = Vec::new();
        for Entry { on, community, fields, .. } in meetings.iter().map(|stored| &stored.entry) {
            for (id, came) in [("present", "参加"), ("absent", "缺席")] {
                for name in people(fields.get(id).map_or("", String::as_str)) {
                    let mut known = Known::new();
                    put(&mut known, "on", terms::date(*on));
                    put(&mut known, "community", self.unit_name(community));
                    put(&mut known, "name", name);
                    put(&mut known, "came", came);
                    rows.push(known);
                }
            }
        }
        Ok(numbered(rows))
    }

    /// The decisions that the meeting of the week of a day looks back at as papers print them; `anew`: those of that week.
    pub(in crate::office) fn decision_rows(
        &mut self,
        day: NaiveDate,
        anew: bool,
    ) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        let (before, now) = self.decisions(week)?;
        let told = if anew { now } else { before };
        Ok(numbered(told.into_iter().map(|decision| {
            let mut known = Known::new();
            put(&mut known, "on", terms::date(decision.on));
            put(&mut known, "state", state(&decision));
            put(&mut known, "content", decision.content);
            put(&mut known, "owner", decision.owner);
            put(&mut known, "due", decision.due.map(terms::date).unwrap_or_default());
            known
        })))
    }

    /// The major hazards that were open at the end of a day, with the step that each waits for, as papers print them.
    pub(in crate::office) fn waiting_major_rows(
        &mut self,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let mut majors = self.majors_on(on)?;
        majors.retain(|(line, _)| of.covers(&line.community) || *of == line.community);
        let more = majors.len().saturating_sub(NAMED);
        let rows: Vec<Known> = majors
            .into_iter()
            .take(NAMED)
            .map(|(line, waits)| {
                let mut known = Known::new();
                put(&mut known, "community", self.unit_name(&line.community));
                let grid = line.grid.as_ref().map(|grid| self.unit_name(grid));
                put(&mut known, "grid", grid.unwrap_or_default());
                put(&mut known, "premises", line.premises_name);
                put(&mut known, "text", line.text);
                put(&mut known, "found_on", terms::date(line.found_on));
                put(&mut known, "deadline", line.deadline.map(terms::date).unwrap_or_default());
                let next = waits.as_ref().map(|waits| terms::next_stage(waits.stage));
                put(&mut known, "step", next.unwrap_or_default());
                let since = waits.map(|waits| terms::date(waits.since));
                put(&mut known, "since", since.unwrap_or_default());
                known
            })
            .collect();
        Ok(numbered(rows.into_iter().chain(further(more, "条，见隐患清单"))))
    }

    /// The notices that should have been back signed at the end of a day and were not, those of the longest ago first.
    pub(in crate::office) fn unsigned_rows(
        &mut self,
        of: &UnitPath,
        on: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let mut lines: Vec<UnsignedNotice> = if on < self.act.today {
            self.unsigned_on(on)?
        } else {
            let lines = self.unsigned_among(UNSIGNED_AFTER, notices::Filter::default())?;
            let told = lines.into_iter().rev().map(|line| UnsignedNotice {
                place: (line.notice.community, None),
                number: line.notice.number,
                issued_on: line.notice.issued_on,
                addressee: line.addressee,
            });
            told.collect()
        };
        lines.retain(|line| of.covers(&line.place.0) || *of == line.place.0);
        let more = lines.len().saturating_sub(UNSIGNED_NAMED);
        let rows: Vec<Known> = lines
            .into_iter()
            .take(UNSIGNED_NAMED)
            .map(|line| {
                let mut known = Known::new();
                put(&mut known, "community", self.unit_name(&line.place.0));
                put(&mut known, "number", line.number);
                put(&mut known, "issued_on", terms::date(line.issued_on));
                put(&mut known, "premises", line.addressee);
                known
            })
            .collect();
        Ok(numbered(rows.into_iter().chain(further(more, "份，见通知书清单"))))
    }

    /// What is still to be sent up: overdue at the end of the week of a day, or due until the end of the next.
    pub(in crate::office) fn owed_rows(&mut self, day: NaiveDate) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        Ok(numbered(self.reports_owed(week)?.into_iter().map(|owed| {
            let mut known = Known::new();
            let late = owed.days_late(week.end);
            let state = match late {
                0 if owed.returned => "有退回的".to_owned(),
                0 => "未报".to_owned(),
                late => format!("逾期{late}天"),
            };
            put(&mut known, "state", state);
            put(&mut known, "units", owed.whose(NAMED));
            let several = match owed.older.len() {
                0 => String::new(),
                several => format!("另有{several}期："),
            };
            put(&mut known, "period", several + &owed.spoken());
            put(&mut known, "from", terms::level(owed.from));
            put(&mut known, "to", terms::level(owed.to));
            put(&mut known, "due", terms::date(owed.due));
            put(&mut known, "title", owed.title);
            known
        })))
    }

    /// The weeks before that of a day in which no meeting is on record.
    pub(in crate::office) fn missed_rows(&mut self, day: NaiveDate) -> Result<Vec<Known>, Refusal> {
        let Some(week) = Week::of(day, self.act.today) else { return Ok(Vec::new()) };
        Ok(numbered(self.missed_meetings(week)?.into_iter().map(|missed| {
            let mut known = Known::new();
            put(&mut known, "week", terms::week(missed.week.from));
            put(&mut known, "from", terms::date(missed.week.from));
            put(&mut known, "to", terms::date(missed.week.to));
            put(&mut known, "communities", missed.communities.join("、"));
            known
        })))
    }
}

/// A last row that counts those that are not named.
fn further(more: usize, says: &str) -> Option<Known> {
    (more > 0).then(|| Known::from([(MORE.to_owned(), format!("另有{more}{says}"))]))
}

/// What such a row says, and nothing else.
const MORE: &str = "more";

/// Takes the row that only counts others out of a list: it stands below the table, as a fact of its own.
pub(in crate::office) fn counted_apart(facts: &mut Facts, list: &str, rows: &mut Vec<Known>) {
    if let Some(more) = rows.last().and_then(|row| row.get(MORE)).cloned() {
        rows.pop();
        facts.set(format!("{list}_more"), more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_counted_stands_below_the_table() {
        let row = || Known::from([("number".to_owned(), "1号".to_owned())]);
        for (more, said) in [(0, ""), (3, "另有3份，见通知书清单")] {
            let mut rows =
                numbered([row(), row()].into_iter().chain(further(more, "份，见通知书清单")));
            let mut facts = Facts::default();
            counted_apart(&mut facts, "unsigned", &mut rows);
            assert_eq!((rows.len(), facts.get("unsigned_more")), (2, said));
        }
    }
}
