//! Words of the people and the units they work for (S0 §一, S2 §三).

use chrono::NaiveDate;

use super::day::date;
use crate::domain::{
    inspection::Inspection,
    staff::{Role, Staff},
    unit::{Duty, Level, Shortage, Unit},
};

pub fn role(role: Role) -> &'static str {
    match role {
        Role::GridOfficer => "网格员",
        Role::SafetyOfficer => "社区安全员",
        Role::CommunityHead => "社区主干",
        Role::StreetOfficer => "街道安办执法人员",
        Role::LinkedLeader => "挂钩领导",
        Role::UnitHead => "主要领导",
        Role::DistrictOfficer => "区级部门执法人员",
        Role::AssignedPolice => "下派民警",
        Role::Discipline => "街道纪工委",
        Role::Admin => "管理员",
        Role::Viewer => "只读",
    }
}

/// Unit and post in one word: 招联社区安全员, not 招联社区社区安全员.
pub fn post(unit: &str, role_of: Role) -> String {
    let post = role(role_of);
    let said_twice = post
        .char_indices()
        .skip(1)
        .map(|(at, _)| &post[..at])
        .filter(|head| unit.ends_with(head))
        .last()
        .map_or(0, str::len);
    format!("{unit}{}", &post[said_twice..])
}

pub fn full_time(full_time: bool) -> &'static str {
    if full_time { "专职" } else { "兼职" }
}

/// 缺1名领导、2名工作人员; empty for a grid that has its people.
pub fn shortage(short: Shortage) -> String {
    let lacks: Vec<String> = [(short.leaders, "名领导"), (short.workers, "名工作人员")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count}{word}"))
        .collect();
    if lacks.is_empty() { String::new() } else { format!("缺{}", lacks.join("、")) }
}

/// Whether somebody is there on a day: 是, or from when until when and why not.
pub fn serves(person: &Staff, on: NaiveDate) -> String {
    match (&person.left, person.since) {
        (Some(left), _) => format!("{}起离岗（{}）", date(left.on), left.why),
        (None, Some(since)) if since <= on => format!("是，{}起", date(since)),
        (None, Some(since)) => format!("{}起", date(since)),
        (None, None) => "是".to_owned(),
    }
}

/// 按块, 专业（工业商贸集聚）
pub fn grid_kind(trade: &str) -> String {
    if trade.is_empty() { "按块".to_owned() } else { format!("专业（{trade}）") }
}

/// 招联三网格，设到2026年11月30日（并入招联一网格）
pub fn closed(unit: &Unit) -> String {
    let last = unit.valid_to.map(date).unwrap_or_default();
    format!("{}，设到{last}（{}）", unit.name, unit.closed_why)
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

/// 街道检查; 区、街道联合检查.
pub fn visit_of(levels: impl Iterator<Item = Level>) -> String {
    let words: Vec<&str> = levels.map(level).collect();
    let joint = if words.len() > 1 { "联合" } else { "" };
    format!("{}{joint}检查", words.join("、"))
}

/// What is said of a visit that counts for several levels as it is saved.
pub fn joint(visit: &Inspection) -> Option<String> {
    let says = || format!("{}，各算各的巡查轮次。", visit_of(visit.levels()));
    (!visit.also.is_empty()).then(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_does_not_say_the_unit_twice() {
        for (unit, of, word) in [
            ("招联社区", Role::SafetyOfficer, "招联社区安全员"),
            ("招联社区", Role::CommunityHead, "招联社区主干"),
            ("招联社区", Role::GridOfficer, "招联社区网格员"),
            ("明德门村", Role::SafetyOfficer, "明德门村社区安全员"),
            ("北峰街道", Role::StreetOfficer, "北峰街道安办执法人员"),
            ("北峰街道", Role::LinkedLeader, "北峰街道挂钩领导"),
            ("北峰街道", Role::UnitHead, "北峰街道主要领导"),
            ("北峰街道", Role::Discipline, "北峰街道纪工委"),
            ("招联社区", Role::AssignedPolice, "招联社区下派民警"),
            ("", Role::SafetyOfficer, "社区安全员"),
        ] {
            assert_eq!(post(unit, of), word);
        }
    }
}
