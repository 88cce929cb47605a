//! Words of transfers, supervisions and events.

use crate::domain::{
    event::{self, Desk, Source},
    matter::MatterKind,
    supervision::{self, Every, Situation},
    transfer,
};

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
    }
}

pub fn transfer_step(step: transfer::StepKind) -> &'static str {
    match step {
        transfer::StepKind::Received => "接收",
        transfer::StepKind::Replied => "回复",
        transfer::StepKind::FedBack => "处理结果反馈",
        transfer::StepKind::Reminded => "催办",
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

pub fn event_state(state: event::StateKind) -> &'static str {
    match state {
        event::StateKind::At => "待处置",
        event::StateKind::Handled => "已处置",
        event::StateKind::Returned => "已反馈",
        event::StateKind::Done => "已办结",
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
