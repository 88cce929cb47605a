//! Communities, grids with their four kinds of people, and staff.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{
    Office, Refusal,
    act::Trace,
    clock,
    handover::{self, Handed},
    written::{required_in, written_in},
};
use crate::{
    domain::{
        permission::Deed,
        staff::{Role, Staff, left_by},
        unit::{Assignment, Duty, Level, Shortage, Unit, UnitPath},
    },
    store, terms,
};

mod edit;
mod import;
mod staff;

pub use self::edit::UnitEdit;
pub(super) use self::import::Imported;
pub use self::import::{Listed, UnitImport};
pub use self::staff::StaffEdit;
pub use crate::store::counts::Counts;

/// A grid with the people who answer for it on the day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GridView {
    pub path: UnitPath,
    pub name: String,
    pub community: String,
    pub boundary: String,
    /// What a 专业网格 looks after; empty for a grid by area.
    pub trade: String,
    pub people: Vec<Assignment>,
    /// How many people it is short of today.
    pub short: Shortage,
}

/// Somebody new on the staff list.
#[derive(Clone, Copy, Debug)]
pub struct Hire<'a> {
    pub name: &'a str,
    pub role: Role,
    pub unit: &'a str,
    pub phone: &'a str,
    pub card: &'a str,
    /// 专职 rather than 兼职.
    pub full_time: bool,
    /// 巡防员、调解员、安全专干 …; may be empty.
    pub origin: &'a str,
    /// First day, of somebody who came back or comes from elsewhere.
    pub since: Option<NaiveDate>,
}

/// Whoever is named takes over a duty of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    pub people: Vec<(Duty, String)>,
}

impl Office {
    pub fn list_units(&self) -> Vec<&Unit> {
        self.units
            .iter()
            .filter(|unit| self.home.covers(&unit.path) || unit.path.covers(&self.home))
            .filter(|unit| !unit.is_closed_on(self.act.today))
            .collect()
    }

    /// Those that were closed.
    pub fn closed_units(&self) -> Vec<&Unit> {
        let closed = |unit: &&Unit| unit.is_closed_on(self.act.today);
        self.units.iter().filter(|unit| self.home.covers(&unit.path)).filter(closed).collect()
    }

    /// What each unit has to look after, with all that is below it (S2 §三(三)). 市 and 区 have the sum of what
    /// this office keeps. Not in it is what one may not see whole: somebody of one community sees that one.
    pub fn unit_counts(&mut self) -> Result<HashMap<UnitPath, Counts>, Refusal> {
        let sees = |unit: &UnitPath| {
            self.scope.covers(unit) || (self.scope == self.home && unit.covers(&self.home))
        };
        let mut all: HashMap<UnitPath, Counts> = self
            .list_units()
            .into_iter()
            .filter(|unit| sees(&unit.path))
            .map(|unit| (unit.path.clone(), Counts::default()))
            .collect();
        for (place, counts) in store::counts::by_place(&mut *self.store.driver, &self.scope)? {
            for unit in std::iter::successors(Some(place), UnitPath::parent) {
                let Some(sum) = all.get_mut(&unit) else { continue };
                sum.premises += counts.premises;
                sum.key_premises += counts.key_premises;
                sum.open_hazards += counts.open_hazards;
            }
        }
        Ok(all)
    }

    /// Whether a unit has more below it than this office keeps.
    pub fn is_above_home(&self, unit: &UnitPath) -> bool {
        *unit != self.home && unit.covers(&self.home)
    }

    /// Adds a grid to a community, with the people who answer for it from today on.
    pub fn add_grid(
        &mut self,
        community: &str,
        name: &str,
        boundary: &str,
        people: &People,
    ) -> Result<Unit, Refusal> {
        let name = required(name, "网格名称")?;
        let community = self.find_unit(Level::Community, community)?;
        let taken: Vec<&Unit> =
            self.units_at(Level::Grid).filter(|unit| community.covers(&unit.path)).collect();
        if taken.iter().any(|unit| unit.name == name) {
            return Err(Refusal::field(
                "name",
                format!("{}已经有叫“{name}”的网格，请换一个名称。", self.unit_name(&community)),
            ));
        }
        // A number is given once, that of a closed grid too.
        let next = self
            .units
            .iter()
            .filter(|unit| unit.path.level() == Level::Grid && community.covers(&unit.path))
            .filter_map(|unit| unit.path.segment().parse::<u32>().ok())
            .max()
            .unwrap_or(0)
            + 1;
        let path = community
            .child(&format!("{next:02}"))
            .ok_or_else(|| Refusal::said("网格编号用完了，请联系维护人员。"))?;
        let unit = Unit {
            path,
            name,
            office: String::new(),
            linked_leader: String::new(),
            boundary: written_in("boundary", boundary, "网格范围")?,
            valid_from: self.act.today,
            valid_to: None,
            closed_why: String::new(),
            trade: String::new(),
        };
        let posts = posts(&unit.path, people, self.act.today)?;
        self.check_serving(&posts)?;
        self.insert_units(std::slice::from_ref(&unit), &posts)?;
        Ok(unit)
    }

    /// Hands duties of a grid over from a day on; whoever had them until then ends the day before.
    /// A new 网格员 takes the open work of the old one along, from the day of the handover on, unless it is to
    /// stay where it is.
    pub fn assign(
        &mut self,
        grid: &str,
        people: &People,
        from: NaiveDate,
        keep_work: bool,
    ) -> Result<Handed, Refusal> {
        let grid = self.find_unit(Level::Grid, grid)?;
        let community = grid.parent();
        let before = from - Days::new(1);
        let standing = store::units::assignments(&mut *self.store.driver, &grid)?;
        for (duty, _) in &people.people {
            if let Some(later) =
                standing.iter().find(|old| old.duty == *duty && old.to.is_none() && old.from > from)
            {
                return Err(Refusal::field(
                    "from",
                    format!(
                        "{}的{}已从{}起登记为{}，不能再从更早的日子交接。",
                        self.unit_name(&grid),
                        terms::duty(*duty),
                        terms::date(later.from),
                        later.name
                    ),
                ));
            }
        }
        let posts = posts(&grid, people, from)?;
        self.check_serving(&posts)?;
        let taking = |name: &str| {
            posts.iter().any(|post| post.duty == Duty::GridOfficer && post.name == name)
        };
        let to = posts.iter().find(|post| post.duty == Duty::GridOfficer);
        let mut handed = Handed {
            to: to.map(|post| post.name.clone()).unwrap_or_default(),
            ..Handed::default()
        };
        let mut work = None;
        if let Some(to) = to.filter(|_| !keep_work) {
            handed.later = from > self.act.today;
            if !handed.later {
                let running: Vec<Assignment> = standing
                    .into_iter()
                    .filter(|post| post.duty == Duty::GridOfficer && post.to.is_none())
                    .collect();
                let former = handover::former(&running, |name| !taking(name));
                let found = self.work_of(&grid, former, &to.name, from)?;
                handed = found.handed();
                work = Some(found).filter(|found| !found.is_empty());
            }
        }
        let actor = self.act.signature().to_owned();
        let does = format!("从{}起交接{}", terms::date(from), self.unit_name(&grid));
        self.write_behind(Deed::Handover, (from, &does), |driver, trace| {
            for duty in Duty::ALL {
                if posts.iter().any(|post| post.duty == duty) {
                    store::units::end_assignments(driver, &grid, duty, before)?;
                }
            }
            insert_posts(driver, trace, community.as_ref(), &posts)?;
            work.as_ref().map_or(Ok(()), |work| work.write(driver, trace, &actor))
        })?;
        Ok(handed)
    }

    /// Who has left takes no duty over. A name that the staff list does not have is no reason to refuse it.
    fn check_serving(&mut self, duties: &[Assignment]) -> Result<(), Refusal> {
        let staff = self.staff()?;
        for duty in duties {
            if let Some(left) = left_by(&staff, &duty.name, &duty.grid, duty.from) {
                return Err(Refusal::field(
                    duty.duty.code(),
                    format!(
                        "{}从{}起已经离岗（{}），{}不能担任{}。又来上班的，请先登记到岗（anban staff add）。",
                        duty.name,
                        crate::terms::date(left.on),
                        left.why,
                        crate::terms::date(duty.from),
                        crate::terms::duty(duty.duty)
                    ),
                ));
            }
        }
        Ok(())
    }

    pub fn grids(&mut self) -> Result<Vec<GridView>, Refusal> {
        let day = self.act.today;
        let people = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        Ok(self
            .units_at(Level::Grid)
            .map(|unit| {
                let people: Vec<Assignment> = people
                    .iter()
                    .filter(|person| person.grid == unit.path && person.holds_on(day))
                    .cloned()
                    .collect();
                GridView {
                    path: unit.path.clone(),
                    name: unit.name.clone(),
                    community: unit
                        .path
                        .parent()
                        .map(|path| self.unit_name(&path))
                        .unwrap_or_default(),
                    boundary: unit.boundary.clone(),
                    trade: unit.trade.clone(),
                    short: Shortage::of(&people),
                    people,
                }
            })
            .collect())
    }

    pub fn add_staff(
        &mut self,
        name: &str,
        role: Role,
        unit: &str,
        phone: &str,
        card: &str,
    ) -> Result<Staff, Refusal> {
        self.hire(Hire { name, role, unit, phone, card, full_time: true, origin: "", since: None })
    }

    pub fn hire(&mut self, hire: Hire) -> Result<Staff, Refusal> {
        let Hire { role, phone, card, full_time, origin, since, .. } = hire;
        let name = required(hire.name, "姓名")?;
        let unit = self.find_any_unit(hire.unit)?;
        let since = match since {
            Some(since) => Some(self.act.day(Some(since))?),
            None => None,
        };
        let since = self.since(&name, role, &unit, since)?;
        let person = Staff {
            id: clock::new_id(),
            unit,
            name,
            role,
            phone: written_in("phone", phone, "电话")?,
            card: written_in("card", card, "证号")?,
            full_time,
            origin: written_in("origin", origin, "来源")?,
            since,
            left: None,
        };
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            store::staff::insert(driver, &person).map_err(|fault| match fault {
                store::Fault::Unique { .. } => Refusal::said(format!(
                    "{}已经以这个职责登记在这个单位，不用再登记。",
                    person.name
                )),
                other => other.into(),
            })?;
            trace.note("staff_add", person.unit.at(Level::Community).as_ref(), person.id, &person)
        })?;
        self.staff_changed = true;
        Ok(person)
    }

    /// The first day of somebody new: of whoever comes back to a post one after it was left, of whoever has left every post
    /// elsewhere today, so that it is known that one person has moved.
    fn since(
        &mut self,
        name: &str,
        role: Role,
        unit: &UnitPath,
        said: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, Refusal> {
        let before = self.staff()?;
        let same =
            |person: &&Staff| person.name == name && person.role == role && person.unit == *unit;
        let left = before.iter().filter(same).filter_map(|person| person.left.as_ref());
        let Some(left) = left.map(|left| left.on).max() else {
            let today = self.act.today;
            let mut posts = before.iter().filter(|person| person.name == name).peekable();
            let moves = posts.peek().is_some()
                && posts.all(|post| post.left.as_ref().is_some_and(|left| left.on <= today));
            return Ok(said.or(moves.then_some(today)));
        };
        let since = said.unwrap_or(self.act.today);
        if since < left {
            return Err(Refusal::field(
                "since",
                format!("{name}在这个职责上{}才离岗，重新到岗不能更早。", terms::date(left)),
            ));
        }
        Ok(Some(since))
    }

    pub fn staff(&mut self) -> Result<Vec<Staff>, Refusal> {
        Ok(store::staff::under(&mut *self.store.driver, &self.home)?)
    }

    /// A unit of any level by its name, the lowest one that bears it; one that is called so in full goes before one
    /// whose name begins so (北峰街道, and 北峰社区 within it).
    pub fn find_any_unit(&self, wanted: &str) -> Result<UnitPath, Refusal> {
        let wanted = wanted.trim();
        let levels = [Level::Grid, Level::Community, Level::Street, Level::District, Level::City];
        let in_full = |unit: &Unit| unit.path.as_str() == wanted || unit.name == wanted;
        let in_short = |unit: &Unit| unit.is_called(wanted);
        let home = self.unit_name(&self.home) == wanted;
        for named in [&in_full as &dyn Fn(&Unit) -> bool, &in_short] {
            for level in levels {
                if self.units_at(level).any(named) {
                    return self.find_unit(level, wanted);
                }
            }
            if home {
                return Ok(self.home.clone());
            }
        }
        // Told as closed.
        if let Some(level) = levels.into_iter().find(|level| self.seen_at(*level).any(in_full)) {
            return self.find_unit(level, wanted);
        }
        if let Some(said) = self.out_of_sight(wanted) {
            return Err(Refusal::said(said));
        }
        let names: Vec<&str> = self
            .units
            .iter()
            .filter(|unit| self.scope.covers(&unit.path))
            .filter(|unit| unit.path.level() >= Level::Street)
            .filter(|unit| !unit.is_closed_on(self.act.today))
            .map(|unit| unit.name.as_str())
            .collect();
        Err(Refusal::said(format!("没有叫“{wanted}”的单位。现有：{}。", names.join("、"))))
    }

    fn insert_units(&mut self, units: &[Unit], posts: &[Assignment]) -> Result<(), Refusal> {
        self.act.write(&mut self.store, Deed::SetUp, |driver, trace| {
            for unit in units {
                insert_unit(driver, unit)?;
                let community = unit.path.at(Level::Community);
                trace.note("unit_add", community.as_ref(), &unit.path, unit)?;
                insert_posts(driver, trace, community.as_ref(), posts)?;
            }
            Ok::<_, Refusal>(())
        })?;
        self.know_units(units);
        Ok(())
    }

    fn know_units(&mut self, added: &[Unit]) {
        self.units.extend_from_slice(added);
        self.units.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn insert_unit(driver: &mut dyn store::Driver, unit: &Unit) -> Result<(), Refusal> {
    store::units::insert(driver, unit).map_err(|fault| match fault {
        store::Fault::Unique { .. } => said_twice(&unit.name),
        other => other.into(),
    })
}

fn said_twice(name: &str) -> Refusal {
    Refusal::field("name", format!("“{name}”已经登记过，没有重复登记。"))
}

/// The duties as they are taken over on a day.
fn posts(grid: &UnitPath, people: &People, from: NaiveDate) -> Result<Vec<Assignment>, Refusal> {
    people
        .people
        .iter()
        .map(|(duty, name)| {
            Ok(Assignment {
                id: clock::new_id(),
                grid: grid.clone(),
                duty: *duty,
                name: required(name, "人员姓名")?,
                post: String::new(),
                from,
                to: None,
            })
        })
        .collect()
}

fn insert_posts(
    driver: &mut dyn store::Driver,
    trace: &mut Trace,
    community: Option<&UnitPath>,
    posts: &[Assignment],
) -> Result<(), Refusal> {
    for post in posts {
        store::units::insert_assignment(driver, post)?;
        trace.note("grid_assign", community, &post.grid, post)?;
    }
    Ok(())
}

fn required(text: &str, what: &str) -> Result<String, Refusal> {
    required_in("name", text, what)
}
