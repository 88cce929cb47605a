//! 巡查: how far the rounds have come, the plan of the visits, and 专项行动. Tab goes from one to the next.

mod acts;
mod campaigns;
mod coverage;
mod plan;
mod reached;

pub use coverage::Covered;
pub use reached::Behind;

use super::{ask::Ask, window::Window};
use crate::{
    domain::unit::Level,
    office::{Office, Refusal},
};

/// Communities and grids to choose from by their paths, all of them first.
struct Places {
    communities: Vec<(String, String)>,
    grids: Vec<(String, String)>,
}

/// Opens a window of the rounds again.
pub fn again(office: &mut Office, window: Window, about: &str) -> Result<Ask, Refusal> {
    match window {
        Window::NewCampaign
        | Window::EditCampaign
        | Window::EndCampaign
        | Window::WithdrawCampaign => campaigns::again(office, window, about),
        _ => acts::again(office, window, about),
    }
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
