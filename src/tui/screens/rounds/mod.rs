//! 巡查: how far the rounds have come, the plan of the visits, and 专项行动. Tab goes from one to the next.

mod acts;
mod campaigns;
mod coverage;
mod plan;
mod reached;

pub use coverage::Covered;
pub use reached::Behind;

use crate::{domain::unit::Level, office::Office};

/// Communities and grids to choose from by their paths, all of them first.
struct Places {
    communities: Vec<(String, String)>,
    grids: Vec<(String, String)>,
}

fn places(office: &Office) -> Places {
    let units = |level| {
        let units = office.units_at(level);
        [(String::new(), "全部".to_owned())]
            .into_iter()
            .chain(units.map(|unit| (unit.path.to_string(), unit.name.clone())))
            .collect()
    };
    Places { communities: units(Level::Community), grids: units(Level::Grid) }
}
