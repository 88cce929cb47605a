//! What had gone before an accident at its premises: every visit and who made it, every hazard with its steps and how it
//! stood, notices, changes, matters, rows of ledgers; and who answered for its grid.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{LEDGER, Office, Refusal};
use crate::{
    domain::{
        entry::Entry,
        id::Id,
        matter::MatterKind,
        unit::{Duty, UnitPath},
    },
    office::facts::{Known, numbered, post, put},
    store::{self, entries, inspections, matters, warn},
    terms,
};

/// One thing that happened, up to the day of the accident.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub on: NaiveDate,
    /// `inspection`, `hazard`, `hazard_step`, `notice`, `change`, `matter`, `unfit`, `entry`
    pub kind: &'static str,
    pub what: String,
    /// Who did it; empty where nobody is named.
    pub by: String,
    pub text: String,
}

/// Somebody who answered for a grid of the premises.
#[derive(Clone, Debug, PartialEq)]
pub struct InCharge {
    pub grid: UnitPath,
    pub duty: Duty,
    pub name: String,
    pub post: String,
    pub from: NaiveDate,
    /// His last day; `None` while he answers for it.
    pub to: Option<NaiveDate>,
    /// On the day of the accident.
    pub then: bool,
}

impl Office {
    /// Up to the end of the day of the accident, the oldest first; empty for one at no premises of the register.
    pub fn before_accident(&mut self, entry: &Entry) -> Result<Vec<Step>, Refusal> {
        let Some(premises) = entry.premises else { return Ok(Vec::new()) };
        let (community, day) = (entry.community.clone(), entry.on);
        let mut steps = Vec::new();
        let mut add = |on, kind, what: String, by: String, text: String| {
            steps.push(Step { on, kind, what, by, text });
        };
        let driver = &mut *self.store.driver;
        for change in store::premises::changes(driver, &community, premises)? {
            let what = terms::change(change.kind).to_owned();
            add(change.on, "change", what, change.by, change.reason);
        }
        let visits = inspections::of_premises(driver, &community, premises, u32::MAX)?;
        let replaced: BTreeSet<Id> = visits.iter().filter_map(|visit| visit.corrects).collect();
        let hazards = warn::at_premises(driver, &community, premises, day)?;
        for visit in visits.iter().filter(|visit| !replaced.contains(&visit.id)) {
            let found = hazards.iter().filter(|stored| stored.hazard.inspection == visit.id);
            let found = match found.count() {
                0 => "未查出隐患".to_owned(),
                count => format!("查出隐患{count}条"),
            };
            let what = terms::visit_of(visit.levels());
            add(visit.on, "inspection", what, visit.inspectors.join("、"), found);
        }
        for stored in &hazards {
            let hazard = &stored.hazard;
            let done = stored.steps.iter().filter(|(step, _)| step.on() <= day);
            let course = stored.course_known(day)?;
            let by = visits.iter().find(|visit| visit.id == hazard.inspection);
            let by = by.map(|visit| visit.inspectors.join("、")).unwrap_or_default();
            let late = if course.is_overdue(day) { "，已逾期" } else { "" };
            let deadline = course.deadline().map(|day| format!("，期限{}", terms::date(day)));
            let text = format!(
                "{}（{}；事故当天：{}{}{late}）",
                bare(&hazard.text),
                terms::grade(course.grade()),
                terms::state(course.kind()),
                deadline.unwrap_or_default()
            );
            add(hazard.found_on, "hazard", "查出隐患".to_owned(), by, text);
            for (step, actor) in done {
                let detail = terms::step_detail(step);
                let detail = if detail.is_empty() { detail } else { format!("：{detail}") };
                let text = format!("{}{detail}", bare(&hazard.text));
                let what = terms::step(step.kind()).to_owned();
                add(step.on(), "hazard_step", what, actor.clone(), text);
            }
        }
        let filter = store::notices::Filter { premises: Some(premises), ..Default::default() };
        for line in store::notices::list(driver, &community, &filter)? {
            let notice = line.notice;
            let void = notice.void.as_ref().map(|void| format!("（作废：{}）", void.reason));
            let text = format!("{}{}", notice.number, void.unwrap_or_default());
            add(notice.issued_on, "notice", "整改通知书".to_owned(), String::new(), text);
        }
        let filter = matters::Filter { premises: Some(premises), ..Default::default() };
        for line in matters::lines(driver, &community, None, &filter)? {
            if line.is_withdrawn() {
                continue;
            }
            let what = terms::matter(line.kind).to_owned();
            if let Some(closed) = line.closed_on.filter(|closed| *closed <= day) {
                let how = if line.kind == MatterKind::Event { "办结" } else { "结束" };
                let what = format!("{what}{how}");
                add(closed, "matter", what, String::new(), line.title.clone());
            }
            add(line.opened_on, "matter", what, String::new(), line.title);
        }
        for flag in store::unfit::of_premises(driver, &community, premises)? {
            let lifted = flag
                .lifted
                .as_ref()
                .map(|(on, why)| format!("（{}撤销：{why}）", terms::date(*on)));
            let text = format!("{}{}", flag.reason, lifted.unwrap_or_default());
            add(flag.on, "unfit", "不具备安全生产条件".to_owned(), flag.by, text);
        }
        let filter = entries::Filter {
            premises: Some(premises),
            to: Some(day),
            ..entries::Filter::default()
        };
        for stored in entries::list(driver, &community, &filter)? {
            let row = stored.entry;
            if row.id == entry.id {
                continue;
            }
            let Some(ledger) = self.library.ledger(&row.ledger) else { continue };
            let text = ledger.told(&row.fields, &[]);
            let what = if row.ledger == LEDGER { "以前的事故" } else { &ledger.title };
            add(row.on, "entry", what.to_owned(), String::new(), text);
        }
        steps.retain(|step| step.on <= day);
        // What happened on one day stays in the order in which it was gathered.
        steps.sort_by_key(|step| step.on);
        Ok(steps)
    }

    /// Who answered for the grids in which the premises has been, up to the day of the accident.
    pub fn in_charge_before(&mut self, entry: &Entry) -> Result<Vec<InCharge>, Refusal> {
        let Some(premises) = entry.premises else { return Ok(Vec::new()) };
        let driver = &mut *self.store.driver;
        let mut grids = BTreeSet::new();
        let mut then = None;
        for change in store::premises::changes(driver, &entry.community, premises)? {
            if change.on <= entry.on {
                then.clone_from(&change.after.grid);
                grids.extend(change.after.grid);
            }
        }
        let staff = store::staff::under(driver, &self.home)?;
        let mut people = Vec::new();
        for grid in grids {
            for duty in store::units::assignments(driver, &grid)? {
                if duty.from > entry.on {
                    continue;
                }
                let holds = then.as_ref() == Some(&grid) && duty.holds_on(entry.on);
                people.push(InCharge {
                    grid: grid.clone(),
                    duty: duty.duty,
                    post: post(&duty, &staff, entry.on).to_owned(),
                    name: duty.name,
                    from: duty.from,
                    to: duty.to,
                    then: holds,
                });
            }
        }
        Ok(people)
    }

    /// The two lists as papers print them: `timeline`, `in_charge`.
    pub(in crate::office) fn accident_lists(
        &mut self,
        entry: &Entry,
    ) -> Result<[(String, Vec<Known>); 2], Refusal> {
        let steps = self.before_accident(entry)?.into_iter().map(|step| {
            let mut row = Known::new();
            put(&mut row, "on", terms::date(step.on));
            put(&mut row, "what", step.what);
            put(&mut row, "by", step.by);
            put(&mut row, "text", step.text);
            row
        });
        let steps = numbered(steps);
        let people = self.in_charge_before(entry)?;
        let people = people.into_iter().map(|person| {
            let mut row = Known::new();
            put(&mut row, "grid", self.unit_name(&person.grid));
            put(&mut row, "duty", terms::duty(person.duty));
            put(&mut row, "name", person.name);
            put(&mut row, "post", person.post);
            put(&mut row, "from", terms::date(person.from));
            put(&mut row, "to", person.to.map(terms::date).unwrap_or_default());
            put(&mut row, "then", if person.then { "是" } else { "否" });
            row
        });
        let people = numbered(people);
        Ok([("timeline".to_owned(), steps), ("in_charge".to_owned(), people)])
    }
}

/// A sentence as part of another.
fn bare(text: &str) -> &str {
    text.trim_end_matches('。')
}
