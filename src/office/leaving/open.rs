//! What is open under somebody's name, read where nobody else writes.

use chrono::NaiveDate;

use super::super::{Refusal, handover::PLANNED, review::TASKS};
use crate::{
    domain::{
        entry::people,
        rule::{Asked, RuleError},
        staff::{self, Role, Staff},
        unit::{Unit, UnitPath},
    },
    store::{self, Driver, entries, hazards, inspections, plans},
    terms,
};

/// Where it is looked for, and on which day.
pub struct Around {
    pub home: UnitPath,
    pub today: NaiveDate,
    /// Those that are there today.
    pub units: Vec<Unit>,
}

/// Open under a name from a day on.
#[derive(Debug, Default)]
pub struct Open {
    pub hazards: Vec<hazards::Line>,
    pub visits: Vec<plans::Visit>,
    pub grids: Vec<String>,
    /// Communities of which the person is the 挂钩领导.
    pub led: Vec<String>,
    pub tasks: Vec<entries::Stored>,
}

/// Who leaves, when, and who takes it over.
pub struct Who<'a> {
    pub name: &'a str,
    pub posts: &'a [Staff],
    pub on: NaiveDate,
    pub to: Option<&'a str>,
}

impl Open {
    pub fn read(driver: &mut dyn Driver, around: &Around, who: &Who) -> Result<Open, Refusal> {
        let Around { home, today, units } = around;
        let (name, on) = (who.name, who.on);
        let near = |place: &UnitPath| is_near(who.posts, place);
        let filter = hazards::Filter { open: true, ..hazards::Filter::default() };
        let mut open = Open { hazards: hazards::list(driver, home, &filter)?, ..Open::default() };
        open.hazards.retain(|line| line.owner == name && near(&line.community));
        let visits = plans::list(driver, home, on.max(*today), on + PLANNED, Some(name))?;
        open.visits = visits
            .into_iter()
            .filter(|line| line.last_on.is_none_or(|last| last < line.visit.from))
            .map(|line| line.visit)
            .filter(|visit| near(&visit.community))
            .collect();
        let named = |path: &UnitPath| {
            let known = units.iter().find(|unit| unit.path == *path);
            known.map_or_else(|| path.to_string(), |unit| unit.name.clone())
        };
        for duty in store::units::assignments(driver, home)? {
            let held = duty.name == name && duty.to.is_none_or(|to| on <= to) && near(&duty.grid);
            let grid = named(&duty.grid);
            if held && !open.grids.contains(&grid) {
                open.grids.push(grid);
            }
        }
        let tasks = entries::Filter { ledger: Some(TASKS.to_owned()), ..Default::default() };
        let mut tasks = entries::list(driver, home, &tasks)?;
        tasks.retain(|stored| {
            let owner = stored.entry.fields.get("owner");
            stored.entry.waits
                && near(&stored.entry.community)
                && owner.is_some_and(|owner| people(owner).any(|one| one == name))
        });
        open.tasks = tasks;
        let leads = who.posts.iter().any(|post| post.role == Role::LinkedLeader);
        let led = units.iter().filter(|unit| {
            leads && near(&unit.path) && home.covers(&unit.path) && unit.is_led_by(name)
        });
        open.led = led.map(|unit| unit.name.clone()).collect();
        Ok(open)
    }

    /// What waits until the day on which the person is gone, in words: 没有销号的隐患3条、没有完成的任务1件.
    pub fn waiting(&self) -> String {
        let parts = [
            (self.grids.len(), self.grids_said()),
            (self.led.len(), self.led_said()),
            (self.hazards.len(), self.hazards_said()),
            (self.visits.len(), self.visits_said()),
            (self.tasks.len(), self.tasks_said()),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        parts.join("、")
    }

    fn grids_said(&self) -> String {
        format!("负责的网格{}个（{}）", self.grids.len(), self.grids.join("、"))
    }

    fn led_said(&self) -> String {
        format!("挂钩的社区{}个（{}）", self.led.len(), self.led.join("、"))
    }

    fn hazards_said(&self) -> String {
        format!("没有销号的隐患{}条", self.hazards.len())
    }

    fn visits_said(&self) -> String {
        format!("计划里还没去的检查{}次", self.visits.len())
    }

    fn tasks_said(&self) -> String {
        format!("没有完成的任务{}件", self.tasks.len())
    }

    /// What cannot go along is handed over first; on a day to come hazards and tasks wait for it, if it is said to whom
    /// they go.
    pub fn check_handed(&self, who: &Who, today: NaiveDate) -> Result<(), Refusal> {
        let loose = who.to.is_none();
        let later = who.on > today;
        let waits = |count: usize, words: String| (count > 0).then_some(words);
        let (hazards, visits) = (self.hazards.len(), self.visits.len());
        let tasks = self.tasks.len();
        let parts: Vec<String> = [
            waits(self.grids.len(), self.grids_said()),
            waits(self.led.len(), self.led_said()).filter(|_| !later),
            waits(hazards, self.hazards_said()).filter(|_| loose),
            waits(visits, self.visits_said()).filter(|_| loose),
            waits(tasks, self.tasks_said()).filter(|_| loose || !later),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return Ok(());
        }
        let mut ways = Vec::new();
        if !self.grids.is_empty() {
            ways.push("网格办人员交接（anban grid assign）");
        }
        if !self.led.is_empty() && !later {
            ways.push("社区更改挂钩领导（anban unit edit --leader）");
        }
        if loose && hazards + visits + if later { tasks } else { 0 } > 0 {
            ways.push(match later {
                true => "隐患、检查和任务写明到那天交给谁（--to 姓名）",
                false => "隐患和检查写明交给谁（--to 姓名）",
            });
        }
        if tasks > 0 && !later {
            ways.push("任务在任务台账里改责任人，或登记完成（anban ledger edit）");
        }
        Err(Refusal::field(
            "to",
            format!(
                "{}名下还有{}，{}不能离岗。请先移交：{}。",
                who.name,
                parts.join("、"),
                terms::date(who.on),
                ways.join("；")
            ),
        ))
    }
}

/// Who takes the work is somebody else, and there on the day.
pub fn check_taker(who: &Who, staff: &[Staff], on: NaiveDate) -> Result<(), Refusal> {
    let Some(to) = who.to else { return Ok(()) };
    if to == who.name {
        return Err(RuleError::SameOwner { name: to.to_owned() }.into());
    }
    match staff.iter().any(|person| person.name == to && person.serves_on(on)) {
        true => Ok(()),
        false => Err(Refusal::field(
            "to",
            format!("在岗的人员里没有叫“{to}”的。请核对姓名，或用 anban staff add 登记。"),
        )),
    }
}

/// Nobody inspects who is gone.
pub fn check_walked(driver: &mut dyn Driver, around: &Around, who: &Who) -> Result<(), Refusal> {
    let walked = inspections::between(driver, &around.home, who.on, around.today)?;
    let by = |line: &&inspections::Line| {
        !line.corrected
            && is_near(who.posts, &line.inspection.community)
            && line.inspection.inspectors.iter().any(|inspector| inspector == who.name)
    };
    let Some(last) = walked.iter().find(by) else { return Ok(()) };
    Err(Refusal::of(
        Asked::Day(who.on),
        format!(
            "{}在{}还检查过“{}”，离岗要从以后的日子算起。请核对日期。",
            who.name,
            terms::date(last.inspection.on),
            last.premises_name
        ),
    ))
}

/// Whether a place is where these posts are: another of the same name may work elsewhere.
pub fn is_near(posts: &[Staff], place: &UnitPath) -> bool {
    posts.iter().any(|post| staff::is_near(&post.unit, place))
}
