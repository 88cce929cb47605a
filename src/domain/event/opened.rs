//! What an event opens with: how it came, what was reported, and the desks where it can lie.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::time_of_day::TimeOfDay;

/// How it came to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 上访
    Petition,
    /// 电话
    Call,
    /// 走访
    Visit,
    /// 短信
    Message,
    /// 检查
    Inspection,
}

impl Source {
    pub const ALL: [Source; 5] =
        [Source::Petition, Source::Call, Source::Visit, Source::Message, Source::Inspection];

    pub fn code(self) -> &'static str {
        match self {
            Source::Petition => "petition",
            Source::Call => "call",
            Source::Visit => "visit",
            Source::Message => "message",
            Source::Inspection => "inspection",
        }
    }

    pub fn from_code(code: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// Where an event can lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// 网格管理员
    Grid,
    /// 社区
    Community,
    /// 街道网格办
    Street,
    /// 科室 of the street
    Section,
    /// 区网格办
    District,
    /// 职能部门 of the district or the city
    Department,
    /// 市网格办
    City,
}

impl Desk {
    pub const ALL: [Desk; 7] = [
        Desk::Grid,
        Desk::Community,
        Desk::Street,
        Desk::Section,
        Desk::District,
        Desk::Department,
        Desk::City,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Desk::Grid => "grid",
            Desk::Community => "community",
            Desk::Street => "street",
            Desk::Section => "section",
            Desk::District => "district",
            Desk::Department => "department",
            Desk::City => "city",
        }
    }

    pub fn from_code(code: &str) -> Option<Desk> {
        Desk::ALL.into_iter().find(|desk| desk.code() == code)
    }

    /// Whether what cannot be dealt with here goes up there.
    pub(super) fn passes_up_to(self, to: Desk) -> bool {
        matches!(
            (self, to),
            (Desk::Grid, Desk::Community | Desk::Street)
                | (Desk::Community, Desk::Street)
                | (Desk::Street, Desk::District)
                | (Desk::District, Desk::City)
        )
    }

    /// Whether it is given to that desk from here.
    pub(super) fn assigns_to(self, to: Desk) -> bool {
        matches!(
            (self, to),
            (Desk::Street, Desk::Community | Desk::Section)
                | (Desk::District | Desk::City | Desk::Department, Desk::Department)
        )
    }
}

/// What was reported, and to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    pub on: NaiveDate,
    /// 网格管理员 who registers it.
    pub by: String,
    /// Name of the grid or of the desk where it begins.
    pub grid: String,
    pub source: Source,
    /// When it happened, where somebody said so.
    pub at: Option<TimeOfDay>,
    pub place: String,
    /// Whom or what it is about.
    pub object: String,
    pub content: String,
    /// 举报人, 来访人; empty where nobody is named.
    pub informant: String,
    pub phone: String,
    /// Calendar days that it may lie at one desk.
    pub hop_days: u32,
}
