//! What an event has to do with (EVT-05): inspections that it came from or led to, hazards, clues (非法线索).

use serde::{Deserialize, Serialize};

use super::id::Id;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Inspection,
    Hazard,
    Clue,
}

impl LinkKind {
    pub const ALL: [LinkKind; 3] = [LinkKind::Inspection, LinkKind::Hazard, LinkKind::Clue];

    pub fn code(self) -> &'static str {
        match self {
            LinkKind::Inspection => "inspection",
            LinkKind::Hazard => "hazard",
            LinkKind::Clue => "clue",
        }
    }

    pub fn from_code(code: &str) -> Option<LinkKind> {
        LinkKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    pub id: Id,
}
