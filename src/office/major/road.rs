//! The whole road of a major hazard from 填报 to 销号: which of its steps are done, which is due, and which were undone.

use super::Major;
use crate::{
    domain::{
        hazard::StateKind,
        major::{Advance, StageKind},
    },
    store::hazards::Stored,
    terms,
};

/// How a step of the road stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Done,
    Due,
    NotDue,
}

impl Mark {
    pub fn code(self) -> &'static str {
        match self {
            Mark::Done => "done",
            Mark::Due => "due",
            Mark::NotDue => "not_due",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Mark::Done => "已办",
            Mark::Due => "待办",
            Mark::NotDue => "未到",
        }
    }
}

/// Why a step that was taken counts no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// 撤销上一步
    TakenBack,
    /// What was signed was filled in otherwise afterwards, and has to be signed again.
    Refilled,
}

impl Undone {
    pub fn code(self) -> &'static str {
        match self {
            Undone::TakenBack => "taken_back",
            Undone::Refilled => "refilled",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Undone::TakenBack => "已撤销",
            Undone::Refilled => "改填后要重新办",
        }
    }
}

/// Whether and why a step of a hazard counts no longer. A stage of the report is reached twice only where its report was
/// filled in otherwise in between.
pub(super) fn undone(stored: &Stored, at: usize) -> Option<Undone> {
    let step = &stored.steps[at];
    if !stored.standing().iter().any(|standing| std::ptr::eq(*standing, step)) {
        return Some(Undone::TakenBack);
    }
    let kind = step.0.kind();
    let signed = |stage: &StageKind| *stage > StageKind::Filled && stage.step() == kind;
    let stage = StageKind::ALL.into_iter().find(signed)?;
    let reached = stored.hazard.course.report_kind() >= Some(stage);
    let again = stored.steps[at + 1..].iter().any(|(later, _)| later.kind() == kind);
    (!reached || again).then_some(Undone::Refilled)
}

impl Major {
    /// Each step of the road with its name, in order.
    pub fn road(&self) -> Vec<(&'static str, Mark)> {
        let course = &self.stored.hazard.course;
        let reached = course.report_kind();
        let before = std::iter::once(None).chain(StageKind::ALL.map(Some));
        let marked = before.map(|before| {
            let done = match before {
                Some(StageKind::Accepted) => course.kind() == StateKind::Closed,
                before => reached > before,
            };
            let held = before.is_some() && self.owes_stop();
            let mark = match done {
                true => Mark::Done,
                false if reached == before && course.kind().is_open() && !held => Mark::Due,
                false => Mark::NotDue,
            };
            (terms::next_stage(before), mark)
        });
        marked.collect()
    }

    /// The step of the report that may be taken now.
    pub fn due(&self) -> Option<Advance> {
        let course = &self.stored.hazard.course;
        let stage = course.report_kind().and_then(StageKind::next);
        let step = stage.and_then(Advance::to);
        step.filter(|_| course.kind().is_open() && !self.owes_stop())
    }
}
