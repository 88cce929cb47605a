//! A matter (事项): what the roads beside a hazard's own have in common. It is opened on a day with facts that
//! never change, goes on by steps, waits for something until a day, and is closed.
//!
//! A limit of the regime that a matter was opened under (days to reply, days a hop) is kept among its opening
//! facts, so that a later regime does not change what was right at its time.

use std::fmt::Debug;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{id::Id, rule::RuleError, unit::UnitPath};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// 移送、抄告
    Transfer,
    /// 挂牌督办
    Supervision,
    /// 网格事件
    Event,
}

impl MatterKind {
    pub const ALL: [MatterKind; 3] =
        [MatterKind::Transfer, MatterKind::Supervision, MatterKind::Event];

    pub fn code(self) -> &'static str {
        match self {
            MatterKind::Transfer => "transfer",
            MatterKind::Supervision => "supervision",
            MatterKind::Event => "event",
        }
    }

    pub fn from_code(code: &str) -> Option<MatterKind> {
        MatterKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One kind of matter: its opening, its steps, and the fold of them.
pub trait Road: Clone + Debug + PartialEq + Sized {
    const KIND: MatterKind;
    type Opening: Clone + Debug + PartialEq + Serialize + DeserializeOwned;
    type Step: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    fn open(opening: &Self::Opening) -> Result<Self, RuleError>;

    /// Takes one step, or says why it may not be taken now.
    fn take(self, step: &Self::Step) -> Result<Self, RuleError>;

    /// The day on which it was opened.
    fn opened_on(opening: &Self::Opening) -> NaiveDate;

    /// The day on which a step was taken.
    fn step_on(step: &Self::Step) -> NaiveDate;

    /// Code of its state.
    fn state_code(&self) -> &'static str;

    /// By when somebody has to do something next; that day is still in time.
    fn due(&self) -> Option<NaiveDate>;

    /// The day on which it was closed; `None` while it is open.
    fn closed_on(&self) -> Option<NaiveDate>;

    /// The fold of everything that happened.
    fn replay<'a>(
        opening: &Self::Opening,
        steps: impl IntoIterator<Item = &'a Self::Step>,
    ) -> Result<Self, RuleError>
    where
        Self::Step: 'a,
    {
        steps.into_iter().try_fold(Self::open(opening)?, Self::take)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Matter<R: Road> {
    pub id: Id,
    /// The community that it is about, or a wider unit.
    pub community: UnitPath,
    pub title: String,
    pub premises: Option<Id>,
    pub hazard: Option<Id>,
    pub opening: R::Opening,
    pub course: R,
}

/// Days follow each other.
pub(super) fn not_before(on: NaiveDate, last: NaiveDate) -> Result<(), RuleError> {
    if on < last { Err(RuleError::BeforeLast { on, last }) } else { Ok(()) }
}

pub(super) fn said(text: &str, error: RuleError) -> Result<(), RuleError> {
    if text.trim().is_empty() { Err(error) } else { Ok(()) }
}
