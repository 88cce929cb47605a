//! A transfer (移送、抄告): what the street has no power for goes to a department, and its answer is waited for
//! (S0 §一.3(4); DOMAIN.md §1.6).
//!
//! ```text
//! Sent ─receive▶ Received ─reply▶ Replied ─feed back▶ FedBack
//!   └──────── remind, while it is open
//!   └── withdraw ───┴▶ Withdrawn
//! ```

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    id::Id,
    matter::{MatterKind, Road, not_before, said},
    rule::RuleError,
};

/// 抄告: how it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub on: NaiveDate,
    /// 主送部门
    pub to: String,
    /// 抄送
    pub cc: Vec<String>,
    /// 经办人
    pub by: String,
    /// 批准人
    pub approver: String,
    /// 处理意见 of the office that sends it.
    pub opinion: String,
    /// What is handed over, as the paper says it.
    pub content: String,
    /// The event that it is about, where it is about one.
    #[serde(default)]
    pub event: Option<Id>,
    /// The reply is in time up to this day.
    pub due: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 接收 by a person of the department.
    Received { on: NaiveDate, by: String },
    /// 回复: what the department is going to do.
    Replied { on: NaiveDate, by: String, opinion: String },
    /// 处理结果反馈
    FedBack { on: NaiveDate, by: String, result: String },
    /// 催办 by the office that sent it.
    Reminded { on: NaiveDate, by: String, note: String },
    /// 撤回 of what was sent by mistake.
    Withdrawn { on: NaiveDate, by: String, reason: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Received,
    Replied,
    FedBack,
    Reminded,
    Withdrawn,
}

impl StepKind {
    pub const ALL: [StepKind; 5] = [
        StepKind::Received,
        StepKind::Replied,
        StepKind::FedBack,
        StepKind::Reminded,
        StepKind::Withdrawn,
    ];
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Received { .. } => StepKind::Received,
            Step::Replied { .. } => StepKind::Replied,
            Step::FedBack { .. } => StepKind::FedBack,
            Step::Reminded { .. } => StepKind::Reminded,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    pub fn on(&self) -> NaiveDate {
        match self {
            Step::Received { on, .. }
            | Step::Replied { on, .. }
            | Step::FedBack { on, .. }
            | Step::Reminded { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    Sent,
    Received,
    Replied,
    FedBack,
    Withdrawn,
}

impl StateKind {
    pub const ALL: [StateKind; 5] = [
        StateKind::Sent,
        StateKind::Received,
        StateKind::Replied,
        StateKind::FedBack,
        StateKind::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::Sent => "sent",
            StateKind::Received => "received",
            StateKind::Replied => "replied",
            StateKind::FedBack => "fed_back",
            StateKind::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// 已抄告未回复
    pub fn awaits_reply(self) -> bool {
        matches!(self, StateKind::Sent | StateKind::Received)
    }

    /// 已接收未反馈
    pub fn awaits_feedback(self) -> bool {
        matches!(self, StateKind::Received | StateKind::Replied)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    due: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    due: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Replied {
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FedBack {
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Sent(Waiting),
    Received(Received),
    Replied(Replied),
    FedBack(FedBack),
    Withdrawn(Withdrawn),
}

impl Waiting {
    /// Sent → Received: somebody of the department has it.
    fn receive(self, by: &str) -> Result<Received, RuleError> {
        said(by, RuleError::PersonMissing)?;
        Ok(Received { due: self.due })
    }

    /// Sent → Withdrawn.
    fn withdraw(self, on: NaiveDate, by: &str, reason: &str) -> Result<Withdrawn, RuleError> {
        withdraw(on, by, reason)
    }
}

impl Received {
    /// Received → Replied: the department says what it will do.
    fn reply(self, on: NaiveDate, by: &str, opinion: &str) -> Result<Replied, RuleError> {
        said(by, RuleError::PersonMissing)?;
        said(opinion, RuleError::WordsMissing)?;
        Ok(Replied { on })
    }

    /// Received → Withdrawn; once the department has answered, its answer stands.
    fn withdraw(self, on: NaiveDate, by: &str, reason: &str) -> Result<Withdrawn, RuleError> {
        withdraw(on, by, reason)
    }
}

fn withdraw(on: NaiveDate, by: &str, reason: &str) -> Result<Withdrawn, RuleError> {
    said(by, RuleError::PersonMissing)?;
    said(reason, RuleError::ReasonMissing)?;
    Ok(Withdrawn { on })
}

impl Replied {
    /// Replied → FedBack: the department says what came of it.
    fn feed_back(self, on: NaiveDate, by: &str, result: &str) -> Result<FedBack, RuleError> {
        said(by, RuleError::PersonMissing)?;
        said(result, RuleError::WordsMissing)?;
        Ok(FedBack { on })
    }
}

/// A transfer's road so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    last_on: NaiveDate,
    reminders: u32,
}

impl Course {
    pub fn kind(&self) -> StateKind {
        match &self.state {
            State::Sent(_) => StateKind::Sent,
            State::Received(_) => StateKind::Received,
            State::Replied(_) => StateKind::Replied,
            State::FedBack(_) => StateKind::FedBack,
            State::Withdrawn(_) => StateKind::Withdrawn,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn replied_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Replied(replied) => Some(replied.on),
            State::Sent(_) | State::Received(_) | State::FedBack(_) | State::Withdrawn(_) => None,
        }
    }

    /// Times that the department was reminded (催办).
    pub fn reminders(&self) -> u32 {
        self.reminders
    }

    /// No reply, and the last day for it has passed.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.due().is_some_and(|due| due < day)
    }
}

impl Road for Course {
    const KIND: MatterKind = MatterKind::Transfer;
    type Opening = Sent;
    type Step = Step;

    fn open(sent: &Sent) -> Result<Course, RuleError> {
        said(&sent.to, RuleError::DepartmentMissing)?;
        said(&sent.by, RuleError::PersonMissing)?;
        said(&sent.content, RuleError::WordsMissing)?;
        if sent.due < sent.on {
            return Err(RuleError::DeadlineBefore { deadline: sent.due, on: sent.on });
        }
        let state = State::Sent(Waiting { due: sent.due });
        Ok(Course { state, last_on: sent.on, reminders: 0 })
    }

    fn take(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = RuleError::TransferNotNow { step: step.kind(), state: self.kind() };
        let mut reminders = self.reminders;
        let state = match (self.state, step) {
            (State::Sent(sent), Step::Received { by, .. }) => State::Received(sent.receive(by)?),
            (State::Received(received), Step::Replied { by, opinion, .. }) => {
                State::Replied(received.reply(on, by, opinion)?)
            }
            (State::Replied(replied), Step::FedBack { by, result, .. }) => {
                State::FedBack(replied.feed_back(on, by, result)?)
            }
            (
                state @ (State::Sent(_) | State::Received(_) | State::Replied(_)),
                Step::Reminded { by, .. },
            ) => {
                said(by, RuleError::PersonMissing)?;
                reminders += 1;
                state
            }
            (State::Sent(sent), Step::Withdrawn { by, reason, .. }) => {
                State::Withdrawn(sent.withdraw(on, by, reason)?)
            }
            (State::Received(received), Step::Withdrawn { by, reason, .. }) => {
                State::Withdrawn(received.withdraw(on, by, reason)?)
            }
            _ => return Err(refused),
        };
        // A reminder says nothing of when the department had it: its slip may come later.
        let last_on = if step.kind() == StepKind::Reminded { self.last_on } else { on };
        Ok(Course { state, last_on, reminders })
    }

    fn opened_on(sent: &Sent) -> NaiveDate {
        sent.on
    }

    fn step_on(step: &Step) -> NaiveDate {
        step.on()
    }

    fn state_code(&self) -> &'static str {
        self.kind().code()
    }

    /// The day up to which the reply is in time; nothing is due once it is there.
    fn due(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Sent(sent) => Some(sent.due),
            State::Received(received) => Some(received.due),
            State::Replied(_) | State::FedBack(_) | State::Withdrawn(_) => None,
        }
    }

    fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::FedBack(fed_back) => Some(fed_back.on),
            State::Withdrawn(withdrawn) => Some(withdrawn.on),
            State::Sent(_) | State::Received(_) | State::Replied(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sent() -> Sent {
        Sent {
            on: day("2026-11-02"),
            to: "丰泽区消防救援大队".into(),
            cc: vec![],
            by: "周安平".into(),
            approver: "沈卫东".into(),
            opinion: "请依法查处".into(),
            content: "夹层住人，拒不整改".into(),
            event: None,
            due: day("2026-11-16"),
        }
    }

    fn received(on: &str) -> Step {
        Step::Received { on: day(on), by: "消防王".into() }
    }

    fn replied(on: &str) -> Step {
        Step::Replied { on: day(on), by: "消防王".into(), opinion: "已立案".into() }
    }

    fn fed_back(on: &str) -> Step {
        Step::FedBack { on: day(on), by: "消防王".into(), result: "已查封".into() }
    }

    fn not_now(step: StepKind, state: StateKind) -> RuleError {
        RuleError::TransferNotNow { step, state }
    }

    #[test]
    fn a_transfer_goes_on_in_order() {
        use StateKind as S;
        let table: [(&[Step], Step, Result<S, RuleError>); 8] = [
            (&[], received("2026-11-03"), Ok(S::Received)),
            (&[], replied("2026-11-03"), Err(not_now(StepKind::Replied, S::Sent))),
            (&[], fed_back("2026-11-03"), Err(not_now(StepKind::FedBack, S::Sent))),
            (&[received("2026-11-03")], replied("2026-11-09"), Ok(S::Replied)),
            (
                &[received("2026-11-03")],
                fed_back("2026-11-09"),
                Err(not_now(StepKind::FedBack, S::Received)),
            ),
            (
                &[received("2026-11-03"), replied("2026-11-09")],
                fed_back("2026-12-01"),
                Ok(S::FedBack),
            ),
            (
                &[received("2026-11-03")],
                replied("2026-11-02"),
                Err(RuleError::BeforeLast { on: day("2026-11-02"), last: day("2026-11-03") }),
            ),
            (
                &[received("2026-11-03"), replied("2026-11-09"), fed_back("2026-12-01")],
                Step::Reminded {
                    on: day("2026-12-02"), by: "周安平".into(), note: String::new()
                },
                Err(not_now(StepKind::Reminded, S::FedBack)),
            ),
        ];
        for (before, step, outcome) in table {
            let course = Course::replay(&sent(), before).unwrap();
            assert_eq!(course.take(&step).map(|course| course.kind()), outcome, "{step:?}");
        }
    }

    #[test]
    fn the_reply_is_due_until_it_is_there() {
        let course = Course::open(&sent()).unwrap();
        assert!(!course.is_overdue(day("2026-11-16")) && course.is_overdue(day("2026-11-17")));
        let course = course.take(&received("2026-11-17")).unwrap();
        assert!(course.is_overdue(day("2026-11-17")), "a receipt is no reply");
        let course = course.take(&replied("2026-11-18")).unwrap();
        assert_eq!((course.due(), course.closed_on()), (None, None));
        let course = course.take(&fed_back("2026-11-20")).unwrap();
        assert_eq!(course.closed_on(), Some(day("2026-11-20")));
    }

    #[test]
    fn what_was_sent_by_mistake_is_taken_back_until_it_is_answered() {
        let withdrawn = |by: &str, reason: &str| Step::Withdrawn {
            on: day("2026-11-12"),
            by: by.into(),
            reason: reason.into(),
        };
        let back = || withdrawn("周安平", "抄告错了部门");
        let answered = [received("2026-11-03"), replied("2026-11-09"), fed_back("2026-11-10")];
        for (before, step, outcome) in [
            (&answered[..0], back(), Ok(StateKind::Withdrawn)),
            (&answered[..1], back(), Ok(StateKind::Withdrawn)),
            (&answered[..2], back(), Err(not_now(StepKind::Withdrawn, StateKind::Replied))),
            (&answered[..3], back(), Err(not_now(StepKind::Withdrawn, StateKind::FedBack))),
            (&answered[..0], withdrawn("周安平", " "), Err(RuleError::ReasonMissing)),
            (&answered[..0], withdrawn("", "抄告错了部门"), Err(RuleError::PersonMissing)),
        ] {
            let course = Course::replay(&sent(), before).unwrap();
            assert_eq!(course.take(&step).map(|course| course.kind()), outcome, "{step:?}");
        }
        let course = Course::replay(&sent(), [&back()]).unwrap();
        assert_eq!((course.due(), course.closed_on()), (None, Some(day("2026-11-12"))));
        assert!(!course.kind().awaits_reply() && !course.is_overdue(day("2026-12-31")));
        for step in [&answered[0], &back()] {
            let step = match step {
                Step::Received { by, .. } => {
                    Step::Received { on: day("2026-11-13"), by: by.clone() }
                }
                step => step.clone(),
            };
            let refused = Err(not_now(step.kind(), StateKind::Withdrawn));
            assert_eq!(course.clone().take(&step).map(|course| course.kind()), refused);
        }
    }

    #[test]
    fn what_is_sent_says_to_whom_and_what() {
        for (sent, error) in [
            (Sent { to: " ".into(), ..sent() }, RuleError::DepartmentMissing),
            (Sent { content: String::new(), ..sent() }, RuleError::WordsMissing),
            (Sent { by: String::new(), ..sent() }, RuleError::PersonMissing),
        ] {
            assert_eq!(Course::open(&sent), Err(error));
        }
    }
}
