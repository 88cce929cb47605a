//! How grave a hazard is, and how it is dealt with.

use serde::{Deserialize, Serialize};

/// Grade of a hazard (S0 §二.1): general, major, or not yet told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    General,
    Major,
    /// Goes to the 社区安全员 for assessment (S0 §二.1(3)).
    Unsure,
}

/// What the inspector orders for one hazard (S0 §二.1); it stands on the hazard, not on the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// 当场整改: put right while the inspector stood there.
    OnTheSpot,
    /// 限期整改: by a deadline, with interim measures until then.
    ByDeadline,
    /// 停业整改: business stopped, equipment out of use, people out of the area.
    Suspend,
    /// 上报: the desk cannot deal with it and hands it up.
    Refer,
}

impl Grade {
    pub const ALL: [Grade; 3] = [Grade::General, Grade::Major, Grade::Unsure];

    pub fn code(self) -> &'static str {
        match self {
            Grade::General => "general",
            Grade::Major => "major",
            Grade::Unsure => "unsure",
        }
    }

    pub fn from_code(code: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.code() == code)
    }
}

impl Disposal {
    pub const ALL: [Disposal; 4] =
        [Disposal::OnTheSpot, Disposal::ByDeadline, Disposal::Suspend, Disposal::Refer];

    pub fn code(self) -> &'static str {
        match self {
            Disposal::OnTheSpot => "on_the_spot",
            Disposal::ByDeadline => "by_deadline",
            Disposal::Suspend => "suspend",
            Disposal::Refer => "refer",
        }
    }

    pub fn from_code(code: &str) -> Option<Disposal> {
        Disposal::ALL.into_iter().find(|disposal| disposal.code() == code)
    }
}
