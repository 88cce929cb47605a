//! Setting up an office: the units from the city down, the regime, the desk.

use std::collections::VecDeque;

use chrono::NaiveDate;

use super::{Act, Office, Opening, Refusal, folder::Folder};
use crate::{
    domain::{
        permission::Deed,
        unit::{Level, Unit, UnitPath},
    },
    form::library::{Kind, Library},
    store::{Driver, Fault, Store, meta, units},
    terms,
};

mod begun;
pub(super) mod place;

pub use self::begun::Begun;

const HOME: &str = "home";
const REGIME: &str = "regime";

/// What `anban init` is told: the units from the city down to the office's own, and what lies below that.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The city, with one unit below each down to the home.
    pub top: Branch,
    /// Whose office it is.
    pub home: Level,
    pub regime: String,
}

/// A unit with those below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub name: String,
    pub below: Vec<Branch>,
}

impl Branch {
    pub fn new(name: impl Into<String>, below: Vec<Branch>) -> Branch {
        Branch { name: name.into(), below }
    }

    /// One that has nothing below it yet.
    pub fn bare(name: impl Into<String>) -> Branch {
        Branch::new(name, Vec::new())
    }
}

impl Plan {
    /// The office of a street.
    pub fn of_street<'a>(
        [city, district, street]: [&str; 3],
        communities: impl IntoIterator<Item = &'a str>,
        regime: &str,
    ) -> Plan {
        let street = Branch::new(street, communities.into_iter().map(Branch::bare).collect());
        Plan::of([city, district], street, Level::Street, regime)
    }

    /// The office of a district, with its streets; more are added later.
    pub fn of_district([city, district]: [&str; 2], streets: Vec<Branch>, regime: &str) -> Plan {
        Plan::of([city], Branch::new(district, streets), Level::District, regime)
    }

    /// The office of a city, with its districts; what lies below is added later.
    pub fn of_city(city: &str, districts: Vec<Branch>, regime: &str) -> Plan {
        Plan::of([], Branch::new(city, districts), Level::City, regime)
    }

    fn of<const N: usize>(above: [&str; N], own: Branch, home: Level, regime: &str) -> Plan {
        let top = above.into_iter().rev().fold(own, |below, name| Branch::new(name, vec![below]));
        Plan { top, home, regime: regime.to_owned() }
    }

    /// The unit whose office it is.
    pub fn own(&self) -> &Branch {
        let mut own = &self.top;
        for _ in 0..self.home as usize {
            own = own.below.first().unwrap_or(own);
        }
        own
    }

    /// 丰泽区北峰街道，共2个社区
    pub fn says(&self) -> String {
        let own = self.own();
        let above = match self.home {
            Level::City => "",
            Level::District => &self.top.name,
            _ => self.top.below.first().map_or("", |district| &district.name),
        };
        let mut counts: Vec<String> = Vec::new();
        let mut part = |count: usize, level: Level| {
            if count > 0 {
                counts.push(format!("{count}个{}", terms::level(level)));
            }
        };
        if let Some(below) = self.home.below() {
            part(own.below.len(), below);
        }
        if self.home == Level::District {
            part(own.below.iter().map(|street| street.below.len()).sum(), Level::Community);
        }
        let counts = match counts.as_slice() {
            [] => String::new(),
            counts => format!("，共{}", counts.join("、")),
        };
        format!("{}{}{counts}", above.trim(), own.name.trim())
    }
}

/// The home unit and the regime's code; `None` before the office is set up.
pub(super) fn settings(driver: &mut dyn Driver) -> Result<Option<(UnitPath, String)>, Fault> {
    let (Some(home), Some(regime)) = (meta::get(driver, HOME)?, meta::get(driver, REGIME)?) else {
        return Ok(None);
    };
    let home = UnitPath::parse(&home).ok_or_else(|| Fault::Damaged {
        place: None,
        detail: format!("not a unit path: {home}"),
    })?;
    Ok(Some((home, regime)))
}

/// Sets an office up in a folder (or a server's database) that holds none.
pub fn init(opening: &Opening, plan: &Plan) -> Result<Office, Refusal> {
    let folder = opening.folder()?;
    let held = opening.database.is_none() && folder.holds_office()?;
    let cut_short = if held { cut_short(opening, &folder) } else { None };
    if held && cut_short.is_none() {
        return Err(Refusal::said(format!(
            "文件夹 {} 里已经有办公室，没有改动它。要另建一个，请用 --data 指定别的文件夹；要加街道、社区，请用 anban unit add。",
            folder.path().display()
        )));
    }
    let (library, faults) = Library::new(&folder.own_forms()?);
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults));
    }
    if library.regime(&plan.regime).is_none() {
        return Err(Refusal::said(format!(
            "没有代码为“{}”的监管制度。可用：{}。",
            plan.regime,
            library
                .entries()
                .filter(|entry| entry.kind() == Kind::Regime)
                .map(|entry| entry.code().to_owned())
                .collect::<Vec<_>>()
                .join("、")
        )));
    }
    let (units, home) = plan_units(&library, plan, opening.today())?;
    folder.make()?;
    let mut store = match cut_short {
        Some(store) => store,
        None => opening.store(&folder)?,
    };
    if settings(&mut *store.driver)?.is_some() {
        return Err(Refusal::said(
            "这个数据库里已经有办公室，没有改动它。请直接打开，或换一个数据库。",
        ));
    }
    let act = Act {
        // Named once a database stands: one without a byte beside it was emptied ([`Folder::holds_office`]).
        desk: folder.desk()?,
        actor: opening.actor.clone().unwrap_or_default(),
        roles: Vec::new(),
        today: opening.today(),
        undoing: Vec::new(),
        meant: false,
    };
    write_office(&mut store, &act, &plan.regime, &units, &home)?;
    begun::done(&folder);
    let opening = Opening { actor: None, ..opening.clone() };
    Office::over(&opening, folder, store)
}

/// The database of a setting-up that ended before the office was written (power cut, full disk).
fn cut_short(opening: &Opening, folder: &Folder) -> Option<Store> {
    let mut store = opening.store(folder).ok()?;
    matches!(settings(&mut *store.driver), Ok(None)).then_some(store)
}

fn write_office(
    store: &mut Store,
    act: &Act,
    regime: &str,
    planned: &[Unit],
    home: &UnitPath,
) -> Result<(), Refusal> {
    act.write(store, Deed::SetUp, |driver, trace| {
        for unit in planned {
            units::insert(driver, unit)?;
            trace.note("unit_add", None, &unit.path, unit)?;
        }
        meta::set(driver, HOME, home.as_str())?;
        meta::set(driver, REGIME, regime)?;
        trace.note("init", None, home, &serde_json::json!({ "regime": regime }))
    })
}

/// The units of a plan, the higher ones first, and the home among them.
fn plan_units(
    library: &Library,
    plan: &Plan,
    today: NaiveDate,
) -> Result<(Vec<Unit>, UnitPath), Refusal> {
    let mut level = Some(&plan.top);
    for word in Level::ALL.into_iter().take(plan.home as usize + 1).map(terms::level) {
        if level.is_none_or(|branch| branch.name.trim().is_empty()) {
            return Err(Refusal::said(format!("没有写明{word}的名称。请补上再试。")));
        }
        level = level.and_then(|branch| branch.below.first());
    }
    let named = |branch: &Branch| !branch.name.trim().is_empty();
    if plan.home == Level::Street && !plan.own().below.iter().any(named) {
        return Err(Refusal::said("至少要有一个社区，请用 --community 写明。"));
    }
    let mut planned: Vec<Unit> = Vec::new();
    let mut waiting: VecDeque<(Option<UnitPath>, &Branch)> = [(None, &plan.top)].into();
    while let Some((above, branch)) = waiting.pop_front() {
        let name = branch.name.trim();
        let Some(unit) = place::new_unit(library, &planned, above.as_ref(), name, today)? else {
            let word = terms::level(place::level_below(above.as_ref()));
            return Err(Refusal::said(format!("{word}“{name}”写了两次，请删去一个。")));
        };
        waiting.extend(branch.below.iter().map(|below| (Some(unit.path.clone()), below)));
        planned.push(unit);
    }
    let home = planned.get(plan.home as usize).map(|unit| unit.path.clone());
    let home = home.ok_or_else(|| Refusal::said("没有写明办公室设在哪里。请补上再试。"))?;
    planned.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((planned, home))
}
