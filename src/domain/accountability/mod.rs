//! Accountability (S0 §四; S2 制度六): the 24 situations in which a community or a person is called to account, one
//! small rule each. A rule tells what the records show; it never decides: a person confirms or sets aside.
//!
//! ```text
//! facts + Limits + Clock ─rule▶ Found::Near ─its day▶ Found::Holds ─a person▶ confirmed (a letter) or set aside
//! 通报 ▸ 约谈 ▸ 挂牌督办 ▸ 诫勉谈话 ▸ 移送线索                                       the ladder
//! ```

mod admonition;
mod answers;
mod away;
mod circular;
mod interview;
pub mod ladder;
mod measure;
mod parts;
mod supervision;
mod transfer;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::workday::WorkCalendar;

pub use admonition::{Before, Visited, fire, found_by_inspectors, last_seen};
pub use answers::{
    Throughout, charged_on, is_communitys, officers_on, officers_throughout, vacant_since,
};
pub use away::{Away, Leave};
pub use circular::{
    Hopeless, MonthKept, Progress, Submission, ledger, notice, progress, recheck, report, resumed,
    unreported,
};
pub use interview::{
    Again, Charge, Watched, after_circular, not_stopped, pushed, relapsed, reopened, rounds,
    silent, task, unchanged, watched,
};
pub use measure::{Against, Mismatch, mismatch};
pub use parts::{OpenThen, Part, parts, worst};
pub use supervision::{accident, grown, unfit};
pub use transfer::{Severity, grave, severity};

/// What follows, from the lightest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 通报 of the community (S0 §四.1)
    Circular,
    /// 约谈 of the person (S0 §四.2)
    Interview,
    /// 挂牌督办 of the community (S0 §四.3)
    Supervision,
    /// 诫勉谈话 of the person (S0 §四.4)
    Admonition,
    /// 移送 to the 街道纪工委 (S0 §四.5)
    Transfer,
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::Circular, Kind::Interview, Kind::Supervision, Kind::Admonition, Kind::Transfer];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Circular => "circular",
            Kind::Interview => "interview",
            Kind::Supervision => "supervision",
            Kind::Admonition => "admonition",
            Kind::Transfer => "transfer",
        }
    }

    /// Whether it is about a person (相关责任人) rather than a community.
    pub fn of_person(self) -> bool {
        matches!(self, Kind::Interview | Kind::Admonition | Kind::Transfer)
    }
}

macro_rules! situations {
    ($($(#[$doc:meta])* $name:ident $code:literal $kind:ident $detected:literal;)*) => {
        /// The situations in the order of the source, each with its number (DOMAIN.md §7.I).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Situation { $($(#[$doc])* $name,)* }

        impl Situation {
            pub const ALL: &'static [Situation] = &[$(Situation::$name),*];

            pub fn code(self) -> &'static str {
                match self { $(Situation::$name => $code,)* }
            }

            pub fn kind(self) -> Kind {
                match self { $(Situation::$name => Kind::$kind,)* }
            }

            /// Whether the records can show it. The others are entered by hand.
            pub fn is_detected(self) -> bool {
                match self { $(Situation::$name => $detected,)* }
            }
        }
    };
}

situations! {
    /// S0 §四.1(1) 整改进度滞后，影响全街道进度
    SlowProgress "TB-1" Circular true;
    /// S0 §四.1(2) 未及时下发整改通知书督促整改
    NoticeLate "TB-2" Circular true;
    /// S0 §四.1(3) 未建立隐患排查治理台账
    NoLedger "TB-3" Circular true;
    /// S0 §四.1(4) 未及时依法复查
    RecheckLate "TB-4" Circular true;
    /// S0 §四.1(5) 停产停业整顿不到位，却同意恢复生产经营
    ResumedTooEarly "TB-5" Circular true;
    /// S0 §四.1(6) 整改无望或拒不执行整改，未及时上报
    NotReported "TB-6" Circular true;
    /// S0 §四.1(7) 未按要求上报整改情况
    ReportLate "TB-7" Circular true;
    /// S0 §四.1(8)
    OtherCircular "TB-8" Circular false;
    /// S0 §四.2(1) 不按规定时限完成监管任务
    TasksMissed "YT-1" Interview true;
    /// S0 §四.2(2) 通报后仍无明显进展
    NoBetter "YT-2" Interview true;
    /// S0 §四.2(3) 无法保证安全的重大隐患，未及时责令停产停业、停止使用
    NotStopped "YT-3" Interview true;
    /// S0 §四.2(4) 督促整改不力、治理进展缓慢或效果差
    PushedWeakly "YT-4" Interview true;
    /// S0 §四.2(5) 推诿扯皮、不作为
    ShovedAbout "YT-5" Interview true;
    /// S0 §四.2(6) 虚报整改进度
    FalseProgress "YT-6" Interview true;
    /// S0 §四.2(7)
    OtherInterview "YT-7" Interview false;
    /// S0 §四.3(1) 被上级通报
    Reprimanded "GP-1" Supervision false;
    /// S0 §四.3(2) 一般隐患演变为重大隐患
    GrownMajor "GP-2" Supervision true;
    /// S0 §四.3(3) 不具备安全生产条件，未及时上报关闭
    NotReportedForClosure "GP-3" Supervision true;
    /// S0 §四.3(4) 督促整改不力，导致事故
    Accident "GP-4" Supervision true;
    /// S0 §四.3(5)
    OtherSupervision "GP-5" Supervision false;
    /// S0 §四.4(1) 排查、督促不到位，导致火灾
    Fire "JM-1" Admonition true;
    /// S0 §四.4(2) 督导中发现该排查未排查、该整改未整改
    FoundByInspectors "JM-2" Admonition true;
    /// S0 §四.4(3)
    OtherAdmonition "JM-3" Admonition false;
    /// S0 §四.5 较大及以上事故，或社会影响较大的一般事故
    GraveAccident "YS-1" Transfer true;
}

impl Situation {
    /// By its number, in whatever case it was typed.
    pub fn from_code(code: &str) -> Option<Situation> {
        Situation::ALL.iter().copied().find(|known| known.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The same situation as a supervision of a community names it.
    pub fn of_supervision(self) -> Option<super::supervision::Situation> {
        super::supervision::Situation::from_code(self.code())
    }
}

/// What a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The records show it, from this day on.
    Holds { since: NaiveDate },
    /// It will hold from this day on, unless something is done before.
    Near { on: NaiveDate },
}

impl Found {
    /// The first day on which it holds.
    pub fn day(self) -> NaiveDate {
        match self {
            Found::Holds { since: day } | Found::Near { on: day } => day,
        }
    }

    pub fn holds(self) -> bool {
        matches!(self, Found::Holds { .. })
    }
}

/// The numbers of the rules, as the regime has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A situation that a day brings is told so many working days before it, or earlier than that never.
    pub forecast_workdays: u32,
    /// Calendar days back in which deeds and ledgers are looked at.
    pub look_back_days: u32,
    /// Percentage points below the whole street's rate.
    pub rate_gap: u32,
    /// Fewer hazards than these say nothing of a rate.
    pub rate_least: u32,
    /// More overdue hazards than these at a month's end.
    pub overdue_most: u32,
    /// Working days after the inspection within which the notice is in time.
    pub notice_workdays: u32,
    /// Working days after a refusal within which its report is in time.
    pub report_workdays: u32,
    /// So many failed rechecks are 整改无望.
    pub failed_rechecks: u32,
    /// Rounds missed one after the other.
    pub missed_periods: u32,
    /// Calendar days after a circular by which things are better.
    pub improve_days: u32,
    pub extensions: u32,
    /// More per cent of closed hazards reopened than this.
    pub reopened_percent: u32,
    /// Working days without an inspection or an entry of the log.
    pub silent_workdays: u32,
    /// Calendar days after a closure within which the same hazard found again was closed falsely.
    pub relapse_days: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            forecast_workdays: 3,
            look_back_days: 180,
            rate_gap: 10,
            rate_least: 5,
            overdue_most: 5,
            notice_workdays: 1,
            report_workdays: 2,
            failed_rechecks: 2,
            missed_periods: 2,
            improve_days: 30,
            extensions: 2,
            reopened_percent: 20,
            silent_workdays: 5,
            relapse_days: 30,
        }
    }
}

/// The day that is asked for, and how far ahead it looks.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    pub calendar: &'a WorkCalendar,
    pub today: NaiveDate,
    pub ahead: u32,
}

impl Clock<'_> {
    /// What holds from a day on: today or before it does; within so many working days it is near.
    pub fn from(self, day: NaiveDate) -> Option<Found> {
        if day <= self.today {
            return Some(Found::Holds { since: day });
        }
        // So many working days are left after today, the day itself not counted.
        let left = self.calendar.workdays_between(self.today, day - Days::new(1));
        (left <= self.ahead).then_some(Found::Near { on: day })
    }

    /// What holds when a last day has passed; the day itself is still in time.
    pub fn after(self, last: NaiveDate) -> Option<Found> {
        self.from(last + Days::new(1))
    }
}

/// The `n`th of some days in order, when there are so many.
fn nth(days: &[NaiveDate], n: u32) -> Option<NaiveDate> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.get((n as usize).checked_sub(1)?).copied()
}

#[cfg(test)]
mod cases;
