//! The day has come on which somebody is gone: what is open under the name goes to who was named for it. Until then the
//! agenda says what waits.

use chrono::{Days, NaiveDate};

use super::{
    Gone,
    open::{Around, Open, Who, check_taker, is_near},
    work,
};
use crate::{
    domain::{
        entry::{Entry, people},
        permission::Deed,
        staff::Staff,
    },
    office::{
        Office, Refusal,
        act::Trace,
        agenda::{Item, Task},
    },
    store::{self, Driver, entries},
    terms,
};

/// So long after somebody is gone it is asked whether something is open under the name.
const ASKED: Days = Days::new(31);

impl Office {
    /// Hands over what is open under the name of somebody who is gone: hazards, visits, tasks. To whoever was named
    /// for it as the leaving was entered, or to another.
    pub fn hand_over_left(&mut self, who: &str, to: Option<&str>) -> Result<Gone, Refusal> {
        let staff = self.staff()?;
        let who = who.trim();
        let today = self.act.today;
        let meant: Vec<&Staff> = staff
            .iter()
            .filter(|person| person.is_meant_by(who) && self.scope.covers(&person.unit))
            .collect();
        let gone = |person: &&&Staff| person.left.as_ref().is_some_and(|left| left.on <= today);
        let last = meant.iter().filter(gone).filter_map(|person| person.left.clone());
        let Some(left) = last.max_by_key(|left| left.on) else {
            let ahead = meant.iter().filter_map(|person| person.left.as_ref()).next();
            return Err(Refusal::field(
                "name",
                match ahead {
                    Some(left) => format!(
                        "“{who}”从{}起离岗，名下的工作到那天再移交。现在要交给别人的，请办人员交接。",
                        terms::date(left.on)
                    ),
                    None => format!(
                        "人员名单里没有已经离岗的“{who}”。请用 anban staff list 看名单，写全姓名。"
                    ),
                },
            ));
        };
        let posts: Vec<Staff> = meant
            .iter()
            .filter(|person| person.left.as_ref().is_some_and(|one| one.on == left.on))
            .map(|person| (*person).clone())
            .collect();
        let name = posts.first().map(|post| post.name.clone()).unwrap_or_default();
        let named = to.map(str::trim).filter(|to| !to.is_empty());
        let to = named.or(Some(left.to.as_str()).filter(|to| !to.is_empty()));
        let Some(to) = to else {
            return Err(Refusal::field("to", format!("没有写明{name}的工作交给谁，请补上再试。")));
        };
        if stays(&staff, &name, &posts, today) {
            return Err(Refusal::field(
                "name",
                format!("{name}还在别的岗位上，工作仍由本人负责，不用移交。"),
            ));
        }
        let who = Who { name: &name, posts: &posts, on: left.on, to: Some(to) };
        check_taker(&who, &staff, today)?;
        let around = self.around();
        let actor = self.act.signature().to_owned();
        let judge = |driver: &mut dyn Driver| Open::read(driver, &around, &who);
        let deed = |driver: &mut dyn Driver, trace: &mut Trace, open: Open| {
            let work = work(driver, &around, &open, &who)?;
            if !work.is_empty() {
                work.write(driver, trace, &actor)?;
            }
            for stored in &open.tasks {
                let after = handed_on(&stored.entry, &who, to);
                entries::update(driver, &after, &stored.form_sha, stored.version, today)?;
                let body = serde_json::json!({ "before": stored.entry, "after": after });
                trace.note("entry_edit", Some(&after.community), after.id, &body)?;
            }
            for post in &posts {
                store::staff::set_handed(driver, post)?;
            }
            let mut handed = work.handed();
            handed.tasks = open.tasks.len() as u32;
            Ok(handed)
        };
        let handed = self.act.write_judged(&mut self.store, Deed::Handover, judge, deed)?;
        Ok(Gone { name, left, posts, handed, waits: String::new() })
    }

    /// Who leaves in the days up to one, and what is open under the name; of who is gone what is still open.
    pub(in crate::office) fn leaving_items(&mut self, to: NaiveDate) -> Result<Vec<Item>, Refusal> {
        let today = self.act.today;
        let staff = self.staff()?;
        let mut leaving: Vec<&Staff> = staff
            .iter()
            .filter(|person| self.scope.covers(&person.unit))
            .filter(|person| person.left.as_ref().is_some_and(|left| today <= left.on + ASKED))
            .collect();
        leaving.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let mut items = Vec::new();
        let same = |a: &&Staff, b: &&Staff| {
            let on = |person: &Staff| person.left.as_ref().map(|left| left.on);
            a.name == b.name && on(a) == on(b)
        };
        for posts in leaving.chunk_by(same) {
            let Some((first, left)) =
                posts.first().and_then(|first| Some((*first, first.left.as_ref()?)))
            else {
                continue;
            };
            let posts: Vec<Staff> = posts.iter().map(|post| (*post).clone()).collect();
            if stays(&staff, &first.name, &posts, left.on) {
                continue;
            }
            let around = self.around();
            let who = Who { name: &first.name, posts: &posts, on: left.on, to: None };
            let open = Open::read(&mut *self.store.driver, &around, &who)?.waiting();
            let (gone, on) = (left.on <= today, terms::date(left.on));
            // Far off, it is told as long as nobody is named for what is open.
            let asked = match gone {
                true => !open.is_empty(),
                false => left.on <= to || (!open.is_empty() && left.to.is_empty()),
            };
            if !asked {
                continue;
            }
            let name = &first.name;
            let text = match (open.as_str(), left.to.as_str(), gone) {
                ("", ..) => format!("{name}从{on}起离岗，名下没有要移交的"),
                (open, "", true) => format!("{name}从{on}起已经离岗，名下还有{open}，请移交"),
                (open, to, true) => {
                    format!("{name}从{on}起已经离岗，名下还有{open}，请移交给{to}")
                }
                (open, "", false) => {
                    format!("{name}从{on}起离岗，名下有{open}，还没有写明到那天交给谁")
                }
                (open, to, false) => format!("{name}从{on}起离岗，名下有{open}，到那天移交给{to}"),
            };
            let why = format!("{}；离岗以后名下的隐患、检查和任务要有人跟踪", left.why);
            items.push(Item {
                subject: Some(first.id),
                ..Item::new(Task::HandOver, left.on, today, text, why)
            });
        }
        Ok(items)
    }

    /// Where what is open under a name is looked for.
    pub(super) fn around(&self) -> Around {
        let units = self.list_units().into_iter().cloned().collect();
        Around { home: self.home.clone(), today: self.act.today, units }
    }
}

/// Whether the person has another post near there on a day, and with it keeps the work.
pub(super) fn stays(staff: &[Staff], name: &str, posts: &[Staff], on: NaiveDate) -> bool {
    staff.iter().any(|other| {
        other.name == name
            && other.serves_on(on)
            && posts.iter().all(|post| post.id != other.id)
            && is_near(posts, &other.unit)
    })
}

/// A task with another name among those who have it.
fn handed_on(task: &Entry, who: &Who, to: &str) -> Entry {
    let mut after = task.clone();
    if let Some(owner) = after.fields.get_mut("owner") {
        let mut names: Vec<&str> = Vec::new();
        for name in people(owner).map(|name| if name == who.name { to } else { name }) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        *owner = names.join("、");
    }
    after
}
