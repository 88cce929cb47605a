//! Somebody of the staff leaves (离岗), from a day on and for a reason; whatever is open under the name goes to somebody
//! else first (谁跟踪, INS-16).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Office, Refusal,
    act::Trace,
    desk::which_of,
    handover::{Handed, PLANNED, Work},
    review::TASKS,
    units::required_in,
};
use crate::{
    domain::{
        entry::people,
        hazard::Step,
        id::Id,
        permission::Deed,
        rule::{Asked, RuleError},
        staff::{self, Left, Role, Staff},
        unit::{Level, UnitPath},
    },
    store::{self, Driver, entries, hazards, inspections, plans},
    terms,
};

/// Who leaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaving<'a> {
    /// Name, which is every post of the person, or the id of one post.
    pub who: &'a str,
    /// The first day on which the person is no longer there; today when not said.
    pub on: Option<NaiveDate>,
    pub why: &'a str,
    /// Who takes the hazards and the visits over that are open under the name.
    pub to: Option<&'a str>,
}

/// Who left, with what went to somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    pub name: String,
    pub left: Left,
    pub posts: Vec<Staff>,
    pub handed: Handed,
}

impl Gone {
    /// 陈一鸣从2026年12月1日起离岗（调走）。已移交…
    pub fn says(&self) -> String {
        let on = terms::date(self.left.on);
        format!("{}从{on}起离岗（{}）。{}", self.name, self.left.why, self.handed.says())
    }
}

/// What the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Leave {
    pub(super) name: String,
    pub(super) left: Left,
    pub(super) posts: Vec<Id>,
}

/// Open under a name from a day on.
#[derive(Debug, Default)]
struct Open {
    hazards: Vec<hazards::Line>,
    visits: Vec<plans::Visit>,
    grids: Vec<String>,
    /// Communities of which the person is the 挂钩领导.
    led: Vec<String>,
    tasks: usize,
}

impl Office {
    /// Somebody leaves. Refused while hazards to be followed, grids, visits or tasks stand under the name.
    pub fn leave(&mut self, leaving: &Leaving) -> Result<Gone, Refusal> {
        let on = self.act.day(leaving.on)?;
        if leaving.why.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let why = required_in("reason", leaving.why, "原因")?;
        let staff = self.staff()?;
        let posts = self.leaving_posts(&staff, leaving.who.trim(), on)?;
        let name = posts.first().map(|post| post.name.clone()).unwrap_or_default();
        let stays = staff.iter().any(|other| {
            other.name == name
                && other.serves_on(on)
                && posts.iter().all(|post| post.id != other.id)
                && is_near(&posts, &other.unit)
        });
        // Whoever keeps another post keeps the work as well.
        if !stays {
            self.check_walked(&name, &posts, on)?;
        }
        let open = if stays { Open::default() } else { self.open_under(&name, &posts, on)? };
        let to = leaving.to.map(str::trim).filter(|to| !to.is_empty());
        self.check_handed(&name, on, &open, to, &staff)?;
        let work = match to {
            Some(to) => Some(self.leaving_work(&open, &name, to, &posts)?),
            None => None,
        };
        let left = Left { on, why };
        let ids = posts.iter().map(|post| post.id).collect();
        let body = Leave { name: name.clone(), left: left.clone(), posts: ids };
        let actor = self.act.signature().to_owned();
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            if let Some(work) = work.as_ref().filter(|work| !work.is_empty()) {
                work.write(driver, trace, &actor)?;
            }
            for post in &posts {
                store::staff::set_left(driver, post, Some(&left))?;
            }
            note(trace, "staff_leave", &posts, &body)
        })?;
        self.staff_changed = true;
        let handed = work.map(|work| work.handed()).unwrap_or_default();
        Ok(Gone { name, left, posts, handed })
    }

    /// Lets somebody stay who was entered as having left. What was handed over stays with who has it.
    pub(super) fn undo_leave(&mut self, leave: &Leave, reason: &str) -> Result<(), Refusal> {
        let staff = self.staff()?;
        let posts: Vec<Staff> =
            staff.into_iter().filter(|person| leave.posts.contains(&person.id)).collect();
        let body = serde_json::json!({ "leave": leave, "reason": reason });
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            for post in &posts {
                store::staff::set_left(driver, post, None).map_err(|fault| match fault {
                    store::Fault::Unique { .. } => Refusal::said(format!(
                        "{}后来已经重新登记在岗，不用再撤销离岗。",
                        post.name
                    )),
                    other => other.into(),
                })?;
            }
            note(trace, "take_back", &posts, &body)
        })?;
        self.staff_changed = true;
        Ok(())
    }

    /// The posts that end: of a name all, which have to be one person's.
    fn leaving_posts(
        &self,
        staff: &[Staff],
        who: &str,
        on: NaiveDate,
    ) -> Result<Vec<Staff>, Refusal> {
        let named = |person: &&Staff| person.is_meant_by(who);
        let stands = |person: &&Staff| person.left.is_none() && person.serves_on(on);
        let (found, elsewhere): (Vec<&Staff>, Vec<&Staff>) = staff
            .iter()
            .filter(named)
            .filter(stands)
            .partition(|person| self.scope.covers(&person.unit));
        if let ([], [other, ..]) = (found.as_slice(), elsewhere.as_slice()) {
            return Err(Refusal::field(
                "name",
                format!(
                    "“{}”是{}的人员，不在您的{}。请由那里的人员办理。",
                    other.name,
                    self.unit_name(&other.unit),
                    self.unit_name(&self.scope)
                ),
            ));
        }
        if found.is_empty() {
            let left = staff
                .iter()
                .filter(named)
                .filter_map(|person| person.left.as_ref())
                .max_by_key(|left| left.on);
            let since = staff.iter().filter(named).filter_map(|person| person.since).max();
            return Err(Refusal::field(
                "name",
                match (left, since) {
                    (_, Some(since)) if since > on => {
                        format!("“{who}”从{}起才在岗，离岗的日期不能更早。", terms::date(since))
                    }
                    (Some(left), _) => format!(
                        "“{who}”从{}起已经离岗（{}），不用再登记。",
                        terms::date(left.on),
                        left.why
                    ),
                    (None, _) => {
                        format!("人员名单里没有“{who}”。请用 anban staff list 看名单，写全姓名。")
                    }
                },
            ));
        }
        // Two people of one name are told apart by their ids.
        let widest = |person: &&&Staff| found.iter().all(|other| person.unit.covers(&other.unit));
        if found.iter().find(widest).is_none() {
            let which = which_of(who, &found, |unit| self.unit_name(unit));
            return Err(Refusal::field("name", which));
        }
        Ok(found.into_iter().cloned().collect())
    }

    /// Nobody inspects who is gone.
    fn check_walked(&mut self, name: &str, posts: &[Staff], on: NaiveDate) -> Result<(), Refusal> {
        let walked = inspections::between(&mut *self.store.driver, &self.home, on, self.act.today)?;
        let by = |line: &&inspections::Line| {
            !line.corrected
                && is_near(posts, &line.inspection.community)
                && line.inspection.inspectors.iter().any(|inspector| inspector == name)
        };
        let Some(last) = walked.iter().find(by) else { return Ok(()) };
        let day = last.inspection.on;
        Err(Refusal::of(
            Asked::Day(on),
            format!(
                "{name}在{}还检查过“{}”，离岗要从以后的日子算起。请核对日期。",
                terms::date(day),
                last.premises_name
            ),
        ))
    }

    fn open_under(&mut self, name: &str, posts: &[Staff], on: NaiveDate) -> Result<Open, Refusal> {
        let near = |place: &UnitPath| is_near(posts, place);
        let home = self.home.clone();
        let driver = &mut *self.store.driver;
        let filter = hazards::Filter { open: true, ..hazards::Filter::default() };
        let mut open = Open { hazards: hazards::list(driver, &home, &filter)?, ..Open::default() };
        open.hazards.retain(|line| line.owner == name && near(&line.community));
        let visits = plans::list(driver, &home, on.max(self.act.today), on + PLANNED, Some(name))?;
        open.visits = visits
            .into_iter()
            .filter(|line| line.last_on.is_none_or(|last| last < line.visit.from))
            .map(|line| line.visit)
            .filter(|visit| near(&visit.community))
            .collect();
        let held: Vec<UnitPath> = store::units::assignments(driver, &home)?
            .into_iter()
            .filter(|duty| duty.name == name && duty.to.is_none_or(|to| on <= to))
            .map(|duty| duty.grid)
            .filter(near)
            .collect();
        let tasks = entries::Filter { ledger: Some(TASKS.to_owned()), ..Default::default() };
        let tasks = entries::list(driver, &home, &tasks)?;
        open.tasks = tasks
            .iter()
            .filter(|stored| stored.entry.waits && near(&stored.entry.community))
            .filter(|stored| {
                let owner = stored.entry.fields.get("owner");
                owner.is_some_and(|owner| people(owner).any(|one| one == name))
            })
            .count();
        let leads = posts.iter().any(|post| post.role == Role::LinkedLeader);
        let led = self.list_units().into_iter().filter(|unit| {
            leads && near(&unit.path) && self.home.covers(&unit.path) && unit.is_led_by(name)
        });
        open.led = led.map(|unit| unit.name.clone()).collect();
        for grid in held {
            let grid = self.unit_name(&grid);
            if !open.grids.contains(&grid) {
                open.grids.push(grid);
            }
        }
        Ok(open)
    }

    /// Who takes the work is there; what cannot go along is handed over first.
    fn check_handed(
        &self,
        name: &str,
        on: NaiveDate,
        open: &Open,
        to: Option<&str>,
        staff: &[Staff],
    ) -> Result<(), Refusal> {
        if let Some(to) = to {
            if to == name {
                return Err(RuleError::SameOwner { name: to.to_owned() }.into());
            }
            if !staff.iter().any(|person| person.name == to && person.serves_on(self.act.today)) {
                return Err(Refusal::field(
                    "to",
                    format!("在岗的人员里没有叫“{to}”的。请核对姓名，或用 anban staff add 登记。"),
                ));
            }
        }
        let waits = |count: usize, words: String| (count > 0).then_some(words);
        let (hazards, visits) = (open.hazards.len(), open.visits.len());
        let loose = to.is_none();
        let parts: Vec<String> = [
            waits(
                open.grids.len(),
                format!("负责的网格{}个（{}）", open.grids.len(), open.grids.join("、")),
            ),
            waits(
                open.led.len(),
                format!("挂钩的社区{}个（{}）", open.led.len(), open.led.join("、")),
            ),
            waits(hazards, format!("没有销号的隐患{hazards}条")).filter(|_| loose),
            waits(visits, format!("计划里还没去的检查{visits}次")).filter(|_| loose),
            waits(open.tasks, format!("没有完成的任务{}件", open.tasks)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return Ok(());
        }
        let mut ways = Vec::new();
        if !open.grids.is_empty() {
            ways.push("网格办人员交接（anban grid assign）");
        }
        if !open.led.is_empty() {
            ways.push("社区更改挂钩领导（anban unit edit --leader）");
        }
        if loose && hazards + visits > 0 {
            ways.push("隐患和检查写明交给谁（--to 姓名）");
        }
        if open.tasks > 0 {
            ways.push("任务在任务台账里改责任人，或登记完成（anban ledger edit）");
        }
        Err(Refusal::field(
            "to",
            format!(
                "{name}名下还有{}，{}不能离岗。请先移交：{}。",
                parts.join("、"),
                terms::date(on),
                ways.join("；")
            ),
        ))
    }

    fn leaving_work(
        &mut self,
        open: &Open,
        name: &str,
        to: &str,
        posts: &[Staff],
    ) -> Result<Work, Refusal> {
        let today = self.act.today;
        let reason = format!("{name}离岗，{}起由{to}负责", terms::date(today));
        let driver: &mut dyn Driver = &mut *self.store.driver;
        let mut hazards = Vec::new();
        for line in &open.hazards {
            if let Some(stored) = hazards::by_id(driver, &line.community, line.id)? {
                let step =
                    Step::HandedOver { on: today, to: to.to_owned(), reason: reason.clone() };
                hazards.push((stored, step));
            }
        }
        let theirs = plans::list(driver, &self.home, today, today + PLANNED, Some(to))?;
        let has = |visit: &plans::Visit| {
            theirs
                .iter()
                .any(|line| (line.visit.premises, line.visit.day) == (visit.premises, visit.day))
        };
        let visits = open.visits.iter().map(|visit| (visit.clone(), has(visit))).collect();
        Ok(Work {
            community: posts.first().and_then(|post| post.unit.at(Level::Community)),
            object: posts.first().map(|post| post.id.to_string()).unwrap_or_default(),
            from: vec![name.to_owned()],
            to: to.to_owned(),
            hazards,
            visits,
            events: Vec::new(),
        })
    }
}

/// Whether a place is where these posts are: another of the same name may work elsewhere.
fn is_near(posts: &[Staff], place: &UnitPath) -> bool {
    posts.iter().any(|post| staff::is_near(&post.unit, place))
}

fn note(
    trace: &mut Trace,
    verb: &'static str,
    posts: &[Staff],
    body: &impl Serialize,
) -> Result<(), Refusal> {
    let Some(first) = posts.first() else { return Ok(()) };
    trace.note(verb, first.unit.at(Level::Community).as_ref(), first.id, body)
}
