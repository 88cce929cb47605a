//! 谁检查、谁签字、谁负责、谁跟踪 (S0 §二.2), the hazards that wait for their grade, and what comes back.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::{Office, Refusal, hazards::Stored};
use crate::{
    domain::{grade::Grade, staff::Role, unit::Duty},
    form::checklist::Checklist,
    store::{self, hazards, inspections, recurrences},
};

/// The people of one hazard.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answerable {
    /// 谁检查
    pub inspected_by: Vec<String>,
    /// 谁签字: who signed the notice that stands.
    pub signed_by: Vec<String>,
    /// Number of that notice.
    pub notice: String,
    /// 谁负责: 整改责任人 of the premises.
    pub responsible: String,
    /// 谁负责: 网格员, who has the grid today; of a grid without one 网格责任人 of the notice (INS-16).
    pub grid_responsible: Vec<String>,
    /// Nobody has the grid today.
    pub grid_vacant: bool,
    /// 谁跟踪
    pub followed_by: String,
}

/// A hazard that waits for its grade (INS-12).
#[derive(Clone, Debug, PartialEq)]
pub struct Unassessed {
    pub line: hazards::Line,
    /// The last day in time: one working day after it was found.
    pub due: NaiveDate,
    /// Days past that day; 0 when in time.
    pub days_late: i64,
    /// The 社区安全员 of its community; the street's officers where it has none.
    pub assessors: Vec<String>,
}

/// How often an item was found across what the actor sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recurring {
    pub form: String,
    pub item: String,
    /// What the item asks, in the words of the paper.
    pub ask: String,
    /// The same, with the checklist where another one of the list asks in these words.
    #[serde(skip)]
    pub name: String,
    /// The item, behind its checklist where another checklist numbers an item alike: as [`Office::item_named`] reads it.
    #[serde(skip)]
    pub code: String,
    pub premises: u32,
    pub hazards: u32,
    /// Of these, those that came back at the same premises.
    pub recurring: u32,
}

impl Answerable {
    /// What who answers in the grid is called: 网格责任人 is who inspected, as the notice has it.
    pub fn grid_title(&self) -> &'static str {
        if self.grid_vacant { "网格责任人" } else { "网格员" }
    }
}

impl Office {
    pub fn answerable(&mut self, stored: &Stored) -> Result<Answerable, Refusal> {
        let hazard = &stored.hazard;
        let today = self.act.today;
        let driver = &mut *self.store.driver;
        let visit = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
        let inspectors = visit.map(|visit| visit.inspectors).unwrap_or_default();
        let notice = match hazard.course.notice() {
            Some(id) => store::notices::by_id(driver, &hazard.community, id)?.pop(),
            None => None,
        };
        let mut grid_responsible: Vec<String> = Vec::new();
        if let Some(grid) = &hazard.grid {
            for post in store::units::assignments(driver, grid)? {
                let has = post.duty == Duty::GridOfficer && post.holds_on(today);
                if has && !grid_responsible.contains(&post.name) {
                    grid_responsible.push(post.name);
                }
            }
        }
        let grid_vacant = grid_responsible.is_empty();
        if grid_vacant {
            // A grid without an officer leaves it with who follows it.
            grid_responsible.push(hazard.owner.clone());
        }
        Ok(Answerable {
            // A notice has the names of the visit it ends; nobody signs a hazard that has none.
            signed_by: if notice.is_some() { inspectors.clone() } else { Vec::new() },
            notice: notice.map(|stored| stored.notice.number).unwrap_or_default(),
            inspected_by: inspectors,
            responsible: hazard.responsible.clone(),
            grid_responsible,
            grid_vacant,
            followed_by: hazard.owner.clone(),
        })
    }

    /// Hazards that wait for their grade, the longest first; narrowed as a list is.
    pub fn unassessed(&mut self, filter: &hazards::Filter) -> Result<Vec<Unassessed>, Refusal> {
        let filter = hazards::Filter { open: true, grade: Some(Grade::Unsure), ..filter.clone() };
        let driver = &mut *self.store.driver;
        let lines = hazards::list(driver, &self.scope, &filter)?;
        let staff = store::staff::under(driver, &self.home)?;
        let mut waiting: Vec<Unassessed> = lines
            .into_iter()
            .map(|line| {
                let of = |role: Role| -> Vec<String> {
                    let fits = |person: &&crate::domain::staff::Staff| {
                        person.serves_on(self.act.today)
                            && person.role == role
                            && person.unit.covers(&line.community)
                    };
                    staff.iter().filter(fits).map(|person| person.name.clone()).collect()
                };
                let mut assessors = of(Role::SafetyOfficer);
                if assessors.is_empty() {
                    assessors = of(Role::StreetOfficer);
                }
                let due = self.assess_due(line.found_on);
                let days_late = (self.act.today - due).num_days().max(0);
                Unassessed { due, days_late, assessors, line }
            })
            .collect();
        waiting.sort_by_key(|waiting| (waiting.due, waiting.line.id));
        Ok(waiting)
    }

    /// The last day on which what was found on a day is graded in time (INS-12: red after one working day).
    pub(super) fn assess_due(&self, found_on: NaiveDate) -> NaiveDate {
        self.calendar.add_workdays(found_on, 1)
    }

    /// Items found at several premises, or back at one, in the last months.
    pub fn recurring(&mut self, months: u32) -> Result<Vec<Recurring>, Refusal> {
        let since = self
            .act
            .today
            .checked_sub_months(Months::new(months))
            .ok_or_else(|| Refusal::said(format!("{months}个月太长，请改小。")))?;
        self.recurring_since(since)
    }

    /// The same since a day.
    pub(super) fn recurring_since(&mut self, since: NaiveDate) -> Result<Vec<Recurring>, Refusal> {
        let counts = recurrences::by_item(&mut *self.store.driver, &self.scope, since)?;
        let mut all: Vec<Recurring> = counts
            .into_iter()
            .map(|count| {
                let ask = self
                    .library
                    .checklist(&count.form)
                    .and_then(|form| form.items().find(|item| item.id == count.item))
                    .map(|item| item.ask.trim_end_matches('：').to_owned())
                    .unwrap_or_default();
                Recurring {
                    name: ask.clone(),
                    code: self.item_code(&count.form, &count.item),
                    ask,
                    form: count.form,
                    item: count.item,
                    premises: count.premises,
                    hazards: count.hazards,
                    recurring: count.recurring,
                }
            })
            .collect();
        let asks: Vec<String> = all.iter().map(|item| item.ask.clone()).collect();
        for item in &mut all {
            if asks.iter().filter(|ask| **ask == item.ask).count() > 1 {
                item.name = format!("{}（{}）", item.ask, self.checklist_name(&item.form));
            }
        }
        Ok(all)
    }

    fn item_code(&self, form: &str, item: &str) -> String {
        let has = |form: &Checklist| form.items().any(|known| known.id == item);
        let mut others = self.library.checklists().filter(|known| known.code != form);
        if others.any(has) { format!("{form}/{item}") } else { item.to_owned() }
    }

    /// 表四, or its title where it has no caption of its own.
    fn checklist_name(&self, code: &str) -> String {
        let Some(form) = self.library.checklist(code) else { return code.to_owned() };
        let mut others = self.library.checklists().filter(|other| other.code != form.code);
        let own = !form.caption.is_empty() && others.all(|other| other.caption != form.caption);
        if own { form.caption.clone() } else { form.title.clone() }
    }

    /// The checklist, where one is named, and the item: `q20`, `table4/q20`. A checklist is named by its code, caption or
    /// title.
    pub fn item_named(&self, said: &str) -> Result<(Option<String>, String), Refusal> {
        let Some((form, item)) = said.rsplit_once('/') else { return Ok((None, said.to_owned())) };
        let is_called = |known: &&Checklist| {
            [&known.code, &known.caption, &known.title].into_iter().any(|name| name == form)
        };
        let form = match self.library.checklists().find(is_called) {
            Some(known) => known.code.clone(),
            None => self.checklist(form)?.code,
        };
        Ok((Some(form), item.to_owned()))
    }
}
