//! An event (网格事件) from one of five sources, through the desks and back (S2, the flowchart at its end).
//!
//! ```text
//! Grid ─up▶ (Community) ─up▶ Street ─up▶ District ─up▶ City
//!                             ├─assign▶ Community, Section      └─assign▶ Department
//!                             │         District ─assign▶ Department ─assign▶ Department …
//! At ─handle▶ Handled ─feed back▶ Returned (one desk down) ─feed back▶ … the grid ─▶ Done
//!                                     └─up, assign▶ At (not enough: it goes on)
//! At the grid ─withdraw▶ Withdrawn (registered by mistake, and nothing followed)
//! ```
//!
//! Whatever way it went up it comes back, desk by desk, before it is done (EVT-03). The way is kept as a pile
//! of seats: going on puts one on top, feeding back takes one off.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    matter::{MatterKind, Road, not_before, said},
    rule::RuleError,
    time_of_day::TimeOfDay,
};

/// How it came to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 上访
    Petition,
    /// 电话
    Call,
    /// 走访
    Visit,
    /// 短信
    Message,
    /// 检查
    Inspection,
}

impl Source {
    pub const ALL: [Source; 5] =
        [Source::Petition, Source::Call, Source::Visit, Source::Message, Source::Inspection];

    pub fn code(self) -> &'static str {
        match self {
            Source::Petition => "petition",
            Source::Call => "call",
            Source::Visit => "visit",
            Source::Message => "message",
            Source::Inspection => "inspection",
        }
    }

    pub fn from_code(code: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// Where an event can lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// 网格管理员
    Grid,
    /// 社区
    Community,
    /// 街道网格办
    Street,
    /// 科室 of the street
    Section,
    /// 区网格办
    District,
    /// 职能部门 of the district or the city
    Department,
    /// 市网格办
    City,
}

impl Desk {
    pub const ALL: [Desk; 7] = [
        Desk::Grid,
        Desk::Community,
        Desk::Street,
        Desk::Section,
        Desk::District,
        Desk::Department,
        Desk::City,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Desk::Grid => "grid",
            Desk::Community => "community",
            Desk::Street => "street",
            Desk::Section => "section",
            Desk::District => "district",
            Desk::Department => "department",
            Desk::City => "city",
        }
    }

    pub fn from_code(code: &str) -> Option<Desk> {
        Desk::ALL.into_iter().find(|desk| desk.code() == code)
    }

    /// Whether what cannot be dealt with here goes up there.
    fn passes_up_to(self, to: Desk) -> bool {
        matches!(
            (self, to),
            (Desk::Grid, Desk::Community | Desk::Street)
                | (Desk::Community, Desk::Street)
                | (Desk::Street, Desk::District)
                | (Desk::District, Desk::City)
        )
    }

    /// Whether it is given to that desk from here.
    fn assigns_to(self, to: Desk) -> bool {
        matches!(
            (self, to),
            (Desk::Street, Desk::Community | Desk::Section)
                | (Desk::District | Desk::City | Desk::Department, Desk::Department)
        )
    }
}

/// What was reported, and to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    pub on: NaiveDate,
    /// 网格管理员 who registers it.
    pub by: String,
    /// Name of the grid or of the desk where it begins.
    pub grid: String,
    pub source: Source,
    /// When it happened, where somebody said so.
    pub at: Option<TimeOfDay>,
    pub place: String,
    /// Whom or what it is about.
    pub object: String,
    pub content: String,
    /// 举报人, 来访人; empty where nobody is named.
    pub informant: String,
    pub phone: String,
    /// Calendar days that it may lie at one desk.
    pub hop_days: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 处置 at the desk where it lies.
    Handled { on: NaiveDate, by: String, note: String },
    /// 不能处置的上报
    PassedUp { on: NaiveDate, by: String, to: Desk, name: String, opinion: String },
    /// 指派 to one desk, others helping (协助处置).
    Assigned {
        on: NaiveDate,
        by: String,
        to: Desk,
        name: String,
        helpers: Vec<String>,
        opinion: String,
    },
    /// 信息反馈, one desk down.
    FedBack { on: NaiveDate, by: String, opinion: String },
    /// 办结
    Done { on: NaiveDate, by: String, result: String },
    /// 兑现举报奖励, in fen.
    Rewarded { on: NaiveDate, by: String, fen: u64 },
    /// 撤销立项, while nothing has followed.
    Withdrawn { on: NaiveDate, by: String, reason: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Handled,
    PassedUp,
    Assigned,
    FedBack,
    Done,
    Rewarded,
    Withdrawn,
}

impl StepKind {
    pub const ALL: [StepKind; 7] = [
        StepKind::Handled,
        StepKind::PassedUp,
        StepKind::Assigned,
        StepKind::FedBack,
        StepKind::Done,
        StepKind::Rewarded,
        StepKind::Withdrawn,
    ];
}

impl Step {
    pub fn kind(&self) -> StepKind {
        match self {
            Step::Handled { .. } => StepKind::Handled,
            Step::PassedUp { .. } => StepKind::PassedUp,
            Step::Assigned { .. } => StepKind::Assigned,
            Step::FedBack { .. } => StepKind::FedBack,
            Step::Done { .. } => StepKind::Done,
            Step::Rewarded { .. } => StepKind::Rewarded,
            Step::Withdrawn { .. } => StepKind::Withdrawn,
        }
    }

    pub fn on(&self) -> NaiveDate {
        match self {
            Step::Handled { on, .. }
            | Step::PassedUp { on, .. }
            | Step::Assigned { on, .. }
            | Step::FedBack { on, .. }
            | Step::Done { on, .. }
            | Step::Rewarded { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// It lies at a desk that has to deal with it.
    At,
    /// The desk where it lies has dealt with it.
    Handled,
    /// What was done has come back to a desk that sent it on.
    Returned,
    Done,
    /// Registered by mistake and taken back.
    Withdrawn,
}

impl StateKind {
    pub const ALL: [StateKind; 5] = [
        StateKind::At,
        StateKind::Handled,
        StateKind::Returned,
        StateKind::Done,
        StateKind::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            StateKind::At => "at",
            StateKind::Handled => "handled",
            StateKind::Returned => "returned",
            StateKind::Done => "done",
            StateKind::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A desk on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub desk: Desk,
    /// Which one: 招联一网格, 城建科, 区消防救援大队 …
    pub name: String,
    /// Given to it from above: it answers to whoever gave it and passes nothing up.
    pub assigned: bool,
}

/// The way up so far: the grid below all, and at the top the seat where it lies.
#[derive(Clone, Debug, PartialEq)]
struct Way {
    below: Vec<Seat>,
    here: Seat,
}

#[derive(Clone, Debug, PartialEq)]
pub struct At {
    way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Handled {
    way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    way: Way,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    grid: Seat,
    on: NaiveDate,
    result: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    grid: Seat,
    on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    At(At),
    Handled(Handled),
    Returned(Returned),
    Done(Done),
    Withdrawn(Withdrawn),
}

impl Way {
    fn on_to(self, seat: Seat) -> At {
        let mut below = self.below;
        below.push(self.here);
        At { way: Way { below, here: seat } }
    }

    fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        let from = self.here.desk;
        if self.here.assigned || !from.passes_up_to(to) {
            return Err(RuleError::NotThatDesk { from, to });
        }
        Ok(self.on_to(Seat { desk: to, name: name.trim().to_owned(), assigned: false }))
    }

    fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        let from = self.here.desk;
        if !from.assigns_to(to) {
            return Err(RuleError::NotThatDesk { from, to });
        }
        said(name, RuleError::DepartmentMissing)?;
        Ok(self.on_to(Seat { desk: to, name: name.trim().to_owned(), assigned: true }))
    }

    /// One desk down; `None` at the grid, below which there is nobody.
    fn back(self) -> Option<Returned> {
        let mut below = self.below;
        let here = below.pop()?;
        Some(Returned { way: Way { below, here } })
    }

    /// At the grid it is done; anywhere else the feedback is missing.
    fn done(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        if !self.below.is_empty() {
            return Err(RuleError::FeedbackMissing { desk: self.here.desk });
        }
        said(result, RuleError::WordsMissing)?;
        Ok(Done { grid: self.here, on, result: result.trim().to_owned() })
    }
}

impl At {
    /// At → Handled.
    fn handle(self, note: &str) -> Result<Handled, RuleError> {
        said(note, RuleError::WordsMissing)?;
        Ok(Handled { way: self.way })
    }

    /// At → At, one desk up.
    fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.pass_up(to, name)
    }

    /// At → At, given to a desk.
    fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.assign(to, name)
    }

    /// At → Withdrawn.
    fn withdraw(self, on: NaiveDate, reason: &str) -> Result<Withdrawn, RuleError> {
        said(reason, RuleError::ReasonMissing)?;
        Ok(Withdrawn { grid: self.way.here, on })
    }
}

impl Handled {
    /// Handled → Returned, one desk down.
    fn feed_back(self) -> Option<Returned> {
        self.way.back()
    }

    /// Handled → Done, in the grid.
    fn finish(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        self.way.done(on, result)
    }
}

impl Returned {
    /// Returned → Returned, one desk down.
    fn feed_back(self) -> Option<Returned> {
        self.way.back()
    }

    /// Returned → At: what came back is not enough, and it goes up.
    fn pass_up(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.pass_up(to, name)
    }

    /// Returned → At: what came back is not enough, and another desk gets it.
    fn assign(self, to: Desk, name: &str) -> Result<At, RuleError> {
        self.way.assign(to, name)
    }

    /// Returned → Done, back in the grid.
    fn finish(self, on: NaiveDate, result: &str) -> Result<Done, RuleError> {
        self.way.done(on, result)
    }
}

/// An event's road so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    state: State,
    last_on: NaiveDate,
    /// Since when it lies at the desk where it is.
    here_since: NaiveDate,
    hop_days: u32,
    /// Whether somebody is named who could be rewarded.
    informed: bool,
    /// Something was done after it was registered.
    followed: bool,
    rewarded: Option<(NaiveDate, u64)>,
}

impl Course {
    pub fn kind(&self) -> StateKind {
        match &self.state {
            State::At(_) => StateKind::At,
            State::Handled(_) => StateKind::Handled,
            State::Returned(_) => StateKind::Returned,
            State::Done(_) => StateKind::Done,
            State::Withdrawn(_) => StateKind::Withdrawn,
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    fn way(&self) -> Option<&Way> {
        match &self.state {
            State::At(At { way })
            | State::Handled(Handled { way })
            | State::Returned(Returned { way }) => Some(way),
            State::Done(_) | State::Withdrawn(_) => None,
        }
    }

    /// The desk where it lies, or where it ended.
    pub fn seat(&self) -> &Seat {
        match &self.state {
            State::At(At { way })
            | State::Handled(Handled { way })
            | State::Returned(Returned { way }) => &way.here,
            State::Done(done) => &done.grid,
            State::Withdrawn(withdrawn) => &withdrawn.grid,
        }
    }

    /// The desks that wait for the feedback, the grid first.
    pub fn waiting(&self) -> &[Seat] {
        self.way().map_or(&[], |way| &way.below)
    }

    pub fn here_since(&self) -> NaiveDate {
        self.here_since
    }

    /// It lies at one desk beyond the days that it may.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.due().is_some_and(|due| due < day)
    }

    pub fn result(&self) -> Option<&str> {
        match &self.state {
            State::Done(done) => Some(&done.result),
            _ => None,
        }
    }

    /// The day and the amount, in fen.
    pub fn rewarded(&self) -> Option<(NaiveDate, u64)> {
        self.rewarded
    }
}

impl Road for Course {
    const KIND: MatterKind = MatterKind::Event;
    type Opening = Registered;
    type Step = Step;

    fn open(event: &Registered) -> Result<Course, RuleError> {
        said(&event.by, RuleError::PersonMissing)?;
        said(&event.content, RuleError::WordsMissing)?;
        let here = Seat { desk: Desk::Grid, name: event.grid.trim().to_owned(), assigned: false };
        Ok(Course {
            state: State::At(At { way: Way { below: Vec::new(), here } }),
            last_on: event.on,
            here_since: event.on,
            hop_days: event.hop_days,
            informed: !event.informant.trim().is_empty(),
            followed: false,
            rewarded: None,
        })
    }

    fn take(self, step: &Step) -> Result<Course, RuleError> {
        let on = step.on();
        not_before(on, self.last_on)?;
        let refused = RuleError::EventNotNow {
            step: step.kind(),
            desk: self.seat().desk,
            state: self.kind(),
        };
        let by = match step {
            Step::Handled { by, .. }
            | Step::PassedUp { by, .. }
            | Step::Assigned { by, .. }
            | Step::FedBack { by, .. }
            | Step::Done { by, .. }
            | Step::Rewarded { by, .. }
            | Step::Withdrawn { by, .. } => by,
        };
        said(by, RuleError::PersonMissing)?;
        let Course { state, mut rewarded, informed, followed, .. } = self;
        let state = match (state, step) {
            (State::Withdrawn(_), _) => return Err(refused),
            (state, Step::Rewarded { fen, .. }) => {
                if !informed {
                    return Err(RuleError::InformantMissing);
                }
                if rewarded.is_some() || *fen == 0 {
                    return Err(refused);
                }
                rewarded = Some((on, *fen));
                state
            }
            (State::At(at), Step::Withdrawn { reason, .. }) if !followed => {
                State::Withdrawn(at.withdraw(on, reason)?)
            }
            (State::At(at), Step::Handled { note, .. }) => State::Handled(at.handle(note)?),
            (State::At(at), Step::PassedUp { to, name, .. }) => State::At(at.pass_up(*to, name)?),
            (State::At(at), Step::Assigned { to, name, .. }) => State::At(at.assign(*to, name)?),
            (State::Handled(handled), Step::FedBack { .. }) => {
                State::Returned(handled.feed_back().ok_or(refused)?)
            }
            (State::Handled(handled), Step::Done { result, .. }) => {
                State::Done(handled.finish(on, result)?)
            }
            (State::Returned(returned), Step::FedBack { .. }) => {
                State::Returned(returned.feed_back().ok_or(refused)?)
            }
            (State::Returned(returned), Step::PassedUp { to, name, .. }) => {
                State::At(returned.pass_up(*to, name)?)
            }
            (State::Returned(returned), Step::Assigned { to, name, .. }) => {
                State::At(returned.assign(*to, name)?)
            }
            (State::Returned(returned), Step::Done { result, .. }) => {
                State::Done(returned.finish(on, result)?)
            }
            _ => return Err(refused),
        };
        let moved =
            matches!(step, Step::PassedUp { .. } | Step::Assigned { .. } | Step::FedBack { .. });
        Ok(Course {
            state,
            last_on: on,
            here_since: if moved { on } else { self.here_since },
            hop_days: self.hop_days,
            informed,
            followed: true,
            rewarded,
        })
    }

    fn opened_on(event: &Registered) -> NaiveDate {
        event.on
    }

    fn step_on(step: &Step) -> NaiveDate {
        step.on()
    }

    fn state_code(&self) -> &'static str {
        self.kind().code()
    }

    /// The last day on which it may lie where it is.
    fn due(&self) -> Option<NaiveDate> {
        self.way()?;
        self.here_since.checked_add_days(Days::new(self.hop_days.into()))
    }

    fn closed_on(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Done(done) => Some(done.on),
            State::Withdrawn(withdrawn) => Some(withdrawn.on),
            _ => None,
        }
    }
}

/// From one desk to another, or the end: a line of the way that an event took.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    pub from: Seat,
    /// `None` where it was done.
    pub to: Option<Seat>,
    /// It came back down.
    pub back: bool,
    pub on: NaiveDate,
    pub by: String,
    pub opinion: String,
    /// Calendar days that it lay at `from`.
    pub days: i64,
}

/// Every hop of an event, told from its opening and its steps.
pub fn hops(opening: &Registered, steps: &[Step]) -> Result<Vec<Hop>, RuleError> {
    let mut course = Course::open(opening)?;
    let mut hops = Vec::new();
    for step in steps {
        let (from, since) = (course.seat().clone(), course.here_since());
        course = course.take(step)?;
        let (back, by, opinion) = match step {
            Step::PassedUp { by, opinion, .. } | Step::Assigned { by, opinion, .. } => {
                (false, by, opinion)
            }
            Step::FedBack { by, opinion, .. } => (true, by, opinion),
            Step::Done { by, result, .. } => (false, by, result),
            Step::Handled { .. } | Step::Rewarded { .. } | Step::Withdrawn { .. } => continue,
        };
        let to = course.closed_on().is_none().then(|| course.seat().clone());
        let days = (step.on() - since).num_days();
        let (by, opinion) = (by.clone(), opinion.clone());
        hops.push(Hop { from, to, back, on: step.on(), by, opinion, days });
    }
    Ok(hops)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn registered(informant: &str) -> Registered {
        Registered {
            on: day(2),
            by: "陈一鸣".into(),
            grid: "招联一网格".into(),
            source: Source::Call,
            at: TimeOfDay::read("9:30"),
            place: "招联街12号".into(),
            object: "恒捷鞋材厂".into(),
            content: "夜间违规生产".into(),
            informant: informant.into(),
            phone: String::new(),
            hop_days: 3,
        }
    }

    fn up(on: u32, to: Desk) -> Step {
        Step::PassedUp {
            on: day(on),
            by: "陈一鸣".into(),
            to,
            name: String::new(),
            opinion: "超出权限".into(),
        }
    }

    fn give(on: u32, to: Desk) -> Step {
        Step::Assigned {
            on: day(on),
            by: "周安平".into(),
            to,
            name: "城建科".into(),
            helpers: vec![],
            opinion: String::new(),
        }
    }

    fn handled(on: u32) -> Step {
        Step::Handled { on: day(on), by: "周安平".into(), note: "已责令停止".into() }
    }

    fn back(on: u32) -> Step {
        Step::FedBack { on: day(on), by: "周安平".into(), opinion: "已处置".into() }
    }

    fn done(on: u32) -> Step {
        Step::Done { on: day(on), by: "陈一鸣".into(), result: "已回访".into() }
    }

    #[test]
    fn each_step_stands_where_the_flowchart_has_it() {
        use Desk as D;
        use StateKind as S;
        let at_city = [up(2, D::Street), up(3, D::District), up(4, D::City)];
        type Row = (Vec<Step>, Step, Result<(S, D), RuleError>);
        let table: Vec<Row> = vec![
            (vec![], handled(2), Ok((S::Handled, D::Grid))),
            (vec![handled(2)], done(2), Ok((S::Done, D::Grid))),
            (vec![], up(2, D::Community), Ok((S::At, D::Community))),
            (vec![up(2, D::Community)], up(2, D::Street), Ok((S::At, D::Street))),
            (
                vec![],
                up(2, D::District),
                Err(RuleError::NotThatDesk { from: D::Grid, to: D::District }),
            ),
            (
                vec![],
                give(2, D::Section),
                Err(RuleError::NotThatDesk { from: D::Grid, to: D::Section }),
            ),
            (vec![up(2, D::Street)], give(2, D::Section), Ok((S::At, D::Section))),
            (
                vec![up(2, D::Street), give(2, D::Community)],
                up(3, D::Street),
                Err(RuleError::NotThatDesk { from: D::Community, to: D::Street }),
            ),
            (at_city.to_vec(), give(5, D::Department), Ok((S::At, D::Department))),
            (
                vec![up(2, D::Street), up(3, D::District), give(4, D::Department)],
                give(5, D::Department),
                Ok((S::At, D::Department)),
            ),
            (
                vec![up(2, D::Street)],
                back(3),
                Err(RuleError::EventNotNow {
                    step: StepKind::FedBack,
                    desk: D::Street,
                    state: S::At,
                }),
            ),
            (vec![up(2, D::Street), handled(3)], back(3), Ok((S::Returned, D::Grid))),
            (
                vec![up(2, D::Street), handled(3)],
                done(3),
                Err(RuleError::FeedbackMissing { desk: D::Street }),
            ),
            (
                vec![up(2, D::Street), give(2, D::Section), handled(3), back(3)],
                done(3),
                Err(RuleError::FeedbackMissing { desk: D::Street }),
            ),
            (
                vec![up(2, D::Street), give(2, D::Section), handled(3), back(3)],
                up(4, D::District),
                Ok((S::At, D::District)),
            ),
            (
                vec![up(2, D::Street), give(2, D::Section), handled(3), back(3), back(4)],
                done(4),
                Ok((S::Done, D::Grid)),
            ),
            (
                vec![handled(2)],
                back(2),
                Err(RuleError::EventNotNow {
                    step: StepKind::FedBack,
                    desk: D::Grid,
                    state: S::Handled,
                }),
            ),
        ];
        for (before, step, outcome) in table {
            let course = Course::replay(&registered(""), &before).unwrap();
            let got = course.take(&step).map(|course| (course.kind(), course.seat().desk));
            assert_eq!(got, outcome, "{before:?} {step:?}");
        }
    }

    #[test]
    fn what_was_registered_by_mistake_is_taken_back_while_nothing_followed() {
        use StateKind as S;
        let back = |reason: &str| Step::Withdrawn {
            on: day(4),
            by: "陈一鸣".into(),
            reason: reason.into(),
        };
        let not_now =
            |desk, state| Err(RuleError::EventNotNow { step: StepKind::Withdrawn, desk, state });
        for (before, step, outcome) in [
            (vec![], back("重复登记"), Ok(S::Withdrawn)),
            (vec![], back(" "), Err(RuleError::ReasonMissing)),
            (vec![handled(3)], back("重复登记"), not_now(Desk::Grid, S::Handled)),
            (vec![up(3, Desk::Street)], back("重复登记"), not_now(Desk::Street, S::At)),
            (vec![handled(3), done(3)], back("重复登记"), not_now(Desk::Grid, S::Done)),
            (vec![back("重复")], back("重复登记"), not_now(Desk::Grid, S::Withdrawn)),
            (
                vec![back("重复")],
                handled(4),
                Err(RuleError::EventNotNow {
                    step: StepKind::Handled,
                    desk: Desk::Grid,
                    state: S::Withdrawn,
                }),
            ),
        ] {
            let course = Course::replay(&registered(""), &before).unwrap();
            let got = course.take(&step).map(|course| course.kind());
            assert_eq!(got, outcome, "{before:?}");
        }
        let gone = Course::replay(&registered("热心居民"), &[back("重复")]).unwrap();
        assert_eq!((gone.due(), gone.closed_on()), (None, Some(day(4))));
    }

    #[test]
    fn a_desk_has_three_days() {
        let mut course = Course::open(&registered("")).unwrap();
        assert!(!course.is_overdue(day(5)) && course.is_overdue(day(6)));
        course = course.take(&up(6, Desk::Street)).unwrap();
        assert!(!course.is_overdue(day(9)) && course.is_overdue(day(10)));
        course = course.take(&handled(9)).unwrap();
        assert!(course.is_overdue(day(10)), "the feedback is missing");
        course = course.take(&back(10)).unwrap().take(&done(11)).unwrap();
        assert_eq!((course.due(), course.closed_on()), (None, Some(day(11))));
    }

    #[test]
    fn the_hops_say_how_long_it_lay_where() {
        let steps = [up(4, Desk::Street), handled(9), back(10), done(11)];
        let told: Vec<(Desk, Option<Desk>, bool, i64)> = hops(&registered(""), &steps)
            .unwrap()
            .into_iter()
            .map(|hop| (hop.from.desk, hop.to.map(|seat| seat.desk), hop.back, hop.days))
            .collect();
        assert_eq!(
            told,
            [
                (Desk::Grid, Some(Desk::Street), false, 2),
                (Desk::Street, Some(Desk::Grid), true, 6),
                (Desk::Grid, None, false, 1),
            ]
        );
    }

    #[test]
    fn a_reward_goes_to_somebody_once() {
        let reward = |fen| Step::Rewarded { on: day(12), by: "周安平".into(), fen };
        let nobody = Course::open(&registered("")).unwrap();
        assert_eq!(nobody.take(&reward(50_000)), Err(RuleError::InformantMissing));
        let course = Course::replay(&registered("热心居民"), &[handled(2), done(3)]).unwrap();
        assert!(course.clone().take(&reward(0)).is_err());
        let course = course.take(&reward(50_000)).unwrap();
        assert_eq!(course.rewarded(), Some((day(12), 50_000)));
        assert!(course.take(&reward(1)).is_err());
    }
}
