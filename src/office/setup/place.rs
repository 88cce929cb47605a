//! Where a new unit stands in the tree: by its published code, or by letters made from its name.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::{
    domain::unit::{Level, Unit, UnitPath},
    form::{library::Library, region::Region},
    office::Refusal,
    terms,
};

/// A unit of the level below another, a city below none. `None` where it is among `units` already, which hold at least
/// those above it and beside it.
pub(in crate::office) fn new_unit(
    library: &Library,
    units: &[Unit],
    above: Option<&UnitPath>,
    name: &str,
    today: NaiveDate,
) -> Result<Option<Unit>, Refusal> {
    let name = name.trim();
    let beside = |unit: &Unit| unit.path.parent().as_ref() == above;
    if units.iter().any(|unit| beside(unit) && unit.name == name) {
        return Ok(None);
    }
    let level = level_below(above);
    let path = |segment: String| {
        match above {
            None => UnitPath::parse(&segment),
            Some(above) => above.child(&segment),
        }
        .ok_or_else(|| {
            let word = terms::level(level);
            Refusal::said(format!("{word}“{name}”的编码“{segment}”不合规定。"))
        })
    };
    let taken = |path: &UnitPath| units.iter().any(|unit| unit.path == *path);
    let path = match published(library, units, above, name) {
        Some(segment) => {
            let path = path(segment)?;
            if taken(&path) {
                return Ok(None);
            }
            path
        }
        None => {
            // Two names may come to the same letters: the later one takes the next that are free.
            let more = (1..10_000).map(|more| format!("{name}{more}"));
            let paths = std::iter::once(name.to_owned()).chain(more);
            let mut paths = paths.map(|words| path(made_up(&words, letters(level))));
            match paths.find(|path| !path.as_ref().is_ok_and(taken)) {
                Some(path) => path?,
                None => {
                    let word = terms::level(level);
                    return Err(Refusal::said(format!("这里的{word}太多，加不下“{name}”。")));
                }
            }
        }
    };
    Ok(Some(Unit {
        office: office(units, &path, name),
        path,
        name: name.to_owned(),
        linked_leader: String::new(),
        boundary: String::new(),
        valid_from: today,
        valid_to: None,
        closed_why: String::new(),
        trade: String::new(),
    }))
}

pub(in crate::office) fn level_below(above: Option<&UnitPath>) -> Level {
    above.map_or(Level::City, |above| above.level().below().unwrap_or(Level::Grid))
}

/// 机关代字: the short name, behind those of the units above where another unit of the level has it, so that no two have
/// the same numbers.
fn office(units: &[Unit], path: &UnitPath, name: &str) -> String {
    let taken =
        |office: &str| units.iter().any(|u| u.path.level() == path.level() && u.office == office);
    let mut office = Unit::short_name(name).to_owned();
    let mut above = path.parent();
    while taken(&office)
        && let Some(unit) = units.iter().find(|unit| Some(&unit.path) == above.as_ref())
    {
        office = format!("{}{office}", Unit::short_name(&unit.name));
        above = unit.path.parent();
    }
    office
}

/// The last part of a unit's published code, where its place is in a region table.
fn published(
    library: &Library,
    units: &[Unit],
    above: Option<&UnitPath>,
    name: &str,
) -> Option<String> {
    let named = |level: Level| {
        let path = above?.at(level)?;
        Some(units.iter().find(|unit| unit.path == path)?.name.as_str())
    };
    let Some(city) = named(Level::City) else {
        let mut regions = library.regions();
        let region = regions.find(|region| short(&region.city) == short(name))?;
        return region.code.get(..4).map(str::to_owned);
    };
    let Some(district) = named(Level::District) else {
        return region(library, city, name)?.code.get(4..6).map(str::to_owned);
    };
    let region = region(library, city, district)?;
    let code = match named(Level::Street) {
        None => region.street(name)?.code.get(6..9),
        Some(street) => region.street(street)?.community(name)?.code.get(9..),
    };
    code.map(str::to_owned)
}

/// The table of a district, by the names of its city and its own, with or without the words for their levels.
pub(in crate::office) fn region<'a>(
    library: &'a Library,
    city: &str,
    district: &str,
) -> Option<&'a Region> {
    library
        .regions()
        .find(|it| short(&it.name) == short(district) && short(&it.city) == short(city))
}

fn short(name: &str) -> &str {
    name.trim().trim_end_matches(['区', '县', '市'])
}

/// How many letters stand for a name where no code is published.
fn letters(level: Level) -> usize {
    match level {
        Level::City => 4,
        Level::District | Level::Grid => 2,
        Level::Street | Level::Community => 3,
    }
}

/// Letters from a name, the same at every desk, and never mistaken for a published code.
fn made_up(name: &str, length: usize) -> String {
    let digest = Sha256::digest(name.trim().as_bytes());
    std::iter::once('x')
        .chain(digest.iter().map(|byte| (b'a' + byte % 26) as char))
        .take(length)
        .collect()
}
