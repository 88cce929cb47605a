//! Words of the people and the units they work for (S0 §一, S2 §三).

use crate::domain::{
    staff::Role,
    unit::{Duty, Level},
};

pub fn role(role: Role) -> &'static str {
    match role {
        Role::GridOfficer => "网格员",
        Role::SafetyOfficer => "社区安全员",
        Role::CommunityHead => "社区主干",
        Role::StreetOfficer => "街道安办执法人员",
        Role::LinkedLeader => "挂钩领导",
        Role::Admin => "管理员",
        Role::Viewer => "只读",
    }
}

pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::GridOfficer => "网格员",
        Duty::Supervisor => "监管责任人",
        Duty::Contact => "联系负责人",
        Duty::Guarantor => "包保责任人",
    }
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::City => "市",
        Level::District => "区",
        Level::Street => "街道",
        Level::Community => "社区",
        Level::Grid => "网格",
    }
}
