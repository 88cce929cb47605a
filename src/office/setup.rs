//! Setting up an office: the units from the city down, the regime, the desk.

use sha2::{Digest, Sha256};

use super::{Act, Office, Opening, Refusal, folder::Folder};
use crate::{
    domain::{
        permission::Deed,
        unit::{Unit, UnitPath},
    },
    form::{
        library::{Kind, Library},
        region::Region,
    },
    store::{Driver, Fault, Store, meta, units},
};

const HOME: &str = "home";
const REGIME: &str = "regime";

/// What `anban init` is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub city: String,
    pub district: String,
    pub street: String,
    pub communities: Vec<String>,
    pub regime: String,
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
            "文件夹 {} 里已经有办公室，没有改动它。要另建一个，请用 --data 指定别的文件夹；要加社区，请用 anban unit add。",
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
    let units = plan_units(&library, plan, opening.today())?;
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
    };
    write_office(&mut store, &act, plan, &units)?;
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
    plan: &Plan,
    planned: &[Unit],
) -> Result<(), Refusal> {
    let street = planned.get(2).map(|unit| unit.path.to_string()).unwrap_or_default();
    act.write(store, Deed::SetUp, |driver, trace| {
        for unit in planned {
            units::insert(driver, unit)?;
            trace.note("unit_add", None, &unit.path, unit)?;
        }
        meta::set(driver, HOME, &street)?;
        meta::set(driver, REGIME, &plan.regime)?;
        trace.note("init", None, &street, &serde_json::json!({ "regime": plan.regime }))
    })
}

/// City, district, street and communities, with the region codes where the place is known.
fn plan_units(
    library: &Library,
    plan: &Plan,
    today: chrono::NaiveDate,
) -> Result<Vec<Unit>, Refusal> {
    let names = [("市", &plan.city), ("区", &plan.district), ("街道", &plan.street)];
    if let Some((word, _)) = names.iter().find(|(_, name)| name.trim().is_empty()) {
        return Err(Refusal::said(format!("没有写明{word}的名称。请补上再试。")));
    }
    if plan.communities.iter().all(|name| name.trim().is_empty()) {
        return Err(Refusal::said("至少要有一个社区，请用 --community 写明。"));
    }
    let mut segments = place(library, plan);
    let mut planned: Vec<Unit> = Vec::new();
    let mut path: Option<UnitPath> = None;
    for ((word, name), segment) in names.into_iter().zip(&mut segments) {
        let segment = std::mem::take(segment);
        let next = match &path {
            None => UnitPath::parse(&segment),
            Some(parent) => parent.child(&segment),
        }
        .ok_or_else(|| Refusal::said(format!("{word}“{name}”的编码“{segment}”不合规定。")))?;
        planned.push(unit(next.clone(), name, today));
        path = Some(next);
    }
    let Some(street) = path else { return Ok(planned) };
    for name in &plan.communities {
        let place = (plan.district.as_str(), plan.street.as_str());
        let Some(community) = new_community(library, place, &street, &planned, name, today)? else {
            return Err(Refusal::said(format!("社区“{name}”写了两次，请删去一个。")));
        };
        planned.push(community);
    }
    Ok(planned)
}

/// A community below a street, by its region code or by letters made from its name; `place` are the names of district
/// and street. `None` where it is among `units` already.
pub(super) fn new_community(
    library: &Library,
    (district, street_name): (&str, &str),
    street: &UnitPath,
    units: &[Unit],
    name: &str,
    today: chrono::NaiveDate,
) -> Result<Option<Unit>, Refusal> {
    let child = |segment: String| {
        street
            .child(&segment)
            .ok_or_else(|| Refusal::said(format!("社区“{name}”的编码“{segment}”不合规定。")))
    };
    let taken = |path: &UnitPath| units.iter().any(|unit| unit.path == *path);
    let published = region(library, district)
        .and_then(|region| region.street(street_name))
        .and_then(|street| street.community(name))
        .and_then(|community| community.code.get(9..));
    let named =
        |unit: &Unit| unit.path.parent().as_ref() == Some(street) && unit.name == name.trim();
    if units.iter().any(named) {
        return Ok(None);
    }
    if let Some(segment) = published {
        let path = child(segment.to_owned())?;
        return Ok((!taken(&path)).then(|| unit(path, name, today)));
    }
    // Two names may come to the same letters: the later one takes the next that are free.
    let more = (1..10_000).map(|more| format!("{}{more}", name.trim()));
    for words in std::iter::once(name.to_owned()).chain(more) {
        let path = child(made_up(&words, 3))?;
        if !taken(&path) {
            return Ok(Some(unit(path, name, today)));
        }
    }
    Err(Refusal::said(format!("“{street_name}”的社区太多，加不下“{name}”。")))
}

fn unit(path: UnitPath, name: &str, today: chrono::NaiveDate) -> Unit {
    let name = name.trim().to_owned();
    Unit {
        path,
        office: Unit::short_name(&name).to_owned(),
        name,
        linked_leader: String::new(),
        boundary: String::new(),
        valid_from: today,
        valid_to: None,
        closed_why: String::new(),
        trade: String::new(),
    }
}

/// The shipped table of a district, by its name with or without 区.
fn region<'a>(library: &'a Library, district: &str) -> Option<&'a Region> {
    let short = |name: &str| name.trim().trim_end_matches(['区', '县', '市']).to_owned();
    library.regions().find(|region| short(&region.name) == short(district))
}

/// Segments of city, district and street: digits of the region code, or letters from the names.
fn place(library: &Library, plan: &Plan) -> [String; 3] {
    let region = region(library, &plan.district);
    let street = region.and_then(|region| region.street(&plan.street));
    let street = street
        .and_then(|street| street.code.get(6..9))
        .map_or_else(|| made_up(&plan.street, 3), str::to_owned);
    match region.and_then(|region| Some((region.code.get(..4)?, region.code.get(4..6)?))) {
        Some((city, district)) => [city.to_owned(), district.to_owned(), street],
        None => [made_up(&plan.city, 4), made_up(&plan.district, 2), street],
    }
}

/// A place outside the shipped region tables: letters from its name, the same at every desk, and never
/// mistaken for a published code.
fn made_up(name: &str, length: usize) -> String {
    let digest = Sha256::digest(name.trim().as_bytes());
    std::iter::once('x')
        .chain(digest.iter().map(|byte| (b'a' + byte % 26) as char))
        .take(length)
        .collect()
}
