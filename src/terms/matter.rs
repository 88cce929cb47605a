//! Words of transfers, supervisions and events.

use crate::domain::{
    event::{self, Desk, Source},
    linked::LinkKind,
    matter::MatterKind,
    supervision::{self, Every, Situation},
    transfer,
};

use super::date;

pub fn matter(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Transfer => "移送抄告",
        MatterKind::Supervision => "挂牌督办",
        MatterKind::Event => "网格事件",
    }
}

pub fn transfer_state(state: transfer::StateKind) -> &'static str {
    match state {
        transfer::StateKind::Sent => "已抄告",
        transfer::StateKind::Received => "已接收",
        transfer::StateKind::Replied => "已回复",
        transfer::StateKind::FedBack => "已反馈",
        transfer::StateKind::Withdrawn => "已撤回",
    }
}

pub fn transfer_step(step: transfer::StepKind) -> &'static str {
    match step {
        transfer::StepKind::Received => "接收",
        transfer::StepKind::Replied => "回复",
        transfer::StepKind::FedBack => "处理结果反馈",
        transfer::StepKind::Reminded => "催办",
        transfer::StepKind::Withdrawn => "撤回抄告",
    }
}

pub fn supervision_state(state: supervision::StateKind) -> &'static str {
    match state {
        supervision::StateKind::Running => "督办中",
        supervision::StateKind::ExtensionAsked => "待批延期",
        supervision::StateKind::AcceptanceAsked => "待验收",
        supervision::StateKind::Accepted => "验收合格",
        supervision::StateKind::Watched => "社区督办中",
        supervision::StateKind::Lifted => "已解除",
        supervision::StateKind::Withdrawn => "已撤销立项",
    }
}

pub fn supervision_step(step: supervision::StepKind) -> &'static str {
    match step {
        supervision::StepKind::Reported => "定期报告",
        supervision::StepKind::ExtensionAsked => "申请延期",
        supervision::StepKind::ExtensionGranted => "同意延期",
        supervision::StepKind::ExtensionDenied => "不同意延期",
        supervision::StepKind::AcceptanceAsked => "申请验收",
        supervision::StepKind::AcceptanceGiven => "验收意见",
        supervision::StepKind::Lifted => "解除督办",
        supervision::StepKind::Withdrawn => "撤销立项",
    }
}

/// How often a supervision is reported on.
pub fn every(every: Every) -> &'static str {
    match every {
        Every::Month => "每月",
        Every::Quarter => "每季度",
    }
}

/// Why a community is under supervision, in the words of S0 §四.3.
pub fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::Reprimanded => "因督促整改不力或逾期未完成整改，被上级通报",
        Situation::GrownMajor => "因督促整改不力，导致一般隐患演变为重大隐患",
        Situation::NotReportedForClosure => "对不具备安全生产条件，未及时上报依法予以关闭",
        Situation::Accident => "因督促整改不力，导致生产安全事故发生",
        Situation::Other => "其它应当列入挂牌督办的情形",
    }
}

/// What an event is linked with.
pub fn link(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Inspection => "检查",
        LinkKind::Hazard => "隐患",
        LinkKind::Clue => "线索",
    }
}

pub fn event_state(state: event::StateKind) -> &'static str {
    match state {
        event::StateKind::At => "待处置",
        event::StateKind::Handled => "已处置",
        event::StateKind::Returned => "已反馈",
        event::StateKind::Done => "已办结",
        event::StateKind::Withdrawn => "已撤销立项",
    }
}

pub fn event_step(step: event::StepKind) -> &'static str {
    match step {
        event::StepKind::Handled => "处置",
        event::StepKind::PassedUp => "上报",
        event::StepKind::Assigned => "指派",
        event::StepKind::FedBack => "反馈",
        event::StepKind::Done => "办结",
        event::StepKind::Rewarded => "兑现奖励",
        event::StepKind::Withdrawn => "撤销立项",
    }
}

/// Where an event lies (S2, the flowchart).
pub fn desk(desk: Desk) -> &'static str {
    match desk {
        Desk::Grid => "网格",
        Desk::Community => "社区",
        Desk::Street => "街道网格办",
        Desk::Section => "街道科室",
        Desk::District => "区网格办",
        Desk::Department => "职能部门",
        Desk::City => "市网格办",
    }
}

/// How an event came to the desk (S2, the flowchart).
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Petition => "上访",
        Source::Call => "电话",
        Source::Visit => "走访",
        Source::Message => "短信",
        Source::Inspection => "检查",
    }
}

/// What a step says beyond its name.
pub fn transfer_detail(step: &transfer::Step) -> String {
    match step {
        transfer::Step::Received { by, .. } => by.clone(),
        transfer::Step::Replied { by, opinion: words, .. }
        | transfer::Step::FedBack { by, result: words, .. }
        | transfer::Step::Reminded { by, note: words, .. }
        | transfer::Step::Withdrawn { by, reason: words, .. } => with(by, words),
    }
}

/// What a step says beyond its name.
pub fn supervision_detail(step: &supervision::Step) -> String {
    match step {
        supervision::Step::Reported { by, note, .. } => with(by, note),
        supervision::Step::ExtensionAsked { by, until, reason, .. } => {
            with(by, &format!("延至{}，{reason}", date(*until)))
        }
        supervision::Step::ExtensionGranted { by, until, opinion, .. } => {
            with(&with(by, &format!("延至{}", date(*until))), opinion)
        }
        supervision::Step::AcceptanceAsked { by, .. } => by.clone(),
        supervision::Step::AcceptanceGiven { by, passed, opinion, .. } => {
            with(&with(by, if *passed { "合格" } else { "不合格" }), opinion)
        }
        supervision::Step::ExtensionDenied { by, opinion: words, .. }
        | supervision::Step::Lifted { by, reason: words, .. }
        | supervision::Step::Withdrawn { by, reason: words, .. } => with(by, words),
    }
}

/// What a step says beyond its name.
pub fn event_detail(step: &event::Step) -> String {
    match step {
        event::Step::Handled { by, note, .. } => with(by, note),
        event::Step::PassedUp { by, to, name, opinion, .. } => {
            with(&with(by, seat(*to, name).as_str()), opinion)
        }
        event::Step::Assigned { by, to, name, helpers, opinion, .. } => {
            let helpers = match helpers.as_slice() {
                [] => String::new(),
                helpers => format!("{}协助", helpers.join("、")),
            };
            with(&with(&with(by, &seat(*to, name)), &helpers), opinion)
        }
        event::Step::FedBack { by, opinion, .. } => with(by, opinion),
        event::Step::Done { by, result, .. } => with(by, result),
        event::Step::Rewarded { by, fen, .. } => with(by, &yuan(*fen)),
        event::Step::Withdrawn { by, reason, .. } => with(by, reason),
    }
}

/// A desk with its own name: 街道科室（城建科）.
pub fn seat(at: Desk, name: &str) -> String {
    match name {
        "" => desk(at).to_owned(),
        name => format!("{}（{name}）", desk(at)),
    }
}

/// An amount in fen as people write it: 500元, 500.50元.
pub fn yuan(fen: u64) -> String {
    match fen % 100 {
        0 => format!("{}元", fen / 100),
        cents => format!("{}.{cents:02}元", fen / 100),
    }
}

fn with(before: &str, words: &str) -> String {
    match (before, words) {
        ("", words) => words.to_owned(),
        (before, "") => before.to_owned(),
        (before, words) => format!("{before}，{words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_who_where_to_and_why() {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let assigned = |helpers: &[&str], opinion: &str| event::Step::Assigned {
            on,
            by: "周安平".into(),
            to: Desk::Section,
            name: "城建科".into(),
            helpers: helpers.iter().map(ToString::to_string).collect(),
            opinion: opinion.into(),
        };
        for (step, words) in [
            (assigned(&[], ""), "周安平，街道科室（城建科）"),
            (assigned(&["招联社区"], "尽快"), "周安平，街道科室（城建科），招联社区协助，尽快"),
            (event::Step::Rewarded { on, by: "周安平".into(), fen: 50_050 }, "周安平，500.50元"),
        ] {
            assert_eq!(event_detail(&step), words);
        }
    }
}
