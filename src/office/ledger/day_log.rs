//! 工作日志 of a day, drafted from what somebody did in it (`[daily]` of a ledger): one row for every premises that was
//! visited or whose hazards were followed up. Nothing is kept until it is entered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Filter, Ledger, Office, Refusal, Stored, Typed};
use crate::{
    domain::{entry::Entry, id::Id, staff::Staff},
    form::daily::Daily,
    office::inspect::Visit,
    store::{entries, hazards, inspections},
    terms,
};

/// Somebody's day in a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct DayLog {
    pub ledger: Ledger,
    pub by: String,
    pub on: NaiveDate,
    pub rows: Vec<Drafted>,
}

/// One row of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    pub premises: Id,
    pub name: String,
    /// As it would be entered.
    pub fields: BTreeMap<String, String>,
    /// The row that stands already.
    pub entered: Option<Stored>,
}

/// What a day's records say of a premises.
#[derive(Clone, Debug, Default)]
struct Done {
    found: Vec<String>,
    handled: Vec<String>,
    notices: Vec<String>,
    tracked: Vec<String>,
    /// Hazards of earlier days that were followed up.
    followed: Vec<String>,
    /// Those that somebody else found on the same day.
    others: Vec<String>,
}

impl DayLog {
    /// Those that nobody has entered yet, as they would be.
    pub fn missing(&self) -> Vec<Typed> {
        let missing = self.rows.iter().filter(|row| row.entered.is_none());
        let typed = missing.map(|row| Typed {
            premises: Some(row.premises.to_string()),
            fields: row.fields.clone(),
            ..Typed::default()
        });
        typed.collect()
    }
}

impl Office {
    /// The rows of a day of somebody's, of who acts when nobody is named; in the order of the visits.
    pub fn day_log(
        &mut self,
        code: &str,
        by: Option<&str>,
        on: Option<NaiveDate>,
    ) -> Result<DayLog, Refusal> {
        let ledger = self.ledger(code)?;
        let Some(daily) = ledger.daily.clone() else {
            return Err(Refusal::said(format!(
                "“{}”不由当天的记录拟稿。请用 anban ledger add 登记。",
                ledger.title
            )));
        };
        let on = self.act.day(on)?;
        let by = by.map(str::trim).filter(|by| !by.is_empty());
        let by = by.unwrap_or(&self.act.actor).to_owned();
        if by.is_empty() {
            return Err(Refusal::field("by", "请写明是谁的日志：姓名照人员名册写。"));
        }
        let staff = self.staff()?;
        if !staff.is_empty() && !staff.iter().any(|person| person.name == by) {
            return Err(Refusal::field(
                "by",
                format!("人员名册上没有“{by}”。请照人员名册写姓名；新来的人，请先登记。"),
            ));
        }
        let entered = self.entries_of_day(&ledger, on)?;
        let mut rows = Vec::new();
        for (premises, done) in self.done_on(Some(&by), on)? {
            let mut fields = self.known_of(&ledger, Some(premises))?;
            fields.extend(done.fields(&daily));
            fields.insert(daily.by.clone(), by.clone());
            if let Some(day) = &ledger.day {
                fields.insert(day.clone(), on.to_string());
            }
            let stands = entered.iter().find(|stored| {
                let writer = stored.entry.fields.get(&daily.by).map_or("", String::as_str);
                stored.entry.premises == Some(premises) && (writer.is_empty() || writer == by)
            });
            rows.push(Drafted {
                premises,
                name: self.find_premises(&premises.to_string())?.entry.name,
                fields,
                entered: stands.cloned(),
            });
        }
        Ok(DayLog { ledger, by, on, rows })
    }

    /// Enters what is missing of a day, in one act.
    pub fn enter_day_log(&mut self, log: &DayLog) -> Result<Vec<Entry>, Refusal> {
        self.add_entries(&log.ledger.code, &log.missing())
    }

    /// What today's records propose for a new row about a premises; of whoever was there where nobody signed in.
    pub(super) fn proposed_of_day(
        &mut self,
        daily: &Daily,
        premises: Id,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let by = Some(self.act.actor.clone()).filter(|by| !by.is_empty());
        let done = self.done_on(by.as_deref(), self.act.today)?;
        let here = done.into_iter().find(|(id, _)| *id == premises);
        Ok(here.map(|(_, done)| done.fields(daily)).unwrap_or_default())
    }

    fn entries_of_day(&mut self, ledger: &Ledger, on: NaiveDate) -> Result<Vec<Stored>, Refusal> {
        let filter = Filter {
            ledger: Some(ledger.code.clone()),
            from: Some(on),
            to: Some(on),
            ..Filter::default()
        };
        Ok(entries::list(&mut *self.store.driver, &self.scope, &filter)?)
    }

    /// What somebody did on a day by premises: visits in their order, then hazards that were followed up elsewhere.
    fn done_on(&mut self, by: Option<&str>, on: NaiveDate) -> Result<Vec<(Id, Done)>, Refusal> {
        let mut days: Vec<(Id, Done)> = Vec::new();
        let scope = self.scope.clone();
        let mut lines = inspections::between(&mut *self.store.driver, &scope, on, on)?;
        lines.retain(|line| !line.corrected);
        lines.retain(|line| {
            by.is_none_or(|by| line.inspection.inspectors.iter().any(|it| it == by))
        });
        lines.sort_by_key(|line| line.inspection.id);
        let own_visits: BTreeSet<Id> = lines.iter().map(|line| line.inspection.id).collect();
        for line in lines {
            let visit = self.visit(line.inspection.id)?;
            let done = at(&mut days, visit.inspection.premises);
            done.visited(&visit);
        }
        let people: BTreeSet<String> =
            self.staff()?.into_iter().map(|Staff { name, .. }| name).collect();
        for stored in hazards::stepped_on(&mut *self.store.driver, &scope, on)? {
            let hazard = &stored.hazard;
            // Told with the visit.
            if own_visits.contains(&hazard.inspection) {
                continue;
            }
            let today = hazard.found_on == on;
            // What was typed at a desk where nobody signed in is of whoever follows the hazard.
            let own = |actor: &str| match by {
                Some(by) => actor == by || hazard.owner == by && !people.contains(actor),
                None => true,
            };
            let steps: Vec<String> = stored
                .standing()
                .into_iter()
                // The first step is the order of whoever inspected.
                .skip(usize::from(today))
                .filter(|(step, actor)| step.on() == on && own(actor))
                .map(|(step, _)| {
                    let detail = terms::step_detail(step);
                    let detail = if detail.is_empty() { detail } else { format!("，{detail}") };
                    format!("{}{detail}", terms::step(step.kind()))
                })
                .collect();
            if !steps.is_empty() {
                let state = terms::state(hazard.course.kind());
                let text = bare(&hazard.text);
                let done = at(&mut days, hazard.premises);
                done.tracked.push(format!("“{text}”：{}，现在{state}", steps.join("；")));
                let found = if today { &mut done.others } else { &mut done.followed };
                found.push(text.to_owned());
            }
        }
        Ok(days)
    }
}

fn at(days: &mut Vec<(Id, Done)>, premises: Id) -> &mut Done {
    let at = days.iter().position(|(id, _)| *id == premises).unwrap_or_else(|| {
        days.push((premises, Done::default()));
        days.len() - 1
    });
    &mut days[at].1
}

impl Done {
    fn visited(&mut self, visit: &Visit) {
        for stored in &visit.hazards {
            let hazard = &stored.hazard;
            self.found.push(bare(&hazard.text).to_owned());
            let term = hazard.term.as_ref();
            let until = term.map(|term| format!("，{}前整改好", terms::date(term.day)));
            let mut said =
                format!("{}{}", terms::disposal(hazard.disposal), until.unwrap_or_default());
            // The first step is the order itself.
            for (step, _) in stored.standing().into_iter().skip(1) {
                if step.on() == visit.inspection.on {
                    said += &format!("；{}", terms::step(step.kind()));
                }
            }
            self.handled.push(said);
        }
        let valid = visit.notices.iter().filter(|notice| notice.void.is_none());
        self.notices.extend(valid.map(|notice| notice.number.clone()));
    }

    fn fields(&self, daily: &Daily) -> BTreeMap<String, String> {
        let earlier = [("以前查出的", &self.followed), ("当天别人查出的", &self.others)];
        let earlier = earlier.into_iter().filter(|(_, hazards)| !hazards.is_empty());
        let earlier: Vec<String> =
            earlier.map(|(whose, hazards)| format!("{whose}：{}", hazards.join("；"))).collect();
        let found = match (self.found.as_slice(), earlier.as_slice()) {
            ([], []) => "无".to_owned(),
            ([], earlier) => earlier.join("；"),
            (found, _) => lines(found),
        };
        let (mut handled, tracked) = (lines(&self.handled), lines(&self.tracked));
        if !self.notices.is_empty() {
            let line = if handled.is_empty() { "" } else { "\n" };
            handled += &format!("{line}整改通知书：{}", self.notices.join("、"));
        }
        let fact = |id: &str| match id {
            "found" => found.as_str(),
            "handled" => handled.as_str(),
            "tracked" => tracked.as_str(),
            _ => "",
        };
        let filled =
            daily.fields.iter().map(|(field, text)| (field.clone(), text.fill_known(fact).text()));
        filled.filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// One a line, numbered where there are several.
fn lines(said: &[String]) -> String {
    match said {
        [one] => one.clone(),
        several => {
            let numbered =
                several.iter().enumerate().map(|(at, line)| format!("{}．{line}", at + 1));
            numbered.collect::<Vec<_>>().join("\n")
        }
    }
}

fn bare(text: &str) -> &str {
    text.trim_end_matches('。')
}
