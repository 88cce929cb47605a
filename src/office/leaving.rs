//! Somebody of the staff leaves (离岗), from a day on and for a reason; whatever is open under the name goes to somebody
//! else first (谁跟踪, INS-16).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod due;
mod open;

use self::{
    due::stays,
    open::{Around, Open, Who, check_taker, check_walked},
};
use super::{
    Office, Refusal,
    act::Trace,
    desk::which_of,
    handover::{Handed, PLANNED, Work},
    written::required_in,
};
use crate::{
    domain::{
        hazard::Step,
        id::Id,
        permission::Deed,
        rule::RuleError,
        staff::{Left, Staff},
        unit::Level,
    },
    store::{self, Driver, hazards, plans},
    terms,
};

/// Who leaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaving<'a> {
    /// Name, which is every post of the person, or the id of one post.
    pub who: &'a str,
    /// The first day on which the person is no longer there; today when not said. It may be a day to come.
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
    /// What waits until the day has come, in words; empty when nothing does.
    pub waits: String,
}

impl Gone {
    /// 陈一鸣从2026年12月1日起离岗（调走）。已移交…
    pub fn says(&self) -> String {
        let Left { on, why, to } = &self.left;
        let (name, on, handed) = (&self.name, terms::date(*on), self.handed.says());
        let all = match self.posts.as_slice() {
            [] | [_] => String::new(),
            posts => {
                let roles: Vec<&str> = posts.iter().map(|post| terms::role(post.role)).collect();
                format!("，{}都不再担任", roles.join("、"))
            }
        };
        let waits = match (self.waits.as_str(), to.as_str()) {
            ("", _) => String::new(),
            (waits, to) => format!("名下的{waits}，到那天移交给{to}。"),
        };
        format!("{name}从{on}起离岗（{why}）{all}。{handed}{waits}")
    }
}

/// What the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Leave {
    pub(super) name: String,
    pub(super) left: Left,
    pub(super) posts: Vec<Id>,
}

impl Office {
    /// Somebody leaves. Refused while hazards to be followed, grids, visits or tasks stand under the name and nobody is
    /// named for them. On a day to come the person acts until then: the visits from that day on go over now, and what
    /// else is open on that day goes then ([`Office::hand_over_left`]).
    pub fn leave(&mut self, leaving: &Leaving) -> Result<Gone, Refusal> {
        let on = leaving.on.unwrap_or(self.act.today);
        if leaving.why.trim().is_empty() {
            return Err(RuleError::ReasonMissing.into());
        }
        let why = required_in("reason", leaving.why, "原因")?;
        let staff = self.staff()?;
        let posts = self.posts_meant(&staff, leaving.who.trim(), on)?;
        let name = posts.first().map(|post| post.name.clone()).unwrap_or_default();
        self.check_door_kept(&posts)?;
        // Whoever keeps another post keeps the work as well.
        let stays = stays(&staff, &name, &posts, on);
        let to = leaving.to.map(str::trim).filter(|to| !to.is_empty());
        let who = Who { name: &name, posts: &posts, on, to };
        let around = self.around();
        check_taker(&who, &staff, on.max(around.today))?;
        let later = on > around.today;
        let actor = self.act.signature().to_owned();
        let judge = |driver: &mut dyn Driver| {
            let mut open = Open::default();
            if !stays {
                check_walked(driver, &around, &who)?;
                open = Open::read(driver, &around, &who)?;
            }
            open.check_handed(&who, around.today)?;
            Ok(open)
        };
        let deed = |driver: &mut dyn Driver, trace: &mut Trace, mut open: Open| {
            let visits = Open { visits: std::mem::take(&mut open.visits), ..Open::default() };
            let (now, rest) = match later {
                true => (visits, open),
                false => (Open { visits: visits.visits, ..open }, Open::default()),
            };
            let work = work(driver, &around, &now, &who)?;
            if !work.is_empty() {
                work.write(driver, trace, &actor)?;
            }
            let to = to.filter(|_| later && !stays).unwrap_or_default().to_owned();
            let left = Left { on, why, to };
            for post in &posts {
                // One who was to leave on another day.
                if post.left.is_some() {
                    store::staff::set_left(driver, post, None)?;
                }
                store::staff::set_left(driver, post, Some(&left))?;
            }
            let ids = posts.iter().map(|post| post.id).collect();
            let body = Leave { name: name.clone(), left: left.clone(), posts: ids };
            note(trace, "staff_leave", &posts, &body)?;
            Ok((left, work.handed(), rest.waiting()))
        };
        let (left, handed, waits) =
            self.act.write_judged(&mut self.store, Deed::SetUp, judge, deed)?;
        self.staff_changed = true;
        Ok(Gone { name, left, posts, handed, waits })
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

    /// The posts of who is meant, which have to be one person's: of a name all. Those that are not begun by a day, or are
    /// over, are none.
    pub(super) fn posts_meant(
        &self,
        staff: &[Staff],
        who: &str,
        on: NaiveDate,
    ) -> Result<Vec<Staff>, Refusal> {
        let named = |person: &&Staff| person.is_meant_by(who);
        let today = self.act.today;
        // Who is to leave on a day to come may be entered anew.
        let ahead = |person: &Staff| person.left.as_ref().is_none_or(|left| left.on > today);
        let begun = |person: &Staff| person.since.is_none_or(|since| since <= on);
        let stands = |person: &&Staff| ahead(person) && begun(person);
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
}

/// What goes to who takes it over: hazards to be followed, visits of the plan.
fn work(driver: &mut dyn Driver, around: &Around, open: &Open, who: &Who) -> Result<Work, Refusal> {
    let today = around.today;
    let to = who.to.unwrap_or_default();
    let reason = format!("{}离岗，{}起由{to}负责", who.name, terms::date(today));
    let mut hazards = Vec::new();
    for line in open.hazards.iter().filter(|_| !to.is_empty()) {
        if let Some(stored) = hazards::by_id(driver, &line.community, line.id)? {
            let step = Step::HandedOver { on: today, to: to.to_owned(), reason: reason.clone() };
            hazards.push((stored, step));
        }
    }
    let first = who.on.max(today);
    let theirs = match open.visits.is_empty() {
        true => Vec::new(),
        false => plans::list(driver, &around.home, first, first + PLANNED, Some(to))?,
    };
    let has = |visit: &plans::Visit| {
        theirs
            .iter()
            .any(|line| (line.visit.premises, line.visit.day) == (visit.premises, visit.day))
    };
    let visits = open.visits.iter().filter(|_| !to.is_empty());
    let visits = visits.map(|visit| (visit.clone(), has(visit))).collect();
    Ok(Work {
        community: who.posts.first().and_then(|post| post.unit.at(Level::Community)),
        object: who.posts.first().map(|post| post.id.to_string()).unwrap_or_default(),
        from: vec![who.name.to_owned()],
        to: to.to_owned(),
        hazards,
        visits,
        events: Vec::new(),
    })
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
