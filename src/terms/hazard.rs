//! Words of a hazard: how grave it is, what is ordered, where it stands (S0 §二).

use crate::domain::{
    grade::{Disposal, Grade},
    hazard::{Measure, Recipient, StateKind, Step, StepKind},
};

use super::date;

pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::General => "一般",
        Grade::Major => "重大",
        Grade::Unsure => "待评估",
    }
}

pub fn disposal(disposal: Disposal) -> &'static str {
    match disposal {
        Disposal::OnTheSpot => "当场整改",
        Disposal::ByDeadline => "限期整改",
        Disposal::Suspend => "停业整改",
        Disposal::Refer => "上报",
    }
}

pub fn state(state: StateKind) -> &'static str {
    match state {
        StateKind::Found => "已发现",
        StateKind::Ordered => "整改中",
        StateKind::Passed => "复查合格",
        StateKind::Refused => "拒不整改",
        StateKind::Reported => "已上报",
        StateKind::Closed => "已销号",
        StateKind::Withdrawn => "已撤回",
    }
}

/// The step as a noun: what was, or would be, done.
pub fn step(step: StepKind) -> &'static str {
    match step {
        StepKind::PutRight => "当场整改",
        StepKind::Ordered => "通知整改",
        StepKind::Referred => "随通知书上报",
        StepKind::Renoticed => "重发通知书",
        StepKind::Passed => "复查合格",
        StepKind::Failed => "复查不合格",
        StepKind::Refused => "登记拒不整改",
        StepKind::Reported => "报告",
        StepKind::Extended => "延期",
        StepKind::Regraded => "评估定级",
        StepKind::Accepted => "验收",
        StepKind::Closed => "销号",
        StepKind::Reopened => "撤销销号",
        StepKind::Withdrawn => "撤回",
    }
}

/// What a step says beyond its name.
pub fn step_detail(step: &Step) -> String {
    match step {
        Step::PutRight { note, .. } | Step::Refused { note, .. } => note.clone(),
        Step::Ordered { deadline, .. } | Step::Referred { deadline, .. } => {
            format!("期限{}", date(*deadline))
        }
        Step::Passed { acceptor, note, .. } => {
            let note = if note.is_empty() { String::new() } else { format!("，{note}") };
            format!("验收人{acceptor}{note}")
        }
        Step::Failed { deadline, note, .. } => {
            let note = if note.is_empty() { String::new() } else { format!("，{note}") };
            format!("新的期限{}{note}", date(*deadline))
        }
        Step::Reported { to, reason, .. } => format!("{}，{reason}", recipient(*to)),
        Step::Extended { deadline, reason, .. } | Step::Reopened { deadline, reason, .. } => {
            format!("期限{}，{reason}", date(*deadline))
        }
        Step::Regraded { to, reason, .. } => format!("{}，{reason}", grade(*to)),
        Step::Accepted { by, .. } => by.clone(),
        Step::Renoticed { .. } | Step::Closed { .. } | Step::Withdrawn { .. } => String::new(),
    }
}

pub fn recipient(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Street => "街道安办",
        Recipient::Police => "下派民警",
        Recipient::Department => "有关部门",
    }
}

/// One of the five 落实 (S0 §一.1(3): 整改责任、措施、资金、时限和预案).
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Responsibility => "责任",
        Measure::Measures => "措施",
        Measure::Funds => "资金",
        Measure::TimeLimit => "时限",
        Measure::Plan => "预案",
    }
}
