//! How a supervision is put up: by whom, of what, and how often it is reported on.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::id::Id;

/// How it was put up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub on: NaiveDate,
    /// Whoever enters it.
    pub by: String,
    /// 督办单位
    pub unit: String,
    /// How often it is reported on.
    pub every: Every,
    pub of: Of,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Of {
    Hazard(OfHazard),
    Community(OfCommunity),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfHazard {
    pub hazard: Id,
    /// 治理责任单位
    pub responsible_unit: String,
    /// 责任人
    pub responsible: String,
    /// 分管行业的区级领导
    pub leader: String,
    /// 限期
    pub deadline: NaiveDate,
    /// An extension is asked for with so many workdays left, or more.
    pub extension_workdays: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfCommunity {
    pub situation: Situation,
    /// What happened, in words.
    pub words: String,
}

/// Why a community is put under supervision (S0 §四.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// (1) 因督促整改不力或逾期未完成整改，被上级通报
    Reprimanded,
    /// (2) 导致一般隐患演变为重大隐患
    GrownMajor,
    /// (3) 对不具备安全生产条件，未及时上报依法予以关闭
    NotReportedForClosure,
    /// (4) 导致生产安全事故发生
    Accident,
    /// (5) 其它
    Other,
}

impl Situation {
    pub const ALL: [Situation; 5] = [
        Situation::Reprimanded,
        Situation::GrownMajor,
        Situation::NotReportedForClosure,
        Situation::Accident,
        Situation::Other,
    ];

    /// As the situations of accountability are numbered (DOMAIN.md §7.I).
    pub fn code(self) -> &'static str {
        match self {
            Situation::Reprimanded => "GP-1",
            Situation::GrownMajor => "GP-2",
            Situation::NotReportedForClosure => "GP-3",
            Situation::Accident => "GP-4",
            Situation::Other => "GP-5",
        }
    }

    pub fn from_code(code: &str) -> Option<Situation> {
        Situation::ALL.into_iter().find(|situation| situation.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Month,
    Quarter,
}

impl Every {
    pub const ALL: [Every; 2] = [Every::Month, Every::Quarter];

    pub fn code(self) -> &'static str {
        match self {
            Every::Month => "month",
            Every::Quarter => "quarter",
        }
    }

    pub fn from_code(code: &str) -> Option<Every> {
        Every::ALL.into_iter().find(|every| every.code() == code)
    }

    pub(super) fn months(self) -> Months {
        Months::new(match self {
            Every::Month => 1,
            Every::Quarter => 3,
        })
    }
}
