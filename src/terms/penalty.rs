//! Words of penalties that add up.

use super::date;
use crate::domain::penalty::{Flag, Reached};

pub fn reached(reached: Reached) -> &'static str {
    match reached {
        Reached::ThreeIn180Days => "180日内3次处罚",
        Reached::FourInAYear => "一年内4次处罚",
    }
}

/// What they are, and what follows from them.
pub fn penalty_flag(flag: &Flag) -> String {
    let days: Vec<String> = flag.days.iter().map(|day| date(*day)).collect();
    format!(
        "{}（{}）：存在重大事故隐患的，应上报提请关闭（安全生产法第一百一十三条）",
        reached(flag.reached),
        days.join("、")
    )
}
