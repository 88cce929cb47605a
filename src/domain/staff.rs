//! People of the desk and what they may do (S0 §一).

use serde::{Deserialize, Serialize};

use super::{id::Id, unit::UnitPath};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 社区网格员
    GridOfficer,
    /// 社区安全员: has a grid officer's duties too (S0 §一.2).
    SafetyOfficer,
    /// 社区主干: signs the major report (S0 §二.1(3)).
    CommunityHead,
    /// 街道安办执法人员
    StreetOfficer,
    /// 挂钩社区党政领导
    LinkedLeader,
    /// 下派民警: told of what is not rectified, beside the street (S0 §一.2(2)).
    AssignedPolice,
    /// 街道纪工委: 诫勉谈话, 问题线索 (S0 §四.4, §四.5).
    Discipline,
    /// 管理员
    Admin,
    /// 只读
    Viewer,
}

impl Role {
    pub const ALL: [Role; 9] = [
        Role::GridOfficer,
        Role::SafetyOfficer,
        Role::CommunityHead,
        Role::StreetOfficer,
        Role::LinkedLeader,
        Role::AssignedPolice,
        Role::Discipline,
        Role::Admin,
        Role::Viewer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Role::GridOfficer => "grid_officer",
            Role::SafetyOfficer => "safety_officer",
            Role::CommunityHead => "community_head",
            Role::StreetOfficer => "street_officer",
            Role::LinkedLeader => "linked_leader",
            Role::AssignedPolice => "assigned_police",
            Role::Discipline => "discipline",
            Role::Admin => "admin",
            Role::Viewer => "viewer",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role may write at all.
    pub fn may_write(self) -> bool {
        self != Role::Viewer
    }

    /// Whether the role is of the community or the street that has hazards rectified: who may be 验收人 (S0 §一.2(3)).
    pub fn accepts(self) -> bool {
        self.may_write() && !matches!(self, Role::AssignedPolice | Role::Discipline)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staff {
    pub id: Id,
    pub unit: UnitPath,
    pub name: String,
    pub role: Role,
    pub phone: String,
    /// Number of the inspector's card (证号), printed beside the signature.
    pub card: String,
    pub active: bool,
    /// 专职 rather than 兼职 (S2 §职责三).
    pub full_time: bool,
    /// What the person was before, in words: 利用现有巡防员、调解员…安全专干 (S2 §职责三). Empty when not said.
    #[serde(default)]
    pub origin: String,
}

/// S2 §职责三: 每个村（社区）至少配备一名专职网格员. Whether a community has one on its own list.
pub fn has_full_time_officer(community: &UnitPath, staff: &[Staff]) -> bool {
    staff.iter().any(|person| {
        person.active
            && person.full_time
            && person.role == Role::GridOfficer
            && community.covers(&person.unit)
    })
}
