//! Supervision (挂牌督办), of two kinds: of a hazard (S2 制度三, S0 §一.3(3)), which ends with its acceptance, and of
//! a community (S0 §四.3), which whoever put it up lifts.
//!
//! ```text
//! Running ─ask▶ ExtensionAsked ─grant, deny▶ Running          of a hazard
//!    └─ask▶ AcceptanceAsked ─passed▶ Accepted ─lift▶ Lifted
//!               └─not passed▶ Running      any ─lift▶ Lifted, when the hazard itself is closed
//! Watched ─lift▶ Lifted                                        of a community
//! ```

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    id::Id,
    matter::{MatterKind, Road, not_before, said},
    rule::RuleError,
    workday::WorkCalendar,
};

/// How it was put up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub on: NaiveDate,
    /// Whoever enters it.
    pub by: String,
    /// 督办单位
    pub unit: String,
    /// How often it is reported on.
    pub every: Every,
    pub of: Of,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Of {
    Hazard(OfHazard),
    Community(OfCommunity),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfHazard {
    pub hazard: Id,
    /// 治理责任单位
    pub responsible_unit: String,
    /// 责任人
    pub responsible: String,
    /// 分管行业的区级领导
    pub leader: String,
    /// 限期
    pub deadline: NaiveDate,
    /// An extension is asked for with so many workdays left, or more.
    pub extension_workdays: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfCommunity {
    pub situation: Situation,
    /// What happened, in words.
    pub words: String,
}

/// Why a community is put under supervision (S0 §四.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// (1) 因督促整改不力或逾期未完成整改，被上级通报
    Reprimanded,
    /// (2) 导致一般隐患演变为重大隐患
    GrownMajor,
    /// (3) 对不具备安全生产条件，未及时上报依法予以关闭
    NotReportedForClosure,
    /// (4) 导致生产安全事故发生
    Accident,
    /// (5) 其它
    Other,
}

impl Situation {
    pub const ALL: [Situation; 5] = [
        Situation::Reprimanded,
        Situation::GrownMajor,
        Situation::NotReportedForClosure,
        Situation::Accident,
        Situation::Other,
    ];

    /// As the situations of accountability are numbered (DOMAIN.md §7.I).
    pub fn code(self) -> &'static str {
        match self {
            Situation::Reprimanded => "GP-1",
            Situation::GrownMajor => "GP-2",
            Situation::NotReportedForClosure => "GP-3",
            Situation::Accident => "GP-4",
            Situation::Other => "GP-5",
        }
    }

    pub fn from_code(code: &str) -> Option<Situation> {
        Situation::ALL.into_iter().find(|situation| situation.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Month,
    Quarter,
}

impl Every {
    pub const ALL: [Every; 2] = [Every::Month, Every::Quarter];

    pub fn code(self) -> &'static str {
        match self {
            Every::Month => "month",
            Every::Quarter => "quarter",
        }
    }

    pub fn from_code(code: &str) -> Option<Every> {
        Every::ALL.into_iter().find(|every| every.code() == code)
    }

    fn months(self) -> Months {
        Months::new(match self {
            Every::Month => 1,
            Every::Quarter => 3,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 定期报告
    Reported {
        on: NaiveDate,
        by: String,
        note: String,
    },
    /// 延期申请; `workdays_left` as they were counted on that day ([`workdays_left`]).
    ExtensionAsked {
        on: NaiveDate,
        by: String,
        until: NaiveDate,
        reason: String,
        workdays_left: u32,
    },
    ExtensionGranted {
        on: NaiveDate,
        by: String,
        until: NaiveDate,
        opinion: String,
    },
    ExtensionDenied {
        on: NaiveDate,
        by: String,
        opinion: String,
    },
    /// 验收申请
    AcceptanceAsked {
        on: NaiveDate,
        by: String,
    },
    /// 验收意见
    AcceptanceGiven {
        on: NaiveDate,
        by: String,
        passed: bool,
        opinion: String,
    },
    /// 解除. `hazard_closed_on` is the day on which the supervised hazard itself was closed, where it was.
    Lifted {
        on: NaiveDate,
        by: String,
        reason: String,
        hazard_closed_on: Option<NaiveDate>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Reported,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionDenied,
    AcceptanceAsked,
    AcceptanceGiven,
    Lifted,
}

impl StepKind {
    pub const ALL: [StepKind; 7] = [
        StepKind::Reported,
        StepKind::ExtensionAsked,
        StepKind::ExtensionGranted,
        StepKind::ExtensionDenied,
        StepKind::AcceptanceAsked,
        StepKind::AcceptanceGiven,
        StepKind::Lifted,
    ];
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Reported { .. } => StepKind::Reported,
            Step::ExtensionAsked { .. } => StepKind::ExtensionAsked,
            Step::ExtensionGranted { .. } => StepKind::ExtensionGranted,
            Step::ExtensionDenied { .. } => StepKind::ExtensionDenied,
            Step::AcceptanceAsked { .. } => StepKind::AcceptanceAsked,
            Step::AcceptanceGiven { .. } => StepKind::AcceptanceGiven,
            Step::Lifted { .. } => StepKind::Lifted,
        }
    }

    pub fn on(&self) -> NaiveDate {
        match self {
            Step::Reported { on, .. }
            | Step::ExtensionAsked { on, .. }
            | Step::ExtensionGranted { on, .. }
            | Step::ExtensionDenied { on, .. }
            | Step::AcceptanceAsked { on, .. }
            | Step::AcceptanceGiven { on, .. }
            | Step::Lifted { on, .. } => *on,
        }
    }
}

/// Workdays after a day up to a deadline, which counts itself.
pub fn workdays_left(calendar: &WorkCalendar, on: NaiveDate, deadline: NaiveDate) -> u32 {
    calendar.workdays_between(on, deadline)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    Running,
    ExtensionAsked,
    AcceptanceAsked,
    Accepted,
    Watched,
    Lifted,
}

impl StateKind {
    pub const ALL: [StateKind; 6] = [
        StateKind::Running,
        StateKind::ExtensionAsked,
        StateKind::AcceptanceAsked,
        StateKind::Accepted,
        StateKind::Watched,
        StateKind::Lifted,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::Running => "running",
            StateKind::ExtensionAsked => "extension_asked",
            StateKind::AcceptanceAsked => "acceptance_asked",
            StateKind::Accepted => "accepted",
            StateKind::Watched => "watched",
            StateKind::Lifted => "lifted",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A hazard under supervision, up to its deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    deadline: NaiveDate,
    extension_workdays: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionAsked {
    running: Running,
    until: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AcceptanceAsked {
    running: Running,
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    on: NaiveDate,
    by: String,
}

/// A community under supervision.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched(());

#[derive(Clone, Debug, PartialEq)]
pub struct Lifted {
    on: NaiveDate,
    proof: Proof,
}

/// What lets a supervision be lifted.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// 验收合格
    Accepted { on: NaiveDate, by: String },
    /// The hazard itself was closed.
    HazardClosed { on: NaiveDate },
    /// Of a community: the reason.
    Reason(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Running(Running),
    ExtensionAsked(ExtensionAsked),
    AcceptanceAsked(AcceptanceAsked),
    Accepted(Accepted),
    Watched(Watched),
    Lifted(Lifted),
}

impl Running {
    /// Running → ExtensionAsked: in time, to a later day, with a reason (DOMAIN.md §1.5).
    fn ask_extension(
        self,
        until: NaiveDate,
        reason: &str,
        workdays_left: u32,
    ) -> Result<ExtensionAsked, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        self.later(until)?;
        if workdays_left < self.extension_workdays {
            return Err(RuleError::ExtensionLate {
                left: workdays_left,
                needed: self.extension_workdays,
            });
        }
        Ok(ExtensionAsked { running: self, until })
    }

    fn later(&self, until: NaiveDate) -> Result<(), RuleError> {
        if until <= self.deadline {
            let standing = self.deadline;
            return Err(RuleError::DeadlineNotLater { deadline: until, standing });
        }
        Ok(())
    }

    /// Running → AcceptanceAsked.
    fn ask_acceptance(self, on: NaiveDate) -> AcceptanceAsked {
        AcceptanceAsked { running: self, on }
    }
}

impl ExtensionAsked {
    /// ExtensionAsked → Running with a later deadline.
    fn grant(self, until: NaiveDate) -> Result<Running, RuleError> {
        self.running.later(until)?;
        Ok(Running { deadline: until, ..self.running })
    }

    /// ExtensionAsked → Running as it was; who denies says why.
    fn deny(self, opinion: &str) -> Result<Running, RuleError> {
        said(opinion, RuleError::ReasonMissing)?;
        Ok(self.running)
    }
}

impl AcceptanceAsked {
    /// AcceptanceAsked → Accepted.
    fn accept(self, on: NaiveDate, by: &str) -> Accepted {
        Accepted { on, by: by.trim().to_owned() }
    }

    /// AcceptanceAsked → Running: it is not put right yet; who says so says why.
    fn fail(self, opinion: &str) -> Result<Running, RuleError> {
        said(opinion, RuleError::ReasonMissing)?;
        Ok(self.running)
    }
}

impl Accepted {
    /// Accepted → Lifted.
    fn lift(self, on: NaiveDate) -> Lifted {
        Lifted { on, proof: Proof::Accepted { on: self.on, by: self.by } }
    }
}

impl Watched {
    /// Watched → Lifted.
    fn lift(self, on: NaiveDate, reason: &str) -> Result<Lifted, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        Ok(Lifted { on, proof: Proof::Reason(reason.trim().to_owned()) })
    }
}

/// A supervision's road so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    last_on: NaiveDate,
    /// The last periodic report, or the day on which it was put up.
    reported_on: NaiveDate,
    every: Every,
    extensions: u32,
    /// The deadline as it stands or stood last.
    stood: Option<NaiveDate>,
}

impl Course {
    pub fn kind(&self) -> StateKind {
        match &self.state {
            State::Running(_) => StateKind::Running,
            State::ExtensionAsked(_) => StateKind::ExtensionAsked,
            State::AcceptanceAsked(_) => StateKind::AcceptanceAsked,
            State::Accepted(_) => StateKind::Accepted,
            State::Watched(_) => StateKind::Watched,
            State::Lifted(_) => StateKind::Lifted,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// The deadline that stands; `None` for a community, and after the acceptance.
    pub fn deadline(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Running(running)
            | State::ExtensionAsked(ExtensionAsked { running, .. })
            | State::AcceptanceAsked(AcceptanceAsked { running, .. }) => Some(running.deadline),
            State::Accepted(_) | State::Watched(_) | State::Lifted(_) => None,
        }
    }

    /// The deadline that stands, or stood when it was accepted or lifted; `None` for a community.
    pub fn last_deadline(&self) -> Option<NaiveDate> {
        self.stood
    }

    /// The day to which an extension is asked for.
    pub fn asked_until(&self) -> Option<NaiveDate> {
        match &self.state {
            State::ExtensionAsked(asked) => Some(asked.until),
            _ => None,
        }
    }

    /// The day on which the acceptance was asked for, while nobody has answered.
    pub fn acceptance_asked_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::AcceptanceAsked(asked) => Some(asked.on),
            _ => None,
        }
    }

    pub fn extensions(&self) -> u32 {
        self.extensions
    }

    /// When the next periodic report is due; `None` once it is accepted or lifted.
    pub fn next_report(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Accepted(_) | State::Lifted(_) => None,
            _ => self.reported_on.checked_add_months(self.every.months()),
        }
    }

    /// Why it could be lifted.
    pub fn proof(&self) -> Option<&Proof> {
        match &self.state {
            State::Lifted(lifted) => Some(&lifted.proof),
            _ => None,
        }
    }
}

impl Road for Course {
    const KIND: MatterKind = MatterKind::Supervision;
    type Opening = Opened;
    type Step = Step;

    fn open(opened: &Opened) -> Result<Course, RuleError> {
        let on = opened.on;
        said(&opened.unit, RuleError::SupervisorMissing)?;
        said(&opened.by, RuleError::PersonMissing)?;
        let state = match &opened.of {
            Of::Hazard(of) => {
                said(&of.responsible, RuleError::ResponsibleMissing)?;
                if of.deadline < on {
                    return Err(RuleError::DeadlineBefore { deadline: of.deadline, on });
                }
                let extension_workdays = of.extension_workdays;
                State::Running(Running { deadline: of.deadline, extension_workdays })
            }
            Of::Community(of) => {
                // The four named situations say why; the fifth needs words.
                if of.situation == Situation::Other {
                    said(&of.words, RuleError::ReasonMissing)?;
                }
                State::Watched(Watched(()))
            }
        };
        let mut course = Course {
            state,
            last_on: on,
            reported_on: on,
            every: opened.every,
            extensions: 0,
            stood: None,
        };
        course.stood = course.deadline();
        Ok(course)
    }

    fn take(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = RuleError::SupervisionNotNow { step: step.kind(), state: self.kind() };
        let by = match step {
            Step::Reported { by, .. }
            | Step::ExtensionAsked { by, .. }
            | Step::ExtensionGranted { by, .. }
            | Step::ExtensionDenied { by, .. }
            | Step::AcceptanceAsked { by, .. }
            | Step::AcceptanceGiven { by, .. }
            | Step::Lifted { by, .. } => by,
        };
        said(by, RuleError::PersonMissing)?;
        let Course { state, mut reported_on, mut extensions, every, stood, .. } = self;
        let state = match (state, step) {
            (State::Lifted(_), _) => return Err(refused),
            (state, Step::Reported { note, .. }) => {
                said(note, RuleError::ProgressMissing)?;
                reported_on = on;
                state
            }
            (
                State::Running(running),
                Step::ExtensionAsked { until, reason, workdays_left, .. },
            ) => State::ExtensionAsked(running.ask_extension(*until, reason, *workdays_left)?),
            (State::ExtensionAsked(asked), Step::ExtensionGranted { until, .. }) => {
                extensions += 1;
                State::Running(asked.grant(*until)?)
            }
            (State::ExtensionAsked(asked), Step::ExtensionDenied { opinion, .. }) => {
                State::Running(asked.deny(opinion)?)
            }
            (State::Running(running), Step::AcceptanceAsked { .. }) => {
                State::AcceptanceAsked(running.ask_acceptance(on))
            }
            (State::AcceptanceAsked(asked), Step::AcceptanceGiven { passed: true, .. }) => {
                State::Accepted(asked.accept(on, by))
            }
            (State::AcceptanceAsked(asked), Step::AcceptanceGiven { opinion, .. }) => {
                State::Running(asked.fail(opinion)?)
            }
            (State::Accepted(accepted), Step::Lifted { .. }) => State::Lifted(accepted.lift(on)),
            (State::Watched(watched), Step::Lifted { reason, .. }) => {
                State::Lifted(watched.lift(on, reason)?)
            }
            // Of a hazard that was closed on its own road.
            (_, Step::Lifted { hazard_closed_on: Some(closed), .. }) if *closed <= on => {
                State::Lifted(Lifted { on, proof: Proof::HazardClosed { on: *closed } })
            }
            (_, Step::Lifted { .. }) => return Err(RuleError::LiftTooEarly),
            _ => return Err(refused),
        };
        let mut course = Course { state, last_on: on, reported_on, every, extensions, stood };
        course.stood = course.deadline().or(stood);
        Ok(course)
    }

    fn opened_on(opened: &Opened) -> NaiveDate {
        opened.on
    }

    fn step_on(step: &Step) -> NaiveDate {
        step.on()
    }

    fn state_code(&self) -> &'static str {
        self.kind().code()
    }

    /// The deadline or the next periodic report, whichever comes first.
    fn due(&self) -> Option<NaiveDate> {
        match (self.deadline(), self.next_report()) {
            (Some(deadline), Some(report)) => Some(deadline.min(report)),
            (deadline, report) => deadline.or(report),
        }
    }

    fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Lifted(lifted) => Some(lifted.on),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workday::sample::calendar_2026;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of_hazard() -> Opened {
        Opened {
            on: day("2026-09-01"),
            by: "周安平".into(),
            unit: "丰泽区安委会办公室".into(),
            every: Every::Month,
            of: Of::Hazard(OfHazard {
                hazard: Id([5; 16]),
                responsible_unit: "恒捷鞋材厂".into(),
                responsible: "黄志明".into(),
                leader: "区领导".into(),
                deadline: day("2026-10-30"),
                extension_workdays: 15,
            }),
        }
    }

    fn of_community(situation: Situation, words: &str) -> Opened {
        let of = Of::Community(OfCommunity { situation, words: words.into() });
        Opened { of, ..of_hazard() }
    }

    fn by() -> String {
        "周安平".into()
    }

    fn ask(on: &str, until: &str) -> Step {
        let left = workdays_left(&calendar_2026(), day(on), day("2026-10-30"));
        Step::ExtensionAsked {
            on: day(on),
            by: by(),
            until: day(until),
            reason: "设备未到".into(),
            workdays_left: left,
        }
    }

    fn lift(on: &str, closed: Option<&str>) -> Step {
        Step::Lifted {
            on: day(on),
            by: by(),
            reason: String::new(),
            hazard_closed_on: closed.map(day),
        }
    }

    fn given(on: &str, passed: bool) -> Step {
        Step::AcceptanceGiven { on: day(on), by: by(), passed, opinion: "已治理".into() }
    }

    fn asked(on: &str) -> Step {
        Step::AcceptanceAsked { on: day(on), by: by() }
    }

    #[test]
    fn an_extension_is_asked_for_fifteen_workdays_ahead() {
        // 10 October 2026 is a Saturday worked in exchange for the holiday.
        for (on, outcome) in [
            ("2026-10-09", Ok(StateKind::ExtensionAsked)),
            ("2026-10-10", Ok(StateKind::ExtensionAsked)),
            ("2026-10-12", Err(RuleError::ExtensionLate { left: 14, needed: 15 })),
            ("2026-10-29", Err(RuleError::ExtensionLate { left: 1, needed: 15 })),
        ] {
            let course = Course::open(&of_hazard()).unwrap().take(&ask(on, "2026-11-30"));
            assert_eq!(course.map(|course| course.kind()), outcome, "{on}");
        }
        let earlier = Course::open(&of_hazard()).unwrap().take(&ask("2026-09-07", "2026-10-30"));
        assert!(matches!(earlier, Err(RuleError::DeadlineNotLater { .. })));
    }

    #[test]
    fn a_hazard_is_lifted_after_its_acceptance_or_its_closure() {
        use StateKind as S;
        let not_now = |step, state| Err(RuleError::SupervisionNotNow { step, state });
        let table: [(&[Step], Step, Result<S, RuleError>); 9] = [
            (&[], lift("2026-09-20", None), Err(RuleError::LiftTooEarly)),
            (&[], lift("2026-09-20", Some("2026-09-21")), Err(RuleError::LiftTooEarly)),
            (&[], lift("2026-09-20", Some("2026-09-20")), Ok(S::Lifted)),
            (&[asked("2026-09-20")], lift("2026-09-20", None), Err(RuleError::LiftTooEarly)),
            (&[], given("2026-09-20", true), not_now(StepKind::AcceptanceGiven, S::Running)),
            (&[asked("2026-09-20")], given("2026-09-21", false), Ok(S::Running)),
            (
                &[asked("2026-09-20"), given("2026-09-21", false)],
                lift("2026-09-22", None),
                Err(RuleError::LiftTooEarly),
            ),
            (
                &[asked("2026-09-20"), given("2026-09-21", true)],
                lift("2026-09-22", None),
                Ok(S::Lifted),
            ),
            (
                &[asked("2026-09-20"), given("2026-09-21", true), lift("2026-09-22", None)],
                asked("2026-09-23"),
                not_now(StepKind::AcceptanceAsked, S::Lifted),
            ),
        ];
        for (before, step, outcome) in table {
            let course = Course::replay(&of_hazard(), before).unwrap();
            assert_eq!(course.take(&step).map(|course| course.kind()), outcome, "{step:?}");
        }
    }

    #[test]
    fn what_is_due_is_the_report_or_the_deadline() {
        let report =
            |on: &str| Step::Reported { on: day(on), by: by(), note: "正在拆除".into() };
        let mut course = Course::open(&of_hazard()).unwrap();
        assert_eq!(course.due(), Some(day("2026-10-01")));
        course = course.take(&report("2026-09-30")).unwrap();
        assert_eq!(course.due(), Some(day("2026-10-30")), "both on one day");
        let asked = course.take(&ask("2026-10-08", "2026-11-30")).unwrap();
        let granted = Step::ExtensionGranted {
            on: day("2026-10-09"),
            by: by(),
            until: day("2026-11-30"),
            opinion: "同意".into(),
        };
        course = asked.take(&granted).unwrap().take(&report("2026-10-28")).unwrap();
        assert_eq!(
            (course.due(), course.deadline()),
            (Some(day("2026-11-28")), Some(day("2026-11-30")))
        );
        let quarterly = Opened { every: Every::Quarter, ..of_community(Situation::Accident, "") };
        let course = Course::open(&quarterly).unwrap();
        assert_eq!(course.due(), Some(day("2026-12-01")));
    }

    #[test]
    fn a_community_is_lifted_with_a_reason() {
        assert_eq!(
            Course::open(&of_community(Situation::Other, " ")),
            Err(RuleError::ReasonMissing)
        );
        let course = Course::open(&of_community(Situation::GrownMajor, "")).unwrap();
        assert!(course.clone().take(&asked("2026-09-20")).is_err());
        assert_eq!(course.clone().take(&lift("2026-09-20", None)), Err(RuleError::ReasonMissing));
        let lifted = Step::Lifted {
            on: day("2026-12-01"),
            by: by(),
            reason: "连续三个月按期整改".into(),
            hazard_closed_on: None,
        };
        assert_eq!(course.take(&lifted).unwrap().closed_on(), Some(day("2026-12-01")));
    }
}
