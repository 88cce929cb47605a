//! Premises (监管对象): what is supervised, and how its register entry changes over time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{id::Id, rule::RuleError, typed::name_key, unit::UnitPath};

/// S0 §一.1(2): 生产经营单位, 出租房, 社会单位.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Enterprise,
    Rental,
    Social,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Enterprise, Kind::Rental, Kind::Social];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Enterprise => "enterprise",
            Kind::Rental => "rental",
            Kind::Social => "social",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The four colours of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    Red,
    Orange,
    Yellow,
    Blue,
}

impl Risk {
    pub const ALL: [Risk; 4] = [Risk::Red, Risk::Orange, Risk::Yellow, Risk::Blue];

    pub fn code(self) -> &'static str {
        match self {
            Risk::Red => "red",
            Risk::Orange => "orange",
            Risk::Yellow => "yellow",
            Risk::Blue => "blue",
        }
    }

    pub fn from_code(code: &str) -> Option<Risk> {
        Risk::ALL.into_iter().find(|risk| risk.code() == code)
    }
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 在产
    #[default]
    Operating,
    /// 停产
    Suspended,
    /// 关闭
    Closed,
    /// 迁出
    MovedOut,
}

impl Status {
    pub const ALL: [Status; 4] =
        [Status::Operating, Status::Suspended, Status::Closed, Status::MovedOut];

    pub fn code(self) -> &'static str {
        match self {
            Status::Operating => "operating",
            Status::Suspended => "suspended",
            Status::Closed => "closed",
            Status::MovedOut => "moved_out",
        }
    }

    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether it is where it is registered, at work or not.
    pub fn is_there(self) -> bool {
        !matches!(self, Status::Closed | Status::MovedOut)
    }

    /// Whether the monthly and weekly rounds include it (S0 §一.1(3)).
    pub fn is_patrolled(self) -> bool {
        self == Status::Operating
    }
}

/// A dated change of the register (S0 §一.1(2), S2 职责二(二)2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 新增
    Added,
    /// 停产
    Suspended,
    /// 关闭
    Closed,
    /// 转产
    Switched,
    /// 复产复工
    Resumed,
    /// 迁出
    MovedOut,
    /// 更正: facts put right without a change of status.
    Corrected,
}

impl ChangeKind {
    pub const ALL: [ChangeKind; 7] = [
        ChangeKind::Added,
        ChangeKind::Suspended,
        ChangeKind::Closed,
        ChangeKind::Switched,
        ChangeKind::Resumed,
        ChangeKind::MovedOut,
        ChangeKind::Corrected,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Suspended => "suspended",
            ChangeKind::Closed => "closed",
            ChangeKind::Switched => "switched",
            ChangeKind::Resumed => "resumed",
            ChangeKind::MovedOut => "moved_out",
            ChangeKind::Corrected => "corrected",
        }
    }

    pub fn from_code(code: &str) -> Option<ChangeKind> {
        ChangeKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Status {
    /// The status after a change, or why the change makes no sense now.
    pub fn after(self, change: ChangeKind) -> Result<Status, RuleError> {
        use ChangeKind::*;
        match (self, change) {
            (status, Corrected) => Ok(status),
            (Status::Operating, Suspended) => Ok(Status::Suspended),
            (Status::Operating, Switched) => Ok(Status::Operating),
            (Status::Operating | Status::Suspended, Closed) => Ok(Status::Closed),
            (Status::Operating | Status::Suspended, MovedOut) => Ok(Status::MovedOut),
            (Status::Suspended | Status::Closed, Resumed) => Ok(Status::Operating),
            (status, change) => Err(RuleError::ChangeNotNow { status, change }),
        }
    }
}

/// What becomes of a row of a roster that bears the name of an entry at another address (REG-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Namesake {
    /// 更新: it means that entry.
    Update,
    /// 新增: it means another premises.
    New,
}

impl Namesake {
    pub const ALL: [Namesake; 2] = [Namesake::Update, Namesake::New];

    pub fn code(self) -> &'static str {
        match self {
            Namesake::Update => "update",
            Namesake::New => "new",
        }
    }
}

/// Where a premises is, as it is written; either may be empty. Many a roster has 经营地址 alone.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'a> {
    pub registered: &'a str,
    pub site: &'a str,
}

impl<'a> Whereabouts<'a> {
    /// Where the work is done: what is inspected, and what the notice names.
    pub fn place(self) -> &'a str {
        if self.site.is_empty() { self.registered } else { self.site }
    }

    /// Where the unit has its seat.
    pub fn seat(self) -> &'a str {
        if self.registered.is_empty() { self.site } else { self.registered }
    }

    /// Whether both are one place; `None` where they say nothing that can be compared.
    pub fn is(self, other: Whereabouts) -> Option<bool> {
        let same = |a: &str, b: &str| {
            let (a, b) = (name_key(a), name_key(b));
            (!a.is_empty() && !b.is_empty()).then(|| a == b)
        };
        let across = |a, b| same(a, b).filter(|same| *same);
        same(self.registered, other.registered)
            .or_else(|| same(self.site, other.site))
            .or_else(|| across(self.registered, other.site))
            .or_else(|| across(self.site, other.registered))
    }

    pub fn is_known(self) -> bool {
        !self.registered.is_empty() || !self.site.is_empty()
    }
}

/// One entry of the register, with every field of 表一 and of the command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Premises {
    pub id: Id,
    /// The community it lies in; the first column of every key.
    pub community: UnitPath,
    /// `None` is an orphan, listed until someone takes it (S2 §三(一)1 监管无盲区).
    pub grid: Option<UnitPath>,
    pub name: String,
    /// 统一社会信用代码; empty for 无证.
    pub uscc: String,
    pub licensed: bool,
    pub kind: Kind,
    /// Registered address.
    pub address: String,
    /// Where the work is done, when it is elsewhere.
    pub site_address: String,
    /// 所在行业, in the words of the roster.
    pub industry: String,
    /// Code of the counter in 表二; empty when not mapped.
    pub category: String,
    pub person_in_charge: String,
    pub safety_lead: String,
    pub phone: String,
    /// 重点监管
    pub key: bool,
    /// Reasons: codes of the regime (S0 三.1(1)(2)(3)) or words given by hand.
    pub key_reasons: Vec<String>,
    pub risk: Option<Risk>,
    /// What a roster says besides, by the key of its column (火灾危险性类别, 从业人数, 备注 …).
    #[serde(default)]
    pub extra: BTreeMap<String, String>,
    /// 部门直管: which department supervises it and why; empty for what the grid patrols (S2 §三(一)3
    /// 由部门直接监管，不纳入).
    #[serde(default)]
    pub direct: String,
    pub status: Status,
    /// The day it came into the register.
    pub since: NaiveDate,
}

impl Premises {
    /// Whether the weekly and monthly rounds have to reach it.
    pub fn is_patrolled(&self) -> bool {
        self.status.is_patrolled() && self.direct.is_empty()
    }

    pub fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts { registered: &self.address, site: &self.site_address }
    }
}

/// A change with the whole entry as it stood afterwards: reading the register as of a day is
/// reading the last change on or before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: Id,
    pub kind: ChangeKind,
    pub on: NaiveDate,
    pub reason: String,
    pub by: String,
    pub after: Premises,
}

impl Change {
    /// The day from which the register says it: what is known from before the registration it says from there.
    pub fn since(&self) -> NaiveDate {
        self.on.max(self.after.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_either_of_its_addresses() {
        let at = |registered, site| Whereabouts { registered, site };
        let table = [
            (at("普贤路1号", ""), at("普贤路 １号", "招联路2号"), Some(true)),
            (at("普贤路1号", ""), at("普贤路2号", ""), Some(false)),
            (at("", "普贤路1号"), at("", "普贤路1号"), Some(true)),
            (at("", "普贤路1号"), at("", "普贤路2号"), Some(false)),
            (at("普贤路1号", "招联路2号"), at("", "招联路2号"), Some(true)),
            (at("普贤路1号", ""), at("", "普贤路1号"), Some(true)),
            (at("普贤路1号", ""), at("", "招联路2号"), None),
            (at("普贤路1号", ""), at("", ""), None),
        ];
        for (of, place, seat) in [
            (at("普贤路1号", "招联路2号"), "招联路2号", "普贤路1号"),
            (at("普贤路1号", ""), "普贤路1号", "普贤路1号"),
            (at("", "招联路2号"), "招联路2号", "招联路2号"),
            (at("", ""), "", ""),
        ] {
            assert_eq!((of.place(), of.seat()), (place, seat), "{of:?}");
        }
        for (a, b, is) in table {
            assert_eq!(a.is(b), is, "{a:?} {b:?}");
            assert_eq!(b.is(a), is, "{b:?} {a:?}");
        }
    }

    #[test]
    fn changes_follow_the_life_of_a_premises() {
        use ChangeKind::*;
        let table = [
            (Status::Operating, Suspended, Some(Status::Suspended)),
            (Status::Suspended, Resumed, Some(Status::Operating)),
            (Status::Operating, Resumed, None),
            (Status::Operating, Switched, Some(Status::Operating)),
            (Status::Suspended, Switched, None),
            (Status::Closed, Resumed, Some(Status::Operating)),
            (Status::Closed, MovedOut, None),
            (Status::MovedOut, Resumed, None),
            (Status::MovedOut, Corrected, Some(Status::MovedOut)),
            (Status::Operating, Added, None),
        ];
        for (status, change, expected) in table {
            assert_eq!(status.after(change).ok(), expected, "{status:?} {change:?}");
        }
    }
}
