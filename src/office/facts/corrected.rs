//! What has become of hazards since they were reported: entered late, withdrawn, raised, closed, reopened. What is counted
//! otherwise by now is in the figures of the report that comes next, and said in its corrections (REP-03, REP-09).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Known, Office, Period, Refusal, Spoken,
    earlier::{Others, Since},
    put,
    report::{ADDED, Corrected, TOLD},
    spoken::{self, Within},
    tally::{self, Counted},
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Course, StateKind},
        period,
        report::{COMPARED, Correction, Figures, Report, Row, corrections},
        unit::UnitPath,
    },
    store::{
        self,
        hazards::{Found, Told},
        reports::Stored,
    },
    terms,
};

/// A fact of a hazard that is not as it was reported: its name, then, now.
type Changed = (&'static str, String, String);

/// What is said of the hazards of an earlier report.
#[derive(Default)]
struct Words {
    /// As it is now, or as it was reported, and what differs.
    changed: BTreeMap<String, (Row, Vec<Changed>)>,
    /// What is kept of those that are not as they were reported.
    told: Corrected,
}

/// Which hazards are looked at.
#[derive(Clone, Copy)]
enum Of<'s> {
    /// Of an earlier report.
    Reported(&'s Stored),
    /// Of days that no report that stands speaks of: their closings alone are told.
    Untold,
}

impl Office {
    pub(super) fn hazards_since(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        since: &mut Since,
    ) -> Result<(), Refusal> {
        let days = spoken.days;
        let mut told_of = Vec::new();
        for stored in &others.earlier {
            let Period { from, to } = spoken::told_days(stored, spoken.rule);
            let driver = &mut *self.store.driver;
            let found = store::hazards::found_between(driver, spoken.unit, from, to)?;
            let words = self.words_since(spoken, others, stored, &found)?;
            since.told.extend(words.told.clone());
            self.count_since(spoken, others, Of::Reported(stored), found, words, since);
            told_of.push(Period { from, to });
        }
        self.count_own(spoken, others, since)?;
        // The first report of a unit tells what was closed in its own days.
        let first = told_of.first().map_or(days.from, |first| first.from.min(days.from));
        told_of.push(days);
        let untold =
            |on| on < days.from && !told_of.iter().any(|of| (of.from..=of.to).contains(&on));
        let to = days.to.min(self.act.today);
        let driver = &mut *self.store.driver;
        let mut rest = store::hazards::closed_between(driver, spoken.unit, first, to)?;
        rest.retain(|told| untold(told.stored.hazard.found_on));
        for (id, counted) in &others.tally.hazards {
            let Some(on) = counted.found_on.filter(|on| untold(*on)) else { continue };
            if rest.iter().all(|told| told.stored.hazard.id.to_string() != *id) {
                rest.extend(self.told_on(spoken.unit, on, id)?);
            }
        }
        self.count_since(spoken, others, Of::Untold, rest, Words::default(), since);
        Ok(())
    }

    /// What is counted of the hazards of the period itself beyond what others have counted. A list of a year is long: of
    /// most of them no more is read than what they count.
    fn count_own(
        &mut self,
        spoken: &Spoken<'_>,
        others: &Others,
        since: &mut Since,
    ) -> Result<(), Refusal> {
        let Period { from, to } = spoken.days;
        let driver = &mut *self.store.driver;
        let found = store::hazards::counted_between(driver, spoken.unit, from, to)?;
        let stand: BTreeMap<String, Found> =
            found.into_iter().map(|found| (found.id.to_string(), found)).collect();
        let gone = others.tally.hazards.iter().filter_map(|(id, counted)| {
            let on = counted.found_on.filter(|on| (from..=to).contains(on))?;
            (!stand.contains_key(id)).then_some((id, on, None))
        });
        let stand = stand.iter().map(|(id, found)| (id, found.found_on, Some(found)));
        for (id, on, found) in stand.chain(gone) {
            let counted = others.tally.hazards.get(id).copied().unwrap_or_default();
            let then = counted.figures;
            let holds = found
                .is_none_or(|found| Within::holds(spoken.within.as_ref(), Some(found.premises)));
            // What was told stays told when its premises is no longer one of the campaign's.
            let now = match found {
                None => Figures::default(),
                Some(_) if !holds => then,
                Some(found) => {
                    // What another report has told is closed where it was told.
                    let by_now = |on| then.found == 0 || on <= to || then.closed > 0;
                    found.figures(found.closed_on.is_some_and(by_now))
                }
            };
            let more = now.beyond(&then);
            if more != Figures::default() {
                tally::keep_hazard(&mut since.told, id, on, &more);
            }
            if holds {
                let here = found.map(|found| found.figures(found.closed_on.is_some()));
                since.anew.add(&here.unwrap_or_default().beyond(&more));
            }
            let late = counted.by.filter(|_| then.found > 0);
            if let (Some(found), Some(by)) = (found, late) {
                let told = self.told_on(spoken.unit, found.found_on, id)?;
                let rows = told.iter().map(|told| self.told_known(told));
                since.rows.extend(rows.map(|row| told_late_row(&row, spoken.period, by)));
            }
        }
        Ok(())
    }

    /// The hazard of an id that was found on a day.
    fn told_on(&mut self, of: &UnitPath, on: NaiveDate, id: &str) -> Result<Vec<Told>, Refusal> {
        let mut that_day = store::hazards::found_between(&mut *self.store.driver, of, on, on)?;
        that_day.retain(|told| told.stored.hazard.id.to_string() == *id);
        Ok(that_day)
    }

    /// What is counted of hazards of other periods beyond what others have counted; `found`: those that stand.
    fn count_since(
        &self,
        spoken: &Spoken<'_>,
        others: &Others,
        of: Of<'_>,
        found: Vec<Told>,
        words: Words,
        since: &mut Since,
    ) {
        let days = spoken.days;
        let mut stand: BTreeMap<String, Told> =
            found.into_iter().map(|told| (told.stored.hazard.id.to_string(), told)).collect();
        let here = |counted: &Counted| match (of, counted.found_on) {
            (_, None) => false,
            (Of::Reported(stored), Some(on)) => {
                let Period { from, to } = spoken::told_days(stored, spoken.rule);
                (from..=to).contains(&on)
            }
            (Of::Untold, Some(on)) => {
                let told = |stored: &Stored| {
                    let Period { from, to } = spoken::told_days(stored, spoken.rule);
                    (from..=to).contains(&on)
                };
                on < days.from && !others.earlier.iter().any(told)
            }
        };
        let counted = others.tally.hazards.iter().filter(|(_, counted)| here(counted));
        // When those were found that were told as closed and were withdrawn since.
        let mut gone: Vec<NaiveDate> = Vec::new();
        let mut ids: Vec<String> = stand.keys().cloned().collect();
        ids.extend(counted.map(|(id, _)| id.clone()).filter(|id| !stand.contains_key(id)));
        for id in ids {
            let counted = others.tally.hazards.get(&id).copied().unwrap_or_default();
            let then = counted.figures;
            let told = stand.remove(&id);
            let on = told.as_ref().map(|told| told.stored.hazard.found_on).or(counted.found_on);
            let Some(on) = on else { continue };
            let premises = told.as_ref().map(|told| told.stored.hazard.premises);
            // What was told stays told when its premises is no longer one of the campaign's.
            let holds = premises.is_none() || Within::holds(spoken.within.as_ref(), premises);
            let now = match &told {
                None => Figures::default(),
                Some(_) if !holds => then,
                Some(told) => now(told, of, spoken, &then),
            };
            let more = now.beyond(&then);
            if more != Figures::default() {
                tally::keep_hazard(&mut since.told, &id, on, &more);
            }
            since.figures.add(&more.told_later());
            let says = words.changed.get(&id);
            let end = days.to.min(self.act.today);
            if let Some(row) = self.said_since((of, end), told.as_ref(), says, &then, &more) {
                since.rows.push(row);
            }
            let is_closed = |told: &&Told| told.stored.hazard.course.closed_on().is_some();
            since.majors.extend(told.iter().filter(|_| more.major > 0).filter(is_closed).cloned());
            gone.extend(Some(on).filter(|_| told.is_none() && more.closed < 0));
            since.closed.extend(told.filter(|_| more.closed > 0));
        }
        // What a corrected visit found again in place of one of these was put right before the period and told then.
        let is_again = |told: &Told, on: NaiveDate| {
            let hazard = &told.stored.hazard;
            hazard.found_on == on && hazard.course.closed_on().is_some_and(|day| day < days.from)
        };
        for on in gone {
            if let Some(at) = since.closed.iter().position(|told| is_again(told, on)) {
                since.closed.remove(at);
            }
        }
    }

    /// How the hazards of an earlier report differ from what was told of them.
    fn words_since(
        &self,
        spoken: &Spoken<'_>,
        others: &Others,
        stored: &Stored,
        found: &[Told],
    ) -> Result<Words, Refusal> {
        let Stored { report, facts, .. } = stored;
        let mut words = Words::default();
        if !facts.lists.contains_key("hazards") {
            return Ok(words);
        }
        let sent = || facts.rows("hazards").iter();
        let mut now = BTreeMap::new();
        for told in found {
            let hazard = &told.stored.hazard;
            let id = hazard.id.to_string();
            let here = Within::holds(spoken.within.as_ref(), Some(hazard.premises));
            if here || sent().any(|row| row.get("id") == Some(&id)) {
                now.insert(id, self.as_of(told.clone(), report)?);
            }
        }
        let mut then: BTreeMap<String, Row> =
            sent().map(|row| (row.get("id").cloned().unwrap_or_default(), row.clone())).collect();
        // What a later report has put right is not put right again.
        let key = format!("{}|", period::stretch_name(report.from, report.to));
        for (told, row) in &others.told {
            let Some(id) = told.strip_prefix(&key) else { continue };
            match row {
                Some(row) => then.insert(id.to_owned(), row.clone()),
                None => then.remove(id),
            };
        }
        for correction in corrections(&then, &now) {
            let row = correction.row().clone();
            let id = row.get("id").cloned().unwrap_or_default();
            let kept = (!matches!(correction, Correction::Removed(_))).then(|| essence(&row));
            words.told.insert(format!("{key}{id}"), kept);
            let facts = match correction {
                Correction::Changed { facts, .. } => facts,
                _ => Vec::new(),
            };
            words.changed.insert(id, (row, facts));
        }
        Ok(words)
    }

    /// A hazard as it stood at the end of the day on which a report was sent: what happened later is no correction.
    fn as_of(&self, mut told: Told, report: &Report) -> Result<Row, Refusal> {
        let steps: Vec<_> = told
            .stored
            .standing()
            .into_iter()
            .filter(|(step, _)| step.on() <= report.submitted_on)
            .cloned()
            .collect();
        let hazard = &mut told.stored.hazard;
        let replayed = steps.iter().map(|(step, _)| step);
        hazard.course = Course::replay(hazard.found_on, hazard.first_grade, replayed)?;
        told.stored.steps = steps;
        Ok(self.told_known(&told))
    }

    /// 补报、撤销、更正: what is said of a hazard that is not as it was reported; nothing of one that was put right since.
    fn said_since(
        &self,
        (of, end): (Of<'_>, NaiveDate),
        told: Option<&Told>,
        says: Option<&(Row, Vec<Changed>)>,
        then: &Figures,
        more: &Figures,
    ) -> Option<Known> {
        let known = says.map(|(row, _)| row.clone());
        let known = known.or_else(|| told.map(|told| self.told_known(told))).unwrap_or_default();
        let fact = |name: &str| known.get(name).cloned().unwrap_or_default();
        // What is told late is told as it stood at the end of the days that are spoken of, as its closing is counted.
        let state = || {
            let course = told.and_then(|told| told.stored.course_on(end).ok());
            course.map_or("", |course| terms::state(course.kind()))
        };
        let (kind, change) = match more.found {
            1.. => (ADDED, format!("{}发现，{}", fact("found_on"), state())),
            0 if told.is_some() || more.closed == 0 => {
                let mut facts = says.map(|(_, facts)| facts.clone()).unwrap_or_default();
                facts.extend(
                    told.map(|told| counted_otherwise(told, &facts, then, more))
                        .unwrap_or_default(),
                );
                let blank = |text: &str| if text.is_empty() { "无" } else { text }.to_owned();
                let facts = facts.iter().map(|(name, then, now)| {
                    format!("{}：原报{}，现为{}", terms::compared(name), blank(then), blank(now))
                });
                ("更正", facts.collect::<Vec<_>>().join("；"))
            }
            _ => ("撤销", "原报的这一条已更正撤销".to_owned()),
        };
        if change.is_empty() {
            return None;
        }
        let mut row = Known::new();
        let period = match of {
            Of::Reported(stored) => terms::period(stored.report.from, stored.report.to),
            _ => "以前各期".to_owned(),
        };
        put(&mut row, "period", period);
        let what = match known.is_empty() {
            true => "已报过的隐患".to_owned(),
            false => format!("{}：{}", fact("premises"), fact("text")),
        };
        put(&mut row, "what", what);
        put(&mut row, "kind", kind);
        put(&mut row, "change", change);
        Some(row)
    }
}

/// What a hazard that stands counts by now. Of an earlier period only what was closed up to the end of the days that are
/// spoken of, and what is closed still.
fn now(told: &Told, of: Of<'_>, spoken: &Spoken<'_>, then: &Figures) -> Figures {
    let hazard = &told.stored.hazard;
    let by_now = |on| on <= spoken.days.to || then.closed > 0;
    let closed = hazard.course.closed_on().is_some_and(by_now);
    let all = Figures::of_hazard(hazard.disposal, hazard.course.grade(), closed);
    if matches!(of, Of::Untold) { all.closed_of(then) } else { all }
}

/// What is counted otherwise, and happened after the report was sent: raised, reopened.
fn counted_otherwise(
    told: &Told,
    said: &[Changed],
    then: &Figures,
    more: &Figures,
) -> Vec<Changed> {
    let course = &told.stored.hazard.course;
    let is_said = |name: &str| said.iter().any(|(known, ..)| *known == name);
    let mut all = Vec::new();
    if more.major != 0 && !is_said("grade") {
        let was = if then.major > 0 { Grade::Major } else { Grade::General };
        all.push(("grade", terms::grade(was).to_owned(), terms::grade(course.grade()).to_owned()));
    }
    if more.closed < 0 && !is_said("state") {
        let closed = || terms::state(StateKind::Closed).to_owned();
        let now = match course.closed_on() {
            None => terms::state(course.kind()).to_owned(),
            Some(on) => format!("撤销销号后{}又销号，下一期再报", terms::date(on)),
        };
        all.push(("state", closed(), now));
    }
    all
}

/// That a hazard of this period was told by another report as 补报 before this one was sent anew.
fn told_late_row(hazard: &Known, period: Period, by: Period) -> Known {
    let of = |name: &str| hazard.get(name).cloned().unwrap_or_default();
    let mut row = Known::new();
    put(&mut row, "kind", TOLD);
    put(&mut row, "period", terms::period(period.from, period.to));
    put(&mut row, "id", of("id"));
    put(&mut row, "what", format!("{}：{}", of("premises"), of("text")));
    let by = terms::period(by.from, by.to);
    put(&mut row, "change", format!("已由{by}的报表补报，不再列入本期"));
    row
}

/// What is compared of a row, and what it is called by.
fn essence(row: &Row) -> Row {
    let kept = |name: &str| COMPARED.contains(&name) || ["id", "premises"].contains(&name);
    row.iter()
        .filter(|(name, _)| kept(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
