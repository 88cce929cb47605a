//! A grid or a community is closed (撤并), from a day on and for a reason. What was recorded under it stays; whatever
//! still belongs to it goes elsewhere first.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Office, Refusal, act::Trace, campaigns, handover::PLANNED, written::required_in};
use crate::{
    domain::{
        event::{self, Desk},
        id::Id,
        permission::Deed,
        premises::Premises,
        rule::{Asked, RuleError},
        staff, supervision, transfer,
        unit::{Assignment, Level, Unit},
    },
    store::{self, Driver, hazards, inspections, matters, plans, premises},
    terms,
};

/// What the journal keeps of it: the unit, and the duties that ended with it as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Closing {
    pub(super) before: Unit,
    pub(super) after: Unit,
    pub(super) ended: Vec<Assignment>,
}

impl Office {
    /// Closes a unit: `on` is the first day without it, today when not said. The duties of a grid end with it.
    pub fn close_unit(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        why: &str,
    ) -> Result<Unit, Refusal> {
        let on = self.act.day(on)?;
        if why.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let why = required_in("reason", why, "原因")?;
        self.read_units()?;
        let path = self.find_any_unit(wanted)?;
        let before = self.unit(&path).cloned().ok_or(store::Fault::Conflict)?;
        if path.covers(&self.home) {
            return Err(Refusal::said(format!(
                "撤并的是网格和社区（区的办公室也可以是街道），{}是{}，不能撤并。",
                before.name,
                terms::level(path.level())
            )));
        }
        if on < before.valid_from {
            return Err(Refusal::of(
                Asked::Day(on),
                format!(
                    "{}从{}起设立，撤并的日期不能更早。",
                    before.name,
                    terms::date(before.valid_from)
                ),
            ));
        }
        let last = on - Days::new(1);
        let after = Unit { valid_to: Some(last), closed_why: why, ..before.clone() };
        let reading = Reading { units: self.units.clone(), today: self.act.today };
        let judge = |driver: &mut dyn Driver| {
            let parts = belongs_to(driver, &reading, &before, on)?;
            if !parts.is_empty() {
                return Err(Refusal::said(format!(
                    "{}还有{}，不能撤并。请先办好：单位划到别的网格（anban grid move）或变更为迁出，\
                     别的办结或移交。",
                    before.name,
                    parts.join("、")
                )));
            }
            check_campaigns(driver, &reading, &before, on)?;
            check_left_alone(driver, &reading, &before, on)?;
            let mut running = store::units::assignments(driver, &path)?;
            running.retain(|duty| duty.to.is_none_or(|to| to > last));
            if let Some(later) = running.iter().find(|duty| duty.from > on) {
                return Err(Refusal::of(
                    Asked::Day(on),
                    format!(
                        "{}的{}从{}起才登记为{}，撤并的日期要在那以后。",
                        before.name,
                        terms::duty(later.duty),
                        terms::date(later.from),
                        later.name
                    ),
                ));
            }
            Ok(running)
        };
        let deed = |driver: &mut dyn Driver, trace: &mut Trace, running: Vec<Assignment>| {
            replace(driver, &before, &after)?;
            for duty in &running {
                store::units::end_assignment(driver, &path, duty.id, Some(last))?;
            }
            let body = Closing { before: before.clone(), after: after.clone(), ended: running };
            trace.note("unit_close", path.at(Level::Community).as_ref(), &path, &body)
        };
        self.act.write_judged(&mut self.store, Deed::SetUp, judge, deed)?;
        self.know(&after);
        Ok(after)
    }

    /// Lets a closed unit go on, with the duties that ended with it; gives those who have left since and have none
    /// any more.
    pub(super) fn undo_close(
        &mut self,
        closing: &Closing,
        reason: &str,
    ) -> Result<Vec<String>, Refusal> {
        self.read_units()?;
        let path = closing.before.path.clone();
        let now = self.unit(&path).cloned();
        let Some(now) = now.filter(|unit| unit.valid_to == closing.after.valid_to) else {
            return Err(Refusal::said("这个单位后来又改过，不能再撤销。"));
        };
        self.check_place(&now)?;
        let open = Unit { valid_to: None, closed_why: String::new(), ..now.clone() };
        let (duties, gone) = self.go_on(closing)?;
        let body = serde_json::json!({ "before": closing.after, "after": open, "reason": reason });
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            replace(driver, &now, &open)?;
            for (duty, to) in &duties {
                store::units::end_assignment(driver, &path, duty.id, *to)?;
            }
            trace.note("take_back", path.at(Level::Community).as_ref(), &path, &body)
        })?;
        self.know(&open);
        Ok(gone)
    }

    /// What a closed unit goes back to is there, and nothing else has taken its name.
    fn check_place(&self, unit: &Unit) -> Result<(), Refusal> {
        let today = self.act.today;
        let parent = unit.path.parent();
        let above = parent.as_ref().and_then(|parent| self.unit(parent));
        if let Some(closed) = above.filter(|above| above.is_closed_on(today)) {
            return Err(Refusal::said(format!(
                "{}也已经撤并，{}不能单独恢复。请在别的社区新设网格。",
                closed.name, unit.name
            )));
        }
        let other = self.units.iter().find(|other| {
            other.path != unit.path
                && other.path.parent() == parent
                && other.name == unit.name
                && !other.is_closed_on(today)
        });
        match other {
            Some(other) => Err(Refusal::said(format!(
                "后来又设了一个叫“{}”的{}，不能恢复同名的。请先把新设的那个撤并，或改名（anban unit edit --rename）。",
                other.name,
                terms::level(other.path.level())
            ))),
            None => Ok(()),
        }
    }

    /// Up to when each duty runs that ended with a unit, if it had not been closed, and who has left since.
    #[allow(clippy::type_complexity)]
    fn go_on(
        &mut self,
        closing: &Closing,
    ) -> Result<(Vec<(Assignment, Option<NaiveDate>)>, Vec<String>), Refusal> {
        let path = &closing.before.path;
        let staff = self.staff()?;
        let mut gone: Vec<String> = Vec::new();
        let mut duties = Vec::new();
        for duty in &closing.ended {
            let left = staff::left_by(&staff, &duty.name, path, self.act.today);
            let to = match left.filter(|_| duty.to.is_none()) {
                Some(left) => {
                    if !gone.contains(&duty.name) {
                        gone.push(duty.name.clone());
                    }
                    closing.after.valid_to.max(Some(left.on - Days::new(1)))
                }
                None => duty.to,
            };
            duties.push((duty.clone(), to));
        }
        Ok((duties, gone))
    }

    fn know(&mut self, unit: &Unit) {
        if let Some(known) = self.units.iter_mut().find(|known| known.path == unit.path) {
            known.clone_from(unit);
        }
    }
}

/// What a closing is judged by beside the records.
struct Reading {
    units: Vec<Unit>,
    today: NaiveDate,
}

/// No running campaign has lost premises with the grid, or would name no grid any more that is there: it is put right
/// first, or ended.
fn check_campaigns(
    driver: &mut dyn Driver,
    reading: &Reading,
    unit: &Unit,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let grid = &unit.path;
    let Some(community) = grid.at(Level::Community).filter(|_| grid.level() == Level::Grid) else {
        return Ok(());
    };
    for campaign in campaigns::naming(driver, grid, on.max(reading.today))? {
        let scope = &campaign.scope;
        let is_open = |other: &&Unit| {
            other.path != *grid && scope.grids.contains(&other.path) && !other.is_closed_on(on)
        };
        let others = reading.units.iter().filter(is_open).count();
        let began = premises::as_of(driver, &community, campaign.from.min(reading.today))?;
        let was_in: HashSet<Id> = began
            .into_iter()
            .filter(|entry| entry.grid.as_ref() == Some(grid))
            .map(|entry| entry.id)
            .collect();
        let now = premises::list(driver, &community, &premises::Filter::default())?;
        let is_lost = |stored: &&premises::Stored| {
            let entry = &stored.entry;
            let before = Premises { grid: Some(grid.clone()), ..entry.clone() };
            let wanted = was_in.contains(&entry.id) && entry.is_patrolled();
            wanted && scope.holds(&before) && !scope.holds(entry)
        };
        let lost = now.iter().filter(is_lost).count();
        if others > 0 && lost == 0 {
            continue;
        }
        let lost = match lost {
            0 => String::new(),
            lost => format!("，原来在这里的{lost}家已经不在它的范围里"),
        };
        return Err(Refusal::said(format!(
            "专项行动“{}”（到{}）写明查{}{lost}，不能撤并。请先更正它的网格，把接收单位的网格也写上（anban campaign edit），或者结束它（anban campaign end）。",
            campaign.name,
            terms::date(campaign.last()),
            unit.name
        )));
    }
    Ok(())
}

/// Nothing is recorded in a unit from the day on from which it is no more.
fn check_left_alone(
    driver: &mut dyn Driver,
    reading: &Reading,
    unit: &Unit,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let path = &unit.path;
    let community = path.at(Level::Community).unwrap_or_else(|| path.clone());
    let walked = inspections::between(driver, path, on, reading.today)?;
    if let Some(last) = walked.iter().find(|line| !line.corrected) {
        return Err(Refusal::of(
            Asked::Day(on),
            format!(
                "{}在{}还检查过“{}”，撤并要从以后的日子算起。请核对日期。",
                unit.name,
                terms::date(last.inspection.on),
                last.premises_name
            ),
        ));
    }
    if on == reading.today {
        return Ok(());
    }
    let stood = premises::as_of(driver, &community, on)?;
    let stays = |entry: &&Premises| {
        entry.status.is_there() && (path == &community || entry.grid.as_ref() == Some(path))
    };
    match stood.iter().find(stays) {
        Some(entry) => Err(Refusal::of(
            Asked::Day(on),
            format!(
                "“{}”在{}还登记在{}，撤并要从它变动以后的日子算起。请核对日期，或把它的变动更正到那一天。",
                entry.name,
                terms::date(on),
                unit.name
            ),
        )),
        None => Ok(()),
    }
}

/// What still belongs to a unit, each in words; of a grid its people do not count, whose duties end with it.
fn belongs_to(
    driver: &mut dyn Driver,
    reading: &Reading,
    unit: &Unit,
    on: NaiveDate,
) -> Result<Vec<String>, Refusal> {
    let path = &unit.path;
    let community = path.at(Level::Community).unwrap_or_else(|| path.clone());
    let grid = (path.level() == Level::Grid).then(|| path.clone());
    let today = reading.today;
    let below = reading
        .units
        .iter()
        .filter(|other| other.path.parent().as_ref() == Some(path) && !other.is_closed_on(on));
    let below = below.count();
    let word = path.level().below().map(terms::level).unwrap_or_default();
    let all = premises::list(driver, path, &premises::Filter::default())?;
    let places = all.iter().filter(|stored| stored.entry.status.is_there()).count();
    // Of a premises that has moved to another grid the hazards have gone along with who follows them.
    let open = hazards::Filter { open: true, grid: grid.clone(), ..Default::default() };
    let open = hazards::list(driver, &community, &open)?;
    let here = |line: &&hazards::Line| all.iter().any(|stored| stored.entry.id == line.premises);
    let open = open.iter().filter(here).count();
    let planned = plans::list(driver, &community, on.max(today), on.max(today) + PLANNED, None)?;
    let planned = planned
        .iter()
        .filter(|line| grid.is_none() || line.visit.grid == grid)
        .filter(|line| line.last_on.is_none_or(|last| last < line.visit.from))
        .count();
    let running = || matters::Filter { open: true, ..matters::Filter::default() };
    let events: Vec<matters::Stored<event::Course>> =
        matters::list(driver, &community, &running())?;
    let at_grid = |stored: &&matters::Stored<event::Course>| {
        let seat = stored.matter.course.seat();
        seat.desk == Desk::Grid && seat.name == unit.name
    };
    let events = events.iter().filter(|one| grid.is_none() || at_grid(one)).count();
    let mut others = 0;
    if grid.is_none() {
        let transfers: Vec<matters::Stored<transfer::Course>> =
            matters::list(driver, &community, &running())?;
        let supervisions: Vec<matters::Stored<supervision::Course>> =
            matters::list(driver, &community, &running())?;
        others = transfers.len() + supervisions.len();
    }
    // Whoever is listed under a grid has to be listed elsewhere first, too.
    let staff = store::staff::under(driver, path)?;
    let people =
        staff.iter().filter(|person| person.left.as_ref().is_none_or(|left| left.on > on)).count();
    let each = [
        (below, format!("{word}{below}个")),
        (places, format!("监管对象{places}家")),
        (open, format!("没有销号的隐患{open}条")),
        (planned, format!("计划里还没去的检查{planned}次")),
        (events, format!("没有办结的网格事件{events}件")),
        (others, format!("没有办结的抄告、督办{others}件")),
        (people, format!("在岗的人员{people}名")),
    ];
    Ok(each.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect())
}

/// Writes a unit in the place of what was read of it; another desk's change in between is a conflict.
fn replace(driver: &mut dyn Driver, read: &Unit, unit: &Unit) -> Result<(), Refusal> {
    let stands = store::units::under(driver, &read.path)?;
    if !stands.iter().any(|one| one == read) {
        return Err(store::Fault::Conflict.into());
    }
    Ok(store::units::update(driver, unit)?)
}
