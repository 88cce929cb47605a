//! The plan put right by hand: a visit moved, added, struck out.

use chrono::{Days, NaiveDate};

use super::{BY_HAND, Office, Refusal};
use crate::{
    domain::{id::Id, permission::Deed, rule::Asked, unit::UnitPath},
    office::clock,
    store::{
        self,
        plans::{self, Line, Visit},
    },
    terms,
};

impl Office {
    /// One visit by its id, or by the premises and the day on which it stands.
    pub fn planned_visit(&mut self, wanted: &str, on: Option<NaiveDate>) -> Result<Line, Refusal> {
        let scope = self.scope.clone();
        if let Some(id) = Id::parse(wanted.trim())
            && let Some(line) = plans::by_id(&mut *self.store.driver, &scope, id)?
        {
            return Ok(line);
        }
        let entry = self.find_premises(wanted)?.entry;
        let today = self.act.today;
        let (from, to) = on.map_or((today, today + Days::new(62)), |on| (on, on));
        let lines = plans::list(&mut *self.store.driver, &entry.community, from, to, None)?;
        let found = lines.into_iter().find(|line| line.visit.premises == entry.id);
        found.ok_or_else(|| {
            let when = on.map_or_else(|| "今天起".to_owned(), terms::date);
            Refusal::said(format!(
                "{when}的计划里没有“{}”。请用 anban plan 看计划，或用 anban plan add 加上。",
                entry.name
            ))
        })
    }

    /// Takes a visit to another day, to another person whose visits count for it, or both; making the plan anew leaves it
    /// there. One of the levels above is theirs to move.
    pub fn move_visit(
        &mut self,
        line: &Line,
        day: Option<NaiveDate>,
        person: Option<&str>,
    ) -> Result<(NaiveDate, String), Refusal> {
        let visit = &line.visit;
        let day = day.unwrap_or(visit.day);
        let person = person.unwrap_or(&visit.person).trim();
        self.check_is_ours(line)?;
        if person != visit.person {
            self.check_walker(person, day)?;
            self.check_counts(line, person, day)?;
        }
        self.check_may_go(person, &visit.community, day)?;
        if day < self.act.today {
            let said = format!("{}已经过去，不能把检查安排到那一天。", terms::date(day));
            return Err(Refusal::of(Asked::Day(day), said));
        }
        if visit.rule != BY_HAND && !(visit.from..=visit.to).contains(&day) {
            let said = format!(
                "“{}”的这一次要在{}至{}之间查，{}不在其中。请另选一天。",
                line.name,
                terms::month_day(visit.from),
                terms::month_day(visit.to),
                terms::month_day(day)
            );
            return Err(Refusal::of(Asked::Day(day), said));
        }
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::put(driver, visit, person, day).map_err(|fault| match fault {
                store::Fault::Unique { .. } => Refusal::said(format!(
                    "{}{person}的计划里已经有“{}”。",
                    terms::date(day),
                    line.name
                )),
                other => other.into(),
            })?;
            let body = serde_json::json!({
                "before": { "day": visit.day, "person": visit.person },
                "after": { "day": day, "person": person }
            });
            trace.note("plan_move", Some(&visit.community), visit.premises, &body)
        })?;
        Ok((day, person.to_owned()))
    }

    /// Puts a visit on the plan by hand.
    pub fn add_visit(
        &mut self,
        wanted: &str,
        day: NaiveDate,
        person: Option<&str>,
    ) -> Result<Visit, Refusal> {
        if day < self.act.today {
            let said = format!("{}已经过去，不能把检查安排到那一天。", terms::date(day));
            return Err(Refusal::of(Asked::Day(day), said));
        }
        let entry = self.find_premises(wanted)?.entry;
        let officers = self.officers(day)?;
        let own = || entry.grid.as_ref().and_then(|grid| officers.get(grid)?.first().cloned());
        let person = person.map(|person| person.trim().to_owned()).or_else(own);
        if let Some(person) = &person {
            self.check_walker(person, day)?;
            self.check_may_go(person, &entry.community, day)?;
        }
        let visit = Visit {
            community: entry.community.clone(),
            id: clock::new_id(),
            grid: entry.grid.clone(),
            premises: entry.id,
            person: person.unwrap_or_default(),
            day,
            rule: BY_HAND.to_owned(),
            from: day,
            to: day,
            by_hand: true,
            version: 1,
        };
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::insert(driver, std::slice::from_ref(&visit)).map_err(|fault| match fault {
                store::Fault::Unique { .. } => {
                    Refusal::said(format!("{}的计划里已经有“{}”。", terms::date(day), entry.name))
                }
                other => other.into(),
            })?;
            let body = serde_json::json!({ "day": day, "person": visit.person });
            trace.note("plan_add", Some(&visit.community), visit.premises, &body)
        })?;
        Ok(visit)
    }

    /// A visit that is settled by hand is somebody's of this office. One that has not written down yet who works there
    /// asks for nobody.
    fn check_walker(&mut self, name: &str, day: NaiveDate) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let known = staff.iter().any(|person| person.serves_on(day) && person.name == name);
        if staff.is_empty() || known {
            return Ok(());
        }
        let officers = self.officers(day)?;
        if officers.values().flatten().any(|officer| officer == name) {
            return Ok(());
        }
        Err(Refusal::of(
            Asked::Person(name.to_owned()),
            format!("在岗的人员里没有叫“{name}”的。请核对姓名，或用 anban staff add 登记。"),
        ))
    }

    /// Nobody is sent out who may not inspect on that day.
    fn check_may_go(&mut self, name: &str, at: &UnitPath, day: NaiveDate) -> Result<(), Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        self.check_certified(&[name.to_owned()], at, &staff, day)?;
        Ok(())
    }

    /// Takes a visit off the plan; one of the levels above is theirs to take off.
    pub fn drop_visit(&mut self, line: &Line) -> Result<(), Refusal> {
        self.check_is_ours(line)?;
        let visit = &line.visit;
        self.act.write(&mut self.store, Deed::Plan, |driver, trace| {
            plans::remove(driver, visit)?;
            let body = serde_json::json!({ "day": visit.day, "person": visit.person });
            trace.note("plan_remove", Some(&visit.community), visit.premises, &body)
        })
    }
}
