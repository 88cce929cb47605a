//! The ladder: what was taken against a community or a person, and the rung that would come next
//! (S0 §四.2(2) 通报后仍无明显进展的 → 约谈, and the order of §四.1 to 5).

use chrono::{Datelike, NaiveDate};

use super::Kind;

/// Whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    Community,
    Person,
}

/// Something that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub kind: Kind,
    pub on: NaiveDate,
}

/// How often each kind was taken in a year, in the order of [`Kind::ALL`].
pub fn counts(taken: &[Taken], year: i32) -> [u32; 5] {
    Kind::ALL.map(|kind| {
        taken.iter().filter(|each| each.kind == kind && each.on.year() == year).count() as u32
    })
}

/// The rung above the gravest that was taken in a year; the first one when there was none. After the last there is
/// no other. A person is not circulated or put under supervision: that is the community's; who is admonished or
/// whose case is transferred is a person (S0 §四.4, §四.5 对相关责任人).
pub fn next(whom: Whom, taken: &[Taken], year: i32) -> Option<Kind> {
    let rungs: &[Kind] = match whom {
        Whom::Community => &[Kind::Circular, Kind::Interview, Kind::Supervision],
        Whom::Person => &[Kind::Interview, Kind::Admonition, Kind::Transfer],
    };
    let gravest = taken.iter().filter(|each| each.on.year() == year).map(|each| each.kind).max();
    rungs.iter().copied().find(|rung| gravest.is_none_or(|gravest| *rung > gravest))
}
