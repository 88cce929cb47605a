//! What every screen may read: who sits here, the day, the look, the register to search in.

use chrono::{Datelike, NaiveDate};

use super::look::Look;
use crate::{
    form::calendar::lunar,
    office::{Office, finder::Finder},
    terms,
};

pub struct Shared {
    pub look: Look,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    pub office: Option<Sign>,
    /// The register to search in; `None` while it is being read.
    pub finder: Option<Finder>,
    /// It has been asked for.
    pub finder_asked: bool,
    /// Up to when the finder knows what other desks and programs have done.
    pub finder_stamp: i64,
    /// Jobs that the worker has not answered yet.
    pub waiting: u32,
}

/// What stands at the top of every screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// 北峰街道招联社区
    pub unit: String,
    /// Name of the person; empty when nobody said who acts.
    pub actor: String,
    pub today: NaiveDate,
    /// 2026-11-23 星期一 十月十五 第48周 陈一鸣
    pub line: String,
    /// 11-23 陈一鸣, for a title that needs the room.
    pub short: String,
    /// 责任追究 by the regime in use: its document and the place in it.
    pub accountable: String,
    /// Somebody has a password: the desk can be locked.
    pub guarded: bool,
    /// After so many minutes without a key it locks itself.
    pub lock_after: Option<u32>,
}

impl Sign {
    pub fn of(office: &Office) -> Sign {
        let scope = office.scope();
        let above = scope.parent().filter(|_| scope.level() > crate::domain::unit::Level::Street);
        let unit = format!(
            "{}{}",
            above.map(|path| office.unit_name(&path)).unwrap_or_default(),
            office.unit_name(scope)
        );
        let today = office.today();
        let actor = office.act().actor.clone();
        let name = if actor.is_empty() { "未登录" } else { &actor };
        let lunar = lunar(today).map(|lunar| format!(" {}", lunar.full())).unwrap_or_default();
        let week = today.iso_week().week();
        let line = format!("{today} {}{lunar} 第{week}周 {name}", terms::weekday(today));
        let short = format!("{} {name}", today.format("%m-%d"));
        let guarded = office.is_guarded();
        let lock_after = office.locks_after();
        let regime = office.regime();
        let accountable = format!("{} {}", regime.source, regime.accountability.source);
        Sign { unit, actor, today, line, short, accountable, guarded, lock_after }
    }

    /// Whether the same person sits at the same place.
    pub fn is_of(&self, other: &Sign) -> bool {
        self.actor == other.actor && self.unit == other.unit
    }
}

impl Shared {
    pub fn new(look: Look) -> Shared {
        Shared {
            look,
            size: super::app::SMALLEST,
            office: None,
            finder: None,
            finder_asked: false,
            finder_stamp: 0,
            waiting: 0,
        }
    }

    /// The day of the desk; the first day there is while the office is not open.
    pub fn today(&self) -> NaiveDate {
        self.office.as_ref().map_or_else(NaiveDate::default, |sign| sign.today)
    }
}
