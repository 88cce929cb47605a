//! Words of the register of premises (S0 §一.1(2), S2 职责二(二)2).

use super::date;
use crate::domain::{
    key_list::KeySpell,
    premises::{ChangeKind, Kind, Namesake, Risk, Status},
    unfit::Unfit,
};

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Enterprise => "生产经营单位",
        Kind::Rental => "出租房",
        Kind::Social => "社会单位",
    }
}

pub fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Red => "红",
        Risk::Orange => "橙",
        Risk::Yellow => "黄",
        Risk::Blue => "蓝",
    }
}

pub fn status(status: Status) -> &'static str {
    match status {
        Status::Operating => "在产",
        Status::Suspended => "停产",
        Status::Closed => "关闭",
        Status::MovedOut => "迁出",
    }
}

pub fn change(change: ChangeKind) -> &'static str {
    match change {
        ChangeKind::Added => "新增",
        ChangeKind::Suspended => "停产",
        ChangeKind::Closed => "关闭",
        ChangeKind::Switched => "转产",
        ChangeKind::Resumed => "复产复工",
        ChangeKind::MovedOut => "迁出",
        ChangeKind::Corrected => "更正",
    }
}

pub fn namesake(namesake: Namesake) -> &'static str {
    match namesake {
        Namesake::Update => "更新",
        Namesake::New => "新增",
    }
}

/// Since when premises are 不具备安全生产条件, why, and whether their closure was asked for.
pub fn unfit(flag: &Unfit) -> String {
    let reported = match flag.reported_on {
        Some(on) => format!("{}已上报提请关闭", date(on)),
        None => "还没有上报提请关闭".to_owned(),
    };
    format!("{}起，{}（{reported}）", date(flag.on), flag.reason)
}

/// `2026年3月5日列入（丙类以上物品加工生产）`, then the end of it: `，2026年5月1日移出（更正：整治完成）`.
pub fn key_spell(spell: &KeySpell) -> String {
    let reasons = match spell.reasons.join("、") {
        reasons if reasons.is_empty() => reasons,
        reasons => format!("（{reasons}）"),
    };
    let out = match &spell.out {
        Some(out) => format!("，{}移出（{}：{}）", date(out.on), change(out.kind), out.reason),
        None => String::new(),
    };
    format!("{}列入{reasons}{out}", date(spell.from))
}

/// What a field of an entry that only a roster brings is called on the desk; one that an office brought has its own name.
pub fn extra(key: &str) -> &str {
    match key {
        "reg_dept" => "主管部门",
        "fire_class" => "火险类别",
        "processes" => "涉及工艺",
        "founded" => "成立日期",
        "staff" => "从业人数",
        "note" => "备注",
        own => own,
    }
}
