//! Words of the forms.

use crate::form::library::Kind;

pub fn form_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Checklist => "检查表",
        Kind::Notice => "文书",
        Kind::Register => "统计表",
        Kind::Regime => "监管制度",
        Kind::Calendar => "放假安排",
        Kind::Region => "行政区划",
    }
}
