//! Words of the forms.

use crate::form::{facts::About, field::FieldKind, library::Kind};

pub fn form_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Checklist => "检查表",
        Kind::Notice => "通知书",
        Kind::Paper => "文书",
        Kind::Ledger => "台账",
        Kind::Register => "统计表",
        Kind::Regime => "监管制度",
        Kind::Criteria => "判定标准",
        Kind::Calendar => "放假安排",
        Kind::Region => "行政区划",
        Kind::Map => "导出列",
    }
}

/// What a paper is about.
pub fn paper_about(about: About) -> &'static str {
    match about {
        About::None => "本单位",
        About::Premises => "监管对象",
        About::Hazard => "隐患",
        About::Inspection => "检查",
        About::Notice => "整改通知书",
        About::Grid => "网格",
        About::Transfer => "移送（抄告）",
        About::Supervision => "挂牌督办",
        About::Event => "网格事件",
        About::Entry => "台账记录",
    }
}

pub fn field_kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "文字",
        FieldKind::Long => "长文字",
        FieldKind::Day => "日期",
        FieldKind::Number => "数字",
        FieldKind::Money => "金额",
        FieldKind::Choice => "选择",
        FieldKind::YesNo => "是否",
        FieldKind::People => "人员",
    }
}

/// What a figure of a report counts, by its name ([`crate::domain::report::Figures::named`]) or that of a rate.
pub fn figure_unit(name: &str) -> &'static str {
    match name {
        "premises" | "seen" => "家",
        "inspections" | "inspections_late" => "家次",
        "supervised" | "transferred" => "件",
        "penalties" => "起",
        _ if name.ends_with("_rate") => "%",
        _ => "条",
    }
}
