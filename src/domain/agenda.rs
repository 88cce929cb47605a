//! What an agenda tells: what has to be done, how soon, and who is told when nothing is done.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{grade::Grade, staff::Role};

/// How soon something has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Overdue,
    Today,
    ThisWeek,
    Later,
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// An accident is reported within the hour, and two for each level above (国务院令第493号 第九条、第十一条).
    ReportAccident,
    /// 复查 at the deadline (S0 §二.2).
    Recheck,
    /// 待评估: the 社区安全员 tells the grade (S0 §二.1(3)).
    Assess,
    /// A refusal goes to the street and the police (S0 §一.2(2)).
    ReportRefusal,
    /// The next step of the report of a major hazard (S0 §二.1(3)).
    MajorReport,
    /// 验收 of a major hazard after a passed recheck (S0 §一.2(3)).
    Accept,
    /// 销号 after a passed recheck (S0 §二.2).
    Close,
    /// Premises that cannot be made safe are reported for closure (S0 §四.3(3)).
    ReportUnfit,
    /// A void notice waits for its successor (S0 §一.1(3)).
    Reissue,
    /// A department owes its reply (S0 §一.3(4)).
    Reply,
    /// A supervision waits for its periodic report, or its deadline comes (S0 §一.3(3)).
    Supervise,
    /// An event lies at a desk (S2, the flowchart).
    Event,
    /// A visit that the agreed plan has on a day (S2 §制度四).
    PlannedVisit,
    /// The round of a campaign (S0 §一.1(3) 专项行动期间适时增加检查频率).
    Campaign,
    /// One more round before a long rest (S0 §一.1(3) 节假日…适时增加检查频率).
    Holiday,
    /// The weekly round of the key premises (S0 §一.1(3)).
    KeyRound,
    /// The monthly round of all (S0 §一.1(3)).
    MonthRound,
    /// Somebody leaves, and what is open under the name goes to another (INS-16).
    HandOver,
    /// A row of a ledger comes to its last day: a certificate, equipment, a task.
    Entry,
    /// Work that is done again and again: the weekly meeting, drills, training, appraisals.
    Regular,
    /// An entry of the register is compared with what is there (S2 §制度五).
    Verify,
    /// A reporting day (S0 §二.3, S2 制度一).
    Report,
}

/// How grave it is to leave something undone, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A major hazard, whatever it waits for.
    Major,
    /// Danger that nobody has looked at again, or that others have to be told of.
    Danger,
    /// What others wait for: an answer, a paper, a report.
    Owed,
    /// What is done again and again, and what comes to its last day in a ledger.
    Routine,
    /// A walk through a grid.
    Walk,
    /// The register beside what is there: nobody is in danger by it.
    Register,
}

impl Task {
    /// The weight of this task about something of a grade, where it has one.
    pub fn weight(self, grade: Option<Grade>) -> Weight {
        match self {
            Task::MajorReport | Task::Accept | Task::ReportAccident => Weight::Major,
            Task::Recheck | Task::Assess | Task::ReportRefusal | Task::Close
                if grade == Some(Grade::Major) =>
            {
                Weight::Major
            }
            Task::Recheck
            | Task::Assess
            | Task::ReportRefusal
            | Task::ReportUnfit
            | Task::Supervise => Weight::Danger,
            Task::Close
            | Task::Reissue
            | Task::Reply
            | Task::Event
            | Task::HandOver
            | Task::Report => Weight::Owed,
            Task::Entry | Task::Regular => Weight::Routine,
            Task::PlannedVisit
            | Task::Campaign
            | Task::Holiday
            | Task::KeyRound
            | Task::MonthRound => Weight::Walk,
            Task::Verify => Weight::Register,
        }
    }

    /// Where it stands in the list: how soon, then how grave. What is only compared never comes before what hazards ask
    /// for today, however long it has waited.
    pub fn place(self, grade: Option<Grade>, urgency: Urgency) -> (Urgency, Weight) {
        match self.weight(grade) {
            Weight::Register => (urgency.max(Urgency::Today), Weight::Register),
            weight => (urgency, weight),
        }
    }

    pub const ALL: [Task; 22] = [
        Task::ReportAccident,
        Task::Recheck,
        Task::Assess,
        Task::ReportRefusal,
        Task::MajorReport,
        Task::Accept,
        Task::Close,
        Task::ReportUnfit,
        Task::Reissue,
        Task::Reply,
        Task::Supervise,
        Task::Event,
        Task::PlannedVisit,
        Task::Campaign,
        Task::Holiday,
        Task::KeyRound,
        Task::MonthRound,
        Task::HandOver,
        Task::Entry,
        Task::Regular,
        Task::Verify,
        Task::Report,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Task::ReportAccident => "report_accident",
            Task::Recheck => "recheck",
            Task::Assess => "assess",
            Task::ReportRefusal => "report_refusal",
            Task::MajorReport => "major_report",
            Task::Accept => "accept",
            Task::Close => "close",
            Task::ReportUnfit => "report_unfit",
            Task::Reissue => "reissue",
            Task::Reply => "reply",
            Task::Supervise => "supervise",
            Task::Event => "event",
            Task::PlannedVisit => "planned_visit",
            Task::Campaign => "campaign",
            Task::Holiday => "holiday",
            Task::KeyRound => "key_round",
            Task::MonthRound => "month_round",
            Task::HandOver => "hand_over",
            Task::Entry => "entry",
            Task::Regular => "regular",
            Task::Verify => "verify",
            Task::Report => "report",
        }
    }

    /// Whether one line stands for the premises of a whole grid, as one walks it.
    pub fn is_round(self) -> bool {
        matches!(self.weight(None), Weight::Walk | Weight::Register)
    }
}

/// Who is told when nothing is done: the days before, then one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Days before the last day from which on one is reminded.
    pub before: u32,
    /// Rising.
    pub rungs: Vec<Rung>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Days after the last day.
    pub after: u32,
    pub to: Role,
}

/// How far an item has come on its ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Known, and still far off.
    #[default]
    Ahead,
    /// 提醒
    Reminder,
    /// 逾期
    Overdue,
    /// 逾期, and somebody above is told.
    Raised,
}

/// Where an item stands on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub stage: Stage,
    /// Who has to be told by now.
    pub told: Option<Role>,
    /// Who is told next, and from which day on.
    pub next: Option<(NaiveDate, Role)>,
}

impl Ladder {
    /// `due` is the last day; it is in time itself.
    pub fn stand(&self, due: NaiveDate, today: NaiveDate) -> Standing {
        let on = |rung: &Rung| due + Days::new(rung.after.into());
        let reached = |rung: &&Rung| due < today && on(rung) <= today;
        let told = self.rungs.iter().rev().find(reached).map(|rung| rung.to);
        let next = self.rungs.iter().find(|rung| !reached(rung)).map(|rung| (on(rung), rung.to));
        let stage = if told.is_some() {
            Stage::Raised
        } else if due < today {
            Stage::Overdue
        } else if due - Days::new(self.before.into()) <= today {
            Stage::Reminder
        } else {
            Stage::Ahead
        };
        Standing { stage, told, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_comes_first() {
        let (major, general) = (Some(Grade::Major), Some(Grade::General));
        for (task, grade, weight) in [
            (Task::Recheck, major, Weight::Major),
            (Task::Close, major, Weight::Major),
            (Task::MajorReport, None, Weight::Major),
            (Task::Recheck, general, Weight::Danger),
            (Task::Assess, Some(Grade::Unsure), Weight::Danger),
            (Task::Close, general, Weight::Owed),
            (Task::Report, None, Weight::Owed),
            (Task::Regular, None, Weight::Routine),
            (Task::KeyRound, None, Weight::Walk),
            (Task::Verify, None, Weight::Register),
        ] {
            assert_eq!(task.weight(grade), weight, "{task:?} {grade:?}");
        }
        assert!(Weight::Major < Weight::Danger && Weight::Routine < Weight::Walk);
        assert!(
            Task::ALL.iter().all(|task| task.is_round() == (task.weight(major) >= Weight::Walk))
        );
        // In the order of the list.
        let places = [
            (Task::Recheck, general, Urgency::Overdue),
            (Task::KeyRound, None, Urgency::Overdue),
            (Task::Recheck, major, Urgency::Today),
            (Task::Recheck, general, Urgency::Today),
            (Task::KeyRound, None, Urgency::Today),
            (Task::Verify, None, Urgency::Overdue),
            (Task::Recheck, general, Urgency::ThisWeek),
            (Task::Verify, None, Urgency::ThisWeek),
        ];
        assert!(places.map(|(task, grade, urgency)| task.place(grade, urgency)).is_sorted());
    }

    #[test]
    fn a_ladder_goes_from_the_reminder_to_who_is_told_next() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ladder = Ladder {
            before: 3,
            rungs: vec![
                Rung { after: 1, to: Role::SafetyOfficer },
                Rung { after: 3, to: Role::StreetOfficer },
            ],
        };
        let safety = |on| Some((day(on), Role::SafetyOfficer));
        let street = |on| Some((day(on), Role::StreetOfficer));
        let due = day("2026-11-20");
        for (today, stage, told, next) in [
            ("2026-11-16", Stage::Ahead, None, safety("2026-11-21")),
            ("2026-11-17", Stage::Reminder, None, safety("2026-11-21")),
            ("2026-11-20", Stage::Reminder, None, safety("2026-11-21")),
            ("2026-11-21", Stage::Raised, Some(Role::SafetyOfficer), street("2026-11-23")),
            ("2026-11-22", Stage::Raised, Some(Role::SafetyOfficer), street("2026-11-23")),
            ("2026-12-31", Stage::Raised, Some(Role::StreetOfficer), None),
        ] {
            assert_eq!(ladder.stand(due, day(today)), Standing { stage, told, next }, "{today}");
        }
        let bare = Ladder::default();
        assert_eq!(bare.stand(due, day("2026-11-21")).stage, Stage::Overdue);
        // Told on the day itself, but late only from the next.
        let at_once = Ladder { before: 0, rungs: vec![Rung { after: 0, to: Role::StreetOfficer }] };
        assert_eq!(at_once.stand(due, due).stage, Stage::Reminder);
        assert_eq!(at_once.stand(due, day("2026-11-21")).told, Some(Role::StreetOfficer));
    }

    #[test]
    fn codes_are_those_of_the_documents() {
        for task in Task::ALL {
            assert_eq!(serde_json::to_value(task).unwrap(), task.code());
        }
    }
}
