//! What a line of the agenda speaks of: a community walks its grids one by one; who answers for more looks at the units of
//! the next level.

use super::Office;
use crate::{
    domain::unit::{Level, UnitPath},
    store::weeks::Place,
};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Grid(Place),
    /// A unit with all its grids, and with what stands in none.
    Whole(UnitPath),
}

impl Part {
    /// The grid, the community of what stands in none, or the whole unit.
    pub fn unit(&self) -> &UnitPath {
        match self {
            Part::Grid((community, grid)) => grid.as_ref().unwrap_or(community),
            Part::Whole(unit) => unit,
        }
    }

    pub fn has(&self, place: &Place) -> bool {
        match self {
            Part::Grid(own) => own == place,
            Part::Whole(unit) => unit.covers(&place.0),
        }
    }
}

impl Office {
    /// Whether the agenda has a line for each unit of the next level, not for each grid.
    pub(in crate::office) fn tells_units(&self) -> bool {
        self.scope.level() < Level::Community
    }

    /// The part of the agenda that a place belongs to.
    pub(in crate::office) fn part(&self, place: Place) -> Part {
        let next = Level::ALL.into_iter().find(|level| *level > self.scope.level());
        match next.filter(|_| self.tells_units()).and_then(|level| place.0.at(level)) {
            Some(unit) => Part::Whole(unit),
            None => Part::Grid(place),
        }
    }

    /// The communities of a part.
    pub(super) fn communities_of(&self, part: &Part) -> Vec<UnitPath> {
        match part {
            Part::Grid((community, _)) => vec![community.clone()],
            Part::Whole(whole) => {
                let all = self.units_at(Level::Community).map(|unit| &unit.path);
                all.filter(|path| whole.covers(path)).cloned().collect()
            }
        }
    }

    /// The places of a part, grids that were closed among them.
    pub fn places_of(&self, part: &Part) -> Vec<Place> {
        match part {
            Part::Grid(place) => vec![place.clone()],
            Part::Whole(whole) => {
                let known = self.seen().iter().map(|unit| &unit.path);
                let below = known.filter(|path| whole.covers(path));
                let place = |path: &UnitPath| match path.level() {
                    Level::Community => Some((path.clone(), None)),
                    Level::Grid => path.parent().map(|above| (above, Some(path.clone()))),
                    _ => None,
                };
                below.filter_map(place).collect()
            }
        }
    }
}
